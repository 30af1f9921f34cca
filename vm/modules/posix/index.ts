/**
 * The module `posix` on the host's files and processes (CPython: Modules/posixmodule.c). What is absent here (fork, exec,
 * pseudo-terminals, `dir_fd`) is absent from the module, so that `hasattr(os, …)` tells.
 */
import { constants as fsConstants } from 'node:fs';
import { newList, OSErrorType, type PyModule, type PyObject } from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { fileFunctions } from './functions.ts';
import { environment, processFunctions, processTypes } from './process.ts';
import { directoryTypes } from './scandir.ts';
import { statResultType } from './stat-result.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  O_CLOEXEC: 0o2000000,
  O_ASYNC: 0o20000,
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
  TMP_MAX: 238328,
  WNOHANG: 1,
  WUNTRACED: 2,
  NGROUPS_MAX: 65536,
};

/** Functions that take an open descriptor where others take a path: what `os.supports_fd` is made of. */
const HAVE = [
  'HAVE_FCHMOD',
  'HAVE_FSTATVFS',
  'HAVE_FTRUNCATE',
  'HAVE_FDOPENDIR',
  'HAVE_FUTIMES',
  'HAVE_LUTIMES',
  'HAVE_LSTAT',
  'HAVE_LCHOWN',
];

export { errorMessage, fileSystemPath, hostPath, onHost, osError } from './errors.ts';
export { descriptorOf } from './functions.ts';

export function createPosix(): PyModule {
  const members: Record<string, PyObject> = { ...NUMBERS };
  for (const [name, value] of Object.entries(fsConstants)) if (name.startsWith('O_')) members[name] = value;
  const { uname, times, terminal } = processTypes();
  return defineModule({
    name: 'posix',
    doc: 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard.',
    functions: [...fileFunctions, ...processFunctions],
    members: {
      ...members,
      environ: environment(),
      error: OSErrorType,
      stat_result: statResultType().type,
      uname_result: uname.type,
      times_result: times.type,
      terminal_size: terminal.type,
      DirEntry: directoryTypes().entry,
      _have_functions: newList([...HAVE]),
    },
  });
}

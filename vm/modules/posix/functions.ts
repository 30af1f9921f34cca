/** Functions of `posix` about files, folders and descriptors (CPython: Modules/posixmodule.c). */
import * as fs from 'node:fs';
import {
  asBytes,
  asIndex,
  asStr,
  type Escapes,
  isTrue,
  type MethodDef,
  NotImplementedErrorType,
  newBytes,
  newList,
  newStr,
  newTuple,
  normalizeInt,
  PyByteArray,
  PyFloat,
  type PyObject,
  PyTuple,
  raise,
  raiseTypeError,
  raiseValueError,
  strToJs,
  toFloatValue,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { signature as method } from '../signature.ts';
import { decodeName, fileSystemPath, type HostPath, hostPath, nameLike, onHost, osError } from './errors.ts';
import { listFolder, scandir } from './scandir.ts';
import { statOf, statResult } from './stat-result.ts';

export const int = (value: PyObject | undefined, otherwise = 0): number =>
  value === undefined ? otherwise : Number(asIndex(value));

/** A path or, where a call takes one, an open descriptor. */
function target(value: PyObject, name: string): Escapes<HostPath | number> {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  return hostPath(value, name);
}

function noFolder(value: PyObject | undefined, name: string): void {
  if (value !== undefined && value !== null)
    raise(NotImplementedErrorType, `${name}: dir_fd unavailable on this platform`);
}

/** Runs a call on one path and returns None. */
function onPath(
  signature: string,
  doc: string,
  action: (path: HostPath, rest: readonly (PyObject | undefined)[]) => void,
) {
  return method(signature, doc, ([path, ...rest], name) => {
    const file = hostPath(path!, name);
    onHost(() => action(file, rest), path);
    return null;
  });
}

const onDescriptor = (name: string, doc: string, action: (fd: number) => void): MethodDef =>
  method(`${name}(fd)`, doc, ([fd]) => {
    const number = descriptorOf(fd!);
    onHost(() => action(number));
    return null;
  });

export function descriptorOf(value: PyObject): Escapes<number> {
  if (typeof value === 'number' || typeof value === 'boolean') return checked(Number(value));
  const method = asStr(value) === undefined && !(value instanceof PyFloat) && value !== null;
  if (!method) raiseTypeError(`argument must be an int, or have a fileno() method.`);
  return checked(Number(asIndex(value)));
}

/** The host refuses negative descriptors in words of its own. */
function checked(fd: number): number {
  if (fd < 0 || fd > 0x7fffffff) throw osError('EBADF');
  return fd;
}

/** Owner and group that are not to be changed are −1 in Python. */
const owner = (value: PyObject | undefined): number => {
  const id = int(value);
  return id === -1 ? 0xffffffff : id;
};

/** Seconds, or nanoseconds, as the host takes times. */
function utimes(args: readonly (PyObject | undefined)[]): Escapes<[number, number]> {
  const [, times = null, ns] = args;
  if (times !== null && ns !== undefined)
    raiseValueError("utime: you may specify either 'times' or 'ns' but not both");
  const pair = times ?? ns ?? null;
  if (pair === null) return [Date.now() / 1000, Date.now() / 1000];
  if (!(pair instanceof PyTuple) || pair.items.length !== 2)
    raiseTypeError(`utime: '${times === null ? 'ns' : 'times'}' must be a tuple of two ints`);
  const [first, second] = pair.items as [PyObject, PyObject];
  if (times === null) return [Number(asIndex(first)) / 1e9, Number(asIndex(second)) / 1e9];
  return [toFloatValue(first), toFloatValue(second)];
}

/** Descriptors that are closed when a program is run: remembered only, since nothing is started that inherits. */
const inheritable = new Set([0, 1, 2]);

function read(fd: number, length: number, position: number | null): Escapes<PyObject> {
  if (length < 0) throw osError('EINVAL');
  const data = new Uint8Array(length);
  const count = onHost(() => fs.readSync(fd, data, 0, length, position));
  return newBytes(count === length ? data : data.slice(0, count));
}

export const fileFunctions: readonly MethodDef[] = [
  method(
    'stat(path, *, dir_fd=, follow_symlinks=)',
    'Perform a stat system call on the given path.',
    ([path, folder, follow = true], name) => {
      noFolder(folder, name);
      return statResult(statOf(target(path!, name), isTrue(follow), path!));
    },
  ),
  method(
    'lstat(path, *, dir_fd=)',
    'Perform a stat system call on the given path, without following symbolic links.',
    ([path, folder], name) => {
      noFolder(folder, name);
      return statResult(statOf(hostPath(path!, name), false, path!));
    },
  ),
  method('fstat(fd)', 'Perform a stat system call on the given file descriptor.', ([fd]) =>
    statResult(statOf(descriptorOf(fd!), true, null)),
  ),
  method(
    'access(path, mode, *, dir_fd=, effective_ids=, follow_symlinks=)',
    'Use the real uid/gid to test for access to a path.',
    ([path, mode], name) => {
      const file = hostPath(path!, name);
      try {
        fs.accessSync(file, int(mode));
        return true;
      } catch {
        return false;
      }
    },
  ),
  method(
    'open(path, flags, mode=, *, dir_fd=)',
    'Open a file for low level IO.  Returns a file descriptor (integer).',
    ([path, flags, mode, folder], name) => {
      noFolder(folder, name);
      const file = hostPath(path!, name);
      return onHost(() => fs.openSync(file, int(flags), int(mode, 0o777)), path);
    },
  ),
  onDescriptor('close', 'Close a file descriptor.', (fd) => fs.closeSync(fd)),
  method(
    'closerange(fd_low, fd_high, /)',
    'Closes all file descriptors in [fd_low, fd_high), ignoring errors.',
    ([low, high]) => {
      for (let fd = int(low); fd < int(high); fd++) {
        try {
          fs.closeSync(fd);
        } catch {}
      }
      return null;
    },
  ),
  method('read(fd, length, /)', 'Read from a file descriptor.  Returns a bytes object.', ([fd, length]) =>
    read(descriptorOf(fd!), int(length), null),
  ),
  method(
    'pread(fd, length, offset, /)',
    'Read a number of bytes from a file descriptor starting at a particular offset.',
    ([fd, length, offset]) => read(descriptorOf(fd!), int(length), int(offset)),
  ),
  method('readinto(fd, buffer, /)', 'Read into a buffer object from a file descriptor.', ([fd, buffer]) => {
    if (!(buffer instanceof PyByteArray))
      raiseTypeError('readinto() argument 2 must be read-write bytes-like object');
    const number = descriptorOf(fd!);
    return onHost(() => fs.readSync(number, buffer.data, 0, buffer.length, null));
  }),
  method('write(fd, data, /)', 'Write a bytes object to a file descriptor.', ([fd, data]) => {
    const bytes = bytesLike(data!);
    const number = descriptorOf(fd!);
    return onHost(() => fs.writeSync(number, bytes));
  }),
  method(
    'pwrite(fd, buffer, offset, /)',
    'Write bytes to a file descriptor starting at a particular offset.',
    ([fd, data, offset]) => {
      const bytes = bytesLike(data!);
      const number = descriptorOf(fd!);
      return onHost(() => fs.writeSync(number, bytes, 0, bytes.length, int(offset)));
    },
  ),
  method('fsync(fd)', 'Force write of fd to disk.', ([fd]) => {
    const number = descriptorOf(fd!);
    onHost(() => fs.fsyncSync(number));
    return null;
  }),
  onDescriptor('fdatasync', 'Force write of fd to disk without forcing update of metadata.', (fd) =>
    fs.fdatasyncSync(fd),
  ),
  method(
    'ftruncate(fd, length, /)',
    'Truncate a file, specified by file descriptor, to a specific length.',
    ([fd, length]) => {
      const number = descriptorOf(fd!);
      if (int(length) < 0) throw osError('EINVAL');
      onHost(() => fs.ftruncateSync(number, int(length)));
      return null;
    },
  ),
  method(
    'truncate(path, length)',
    'Truncate a file, specified by path, to a specific length.',
    ([path, length], name) => {
      const file = target(path!, name);
      if (int(length) < 0) throw osError('EINVAL', path!);
      onHost(
        () =>
          typeof file === 'number' ? fs.ftruncateSync(file, int(length)) : fs.truncateSync(file, int(length)),
        path,
      );
      return null;
    },
  ),
  method('isatty(fd, /)', 'Return True if the fd is connected to a terminal.', ([fd]) => {
    const number = int(fd);
    try {
      return number >= 0 && fs.fstatSync(number).isCharacterDevice() && isTerminal(number);
    } catch {
      return false;
    }
  }),
  method('get_inheritable(fd, /)', 'Get the close-on-exe flag of the specified file descriptor.', ([fd]) => {
    statOf(descriptorOf(fd!), true, null);
    return inheritable.has(int(fd));
  }),
  method(
    'set_inheritable(fd, inheritable, /)',
    'Set the inheritable flag of the specified file descriptor.',
    ([fd, value]) => {
      statOf(descriptorOf(fd!), true, null);
      if (isTrue(value!)) inheritable.add(int(fd));
      else inheritable.delete(int(fd));
      return null;
    },
  ),
  method('get_blocking(fd, /)', 'Get the blocking mode of the file descriptor.', () => true),
  method(
    'listdir(path=)',
    'Return a list containing the names of the files in the directory.',
    ([path = null], name) => {
      const model = path === null || typeof path === 'number' ? null : path;
      return newList(listFolder(path, name).map((entry) => nameLike(model, entry.name)));
    },
  ),
  method('scandir(path=)', 'Return an iterator of DirEntry objects for given path.', ([path = null]) =>
    scandir(path),
  ),
  onPath('mkdir(path, mode=, *, dir_fd=)', 'Create a directory.', (path, [mode]) =>
    fs.mkdirSync(path, int(mode, 0o777)),
  ),
  onPath('rmdir(path, *, dir_fd=)', 'Remove a directory.', (path) => fs.rmdirSync(path)),
  onPath('unlink(path, *, dir_fd=)', 'Remove a file (same as remove()).', unlink),
  onPath('remove(path, *, dir_fd=)', 'Remove a file (same as unlink()).', unlink),
  onPath('chdir(path)', 'Change the current working directory to the specified path.', (path) => {
    process.chdir(typeof path === 'string' ? path : path.toString());
  }),
  method(
    'chmod(path, mode, *, dir_fd=, follow_symlinks=)',
    'Change the access permissions of a file.',
    ([path, mode], name) => {
      const file = target(path!, name);
      onHost(
        () => (typeof file === 'number' ? fs.fchmodSync(file, int(mode)) : fs.chmodSync(file, int(mode))),
        path,
      );
      return null;
    },
  ),
  method(
    'fchmod(fd, mode)',
    'Change the access permissions of the file given by file descriptor fd.',
    ([fd, mode]) => {
      const number = descriptorOf(fd!);
      onHost(() => fs.fchmodSync(number, int(mode)));
      return null;
    },
  ),
  onPath(
    'chown(path, uid, gid, *, dir_fd=, follow_symlinks=)',
    'Change the owner and group id of path to the numeric uid and gid.',
    (path, [uid, gid]) => fs.chownSync(path, owner(uid), owner(gid)),
  ),
  onPath(
    'lchown(path, uid, gid)',
    'Change the owner and group id of path; do not follow symbolic links.',
    (path, [uid, gid]) => fs.lchownSync(path, owner(uid), owner(gid)),
  ),
  onTwoPaths('rename(src, dst, *, src_dir_fd=, dst_dir_fd=)', 'Rename a file or directory.', fs.renameSync),
  onTwoPaths(
    'replace(src, dst, *, src_dir_fd=, dst_dir_fd=)',
    'Rename a file or directory, overwriting the destination.',
    fs.renameSync,
  ),
  onTwoPaths(
    'link(src, dst, *, src_dir_fd=, dst_dir_fd=, follow_symlinks=)',
    'Create a hard link to a file.',
    fs.linkSync,
  ),
  onTwoPaths(
    'symlink(src, dst, target_is_directory=, *, dir_fd=)',
    'Create a symbolic link pointing to src named dst.',
    (src, dst) => fs.symlinkSync(src, dst),
  ),
  method(
    'readlink(path, *, dir_fd=)',
    'Return a string representing the path to which the symbolic link points.',
    ([path], name) => {
      const file = hostPath(path!, name);
      return nameLike(
        path!,
        onHost(() => fs.readlinkSync(file, 'buffer') as Buffer, path),
      );
    },
  ),
  method(
    'utime(path, times=, *, ns=, dir_fd=, follow_symlinks=)',
    'Set the access and modified time of path.',
    (args, name) => {
      const file = target(args[0]!, name);
      const [accessed, modified] = utimes(args);
      const follow = args[4] === undefined || isTrue(args[4]);
      onHost(() => {
        if (typeof file === 'number') fs.futimesSync(file, accessed, modified);
        else if (follow) fs.utimesSync(file, accessed, modified);
        else fs.lutimesSync(file, accessed, modified);
      }, args[0]);
      return null;
    },
  ),
  method('fspath(path)', 'Return the file system path representation of the object.', ([path]) =>
    fileSystemPath(path!),
  ),
  method('_path_normpath(path)', 'Normalize path, eliminating double slashes, etc.', ([path]) => {
    const bytes = asBytes(path!);
    const text = bytes === undefined ? strToJs(asStr(path!)!) : Buffer.from(bytes).toString('latin1');
    const normal = normalPath(text);
    return bytes === undefined ? newStr(normal) : newBytes(new Uint8Array(Buffer.from(normal, 'latin1')));
  }),
  method('getcwd()', 'Return a unicode string representing the current working directory.', () =>
    decodeName(Buffer.from(onHost(() => process.cwd()))),
  ),
  method('getcwdb()', 'Return a bytes string representing the current working directory.', () =>
    newBytes(new Uint8Array(Buffer.from(onHost(() => process.cwd())))),
  ),
  method('statvfs(path)', 'Perform a statvfs system call on the given path.', ([path], name) => {
    const file = hostPath(path!, name);
    const stats = onHost(() => fs.statfsSync(file, { bigint: true }), path);
    const { bsize, blocks, bfree, bavail, files, ffree } = stats;
    return newTuple([bsize, bsize, blocks, bfree, bavail, files, ffree, ffree, 0n, 255n].map(normalizeInt));
  }),
];

function unlink(path: HostPath): void {
  fs.unlinkSync(path);
}

function onTwoPaths(
  signature: string,
  doc: string,
  action: (src: HostPath, dst: HostPath) => void,
): MethodDef {
  return method(signature, doc, ([src, dst], name) => {
    const [from, to] = [hostPath(src!, name, 'src'), hostPath(dst!, name, 'dst')];
    onHost(() => action(from, to), src, dst);
    return null;
  });
}

/** `posixpath.normpath`. */
function normalPath(path: string): string {
  if (path === '') return '.';
  const slashes = path.startsWith('//') && !path.startsWith('///') ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (slashes === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else if (parts.length > 0) parts.pop();
  }
  return slashes + parts.join('/') || '.';
}

let terminal: ((fd: number) => boolean) | undefined;

/** The host's `isatty` lies in a module that few programs need. */
function isTerminal(fd: number): boolean {
  terminal ??= process.getBuiltinModule('node:tty').isatty;
  return terminal(fd);
}

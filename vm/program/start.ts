/** Command line and environment → how Python was started (CPython: Python/initconfig.c). */
import { getHost } from '../host/index.ts';
import type { StartOptions } from '../modules/index.ts';
import type { PythonOptions, RunCommand } from './command-line.ts';
import { absolutePath } from './paths.ts';

/** Variables `PYTHON…`, which `-E` and `-I` hide. */
function variable(python: PythonOptions, name: string): string | undefined {
  if (python.counts.E > 0 || python.counts.I > 0) return undefined;
  return getHost().environment[name] || undefined;
}

/** A variable that counts: its number, 1 where it is another text. */
function level(python: PythonOptions, name: string): number {
  const text = variable(python, name);
  if (text === undefined) return 0;
  return /^\d+$/.test(text) ? Number(text) : 1;
}

export function implementationOptions(python: PythonOptions): Map<string, string | true> {
  return new Map(
    python.implementation.map((text): [string, string | true] => {
      const equals = text.indexOf('=');
      return equals < 0 ? [text, true] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

export function startOptionsOf({ python, words }: RunCommand): StartOptions {
  const { counts } = python;
  const implementation = implementationOptions(python);
  const optimize = Math.max(counts.O, level(python, 'PYTHONOPTIMIZE'));
  const isolated = counts.I > 0;
  const developer = implementation.has('dev') || level(python, 'PYTHONDEVMODE') > 0;
  const digits = Number(
    implementation.get('int_max_str_digits') ?? variable(python, 'PYTHONINTMAXSTRDIGITS') ?? 4300,
  );
  const flags = {
    inspect: Math.max(counts.i, level(python, 'PYTHONINSPECT')) > 0 ? 1 : 0,
    interactive: counts.i > 0 ? 1 : 0,
    optimize,
    dont_write_bytecode: counts.B > 0 || level(python, 'PYTHONDONTWRITEBYTECODE') > 0 ? 1 : 0,
    no_user_site: counts.s > 0 || isolated || level(python, 'PYTHONNOUSERSITE') > 0 ? 1 : 0,
    no_site: counts.S > 0 ? 1 : 0,
    ignore_environment: counts.E > 0 || isolated ? 1 : 0,
    verbose: Math.max(counts.v, level(python, 'PYTHONVERBOSE')),
    quiet: counts.q > 0 ? 1 : 0,
    isolated: isolated ? 1 : 0,
    dev_mode: developer,
    safe_path: counts.P > 0 || isolated || level(python, 'PYTHONSAFEPATH') > 0,
    int_max_str_digits: digits,
  };
  return {
    flags,
    warnOptions: [
      ...(developer ? ['default'] : []),
      ...(variable(python, 'PYTHONWARNINGS') ?? '').split(',').filter((each) => each !== ''),
      ...python.warnings,
    ],
    implementationOptions: implementation,
    originalArguments: [getHost().executable, ...words],
    cachePrefix: cachePrefix(python, implementation),
    optimize: Math.min(optimize, 2) as 0 | 1 | 2,
  };
}

/** Where cached code goes: the folder asked for, else the user's own for caches. */
function cachePrefix(
  python: PythonOptions,
  implementation: ReadonlyMap<string, string | true>,
): string | null {
  const { environment, workingDirectory } = getHost();
  const asked = implementation.get('pycache_prefix') ?? variable(python, 'PYTHONPYCACHEPREFIX');
  if (asked === true) return null;
  if (asked !== undefined) return absolutePath(asked, workingDirectory());
  const { XDG_CACHE_HOME: cache, HOME: home } = environment;
  if (cache?.startsWith('/')) return `${cache}/stage-vm`;
  return home?.startsWith('/') ? `${home}/.cache/stage-vm` : null;
}

/** Whether output is to be written at once. */
export function isUnbuffered(command: RunCommand, environment: Readonly<Record<string, string | undefined>>) {
  const { E, I, u } = command.python.counts;
  return u > 0 || (E === 0 && I === 0 && (environment['PYTHONUNBUFFERED'] ?? '') !== '');
}

/** Folders that the environment adds to `sys.path`. */
export function environmentPath(python: PythonOptions): string[] {
  const { workingDirectory } = getHost();
  return (variable(python, 'PYTHONPATH') ?? '')
    .split(':')
    .filter((entry) => entry !== '')
    .map((entry) => absolutePath(entry, workingDirectory()));
}

export function wantsImportTimes(python: PythonOptions): boolean {
  return implementationOptions(python).has('importtime') || level(python, 'PYTHONPROFILEIMPORTTIME') > 0;
}

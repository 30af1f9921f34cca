/** Engines that a machine may have besides our VM: the CPythons of PATH and pyenv, PyPy, and CPython in WebAssembly. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../formats/result.ts';
import { findOnPath } from './on-path.ts';
import { packageRoot } from './paths.ts';

/** The releases of the plan, and the one that came after. */
export const CPYTHON_VERSIONS = ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'] as const;

const PROBE_TIMEOUT_MS = 10_000;

export interface Discovery {
  readonly kind: 'cpython' | 'pypy' | 'pyodide' | 'unknown';
  /** In words, for a message. */
  readonly wanted: string;
  readonly engines: readonly Engine[];
}

/** What a word such as `cpython3.9-3.13` means on this machine. */
export function discoverEngines(text: string): Discovery {
  if (text === 'pypy') return { kind: 'pypy', wanted: 'PyPy', engines: some(findPyPy()) };
  if (text === 'pyodide') return { kind: 'pyodide', wanted: 'Pyodide', engines: some(findPyodide()) };
  const match = /^cpython(?:(3\.\d+)(?:-(3\.\d+))?)?$/.exec(text);
  if (!match) return { kind: 'unknown', wanted: text, engines: [] };
  const [, first, last] = match;
  const wanted = `CPython${first ? ` ${first}` : ''}${last ? ` to ${last}` : ''}`;
  if (first === undefined) {
    const newest = [...CPYTHON_VERSIONS].reverse().map(findCPython);
    return { kind: 'cpython', wanted, engines: some(newest.find((engine) => engine !== undefined)) };
  }
  const minor = (version: string): number => Number(version.slice(2));
  const versions = Array.from(
    { length: Math.max(minor(last ?? first) - minor(first) + 1, 0) },
    (_, index) => `3.${minor(first) + index}`,
  );
  return { kind: 'cpython', wanted, engines: versions.flatMap((version) => some(findCPython(version))) };
}

/** Every engine that is found, the CPythons by version. */
export function discoverAll(): Engine[] {
  return [...CPYTHON_VERSIONS.map(findCPython), findPyPy(), findPyodide()].filter(
    (engine) => engine !== undefined,
  );
}

const some = (engine: Engine | undefined): Engine[] => (engine ? [engine] : []);

/**
 * A CPython of the given version (`3.9`), from PATH or pyenv. Each candidate is asked for its version: a pyenv
 * shim named python3.9 stands on PATH even where it only prints an error.
 */
export function findCPython(version: string): Engine | undefined {
  const candidates = [
    ...findOnPath(`python${version}`),
    ...pyenvPrograms(version, `python${version}`),
    ...findOnPath('python3'),
  ];
  for (const candidate of candidates) {
    const answer = ask(candidate);
    if (answer?.implementation === 'cpython' && answer.version === version) {
      return { name: `cpython${version}`, command: [answer.executable || candidate] };
    }
  }
  return undefined;
}

export function findPyPy(): Engine | undefined {
  const candidates = [...findOnPath('pypy3'), ...findOnPath('pypy'), ...pyenvPrograms('pypy3', 'pypy3')];
  const found = candidates.find((candidate) => ask(candidate)?.implementation === 'pypy');
  return found === undefined ? undefined : { name: 'pypy', command: [found] };
}

/** CPython in WebAssembly, from the npm package, under the Node that runs this program. */
export function findPyodide(): Engine | undefined {
  try {
    createRequire(join(packageRoot, 'package.json')).resolve('pyodide');
  } catch {
    return undefined;
  }
  const script = join(packageRoot, 'suites', 'engines', 'pyodide.mjs');
  return existsSync(script) ? { name: 'pyodide', command: [process.execPath, script] } : undefined;
}

interface Answer {
  readonly implementation: string;
  /** Two parts: `3.9`. */
  readonly version: string;
  readonly executable: string;
}

function ask(candidate: string): Answer | null {
  const question =
    'import sys; print(sys.implementation.name, "%d.%d" % sys.version_info[:2], sys.executable)';
  const { status, stdout } = spawnSync(candidate, ['-c', question], {
    encoding: 'utf8',
    timeout: PROBE_TIMEOUT_MS,
  });
  const [implementation, version, ...executable] = (stdout ?? '').trim().split(' ');
  if (status !== 0 || !implementation || !version) return null;
  return { implementation, version, executable: executable.join(' ') };
}

/** Programs of the versions that pyenv has under a name: `3.9` has 3.9.18, and not 3.90. */
function pyenvPrograms(version: string, program: string): string[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => name === version || name.startsWith(`${version}.`))
    .sort()
    .map((name) => join(versions, name, 'bin', program))
    .filter((path) => existsSync(path));
}

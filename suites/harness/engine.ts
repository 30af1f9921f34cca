/**
 * An engine is a name and a command line: our VM at a stage, a CPython, anything that runs
 * `COMMAND… script.py ARGUMENTS`. This file resolves commands and finds the CPythons of a machine.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Engine } from '../formats/result.ts';
import { InputError } from '../input/errors.ts';
import { packageRoot } from './paths.ts';

/**
 * Fills the placeholders of a command: `{root}` is the folder of this package, `{node}` the Node that runs
 * this program (npm puts the pinned one first on PATH).
 */
export function expandCommand(command: readonly string[]): string[] {
  return command.map((part) => part.replaceAll('{root}', packageRoot).replaceAll('{node}', process.execPath));
}

/** Refuses an engine that cannot start, before anything is measured. */
export function checkEngine(engine: Engine): void {
  const [program, ...rest] = engine.command;
  const missing = [program!, ...rest.filter((part) => part.startsWith(packageRoot))].find(
    (part) => !isThere(part),
  );
  if (missing === undefined) return;
  throw new InputError({
    where: `engine ${engine.name}`,
    field: 'command',
    problem: `${missing} does not exist`,
    fix: missing.startsWith(join(packageRoot, 'dist'))
      ? 'build it first: npm run build'
      : 'install the program, or correct its path',
  });
}

function isThere(program: string): boolean {
  if (program.includes('/')) return existsSync(program);
  return onPath(program).length > 0;
}

function onPath(program: string): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .filter((candidate) => {
      try {
        accessSync(candidate, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * A CPython of the given version (`3.9`), from PATH or pyenv. Each candidate is asked for its version: a pyenv
 * shim named python3.9 stands on PATH even where it only prints an error.
 */
export function findCPython(version: string): Engine | undefined {
  for (const candidate of [...onPath(`python${version}`), ...pyenvPythons(version)]) {
    const question =
      'import sys; print(sys.implementation.name, "%d.%d" % sys.version_info[:2], sys.executable)';
    const answer = spawnSync(candidate, ['-c', question], { encoding: 'utf8', timeout: 10_000 });
    const [implementation, found, executable] = (answer.stdout ?? '').trim().split(' ');
    if (answer.status === 0 && implementation === 'cpython' && found === version) {
      return { name: `cpython${version}`, command: [executable || candidate] };
    }
  }
  return undefined;
}

function pyenvPythons(version: string): string[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => name === version || name.startsWith(`${version}.`))
    .sort()
    .map((name) => join(versions, name, 'bin', `python${version}`))
    .filter((path) => existsSync(path));
}

/** `NAME=COMMAND ARGUMENTS` of the command line, split at spaces (quotes keep a part together). */
export function parseEngineOption(text: string): Engine {
  const at = text.indexOf('=');
  if (at < 1) {
    const version = /^cpython(\d+\.\d+)$/.exec(text)?.[1];
    const found = version ? findCPython(version) : undefined;
    if (found) return found;
    throw new InputError({
      where: '--engine',
      field: text,
      problem: version ? `no CPython ${version} on PATH or in pyenv` : 'is not an engine',
      fix: 'write NAME=COMMAND, for example --engine "pypy=/usr/bin/pypy3"; cpython3.9 alone finds a CPython',
    });
  }
  const parts = text.slice(at + 1).match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const command = expandCommand(parts.map((part) => part.replace(/^(["'])(.*)\1$/, '$2')));
  if (command.length === 0) {
    throw new InputError({
      where: '--engine',
      field: text,
      problem: 'has no command after "="',
      fix: 'write NAME=COMMAND',
    });
  }
  return { name: text.slice(0, at), command };
}

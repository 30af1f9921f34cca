/**
 * An engine is a name and a command line: our VM at a stage, a CPython, anything that runs `COMMAND… script.py ARGUMENTS`.
 * This file reads engines from the command line and checks that they can start; `discovery.ts` finds those of a machine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../formats/result.ts';
import { InputError } from '../input/errors.ts';
import { type Discovery, discoverEngines } from './discovery.ts';
import { findOnPath } from './on-path.ts';
import { packageRoot } from './paths.ts';

/**
 * Fills the placeholders of a command: `{root}` is the folder of this package unless another is given, `{node}` the Node
 * that runs this program (npm puts the pinned one first on PATH). `{script}` stays: it stands for what is measured.
 */
export function expandCommand(command: readonly string[], root: string = packageRoot): string[] {
  return command.map((part) => part.replaceAll('{root}', root).replaceAll('{node}', process.execPath));
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
  return findOnPath(program).length > 0;
}

/**
 * Engines of the command line: `NAME=COMMAND ARGUMENTS`, split at spaces (quotes keep a part together), or one that the
 * machine is asked for: `cpython3.9`, `cpython3.9-3.13`, `cpython` (the newest), `pypy`, `pyodide`.
 */
export function parseEngineOption(text: string): Engine[] {
  const at = text.indexOf('=');
  if (at < 1) return findByName(text);
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
  return [{ name: text.slice(0, at), command }];
}

function findByName(text: string): Engine[] {
  const found = discoverEngines(text);
  if (found.engines.length > 0) return [...found.engines];
  throw new InputError({
    where: '--engine',
    field: text,
    problem: found.kind === 'unknown' ? 'is not an engine' : missingEngine(found),
    fix: 'write NAME=COMMAND, for example --engine "pypy=/usr/bin/pypy3"; cpython3.9, cpython3.9-3.13, cpython, pypy and pyodide are found',
  });
}

function missingEngine({ kind, wanted }: Discovery): string {
  const places: Readonly<Record<Discovery['kind'], string>> = {
    cpython: `no ${wanted} on PATH or in pyenv`,
    pypy: 'no pypy3 or pypy on PATH',
    pyodide: 'the npm package pyodide is not installed',
    unknown: 'is not an engine',
  };
  return places[kind];
}

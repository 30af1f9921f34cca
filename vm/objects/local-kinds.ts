/** What each entry of a code object's `localsplusnames` is (`localspluskinds`, written by the compiler). */
import type { Pure } from './effects.ts';
import type { CodeData } from './host-types.ts';

const LOCAL = 1;
const CELL = 2;
/** An argument that inner functions use: in `co_varnames` and `co_cellvars`. */
const ARGUMENT_CELL = 3;
const FREE = 4;

const KINDS = {
  varnames: [LOCAL, ARGUMENT_CELL],
  cellvars: [CELL, ARGUMENT_CELL],
  freevars: [FREE],
} as const;

/** `co_varnames`, `co_cellvars` or `co_freevars`. */
export function localNames(unit: CodeData, which: keyof typeof KINDS): Pure<string[]> {
  const kinds: readonly number[] = KINDS[which];
  return unit.localsplusnames.filter((_, i) => kinds.includes(unit.localspluskinds[i]!));
}

/** Whether the entry is a variable that inner and outer functions share through a cell. */
export function isShared(unit: CodeData, index: number): Pure<boolean> {
  return unit.localspluskinds[index] !== LOCAL;
}

export function freeCount(unit: CodeData): Pure<number> {
  let count = 0;
  for (const kind of unit.localspluskinds) if (kind === FREE) count += 1;
  return count;
}

/**
 * Quickening: rewrites a generic instruction in place to a specialised form, and back when its guards fail
 * (CPython: Python/specialize.c). Waiting times double up to a bound, so that a site that keeps changing stays generic.
 */

import { AttrCache, DEAD_SHAPE } from '../../instructions/caches.ts';
import {
  FAMILY,
  FIRST_SPECIALIZED,
  OPCODE,
  OPCODE_NAMES,
  type OpcodeName,
  SPECIALIZATION_FLAG,
} from '../../instructions/generated/opcodes.ts';
import type { FlagName } from '../flags.ts';
import { statistics } from '../statistics.ts';

/** Executions of a generic instruction before it is specialised. */
export const WARMUP = 1;
/** Executions before a site that could not be specialised, or whose guards failed, is looked at again. */
export const FIRST_BACKOFF = 8;
export const LAST_BACKOFF = 4096;
/** Up to this wait a failed guard of an attribute site looks at the operand at once: three failures without progress. */
const EAGER_BACKOFF = FIRST_BACKOFF << 3;

/** A counter that does not run out. */
export const NEVER = 0x7fffffff;

/** Code that can be quickened: opcodes in `code`, one counter and one cache a site. */
export interface Quickenable {
  readonly code: Int32Array;
  readonly counters: Int32Array;
  readonly backoffs: Uint16Array;
  readonly caches: (object | null)[];
}

/** Opcode of each specialised form that the flags allow, by name; fused forms bear a suffix. */
const enabled = new Map<string, number>();

/** By specialised opcode: the generic one. */
const genericForm: number[] = [];

export function enableSpecializations(
  flags: ReadonlySet<FlagName>,
  fused: ReadonlyMap<string, number>,
): void {
  enabled.clear();
  const allowed = (name: OpcodeName): boolean => flags.has(SPECIALIZATION_FLAG[name] as FlagName);
  for (const name of OPCODE_NAMES)
    if (OPCODE[name] >= FIRST_SPECIALIZED && allowed(name)) enabled.set(name, OPCODE[name]);
  for (const name of OPCODE_NAMES) genericForm[OPCODE[name]] = OPCODE[FAMILY[name]];
  for (const [name, opcode] of fused) {
    const base = name.slice(0, name.indexOf('__')) as OpcodeName;
    genericForm[opcode] = fused.get(`${FAMILY[base]}${name.slice(base.length)}`) ?? opcode;
    if (OPCODE[base] >= FIRST_SPECIALIZED && allowed(base)) enabled.set(name, opcode);
  }
}

function waitLonger(execution: Quickenable, site: number): void {
  const backoff = execution.backoffs[site]! || FIRST_BACKOFF;
  execution.counters[site] = backoff;
  execution.backoffs[site] = Math.min(backoff * 2, LAST_BACKOFF);
}

/** Classes that a polymorphic site remembers: a hierarchy of tasks or shapes has more than four. */
const MAX_CLASSES = 8;

/**
 * An attribute site that has cached another class before keeps both: the new cache is chained before the old ones and
 * the polymorphic form searches the chain. A class that is in the chain already (another one missed, and this one came
 * first when the wait was over) leaves it as it is. Undefined when the site is monomorphic, `full` when it has seen
 * too many.
 */
function polymorphic(
  execution: Quickenable,
  site: number,
  candidate: string,
  suffix: string,
  cache: object | null,
): { opcode: number; chain: AttrCache } | 'full' | undefined {
  const opcode = enabled.get(`${candidate}_POLYMORPHIC${suffix}`);
  const previous = execution.caches[site];
  if (opcode === undefined || !(cache instanceof AttrCache) || !(previous instanceof AttrCache))
    return undefined;
  if (previous.shape === DEAD_SHAPE || previous.form !== candidate) return undefined;
  let length = 1;
  for (let at: AttrCache | null = previous; at !== null; at = at.next) {
    if (at.shape === cache.shape && at.nextShape === cache.nextShape)
      return previous.next === null ? undefined : { opcode, chain: previous };
    length += 1;
  }
  if (length > MAX_CLASSES) return 'full';
  cache.next = previous;
  // The chain can grow only so often: the next class need not wait as long as this one did.
  execution.backoffs[site] = FIRST_BACKOFF;
  return { opcode, chain: cache };
}

/** Installs the first candidate that is enabled; false when there is none. */
export function specialize(
  execution: Quickenable,
  pc: number,
  site: number,
  candidates: readonly string[],
  cache: object | null,
  suffix: string,
): boolean {
  for (const candidate of candidates) {
    if (cache instanceof AttrCache) cache.form = candidate;
    const opcode = enabled.get(candidate + suffix);
    if (opcode === undefined) continue;
    const extended = polymorphic(execution, site, candidate, suffix, cache);
    if (extended === 'full') {
      // Megamorphic: generic for good, or code compiled from it would be thrown away for each further class.
      execution.caches[site] = null;
      execution.counters[site] = NEVER;
      statistics.unspecialized += 1;
      return false;
    }
    execution.code[pc] = extended?.opcode ?? opcode;
    execution.caches[site] = extended?.chain ?? cache;
    statistics.specialized += 1;
    return true;
  }
  waitLonger(execution, site);
  statistics.unspecialized += 1;
  return false;
}

/** A guard failed: back to the generic form. */
export function deoptimize(execution: Quickenable, pc: number, site: number): void {
  execution.code[pc] = genericForm[execution.code[pc]!]!;
  waitLonger(execution, site);
  // Another class at a site that has room for it: it is taken in now, while it is here. A site whose chain does not grow
  // by that soon waits like any other.
  if (execution.caches[site] instanceof AttrCache && execution.backoffs[site]! <= EAGER_BACKOFF)
    execution.counters[site] = 0;
  statistics.misses += 1;
}

/** Attributes at known places: the search of a polymorphic cache written out, loads and stores of slots as fields. */
import { AttrCache } from '../../instructions/caches.ts';
import { INLINE_SLOTS } from '../../objects/layouts.ts';
import type { Region } from './region.ts';

/** A template's text with the operands of an instruction filled in. */
export type Fill = (text: string) => string;

/** The search of a polymorphic cache's chain, written out. */
export function shapeSearch(
  region: Region,
  prefix: string,
  value: string,
  cache: object | null,
  site: number,
  fill: Fill,
): string | null {
  const match = /^findShape\((«\w+»), «cache»\)$/.exec(value);
  if (match === null || !(cache instanceof AttrCache)) return null;
  const owner = fill(match[1]!);
  const shape = region.temporary();
  const tests: string[] = [];
  let at: AttrCache | null = cache;
  for (let i = 0; at !== null; at = at.next, i++) {
    const name = region.bind(`${prefix}c${site}${i === 0 ? '' : `_${i}`}`, at);
    tests.push(`${shape} === ${name}.shape ? ${name}`);
  }
  return `typeof ${owner} !== 'object' || ${owner} === null ? undefined : (${shape} = ${owner}.shape, ${tests.join(' : ')} : undefined)`;
}

/** What follows a search whose finds all have one slot reads or writes a field. */
function commonSlot(cache: object | null): number | null {
  if (!(cache instanceof AttrCache)) return null;
  for (let at: AttrCache | null = cache; at !== null; at = at.next) if (at.slot !== cache.slot) return null;
  return cache.slot;
}

/** An attribute in a known slot is a field access. */
export function slotLoad(value: string, cache: object | null, fill: Fill): string | null {
  const match = /^\(?slotGet\(\(?(«\w+»)\)?, «(cache|known)»\.slot\)\)?$/.exec(value);
  const slot = match === null ? null : commonSlot(cache);
  return slot === null ? null : `${fill(match![1]!)}.${slotField(slot)}`;
}

export function slotStore(action: string, cache: object | null, fill: Fill): string | null {
  const match =
    /^\(?(slotSet|addSlot)\(\(?(«\w+»)\)?, «(?:cache|known)»\.slot, («\w+»)(?:, («(?:cache|known)»\.nextShape))?\)\)?$/.exec(
      action,
    );
  const slot = match === null ? null : commonSlot(cache);
  if (slot === null || slot >= INLINE_SLOTS) return null;
  const owner = fill(match![2]!);
  const store = `${owner}.f${slot} = ${fill(match![3]!)};`;
  return match![4] === undefined ? store : `${store} ${owner}.shape = ${fill(match![4])};`;
}

function slotField(slot: number): string {
  return slot < INLINE_SLOTS ? `f${slot}` : `overflow[${slot - INLINE_SLOTS}]`;
}

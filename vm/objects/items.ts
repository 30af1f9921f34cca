/** What lists and tuples both do with their items. Comparing items can run Python code that changes the array. */
import type { Escapes, Raises } from './effects.ts';
import { raise, raiseIndexError, raiseTypeError } from './errors.ts';
import type { PySlice } from './generated/layouts.ts';
import type { IntValue } from './host-types.ts';
import { emptyItems } from './item-arrays.ts';
import type { PyObject } from './object.ts';
import { asIndex, compare, equals } from './operators.ts';
import { sliceBounds } from './slice.ts';
import { typeName, typeOf } from './typeof.ts';
import { MemoryErrorType, OverflowErrorType } from './types.ts';

/** More items than this do not fit V8's arrays of tagged values. */
export const MAX_ITEMS = 2 ** 27 - 16;

/** Identical or equal, deciding text and ints without a call. */
export function itemEquals(item: PyObject, value: PyObject): Escapes<boolean> {
  if (item === value) return true;
  const kind = typeof item;
  if (kind === typeof value && (kind === 'string' || kind === 'number')) return false;
  return equals(item, value);
}

/** list_richcompare and tuplerichcompare. Items may change while they are compared. */
export function compareItems(
  left: readonly PyObject[],
  right: readonly PyObject[],
  op: number,
): Escapes<PyObject> {
  if (left.length !== right.length && (op === 2 || op === 3)) return op === 3;
  let index = 0;
  while (index < left.length && index < right.length && itemEquals(left[index]!, right[index]!)) index += 1;
  if (index >= left.length || index >= right.length) {
    switch (op) {
      case 0:
        return left.length < right.length;
      case 1:
        return left.length <= right.length;
      case 2:
        return left.length === right.length;
      case 3:
        return left.length !== right.length;
      case 4:
        return left.length > right.length;
      default:
        return left.length >= right.length;
    }
  }
  if (op === 2) return false;
  if (op === 3) return true;
  return compare(op, left[index]!, right[index]!);
}

/** Index of the first equal item in [start, stop), −1 when there is none. */
export function indexOfItem(
  items: readonly PyObject[],
  value: PyObject,
  start = 0,
  stop = Number.MAX_SAFE_INTEGER,
): Escapes<number> {
  for (let index = start; index < items.length && index < stop; index++) {
    if (itemEquals(items[index]!, value)) return index;
  }
  return -1;
}

export function countItem(items: readonly PyObject[], value: PyObject): Escapes<number> {
  let count = 0;
  for (let index = 0; index < items.length; index++) if (itemEquals(items[index]!, value)) count += 1;
  return count;
}

export function repeatItems(items: readonly PyObject[], count: number): Raises<PyObject[]> {
  const result = emptyItems();
  if (count <= 0 || items.length === 0) return result;
  if (items.length * count > MAX_ITEMS) raise(MemoryErrorType, '');
  if (items.length === 1) {
    const item = items[0]!;
    for (let index = 0; index < count; index++) result.push(item);
    return result;
  }
  for (let round = 0; round < count; round++) {
    for (let index = 0; index < items.length; index++) result.push(items[index]!);
  }
  return result;
}

/** The items of a slice, in a new array. */
export function sliceItems(items: readonly PyObject[], slice: PySlice): Escapes<PyObject[]> {
  const { start, stop, step, length } = sliceBounds(slice, items);
  if (step === 1) return items.slice(start, Math.max(start, stop));
  const result = emptyItems();
  for (let position = 0; position < length; position++) result.push(items[start + position * step]!);
  return result;
}

/** An index as `container[key]` takes it; not yet counted from the end. `what` names the container. */
export function sequenceIndex(key: PyObject, what: string): Escapes<number> {
  if (typeof key === 'number') return key;
  if (typeof key !== 'bigint' && typeof key !== 'boolean' && typeOf(key).nb_index === null) {
    raiseTypeError(`${what} indices must be integers or slices, not ${typeName(key)}`);
  }
  const index = asIndex(key);
  if (typeof index === 'number') return index;
  raiseIndexError(`cannot fit '${typeName(key)}' into an index-sized integer`);
}

/** `PyNumber_AsSsize_t(value, OverflowError)`. */
export function asSize(value: PyObject): Escapes<number> {
  const index = asIndex(value);
  if (typeof index === 'number') return index;
  if (index < 2n ** 63n && index >= -(2n ** 63n)) return clampIndex(index);
  raise(OverflowErrorType, `cannot fit '${typeName(value)}' into an index-sized integer`);
}

/** `_PyEval_SliceIndexNotNone`: an int, clamped to the host's exact range. */
export function asSliceIndexNotNone(value: PyObject): Escapes<number> {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && typeOf(value).nb_index === null)
    raiseTypeError('slice indices must be integers or have an __index__ method');
  return clampIndex(asIndex(value));
}

export function clampIndex(value: IntValue): number {
  if (typeof value === 'number') return value;
  return value < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}

/** Start or stop of `index(value, start, stop)` within a sequence of `length` items. */
export function clampToLength(index: number, length: number): number {
  if (index >= 0) return index;
  return Math.max(0, index + length);
}

/** How often a sequence is repeated, or `undefined` when the operand is no int (`sq_repeat`). */
export function repeatCount(value: PyObject): Escapes<number | undefined> {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && typeOf(value).nb_index === null)
    return undefined;
  return asSize(value);
}

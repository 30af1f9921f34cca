/**
 * `list.sort` and `sorted`: picks the comparison by the kinds of the keys, as CPython's pre-check in Objects/listobject.c
 * does, and sorts with merge-sort.ts. Text and numbers compare without calls into the type slots.
 */
import { callOneArg } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseValueError } from './errors.ts';
import { PyFloat, type PyList, PyTuple } from './generated/layouts.ts';
import { emptyItems } from './item-arrays.ts';
import { itemEquals } from './items.ts';
import { mergeSort, reverseRange } from './merge-sort.ts';
import type { PyObject } from './object.ts';
import { compareBool } from './operators.ts';
import { FloatType, TupleType } from './types.ts';

/** Sorts in place an array that Python code cannot reach. `key` None: the items themselves. */
export function sortItems(items: PyObject[], key: PyObject, reverse: boolean): Escapes<void> {
  if (key === null) {
    if (reverse) reverseRange(items, 0, items.length);
    sortByKeys(items, null);
  } else {
    const keys = emptyItems();
    for (let index = 0; index < items.length; index++) keys.push(callOneArg(key, items[index]!));
    if (reverse) {
      reverseRange(items, 0, items.length);
      reverseRange(keys, 0, keys.length);
    }
    sortByKeys(keys, items);
  }
  // Reversed before and after: equal items keep their order.
  if (reverse) reverseRange(items, 0, items.length);
}

/** `list.sort`: the list is empty while it is sorted, so that Python code run meanwhile cannot disturb it. */
export function sortList(list: PyList, key: PyObject, reverse: boolean): Escapes<void> {
  const { items } = list;
  if (key === null && kindOf(items) !== 'values') {
    sortItems(items, null, reverse);
    return;
  }
  const work = items.slice();
  items.length = 0;
  let modified = false;
  try {
    sortItems(work, key, reverse);
  } finally {
    modified = items.length > 0;
    items.length = 0;
    for (let index = 0; index < work.length; index++) items.push(work[index]!);
  }
  if (modified) raiseValueError('list modified during sort');
}

type Kind = 'ints' | 'numbers' | 'text' | 'tuples' | 'values';

function kindOf(keys: readonly PyObject[]): Kind {
  const { length } = keys;
  if (length < 2) return 'ints';
  const first = keys[0]!;
  let index = 0;
  switch (typeof first) {
    case 'string':
      while (index < length && typeof keys[index] === 'string') index += 1;
      return index === length ? 'text' : 'values';
    case 'object':
      if (first instanceof PyTuple) {
        while (index < length && isPlainTuple(keys[index]!)) index += 1;
        return index === length ? 'tuples' : 'values';
      }
      break;
    case 'number':
      while (index < length && typeof keys[index] === 'number') index += 1;
      if (index === length) return 'ints';
  }
  while (index < length && isNumber(keys[index]!)) index += 1;
  return index === length ? 'numbers' : 'values';
}

function isNumber(key: PyObject): boolean {
  return (
    typeof key === 'number' ||
    typeof key === 'boolean' ||
    (key instanceof PyFloat && key.ob_type === FloatType)
  );
}

function isPlainTuple(key: PyObject): boolean {
  return key instanceof PyTuple && key.ob_type === TupleType && key.items.length > 0;
}

function sortByKeys(keys: PyObject[], values: PyObject[] | null): void {
  if (keys.length < 2) return;
  switch (kindOf(keys)) {
    case 'text':
      // One unit a code point: units order as code points do.
      mergeSort(keys as string[], values, lessText);
      return;
    case 'ints':
      if (values === null) sortInts(keys as number[]);
      else mergeSort(keys as number[], values, lessNumber);
      return;
    case 'numbers': {
      const numbers = keys.map((key) => (key instanceof PyFloat ? key.value : Number(key)));
      mergeSort(numbers, values ?? keys, lessNumber);
      return;
    }
    case 'tuples':
      mergeSort(keys as PyTuple[], values, lessTuple);
      return;
    case 'values':
      mergeSort(keys, values, lessValue);
  }
}

/** Equal ints cannot be told apart, so the sort need not be stable: V8's typed sort takes half the time. */
function sortInts(items: number[]): void {
  if (items.length < 64) {
    mergeSort(items, null, lessNumber);
    return;
  }
  const sorted = Float64Array.from(items).sort();
  for (let index = 0; index < items.length; index++) items[index] = sorted[index]!;
}

const lessText = (left: string, right: string): boolean => left < right;
const lessNumber = (left: number, right: number): boolean => left < right;
const lessValue = (left: PyObject, right: PyObject): boolean => {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  return compareBool(0, left, right);
};
/** The first items that differ decide (unsafe_tuple_compare). */
const lessTuple = (left: PyTuple, right: PyTuple): boolean => {
  const a = left.items;
  const b = right.items;
  const { length } = a.length < b.length ? a : b;
  for (let index = 0; index < length; index++) {
    const x = a[index]!;
    const y = b[index]!;
    if (!itemEquals(x, y)) return lessValue(x, y);
  }
  return a.length < b.length;
};

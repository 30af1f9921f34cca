/**
 * Stable natural merge sort (CPython: Objects/listobject.c, listsort.txt, without galloping): ascending and strictly
 * descending runs are found first, short runs are filled up by binary insertion, and runs are merged pairwise, so that
 * sorted input costs n − 1 comparisons and no more than about n·log₂ n are ever made. Only "less than" is asked for.
 * A comparison that raises leaves `keys` and `values` permuted alike, with nothing lost.
 */
import type { Escapes } from './effects.ts';

/** Runs are extended to this length by insertion. */
const MINIMUM_RUN = 16;

/**
 * Sorts `keys`, and `values` (another array, or null) in step with them.
 * Generic in the key: numbers, text or Python values, one kind a call.
 */
export function mergeSort<Key, Value>(
  keys: Key[],
  values: Value[] | null,
  less: (left: Key, right: Key) => Escapes<boolean>,
): Escapes<void> {
  const { length } = keys;
  if (length < 2) return;
  // Starts of the runs that lie on the stack; the last entry is where the next run begins.
  const starts: number[] = [0];
  let position = 0;
  const scratchKeys: Key[] = [];
  const scratchValues: Value[] = [];
  while (position < length) {
    const end = nextRun(keys, values, position, less);
    position = end;
    starts.push(end);
    // Keep each run longer than the two after it together: merges stay balanced.
    while (starts.length > 2) {
      const top = starts.length - 1;
      const last = starts[top]! - starts[top - 1]!;
      const before = starts[top - 1]! - starts[top - 2]!;
      const third = top > 2 ? starts[top - 2]! - starts[top - 3]! : Infinity;
      if (position < length && before > last && third > before + last) break;
      const at = third < last ? top - 3 : top - 2;
      mergeRuns(
        keys,
        values,
        starts[at]!,
        starts[at + 1]!,
        starts[at + 2]!,
        scratchKeys,
        scratchValues,
        less,
      );
      starts.splice(at + 1, 1);
    }
  }
}

/** Finds or makes the sorted run that begins at `start`; returns its end. */
function nextRun<Key, Value>(
  keys: Key[],
  values: Value[] | null,
  start: number,
  less: (left: Key, right: Key) => boolean,
): number {
  const { length } = keys;
  let end = start + 1;
  if (end === length) return end;
  if (less(keys[end]!, keys[start]!)) {
    end += 1;
    while (end < length && less(keys[end]!, keys[end - 1]!)) end += 1;
    reverseRange(keys, start, end);
    if (values !== null) reverseRange(values, start, end);
  } else {
    end += 1;
    while (end < length && !less(keys[end]!, keys[end - 1]!)) end += 1;
  }
  const target = Math.min(length, start + MINIMUM_RUN);
  for (; end < target; end++) {
    const key = keys[end]!;
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (less(key, keys[middle]!)) high = middle;
      else low = middle + 1;
    }
    for (let index = end; index > low; index--) keys[index] = keys[index - 1]!;
    keys[low] = key;
    if (values === null) continue;
    const value = values[end]!;
    for (let index = end; index > low; index--) values[index] = values[index - 1]!;
    values[low] = value;
  }
  return end;
}

export function reverseRange<Item>(items: Item[], start: number, end: number): void {
  for (let low = start, high = end - 1; low < high; low++, high--) {
    const item = items[low]!;
    items[low] = items[high]!;
    items[high] = item;
  }
}

/** Merges [start, middle) and [middle, end); the left run is set aside in the scratch arrays. */
function mergeRuns<Key, Value>(
  keys: Key[],
  values: Value[] | null,
  start: number,
  middle: number,
  end: number,
  scratchKeys: Key[],
  scratchValues: Value[],
  less: (left: Key, right: Key) => boolean,
): void {
  // What is in place already need not move: most of it when the input was nearly sorted.
  if (!less(keys[middle]!, keys[middle - 1]!)) return;
  let low = start;
  let high = middle;
  while (low < high) {
    const probe = (low + high) >>> 1;
    if (less(keys[middle]!, keys[probe]!)) high = probe;
    else low = probe + 1;
  }
  const first = low;
  const count = middle - first;
  for (let index = 0; index < count; index++) scratchKeys[index] = keys[first + index]!;
  if (values !== null)
    for (let index = 0; index < count; index++) scratchValues[index] = values[first + index]!;
  let left = 0;
  let right = middle;
  let out = first;
  try {
    while (left < count && right < end) {
      if (less(keys[right]!, scratchKeys[left]!)) {
        keys[out] = keys[right]!;
        if (values !== null) values[out] = values[right]!;
        right += 1;
      } else {
        keys[out] = scratchKeys[left]!;
        if (values !== null) values[out] = scratchValues[left]!;
        left += 1;
      }
      out += 1;
    }
  } finally {
    // The rest of the left run belongs in the gap, also when a comparison raised.
    for (; left < count; left++, out++) {
      keys[out] = scratchKeys[left]!;
      if (values !== null) values[out] = scratchValues[left]!;
    }
  }
}

/** "Did you mean …?": the known name nearest to one that is not known (CPython: Python/suggestions.c). */
import type { Pure } from './effects.ts';

/** More candidates than these are not looked at. */
const MAX_CANDIDATES = 750;
/** Longer names are compared no further, once what they share at both ends is taken off. */
const MAX_LENGTH = 40;
/** Cost of adding, dropping or replacing a character; of changing its case. */
const MOVE_COST = 2;
const CASE_COST = 1;

/** The nearest candidate of which at most a third differs; `undefined`: none is near enough. */
export function suggestion(candidates: readonly string[], name: string): Pure<string | undefined> {
  if (candidates.length >= MAX_CANDIDATES) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const third = Math.floor(((name.length + candidate.length + 3) * MOVE_COST) / 6);
    const limit = Math.min(third, bestDistance - 1);
    const distance = editDistance(name, candidate);
    if (distance > limit) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Appended to a message that ends with the unknown name: `. Did you mean 'x'?`, or nothing. */
export function didYouMean(candidates: readonly string[], name: string): Pure<string> {
  const nearest = suggestion(candidates, name);
  return nearest === undefined ? '' : `. Did you mean '${nearest}'?`;
}

function editDistance(left: string, right: string): number {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const [a, b] = [left.slice(start, leftEnd), right.slice(start, rightEnd)];
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index * MOVE_COST);
  for (let i = 0; i < a.length; i++) {
    const next = [(i + 1) * MOVE_COST];
    for (let j = 0; j < b.length; j++) {
      const replaced = row[j]! + replaceCost(a[i]!, b[j]!);
      next.push(Math.min(replaced, row[j + 1]! + MOVE_COST, next[j]! + MOVE_COST));
    }
    row = next;
  }
  return row[b.length]!;
}

function replaceCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE_COST : MOVE_COST;
}

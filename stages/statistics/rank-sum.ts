/**
 * The rank-sum test of two independent samples. H. B. Mann and D. R. Whitney, On a test of whether one of two random
 * variables is stochastically larger than the other, Ann. Math. Stat. 18 (1947) 50–60.
 */
import { normalCdf } from './distributions.ts';

/** Above so many pairs the normal approximation is used; the exact null of 24 against 24 rounds is still counted. */
const MOST_PAIRS_COUNTED = 600;

/**
 * p of H₀ "neither tends to be larger", two-sided. Exact without ties; with ties, or for large samples, the normal
 * approximation with the variance corrected for ties and a continuity correction.
 */
export function rankSumTest(first: readonly number[], second: readonly number[]): number {
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) return 1;
  const all = [...first, ...second].sort((a, b) => a - b);
  const tieSizes = runLengths(all);
  const ties = tieSizes.some((size) => size > 1);
  const sorted = [...second].sort((a, b) => a - b);
  // U counts the pairs in which the first is larger, halves for equal ones.
  const u = first.reduce((sum, x) => sum + (countBelow(sorted, x) + countBelow(sorted, x, true)) / 2, 0);
  const smaller = Math.min(u, m * n - u);
  if (!ties && m * n <= MOST_PAIRS_COUNTED) {
    const counts = countsOfU(m, n);
    let tail = 0;
    for (let value = 0; value <= smaller; value++) tail += counts[value]!;
    return Math.min(1, (2 * tail) / counts.reduce((sum, count) => sum + count, 0));
  }
  const total = m + n;
  const correction = tieSizes.reduce((sum, size) => sum + size ** 3 - size, 0) / (total * (total - 1));
  const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - correction));
  if (deviation === 0) return 1;
  return Math.min(1, 2 * normalCdf((smaller - (m * n) / 2 + 0.5) / deviation));
}

const counted = new Map<string, Float64Array>();

/** Kept, since the same sizes come again and again. */
function countsOfU(m: number, n: number): Float64Array {
  const known = counted.get(`${m},${n}`) ?? countU(m, n);
  counted.set(`${m},${n}`, known);
  return known;
}

/** In how many orders of m and n items U takes each value: c(m, n, u) = c(m−1, n, u−n) + c(m, n−1, u). */
function countU(m: number, n: number): Float64Array {
  let previous: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i++) {
    const row: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= n; j++) {
      const counts = new Float64Array(i * j + 1);
      for (const [u, count] of previous[j]!.entries()) counts[u + j]! += count;
      for (const [u, count] of row[j - 1]!.entries()) counts[u]! += count;
      row.push(counts);
    }
    previous = row;
  }
  return previous[n]!;
}

function countBelow(sorted: readonly number[], x: number, andEqual = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x || (andEqual && sorted[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function runLengths(sorted: readonly number[]): number[] {
  const lengths: number[] = [];
  for (const [index, value] of sorted.entries()) {
    if (index > 0 && sorted[index - 1] === value) lengths[lengths.length - 1]!++;
    else lengths.push(1);
  }
  return lengths;
}

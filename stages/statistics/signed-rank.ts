/**
 * The Wilcoxon signed-rank test, exact, and the Hodges–Lehmann estimate that goes with it.
 *
 * F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1 (1945) 80–83;
 * J. L. Hodges and E. L. Lehmann, Estimates of location based on rank tests, Ann. Math. Stat. 34 (1963) 598–611.
 */
import { medianSorted } from 'simple-statistics';
import { normalCdf, normalQuantile } from './distributions.ts';

/** Above so many differences the null is not counted but taken as normal: counting grows with the cube of their number. */
const MOST_COUNTED = 200;

/**
 * The exact p-value of H₀: the differences are symmetric about a centre ≤ 0, against a centre > 0.
 *
 * Under H₀ each rank is positive or negative with probability ½, so the distribution of the sum of positive
 * ranks follows by dynamic programming over the ranks: c[s] += c[s − rank]. Zero differences are left out
 * (Wilcoxon); tied ones share their mean rank, and the distribution is that of the tied ranks. Ranks are
 * doubled, so that mean ranks are whole.
 */
export function signedRankTest(differences: readonly number[]): number {
  const nonZero = differences.filter((difference) => difference !== 0);
  if (nonZero.length === 0) return 1;
  const ranks = doubledRanks(nonZero.map(Math.abs));
  const observed = ranks.reduce((sum, rank, i) => (nonZero[i]! > 0 ? sum + rank : sum), 0);
  if (nonZero.length > MOST_COUNTED) {
    const expected = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
    const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
    // Doubled ranks: the continuity correction of ½ is 1.
    return normalCdf((expected - observed + 1) / deviation);
  }
  const chances = distribution(ranks);
  let tail = 0;
  for (let sum = chances.length - 1; sum >= observed; sum--) tail += chances[sum]!;
  return Math.min(1, tail);
}

/** The least p-value that so many rounds can give: 2⁻ⁿ. */
export function smallestPValue(rounds: number): number {
  return 2 ** -rounds;
}

export interface LocationEstimate {
  /** Hodges–Lehmann: the median of all means of two differences (each also with itself). */
  readonly estimate: number;
  /** The interval of the signed-rank test; null where there are too few rounds for this confidence. */
  readonly low: number | null;
  readonly high: number | null;
}

export function hodgesLehmann(differences: readonly number[], confidence = 0.95): LocationEstimate {
  const n = differences.length;
  const means = new Float64Array((n * (n + 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) means[next++] = (differences[i]! + differences[j]!) / 2;
  }
  const walsh = means.sort() as unknown as number[];
  const estimate = medianSorted(walsh);
  if (n > MOST_COUNTED) {
    const expected = (n * (n + 1)) / 4;
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    const cut = Math.floor(expected + normalQuantile((1 - confidence) / 2) * deviation);
    return { estimate, low: walsh[cut]!, high: walsh[walsh.length - 1 - cut]! };
  }
  const cut = lowerTail(n, (1 - confidence) / 2);
  if (cut < 0) return { estimate, low: null, high: null };
  return { estimate, low: walsh[cut]!, high: walsh[walsh.length - 1 - cut]! };
}

const tails = new Map<string, number>();

/** The largest rank sum of n differences that a lower tail of the null with this chance still holds; −1: none. */
function lowerTail(n: number, chance: number): number {
  const known = tails.get(`${n} ${chance}`);
  if (known !== undefined) return known;
  let cumulated = 0;
  let cut = -1;
  for (const [sum, each] of distribution(Array.from({ length: n }, (_, i) => i + 1)).entries()) {
    cumulated += each;
    if (cumulated > chance) break;
    cut = sum;
  }
  tails.set(`${n} ${chance}`, cut);
  return cut;
}

/** P(sum of positive ranks = s) for each s, when every sign is a fair coin. */
function distribution(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const chances = new Float64Array(total + 1);
  chances[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    // Halving at every step keeps the numbers within range for any number of rounds.
    for (let sum = reached; sum >= 0; sum--) {
      chances[sum] = (chances[sum]! + (sum >= rank ? chances[sum - rank]! : 0)) / 2;
    }
  }
  return chances;
}

function doubledRanks(magnitudes: readonly number[]): number[] {
  const order = magnitudes.map((_, i) => i).sort((i, j) => magnitudes[i]! - magnitudes[j]!);
  const ranks = new Array<number>(magnitudes.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && magnitudes[order[end]!] === magnitudes[order[start]!]) end++;
    // Ranks start+1 … end share their mean, which doubled is start + 1 + end.
    for (let i = start; i < end; i++) ranks[order[i]!] = start + 1 + end;
    start = end;
  }
  return ranks;
}

/**
 * Where does a series change its level? E-divisive finds the split of a series whose two parts differ most in
 * distribution (energy distance), and goes on within the parts. D. S. Matteson and N. A. James, A nonparametric approach
 * for multiple change point analysis of multivariate data, J. Am. Stat. Assoc. 109 (2014) 334–345, with α = 1.
 *
 * Their permutation test is replaced by a t-test of the two levels, as M. Fleming et al. do for performance histories
 * (Hunter: Using change point detection to hunt for performance regressions, ICPE 2023): it costs a fraction, gives the
 * same answer each time, and accepts changes near the end of a series. Since the split was chosen among many, the
 * t-test's p is multiplied by the number of splits it was chosen from (Bonferroni).
 */
import { welchTest } from './welch.ts';

export interface Split {
  /** Index of the first value of the new level. */
  readonly at: number;
  /** Q of the paper: n·m/(n+m) times the energy distance of the parts. */
  readonly divergence: number;
}

/** The split with the largest divergence; null where the series is too short for one. */
export function bestSplit(values: readonly number[], leastLength = 2): Split | null {
  const n = values.length;
  let best: Split | null = null;
  // Sums of |x − y| over the pairs within the left part, within the right part, and between them.
  let left = 0;
  let right = 0;
  let between = 0;
  for (let i = 0; i < n; i++) for (let k = i + 1; k < n; k++) right += Math.abs(values[i]! - values[k]!);
  for (let at = 1; at <= n - leastLength; at++) {
    const moved = values[at - 1]!;
    let toLeft = 0;
    let toRight = 0;
    for (let i = 0; i < at - 1; i++) toLeft += Math.abs(values[i]! - moved);
    for (let k = at; k < n; k++) toRight += Math.abs(values[k]! - moved);
    left += toLeft;
    right -= toRight;
    between += toRight - toLeft;
    if (at < leastLength) continue;
    const divergence = divergenceOf(left, right, between, at, n - at);
    if (best === null || divergence > best.divergence) best = { at, divergence };
  }
  return best;
}

function divergenceOf(left: number, right: number, between: number, m: number, n: number): number {
  const within = (sum: number, size: number): number => (size > 1 ? (2 * sum) / (size * (size - 1)) : 0);
  return ((m * n) / (m + n)) * ((2 * between) / (m * n) - within(left, m) - within(right, n));
}

export interface ChangeOptions {
  /** Chance of a change found in a part that has none. */
  readonly alpha: number;
  /** Values that each level has at least. */
  readonly leastLength: number;
}

export const DEFAULT_CHANGE_OPTIONS: ChangeOptions = { alpha: 0.01, leastLength: 3 };

export interface LevelChange {
  /** Index of the first value of the new level. */
  readonly at: number;
  /** Of the levels on both sides, up to the neighbouring changes, after Bonferroni. */
  readonly pValue: number;
}

/** All changes of level, in order. A split that no longer stands once its neighbours are known is dropped again. */
export function levelChanges(
  values: readonly number[],
  options: ChangeOptions = DEFAULT_CHANGE_OPTIONS,
): LevelChange[] {
  const splits: number[] = [];
  const open: [number, number][] = [[0, values.length]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    const found = bestSplit(values.slice(from, to), options.leastLength);
    if (found === null) continue;
    const at = from + found.at;
    if (testSplit(values, from, at, to, options) > options.alpha) continue;
    splits.push(at);
    open.push([from, at], [at, to]);
  }
  return standing(
    values,
    splits.sort((a, b) => a - b),
    options,
  );
}

/** Tests each split between its neighbours, and drops the weakest until all stand. */
function standing(
  values: readonly number[],
  splits: readonly number[],
  options: ChangeOptions,
): LevelChange[] {
  let kept = [...splits];
  for (;;) {
    const tested = kept.map((at, index) => ({
      at,
      pValue: testSplit(values, kept[index - 1] ?? 0, at, kept[index + 1] ?? values.length, options),
    }));
    const weakest = tested.reduce((worst, each) => (each.pValue > worst.pValue ? each : worst), {
      at: -1,
      pValue: options.alpha,
    });
    if (weakest.at < 0) return tested;
    kept = kept.filter((at) => at !== weakest.at);
  }
}

function testSplit(
  values: readonly number[],
  from: number,
  at: number,
  to: number,
  { leastLength }: ChangeOptions,
): number {
  const candidates = Math.max(1, to - from - 2 * leastLength + 1);
  return Math.min(1, candidates * welchTest(values.slice(from, at), values.slice(at, to)));
}

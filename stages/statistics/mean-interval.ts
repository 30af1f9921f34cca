/**
 * A mean over rounds with its 95 % interval.
 *
 * From six rounds on: the bootstrap, resampling whole rounds, with the percentiles widened as T. Hesterberg
 * proposes for small samples (What Teachers Should Know About the Bootstrap, 2014, section 5.3, "expanded
 * percentile interval": α′/2 = Φ(−√(n/(n−1)) · t_{α/2,n−1})); the plain percentiles of six rounds would cover
 * 88 %, not 95. Below six rounds the resamples are too few to have such tails, and Student's t is used.
 * One round has no interval.
 */
import { mean, quantileSorted, sampleStandardDeviation } from 'simple-statistics';
import { Random } from '../../suites/index.ts';
import { normalCdf, studentQuantile } from './distributions.ts';

export type IntervalMethod = 'bootstrap over rounds' | 'Student’s t over rounds' | 'one round: no interval';

export interface MeanWithInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly method: IntervalMethod;
}

const RESAMPLES = 10_000;
const CONFIDENCE = 0.95;
export const LEAST_ROUNDS_FOR_BOOTSTRAP = 6;

/** With one value the interval is the whole line (±∞): nothing can be concluded from it. */
export function meanWithInterval(values: readonly number[], seed = 1): MeanWithInterval {
  const n = values.length;
  const centre = mean([...values]);
  if (n < 2) {
    return { mean: centre, low: -Infinity, high: Infinity, n, method: 'one round: no interval' };
  }
  if (n < LEAST_ROUNDS_FOR_BOOTSTRAP) {
    const half = studentHalfWidth(values);
    return { mean: centre, low: centre - half, high: centre + half, n, method: 'Student’s t over rounds' };
  }
  const random = new Random(seed);
  const means = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[random.below(n)]!;
    means[resample] = sum / n;
  }
  const [low, high] = percentileInterval(means, n);
  return { mean: centre, low, high, n, method: 'bootstrap over rounds' };
}

/** The expanded percentile interval of bootstrap replicates of a statistic of n rounds. */
export function percentileInterval(replicates: Float64Array, n: number): [low: number, high: number] {
  const sorted = replicates.sort();
  const alpha = normalCdf(-Math.sqrt(n / (n - 1)) * studentQuantile((1 + CONFIDENCE) / 2, n - 1));
  return [
    quantileSorted(sorted as unknown as number[], alpha),
    quantileSorted(sorted as unknown as number[], 1 - alpha),
  ];
}

/** Half the width of Student's 95 % interval of the mean; Infinity with fewer than two values. */
export function studentHalfWidth(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return Infinity;
  return (studentQuantile((1 + CONFIDENCE) / 2, n - 1) * sampleStandardDeviation([...values])) / Math.sqrt(n);
}

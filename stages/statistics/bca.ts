/**
 * The bias-corrected and accelerated bootstrap interval. B. Efron, Better bootstrap confidence intervals, J. Am. Stat.
 * Assoc. 82 (1987) 171–185; Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 14.3.
 *
 * For skewed statistics of many units, such as the mean over benchmarks; for the mean of a few rounds
 * `mean-interval.ts` widens plain percentiles instead, since BCa is as narrow as they are.
 */
import { mean, quantileSorted } from 'simple-statistics';
import { Random } from '../../suites/index.ts';
import { normalCdf, normalQuantile } from './distributions.ts';

/**
 * The interval from bootstrap replicates of a statistic, its value on the data, and its values with each unit left out
 * (for the acceleration). Sorts the replicates.
 */
export function bcaInterval(
  replicates: Float64Array,
  observed: number,
  leftOut: readonly number[],
  confidence = 0.95,
): [low: number, high: number] {
  const sorted = replicates.sort();
  if (sorted[0] === sorted.at(-1)) return [observed, observed];
  let below = 0;
  let ties = 0;
  for (const value of sorted) {
    if (value < observed) below++;
    else if (value === observed) ties++;
  }
  const bias = normalQuantile((below + ties / 2) / sorted.length);
  const acceleration = accelerationOf(leftOut);
  const ends = [(1 - confidence) / 2, (1 + confidence) / 2].map((probability) => {
    const z = bias + normalQuantile(probability);
    const adjusted = normalCdf(bias + z / (1 - acceleration * z));
    return quantileSorted(sorted as unknown as number[], Number.isNaN(adjusted) ? probability : adjusted);
  });
  return [ends[0]!, ends[1]!];
}

function accelerationOf(leftOut: readonly number[]): number {
  const centre = mean([...leftOut]);
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    squares += (centre - value) ** 2;
    cubes += (centre - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Of the mean of independent units: resamples them with replacement. Below three units there is no interval. */
export function bcaOfMean(
  values: readonly number[],
  resamples = 10_000,
  seed = 1,
): { readonly mean: number; readonly low: number; readonly high: number } {
  const n = values.length;
  const observed = mean([...values]);
  if (n < 3) return { mean: observed, low: -Infinity, high: Infinity };
  const random = new Random(seed);
  const replicates = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[random.below(n)]!;
    replicates[resample] = sum / n;
  }
  const leftOut = values.map((value) => (observed * n - value) / (n - 1));
  const [low, high] = bcaInterval(replicates, observed, leftOut);
  return { mean: observed, low, high };
}

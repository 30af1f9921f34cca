/**
 * Numbers of the site. They are rounded once, when a page's value is made, so that a page and data.json, which
 * derive from the same value, cannot show different ones. What is unknown is null: never NaN or an infinity.
 */
import type { Ratio } from '../../../stages/index.ts';

/** A number with its 95 % interval; null where it is not known. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const UNKNOWN: Estimate = { value: null, low: null, high: null };

/** Six significant digits: far below any noise, and a third of the bytes. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}

export function known(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : significant(value);
}

export function estimateOf({ value, low, high }: Ratio): Estimate {
  // Where there is no interval, its ends are 0 and infinity.
  const hasInterval = low > 0 && Number.isFinite(high);
  return {
    value: known(value),
    low: hasInterval ? known(low) : null,
    high: hasInterval ? known(high) : null,
  };
}

/** The geometric mean, by logarithms; null when there is nothing. */
export function geometricMean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Golden values: the same two steps with scipy.stats.mannwhitneyu and scipy.stats.wilcoxon, both exact (SciPy 1.17.1). */
import { describe, expect, it } from 'vitest';
import { hierarchicalTest, type LogTimes } from './hpt.ts';

const base = [
  [100, 101, 99, 102, 98, 100.5],
  [50, 51, 49, 50.5, 49.5, 50.2],
  [10, 10.1, 9.9, 10.2, 9.8, 10.05],
  [200, 201, 199, 202, 198, 200.5],
  [75, 76, 74, 75.5, 74.5, 75.2],
  [30, 30.3, 29.7, 30.2, 29.8, 30.1],
  [60, 60.6, 59.4, 60.3, 59.7, 60.2],
  [5, 5.1, 4.9, 5.05, 4.95, 5.02],
];
const factors = [0.8, 0.7, 0.9, 0.85, 0.75, 0.95, 0.88, 1.01];
const jitter = [0.3, -0.2, 0.1, -0.4, 0.25, -0.1];

const times = (by: readonly number[]): LogTimes[] =>
  base.map((values, index) => ({
    base: values.map(Math.log),
    head: values.map((value, k) => Math.log(value * by[index]! * (1 + 0.001 * jitter[k]!))),
  }));

describe('hierarchical performance testing', () => {
  it('gives the confidence that head is faster, and the factor by which it is at least', () => {
    const { confidence, speedup } = hierarchicalTest(times(factors));
    expect(confidence).toBe(0.9921875);
    expect(speedup!).toBeCloseTo(1.0789, 3);
  });

  it('has no confidence where nothing differs, and little where head is slower', () => {
    expect(hierarchicalTest(times(factors.map(() => 1))).confidence).toBe(0);
    const slower = hierarchicalTest(times(factors.map((factor) => 1 / factor)));
    expect(slower.confidence).toBeLessThan(0.05);
    expect(slower.speedup!).toBeLessThan(1);
  });

  it('shows nothing from one process a side', () => {
    expect(hierarchicalTest([{ base: [1], head: [0] }])).toEqual({ confidence: 0, speedup: null });
  });
});

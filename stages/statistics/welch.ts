/**
 * Welch's t-test of two means with unequal variances. B. L. Welch, The generalization of “Student's” problem when
 * several different population variances are involved, Biometrika 34 (1947) 28–35.
 */
import { mean, sampleVariance } from 'simple-statistics';
import { studentCdf } from './distributions.ts';

/** Two-sided p of equal means. Below two values on a side nothing can be said: 1. */
export function welchTest(first: readonly number[], second: readonly number[]): number {
  if (first.length < 2 || second.length < 2) return 1;
  const difference = mean([...first]) - mean([...second]);
  const [a, b] = [first, second].map((values) => sampleVariance([...values]) / values.length) as [
    number,
    number,
  ];
  if (a + b === 0) return difference === 0 ? 1 : 0;
  const degrees = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  return 2 * studentCdf(-Math.abs(difference) / Math.sqrt(a + b), degrees);
}

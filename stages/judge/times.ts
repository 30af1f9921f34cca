/** Times as the judge takes them: what is no time is left out, and what leaves the range of numbers is brought back. */
import type { BenchmarkSamples, ProcessSample } from '../../suites/index.ts';

/** Processes whose time is one: a finite number above zero. */
export function usableProcesses({ processes }: BenchmarkSamples): ProcessSample[] {
  return processes.filter(({ seconds }) => Number.isFinite(seconds) && seconds > 0);
}

/** The geometric mean, in seconds: its ratios are means of log ratios, and it is always a number. */
export function centreSeconds(seconds: readonly number[]): number {
  return Math.exp(seconds.reduce((sum, value) => sum + Math.log(value), 0) / seconds.length);
}

/** e^log, at most the largest number there is. */
export function factorOf(log: number): number {
  return Math.min(Math.exp(log), Number.MAX_VALUE);
}

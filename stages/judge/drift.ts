/**
 * Many small slowdowns that no row shows: g_k, the mean of d over the benchmarks in round k, by a one-sided t-test against
 * the suite's margin, with Holm's correction over the engines. A drift of stage 0 is the same test on its own: a slower
 * baseline would make every stage look better.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentCdf, studentQuantile } from '../statistics/distributions.ts';
import { holmAdjust } from '../statistics/holm.ts';
import type { GateOptions } from './options.ts';
import type { PairedBenchmark } from './sides.ts';
import { factorOf } from './times.ts';
import type { SuiteDrift } from './verdict.ts';
import { percent } from './words.ts';

export function judgeDrifts(paired: readonly PairedBenchmark[], options: GateOptions): SuiteDrift[] {
  const engines = new Map<string, PairedBenchmark[]>();
  for (const row of paired) engines.set(row.engine, [...(engines.get(row.engine) ?? []), row]);
  const drifts = [...engines].map(([engine, rows]) => driftOf(engine, rows, options));
  const adjusted = holmAdjust(drifts.map(({ pValue }) => pValue ?? 1));
  return drifts.map((drift, index): SuiteDrift => {
    if (drift.pValue === null) return drift;
    const pValue = adjusted[index]!;
    const fails = pValue <= options.suiteAlpha;
    return {
      ...drift,
      pValue,
      verdict: fails ? 'fail' : 'pass',
      reason: `${fails ? 'slower by more than' : 'no drift shown beyond'} ${percent(drift.margin)}`,
    };
  });
}

function driftOf(engine: string, rows: readonly PairedBenchmark[], options: GateOptions): SuiteDrift {
  const margin = options.margins.suite;
  const means = meansOfCommonRounds(rows);
  const centre = means.length > 0 ? mean(means) : 0;
  const common = {
    ...{ engine, timeRatio: factorOf(centre), margin },
    ...{ rounds: means.length, benchmarks: rows.length, waived: null },
  };
  if (means.length < 2) {
    const reason = `${means.length} rounds in which everything ran are too few: measure at least 2`;
    return { ...common, low: null, high: null, pValue: null, verdict: 'inconclusive', reason };
  }
  const excess = centre - Math.log1p(margin);
  const error = sampleStandardDeviation(means) / Math.sqrt(means.length);
  const half = studentQuantile(0.975, means.length - 1) * error;
  // Of t: its lower tail keeps small probabilities that 1 − p would lose.
  const pValue = error > 0 ? studentCdf(-excess / error, means.length - 1) : excess > 0 ? 0 : 1;
  const end = (log: number): number | null => {
    const ratio = Math.exp(log);
    return Number.isFinite(ratio) ? ratio : null;
  };
  return {
    ...common,
    low: end(centre - half),
    high: end(centre + half),
    pValue,
    verdict: 'pass',
    reason: '',
  };
}

/** The mean of d over the benchmarks, in each round that all of them have. */
function meansOfCommonRounds(rows: readonly PairedBenchmark[]): number[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { rounds, differences } of rows) {
    for (const [index, { round }] of rounds.entries()) {
      const { sum, count } = sums.get(round) ?? { sum: 0, count: 0 };
      sums.set(round, { sum: sum + differences[index]!, count: count + 1 });
    }
  }
  return [...sums.values()].filter(({ count }) => count === rows.length).map(({ sum, count }) => sum / count);
}

export function confirmDrift(drift: SuiteDrift, second: readonly SuiteDrift[]): SuiteDrift {
  if (drift.verdict !== 'fail') return drift;
  const again = second.find((other) => other.engine === drift.engine);
  if (!again) return { ...drift, reason: `${drift.reason}; the second session did not measure it` };
  if (again.verdict === 'fail') return { ...drift, reason: `${drift.reason}, in both sessions` };
  return { ...drift, verdict: 'warn', reason: `${drift.reason} in the first session, not in the second` };
}

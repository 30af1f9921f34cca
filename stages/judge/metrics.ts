/**
 * Findings beside times: deterministic counters, peak memory, and the time of the first calls (how fast hot code is
 * promoted). They warn and do not fail by themselves; counters that stand for the work done also decide where times are
 * inconclusive, since a noisy machine cannot move them.
 */
import { median } from 'simple-statistics';
import type { ProcessSample } from '../../suites/index.ts';
import type { CounterRule } from '../roadmap/policy.ts';
import { holmAdjust } from '../statistics/holm.ts';
import { hodgesLehmann, signedRankTest } from '../statistics/signed-rank.ts';
import type { GateOptions } from './options.ts';
import { toTimeRatio } from './rows.ts';
import type { PairedBenchmark } from './sides.ts';
import type { GateRow, MetricFinding } from './verdict.ts';
import { percent } from './words.ts';

/** A counter of every benchmark that has it in base and head. */
export function judgeCounters(paired: readonly PairedBenchmark[], options: GateOptions): MetricFinding[] {
  return options.counters.flatMap((rule) =>
    paired.flatMap((row): MetricFinding[] => {
      const values = (side: 'base' | 'head'): number[] =>
        row.rounds.flatMap((round) => round[side].counters?.[rule.name] ?? []).filter(Number.isFinite);
      const [base, head] = [values('base'), values('head')];
      return base.length === 0 || head.length === 0 ? [] : [counterFinding(row, rule, base, head)];
    }),
  );
}

/**
 * Equal in every round, a counter needs no test: its rise is a fact. Where it varies, the whole of head has to lie above
 * the whole of base for a warning.
 */
function counterFinding(
  { engine, benchmark, rounds }: PairedBenchmark,
  rule: CounterRule,
  base: readonly number[],
  head: readonly number[],
): MetricFinding {
  const [before, after] = [median([...base]), median([...head])];
  const isAbove = (low: number, high: number): boolean =>
    high > low * (1 + rule.margin) && high - low > rule.least;
  const [highestBase, lowestBase] = [largest(base), -largest(base.map((value) => -value))];
  const [highestHead, lowestHead] = [largest(head), -largest(head.map((value) => -value))];
  const verdict = isAbove(highestBase, lowestHead)
    ? 'warn'
    : isAbove(highestHead, lowestBase)
      ? 'improved'
      : isAbove(before, after)
        ? 'inconclusive'
        : 'pass';
  const reasons = {
    warn: `more ${rule.title}, beyond the margin of ${percent(rule.margin)}`,
    improved: `fewer ${rule.title}`,
    inconclusive: `${rule.title} vary from round to round`,
    pass: `no more ${rule.title} than the margin of ${percent(rule.margin)} lets pass`,
  };
  return {
    ...{ engine, benchmark, metric: rule.name, unit: 'count', verdict },
    ...{ base: before, head: after },
    ratio: ratioOf(before, after),
    ...{ pValue: null, margin: rule.margin, rounds: rounds.length, reason: reasons[verdict], waived: null },
  };
}

function ratioOf(before: number, after: number): MetricFinding['ratio'] {
  const value = before > 0 ? after / before : Number.NaN;
  return Number.isFinite(value) ? { value, low: null, high: null } : null;
}

export function judgeMemory(paired: readonly PairedBenchmark[], options: GateOptions): MetricFinding[] {
  return judgeMeasured(
    paired,
    { metric: 'peak memory', unit: 'bytes', margin: options.margins.memory, noun: 'peak memory' },
    (sample) => sample.peakBytes ?? null,
    options,
  );
}

/** Seconds of the first calls, as many as every process of both sides made before it was steady. */
export function judgePromotion(paired: readonly PairedBenchmark[], options: GateOptions): MetricFinding[] {
  const calls = new Map(
    paired.map((row) => [
      row,
      Math.min(...row.rounds.flatMap(({ base, head }) => [warmupValues(base), warmupValues(head)])),
    ]),
  );
  return judgeMeasured(
    paired.filter((row) => calls.get(row)! > 0),
    {
      ...{ metric: 'time of the first calls', unit: 'seconds' },
      ...{ margin: options.margins.promotion, noun: 'time of the first calls' },
    },
    (sample, row) =>
      (sample.warmups ?? [])
        .slice(0, calls.get(row))
        .reduce((sum, [loops, seconds]) => sum + loops * seconds, 0),
    options,
  );
}

const warmupValues = (sample: ProcessSample): number => sample.warmups?.length ?? 0;

interface Measured {
  readonly metric: string;
  readonly unit: MetricFinding['unit'];
  readonly margin: number;
  readonly noun: string;
}

/** As the times of rows: exact signed rank against the margin, Holm over the benchmarks, Hodges–Lehmann. */
function judgeMeasured(
  paired: readonly PairedBenchmark[],
  { metric, unit, margin, noun }: Measured,
  measureOf: (sample: ProcessSample, row: PairedBenchmark) => number | null,
  options: GateOptions,
): MetricFinding[] {
  const rows = paired.flatMap((row) => {
    const pairs = row.rounds.flatMap(({ base, head }) => {
      const [before, after] = [measureOf(base, row), measureOf(head, row)];
      return isPositive(before) && isPositive(after) ? [{ before, after }] : [];
    });
    return pairs.length === 0
      ? []
      : [{ row, pairs, logs: pairs.map(({ before, after }) => Math.log(after) - Math.log(before)) }];
  });
  const test = (sign: 1 | -1): number[] =>
    holmAdjust(rows.map(({ logs }) => signedRankTest(logs.map((d) => sign * d - Math.log1p(margin)))));
  const [more, less] = [test(1), test(-1)];
  return rows.map(({ row, pairs, logs }, index): MetricFinding => {
    const location = hodgesLehmann(logs);
    const verdict =
      more[index]! <= options.suiteAlpha
        ? 'warn'
        : less[index]! <= options.suiteAlpha
          ? 'improved'
          : location.high !== null && location.high <= Math.log1p(margin)
            ? 'pass'
            : 'inconclusive';
    const reasons = {
      warn: `${noun} grew beyond the margin of ${percent(margin)}`,
      improved: `${noun} fell beyond the margin of ${percent(margin)}`,
      pass: `${noun} did not grow beyond ${percent(margin)}`,
      inconclusive: `${noun} varies too much to tell`,
    };
    return {
      ...{ engine: row.engine, benchmark: row.benchmark, metric, unit, verdict },
      base: median(pairs.map(({ before }) => before)),
      head: median(pairs.map(({ after }) => after)),
      ratio: toTimeRatio(location),
      ...{ pValue: more[index]!, margin, rounds: logs.length, reason: reasons[verdict], waived: null },
    };
  });
}

/**
 * Where times are inconclusive, counters that stand for the work done decide: more work fails; the same work settles the
 * row (it stays inconclusive in time, and no longer makes the whole so) where no other counter rose either: as many
 * instructions in other compiled code may well take longer.
 */
export function decideByCounters(
  row: GateRow,
  counters: readonly MetricFinding[],
  rules: readonly CounterRule[],
): GateRow {
  if (row.verdict !== 'inconclusive') return row;
  const own = counters.filter(
    ({ engine, benchmark }) => engine === row.engine && benchmark === row.benchmark,
  );
  const deciding = own.filter(({ metric }) => rules.some(({ name, decides }) => decides && name === metric));
  const worse = deciding.find(({ verdict }) => verdict === 'warn');
  if (worse) {
    return {
      ...row,
      ...{ verdict: 'fail', decidedBy: 'counters' },
      reason: `${row.reason}; ${worse.reason} (${worse.base} → ${worse.head})`,
    };
  }
  const rose = (verdict: MetricFinding['verdict']): boolean =>
    verdict === 'warn' || verdict === 'inconclusive';
  const settled = deciding.length > 0 && !own.some(({ verdict }) => rose(verdict));
  return settled
    ? { ...row, decidedBy: 'counters', reason: `${row.reason}; its counters did not rise` }
    : row;
}

function isPositive(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}

function largest(values: readonly number[]): number {
  return values.reduce((best, value) => Math.max(best, value), -Infinity);
}

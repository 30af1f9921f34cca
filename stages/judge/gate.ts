/**
 * May this change go in? Base against head, benchmark by benchmark and as a suite.
 *
 * For each benchmark d_k = ln(head) − ln(base) of round k, margin δ = max(3 %, 3 × its A/A noise), H₀: the
 * centre of d is ≤ ln(1 + δ). H₀ is tested by the exact one-sided signed-rank test on d_k − ln(1 + δ), with
 * Holm's correction over the benchmarks at α/2 = .025 (two looks share α = .05). The size of the change is the
 * Hodges–Lehmann estimate with its signed-rank interval.
 *
 * A rejection can still be build layout, which more rounds of the same binaries do not average out. So a
 * second session with rebuilt binaries can be given: what is rejected twice fails, what is rejected once
 * warns. With one session alone a rejection fails, and the report says that it is not confirmed.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { type BenchmarkSamples, type EngineSamples, InputError } from '../../suites/index.ts';
import { studentCdf } from '../statistics/distributions.ts';
import { holmAdjust } from '../statistics/holm.ts';
import { hodgesLehmann, type LocationEstimate, signedRankTest } from '../statistics/signed-rank.ts';
import type { NotCompared } from './compare.ts';

/**
 * broken: fails or is missing in head · fail: slower beyond the margin (in both sessions, where two were
 * given) · warn: in one of two sessions · improved: faster beyond the margin · pass: the interval rules a
 * regression out · inconclusive: too much noise, or too few rounds, to tell.
 */
export type RowVerdict = 'broken' | 'fail' | 'warn' | 'inconclusive' | 'improved' | 'pass';

export interface GateOptions {
  /** The least margin, .03 for 3 %. */
  readonly margin: number;
  /** Standard deviation of a benchmark's d in A/A runs, where it is known. */
  readonly noise: ReadonlyMap<string, number>;
  /** Of the per-benchmark tests together, after Holm. */
  readonly alpha: number;
  readonly suiteMargin: number;
  readonly suiteAlpha: number;
}

export const DEFAULT_GATE_OPTIONS: GateOptions = {
  margin: 0.03,
  noise: new Map(),
  alpha: 0.025,
  suiteMargin: 0.005,
  suiteAlpha: 0.01,
};

export interface SidePair {
  readonly base: EngineSamples;
  readonly head: EngineSamples;
}

/** Time of head over time of base: above 1 the head is slower. Null ends: too few rounds for an interval. */
export interface TimeRatio {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface GateRow {
  readonly engine: string;
  readonly benchmark: string;
  readonly verdict: RowVerdict;
  readonly margin: number;
  readonly rounds: number;
  readonly timeRatio: TimeRatio | null;
  /** Of H₀ "not slower beyond the margin", after Holm. */
  readonly pValue: number | null;
  readonly baseSeconds: number | null;
  readonly headSeconds: number | null;
  readonly reason: string;
}

export interface SuiteDrift {
  readonly engine: string;
  readonly verdict: 'pass' | 'fail' | 'warn' | 'inconclusive';
  readonly timeRatio: number;
  readonly pValue: number | null;
  readonly rounds: number;
}

export interface GateReport {
  readonly verdict: 'pass' | 'fail' | 'warn' | 'inconclusive';
  /** One sentence that follows from the rows. */
  readonly headline: string;
  readonly sessions: 1 | 2;
  readonly rows: readonly GateRow[];
  readonly suites: readonly SuiteDrift[];
  readonly notCompared: readonly (NotCompared & { readonly engine: string })[];
}

export function gate(
  first: readonly SidePair[],
  second: readonly SidePair[] | null,
  options: GateOptions = DEFAULT_GATE_OPTIONS,
): GateReport {
  const session = judgeSession(first, options);
  const confirmation = second && judgeSession(second, options);
  const rows = session.rows.map((row) => (confirmation ? confirmRow(row, confirmation.rows) : row));
  const suites = session.suites.map((drift) =>
    confirmation ? confirmSuite(drift, confirmation.suites) : drift,
  );
  const verdict = overall([...rows.map((row) => row.verdict), ...suites.map((drift) => drift.verdict)]);
  const sessions = confirmation ? 2 : 1;
  return {
    verdict,
    headline: headlineOf(verdict, rows, suites, sessions),
    sessions,
    rows: [...rows].sort(worstFirst),
    suites,
    notCompared: session.notCompared,
  };
}

interface SessionJudgement {
  readonly rows: GateRow[];
  readonly suites: SuiteDrift[];
  readonly notCompared: (NotCompared & { engine: string })[];
}

interface PairedBenchmark {
  readonly engine: string;
  readonly benchmark: string;
  readonly margin: number;
  /** ln(head) − ln(base), by round. */
  readonly differences: ReadonlyMap<number, number>;
  readonly baseSeconds: number;
  readonly headSeconds: number;
}

function judgeSession(pairs: readonly SidePair[], options: GateOptions): SessionJudgement {
  const broken: GateRow[] = [];
  const notCompared: (NotCompared & { engine: string })[] = [];
  const paired: PairedBenchmark[] = [];
  for (const pair of pairs) {
    const engine = pair.head.engine;
    const names = new Set(
      [pair.base, pair.head].flatMap((side) => [...side.benchmarks.keys(), ...side.broken.keys()]),
    );
    for (const benchmark of names) {
      const outcome = matchBenchmark(pair, benchmark, options);
      if (outcome.kind === 'paired') paired.push(outcome.paired);
      else if (outcome.kind === 'broken') broken.push(brokenRow(engine, benchmark, outcome.reason));
      else notCompared.push({ engine, benchmark, reason: outcome.reason });
    }
  }
  if (paired.length + broken.length === 0) {
    throw new InputError({
      where: 'gate',
      problem: 'base and head have no benchmark that can be compared',
      fix: `measure both on the same suite (${notCompared
        .slice(0, 5)
        .map(({ benchmark, reason }) => `${benchmark}: ${reason}`)
        .join('; ')})`,
    });
  }
  const engines = [...new Set(paired.map((row) => row.engine))];
  return {
    rows: [...broken, ...judgeRows(paired, options)],
    suites: engines.map((engine) =>
      judgeSuite(
        engine,
        paired.filter((row) => row.engine === engine),
        options,
      ),
    ),
    notCompared,
  };
}

type Match =
  | { kind: 'paired'; paired: PairedBenchmark }
  | { kind: 'broken'; reason: string }
  | { kind: 'not compared'; reason: string };

function matchBenchmark({ base, head }: SidePair, benchmark: string, options: GateOptions): Match {
  const before = base.benchmarks.get(benchmark);
  const after = head.benchmarks.get(benchmark);
  if (base.broken.has(benchmark) || !before) {
    const reason = base.broken.has(benchmark)
      ? `broken in base: ${base.broken.get(benchmark)}`
      : 'new in head';
    return { kind: 'not compared', reason };
  }
  if (head.broken.has(benchmark)) return { kind: 'broken', reason: head.broken.get(benchmark)! };
  if (!after) return { kind: 'broken', reason: 'missing in head' };
  if (before.sourceHash !== null && after.sourceHash !== null && before.sourceHash !== after.sourceHash) {
    return { kind: 'not compared', reason: 'its source changed' };
  }
  const differences = roundDifferences(before, after);
  if (differences.size === 0) return { kind: 'not compared', reason: 'no round in common' };
  const noise = options.noise.get(benchmark) ?? 0;
  return {
    kind: 'paired',
    paired: {
      engine: head.engine,
      benchmark,
      margin: Math.max(options.margin, 3 * noise),
      differences,
      baseSeconds: mean(before.processes.map((sample) => sample.seconds)),
      headSeconds: mean(after.processes.map((sample) => sample.seconds)),
    },
  };
}

function roundDifferences(base: BenchmarkSamples, head: BenchmarkSamples): Map<number, number> {
  const baseByRound = new Map(base.processes.map((sample) => [sample.round, sample.seconds]));
  const differences = new Map<number, number>();
  for (const { round, seconds } of head.processes) {
    const before = round === null ? undefined : baseByRound.get(round);
    if (round !== null && before !== undefined) differences.set(round, Math.log(seconds) - Math.log(before));
  }
  return differences;
}

function judgeRows(paired: readonly PairedBenchmark[], options: GateOptions): GateRow[] {
  const shifted = (row: PairedBenchmark, sign: 1 | -1): number[] =>
    [...row.differences.values()].map((d) => sign * d - Math.log1p(row.margin));
  const slower = holmAdjust(paired.map((row) => signedRankTest(shifted(row, 1))));
  const faster = holmAdjust(paired.map((row) => signedRankTest(shifted(row, -1))));
  const leastRounds = Math.max(6, Math.ceil(Math.log2(paired.length / options.alpha)));
  return paired.map((row, index): GateRow => {
    const location = hodgesLehmann([...row.differences.values()]);
    const rounds = row.differences.size;
    const common = {
      engine: row.engine,
      benchmark: row.benchmark,
      margin: row.margin,
      rounds,
      timeRatio: toTimeRatio(location),
      pValue: slower[index]!,
      baseSeconds: row.baseSeconds,
      headSeconds: row.headSeconds,
    };
    if (slower[index]! <= options.alpha) {
      return { ...common, verdict: 'fail', reason: `slower beyond the margin of ${percent(row.margin)}` };
    }
    if (faster[index]! <= options.alpha) {
      return { ...common, verdict: 'improved', reason: `faster beyond the margin of ${percent(row.margin)}` };
    }
    if (location.high !== null && location.high <= Math.log1p(row.margin)) {
      return { ...common, verdict: 'pass', reason: `no slowdown beyond ${percent(row.margin)}` };
    }
    return {
      ...common,
      verdict: 'inconclusive',
      reason: whyInconclusive(location, row.margin, rounds, leastRounds),
    };
  });
}

function whyInconclusive(
  location: LocationEstimate,
  margin: number,
  rounds: number,
  leastRounds: number,
): string {
  if (rounds < leastRounds || location.low === null || location.high === null) {
    return `${rounds} rounds are too few: measure at least ${leastRounds}`;
  }
  const halfWidth = (location.high - location.low) / 2;
  // Interval widths fall with the square root of the rounds.
  const needed = Math.ceil(rounds * (halfWidth / Math.log1p(margin)) ** 2);
  return needed > rounds
    ? `the noise hides a change of ${percent(margin)}: about ${needed} rounds would show it`
    : `the change lies near the margin of ${percent(margin)}: measure more rounds`;
}

/** One-sided t on the mean of the suite's d against ln 1.005: many small slowdowns that no row shows. */
function judgeSuite(engine: string, rows: readonly PairedBenchmark[], options: GateOptions): SuiteDrift {
  const [first, ...rest] = rows.map((row) => row.differences);
  const rounds = [...first!.keys()].filter((round) => rest.every((other) => other.has(round)));
  const drift = rounds.map((round) => mean(rows.map((row) => row.differences.get(round)!)));
  const centre = drift.length > 0 ? mean(drift) : 0;
  const common = { engine, timeRatio: Math.exp(centre), rounds: rounds.length };
  if (drift.length < 2) return { ...common, pValue: null, verdict: 'inconclusive' };
  const excess = centre - Math.log1p(options.suiteMargin);
  const error = sampleStandardDeviation(drift) / Math.sqrt(drift.length);
  const pValue = error > 0 ? 1 - studentCdf(excess / error, drift.length - 1) : excess > 0 ? 0 : 1;
  return { ...common, pValue, verdict: pValue <= options.suiteAlpha ? 'fail' : 'pass' };
}

function brokenRow(engine: string, benchmark: string, reason: string): GateRow {
  return {
    ...{ engine, benchmark, verdict: 'broken', margin: 0, rounds: 0, reason },
    ...{ timeRatio: null, pValue: null, baseSeconds: null, headSeconds: null },
  };
}

function confirmRow(row: GateRow, second: readonly GateRow[]): GateRow {
  if (row.verdict !== 'fail') return row;
  const again = second.find((other) => other.engine === row.engine && other.benchmark === row.benchmark);
  if (again?.verdict === 'fail' || again?.verdict === 'broken') {
    return { ...row, reason: `${row.reason}, in both sessions` };
  }
  return { ...row, verdict: 'warn', reason: `${row.reason} in the first session, not in the second` };
}

function confirmSuite(drift: SuiteDrift, second: readonly SuiteDrift[]): SuiteDrift {
  if (drift.verdict !== 'fail') return drift;
  const again = second.find((other) => other.engine === drift.engine);
  return again?.verdict === 'fail' ? drift : { ...drift, verdict: 'warn' };
}

function overall(verdicts: readonly RowVerdict[]): GateReport['verdict'] {
  if (verdicts.includes('broken') || verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('warn')) return 'warn';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

function headlineOf(
  verdict: GateReport['verdict'],
  rows: readonly GateRow[],
  suites: readonly SuiteDrift[],
  sessions: 1 | 2,
): string {
  const count = (wanted: RowVerdict): number => rows.filter((row) => row.verdict === wanted).length;
  const parts = [
    [count('broken'), 'broken'],
    [count('fail'), 'slower beyond the margin'],
    [count('warn'), 'slower in one of two sessions'],
    [count('inconclusive'), 'inconclusive'],
    [count('improved'), 'improved'],
    [count('pass'), 'unchanged'],
  ] as const;
  const counts = parts.filter(([n]) => n > 0).map(([n, label]) => `${n} ${label}`);
  for (const drift of suites) {
    if (drift.verdict === 'fail' || drift.verdict === 'warn') {
      counts.push(`the suite on ${drift.engine} drifts by ${signedPercent(drift.timeRatio - 1)}`);
    }
  }
  const words = {
    pass: 'PASS: no regression',
    warn: 'WARN: a regression was seen once and not confirmed',
    fail: sessions === 2 ? 'FAIL: a confirmed regression' : 'FAIL: a regression (one session, not confirmed)',
    inconclusive: 'INCONCLUSIVE: no regression shown, none ruled out',
  };
  const brokenOnly =
    verdict === 'fail' && count('fail') === 0 && suites.every((drift) => drift.verdict !== 'fail');
  return `${brokenOnly ? 'FAIL: head breaks benchmarks' : words[verdict]}; ${counts.join(', ')}`;
}

const SEVERITY: readonly RowVerdict[] = ['broken', 'fail', 'warn', 'inconclusive', 'improved', 'pass'];

function worstFirst(a: GateRow, b: GateRow): number {
  const bySeverity = SEVERITY.indexOf(a.verdict) - SEVERITY.indexOf(b.verdict);
  return bySeverity || (b.timeRatio?.value ?? 0) - (a.timeRatio?.value ?? 0);
}

function toTimeRatio({ estimate, low, high }: LocationEstimate): TimeRatio {
  const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  return { value: Math.exp(estimate), low: exp(low), high: exp(high) };
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(1))} %`;
}

function signedPercent(fraction: number): string {
  return `${fraction >= 0 ? '+' : '−'}${percent(Math.abs(fraction))}`;
}

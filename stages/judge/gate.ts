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
import { stageEngineName } from '../roadmap/roadmap.ts';
import { studentCdf, studentQuantile } from '../statistics/distributions.ts';
import { holmAdjust } from '../statistics/holm.ts';
import { hodgesLehmann, type LocationEstimate, signedRankTest } from '../statistics/signed-rank.ts';
import {
  GATE_FORMAT,
  GATE_VERSION,
  type GateEnvironment,
  type GateReport,
  type GateRow,
  type NotComparedRow,
  ROW_VERDICTS,
  type RowVerdict,
  type SideIdentity,
  type SuiteDrift,
  type TimeRatio,
} from './verdict.ts';

export interface GateOptions {
  /** The least margin, .03 for 3 %. */
  readonly margin: number;
  /** Standard deviation of a benchmark's d in A/A runs, where it is known. */
  readonly noise: ReadonlyMap<string, number>;
  /** Of the per-benchmark tests together, after Holm. */
  readonly alpha: number;
  readonly suiteMargin: number;
  readonly suiteAlpha: number;
  /** Rounds of the two planned looks. */
  readonly looks: readonly [first: number, second: number];
}

export const DEFAULT_GATE_OPTIONS: GateOptions = {
  margin: 0.03,
  noise: new Map(),
  alpha: 0.025,
  suiteMargin: 0.005,
  suiteAlpha: 0.01,
  looks: [12, 24],
};

export interface SidePair {
  readonly base: EngineSamples;
  readonly head: EngineSamples;
}

/** What the report says about where the measurements come from; unknown parts are left out. */
export interface GateAbout {
  readonly suite?: string | null;
  readonly base?: SideIdentity;
  readonly head?: SideIdentity;
  readonly environment?: GateEnvironment;
}

export interface GateInput {
  /** Base and head, engine by engine. */
  readonly first: readonly SidePair[];
  /** The same of a second session, with rebuilt binaries. */
  readonly second?: readonly SidePair[] | null;
  readonly options?: GateOptions;
  readonly about?: GateAbout;
}

export function gate(input: GateInput): GateReport {
  const options = input.options ?? DEFAULT_GATE_OPTIONS;
  const session = judgeSession(input.first, options);
  const confirmation = input.second ? judgeSession(input.second, options) : null;
  const rows = session.rows.map((row) => (confirmation ? confirmRow(row, confirmation.rows) : row));
  const suites = session.suites.map((drift) =>
    confirmation ? confirmSuite(drift, confirmation.suites) : drift,
  );
  const verdict = overall([...rows.map((row) => row.verdict), ...suites.map((drift) => drift.verdict)]);
  const sessions = confirmation ? 2 : 1;
  const rounds = Math.min(...rows.filter((row) => row.rounds > 0).map((row) => row.rounds));
  return {
    ...emptyReport(input.about, options),
    verdict,
    headline: headlineOf(verdict, rows, suites, sessions),
    sessions,
    looks: {
      planned: options.looks,
      taken: rounds >= options.looks[1] ? 2 : 1,
      rounds: Number.isFinite(rounds) ? rounds : 0,
      alpha: options.alpha,
    },
    counts: countRows(rows),
    rows: [...rows].sort(worstFirst),
    suites,
    baselineDrift: suites.find(({ engine }) => engine === stageEngineName(0)) ?? null,
    notCompared: session.notCompared,
  };
}

/** The report where there was nothing to judge: no benchmark touched, no valid base. `reason` becomes the headline. */
export function neutralReport(reason: string, about?: GateAbout, options = DEFAULT_GATE_OPTIONS): GateReport {
  return { ...emptyReport(about, options), headline: `NEUTRAL: ${reason}` };
}

function emptyReport(about: GateAbout | undefined, options: GateOptions): GateReport {
  const nobody: SideIdentity = { commit: null, files: [] };
  return {
    format: GATE_FORMAT,
    version: GATE_VERSION,
    verdict: 'neutral',
    headline: 'NEUTRAL: nothing to judge',
    advice: '',
    suite: about?.suite ?? null,
    base: about?.base ?? nobody,
    head: about?.head ?? nobody,
    sessions: 0,
    looks: { planned: options.looks, taken: 1, rounds: 0, alpha: options.alpha },
    next: { action: 'none' },
    counts: countRows([]),
    rows: [],
    suites: [],
    baselineDrift: null,
    stageTargets: [],
    counters: [],
    memory: [],
    promotion: [],
    notCompared: [],
    waivers: [],
    environment: about?.environment ?? { machine: {}, fingerprint: null, interleaved: false, engines: [] },
    calibration: null,
    method: methodSentences(options),
  };
}

function countRows(rows: readonly GateRow[]): GateReport['counts'] {
  const count = (wanted: RowVerdict): number => rows.filter((row) => row.verdict === wanted).length;
  return {
    broken: count('broken'),
    fail: count('fail'),
    warn: count('warn'),
    inconclusive: count('inconclusive'),
    improved: count('improved'),
    pass: count('pass'),
  };
}

function methodSentences(options: GateOptions): string[] {
  return [
    'The unit is the process: each round starts one for base and one for head, back to back, and compares their times within the round.',
    `A benchmark regresses when an exact one-sided signed-rank test finds head slower beyond the margin of ${percent(options.margin)} (more where its own noise is larger), with Holm’s correction over the benchmarks at ${options.alpha}.`,
    `Two looks are planned, at ${options.looks[0]} and ${options.looks[1]} rounds; each spends half of α.`,
    'A regression seen in two sessions, the second with rebuilt binaries, fails; one seen once warns; where only one session was measured it fails as not confirmed.',
    `The suite drifts when the mean over its benchmarks is slower by more than ${percent(options.suiteMargin)} (one-sided t, α = ${options.suiteAlpha}).`,
  ];
}

interface SessionJudgement {
  readonly rows: GateRow[];
  readonly suites: SuiteDrift[];
  readonly notCompared: NotComparedRow[];
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
  const notCompared: NotComparedRow[] = [];
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
      else notCompared.push({ engine, benchmark, kind: outcome.why, reason: outcome.reason });
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
  | { kind: 'not compared'; why: NotComparedRow['kind']; reason: string };

function matchBenchmark({ base, head }: SidePair, benchmark: string, options: GateOptions): Match {
  const before = base.benchmarks.get(benchmark);
  const after = head.benchmarks.get(benchmark);
  if (base.broken.has(benchmark) || !before) {
    return base.broken.has(benchmark)
      ? {
          kind: 'not compared',
          why: 'broken in base',
          reason: `broken in base: ${base.broken.get(benchmark)}`,
        }
      : { kind: 'not compared', why: 'new in head', reason: 'new in head' };
  }
  if (head.broken.has(benchmark)) return { kind: 'broken', reason: head.broken.get(benchmark)! };
  if (!after) return { kind: 'broken', reason: 'missing in head' };
  if (before.sourceHash !== null && after.sourceHash !== null && before.sourceHash !== after.sourceHash) {
    return { kind: 'not compared', why: 'source changed', reason: 'its source changed' };
  }
  const differences = roundDifferences(before, after);
  if (differences.size === 0)
    return { kind: 'not compared', why: 'no round in common', reason: 'no round in common' };
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
      roundsNeeded: null,
      decidedBy: 'times' as const,
      waived: null,
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
      ...whyInconclusive(location, row.margin, rounds, leastRounds),
    };
  });
}

function whyInconclusive(
  location: LocationEstimate,
  margin: number,
  rounds: number,
  leastRounds: number,
): Pick<GateRow, 'reason' | 'roundsNeeded'> {
  if (rounds < leastRounds || location.low === null || location.high === null) {
    return {
      reason: `${rounds} rounds are too few: measure at least ${leastRounds}`,
      roundsNeeded: leastRounds,
    };
  }
  const halfWidth = (location.high - location.low) / 2;
  // Interval widths fall with the square root of the rounds.
  const needed = Math.ceil(rounds * (halfWidth / Math.log1p(margin)) ** 2);
  return needed > rounds
    ? {
        reason: `the noise hides a change of ${percent(margin)}: about ${needed} rounds would show it`,
        roundsNeeded: needed,
      }
    : {
        reason: `the change lies near the margin of ${percent(margin)}: measure more rounds`,
        roundsNeeded: null,
      };
}

/** One-sided t on the mean of the suite's d against ln 1.005: many small slowdowns that no row shows. */
function judgeSuite(engine: string, rows: readonly PairedBenchmark[], options: GateOptions): SuiteDrift {
  const [first, ...rest] = rows.map((row) => row.differences);
  const rounds = [...first!.keys()].filter((round) => rest.every((other) => other.has(round)));
  const drift = rounds.map((round) => mean(rows.map((row) => row.differences.get(round)!)));
  const centre = drift.length > 0 ? mean(drift) : 0;
  const common = {
    ...{ engine, timeRatio: Math.exp(centre), margin: options.suiteMargin },
    ...{ rounds: drift.length, benchmarks: rows.length, waived: null },
  };
  if (drift.length < 2) {
    const reason = `${drift.length} rounds in which everything ran are too few: measure at least 2`;
    return { ...common, low: null, high: null, pValue: null, verdict: 'inconclusive', reason };
  }
  const excess = centre - Math.log1p(options.suiteMargin);
  const error = sampleStandardDeviation(drift) / Math.sqrt(drift.length);
  const half = studentQuantile(0.975, drift.length - 1) * error;
  const pValue = error > 0 ? 1 - studentCdf(excess / error, drift.length - 1) : excess > 0 ? 0 : 1;
  const fails = pValue <= options.suiteAlpha;
  return {
    ...common,
    ...{ low: Math.exp(centre - half), high: Math.exp(centre + half), pValue },
    verdict: fails ? 'fail' : 'pass',
    reason: `${fails ? 'slower by more than' : 'no drift beyond'} ${percent(options.suiteMargin)}`,
  };
}

function brokenRow(engine: string, benchmark: string, reason: string): GateRow {
  return {
    ...{ engine, benchmark, verdict: 'broken', margin: 0, rounds: 0, reason },
    ...{ timeRatio: null, pValue: null, baseSeconds: null, headSeconds: null },
    ...{ roundsNeeded: null, decidedBy: 'times', waived: null },
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
    neutral: 'NEUTRAL: nothing to judge',
    pass: 'PASS: no regression',
    warn: 'WARN: a regression was seen once and not confirmed',
    fail: sessions === 2 ? 'FAIL: a confirmed regression' : 'FAIL: a regression (one session, not confirmed)',
    inconclusive: 'INCONCLUSIVE: no regression shown, none ruled out',
  };
  const brokenOnly =
    verdict === 'fail' && count('fail') === 0 && suites.every((drift) => drift.verdict !== 'fail');
  return `${brokenOnly ? 'FAIL: head breaks benchmarks' : words[verdict]}; ${counts.join(', ')}`;
}

function worstFirst(a: GateRow, b: GateRow): number {
  const bySeverity = ROW_VERDICTS.indexOf(a.verdict) - ROW_VERDICTS.indexOf(b.verdict);
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

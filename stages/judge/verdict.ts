/**
 * The gate's verdict as one value. Whatever is shown of it (terminal, comment, check run, dashboard) derives from
 * this value and from nothing else, so that headline and rows cannot disagree.
 *
 * It is plain data: `JSON.parse(JSON.stringify(report))` is the same report. What is unknown is `null`, never NaN or
 * an infinity; there are no maps. Times are seconds, ratios are head over base (above 1: head is slower, larger or
 * does more), margins and noises are fractions (.03 for 3 %).
 *
 * Texts that come from measured files (names of engines and benchmarks, what a crash printed) are kept as they are:
 * whoever shows them escapes them.
 */

export const GATE_FORMAT = 'stage-report gate';
export const GATE_VERSION = 1;

/**
 * pass: nothing is slower beyond its margin · warn: something was seen that does not block (seen once, or waived) ·
 * fail: a regression or a broken benchmark · inconclusive: neither shown nor ruled out · neutral: there was nothing to
 * judge (no benchmark touched, no valid base).
 */
export type GateVerdict = 'pass' | 'warn' | 'fail' | 'inconclusive' | 'neutral';

/**
 * broken: fails or is missing in head · fail: slower beyond the margin (in both sessions, where two were given) · warn:
 * in one of two sessions · improved: faster beyond the margin · pass: the interval rules a regression out ·
 * inconclusive: too much noise, or too few rounds, to tell.
 */
export type RowVerdict = 'broken' | 'fail' | 'warn' | 'inconclusive' | 'improved' | 'pass';

/** Worst first: the order of rows, and of anything that lists verdicts. */
export const ROW_VERDICTS: readonly RowVerdict[] = [
  'broken',
  'fail',
  'warn',
  'inconclusive',
  'improved',
  'pass',
];

/** What is tested beside the rows: nothing here can be broken or improved. */
export type CheckVerdict = 'fail' | 'warn' | 'inconclusive' | 'pass';

/** Head over base, with its 95 % interval; the ends are null where there are too few rounds for one. */
export interface TimeRatio {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Someone with the right to do so accepts a finding. It binds to the head it was given for. */
export interface Waiver {
  /** Whose finding: a benchmark, or `*` for all. */
  readonly benchmark: string;
  /** On which engine: its name, or `*` for all. */
  readonly engine: string;
  /** The login, or the name in the roadmap file. */
  readonly by: string;
  readonly reason: string;
  /** Where it was given. */
  readonly source: 'roadmap' | 'label' | 'comment' | 'command line';
  /** The head it holds for; null: for every head (only a roadmap file can say so). */
  readonly headCommit: string | null;
  /** Whether it covered a finding of this report. */
  readonly used: boolean;
}

/** One benchmark on one engine, by its times. */
export interface GateRow {
  readonly engine: string;
  readonly benchmark: string;
  readonly verdict: RowVerdict;
  /** δ, as a fraction of the base's time. */
  readonly margin: number;
  /** Rounds that both sides have. */
  readonly rounds: number;
  /** Hodges–Lehmann estimate with its signed-rank interval. */
  readonly timeRatio: TimeRatio | null;
  /** Of H₀ "not slower beyond the margin", after Holm. */
  readonly pValue: number | null;
  readonly baseSeconds: number | null;
  readonly headSeconds: number | null;
  /** One sentence without a full stop. */
  readonly reason: string;
  /** Inconclusive: about how many rounds would decide; null where no number of rounds would. */
  readonly roundsNeeded: number | null;
  /** What decided: the times, or, where they are inconclusive, deterministic counters. */
  readonly decidedBy: 'times' | 'counters';
  /** Who accepts this regression; the verdict above stays what was measured. */
  readonly waived: Waiver | null;
}

/** Many small slowdowns that no row shows: the mean over the benchmarks of one engine, tested as one number. */
export interface SuiteDrift {
  readonly engine: string;
  readonly verdict: CheckVerdict;
  /** Geometric mean over the benchmarks. */
  readonly timeRatio: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of H₀ "no drift above the margin", one-sided t; null where there are too few rounds. */
  readonly pValue: number | null;
  readonly margin: number;
  readonly rounds: number;
  readonly benchmarks: number;
  readonly reason: string;
  readonly waived: Waiver | null;
}

/** A speedup with its 95 % interval and where it stands against a target. */
export interface TargetStanding {
  readonly speedup: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: 'met' | 'missed' | 'inconclusive' | 'broken';
}

/** A change that takes a met stage below its target fails, even where no single benchmark does. */
export interface StageTargetCheck {
  readonly stage: number;
  readonly title: string;
  readonly engine: string;
  /** Over stage 0 (total), or over the stage before (step). */
  readonly over: 'total' | 'step';
  readonly target: number;
  readonly base: TargetStanding;
  readonly head: TargetStanding;
  readonly verdict: CheckVerdict;
  readonly reason: string;
  readonly waived: Waiver | null;
}

/** Counters of a run, its memory, its warm-up: findings beside times. */
export interface MetricFinding {
  readonly engine: string;
  readonly benchmark: string;
  /** `instructions`, `deopts`, `peak memory`, `time to steady speed`, … */
  readonly metric: string;
  readonly unit: 'count' | 'bytes' | 'seconds';
  readonly verdict: CheckVerdict | 'improved';
  readonly base: number;
  readonly head: number;
  /** Null where the base is zero. */
  readonly ratio: TimeRatio | null;
  /** After Holm; null for counters that are the same in every round, which need no test. */
  readonly pValue: number | null;
  readonly margin: number;
  readonly rounds: number;
  readonly reason: string;
  readonly waived: Waiver | null;
}

export interface NotComparedRow {
  readonly engine: string;
  readonly benchmark: string;
  readonly kind: 'source changed' | 'new in head' | 'broken in base' | 'no round in common';
  readonly reason: string;
}

/** One look at the data: the first at 12 rounds, and where something is near, one more at 24. */
export interface Looks {
  /** Rounds of the two planned looks. */
  readonly planned: readonly [first: number, second: number];
  /** Which look this report is. */
  readonly taken: 1 | 2;
  /** Rounds that this look had (the fewest of any row). */
  readonly rounds: number;
  /** What each look may spend of α; Holm is applied within it. */
  readonly alpha: number;
}

/** What has to be measured before the verdict is final. */
export type NextStep =
  | { readonly action: 'none' }
  /** Measure on, up to so many rounds: something is near its margin. */
  | { readonly action: 'extend'; readonly rounds: number; readonly benchmarks: readonly string[] }
  /** Rebuild both sides and measure a second session: a rejection can still be build layout. */
  | { readonly action: 'confirm'; readonly benchmarks: readonly string[] };

export interface SideIdentity {
  /** Full commit id, or null where the file does not say. */
  readonly commit: string | null;
  /** The measured files of this side (names, not paths). */
  readonly files: readonly string[];
}

export interface GateEnvironment {
  /** Known facts about the machine, under pyperf's names: hostname, cpu_model_name, cpu_count, platform, … */
  readonly machine: { readonly [name: string]: string | number | boolean };
  /** One short text that differs between machines; null where the file does not describe one. */
  readonly fingerprint: string | null;
  /** Whether base and head were measured on one machine in one session, interleaved. */
  readonly interleaved: boolean;
  readonly engines: readonly {
    readonly name: string;
    readonly base: string | null;
    readonly head: string | null;
  }[];
}

/** Where margins come from: how the gate itself was tested on this machine. */
export interface CalibrationSummary {
  readonly created: string;
  readonly fingerprint: string | null;
  readonly sessions: number;
  readonly falseFailures: number;
  /** Upper 95 % bound of the rate of false failures (Clopper–Pearson). */
  readonly falseFailureBound: number;
}

export interface GateReport {
  readonly format: typeof GATE_FORMAT;
  readonly version: typeof GATE_VERSION;
  readonly verdict: GateVerdict;
  /** One sentence that follows from what stands below, without a full stop. */
  readonly headline: string;
  /** What the reader should do now; empty where there is nothing to do. */
  readonly advice: string;
  /** Name of the suite, where it is known. */
  readonly suite: string | null;
  readonly base: SideIdentity;
  readonly head: SideIdentity;
  readonly sessions: 0 | 1 | 2;
  readonly looks: Looks;
  readonly next: NextStep;
  /** Rows by verdict. */
  readonly counts: { readonly [verdict in RowVerdict]: number };
  /** Worst first. */
  readonly rows: readonly GateRow[];
  /** By engine; the baseline (stage 0) stands in `baselineDrift` as well. */
  readonly suites: readonly SuiteDrift[];
  /** A slower stage 0 makes every stage look better: a regression of its own. Null where it was not measured. */
  readonly baselineDrift: SuiteDrift | null;
  readonly stageTargets: readonly StageTargetCheck[];
  readonly counters: readonly MetricFinding[];
  readonly memory: readonly MetricFinding[];
  readonly promotion: readonly MetricFinding[];
  readonly notCompared: readonly NotComparedRow[];
  readonly waivers: readonly Waiver[];
  readonly environment: GateEnvironment;
  readonly calibration: CalibrationSummary | null;
  /** How it was decided, in sentences. */
  readonly method: readonly string[];
}

/** Exit status of a verdict: 0 pass, warn or neutral · 1 fail · 3 inconclusive, when asked to be strict. */
export function exitStatusOf(verdict: GateVerdict, strict = false): 0 | 1 | 3 {
  if (verdict === 'fail') return 1;
  return verdict === 'inconclusive' && strict ? 3 : 0;
}

/**
 * The verdict in words: headline, what to do, and what the check run and the status say. Everything follows from the
 * report's own fields, and none of its texts is repeated here: those may hold what others wrote.
 */
import type {
  CheckVerdict,
  GateReport,
  MetricFinding,
  RowVerdict,
  StageTargetCheck,
  SuiteDrift,
} from '../../../stages/index.ts';
import { plural } from '../../model/format.ts';
import type { Conclusion } from '../github/check-run.ts';

export const SYMBOLS: Readonly<Record<RowVerdict | CheckVerdict | GateReport['verdict'], string>> = {
  broken: '✗',
  fail: '▼',
  warn: '!',
  inconclusive: '?',
  improved: '▲',
  pass: '=',
  neutral: '·',
};

const WORDS: Readonly<Record<GateReport['verdict'], string>> = {
  pass: 'PASS',
  warn: 'WARN',
  fail: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  neutral: 'NEUTRAL',
};

/** What the publishing job adds to the report. */
export interface Publication {
  readonly report: GateReport;
  /** A second session is being measured, and will decide. */
  readonly confirming: boolean;
  /** For a neutral report: why there was nothing to judge, in our own words. */
  readonly neutral: Neutral | null;
  /** There is no verdict: the run failed, or what it left was refused. */
  readonly problem: Problem | null;
}

export interface Neutral {
  readonly reason: string;
  /** Nothing to measure is a success; no valid base is neutral. */
  readonly conclusion: 'success' | 'neutral';
}

export interface Problem {
  /** In our own words. */
  readonly what: string;
  /** May hold what others wrote. */
  readonly detail: string;
  readonly conclusion: 'failure' | 'cancelled';
}

/** `▼ FAIL: 2 benchmarks slower, 1 broken`. */
export function headlineOf({ report, confirming, neutral, problem }: Publication): string {
  if (problem) return `✗ NOT JUDGED: ${problem.what}`;
  const word = confirming ? '? CONFIRMING' : `${SYMBOLS[report.verdict]} ${WORDS[report.verdict]}`;
  if (report.verdict === 'neutral') return `${word}: ${neutral?.reason ?? 'there was nothing to judge'}`;
  return `${word}: ${countsOf(report).join(', ')}`;
}

const COUNTED: readonly (readonly [RowVerdict, (count: number) => string])[] = [
  ['broken', (count) => `${plural(count, 'benchmark')} broken`],
  ['fail', (count) => `${plural(count, 'benchmark')} slower`],
  ['warn', (count) => `${plural(count, 'benchmark')} slower in one of two sessions`],
  ['inconclusive', (count) => `${count} inconclusive`],
  ['improved', (count) => `${count} faster`],
  ['pass', (count) => `${count} unchanged`],
];

function countsOf(report: GateReport): string[] {
  const parts = COUNTED.filter(([verdict]) => report.counts[verdict] > 0).map(([verdict, words]) =>
    words(report.counts[verdict]),
  );
  const waived = report.rows.filter((row) => row.waived !== null).length;
  if (waived > 0) parts.push(`${waived} waived`);
  const others = otherFindings(report).filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const count = (kind: OtherFinding['kind']): number => others.filter((each) => each.kind === kind).length;
  if (count('suite') > 0) parts.push('the suite slower as a whole');
  if (count('stage target') > 0) parts.push(`${plural(count('stage target'), 'stage')} below target`);
  if (count('metric') > 0)
    parts.push(`${plural(count('metric'), 'finding')} in memory, counters or first calls`);
  return parts.length > 0 ? parts : ['nothing was compared'];
}

export type OtherFinding =
  | ({ readonly kind: 'suite' } & SuiteDrift)
  | ({ readonly kind: 'stage target' } & StageTargetCheck)
  | ({ readonly kind: 'metric' } & MetricFinding);

/** What was tested beside single benchmarks and did not simply pass. */
export function otherFindings(report: GateReport): OtherFinding[] {
  const metrics = [...report.counters, ...report.memory, ...report.promotion];
  const all: OtherFinding[] = [
    ...report.suites.map((each) => ({ kind: 'suite' as const, ...each })),
    ...report.stageTargets.map((each) => ({ kind: 'stage target' as const, ...each })),
    ...metrics.map((each) => ({ kind: 'metric' as const, ...each })),
  ];
  return all.filter(({ verdict }) => verdict !== 'pass');
}

/** What the reader should do now, in a sentence or two. */
export function adviceOf({ report, confirming, problem }: Publication): string {
  if (problem)
    return 'There is no verdict on this head. Look at the run, put right what failed, and measure again.';
  if (confirming) {
    return 'One session shows a regression. A second one with rebuilt binaries is being measured now and decides; there is nothing to do yet.';
  }
  switch (report.verdict) {
    case 'pass':
      return 'Nothing to do.';
    case 'neutral':
      return 'Nothing to do: this check does not block.';
    case 'warn':
      return report.waivers.some(({ used }) => used)
        ? 'What was found is waived for this head, see below; it does not block.'
        : 'A slowdown was seen once and not again. It does not block; look at the rows below if the change could explain it.';
    case 'inconclusive':
      return 'No regression is shown and none ruled out: the noise hides a change of the margin. Run it again on a quieter machine, or with more rounds.';
    case 'fail':
      return report.counts.broken > 0
        ? 'Make the broken benchmarks run again, and look at what the rows below have in common. If a slowdown is meant, waive it.'
        : 'Look at what the rows below have in common. If the slowdown is meant, waive it.';
  }
}

export function conclusionOf(publication: Publication, strict: boolean): Conclusion | null {
  const { report, confirming, neutral, problem } = publication;
  if (problem) return problem.conclusion;
  if (confirming) return null;
  switch (report.verdict) {
    case 'pass':
    case 'warn':
      return 'success';
    case 'fail':
      return 'failure';
    case 'inconclusive':
      return strict ? 'failure' : 'neutral';
    case 'neutral':
      return neutral?.conclusion ?? 'neutral';
  }
}

/** Is there something that people should be told, or does the check alone say enough? */
export function isNews({ report, confirming, problem }: Publication): boolean {
  if (problem || confirming) return true;
  return (report.verdict !== 'pass' && report.verdict !== 'neutral') || report.counts.improved > 0;
}

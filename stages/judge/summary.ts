/** From the findings to the whole: verdict, headline, what to do, what to measure next, and how it was decided. */
import { stageEngineName } from '../roadmap/roadmap.ts';
import type { GateOptions } from './options.ts';
import type { GateReport, GateRow, GateVerdict, MetricFinding, NextStep, RowVerdict } from './verdict.ts';
import { ROW_VERDICTS } from './verdict.ts';
import { percent, plural, signedPercent } from './words.ts';

export type Findings = Pick<
  GateReport,
  'rows' | 'suites' | 'stageTargets' | 'counters' | 'memory' | 'promotion'
>;

export function overallVerdict(findings: Findings): GateVerdict {
  const { rows, suites, stageTargets } = findings;
  const verdicts = [
    ...rows.filter((row) => !isSettled(row)),
    ...suites,
    ...stageTargets,
    ...metricsOf(findings).filter(({ verdict }) => verdict === 'warn'),
  ].map(({ verdict, waived }) => {
    if (verdict === 'broken') return waived ? 'warn' : 'fail';
    return verdict === 'fail' && waived ? 'warn' : verdict;
  });
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('warn')) return 'warn';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** Inconclusive in time, but counters of the work done did not rise. */
function isSettled(row: GateRow): boolean {
  return row.verdict === 'inconclusive' && row.decidedBy === 'counters';
}

function metricsOf({ counters, memory, promotion }: Findings): MetricFinding[] {
  return [...counters, ...memory, ...promotion];
}

export function countRows(rows: readonly GateRow[]): GateReport['counts'] {
  const counts: Record<RowVerdict, number> = {
    ...{ broken: 0, fail: 0, warn: 0, inconclusive: 0, improved: 0, pass: 0 },
  };
  for (const { verdict } of rows) counts[verdict]++;
  return counts;
}

export function headlineOf(verdict: GateVerdict, findings: Findings, sessions: 1 | 2): string {
  const { rows, suites, stageTargets } = findings;
  const counts = countRows(rows);
  const parts: (readonly [number, string])[] = [
    [counts.broken, 'broken'],
    [counts.fail, 'slower beyond the margin'],
    [counts.warn, 'slower in one of two sessions'],
    [counts.inconclusive, 'inconclusive'],
    [counts.improved, 'improved'],
    [counts.pass, 'unchanged'],
    [[...rows, ...suites, ...stageTargets].filter(({ waived }) => waived).length, 'waived'],
  ];
  const clauses = parts.filter(([n]) => n > 0).map(([n, label]) => `${n} ${label}`);
  for (const drift of suites) {
    if (drift.verdict === 'fail' || drift.verdict === 'warn') {
      const whose =
        drift.engine === stageEngineName(0) ? 'stage 0, the baseline,' : `the suite on ${drift.engine}`;
      clauses.push(`${whose} drifts by ${signedPercent(drift.timeRatio - 1)}`);
    }
  }
  const fallen = new Set(stageTargets.filter((check) => check.verdict === 'fail').map(({ stage }) => stage));
  for (const stage of fallen) clauses.push(`stage ${stage} falls below its target`);
  const risen = (metrics: readonly MetricFinding[]): number =>
    metrics.filter((metric) => metric.verdict === 'warn').length;
  if (risen(findings.counters) > 0) clauses.push(`${plural(risen(findings.counters), 'counter')} rose`);
  if (risen(findings.memory) > 0)
    clauses.push(`peak memory grew in ${plural(risen(findings.memory), 'benchmark')}`);
  if (risen(findings.promotion) > 0)
    clauses.push(`the first calls slowed in ${plural(risen(findings.promotion), 'benchmark')}`);
  return `${opening(verdict, findings, sessions)}; ${clauses.join(', ')}`;
}

function opening(verdict: GateVerdict, findings: Findings, sessions: 1 | 2): string {
  const { rows, suites, stageTargets } = findings;
  const open = (wanted: RowVerdict): boolean =>
    [...rows, ...suites, ...stageTargets].some((item) => item.verdict === wanted && !item.waived);
  switch (verdict) {
    case 'neutral':
      return 'NEUTRAL: nothing to judge';
    case 'pass':
      return 'PASS: no regression';
    case 'inconclusive':
      return 'INCONCLUSIVE: no regression shown, none ruled out';
    case 'fail':
      if (!open('fail')) return 'FAIL: head breaks benchmarks';
      return sessions === 2
        ? 'FAIL: a confirmed regression'
        : 'FAIL: a regression (one session, not confirmed)';
    case 'warn':
      if (open('warn')) return 'WARN: a regression was seen once and not confirmed';
      return [...rows, ...suites, ...stageTargets].some(({ waived }) => waived)
        ? 'WARN: regressions are waived'
        : 'WARN: no regression in time, but findings beside it';
  }
}

/** What has to be measured before the verdict is final. */
export function nextStep(findings: Findings, sessions: 1 | 2, looks: GateReport['looks']): NextStep {
  const { rows, suites, stageTargets } = findings;
  const rejected = (item: { verdict: string; waived: unknown }): boolean =>
    item.verdict === 'fail' && item.waived === null;
  if (sessions === 1 && [...suites, ...stageTargets].some(rejected)) {
    return { action: 'confirm', benchmarks: unique(rows.map(({ benchmark }) => benchmark)) };
  }
  const slower = rows.filter((row) => rejected(row) && row.decidedBy === 'times');
  if (sessions === 1 && slower.length > 0) {
    return { action: 'confirm', benchmarks: unique(slower.map(({ benchmark }) => benchmark)) };
  }
  const [, most] = looks.planned;
  const near = rows.filter(
    (row) =>
      row.verdict === 'inconclusive' &&
      row.decidedBy === 'times' &&
      row.rounds < most &&
      (row.roundsNeeded ?? 0) <= most,
  );
  if (looks.taken === 1 && near.length > 0) {
    return { action: 'extend', rounds: most, benchmarks: unique(near.map(({ benchmark }) => benchmark)) };
  }
  return { action: 'none' };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

export function adviceOf(verdict: GateVerdict, findings: Findings, next: NextStep): string {
  if (next.action === 'confirm') {
    return 'Rebuild base and head and measure a second session: a regression seen once can be build layout.';
  }
  if (next.action === 'extend') {
    return `Measure on, to ${next.rounds} rounds: ${plural(next.benchmarks.length, 'benchmark')} lie near their margin.`;
  }
  const { rows } = findings;
  switch (verdict) {
    case 'fail':
      return rows.some((row) => row.verdict === 'broken' && !row.waived)
        ? 'Repair what head breaks; what it prints stands in the row.'
        : 'Profile the slower benchmarks on base and head, or have the regression waived.';
    case 'inconclusive': {
      const needed = Math.max(0, ...rows.map((row) => (isSettled(row) ? 0 : (row.roundsNeeded ?? 0))));
      return needed > 0 ? `Measure on a quieter machine, or about ${needed} rounds.` : 'Measure more rounds.';
    }
    case 'warn':
      return 'Look at what is marked; nothing blocks.';
    case 'pass':
    case 'neutral':
      return '';
  }
}

export function methodOf(options: GateOptions): string[] {
  const { margins, looks, calibration } = options;
  return [
    'The unit is the process: each round starts one for base and one for head, back to back, and compares their times within the round.',
    `A benchmark regresses when an exact one-sided signed-rank test finds head slower beyond the margin of ${percent(margins.time)} (or three times its own noise, where that is more), with Holm’s correction over the benchmarks at α = ${options.alpha}; the size is the Hodges–Lehmann estimate with its 95 % interval. It passes when that interval rules out a slowdown beyond the margin, and beyond ${percent(margins.greatest)} whatever the noise; otherwise it is inconclusive.`,
    `Two looks are planned, at ${looks[0]} and ${looks[1]} rounds; each spends half of α = ${2 * options.alpha}.`,
    'A regression seen in two sessions, the second with rebuilt binaries, fails; one seen once of two warns; where one session was measured it fails as not confirmed.',
    `The suite drifts when the mean over its benchmarks is slower by more than ${percent(margins.suite)} (one-sided t, α = ${options.suiteAlpha}, Holm over the engines); stage 0 too, since a slower baseline makes every stage look better.`,
    'A stage that met its target and whose whole 95 % interval lies below it in head fails.',
    'Counters, peak memory and the time of the first calls warn.',
    calibration
      ? `Noise comes from ${calibration.sessions} sessions of equal binaries, with ${calibration.falseFailures} false failures (rate at most ${percent(calibration.falseFailureBound)} with 95 % confidence).`
      : 'The noise of the machine was not calibrated.',
  ];
}

export function worstFirst(a: GateRow, b: GateRow): number {
  const bySeverity = ROW_VERDICTS.indexOf(a.verdict) - ROW_VERDICTS.indexOf(b.verdict);
  return bySeverity || (b.timeRatio?.value ?? 0) - (a.timeRatio?.value ?? 0);
}

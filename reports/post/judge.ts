/**
 * From the sessions that a run measured to one report. Pure: the same samples give the same verdict, whoever asks.
 *
 * Each attempt of a run is a session. One that asks for confirmation is confirmed by the attempt after it; any other
 * attempt after a decided one begins anew.
 */
import {
  DEFAULT_GATE_OPTIONS,
  type GateOptions,
  type GateReport,
  gate,
  neutralReport,
  type SidePair,
  type Waiver,
} from '../../stages/index.ts';
import { type Centre, InputError } from '../../suites/index.ts';
import { hasNoBase, pairSides } from './artifact/raw-samples.ts';
import type { MeasuredSession } from './github/artifacts.ts';
import { PostError } from './problem.ts';
import type { Neutral } from './render/words.ts';
import type { RecordedWaiver } from './state.ts';
import { plainText } from './untrusted-text.ts';

/** How to judge: from the base, never from the head. */
export interface Policy {
  readonly options: GateOptions;
  readonly centre: Centre;
  readonly suite: string;
}

export const DEFAULT_POLICY: Omit<Policy, 'suite'> = { options: DEFAULT_GATE_OPTIONS, centre: 'median' };

export interface Judgement {
  readonly report: GateReport;
  /** Why there was nothing to judge; null unless the verdict is neutral. */
  readonly neutral: Neutral | null;
  /** The session is the first that shows a regression: another has to confirm it. */
  readonly unconfirmed: boolean;
}

export interface JudgedCommits {
  /** Null in a merge queue, where the run alone knows it. */
  readonly baseSha: string | null;
  readonly headSha: string;
}

export function judgeSessions(
  sessions: readonly MeasuredSession[],
  policy: Policy,
  commits: JudgedCommits,
  waiver: RecordedWaiver | null,
): Judgement {
  let pending: readonly SidePair[] | null = null;
  let report: GateReport | null = null;
  for (const { result } of sessions) {
    if (hasNoBase(result)) return neutralJudgement(NO_BASE, policy, commits);
    const pairs = pairSides(result, policy.centre);
    report = judgePairs(pending ?? pairs, pending === null ? null : pairs, policy, commits, waiver);
    pending = pending === null && asksForConfirmation(report) ? pairs : null;
  }
  if (report === null) throw new PostError('ARTIFACT_REFUSED', 'the run has no artifact with samples');
  return { report, neutral: null, unconfirmed: pending !== null };
}

export const NO_BASE: Neutral = {
  reason: 'the base could not be measured, so there is nothing to compare with',
  conclusion: 'neutral',
};
export const NOTHING_TO_MEASURE: Neutral = {
  reason: 'no file that is measured has changed',
  conclusion: 'success',
};

export function neutralJudgement(neutral: Neutral, policy: Policy, commits: JudgedCommits): Judgement {
  return { report: neutralReport(neutral.reason, aboutOf(policy, commits)), neutral, unconfirmed: false };
}

function judgePairs(
  first: readonly SidePair[],
  second: readonly SidePair[] | null,
  policy: Policy,
  commits: JudgedCommits,
  waiver: RecordedWaiver | null,
): GateReport {
  try {
    const report = gate({ first, second, options: policy.options, about: aboutOf(policy, commits) });
    return withWaiver(report, waiver, commits.headSha);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new PostError(
      'ARTIFACT_REFUSED',
      `the samples cannot be judged: ${plainText(error.details.problem, 200)}`,
    );
  }
}

function aboutOf({ suite }: Policy, { baseSha, headSha }: JudgedCommits) {
  return { suite, base: { commit: baseSha, files: [] }, head: { commit: headSha, files: [] } };
}

/** A regression that one session shows can be build layout; what is broken, or waived, needs no second one. */
function asksForConfirmation(report: GateReport): boolean {
  return report.sessions === 1 && report.verdict === 'fail' && report.counts.broken === 0;
}

/** A waiver holds for the head it was given for, and turns what fails into what warns. */
function withWaiver(report: GateReport, recorded: RecordedWaiver | null, headSha: string): GateReport {
  if (recorded === null) return report;
  const holds = recorded.sha === headSha;
  const waiver: Waiver = {
    ...{ benchmark: '*', engine: '*', by: recorded.by, reason: recorded.reason, source: recorded.source },
    ...{ headCommit: recorded.sha, used: holds && report.verdict === 'fail' },
  };
  const waivers = [...report.waivers, waiver];
  if (!waiver.used) return { ...report, waivers };
  const waive = <T extends { readonly verdict: string; readonly waived: Waiver | null }>(
    rows: readonly T[],
  ): T[] =>
    rows.map((row) =>
      row.verdict === 'fail' || row.verdict === 'broken' ? { ...row, waived: waiver } : row,
    );
  return {
    ...report,
    ...{ verdict: 'warn', waivers },
    ...{ rows: waive(report.rows), suites: waive(report.suites), stageTargets: waive(report.stageTargets) },
    ...{ counters: waive(report.counters), memory: waive(report.memory), promotion: waive(report.promotion) },
  };
}

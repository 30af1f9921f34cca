/**
 * From the sessions that a run measured to one report. Pure: the same samples give the same verdict, whoever asks.
 *
 * Each attempt of a run is a session. One that asks for confirmation is confirmed by the attempt after it; any other
 * attempt after a decided one begins anew.
 */
import {
  type Calibration,
  DEFAULT_GATE_OPTIONS,
  type GateEnvironment,
  type GateOptions,
  type GateReport,
  gate,
  gateOptionsOf,
  neutralReport,
  type Roadmap,
  roadmapWaivers,
  type SidePair,
  type WaiverGrant,
} from '../../stages/index.ts';
import { type Centre, InputError, type ResultFile } from '../../suites/index.ts';
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
  /** Its stages are held to their targets; null: there are none. */
  readonly roadmap: Roadmap | null;
  readonly waivers: readonly WaiverGrant[];
}

export const DEFAULT_POLICY: Omit<Policy, 'suite'> = {
  ...{ options: DEFAULT_GATE_OPTIONS, centre: 'median', roadmap: null, waivers: [] },
};

/** Margins, counters, targets and waivers as the roadmap has them on a day (`2026-11-28`), and each benchmark's noise. */
export function policyOf(
  roadmap: Roadmap,
  calibration: Calibration | null,
  suite: string,
  today: string,
): Policy {
  return {
    ...{ suite, roadmap, centre: calibration?.centre ?? 'median' },
    ...{ options: gateOptionsOf(roadmap, calibration), waivers: roadmapWaivers(roadmap, today) },
  };
}

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
  /** Null where nobody says: no waiver holds. */
  readonly headSha: string | null;
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
    if (hasNoBase(result)) {
      [pending, report] = [null, null];
      continue;
    }
    const pairs = pairSides(result, policy.centre);
    report = judgePairs(
      ...([pending ?? pairs, pending === null ? null : pairs] as const),
      ...([environmentOf(result), policy, commits, waiver] as const),
    );
    pending = pending === null && asksForConfirmation(report) ? pairs : null;
  }
  if (sessions.length === 0) throw new PostError('ARTIFACT_REFUSED', 'the run has no artifact with samples');
  if (report === null) return neutralJudgement(NO_BASE, policy, commits);
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

/** Sides that somebody measured himself: one session, or two. */
export function judgeSides(
  first: readonly SidePair[],
  second: readonly SidePair[] | null,
  environment: GateEnvironment | undefined,
  policy: Policy,
  commits: JudgedCommits,
): Judgement {
  const about = { ...aboutOf(policy, commits), ...(environment ? { environment } : {}) };
  const { options, roadmap, waivers } = policy;
  const report = gate({ first, second, options, roadmap, waivers, about });
  return { report, neutral: null, unconfirmed: false };
}

function judgePairs(
  first: readonly SidePair[],
  second: readonly SidePair[] | null,
  environment: GateEnvironment,
  policy: Policy,
  commits: JudgedCommits,
  waiver: RecordedWaiver | null,
): GateReport {
  try {
    const about = { ...aboutOf(policy, commits), environment };
    const waivers = [...policy.waivers, ...(waiver === null ? [] : [grantOf(waiver)])];
    return gate({ first, second, options: policy.options, roadmap: policy.roadmap, waivers, about });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new PostError(
      'ARTIFACT_REFUSED',
      `the samples cannot be judged: ${plainText(error.details.problem, 200)}`,
    );
  }
}

/** Base and head are engines of one result: measured on one machine, interleaved. */
function environmentOf({ environment, engines }: ResultFile): GateEnvironment {
  const known = Object.entries(environment).filter(
    (entry): entry is [string, string | number | boolean] => !Array.isArray(entry[1]),
  );
  return {
    ...{ machine: Object.fromEntries(known), fingerprint: null, interleaved: true },
    engines: engines.map(({ name }) => ({ name, base: null, head: null })),
  };
}

function aboutOf({ suite }: Policy, { baseSha, headSha }: JudgedCommits) {
  return { suite, base: { commit: baseSha, files: [] }, head: { commit: headSha, files: [] } };
}

/** What is broken fails as it is, whatever else a second session would show. */
function asksForConfirmation({ next, rows }: GateReport): boolean {
  const broken = rows.some(({ verdict, waived }) => verdict === 'broken' && waived === null);
  return next.action === 'confirm' && !broken;
}

function grantOf({ sha, by, reason, source }: RecordedWaiver): WaiverGrant {
  return { benchmark: '*', engine: '*', by, reason, source, headCommit: sha };
}

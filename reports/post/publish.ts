/**
 * The whole way from a finished run to what its pull request shows. Each step is a function elsewhere; here stand their
 * order and what happens when one of them fails.
 *
 * verify the run, take the newest of its head → find the pull request → read waivers → read the sessions → judge → is the
 * head still the same? → have a rejection confirmed → comment → check run → status. Whatever fails on the way is told where it can still be
 * told, and the exit is red: post first, fail last. Nothing says "success" after something failed.
 */
import { exitStatusOf, type GateReport } from '../../stages/index.ts';
import { type MeasuredSession, readSessions } from './github/artifacts.ts';
import { touchesMeasured } from './github/changes.ts';
import { type CheckPlace, type PostedCheck, putCheckRun } from './github/check-run.ts';
import type { GitHubClient, RepositoryName } from './github/client.ts';
import {
  findStickyComment,
  putStickyComment,
  type StickyComment,
  type StickyPlace,
} from './github/comment.ts';
import { labelsOf } from './github/permissions.ts';
import { newestRun, rerun } from './github/runs.ts';
import { postStatus } from './github/status.ts';
import {
  findPullRequest,
  headStillIs,
  type PullRequest,
  readPull,
  readTrustedRun,
  type SharedHead,
  type WorkflowRun,
} from './github/verify.ts';
import {
  type JudgedCommits,
  type Judgement,
  judgeSessions,
  NOTHING_TO_MEASURE,
  neutralJudgement,
  type Policy,
} from './judge.ts';
import { PostError } from './problem.ts';
import {
  type PublicationContext,
  renderAnnotations,
  renderCheck,
  renderComment,
  renderStatusDescription,
  renderStepSummary,
} from './render/publication.ts';
import { conclusionOf, isNews, type Problem, type Publication } from './render/words.ts';
import { NO_STATE, parseState, type RecordedWaiver } from './state.ts';

export interface PublishSettings extends RepositoryName {
  /** `[a-z0-9-]`: in the names of artifacts, in the marker of the comment. */
  readonly suite: string;
  /** As whom the token comments. */
  readonly login: string;
  readonly checkName: string;
  /** Null: no commit status. */
  readonly statusContext: string | null;
  /** Of the workflow that measures. */
  readonly workflowPath: string;
  readonly waiverLabel: string;
  /** Inconclusive fails. */
  readonly strict: boolean;
  /** Whether a rejection is measured a second time before it fails. */
  readonly confirm: boolean;
  /** Globs of the files that are measured. */
  readonly paths: readonly string[];
  readonly policy: Policy;
  readonly sourceOf: PublicationContext['sourceOf'];
  readonly log: (message: string) => void;
}

export type Outcome =
  | { readonly kind: 'nothing'; readonly reason: string; readonly exitStatus: 0 }
  | {
      readonly kind: 'posted';
      readonly report: GateReport;
      readonly confirming: boolean;
      readonly commentUrl: string | null;
      readonly checkUrl: string;
      readonly stepSummary: string;
      readonly exitStatus: 0 | 1 | 3;
    };

/**
 * Publishes what the newest run of a head measured; `runId` is one of its runs.
 *
 * @throws PostError when something could not be judged or posted; what could be, is.
 */
export async function publishRun(
  client: GitHubClient,
  settings: PublishSettings,
  runId: number,
): Promise<Outcome> {
  const asked = await readTrustedRun(client, settings, runId);
  const run = asked.event === 'merge_group' ? asked : await newestOf(client, settings, asked);
  if (run.conclusion === 'skipped') return nothing(`in run ${run.id} there was nothing to measure`);
  if (!run.completed) return nothing(`run ${run.id} is measuring; its end will report`);
  const target = run.event === 'merge_group' ? null : await findPullRequest(client, settings, run);
  if (target !== null && 'reason' in target) return nothing(target.reason);
  if (target !== null && 'shared' in target) return publishShared(client, settings, run, target);

  const place = target && { ...settings, pull: target.number };
  const existing = place && (await findStickyComment(client, place));
  const waiver = target && (await standingWaiver(client, settings, target, existing));
  const commits: JudgedCommits = { baseSha: target?.baseSha ?? null, headSha: run.headSha };
  const judged = await judge(client, settings, run, commits, waiver);

  // Before a second session is started, too: on an old head it would be of no use.
  if (target && !(await headStillIs(client, settings, target))) {
    return nothing(`the head of #${target.number} has moved on; the run of its new head will report`);
  }
  const confirming = judged.unconfirmed && settings.confirm && (await startAgain(client, settings, run));
  const context = contextOf(settings, commits, run.url, target?.number ?? null);
  const publication: Publication = { ...judged, confirming };
  return post(client, settings, run, place, existing, { publication, context, waiver });
}

/** The newest run of the same head, which may be the same run. */
async function newestOf(
  client: GitHubClient,
  settings: PublishSettings,
  run: WorkflowRun,
): Promise<WorkflowRun> {
  const { headSha: sha, headRepositoryId: repositoryId } = run;
  const newest = await newestRun(client, { ...settings, sha, repositoryId });
  return newest === null || newest.id === run.id ? run : readTrustedRun(client, settings, newest.id);
}

/** No verdict where it would be one on several pull requests: a green check of the one would let the other through. */
async function publishShared(
  client: GitHubClient,
  settings: PublishSettings,
  run: WorkflowRun,
  { shared }: SharedHead,
): Promise<Outcome> {
  const commits = { baseSha: null, headSha: run.headSha };
  const { report } = neutralJudgement(NOTHING_TO_MEASURE, settings.policy, commits);
  const numbers = shared.map((number) => `#${number}`).join(', ');
  const problem: Problem = {
    what: 'several pull requests have this head',
    detail: `${numbers} have the same head, and a check belongs to a commit: close all but one, or push a commit, and measure again`,
    conclusion: 'failure',
  };
  const publication = { report, neutral: null, confirming: false, problem };
  const context = contextOf(settings, commits, run.url, null);
  return post(client, settings, run, null, null, { publication, context, waiver: null });
}

function contextOf(
  { suite, waiverLabel, sourceOf }: PublishSettings,
  commits: JudgedCommits,
  runUrl: string,
  pull: number | null,
): PublicationContext {
  return { suite, waiverLabel, sourceOf, ...commits, runUrl, pull };
}

/** The most sessions that are started by themselves: whatever artifacts say, it ends. */
const MOST_ATTEMPTS = 8;

type Judged = Omit<Publication, 'confirming'> & { readonly unconfirmed: boolean };

/** What is judged, or the problem in its place. */
async function judge(
  client: GitHubClient,
  settings: PublishSettings,
  run: WorkflowRun,
  commits: JudgedCommits,
  waiver: RecordedWaiver | null,
): Promise<Judged> {
  const { policy } = settings;
  try {
    const judgement = await judgeRun(client, settings, run, commits, waiver);
    return { ...judgement, problem: null };
  } catch (error) {
    if (!(error instanceof PostError) || error.code !== 'ARTIFACT_REFUSED') throw error;
    settings.log(error.message);
    const { report } = neutralJudgement(NOTHING_TO_MEASURE, policy, commits);
    return { report, neutral: null, unconfirmed: false, problem: problemOf(run, error) };
  }
}

async function judgeRun(
  client: GitHubClient,
  settings: PublishSettings,
  run: WorkflowRun,
  commits: JudgedCommits,
  waiver: RecordedWaiver | null,
): Promise<Judgement> {
  if (run.conclusion !== 'success') {
    throw new PostError('ARTIFACT_REFUSED', `the measuring run ended as ${run.conclusion}`);
  }
  const sessions: MeasuredSession[] = await readSessions(client, settings, run.id, settings.suite);
  if (sessions.at(-1)?.attempt === run.attempt)
    return judgeSessions(sessions, settings.policy, commits, waiver);
  const { baseSha } = commits;
  const touched =
    sessions.length > 0 ||
    baseSha === null ||
    (await touchesMeasured(client, settings, { baseSha, headSha: run.headSha }, settings.paths));
  if (!touched) return neutralJudgement(NOTHING_TO_MEASURE, settings.policy, commits);
  throw new PostError('ARTIFACT_REFUSED', `attempt ${run.attempt} of the run left no samples`);
}

function problemOf(run: WorkflowRun, error: PostError): Problem {
  const cancelled = run.conclusion === 'cancelled';
  const what =
    run.conclusion === 'success'
      ? 'what was measured cannot be used'
      : cancelled
        ? 'measuring was cancelled'
        : 'measuring did not finish';
  return { what, detail: error.message, conclusion: cancelled ? 'cancelled' : 'failure' };
}

/** Whether a second session is on its way; if it cannot be started, the first one counts. */
async function startAgain(
  client: GitHubClient,
  settings: PublishSettings,
  run: WorkflowRun,
): Promise<boolean> {
  if (run.attempt >= MOST_ATTEMPTS) return false;
  try {
    await rerun(client, settings, run.id, run.attempt);
    return true;
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    settings.log(`no second session: ${error.message}`);
    return false;
  }
}

/** The waiver that our comment remembers, as long as the label stands. */
async function standingWaiver(
  client: GitHubClient,
  settings: PublishSettings,
  { number }: PullRequest,
  existing: StickyComment | null,
): Promise<RecordedWaiver | null> {
  const { waiver } = existing ? parseState(existing.body) : NO_STATE;
  if (waiver === null) return null;
  const labels = await labelsOf(client, settings, number);
  return labels.includes(settings.waiverLabel) ? waiver : null;
}

/** Where the samples come from, and on which commit the verdict is posted. */
type PostedRun = Pick<WorkflowRun, 'id' | 'attempt' | 'url' | 'headSha'>;

/** Run id of what was measured elsewhere than in a workflow: there is none to start again. */
export const NO_RUN = 0;

/**
 * Posts on a pull request what was measured and judged elsewhere, by somebody who holds the token.
 *
 * @throws PostError when something could not be posted.
 */
export async function publishFiles(
  client: GitHubClient,
  settings: PublishSettings,
  number: number,
  judgeAs: (commits: JudgedCommits) => Judgement,
): Promise<Outcome> {
  const { owner, repo } = settings;
  const { url, ...commits } = await readPull(client, { owner, repo }, number);
  const { report, neutral } = judgeAs(commits);
  const place = { ...settings, pull: number };
  const existing = await findStickyComment(client, place);
  const publication: Publication = { report, neutral, confirming: false, problem: null };
  const context = contextOf(settings, commits, url, number);
  const run = { id: NO_RUN, attempt: 1, url, headSha: commits.headSha };
  return post(client, settings, run, place, existing, { publication, context, waiver: null });
}

interface Content {
  readonly publication: Publication;
  readonly context: PublicationContext;
  readonly waiver: RecordedWaiver | null;
}

async function post(
  client: GitHubClient,
  settings: PublishSettings,
  run: PostedRun,
  place: StickyPlace | null,
  existing: StickyComment | null,
  { publication, context, waiver }: Content,
): Promise<Outcome> {
  const problems: PostError[] = [];
  const step = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PostError)) throw error;
      settings.log(error.message);
      problems.push(error);
      return null;
    }
  };
  const comment =
    place && (existing || waiver || isNews(publication))
      ? await step(() =>
          putStickyComment(client, place, renderComment(publication, context, { waiver }), existing),
        )
      : null;
  const check = await step(() => postCheck(client, settings, run, publication, context, problems.length > 0));
  if (settings.statusContext !== null) {
    const statusContext = settings.statusContext;
    await step(() =>
      postStatus(client, settings, run.headSha, {
        ...{ context: statusContext, targetUrl: check?.url || run.url },
        ...{
          state: statusState(publication, settings, problems),
          description: renderStatusDescription(publication),
        },
      }),
    );
  }
  if (problems.length > 0 || check === null) {
    throw new PostError(problems[0]!.code, problems.map(({ message }) => message).join('; '));
  }
  if (publication.problem) throw new PostError('ARTIFACT_REFUSED', publication.problem.detail);
  const { report, confirming } = publication;
  return {
    ...{ kind: 'posted', report, confirming },
    ...{ commentUrl: comment?.url ?? null, checkUrl: check.url },
    stepSummary: renderStepSummary(publication, context),
    exitStatus: confirming ? 0 : exitStatusOf(report.verdict, settings.strict),
  };
}

async function postCheck(
  client: GitHubClient,
  settings: PublishSettings,
  run: PostedRun,
  publication: Publication,
  context: PublicationContext,
  failed: boolean,
): Promise<PostedCheck> {
  const { owner, repo, checkName, suite, strict } = settings;
  const place: CheckPlace = { owner, repo, name: checkName, suite, headSha: run.headSha };
  return putCheckRun(client, place, {
    ...renderCheck(publication, context),
    conclusion: failed ? 'failure' : conclusionOf(publication, strict),
    detailsUrl: run.url,
    runId: run.id,
    attempt: run.attempt,
    annotations: renderAnnotations(publication, context),
  });
}

function statusState(
  publication: Publication,
  { strict }: PublishSettings,
  problems: readonly PostError[],
): 'error' | 'failure' | 'pending' | 'success' {
  if (problems.length > 0) return 'error';
  const conclusion = conclusionOf(publication, strict);
  if (conclusion === null) return 'pending';
  return conclusion === 'failure' || conclusion === 'cancelled' ? 'failure' : 'success';
}

function nothing(reason: string): Outcome {
  return { kind: 'nothing', reason, exitStatus: 0 };
}

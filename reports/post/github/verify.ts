/**
 * From a finished workflow run to the pull request that it measured, by what GitHub says alone. Nothing is taken from
 * the artifact, and of the event only the id of the run.
 *
 * For forks `workflow_run.pull_requests` and `commits/{sha}/pulls` come back empty, so that the pull request is looked up by
 * the branch of its head; base repository, head commit and head repository have to be equal.
 */
import { PostError } from '../problem.ts';
import { type GitHubClient, type RepositoryName, requestProblem } from './client.ts';
import { hasEnded } from './runs.ts';

export interface WorkflowRun {
  readonly id: number;
  readonly attempt: number;
  readonly url: string;
  readonly event: 'pull_request' | 'merge_group';
  readonly headSha: string;
  /** False while it, or a further attempt of it, is measuring. */
  readonly completed: boolean;
  /** `success`, `failure`, `cancelled`, … */
  readonly conclusion: string;
  readonly headRepositoryId: number;
  readonly headOwner: string;
  readonly headBranch: string;
  readonly repositoryId: number;
}

export interface PullRequest {
  readonly number: number;
  readonly baseSha: string;
  readonly headSha: string;
  readonly fromFork: boolean;
}

/** Why there is nothing to post to: not an error. */
export interface NoTarget {
  readonly reason: string;
}

/** Several pull requests have the head: which base was measured, nobody says, and a check is of a commit, not of one of them. */
export interface SharedHead {
  readonly shared: readonly number[];
}

export interface ExpectedRun extends RepositoryName {
  /** Such as `.github/workflows/gate.yml`. */
  readonly workflowPath: string;
}

const MERGE_QUEUE_PREFIX = 'gh-readonly-queue/';

/** The run, if it is one whose measurements may be published; `NOT_TRUSTED` otherwise. */
export async function readTrustedRun(
  client: GitHubClient,
  { owner, repo, workflowPath }: ExpectedRun,
  runId: number,
): Promise<WorkflowRun> {
  const run = await getRun(client, { owner, repo }, runId);
  const path = run.path.replace(/@.*$/, '');
  if (path !== workflowPath) refuse(`run ${runId} is of the workflow ${path}, not of ${workflowPath}`);
  if (run.event !== 'pull_request' && run.event !== 'merge_group') {
    refuse(`run ${runId} was started by ${run.event}, not by pull_request`);
  }
  if (!run.head_repository) refuse(`run ${runId} has no head repository: the fork is gone`);
  if (run.event === 'merge_group') {
    const queued =
      run.head_repository.id === run.repository.id && run.head_branch?.startsWith(MERGE_QUEUE_PREFIX);
    if (!queued) refuse(`run ${runId} says merge_group, but its branch is not of the merge queue`);
  }
  return {
    id: run.id,
    attempt: run.run_attempt ?? 1,
    url: run.html_url,
    event: run.event,
    headSha: run.head_sha,
    completed: hasEnded(run),
    conclusion: run.conclusion ?? 'unknown',
    headRepositoryId: run.head_repository.id,
    headOwner: run.head_repository.owner.login,
    headBranch: run.head_branch ?? '',
    repositoryId: run.repository.id,
  };
}

/** The open pull request whose head the run measured, or why there is none. */
export async function findPullRequest(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  run: WorkflowRun,
): Promise<PullRequest | NoTarget | SharedHead> {
  const head = `${run.headOwner}:${run.headBranch}`;
  const pulls = await listPulls(client, { owner, repo }, head);
  const ofHead = pulls.filter(
    (pull) => pull.base.repo.id === run.repositoryId && pull.head.repo?.id === run.headRepositoryId,
  );
  const [current, ...more] = ofHead.filter((pull) => pull.head.sha === run.headSha);
  if (current && more.length > 0) return { shared: [current, ...more].map(({ number }) => number) };
  if (current) {
    return {
      number: current.number,
      baseSha: current.base.sha,
      headSha: current.head.sha,
      fromFork: run.headRepositoryId !== run.repositoryId,
    };
  }
  if (ofHead.length > 0) {
    return { reason: `the head of #${ofHead[0]!.number} has moved on; the run of its new head will report` };
  }
  return { reason: 'no open pull request has this head' };
}

/** Just before posting: is the head still the one that was judged? */
export async function headStillIs(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  pull: PullRequest,
): Promise<boolean> {
  try {
    const { data } = await client.rest.pulls.get({ owner, repo, pull_number: pull.number });
    return data.state === 'open' && data.head.sha === pull.headSha;
  } catch (error) {
    throw requestProblem(`reading #${pull.number}`, error);
  }
}

export interface OpenPull {
  readonly number: number;
  readonly headSha: string;
  /** Null: the fork is gone. */
  readonly headRepositoryId: number | null;
}

/** The open pull requests on which something happened last. */
export async function listOpenPulls(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  limit: number,
): Promise<OpenPull[]> {
  try {
    const { data } = await client.rest.pulls.list({
      ...{ owner, repo, state: 'open', sort: 'updated', direction: 'desc', per_page: limit },
    });
    return data.map(({ number, head }) => ({
      ...{ number, headSha: head.sha, headRepositoryId: head.repo?.id ?? null },
    }));
  } catch (error) {
    throw requestProblem('listing the open pull requests', error);
  }
}

/** The commits of a pull request as they are now. */
export async function readPull(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
): Promise<{ readonly url: string; readonly baseSha: string; readonly headSha: string }> {
  try {
    const { data } = await client.rest.pulls.get({ owner, repo, pull_number: number });
    return { url: data.html_url, baseSha: data.base.sha, headSha: data.head.sha };
  } catch (error) {
    throw requestProblem(`reading #${number}`, error);
  }
}

async function getRun(client: GitHubClient, { owner, repo }: RepositoryName, runId: number) {
  try {
    return (await client.rest.actions.getWorkflowRun({ owner, repo, run_id: runId })).data;
  } catch (error) {
    throw requestProblem(`reading workflow run ${runId}`, error);
  }
}

async function listPulls(client: GitHubClient, { owner, repo }: RepositoryName, head: string) {
  try {
    return await client.paginate(client.rest.pulls.list, { owner, repo, head, state: 'open', per_page: 100 });
  } catch (error) {
    throw requestProblem('looking for the pull request', error);
  }
}

function refuse(problem: string): never {
  throw new PostError('NOT_TRUSTED', problem);
}

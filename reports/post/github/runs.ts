/** The runs of a head, and measuring again: a re-run keeps the event and so the rights of the first run, those of a fork included. */
import { basename } from 'node:path/posix';
import { type GitHubClient, mayHaveBeenStored, type RepositoryName, requestProblem } from './client.ts';

const ATTEMPTS = 3;

/** Starts the next attempt of a run that has completed. */
export async function rerun(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  runId: number,
  attempt: number,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.rest.actions.reRunWorkflow({ owner, repo, run_id: runId, request: { retries: 0 } });
      return;
    } catch (error) {
      try {
        if (mayHaveBeenStored(error) && (await attemptOf(client, { owner, repo }, runId)) > attempt) return;
      } catch (second) {
        throw requestProblem(`reading workflow run ${runId}`, second);
      }
      if (!mayHaveBeenStored(error) || tries === ATTEMPTS) {
        throw requestProblem(`starting workflow run ${runId} again`, error);
      }
    }
  }
}

async function attemptOf(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  runId: number,
): Promise<number> {
  const { data } = await client.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
  return data.run_attempt ?? 1;
}

export interface RunOfHead {
  readonly id: number;
  readonly attempt: number;
  readonly completed: boolean;
}

export interface Head extends RepositoryName {
  /** Such as `.github/workflows/gate.yml`. */
  readonly workflowPath: string;
  readonly sha: string;
  readonly repositoryId: number;
}

/** A run that waits for a maintainer's approval counts as completed at GitHub, and has not begun. */
export function hasEnded(run: {
  readonly status: string | null;
  readonly conclusion: string | null;
}): boolean {
  return run.status === 'completed' && run.conclusion !== 'action_required';
}

/**
 * The newest run of a pull request's head: of two, the older may have measured against a base that is no longer the base.
 * Runs in which nothing was to be measured (a title was edited) do not count.
 */
export async function newestRun(client: GitHubClient, head: Head): Promise<RunOfHead | null> {
  const { owner, repo, workflowPath, sha, repositoryId } = head;
  try {
    const runs = await client.paginate(client.rest.actions.listWorkflowRuns, {
      ...{ owner, repo, workflow_id: basename(workflowPath), head_sha: sha, event: 'pull_request' },
      per_page: 100,
    });
    const counted = runs.filter(
      ({ head_repository, conclusion }) => head_repository?.id === repositoryId && conclusion !== 'skipped',
    );
    const [newest] = counted.sort((a, b) => b.id - a.id);
    if (!newest) return null;
    return { id: newest.id, attempt: newest.run_attempt ?? 1, completed: hasEnded(newest) };
  } catch (error) {
    throw requestProblem(`listing the runs of ${sha}`, error);
  }
}

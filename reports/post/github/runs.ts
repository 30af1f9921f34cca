/** Measuring again: a re-run keeps the event and so the rights of the first run, those of a fork included. */
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

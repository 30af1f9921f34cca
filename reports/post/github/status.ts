/** The commit status, for those who require one: state, 140 characters, and a link. */
import { type GitHubClient, type RepositoryName, requestProblem } from './client.ts';

export interface StatusContent {
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string;
  readonly targetUrl: string;
}

export const STATUS_DESCRIPTION_CHARACTERS = 140;

/** Statuses are appended and the last one of a context counts, so that a retry does no harm. */
export async function postStatus(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  sha: string,
  { context, state, description, targetUrl }: StatusContent,
): Promise<void> {
  try {
    await client.rest.repos.createCommitStatus({
      ...{ owner, repo, sha, context, state, target_url: targetUrl },
      description: description.slice(0, STATUS_DESCRIPTION_CHARACTERS),
    });
  } catch (error) {
    throw requestProblem(`posting the commit status "${context}"`, error);
  }
}

/** Labels and rights, read live: what an event says of them may be old, or be of another head. */
import { type GitHubClient, type RepositoryName, requestProblem } from './client.ts';

export async function labelsOf(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  pull: number,
): Promise<string[]> {
  try {
    const labels = await client.paginate(client.rest.issues.listLabelsOnIssue, {
      ...{ owner, repo, issue_number: pull, per_page: 100 },
    });
    return labels.map(({ name }) => name);
  } catch (error) {
    throw requestProblem(`reading the labels of #${pull}`, error);
  }
}

export async function addLabel(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  pull: number,
  label: string,
): Promise<void> {
  try {
    await client.rest.issues.addLabels({ owner, repo, issue_number: pull, labels: [label] });
  } catch (error) {
    throw requestProblem(`labelling #${pull}`, error);
  }
}

/** May this person write to the repository? (GitHub says `write` for maintainers too.) */
export async function mayWrite(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  username: string,
): Promise<boolean> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    throw requestProblem(`reading the rights of ${username}`, error);
  }
}

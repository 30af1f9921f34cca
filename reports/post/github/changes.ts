/** Did a pull request touch anything that is measured? Asked of GitHub, for a workflow that measured nothing may lie. */
import { matchesGlob } from 'node:path';
import { type GitHubClient, type RepositoryName, requestProblem } from './client.ts';

/** A comparison lists no more files than these; whatever is beyond may be anything. */
const LISTED_FILES = 300;

export async function touchesMeasured(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  { baseSha, headSha }: { readonly baseSha: string; readonly headSha: string },
  globs: readonly string[],
): Promise<boolean> {
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      ...{ owner, repo, basehead: `${baseSha}...${headSha}`, per_page: 1 },
    });
    const files = data.files ?? [];
    return files.length >= LISTED_FILES || files.some((file) => isMeasured(file, globs));
  } catch (error) {
    throw requestProblem('comparing head with base', error);
  }
}

/** A file that was moved counts under both its names. */
function isMeasured(
  { filename, previous_filename }: { readonly filename: string; readonly previous_filename?: string },
  globs: readonly string[],
): boolean {
  return [filename, previous_filename].some(
    (name) => name !== undefined && globs.some((glob) => matchesGlob(name, glob)),
  );
}

/**
 * The sticky comment: one a suite on a pull request, found by a hidden marker **and** our own login, made when there
 * is news, edited from then on (edits notify nobody).
 *
 * A create is never retried blindly: a 502 may come after GitHub stored the comment. After any failure that leaves
 * this open the comments are listed again; what is there is taken, and only what is not there is made again.
 */
import { PostError } from '../problem.ts';
import {
  type GitHubClient,
  mayHaveBeenStored,
  type RepositoryName,
  requestProblem,
  statusOf,
} from './client.ts';

const ATTEMPTS = 3;

export interface StickyPlace extends RepositoryName {
  readonly pull: number;
  /** The suite that the comment reports on: `[a-z0-9-]`. */
  readonly suite: string;
  /** Whose comments are ours: `github-actions[bot]` for a workflow's own token. */
  readonly login: string;
}

export interface StickyComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
}

/** Begins the body of our comment and is found nowhere else at a beginning. */
export function stickyMarker(suite: string): string {
  return `<!-- stage-gate comment: ${suite} -->`;
}

/** Our comment, or null. Of two (two jobs raced) the older stays and the others are removed. */
export async function findStickyComment(
  client: GitHubClient,
  place: StickyPlace,
): Promise<StickyComment | null> {
  const { owner, repo, pull, suite, login } = place;
  try {
    const comments = await client.paginate(client.rest.issues.listComments, {
      ...{ owner, repo, issue_number: pull, per_page: 100 },
    });
    const [ours, ...more] = comments.filter(
      ({ body, user }) => user?.login === login && (body ?? '').startsWith(stickyMarker(suite)),
    );
    for (const { id } of more) await removeComment(client, { owner, repo }, id);
    return ours ? { id: ours.id, url: ours.html_url, body: ours.body ?? '' } : null;
  } catch (error) {
    throw requestProblem(`listing the comments of #${pull}`, error);
  }
}

/** Makes `body` the content of our comment; `body` begins with the marker. */
export async function putStickyComment(
  client: GitHubClient,
  place: StickyPlace,
  body: string,
  existing: StickyComment | null,
): Promise<StickyComment> {
  let stored = existing;
  for (let attempt = 1; ; attempt++) {
    try {
      if (stored === null) return await createComment(client, place, body);
      return stored.body === body ? stored : await updateComment(client, place, stored, body);
    } catch (error) {
      if (!mayHaveBeenStored(error) || attempt === ATTEMPTS) {
        throw requestProblem(`commenting on #${place.pull}`, error);
      }
      stored = await findStickyComment(client, place);
    }
  }
}

async function removeComment(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  id: number,
): Promise<void> {
  try {
    await client.rest.issues.deleteComment({ owner, repo, comment_id: id });
  } catch (error) {
    if (statusOf(error) !== 404) throw error; // gone: what was wanted
  }
}

async function createComment(client: GitHubClient, place: StickyPlace, body: string): Promise<StickyComment> {
  const { owner, repo, pull, login } = place;
  const { data } = await client.rest.issues.createComment({
    ...{ owner, repo, issue_number: pull, body },
    request: { retries: 0 },
  });
  if (data.user?.login !== login) {
    throw new PostError(
      'BAD_INPUT',
      `the token comments as ${data.user?.login}, but comments of ${login} are looked for: set login to ${data.user?.login}`,
    );
  }
  return { id: data.id, url: data.html_url, body };
}

async function updateComment(
  client: GitHubClient,
  { owner, repo }: StickyPlace,
  { id, url }: StickyComment,
  body: string,
): Promise<StickyComment> {
  await client.rest.issues.updateComment({ owner, repo, comment_id: id, body });
  return { id, url, body };
}

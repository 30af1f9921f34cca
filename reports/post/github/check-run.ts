/**
 * Our check run on a commit: one with a constant name, known by the external id that only a token can set (a job of a
 * fork can bear the same name). A later verdict on the same commit updates it.
 */
import { type GitHubClient, mayHaveBeenStored, type RepositoryName, requestProblem } from './client.ts';

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface CheckPlace extends RepositoryName {
  readonly name: string;
  readonly suite: string;
  readonly headSha: string;
}

export interface CheckContent {
  /** Null while a second session is being measured. */
  readonly conclusion: Conclusion | null;
  readonly title: string;
  /** Markdown, at most 65 535 characters, as is `text`. */
  readonly summary: string;
  readonly text: string;
  readonly detailsUrl: string;
  /** The workflow run that it reports on and its attempt, so that a waiver or command can find it again. */
  readonly runId: number;
  readonly attempt: number;
  readonly annotations: readonly Annotation[];
}

export interface PostedCheck {
  readonly id: number;
  readonly url: string;
  /** The workflow run that the check reports on. */
  readonly runId: number;
  readonly attempt: number;
  /** False while it waits for a session. */
  readonly completed: boolean;
}

/** More annotations go in further requests. */
const ANNOTATIONS_A_REQUEST = 50;
const ATTEMPTS = 3;

export async function findCheckRun(client: GitHubClient, place: CheckPlace): Promise<PostedCheck | null> {
  const { owner, repo, name, headSha } = place;
  try {
    const runs = await client.paginate(client.rest.checks.listForRef, {
      ...{ owner, repo, ref: headSha, check_name: name, filter: 'all', per_page: 100 },
    });
    const prefix = externalIdPrefix(place.suite);
    const ours = runs.find(({ external_id }) => external_id?.startsWith(prefix));
    if (!ours) return null;
    const [runId, attempt] = ours.external_id!.slice(prefix.length).split('/').map(Number);
    return {
      ...{ id: ours.id, url: ours.html_url ?? '', runId: runId!, attempt: attempt ?? 1 },
      completed: ours.status === 'completed',
    };
  } catch (error) {
    throw requestProblem(`listing the check runs of ${headSha}`, error);
  }
}

/**
 * Neither request is retried blindly: a create could make a second run, an update add its annotations twice. After a
 * failure that may have been stored, what stands is read again and only the rest is asked for.
 */
export async function putCheckRun(
  client: GitHubClient,
  place: CheckPlace,
  content: CheckContent,
): Promise<PostedCheck> {
  for (let attempt = 1; ; attempt++) {
    try {
      const existing = await findCheckRun(client, place);
      const posted = existing ?? (await createCheckRun(client, place, content));
      if (existing || content.annotations.length > ANNOTATIONS_A_REQUEST) {
        await updateCheckRun(client, place, posted, content);
      }
      return { ...posted, ...reportedOn(content) };
    } catch (error) {
      if (mayHaveBeenStored(error) && attempt < ATTEMPTS) continue;
      throw requestProblem(`posting the check run "${place.name}"`, error);
    }
  }
}

async function createCheckRun(
  client: GitHubClient,
  place: CheckPlace,
  content: CheckContent,
): Promise<PostedCheck> {
  const { owner, repo, name, headSha } = place;
  const { data } = await client.rest.checks.create({
    ...{ owner, repo, name, head_sha: headSha },
    ...fieldsOf(place, content, content.annotations.slice(0, ANNOTATIONS_A_REQUEST)),
    request: { retries: 0 },
  });
  return { id: data.id, url: data.html_url ?? '', ...reportedOn(content) };
}

function reportedOn({ runId, attempt, conclusion }: CheckContent): Omit<PostedCheck, 'id' | 'url'> {
  return { runId, attempt, completed: conclusion !== null };
}

/** Annotations can only be added: those that stand already are left out. */
async function updateCheckRun(
  client: GitHubClient,
  place: CheckPlace,
  { id }: PostedCheck,
  content: CheckContent,
): Promise<void> {
  const { owner, repo } = place;
  const present = await client.paginate(client.rest.checks.listAnnotations, {
    ...{ owner, repo, check_run_id: id, per_page: 100 },
  });
  const keys = new Set(present.map((each) => annotationKey(each as Annotation)));
  const missing = content.annotations.filter((each) => !keys.has(annotationKey(each)));
  for (let start = 0; start === 0 || start < missing.length; start += ANNOTATIONS_A_REQUEST) {
    await client.rest.checks.update({
      ...{ owner, repo, check_run_id: id },
      ...fieldsOf(place, content, missing.slice(start, start + ANNOTATIONS_A_REQUEST)),
      request: { retries: 0 },
    });
  }
}

function fieldsOf({ suite }: CheckPlace, content: CheckContent, annotations: readonly Annotation[]) {
  const { conclusion, title, summary, text, detailsUrl, runId, attempt } = content;
  const state =
    conclusion === null
      ? ({ status: 'in_progress' } as const)
      : ({ status: 'completed', conclusion } as const);
  return {
    ...state,
    external_id: `${externalIdPrefix(suite)}${runId}/${attempt}`,
    details_url: detailsUrl,
    output: { title, summary, text, annotations: [...annotations] },
  };
}

function externalIdPrefix(suite: string): string {
  return `stage-gate/${suite}/`;
}

/** Not the level: a waiver makes a warning of a failure that is annotated already. */
function annotationKey({ path, start_line, title, message }: Annotation): string {
  return JSON.stringify([path, start_line, title, message]);
}

/** The artifacts of a run: one an attempt, named `stage-gate-SUITE-ATTEMPT`, in the order of the attempts. */
import type { ResultFile } from '../../../suites/index.ts';
import { readArtifact } from '../artifact/raw-samples.ts';
import { ARTIFACT_LIMITS } from '../artifact/zip.ts';
import { PostError } from '../problem.ts';
import { type GitHubClient, type RepositoryName, requestProblem } from './client.ts';

export interface MeasuredSession {
  readonly attempt: number;
  readonly result: ResultFile;
}

/** Older attempts than these are not looked at. */
const MAX_ATTEMPTS = 8;

export async function readSessions(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  runId: number,
  suite: string,
): Promise<MeasuredSession[]> {
  const listed = await listArtifacts(client, { owner, repo }, runId);
  const attempts = listed.flatMap(({ id, name, expired, size_in_bytes }) => {
    const attempt = new RegExp(`^stage-gate-${suite}-([1-9]\\d{0,3})$`).exec(name)?.[1];
    return attempt === undefined || expired ? [] : [{ id, attempt: Number(attempt), bytes: size_in_bytes }];
  });
  attempts.sort((a, b) => a.attempt - b.attempt);
  const twice = attempts.find(({ attempt }, index) => attempts[index + 1]?.attempt === attempt);
  if (twice)
    throw new PostError('ARTIFACT_REFUSED', `run ${runId} has two artifacts of attempt ${twice.attempt}`);
  const sessions: MeasuredSession[] = [];
  for (const { id, attempt, bytes } of attempts.slice(-MAX_ATTEMPTS)) {
    if (bytes > ARTIFACT_LIMITS.zipBytes) {
      throw new PostError(
        'ARTIFACT_REFUSED',
        `the artifact is ${bytes} bytes, more than ${ARTIFACT_LIMITS.zipBytes}`,
      );
    }
    sessions.push({ attempt, result: await readArtifact(await download(client, { owner, repo }, id)) });
  }
  return sessions;
}

async function listArtifacts(client: GitHubClient, { owner, repo }: RepositoryName, runId: number) {
  try {
    return await client.paginate(client.rest.actions.listWorkflowRunArtifacts, {
      ...{ owner, repo, run_id: runId, per_page: 100 },
    });
  } catch (error) {
    throw requestProblem(`listing the artifacts of run ${runId}`, error);
  }
}

async function download(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  id: number,
): Promise<Uint8Array> {
  try {
    const { data } = await client.rest.actions.downloadArtifact({
      ...{ owner, repo, artifact_id: id, archive_format: 'zip' },
    });
    return new Uint8Array(data as ArrayBuffer);
  } catch (error) {
    throw requestProblem(`downloading artifact ${id}`, error);
  }
}

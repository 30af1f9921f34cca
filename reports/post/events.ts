/**
 * What each event asks for. Of an event only ids, names and the head that a label was set on are taken; rights, labels
 * and heads are read live, since an event may be older than what happened since.
 *
 * workflow_run: publish. issue_comment: a command of somebody who may write. pull_request_target: the waiver label was set
 * or taken away, or the base was changed; nothing of the head is checked out for it. schedule: what was lost is found.
 */

import { type Command, parseCommand } from './command.ts';
import { findCheckRun, putCheckRun } from './github/check-run.ts';
import type { GitHubClient } from './github/client.ts';
import { findStickyComment, putStickyComment, type StickyPlace, stickyMarker } from './github/comment.ts';
import { addLabel, mayWrite } from './github/permissions.ts';
import { newestRun, rerun } from './github/runs.ts';
import { listOpenPulls, readPull, readTrustedRun } from './github/verify.ts';
import { PostError } from './problem.ts';
import { NO_RUN, type Outcome, type PublishSettings, publishRun } from './publish.ts';
import { makeWaiver, type RecordedWaiver, withState } from './state.ts';
import { codeText, plainText } from './untrusted-text.ts';

export interface GitHubEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** @throws PostError where the event is not one to act on, or acting failed. */
export async function handleEvent(
  client: GitHubClient,
  settings: PublishSettings,
  { name, payload }: GitHubEvent,
): Promise<Outcome> {
  const event = new Payload(payload);
  if (name === 'schedule') return catchUp(client, settings);
  const repository = event.text('repository', 'full_name');
  if (repository !== `${settings.owner}/${settings.repo}`) {
    throw new PostError('NOT_TRUSTED', `the event is of ${plainText(repository)}, not of this repository`);
  }
  switch (name) {
    case 'workflow_run':
      if (event.text('action') !== 'completed') return nothing('the run has not ended yet');
      return publishRun(client, settings, event.number('workflow_run', 'id'));
    case 'issue_comment':
      return onComment(client, settings, event);
    case 'pull_request_target':
      return event.text('action') === 'edited'
        ? onEdit(client, settings, event)
        : onLabel(client, settings, event);
    default:
      throw new PostError('NOT_TRUSTED', `the event ${plainText(name)} is none that this job acts on`);
  }
}

async function onComment(client: GitHubClient, settings: PublishSettings, event: Payload): Promise<Outcome> {
  if (event.text('action') !== 'created' || !event.has('issue', 'pull_request')) {
    return nothing('it is no new comment on a pull request');
  }
  const command = parseCommand(event.text('comment', 'body'));
  if (command === null) return nothing('the comment is no command for the gate');
  const author = event.text('comment', 'user', 'login');
  if (!(await mayWrite(client, settings, author))) {
    throw new PostError(
      'NOT_TRUSTED',
      `${plainText(author)} may not write to this repository, so the command is not carried out`,
    );
  }
  return carryOut(client, settings, event.number('issue', 'number'), command, author);
}

async function carryOut(
  client: GitHubClient,
  settings: PublishSettings,
  pull: number,
  command: Command,
  by: string,
): Promise<Outcome> {
  if (command.kind === 'mistake') throw new PostError('BAD_INPUT', command.problem);
  const head = await liveHead(client, settings, pull);
  if (command.kind === 'rerun') return measureAgain(client, settings, head);
  if (command.sha !== head) {
    throw new PostError(
      'NOT_TRUSTED',
      `the waiver is for ${command.sha}, but the head of #${pull} is ${head}: look at it and waive that`,
    );
  }
  await addLabel(client, settings, pull, settings.waiverLabel);
  return waive(
    client,
    settings,
    pull,
    makeWaiver({ sha: head, by, reason: command.reason, source: 'comment' }),
  );
}

/** The label binds to the head that it was set on: the one in the event, if it still is the head. */
async function onLabel(client: GitHubClient, settings: PublishSettings, event: Payload): Promise<Outcome> {
  const action = event.text('action');
  if (action !== 'labeled' && action !== 'unlabeled')
    return nothing(`${plainText(action)} changes no waiver`);
  if (event.text('label', 'name') !== settings.waiverLabel) return nothing('it is not the waiver’s label');
  const pull = event.number('pull_request', 'number');
  const head = await liveHead(client, settings, pull);
  if (action === 'unlabeled') {
    const runId = await runOfHead(client, settings, head);
    return runId === null ? nothing('nothing has been measured yet') : publishRun(client, settings, runId);
  }
  const by = event.text('sender', 'login');
  // The workflow's own label follows a comment that has been dealt with.
  if (by === settings.login) return nothing('the label was set by this workflow itself');
  if (event.text('pull_request', 'head', 'sha') !== head) {
    throw new PostError(
      'NOT_TRUSTED',
      `the head of #${pull} has moved since the label was set: take it away and set it again`,
    );
  }
  if (!(await mayWrite(client, settings, by))) {
    throw new PostError(
      'NOT_TRUSTED',
      `${plainText(by)} may not write to this repository, so the label waives nothing`,
    );
  }
  return waive(client, settings, pull, makeWaiver({ sha: head, by, reason: '', source: 'label' }));
}

/**
 * Another base: what was measured against the old one says nothing of the new one, and must not let it through while it is
 * being measured.
 */
async function onEdit(client: GitHubClient, settings: PublishSettings, event: Payload): Promise<Outcome> {
  if (!event.has('changes', 'base')) return nothing('the base is the same');
  const pull = event.number('pull_request', 'number');
  const { url, headSha } = await readPull(client, settings, pull);
  const { owner, repo, checkName: name, suite } = settings;
  const place = { owner, repo, name, suite, headSha };
  if ((await findCheckRun(client, place)) === null) return nothing('nothing has been measured yet');
  const summary = `The base of #${pull} was changed. What was measured against the old one does not count any more.`;
  await putCheckRun(client, place, {
    ...{ conclusion: null, title: '? WAITING: the base was changed', summary, text: '' },
    ...{ detailsUrl: url, runId: NO_RUN, attempt: 1, annotations: [] },
  });
  return nothing(`the base of #${pull} was changed; the run that measures against the new one will report`);
}

/** Open pull requests that are looked at: three requests each. */
const CAUGHT_UP = 50;

/**
 * Events get lost: jobs die, GitHub has bad hours, and a run that a workflow started again may end without an event. What
 * the newest run of a head measured and no check says yet is published.
 */
async function catchUp(client: GitHubClient, settings: PublishSettings): Promise<Outcome> {
  const problems: PostError[] = [];
  const found: number[] = [];
  for (const { number, headSha: sha, headRepositoryId } of await listOpenPulls(client, settings, CAUGHT_UP)) {
    if (headRepositoryId === null) continue;
    try {
      const run = await newestRun(client, { ...settings, sha, repositoryId: headRepositoryId });
      if (!run?.completed) continue;
      const { owner, repo, checkName: name, suite } = settings;
      const check = await findCheckRun(client, { owner, repo, name, suite, headSha: sha });
      if (check?.completed && check.runId === run.id && check.attempt === run.attempt) continue;
      found.push(number);
      await publishRun(client, settings, run.id);
    } catch (error) {
      if (!(error instanceof PostError)) throw error;
      problems.push(new PostError(error.code, `#${number}: ${error.message}`, { cause: error }));
    }
  }
  if (problems.length > 0) {
    throw new PostError(problems[0]!.code, problems.map(({ message }) => message).join('; '));
  }
  return nothing(found.length === 0 ? 'nothing was lost' : `published #${found.join(', #')}`);
}

/** The waiver is remembered first; if something has been measured, it is then judged and posted again. */
async function waive(
  client: GitHubClient,
  settings: PublishSettings,
  pull: number,
  waiver: RecordedWaiver,
): Promise<Outcome> {
  await rememberWaiver(client, { ...settings, pull }, waiver);
  const runId = await runOfHead(client, settings, waiver.sha);
  return runId === null
    ? nothing('the waiver is remembered; nothing has been measured yet')
    : publishRun(client, settings, runId);
}

async function rememberWaiver(
  client: GitHubClient,
  place: StickyPlace,
  waiver: RecordedWaiver,
): Promise<void> {
  const existing = await findStickyComment(client, place);
  const waiting = [
    stickyMarker(place.suite),
    '### · Waiting for a measurement',
    `${codeText(waiver.by)} waived ${codeText(waiver.sha.slice(0, 12))} by ${waiver.source}.`,
  ].join('\n\n');
  await putStickyComment(client, place, withState(existing?.body ?? waiting, { waiver }), existing);
}

async function measureAgain(client: GitHubClient, settings: PublishSettings, head: string): Promise<Outcome> {
  const runId = await runOfHead(client, settings, head);
  if (runId === null) return nothing('nothing has been measured yet');
  const run = await readTrustedRun(client, settings, runId);
  if (!run.completed) return nothing('it is being measured already');
  await rerun(client, settings, runId, run.attempt);
  return nothing(`run ${runId} measures again`);
}

/** Our check run on a commit remembers which run it reports on. */
async function runOfHead(
  client: GitHubClient,
  settings: PublishSettings,
  headSha: string,
): Promise<number | null> {
  const { owner, repo, checkName, suite } = settings;
  const check = await findCheckRun(client, { owner, repo, name: checkName, suite, headSha });
  return check && check.runId !== NO_RUN ? check.runId : null;
}

async function liveHead(
  client: GitHubClient,
  { owner, repo }: PublishSettings,
  pull: number,
): Promise<string> {
  return (await readPull(client, { owner, repo }, pull)).headSha;
}

function nothing(reason: string): Outcome {
  return { kind: 'nothing', reason, exitStatus: 0 };
}

/** Fields of an event's payload, with the missing ones named. */
class Payload {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  has(...path: readonly string[]): boolean {
    return this.at(path) !== undefined;
  }

  text(...path: readonly string[]): string {
    const found = this.at(path);
    if (typeof found === 'string') return found;
    throw new PostError('BAD_INPUT', `the event has no text in ${path.join('.')}`);
  }

  number(...path: readonly string[]): number {
    const found = this.at(path);
    if (typeof found === 'number' && Number.isSafeInteger(found) && found > 0) return found;
    throw new PostError('BAD_INPUT', `the event has no number in ${path.join('.')}`);
  }

  private at(path: readonly string[]): unknown {
    let found: unknown = this.value;
    for (const key of path) {
      const isObject = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
      found = isObject ? (found as Record<string, unknown>)[key] : undefined;
    }
    return found ?? undefined;
  }
}

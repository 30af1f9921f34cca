/** Events as GitHub recorded them (@octokit/webhooks-examples), with what a test is about filled in. */
import { createRequire } from 'node:module';
import { OWNER, REPO } from './scene.ts';

interface Examples {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}

const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Examples[];

const repository = { id: 1, name: REPO, full_name: `${OWNER}/${REPO}` };

export interface RecordedEvent {
  readonly name: string;
  readonly payload: Record<string, unknown>;
}

/** A run of a workflow has ended. */
export function workflowRunEvent(changes: object): RecordedEvent {
  return event('workflow_run', 'workflow_run', 'completed', {
    workflow_run: { event: 'pull_request', ...changes },
  });
}

/** Somebody wrote a comment on pull request 7. */
export function commentEvent(login: string, body: string): RecordedEvent {
  const pullRequest = { url: `https://api.github.com/repos/${OWNER}/${REPO}/pulls/7` };
  return event('issue_comment', 'issue_comment', 'created', {
    issue: { number: 7, pull_request: pullRequest },
    comment: { body, user: { login } },
    sender: { login },
  });
}

/** A label was set on pull request 7 or taken away, when its head was `headSha`. */
export function labelEvent(
  action: 'labeled' | 'unlabeled',
  login: string,
  label: string,
  headSha: string,
): RecordedEvent {
  return event('pull_request_target', 'pull_request', action, {
    number: 7,
    label: { name: label },
    pull_request: { number: 7, head: { sha: headSha } },
    sender: { login },
  });
}

/** Pull request 7 was edited: recorded is another change of one, and `changes` as GitHub's description has it. */
export function editEvent(changes: object): RecordedEvent {
  const edited = { action: 'edited', number: 7, changes, pull_request: { number: 7 } };
  return event('pull_request_target', 'pull_request', 'labeled', edited);
}

function event(name: string, recordedAs: string, action: string, changes: object): RecordedEvent {
  const examples = all.find((each) => each.name === recordedAs)!.examples;
  const example = examples.find((each) => each['action'] === action);
  if (!example) throw new Error(`no recorded ${recordedAs} with the action ${action}`);
  return { name, payload: merge(example, { ...changes, repository }) as Record<string, unknown> };
}

/** Objects are merged, anything else is replaced. */
function merge(old: unknown, changes: unknown): unknown {
  if (!isObject(old) || !isObject(changes)) return changes;
  const merged = { ...old };
  for (const [key, value] of Object.entries(changes)) merged[key] = merge(old[key], value);
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

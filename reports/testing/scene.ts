/**
 * The scene that the tests of posting play in: the repository `octo/engine`, pull request 7 of the fork of `mallory`,
 * the run 500 that measured it, and a workflow's own token. Everything is known by name; a test changes what it is about.
 */
import { createClient, type GitHubClient } from '../post/github/client.ts';
import { type FakePull, FakeRepository, type FakeRun, type FakeToken } from './github/repository.ts';
import { type FakeGitHub, startGitHub } from './github/server.ts';

export const OWNER = 'octo';
export const REPO = 'engine';
export const TOKEN = 'ghs_workflow';
export const LOGIN = 'github-actions[bot]';
export const WORKFLOW = '.github/workflows/gate.yml';
export const FIRST_HEAD = 'a'.repeat(40);
export const SECOND_HEAD = 'b'.repeat(40);
export const BASE = 'c'.repeat(40);

export interface Scene {
  readonly github: FakeGitHub;
  readonly repository: FakeRepository;
  readonly pull: FakePull;
  readonly run: FakeRun;
  readonly token: FakeToken;
  readonly client: GitHubClient;
  close(): Promise<void>;
}

export async function openScene(timeoutSeconds?: number): Promise<Scene> {
  const repository = new FakeRepository({ id: 1, owner: OWNER, name: REPO });
  const fork = { id: 2, owner: 'mallory', name: REPO };
  const pull: FakePull = {
    ...{ number: 7, state: 'open', headRef: 'faster', headSha: FIRST_HEAD, headRepository: fork },
    ...{ baseRef: 'main', baseSha: BASE, labels: [], author: 'mallory' },
  };
  const run: FakeRun = {
    ...{ id: 500, attempt: 1, event: 'pull_request', path: WORKFLOW, headBranch: 'faster' },
    ...{
      headSha: FIRST_HEAD,
      headRepository: fork,
      status: 'completed',
      conclusion: 'success',
      pullRequests: [],
    },
  };
  const token: FakeToken = {
    ...{ login: LOGIN, app: 'github-actions', expired: false },
    permissions: {
      actions: 'write',
      checks: 'write',
      contents: 'read',
      pull_requests: 'write',
      statuses: 'write',
    },
  };
  repository.pulls.push(pull);
  repository.runs.push(run);
  repository.tokens.set(TOKEN, token);
  repository.collaborators.set('maintainer', 'write').set('mallory', 'read');
  const github = await startGitHub(repository);
  return {
    github,
    repository,
    pull,
    run,
    token,
    client: quickClient(github, TOKEN, timeoutSeconds),
    close: () => github.close(),
  };
}

/**
 * The client as it is in production, but a second lasts a millisecond and writes need not keep apart. An answer may take
 * five real seconds (a busy machine is not what is tested), or less where slow answers are.
 */
export function quickClient(
  github: FakeGitHub,
  token: string = TOKEN,
  timeoutSeconds: number = 5_000,
): GitHubClient {
  type Job = (...values: unknown[]) => unknown;
  const unlimited = {
    key: () => ({ schedule: (_: unknown, job: Job, ...values: unknown[]) => job(...values) }),
  };
  return createClient({
    ...{ token, apiUrl: github.url, millisecondsPerSecond: 1, timeoutSeconds },
    throttle: { write: unlimited, notifications: unlimited, global: unlimited },
  });
}

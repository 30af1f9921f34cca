/** Which runs may be published, and on which pull request: by what GitHub says alone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  FIRST_HEAD,
  OWNER,
  openScene,
  REPO,
  type Scene,
  SECOND_HEAD,
  WORKFLOW,
} from '../../testing/scene.ts';
import { findPullRequest, headStillIs, type PullRequest, readTrustedRun } from './verify.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const name = { owner: OWNER, repo: REPO };
const trusted = () => readTrustedRun(scene.client, { ...name, workflowPath: WORKFLOW }, 500);
const target = async () => findPullRequest(scene.client, name, await trusted());

describe('a run', () => {
  test('of the expected workflow on a pull request is trusted', async () => {
    expect(await trusted()).toMatchObject({
      id: 500,
      attempt: 1,
      event: 'pull_request',
      headSha: FIRST_HEAD,
    });
    scene.run.path = `${WORKFLOW}@refs/heads/main`;
    expect(await trusted()).toMatchObject({ id: 500 });
  });

  test.each(['push', 'workflow_dispatch', 'schedule', 'pull_request_target', 'issue_comment'])(
    'started by %s is refused',
    async (event) => {
      scene.run.event = event;
      await expect(trusted()).rejects.toThrow(`run 500 was started by ${event}, not by pull_request`);
    },
  );

  test('of another workflow is refused', async () => {
    scene.run.path = '.github/workflows/evil.yml';
    await expect(trusted()).rejects.toThrow(
      'run 500 is of the workflow .github/workflows/evil.yml, not of .github/workflows/gate.yml',
    );
  });

  test('says whether it is completed: a later attempt may be measuring', async () => {
    expect((await trusted()).completed).toBe(true);
    scene.run.status = 'in_progress';
    expect((await trusted()).completed).toBe(false);
    // A first contribution waits for approval: GitHub calls that completed.
    Object.assign(scene.run, { status: 'completed', conclusion: 'action_required' });
    expect((await trusted()).completed).toBe(false);
  });

  test('whose fork is gone is refused', async () => {
    scene.run.headRepository = null;
    await expect(trusted()).rejects.toThrow('the fork is gone');
  });

  test('that claims to be of the merge queue has to be of this repository and of the queue', async () => {
    scene.run.event = 'merge_group';
    await expect(trusted()).rejects.toThrow('its branch is not of the merge queue');
    scene.run.headBranch = 'gh-readonly-queue/main/pr-7-abc';
    await expect(trusted()).rejects.toThrow('its branch is not of the merge queue');
    scene.run.headRepository = scene.repository.identity;
    expect(await trusted()).toMatchObject({ event: 'merge_group' });
  });
});

describe('the pull request', () => {
  test('of a fork is found by its head, though workflow_run.pull_requests is empty', async () => {
    expect(await target()).toMatchObject({ number: 7, headSha: FIRST_HEAD, fromFork: true });
  });

  test('is not the one that workflow_run.pull_requests lies about', async () => {
    scene.run.pullRequests = [1];
    expect(await target()).toMatchObject({ number: 7 });
  });

  test('whose head has moved on gets nothing', async () => {
    scene.pull.headSha = SECOND_HEAD;
    expect(await target()).toEqual({
      reason: 'the head of #7 has moved on; the run of its new head will report',
    });
  });

  test('that is closed, of another fork with the same branch, or of a deleted one gets nothing', async () => {
    const nothing = { reason: 'no open pull request has this head' };
    scene.pull.state = 'closed';
    expect(await target()).toEqual(nothing);
    scene.pull.state = 'open';
    scene.pull.headRepository = { id: 3, owner: 'mallory', name: 'renamed-and-made-again' };
    expect(await target()).toEqual(nothing);
    scene.pull.headRepository = null;
    expect(await target()).toEqual(nothing);
  });

  test('shares its head with another one: which base was measured cannot be told', async () => {
    scene.repository.pulls.push({ ...scene.pull, number: 8, baseRef: 'dev' });
    expect(await target()).toEqual({ shared: [7, 8] });
    scene.repository.pulls[1]!.state = 'closed';
    expect(await target()).toMatchObject({ number: 7 });
  });

  test('is looked at again just before posting', async () => {
    const pull = (await target()) as PullRequest;
    expect(await headStillIs(scene.client, name, pull)).toBe(true);
    scene.pull.headSha = SECOND_HEAD;
    expect(await headStillIs(scene.client, name, pull)).toBe(false);
    scene.pull.headSha = FIRST_HEAD;
    scene.pull.state = 'closed';
    expect(await headStillIs(scene.client, name, pull)).toBe(false);
  });
});

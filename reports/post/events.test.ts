/** What the gate does on each event, and on which it does nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  commentEvent,
  editEvent,
  labelEvent,
  type RecordedEvent,
  workflowRunEvent,
} from '../testing/events.ts';
import { artifactOf, madeResult } from '../testing/samples.ts';
import {
  FIRST_HEAD,
  LOGIN,
  OWNER,
  openScene,
  REPO,
  type Scene,
  SECOND_HEAD,
  WORKFLOW,
} from '../testing/scene.ts';
import { handleEvent } from './events.ts';
import { DEFAULT_POLICY } from './judge.ts';
import type { PublishSettings } from './publish.ts';

const LABEL = 'stage-gate-waived';
const settings: PublishSettings = {
  ...{ owner: OWNER, repo: REPO, suite: 'default', login: LOGIN, checkName: 'stage-gate' },
  ...{ statusContext: null, workflowPath: WORKFLOW, waiverLabel: LABEL, strict: false, confirm: false },
  ...{ paths: ['**'], policy: { ...DEFAULT_POLICY, suite: 'default' }, sourceOf: () => null, log: () => {} },
};

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  measure(500);
});
afterEach(async () => {
  await scene.close();
  expect(scene.github.defects).toEqual([]);
});

function measure(runId: number): void {
  const zip = artifactOf(madeResult({ benchmarks: { nbody: { factor: 1.2 }, richards: { factor: 1 } } }));
  scene.repository.artifacts.push({ id: runId, runId, name: 'stage-gate-default-1', zip, expired: false });
}

const handle = (event: RecordedEvent) => handleEvent(scene.client, settings, event);
const ended = workflowRunEvent({ id: 500 });
const conclusion = () => scene.repository.checkRuns.at(-1)?.conclusion;
const comment = (): string => scene.repository.comments[0]?.body ?? '';
const writes = (): string[] =>
  scene.github.requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation);

describe('a run that ended', () => {
  test('is published', async () => {
    expect(await handle(ended)).toMatchObject({ kind: 'posted', exitStatus: 1 });
    expect(conclusion()).toBe('failure');
  });

  test('of another event, repository or kind is not', async () => {
    await expect(handle({ name: 'push', payload: ended.payload })).rejects.toThrow(
      'none that this job acts on',
    );
    const foreign = { ...ended.payload, repository: { full_name: 'mallory/engine' } };
    await expect(handle({ name: 'workflow_run', payload: foreign })).rejects.toThrow(
      'not of this repository',
    );
    await expect(handle({ name: 'workflow_run', payload: {} })).rejects.toThrow(
      'no text in repository.full_name',
    );
    const requested = { ...ended.payload, action: 'requested' };
    expect(await handle({ name: 'workflow_run', payload: requested })).toMatchObject({ kind: 'nothing' });
    const lying = workflowRunEvent({ id: '500; rm -rf' });
    await expect(handle(lying)).rejects.toThrow('the event has no number in workflow_run.id');
    expect(writes()).toEqual([]);
  });
});

describe('a waiver by comment', () => {
  test('of somebody who may write turns the failure of this head into a warning, with label and name', async () => {
    await handle(ended);
    const outcome = await handle(
      commentEvent('maintainer', `/stage-gate waive ${FIRST_HEAD} the new GC costs this`),
    );
    expect(outcome).toMatchObject({ kind: 'posted', exitStatus: 0, report: { verdict: 'warn' } });
    expect([conclusion(), scene.pull.labels]).toEqual(['success', [LABEL]]);
    expect(comment()).toContain('<code>maintainer</code> waived everything');
    expect(comment()).toContain('the&#32;new&#32;GC&#32;costs&#32;this');
    expect(scene.repository.comments).toHaveLength(1);
  });

  test('of anybody else is refused, whatever the event says of them', async () => {
    await handle(ended);
    const event = commentEvent('mallory', `/stage-gate waive ${FIRST_HEAD} trust me`);
    (event.payload['comment'] as Record<string, unknown>)['author_association'] = 'OWNER';
    await expect(handle(event)).rejects.toThrow('mallory may not write to this repository');
    expect([conclusion(), scene.pull.labels]).toEqual(['failure', []]);
  });

  test('for another commit than the head is refused: the head may have moved since it was read', async () => {
    await handle(ended);
    scene.pull.headSha = SECOND_HEAD;
    await expect(handle(commentEvent('maintainer', `/stage-gate waive ${FIRST_HEAD} ok`))).rejects.toThrow(
      `the waiver is for ${FIRST_HEAD}, but the head of #7 is ${SECOND_HEAD}`,
    );
  });

  test('with a shortened commit, or none, is a mistake', async () => {
    for (const text of [
      `/stage-gate waive ${FIRST_HEAD.slice(0, 12)} ok`,
      '/stage-gate waive',
      '/stage-gate weive',
    ]) {
      await expect(handle(commentEvent('maintainer', text))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
  });

  test('before anything was measured is remembered for this head', async () => {
    await handle(commentEvent('maintainer', `/stage-gate waive ${FIRST_HEAD} known`));
    expect(comment()).toContain('### · Waiting for a measurement');
    expect(await handle(ended)).toMatchObject({ report: { verdict: 'warn' } });
    expect(scene.repository.comments).toHaveLength(1);
  });
});

describe('a waiver by label', () => {
  const label = (action: 'labeled' | 'unlabeled', login = 'maintainer', sha = FIRST_HEAD) => {
    if (action === 'labeled') scene.pull.labels.push(LABEL);
    else scene.pull.labels.length = 0;
    return handle(labelEvent(action, login, LABEL, sha));
  };

  test('holds while the label stands', async () => {
    await handle(ended);
    expect(await label('labeled')).toMatchObject({ report: { verdict: 'warn' } });
    expect(comment()).toContain('<code>maintainer</code> waived everything');
    expect(await label('unlabeled')).toMatchObject({ report: { verdict: 'fail' } });
    expect(conclusion()).toBe('failure');
  });

  test('is bound to the head it was set on: the next head is judged without it', async () => {
    await handle(ended);
    await label('labeled');
    scene.pull.headSha = SECOND_HEAD;
    scene.repository.runs.push({ ...scene.run, id: 501, headSha: SECOND_HEAD });
    measure(501);
    expect(await handle(workflowRunEvent({ id: 501 }))).toMatchObject({ exitStatus: 1 });
    expect(comment()).toContain('it does not hold for this head');
  });

  test('that was set on a head which has moved since is refused', async () => {
    await handle(ended);
    scene.pull.headSha = SECOND_HEAD;
    await expect(label('labeled')).rejects.toThrow('the head of #7 has moved since the label was set');
  });

  test('of somebody who may only triage is refused', async () => {
    await handle(ended);
    scene.repository.collaborators.set('triager', 'triage');
    await expect(label('labeled', 'triager')).rejects.toThrow('triager may not write to this repository');
    expect(await handle(ended)).toMatchObject({ report: { verdict: 'fail' } });
  });

  test('alone, without its event having been dealt with, waives nothing', async () => {
    scene.pull.labels.push(LABEL);
    expect(await handle(ended)).toMatchObject({ report: { verdict: 'fail' } });
  });

  test('of another name, or set by the workflow itself, changes nothing', async () => {
    await handle(ended);
    const before = writes().length;
    expect(await handle(labelEvent('labeled', 'maintainer', 'bug', FIRST_HEAD))).toMatchObject({
      kind: 'nothing',
    });
    expect(await handle(labelEvent('labeled', LOGIN, LABEL, FIRST_HEAD))).toMatchObject({ kind: 'nothing' });
    expect(writes()).toHaveLength(before);
  });

  test('in a comment that somebody copied from ours is none', async () => {
    await handle(ended);
    await label('labeled');
    const stolen = comment();
    scene.repository.comments.length = 0;
    scene.repository.comments.push({ id: 1, issue: 7, login: 'mallory', body: stolen, edits: 0 });
    expect(await handle(ended)).toMatchObject({ report: { verdict: 'fail' } });
  });
});

describe('/stage-gate rerun', () => {
  test('measures the run of the head again', async () => {
    await handle(ended);
    await handle(commentEvent('maintainer', '/stage-gate rerun'));
    expect(scene.run).toMatchObject({ attempt: 2, status: 'queued' });
    expect(await handle(commentEvent('maintainer', '/stage-gate rerun'))).toMatchObject({
      reason: 'it is being measured already',
    });
  });

  test('of somebody who may not write does nothing', async () => {
    await handle(ended);
    await expect(handle(commentEvent('mallory', '/stage-gate rerun'))).rejects.toThrow('may not write');
    expect(scene.run.attempt).toBe(1);
  });
});

test('other comments, and comments on issues, are none of the gate’s business', async () => {
  for (const body of ['nice!', 'see /stage-gate waive', '> /stage-gate rerun']) {
    expect(await handle(commentEvent('mallory', body))).toMatchObject({ kind: 'nothing' });
  }
  const issue = commentEvent('maintainer', '/stage-gate rerun');
  delete (issue.payload['issue'] as Record<string, unknown>)['pull_request'];
  expect(await handle(issue)).toMatchObject({ kind: 'nothing' });
  expect(scene.github.requests).toEqual([]);
});

describe('a base that was changed', () => {
  const edited = (changes: object) => handle(editEvent(changes));
  const check = () => scene.repository.checkRuns.at(-1);

  test('takes away what was measured against the old one, until the new one is measured', async () => {
    scene.repository.artifacts[0] = {
      ...scene.repository.artifacts[0]!,
      zip: artifactOf(madeResult({ benchmarks: { nbody: { factor: 1 } } })),
    };
    await handle(ended);
    expect(conclusion()).toBe('success');
    expect(await edited({ base: { ref: { from: 'dev' }, sha: { from: SECOND_HEAD } } })).toMatchObject({
      kind: 'nothing',
    });
    expect([check(), scene.repository.checkRuns.length]).toMatchObject([
      { status: 'in_progress', conclusion: null, title: '? WAITING: the base was changed' },
      1,
    ]);
    scene.repository.runs.push({ ...scene.run, id: 501 });
    measure(501);
    expect(await handle(workflowRunEvent({ id: 501 }))).toMatchObject({ exitStatus: 1 });
    expect([conclusion(), scene.repository.checkRuns.length]).toEqual(['failure', 1]);
  });

  test('changes nothing before something was measured; nor does an edited title', async () => {
    await edited({ base: { ref: { from: 'dev' } } });
    await handle(ended);
    await edited({ title: { from: 'x' } });
    expect(conclusion()).toBe('failure');
  });
});

describe('what was lost', () => {
  const hourly = { name: 'schedule', payload: { schedule: '23 * * * *' } };

  test('is found: the end of a run, the end of a second session, and a verdict that was never posted', async () => {
    expect(await handle(hourly)).toMatchObject({ reason: 'published #7' });
    expect(conclusion()).toBe('failure');
    expect(await handle(hourly)).toMatchObject({ reason: 'nothing was lost' });
    // A further attempt, of whose end no event told.
    scene.run.attempt = 2;
    const zip = artifactOf(madeResult({ benchmarks: { nbody: { factor: 1 } } }));
    scene.repository.artifacts.push({ id: 2, runId: 500, name: 'stage-gate-default-2', zip, expired: false });
    expect(await handle(hourly)).toMatchObject({ reason: 'published #7' });
    expect(scene.repository.checkRuns).toMatchObject([{ externalId: 'stage-gate/default/500/2' }]);
    expect(await handle(hourly)).toMatchObject({ reason: 'nothing was lost' });
  });

  test('does not include what is still measured, or waits for approval', async () => {
    scene.run.status = 'in_progress';
    expect(await handle(hourly)).toMatchObject({ reason: 'nothing was lost' });
    Object.assign(scene.run, { status: 'completed', conclusion: 'action_required' });
    expect(await handle(hourly)).toMatchObject({ reason: 'nothing was lost' });
    expect(writes()).toEqual([]);
  });

  test('of one pull request is no obstacle to the others, and what cannot be published makes the job red, once', async () => {
    scene.repository.artifacts.length = 0;
    scene.repository.comparisons.set(`${scene.pull.baseSha}...${FIRST_HEAD}`, ['vm/a.ts']);
    const other = { ...scene.pull, number: 8, headRef: 'other', headSha: SECOND_HEAD };
    scene.repository.pulls.push(other);
    scene.repository.runs.push({ ...scene.run, id: 501, headSha: SECOND_HEAD, headBranch: 'other' });
    measure(501);
    await expect(handle(hourly)).rejects.toThrow('#7: attempt 1 of the run left no samples');
    expect(scene.repository.checkRuns.map(({ headSha, conclusion: said }) => [headSha[0], said])).toEqual([
      ['a', 'failure'],
      ['b', 'failure'],
    ]);
    expect(await handle(hourly)).toMatchObject({ reason: 'nothing was lost' });
  });
});

/** From a finished run to comment, check run and status, on the fake GitHub. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { artifactOf, type MadeResult, madeResult } from '../testing/samples.ts';
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
import { makeZip } from '../testing/zip.ts';
import { DEFAULT_POLICY } from './judge.ts';
import { type Outcome, type PublishSettings, publishRun } from './publish.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  await scene.close();
  expect(scene.github.defects).toEqual([]);
});

const logged: string[] = [];
const settings: PublishSettings = {
  ...{ owner: OWNER, repo: REPO, suite: 'default', login: LOGIN, checkName: 'stage-gate' },
  ...{ statusContext: 'stage-gate/status', workflowPath: WORKFLOW, waiverLabel: 'stage-gate-waived' },
  ...{ strict: false, confirm: false, paths: ['vm/**', 'suites/**'] },
  policy: { ...DEFAULT_POLICY, suite: 'default' },
  sourceOf: (benchmark) => ({ path: `suites/bm_${benchmark}/run_benchmark.py`, line: 3 }),
  log: (message) => logged.push(message),
};

function upload(zip: Uint8Array, attempt = 1, runId = 500): void {
  const id = scene.repository.newId();
  scene.repository.artifacts.push({ id, runId, name: `stage-gate-default-${attempt}`, zip, expired: false });
}

const measured = (made: MadeResult, attempt = 1, runId = 500): void =>
  upload(artifactOf(madeResult(made)), attempt, runId);
const publish = (changes: Partial<PublishSettings> = {}): Promise<Outcome> =>
  publishRun(scene.client, { ...settings, ...changes }, 500);

const FINE: MadeResult['benchmarks'] = { nbody: { factor: 1 }, richards: { factor: 1 } };
const SLOWER: MadeResult['benchmarks'] = { ...FINE, nbody: { factor: 1.2 } };
const comment = (): string => scene.repository.comments[0]?.body ?? '';
const posted = () => ({
  comments: scene.repository.comments.length,
  checks: scene.repository.checkRuns.map(({ headSha, conclusion }) => [headSha[0], conclusion]),
  statuses: scene.repository.statuses.map(({ state, description }) => [state, description]),
});

describe('a verdict', () => {
  test('of no change is a check and a status, and no comment: there is no news', async () => {
    measured({ benchmarks: FINE });
    expect(await publish()).toMatchObject({ kind: 'posted', exitStatus: 0, commentUrl: null });
    expect(posted()).toEqual({
      comments: 0,
      checks: [['a', 'success']],
      statuses: [['success', '= PASS: 2 unchanged']],
    });
  });

  test('of a regression is a comment, a failing check with its annotation, a failing status, and exit 1', async () => {
    measured({ benchmarks: SLOWER });
    expect(await publish()).toMatchObject({ kind: 'posted', exitStatus: 1, report: { verdict: 'fail' } });
    expect(posted()).toMatchObject({ comments: 1, checks: [['a', 'failure']] });
    expect(scene.repository.checkRuns[0]!.annotations).toMatchObject([
      {
        path: 'suites/bm_nbody/run_benchmark.py',
        start_line: 3,
        annotation_level: 'failure',
        title: 'nbody: slower',
      },
    ]);
  });

  test('on a second push is posted on the new head, in the same comment', async () => {
    measured({ benchmarks: SLOWER });
    await publish();
    scene.pull.headSha = SECOND_HEAD;
    scene.repository.runs.push({ ...scene.run, id: 501, headSha: SECOND_HEAD });
    measured({ benchmarks: FINE }, 1, 501);
    await publishRun(scene.client, settings, 501);
    expect(posted()).toMatchObject({
      comments: 1,
      checks: [
        ['a', 'failure'],
        ['b', 'success'],
      ],
    });
    expect(comment()).toContain('### = PASS');
  });

  test('of a head that moved on while it was judged is not posted', async () => {
    measured({ benchmarks: SLOWER });
    const waits = { ...settings, sourceOf: settings.sourceOf };
    const moving = scene.client.hook;
    moving.before('request', ({ url }) => {
      if (url.includes('artifact')) scene.pull.headSha = SECOND_HEAD;
    });
    expect(await publishRun(scene.client, waits, 500)).toMatchObject({ kind: 'nothing', exitStatus: 0 });
    expect(posted()).toEqual({ comments: 0, checks: [], statuses: [] });
  });

  test('of a merge queue is a check and a status on its commit', async () => {
    const queue = { event: 'merge_group', headBranch: 'gh-readonly-queue/main/pr-7', headSha: SECOND_HEAD };
    Object.assign(scene.run, queue, { headRepository: scene.repository.identity });
    measured({ benchmarks: SLOWER });
    expect(await publish()).toMatchObject({ kind: 'posted', exitStatus: 1, commentUrl: null });
    expect(posted()).toMatchObject({ comments: 0, checks: [['b', 'failure']] });
  });

  test('inconclusive is neutral, or fails where strict', async () => {
    measured({ benchmarks: FINE, rounds: 2 });
    expect(await publish()).toMatchObject({ exitStatus: 0, report: { verdict: 'inconclusive' } });
    expect(await publish({ strict: true })).toMatchObject({ exitStatus: 3 });
    expect(posted().checks).toEqual([['a', 'failure']]);
  });
});

describe('of several runs of a head', () => {
  const again = (changes: object = {}): void => {
    scene.repository.runs.push({ ...scene.run, id: 501, ...changes });
  };

  test('the newest counts: an older one may have been measured against another base', async () => {
    measured({ benchmarks: FINE });
    again({ status: 'in_progress', conclusion: null });
    expect(await publish()).toMatchObject({ reason: 'run 501 is measuring; its end will report' });
    expect(posted().checks).toEqual([]);
    Object.assign(scene.repository.runs[1]!, { status: 'completed', conclusion: 'success' });
    measured({ benchmarks: SLOWER }, 1, 501);
    // The end of the older one comes late.
    expect(await publish()).toMatchObject({ exitStatus: 1 });
    expect(posted().checks).toEqual([['a', 'failure']]);
    expect(scene.repository.checkRuns[0]!.externalId).toBe('stage-gate/default/501/1');
  });

  test('those do not count in which nothing was to be measured', async () => {
    measured({ benchmarks: SLOWER });
    again({ conclusion: 'skipped' });
    expect(await publishRun(scene.client, settings, 501)).toMatchObject({ exitStatus: 1 });
    expect(scene.repository.checkRuns[0]!.externalId).toBe('stage-gate/default/500/1');
    scene.run.conclusion = 'skipped';
    expect(await publish()).toMatchObject({ reason: 'in run 500 there was nothing to measure' });
  });

  test('that of another fork with the same commit does not count', async () => {
    measured({ benchmarks: SLOWER });
    again({ headRepository: { id: 9, owner: 'somebody', name: 'engine' }, status: 'queued' });
    expect(await publish()).toMatchObject({ exitStatus: 1 });
  });
});

test('a head that two pull requests share gets no verdict, but a failing check that says why', async () => {
  measured({ benchmarks: FINE });
  await publish();
  expect(posted().checks).toEqual([['a', 'success']]);
  scene.repository.pulls.push({ ...scene.pull, number: 8, baseRef: 'dev' });
  await expect(publish()).rejects.toThrow('#7, #8 have the same head');
  expect(posted()).toMatchObject({ comments: 0, checks: [['a', 'failure']] });
  expect(scene.repository.checkRuns[0]!.title).toBe('✗ NOT JUDGED: several pull requests have this head');
});

describe('a required check is always reported', () => {
  const touched = (files: string[]): void => {
    scene.repository.comparisons.set(`${scene.pull.baseSha}...${FIRST_HEAD}`, files);
  };

  test('success where nothing that is measured has changed, by what GitHub says', async () => {
    touched(['docs/index.md']);
    expect(await publish()).toMatchObject({ kind: 'posted', exitStatus: 0 });
    expect(posted()).toEqual({
      comments: 0,
      checks: [['a', 'success']],
      statuses: [['success', '· NEUTRAL: no file that is measured has changed']],
    });
  });

  test('failure where something has, but the run left no samples', async () => {
    touched(['docs/index.md', 'vm/objects/int.ts']);
    await expect(publish()).rejects.toThrow('attempt 1 of the run left no samples');
    expect(posted()).toMatchObject({ comments: 1, checks: [['a', 'failure']] });
  });

  test('neutral where the base could not be measured', async () => {
    measured({ benchmarks: FINE, withoutBase: true });
    expect(await publish()).toMatchObject({ kind: 'posted', exitStatus: 0, report: { verdict: 'neutral' } });
    expect(posted().checks).toEqual([['a', 'neutral']]);
  });

  test('failure or cancelled where the run did not end well', async () => {
    scene.run.conclusion = 'failure';
    await expect(publish()).rejects.toThrow('the measuring run ended as failure');
    scene.run.conclusion = 'cancelled';
    await expect(publish()).rejects.toThrow('the measuring run ended as cancelled');
    expect(posted()).toMatchObject({ comments: 1, checks: [['a', 'cancelled']] });
  });

  test('failure where the artifact is refused, with the reason in comment and error', async () => {
    upload(makeZip([{ name: '../result.json', content: '{}' }]));
    await expect(publish()).rejects.toThrow('the artifact');
    expect(posted()).toMatchObject({ comments: 1, checks: [['a', 'failure']] });
    expect(comment()).toContain('### ✗ NOT JUDGED: what was measured cannot be used');
  });
});

describe('a rejection', () => {
  test('is measured again by the same run before it fails: open check, pending status', async () => {
    measured({ benchmarks: SLOWER });
    expect(await publish({ confirm: true })).toMatchObject({ confirming: true, exitStatus: 0 });
    expect(scene.run).toMatchObject({ attempt: 2, status: 'queued' });
    expect(scene.repository.checkRuns).toMatchObject([{ status: 'in_progress' }]);
    expect(scene.repository.statuses.at(-1)).toMatchObject({ state: 'pending' });
    expect(comment()).toContain('### ? CONFIRMING: 1 benchmark slower, 1 unchanged');
  });

  test.each([
    ['shown again fails', 1.2, 'failure', 1],
    ['not shown again warns', 1, 'success', 0],
  ] as const)('%s', async (_, factor, conclusion, exitStatus) => {
    measured({ benchmarks: SLOWER });
    await publish({ confirm: true });
    Object.assign(scene.run, { status: 'completed', conclusion: 'success' });
    measured({ benchmarks: { ...FINE, nbody: { factor } }, seed: 2 }, 2);
    expect(await publish({ confirm: true })).toMatchObject({
      confirming: false,
      exitStatus,
      report: { sessions: 2 },
    });
    expect(posted()).toMatchObject({ comments: 1, checks: [['a', conclusion]] });
    expect(scene.run.attempt).toBe(2);
  });

  test('whose second session is running is left alone by a late job', async () => {
    measured({ benchmarks: SLOWER });
    scene.run.status = 'in_progress';
    expect(await publish()).toEqual({
      ...{ kind: 'nothing', exitStatus: 0, reason: 'run 500 is measuring; its end will report' },
    });
  });

  test('that cannot be measured again fails at once, on one session', async () => {
    scene.repository.tokens.set('ghs_workflow', {
      ...scene.token,
      permissions: { ...scene.token.permissions, actions: 'read' },
    });
    measured({ benchmarks: SLOWER });
    expect(await publish({ confirm: true })).toMatchObject({ confirming: false, exitStatus: 1 });
    expect(posted().checks).toEqual([['a', 'failure']]);
  });

  test('of a head that has moved on is not measured again: it would end what is measured of the new one', async () => {
    measured({ benchmarks: SLOWER });
    scene.client.hook.before('request', ({ url }) => {
      if (url.includes('artifact')) scene.pull.headSha = SECOND_HEAD;
    });
    expect(await publish({ confirm: true })).toMatchObject({ kind: 'nothing' });
    expect(scene.run.attempt).toBe(1);
  });

  test('is measured again a few times at the most, whatever the artifacts say', async () => {
    scene.run.attempt = 8;
    measured({ benchmarks: SLOWER }, 8);
    expect(await publish({ confirm: true })).toMatchObject({ confirming: false, exitStatus: 1 });
    expect(scene.run.attempt).toBe(8);
  });

  test('is judged on what was measured: an earlier attempt without a base does not make the later ones neutral', async () => {
    measured({ benchmarks: FINE, withoutBase: true });
    scene.run.attempt = 2;
    measured({ benchmarks: SLOWER }, 2);
    expect(await publish()).toMatchObject({ exitStatus: 1, report: { verdict: 'fail' } });
  });

  test('after a decided pair of attempts a third one begins anew', async () => {
    measured({ benchmarks: SLOWER });
    measured({ benchmarks: SLOWER, seed: 2 }, 2);
    measured({ benchmarks: FINE, seed: 3 }, 3);
    scene.run.attempt = 3;
    expect(await publish({ confirm: true })).toMatchObject({ report: { verdict: 'pass', sessions: 1 } });
  });
});

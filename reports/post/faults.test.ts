/** The path from a run to comment, check and status, with every kind of fault at every single request of it. */
import { describe, expect, test } from 'vitest';
import { FAULTS, type FaultName } from '../testing/github/faults.ts';
import { artifactOf, madeResult } from '../testing/samples.ts';
import { LOGIN, OWNER, openScene, REPO, type Scene, WORKFLOW } from '../testing/scene.ts';
import { DEFAULT_POLICY } from './judge.ts';
import { type Outcome, type PublishSettings, publishRun } from './publish.ts';

const settings: PublishSettings = {
  ...{ owner: OWNER, repo: REPO, suite: 'default', login: LOGIN, checkName: 'stage-gate' },
  ...{ statusContext: 'stage-gate/status', workflowPath: WORKFLOW, waiverLabel: 'stage-gate-waived' },
  ...{ strict: false, confirm: false, paths: ['**'], policy: { ...DEFAULT_POLICY, suite: 'default' } },
  sourceOf: (benchmark) => ({ path: `suites/bm_${benchmark}/run_benchmark.py`, line: 3 }),
  log: () => {},
};

const zip = artifactOf(madeResult({ benchmarks: { nbody: { factor: 1.2 }, richards: { factor: 1 } } }));

/** Publishes a regression from a clean slate, with a fault at one request; how many requests were made. */
async function publishWith(scene: Scene, fault: FaultName, at: number, times = 1) {
  const { repository, github, token } = scene;
  for (const list of [repository.comments, repository.checkRuns, repository.statuses, repository.artifacts]) {
    list.length = 0;
  }
  repository.artifacts.push({ id: 1, runId: 500, name: 'stage-gate-default-1', zip, expired: false });
  token.expired = false;
  github.planFaults({ at, fault, times });
  const before = github.requests.length;
  const outcome = await publishRun(scene.client, settings, 500).catch((error: Error) => error);
  return { outcome, requests: github.requests.length - before };
}

/** Whatever happened: never two of anything, no success, and red with the request's name unless all is there. */
function expectSound({ repository }: Scene, outcome: Outcome | Error, where: string): void {
  const comments = repository.comments.length;
  const conclusions = repository.checkRuns.map(({ conclusion }) => conclusion);
  expect([where, comments <= 1, conclusions.length <= 1, conclusions.includes('success')]).toEqual([
    where,
    true,
    true,
    false,
  ]);
  if (outcome instanceof Error) {
    expect([where, outcome.message]).toEqual([where, expect.stringMatching(/ failed: .+\(\d{3}\)/)]);
    return;
  }
  expect([where, outcome.exitStatus, comments, conclusions]).toEqual([where, 1, 1, ['failure']]);
}

async function inScene(work: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await openScene();
  try {
    await work(scene);
    expect(scene.github.defects).toEqual([]);
  } finally {
    await scene.close();
  }
}

/** Those that no waiting within reason overcomes. */
const PERMANENT: readonly FaultName[] = ['429 with an hour to wait', 'expired token', 'missing permission'];

describe.concurrent('one fault', () => {
  test.each(Object.keys(FAULTS) as FaultName[])('at each request of the path: %s', (fault) =>
    inScene(async (scene) => {
      let struck = 0;
      for (let at = 0; ; at++) {
        const { outcome, requests } = await publishWith(scene, fault, at);
        expectSound(scene, outcome, `${fault} at request ${at}`);
        if (requests <= at) break; // beyond the last request of the path
        struck += 1;
        if (!PERMANENT.includes(fault))
          expect([at, outcome]).toEqual([at, expect.objectContaining({ exitStatus: 1 })]);
      }
      expect(struck).toBeGreaterThanOrEqual(9);
    }),
  );
});

describe.concurrent('a fault that stays', () => {
  test.each(['500', 'connection reset', '403 secondary limit with Retry-After'] as const)(
    'from each request on: %s',
    (fault) =>
      inScene(async (scene) => {
        for (let at = 0; at < 10; at++) {
          const { outcome } = await publishWith(scene, fault, at, Infinity);
          expect(outcome).toBeInstanceOf(Error);
          expectSound(scene, outcome, `${fault} from request ${at}`);
        }
      }),
  );
});

/**
 * The whole path in one test, offline: a pull request from a fork, from GitHub's recorded events to comment, check and
 * status, through measuring (an engine with made-up times), artifact, verification, verdict, second session, waiver,
 * second push and a re-run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRoadmap } from '../../stages/index.ts';
import { packageRoot } from '../../suites/index.ts';
import { commentEvent, workflowRunEvent } from '../testing/events.ts';
import { readMarkdown } from '../testing/markdown.ts';
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
import { handleEvent } from './events.ts';
import { policyOf } from './judge.ts';
import type { PublishSettings } from './publish.ts';
import { sourcesOf } from './settings.ts';

const base = policyOf(readRoadmap(), null, 'default', '2026-01-01');
/** Memory is that of real processes here, and first calls are made up with the times: neither is what this is about. */
const margins = { ...base.options.margins, memory: 9, promotion: 9 };

const settings: PublishSettings = {
  ...{ owner: OWNER, repo: REPO, suite: 'default', login: LOGIN, checkName: 'stage-gate' },
  ...{ statusContext: 'stage-gate/status', workflowPath: WORKFLOW, waiverLabel: 'stage-gate-waived' },
  ...{ strict: false, confirm: true, paths: ['**'], log: () => {} },
  policy: { ...base, options: { ...base.options, margins } },
  sourceOf: sourcesOf(packageRoot, 'suites/benchmarks/MANIFEST'),
};

let scene: Scene;
let folder: string;
beforeAll(async () => {
  scene = await openScene();
  folder = mkdtempSync(join(tmpdir(), 'whole-path-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await scene.close();
});

/** What the workflow gate does: `run` with base and head, interleaved, and its result as an artifact. */
function measure(headMilliseconds: number): Uint8Array {
  const out = join(folder, `${headMilliseconds}.json`);
  const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
  const engine = join(packageRoot, 'suites', 'testing', 'fake-engine.mjs');
  const side = (name: string, ms: number): string[] => ['--engine', `${name}:vm={node} ${engine} --ms ${ms}`];
  const sides = [...side('base', 20), ...side('head', headMilliseconds)];
  const plan = [
    '--suite',
    'planets',
    '--rounds',
    '12',
    '--values',
    '1',
    '--seed',
    '1',
    '--quiet',
    '--out',
    out,
  ];
  execFileSync(process.execPath, [program, 'run', ...sides, ...plan], { stdio: 'pipe' });
  return makeZip([{ name: 'result.json', content: readFileSync(out) }]);
}

const upload = (runId: number, attempt: number, zip: Uint8Array): void => {
  const id = scene.repository.newId();
  scene.repository.artifacts.push({ id, runId, name: `stage-gate-default-${attempt}`, zip, expired: false });
};

/** The run ends, and gate-report is started by the recorded event of it. */
async function ended(runId: number) {
  const run = scene.repository.runs.find(({ id }) => id === runId)!;
  Object.assign(run, { status: 'completed', conclusion: 'success' });
  const head = { head_sha: run.headSha, head_branch: run.headBranch, run_attempt: run.attempt };
  // As GitHub sends it for forks: no pull request is named.
  return handleEvent(scene.client, settings, workflowRunEvent({ id: runId, ...head, pull_requests: [] }));
}

const say = (body: string) => handleEvent(scene.client, settings, commentEvent('maintainer', body));

/** What people see now. */
const seen = () => ({
  headline: readMarkdown(scene.repository.comments[0]?.body ?? '').headings[0],
  comments: scene.repository.comments.length,
  checks: scene.repository.checkRuns.map(({ headSha, conclusion }) => `${headSha[0]} ${conclusion}`),
  status: scene.repository.statuses.at(-1)?.state,
});

test('a fork’s pull request: measured, confirmed, failed, waived, pushed again, re-run', async () => {
  const slower = measure(26);
  const same = measure(20);

  upload(500, 1, slower);
  expect(await ended(500)).toMatchObject({ confirming: true, exitStatus: 0 });
  expect(seen()).toEqual({
    ...{ headline: '? CONFIRMING: 1 benchmark slower, the suite slower as a whole', comments: 1 },
    ...{ checks: ['a null'], status: 'pending' },
  });

  upload(500, 2, slower); // the attempt that the job has started
  expect(scene.run.attempt).toBe(2);
  expect(await ended(500)).toMatchObject({ confirming: false, exitStatus: 1, report: { sessions: 2 } });
  expect(seen()).toEqual({
    ...{ headline: '▼ FAIL: 1 benchmark slower, the suite slower as a whole', comments: 1 },
    ...{ checks: ['a failure'], status: 'failure' },
  });
  expect(scene.repository.checkRuns[0]!.annotations).toMatchObject([
    { path: 'suites/benchmarks/bm_planets/run_benchmark.py', title: 'planets: slower' },
  ]);

  await say(`/stage-gate waive ${FIRST_HEAD} exact gravity costs this`);
  expect(seen()).toMatchObject({ comments: 1, checks: ['a success'], status: 'success' });
  expect(seen().headline).toMatch(/^! WARN: 1 benchmark slower, 1 waived/);

  scene.pull.headSha = SECOND_HEAD;
  scene.repository.runs.push({ ...scene.run, id: 501, attempt: 1, headSha: SECOND_HEAD });
  upload(501, 1, slower);
  expect(await ended(501)).toMatchObject({ confirming: true }); // the waiver was for the other head
  upload(501, 2, same);
  expect(await ended(501)).toMatchObject({ exitStatus: 0, report: { verdict: 'warn', sessions: 2 } });
  expect(seen()).toMatchObject({ comments: 1, checks: ['a success', 'b success'], status: 'success' });
  expect(scene.repository.comments[0]!.body).toContain('it does not hold for this head');

  await say('/stage-gate rerun');
  upload(501, 3, same);
  expect(await ended(501)).toMatchObject({ exitStatus: 0, report: { verdict: 'pass', sessions: 1 } });
  expect(seen()).toEqual({
    ...{ headline: '= PASS: 1 unchanged', comments: 1 },
    ...{ checks: ['a success', 'b success'], status: 'success' },
  });

  // A late job of the first head changes nothing any more.
  const before = seen();
  expect(await ended(500)).toMatchObject({ kind: 'nothing' });
  expect(seen()).toEqual(before);
  expect(scene.github.defects).toEqual([]);
});

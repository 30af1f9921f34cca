/** The workflows, carried out on this machine in the README's example repository: what their scripts do, they do here. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot, readResultFile } from '../../suites/index.ts';
import { runnerPath, TRACKER, useActions } from '../testing/runner.ts';
import { commit, git, makeToy, readmeFile } from '../testing/toy.ts';
import { type Contexts, fill, type JobEnd, runJob } from '../testing/workflow.ts';
import { hasNoBase } from './artifact/raw-samples.ts';

const TEMPORARY = join(tmpdir(), 'workflows-');

let folder: string;
let toy: string;
let artifacts: string;
beforeEach(() => {
  folder = mkdtempSync(TEMPORARY);
  toy = join(folder, 'toy');
  artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  makeToy(toy);
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(packageRoot, '.github', 'workflows', name);

/** What the README's caller hands over. */
function inputsOf(caller: string, job: string): Record<string, unknown> {
  return parse(readmeFile(`.github/workflows/${caller}`)).jobs[job].with;
}

const job = { workflow_repository: TRACKER, workflow_sha: 'd'.repeat(40) };
let jobs = 0;

async function start(workflow: string, name: string, sha: string, contexts: Contexts): Promise<JobEnd> {
  jobs += 1;
  const workspace = join(folder, `job-${jobs}`);
  mkdirSync(workspace);
  const environment = { PATH: runnerPath(folder), HOME: folder, GITHUB_SHA: sha, GITHUB_RUN_ID: '41' };
  return runJob({
    ...{ workflow: file(workflow), job: name, workspace, environment, contexts: { job, ...contexts } },
    use: useActions({ repository: toy, sha, workspace, artifacts }),
  });
}

const QUICK = { rounds: 2, values: 1, warmup: '0.1s', shards: 4 };

function contextsOf(github: object, inputs: object): Contexts {
  return {
    github: { event_name: 'pull_request', event: {}, run_number: 7, run_attempt: '1', ...github },
    inputs: { ...inputsOf('gate.yml', 'gate'), ...QUICK, ...inputs },
  };
}

function plan(github: object, sha: string, inputs: object = {}): Promise<JobEnd> {
  return start('gate.yml', 'plan', sha, contextsOf(github, inputs));
}

/** All jobs of gate, and the end of the last one. */
async function gate(github: object, sha: string, inputs: object = {}): Promise<JobEnd & { job: string }> {
  const contexts = contextsOf(github, inputs);
  const planned = await plan(github, sha, inputs);
  if (planned.result !== 'success') return { ...planned, job: 'plan' };
  const { matrix, id } = planned.outputs;
  for (const shard of JSON.parse(matrix!).include) {
    const needs = { plan: { outputs: planned.outputs } };
    const measured = await start('gate.yml', 'measure', sha, { ...contexts, needs, matrix: shard });
    if (measured.result !== 'success') return { ...measured, job: 'measure' };
  }
  const needs = { plan: { outputs: { id } } };
  return { ...(await start('gate.yml', 'merge', sha, { ...contexts, needs })), job: 'merge' };
}

const samples = () => readResultFile(join(artifacts, 'stage-gate-default-1', 'result.json'));

/** A branch that left main before main went on; the merge that GitHub makes of it. */
function pullRequest(files: Record<string, string>): string {
  git(toy, 'checkout', '--quiet', '-b', 'faster');
  commit(toy, files);
  git(toy, 'checkout', '--quiet', 'main');
  commit(toy, { 'later.txt': 'main went on\n' });
  git(toy, 'checkout', '--quiet', '--detach', 'main');
  git(toy, 'merge', '--quiet', '--no-ff', '-m', 'merge', 'faster');
  return git(toy, 'rev-parse', 'HEAD');
}

/** The workspace of the last job that checked out `base`. */
function sides(): { base: string[]; head: string[] } {
  const at = Math.max(
    ...Array.from({ length: jobs }, (_, index) => index + 1).filter((index) =>
      existsSync(join(folder, `job-${index}`, 'base')),
    ),
  );
  const files = (side: string) =>
    readdirSync(join(folder, `job-${at}`, side)).filter((name) => name.endsWith('.txt'));
  return { base: files('base'), head: files('head') };
}

describe('gate', () => {
  test('measures the merge of a pull request against what it is merged into, engines and stages of the roadmap', async () => {
    const merge = pullRequest({ 'notes.txt': 'a change\n' });
    expect(await gate({}, merge, { stages: '1' })).toMatchObject({ job: 'merge', result: 'success' });
    const { engines, failures, plan } = samples();
    expect(engines.map(({ name, command }) => [name, command[0]!.replace(/.*job-\d+/, '')])).toEqual([
      ['base:stage-1', '/base/engine'],
      ['head:stage-1', '/head/engine'],
      ['base:toy', '/base/engine'],
      ['head:toy', '/head/engine'],
    ]);
    expect([failures, plan.benchmarks, plan.rounds]).toEqual([[], ['squares'], 2]);
    expect(sides()).toEqual({ base: ['later.txt'], head: ['later.txt', 'notes.txt'] });
  });

  test('compares what a merge queue adds with what it is added to', async () => {
    const base = git(toy, 'rev-parse', 'HEAD');
    commit(toy, { 'one.txt': 'queued\n' });
    const head = commit(toy, { 'two.txt': 'by two commits\n' });
    const event = { merge_group: { base_sha: base } };
    expect(await plan({ event_name: 'merge_group', event }, head)).toMatchObject({ result: 'success' });
    expect(sides()).toEqual({ base: [], head: ['one.txt', 'two.txt'] });
  });

  test('leaves samples where the base cannot be built: there is no base then', async () => {
    git(toy, 'rm', '--quiet', 'engine');
    git(toy, 'commit', '--quiet', '-m', 'no engine');
    const merge = pullRequest({ engine: readmeFile('engine') });
    expect(await gate({}, merge)).toMatchObject({ job: 'merge', result: 'success' });
    expect(hasNoBase(samples())).toBe(true);
  });

  test('ends red where the head cannot be built', async () => {
    git(toy, 'checkout', '--quiet', '-b', 'broken');
    git(toy, 'rm', '--quiet', 'engine');
    git(toy, 'commit', '--quiet', '-m', 'no engine');
    const ended = await gate({}, git(toy, 'rev-parse', 'HEAD'));
    expect(ended).toMatchObject({ job: 'measure', result: 'failure', log: expect.stringContaining('chmod') });
  });

  test('ends red in the plan, with its reason, where there is nothing to plan', async () => {
    expect(await plan({}, pullRequest({ 'a.txt': 'a\n' }), { suite: 'cubes' })).toMatchObject({
      ...{ result: 'failure', log: expect.stringContaining('cubes: is neither a benchmark nor a group') },
    });
  });

  test('measures nothing when a title is edited, and again when the base is', async () => {
    const merge = pullRequest({ 'notes.txt': 'a change\n' });
    const edited = (changes: object) => plan({ event: { action: 'edited', changes } }, merge);
    expect(await edited({ title: { from: 'x' } })).toMatchObject({ result: 'skipped' });
    expect(await edited({ base: { ref: { from: 'dev' } } })).toMatchObject({ result: 'success' });
  });

  test('is ended by the next push, but neither by a re-run nor by an edited title', () => {
    const { group, 'cancel-in-progress': ends } = parse(readFileSync(file('gate.yml'), 'utf8')).concurrency;
    const at = (event: object, run_attempt = '1') => {
      const github = { event: { pull_request: { number: 7 }, ...event }, run_id: 500, run_attempt };
      return [fill(group, { github }), fill(ends, { github })];
    };
    expect(at({ action: 'synchronize' })).toEqual(['gate-default-7', 'true']);
    expect(at({ action: 'edited', changes: { base: {} } })).toEqual(['gate-default-7', 'true']);
    expect(at({ action: 'edited', changes: { title: {} } })).toEqual(['gate-default-500', 'true']);
    expect(at({ action: 'synchronize' }, '2')).toEqual(['gate-default-7', 'false']);
  });
});

test.each(['pull_request', 'pull_request_target', 'merge_group'])(
  'dashboard keeps nothing of a %s, whoever calls it',
  async (event_name) => {
    const { build, manifest, roadmap } = inputsOf('gate.yml', 'gate');
    const inputs = { build, manifest, roadmap, suite: 'squares', budget: '1s' };
    const github = { run_attempt: '1', server_url: 'https://github.com', repository: 'octo/toy', event_name };
    const sha = commit(toy, { 'attempt.txt': event_name });
    for (const job of ['measure', 'keep'])
      expect(await start('dashboard.yml', job, sha, { inputs, github })).toMatchObject({ result: 'skipped' });
  },
);

test('dashboard measures, appends to the history and builds the site, and the next commit adds to it', async () => {
  const { build, manifest, roadmap } = inputsOf('gate.yml', 'gate');
  const inputs = { build, manifest, roadmap, suite: 'squares', budget: '1s' };
  for (const attempt of ['1', '2']) {
    const sha = commit(toy, { 'attempt.txt': attempt });
    const github = { run_attempt: attempt, server_url: 'https://github.com', repository: 'octo/toy' };
    expect(await start('dashboard.yml', 'measure', sha, { inputs, github })).toMatchObject({
      result: 'success',
    });
    const measured = readResultFile(join(artifacts, `dashboard-${attempt}`, 'result.json'));
    expect([measured.engines.map(({ name }) => name), measured.failures]).toEqual([
      ['stage-0', 'stage-1'],
      [],
    ]);
    const kept = await start('dashboard.yml', 'keep', sha, { inputs, github });
    expect([kept.result, kept.log]).toEqual([
      'success',
      expect.stringContaining('added on stage-report-data'),
    ]);
  }
  expect(git(toy, 'ls-tree', '-r', '--name-only', 'stage-report-data').split('\n')).toHaveLength(2);
  expect(readdirSync(join(artifacts, 'github-pages'))).toContain('index.html');
});

test('calibrate measures the gate on equal binaries, and keeps the calibration', async () => {
  const { build, manifest, roadmap, engine } = inputsOf('gate.yml', 'gate');
  const inputs = { build, manifest, roadmap, engine, sessions: 1, inject: '5', rounds: 2 };
  const contexts = { inputs, github: { run_attempt: '1' } };
  const ended = await start('calibrate.yml', 'calibrate', git(toy, 'rev-parse', 'HEAD'), contexts);
  expect([ended.result, ended.log]).toEqual([
    'success',
    expect.stringContaining('1 session of equal binaries'),
  ]);
  const { sessions } = JSON.parse(readFileSync(join(artifacts, 'calibration-1', 'calibration.json'), 'utf8'));
  expect(sessions).toBe(1);
});

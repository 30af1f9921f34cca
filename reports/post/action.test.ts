/**
 * The bundled action and the command, each as a process of its own against the fake GitHub: what a runner and what a
 * person starts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../suites/index.ts';
import { type RecordedEvent, workflowRunEvent } from '../testing/events.ts';
import { artifactOf, type MadeResult, madeResult } from '../testing/samples.ts';
import { openScene, type Scene, TOKEN } from '../testing/scene.ts';
import { makeZip } from '../testing/zip.ts';

let scene: Scene;
let folder: string;
beforeEach(async () => {
  scene = await openScene();
  folder = mkdtempSync(join(tmpdir(), 'stage-gate-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await scene.close();
  expect(scene.github.defects).toEqual([]);
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    // Nothing of our own environment but the search path: a runner's has no more of ours either.
    const child = spawn(process.execPath, args, {
      cwd: packageRoot,
      env: { PATH: process.env['PATH'], ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

const file = (name: string): string => join(folder, name);
const bundle = join(packageRoot, '.github', 'actions', 'stage-gate', 'dist', 'index.mjs');

function runAction(event: RecordedEvent, inputs: Record<string, string> = {}): Promise<Ended> {
  writeFileSync(file('event.json'), JSON.stringify(event.payload));
  writeFileSync(file('output'), '');
  writeFileSync(file('summary'), '');
  return start([bundle], {
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_REPOSITORY: 'octo/engine',
    GITHUB_API_URL: scene.github.url,
    GITHUB_WORKSPACE: packageRoot,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    INPUT_TOKEN: TOKEN,
    INPUT_CONFIRM: 'false',
    'INPUT_STATUS-CONTEXT': 'stage-gate/status',
    INPUT_MANIFEST: 'suites/benchmarks/MANIFEST',
    ...inputs,
  });
}

function upload(made: MadeResult): void {
  const zip = artifactOf(madeResult(made));
  scene.repository.artifacts.push({ id: 1, runId: 500, name: 'stage-gate-default-1', zip, expired: false });
}

function outputs(): Record<string, string> {
  const text = readFileSync(file('output'), 'utf8');
  const found = [...text.matchAll(/^([\w-]+)<<(\w+)\n([\s\S]*?)\n\2$/gm)];
  return Object.fromEntries(found.map(([, name, , value]) => [name, value]));
}

const SLOWER: MadeResult = { benchmarks: { nbody: { factor: 1.2 }, richards: { factor: 1 } } };
const ended = workflowRunEvent({ id: 500 });

describe('the bundled action', () => {
  test('posts a regression with annotated line, sets its outputs, and ends with 1', async () => {
    upload(SLOWER);
    const { status, stderr } = await runAction(ended);
    expect([status, stderr]).toEqual([1, '']);
    expect(outputs()).toEqual({
      verdict: 'fail',
      'comment-url': expect.stringMatching(/^https:\/\/github.com\/octo\/engine\/pull\/7#issuecomment-\d+$/),
      'check-url': expect.stringMatching(/^https:\/\/github.com\/octo\/engine\/runs\/\d+$/),
    });
    expect(readFileSync(file('summary'), 'utf8')).toMatch(/^### ▼ FAIL: 1 benchmark slower/);
    const program = readFileSync(
      join(packageRoot, 'suites/benchmarks/bm_nbody/run_benchmark.py'),
      'utf8',
    ).split('\n');
    const [annotation] = scene.repository.checkRuns[0]!.annotations;
    expect(annotation!.path).toBe('suites/benchmarks/bm_nbody/run_benchmark.py');
    expect(program[annotation!.start_line - 1]).toContain('runner.bench_');
    expect(scene.repository.statuses).toMatchObject([{ state: 'failure' }]);
  });

  test('passes silently where nothing changed', async () => {
    upload({ benchmarks: { nbody: { factor: 1 } } });
    expect(await runAction(ended)).toMatchObject({ status: 0, stderr: '' });
    expect([outputs()['verdict'], scene.repository.comments.length]).toEqual(['pass', 0]);
  });

  test('refuses a hostile artifact on the page and in red; nothing of it is a command to the runner', async () => {
    const zip = makeZip([{ name: '::add-mask::x\n::set-output name=verdict::pass', content: '' }]);
    scene.repository.artifacts.push({ id: 1, runId: 500, name: 'stage-gate-default-1', zip, expired: false });
    const { status, stdout } = await runAction(ended);
    expect([status, scene.repository.checkRuns[0]!.conclusion, outputs()['verdict']]).toEqual([
      1,
      'failure',
      'none',
    ]);
    // What the runner would take as commands: lines that begin with ::, outside of a stop.
    let stopped: string | null = null;
    const commands = stdout.split('\n').filter((line) => {
      const stop = /^::stop-commands::(\w+)$/.exec(line)?.[1];
      if (stop !== undefined && stopped === null) stopped = stop;
      else if (line === `::${stopped}::`) stopped = null;
      else return stopped === null && line.startsWith('::');
      return false;
    });
    expect(commands).toEqual([expect.stringMatching(/^::error title=stage-gate::the artifact /)]);
  });

  test('overcomes a 502 on the create that was stored, with real waits', async () => {
    upload(SLOWER);
    const creates = 9; // the requests before the comment is made: run, runs of the head, pull, comments, artifacts, zip twice, pull
    scene.github.planFaults({ at: creates - 1, fault: '502 after store' });
    expect(await runAction(ended)).toMatchObject({ status: 1, stderr: '' });
    expect(scene.github.requests[creates - 1]).toMatchObject({
      operation: 'issues/create-comment',
      status: 502,
    });
    expect([scene.repository.comments.length, scene.repository.checkRuns.length]).toEqual([1, 1]);
  });

  test.each([
    ['a permission that is missing', 'missing permission', /permissions that the workflow in the README has/],
    ['a token that has expired', 'expired token', /the token has expired or is wrong/],
  ] as const)('says in red what to do about %s', async (_, fault, message) => {
    upload(SLOWER);
    scene.github.planFaults({ at: 0, fault, times: Infinity });
    const { status, stdout } = await runAction(ended);
    expect([status, outputs()['verdict']]).toEqual([1, 'none']);
    expect(stdout).toMatch(message);
    expect([scene.repository.comments.length, scene.repository.checkRuns.length]).toEqual([0, 0]);
  });

  test('says what is wrong with its inputs, and ends with 2', async () => {
    const wrong: readonly (readonly [string, string, string])[] = [
      ['INPUT_TOKEN', '', 'token: is empty'],
      ['INPUT_STRICT', 'yes', 'strict: is "yes"'],
      ['INPUT_SUITE', 'My Suite', 'suite: is "My Suite"'],
      ['INPUT_WORKFLOW', 'gate.yml', 'workflow: is "gate.yml"'],
      ['INPUT_ROADMAP', 'none.json', 'no such file'],
      ['INPUT_CALIBRATION', 'none.json', 'no such file'],
      ['GITHUB_REPOSITORY', 'engine', 'repository: is "engine"'],
    ];
    const all = await Promise.all(wrong.map(([name, value]) => runAction(ended, { [name]: value })));
    for (const [index, { status, stdout }] of all.entries()) {
      expect([status, stdout]).toEqual([2, expect.stringContaining(wrong[index]![2])]);
    }
    expect(scene.github.requests).toEqual([]);
  });
});

describe('stage-report post', () => {
  const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
  const command = (args: readonly string[], token = TOKEN): Promise<Ended> =>
    start([program, 'post', ...args], { GITHUB_TOKEN: token, GITHUB_API_URL: scene.github.url });

  function written(made: MadeResult): string {
    writeFileSync(file('result.json'), JSON.stringify(madeResult(made)));
    return file('result.json');
  }

  test('--dry-run prints the comment and the check’s conclusion, and asks nobody', async () => {
    const { status, stdout } = await command([written(SLOWER), '--dry-run'], '');
    expect(status).toBe(1);
    expect(stdout).toContain('### ▼ FAIL: 1 benchmark slower');
    expect(stdout).toContain('check run stage-gate: failure');
    expect(scene.github.requests).toEqual([]);
  });

  test('posts files on the pull request that it is told', async () => {
    const args = [written(SLOWER), '--repository', 'octo/engine', '--pull-request', '7', '--json'];
    const { status, stdout } = await command(args);
    expect([status, JSON.parse(stdout).report.verdict]).toEqual([1, 'fail']);
    expect([scene.repository.comments.length, scene.repository.checkRuns.length]).toEqual([1, 1]);
  });

  test('--run publishes the artifact of a workflow run', async () => {
    upload({ benchmarks: { nbody: { factor: 1 } } });
    const { status, stdout } = await command(['--run', '500', '--repository', 'octo/engine', '--no-second']);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^pass\nhttps:/)]);
  });

  test('without token, files or place says what to give, and ends with 2', async () => {
    expect(await command([file('none.json')], '')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('GITHUB_TOKEN: is not set'),
    });
    expect(await command(['--repository', 'octo/engine'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('files: none were given'),
    });
    expect(await command([written(SLOWER), '--repository', 'octo/engine'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--pull-request: is missing'),
    });
  });

  test('ends with 1 and the request that failed when GitHub refuses', async () => {
    scene.github.planFaults({ at: 0, fault: 'missing permission', times: Infinity });
    const { status, stderr } = await command(['--run', '500', '--repository', 'octo/engine']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('reading workflow run 500 failed')]);
  });
});

/** The commands of the judge on made-up result files, in process: what they print, write, and exit with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { formatResult, InputError, packageRoot, Random, type ResultFile } from '../../suites/index.ts';
import { calibrateCommand } from './calibrate.ts';
import { compareCommand } from './compare.ts';
import { gateCommand } from './gate.ts';
import { historyCommand } from './history.ts';
import { roadmapCheckCommand, roadmapShowCommand } from './roadmap.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'judge-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** What a command prints, and its exit status. */
function run(command: () => number): { status: number; out: string } {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const status = command();
  vi.restoreAllMocks();
  return { status, out: out.replaceAll(`${folder}/`, '') };
}

interface Making {
  readonly rounds?: number;
  readonly noise?: number;
  readonly seed?: number;
  readonly created?: string;
  readonly commit?: string;
}

/** A result whose engines take so many seconds on each of two benchmarks. */
function result(engines: Readonly<Record<string, number>>, making: Making = {}): ResultFile {
  const { rounds = 12, noise = 0.004, seed = 1, created = '2026-01-01T00:00:00.000Z', commit } = making;
  const random = new Random(seed);
  const names = ['nbody', 'richards'];
  const suites = Object.entries(engines).map(([engine, seconds]) => [
    engine,
    {
      version: '1.0' as const,
      benchmarks: names.map((name) => ({
        metadata: { name },
        runs: Array.from({ length: rounds }, (_, round) => ({
          metadata: { stage_report_round: round },
          values: [1, 1.001, 1.002].map((each) => seconds * each * (1 + noise * (random.next() - 0.5))),
        })),
      })),
    },
  ]);
  return {
    format: 'stage-report result',
    version: 2,
    session: `session-${seed}`,
    created,
    environment: {
      cpu_model_name: 'A processor',
      cpu_count: 2,
      ...(commit === undefined ? {} : { commit_id: commit }),
    },
    engines: Object.keys(engines).map((name) => ({ name, command: ['vm'] })),
    plan: {
      ...{ seed, rounds, requestedRounds: rounds, stopped: 'complete', benchmarks: names },
      ...{ loops: { nbody: 1, richards: 1 }, values: 3, warmupCapSeconds: 1 },
    },
    suites: Object.fromEntries(suites),
    failures: [],
  };
}

function write(name: string, file: ResultFile): string {
  writeFileSync(join(folder, name), formatResult(file));
  return join(folder, name);
}

describe('gate', () => {
  it('pairs base:NAME and head:NAME of one result, and knows that they were interleaved', () => {
    const file = write('pair.json', result({ 'base:vm': 0.1, 'head:vm': 0.1, other: 1 }, { commit: 'abc' }));
    const { status, out } = run(() => gateCommand({ files: [file], strict: false, json: true }));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'pass',
      head: { commit: 'abc', files: ['pair.json'] },
      environment: { fingerprint: 'A processor, 2', interleaved: true },
      rows: [{ engine: 'vm' }, { engine: 'vm' }],
    });
  });

  it('exits 3 when inconclusive and asked to be strict, else 0', () => {
    const file = write('noisy.json', result({ base: 0.1, head: 0.1 }, { noise: 1, seed: 5 }));
    const command = (strict: boolean) => run(() => gateCommand({ files: [file], strict, json: false }));
    expect(command(true).status).toBe(3);
    expect(command(false)).toMatchObject({ status: 0, out: expect.stringMatching(/^INCONCLUSIVE/) });
  });

  it('lets a waiver make a warning of a failure, and says who gave it', () => {
    const file = write('slow.json', result({ base: 0.1, head: 0.12 }));
    const gated = (waive?: string[]) =>
      run(() => gateCommand({ files: [file], strict: true, json: false, ...(waive ? { waive } : {}) }));
    expect(gated()).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^FAIL: a regression \(one session/),
    });
    const waived = gated(['*=ann: wider ints are wanted']);
    expect(waived.status).toBe(0);
    expect(waived.out).toMatch(/^WARN: regressions are waived/);
    expect(waived.out).toContain('waiver of * by ann: wider ints are wanted');
    expect(() => gated(['nbody'])).toThrow(InputError);
  });
});

describe('calibrate', () => {
  const options = {
    ...{ inject: '3,10', trials: 2, rounds: 12, values: 3, warmup: '1s', engine: ['vm=vm'], force: false },
  };

  it('goes on from the sessions in its folder, and writes the file that gate takes', () => {
    for (const session of [1, 2, 3]) {
      write(`session-00${session}.json`, result({ 'base:vm': 0.1, 'head:vm': 0.1 }, { seed: session }));
    }
    const { status, out } = run(() => calibrateCommand({ ...options, aa: 3, folder, json: false }));
    expect(status).toBe(0);
    expect(out).toContain(
      '3 sessions of equal binaries: 0 false failures, a rate of at most 63.2 % (95 % confidence).',
    );
    expect(out).toMatch(/\+10 %\s+100\.0 %\s+54\.1 % … 100\.0 %\s+0\.0 %\s+6/);
    const gated = run(() =>
      gateCommand({
        ...{ files: [join(folder, 'session-001.json')], strict: true, json: true },
        calibration: join(folder, 'calibration.json'),
      }),
    );
    expect(JSON.parse(gated.out).calibration).toMatchObject({ sessions: 3, falseFailures: 0 });
  });

  it('judges sessions whose head really was slower, benchmarks in turn', () => {
    for (const trial of [1, 2]) {
      write(`slow-15-00${trial}.json`, result({ 'base:vm': 0.1, 'head:vm': 0.115 }, { seed: trial }));
    }
    const { out } = run(() => calibrateCommand({ ...options, slow: 15, aa: 3, folder, json: false }));
    expect(out).toContain(
      'Really slower by 15.0 % on one benchmark: found in 2 of 2 sessions, inconclusive in 0.',
    );
    expect(out).toMatch(/nbody\s+\+1[45]\.\d %\s+\+1\d\.\d % … \+1\d\.\d %\s+3\.0 %\s+fail/);
  });

  it('does not mix the sessions of other engines', () => {
    write('session-001.json', result({ 'base:other': 0.1, 'head:other': 0.1 }));
    expect(() => run(() => calibrateCommand({ ...options, aa: 1, folder, json: false }))).toThrow(
      /engines: are base:other, head:other, not base:vm, head:vm/,
    );
    expect(() =>
      run(() => calibrateCommand({ ...options, inject: '3,x', aa: 1, folder, json: false })),
    ).toThrow(/--inject: x: is not a slowdown/);
  });
});

describe('compare', () => {
  it('judges what pyperf published against a target, with its interval', () => {
    const published = (version: string) =>
      join(packageRoot, 'stages', 'judge', 'testdata', `cpython-${version}.json.gz`);
    const lines = [
      ['3.10', '3.11'],
      ['3.11', '3.12'],
      ['3.10', '3.12'],
    ].map(([base, head]) => {
      const files = [published(base!), published(head!)];
      const { out } = run(() => compareCommand({ files, centre: 'mean', target: 1.5, json: false }));
      return out.split('\n').slice(0, 2).join(' ');
    });
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "cpython 3.11.3 runs at 1.22 times the speed of cpython 3.10.11 (95 % interval 1.22–1.22), geometric mean of 95 benchmarks. Against ×1.50: missed.
      cpython 3.12.0a7+ runs at 1.03 times the speed of cpython 3.11.3 (95 % interval 1.03–1.03), geometric mean of 90 benchmarks. Against ×1.50: missed.
      cpython 3.12.0a7+ runs at 1.26 times the speed of cpython 3.10.11 (95 % interval 1.26–1.26), geometric mean of 90 benchmarks. Against ×1.50: missed."
    `);
  });
});

describe('roadmap', () => {
  it('check explains every mistake and exits 2', () => {
    const own = JSON.parse(readFileSync(join(packageRoot, 'stages', 'roadmap.json'), 'utf8'));
    const file = join(folder, 'roadmap.json');
    writeFileSync(file, JSON.stringify({ ...own, targetTotal: 1, sute: 'quick' }));
    expect(run(() => roadmapCheckCommand({ file, json: false }))).toEqual({
      status: 2,
      out: expect.stringMatching(
        /^sute: is not a field of this format\n {2}fix: did you mean "suite"\?.*\ntargetTotal: is 1\n {2}fix: .*\nroadmap\.json: 2 mistakes\n$/,
      ),
    });
    expect(run(() => roadmapCheckCommand({ json: true })).status).toBe(0);
  });

  it('show prints status, targets, and the forecast of a result', () => {
    const file = write('ladder.json', result({ 'stage-0': 0.1, 'stage-1': 0.07, 'stage-2': 0.05 }));
    const { out } = run(() => roadmapShowCommand({ result: file, centre: 'median', json: false }));
    expect(out).toMatch(/2 runtime\s+3\.11\s+in progress\s+×1\.50\s+×2\.25\s+×2\.00 \([\d.–]+\)\s+▼ missed/);
    expect(out).toMatch(/^no-codegen .* target ×2\.00: stage 2 ×2\.00 \([\d.–]+\), \w+$/m);
    expect(out).toMatch(
      /^Forecast: at that pace ×4\.0\d \(.*\) in the end, target ×5\.00: missed\. The 2 stages left must bring ×1\.58 each\.$/m,
    );
    const shown = JSON.parse(run(() => roadmapShowCommand({ centre: 'median', json: true })).out);
    expect(shown.stages.map((stage: { totalTarget: number }) => stage.totalTarget)).toEqual([
      1, 1.5, 2.25, 3.375, 5.0625,
    ]);
  });
});

describe('history', () => {
  it('orders runs by their time, and names the commits of a change', () => {
    const files = Array.from({ length: 14 }, (_, index) => {
      const day = String(index + 1).padStart(2, '0');
      return write(
        `run-${day}.json`,
        result(
          { vm: index < 8 ? 0.1 : 0.11 },
          { seed: index + 1, rounds: 2, created: `2026-01-${day}`, commit: `c${day}` },
        ),
      );
    });
    const { out } = run(() =>
      historyCommand({ files: files.toReversed(), least: 1, centre: 'median', json: false }),
    );
    expect(out).toMatch(/^2 changes of level in 14 runs, 2026-01-01 to 2026-01-14:/);
    expect(out).toMatch(/▼ \+10\.\d %\s+nbody\s+vm\s+100 ms\s+110 ms\s+\S+\s+c08\.\.c09\s+2026-01-09/);
  });
});

/**
 * The published schemas are current, and hold what the commands really print: each command is run with `--json` on files
 * in a temporary folder, with made-up engines.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Metadata, packageRoot, type ResultFile } from '../../suites/index.ts';
import { SAMPLE, sampleRun, writeSampleHistory } from '../site/testing/sample-history.ts';
import { madeResult } from '../testing/samples.ts';
import { BASE, OWNER, openScene, REPO, TOKEN } from '../testing/scene.ts';
import type { DocumentName } from './documents.ts';
import { makeSchemas } from './generate.ts';

// Processes are started, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
const fakeEngine = join(packageRoot, 'suites', 'testing', 'fake-engine.mjs');

let folder: string;
const made = makeSchemas();
const validated = new Set<string>();
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const schemaOf = (name: DocumentName): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${name}.schema.json`), 'utf8'));

function check(name: DocumentName, document: unknown): void {
  const validate = ajv.getSchema(name) ?? ajv.addSchema(schemaOf(name), name).getSchema(name)!;
  validate(document);
  expect({ name, errors: validate.errors ?? [] }).toEqual({ name, errors: [] });
  validated.add(name);
}

/** Runs the program; not synchronously, since the fake GitHub lives in this process. */
async function printed(args: readonly string[], env: Record<string, string> = {}): Promise<unknown> {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, ...env } });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const text = { value: '' };
    stream.setEncoding('utf8').on('data', (part: string) => {
      text.value += part;
    });
    return text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  try {
    return JSON.parse(out!.value);
  } catch {
    throw new Error(`${args.join(' ')} printed no JSON: ${out!.value}${err!.value}`);
  }
}

async function checkCommand(name: DocumentName, args: readonly string[], env?: Record<string, string>) {
  check(name, await printed(args, env));
}

const write = (file: string, document: unknown): void =>
  writeFileSync(join(folder, file), JSON.stringify(document));
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const engine = (name: string, ...more: string[]): string[] => [
  '--engine',
  `${name}="${process.execPath}" ${[fakeEngine, ...more].join(' ')}`,
];

/** Stages that are made up, a counter among what they tell, and one stage that is still to come. */
const ROADMAP = {
  ...{ title: 'A made-up roadmap', targetTotal: 5, suite: 'quick' },
  platforms: [{ name: 'all', title: 'everywhere', codeGeneration: true, target: 5 }],
  stages: [90, 45, 40].map((ms, id) => ({
    ...{ id, name: `s${id}`, title: `Stage ${id}`, release: `3.${9 + id}`, target: id === 0 ? 1 : 1.5 },
    ...{
      status: id === 2 ? 'planned' : 'released',
      needsCodeGeneration: false,
      flags: id === 1 ? ['a'] : [],
    },
    engine: {
      command: ['{node}', fakeEngine, '--ms', String(ms)],
      counters: ['--stats', '{file}'],
      without: ['--without', '{flag}'],
    },
  })),
};

/** A result of an earlier benchmark under another name, as a pair of the suite sharp-edges. */
function withEdges(result: ResultFile): ResultFile {
  const renamed = new Map([
    ['nbody', 'edge'],
    ['richards', 'edge_base'],
  ]);
  const rename = (name: string): string => renamed.get(name) ?? name;
  return {
    ...result,
    plan: { ...result.plan, benchmarks: result.plan.benchmarks.map(rename) },
    suites: Object.fromEntries(
      Object.entries(result.suites).map(([name, suite]) => [
        name,
        {
          ...suite,
          benchmarks: suite.benchmarks.map((benchmark) => ({
            ...benchmark,
            metadata: {
              ...benchmark.metadata,
              name: rename(String(benchmark.metadata!['name'])),
            } as Metadata,
          })),
        },
      ]),
    ),
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stage-report-schemas-'));
  write('roadmap.json', ROADMAP);
  write('sample.json', sampleRun({ ...SAMPLE, runs: 1 }, 0).result);
  write('edges.json', withEdges(sampleRun({ ...SAMPLE, runs: 1 }, 0).result));
  write('gated.json', madeResult({ benchmarks: { nbody: { factor: 1.2 }, go: { factor: 1, crash: 'no' } } }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the published schemas', () => {
  it('are made of the types as they are now (else: npm run schemas)', () => {
    for (const [name, text] of made) {
      const published = readFileSync(join(import.meta.dirname, `${name}.schema.json`), 'utf8');
      expect({ name, text: published }).toEqual({ name, text });
    }
  });

  it('are printed by name, and listed', async () => {
    check('schema', await printed(['schema', '--json']));
    expect(await printed(['schema', 'gate'])).toEqual(schemaOf('gate'));
    check('error', await printed(['schema', 'gaet', '--json']));
  });

  it('refuse what is not there: a missing field, another type, a field of no meaning', () => {
    const validate = ajv.compile(schemaOf('dashboard'));
    const report = { index: 'i', headline: 'h', runs: 1, runsRead: 1, written: 1, unchanged: 0, removed: 0 };
    expect(validate(report)).toBe(true);
    for (const wrong of [{ ...report, runs: '1' }, { ...report, more: 1 }, { index: 'i' }]) {
      expect(validate(wrong)).toBe(false);
    }
  });
});

describe('what a command prints with --json is as its schema says', () => {
  it('run, fit, start and what else reads a result', async () => {
    const measured = [...engine('cpython', '--ms', '60'), ...engine('bad', '--crash', 'planets')];
    const run = ['run', '--roadmap', 'roadmap.json', '--stages', '0-1', '--rounds', '2', ...measured];
    await checkCommand('run', [...run, '--out', 'result.json', '--quiet', '--json']);
    check('result', readJson('result.json'));
    await checkCommand('fit', ['fit', 'result.json', '--roadmap', 'roadmap.json', '--groups', '--json']);
    await checkCommand('fit', ['fit', 'sample.json', '--json']);
    const show = ['roadmap', 'show', '--roadmap', 'roadmap.json', '--json'];
    await checkCommand('roadmap-show', [...show, 'result.json']);
    await checkCommand('roadmap-show', show);
    await checkCommand('report', ['report', 'result.json', '--roadmap', 'roadmap.json', '--json']);
    const compare = ['compare', 'sample.json', '--base', 'stage-0', '--head', 'stage-1', '--json'];
    await checkCommand('compare', [...compare, '--target', '1.5']);
    for (const view of ['times', 'memory', 'promotion', 'counters'] as const) {
      await checkCommand(`show-${view}`, ['show', 'sample.json', '--view', view, '--json']);
    }
    await checkCommand('show-edges', ['show', 'edges.json', '--view', 'edges', '--json']);
    await checkCommand('history', ['history', 'sample.json', '--json']);
    await checkCommand('start', [
      ...['start', '--budget', '1s', '--roadmap', 'roadmap.json', '--out', 'started', '--quiet', '--json'],
    ]);
  });

  it('ablate, plan, merge, export, import', async () => {
    const few = ['--roadmap', 'roadmap.json', '--rounds', '2', '--seed', '1', '--suite', 'planets,wordcount'];
    const ablate = ['ablate', ...few, '--stages', '1', '--out', 'ablation.json'];
    await checkCommand('ablate', [...ablate, '--quiet', '--json']);
    const engines = engine('vm');
    await checkCommand('plan', ['plan', ...few, ...engines, '--shards', '2']);
    for (const shard of [1, 2]) {
      const out = ['--out', `shard-${shard}.json`, '--quiet', '--json'];
      await checkCommand('run', ['run', ...few, ...engines, '--shard', `${shard}/2`, ...out]);
    }
    await checkCommand('merge', ['merge', 'shard-1.json', 'shard-2.json', '--out', 'merged.json', '--json']);
    check('result', readJson('merged.json'));
    await checkCommand('export', ['export', 'merged.json', '--out', 'pyperf.json', '--json']);
    await checkCommand('import', ['import', 'a=pyperf.json', 'b=pyperf.json', '--out', 'i.json', '--json']);
    check('result', readJson('i.json'));
  });

  it('gate and calibrate', async () => {
    await checkCommand('gate', ['gate', 'gated.json', '--json']);
    const calibrate = ['calibrate', '--aa', '2', '--rounds', '2', '--values', '1', '--folder', 'calibration'];
    const noisy = engine('vm', '--noise', join(folder, 'noise.count'));
    await checkCommand('calibrate', [...calibrate, ...noisy, '--suite', 'planets', '--json']);
    check('calibrate', readJson('calibration/calibration.json'));
  });

  it('engines, suites, doctor, roadmap check', async () => {
    await checkCommand('engines', ['engines', '--roadmap', 'roadmap.json', '--json']);
    await checkCommand('suites', ['suites', '--json']);
    await checkCommand('doctor', ['doctor', '--roadmap', 'roadmap.json', '--json']);
    await checkCommand('roadmap-check', ['roadmap', 'check', 'roadmap.json', '--json']);
    write('mistaken.json', { ...ROADMAP, sute: 'quick', targetTotal: -1 });
    await checkCommand('roadmap-check', ['roadmap', 'check', 'mistaken.json', '--json']);
  });

  it('dashboard, with everything that its pages show', async () => {
    writeSampleHistory(join(folder, 'history'), { ...SAMPLE, runs: 6 });
    await checkCommand('dashboard', ['dashboard', '--history', 'history', '--out', 'site', '--json']);
    check('site', readJson('site/data.json'));
  });

  it('append, to a data branch', async () => {
    const git = (...args: string[]) =>
      new Promise((resolve) => spawn('git', args, { cwd: folder, stdio: 'ignore' }).once('close', resolve));
    await git('init', '--quiet', '--bare', 'remote.git');
    await git('init', '--quiet');
    await git('remote', 'add', 'origin', join(folder, 'remote.git'));
    const append = ['append', 'sample.json', '--suite', 'quick', '--run', '7', '--commit', BASE, '--json'];
    await checkCommand('append', append);
  });

  it('post, its dry run and its failure', async () => {
    await checkCommand('post-dry-run', ['post', 'gated.json', '--dry-run', '--json']);
    const scene = await openScene();
    try {
      const env = { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: scene.github.url, GITHUB_STEP_SUMMARY: '' };
      const post = ['post', 'gated.json', '--repository', `${OWNER}/${REPO}`, '--json'];
      await checkCommand('post', [...post, '--pull-request', '7'], env);
      await checkCommand('post-error', [...post, '--pull-request', '7'], { ...env, GITHUB_TOKEN: 'no' });
    } finally {
      await scene.close();
    }
  });

  it('and none was left out', () => {
    expect([...validated].sort()).toEqual([...made.keys()].sort());
  });
});

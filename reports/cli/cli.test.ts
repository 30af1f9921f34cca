/**
 * `stage-report` as a program: real processes on files in a temporary folder. The engines are made up (see
 * `suites/testing/fake-engine.mjs`), so every number is known.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot, readPyperfFile } from '../../suites/index.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 300_000 });

const program = join(packageRoot, 'reports', 'bin', 'stage-report.ts');
const fakeEngine = join(packageRoot, 'suites', 'testing', 'fake-engine.mjs');

let folder: string;

/** Runs the program in the temporary folder; paths in what it prints are shortened. */
function stageReport(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  const shorten = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(packageRoot, '.');
  return { status, out: shorten(stdout), err: shorten(stderr) };
}

const fake = (name: string, ...args: string[]): string[] => [
  '--engine',
  `${name}="${process.execPath}" ${fakeEngine} ${args.join(' ')}`,
];

/** A roadmap of three fake stages. */
function roadmapOf(milliseconds: readonly number[], extra: readonly string[] = []): object {
  return {
    title: 'A made-up roadmap <with markup>',
    targetTotal: 5,
    suite: 'quick',
    stages: milliseconds.map((ms, id) => ({
      ...{ id, name: `s${id}`, title: `Stage number ${id}`, release: `3.${9 + id}`, status: 'released' },
      ...{ target: id === 0 ? 1 : 1.5, needsCodeGeneration: false, flags: [] },
      engine: { command: ['{node}', fakeEngine, '--ms', String(ms), ...extra] },
    })),
  };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-report-'));
  writeFileSync(join(folder, 'roadmap.json'), JSON.stringify(roadmapOf([90, 45, 40])));
  const measured = stageReport(
    ...[
      'run',
      '--roadmap',
      'roadmap.json',
      '--rounds',
      '2',
      '--seed',
      '1',
      '--out',
      'stages.json',
      '--quiet',
    ],
    ...['--stages', '0-2', ...fake('cpython', '--ms', '60')],
  );
  expect(measured).toEqual({
    status: 0,
    out: `benchmark  stage-0  stage-1  stage-2  cpython    95 %
─────────  ───────  ───────  ───────  ───────  ──────
scheduler  90.0 ms  45.0 ms  40.0 ms  60.0 ms  ±0.0 %
planets    90.0 ms  45.0 ms  40.0 ms  60.0 ms  ±0.0 %
wordcount  90.0 ms  45.0 ms  40.0 ms  60.0 ms  ±0.0 %

Precision reached: ±0.0 % in the middle, ±0.0 % at worst (wordcount).

stages.json: 2 rounds of 3 benchmarks on 4 engines
`,
    err: '',
  });
  for (const [file, ms] of [
    ['base.json', '20'],
    ['same.json', '20'],
    ['slow.json', '23'],
  ] as const) {
    const run = stageReport(
      ...['run', '--suite', 'planets,wordcount', '--rounds', '9', '--seed', '1', '--out', file, '--quiet'],
      ...fake('vm', '--ms', ms, '--noise', join(folder, `${file}.count`)),
    );
    expect(run.status).toBe(0);
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('fit', () => {
  it('prints every stage against stage 0, the stage before, and its targets', () => {
    const { status, out } = stageReport('fit', 'stages.json', '--roadmap', 'roadmap.json');
    expect(status).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Stage 2 runs 2.25 times as fast as stage 0 (95 % interval 2.25–2.25): the target of 2.25 is met.

      stage  vs stage 0  95 %       target  verdict  vs before  95 %       target  verdict
      ─────  ──────────  ─────────  ──────  ───────  ─────────  ─────────  ──────  ────────
      0 s0         1.00
      1 s1         2.00  2.00–2.00    1.50  ▲ met         2.00  2.00–2.00    1.50  ▲ met
      2 s2         2.25  2.25–2.25    2.25  ▲ met         1.13  1.13–1.13    1.50  ▼ missed

      Speed over stage 0, logarithmic; │ the target, ├─┤ the 95 % interval:

                      1                           1.5                 2
      0 s0     1.00   ●
      1 s1     2.00   ┊                            │                  ▲
      2 s2     2.25   ┊                                                        ▲
      cpython  1.50   ┊                            ●

      Of 2 steps over the stage before: 1 met, 1 missed.
      The fit through the origin gives 1.59 a stage (1.59–1.59), target 1.50.
      Stage 0 runs at 0.67 times the speed of cpython (0.67–0.67).

      Time for one pass and speed over stage-0 (×), by benchmark:

      benchmark        stage-0        stage-1        stage-2        cpython
      ─────────  ─────────────  ─────────────  ─────────────  ─────────────
      scheduler  90.0 ms ×1.00  45.0 ms ×2.00  40.0 ms ×2.25  60.0 ms ×1.50
      planets    90.0 ms ×1.00  45.0 ms ×2.00  40.0 ms ×2.25  60.0 ms ×1.50
      wordcount  90.0 ms ×1.00  45.0 ms ×2.00  40.0 ms ×2.25  60.0 ms ×1.50

      2 rounds of fresh processes, median of 5 values each, seed 1; intervals: Student’s t over rounds; they speak of these benchmarks.
      "
    `);
  });

  it('gives the same by --json', () => {
    const { out } = stageReport('fit', 'stages.json', '--roadmap', 'roadmap.json', '--json');
    const report = JSON.parse(out);
    expect(report.headline).toMatch(/^Stage 2 runs 2\.25 times/);
    expect(
      report.ladder.map(
        ({ total }: { total: { speedup: { value: number } } | null }) => total?.speedup.value,
      ),
    ).toEqual([undefined, expect.closeTo(2, 12), expect.closeTo(2.25, 12)]);
    expect(report.plan.seed).toBe(1);
  });
});

describe('compare', () => {
  it('compares two engines of one result, or two files', () => {
    const inOne = stageReport('compare', 'stages.json', '--base', 'stage-0', '--head', 'stage-1');
    expect(inOne.out).toMatch(
      /^stage-1 runs at 2\.00 times the speed of stage-0 \(95 % interval 2\.00–2\.00\)/,
    );
    const files = stageReport('compare', 'slow.json', 'base.json', '--json');
    expect(files.status).toBe(0);
    const [comparison] = JSON.parse(files.out);
    expect(comparison).toMatchObject({ base: 'vm', head: 'vm', pairing: 'rounds', rounds: 9 });
    expect(comparison.speedup.value).toBeCloseTo(1.15, 2);
  });

  it('reads what pyperf publishes', () => {
    const data = join(packageRoot, 'stages', 'judge', 'testdata');
    const { out } = stageReport(
      'compare',
      join(data, 'cpython-3.10.json.gz'),
      join(data, 'cpython-3.11.json.gz'),
    );
    expect(out.split('\n')[0]).toBe(
      'cpython 3.11.3 runs at 1.22 times the speed of cpython 3.10.11 (95 % interval 1.22–1.22), geometric mean of 95 benchmarks.',
    );
  });
});

describe('gate', () => {
  it('exits 0 when nothing regresses', () => {
    const { status, out } = stageReport('gate', 'base.json', 'same.json');
    expect(status).toBe(0);
    expect(out.split('\n')[0]).toBe('PASS: no regression; 2 unchanged.');
  });

  it('exits 1 on a regression', () => {
    const { status, out } = stageReport('gate', 'base.json', 'slow.json');
    expect(status).toBe(1);
    expect(out.split('\n')[0]).toMatch(
      /^FAIL: a regression \(one session, not confirmed\); 2 slower beyond the margin/,
    );
    expect(out).toMatch(/▼ slower\s+vm\s+planets\s+[\d.]+ ms\s+[\d.]+ ms\s+\+1\d(\.\d)? %/);
  });

  it('exits 0 with a warning when a second session does not confirm, 1 when it does', () => {
    const cleared = stageReport(
      'gate',
      'base.json',
      'slow.json',
      '--confirm',
      'base.json',
      'same.json',
      '--json',
    );
    expect(cleared.status).toBe(0);
    expect(JSON.parse(cleared.out)).toMatchObject({ verdict: 'warn', sessions: 2 });
    const confirmed = stageReport(
      'gate',
      'base.json',
      'slow.json',
      '--confirm',
      'base.json',
      'slow.json',
      '--json',
    );
    expect(confirmed.status).toBe(1);
    expect(JSON.parse(confirmed.out)).toMatchObject({ verdict: 'fail', sessions: 2 });
  });
});

describe('run', () => {
  it('records what breaks, goes on, and exits 1', () => {
    const { status, out, err } = stageReport(
      ...['run', '--suite', 'quick', '--rounds', '1', '--seed', '3', '--out', 'broken.json', '--json'],
      ...[...fake('good'), ...fake('bad', '--crash', 'planets')],
    );
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      file: 'broken.json',
      seed: 3,
      rounds: 1,
      engines: ['good', 'bad'],
      failures: [
        {
          engine: 'bad',
          benchmark: 'planets',
          round: 0,
          kind: 'crashed',
          message: 'exit status 1: ValueError: not today',
        },
      ],
    });
    expect(err).toContain('✗ planets on bad crashed: exit status 1: ValueError: not today');
  });

  it('shows progress on standard error only', () => {
    const { out, err } = stageReport(
      ...['run', '--suite', 'planets', '--rounds', '1', '--out', 'progress.json', ...fake('vm')],
    );
    expect(err.replace(/\d+ s\)/g, 'N s)')).toBe('planets: 1 loop a value\nround 1 of 1 done (N s)\n');
    expect(out).toContain('progress.json: 1 round of 1 benchmark on 1 engine\n');
  });

  it('does not overwrite a result, and says so before measuring', () => {
    const before = readFileSync(join(folder, 'base.json'), 'utf8');
    const { status, err } = stageReport('run', '--out', 'base.json', ...fake('vm', '--hang', 'planets'));
    expect({ status, err }).toEqual({
      status: 2,
      err: 'stage-report: base.json: exists already\n  fix: give another name, or --force to overwrite it\n',
    });
    expect(readFileSync(join(folder, 'base.json'), 'utf8')).toBe(before);
  });
});

describe('export', () => {
  it('writes one engine’s suite as a pyperf file', () => {
    const { status } = stageReport('export', 'stages.json', '--engine', 'stage-1', '--out', 'stage-1.json');
    expect(status).toBe(0);
    const suite = readPyperfFile(join(folder, 'stage-1.json'));
    expect(
      suite.benchmarks.map(({ metadata, runs }) => [metadata!['name'], runs.map(({ values }) => values)]),
    ).toEqual(
      ['scheduler', 'planets', 'wordcount'].map((name) => [name, Array(2).fill(Array(5).fill(0.045))]),
    );
  });
});

describe('report', () => {
  it('writes one page that stands alone, with escaped text, a titled chart, and a table under it', () => {
    const { status, out } = stageReport('report', 'stages.json', '--roadmap', 'roadmap.json');
    expect({ status, out }).toEqual({
      status: 0,
      out: 'stages.html: Stage 2 runs 2.25 times as fast as stage 0 (95 % interval 2.25–2.25): the target of 2.25 is met.\n',
    });
    const page = readFileSync(join(folder, 'stages.html'), 'utf8');
    expect(page).not.toMatch(/<script|https?:|<link|<img|url\(/);
    expect(page).toContain('A made-up roadmap &#60;with markup&#62;');
    expect(page).toMatch(
      /<svg[^>]* role="img" aria-labelledby="ladder-title ladder-desc">\s*<title id="ladder-title">/,
    );
    const chart = page.indexOf('</svg>');
    expect(page.indexOf('<table>')).toBeGreaterThan(chart);
    expect(page).toContain('stage 1: 2.00, target 1.50; stage 2: 2.25, target 2.25');
    expect(page).toContain('<th scope="row">2: Stage number 2</th><td>3.11</td><td>2.25</td>');
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(stageReport('report', 'stages.json', '--roadmap', 'roadmap.json').status).toBe(2);
    expect(stageReport('report', 'stages.json', '--roadmap', 'roadmap.json', '--force').status).toBe(0);
  });
});

describe('start', () => {
  it('measures all stages, prints the table, adds to the history, and builds its dashboard', () => {
    const { status, out, err } = stageReport(
      ...['start', '--roadmap', 'roadmap.json', '--budget', '1s', '--out', 'started'],
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^\nStage 2 runs 2\.25 times as fast as stage 0/);
    expect(out).toMatch(/result: {4}started\/\S+\.json\ndashboard: started\/dashboard\/index\.html\n$/);
    expect(err).toContain(
      'A made-up roadmap <with markup>: scheduler, planets, wordcount on stage-0, stage-1, stage-2.',
    );
    const page = readFileSync(join(folder, 'started', 'dashboard', 'index.html'), 'utf8');
    expect(page).toContain(out.split('\n')[1]!.split(' (')[0]!);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('still reports when a stage breaks everywhere, and exits 1', () => {
    const roadmap = roadmapOf([90, 45]) as { stages: { engine: { command: string[] } }[] };
    roadmap.stages[1]!.engine.command = ['{node}', '-e', 'process.exit(3)', '--'];
    writeFileSync(join(folder, 'dead.json'), JSON.stringify(roadmap));
    const { status, out } = stageReport('start', '--roadmap', 'dead.json', '--budget', '1s', '--out', 'dead');
    expect(status).toBe(1);
    expect(out).toMatch(/^\nStage 1 broke on every benchmark: no target is met\.\n/);
    const page = join(folder, 'dead', 'dashboard', 'index.html');
    expect(readFileSync(page, 'utf8')).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

describe('bad input', () => {
  it('exits 2 and names file, field and fix', () => {
    writeFileSync(join(folder, 'typo.json'), JSON.stringify({ ...roadmapOf([1, 2]), sute: 'quick' }));
    // Cut where no measured value can move the place that the message names.
    writeFileSync(join(folder, 'cut.json'), '{\n  "format": "stage-report",\n');
    const lines = [
      ['fti', 'stages.json'],
      [],
      ['fit'],
      ['fit', 'missing.json'],
      ['fit', 'cut.json'],
      ['fit', 'base.json'],
      ['fit', 'stages.json', '--roadmap', 'typo.json'],
      ['fit', 'stages.json', '--centre', 'mode'],
      ['run', '--stags', '0'],
      ['run', '--stages', 'basline'],
      ['run', '--stages', '0-9'],
      ['run', '--rounds', '0', ...fake('vm')],
      ['run', '--budget', 'long', ...fake('vm')],
      ['run', '--suite', 'qiuck', ...fake('vm')],
      ['run', '--engine', 'nothing'],
      ['run', '--engine', 'ghost=/no/such/python'],
      ['run', ...fake('vm'), ...fake('vm')],
      ['compare', 'stages.json'],
      ['compare', 'stages.json', '--base', 'stage-0', '--head', 'stage-9'],
      ['gate', 'base.json', 'stages.json'],
      ['gate', 'base.json', 'same.json', 'slow.json'],
      ['export', 'stages.json', '--engine', 'stage-11', '--out', 'x.json'],
    ];
    const answers = lines.map((line) => {
      const { status, out, err } = stageReport(...line);
      expect({ line, status, out }).toEqual({ line, status: 2, out: '' });
      // Which commands and options there are stands in their files; here, that the nearest is found.
      return err.replace(/(did you mean "(?:fit|stages)"\?) Known are: .*/, '$1 …');
    });
    expect(answers.join('')).toMatchInlineSnapshot(`
      "stage-report: command line: Unknown arguments: fti, stages.json
        fix: did you mean "fit"? …
      stage-report: command line: say which command
        fix: see stage-report --help
      stage-report: command line: Not enough non-option arguments: got 0, need at least 1
        fix: see stage-report fit --help
      stage-report: missing.json: no such file
        fix: check the path
      stage-report: cut.json: is not JSON: Expected double-quoted property name in JSON at position 30 (line 3 column 1)
        fix: write the file again
      stage-report: base.json: engines: holds vm; a fit needs stage-0 and at least one later stage
        fix: measure them in one run: stage-report run --stages 0-4
      stage-report: typo.json: sute: is not a field of this format
        fix: did you mean "suite"? Known are: $schema, title, description, targetTotal, suite, gateSuite, engine, beside, platforms, margins, counters, budgets, waivers, stages
      stage-report: command line: Invalid values: Argument: centre, Given: "mode", Choices: "median", "mean", "minimum"
        fix: see stage-report fit --help
      stage-report: command line: Unknown argument: stags
        fix: did you mean "stages"? …
      stage-report: --stages: basline: is not a stage of ./stages/roadmap.json
        fix: did you mean "baseline"? Known are: baseline, adaptive, runtime, regions, optimizer, or 0-4
      stage-report: --stages: 0-9: is not a stage of ./stages/roadmap.json
        fix: the stages are 0-4
      stage-report: --rounds: is 0
        fix: give a whole number of at least 1
      stage-report: --budget: long: is not a duration
        fix: write for example 90s, 10m or 1h
      stage-report: ./suites/benchmarks/MANIFEST: qiuck: is neither a benchmark nor a group of this manifest
        fix: did you mean "quick"? Known are: all, default, quick, math, objects, text, serialize, regex, generators, async, runtime, apps, promotion, sharp-edges, startup, memory, and 131 more
      stage-report: --engine: nothing: is not an engine
        fix: write NAME=COMMAND, for example --engine "pypy=/usr/bin/pypy3"; cpython3.9, cpython3.9-3.13, cpython, pypy and pyodide are found
      stage-report: engine ghost: command: /no/such/python does not exist
        fix: install the program, or correct its path
      stage-report: --engine: vm: is the name of two engines
        fix: give each engine a name of its own
      stage-report: stages.json: is the only file given
        fix: name two of its engines by --base and --head (stage-0, stage-1, stage-2, cpython), or give a second file
      stage-report: stages.json: stage-9: is not an engine of this file
        fix: use one of: stage-0, stage-1, stage-2, cpython
      stage-report: stages.json: engines: are stage-0, stage-1, stage-2, cpython; base.json has vm
        fix: measure the same engines, or name them by --base and --head
      stage-report: files: 3 were given
        fix: give BASE and HEAD, or one result file with --base ENGINE --head ENGINE
      stage-report: stages.json: suites.stage-11: is not an engine with measurements in this file
        fix: did you mean "stage-1"? Known are: stage-0, stage-1, stage-2, cpython
      "
    `);
    expect(existsSync(join(folder, 'results'))).toBe(false);
  }, 600_000);

  it('plans no more shards than a matrix has jobs', () => {
    const { status, err } = stageReport('plan', '--shards', '257', '--suite', 'quick', ...fake('vm'));
    expect([status, err]).toEqual([
      2,
      'stage-report: --shards: is 257\n  fix: give a whole number of at least 1 and at most 256\n',
    ]);
    expect(stageReport('plan', '--shards', '256', '--suite', 'quick', ...fake('vm')).status).toBe(0);
  });

  it('is JSON with --json', () => {
    const { status, out } = stageReport('fit', 'missing.json', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: { code: 'BAD_INPUT', where: 'missing.json', problem: 'no such file', fix: 'check the path' },
    });
  });
});

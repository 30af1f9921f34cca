/** The harness with a fake engine that speaks the worker protocol: real processes, made-up times. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readManifest, selectBenchmarks } from '../formats/manifest.ts';
import { benchmarkName, checkPyperfSuite, metadataOf } from '../formats/pyperf.ts';
import { type Engine, formatResult, type ResultFile } from '../formats/result.ts';
import { samplesOfFile } from '../formats/samples.ts';
import { JsonField, type JsonValue } from '../input/json.ts';
import { type MeasureOptions, measure, type ProgressEvent } from './measure.ts';
import { ownBenchmarksFolder, packageRoot } from './paths.ts';
import { planRound } from './plan.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 60_000 });

const fake = (name: string, ...args: string[]): Engine => ({
  name,
  command: [process.execPath, join(packageRoot, 'suites', 'testing', 'fake-engine.mjs'), ...args],
});

const options = (engines: Engine[], change: Partial<MeasureOptions> = {}): MeasureOptions => ({
  engines,
  benchmarks: selectBenchmarks(readManifest(ownBenchmarksFolder), ['quick']),
  seed: 7,
  rounds: 2,
  values: 3,
  minTimeSeconds: 0.01,
  warmupMinSeconds: 0,
  warmupCapSeconds: 0,
  timeoutSeconds: 30,
  ...change,
});

const times = (result: ResultFile) =>
  samplesOfFile({ kind: 'result', file: 'memory', result }, 'median').map(({ engine, benchmarks }) => ({
    engine,
    benchmarks: [...benchmarks.values()].map(({ benchmark, processes }) => ({
      benchmark,
      processes: processes.map(({ round, seconds }) => ({ round, seconds })),
    })),
  }));

describe('a round', () => {
  it('visits each benchmark once, with all engines back to back', () => {
    const steps = planRound(1, 0, ['a', 'b', 'c'], ['x', 'y']);
    const visited = steps.map((step) => step.benchmark);
    expect(visited.filter((name, i) => name !== visited[i - 1]).sort()).toEqual(['a', 'b', 'c']);
    expect(steps.map(({ benchmark, engine }) => benchmark + engine).sort()).toEqual([
      ...['ax', 'ay', 'bx', 'by', 'cx', 'cy'],
    ]);
  });

  it('has an order that follows from the seed and the round alone', () => {
    const order = (seed: number, round: number): string =>
      planRound(seed, round, ['a', 'b', 'c'], ['x', 'y'])
        .map(({ benchmark, engine }) => benchmark + engine)
        .join(' ');
    expect(order(5, 3)).toBe(order(5, 3));
    const orders = new Set(Array.from({ length: 40 }, (_, round) => order(5, round)));
    expect(orders.size).toBeGreaterThan(20);
    expect([order(1, 0), order(1, 1), order(2, 0)]).toMatchInlineSnapshot(`
      [
        "bx by cx cy ax ay",
        "cy cx ax ay by bx",
        "ax ay cx cy bx by",
      ]
    `);
  });
});

describe('measure', () => {
  it('gives each engine a pyperf suite whose runs carry their round, and keeps the warm-up curve', async () => {
    const result = await measure(options([fake('slow', '--ms', '40'), fake('fast', '--ms', '10')]));
    const process = (round: number, seconds: number) => ({ round, seconds });
    const all = (seconds: number) =>
      ['scheduler', 'planets', 'wordcount'].map((benchmark) => ({
        benchmark,
        processes: [process(0, seconds), process(1, seconds)],
      }));
    expect(times(result)).toEqual([
      { engine: 'slow', benchmarks: all(0.04) },
      { engine: 'fast', benchmarks: all(0.01) },
    ]);
    expect(result.plan).toEqual({
      seed: 7,
      rounds: 2,
      requestedRounds: 2,
      stopped: 'complete',
      benchmarks: ['scheduler', 'planets', 'wordcount'],
      loops: { scheduler: 1, planets: 1, wordcount: 1 },
      values: 3,
      warmupCapSeconds: 0,
    });
    expect(result.failures).toEqual([]);

    const suite = result.suites['slow']!;
    checkPyperfSuite(new JsonField('suite', '', JSON.parse(JSON.stringify(suite)) as JsonValue));
    const benchmark = suite.benchmarks[1]!;
    expect(benchmarkName(suite, benchmark)).toBe('planets');
    // The base engine also keeps its calibration: warmups without values, as in pyperf.
    expect(benchmark.runs.map(({ warmups, values }) => ({ warmups, values }))).toEqual([
      {
        warmups: [
          [1, 0.08],
          [1, 0.04],
        ],
        values: undefined,
      },
      {
        warmups: [
          [1, 0.08],
          [1, 0.04],
        ],
        values: [0.04, 0.04, 0.04],
      },
      {
        warmups: [
          [1, 0.08],
          [1, 0.04],
        ],
        values: [0.04, 0.04, 0.04],
      },
    ]);
    expect(metadataOf(suite, benchmark, benchmark.runs[2])).toMatchObject({
      name: 'planets',
      unit: 'second',
      loops: 1,
      python_implementation: 'fake',
      stage_report_round: 1,
      stage_report_session: result.session,
      stage_report_steady: true,
    });
  });

  it('records what crashes, hangs or lies as a failure, and goes on with the rest', async () => {
    const engines = [
      fake('good'),
      fake('crashing', '--crash', 'planets'),
      fake('hanging', '--hang', 'wordcount'),
      fake('lying', '--lie', 'scheduler'),
    ];
    const result = await measure(options(engines, { rounds: 1, timeoutSeconds: 2 }));
    const failures = result.failures.map(({ engine, benchmark, round, kind, message }) =>
      [engine, benchmark, round, kind, message].join(' | '),
    );
    expect(failures.sort()).toMatchInlineSnapshot(`
      [
        "crashing | planets | 0 | crashed | exit status 1: ValueError: not today",
        "hanging | wordcount | 0 | timed out | no end after 2 s",
        "lying | scheduler | 0 | bad output | measured "another", expected "scheduler"",
      ]
    `);
    expect(result.failures.find(({ engine }) => engine === 'crashing')!.stderr).toContain('Traceback');
    expect(
      times(result).map(({ engine, benchmarks }) => `${engine}: ${benchmarks.map((b) => b.benchmark)}`),
    ).toEqual([
      'good: scheduler,planets,wordcount',
      'crashing: scheduler,wordcount',
      'hanging: scheduler,planets',
      'lying: planets,wordcount',
    ]);
  });

  it('calibrates on the next engine where the base cannot run a benchmark', async () => {
    const result = await measure(options([fake('base', '--crash', 'planets'), fake('next')], { rounds: 1 }));
    expect(result.plan.loops).toEqual({ scheduler: 1, planets: 1, wordcount: 1 });
    expect(result.failures.map(({ engine, round }) => `${engine} ${round}`)).toEqual(['base null', 'base 0']);
  });

  it('stops before a round for which the budget leaves no time, and says so', async () => {
    const events: ProgressEvent[] = [];
    const result = await measure(options([fake('only')], { rounds: 50, budgetSeconds: 1e-6 }), (event) =>
      events.push(event),
    );
    expect(result.plan).toMatchObject({ rounds: 1, requestedRounds: 50, stopped: 'budget' });
    expect(events.at(-1)).toMatchObject({ kind: 'round finished', rounds: 1, stopped: true });
  });

  it('writes number arrays on one line', async () => {
    const result = await measure(options([fake('only')], { rounds: 1 }));
    expect(JSON.parse(formatResult(result))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(formatResult(result)).toContain('"values": [0.02, 0.02, 0.02]');
  });
});

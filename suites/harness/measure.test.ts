/** The harness with a fake engine that speaks the worker protocol: real processes, made-up times. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readManifest, selectBenchmarks } from '../formats/manifest.ts';
import { benchmarkName, checkPyperfSuite, metadataOf } from '../formats/pyperf.ts';
import { type Engine, formatResult, type ResultFile } from '../formats/result.ts';
import { samplesOfFile } from '../formats/samples.ts';
import { JsonField, type JsonValue } from '../input/json.ts';
import type { JournalRecord, Settings } from './journal.ts';
import { type MeasureOptions, measure, newSession, type ProgressEvent } from './measure.ts';
import { ownBenchmarksFolder, packageRoot } from './paths.ts';
import { planRound } from './plan.ts';

// Each test starts processes, which takes long on a busy machine; no test is about speed.
vi.setConfig({ testTimeout: 60_000 });

const fake = (name: string, ...args: string[]): Engine => ({
  name,
  command: [process.execPath, join(packageRoot, 'suites', 'testing', 'fake-engine.mjs'), ...args],
});

const session = (engines: Engine[], change: Partial<Settings> = {}, suite = 'quick') =>
  newSession({
    engines,
    benchmarks: selectBenchmarks(readManifest(ownBenchmarksFolder), [suite]),
    settings: {
      ...{ seed: 7, rounds: 2, spend: 'rounds', values: 3, loops: 0, minTimeSeconds: 0.01 },
      ...{ warmupMinSeconds: 0, warmupCapSeconds: 0, timeoutSeconds: 30, pin: null, counters: false },
      ...change,
    },
  });

const measured = async (engines: Engine[], change: Partial<Settings> = {}, options: MeasureOptions = {}) =>
  measure(await session(engines, change), options);

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
    const result = await measured([fake('slow', '--ms', '40'), fake('fast', '--ms', '10')]);
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
      timeoutSeconds: 30,
      pin: null,
    });
    expect(result.engines.map(({ name, fingerprint }) => [name, fingerprint?.version])).toEqual([
      ['slow', '1.0'],
      ['fast', '1.0'],
    ]);
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
    const result = await measured(engines, { rounds: 1, timeoutSeconds: 2 });
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
    const result = await measured([fake('base', '--crash', 'planets'), fake('next')], { rounds: 1 });
    expect(result.plan.loops).toEqual({ scheduler: 1, planets: 1, wordcount: 1 });
    expect(result.failures.map(({ engine, round }) => `${engine} ${round}`)).toEqual(['base null', 'base 0']);
  });

  it('stops before a round for which the budget leaves no time, and says so', async () => {
    const events: ProgressEvent[] = [];
    const onProgress = (event: ProgressEvent): void => void events.push(event);
    const result = await measured([fake('only')], { rounds: 50, budgetSeconds: 1e-6 }, { onProgress });
    expect(result.plan).toMatchObject({ rounds: 1, requestedRounds: 50, stopped: 'budget' });
    expect(events.at(-1)).toMatchObject({ kind: 'round finished', rounds: 1, stopped: true });
  });

  it('stores the counters of engines that have them, the same in every run of a benchmark', async () => {
    const counting: Engine = { ...fake('counting'), counters: ['--stats', '{file}'] };
    const result = await measured([counting, fake('plain')], { counters: true });
    const [ofCounting, ofPlain] = samplesOfFile({ kind: 'result', file: 'memory', result }, 'median');
    const samples = ofCounting!.benchmarks.get('planets')!.processes;
    // Eight calls of one loop, whatever the loops of the measurement are.
    expect(samples.map(({ counters }) => counters)).toEqual([{ regions: 8 }, { regions: 8 }]);
    expect(samples.map(({ peakBytes }) => peakBytes)).toEqual([20_000, 20_000]);
    expect(ofPlain!.benchmarks.get('planets')!.processes[0]!.counters).toBeUndefined();
  });

  it('takes what slows an engine down from a process beside the timed ones, from engines that can count it', async () => {
    const counters = ['--stats', '{file}'];
    const counting: Engine = { ...fake('counting'), counters, counting: ['--count'] };
    const refusing: Engine = { ...fake('refusing'), counters, counting: ['--refuse'] };
    const result = await measured([counting, refusing], { counters: true });
    const [ofCounting, ofRefusing] = samplesOfFile({ kind: 'result', file: 'memory', result }, 'median');
    const of = (samples: typeof ofCounting) => samples!.benchmarks.get('planets')!.processes[0]!.counters;
    expect(of(ofCounting)).toEqual({ regions: 8, executed: 8000 });
    expect(of(ofRefusing)).toEqual({ regions: 8 });
    expect(result.failures).toEqual([]);
  });

  it('puts script and arguments where the command says {script}', async () => {
    const { command } = fake('wrapped', '--ms', '5');
    const shell: Engine = { name: 'wrapped', command: ['sh', '-c', '"$@"', 'sh', ...command, '{script}'] };
    expect(
      times(await measured([shell], { rounds: 1 }))[0]!.benchmarks.map(({ processes }) => processes),
    ).toEqual(Array(3).fill([{ round: 0, seconds: 0.005 }]));
  });

  it('goes on from any of its records as if it had not been interrupted', async () => {
    const header = await session([fake('a'), fake('b', '--crash', 'planets')], { rounds: 1 }, 'planets');
    const records: JournalRecord[] = [];
    const whole = await measure(header, { append: (record) => void records.push(record) });
    const withoutClock = (result: ResultFile): unknown =>
      JSON.parse(JSON.stringify(result), (key, value) =>
        ['date', 'uptime', 'load_avg_1min'].includes(key) ? undefined : value,
      );
    expect(records.map(({ kind }) => kind)).toEqual(['calibrated', 'round', 'measured', 'failed']);
    for (const kept of [1, 2, 3, 4]) {
      const appended: JournalRecord[] = [];
      const resumed = await measure(header, {
        records: records.slice(0, kept),
        append: (record) => void appended.push(record),
      });
      expect(appended).toHaveLength(records.length - kept);
      expect(withoutClock(resumed)).toEqual(withoutClock(whole));
    }
  });

  it('writes number arrays on one line', async () => {
    const result = await measured([fake('only')], { rounds: 1 });
    expect(JSON.parse(formatResult(result))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(formatResult(result)).toContain('"values": [0.02, 0.02, 0.02]');
  });
});

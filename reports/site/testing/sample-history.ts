/**
 * A made-up history for tests and for measuring the generator: result files as `stage-report run` writes them, with
 * times that follow from the seed alone. Each stage is faster than the one before by what its benchmark gets from it;
 * now and then a commit changes the level of one benchmark for good.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type PyperfBenchmark, Random, type ResultFile } from '../../../suites/index.ts';

export interface SampleOptions {
  readonly runs: number;
  readonly benchmarks: readonly string[];
  readonly engines: readonly string[];
  readonly rounds: number;
  readonly values: number;
  readonly seed: number;
  readonly suite: string;
  /** Standard deviation of ln time between processes. */
  readonly noise: number;
  /** ISO time of the first run; one follows every six hours. */
  readonly start: string;
}

export const SAMPLE: SampleOptions = {
  runs: 40,
  benchmarks: ['nbody', 'richards', 'json_dumps', 'regex_compile', 'generators', 'startup'],
  engines: ['stage-0', 'stage-1', 'stage-2', 'stage-3', 'stage-4', 'cpython3.9'],
  rounds: 5,
  values: 3,
  seed: 1,
  suite: 'default',
  noise: 0.02,
  start: '2026-08-01T06:00:00.000Z',
};

/** Writes a history folder and returns the names of its files. */
export function writeSampleHistory(folder: string, options: SampleOptions): string[] {
  return Array.from({ length: options.runs }, (_, index) => {
    const { name, result } = sampleRun(options, index);
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(JSON.stringify(result), { level: 1 }));
    return name;
  });
}

/** The run at one place of the history: the same whether or not those before it were made. */
export function sampleRun(options: SampleOptions, index: number): { name: string; result: ResultFile } {
  const random = new Random(options.seed * 100_003 + index);
  const created = new Date(Date.parse(options.start) + index * 6 * 3_600_000).toISOString();
  const sha = Array.from({ length: 40 }, () => random.below(16).toString(16)).join('');
  const name = `runs/${created.slice(0, 4)}/${created.slice(5, 7)}/${sha}-${options.suite}-${10_000 + index}-1.json.gz`;
  const suites = options.engines.map((engine, place) => [
    engine,
    {
      version: '1.0' as const,
      metadata: { unit: 'second', python_implementation: 'sample', python_version: '3.14.0' },
      benchmarks: options.benchmarks.map((benchmark, row) =>
        sampleBenchmark(options, random, { benchmark, row, place, index, created }),
      ),
    },
  ]);
  return {
    name,
    result: {
      format: 'stage-report result',
      version: 2,
      session: `${sha.slice(0, 16)}`,
      created,
      environment: {
        hostname: 'sample',
        platform: 'Linux-6.1-x64',
        cpu_count: 2,
        cpu_model_name: 'Sample CPU 3000',
      },
      engines: options.engines.map((engine) => ({ name: engine, command: ['/usr/bin/sample', engine] })),
      plan: {
        ...{
          seed: options.seed,
          rounds: options.rounds,
          requestedRounds: options.rounds,
          stopped: 'complete',
        },
        benchmarks: options.benchmarks,
        loops: Object.fromEntries(options.benchmarks.map((benchmark) => [benchmark, 1])),
        ...{ values: options.values, warmupCapSeconds: 2 },
      },
      suites: Object.fromEntries(suites),
      failures: [],
    },
  };
}

interface Place {
  readonly benchmark: string;
  readonly row: number;
  readonly place: number;
  readonly index: number;
  readonly created: string;
}

function sampleBenchmark(options: SampleOptions, random: Random, at: Place): PyperfBenchmark {
  const { benchmark, row, place, index, created } = at;
  // Between 1.1 and 2.1 a stage, by benchmark and stage; other engines at 1.3 over stage 0.
  const gain = (stage: number): number => 1.1 + ((row * 7 + stage * 5) % 11) / 11;
  const isStage = options.engines[place]!.startsWith('stage-');
  let speed = 1.3;
  if (isStage) {
    speed = 1;
    for (let stage = 1; stage <= place; stage++) speed *= gain(stage);
  }
  // The optimizer gets one benchmark 30 % slower from two thirds of the history on.
  const slip = row === 1 && place === 4 && index >= (options.runs * 2) / 3 ? 1.3 : 1;
  const seconds = ((0.002 * (row + 1)) / speed) * slip;
  return {
    metadata: { name: benchmark, stage_report_source: `source-of-${benchmark}` },
    runs: Array.from({ length: options.rounds }, (_, round) => {
      const process = seconds * Math.exp(options.noise * normal(random));
      const value = (): number => Number((process * (1 + 0.004 * normal(random))).toPrecision(9));
      return {
        metadata: {
          ...{ stage_report_round: round, stage_report_session: created, stage_report_steady: true },
          ...{
            mem_max_rss: 60_000_000 + 4_000_000 * place,
            date: created,
            load_avg_1min: 0.5,
            uptime: 1000 + index,
          },
          stage_report_counter_instructions: 1_000_000 * (row + 1),
        },
        warmups: Array.from({ length: 6 }, (_, step): [number, number] => [
          1,
          value() * (1 + 3 / 2 ** (2 * step)),
        ]),
        values: Array.from({ length: options.values }, value),
      };
    }),
  };
}

/** Box–Muller. */
function normal(random: Random): number {
  const [a, b] = [(random.below(1_000_000) + 1) / 1_000_001, random.below(1_000_000) / 1_000_000];
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}

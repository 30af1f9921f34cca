/** `run`: measures engines on benchmarks and writes one result file. */
import { join } from 'node:path';
import { readRoadmap } from '../../stages/index.ts';
import { InputError, parseShard, planShards, type ResultFile, selectShard } from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { type ResultTable, resultTable } from '../model/result-table.ts';
import { formatDocument, type RunSummary } from '../schemas/documents.ts';
import { formatResultTable } from '../text/result-table.ts';
import type { Declaration } from './declaration.ts';
import { INTERRUPTED_STATUS, measureToFile, resumeToFile } from './measuring.ts';
import { checkNotThere, forceOption, jsonOption, parseDuration, timestamp } from './options.ts';
import { progressOn } from './progress.ts';
import {
  type EngineArguments,
  engineOptions,
  type MeasureArguments,
  measureOptions,
  readBenchmarks,
  readEngines,
  readSettings,
} from './run-options.ts';

export interface RunArguments extends MeasureArguments, EngineArguments {
  readonly out?: string;
  readonly resume?: string;
  readonly shard?: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

export const runDeclaration: Declaration = {
  name: 'run',
  addTo: (parser, setStatus) => {
    parser.command(
      'run',
      'Measure engines on benchmarks and write a result file',
      (command) =>
        command
          .options(engineOptions)
          .options(measureOptions)
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'Result file (default: results/TIME.json)',
          })
          .option('resume', {
            type: 'string',
            requiresArg: true,
            describe: 'Go on with the run of this result file that was interrupted',
          })
          .option('shard', {
            type: 'string',
            requiresArg: true,
            describe: 'i/N: only the benchmarks that `plan --shards N` gives shard i; needs --seed',
          })
          .option('force', forceOption)
          .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
          .option('json', jsonOption)
          .example('$0 run --stages 0-4 --engine cpython3.9 --budget 10m', '')
          .example('$0 run --resume results/2026-11-23T09-28-55.json', ''),
      async (options) => setStatus(await runCommand(options)),
    );
  },
};

export async function runCommand(options: RunArguments): Promise<number> {
  const out = options.resume ?? options.out ?? join('results', `${timestamp(new Date())}.json`);
  const result = options.resume === undefined ? await begin(options, out) : await resume(options, out);
  if (result === null) return INTERRUPTED_STATUS;
  const table = resultTable(result, out);
  process.stdout.write(
    options.json ? formatDocument('run', summary(result, out, table)) : describe(result, out, table),
  );
  return result.failures.length > 0 ? 1 : 0;
}

async function begin(options: RunArguments, out: string): Promise<ResultFile | null> {
  checkNotThere(out, options.force);
  const roadmap = readRoadmap(options.roadmap);
  const settings = readSettings(options);
  const engines = readEngines(options, roadmap);
  const benchmarks = readBenchmarks(options, roadmap);
  const onProgress = options.quiet ? () => {} : progressOn(process.stderr, settings);
  const measuring = { out, force: options.force, onProgress };
  if (options.shard === undefined) return measureToFile(measuring, { engines, benchmarks, settings });
  if (options.seed === undefined) {
    throw new InputError({
      where: '--shard',
      problem: 'is given without --seed',
      fix: 'give all shards the seed that `stage-report plan` printed',
    });
  }
  const { index, count } = parseShard(options.shard);
  const shard = selectShard(planShards(engines, benchmarks, settings, count), index);
  const own = benchmarks.filter(({ name }) => shard.benchmarks[index - 1]!.includes(name));
  return measureToFile(measuring, { engines, benchmarks: own, settings, shard });
}

/** What a run measures is fixed when it begins; only its time may be changed later. */
async function resume(options: RunArguments, out: string): Promise<ResultFile | null> {
  const fixed = [
    'stages',
    'engine',
    'suite',
    'manifest',
    'pyperformance',
    'rounds',
    'values',
    'loops',
  ] as const;
  const more = ['warmup', 'timeout', 'seed', 'pin', 'quick', 'rigorous', 'roadmap', 'out', 'shard'] as const;
  const given = [...fixed, ...more].find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw new InputError({
      where: `--${given}`,
      problem: 'was fixed when the run began',
      fix: 'leave it out with --resume; --budget may be given',
    });
  }
  const budgetSeconds = parseDuration('--budget', options.budget);
  const plan = { budgetSeconds, rounds: Number.POSITIVE_INFINITY };
  const onProgress = options.quiet ? () => {} : progressOn(process.stderr, plan);
  return resumeToFile({ out, force: options.force, onProgress }, budgetSeconds);
}

function summary(result: ResultFile, file: string, table: ResultTable): RunSummary {
  return {
    file,
    session: result.session,
    seed: result.plan.seed,
    rounds: result.plan.rounds,
    stopped: result.plan.stopped,
    engines: result.engines.map(({ name }) => name),
    benchmarks: result.plan.benchmarks,
    table,
    failures: result.failures.map(({ engine, benchmark, round, kind, message }) => ({
      ...{ engine, benchmark, round, kind, message },
    })),
  };
}

function describe(result: ResultFile, file: string, table: ResultTable): string {
  const { plan, engines, failures } = result;
  const broken = failures.length > 0 ? `, ${plural(failures.length, 'failure')}` : '';
  return `${formatResultTable(table)}\n\n${file}: ${plural(plan.rounds, 'round')} of ${plural(plan.benchmarks.length, 'benchmark')} on ${plural(engines.length, 'engine')}${broken}\n`;
}

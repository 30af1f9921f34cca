/** `run`: measures engines on benchmarks and writes one result file. */
import { join } from 'node:path';
import { engineOf, readRoadmap, selectStages } from '../../stages/index.ts';
import {
  checkEngine,
  type Engine,
  formatResult,
  InputError,
  measure,
  ownBenchmarksFolder,
  parseEngineOption,
  type ResultFile,
  readManifest,
  selectBenchmarks,
  writeNewFile,
} from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { formatJson } from '../text/json.ts';
import type { Declaration } from './declaration.ts';
import {
  checkNotThere,
  checkNumber,
  forceOption,
  jsonOption,
  parseDuration,
  roadmapOption,
  timestamp,
} from './options.ts';
import { progressOn } from './progress.ts';

export interface RunArguments {
  readonly roadmap?: string;
  readonly stages?: string;
  readonly engine?: readonly string[];
  readonly suite?: string;
  readonly manifest?: string;
  readonly rounds: number;
  readonly values: number;
  readonly budget?: string;
  readonly warmup: string;
  readonly timeout: string;
  readonly seed?: number;
  readonly out?: string;
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
          .option('stages', {
            type: 'string',
            requiresArg: true,
            describe:
              'Stages of the roadmap, such as 0-4, 0,2 or baseline,regions (default: all, or none with --engine)',
          })
          .option('engine', {
            type: 'string',
            array: true,
            nargs: 1,
            requiresArg: true,
            describe: 'NAME=COMMAND of a further engine, or cpython3.9; may be repeated',
          })
          .option('suite', { type: 'string', requiresArg: true, describe: 'Groups and benchmarks, by comma' })
          .option('manifest', {
            type: 'string',
            requiresArg: true,
            describe: 'A MANIFEST in pyperformance’s format',
          })
          .option('rounds', {
            type: 'number',
            requiresArg: true,
            default: 12,
            describe: 'Processes for each arm',
          })
          .option('values', {
            type: 'number',
            requiresArg: true,
            default: 5,
            describe: 'Values in each process',
          })
          .option('budget', {
            type: 'string',
            requiresArg: true,
            describe: 'Stop when this time is used, such as 10m',
          })
          .option('warmup', { type: 'string', requiresArg: true, default: '3s', describe: 'Longest warm-up' })
          .option('timeout', {
            type: 'string',
            requiresArg: true,
            default: '60s',
            describe: 'For one process',
          })
          .option('seed', {
            type: 'number',
            requiresArg: true,
            describe: 'Of the order (default: from the clock)',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'Result file (default: results/TIME.json)',
          })
          .option('roadmap', roadmapOption)
          .option('force', forceOption)
          .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
          .option('json', jsonOption)
          .example('$0 run --stages 0-4 --engine cpython3.9 --budget 10m', ''),
      async (options) => setStatus(await runCommand(options)),
    );
  },
};

export async function runCommand(options: RunArguments): Promise<number> {
  const out = options.out ?? join('results', `${timestamp(new Date())}.json`);
  checkNotThere(out, options.force);
  const result = await measureAsAsked(options);
  writeNewFile(out, formatResult(result), options.force);
  process.stdout.write(options.json ? formatJson(summary(result, out)) : describe(result, out));
  return result.failures.length > 0 ? 1 : 0;
}

async function measureAsAsked(options: RunArguments): Promise<ResultFile> {
  const seed = checkNumber('--seed', options.seed ?? Date.now() % 2 ** 31, 0, true);
  const rounds = checkNumber('--rounds', options.rounds, 1, true);
  const values = checkNumber('--values', options.values, 1, true);
  const budgetSeconds = parseDuration('--budget', options.budget);
  const warmupCapSeconds = parseDuration('--warmup', options.warmup)!;
  const timeoutSeconds = parseDuration('--timeout', options.timeout)!;
  const roadmap = readRoadmap(options.roadmap);
  const given = (options.engine ?? []).map(parseEngineOption);
  // Without a word on engines, all stages; with --engine alone, only those.
  const selection = options.stages ?? (given.length === 0 ? `0-${roadmap.stages.length - 1}` : undefined);
  const stages = selection === undefined ? [] : selectStages(roadmap, selection);
  const engines = [...stages.map(engineOf), ...given];
  checkEngines(engines);
  const manifest = readManifest(options.manifest ?? ownBenchmarksFolder);
  const suite = options.suite ?? roadmap.suite;
  const benchmarks = selectBenchmarks(
    manifest,
    suite.split(',').map((name) => name.trim()),
  );
  return measure(
    {
      engines,
      benchmarks,
      seed,
      rounds,
      ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
      values,
      ...{ minTimeSeconds: 0.02, warmupMinSeconds: Math.min(0.3, warmupCapSeconds) },
      warmupCapSeconds,
      timeoutSeconds,
    },
    options.quiet ? () => {} : progressOn(process.stderr, budgetSeconds),
  );
}

export function checkEngines(engines: readonly Engine[]): void {
  for (const [index, engine] of engines.entries()) {
    if (engines.findIndex((other) => other.name === engine.name) < index) {
      throw new InputError({
        where: '--engine',
        field: engine.name,
        problem: 'is the name of two engines',
        fix: 'give each engine a name of its own',
      });
    }
    checkEngine(engine);
  }
}

function summary(result: ResultFile, file: string) {
  return {
    file,
    session: result.session,
    seed: result.plan.seed,
    rounds: result.plan.rounds,
    stopped: result.plan.stopped,
    engines: result.engines.map(({ name }) => name),
    benchmarks: result.plan.benchmarks,
    failures: result.failures.map(({ engine, benchmark, round, kind, message }) => ({
      ...{ engine, benchmark, round, kind, message },
    })),
  };
}

function describe(result: ResultFile, file: string): string {
  const { plan, engines, failures } = result;
  const broken = failures.length > 0 ? `, ${plural(failures.length, 'failure')}` : '';
  return `${file}: ${plural(plan.rounds, 'round')} of ${plural(plan.benchmarks.length, 'benchmark')} on ${plural(engines.length, 'engine')}${broken}\n`;
}

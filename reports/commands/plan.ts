/** `plan`: spreads a run over several machines, as the matrix of a GitHub workflow. */
import { readRoadmap } from '../../stages/index.ts';
import { planShards } from '../../suites/index.ts';
import type { PlannedShard } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { checkNumber } from './options.ts';
import {
  type EngineArguments,
  engineOptions,
  type MeasureArguments,
  measureOptions,
  readBenchmarks,
  readEngines,
  readSettings,
} from './run-options.ts';

/** GitHub takes no more jobs in a matrix. */
const MOST_SHARDS = 256;

export interface PlanArguments extends MeasureArguments, EngineArguments {
  readonly shards: number;
}

export const planDeclaration: Declaration = {
  name: 'plan',
  addTo: (parser, setStatus) => {
    parser.command(
      'plan',
      'Print the matrix of a GitHub workflow that measures in several jobs',
      (command) =>
        command
          .option('shards', {
            type: 'number',
            requiresArg: true,
            demandOption: true,
            describe: 'How many jobs, at most one a benchmark',
          })
          .options(engineOptions)
          .options(measureOptions)
          .example(
            '$0 plan --shards 4 --suite default --seed 1',
            'then run --shard i/4 with the same options',
          ),
      (options) => setStatus(planCommand(options)),
    );
  },
};

export function planCommand(options: PlanArguments): number {
  const asked = checkNumber('--shards', options.shards, 1, true, MOST_SHARDS);
  const roadmap = readRoadmap(options.roadmap);
  const settings = readSettings(options);
  const engines = readEngines(options, roadmap);
  const benchmarks = readBenchmarks(options, roadmap);
  // A job without a benchmark would measure nothing.
  const count = Math.min(asked, benchmarks.length);
  const { planId, shards } = planShards(engines, benchmarks, settings, count);
  const include = shards.map(
    (names, index): PlannedShard => ({
      shard: `${index + 1}/${count}`,
      // Part of a file name: a slash cannot be.
      name: `${index + 1}-of-${count}`,
      seed: settings.seed,
      plan: planId,
      benchmarks: names.join(' '),
    }),
  );
  // One line, as $GITHUB_OUTPUT takes it.
  process.stdout.write(`${JSON.stringify({ include })}\n`);
  return 0;
}

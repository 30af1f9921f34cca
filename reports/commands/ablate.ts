/** `ablate`: each flag off in turn at its stage, and what the stage loses by it. */
import { join } from 'node:path';
import {
  engineOf,
  type Roadmap,
  readRoadmap,
  type Stage,
  selectStages,
  stageWithFlags,
} from '../../stages/index.ts';
import { type Engine, InputError, type ResultFile, readResultFile, suggest } from '../../suites/index.ts';
import { type Ablation, ablationOf } from '../model/ablation.ts';
import { formatFactor, formatInterval, plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { INTERRUPTED_STATUS, measureToFile } from './measuring.ts';
import { checkNotThere, forceOption, jsonOption, timestamp } from './options.ts';
import { progressOn } from './progress.ts';
import {
  checkEngines,
  type MeasureArguments,
  measureOptions,
  readBenchmarks,
  readSettings,
} from './run-options.ts';

export interface AblateArguments extends MeasureArguments {
  readonly stages?: string;
  readonly flags?: string;
  readonly from?: string;
  readonly out?: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

export const ablateDeclaration: Declaration = {
  name: 'ablate',
  addTo: (parser, setStatus) => {
    parser.command(
      'ablate',
      'Switch each flag off in turn at its stage, and show what it contributes',
      (command) =>
        command
          .option('stages', {
            type: 'string',
            requiresArg: true,
            describe: 'Whose flags (default: all stages that have any)',
          })
          .option('flags', { type: 'string', requiresArg: true, describe: 'Only these, by comma' })
          .options(measureOptions)
          .option('from', {
            type: 'string',
            requiresArg: true,
            describe: 'Measure nothing: show what an earlier ablation measured',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'Result file (default: results/ablation-TIME.json)',
          })
          .option('force', forceOption)
          .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
          .option('json', jsonOption)
          .example('$0 ablate --stages 3,4 --suite quick --budget 30m', ''),
      async (options) => setStatus(await ablateCommand(options)),
    );
  },
};

export async function ablateCommand(options: AblateArguments): Promise<number> {
  const out = options.from ?? options.out ?? join('results', `ablation-${timestamp(new Date())}.json`);
  const result = options.from === undefined ? await measureFlags(options, out) : readResultFile(out);
  if (result === null) return INTERRUPTED_STATUS;
  const ablation = ablationOf(result, out);
  process.stdout.write(
    options.json
      ? formatDocument('ablate', { file: out, ...ablation })
      : `${formatAblation(ablation)}\n${out}\n`,
  );
  return result.failures.length > 0 ? 1 : 0;
}

async function measureFlags(options: AblateArguments, out: string): Promise<ResultFile | null> {
  checkNotThere(out, options.force);
  const roadmap = readRoadmap(options.roadmap);
  const engines = enginesWithout(roadmap, selectedStages(options, roadmap), options.flags);
  checkEngines(engines);
  const settings = readSettings(options);
  const benchmarks = readBenchmarks(options, roadmap);
  const onProgress = options.quiet ? () => {} : progressOn(process.stderr, settings);
  return measureToFile({ out, force: options.force, onProgress }, { engines, benchmarks, settings });
}

function selectedStages({ stages }: AblateArguments, roadmap: Roadmap): readonly Stage[] {
  return stages === undefined ? roadmap.stages : selectStages(roadmap, stages);
}

/** Every stage that has flags, followed by itself without each. */
function enginesWithout(roadmap: Roadmap, stages: readonly Stage[], wanted: string | undefined): Engine[] {
  const known = stages.flatMap(({ flags }) => flags);
  const chosen = wanted?.split(',').map((flag) => flag.trim());
  const unknown = chosen?.find((flag) => !known.includes(flag));
  if (unknown !== undefined || known.length === 0) {
    throw new InputError({
      where: unknown === undefined ? '--stages' : '--flags',
      field: unknown,
      problem: unknown === undefined ? 'has no flags to switch off' : 'is not a flag of these stages',
      fix: unknown === undefined ? 'name later stages' : suggest(unknown, known),
    });
  }
  return stages.flatMap((stage) => {
    const flags = stage.flags.filter((flag) => chosen?.includes(flag) ?? true);
    if (flags.length === 0) return [];
    return [engineOf(stage), ...flags.map((flag) => stageWithFlags(roadmap, `stage-${stage.id},-${flag}`))];
  });
}

function formatAblation({ flags, rounds, method }: Ablation): string {
  const table = formatTable(
    [
      { heading: 'stage', align: 'left' },
      { heading: 'flag', align: 'left' },
      { heading: 'brings', align: 'right' },
      { heading: '95 %', align: 'left' },
      { heading: 'most on', align: 'left' },
    ],
    flags.map(({ stage, flag, brings, most, broken }) => [
      stage,
      flag,
      broken.length > 0 ? '✗' : `×${formatFactor(brings.value)}`,
      broken.length > 0 ? `without it broken: ${broken.join(', ')}` : formatInterval(brings),
      most === null ? '' : `${most.benchmark} ×${formatFactor(most.speedup)}`,
    ]),
  );
  return `${table}

Speed of the stage over the same stage without the flag (and without the flags that need it), geometric mean over
benchmarks; ${plural(rounds, 'round')}; intervals: ${method}. What flags bring is not to be multiplied: they overlap.
`;
}

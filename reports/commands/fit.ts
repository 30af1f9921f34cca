/** `fit`: each stage's speedup against stage 0 and the stage before, judged against its target. */
import { type Population, readRoadmap } from '../../stages/index.ts';
import { type Centre, ownBenchmarksFolder, readManifest, readResultFile } from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatFitDetails } from '../text/fit-details.ts';
import { formatStageReport } from '../text/stage-table.ts';
import { showText } from '../text/terminal.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, jsonOption, resultArgument, roadmapOption } from './options.ts';

export interface FitArguments {
  readonly result: string;
  readonly roadmap?: string;
  readonly centre: Centre;
  readonly population: 'these' | 'alike';
  readonly groups: boolean;
  readonly details: boolean;
  readonly json: boolean;
}

export const fitDeclaration: Declaration = {
  name: 'fit',
  addTo: (parser, setStatus) => {
    parser.command(
      'fit <result>',
      'Judge each stage against its target',
      (command) =>
        command
          .positional('result', resultArgument)
          .option('roadmap', roadmapOption)
          .option('centre', centreOption)
          .option('population', {
            choices: ['these', 'alike'] as const,
            default: 'these' as const,
            describe:
              'Intervals speak of these benchmarks (rounds are resampled), or of all alike (benchmarks are)',
          })
          .option('groups', { type: 'boolean', default: false, describe: 'A ladder for each group' })
          .option('details', {
            type: 'boolean',
            default: false,
            describe: 'Also what holds each stage back, HPT, and the forecast',
          })
          .option('json', jsonOption)
          .example('$0 fit results/2026-11-23T09-28-55.json', ''),
      (options) => setStatus(fitCommand(options)),
    );
  },
};

const POPULATIONS: Readonly<Record<FitArguments['population'], Population>> = {
  these: 'these benchmarks',
  alike: 'benchmarks like these',
};

export function fitCommand(options: FitArguments): number {
  const { result, roadmap, centre, json } = options;
  const report = makeStageReport(readRoadmap(roadmap), readResultFile(result), result, centre, {
    population: POPULATIONS[options.population],
    ...(options.groups ? { groups: readManifest(ownBenchmarksFolder).groups } : {}),
  });
  const text =
    formatStageReport(report) + (options.details || options.groups ? formatFitDetails(report.fit) : '');
  if (json) process.stdout.write(formatDocument('fit', report));
  else showText(text);
  return 0;
}

/** `fit`: each stage's speedup against stage 0 and the stage before, judged against its target. */
import { readRoadmap } from '../../stages/index.ts';
import { type Centre, readResultFile } from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { formatJson } from '../text/json.ts';
import { formatStageReport } from '../text/stage-table.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, jsonOption, resultArgument, roadmapOption } from './options.ts';

export interface FitArguments {
  readonly result: string;
  readonly roadmap?: string;
  readonly centre: Centre;
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
          .option('json', jsonOption)
          .example('$0 fit results/2026-11-23T09-28-55.json', ''),
      (options) => setStatus(fitCommand(options)),
    );
  },
};

export function fitCommand({ result, roadmap, centre, json }: FitArguments): number {
  const report = makeStageReport(readRoadmap(roadmap), readResultFile(result), result, centre);
  process.stdout.write(json ? formatJson(report) : formatStageReport(report));
  return 0;
}

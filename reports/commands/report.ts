/** `report`: one self-contained HTML page for one result. */
import { readRoadmap } from '../../stages/index.ts';
import { type Centre, readResultFile, writeNewFile } from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { stageReportPage } from '../page/page.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, forceOption, jsonOption, resultArgument, roadmapOption } from './options.ts';

export interface ReportArguments {
  readonly result: string;
  readonly out?: string;
  readonly roadmap?: string;
  readonly centre: Centre;
  readonly force: boolean;
  readonly json: boolean;
}

export const reportDeclaration: Declaration = {
  name: 'report',
  addTo: (parser, setStatus) => {
    parser.command(
      'report <result>',
      'Write one self-contained HTML page',
      (command) =>
        command
          .positional('result', resultArgument)
          .option('out', {
            type: 'string',
            requiresArg: true,
            describe: 'The page (default: beside the result)',
          })
          .option('roadmap', roadmapOption)
          .option('centre', centreOption)
          .option('force', forceOption)
          .option('json', jsonOption)
          .example('$0 report results/2026-11-23T09-28-55.json', ''),
      (options) => setStatus(reportCommand(options)),
    );
  },
};

export function reportCommand({ result, out, roadmap, centre, force, json }: ReportArguments): number {
  const file = out ?? `${result.replace(/\.json(\.gz)?$/, '')}.html`;
  const report = makeStageReport(readRoadmap(roadmap), readResultFile(result), result, centre);
  writeNewFile(file, stageReportPage(report), force);
  process.stdout.write(
    json ? formatDocument('report', { file, headline: report.headline }) : `${file}: ${report.headline}\n`,
  );
  return 0;
}

/** `fit`: each stage's speedup against stage 0 and the stage before, judged against its target. */
import { readRoadmap } from '../../stages/index.ts';
import { type Centre, readResultFile } from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { formatJson } from '../text/json.ts';
import { formatStageReport } from '../text/stage-table.ts';

export interface FitArguments {
  readonly result: string;
  readonly roadmap?: string;
  readonly centre: Centre;
  readonly json: boolean;
}

export function fitCommand({ result, roadmap, centre, json }: FitArguments): number {
  const report = makeStageReport(readRoadmap(roadmap), readResultFile(result), result, centre);
  process.stdout.write(json ? formatJson(report) : formatStageReport(report));
  return 0;
}

/**
 * `start`, the main job of `npm start`: measures the quick suite at every stage of our VM, CPython beside it
 * where the machine has one, prints the stage table, and writes the result file and its page.
 */
import { join, resolve } from 'node:path';
import { engineOf, readRoadmap } from '../../stages/index.ts';
import {
  type Engine,
  findCPython,
  ownBenchmarksFolder,
  readManifest,
  type Settings,
  selectBenchmarks,
  writeNewFile,
} from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { stageReportPage } from '../page/page.ts';
import { formatJson } from '../text/json.ts';
import { formatStageReport } from '../text/stage-table.ts';
import type { Declaration } from './declaration.ts';
import { INTERRUPTED_STATUS, measureToFile } from './measuring.ts';
import { jsonOption, parseDuration, roadmapOption, timestamp } from './options.ts';
import { progressOn } from './progress.ts';
import { checkEngines } from './run-options.ts';

export interface StartArguments {
  readonly roadmap?: string;
  readonly budget: string;
  readonly out: string;
  readonly json: boolean;
}

export const startDeclaration: Declaration = {
  name: 'start',
  addTo: (parser, setStatus) => {
    parser.command(
      'start',
      'Measure every stage on the quick suite, print the stage table, write the result and its page',
      (command) =>
        command
          .option('budget', {
            type: 'string',
            requiresArg: true,
            default: '170s',
            describe: 'Time for measuring',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            default: 'results',
            describe: 'Folder for the files',
          })
          .option('roadmap', roadmapOption)
          .option('json', jsonOption),
      async (options) => setStatus(await startCommand(options)),
    );
  },
};

export async function startCommand(options: StartArguments): Promise<number> {
  const roadmap = readRoadmap(options.roadmap);
  const budgetSeconds = parseDuration('--budget', options.budget)!;
  const beside = roadmap.beside.flatMap((name): Engine[] => {
    const found = findCPython(name.replace(/^cpython/, ''));
    return found ? [found] : [];
  });
  const engines = [...roadmap.stages.map(engineOf), ...beside];
  checkEngines(engines);
  const benchmarks = selectBenchmarks(readManifest(ownBenchmarksFolder), [roadmap.suite]);
  process.stderr.write(
    `${roadmap.title}: ${benchmarks.map(({ name }) => name).join(', ')} on ${engines.map(({ name }) => name).join(', ')}.\n` +
      `At most ${Math.round(budgetSeconds)} s; every value comes from a fresh process.\n`,
  );
  const stem = resolve(join(options.out, timestamp(new Date())));
  const settings: Settings = {
    seed: Date.now() % 2 ** 31,
    rounds: 12,
    budgetSeconds,
    // The table judges the suite as a whole, which needs rounds that hold every benchmark.
    spend: 'rounds',
    values: 5,
    loops: 0,
    minTimeSeconds: 0.02,
    warmupMinSeconds: 0.3,
    warmupCapSeconds: 2,
    timeoutSeconds: 30,
    pin: null,
    counters: false,
  };
  const result = await measureToFile(
    { out: `${stem}.json`, force: false, onProgress: progressOn(process.stderr, settings) },
    { engines, benchmarks, settings },
  );
  if (result === null) return INTERRUPTED_STATUS;
  const report = makeStageReport(roadmap, result, `${stem}.json`);
  writeNewFile(`${stem}.html`, stageReportPage(report), false);
  const files = { result: `${stem}.json`, page: `${stem}.html` };
  process.stdout.write(
    options.json
      ? formatJson({ ...report, files })
      : `\n${formatStageReport(report)}\nresult: ${files.result}\npage:   ${files.page}\n`,
  );
  return result.failures.length > 0 ? 1 : 0;
}

/**
 * `start`, the main job of `npm start`: measures the quick suite at every stage of our VM, CPython beside it
 * where the machine has one, prints the stage table, adds the result to a history, and builds its dashboard.
 */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { engineOf, readRoadmap } from '../../stages/index.ts';
import {
  type Engine,
  findCPython,
  formatResult,
  ownBenchmarksFolder,
  packageRoot,
  type ResultFile,
  readManifest,
  type Settings,
  selectBenchmarks,
  writeNewFile,
} from '../../suites/index.ts';
import { makeStageReport } from '../model/stage-report.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatStageReport } from '../text/stage-table.ts';
import { showText } from '../text/terminal.ts';
import { programPaths } from './dashboard.ts';
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
  readonly quiet?: boolean;
}

export const startDeclaration: Declaration = {
  name: 'start',
  addTo: (parser, setStatus) => {
    parser.command(
      'start',
      'Measure every stage on the quick suite, print the stage table, build the dashboard',
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
          .option('json', jsonOption)
          .example('$0 start --budget 60s', ''),
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
    {
      out: `${stem}.json`,
      force: false,
      onProgress: options.quiet ? () => {} : progressOn(process.stderr, settings),
    },
    { engines, benchmarks, settings },
  );
  if (result === null) return INTERRUPTED_STATUS;
  const report = makeStageReport(roadmap, result, `${stem}.json`);
  if (!options.json) showText(`\n${formatStageReport(report)}\n`);
  const history = resolve(join(options.out, 'history'));
  writeNewFile(join(history, runName(result, roadmap.suite)), gzipSync(formatResult(result)), false);
  // Loaded here, so that no other command waits for the drawing of charts.
  const { buildSite } = await import('../site/index.ts');
  const site = buildSite({
    ...{ history, out: resolve(join(options.out, 'dashboard')), roadmap, calibration: null },
    ...{ repository: null, historyUrl: null, siteUrl: null, sources: programPaths() },
  });
  const files = { result: `${stem}.json`, dashboard: site.index };
  process.stdout.write(
    options.json
      ? formatDocument('start', { ...report, files })
      : `result:    ${files.result}\ndashboard: ${files.dashboard}\n`,
  );
  return result.failures.length > 0 ? 1 : 0;
}

/** `runs/2026/11/SHA-quick-20261128T101642-1.json.gz`: as the history of a repository names its runs. */
function runName({ created }: ResultFile, suite: string): string {
  const moment = timestamp(new Date(created)).replace(/[^0-9T]/g, '');
  const name = suite.replace(/[^0-9A-Za-z_-]+/g, '_');
  return `runs/${created.slice(0, 4)}/${created.slice(5, 7)}/${commitHere()}-${name}-${moment}-1.json.gz`;
}

/** The commit that is checked out; an installed package has none. */
function commitHere(): string {
  try {
    const answer = execFileSync('git', ['rev-parse', '--show-toplevel', 'HEAD'], {
      cwd: packageRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // Below another repository's node_modules, HEAD would be that repository's.
    const [root, sha] = answer.trim().split('\n');
    return root === packageRoot.replace(/\/$/, '') && /^[0-9a-f]{40,64}$/.test(sha ?? '') ? sha! : 'local';
  } catch {
    return 'local';
  }
}

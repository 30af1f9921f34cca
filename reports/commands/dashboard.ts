/** `dashboard`: builds the static site of a history folder. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Calibration, readCalibration, readRoadmap } from '../../stages/index.ts';
import { InputError, ownBenchmarksFolder, packageRoot, readManifest } from '../../suites/index.ts';
import { plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import type { Declaration } from './declaration.ts';
import { jsonOption, roadmapOption } from './options.ts';

export interface DashboardArguments {
  readonly history: string;
  readonly out: string;
  readonly roadmap?: string;
  readonly calibration?: string;
  readonly repository?: string;
  readonly historyUrl?: string;
  readonly siteUrl?: string;
  readonly quiet: boolean;
  readonly json: boolean;
}

export const dashboardDeclaration: Declaration = {
  name: 'dashboard',
  addTo: (parser, setStatus) => {
    parser.command(
      'dashboard',
      'Build the static site of a history of results',
      (command) =>
        command
          .option('history', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'Folder with runs/YYYY/MM/SHA-SUITE-RUN-ATTEMPT.json.gz and releases/NAME.json',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'Folder of the site',
          })
          .option('calibration', {
            type: 'string',
            requiresArg: true,
            describe: 'A file written by calibrate (default: calibration.json of the history, if there)',
          })
          .option('repository', {
            type: 'string',
            requiresArg: true,
            describe: 'https://… of the repository, for links to commits and sources',
          })
          .option('history-url', {
            type: 'string',
            requiresArg: true,
            describe:
              'https://… below which the history’s files lie (default: a relative link to the folder)',
          })
          .option('site-url', {
            type: 'string',
            requiresArg: true,
            describe: 'https://… where the site will stand, for the feed and previews',
          })
          .option('roadmap', roadmapOption)
          .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
          .option('json', jsonOption)
          .example('$0 dashboard --history history --out site', ''),
      async (options) => setStatus(await dashboardCommand(options)),
    );
  },
};

export async function dashboardCommand(options: DashboardArguments): Promise<number> {
  // Loaded here, so that no other command waits for the drawing of charts.
  const { buildSite } = await import('../site/index.ts');
  const report = buildSite({
    ...{
      history: options.history,
      out: options.out,
      roadmap: readRoadmap(options.roadmap),
      calibration: calibrationOf(options),
    },
    repository: checkUrl('--repository', options.repository),
    historyUrl: checkUrl('--history-url', options.historyUrl),
    siteUrl: checkUrl('--site-url', options.siteUrl),
    sources: programPaths(),
    onProgress: options.quiet ? () => {} : progress,
  });
  process.stdout.write(
    options.json
      ? formatDocument('dashboard', report)
      : `${report.index}: ${report.headline}\n${plural(report.runs, 'run')}, ${report.runsRead} read anew; ${plural(report.written, 'file')} written, ${report.unchanged} unchanged${report.removed > 0 ? `, ${report.removed} removed` : ''}\n`,
  );
  return 0;
}

function calibrationOf({ calibration, history }: DashboardArguments): Calibration | null {
  if (calibration !== undefined) return readCalibration(calibration);
  const inHistory = join(history, 'calibration.json');
  return existsSync(inHistory) ? readCalibration(inHistory) : null;
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY && (done % 20 === 0 || done === all)) {
    process.stderr.write(`\r\u001b[K${done === all ? '' : `reading runs: ${done} of ${all}`}`);
  }
}

function checkUrl(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Said below.
  }
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url.href;
  throw new InputError({
    where: option,
    field: text,
    problem: 'is not a web address',
    fix: 'write it in full, such as https://github.com/owner/name',
  });
}

/** Where the program of each of our benchmarks lies in the repository. */
export function programPaths(): Map<string, string> {
  return new Map(
    readManifest(ownBenchmarksFolder).benchmarks.map(({ name, script }) => [
      name,
      relative(packageRoot, script).replaceAll('\\', '/'),
    ]),
  );
}

/** `history`: where did the speed of a benchmark change for good over main's runs, and with which commits? */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ChangePoint,
  changePoints,
  DEFAULT_HISTORY_OPTIONS,
  type HistoryRun,
} from '../../stages/index.ts';
import { type Centre, InputError, readMeasurementFile, samplesOfFile } from '../../suites/index.ts';
import { formatChange, formatSeconds, plural } from '../model/format.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, checkNumber, jsonOption } from './options.ts';

export interface HistoryArguments {
  readonly files: readonly string[];
  readonly least: number;
  readonly centre: Centre;
  readonly json: boolean;
}

export const historyDeclaration: Declaration = {
  name: 'history',
  addTo: (parser, setStatus) => {
    parser.command(
      'history <files..>',
      'Find where the speed changed over many runs, and with which commits',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'Results, or folders that hold them; ordered by the time they were measured',
          })
          .option('least', {
            type: 'number',
            requiresArg: true,
            default: 100 * DEFAULT_HISTORY_OPTIONS.leastChange,
            describe: 'Least change that is reported, per cent',
          })
          .option('centre', centreOption)
          .option('json', jsonOption)
          .example('$0 history runs/2026', ''),
      (options) => setStatus(historyCommand(options)),
    );
  },
};

export function historyCommand({ files, least, centre, json }: HistoryArguments): number {
  const leastChange = checkNumber('--least', least, 0, false) / 100;
  const runs = files
    .flatMap(resultFiles)
    .map((file) => readRun(file, centre))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const found = changePoints(runs, { ...DEFAULT_HISTORY_OPTIONS, leastChange });
  process.stdout.write(
    json ? formatDocument('history', { runs: runs.length, changes: found }) : describe(runs, found),
  );
  return 0;
}

/** The result files of a folder and those below it. An unreadable one is an error, never left out. */
function resultFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
  } catch {
    throw new InputError({ where: path, problem: 'no such file or folder', fix: 'check the path' });
  }
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readRun(file: string, centre: Centre): HistoryRun {
  const read = readMeasurementFile(file);
  if (read.kind !== 'result') {
    throw new InputError({
      where: file,
      field: 'format',
      problem: 'is a pyperf suite, which does not say when it was measured',
      fix: 'give files written by `stage-report run`',
    });
  }
  const { environment, created } = read.result;
  const commit = environment['commit_id'];
  return {
    run: basename(file),
    commit: typeof commit === 'string' ? commit : null,
    date: created,
    engines: samplesOfFile(read, centre),
  };
}

function describe(runs: readonly HistoryRun[], found: readonly ChangePoint[]): string {
  const span = `${plural(runs.length, 'run')}, ${runs[0]!.date} to ${runs.at(-1)!.date}`;
  if (found.length === 0) return `No change of level in ${span}.\n`;
  const place = ({ commit, run }: ChangePoint['before']): string => commit?.slice(0, 12) ?? run;
  const table = formatTable(
    [
      { heading: 'change', align: 'right' },
      { heading: 'benchmark', align: 'left' },
      { heading: 'engine', align: 'left' },
      { heading: 'before', align: 'right' },
      { heading: 'after', align: 'right' },
      { heading: 'p', align: 'right' },
      { heading: 'commits', align: 'left' },
      { heading: 'measured', align: 'left' },
    ],
    found.map((change) => [
      `${change.timeRatio > 1 ? '▼' : '▲'} ${formatChange(change.timeRatio)}`,
      change.benchmark,
      change.engine,
      formatSeconds(change.secondsBefore),
      formatSeconds(change.secondsAfter),
      change.pValue.toPrecision(2),
      `${place(change.before)}..${place(change.after)}`,
      change.after.date.slice(0, 10),
    ]),
  );
  return `${plural(found.length, 'change')} of level in ${span}:\n\n${table}\n`;
}

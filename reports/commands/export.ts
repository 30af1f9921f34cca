/** `export`: a result as other programs read it: pyperf, github-action-benchmark, Bencher. */
import { gzipSync } from 'node:zlib';
import {
  type ExchangeRow,
  formatPyperfSuite,
  InputError,
  type ResultFile,
  readResultFile,
  suggest,
  toBenchData,
  toBencherMetrics,
  toCustomBenches,
  writeNewFile,
} from '../../suites/index.ts';
import { exchangeRows } from '../model/exchange-rows.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatJson } from '../text/json.ts';
import type { Declaration } from './declaration.ts';
import { forceOption, jsonOption, resultArgument } from './options.ts';

const FORMATS = ['pyperf', 'github-action-benchmark', 'bench-data', 'bencher'] as const;
type Format = (typeof FORMATS)[number];

export interface ExportArguments {
  readonly result: string;
  readonly engine?: string;
  readonly format: Format;
  readonly out: string;
  readonly commit?: string;
  readonly repository?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export const exportDeclaration: Declaration = {
  name: 'export',
  addTo: (parser, setStatus) => {
    parser.command(
      'export <result>',
      'Write a result as a file of pyperf, github-action-benchmark or Bencher',
      (command) =>
        command
          .positional('result', resultArgument)
          .option('engine', {
            type: 'string',
            requiresArg: true,
            describe: 'Whose times (a pyperf file holds one engine; the others default to all)',
          })
          .option('format', {
            choices: FORMATS,
            default: 'pyperf' as Format,
            describe:
              'github-action-benchmark: what its customSmallerIsBetter takes; bench-data: what it keeps',
          })
          .option('out', {
            type: 'string',
            requiresArg: true,
            demandOption: true,
            describe: 'The file; gzipped where its name ends in .gz',
          })
          .option('commit', {
            type: 'string',
            requiresArg: true,
            describe: 'For bench-data (default: GITHUB_SHA)',
          })
          .option('repository', {
            type: 'string',
            requiresArg: true,
            describe: 'Its address, for bench-data (default: from GITHUB_REPOSITORY)',
          })
          .option('force', forceOption)
          .option('json', jsonOption)
          .example('$0 export result.json --engine stage-2 --out stage-2.json', ''),
      (options) => setStatus(exportCommand(options)),
    );
  },
};

export function exportCommand(options: ExportArguments): number {
  const { result: file, engine, format, out, force, json } = options;
  const result = readResultFile(file);
  const measured = result.engines.map(({ name }) => name).filter((name) => result.suites[name]);
  if (engine !== undefined && !measured.includes(engine)) {
    throw new InputError({
      where: file,
      field: `suites.${engine}`,
      problem: 'is not an engine with measurements in this file',
      fix: suggest(engine, measured),
    });
  }
  const { text, benchmarks } =
    format === 'pyperf' ? pyperfText(result, file, engine, measured) : otherText(result, options);
  writeNewFile(out, out.endsWith('.gz') ? gzipSync(text) : text, force);
  const what = engine ?? (format === 'pyperf' ? measured[0]! : measured.join(', '));
  process.stdout.write(
    json ? formatDocument('export', { file: out, format, engine: what, benchmarks }) : `${out}: ${what}\n`,
  );
  return 0;
}

interface Exported {
  readonly text: string;
  readonly benchmarks: number;
}

function pyperfText(
  result: ResultFile,
  file: string,
  engine: string | undefined,
  measured: readonly string[],
): Exported {
  if (engine === undefined && measured.length !== 1) {
    throw new InputError({
      where: '--engine',
      problem: `is missing: ${file} holds ${measured.length} engines`,
      fix: `name one of: ${measured.join(', ')}`,
    });
  }
  const suite = result.suites[engine ?? measured[0]!]!;
  return { text: formatPyperfSuite(suite), benchmarks: suite.benchmarks.length };
}

function otherText(
  result: ResultFile,
  { result: file, engine, format, commit, repository }: ExportArguments,
): Exported {
  const rows = exchangeRows(result, file).filter((row) => engine === undefined || row.engine === engine);
  return {
    text: formatJson(document(rows, format, result, commit, repository)),
    benchmarks: new Set(rows.map(({ benchmark }) => benchmark)).size,
  };
}

function document(
  rows: readonly ExchangeRow[],
  format: Format,
  result: ResultFile,
  commit: string | undefined,
  repository: string | undefined,
): unknown {
  if (format === 'bencher') return toBencherMetrics(rows);
  if (format === 'github-action-benchmark') return toCustomBenches(rows);
  const { GITHUB_SHA, GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com' } = process.env;
  const id = commit ?? GITHUB_SHA ?? '';
  const address = repository ?? (GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : '');
  const url = address && id ? `${address}/commit/${id}` : '';
  return toBenchData(rows, 'stage-report', address, { id, message: '', timestamp: result.created, url });
}

/** `gate`: decides whether head regresses against base. Exit status 0: no; 1: yes. */
import {
  DEFAULT_GATE_OPTIONS,
  DEFAULT_MARGINS,
  exitStatusOf,
  type GateReport,
  type GateRow,
  gate,
} from '../../stages/index.ts';
import { formatChange, formatSeconds } from '../model/format.ts';
import { formatJson } from '../text/json.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, checkNumber, jsonOption } from './options.ts';
import { readSides, type SideArguments, sideOptions } from './sides.ts';

export interface GateArguments extends SideArguments {
  /** Base and head of a second session with rebuilt binaries (or its one result file). */
  readonly confirm?: readonly string[];
  /** In per cent. */
  readonly margin: number;
  readonly json: boolean;
}

export const gateDeclaration: Declaration = {
  name: 'gate',
  addTo: (parser, setStatus) => {
    parser.command(
      'gate <files..>',
      'Exit 1 if head regresses against base',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'BASE HEAD, or one result',
          })
          .options(sideOptions)
          .option('confirm', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'The same of a second session with rebuilt binaries: only what regresses twice fails',
          })
          .option('margin', {
            type: 'number',
            requiresArg: true,
            default: 3,
            describe: 'Least margin, per cent',
          })
          .option('centre', centreOption)
          .option('json', jsonOption)
          .example('$0 gate base.json head.json --confirm base2.json head2.json', ''),
      (options) => setStatus(gateCommand(options)),
    );
  },
};

export function gateCommand(options: GateArguments): number {
  const margin = checkNumber('--margin', options.margin, 0, false) / 100;
  const first = readSides(options);
  const second = options.confirm ? readSides({ ...options, files: options.confirm }) : null;
  const report = gate({
    first,
    second,
    options: { ...DEFAULT_GATE_OPTIONS, margins: { ...DEFAULT_MARGINS, time: margin } },
  });
  process.stdout.write(options.json ? formatJson(report) : formatGate(report));
  return exitStatusOf(report.verdict);
}

const SYMBOLS: Readonly<Record<GateRow['verdict'], string>> = {
  broken: '✗ broken',
  fail: '▼ slower',
  warn: '! warn',
  inconclusive: '? inconclusive',
  improved: '▲ improved',
  pass: '= pass',
};

function formatGate({ headline, rows, suites, notCompared }: GateReport): string {
  const table = formatTable(
    [
      { heading: 'verdict', align: 'left' },
      { heading: 'engine', align: 'left' },
      { heading: 'benchmark', align: 'left' },
      { heading: 'base', align: 'right' },
      { heading: 'head', align: 'right' },
      { heading: 'change', align: 'right' },
      { heading: '95 %', align: 'left' },
      { heading: 'p (Holm)', align: 'right' },
      { heading: 'why', align: 'left' },
    ],
    rows.map((row) => [
      SYMBOLS[row.verdict],
      row.engine,
      row.benchmark,
      row.baseSeconds === null ? '' : formatSeconds(row.baseSeconds),
      row.headSeconds === null ? '' : formatSeconds(row.headSeconds),
      row.timeRatio ? formatChange(row.timeRatio.value) : '',
      formatEnds(row),
      row.pValue === null ? '' : row.pValue.toPrecision(2),
      row.reason,
    ]),
  );
  return [
    `${headline}.`,
    '',
    table,
    '',
    ...suites.map(
      ({ engine, timeRatio, pValue, verdict, rounds }) =>
        `suite on ${engine}: ${formatChange(timeRatio)} time over ${rounds} rounds, ${verdict}${pValue === null ? '' : ` (p = ${pValue.toPrecision(2)} of no drift above 0.5 %)`}`,
    ),
    ...notCompared.map(
      ({ engine, benchmark, reason }) => `not compared: ${benchmark} on ${engine} (${reason})`,
    ),
    '',
  ].join('\n');
}

function formatEnds({ timeRatio }: GateRow): string {
  if (!timeRatio || timeRatio.low === null || timeRatio.high === null) return '';
  return `${formatChange(timeRatio.low)} … ${formatChange(timeRatio.high)}`;
}

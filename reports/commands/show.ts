/** `show`: one result in one of several views: times, memory, promotion, sharp edges, counters. */
import { type ResultFile, readResultFile, samplesOfFile } from '../../suites/index.ts';
import { formatFactor, formatInterval, formatSeconds } from '../model/format.ts';
import { resultTable } from '../model/result-table.ts';
import { edgeRows, memoryRows, promotionRows } from '../model/suite-views.ts';
import { formatDocument } from '../schemas/documents.ts';
import { formatResultTable } from '../text/result-table.ts';
import { formatTable } from '../text/table.ts';
import type { Declaration } from './declaration.ts';
import { jsonOption, resultArgument } from './options.ts';

const VIEWS = ['times', 'memory', 'promotion', 'edges', 'counters'] as const;
type View = (typeof VIEWS)[number];

export interface ShowArguments {
  readonly result: string;
  readonly view: View;
  readonly json: boolean;
}

export const showDeclaration: Declaration = {
  name: 'show',
  addTo: (parser, setStatus) => {
    parser.command(
      'show <result>',
      'Show times, peak memory, promotion to full speed, sharp edges or counters of a result',
      (command) =>
        command
          .positional('result', resultArgument)
          .option('view', { choices: VIEWS, default: 'times' as View, describe: 'What of it' })
          .option('json', jsonOption)
          .example('$0 show edges.json --view edges', 'after run --suite sharp-edges --out edges.json')
          .example(
            '$0 show warm.json --view promotion',
            'after run --suite promotion --loops 1 --warmup 10s',
          ),
      (options) => setStatus(showCommand(options)),
    );
  },
};

export function showCommand({ result: file, view, json }: ShowArguments): number {
  const result = readResultFile(file);
  const { json: document, text } = views[view](result, file);
  process.stdout.write(json ? document : `${text}\n`);
  return 0;
}

interface Shown {
  readonly json: string;
  readonly text: string;
}

const views: Readonly<Record<View, (result: ResultFile, file: string) => Shown>> = {
  times(result, file) {
    const table = resultTable(result, file);
    return { json: formatDocument('show-times', table), text: formatResultTable(table) };
  },

  memory(result, file) {
    const rows = memoryRows(result, file);
    const text = formatTable(
      [
        { heading: 'peak memory', align: 'left' },
        ...result.engines.map(({ name }) => ({ heading: name, align: 'right' as const })),
      ],
      rows.map(({ benchmark, peakBytes }) => [
        benchmark,
        ...peakBytes.map((bytes) => (bytes === null ? '—' : formatBytes(bytes))),
      ]),
    );
    return { json: formatDocument('show-memory', rows), text };
  },

  promotion(result, file) {
    const rows = promotionRows(result, file);
    const text = formatTable(
      [
        { heading: 'benchmark', align: 'left' },
        { heading: 'engine', align: 'left' },
        { heading: 'first call', align: 'right' },
        { heading: 'steady', align: 'right' },
        { heading: 'until steady', align: 'right' },
        { heading: 'lost', align: 'right' },
        { heading: 'compiling', align: 'right' },
        { heading: 'steady in', align: 'right' },
      ],
      rows.map((row) => [
        row.benchmark,
        row.engine,
        formatSeconds(row.firstSeconds),
        formatSeconds(row.steadySeconds),
        formatSeconds(row.promotionSeconds),
        formatSeconds(row.lostSeconds),
        row.compiling === null ? '—' : `${(row.compiling * 100).toPrecision(2)} %`,
        `${row.steady}/${row.processes}`,
      ]),
    );
    return { json: formatDocument('show-promotion', rows), text };
  },

  edges(result, file) {
    const rows = edgeRows(result, file);
    const text = formatTable(
      [
        { heading: 'edge', align: 'left' },
        { heading: 'engine', align: 'left' },
        { heading: 'time', align: 'right' },
        { heading: '95 %', align: 'left' },
        { heading: 'memory', align: 'right' },
      ],
      rows.map(({ edge, engine, time, memory, broken }) => [
        edge,
        engine,
        time === null ? '✗' : `×${formatFactor(time.value)}`,
        time === null ? (broken ?? '') : formatInterval(time),
        memory === null ? '—' : `×${formatFactor(memory)}`,
      ]),
    );
    return {
      json: formatDocument('show-edges', rows),
      text: `${text}\n\nTime and peak memory over those of the program that differs a little: near 1 there is no edge.`,
    };
  },

  counters(result, file) {
    const rows = samplesOfFile({ kind: 'result', file, result }, 'median').flatMap(({ engine, benchmarks }) =>
      [...benchmarks.values()].flatMap(({ benchmark, processes }) => {
        const counters = processes.find((sample) => sample.counters)?.counters;
        return counters ? [{ engine, benchmark, counters }] : [];
      }),
    );
    const names = [...new Set(rows.flatMap(({ counters }) => Object.keys(counters)))];
    const text = formatTable(
      [
        { heading: 'benchmark', align: 'left' },
        { heading: 'engine', align: 'left' },
        ...names.map((heading) => ({ heading, align: 'right' as const })),
      ],
      rows.map(({ engine, benchmark, counters }) => [
        benchmark,
        engine,
        ...names.map((name) => String(counters[name] ?? '')),
      ]),
    );
    return {
      json: formatDocument('show-counters', rows),
      text: rows.length === 0 ? 'No engine of this result has counters.' : text,
    };
  },
};

/** `12.3 MiB`. */
function formatBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes >= 1 ? `${mebibytes.toPrecision(3)} MiB` : `${(bytes / 1024).toPrecision(3)} KiB`;
}

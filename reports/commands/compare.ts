/** `compare`: how much faster is one engine than another, benchmark by benchmark. No judgement. */
import { compareEngines } from '../../stages/index.ts';
import { formatFactor, formatInterval, formatSeconds, plural } from '../model/format.ts';
import { formatJson } from '../text/json.ts';
import { formatPlot } from '../text/plot.ts';
import { formatTable, outputWidth } from '../text/table.ts';
import { showText } from '../text/terminal.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, jsonOption } from './options.ts';
import { readSides, type SideArguments, sideOptions } from './sides.ts';

export interface CompareArguments extends SideArguments {
  readonly json: boolean;
}

export const compareDeclaration: Declaration = {
  name: 'compare',
  addTo: (parser, setStatus) => {
    parser.command(
      'compare <files..>',
      'Show how much faster head is than base',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'BASE HEAD, or one result',
          })
          .options(sideOptions)
          .option('centre', {
            ...centreOption,
            default: 'mean' as const,
            describe: `${centreOption.describe} (pyperf: mean)`,
          })
          .option('json', jsonOption)
          .example('$0 compare 3.10.json 3.11.json.gz', 'two files of pyperf')
          .example('$0 compare result.json --base stage-1 --head stage-2', 'two engines of one result'),
      (options) => setStatus(compareCommand(options)),
    );
  },
};

export function compareCommand(options: CompareArguments): number {
  const comparisons = readSides(options).pairs.map(({ base, head }) => compareEngines(base, head));
  if (options.json) process.stdout.write(formatJson(comparisons));
  else showText(comparisons.map(formatComparison).join('\n'));
  return 0;
}

function formatComparison(comparison: ReturnType<typeof compareEngines>): string {
  const { base, head, speedup, benchmarks, rounds, pairing, method, broken, dropped } = comparison;
  const rows = [...benchmarks].sort((a, b) => b.speedup.value - a.speedup.value);
  return [
    `${head} runs at ${formatFactor(speedup.value)} times the speed of ${base} (95 % interval ${formatInterval(speedup)}), geometric mean of ${plural(benchmarks.length, 'benchmark')}.`,
    '',
    formatTable(
      [
        { heading: 'benchmark', align: 'left' },
        { heading: 'base', align: 'right' },
        { heading: 'head', align: 'right' },
        { heading: 'speed', align: 'right' },
        { heading: '95 %', align: 'left' },
      ],
      rows.map((row) => [
        row.benchmark,
        formatSeconds(row.baseSeconds),
        formatSeconds(row.headSeconds),
        `×${formatFactor(row.speedup.value)}`,
        formatInterval(row.speedup),
      ]),
    ),
    '',
    formatPlot(
      rows.map(({ benchmark, speedup: speed }) => ({
        ...{ name: benchmark, speed, target: null },
        symbol: speed.low > 1 ? '▲' : speed.high < 1 ? '▼' : '=',
      })),
      outputWidth(),
    ),
    '',
    `${plural(rounds, pairing === 'rounds' ? 'round' : 'process').replace('processs', 'processes')}; intervals: ${method}.`,
    ...broken.map(({ benchmark, engine, reason }) => `✗ ${benchmark} is broken on ${engine}: ${reason}`),
    ...dropped.map(({ benchmark, reason }) => `not compared: ${benchmark} (${reason})`),
    '',
  ].join('\n');
}

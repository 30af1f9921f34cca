/** `compare`: how much faster is one engine than another, benchmark by benchmark; judged only against a `--target`. */
import { compareEngines, judgeTarget } from '../../stages/index.ts';
import { formatFactor, formatInterval, formatSeconds, plural } from '../model/format.ts';
import { formatDocument, type JudgedComparison } from '../schemas/documents.ts';
import { formatPlot } from '../text/plot.ts';
import { formatTable, outputWidth } from '../text/table.ts';
import { showText } from '../text/terminal.ts';
import type { Declaration } from './declaration.ts';
import { centreOption, checkNumber, jsonOption } from './options.ts';
import { readSides, type SideArguments, sideOptions } from './sides.ts';

export interface CompareArguments extends SideArguments {
  readonly target?: number;
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
          .option('target', {
            type: 'number',
            requiresArg: true,
            describe: 'A speed that head is to reach, such as 1.5: met, missed or inconclusive',
          })
          .option('json', jsonOption)
          .example('$0 compare 3.10.json 3.11.json.gz', 'two files of pyperf')
          .example('$0 compare result.json --base stage-1 --head stage-2', 'two engines of one result'),
      (options) => setStatus(compareCommand(options)),
    );
  },
};

export function compareCommand(options: CompareArguments): number {
  const target = options.target === undefined ? undefined : checkNumber('--target', options.target, 0, false);
  const comparisons = readSides(options).pairs.map(({ base, head }): JudgedComparison => {
    const comparison = compareEngines(base, head);
    return target === undefined
      ? comparison
      : { ...comparison, target: { speedup: target, verdict: judgeTarget(comparison.speedup, target) } };
  });
  if (options.json) process.stdout.write(formatDocument('compare', comparisons));
  else showText(comparisons.map(formatComparison).join('\n'));
  return 0;
}

function formatComparison(comparison: JudgedComparison): string {
  const { base, head, speedup, benchmarks, rounds, pairing, method, broken, dropped, target } = comparison;
  const rows = [...benchmarks].sort((a, b) => b.speedup.value - a.speedup.value);
  return [
    `${head} runs at ${formatFactor(speedup.value)} times the speed of ${base} (95 % interval ${formatInterval(speedup)}), geometric mean of ${plural(benchmarks.length, 'benchmark')}.`,
    ...(target ? [`Against ×${formatFactor(target.speedup)}: ${target.verdict}.`] : []),
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

/** The stage report for the terminal. */

import { formatFactor, formatInterval, formatSeconds, formatVerdict, plural } from '../model/format.ts';
import type { StageReport } from '../model/stage-report.ts';
import { formatPlot } from './plot.ts';
import { formatTable, outputWidth } from './table.ts';

export function formatStageReport(report: StageReport): string {
  const ladder = formatTable(
    [
      { heading: 'stage', align: 'left' },
      { heading: 'vs stage 0', align: 'right' },
      { heading: '95 %', align: 'left' },
      { heading: 'target', align: 'right' },
      { heading: 'verdict', align: 'left' },
      { heading: 'vs before', align: 'right' },
      { heading: '95 %', align: 'left' },
      { heading: 'target', align: 'right' },
      { heading: 'verdict', align: 'left' },
    ],
    report.ladder.map(({ id, name, total, step }) => [
      `${id} ${name}`,
      ...(total ? judgedCells(total) : ['1.00', '', '', '']),
      ...(step ? judgedCells(step) : ['', '', '', '']),
    ]),
  );
  const benchmarks = formatTable(
    [
      { heading: 'benchmark', align: 'left' },
      ...report.engines.map((heading) => ({ heading, align: 'right' as const })),
    ],
    report.benchmarks.map(({ benchmark, seconds, speedups }) => [
      benchmark,
      ...seconds.map((time, index) =>
        time === null ? '✗' : `${formatSeconds(time)} ×${formatFactor(speedups[index] ?? Number.NaN)}`,
      ),
    ]),
  );
  return [
    report.headline,
    '',
    ladder,
    '',
    'Speed over stage 0, logarithmic; │ the target, ├─┤ the 95 % interval:',
    '',
    formatLadder(report),
    '',
    ...report.sentences,
    '',
    `Time for one pass and speed over ${report.engines[0]} (×), by benchmark:`,
    '',
    benchmarks,
    '',
    `${plural(report.rounds, 'round')} of fresh processes, ${report.centre} of ${plural(report.plan.values, 'value')} each, seed ${report.plan.seed}; intervals: ${report.intervalMethod}; they speak of ${report.fit.population}.`,
    ...report.failures.map(
      ({ engine, benchmark, round, kind, message }) =>
        `✗ ${benchmark} on ${engine} ${kind} (${round === null ? 'calibration' : `round ${round + 1}`}): ${message}`,
    ),
    '',
  ].join('\n');
}

const SYMBOLS = { met: '▲', missed: '▼', inconclusive: '?', broken: '✗' } as const;

function formatLadder({ ladder, beside }: StageReport): string {
  const baseline = { value: 1, low: 0, high: Infinity };
  return formatPlot(
    [
      ...ladder.map(({ id, name, total }) => ({
        name: `${id} ${name}`,
        speed: total?.speedup ?? baseline,
        target: total?.target ?? null,
        symbol: total ? SYMBOLS[total.verdict] : '●',
      })),
      ...beside.map(({ engine, overBaseline }) => ({
        ...{ name: engine, speed: overBaseline, target: null, symbol: '●' },
      })),
    ],
    outputWidth(),
  );
}

function judgedCells({
  speedup,
  target,
  verdict,
}: NonNullable<StageReport['ladder'][number]['total']>): string[] {
  return [formatFactor(speedup.value), formatInterval(speedup), formatFactor(target), formatVerdict(verdict)];
}

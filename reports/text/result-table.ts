/** The result of a run for the terminal. */
import { formatHalfWidth, formatSeconds } from '../model/format.ts';
import type { ResultTable } from '../model/result-table.ts';
import { formatTable } from './table.ts';

export function formatResultTable({ engines, rows, precision, unsteady }: ResultTable): string {
  const roundsDiffer = rows.some(({ rounds }) => rounds !== rows[0]!.rounds);
  const table = formatTable(
    [
      { heading: 'benchmark', align: 'left' },
      ...engines.map((heading) => ({ heading, align: 'right' as const })),
      { heading: '95 %', align: 'right' },
      ...(roundsDiffer ? [{ heading: 'rounds', align: 'right' as const }] : []),
    ],
    rows.map(({ benchmark, seconds, halfWidth, rounds }) => [
      benchmark,
      ...seconds.map((time) => (time === null ? '✗ broken' : formatSeconds(time))),
      halfWidth === null ? '?' : formatHalfWidth(halfWidth),
      ...(roundsDiffer ? [String(rounds)] : []),
    ]),
  );
  const { processes, of, warmupCapSeconds } = unsteady;
  const cut =
    processes === 0
      ? ''
      : ` In ${processes} of ${of} processes the values were not steady yet after ${warmupCapSeconds} s of warm-up.`;
  return `${table}\n\n${precision}${cut}`;
}

/** The gate's report for the terminal. */
import type { GateReport, GateRow, MetricFinding, SuiteDrift } from '../../stages/index.ts';
import { formatChange, formatSeconds } from '../model/format.ts';
import { formatTable } from './table.ts';

const SYMBOLS: Readonly<Record<GateRow['verdict'], string>> = {
  broken: '✗ broken',
  fail: '▼ slower',
  warn: '! warn',
  inconclusive: '? inconclusive',
  improved: '▲ improved',
  pass: '= pass',
};

export function formatGate(report: GateReport): string {
  const lines = [`${report.headline}.`];
  if (report.advice) lines.push(report.advice);
  if (report.rows.length > 0) lines.push('', formatRows(report.rows), '');
  lines.push(
    ...report.suites.map(formatDrift),
    ...report.stageTargets.map(
      ({ stage, over, verdict, reason }) =>
        `${SYMBOLS[verdict]}: stage ${stage} over ${over === 'total' ? 'stage 0' : 'the stage before'} ${reason}`,
    ),
    ...[...report.counters, ...report.memory, ...report.promotion]
      .filter(({ verdict }) => verdict === 'warn')
      .map(formatFinding),
    ...report.notCompared.map(
      ({ engine, benchmark, reason }) => `not compared: ${benchmark} on ${engine} (${reason})`,
    ),
    ...report.waivers.map(
      ({ benchmark, by, reason, used }) =>
        `waiver of ${benchmark} by ${by}: ${reason}${used ? '' : ' (nothing to waive)'}`,
    ),
  );
  if (!report.environment.interleaved && report.rows.length > 0) {
    lines.push(
      'Base and head were not measured in one session: what the machine did in between is in the numbers.',
    );
  }
  return `${lines.join('\n')}\n`;
}

function formatRows(rows: readonly GateRow[]): string {
  return formatTable(
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
      formatEnds(row.timeRatio),
      row.pValue === null ? '' : row.pValue.toPrecision(2),
      row.waived ? `${row.reason}; waived by ${row.waived.by}` : row.reason,
    ]),
  );
}

function formatDrift(drift: SuiteDrift): string {
  const { engine, timeRatio, pValue, verdict, rounds, margin } = drift;
  const ends = formatEnds({ low: drift.low, high: drift.high });
  const chance =
    pValue === null
      ? ''
      : ` (p = ${pValue.toPrecision(2)} of no drift above ${Number((margin * 100).toFixed(2))} %)`;
  return `suite on ${engine}: ${formatChange(timeRatio)} time${ends ? ` (${ends})` : ''} over ${rounds} rounds, ${verdict}${chance}`;
}

function formatFinding({ engine, benchmark, metric, base, head, unit, reason }: MetricFinding): string {
  const show = (value: number): string =>
    unit === 'seconds'
      ? formatSeconds(value)
      : unit === 'bytes'
        ? `${(value / 2 ** 20).toFixed(1)} MiB`
        : String(value);
  return `! ${benchmark} on ${engine}, ${metric}: ${show(base)} → ${show(head)}, ${reason}`;
}

function formatEnds(ends: { readonly low: number | null; readonly high: number | null } | null): string {
  if (!ends || ends.low === null || ends.high === null) return '';
  return `${formatChange(ends.low)} … ${formatChange(ends.high)}`;
}

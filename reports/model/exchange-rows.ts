/** A result as rows of one number each, for other trackers. */
import { meanWithInterval } from '../../stages/index.ts';
import { type ExchangeRow, type ResultFile, samplesOfFile } from '../../suites/index.ts';

export function exchangeRows(result: ResultFile, file: string): ExchangeRow[] {
  const engines = samplesOfFile({ kind: 'result', file, result }, 'median');
  return engines.flatMap(({ engine, benchmarks }) =>
    [...benchmarks.values()].map(({ benchmark, processes }): ExchangeRow => {
      const { mean, low, high, n } = meanWithInterval(processes.map(({ seconds }) => seconds));
      const peaks = processes.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
      return {
        ...{ engine, benchmark, processes: n },
        seconds: mean,
        interval: n < 2 ? null : [low, high],
        peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
      };
    }),
  );
}

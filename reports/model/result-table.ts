/** Times of a result by benchmark and engine, with what the base's is known to: what `run` ends with. */
import { type EngineSamples, type ResultFile, samplesOfFile } from '../../suites/index.ts';
import { formatHalfWidth } from './format.ts';

export interface ResultTable {
  readonly engines: readonly string[];
  readonly rows: readonly ResultRow[];
  /** Why measuring ended, and the precision reached, in words. */
  readonly precision: string;
  /** Processes whose values were not steady when the longest warm-up was over, of those that say. */
  readonly unsteady: {
    readonly processes: number;
    readonly of: number;
    readonly warmupCapSeconds: number;
  };
}

export interface ResultRow {
  readonly benchmark: string;
  readonly rounds: number;
  /** Geometric mean over processes, by engine; null where the engine broke on it. */
  readonly seconds: readonly (number | null)[];
  /** Half the 95 % interval of speed over the base, as a fraction, where it is widest. */
  readonly halfWidth: number | null;
}

export function resultTable(result: ResultFile, file: string): ResultTable {
  const { plan } = result;
  const samples = samplesOfFile({ kind: 'result', file, result }, 'median');
  const rows = plan.benchmarks.map((benchmark) => ({
    benchmark,
    rounds: plan.roundsOf?.[benchmark] ?? plan.rounds,
    seconds: samples.map(({ benchmarks, broken }) => {
      const processes = benchmarks.get(benchmark)?.processes ?? [];
      if (broken.has(benchmark) || processes.length === 0) return null;
      return Math.exp(processes.reduce((sum, { seconds }) => sum + Math.log(seconds), 0) / processes.length);
    }),
    halfWidth: plan.precision?.[benchmark] ?? null,
  }));
  return {
    engines: result.engines.map(({ name }) => name),
    rows,
    precision: precisionOf(rows, plan.stopped),
    unsteady: { ...countUnsteady(samples), warmupCapSeconds: plan.warmupCapSeconds },
  };
}

function countUnsteady(samples: readonly EngineSamples[]): { processes: number; of: number } {
  const steady = samples.flatMap(({ benchmarks }) =>
    [...benchmarks.values()].flatMap(({ processes }) =>
      processes.flatMap((process) => (process.steady === undefined ? [] : [process.steady])),
    ),
  );
  return { processes: steady.filter((is) => !is).length, of: steady.length };
}

function precisionOf(rows: readonly ResultRow[], stopped: 'complete' | 'budget'): string {
  const why = stopped === 'budget' ? 'The time is used up. ' : '';
  const known = rows.flatMap(({ benchmark, halfWidth }) =>
    halfWidth === null ? [] : [{ benchmark, halfWidth }],
  );
  if (known.length === 0) return `${why}One round has no interval: nothing is known of the precision.`;
  const ordered = known.sort((a, b) => a.halfWidth - b.halfWidth);
  const middle = ordered[ordered.length >> 1]!;
  const widest = ordered.at(-1)!;
  const percent = ({ halfWidth }: { halfWidth: number }): string => formatHalfWidth(halfWidth);
  if (ordered.length === 1) return `${why}Precision reached: ${percent(widest)}.`;
  return `${why}Precision reached: ${percent(middle)} in the middle, ${percent(widest)} at worst (${widest.benchmark}).`;
}

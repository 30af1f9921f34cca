/**
 * What other trackers read. Times of one engine and benchmark as one number with its spread:
 *
 * - github-action-benchmark (https://github.com/benchmark-action/github-action-benchmark): the array that its tool
 *   `customSmallerIsBetter` takes, and the `bench-data` document that it keeps on its data branch;
 * - Bencher Metric Format (https://bencher.dev/docs/reference/bencher-metric-format/): measures by benchmark, `latency` in
 *   nanoseconds, `memory` in bytes.
 */

/** One engine on one benchmark. */
export interface ExchangeRow {
  readonly engine: string;
  readonly benchmark: string;
  /** Mean over processes. */
  readonly seconds: number;
  /** Ends of its 95 % interval; null where there is one process. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly processes: number;
  /** Largest peak of a process; null where it was not measured. */
  readonly peakBytes: number | null;
}

/** One entry of `customSmallerIsBetter`. */
export interface CustomBench {
  readonly name: string;
  readonly unit: 'ms';
  readonly value: number;
  readonly range?: string;
  readonly extra: string;
}

export interface Commit {
  readonly id: string;
  readonly message: string;
  /** ISO time. */
  readonly timestamp: string;
  readonly url: string;
}

/** `BENCHMARK TAB ENGINE`-free names: the engine follows in brackets where there are several. */
function nameOf(row: ExchangeRow, rows: readonly ExchangeRow[]): string {
  const several = rows.some(({ engine }) => engine !== row.engine);
  return several ? `${row.benchmark} (${row.engine})` : row.benchmark;
}

export function toCustomBenches(rows: readonly ExchangeRow[]): CustomBench[] {
  return rows.map((row) => ({
    name: nameOf(row, rows),
    unit: 'ms',
    value: row.seconds * 1000,
    ...(row.interval
      ? { range: `± ${(((row.interval[1] - row.interval[0]) / 2) * 1000).toPrecision(3)}` }
      : {}),
    extra: `${row.processes} processes${row.peakBytes === null ? '' : `\npeak ${row.peakBytes} bytes`}`,
  }));
}

/** The document of github-action-benchmark's data branch, holding this one commit. */
export function toBenchData(
  rows: readonly ExchangeRow[],
  suite: string,
  repository: string,
  commit: Commit,
): object {
  const date = Date.parse(commit.timestamp);
  const someone = { name: '', username: '', email: '' };
  return {
    lastUpdate: date,
    repoUrl: repository,
    entries: {
      [suite]: [
        {
          commit: { author: someone, committer: someone, distinct: true, ...commit },
          date,
          tool: 'customSmallerIsBetter',
          benches: toCustomBenches(rows),
        },
      ],
    },
  };
}

export function toBencherMetrics(rows: readonly ExchangeRow[]): Record<string, object> {
  return Object.fromEntries(
    rows.map((row) => {
      const { seconds, interval, peakBytes } = row;
      const bounds = interval ? { lower_value: interval[0] * 1e9, upper_value: interval[1] * 1e9 } : {};
      return [
        nameOf(row, rows),
        {
          latency: { value: seconds * 1e9, ...bounds },
          ...(peakBytes === null ? {} : { memory: { value: peakBytes } }),
        },
      ];
    }),
  );
}

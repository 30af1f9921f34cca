/** pyperf files as one result: each becomes an engine, under its own name or that of the Python it says it ran on. */
import { createHash } from 'node:crypto';
import { benchmarkName, formatPyperfSuite, type Metadata, metadataOf, type PyperfSuite } from './pyperf.ts';
import { type Engine, RESULT_FORMAT, RESULT_VERSION, type ResultFile } from './result.ts';
import { pyperfEngineName } from './samples.ts';

export interface ImportedSuite {
  /** Null: the Python that the suite says it was run by. */
  readonly name: string | null;
  readonly file: string;
  readonly suite: PyperfSuite;
}

/**
 * The suites stand in it as they were read. They were measured without rounds of ours and without a seed, so it says 0 for
 * both; an engine has no command, since nobody knows it.
 */
export function importPyperf(imported: readonly ImportedSuite[]): ResultFile {
  const engines: Engine[] = imported.map(({ name, file, suite }) => ({
    name: name ?? pyperfEngineName(suite, file),
    command: [],
  }));
  const benchmarks = imported.flatMap(({ suite }) =>
    suite.benchmarks.map((benchmark) => benchmarkName(suite, benchmark)),
  );
  const hash = createHash('sha256');
  for (const { suite } of imported) hash.update(formatPyperfSuite(suite));
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    // The same files give the same session: importing again is not measuring again.
    session: hash.digest('hex').slice(0, 16),
    created: firstDate(imported) ?? new Date(0).toISOString(),
    environment: commonEnvironment(imported),
    engines,
    plan: {
      ...{ seed: 0, rounds: 0, requestedRounds: 1, stopped: 'complete', loops: {}, values: 0 },
      ...{ benchmarks: [...new Set(benchmarks)], warmupCapSeconds: 0 },
    },
    suites: Object.fromEntries(imported.map(({ suite }, index) => [engines[index]!.name, suite])),
    failures: [],
  };
}

function firstDate(imported: readonly ImportedSuite[]): string | null {
  const dates = imported.flatMap(({ suite }) =>
    suite.benchmarks.flatMap((benchmark) => {
      const date = metadataOf(suite, benchmark, benchmark.runs[0])['date'];
      const time = typeof date === 'string' ? Date.parse(`${date.replace(' ', 'T')}Z`) : Number.NaN;
      return Number.isNaN(time) ? [] : [time];
    }),
  );
  return dates.length === 0 ? null : new Date(Math.min(...dates)).toISOString();
}

/** What all files say alike of their machine. */
function commonEnvironment(imported: readonly ImportedSuite[]): Metadata {
  const keys = ['hostname', 'platform', 'cpu_count', 'cpu_model_name', 'cpu_config'];
  const all = imported.flatMap(({ suite }) =>
    suite.benchmarks.map((benchmark) => metadataOf(suite, benchmark, benchmark.runs[0])),
  );
  const shared = keys.filter((key) => all.every((metadata) => metadata[key] === all[0]![key]));
  return Object.fromEntries(
    shared.flatMap((key) => (all[0]![key] === undefined ? [] : [[key, all[0]![key]]])),
  );
}

/**
 * What the judge reads: for each engine and benchmark one number per process (the unit of replication), with
 * the round that pairs it with other engines. Built from a result file or from a pyperf suite alone.
 */
import { InputError } from '../input/errors.ts';
import { benchmarkName, type Metadata, metadataOf, type PyperfRun, type PyperfSuite } from './pyperf.ts';
import {
  COMPILE_KEY,
  COUNTER_PREFIX,
  HEAP_KEY,
  type MeasurementFile,
  PEAK_MEMORY_KEY,
  type RecordedFailure,
  ROUND_KEY,
  SOURCE_KEY,
  STEADY_KEY,
} from './result.ts';

export interface ProcessSample {
  /** Null in files that were not measured in rounds. */
  readonly round: number | null;
  /** Seconds for one loop: the centre of the process's values. */
  readonly seconds: number;
  /** Peak resident size of the process, where it was measured. */
  readonly peakBytes?: number;
  /** Bytes of the engine's own heap at the end, where it says them. */
  readonly heapBytes?: number;
  /** Time that the engine spent compiling, where it says it. */
  readonly compileSeconds?: number;
  /** Of the whole process, from the first call to the last. */
  readonly durationSeconds?: number;
  /** Deterministic counters of the engine by name, where it has any. */
  readonly counters?: Readonly<Record<string, number>>;
  /** [loops, seconds for one loop] from the first call on, up to the values that count. */
  readonly warmups?: readonly (readonly [loops: number, seconds: number])[];
  /** Whether the values were steady when warm-up ended, where that was asked. */
  readonly steady?: boolean;
}

export interface BenchmarkSamples {
  readonly benchmark: string;
  readonly sourceHash: string | null;
  readonly processes: readonly ProcessSample[];
}

export interface EngineSamples {
  readonly engine: string;
  readonly benchmarks: ReadonlyMap<string, BenchmarkSamples>;
  /** Benchmarks that failed at least once, with the first failure. */
  readonly broken: ReadonlyMap<string, string>;
}

/** How the values of one process become one number. */
export type Centre = 'median' | 'mean' | 'minimum';

export function samplesOfFile(read: MeasurementFile, centre: Centre): EngineSamples[] {
  if (read.kind === 'pyperf')
    return [samplesOfSuite(pyperfEngineName(read.suite, read.file), read.suite, [], centre)];
  const { result } = read;
  return result.engines.map(({ name }) =>
    samplesOfSuite(
      name,
      result.suites[name],
      result.failures.filter((failure) => failure.engine === name),
      centre,
    ),
  );
}

/** The samples of one engine in a list, or an error that lists the engines there are. */
export function findEngine(all: readonly EngineSamples[], name: string, where: string): EngineSamples {
  const found = all.find((samples) => samples.engine === name);
  if (found) return found;
  throw new InputError({
    where,
    field: name,
    problem: 'is not an engine of this file',
    fix: `use one of: ${all.map((samples) => samples.engine).join(', ')}`,
  });
}

/** The Python that the suite says it was run by; benchmarks of a command do not say, so the first that does. */
export function pyperfEngineName(suite: PyperfSuite, file: string): string {
  for (const benchmark of suite.benchmarks) {
    const metadata = metadataOf(suite, benchmark, benchmark.runs[0]);
    const version = metadata['python_version'];
    if (typeof version === 'string') {
      return `${metadata['python_implementation'] ?? 'python'} ${version.split(' ')[0]}`;
    }
  }
  return file;
}

function samplesOfSuite(
  engine: string,
  suite: PyperfSuite | undefined,
  failures: readonly RecordedFailure[],
  centre: Centre,
): EngineSamples {
  const benchmarks = new Map<string, BenchmarkSamples>();
  for (const benchmark of suite?.benchmarks ?? []) {
    const name = benchmarkName(suite!, benchmark);
    const processes = benchmark.runs.flatMap((run) => {
      if (!run.values?.length) return [];
      return [sampleOf(run, metadataOf(suite!, benchmark, run), centre)];
    });
    const sourceHash = metadataOf(suite!, benchmark, benchmark.runs[0])[SOURCE_KEY];
    if (processes.length > 0) {
      benchmarks.set(name, {
        benchmark: name,
        sourceHash: typeof sourceHash === 'string' ? sourceHash : null,
        processes,
      });
    }
  }
  const broken = new Map<string, string>();
  for (const { benchmark, kind, message } of failures) {
    if (!broken.has(benchmark)) broken.set(benchmark, message ? `${kind} (${message})` : kind);
  }
  return { engine, benchmarks, broken };
}

function sampleOf(run: PyperfRun, metadata: Metadata, centre: Centre): ProcessSample {
  const numberAt = (key: string): number | null => {
    const value = metadata[key];
    return typeof value === 'number' ? value : null;
  };
  const steady = metadata[STEADY_KEY];
  const named = (name: string, key: string): object => {
    const value = numberAt(key);
    return value === null ? {} : { [name]: value };
  };
  const counters = Object.entries(metadata).flatMap(([key, value]) =>
    key.startsWith(COUNTER_PREFIX) && typeof value === 'number'
      ? [[key.slice(COUNTER_PREFIX.length), value] as const]
      : [],
  );
  return {
    round: numberAt(ROUND_KEY),
    seconds: centreOf(run, centre),
    ...named('peakBytes', PEAK_MEMORY_KEY),
    ...named('heapBytes', HEAP_KEY),
    ...named('compileSeconds', COMPILE_KEY),
    ...named('durationSeconds', 'duration'),
    ...(counters.length === 0 ? {} : { counters: Object.fromEntries(counters) }),
    ...(run.warmups?.length ? { warmups: run.warmups } : {}),
    ...(typeof steady === 'boolean' ? { steady } : {}),
  };
}

function centreOf(run: PyperfRun, centre: Centre): number {
  const values = [...run.values!].sort((a, b) => a - b);
  if (centre === 'minimum') return values[0]!;
  if (centre === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

/**
 * What the judge reads: for each engine and benchmark one number per process (the unit of replication), with
 * the round that pairs it with other engines. Built from a result file or from a pyperf suite alone.
 */
import { InputError } from '../input/errors.ts';
import {
  benchmarkName,
  type Metadata,
  type MetadataValue,
  metadataOf,
  type PyperfRun,
  type PyperfSuite,
} from './pyperf.ts';
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
    const shared = { ...suite!.metadata, ...benchmark.metadata };
    const processes: ProcessSample[] = [];
    for (const run of benchmark.runs) if (run.values?.length) processes.push(sampleOf(run, shared, centre));
    const sourceHash = benchmark.runs[0]?.metadata?.[SOURCE_KEY] ?? shared[SOURCE_KEY];
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

/** Metadata that become a member of a sample, where they are numbers. */
const NUMBERS = [
  ['peakBytes', PEAK_MEMORY_KEY],
  ['heapBytes', HEAP_KEY],
  ['compileSeconds', COMPILE_KEY],
  ['durationSeconds', 'duration'],
] as const;

/** A long history has a million processes: nothing is copied here that need not be. */
function sampleOf(run: PyperfRun, shared: Metadata, centre: Centre): ProcessSample {
  const at = (key: string): MetadataValue | undefined => run.metadata?.[key] ?? shared[key];
  const round = at(ROUND_KEY);
  const sample: { -readonly [key in keyof ProcessSample]: ProcessSample[key] } = {
    round: typeof round === 'number' ? round : null,
    seconds: centreOf(run, centre),
  };
  for (const [name, key] of NUMBERS) {
    const value = at(key);
    if (typeof value === 'number') sample[name] = value;
  }
  const counters = countersIn(run.metadata, countersIn(shared));
  if (counters) sample.counters = counters;
  if (run.warmups?.length) sample.warmups = run.warmups;
  const steady = at(STEADY_KEY);
  if (typeof steady === 'boolean') sample.steady = steady;
  return sample;
}

function countersIn(
  metadata: Metadata | undefined,
  known?: Record<string, number>,
): Record<string, number> | undefined {
  let counters = known;
  for (const key in metadata) {
    const value = key.startsWith(COUNTER_PREFIX) ? metadata[key] : undefined;
    if (typeof value === 'number') {
      if (counters === undefined || counters === known) counters = { ...known };
      counters[key.slice(COUNTER_PREFIX.length)] = value;
    }
  }
  return counters;
}

function centreOf({ values }: PyperfRun, centre: Centre): number {
  if (centre === 'minimum') return values!.reduce((least, value) => Math.min(least, value));
  if (centre === 'mean') return values!.reduce((sum, value) => sum + value, 0) / values!.length;
  return medianOf(values!);
}

function medianOf(values: readonly number[]): number {
  if (values.length === 3) {
    const [a, b, c] = values as readonly [number, number, number];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

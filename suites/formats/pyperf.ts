/**
 * pyperf's JSON format, version "1.0" (pyperf/_bench.py, class BenchmarkSuite): reading, checking, writing.
 *
 * Metadata that all benchmarks share stands at the top, what all runs of a benchmark share in the benchmark,
 * the rest in the run; a lone benchmark has everything, its name included, at the top. Values are seconds for
 * one loop. A run with warmups and no values is a calibration. Reading keeps the document as it is, so that
 * what was read can be written again without loss.
 */
import { type JsonField, type JsonValue, readJsonFile } from '../input/json.ts';

export type MetadataValue = string | number | boolean | readonly string[];
export type Metadata = { readonly [key: string]: MetadataValue };

export interface PyperfRun {
  readonly metadata?: Metadata;
  /** [loops, seconds for one loop], in the order of measurement: the warm-up curve. */
  readonly warmups?: readonly (readonly [loops: number, seconds: number])[];
  /** Seconds for one loop. */
  readonly values?: readonly number[];
}

export interface PyperfBenchmark {
  readonly metadata?: Metadata;
  readonly runs: readonly PyperfRun[];
}

export interface PyperfSuite {
  readonly version: '1.0';
  readonly metadata?: Metadata;
  readonly benchmarks: readonly PyperfBenchmark[];
}

export function readPyperfFile(file: string): PyperfSuite {
  return checkPyperfSuite(readJsonFile(file));
}

/** Checks a parsed document; every mistake is an InputError that names the field. */
export function checkPyperfSuite(root: JsonField): PyperfSuite {
  const version = root.at('version');
  if (version.value !== '1.0') {
    version.fail(
      version.exists ? `is ${JSON.stringify(version.value)}` : 'is missing',
      'give a file of pyperf 1.0 or newer ("version": "1.0"); `python -m pyperf convert` updates older ones',
    );
  }
  const common = checkMetadata(root.at('metadata'));
  const benchmarks = root.at('benchmarks').array();
  if (benchmarks.length === 0) root.at('benchmarks').fail('is empty', 'give a suite with benchmarks');
  const seen = new Set<string>();
  for (const benchmark of benchmarks) {
    const name = checkBenchmark(benchmark, common, benchmarks.length);
    if (seen.has(name)) benchmark.fail(`is a second benchmark named "${name}"`, 'give each name once');
    seen.add(name);
  }
  return root.value as unknown as PyperfSuite;
}

function checkBenchmark(benchmark: JsonField, common: Metadata, count: number): string {
  const metadata = checkMetadata(benchmark.at('metadata'));
  const name = metadata['name'] ?? common['name'];
  if (typeof name !== 'string') {
    return benchmark
      .at('metadata')
      .fail('has no name', count === 1 ? 'add "name" to the metadata' : 'add "name" to each benchmark');
  }
  const unit = metadata['unit'] ?? common['unit'] ?? 'second';
  if (unit !== 'second') {
    benchmark.at('metadata').fail(`has the unit "${unit}"`, 'give a suite of times (unit "second")');
  }
  const runs = benchmark.at('runs');
  if (!Array.isArray(runs.value) || runs.value.length > 0) runs.checkItems(isRun, checkRun);
  else runs.fail('is empty', 'give at least one run');
  return name;
}

function checkRun(run: JsonField): void {
  checkMetadata(run.at('metadata'));
  const values = run.at('values');
  const warmups = run.at('warmups');
  const isEmpty = ({ value }: JsonField): boolean =>
    value === undefined || (Array.isArray(value) && value.length === 0);
  if (isEmpty(values) && isEmpty(warmups)) run.fail('has neither values nor warmups', 'leave such a run out');
  if (values.exists) for (const value of values.array()) value.positive();
  if (!warmups.exists) return;
  for (const warmup of warmups.array()) {
    const [loops, seconds, extra] = warmup.array();
    if (!loops || !seconds || extra) warmup.fail('is not a pair', 'write [loops, seconds]');
    loops.integer(1);
    if (seconds.number() < 0) seconds.fail(`is ${seconds.value}`, 'write a time of at least 0');
  }
}

/**
 * Whether a run is surely without a mistake: what `checkRun` need not look at. A long history has millions of runs, and
 * to make a field of each of their numbers took as long as to parse the files.
 */
function isRun(run: JsonValue): boolean {
  if (typeof run !== 'object' || run === null || Array.isArray(run)) return false;
  const { metadata, values, warmups } = run;
  if (!Array.isArray(values) || values.length === 0 || !values.every(isPositive)) return false;
  if (warmups !== undefined && !(Array.isArray(warmups) && warmups.every(isWarmup))) return false;
  if (metadata === undefined) return true;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return false;
  for (const key in metadata) if (!isMetadata(metadata[key]!)) return false;
  return true;
}

const isPositive = (value: JsonValue | undefined): boolean =>
  typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY;

const isWarmup = (pair: JsonValue): boolean =>
  Array.isArray(pair) && pair.length === 2 && Number.isSafeInteger(pair[0]) && pair.every(isPositive);

function isMetadata(value: JsonValue): boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return true;
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

function checkMetadata(metadata: JsonField): Metadata {
  if (!metadata.exists) return {};
  const members = metadata.object();
  for (const key of Object.keys(members)) {
    if (isMetadata(members[key]!)) continue;
    metadata.at(key).fail('is not a text, number or list of texts', 'keep metadata flat');
  }
  return members as Metadata;
}

export function benchmarkName(suite: PyperfSuite, benchmark: PyperfBenchmark): string {
  return String(benchmark.metadata?.['name'] ?? suite.metadata?.['name']);
}

/** Everything known about a run: its own metadata over the benchmark's over the suite's. */
export function metadataOf(suite: PyperfSuite, benchmark: PyperfBenchmark, run?: PyperfRun): Metadata {
  return { ...suite.metadata, ...benchmark.metadata, ...run?.metadata };
}

/** A benchmark whose runs still carry all their metadata, as measured. */
export interface MeasuredBenchmark {
  readonly runs: readonly (PyperfRun & { readonly metadata: Metadata })[];
}

/**
 * Lays metadata out as pyperf does: what is common to all benchmarks at the top, to all runs of one in the
 * benchmark. `name` stays with its benchmark, also when there is only one.
 */
export function makeSuite(measured: readonly MeasuredBenchmark[]): PyperfSuite {
  const ownOfBenchmark = measured.map(({ runs }) => commonMetadata(runs.map((run) => run.metadata)));
  const top = commonMetadata(ownOfBenchmark.map((metadata) => without(metadata, ['name'])));
  const benchmarks = measured.map(({ runs }, index): PyperfBenchmark => {
    const own = ownOfBenchmark[index]!;
    return {
      metadata: without(own, Object.keys(top)),
      runs: runs.map((run) => ({
        metadata: without(run.metadata, Object.keys(own)),
        ...(run.values?.length ? { values: run.values } : {}),
        ...(run.warmups?.length ? { warmups: run.warmups } : {}),
      })),
    };
  });
  return { benchmarks, metadata: top, version: '1.0' };
}

/** One suite of several that hold different benchmarks, with their metadata laid out anew. */
export function joinSuites(suites: readonly PyperfSuite[]): PyperfSuite {
  return makeSuite(
    suites.flatMap((suite) =>
      suite.benchmarks.map((benchmark) => ({
        runs: benchmark.runs.map((run) => ({ ...run, metadata: metadataOf(suite, benchmark, run) })),
      })),
    ),
  );
}

function commonMetadata(all: readonly Metadata[]): Metadata {
  const [first, ...rest] = all;
  if (!first) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      rest.every((other) => JSON.stringify(other[key]) === JSON.stringify(value)),
    ),
  );
}

function without(metadata: Metadata, keys: readonly string[]): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key)));
}

/** The text of a pyperf file. */
export function formatPyperfSuite(suite: PyperfSuite): string {
  return `${JSON.stringify(suite as unknown as JsonValue)}\n`;
}

/**
 * Our result file: everything one run measured, in one JSON document. Each engine's suite inside is a complete
 * pyperf document (`stage-report export` writes it alone); around them stand what pyperf has no place for: the
 * plan with its seed, the engines' commands, and the measurements that failed. README.md beside this file
 * describes every field.
 */
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, storageError } from '../input/errors.ts';
import { type JsonField, readJsonFile } from '../input/json.ts';
import { checkPyperfSuite, type Metadata, type PyperfSuite } from './pyperf.ts';

export const RESULT_FORMAT = 'stage-report result';
/**
 * Version 2 added what is optional in the types below: fingerprints, memory, counters, rounds that differ by
 * benchmark, shards. A file of version 1 is read as one that lacks them.
 */
export const RESULT_VERSION = 2;
const READABLE_VERSIONS: readonly unknown[] = [1, RESULT_VERSION];

/** Metadata of a run that pairs it with the runs of other engines: its round, and the run it belongs to. */
export const ROUND_KEY = 'stage_report_round';
export const SESSION_KEY = 'stage_report_session';
/** Metadata of a benchmark: the hash of its source. */
export const SOURCE_KEY = 'stage_report_source';
/** Metadata of a run: peak resident size of its process in bytes (pyperf's own name for it). */
export const PEAK_MEMORY_KEY = 'mem_max_rss';
/** Metadata of a run: seconds that the engine says it compiled, and bytes of its heap at the end. */
export const COMPILE_KEY = 'stage_report_compile_seconds';
export const HEAP_KEY = 'stage_report_heap_bytes';
/** Metadata of a run: one deterministic counter of the engine, such as `stage_report_counter_regions`. */
export const COUNTER_PREFIX = 'stage_report_counter_';
/** Metadata of a run: whether the values were steady when warm-up ended. */
export const STEADY_KEY = 'stage_report_steady';

/** A command line that runs `COMMAND… script.py ARGUMENTS`: our VM at a stage, a CPython, anything else. */
export interface Engine {
  /** Unique in a run; the name of its suite in the result. */
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments that make the engine write its counters as JSON to `{file}`, such as `--stats {file}`. */
  readonly counters?: readonly string[];
  /**
   * Arguments that make the engine count more, and run slower for it, such as `--count-instructions`: a process beside
   * those that are timed runs with them. An engine that refuses them has no such counters.
   */
  readonly counting?: readonly string[];
  /** What the engine was found to be when the run began. */
  readonly fingerprint?: EngineFingerprint;
}

export interface EngineFingerprint {
  /** What the engine says of itself: `cpython`, `stage-vm`, `pypy`; null where it could not be asked. */
  readonly implementation: string | null;
  readonly version: string | null;
  /** SHA-256, in 16 hexadecimal digits, of each program and script that the command names. */
  readonly files: Readonly<Record<string, string>>;
}

export const FAILURE_KINDS = ['crashed', 'timed out', 'bad output'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export interface RecordedFailure {
  readonly engine: string;
  readonly benchmark: string;
  /** The round, or null when the loops were being calibrated. */
  readonly round: number | null;
  readonly kind: FailureKind;
  readonly message: string;
  readonly stderr: string;
}

export interface RecordedPlan {
  readonly seed: number;
  /** Complete rounds; more may have been asked for (see `stopped`). */
  readonly rounds: number;
  readonly requestedRounds: number;
  /** Why measuring ended: every round done, or the time budget was used up. */
  readonly stopped: (typeof STOP_REASONS)[number];
  readonly benchmarks: readonly string[];
  /** The manifest's names of the programs that hold them, where some hold several. */
  readonly programs?: readonly string[];
  /** Calls in one value, by benchmark: calibrated on the first engine that ran it, then the same for all. */
  readonly loops: Readonly<Record<string, number>>;
  readonly values: number;
  readonly warmupCapSeconds: number;
  readonly timeoutSeconds?: number;
  /** The core every process was bound to; null: none. */
  readonly pin?: number | null;
  /**
   * Rounds of each benchmark where a budget was spent on the widest intervals; the first `rounds` of them hold
   * every benchmark.
   */
  readonly roundsOf?: Readonly<Record<string, number>>;
  /**
   * Half the width of the 95 % interval of speed over the base, as a fraction (0.02 is ±2 %), for the engine where it is
   * widest; null where fewer than two rounds were measured. By benchmark.
   */
  readonly precision?: Readonly<Record<string, number | null>>;
  /** Set in the result of one shard; the plan's benchmarks by shard tell what the others hold. */
  readonly shard?: RecordedShard;
}

export interface RecordedShard {
  /** Hash over all that has to be equal in the shards of one run. */
  readonly planId: string;
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** Benchmarks of the whole plan, by shard. */
  readonly benchmarks: readonly (readonly string[])[];
}

export const STOP_REASONS = ['complete', 'budget'] as const;

export interface ResultFile {
  readonly format: typeof RESULT_FORMAT;
  readonly version: 1 | typeof RESULT_VERSION;
  readonly session: string;
  readonly created: string;
  readonly environment: Metadata;
  /** The first engine is the base: the one whose loops were calibrated. */
  readonly engines: readonly Engine[];
  readonly plan: RecordedPlan;
  readonly suites: Readonly<Record<string, PyperfSuite>>;
  readonly failures: readonly RecordedFailure[];
  /** In a file that `merge` made: the runs it holds. */
  readonly parts?: readonly ResultPart[];
}

/** One shard inside a merged result. */
export interface ResultPart {
  readonly session: string;
  readonly created: string;
  readonly environment: Metadata;
  readonly benchmarks: readonly string[];
}

/** What a measurement file turned out to be: one of ours, or a suite of pyperf. */
export type MeasurementFile =
  | { readonly kind: 'result'; readonly file: string; readonly result: ResultFile }
  | { readonly kind: 'pyperf'; readonly file: string; readonly suite: PyperfSuite };

export function readMeasurementFile(file: string): MeasurementFile {
  return checkMeasurement(readJsonFile(file));
}

/** Checks a document that has been parsed already, wherever it came from; the field's file names it in errors. */
export function checkMeasurement(root: JsonField): MeasurementFile {
  const { file } = root;
  if (root.at('format').exists) return { kind: 'result', file, result: checkResult(root) };
  return { kind: 'pyperf', file, suite: checkPyperfSuite(root) };
}

export function readResultFile(file: string): ResultFile {
  const read = readMeasurementFile(file);
  if (read.kind === 'result') return read.result;
  throw new InputError({
    where: file,
    field: 'format',
    problem: 'is a pyperf suite of one engine, not a result with several',
    fix: 'give a file written by `stage-report run`',
  });
}

function checkResult(root: JsonField): ResultFile {
  const format = root.at('format');
  if (format.value !== RESULT_FORMAT) {
    format.fail(`is ${JSON.stringify(format.value)}`, `give a file with the format "${RESULT_FORMAT}"`);
  }
  const version = root.at('version');
  if (!READABLE_VERSIONS.includes(version.value)) {
    version.fail(`is ${JSON.stringify(version.value)}`, `read it with the stage-report that wrote it`);
  }
  root.onlyKeys([
    ...['format', 'version', 'session', 'created', 'environment'],
    ...['engines', 'plan', 'suites', 'failures', 'parts'],
  ]);
  root.at('session').string();
  root.at('created').string();
  root.at('environment').object();
  checkPlan(root.at('plan'));
  const names = root
    .at('engines')
    .array()
    .map((engine) => {
      engine.at('command').strings();
      return engine.at('name').string();
    });
  for (const [name, suite] of root.at('suites').entries()) {
    if (!names.includes(name)) suite.fail('is the suite of no engine', 'name it in "engines"');
    checkPyperfSuite(suite);
  }
  for (const failure of root.at('failures').array()) {
    failure.at('engine').oneOf(names);
    failure.at('benchmark').string();
    failure.at('kind').oneOf(FAILURE_KINDS);
    if (failure.at('round').value !== null) failure.at('round').integer(0);
  }
  return root.value as unknown as ResultFile;
}

function checkPlan(plan: JsonField): void {
  plan.at('seed').integer(0);
  plan.at('rounds').integer(0);
  plan.at('requestedRounds').integer(1);
  plan.at('stopped').oneOf(STOP_REASONS);
  plan.at('benchmarks').strings();
  plan.at('loops').object();
  const roundsOf = plan.at('roundsOf');
  if (roundsOf.exists) for (const [, rounds] of roundsOf.entries()) rounds.integer(0);
  const shard = plan.at('shard');
  if (!shard.exists) return;
  shard.at('planId').string();
  const count = shard.at('count').integer(1);
  const index = shard.at('index').integer(1);
  if (index > count) shard.at('index').fail(`is ${index} of ${count}`, 'write a shard from 1 to the count');
  const benchmarks = shard.at('benchmarks').array();
  if (benchmarks.length !== count)
    shard.at('benchmarks').fail(`lists ${benchmarks.length} shards`, `list all ${count}`);
  for (const names of benchmarks) names.strings();
}

/**
 * Writes a file that must not exist yet (unless `force`): whole or not at all, through a temporary file
 * beside it. The target is made by link(2), which fails where something already stands.
 */
export function writeNewFile(file: string, text: string | Uint8Array, force: boolean): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text, { flush: true });
    if (force) renameSync(temporary, file);
    else linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fileExists(file);
    throw storageError(file, error, 'make room, and do it again');
  } finally {
    rmSync(temporary, { force: true });
  }
}

export function fileExists(file: string): InputError {
  return new InputError({
    where: file,
    problem: 'exists already',
    fix: 'give another name, or --force to overwrite it',
  });
}

export function formatResult(result: ResultFile): string {
  const text = JSON.stringify(result, null, 1);
  // Arrays of plain numbers on one line: a warm-up curve is read as a row. (Strings hold no raw line break.)
  return `${text.replace(/\[\n\s*([-\d][-+.,\deE\s]*?)\n\s*\]/g, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
}

/**
 * The journal of a run: `RESULT.journal`, one JSON line for each thing that was measured, on disk before the next begins.
 * The first line holds all that decides what is measured, so a run goes on from its journal alone. A line that was cut
 * off by a kill is no line: it is taken away when the run goes on, and its measurement is repeated.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Benchmark } from '../formats/manifest.ts';
import type { Metadata, PyperfRun } from '../formats/pyperf.ts';
import type { Engine, RecordedFailure, RecordedShard } from '../formats/result.ts';
import { InputError, storageError } from '../input/errors.ts';
import { JsonField, type JsonValue } from '../input/json.ts';
import type { CommandBenchmark } from './worker.ts';

const JOURNAL_FORMAT = 'stage-report journal';
const JOURNAL_VERSION = 1;

/** How measurements are made: the part of a run's description that is neither engine nor benchmark. */
export interface Settings {
  readonly seed: number;
  /** At most so many rounds of each benchmark. */
  readonly rounds: number;
  /** Stops before a round that would not end in time; at least one round is always measured. */
  readonly budgetSeconds?: number;
  /**
   * What a budget is spent on: `rounds` that hold every benchmark, or, once a few of those are done, on the benchmarks
   * whose intervals are `widest`.
   */
  readonly spend: 'rounds' | 'widest';
  readonly values: number;
  /** Calls in one value; 0: calibrated on the first engine that runs the benchmark. */
  readonly loops: number;
  readonly minTimeSeconds: number;
  readonly warmupMinSeconds: number;
  readonly warmupCapSeconds: number;
  readonly timeoutSeconds: number;
  /** A core to bind every process to; null: none. */
  readonly pin: number | null;
  /** Whether engines that can are asked for their counters, in a process of their own. */
  readonly counters: boolean;
}

/** All that decides what is measured, fixed when the run begins. */
export interface SessionHeader {
  /** Identifies the run: 16 hexadecimal digits. */
  readonly session: string;
  /** ISO time. */
  readonly created: string;
  readonly environment: Metadata;
  /** The first is the base. */
  readonly engines: readonly Engine[];
  readonly benchmarks: readonly Benchmark[];
  readonly settings: Settings;
  readonly shard?: RecordedShard;
}

/** One benchmark that a program turned out to hold, with the loops found for it. */
export interface Calibrated {
  readonly benchmark: string;
  readonly task: number;
  readonly loops: number;
  /** Set where the benchmark times a command. */
  readonly command?: CommandBenchmark;
}

/** A process's run with all its metadata, as measured. */
export type MeasuredRun = PyperfRun & { readonly metadata: Metadata };

type Entry =
  | {
      readonly kind: 'calibrated';
      /** The manifest's name of the program. */
      readonly program: string;
      readonly engine: string;
      readonly found: readonly Calibrated[];
      /** The calibration itself, by benchmark. */
      readonly runs: Readonly<Record<string, MeasuredRun>>;
    }
  | {
      readonly kind: 'counted';
      readonly engine: string;
      readonly benchmark: string;
      readonly counters: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'round'; readonly round: number; readonly benchmarks: readonly string[] }
  | {
      readonly kind: 'measured';
      readonly round: number;
      readonly engine: string;
      readonly benchmark: string;
      readonly run: MeasuredRun;
    }
  | { readonly kind: 'failed'; readonly failure: RecordedFailure };

/** `elapsedSeconds` counts the time of measuring, without that between an interruption and the next start. */
export type JournalRecord = Entry & { readonly elapsedSeconds: number };

export interface Journal {
  readonly header: SessionHeader;
  readonly records: readonly JournalRecord[];
  /** On disk when it returns. */
  append(record: JournalRecord): void;
  /** Closes the file and leaves it for `--resume`. */
  close(): void;
  /** Closes and removes it: the result stands on disk. */
  remove(): void;
}

export function journalFile(resultFile: string): string {
  return `${resultFile}.journal`;
}

/** Begins a journal beside a result that is still to be written. */
export function startJournal(resultFile: string, header: SessionHeader): Journal {
  const file = journalFile(resultFile);
  mkdirSync(dirname(file), { recursive: true });
  const first = `${JSON.stringify({ format: JOURNAL_FORMAT, version: JOURNAL_VERSION, ...header })}\n`;
  // Named only when the first line is whole, so that a journal can always be read; link(2) never replaces one.
  const prepared = `${file}.${process.pid}.tmp`;
  const descriptor = openSync(prepared, 'w');
  try {
    writeWhole(descriptor, first, 0, prepared, resultFile);
    linkSync(prepared, file);
    syncFolder(dirname(file));
  } catch (error) {
    closeSync(descriptor);
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw interrupted(resultFile);
    throw error;
  } finally {
    rmSync(prepared, { force: true });
  }
  return open(file, resultFile, descriptor, Buffer.byteLength(first), header, []);
}

/** Opens the journal of a run that was interrupted, less a last line that was cut off. */
export function reopenJournal(resultFile: string): Journal {
  const file = journalFile(resultFile);
  if (!existsSync(file)) {
    throw new InputError({
      where: resultFile,
      problem: existsSync(resultFile) ? 'is complete' : 'has no journal beside it',
      fix: 'leave --resume out to begin a new run, under another name',
    });
  }
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  const [first, ...lines] = text.slice(0, end).split('\n').slice(0, -1);
  const header = readHeader(file, first ?? '');
  const records = lines.map((line, index) => readRecord(file, line, index + 2));
  const descriptor = openSync(file, 'r+');
  const sizeBytes = Buffer.byteLength(text.slice(0, end));
  ftruncateSync(descriptor, sizeBytes);
  return open(file, resultFile, descriptor, sizeBytes, header, records);
}

/** A run was interrupted, and a new one under its name would lose it. */
export function interrupted(resultFile: string): InputError {
  return new InputError({
    where: resultFile,
    problem: 'belongs to a run that was interrupted',
    fix: `continue it: stage-report run --resume ${resultFile}, or remove ${journalFile(resultFile)}`,
  });
}

function open(
  file: string,
  resultFile: string,
  descriptor: number,
  startBytes: number,
  header: SessionHeader,
  records: readonly JournalRecord[],
): Journal {
  let sizeBytes = startBytes;
  return {
    header,
    records,
    append(record) {
      sizeBytes += writeWhole(descriptor, `${JSON.stringify(record)}\n`, sizeBytes, file, resultFile);
    },
    close: () => closeSync(descriptor),
    remove() {
      closeSync(descriptor);
      rmSync(file);
    },
  };
}

/** Writes at a position and waits for the disk; what a full disk takes of it is taken back. Returns bytes. */
function writeWhole(
  descriptor: number,
  text: string,
  position: number,
  file: string,
  resultFile: string,
): number {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
    }
    fsyncSync(descriptor);
    return bytes.length;
  } catch (error) {
    ftruncateSync(descriptor, position);
    const fix = `make room, then continue: stage-report run --resume ${resultFile}`;
    throw storageError(file, error, fix);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parseLine(file: string, line: string, number: number): JsonField {
  try {
    return new JsonField(`${file}: line ${number}`, '', JSON.parse(line) as JsonValue);
  } catch (error) {
    throw new InputError({
      where: file,
      field: `line ${number}`,
      problem: `is not JSON: ${(error as Error).message}`,
      fix: 'only the last line of a journal may be cut off; begin a new run',
    });
  }
}

function readHeader(file: string, line: string): SessionHeader {
  const root = parseLine(file, line, 1);
  const { format, version, ...header } = root.object();
  if (format !== JOURNAL_FORMAT) {
    root.at('format').fail(`is ${JSON.stringify(format)}`, 'give the journal of `stage-report run`');
  }
  if (version !== JOURNAL_VERSION) {
    root
      .at('version')
      .fail(`is ${JSON.stringify(version)}`, 'continue it with the stage-report that began it');
  }
  root.at('session').string();
  for (const engine of root.at('engines').array()) engine.at('command').strings();
  for (const benchmark of root.at('benchmarks').array()) benchmark.at('script').string();
  root.at('settings').at('rounds').integer(1);
  return header as unknown as SessionHeader;
}

function readRecord(file: string, line: string, number: number): JournalRecord {
  const root = parseLine(file, line, number);
  root.at('kind').oneOf(['calibrated', 'counted', 'round', 'measured', 'failed']);
  root.at('elapsedSeconds').number();
  return root.value as unknown as JournalRecord;
}

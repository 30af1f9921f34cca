/**
 * One measurement: a benchmark in a fresh process of an engine, spoken to by the worker protocol that
 * `suites/support/pyperf.py` documents. Whatever goes wrong comes back as a failure, never as an exception.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Benchmark } from '../formats/manifest.ts';
import type { Metadata } from '../formats/pyperf.ts';
import type { Engine, FailureKind } from '../formats/result.ts';
import { JsonField, type JsonValue } from '../input/json.ts';
import { engineCommand } from './command.ts';
import { engineEnvironment, runProcess } from './process.ts';

const MEASURED = '@pyperf-worker ';
const COMMAND = '@pyperf-command ';

/** What a worker is asked to do; see the options in `suites/support/pyperf.py`. */
export interface WorkerOptions {
  /** Calls in one value; 0 asks the worker to find the number that takes `minTimeSeconds`. */
  readonly loops: number;
  readonly minTimeSeconds: number;
  readonly warmups: number;
  readonly warmupMinSeconds: number;
  readonly warmupCapSeconds: number;
  readonly values: number;
  readonly timeoutSeconds: number;
  readonly pin: number | null;
  /** Which of the benchmarks that a script holds; null: all of them. */
  readonly task: number | null;
  readonly countersFile?: string;
  /** Whether the engine is to count what slows it down. */
  readonly counting?: boolean;
  /** PYTHONHASHSEED, where the order of sets must be the same each time. */
  readonly hashSeed?: number;
  readonly signal?: AbortSignal;
}

export interface Measurement {
  readonly name: string;
  readonly metadata: Metadata;
  readonly warmups: readonly (readonly [number, number])[];
  readonly values: readonly number[];
  /** Whether the values were steady when warm-up ended; null when that was not asked. */
  readonly steady: boolean | null;
}

/** A benchmark that times a command; null in the command stands for the engine. */
export interface CommandBenchmark {
  readonly name: string;
  readonly command: readonly (string | null)[];
}

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** The end of what the process wrote to standard error. */
  readonly stderr: string;
}

/** What an engine says besides its counters: it differs from run to run. */
export interface EngineReport {
  readonly compileSeconds?: number;
  readonly heapBytes?: number;
}

export type WorkerOutcome =
  | {
      readonly kind: 'measured';
      /** In the order in which the script has them. */
      readonly reports: readonly (Measurement | CommandBenchmark)[];
      readonly counters: Readonly<Record<string, number>>;
      readonly told: EngineReport;
    }
  | Failure;

export async function runWorker(
  engine: Engine,
  benchmark: Benchmark,
  options: WorkerOptions,
): Promise<WorkerOutcome> {
  const { timeoutSeconds, pin, countersFile, counting, hashSeed, signal } = options;
  const command = engineCommand(
    engine,
    [benchmark.script, ...benchmark.arguments, ...workerArguments(options)],
    { pin, countersFile, counting },
  );
  if (countersFile !== undefined) rmSync(countersFile, { force: true });
  const environment = engineEnvironment(engine.env);
  if (hashSeed !== undefined) environment['PYTHONHASHSEED'] = String(hashSeed);
  const ended = await runProcess(command, {
    cwd: dirname(benchmark.script),
    environment,
    timeoutSeconds,
    signal,
  });
  const { stdout, stderr, problem } = ended;
  if (problem) return { ...problem, stderr };
  const bad = (message: string): Failure => ({ kind: 'bad output', message, stderr });
  try {
    const reports = readReports(stdout, options.values);
    const engineSays = countersFile === undefined ? null : readEngineFile(countersFile);
    const { counters = {}, told = {} } = engineSays ?? {};
    if (reports.length > 0) return { kind: 'measured', reports, counters, told };
    return bad('printed no worker line (does the program call runner.bench_func?)');
  } catch (error) {
    return bad((error as Error).message.split('\n')[0]!);
  }
}

/** Times an engine on a command of its own, such as `-c pass`: each value is a process from start to end. */
export async function timeCommand(
  engine: Engine,
  { name, command }: CommandBenchmark,
  folder: string,
  options: Pick<WorkerOptions, 'values' | 'warmups' | 'timeoutSeconds' | 'pin' | 'signal'>,
): Promise<WorkerOutcome> {
  const { values: wanted, warmups, timeoutSeconds, pin, signal } = options;
  const seconds: number[] = [];
  const startsEngine = command[0] === null;
  const rest = command.slice(startsEngine ? 1 : 0).flatMap((part) => part ?? engine.command);
  const parts = startsEngine ? engineCommand(engine, rest, { pin }) : rest;
  while (seconds.length < warmups + wanted) {
    const ended = await runProcess(parts, {
      cwd: folder,
      environment: engineEnvironment(engine.env),
      timeoutSeconds,
      signal,
    });
    if (ended.problem) return { ...ended.problem, stderr: ended.stderr };
    seconds.push(ended.seconds);
  }
  const measurement: Measurement = {
    name,
    metadata: {
      name,
      unit: 'second',
      loops: 1,
      command: command.map((part) => part ?? engine.name).join(' '),
    },
    warmups: seconds.slice(0, warmups).map((value): [number, number] => [1, value]),
    values: seconds.slice(warmups),
    steady: null,
  };
  return { kind: 'measured', reports: [measurement], counters: {}, told: {} };
}

function workerArguments(options: WorkerOptions): string[] {
  return [
    '--worker',
    ...['--loops', String(options.loops)],
    ...['--min-time', String(options.minTimeSeconds)],
    ...['--warmups', String(options.warmups)],
    ...['--warmup-min', String(options.warmupMinSeconds)],
    ...['--warmup-cap', String(options.warmupCapSeconds)],
    ...['--values', String(options.values)],
    ...(options.task === null ? [] : ['--worker-task', String(options.task)]),
  ];
}

function readReports(stdout: string, wanted: number): (Measurement | CommandBenchmark)[] {
  return stdout.split('\n').flatMap((line) => {
    const marker = [MEASURED, COMMAND].find((start) => line.startsWith(start));
    if (marker === undefined) return [];
    const root = new JsonField('worker line', '', JSON.parse(line.slice(marker.length)) as JsonValue);
    return [marker === COMMAND ? readCommand(root) : readMeasurement(root, wanted)];
  });
}

function readCommand(root: JsonField): CommandBenchmark {
  const parts = root.at('command').array();
  return {
    name: root.at('name').string(),
    command: parts.map((part) => (part.value === null ? null : part.string())),
  };
}

function readMeasurement(root: JsonField, wanted: number): Measurement {
  const values = root.at('values');
  const seconds = values.array().map((value) => value.positive());
  if (seconds.length !== wanted) values.fail(`are ${seconds.length}, expected ${wanted}`, '');
  const warmups = root.at('warmups').array();
  const steady = root.at('steady');
  return {
    name: root.at('name').string(),
    metadata: root.at('metadata').object() as Metadata,
    warmups: warmups.map((pair): [number, number] => {
      const [loops, value] = pair.array();
      if (!loops || !value) return pair.fail('is not a pair', '');
      return [loops.integer(1), value.number()];
    }),
    values: seconds,
    steady: steady.value === null || !steady.exists ? null : steady.boolean(),
  };
}

/**
 * The file of an engine's counters: numbers are counters (`stage` says which it is and counts nothing); `times` and `memory`
 * hold what differs from run to run.
 */
function readEngineFile(file: string): { counters: Record<string, number>; told: EngineReport } {
  const root = new JsonField('counters', '', JSON.parse(readFileSync(file, 'utf8')) as JsonValue);
  const numbers = root.entries().filter(([name, { value }]) => typeof value === 'number' && name !== 'stage');
  const counters = Object.fromEntries(numbers.map(([name, field]) => [name, field.number()]));
  const told = (group: string, name: string): object => {
    const field = root.at(group).exists ? root.at(group).at(name) : undefined;
    return field?.exists ? { [name]: field.number() } : {};
  };
  return { counters, told: { ...told('times', 'compileSeconds'), ...told('memory', 'heapBytes') } };
}

/**
 * One measurement: a benchmark in a fresh process of an engine, spoken to by the worker protocol that
 * `suites/support/pyperf.py` documents. Whatever goes wrong comes back as a failure, never as an exception.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Benchmark } from '../formats/manifest.ts';
import type { Metadata } from '../formats/pyperf.ts';
import type { Engine, FailureKind } from '../formats/result.ts';
import { JsonField, type JsonValue } from '../input/json.ts';
import { supportFolder } from './paths.ts';

const MARKER = '@pyperf-worker ';
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const KEPT_STDERR_CHARACTERS = 4000;

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
}

export interface Measurement {
  readonly kind: 'measured';
  readonly name: string;
  readonly metadata: Metadata;
  readonly warmups: readonly (readonly [number, number])[];
  readonly values: readonly number[];
  /** Whether the values were steady when warm-up ended; null when that was not asked. */
  readonly steady: boolean | null;
}

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** The end of what the process wrote to standard error. */
  readonly stderr: string;
}

export async function runWorker(
  engine: Engine,
  benchmark: Benchmark,
  options: WorkerOptions,
  signal?: AbortSignal,
): Promise<Measurement | Failure> {
  const [program, ...engineArguments] = engine.command;
  const child = spawn(
    program!,
    [...engineArguments, benchmark.script, ...benchmark.arguments, ...workerArguments(options)],
    {
      cwd: dirname(benchmark.script),
      env: workerEnvironment(engine),
      // Its own process group, so that a timeout also ends what the engine has started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  let timedOut = false;
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutSeconds * 1000);
  signal?.addEventListener('abort', kill, { once: true });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout.length < MAX_OUTPUT_BYTES) stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const ended = await new Promise<{ status: number | null; signal: string | null; error?: Error }>(
    (resolve) => {
      child.once('error', (error) => resolve({ status: null, signal: null, error }));
      child.once('close', (status, killedBy) => resolve({ status, signal: killedBy }));
    },
  );
  clearTimeout(timer);
  signal?.removeEventListener('abort', kill);

  if (ended.error) return { kind: 'crashed', message: `cannot start: ${ended.error.message}`, stderr };
  if (timedOut) return { kind: 'timed out', message: `no end after ${options.timeoutSeconds} s`, stderr };
  if (ended.status !== 0) {
    const how = ended.signal ? `killed by ${ended.signal}` : `exit status ${ended.status}`;
    const lastLine = stderr.trim().split('\n').at(-1) ?? '';
    return { kind: 'crashed', message: lastLine ? `${how}: ${lastLine}` : how, stderr };
  }
  return readMeasurement(stdout, benchmark, options, stderr);
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
  ];
}

/** A small environment, the same for all: what the caller has set must not reach what is measured. */
function workerEnvironment(engine: Engine): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SYSTEMROOT']) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    PYTHONPATH: supportFolder,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'utf-8',
    ...engine.env,
  };
}

function readMeasurement(
  stdout: string,
  benchmark: Benchmark,
  options: WorkerOptions,
  stderr: string,
): Measurement | Failure {
  const lines = stdout.split('\n').filter((line) => line.startsWith(MARKER));
  const bad = (message: string): Failure => ({ kind: 'bad output', message, stderr });
  if (lines.length !== 1) {
    return bad(`printed ${lines.length} worker lines, expected 1 (does the program call runner.bench_func?)`);
  }
  try {
    const json = JSON.parse(lines[0]!.slice(MARKER.length)) as JsonValue;
    const root = new JsonField('worker', '', json);
    const name = root.at('name').string();
    if (name !== benchmark.name) return bad(`measured "${name}", expected "${benchmark.name}"`);
    const values = root
      .at('values')
      .array()
      .map((value) => value.positive());
    if (values.length !== options.values)
      return bad(`gave ${values.length} values, expected ${options.values}`);
    const warmups = root
      .at('warmups')
      .array()
      .map((pair): [number, number] => {
        const [loops, seconds] = pair.array();
        return [loops!.integer(1), seconds!.number()];
      });
    const steady = root.at('steady');
    return {
      kind: 'measured',
      name,
      metadata: root.at('metadata').object() as Metadata,
      warmups,
      values,
      steady: steady.value === null || !steady.exists ? null : steady.boolean(),
    };
  } catch (error) {
    return bad(`the worker line is wrong: ${(error as Error).message.split('\n')[0]}`);
  }
}

/**
 * The harness: calibrates the loops once on the base engine, then measures round after round, each
 * measurement in a fresh process, until the rounds or the time are used up. Failures are recorded, and the
 * run goes on.
 */
import { randomBytes } from 'node:crypto';
import type { Benchmark } from '../formats/manifest.ts';
import { type Metadata, makeSuite, type PyperfRun, type PyperfSuite } from '../formats/pyperf.ts';
import {
  type Engine,
  RESULT_FORMAT,
  RESULT_VERSION,
  type RecordedFailure,
  type ResultFile,
  ROUND_KEY,
  SESSION_KEY,
  SOURCE_KEY,
} from '../formats/result.ts';
import { describeMachine, describeMoment } from './environment.ts';
import { planRound } from './plan.ts';
import { type Failure, type Measurement, runWorker, type WorkerOptions } from './worker.ts';

export interface MeasureOptions {
  /** The first is the base: loops are calibrated on it. */
  readonly engines: readonly Engine[];
  readonly benchmarks: readonly Benchmark[];
  readonly seed: number;
  readonly rounds: number;
  /** Stops before a round that would not end in time; at least one round is always measured. */
  readonly budgetSeconds?: number;
  readonly values: number;
  readonly minTimeSeconds: number;
  readonly warmupMinSeconds: number;
  readonly warmupCapSeconds: number;
  readonly timeoutSeconds: number;
}

export type ProgressEvent =
  | { readonly kind: 'calibrated'; readonly benchmark: string; readonly loops: number }
  | {
      readonly kind: 'measured';
      readonly round: number;
      readonly benchmark: string;
      readonly engine: string;
      readonly medianSeconds: number;
      readonly done: number;
      readonly inRound: number;
    }
  | { readonly kind: 'failed'; readonly failure: RecordedFailure }
  | {
      readonly kind: 'round finished';
      readonly rounds: number;
      readonly requestedRounds: number;
      readonly elapsedSeconds: number;
      readonly stopped: boolean;
    };

type RunWithMetadata = PyperfRun & { readonly metadata: Metadata };

/** Runs by engine, then by benchmark, in the order of measurement. */
class Recorder {
  readonly failures: RecordedFailure[] = [];
  private readonly runs = new Map<string, Map<string, RunWithMetadata[]>>();

  add(engine: string, benchmark: string, run: RunWithMetadata): void {
    const ofEngine = this.runs.get(engine) ?? new Map<string, RunWithMetadata[]>();
    this.runs.set(engine, ofEngine.set(benchmark, [...(ofEngine.get(benchmark) ?? []), run]));
  }

  /** pyperf does not accept a benchmark without a single value, so one that always failed is left out. */
  suite(engine: string, order: readonly string[]): PyperfSuite | undefined {
    const ofEngine = this.runs.get(engine);
    const measured = order.flatMap((name) => {
      const runs = ofEngine?.get(name) ?? [];
      return runs.some((run) => run.values?.length) ? [{ runs }] : [];
    });
    return measured.length > 0 ? makeSuite(measured) : undefined;
  }
}

export async function measure(
  options: MeasureOptions,
  onProgress: (event: ProgressEvent) => void = () => {},
): Promise<ResultFile> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const created = new Date().toISOString();
  const session = randomBytes(8).toString('hex');
  const machine = describeMachine();
  const recorder = new Recorder();
  const benchmarks = new Map(options.benchmarks.map((benchmark) => [benchmark.name, benchmark]));
  const engines = new Map(options.engines.map((engine) => [engine.name, engine]));

  const fail = (engine: Engine, benchmark: Benchmark, round: number | null, failure: Failure): void => {
    const recorded = { engine: engine.name, benchmark: benchmark.name, round, ...failure };
    recorder.failures.push(recorded);
    onProgress({ kind: 'failed', failure: recorded });
  };
  const record = (
    engine: Engine,
    benchmark: Benchmark,
    measurement: Measurement,
    extra: Metadata,
    isCalibration = false,
  ): void => {
    const metadata: Metadata = {
      ...machine,
      ...describeMoment(),
      ...cleanMetadata(measurement.metadata),
      [SESSION_KEY]: session,
      [SOURCE_KEY]: benchmark.sourceHash,
      ...extra,
    };
    const curve = measurement.warmups;
    recorder.add(
      engine.name,
      benchmark.name,
      isCalibration
        ? { metadata, warmups: curve }
        : { metadata, ...(curve.length > 0 ? { warmups: curve } : {}), values: measurement.values },
    );
  };

  const loops = await calibrateLoops(options, fail, record, onProgress);

  let rounds = 0;
  let longestRoundSeconds = 0;
  let stopped = false;
  while (rounds < options.rounds && !stopped) {
    const roundStarted = elapsed();
    const steps = planRound(options.seed, rounds, [...loops.keys()], [...engines.keys()]);
    for (const [done, step] of steps.entries()) {
      const engine = engines.get(step.engine)!;
      const benchmark = benchmarks.get(step.benchmark)!;
      const workerOptions = { ...baseWorkerOptions(options), loops: loops.get(step.benchmark)! };
      const outcome = await runWorker(engine, benchmark, workerOptions);
      if (outcome.kind !== 'measured') {
        fail(engine, benchmark, rounds, outcome);
        continue;
      }
      const steady: Metadata = outcome.steady === null ? {} : { stage_report_steady: outcome.steady };
      record(engine, benchmark, outcome, { [ROUND_KEY]: rounds, ...steady });
      onProgress({
        kind: 'measured',
        ...step,
        medianSeconds: [...outcome.values].sort((a, b) => a - b)[outcome.values.length >> 1]!,
        done: done + 1,
        inRound: steps.length,
      });
    }
    rounds += 1;
    longestRoundSeconds = Math.max(longestRoundSeconds, elapsed() - roundStarted);
    stopped =
      rounds < options.rounds &&
      options.budgetSeconds !== undefined &&
      elapsed() + longestRoundSeconds > options.budgetSeconds;
    onProgress({
      kind: 'round finished',
      rounds,
      requestedRounds: options.rounds,
      elapsedSeconds: elapsed(),
      stopped,
    });
  }

  const names = options.benchmarks.map((benchmark) => benchmark.name);
  const suites: Record<string, PyperfSuite> = {};
  for (const name of engines.keys()) {
    const suite = recorder.suite(name, names);
    if (suite) suites[name] = suite;
  }
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    session,
    created,
    environment: machine,
    engines: options.engines,
    plan: {
      seed: options.seed,
      rounds,
      requestedRounds: options.rounds,
      stopped: stopped ? 'budget' : 'complete',
      benchmarks: names,
      loops: Object.fromEntries(loops),
      values: options.values,
      warmupCapSeconds: options.warmupCapSeconds,
    },
    suites,
    failures: recorder.failures,
  };
}

/**
 * Finds the loops of each benchmark on the base engine. Where the base cannot run a benchmark, the next
 * engine is tried; where none can, the benchmark is broken everywhere and is not measured.
 */
async function calibrateLoops(
  options: MeasureOptions,
  fail: (engine: Engine, benchmark: Benchmark, round: null, failure: Failure) => void,
  record: (e: Engine, b: Benchmark, m: Measurement, extra: Metadata, isCalibration: boolean) => void,
  onProgress: (event: ProgressEvent) => void,
): Promise<Map<string, number>> {
  const loops = new Map<string, number>();
  for (const benchmark of options.benchmarks) {
    for (const engine of options.engines) {
      const outcome = await runWorker(engine, benchmark, {
        ...baseWorkerOptions(options),
        ...{ loops: 0, warmups: 0, warmupMinSeconds: 0, warmupCapSeconds: 0, values: 1 },
      });
      if (outcome.kind !== 'measured') {
        fail(engine, benchmark, null, outcome);
        continue;
      }
      const found = outcome.warmups.at(-1)?.[0] ?? 1;
      loops.set(benchmark.name, found);
      record(engine, benchmark, outcome, { calibrate_loops: found }, true);
      onProgress({ kind: 'calibrated', benchmark: benchmark.name, loops: found });
      break;
    }
  }
  return loops;
}

function baseWorkerOptions(options: MeasureOptions): WorkerOptions {
  return {
    loops: 0,
    minTimeSeconds: options.minTimeSeconds,
    warmups: 1,
    warmupMinSeconds: options.warmupMinSeconds,
    warmupCapSeconds: options.warmupCapSeconds,
    values: options.values,
    timeoutSeconds: options.timeoutSeconds,
  };
}

/** pyperf accepts flat metadata without line breaks and without empty texts. */
function cleanMetadata(metadata: Metadata): Metadata {
  const clean: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === 'string') {
      const line = value.replace(/\s+/g, ' ').trim();
      if (line) clean[key] = line;
    } else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
      clean[key] = value;
    }
  }
  return clean;
}

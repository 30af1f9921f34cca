/**
 * The harness: calibrates the loops once on the base engine, then measures round after round, each measurement in a fresh
 * process, until the rounds or the time are used up. Failures are recorded, and the run goes on. Everything is handed to a
 * journal as it is measured; a run that was interrupted starts from what its journal holds.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Benchmark } from '../formats/manifest.ts';
import type { Metadata, PyperfSuite } from '../formats/pyperf.ts';
import {
  COMPILE_KEY,
  type Engine,
  HEAP_KEY,
  RESULT_FORMAT,
  RESULT_VERSION,
  type RecordedFailure,
  type RecordedShard,
  type ResultFile,
  ROUND_KEY,
  SESSION_KEY,
  SOURCE_KEY,
  STEADY_KEY,
} from '../formats/result.ts';
import { describeMachine, describeMoment } from './environment.ts';
import { fingerprintEngines } from './fingerprint.ts';
import type { Calibrated, JournalRecord, MeasuredRun, SessionHeader, Settings } from './journal.ts';
import { planRound } from './plan.ts';
import { type HalfWidth, medianOf, Recording, type Task } from './recording.ts';
import { nextRound } from './schedule.ts';
import {
  type CommandBenchmark,
  type EngineReport,
  type Failure,
  type Measurement,
  runWorker,
  timeCommand,
  type WorkerOptions,
} from './worker.ts';

/** Calls that a process makes whose counters are kept: a fixed number, so that the counters are the same each time. */
const COUNTED_CALLS = 8;
/** A command is started once before the times that count, so that its files are in memory. */
const COMMAND_WARMUPS = 1;

export type ProgressEvent =
  | { readonly kind: 'calibrated'; readonly benchmark: string; readonly loops: number }
  | { readonly kind: 'counted'; readonly benchmark: string; readonly engine: string }
  | { readonly kind: 'round started'; readonly round: number; readonly steps: number }
  | { readonly kind: 'measuring'; readonly benchmark: string; readonly engine: string }
  | {
      readonly kind: 'measured';
      readonly round: number;
      readonly benchmark: string;
      readonly engine: string;
      readonly medianSeconds: number;
      /** In this round, of `inRound`. */
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

/** Thrown when the signal aborts a run; what was measured is in the journal. */
export class Interrupted extends Error {}

export interface SessionOptions {
  readonly engines: readonly Engine[];
  readonly benchmarks: readonly Benchmark[];
  readonly settings: Settings;
  readonly shard?: RecordedShard;
}

/** Fixes what a new run measures, and takes the fingerprints of its engines. */
export async function newSession(options: SessionOptions): Promise<SessionHeader> {
  return {
    session: randomBytes(8).toString('hex'),
    created: new Date().toISOString(),
    environment: describeMachine(),
    engines: await fingerprintEngines(options.engines),
    benchmarks: options.benchmarks,
    settings: options.settings,
    ...(options.shard ? { shard: options.shard } : {}),
  };
}

export interface MeasureOptions {
  /** What an earlier part of the run has measured. */
  readonly records?: readonly JournalRecord[];
  /** Gets each record before the next measurement begins. */
  readonly append?: (record: JournalRecord) => void;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** What `spend: 'widest'` and the reached precision go by; without it no precision is given. */
  readonly halfWidth?: HalfWidth;
  readonly signal?: AbortSignal;
}

export async function measure(header: SessionHeader, options: MeasureOptions = {}): Promise<ResultFile> {
  const folder = mkdtempSync(join(tmpdir(), 'stage-report-'));
  try {
    return await new Session(header, options, join(folder, 'counters.json')).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Session {
  private readonly header: SessionHeader;
  private readonly options: MeasureOptions;
  private readonly countersFile: string;
  private readonly recording = new Recording();
  private readonly elapsedBefore: number;
  private readonly startedMs = performance.now();

  constructor(header: SessionHeader, options: MeasureOptions, countersFile: string) {
    this.header = header;
    this.options = options;
    this.countersFile = countersFile;
    for (const record of options.records ?? []) this.recording.add(record);
    this.elapsedBefore = this.recording.elapsedSeconds;
  }

  async run(): Promise<ResultFile> {
    for (const program of this.header.benchmarks) await this.calibrate(program);
    if (this.header.settings.counters) await this.countAll();
    const stopped = await this.measureRounds();
    return this.result(stopped);
  }

  private elapsed(): number {
    return this.elapsedBefore + (performance.now() - this.startedMs) / 1000;
  }

  private record(entry: DistributiveOmit<JournalRecord, 'elapsedSeconds'>): void {
    const record: JournalRecord = { ...entry, elapsedSeconds: this.elapsed() };
    this.options.append?.(record);
    this.recording.add(record);
  }

  private progress(event: ProgressEvent): void {
    this.options.onProgress?.(event);
  }

  private fail(engine: Engine, benchmark: string, round: number | null, failure: Failure): void {
    const { kind, message, stderr } = failure;
    const recorded = { engine: engine.name, benchmark, round, kind, message, stderr };
    this.record({ kind: 'failed', failure: recorded });
    this.progress({ kind: 'failed', failure: recorded });
  }

  /** What ended because the run was told to end is no failure of an engine. */
  private checkInterrupted(): void {
    if (this.options.signal?.aborted) throw new Interrupted('interrupted');
  }

  /**
   * Finds the benchmarks of a program and their loops, on the base engine. Where the base cannot run it, the next engine is
   * tried; where none can, the program is broken everywhere and is not measured.
   */
  private async calibrate(program: Benchmark): Promise<void> {
    if (this.recording.isCalibrated(program.name)) return;
    for (const engine of this.header.engines) {
      if (this.recording.wasTried(engine.name, program.name, 'calibration')) continue;
      const { loops } = this.header.settings;
      const outcome = await runWorker(engine, program, {
        ...this.workerOptions(null),
        ...{ loops, warmups: 0, warmupMinSeconds: 0, warmupCapSeconds: 0, values: 1 },
      });
      this.checkInterrupted();
      if (outcome.kind !== 'measured') {
        this.fail(engine, program.name, null, outcome);
        continue;
      }
      const problem = this.namesProblem(program, outcome.reports);
      if (problem !== null) {
        this.fail(engine, program.name, null, { kind: 'bad output', message: problem, stderr: '' });
        continue;
      }
      const found = outcome.reports.map((report, task): Calibrated => {
        if ('command' in report) return { benchmark: report.name, task, loops: 1, command: report };
        return { benchmark: report.name, task, loops: loops || (report.warmups.at(-1)?.[0] ?? 1) };
      });
      const runs = outcome.reports.flatMap((report): [string, MeasuredRun][] => {
        if ('command' in report || report.warmups.length === 0) return [];
        const calibrated = { calibrate_loops: report.warmups.at(-1)![0] };
        const metadata = this.metadata(program, report, calibrated);
        return [[report.name, { metadata, warmups: report.warmups }]];
      });
      this.record({
        kind: 'calibrated',
        program: program.name,
        engine: engine.name,
        found,
        runs: Object.fromEntries(runs),
      });
      for (const { benchmark, loops: chosen } of found) {
        this.progress({ kind: 'calibrated', benchmark, loops: chosen });
      }
      return;
    }
  }

  /** One of our programs holds the benchmark that the manifest names; others name theirs as they like, each once. */
  private namesProblem(
    program: Benchmark,
    reports: readonly (Measurement | CommandBenchmark)[],
  ): string | null {
    const names = reports.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index || this.recording.tasks.has(name));
    if (twice !== undefined) return `measured "${twice}", which another has measured`;
    if (program.namesItself || (names.length === 1 && names[0] === program.name)) return null;
    return `measured ${names.map((name) => `"${name}"`).join(', ')}, expected "${program.name}"`;
  }

  /** Counters come from a process of their own: what depends on the clock (loops, warm-up) is fixed there. */
  private async countAll(): Promise<void> {
    for (const task of this.recording.tasks.values()) {
      if (task.command) continue;
      for (const engine of this.header.engines) {
        if (!engine.counters || this.recording.wasTried(engine.name, task.benchmark, 'counters')) continue;
        const counters = await this.count(engine, task, false);
        // What the timed processes count is left as they count it.
        const more = engine.counting ? await this.count(engine, task, true) : {};
        this.record({
          kind: 'counted',
          engine: engine.name,
          benchmark: task.benchmark,
          counters: { ...more, ...counters },
        });
        this.progress({ kind: 'counted', engine: engine.name, benchmark: task.benchmark });
      }
    }
  }

  /** Nothing where it fails: what fails here fails in the rounds too, or is an engine that cannot count so. */
  private async count(
    engine: Engine,
    task: Task,
    counting: boolean,
  ): Promise<Readonly<Record<string, number>>> {
    const outcome = await runWorker(engine, this.programOf(task), {
      ...this.workerOptions(task.task),
      ...{ loops: 1, warmups: 0, warmupMinSeconds: 0, warmupCapSeconds: 0, values: COUNTED_CALLS },
      ...{ countersFile: this.countersFile, hashSeed: 0, counting },
    });
    this.checkInterrupted();
    return outcome.kind === 'measured' ? outcome.counters : {};
  }

  private async measureRounds(): Promise<'complete' | 'budget'> {
    const { settings, engines } = this.header;
    if (this.recording.tasks.size === 0) return 'complete';
    // The last round of an interrupted run may be half done; its order follows from the seed.
    if (this.recording.rounds.length > 0) await this.measureRound(this.recording.rounds.length - 1);
    const halfWidth = this.options.halfWidth ?? (() => null);
    for (;;) {
      const next = nextRound(settings, this.recording.states(engines, halfWidth), this.elapsed());
      const rounds = this.recording.rounds.length;
      if (rounds > 0) {
        this.progress({
          kind: 'round finished',
          rounds,
          requestedRounds: settings.rounds,
          elapsedSeconds: this.elapsed(),
          stopped: next.kind === 'stop' && next.why === 'budget',
        });
      }
      if (next.kind === 'stop') return next.why;
      this.record({ kind: 'round', round: rounds, benchmarks: next.benchmarks });
      await this.measureRound(rounds);
    }
  }

  private async measureRound(round: number): Promise<void> {
    const { settings, engines } = this.header;
    const names = engines.map(({ name }) => name);
    const steps = planRound(settings.seed, round, this.recording.rounds[round]!, names);
    this.progress({ kind: 'round started', round, steps: steps.length });
    for (const [done, step] of steps.entries()) {
      if (this.recording.wasTried(step.engine, step.benchmark, round)) continue;
      this.checkInterrupted();
      const engine = engines.find(({ name }) => name === step.engine)!;
      const task = this.recording.tasks.get(step.benchmark)!;
      this.progress({ kind: 'measuring', benchmark: step.benchmark, engine: step.engine });
      const outcome = await this.measureOnce(engine, task);
      this.checkInterrupted();
      if ('kind' in outcome) {
        this.fail(engine, step.benchmark, round, outcome);
        continue;
      }
      const { compileSeconds, heapBytes } = outcome.told;
      const told: Metadata = {
        ...(compileSeconds === undefined ? {} : { [COMPILE_KEY]: compileSeconds }),
        ...(heapBytes === undefined ? {} : { [HEAP_KEY]: heapBytes }),
      };
      const steady: Metadata = outcome.steady === null ? {} : { [STEADY_KEY]: outcome.steady };
      const run: MeasuredRun = {
        metadata: this.metadata(this.programOf(task), outcome, { [ROUND_KEY]: round, ...steady, ...told }),
        ...(outcome.warmups.length > 0 ? { warmups: outcome.warmups } : {}),
        values: outcome.values,
      };
      this.record({ kind: 'measured', ...step, run });
      const medianSeconds = medianOf(run);
      this.progress({ kind: 'measured', ...step, medianSeconds, done: done + 1, inRound: steps.length });
    }
  }

  private async measureOnce(
    engine: Engine,
    task: Task,
  ): Promise<(Measurement & { told: EngineReport }) | Failure> {
    const program = this.programOf(task);
    const asksEngine = this.header.settings.counters && engine.counters !== undefined;
    const options = {
      ...this.workerOptions(task.task),
      loops: task.loops,
      ...(asksEngine ? { countersFile: this.countersFile } : {}),
    };
    const outcome = task.command
      ? await timeCommand(engine, task.command, dirname(program.script), {
          ...options,
          warmups: COMMAND_WARMUPS,
        })
      : await runWorker(engine, program, options);
    if (outcome.kind !== 'measured') return outcome;
    const [report] = outcome.reports;
    if (outcome.reports.length === 1 && report!.name === task.benchmark && 'values' in report!)
      return { ...report, told: outcome.told };
    const found = outcome.reports.map(({ name }) => `"${name}"`).join(', ');
    return { kind: 'bad output', message: `measured ${found}, expected "${task.benchmark}"`, stderr: '' };
  }

  private programOf(task: Task): Benchmark {
    return this.header.benchmarks.find(({ name }) => name === task.program)!;
  }

  private workerOptions(task: number | null): WorkerOptions {
    const { minTimeSeconds, warmupMinSeconds, warmupCapSeconds, values, timeoutSeconds, pin } =
      this.header.settings;
    return {
      ...{ loops: 0, warmups: 1, minTimeSeconds, warmupMinSeconds, warmupCapSeconds, values },
      ...{ timeoutSeconds, pin, task, signal: this.options.signal },
    };
  }

  private metadata(program: Benchmark, measurement: Measurement, extra: Metadata): Metadata {
    const { environment, session, settings } = this.header;
    return {
      ...environment,
      ...describeMoment(),
      ...(settings.pin === null ? {} : { cpu_affinity: String(settings.pin) }),
      ...cleanMetadata(measurement.metadata),
      [SESSION_KEY]: session,
      [SOURCE_KEY]: program.sourceHash,
      ...extra,
    };
  }

  private result(stopped: 'complete' | 'budget'): ResultFile {
    const { session, created, environment, engines, benchmarks, settings, shard } = this.header;
    const { recording } = this;
    const suites: Record<string, PyperfSuite> = {};
    for (const { name } of engines) {
      const suite = recording.suiteOf(name);
      if (suite) suites[name] = suite;
    }
    // A program that no engine could start has no benchmarks; it stands under its own name, with its failures.
    const names = benchmarks.flatMap((program) => {
      const found = [...recording.tasks.values()].filter((task) => task.program === program.name);
      return found.length > 0 ? found.map(({ benchmark }) => benchmark) : [program.name];
    });
    const isNamedByPrograms =
      names.length !== benchmarks.length || names.some((name, i) => name !== benchmarks[i]!.name);
    const { halfWidth } = this.options;
    const states = recording.states(engines, halfWidth ?? (() => null));
    const complete = recording.completeRounds();
    const isUneven = states.some(({ rounds }) => rounds !== complete);
    return {
      format: RESULT_FORMAT,
      version: RESULT_VERSION,
      ...{ session, created, environment, engines },
      plan: {
        seed: settings.seed,
        rounds: complete,
        requestedRounds: settings.rounds,
        stopped,
        benchmarks: names,
        ...(isNamedByPrograms ? { programs: benchmarks.map(({ name }) => name) } : {}),
        loops: Object.fromEntries([...recording.tasks].map(([name, { loops }]) => [name, loops])),
        values: settings.values,
        warmupCapSeconds: settings.warmupCapSeconds,
        timeoutSeconds: settings.timeoutSeconds,
        pin: settings.pin,
        ...(isUneven
          ? { roundsOf: Object.fromEntries(states.map(({ benchmark, rounds }) => [benchmark, rounds])) }
          : {}),
        ...(halfWidth
          ? { precision: Object.fromEntries(states.map((state) => [state.benchmark, state.halfWidth])) }
          : {}),
        ...(shard ? { shard } : {}),
      },
      suites,
      failures: recording.failures,
    };
  }
}

/** `Omit` on each member of a union by itself. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

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

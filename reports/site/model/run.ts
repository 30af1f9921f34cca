/**
 * What the site keeps of every run of the history: its name, the machine, and of each engine and benchmark one
 * time with its spread. Small enough that thousands fit into memory; made once from a result file, since files of
 * the history never change.
 */
import type { Roadmap } from '../../../stages/index.ts';
import {
  type BenchmarkSamples,
  type EngineSamples,
  InputError,
  type ResultFile,
  samplesOfFile,
} from '../../../suites/index.ts';
import { geometricMean, known, significant } from './numbers.ts';

/** `runs/<yyyy>/<mm>/<sha>-<suite>-<run>-<attempt>.json.gz`. */
export interface RunName {
  /** From the history folder, with `/`. */
  readonly file: string;
  /** The name without folder and ending: unique in a history. */
  readonly id: string;
  readonly sha: string;
  readonly suite: string;
  readonly run: string;
  readonly attempt: number;
}

const RUN_FILE =
  /^runs\/\d{4}\/\d{2}\/(([0-9A-Za-z]+)-([0-9A-Za-z_-]+)-([0-9A-Za-z]+)-(\d{1,6}))\.json(?:\.gz)?$/;

export function parseRunName(file: string, where: string): RunName {
  const [, id, sha, suite, run, attempt] = RUN_FILE.exec(file) ?? [];
  if (id === undefined) {
    throw new InputError({
      where,
      problem: 'is not the name of a run',
      fix: 'name it runs/YYYY/MM/SHA-SUITE-RUN-ATTEMPT.json.gz, or move it out of the folder runs',
    });
  }
  return { file, id, sha: sha!, suite: suite!, run: run!, attempt: Number(attempt) };
}

export interface EngineDigest {
  readonly name: string;
  readonly version: string;
  /** By benchmark, in the order of `benchmarks`: geometric mean of the processes; null: broken or not measured. */
  readonly seconds: readonly (number | null)[];
  /** Standard error of ln seconds over processes; null with fewer than two. */
  readonly errors: readonly (number | null)[];
}

export interface StageDigest {
  readonly id: number;
  /**
   * Over stage 0: geometric mean over the benchmarks that both ran. Without an interval, which takes a bootstrap for
   * every benchmark and stage: half a second a run, and a long history has thousands.
   */
  readonly speedup: number;
}

export interface RunDigest extends RunName {
  readonly created: string;
  readonly session: string;
  readonly rounds: number;
  /** Processor, cores and system: times of different machines are not one series. */
  readonly machine: string;
  readonly benchmarks: readonly string[];
  /** Hash of each benchmark's source: times of different sources are not one series. */
  readonly sources: readonly (string | null)[];
  readonly engines: readonly EngineDigest[];
  readonly failures: number;
  /** Over stage 0; empty where the run holds no ladder of the roadmap. */
  readonly ladder: readonly StageDigest[];
}

export function digestRun(name: RunName, result: ResultFile, roadmap: Roadmap): RunDigest {
  const samples = samplesOfFile({ kind: 'result', file: name.file, result }, 'median');
  const { benchmarks } = result.plan;
  const engines = samples.map((engine) => digestEngine(engine, benchmarks, result));
  return {
    ...name,
    created: result.created,
    session: result.session,
    rounds: result.plan.rounds,
    machine: machineOf(result),
    benchmarks,
    sources: benchmarks.map(
      (benchmark) =>
        samples.map((engine) => engine.benchmarks.get(benchmark)?.sourceHash).find(Boolean) ?? null,
    ),
    engines,
    failures: result.failures.length,
    ladder: digestLadder(engines, roadmap),
  };
}

/** Whether a run holds stage 0 and a later stage of the roadmap. */
export function hasLadder(engines: readonly { readonly engine: string }[], roadmap: Roadmap): boolean {
  const names = new Set(engines.map(({ engine }) => engine));
  const [first, ...later] = roadmap.stages.map((stage) => stage.engine.name);
  return names.has(first!) && later.some((name) => names.has(name));
}

function digestLadder(engines: readonly EngineDigest[], roadmap: Roadmap): StageDigest[] {
  const find = (name: string): EngineDigest | undefined => engines.find((engine) => engine.name === name);
  const [baseline, ...later] = roadmap.stages;
  const base = find(baseline!.engine.name);
  return later.flatMap((stage) => {
    const own = find(stage.engine.name);
    const ratios = (base?.seconds ?? []).flatMap((seconds, index) => {
      const time = own?.seconds[index];
      return seconds && time ? [seconds / time] : [];
    });
    const speedup = geometricMean(ratios);
    return speedup === null ? [] : [{ id: stage.id, speedup: significant(speedup) }];
  });
}

function digestEngine(
  samples: EngineSamples,
  benchmarks: readonly string[],
  result: ResultFile,
): EngineDigest {
  const each = benchmarks.map((benchmark) => centreAndError(samples.benchmarks.get(benchmark)));
  return {
    name: samples.engine,
    version: versionOf(samples.engine, result),
    seconds: each.map(({ seconds }) => seconds),
    errors: each.map(({ error }) => error),
  };
}

export function centreAndError(samples: BenchmarkSamples | undefined): {
  seconds: number | null;
  error: number | null;
} {
  const logs = samples?.processes.map(({ seconds }) => Math.log(seconds)) ?? [];
  if (logs.length === 0) return { seconds: null, error: null };
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const error = logs.length < 2 ? null : Math.sqrt(squares / (logs.length - 1) / logs.length);
  return { seconds: known(Math.exp(mean)), error: error === null ? null : Number(error.toPrecision(3)) };
}

/** What an engine says of itself. */
export function versionOf(engine: string, result: ResultFile): string {
  const described = result.engines.find(({ name }) => name === engine)?.fingerprint;
  const suite = result.suites[engine];
  const first = suite?.benchmarks[0];
  const metadata = { ...suite?.metadata, ...first?.metadata, ...first?.runs[0]?.metadata };
  return [
    described?.implementation ?? metadata['python_implementation'],
    described?.version ?? metadata['python_version'],
  ]
    .filter((part) => part !== undefined && part !== null)
    .join(' ');
}

function machineOf({ environment }: ResultFile): string {
  const cores = environment['cpu_count'];
  return [
    environment['cpu_model_name'],
    cores === undefined ? undefined : `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    environment['platform'],
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** A page a benchmark: where it stands on every engine, how it came there, its warm-up, memory and counters. */
import { compareEngines } from '../../../stages/index.ts';
import { type EngineSamples, type ProcessSample, samplesOfFile } from '../../../suites/index.ts';
import type { ChangePoint } from './changes.ts';
import { type RunRow, rowOf, type SiteInput, wholeResult } from './input.ts';
import { type Estimate, estimateOf, known, median, significant, UNKNOWN } from './numbers.ts';
import { thinHistory } from './overview.ts';
import { centreAndError, type RunDigest } from './run.ts';
import { slugOf } from './slug.ts';

export interface BenchmarkEngine {
  readonly engine: string;
  readonly seconds: number | null;
  /** Over the first engine of the run. */
  readonly speedup: Estimate;
  readonly processes: number;
  /** Median over processes of the peak resident size. */
  readonly peakBytes: number | null;
  readonly broken: string | null;
  readonly warmup: Warmup | null;
  readonly counters: Readonly<Record<string, number>>;
}

/** Of the first process: from its first call to steady speed. */
export interface Warmup {
  /** Seconds since the first call began, and seconds for one loop. */
  readonly curve: readonly (readonly [elapsed: number, secondsPerLoop: number])[];
  readonly firstSeconds: number;
  readonly steadySeconds: number;
  /** Until the first value within 10 % of the steady one; 0: from the first on. */
  readonly secondsToSteady: number;
}

export interface BenchmarkPage {
  readonly benchmark: string;
  readonly slug: string;
  readonly suite: string;
  readonly run: RunRow;
  readonly source: { readonly hash: string | null; readonly path: string | null };
  readonly engines: readonly BenchmarkEngine[];
  readonly history: {
    readonly engines: readonly string[];
    readonly points: readonly {
      readonly run: string;
      readonly sha: string;
      readonly created: string;
      readonly runs: number;
      /** By engine. */
      readonly seconds: readonly (number | null)[];
    }[];
  };
  readonly changes: readonly ChangePoint[];
}

export function makeBenchmarkPages(
  input: SiteInput,
  runs: readonly RunDigest[],
  newest: readonly RunDigest[],
  changes: readonly ChangePoint[],
): BenchmarkPage[] {
  // A benchmark that stands in several suites is shown as its largest suite measured it.
  const bySize = [...newest].sort((a, b) => b.benchmarks.length - a.benchmarks.length);
  const shown = new Map<string, RunDigest>();
  for (const run of bySize) {
    for (const benchmark of run.benchmarks) if (!shown.has(benchmark)) shown.set(benchmark, run);
  }
  return bySize.flatMap((run) => {
    const result = wholeResult(input, run);
    const samples = samplesOfFile({ kind: 'result', file: run.file, result }, 'median');
    const ofSuite = runs.filter(({ suite }) => suite === run.suite);
    const speedups = speedupsOverFirst(samples);
    return run.benchmarks.flatMap((benchmark, index): BenchmarkPage[] => {
      if (shown.get(benchmark) !== run) return [];
      return [
        {
          ...{ benchmark, slug: slugOf(benchmark), suite: run.suite, run: rowOf(run) },
          source: { hash: run.sources[index] ?? null, path: input.sources.get(benchmark) ?? null },
          engines: samples.map((engine) => engineRow(engine, benchmark, speedups)),
          history: historyOf(benchmark, run, ofSuite),
          changes: changes.filter((change) => change.benchmark === benchmark && change.suite === run.suite),
        },
      ];
    });
  });
}

/** Engine and benchmark → speed over the first engine. */
function speedupsOverFirst(samples: readonly EngineSamples[]): Map<string, Estimate> {
  const [base, ...others] = samples;
  const found = new Map<string, Estimate>();
  for (const other of others) {
    const share = base && [...other.benchmarks.keys()].some((name) => base.benchmarks.has(name));
    if (!share) continue;
    for (const { benchmark, speedup } of compareEngines(base, other).benchmarks) {
      found.set(`${other.engine}\n${benchmark}`, estimateOf(speedup));
    }
  }
  return found;
}

function engineRow(
  engine: EngineSamples,
  benchmark: string,
  speedups: ReadonlyMap<string, Estimate>,
): BenchmarkEngine {
  const samples = engine.benchmarks.get(benchmark);
  const processes = samples?.processes ?? [];
  return {
    engine: engine.engine,
    seconds: centreAndError(samples).seconds,
    speedup: speedups.get(`${engine.engine}\n${benchmark}`) ?? UNKNOWN,
    processes: processes.length,
    peakBytes: known(
      median(processes.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]))),
    ),
    broken: engine.broken.get(benchmark) ?? null,
    warmup: warmupOf(processes[0]),
    counters: processes.find(({ counters }) => counters)?.counters ?? {},
  };
}

/** As many points of a curve are kept: the first ones, then ever sparser. */
const CURVE_POINTS = 48;

function warmupOf(process: ProcessSample | undefined): Warmup | null {
  const warmups = process?.warmups ?? [];
  if (!process || warmups.length === 0) return null;
  let elapsed = 0;
  const all = warmups.map(([loops, seconds]): [number, number] => {
    elapsed += loops * seconds;
    return [significant(elapsed), significant(seconds)];
  });
  const steadySeconds = significant(process.seconds);
  const arrived = all.findIndex(([, seconds]) => seconds <= steadySeconds * 1.1);
  return {
    curve: thinCurve(all),
    firstSeconds: all[0]![1],
    steadySeconds,
    secondsToSteady: arrived <= 0 ? (arrived === 0 ? 0 : all.at(-1)![0]) : all[arrived - 1]![0],
  };
}

/** Evenly spread over the logarithm of the index: warm-up happens early. */
function thinCurve<T>(points: readonly T[]): T[] {
  if (points.length <= CURVE_POINTS) return [...points];
  const chosen = new Set(
    Array.from({ length: CURVE_POINTS }, (_, index) =>
      Math.round(points.length ** (index / (CURVE_POINTS - 1)) - 1),
    ),
  );
  return [...chosen].map((index) => points[index]!);
}

function historyOf(
  benchmark: string,
  newest: RunDigest,
  runs: readonly RunDigest[],
): BenchmarkPage['history'] {
  const engines = newest.engines.map(({ name }) => name);
  const having = runs.filter((run) => run.benchmarks.includes(benchmark));
  const points = thinHistory(having, (run) => {
    const at = run.benchmarks.indexOf(benchmark);
    return engines.map((name) => run.engines.find((engine) => engine.name === name)?.seconds[at] ?? null);
  });
  return {
    engines,
    points: points.map(({ run, runs: count, values }) => ({
      ...{ run: run.id, sha: run.sha, created: run.created, runs: count, seconds: values },
    })),
  };
}

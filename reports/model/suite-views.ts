/** What the suites sharp-edges, memory and promotion are for: views of a result besides its times. */
import { compareEngines, type Ratio } from '../../stages/index.ts';
import {
  type BenchmarkSamples,
  type EngineSamples,
  InputError,
  type ProcessSample,
  type ResultFile,
  samplesOfFile,
} from '../../suites/index.ts';

/** The benchmark that a sharp edge is compared with has its name and this at the end. */
const BASE_SUFFIX = '_base';

export interface EdgeRow {
  readonly engine: string;
  /** The program that differs a little. */
  readonly edge: string;
  /** Time of the edge over that of its base; null where one of them broke. */
  readonly time: Ratio | null;
  /** Median peak memory of the edge over that of its base. */
  readonly memory: number | null;
  /** Why there is no ratio. */
  readonly broken: string | null;
}

/** Every pair `NAME`, `NAME_base` on every engine. Near 1 there is no edge. */
export function edgeRows(result: ResultFile, file: string): EdgeRow[] {
  const engines = samplesOfFile({ kind: 'result', file, result }, 'median');
  const edges = result.plan.benchmarks.filter((name) => result.plan.benchmarks.includes(name + BASE_SUFFIX));
  if (edges.length === 0) {
    throw new InputError({
      where: file,
      field: 'plan.benchmarks',
      problem: `has no pair NAME and NAME${BASE_SUFFIX}`,
      fix: 'measure them: stage-report run --suite sharp-edges',
    });
  }
  return edges.flatMap((edge) => engines.map((engine) => edgeRow(engine, edge)));
}

function edgeRow(engine: EngineSamples, edge: string): EdgeRow {
  const row = { engine: engine.engine, edge };
  const ofEdge = engine.benchmarks.get(edge);
  const ofBase = engine.benchmarks.get(edge + BASE_SUFFIX);
  const broken = engine.broken.get(edge) ?? engine.broken.get(edge + BASE_SUFFIX) ?? null;
  if (!ofEdge || !ofBase || broken !== null) {
    return { ...row, time: null, memory: null, broken: broken ?? 'not measured' };
  }
  // Two programs as if they were one benchmark on two engines: base over edge is the edge's slowness.
  const only = (name: string, samples: BenchmarkSamples): EngineSamples => ({
    engine: name,
    benchmarks: new Map([['pair', { ...samples, benchmark: 'pair', sourceHash: null }]]),
    broken: new Map(),
  });
  const time = compareEngines(only('edge', ofEdge), only('base', ofBase)).speedup;
  const [memoryOfEdge, memoryOfBase] = [peakBytes(ofEdge), peakBytes(ofBase)];
  const memory = memoryOfEdge === null || memoryOfBase === null ? null : memoryOfEdge / memoryOfBase;
  return { ...row, time, memory, broken: null };
}

export interface MemoryRow {
  readonly benchmark: string;
  /** Median over processes, by engine; null where it was not measured. */
  readonly peakBytes: readonly (number | null)[];
}

export function memoryRows(result: ResultFile, file: string): MemoryRow[] {
  const engines = samplesOfFile({ kind: 'result', file, result }, 'median');
  return result.plan.benchmarks.map((benchmark) => ({
    benchmark,
    peakBytes: engines.map(({ benchmarks, broken }) => {
      const samples = benchmarks.get(benchmark);
      return samples === undefined || broken.has(benchmark) ? null : peakBytes(samples);
    }),
  }));
}

function peakBytes({ processes }: BenchmarkSamples): number | null {
  return median(processes.flatMap((sample) => (sample.peakBytes === undefined ? [] : [sample.peakBytes])));
}

export interface PromotionRow {
  readonly engine: string;
  readonly benchmark: string;
  /** Of the first call. Each figure is a median over processes. */
  readonly firstSeconds: number;
  /** Of one call once it is steady. */
  readonly steadySeconds: number;
  /** From the start of the first call to the end of the last that was slow. */
  readonly promotionSeconds: number;
  /** What the calls until then took more than steady ones would have. */
  readonly lostSeconds: number;
  /** Share of the process's time, from its first call on, that the engine says it compiled; null where it does not say. */
  readonly compiling: number | null;
  /** Processes whose values became steady, of those that were asked. */
  readonly steady: number;
  readonly processes: number;
}

/** A call counts as slow while it takes this much longer than a steady one: pyperf's bound on the spread of steady values. */
const SLOW_FACTOR = 1.1;

/** From the warm-up curves: how long until full speed, and what the way there cost. */
export function promotionRows(result: ResultFile, file: string): PromotionRow[] {
  const engines = samplesOfFile({ kind: 'result', file, result }, 'median');
  return result.plan.benchmarks.flatMap((benchmark) =>
    engines.flatMap(({ engine, benchmarks }) => {
      // Commands are started anew for each value: they have no way to full speed.
      const processes = (benchmarks.get(benchmark)?.processes ?? []).filter(
        ({ warmups, steady }) => warmups?.length && steady !== undefined,
      );
      if (processes.length === 0) return [];
      const curves = processes.map(promotionOf);
      const middle = (figure: (curve: Promotion) => number): number => median(curves.map(figure))!;
      const compiling = curves.flatMap((curve) => (curve.compiling === null ? [] : [curve.compiling]));
      return [
        {
          ...{ engine, benchmark },
          firstSeconds: middle((curve) => curve.firstSeconds),
          steadySeconds: middle((curve) => curve.steadySeconds),
          promotionSeconds: middle((curve) => curve.promotionSeconds),
          lostSeconds: middle((curve) => curve.lostSeconds),
          compiling: median(compiling),
          steady: processes.filter(({ steady }) => steady === true).length,
          processes: processes.length,
        },
      ];
    }),
  );
}

type Promotion = Pick<
  PromotionRow,
  'firstSeconds' | 'steadySeconds' | 'promotionSeconds' | 'lostSeconds' | 'compiling'
>;

function promotionOf({
  seconds: steadySeconds,
  warmups,
  compileSeconds,
  durationSeconds,
}: ProcessSample): Promotion {
  const curve = warmups!;
  const lastSlow = curve.findLastIndex(([, seconds]) => seconds > SLOW_FACTOR * steadySeconds);
  const until = curve.slice(0, lastSlow + 1);
  return {
    firstSeconds: curve[0]![1],
    steadySeconds,
    promotionSeconds: until.reduce((sum, [loops, seconds]) => sum + loops * seconds, 0),
    lostSeconds: until.reduce((sum, [loops, seconds]) => sum + loops * (seconds - steadySeconds), 0),
    compiling:
      compileSeconds === undefined || durationSeconds === undefined ? null : compileSeconds / durationSeconds,
  };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

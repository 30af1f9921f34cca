/**
 * How much faster is one engine than another? The geometric mean over benchmarks, with a 95 % interval over
 * rounds where the two were measured in the same rounds, over processes where they were not.
 */
import { mean } from 'simple-statistics';
import { type BenchmarkSamples, type EngineSamples, InputError, Random } from '../../suites/index.ts';
import { meanWithInterval, percentileInterval } from '../statistics/mean-interval.ts';
import { centreSeconds, factorOf, usableProcesses } from './times.ts';

/** A factor with its 95 % interval; unknown ends are 0 and Infinity; NaN when there is nothing to compare. */
export interface Ratio {
  /** @nullInJson */
  readonly value: number;
  /** @nullInJson */
  readonly low: number;
  /** @nullInJson */
  readonly high: number;
}

export interface BenchmarkRatio {
  readonly benchmark: string;
  /** Time of the base over time of the head: above 1 the head is faster. */
  readonly speedup: Ratio;
  readonly baseSeconds: number;
  readonly headSeconds: number;
}

export interface NotCompared {
  readonly benchmark: string;
  readonly reason: string;
}

export interface Comparison {
  readonly base: string;
  readonly head: string;
  readonly pairing: 'rounds' | 'processes';
  /** How the interval was made, in words. */
  readonly method: string;
  /** Rounds in which everything compared was measured; for unpaired files, the least number of processes. */
  readonly rounds: number;
  /** Geometric mean over benchmarks. */
  readonly speedup: Ratio;
  readonly benchmarks: readonly BenchmarkRatio[];
  /** ln of the suite's speedup in each round, by round; empty when not paired. */
  readonly roundLogs: ReadonlyMap<number, number>;
  /** Benchmarks that failed in either engine: their own kind of failure, never part of a mean. */
  readonly broken: readonly (NotCompared & { readonly engine: string })[];
  /** Benchmarks that only one side has, or whose source differs. */
  readonly dropped: readonly NotCompared[];
}

const INDEPENDENT_RESAMPLES = 2000;

/**
 * With the detail `suite`, single benchmarks get no interval (0 to infinity), which saves their resampling.
 * Throws an InputError where the two have nothing in common.
 */
export function compareEngines(
  base: EngineSamples,
  head: EngineSamples,
  detail: 'benchmarks' | 'suite' = 'benchmarks',
): Comparison {
  const { pairs, broken, dropped } = matchBenchmarks(base, head);
  if (pairs.length === 0 && broken.length === 0) {
    const why = dropped.map(({ benchmark, reason }) => `${benchmark}: ${reason}`);
    throw new InputError({
      where: `${base.engine} and ${head.engine}`,
      problem: 'have no benchmark in common that ran in both',
      fix: `compare files of one suite${why.length > 0 ? ` (${why.slice(0, 5).join('; ')})` : ''}`,
    });
  }
  const common = { base: base.engine, head: head.engine, broken, dropped };
  if (pairs.length === 0) return { ...common, ...NOTHING_RAN };
  const rounds = commonRounds(pairs);
  return rounds.length > 0
    ? { ...common, ...comparePaired(pairs, rounds, detail) }
    : { ...common, ...compareIndependent(pairs) };
}

interface Pair {
  readonly base: BenchmarkSamples;
  readonly head: BenchmarkSamples;
}

function matchBenchmarks(
  base: EngineSamples,
  head: EngineSamples,
): Pick<Comparison, 'broken' | 'dropped'> & { pairs: Pair[] } {
  const pairs: Pair[] = [];
  const broken: { benchmark: string; reason: string; engine: string }[] = [];
  const dropped: NotCompared[] = [];
  const names = new Set([
    ...base.benchmarks.keys(),
    ...base.broken.keys(),
    ...head.benchmarks.keys(),
    ...head.broken.keys(),
  ]);
  for (const benchmark of names) {
    const failing = [base, head].filter((samples) => samples.broken.has(benchmark));
    for (const { engine, broken: failures } of failing) {
      broken.push({ benchmark, engine, reason: failures.get(benchmark)! });
    }
    if (failing.length > 0) continue;
    const inBase = base.benchmarks.get(benchmark);
    const inHead = head.benchmarks.get(benchmark);
    if (!inBase || !inHead) {
      dropped.push({ benchmark, reason: `only in ${inBase ? base.engine : head.engine}` });
    } else if (
      inBase.sourceHash !== null &&
      inHead.sourceHash !== null &&
      inBase.sourceHash !== inHead.sourceHash
    ) {
      dropped.push({ benchmark, reason: 'its source changed, so times are not comparable' });
    } else {
      const pair = { base: usable(inBase), head: usable(inHead) };
      if (pair.base.processes.length > 0 && pair.head.processes.length > 0) pairs.push(pair);
      else dropped.push({ benchmark, reason: 'has no time above zero on one side' });
    }
  }
  return { pairs, broken, dropped };
}

function usable(samples: BenchmarkSamples): BenchmarkSamples {
  return { ...samples, processes: usableProcesses(samples) };
}

/** Rounds that every compared benchmark has on both sides. */
function commonRounds(pairs: readonly Pair[]): number[] {
  const sides = pairs.flatMap(({ base, head }) => [base, head]);
  const [first, ...rest] = sides.map((side) => new Set(side.processes.map((sample) => sample.round)));
  return [...first!]
    .filter((round): round is number => round !== null && rest.every((rounds) => rounds.has(round)))
    .sort((a, b) => a - b);
}

type Figures = Omit<Comparison, 'base' | 'head' | 'broken' | 'dropped'>;

/** Every benchmark is broken on one side: there is a verdict, but no number. */
const NOTHING_RAN: Figures = {
  pairing: 'rounds',
  method: 'nothing ran',
  rounds: 0,
  speedup: { value: Number.NaN, low: 0, high: Infinity },
  benchmarks: [],
  roundLogs: new Map(),
};

function comparePaired(
  pairs: readonly Pair[],
  rounds: readonly number[],
  detail: 'benchmarks' | 'suite',
): Figures {
  // A benchmark may have more rounds than the suite: a budget goes where intervals are widest.
  const logs = pairs.map(logsByRound);
  const suiteLogs = rounds.map((round) => mean(logs.map((ofPair) => ofPair.get(round)!)));
  const suite = meanWithInterval(suiteLogs);
  return {
    pairing: 'rounds',
    method: suite.method,
    rounds: rounds.length,
    speedup: toRatio(suite),
    benchmarks: pairs.map(({ base, head }, index) => ({
      benchmark: base.benchmark,
      speedup:
        detail === 'benchmarks'
          ? toRatio(meanWithInterval([...logs[index]!.values()]))
          : { value: Math.exp(mean([...logs[index]!.values()])), low: 0, high: Infinity },
      ...{ baseSeconds: meanSeconds(base), headSeconds: meanSeconds(head) },
    })),
    roundLogs: new Map(rounds.map((round, index) => [round, suiteLogs[index]!])),
  };
}

/** ln of the speedup by round, for the rounds that both sides have. */
function logsByRound({ base, head }: Pair): Map<number, number> {
  const baseByRound = new Map(base.processes.map((sample) => [sample.round, sample.seconds]));
  return new Map(
    head.processes.flatMap(({ round, seconds }): [number, number][] => {
      const ofBase = baseByRound.get(round);
      return round === null || ofBase === undefined ? [] : [[round, Math.log(ofBase) - Math.log(seconds)]];
    }),
  );
}

/** Files that were not measured together: each side's processes are resampled on their own. */
function compareIndependent(pairs: readonly Pair[]): Figures {
  const random = new Random(1);
  const replicates = pairs.map(() => new Float64Array(INDEPENDENT_RESAMPLES));
  const suite = new Float64Array(INDEPENDENT_RESAMPLES);
  const sides = pairs.map(({ base, head }) => [
    base.processes.map((sample) => sample.seconds),
    head.processes.map((sample) => sample.seconds),
  ]);
  for (let resample = 0; resample < INDEPENDENT_RESAMPLES; resample++) {
    for (const [index, [base, head]] of sides.entries()) {
      const log = Math.log(resampledMean(base!, random)) - Math.log(resampledMean(head!, random));
      replicates[index]![resample] = log;
      suite[resample]! += log / pairs.length;
    }
  }
  const leastProcesses = (pair: Pair): number =>
    Math.min(pair.base.processes.length, pair.head.processes.length);
  const rounds = Math.min(...pairs.map(leastProcesses));
  const benchmarks = pairs.map((pair, index) => {
    const baseSeconds = meanSeconds(pair.base);
    const headSeconds = meanSeconds(pair.head);
    const log = Math.log(baseSeconds) - Math.log(headSeconds);
    return {
      benchmark: pair.base.benchmark,
      speedup: bootstrapRatio(log, replicates[index]!, leastProcesses(pair)),
      baseSeconds,
      headSeconds,
    };
  });
  const log = mean(benchmarks.map(({ speedup }) => Math.log(speedup.value)));
  return {
    pairing: 'processes',
    method:
      rounds < 2
        ? 'one process: no interval'
        : 'bootstrap over the processes of each side (not measured in rounds)',
    rounds,
    speedup: bootstrapRatio(log, suite, rounds),
    benchmarks,
    roundLogs: new Map(),
  };
}

function bootstrapRatio(log: number, replicates: Float64Array, n: number): Ratio {
  if (n < 2) return { value: factorOf(log), low: 0, high: Infinity };
  const [low, high] = percentileInterval(replicates, n);
  return { value: factorOf(log), low: Math.exp(low), high: Math.exp(high) };
}

function resampledMean(values: readonly number[], random: Random): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[random.below(values.length)]! / values.length;
  return Math.max(Number.MIN_VALUE, Math.min(sum, Number.MAX_VALUE));
}

function meanSeconds(samples: BenchmarkSamples): number {
  const sum = mean(samples.processes.map((sample) => sample.seconds));
  return Number.isFinite(sum) ? sum : centreSeconds(samples.processes.map((sample) => sample.seconds));
}

/** From logarithms back to a factor. */
export function toRatio({ mean: centre, low, high }: { mean: number; low: number; high: number }): Ratio {
  return { value: factorOf(centre), low: Math.exp(low), high: Math.exp(high) };
}

/**
 * Where does each stage stand? Every stage's speed is measured directly against stage 0 and against the stage
 * before, in the same rounds (ratios are not multiplied), and judged against its target. A line through the
 * origin, ln C_k = k·β, gives the factor per stage, e^β.
 */
import { sampleVariance } from 'simple-statistics';
import { type EngineSamples, InputError } from '../../suites/index.ts';
import {
  cumulativeTarget,
  lastStageWithoutCodeGeneration,
  type Roadmap,
  releaseOf,
  type Stage,
} from '../roadmap/roadmap.ts';
import { bcaOfMean } from '../statistics/bca.ts';
import { type HptResult, hierarchicalTest } from '../statistics/hpt.ts';
import { meanWithInterval } from '../statistics/mean-interval.ts';
import { type Comparison, compareEngines, type Ratio, toRatio } from './compare.ts';

export type TargetVerdict = 'met' | 'missed' | 'inconclusive' | 'broken';

export interface StageStanding {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly release: string;
  readonly needsCodeGeneration: boolean;
  /** Against stage 0. */
  readonly total: {
    readonly target: number;
    readonly verdict: TargetVerdict;
    readonly comparison: Comparison;
  };
  /** Worst first: what holds the stage back most. */
  readonly influence: readonly Influence[];
  /** Shown beside the geometric mean; nothing is decided by it. */
  readonly hpt: HptResult;
  readonly groups: readonly GroupStanding[];
  /** Against the stage before; null for stage 0 and where the stage before was not measured. */
  readonly step: {
    readonly target: number;
    readonly verdict: TargetVerdict;
    readonly comparison: Comparison;
  } | null;
}

/** How much the suite's mean owes to one benchmark: the mean with it over the mean without it. Below 1 it holds back. */
export interface Influence {
  readonly benchmark: string;
  /** Its own speed over stage 0. */
  readonly speedup: number;
  readonly factor: number;
}

export interface GroupStanding {
  readonly group: string;
  readonly benchmarks: number;
  readonly speedup: Ratio;
}

/** What a platform is judged on: one without code generation on the last stage that needs none. */
export interface PlatformStanding {
  readonly name: string;
  readonly title: string;
  readonly codeGeneration: boolean;
  readonly stage: number;
  readonly target: number;
  /** Null where that stage was not measured. */
  readonly speedup: Ratio | null;
  readonly verdict: TargetVerdict | 'not measured';
}

/** Where the plan ends if the stages left bring what those before brought on average. */
export interface Projection {
  readonly total: Ratio;
  readonly target: number;
  readonly verdict: TargetVerdict;
}

/**
 * Which benchmarks the interval speaks of: these alone (rounds are resampled), or all that are like them (benchmarks are
 * resampled, BCa): much wider, and what a user's own program may expect.
 */
export type Population = 'these benchmarks' | 'benchmarks like these';

export interface FitOptions {
  readonly population?: Population;
  /** Groups of benchmarks that get a ladder of their own. */
  readonly groups?: ReadonlyMap<string, readonly string[]>;
}

export interface LadderFit {
  readonly population: Population;
  readonly roadmap: { readonly title: string; readonly targetTotal: number; readonly stages: number };
  readonly baseline: {
    readonly id: number;
    readonly name: string;
    readonly title: string;
    readonly release: string;
  };
  /** The measured stages after the baseline, in order. */
  readonly stages: readonly StageStanding[];
  /** e^β of the fit through the origin, against the geometric mean of the stages' targets. */
  readonly perStage: {
    readonly factor: Ratio;
    readonly target: number;
    readonly verdict: TargetVerdict;
  } | null;
  /** What each stage after the last measured one has to bring to reach the total; null when none is left. */
  readonly required: { readonly factor: number; readonly stagesLeft: number } | null;
  /** Null where no stage is left, or nothing could be fitted. */
  readonly projection: Projection | null;
  readonly platforms: readonly PlatformStanding[];
  /** Other engines of the same run: how many times stage 0's speed. */
  readonly beside: readonly Comparison[];
  readonly rounds: number;
}

/**
 * Build layout moves code by up to about 1 % and is the same in every round, so more rounds do not average it
 * out: it is added to the variance of each point, and no point can have more weight than that allows.
 */
const LAYOUT_NOISE = 0.01;

export function fitLadder(
  roadmap: Roadmap,
  engines: readonly EngineSamples[],
  where: string,
  options: FitOptions = {},
): LadderFit {
  const population = options.population ?? 'these benchmarks';
  const byName = new Map(engines.map((samples) => [samples.engine, samples]));
  const baseline = roadmap.stages[0]!;
  const base = byName.get(baseline.engine.name);
  const measured = roadmap.stages.filter((stage) => stage.id > 0 && byName.has(stage.engine.name));
  if (!base || measured.length === 0) {
    throw new InputError({
      where,
      field: 'engines',
      problem: `holds ${[...byName.keys()].join(', ') || 'no engine'}; a fit needs ${baseline.engine.name} and at least one later stage`,
      fix: 'measure them in one run: stage-report run --stages 0-4',
    });
  }
  const stages = measured.map((stage) => standing(roadmap, stage, base, byName, options));
  const withNumbers = stages.filter((stage) => stage.total.comparison.benchmarks.length > 0);
  const last = withNumbers.at(-1);
  const stagesLeft = roadmap.stages.length - 1 - (last?.id ?? 0);
  const perStage = fitThroughOrigin(roadmap, withNumbers, population);
  const stageNames = new Set(roadmap.stages.map((stage) => stage.engine.name));
  return {
    population,
    roadmap: {
      title: roadmap.title,
      targetTotal: roadmap.targetTotal,
      stages: roadmap.stages.length,
    },
    baseline: pick(baseline),
    stages,
    perStage,
    required:
      last && stagesLeft > 0
        ? {
            factor: (roadmap.targetTotal / last.total.comparison.speedup.value) ** (1 / stagesLeft),
            stagesLeft,
          }
        : null,
    projection:
      last && perStage && stagesLeft > 0 ? project(roadmap, last, perStage.factor, stagesLeft) : null,
    platforms: platformsOf(roadmap, stages),
    beside: engines
      .filter((samples) => !stageNames.has(samples.engine) && samples.benchmarks.size > 0)
      .map((samples) => compareEngines(base, samples)),
    rounds: last ? Math.min(...withNumbers.map((stage) => stage.total.comparison.rounds)) : 0,
  };
}

function standing(
  roadmap: Roadmap,
  stage: Stage,
  base: EngineSamples,
  byName: ReadonlyMap<string, EngineSamples>,
  { population = 'these benchmarks', groups = new Map() }: FitOptions,
): StageStanding {
  const own = byName.get(stage.engine.name)!;
  const before = byName.get(roadmap.stages[stage.id - 1]!.engine.name);
  const judged = (reference: EngineSamples, target: number) => {
    const comparison = overPopulation(compareEngines(reference, own), population);
    return { target, verdict: judgeComparison(comparison, target), comparison };
  };
  const total = judged(base, cumulativeTarget(roadmap, stage.id));
  const compared = total.comparison.benchmarks.map(({ benchmark }) => benchmark);
  return {
    ...pick(stage),
    needsCodeGeneration: stage.needsCodeGeneration,
    total,
    influence: influenceOf(total.comparison),
    hpt: hierarchicalTest(compared.map((name) => ({ base: logsOf(base, name), head: logsOf(own, name) }))),
    groups: [...groups].flatMap(([group, names]) => groupStanding(group, names, base, own)),
    step: before ? judged(before, stage.target) : null,
  };
}

function pick(stage: Stage): LadderFit['baseline'] {
  return { id: stage.id, name: stage.name, title: stage.title, release: releaseOf(stage) };
}

/** The same geometric mean with the interval of the population that is meant. */
function overPopulation(comparison: Comparison, population: Population): Comparison {
  if (population === 'these benchmarks' || comparison.benchmarks.length === 0) return comparison;
  return {
    ...comparison,
    method: 'bootstrap over benchmarks (BCa)',
    speedup: toRatio(bcaOfMean(comparison.benchmarks.map(({ speedup }) => Math.log(speedup.value)))),
  };
}

function influenceOf({ benchmarks }: Comparison): Influence[] {
  const logs = benchmarks.map(({ speedup }) => Math.log(speedup.value));
  const n = logs.length;
  if (n < 2) return [];
  const sum = logs.reduce((total, log) => total + log, 0);
  return benchmarks
    .map(({ benchmark, speedup }, index) => ({
      benchmark,
      speedup: speedup.value,
      factor: Math.exp(sum / n - (sum - logs[index]!) / (n - 1)),
    }))
    .sort((a, b) => a.factor - b.factor);
}

function logsOf(samples: EngineSamples, benchmark: string): number[] {
  return (samples.benchmarks.get(benchmark)?.processes ?? []).map(({ seconds }) => Math.log(seconds));
}

function groupStanding(
  group: string,
  names: readonly string[],
  base: EngineSamples,
  own: EngineSamples,
): GroupStanding[] {
  const only = (samples: EngineSamples): EngineSamples => ({
    ...samples,
    benchmarks: new Map([...samples.benchmarks].filter(([name]) => names.includes(name))),
    broken: new Map([...samples.broken].filter(([name]) => names.includes(name))),
  });
  const [before, after] = [only(base), only(own)];
  if (![...before.benchmarks.keys()].some((name) => after.benchmarks.has(name))) return [];
  const { speedup, benchmarks } = compareEngines(before, after, 'suite');
  return benchmarks.length === 0 ? [] : [{ group, benchmarks: benchmarks.length, speedup }];
}

function project(roadmap: Roadmap, last: StageStanding, factor: Ratio, stagesLeft: number): Projection {
  const { speedup } = last.total.comparison;
  // The ends of both intervals together: wider than need be, since the two are measured in the same rounds.
  const total = {
    value: speedup.value * factor.value ** stagesLeft,
    low: speedup.low * factor.low ** stagesLeft,
    high: speedup.high * factor.high ** stagesLeft,
  };
  return { total, target: roadmap.targetTotal, verdict: judgeTarget(total, roadmap.targetTotal) };
}

function platformsOf(roadmap: Roadmap, stages: readonly StageStanding[]): PlatformStanding[] {
  return roadmap.platforms.map((platform) => {
    const { id } = platform.codeGeneration ? roadmap.stages.at(-1)! : lastStageWithoutCodeGeneration(roadmap);
    const comparison = stages.find((stage) => stage.id === id)?.total.comparison;
    return {
      ...platform,
      stage: id,
      speedup: comparison?.speedup ?? null,
      verdict: comparison ? judgeComparison(comparison, platform.target) : 'not measured',
    };
  });
}

/**
 * A stage that breaks a benchmark has not met its target, whatever the others say. What its reference could not run either
 * (a library that came later, say) is not the stage's doing.
 */
export function judgeComparison(comparison: Comparison, target: number): TargetVerdict {
  const { base, head, broken } = comparison;
  const alsoBefore = new Set(
    broken.filter(({ engine }) => engine === base).map(({ benchmark }) => benchmark),
  );
  if (broken.some(({ engine, benchmark }) => engine === head && !alsoBefore.has(benchmark))) return 'broken';
  return comparison.benchmarks.length === 0 ? 'broken' : judgeTarget(comparison.speedup, target);
}

/** Met when the whole interval is at or above the target, missed when it is all below. */
export function judgeTarget(ratio: Ratio, target: number): TargetVerdict {
  if (ratio.low >= target) return 'met';
  if (ratio.high < target) return 'missed';
  return 'inconclusive';
}

/**
 * ln C_k = k·β by weighted least squares through the origin: β = Σ w k y_k / Σ w k². β is linear in the y_k,
 * so each round gives its own β, and the interval over rounds follows as for any other mean; the errors of
 * the stages are correlated (all are measured against the same stage 0), which this keeps.
 */
function fitThroughOrigin(
  roadmap: Roadmap,
  stages: readonly StageStanding[],
  population: Population,
): LadderFit['perStage'] {
  const [first, ...rest] = stages.map((stage) => stage.total.comparison.roundLogs);
  if (!first) return null;
  const rounds = [...first.keys()].filter((round) => rest.every((logs) => logs.has(round)));
  if (rounds.length === 0) return null;
  const points = stages.map(({ id, total }) => {
    const logs = rounds.map((round) => total.comparison.roundLogs.get(round)!);
    const noise = logs.length > 1 ? sampleVariance(logs) / logs.length : 0;
    return { id, logs, weight: 1 / (noise + LAYOUT_NOISE ** 2) };
  });
  const scale = points.reduce((sum, { id, weight }) => sum + weight * id * id, 0);
  const slopes = rounds.map(
    (_, index) => points.reduce((sum, { id, logs, weight }) => sum + weight * id * logs[index]!, 0) / scale,
  );
  const factor = toRatio(
    population === 'these benchmarks'
      ? meanWithInterval(slopes)
      : bcaOfMean(slopesOfBenchmarks(stages, points)),
  );
  const last = stages.at(-1)!.id;
  const target = cumulativeTarget(roadmap, last) ** (1 / last);
  return { factor, target, verdict: judgeTarget(factor, target) };
}

/** Each benchmark's own β, over the stages that all ran it; their mean is the β of the suite. */
function slopesOfBenchmarks(
  stages: readonly StageStanding[],
  points: readonly { readonly id: number; readonly weight: number }[],
): number[] {
  const scale = points.reduce((sum, { id, weight }) => sum + weight * id * id, 0);
  const logs = stages.map(
    ({ total }) =>
      new Map(
        total.comparison.benchmarks.map(({ benchmark, speedup }) => [benchmark, Math.log(speedup.value)]),
      ),
  );
  return [...logs[0]!.keys()]
    .filter((name) => logs.every((ofStage) => ofStage.has(name)))
    .map(
      (name) =>
        points.reduce((sum, { id, weight }, index) => sum + weight * id * logs[index]!.get(name)!, 0) / scale,
    );
}

/**
 * Where does each stage stand? Every stage's speed is measured directly against stage 0 and against the stage
 * before, in the same rounds (ratios are not multiplied), and judged against its target. A line through the
 * origin, ln C_k = k·β, gives the factor per stage, e^β.
 */
import { sampleVariance } from 'simple-statistics';
import { type EngineSamples, InputError } from '../../suites/index.ts';
import { cumulativeTarget, type Roadmap, type Stage } from '../roadmap/roadmap.ts';
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
  /** Against the stage before; null for stage 0 and where the stage before was not measured. */
  readonly step: {
    readonly target: number;
    readonly verdict: TargetVerdict;
    readonly comparison: Comparison;
  } | null;
}

export interface LadderFit {
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
  /** Other engines of the same run: how many times stage 0's speed. */
  readonly beside: readonly Comparison[];
  readonly rounds: number;
}

/**
 * Build layout moves code by up to about 1 % and is the same in every round, so more rounds do not average it
 * out: it is added to the variance of each point, and no point can have more weight than that allows.
 */
const LAYOUT_NOISE = 0.01;

export function fitLadder(roadmap: Roadmap, engines: readonly EngineSamples[], where: string): LadderFit {
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
  const stages = measured.map((stage) => standing(roadmap, stage, base, byName));
  const withNumbers = stages.filter((stage) => stage.total.comparison.benchmarks.length > 0);
  const last = withNumbers.at(-1);
  const stagesLeft = roadmap.stages.length - 1 - (last?.id ?? 0);
  const stageNames = new Set(roadmap.stages.map((stage) => stage.engine.name));
  return {
    roadmap: {
      title: roadmap.title,
      targetTotal: roadmap.targetTotal,
      stages: roadmap.stages.length,
    },
    baseline: pick(baseline),
    stages,
    perStage: fitThroughOrigin(roadmap, withNumbers),
    required:
      last && stagesLeft > 0
        ? {
            factor: (roadmap.targetTotal / last.total.comparison.speedup.value) ** (1 / stagesLeft),
            stagesLeft,
          }
        : null,
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
): StageStanding {
  const own = byName.get(stage.engine.name)!;
  const before = byName.get(roadmap.stages[stage.id - 1]!.engine.name);
  const judged = (reference: EngineSamples, target: number) => {
    const comparison = compareEngines(reference, own);
    return { target, verdict: judgeComparison(comparison, target), comparison };
  };
  return {
    ...pick(stage),
    needsCodeGeneration: stage.needsCodeGeneration,
    total: judged(base, cumulativeTarget(roadmap, stage.id)),
    step: before ? judged(before, stage.target) : null,
  };
}

function pick({ id, name, title, release, movedTo }: Stage): LadderFit['baseline'] {
  return { id, name, title, release: movedTo ?? release };
}

/** A stage that breaks a benchmark has not met its target, whatever the others say. */
export function judgeComparison(comparison: Comparison, target: number): TargetVerdict {
  if (comparison.broken.some(({ engine }) => engine === comparison.head)) return 'broken';
  return judgeTarget(comparison.speedup, target);
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
function fitThroughOrigin(roadmap: Roadmap, stages: readonly StageStanding[]): LadderFit['perStage'] {
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
  const factor = toRatio(meanWithInterval(slopes));
  const last = stages.at(-1)!.id;
  const target = cumulativeTarget(roadmap, last) ** (1 / last);
  return { factor, target, verdict: judgeTarget(factor, target) };
}

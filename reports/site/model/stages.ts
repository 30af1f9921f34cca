/** A page a stage: what was promised, what came of it, and what holds it back. */
import {
  type Comparison,
  fitLadder,
  type LadderFit,
  type Roadmap,
  type StageStanding,
  type TargetVerdict,
} from '../../../stages/index.ts';
import { type ResultFile, samplesOfFile } from '../../../suites/index.ts';
import type { FlagContribution } from '../../model/ablation.ts';
import { formatFactor, formatInterval } from '../../model/format.ts';
import { type Estimate, estimateOf, known, UNKNOWN } from './numbers.ts';

export interface Standing {
  readonly speedup: Estimate;
  readonly target: number;
  readonly verdict: TargetVerdict;
}

export interface StageBenchmark {
  readonly benchmark: string;
  readonly seconds: number | null;
  /** Over the stage before. */
  readonly step: Estimate;
  /** Over stage 0. */
  readonly total: Estimate;
  /** Of the step against the stage's target; slower: the whole interval lies below 1. */
  readonly verdict: TargetVerdict | 'slower';
  /** What the stage's step over all other benchmarks is: above the step, this benchmark holds it back. */
  readonly stepWithout: number | null;
}

export interface StagePage {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly release: string;
  readonly status: string;
  readonly movedTo: string | null;
  readonly needsCodeGeneration: boolean;
  readonly flags: readonly string[];
  /** Speed of the stage over the same stage without a flag, where an ablation was measured; most first. */
  readonly contributions: readonly {
    readonly flag: string;
    readonly brings: Estimate;
    readonly most: string | null;
    readonly broken: readonly string[];
  }[];
  readonly measured: boolean;
  readonly headline: string;
  /** Over the stage before; null for stage 0. */
  readonly step: Standing | null;
  readonly total: Standing | null;
  /** Fastest step first. */
  readonly benchmarks: readonly StageBenchmark[];
  /** Names of at most five benchmarks without which the step would be larger, the worst first. */
  readonly holdsBack: readonly string[];
  /** Where code may not be generated: which stage runs, and its speed over stage 0. Null: this stage itself runs. */
  readonly withoutCodeGeneration: { readonly stage: number; readonly speedup: Estimate } | null;
  readonly broken: readonly { readonly benchmark: string; readonly reason: string }[];
}

export function makeStagePages(
  roadmap: Roadmap,
  result: ResultFile,
  file: string,
  ablation: readonly FlagContribution[] = [],
): StagePage[] {
  const fit = fitLadder(roadmap, samplesOfFile({ kind: 'result', file, result }, 'median'), file);
  return roadmap.stages.map((stage): StagePage => {
    const standing = fit.stages.find(({ id }) => id === stage.id);
    const { id, name, title, release, status, needsCodeGeneration, flags } = stage;
    const benchmarks = standing ? benchmarkRows(standing) : id === 0 ? baselineRows(fit) : [];
    return {
      ...{ id, name, title, release, status, needsCodeGeneration, flags },
      contributions: ablation
        .filter((each) => each.stage === stage.engine.name)
        .map(({ flag, brings, most, broken }) => ({
          ...{ flag, brings: estimateOf(brings), most: most?.benchmark ?? null, broken },
        })),
      movedTo: stage.movedTo ?? null,
      measured: id === 0 || standing !== undefined,
      headline: headlineOf(id, standing),
      step: standing?.step ? standingOf(standing.step) : null,
      total: standing ? standingOf(standing.total) : null,
      benchmarks,
      holdsBack: standing?.step ? holdingBack(standing.step.comparison, benchmarks) : [],
      withoutCodeGeneration: needsCodeGeneration ? fallback(roadmap, fit) : null,
      broken: standing
        ? standing.total.comparison.broken
            .filter(({ engine }) => engine === standing.total.comparison.head)
            .map(({ benchmark, reason }) => ({ benchmark, reason }))
        : [],
    };
  });
}

function standingOf({ target, verdict, comparison }: StageStanding['total']): Standing {
  return { speedup: estimateOf(comparison.speedup), target: known(target)!, verdict };
}

function headlineOf(id: number, standing: StageStanding | undefined): string {
  if (id === 0) return 'The baseline: every later stage is measured against it.';
  if (!standing) return `Stage ${id} has not been measured yet.`;
  const judged = standing.step ?? standing.total;
  const over = standing.step ? `stage ${id - 1}` : 'stage 0';
  if (Number.isNaN(judged.comparison.speedup.value)) return `Stage ${id} broke on every benchmark.`;
  const words = {
    met: `reaches its target of ${formatFactor(judged.target)}`,
    missed: `misses its target of ${formatFactor(judged.target)}`,
    inconclusive: `may or may not reach its target of ${formatFactor(judged.target)}`,
    broken: 'breaks benchmarks, so its target is not met',
  };
  const { speedup } = judged.comparison;
  return `Stage ${id} runs ${formatFactor(speedup.value)} times as fast as ${over} (95 % interval ${formatInterval(speedup)}) and ${words[judged.verdict]}.`;
}

function benchmarkRows({ step, total }: StageStanding): StageBenchmark[] {
  const steps = new Map(step?.comparison.benchmarks.map((row) => [row.benchmark, row]));
  const without = step ? leaveOneOut(step.comparison) : new Map<string, number>();
  const rows = total.comparison.benchmarks.map((row): StageBenchmark => {
    const ofStep = steps.get(row.benchmark);
    const estimate = ofStep ? estimateOf(ofStep.speedup) : UNKNOWN;
    return {
      benchmark: row.benchmark,
      seconds: known(row.headSeconds),
      step: estimate,
      total: estimateOf(row.speedup),
      verdict: verdictOf(estimate, step?.target ?? total.target),
      stepWithout: known(without.get(row.benchmark)),
    };
  });
  const speed = ({ step: own, total: over }: StageBenchmark): number => own.value ?? over.value ?? 0;
  return rows.sort((a, b) => speed(b) - speed(a));
}

function verdictOf({ low, high }: Estimate, target: number): StageBenchmark['verdict'] {
  if (low === null || high === null) return 'inconclusive';
  if (low >= target) return 'met';
  if (high < 1) return 'slower';
  return high < target ? 'missed' : 'inconclusive';
}

/** Leaving one out of a geometric mean of n: its logarithm becomes (n·mean − own) / (n − 1). */
function leaveOneOut({ benchmarks }: Comparison): Map<string, number> {
  const logs = benchmarks.map(({ speedup }) => Math.log(speedup.value));
  const sum = logs.reduce((total, log) => total + log, 0);
  if (logs.length < 2) return new Map();
  return new Map(
    benchmarks.map(({ benchmark }, index) => [benchmark, Math.exp((sum - logs[index]!) / (logs.length - 1))]),
  );
}

function holdingBack(comparison: Comparison, rows: readonly StageBenchmark[]): string[] {
  const whole = comparison.speedup.value;
  return rows
    .filter(({ stepWithout }) => stepWithout !== null && stepWithout > whole)
    .sort((a, b) => b.stepWithout! - a.stepWithout!)
    .slice(0, 5)
    .map(({ benchmark }) => benchmark);
}

function baselineRows(fit: LadderFit): StageBenchmark[] {
  const rows = fit.stages[0]?.total.comparison.benchmarks ?? [];
  return rows.map(({ benchmark, baseSeconds }) => ({
    ...{ benchmark, seconds: known(baseSeconds), step: UNKNOWN },
    total: { value: 1, low: null, high: null },
    verdict: 'inconclusive',
    stepWithout: null,
  }));
}

/** The last stage that needs no code generation is what such platforms run. */
function fallback(roadmap: Roadmap, fit: LadderFit): StagePage['withoutCodeGeneration'] {
  const stage = roadmap.stages.findLast(({ needsCodeGeneration }) => !needsCodeGeneration);
  if (!stage) return null;
  const standing = fit.stages.find(({ id }) => id === stage.id);
  return { stage: stage.id, speedup: standing ? estimateOf(standing.total.comparison.speedup) : UNKNOWN };
}

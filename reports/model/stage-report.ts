/**
 * The one value that the terminal table, the page and `--json` derive from: a result file, fitted to a
 * roadmap. Headline and rows come from here, so that they cannot disagree.
 */
import {
  type FitOptions,
  fitLadder,
  type LadderFit,
  type Ratio,
  type Roadmap,
  type TargetVerdict,
} from '../../stages/index.ts';
import {
  type Centre,
  type EngineSamples,
  type Metadata,
  type RecordedFailure,
  type RecordedPlan,
  type ResultFile,
  samplesOfFile,
} from '../../suites/index.ts';
import { formatFactor, formatInterval, plural } from './format.ts';

export interface LadderRow {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly release: string;
  /** Over stage 0; null for stage 0 itself. */
  readonly total: {
    readonly speedup: Ratio;
    readonly target: number;
    readonly verdict: TargetVerdict;
  } | null;
  /** Over the stage before. */
  readonly step: { readonly speedup: Ratio; readonly target: number; readonly verdict: TargetVerdict } | null;
}

export interface BesideRow {
  readonly engine: string;
  /** How many times stage 0's speed. */
  readonly overBaseline: Ratio;
}

export interface BenchmarkRow {
  readonly benchmark: string;
  /** By engine, in the order of `engines`; null where it failed or was not measured. */
  readonly seconds: readonly (number | null)[];
  /** Speed over stage 0. */
  readonly speedups: readonly (number | null)[];
}

export interface StageReport {
  readonly title: string;
  readonly created: string;
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly ladder: readonly LadderRow[];
  readonly beside: readonly BesideRow[];
  readonly engines: readonly string[];
  readonly benchmarks: readonly BenchmarkRow[];
  readonly failures: readonly RecordedFailure[];
  /** All that was fitted: what follows here and above derives from it. */
  readonly fit: LadderFit;
  readonly perStage: LadderFit['perStage'];
  readonly required: LadderFit['required'];
  readonly targetTotal: number;
  readonly rounds: number;
  readonly intervalMethod: string;
  readonly centre: Centre;
  readonly plan: RecordedPlan;
  readonly environment: Metadata;
  readonly versions: Readonly<Record<string, string>>;
}

export function makeStageReport(
  roadmap: Roadmap,
  result: ResultFile,
  file: string,
  centre: Centre = 'median',
  options: FitOptions = {},
): StageReport {
  const samples = samplesOfFile({ kind: 'result', file, result }, centre);
  const fit = fitLadder(roadmap, samples, file, options);
  const ladder = ladderRows(fit);
  const beside = fit.beside.map(({ head, speedup }) => ({ engine: head, overBaseline: speedup }));
  const method = (fit.stages.findLast(({ total }) => total.comparison.rounds > 0) ?? fit.stages.at(-1)!).total
    .comparison.method;
  return {
    title: roadmap.title,
    created: result.created,
    ...verdictSentences(fit),
    ladder,
    beside,
    engines: result.engines.map(({ name }) => name),
    benchmarks: benchmarkRows(result, samples),
    failures: result.failures,
    fit,
    perStage: fit.perStage,
    required: fit.required,
    targetTotal: roadmap.targetTotal,
    rounds: fit.rounds,
    intervalMethod: method,
    centre,
    plan: result.plan,
    environment: result.environment,
    versions: engineVersions(result),
  };
}

function ladderRows(fit: LadderFit): LadderRow[] {
  const { id, name, title, release } = fit.baseline;
  return [
    { id, name, title, release, total: null, step: null },
    ...fit.stages.map((stage) => ({
      id: stage.id,
      name: stage.name,
      title: stage.title,
      release: stage.release,
      total: judged(stage.total),
      step: stage.step && judged(stage.step),
    })),
  ];
}

function judged({ target, verdict, comparison }: LadderFit['stages'][number]['total']) {
  return { speedup: comparison.speedup, target, verdict };
}

function verdictSentences(fit: LadderFit): Pick<StageReport, 'headline' | 'sentences'> {
  const last = fit.stages.at(-1)!;
  const { speedup } = last.total.comparison;
  const isLast = last.id === fit.roadmap.stages - 1;
  const target = isLast ? Math.min(fit.roadmap.targetTotal, last.total.target) : last.total.target;
  const verdict = last.total.verdict === 'broken' ? 'broken' : verdictAgainst(speedup, target);
  const words = {
    met: `the target of ${formatFactor(target)} is met`,
    missed: `the target of ${formatFactor(target)} is missed`,
    inconclusive: `whether the target of ${formatFactor(target)} is met stays open`,
    broken: 'but it breaks benchmarks, so no target is met',
  };
  const headline = Number.isNaN(speedup.value)
    ? `Stage ${last.id} broke on every benchmark: no target is met.`
    : `Stage ${last.id} runs ${formatFactor(speedup.value)} times as fast as stage 0 (95 % interval ${formatInterval(speedup)}): ${words[verdict]}.`;
  const sentences: string[] = [];
  const steps = fit.stages.flatMap((stage) => (stage.step ? [stage.step.verdict] : []));
  const count = (wanted: TargetVerdict): number => steps.filter((step) => step === wanted).length;
  const parts = (['met', 'missed', 'inconclusive', 'broken'] as const)
    .filter((wanted) => count(wanted) > 0)
    .map((wanted) => `${count(wanted)} ${wanted}`);
  if (parts.length > 0) {
    sentences.push(`Of ${plural(steps.length, 'step')} over the stage before: ${parts.join(', ')}.`);
  }
  if (fit.perStage) {
    const { factor, target: perStageTarget } = fit.perStage;
    sentences.push(
      `The fit through the origin gives ${formatFactor(factor.value)} a stage (${formatInterval(factor)}), target ${formatFactor(perStageTarget)}.`,
    );
  }
  if (fit.required) {
    sentences.push(
      `To reach ${formatFactor(fit.roadmap.targetTotal)}, ${fit.required.stagesLeft === 1 ? 'the stage left has' : `the ${fit.required.stagesLeft} stages left have each`} to bring ${formatFactor(fit.required.factor)}.`,
    );
  }
  for (const { head, speedup: other } of fit.beside) {
    sentences.push(
      `Stage 0 runs at ${formatFactor(1 / other.value)} times the speed of ${head} (${formatInterval({ value: 1 / other.value, low: 1 / other.high, high: other.low === 0 ? Infinity : 1 / other.low })}).`,
    );
  }
  return { headline, sentences };
}

function verdictAgainst(ratio: Ratio, target: number): TargetVerdict {
  if (ratio.low >= target) return 'met';
  return ratio.high < target ? 'missed' : 'inconclusive';
}

function benchmarkRows(result: ResultFile, samples: readonly EngineSamples[]): BenchmarkRow[] {
  const centreSeconds = (engine: EngineSamples | undefined, benchmark: string): number | null => {
    const processes = engine?.benchmarks.get(benchmark)?.processes ?? [];
    if (processes.length === 0) return null;
    // The geometric mean over processes: ratios of these are means of the rounds' log ratios.
    return Math.exp(processes.reduce((sum, { seconds }) => sum + Math.log(seconds), 0) / processes.length);
  };
  return result.plan.benchmarks.map((benchmark) => {
    const seconds = samples.map((engine) => centreSeconds(engine, benchmark));
    const base = seconds[0] ?? null;
    return {
      benchmark,
      seconds,
      speedups: seconds.map((time) => (time === null || base === null ? null : base / time)),
    };
  });
}

function engineVersions(result: ResultFile): Record<string, string> {
  return Object.fromEntries(
    result.engines.map(({ name, command }) => {
      const suite = result.suites[name];
      const first = suite?.benchmarks[0];
      const metadata = { ...suite?.metadata, ...first?.metadata, ...first?.runs[0]?.metadata };
      const version = [metadata['python_implementation'], metadata['python_version']]
        .filter((part) => part !== undefined)
        .join(' ');
      return [name, `${version ? `${version}: ` : ''}${command.join(' ')}`];
    }),
  );
}

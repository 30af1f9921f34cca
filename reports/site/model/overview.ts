/** The first page: one sentence, the ladder against its targets, what is left to do, and how it came about. */
import { cumulativeTarget, type Roadmap, type TargetVerdict } from '../../../stages/index.ts';
import type { StageReport } from '../../model/stage-report.ts';
import { type Estimate, estimateOf, known, significant, UNKNOWN } from './numbers.ts';
import type { ReleasePage } from './releases.ts';
import type { RunDigest } from './run.ts';
import type { Standing } from './stages.ts';

export interface LadderStep {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly release: string;
  readonly status: string;
  /** Over stage 0; null for stage 0, and for a stage that was not measured. */
  readonly total: Standing | null;
  readonly step: Standing | null;
  /** The product of the targets so far. */
  readonly target: number;
}

export interface ReleaseRow {
  readonly release: string;
  readonly stage: number;
  readonly title: string;
  readonly status: string;
  readonly movedTo: string | null;
  readonly slug: string | null;
  /** The day it was frozen. */
  readonly released: string | null;
}

export interface HistoryPoint {
  readonly run: string;
  readonly sha: string;
  readonly created: string;
  /** How many runs the point stands for; more than one where the history is long. */
  readonly runs: number;
  /** Speed over stage 0 by stage, in the order of `historyStages`. */
  readonly speedups: readonly (number | null)[];
}

export interface Overview {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly verdict: TargetVerdict;
  readonly targetTotal: number;
  readonly ladder: readonly LadderStep[];
  readonly beside: readonly { readonly engine: string; readonly overBaseline: Estimate }[];
  readonly forecast: {
    readonly perStage: Standing | null;
    readonly requiredPerStage: number | null;
    readonly stagesLeft: number;
    /** The last stage's speed if those left bring what the measured ones brought. */
    readonly projected: Estimate;
  };
  /** Where the plan has to hold: with and without code generated at run time. */
  readonly platforms: readonly {
    readonly title: string;
    readonly codeGeneration: boolean;
    readonly stage: number;
    readonly target: number;
    readonly speedup: Estimate;
    readonly verdict: TargetVerdict | 'not measured';
  }[];
  readonly releases: readonly ReleaseRow[];
  readonly historyStages: readonly number[];
  readonly history: readonly HistoryPoint[];
  readonly failures: readonly {
    readonly engine: string;
    readonly benchmark: string;
    readonly reason: string;
  }[];
}

export function makeOverview(
  roadmap: Roadmap,
  report: StageReport,
  series: readonly RunDigest[],
  releases: readonly ReleasePage[],
): Overview {
  const rows = new Map(report.ladder.map((row) => [row.id, row]));
  const historyStages = roadmap.stages.map(({ id }) => id).filter((id) => id > 0);
  const last = report.ladder.findLast(({ total }) => total !== null)?.total;
  return {
    headline: report.headline,
    sentences: report.sentences,
    verdict: last?.verdict ?? 'inconclusive',
    targetTotal: report.targetTotal,
    ladder: roadmap.stages.map((stage) => {
      const row = rows.get(stage.id);
      const { id, name, title, status } = stage;
      return {
        ...{ id, name, title, status, release: stage.movedTo ?? stage.release },
        total: row?.total ? standing(row.total) : null,
        step: row?.step ? standing(row.step) : null,
        target: significant(cumulativeTarget(roadmap, id)),
      };
    }),
    beside: report.beside.map(({ engine, overBaseline }) => ({
      engine,
      overBaseline: estimateOf(overBaseline),
    })),
    forecast: forecastOf(report, roadmap),
    platforms: report.fit.platforms.map(({ title, codeGeneration, stage, target, speedup, verdict }) => ({
      ...{ title, codeGeneration, stage, target: significant(target), verdict },
      speedup: speedup ? estimateOf(speedup) : UNKNOWN,
    })),
    releases: roadmap.stages.map((stage) => {
      const page = releases.find((release) => release.stage === stage.id);
      return {
        ...{ release: stage.release, stage: stage.id, title: stage.title, status: stage.status },
        movedTo: stage.movedTo ?? null,
        slug: page?.slug ?? null,
        released: page?.released ?? null,
      };
    }),
    historyStages,
    history: thinHistory(
      series.filter(({ ladder }) => ladder.length > 0),
      (run) => historyStages.map((id) => run.ladder.find((row) => row.id === id)?.speedup ?? null),
    ).map(({ run, runs, values }) => ({
      run: run.id,
      sha: run.sha,
      created: run.created,
      runs,
      speedups: values,
    })),
    failures: firstFailures(report),
  };
}

function standing({
  speedup,
  target,
  verdict,
}: NonNullable<StageReport['ladder'][number]['total']>): Standing {
  return { speedup: estimateOf(speedup), target: significant(target), verdict };
}

function forecastOf(report: StageReport, roadmap: Roadmap): Overview['forecast'] {
  const stagesLeft = report.required?.stagesLeft ?? 0;
  const last = report.ladder.findLast(({ total }) => total && Number.isFinite(total.speedup.value))?.total;
  const { perStage, fit } = report;
  const projected = fit.projection?.total ?? last?.speedup ?? { value: Number.NaN, low: 0, high: Infinity };
  return {
    perStage: perStage && {
      speedup: estimateOf(perStage.factor),
      target: significant(perStage.target),
      verdict: perStage.verdict,
    },
    requiredPerStage: known(report.required?.factor),
    stagesLeft: report.required ? stagesLeft : roadmap.stages.length - 1 - (report.ladder.at(-1)?.id ?? 0),
    projected: estimateOf(projected),
  };
}

/** One line for each engine and benchmark that failed. */
function firstFailures(report: StageReport): Overview['failures'] {
  const seen = new Map<string, Overview['failures'][number]>();
  for (const { engine, benchmark, kind, message } of report.failures) {
    const key = `${engine}\n${benchmark}`;
    if (!seen.has(key)) seen.set(key, { engine, benchmark, reason: message ? `${kind}: ${message}` : kind });
  }
  return [...seen.values()];
}

/** A chart of a long history has at most as many points, and its table as many rows. */
const HISTORY_POINTS = 90;

/**
 * A history for one chart and its table. Where it is long, each point stands for several runs that follow each other,
 * as many in each but the last, and has their geometric mean.
 */
export function thinHistory(
  runs: readonly RunDigest[],
  valuesOf: (run: RunDigest) => readonly (number | null)[],
): { run: RunDigest; runs: number; values: (number | null)[] }[] {
  const each = Math.ceil(runs.length / HISTORY_POINTS);
  const groups = Array.from({ length: Math.ceil(runs.length / Math.max(1, each)) }, (_, index) =>
    runs.slice(index * each, (index + 1) * each),
  );
  return groups.map((group) => {
    const rows = group.map(valuesOf);
    const values = rows[0]!.map((_, column) => {
      const present = rows.map((row) => row[column]!).filter((value) => value !== null);
      if (present.length === 0) return null;
      return known(Math.exp(present.reduce((sum, value) => sum + Math.log(value), 0) / present.length));
    });
    return { run: group.at(-1)!, runs: group.length, values };
  });
}

/**
 * The one value from which every page of the site and data.json derive. Pure: runs of the history in, a value out.
 * Times are seconds, speeds are factors (above 1: faster), memory is bytes, unknown is null.
 */
import type { Roadmap } from '../../../stages/index.ts';
import { InputError } from '../../../suites/index.ts';
import { ablationOf, type FlagContribution } from '../../model/ablation.ts';
import { makeStageReport } from '../../model/stage-report.ts';
import { type BenchmarkPage, makeBenchmarkPages } from './benchmarks.ts';
import { type ChangePoint, changePointsOf } from './changes.ts';
import { type ComparePage, makeComparePage } from './compare.ts';
import { type EdgesPage, makeEdgesPage } from './edges.ts';
import { type EnginesPage, makeEnginesPage } from './engines.ts';
import {
  type ReleaseRecord,
  type RunRow,
  rowOf,
  type SiteInput,
  type SiteLinks,
  wholeResult,
} from './input.ts';
import { makeOverview, type Overview } from './overview.ts';
import { makeReleasePages, type ReleasePage } from './releases.ts';
import { hasLadder, type RunDigest } from './run.ts';
import { makeStagePages, type StagePage } from './stages.ts';
import { makeTrustPage, type TrustPage } from './trust.ts';

/** What every page needs besides its own value. */
export interface SiteFrame {
  readonly title: string;
  readonly description: string;
  readonly links: SiteLinks;
  readonly stages: readonly { readonly id: number; readonly engine: string; readonly title: string }[];
}

export interface Site {
  readonly format: 'stage-report site';
  readonly version: 1;
  readonly frame: SiteFrame;
  /** When the newest run was measured: the same history gives the same site. */
  readonly updated: string;
  /** Runs in the history. */
  readonly runCount: number;
  /** The run that overview, stages and engines show: the newest of the suite with most benchmarks. */
  readonly run: RunRow;
  readonly overview: Overview;
  readonly stages: readonly StagePage[];
  readonly releases: readonly ReleasePage[];
  readonly benchmarks: readonly BenchmarkPage[];
  readonly compare: ComparePage;
  readonly engines: EnginesPage;
  readonly edges: EdgesPage;
  readonly trust: TrustPage;
  readonly changes: readonly ChangePoint[];
}

/** Runs whose whole result the site shows: the newest of each suite, and those of releases. */
export function runsToReadWhole(runs: readonly RunDigest[], releases: readonly ReleaseRecord[]): RunDigest[] {
  const files = new Set(releases.map(({ run }) => run));
  const newest = new Set(newestOfEachSuite(runs).values());
  return runs.filter((run) => newest.has(run) || files.has(run.file));
}

export function makeSite(input: SiteInput): Site {
  const { roadmap, links } = input;
  const runs = [...input.runs].sort(byTime);
  const main = mainRun(runs, roadmap);
  const result = wholeResult(input, main);
  const report = makeStageReport(roadmap, result, main.file);
  const newest = newestOfEachSuite(runs);
  const series = runs.filter((run) => run.suite === main.suite);
  const changes = changePointsOf(runs);
  const stages = makeStagePages(roadmap, result, main.file, ablationIn(input, [...newest.values()]));
  const releases = makeReleasePages(input, main, runs);
  return {
    format: 'stage-report site',
    version: 1,
    frame: {
      ...{ title: roadmap.title, description: roadmap.description, links },
      stages: roadmap.stages.map(({ id, title, engine }) => ({ id, title, engine: engine.name })),
    },
    updated: runs.at(-1)!.created,
    runCount: runs.length,
    run: rowOf(main),
    overview: makeOverview(roadmap, report, series, releases),
    stages,
    releases,
    benchmarks: makeBenchmarkPages(input, runs, [...newest.values()], changes),
    compare: makeComparePage(runs, main, roadmap),
    engines: makeEnginesPage(result, main, new Set(roadmap.stages.map((stage) => stage.engine.name))),
    edges: makeEdgesPage(input, [...newest.values()]),
    trust: makeTrustPage(result, report, input.calibration, main.file),
    changes,
  };
}

function mainRun(runs: readonly RunDigest[], roadmap: Roadmap): RunDigest {
  const withLadder = runs.filter(({ engines }) => hasLadder(engines.map(toEngine), roadmap));
  const candidates = [...newestOfEachSuite(withLadder).values()].sort(
    (a, b) => b.benchmarks.length - a.benchmarks.length || byTime(b, a),
  );
  if (candidates[0]) return candidates[0];
  throw new InputError({
    where: 'history',
    problem: `has no run that holds ${roadmap.stages[0]!.engine.name} and a later stage (${runs.length} runs were read)`,
    fix: 'add one: stage-report run --stages 0-4, or give the roadmap of these runs by --roadmap',
  });
}

/** Of the newest run that measured stages without their flags. */
function ablationIn(input: SiteInput, newest: readonly RunDigest[]): readonly FlagContribution[] {
  const run = newest
    .filter(({ engines }) => engines.some(({ name }) => name.includes(',-')))
    .sort(byTime)
    .at(-1);
  return run ? ablationOf(wholeResult(input, run), run.file).flags : [];
}

const toEngine = ({ name }: { name: string }): { engine: string } => ({ engine: name });

function newestOfEachSuite(runs: readonly RunDigest[]): Map<string, RunDigest> {
  const newest = new Map<string, RunDigest>();
  for (const run of [...runs].sort(byTime)) newest.set(run.suite, run);
  return newest;
}

function byTime(a: RunDigest, b: RunDigest): number {
  return a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

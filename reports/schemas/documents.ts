/**
 * Every JSON document that `stage-report` prints or writes, by name: `--json` of each command, and its files. Their
 * types are the one description: `generate.ts` makes the published schemas of them, comments included, and
 * `formatDocument` lets no command print anything else.
 */
import type { Calibration, ChangePoint, Comparison, GateReport, TargetVerdict } from '../../stages/index.ts';
import type { InputProblem, Metadata, RecordedFailure, ResultFile } from '../../suites/index.ts';
import type { Ablation } from '../model/ablation.ts';
import type { EngineRow, Finding } from '../model/machine.ts';
import type { ResultTable } from '../model/result-table.ts';
import type { RoadmapStanding } from '../model/roadmap-standing.ts';
import type { StageReport } from '../model/stage-report.ts';
import type { EdgeRow, MemoryRow, PromotionRow } from '../model/suite-views.ts';
import type { Outcome } from '../post/publish.ts';
import type { BuildReport } from '../site/build.ts';
import type { Site } from '../site/model/site.ts';
import { formatJson } from '../text/json.ts';

export interface Documents {
  /** A command that found its input wrong; with exit status 2. */
  readonly error: { readonly error: { readonly code: string } & InputProblem };
  /** `post` could not post; with exit status 1. */
  readonly 'post-error': { readonly error: { readonly code: string; readonly problem: string } };
  readonly start: StageReport & {
    readonly files: { readonly result: string; readonly dashboard: string };
  };
  readonly run: RunSummary;
  readonly fit: StageReport;
  readonly compare: readonly JudgedComparison[];
  readonly gate: GateReport;
  /** Also the file that `calibrate` writes. */
  readonly calibrate: Calibration;
  readonly 'roadmap-check': { readonly file: string; readonly mistakes: readonly InputProblem[] };
  readonly 'roadmap-show': RoadmapStanding;
  readonly history: {
    readonly runs: number;
    /** Newest first, then by size. */
    readonly changes: readonly ChangePoint[];
  };
  readonly append: {
    readonly branch: string;
    readonly path: string;
    readonly commit: string;
    /** Whether it stood there already. */
    readonly present: boolean;
  };
  readonly post: Outcome;
  readonly 'post-dry-run': DryRun;
  readonly report: { readonly file: string; readonly headline: string };
  readonly dashboard: BuildReport;
  readonly export: {
    readonly file: string;
    readonly format: string;
    readonly engine: string;
    readonly benchmarks: number;
  };
  readonly 'show-times': ResultTable;
  readonly 'show-memory': readonly MemoryRow[];
  readonly 'show-promotion': readonly PromotionRow[];
  readonly 'show-edges': readonly EdgeRow[];
  readonly 'show-counters': readonly CounterRow[];
  readonly import: {
    readonly file: string;
    readonly engines: readonly string[];
    readonly benchmarks: number;
  };
  readonly ablate: Ablation & { readonly file: string };
  /** The matrix of a GitHub workflow. */
  readonly plan: { readonly include: readonly PlannedShard[] };
  readonly merge: {
    readonly file: string;
    readonly shards: number;
    readonly benchmarks: readonly string[];
    readonly failures: number;
  };
  readonly engines: readonly EngineRow[];
  readonly suites: SuiteList;
  readonly doctor: { readonly machine: Metadata; readonly findings: readonly Finding[] };
  /** The names of all schemas. */
  readonly schema: readonly string[];
  /** The file that `run`, `merge`, `ablate` and `import` write. */
  readonly result: ResultFile;
  /** data.json of a dashboard: everything that its pages show. */
  readonly site: Site;
}

export interface RunSummary {
  readonly file: string;
  readonly session: string;
  readonly seed: number;
  /** Rounds that hold every benchmark. */
  readonly rounds: number;
  readonly stopped: 'complete' | 'budget';
  readonly engines: readonly string[];
  readonly benchmarks: readonly string[];
  readonly table: ResultTable;
  readonly failures: readonly Pick<RecordedFailure, 'engine' | 'benchmark' | 'round' | 'kind' | 'message'>[];
}

export interface JudgedComparison extends Comparison {
  /** With `--target`. */
  readonly target?: { readonly speedup: number; readonly verdict: TargetVerdict };
}

export interface DryRun {
  /** Markdown. */
  readonly comment: string;
  readonly check: {
    readonly name: string;
    /** Null: not reported. */
    readonly conclusion: string | null;
    readonly title: string;
    readonly summary: string;
    readonly text: string;
  };
  readonly status: string;
  readonly report: GateReport;
}

export interface CounterRow {
  readonly engine: string;
  readonly benchmark: string;
  readonly counters: Readonly<Record<string, number>>;
}

export interface PlannedShard {
  /** `2/4`, for `run --shard`. */
  readonly shard: string;
  /** `2-of-4`: part of a file name, where a slash cannot be. */
  readonly name: string;
  readonly seed: number;
  readonly plan: string;
  /** Names, by space. */
  readonly benchmarks: string;
}

export interface SuiteList {
  readonly manifest: string;
  /** Names of benchmarks by group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly benchmarks: readonly {
    readonly name: string;
    readonly script: string;
    readonly arguments: readonly string[];
    readonly sourceHash: string;
    readonly groups: readonly string[];
  }[];
}

export type DocumentName = keyof Documents;

/** A document as text. */
export function formatDocument<Name extends DocumentName>(_name: Name, document: Documents[Name]): string {
  return formatJson(document);
}

/** What the site is made from, and the parts of it that several pages read. */
import type { Calibration, Roadmap } from '../../../stages/index.ts';
import type { ResultFile } from '../../../suites/index.ts';
import type { RunDigest } from './run.ts';

export interface SiteLinks {
  /** `https://github.com/owner/name`, for commits and sources; null: commits are shown without a link. */
  readonly repository: string | null;
  /** Where the history folder is found from the site's root, ending in `/`: a URL or a relative path. */
  readonly history: string | null;
  /** Where the site will stand, ending in `/`: feeds and social images need whole addresses. */
  readonly site: string | null;
}

/** `releases/NAME.json` in the history: which run was measured for a release. Never changes. */
export interface ReleaseRecord {
  /** As in the roadmap: `3.10`. */
  readonly release: string;
  /** The day, `2026-11-28`. */
  readonly released: string;
  /** The run's file, from the history folder. */
  readonly run: string;
  readonly notes: string | null;
}

export interface SiteInput {
  readonly roadmap: Roadmap;
  readonly runs: readonly RunDigest[];
  /** The whole result of each run that `runsToReadWhole` names. */
  readonly results: ReadonlyMap<string, ResultFile>;
  readonly releases: readonly ReleaseRecord[];
  readonly calibration: Calibration | null;
  /** Path of each benchmark's program inside the repository, where it is one of ours. */
  readonly sources: ReadonlyMap<string, string>;
  readonly links: SiteLinks;
}

/** A run as a line of a list. */
export interface RunRow {
  readonly id: string;
  readonly sha: string;
  readonly suite: string;
  readonly created: string;
  readonly rounds: number;
  readonly engines: readonly string[];
  readonly failures: number;
  readonly file: string;
}

export function rowOf(run: RunDigest): RunRow {
  const { id, sha, suite, created, rounds, engines, failures, file } = run;
  return { id, sha, suite, created, rounds, engines: engines.map(({ name }) => name), failures, file };
}

export function wholeResult({ results }: SiteInput, run: RunDigest): ResultFile {
  const result = results.get(run.id);
  if (!result) throw new Error(`the whole result of ${run.id} was not read`);
  return result;
}

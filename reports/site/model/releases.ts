/**
 * A page a release, whose numbers are frozen: `releases/NAME.json` in the history names the run that was measured
 * for it, and neither file ever changes. A release without such a file is shown with the newest run, and says so.
 */

import { InputError, type JsonField } from '../../../suites/index.ts';
import { type ReleaseRecord, type RunRow, rowOf, type SiteInput, wholeResult } from './input.ts';
import { hasLadder, type RunDigest } from './run.ts';
import { slugOf } from './slug.ts';
import { makeStagePages, type StageBenchmark, type Standing } from './stages.ts';

export interface ReleasePage {
  readonly release: string;
  readonly slug: string;
  readonly stage: number;
  readonly title: string;
  readonly status: string;
  readonly movedTo: string | null;
  /** The day its numbers were frozen; null: the numbers are the newest run's and still move. */
  readonly released: string | null;
  readonly notes: string | null;
  readonly run: RunRow;
  readonly headline: string;
  readonly ladder: readonly {
    readonly id: number;
    readonly title: string;
    readonly total: Standing | null;
    readonly step: Standing | null;
  }[];
  /** Against the release before, in the same run, largest change first. */
  readonly changes: readonly StageBenchmark[];
  readonly versions: readonly { readonly engine: string; readonly version: string }[];
}

/** Reads one `releases/NAME.json`. */
export function readRelease(field: JsonField): ReleaseRecord {
  field.onlyKeys(['format', 'version', 'release', 'released', 'run', 'notes']);
  field.at('format').oneOf(['stage-report release']);
  const version = field.at('version');
  if (version.value !== 1) version.fail(`is ${JSON.stringify(version.value)}`, 'write "version": 1');
  const released = field.at('released').string();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(released))
    field.at('released').fail(`is "${released}"`, 'write a day, such as 2026-11-28');
  return {
    release: field.at('release').string(),
    released,
    run: field.at('run').string(),
    notes: field.at('notes').exists ? field.at('notes').string() : null,
  };
}

export function makeReleasePages(
  input: SiteInput,
  main: RunDigest,
  runs: readonly RunDigest[],
): ReleasePage[] {
  const { roadmap, releases } = input;
  const unknown = releases.find(({ release }) => !roadmap.stages.some((stage) => stage.release === release));
  if (unknown) {
    throw new InputError({
      where: `releases of the history: ${unknown.release}`,
      field: 'release',
      problem: 'is no release of the roadmap',
      fix: `use one of: ${roadmap.stages.map(({ release }) => release).join(', ')}`,
    });
  }
  return roadmap.stages.flatMap((stage): ReleasePage[] => {
    const record = releases.find(({ release }) => release === stage.release);
    const run = record ? runOf(record, runs) : main;
    if (
      !hasLadder(
        run.engines.map(({ name }) => ({ engine: name })),
        roadmap,
      )
    )
      return [];
    const result = wholeResult(input, run);
    const pages = makeStagePages(roadmap, result, run.file);
    const own = pages[stage.id]!;
    return [
      {
        ...{ release: stage.release, slug: slugOf(stage.release), stage: stage.id, title: stage.title },
        ...{ status: stage.status, movedTo: stage.movedTo ?? null },
        ...{ released: record?.released ?? null, notes: record?.notes ?? null },
        run: rowOf(run),
        headline: own.headline,
        ladder: pages
          .filter(({ id }) => id <= stage.id)
          .map(({ id, title, total, step }) => ({ id, title, total, step })),
        changes: own.id === 0 ? [] : own.benchmarks,
        versions: run.engines.map(({ name, version }) => ({ engine: name, version })),
      },
    ];
  });
}

function runOf(record: ReleaseRecord, runs: readonly RunDigest[]): RunDigest {
  const run = runs.find(({ file }) => file === record.run);
  if (run) return run;
  throw new InputError({
    where: `releases of the history: ${record.release}`,
    field: 'run',
    problem: `names ${record.run}, which is not in the history`,
    fix: 'name a file below runs/',
  });
}

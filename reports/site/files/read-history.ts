/**
 * The history folder: one immutable file a run below `runs/`, one a release below `releases/`. What cannot be read is
 * an error, never left out.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Roadmap } from '../../../stages/index.ts';
import { InputError, type ResultFile, readJsonFile, readResultFile } from '../../../suites/index.ts';
import type { ReleaseRecord } from '../model/input.ts';
import { readRelease } from '../model/releases.ts';
import { digestRun, parseRunName, type RunDigest, type RunName } from '../model/run.ts';

export interface HistoryFolder {
  readonly folder: string;
  readonly runs: readonly RunName[];
  readonly releases: readonly ReleaseRecord[];
}

export function listHistory(folder: string): HistoryFolder {
  if (!existsSync(join(folder, 'runs'))) {
    throw new InputError({
      where: folder,
      field: 'runs',
      problem: existsSync(folder) ? 'is not there' : 'no such folder',
      fix: 'give a history: result files as runs/YYYY/MM/SHA-SUITE-RUN-ATTEMPT.json.gz',
    });
  }
  const runs = filesBelow(folder, 'runs').map((file) => parseRunName(file, join(folder, file)));
  const ids = new Map<string, string>();
  for (const { id, file } of runs) {
    const other = ids.get(id);
    if (other !== undefined) {
      throw new InputError({
        where: join(folder, file),
        problem: `is the same run as ${other}`,
        fix: 'keep one of the two',
      });
    }
    ids.set(id, file);
  }
  if (runs.length === 0) {
    throw new InputError({
      where: join(folder, 'runs'),
      problem: 'holds no run',
      fix: 'add one: stage-report run',
    });
  }
  const releases = existsSync(join(folder, 'releases'))
    ? filesBelow(folder, 'releases').map((file) => readRelease(readJsonFile(join(folder, file))))
    : [];
  return { folder, runs, releases };
}

/** Files of a folder in the order of their names, with `/`; hidden ones (an unfinished write, `.gitkeep`) are not runs. */
function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.tmp'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function readWhole(folder: string, run: RunName): ResultFile {
  return readResultFile(join(folder, run.file));
}

/** How a run is published beside the pages, and found again by the next build: a script, so that file:// can load it. */
const BEFORE = 'stageReportRun(';
const AFTER = ');\n';

export function formatDigest(digest: RunDigest, key: string): string {
  return `${BEFORE}${JSON.stringify({ key, ...digest })}${AFTER}`;
}

export function digestFile(id: string): string {
  return `data/runs/${id}.js`;
}

/**
 * A run's digest from the published file of an earlier build, if that was made from the same file by the same code
 * for the same roadmap; otherwise from the result file itself.
 */
export function digestOf(
  history: HistoryFolder,
  run: RunName,
  roadmap: Roadmap,
  published: string,
  fingerprint: string,
): { digest: RunDigest; key: string; wasCached: boolean } {
  const { size } = statSync(join(history.folder, run.file));
  const key = `${fingerprint}-${size}`;
  const cached = readPublished(published, key);
  if (cached) return { digest: cached, key, wasCached: true };
  return { digest: digestRun(run, readWhole(history.folder, run), roadmap), key, wasCached: false };
}

function readPublished(file: string, key: string): RunDigest | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  if (!text.startsWith(`${BEFORE}{"key":"${key}"`) || !text.endsWith(AFTER)) return null;
  const { key: _, ...digest } = JSON.parse(text.slice(BEFORE.length, -AFTER.length)) as RunDigest & {
    key: string;
  };
  return digest;
}

/** Builds a site from a history folder: reads what is new, makes the one value, writes what changed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Calibration, Roadmap } from '../../stages/index.ts';
import { packageRoot, type ResultFile } from '../../suites/index.ts';
import { formatFactor, formatSeconds } from '../model/format.ts';
import { atomFeed, badgeSvg, shieldsEndpoint, socialImage } from './files/feeds.ts';
import { Output } from './files/output.ts';
import { digestFile, digestOf, formatDigest, listHistory, readWhole } from './files/read-history.ts';
import { rowOf, type SiteLinks } from './model/input.ts';
import type { RunDigest } from './model/run.ts';
import { makeSite, runsToReadWhole, type Site } from './model/site.ts';
import { layout, socialName } from './pages/layout.ts';
import { pagesOf } from './pages/pages.ts';

export interface BuildOptions {
  readonly history: string;
  readonly out: string;
  readonly roadmap: Roadmap;
  readonly calibration: Calibration | null;
  readonly repository: string | null;
  /** Where the history's files can be fetched; null: a relative path from the site. */
  readonly historyUrl: string | null;
  readonly siteUrl: string | null;
  /** Path of each benchmark's program inside the repository. */
  readonly sources: ReadonlyMap<string, string>;
  readonly onProgress?: (done: number, all: number) => void;
}

export interface BuildReport {
  readonly index: string;
  readonly headline: string;
  readonly runs: number;
  /** Result files that had to be read; the others were known from the last build. */
  readonly runsRead: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

export function buildSite(options: BuildOptions): BuildReport {
  const { roadmap, out } = options;
  const history = listHistory(options.history);
  const output = new Output(out);
  const fingerprint = fingerprintOf(roadmap);
  const runs: RunDigest[] = [];
  let runsRead = 0;
  for (const [done, name] of history.runs.entries()) {
    const path = digestFile(name.id);
    const { digest, key, wasCached } = digestOf(history, name, roadmap, join(out, path), fingerprint);
    if (wasCached) output.keep(path);
    else {
      runsRead += 1;
      output.write(path, formatDigest(digest, key));
    }
    runs.push(digest);
    options.onProgress?.(done + 1, history.runs.length);
  }
  const results = new Map<string, ResultFile>(
    runsToReadWhole(runs, history.releases).map((run) => [run.id, readWhole(history.folder, run)]),
  );
  const site = makeSite({
    ...{ roadmap, runs, results, releases: history.releases },
    ...{ calibration: options.calibration, sources: options.sources },
    links: linksOf(options),
  });
  writeSite(site, runs, output, fingerprint);
  const { removed } = output.finish();
  return {
    index: join(out, 'index.html'),
    headline: site.overview.headline,
    runs: runs.length,
    runsRead,
    ...{ written: output.written, unchanged: output.unchanged, removed },
  };
}

function writeSite(site: Site, runs: readonly RunDigest[], output: Output, fingerprint: string): void {
  for (const page of pagesOf(site)) {
    const { path, title, description, inputs, script } = page;
    const hash = hashOf(fingerprint, JSON.stringify([site.frame, path, title, description, inputs, script]));
    output.writeIfChanged(path, hash, () => layout(site.frame, page));
    output.writeIfChanged(
      `social/${socialName(path)}`,
      hashOf(fingerprint, JSON.stringify([site.frame.title, title, description])),
      () => socialImage(site, page),
    );
  }
  for (const asset of ['style.css', 'icon.svg']) output.write(asset, readAsset(asset));
  output.write('compare.js', `${formatsScript()}${readAsset('compare.js')}`);
  const rows = [...runs]
    .sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0))
    .map(rowOf);
  output.write('data/runs.js', `stageReportRuns(${JSON.stringify(rows)});\n`);
  output.write('data.json', `${JSON.stringify(site)}\n`);
  output.write('badge.svg', badgeSvg(site));
  output.write('badge.json', shieldsEndpoint(site));
  output.write('feed.xml', atomFeed(site));
}

/** The compare page formats numbers by the very functions that formatted them in the other pages. */
function formatsScript(): string {
  return `globalThis.stageReportFormats = { formatFactor: ${formatFactor}, formatSeconds: ${formatSeconds} };\n`;
}

function readAsset(name: string): string {
  return readFileSync(join(packageRoot, 'reports', 'site', 'assets', name), 'utf8');
}

function linksOf({ repository, historyUrl, siteUrl, history, out }: BuildOptions): SiteLinks {
  const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
  const path = relative(resolve(out), resolve(history)).split(sep).map(encodeURIComponent).join('/');
  return {
    repository: repository === null ? null : repository.replace(/\/$/, ''),
    history: withSlash(historyUrl ?? path),
    site: siteUrl === null ? null : withSlash(siteUrl),
  };
}

/** Of everything besides the history that decides what is written: this program's code, and the roadmap. */
function fingerprintOf(roadmap: Roadmap): string {
  const root = dirname(dirname(import.meta.dirname));
  const hash = createHash('sha256').update(JSON.stringify({ ...roadmap, file: '' }));
  for (const room of ['reports', 'stages', join('suites', 'formats')]) {
    const files = readdirSync(join(root, room), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.[jt]s$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex').slice(0, 24);
}

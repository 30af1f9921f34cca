/**
 * The lists in the repository: passing ids a file each (`lists/test_x.txt`), the number of ids that CPython collects
 * (`lists/counts.json`), and one line for each test that does not pass (`failures.txt`).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../lists/', import.meta.url);
const countsFile = new URL('counts.json', folder);
const failuresFile = new URL('../failures.txt', import.meta.url);

/** Passing ids; empty where there is no list yet. */
export function readList(file: string): string[] {
  const path = new URL(`${file}.txt`, folder);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

export function listedFiles(): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -'.txt'.length))
    .sort();
}

export function writeList(file: string, ids: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    new URL(`${file}.txt`, folder),
    [...new Set(ids)]
      .sort()
      .map((id) => `${id}\n`)
      .join(''),
  );
}

export function readCounts(): Record<string, number> {
  return existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : {};
}

export function writeCounts(counts: Readonly<Record<string, number>>): void {
  mkdirSync(folder, { recursive: true });
  const sorted = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(countsFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Reasons by `file id`; a file that does not load has one line with the id `*`. */
export function readFailures(): Map<string, string> {
  if (!existsSync(failuresFile)) return new Map();
  const lines = readFileSync(failuresFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(' — ');
      return [line.slice(0, at), line.slice(at + 3)];
    }),
  );
}

const HEADER =
  '# What does not pass, with the reason in a line; written by `npm run conformance -- --update`.\n';

/** Reasons name files of the CPython that the tests came from, which lies elsewhere on each machine. */
const withoutPaths = (reason: string): string =>
  reason.replace(/(["'])\/[^"'[]*?(\/python3\.[^"'[]*|(?=["'[])|$)/g, '$1Lib');

export function writeFailures(failures: ReadonlyMap<string, string>): void {
  const lines = [...failures].map(([key, reason]) => `${key} — ${withoutPaths(reason)}`).sort();
  writeFileSync(failuresFile, `${HEADER}${lines.map((line) => `${line}\n`).join('')}`);
}

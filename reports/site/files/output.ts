/** The folder of a site: writes what changed, and removes what an earlier build made and this one did not. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../../suites/index.ts';

/** Remembers what each page was made from; its presence tells that a folder is a site of ours. */
const RECORD = 'data/build.json';
/** Folders that hold nothing but what a build writes. */
const OWN_FOLDERS = ['stages', 'benchmarks', 'releases', 'social', 'data/runs'];

export class Output {
  readonly folder: string;
  written = 0;
  unchanged = 0;
  private readonly before: Readonly<Record<string, string>>;
  private readonly now = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
    this.before = readRecord(folder);
  }

  /** Writes a file unless it already says the same. */
  write(path: string, text: string): void {
    this.now.set(path, '');
    const file = join(this.folder, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) {
      this.unchanged += 1;
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    // Whole or not at all: a reader, or a build that is stopped, never meets half a page.
    const temporary = `${file}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, file);
    this.written += 1;
  }

  /** Makes a file only if what it is made from (`inputs`, a hash) is not what it was made from before. */
  writeIfChanged(path: string, inputs: string, make: () => string): void {
    if (this.before[path] === inputs && existsSync(join(this.folder, path))) this.unchanged += 1;
    else this.write(path, make());
    this.now.set(path, inputs);
  }

  /** Keeps a file as it is. */
  keep(path: string): void {
    this.now.set(path, '');
    this.unchanged += 1;
  }

  finish(): { removed: number } {
    let removed = 0;
    for (const folder of OWN_FOLDERS) {
      if (!existsSync(join(this.folder, folder))) continue;
      for (const name of readdirSync(join(this.folder, folder))) {
        if (this.now.has(`${folder}/${name}`)) continue;
        rmSync(join(this.folder, folder, name), { force: true });
        removed += 1;
      }
    }
    const record = Object.fromEntries([...this.now].filter(([, inputs]) => inputs !== '').sort());
    this.write(RECORD, `${JSON.stringify({ format: 'stage-report build', pages: record }, null, 1)}\n`);
    return { removed };
  }
}

function readRecord(folder: string): Record<string, string> {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return {};
  try {
    const { format, pages } = JSON.parse(readFileSync(join(folder, RECORD), 'utf8'));
    if (format === 'stage-report build') return pages;
  } catch {
    // Said below: not a site, or one whose record is damaged.
  }
  throw new InputError({
    where: folder,
    problem: `is not empty, and is not a site built before (${RECORD} cannot be read)`,
    fix: 'give another folder, or empty this one',
  });
}

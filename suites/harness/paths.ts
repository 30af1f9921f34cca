/**
 * Where the package lies. Programs and data (.py, MANIFEST, roadmap.json) are not compiled, so code that runs
 * from `dist/` reads them from the package's own folders.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

export const ownBenchmarksFolder = join(packageRoot, 'suites', 'benchmarks');
export const supportFolder = join(packageRoot, 'suites', 'support');
/** Prints what an engine says of itself. */
export const probeScript = join(supportFolder, 'probe.py');

function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${start}`);
  }
}

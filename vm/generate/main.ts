/**
 * Runs every generator: `node vm/generate/main.ts` writes the generated files, `--check` fails when one is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layouts } from '../objects/layouts.ts';
import { generateLayouts } from './layouts.ts';

const vmRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

const outputs = new Map<string, string>([['objects/generated/layouts.ts', generateLayouts(layouts)]]);

let stale = 0;
for (const [path, text] of outputs) {
  const file = join(vmRoot, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check) {
    console.error(`vm/${relative(vmRoot, file)} is not current: run npm run generate`);
    stale += 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
process.exitCode = stale === 0 ? 0 : 1;

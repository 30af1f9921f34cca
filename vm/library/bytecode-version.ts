/**
 * The version of the bytecode, which cached code carries: 32 bits of a hash over the sources that decide what is compiled
 * and how it is written down. The bundle holds it as a number (`rolldown.config.ts`).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Below `vm/`. */
const DECIDING = [
  'syntax',
  'compile',
  'instructions/generated/opcodes.ts',
  'tiers/load.ts',
  'modules/marshal',
  'modules/unicodedata/names.ts',
];

/** From the sources, as they lie beside this file. */
export function bytecodeVersionOfSources(): number {
  const hash = createHash('sha256');
  const vm = fileURLToPath(new URL('..', import.meta.url));
  for (const file of DECIDING.flatMap((path) => filesBelow(vm, path))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(vm, file)))
      .update('\0');
  }
  return hash.digest().readUInt32LE(0);
}

function filesBelow(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${path}/${name}`)
    .sort();
}

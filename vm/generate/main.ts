/**
 * Runs every generator: `node vm/generate/main.ts` writes the generated files, `--check` fails when one is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layouts } from '../objects/layouts.ts';
import { generateLayouts } from './layouts.ts';
import { DefinitionError } from './model.ts';
import { generateNodes } from './nodes.ts';
import { generateOpcodes, generateReference, numberOpcodes } from './opcodes.ts';
import { generateQuicken } from './quicken.ts';
import { readDefinitions } from './read.ts';
import { FUSIONS, generateRegisterLayout, registerOpcodes } from './register-layout.ts';
import { generateRegisterLoop } from './register-loop.ts';
import { generateStackLoop } from './stack-loop.ts';
import { generateTemplates } from './templates.ts';

const vmRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

function outputs(): Map<string, string> {
  const definitions = readDefinitions(vmRoot);
  const numbering = numberOpcodes(definitions);
  const own = registerOpcodes(definitions, numbering.numbers.size);
  const loops = (counting: boolean): [path: string, text: string][] => {
    const file = counting ? 'generated/counting-loop.ts' : 'generated/loop.ts';
    return [
      [`tiers/plain/${file}`, generateStackLoop(definitions, numbering, 'plain', counting)],
      [`tiers/adaptive/${file}`, generateStackLoop(definitions, numbering, 'adaptive', counting)],
      [`tiers/threads/${file}`, generateStackLoop(definitions, numbering, 'thread', counting)],
      [`tiers/register/${file}`, generateRegisterLoop(definitions, numbering, own, counting)],
    ];
  };
  return new Map([
    ...loops(false),
    ...loops(true),
    ['objects/generated/layouts.ts', generateLayouts(layouts)],
    ['instructions/generated/opcodes.ts', generateOpcodes(definitions, numbering)],
    ['instructions/REFERENCE.md', generateReference(definitions)],
    ['tiers/register/generated/layout.ts', generateRegisterLayout(definitions, own)],
    ['tiers/region/generated/templates.ts', generateTemplates(definitions)],
    ['tiers/optimizer/generated/nodes.ts', generateNodes(definitions)],
    ['tiers/quicken/generated/quicken.ts', generateQuicken(definitions, FUSIONS)],
  ]);
}

function main(): number {
  let stale = 0;
  for (const [path, text] of outputs()) {
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
  return stale === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof DefinitionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * V8's bytecode of each generated interpreter function stays below a bound: at about 60 KB V8 no longer optimises a
 * function (`--max-optimized-bytecode-size`), and 4 ns an instruction become 43.
 */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LIMIT = 45_000;
const here = dirname(fileURLToPath(import.meta.url));

/** Sizes of all functions of this name that V8 compiles while a small program runs at the stage, largest first. */
function bytecodeSizes(stage: number, name: string, counting: boolean): number[] {
  const program = `
    import { readFileSync } from 'node:fs';
    import { flagsOfStage } from './flags.ts';
    import { compileSource, newNamespace, runCode, startMachine } from './machine.ts';
    import { machine, newDict } from '../objects/index.ts';
    import { executed } from './statistics.ts';
    executed.counting = ${counting};
    startMachine(flagsOfStage(${stage}));
    machine.builtins = newDict();
    runCode(compileSource('a = 1 + 2', 'size.py', 'exec'), newNamespace('__main__'));
  `;
  // Without lazy feedback or a code cache the function is compiled when it is first called.
  const printed = execFileSync(
    process.execPath,
    [
      '--no-warnings',
      '--print-bytecode',
      `--print-bytecode-filter=${name}`,
      '--input-type=module-typescript',
      '--eval',
      program,
    ],
    { cwd: here, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return [...printed.matchAll(/^Bytecode length: (\d+)$/gm)]
    .map(([, length]) => Number(length))
    .sort((a, b) => b - a);
}

test.each<[tier: string, stage: number, name: string, counting?: boolean]>([
  ['plain', 0, 'evaluate'],
  ['adaptive', 1, 'evaluate'],
  ['register', 2, 'run'],
  ['plain', 0, 'evaluate', true],
  ['adaptive', 1, 'evaluate', true],
  ['register', 2, 'run', true],
])(
  'the %s loop of stage %i (%s, counting: %s) is small enough for V8 to optimise',
  (tier, stage, name, counting = false) => {
    const [size] = bytecodeSizes(stage, name, counting);
    expect(size, `no bytecode of ${name} in ${join('vm/tiers', tier, 'generated/loop.ts')}`).toBeGreaterThan(
      1000,
    );
    expect(size).toBeLessThan(LIMIT);
  },
);

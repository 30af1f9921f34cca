/**
 * Whole programs as a command at every stage: `testdata/NAME.py` prints `testdata/NAME.out`, which CPython wrote. For
 * parts of the language that need modules or frames; what loops are compiled to is the business of `vm/tiers`.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../bin/stage-vm.ts', import.meta.url));
const folder = new URL('testdata/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.py'))
  .map((file) => file.slice(0, -3))
  .sort();

describe.each(['0', '1', '2', '3', '4'])('stage %s', (stage) => {
  test.each(names)('%s', async (name) => {
    const script = fileURLToPath(new URL(`${name}.py`, folder));
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, '--stage', stage, script]);
    expect(stdout).toBe(readFileSync(new URL(`${name}.out`, folder), 'utf8'));
  });
});

/**
 * Recursion without end through every kind of callback is a RecursionError at each stage, never a crash. Not compared with
 * the oracle, which has less stack than these need.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { casesOf, outputsOf, programOf } from './cases.ts';
import { runInVm } from './run.ts';

const file = 'recursion.py';
const cases = casesOf(file, readFileSync(new URL(`recursion/${file}`, import.meta.url), 'utf8'));

describe('recursion without end', () => {
  test.each([0, 1, 2, 3, 4])('at stage %i', async (stage) => {
    const { stdout, status } = await runInVm(programOf(cases), ['--stage', String(stage)], 110);
    const outputs = outputsOf(cases.length, stdout);
    const wrong = cases
      .map(({ source }, index) => `${source.trim()}: ${outputs[index] ?? 'the process ended'}`)
      .filter((_, index) => outputs[index] !== '' && !(outputs[index] ?? '').startsWith('RecursionError: '));
    expect({ wrong, status }).toEqual({ wrong: [], status: 0 });
  });
});

/** Every case of `cases/`: at each stage the VM prints what CPython 3.14 prints. */
import { beforeAll, describe, expect, test } from 'vitest';
import { casesOf, outputsOf } from './cases.ts';
import { describeDifference, differences, oracleOutputs, readCases, vmOutputs } from './compare.ts';

const cases = readCases();
let oracle: string[];

beforeAll(async () => {
  oracle = await oracleOutputs(cases);
});

describe('the same as CPython', () => {
  test.each([0, 1, 2, 3, 4])('at stage %i', async (stage) => {
    const vm = await vmOutputs(cases, ['--stage', String(stage)]);
    expect(differences(cases, vm, oracle).map(describeDifference).join('\n\n')).toBe('');
  });
});

describe('case files', () => {
  test('a statement at column 0 is a case; what goes on with it belongs to it', () => {
    const text = '# comment\n1 + 1\n\n@d\ndef f():\n    pass\ntry:\n    f(\n)\nexcept E: pass\nx = 1\n';
    expect(casesOf('a.py', text)).toEqual([
      { file: 'a.py', line: 2, source: '1 + 1\n' },
      { file: 'a.py', line: 4, source: '@d\ndef f():\n    pass\n' },
      { file: 'a.py', line: 7, source: 'try:\n    f(\n)\nexcept E: pass\n' },
      { file: 'a.py', line: 11, source: 'x = 1\n' },
    ]);
  });

  test('a case that the program did not reach has no output', () => {
    expect(outputsOf(3, '\x1e0\none\n\x1e1\n')).toEqual(['one\n', '', undefined]);
  });
});

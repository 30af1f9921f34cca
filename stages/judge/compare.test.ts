/**
 * Golden values from CPython's published results, one machine, pyperf's own files: a sample of them stands in
 * `testdata/` (name and values of each benchmark; see there), so that the test needs nothing from outside.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EngineSamples, packageRoot, readMeasurementFile, samplesOfFile } from '../../suites/index.ts';
import { compareEngines } from './compare.ts';
import { judgeTarget } from './fit.ts';

const cpython = (version: string): EngineSamples => {
  const file = join(packageRoot, 'stages', 'judge', 'testdata', `cpython-${version}.json.gz`);
  return samplesOfFile(readMeasurementFile(file), 'mean')[0]!;
};
const round2 = (value: number): number => Math.round(value * 100) / 100;

describe('CPython 3.10.11 → 3.11.3 → 3.12.0a7, as published', () => {
  it.each([
    ['3.10', '3.11', 95, 1.22],
    ['3.11', '3.12', 90, 1.03],
    ['3.10', '3.12', 90, 1.26],
  ])('%s → %s: geometric mean over %i benchmarks is %f', (before, after, count, expected) => {
    const comparison = compareEngines(cpython(before), cpython(after));
    expect(comparison.benchmarks.length).toBe(count);
    expect(round2(comparison.speedup.value)).toBe(expected);
    expect(comparison.speedup.low).toBeLessThan(comparison.speedup.value);
    expect(comparison.speedup.high).toBeGreaterThan(comparison.speedup.value);
    expect(comparison.pairing).toBe('processes');
    expect(judgeTarget(comparison.speedup, 1.5)).toBe('missed');
  });

  it('lists the benchmarks that only one side has', () => {
    const { dropped } = compareEngines(cpython('3.11'), cpython('3.12'));
    expect(dropped).toMatchInlineSnapshot(`
      [
        {
          "benchmark": "aiohttp",
          "reason": "only in cpython 3.11.3",
        },
        {
          "benchmark": "flaskblogging",
          "reason": "only in cpython 3.11.3",
        },
        {
          "benchmark": "gunicorn",
          "reason": "only in cpython 3.11.3",
        },
        {
          "benchmark": "sqlalchemy_declarative",
          "reason": "only in cpython 3.11.3",
        },
        {
          "benchmark": "sqlalchemy_imperative",
          "reason": "only in cpython 3.11.3",
        },
      ]
    `);
  });
});

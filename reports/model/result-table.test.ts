import { expect, test } from 'vitest';
import type { ResultFile } from '../../suites/index.ts';
import { madeResult } from '../testing/samples.ts';
import { formatResultTable } from '../text/result-table.ts';
import { resultTable } from './result-table.ts';

/** `head` and `base` in two rounds each; of what is said of a process's warm-up, this. */
function resultWhere(steady: readonly (boolean | undefined)[]): ResultFile {
  const result = madeResult({ benchmarks: { go: { factor: 1 } }, rounds: 2 });
  const runs = Object.values(result.suites).flatMap(({ benchmarks }) =>
    benchmarks.flatMap((benchmark) => benchmark.runs),
  );
  runs.forEach((run, i) => {
    if (steady[i] === undefined) return;
    Object.assign(run, { metadata: { ...run.metadata, stage_report_steady: steady[i] } });
  });
  return result;
}

test('processes whose warm-up was cut short are counted, among those that say', () => {
  const table = resultTable(resultWhere([true, false, undefined, true]), 'r.json');
  expect(table.unsteady).toEqual({ processes: 1, of: 3, warmupCapSeconds: 1 });
  expect(formatResultTable(table)).toMatch(
    /In 1 of 3 processes the values were not steady yet after 1 s of warm-up\.$/,
  );
});

test('nothing is said of warm-up where every process was steady', () => {
  const table = resultTable(resultWhere([true, true, true, true]), 'r.json');
  expect(table.unsteady.processes).toBe(0);
  expect(formatResultTable(table)).not.toContain('steady');
});

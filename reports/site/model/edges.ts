/**
 * Sharp edges: pairs of nearly equal programs, `NAME` and `NAME_base` of one run, whose time and memory should be nearly
 * equal too.
 */
import { edgeRows } from '../../model/suite-views.ts';
import { type RunRow, rowOf, type SiteInput, wholeResult } from './input.ts';
import { type Estimate, estimateOf, known, UNKNOWN } from './numbers.ts';
import type { RunDigest } from './run.ts';

export interface EdgeRow {
  readonly edge: string;
  readonly engine: string;
  /** Time of the program with the edge over the one without. */
  readonly timeRatio: Estimate;
  readonly memoryRatio: number | null;
  readonly broken: string | null;
}

export interface EdgesPage {
  /** Null: no run holds such pairs. */
  readonly run: RunRow | null;
  readonly rows: readonly EdgeRow[];
}

export function makeEdgesPage(input: SiteInput, newest: readonly RunDigest[]): EdgesPage {
  const pairs = ({ benchmarks }: RunDigest): number =>
    benchmarks.filter((name) => benchmarks.includes(`${name}_base`)).length;
  const run = [...newest].sort((a, b) => pairs(b) - pairs(a))[0];
  if (!run || pairs(run) === 0) return { run: null, rows: [] };
  return {
    run: rowOf(run),
    rows: edgeRows(wholeResult(input, run), run.file).map(({ edge, engine, time, memory, broken }) => ({
      ...{ edge, engine, broken },
      timeRatio: time ? estimateOf(time) : UNKNOWN,
      memoryRatio: known(memory),
    })),
  };
}

/**
 * Sharp edges: pairs of nearly equal programs, whose time and memory should be nearly equal too. A pair is two
 * benchmarks `NAME` and `NAME_edge` of one run.
 */
import { compareEngines } from '../../../stages/index.ts';
import { type EngineSamples, type ResultFile, samplesOfFile } from '../../../suites/index.ts';
import { type RunRow, rowOf, type SiteInput, wholeResult } from './input.ts';
import { type Estimate, estimateOf, known, median, UNKNOWN } from './numbers.ts';
import type { RunDigest } from './run.ts';

export interface EdgeRow {
  readonly smooth: string;
  readonly edge: string;
  readonly engine: string;
  /** Time of the program with the edge over the one without. */
  readonly timeRatio: Estimate;
  readonly memoryRatio: number | null;
}

export interface EdgesPage {
  /** Null: no run holds such pairs. */
  readonly run: RunRow | null;
  readonly rows: readonly EdgeRow[];
}

const EDGE = /^(.+)_edge$/;

export function makeEdgesPage(input: SiteInput, newest: readonly RunDigest[]): EdgesPage {
  const pairsIn = ({ benchmarks }: RunDigest): [string, string][] =>
    benchmarks.flatMap((edge): [string, string][] => {
      const smooth = EDGE.exec(edge)?.[1];
      return smooth !== undefined && benchmarks.includes(smooth) ? [[smooth, edge]] : [];
    });
  const run = [...newest].sort((a, b) => pairsIn(b).length - pairsIn(a).length)[0];
  const pairs = run ? pairsIn(run) : [];
  if (!run || pairs.length === 0) return { run: null, rows: [] };
  const samples = samplesOf(wholeResult(input, run), run.file);
  return {
    run: rowOf(run),
    rows: pairs.flatMap(([smooth, edge]) => samples.map((engine) => edgeRow(engine, smooth, edge))),
  };
}

function samplesOf(result: ResultFile, file: string): EngineSamples[] {
  return samplesOfFile({ kind: 'result', file, result }, 'median');
}

function edgeRow(engine: EngineSamples, smooth: string, edge: string): EdgeRow {
  const [from, to] = [engine.benchmarks.get(smooth), engine.benchmarks.get(edge)];
  const row = { smooth, edge, engine: engine.engine };
  if (!from || !to) return { ...row, timeRatio: UNKNOWN, memoryRatio: null };
  const only = (samples: typeof from): EngineSamples => ({
    ...engine,
    broken: new Map(),
    benchmarks: new Map([[smooth, { ...samples, sourceHash: null }]]),
  });
  // "Base over head" with the edge as base: above 1, the edge takes longer.
  const comparison = compareEngines(only(to), only(from));
  const peak = (samples: typeof from): number | null =>
    median(samples.processes.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes])));
  const [before, after] = [peak(from), peak(to)];
  return {
    ...row,
    timeRatio: estimateOf(comparison.speedup),
    memoryRatio: before && after ? known(after / before) : null,
  };
}

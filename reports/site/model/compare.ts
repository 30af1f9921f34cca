/**
 * Any two results beside each other. The page shows the newest run against the one before; a small script lets the
 * reader choose others from the files in `data/runs/`, with the formulas given here.
 */
import type { Roadmap } from '../../../stages/index.ts';
import { type RunRow, rowOf } from './input.ts';
import { type Estimate, known, significant, UNKNOWN } from './numbers.ts';
import type { RunDigest } from './run.ts';

export interface CompareSide {
  readonly run: RunRow;
  readonly engine: string;
}

export interface ComparePage {
  readonly base: CompareSide;
  readonly head: CompareSide;
  /** Speed of head over base, geometric mean over the benchmarks both have. */
  readonly speedup: Estimate;
  readonly benchmarks: readonly {
    readonly benchmark: string;
    readonly baseSeconds: number;
    readonly headSeconds: number;
    readonly speedup: Estimate;
  }[];
  readonly onlyInOne: readonly string[];
}

export function makeComparePage(runs: readonly RunDigest[], main: RunDigest, roadmap: Roadmap): ComparePage {
  const stages = roadmap.stages.map((stage) => stage.engine.name).filter((name) => hasEngine(main, name));
  const engine = stages.at(-1)!;
  const before = runs.findLast(
    (run) => run.suite === main.suite && run.id !== main.id && hasEngine(run, engine),
  );
  return before
    ? compareSides({ run: before, engine }, { run: main, engine })
    : compareSides({ run: main, engine: stages[0]! }, { run: main, engine });
}

/**
 * Sides that need not share a session, so nothing is paired: the interval of a ratio is 1.96 times the root of the
 * two squared standard errors of ln seconds. It holds what varies within the two sessions, not between them.
 * `compare.js` on the page does the same.
 */
export function compareSides(
  base: { readonly run: RunDigest; readonly engine: string },
  head: { readonly run: RunDigest; readonly engine: string },
): ComparePage {
  const of = (side: { run: RunDigest; engine: string }) => {
    const engine = side.run.engines.find(({ name }) => name === side.engine)!;
    return new Map(
      side.run.benchmarks.map((name, index) => [
        name,
        { seconds: engine.seconds[index], error: engine.errors[index] },
      ]),
    );
  };
  const [left, right] = [of(base), of(head)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const rows = names.flatMap((benchmark) => {
    const [from, to] = [left.get(benchmark), right.get(benchmark)];
    if (!from?.seconds || !to?.seconds) return [];
    const log = Math.log(from.seconds / to.seconds);
    const error = from.error == null || to.error == null ? null : Math.hypot(from.error, to.error);
    return [{ benchmark, baseSeconds: from.seconds, headSeconds: to.seconds, log, error }];
  });
  const shared = new Set(rows.map(({ benchmark }) => benchmark));
  const errors = rows.map(({ error }) => error);
  const suiteError = errors.every((error) => error !== null)
    ? Math.hypot(...(errors as number[])) / rows.length
    : null;
  return {
    base: { run: rowOf(base.run), engine: base.engine },
    head: { run: rowOf(head.run), engine: head.engine },
    speedup:
      rows.length === 0
        ? UNKNOWN
        : toEstimate(rows.reduce((sum, { log }) => sum + log, 0) / rows.length, suiteError),
    benchmarks: rows
      .sort((a, b) => b.log - a.log)
      .map(({ benchmark, baseSeconds, headSeconds, log, error }) => ({
        ...{ benchmark, baseSeconds, headSeconds, speedup: toEstimate(log, error) },
      })),
    onlyInOne: names.filter((name) => !shared.has(name)),
  };
}

function toEstimate(log: number, error: number | null): Estimate {
  return {
    value: significant(Math.exp(log)),
    low: error === null ? null : known(Math.exp(log - 1.96 * error)),
    high: error === null ? null : known(Math.exp(log + 1.96 * error)),
  };
}

function hasEngine(run: RunDigest, engine: string): boolean {
  return run.engines.some(({ name }) => name === engine);
}

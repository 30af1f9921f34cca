/**
 * Where the history changed level. A series is one benchmark on one engine, its source and machine unchanged; the
 * finder of change points is given from outside.
 */
import type { ChangePointFinder } from './input.ts';
import { geometricMean, significant } from './numbers.ts';
import type { RunDigest } from './run.ts';

export interface ChangePoint {
  readonly benchmark: string;
  readonly engine: string;
  readonly suite: string;
  /** The first run at the new level. */
  readonly run: string;
  readonly sha: string;
  readonly created: string;
  /** The last run at the level before: the change lies between the two commits. */
  readonly shaBefore: string;
  /** Time after over time before: above 1 it became slower. */
  readonly timeRatio: number;
}

export interface SeriesPoint {
  readonly run: RunDigest;
  readonly seconds: number;
}

export interface Series {
  readonly suite: string;
  readonly benchmark: string;
  readonly engine: string;
  readonly points: readonly SeriesPoint[];
}

/** Every series of the history, newest source and machine only, in the order of time. */
export function seriesOf(runs: readonly RunDigest[]): Series[] {
  const building = new Map<
    string,
    { suite: string; benchmark: string; engine: string; kind: string; points: SeriesPoint[] }
  >();
  for (const run of runs) {
    for (const [index, benchmark] of run.benchmarks.entries()) {
      const kind = `${run.machine}\n${run.sources[index]}`;
      for (const engine of run.engines) {
        const seconds = engine.seconds[index];
        if (seconds === null || seconds === undefined) continue;
        const key = `${run.suite}\n${benchmark}\n${engine.name}`;
        const found = building.get(key);
        if (found && found.kind === kind) found.points.push({ run, seconds });
        else {
          const { suite } = run;
          building.set(key, { suite, benchmark, engine: engine.name, kind, points: [{ run, seconds }] });
        }
      }
    }
  }
  return [...building.values()].map(({ suite, benchmark, engine, points }) => ({
    ...{ suite, benchmark, engine, points },
  }));
}

/** All change points, newest first. */
export function changePointsOf(runs: readonly RunDigest[], find: ChangePointFinder): ChangePoint[] {
  const changes = seriesOf(runs).flatMap(({ suite, benchmark, engine, points }) => {
    const starts = [...find(points.map(({ seconds }) => Math.log(seconds)))].sort((a, b) => a - b);
    return starts.map((start, index): ChangePoint => {
      const before = points.slice(starts[index - 1] ?? 0, start).map(({ seconds }) => seconds);
      const after = points.slice(start, starts[index + 1]).map(({ seconds }) => seconds);
      const { run } = points[start]!;
      return {
        ...{ benchmark, engine, suite },
        ...{ run: run.id, sha: run.sha, created: run.created },
        shaBefore: points[start - 1]!.run.sha,
        timeRatio: significant(geometricMean(after)! / geometricMean(before)!),
      };
    });
  });
  return changes.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** Where the history changed level: the judge's change points, suite by suite, over runs of one machine. */
import { changePoints, type HistoryRun } from '../../../stages/index.ts';
import { significant } from './numbers.ts';
import type { RunDigest } from './run.ts';

export interface ChangePoint {
  readonly benchmark: string;
  readonly engine: string;
  readonly suite: string;
  /** The first run at the new level. */
  readonly run: string;
  readonly sha: string;
  readonly created: string;
  /** Commit of the last run at the level before: the change lies between the two. */
  readonly shaBefore: string;
  /** Time after over time before: above 1 it became slower. */
  readonly timeRatio: number;
  readonly secondsBefore: number;
  readonly secondsAfter: number;
  readonly pValue: number;
}

/** Changes are looked for in as many of the newest runs of a suite: the search takes the square of their number. */
export const CHANGE_WINDOW = 400;

/** All change points, newest first. `runs` in the order of time. */
export function changePointsOf(runs: readonly RunDigest[]): ChangePoint[] {
  const suites = [...new Set(runs.map(({ suite }) => suite))];
  const changes = suites.flatMap((suite) => {
    const ofSuite = runs.filter((run) => run.suite === suite);
    const { machine } = ofSuite.at(-1)!;
    const comparable = ofSuite.filter((run) => run.machine === machine).slice(-CHANGE_WINDOW);
    const shaOf = new Map(comparable.map(({ id, sha }) => [id, sha]));
    return changePoints(comparable.map(toHistoryRun)).map(
      ({
        benchmark,
        engine,
        before,
        after,
        timeRatio,
        secondsBefore,
        secondsAfter,
        pValue,
      }): ChangePoint => ({
        ...{ benchmark, engine, suite },
        ...{ run: after.run, sha: shaOf.get(after.run)!, created: after.date },
        shaBefore: shaOf.get(before.run)!,
        timeRatio: significant(timeRatio),
        secondsBefore: significant(secondsBefore),
        secondsAfter: significant(secondsAfter),
        pValue: significant(pValue),
      }),
    );
  });
  return changes.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** A digest has one time for an engine and benchmark, already the centre over its processes. */
function toHistoryRun({ id, sha, created, benchmarks, sources, engines }: RunDigest): HistoryRun {
  return {
    ...{ run: id, commit: sha, date: created },
    engines: engines.map(({ name, seconds }) => ({
      engine: name,
      broken: new Map(),
      benchmarks: new Map(
        benchmarks.flatMap((benchmark, index) => {
          const time = seconds[index];
          if (!time) return [];
          const sourceHash = sources[index] ?? null;
          return [[benchmark, { benchmark, sourceHash, processes: [{ round: null, seconds: time }] }]];
        }),
      ),
    })),
  };
}

/**
 * The history of main's runs: where did the speed of a benchmark change for good, and which commits can have done it?
 * Levels are compared as logarithms of times, so that a change is a factor.
 */
import { type EngineSamples, InputError } from '../../suites/index.ts';
import { type ChangeOptions, DEFAULT_CHANGE_OPTIONS, levelChanges } from '../statistics/e-divisive.ts';

/** One run of main, in the order of the commits. */
export interface HistoryRun {
  /** What the run is called: its file, or its time. */
  readonly run: string;
  readonly commit: string | null;
  /** ISO date and time. */
  readonly date: string;
  readonly engines: readonly EngineSamples[];
}

export interface ChangePoint {
  readonly engine: string;
  readonly benchmark: string;
  /** The last run at the old level and the first at the new one; the change came with the commits in between. */
  readonly before: { readonly run: string; readonly commit: string | null; readonly date: string };
  readonly after: { readonly run: string; readonly commit: string | null; readonly date: string };
  /** Time at the new level over time at the old one: above 1 it became slower. */
  readonly timeRatio: number;
  readonly secondsBefore: number;
  readonly secondsAfter: number;
  /** Runs at each level. */
  readonly runsBefore: number;
  readonly runsAfter: number;
  readonly pValue: number;
}

export interface HistoryOptions extends ChangeOptions {
  /** Changes below this fraction are not reported. */
  readonly leastChange: number;
}

export const DEFAULT_HISTORY_OPTIONS: HistoryOptions = { ...DEFAULT_CHANGE_OPTIONS, leastChange: 0.01 };

/** One benchmark on one engine over the runs that have it: its centre over the processes, geometric, in seconds. */
export interface Series {
  readonly engine: string;
  readonly benchmark: string;
  readonly points: readonly {
    readonly run: string;
    readonly commit: string | null;
    readonly date: string;
    readonly seconds: number;
  }[];
}

/**
 * Series of all benchmarks. Where a benchmark's source changed, its times before are another benchmark's: the series
 * starts anew there.
 */
export function seriesOf(runs: readonly HistoryRun[]): Series[] {
  const series = new Map<
    string,
    { engine: string; benchmark: string; source: string | null; points: Series['points'][number][] }
  >();
  for (const { run, commit, date, engines } of runs) {
    for (const { engine, benchmarks } of engines) {
      for (const { benchmark, sourceHash, processes } of benchmarks.values()) {
        const logs = processes.map(({ seconds }) => Math.log(seconds)).filter(Number.isFinite);
        if (logs.length === 0) continue;
        const key = JSON.stringify([engine, benchmark]);
        const known = series.get(key);
        const anew = !known || (sourceHash !== null && known.source !== null && known.source !== sourceHash);
        const current = anew ? { engine, benchmark, source: sourceHash, points: [] } : known;
        current.source = sourceHash ?? current.source;
        const seconds = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
        current.points.push({ run, commit, date, seconds });
        series.set(key, current);
      }
    }
  }
  return [...series.values()].map(({ engine, benchmark, points }) => ({ engine, benchmark, points }));
}

/** Change points of every series, newest first, then by size. */
export function changePoints(
  runs: readonly HistoryRun[],
  options: HistoryOptions = DEFAULT_HISTORY_OPTIONS,
): ChangePoint[] {
  if (runs.length === 0) {
    throw new InputError({
      where: 'history',
      problem: 'has no run',
      fix: 'give the result files of main, oldest first',
    });
  }
  return seriesOf(runs)
    .flatMap((series) => changesOf(series, options))
    .sort((a, b) => (a.after.date < b.after.date ? 1 : a.after.date > b.after.date ? -1 : size(b) - size(a)));
}

function changesOf({ engine, benchmark, points }: Series, options: HistoryOptions): ChangePoint[] {
  const logs = points.map(({ seconds }) => Math.log(seconds));
  const changes = levelChanges(logs, options);
  return changes.flatMap(({ at, pValue }, index): ChangePoint[] => {
    const old = logs.slice(changes[index - 1]?.at ?? 0, at);
    const fresh = logs.slice(at, changes[index + 1]?.at ?? logs.length);
    const [levelBefore, levelAfter] = [average(old), average(fresh)];
    const timeRatio = Math.exp(levelAfter - levelBefore);
    if (Math.abs(timeRatio - 1) < options.leastChange) return [];
    const place = ({ run, commit, date }: Series['points'][number]) => ({ run, commit, date });
    return [
      {
        engine,
        benchmark,
        before: place(points[at - 1]!),
        after: place(points[at]!),
        timeRatio,
        secondsBefore: Math.exp(levelBefore),
        secondsAfter: Math.exp(levelAfter),
        runsBefore: old.length,
        runsAfter: fresh.length,
        pValue,
      },
    ];
  });
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const size = ({ timeRatio }: ChangePoint): number => Math.abs(Math.log(timeRatio));

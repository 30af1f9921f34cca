/** Changes of level in made-up histories; the divergence against the paper's definition, computed with NumPy. */
import { describe, expect, it } from 'vitest';
import { type EngineSamples, Random } from '../../suites/index.ts';
import { bestSplit, levelChanges } from '../statistics/e-divisive.ts';
import { changePoints, type HistoryRun } from './change-points.ts';

const random = new Random(11);
const gauss = (): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Runs of one benchmark that takes so many seconds each. */
function history(seconds: readonly number[], source: (run: number) => string = () => 'same'): HistoryRun[] {
  return seconds.map((time, index): HistoryRun => {
    const processes = [{ round: 0, seconds: time }];
    const samples: EngineSamples = {
      engine: 'vm',
      benchmarks: new Map([['nbody', { benchmark: 'nbody', sourceHash: source(index), processes }]]),
      broken: new Map(),
    };
    return { run: `run-${index}`, commit: `c${index}`, date: `2026-01-${10 + index}`, engines: [samples] };
  });
}

describe('e-divisive', () => {
  it('has the divergence of the paper (NumPy, by the definition: 4.475 at 5)', () => {
    const series = [1, 1.1, 0.9, 1.05, 1, 2, 2.1, 1.9, 2.05, 1.95];
    expect(bestSplit(series)).toEqual({ at: 5, divergence: expect.closeTo(4.475, 12) });
    expect(bestSplit(series.slice(0, 4), 2)).toMatchObject({ at: 2 });
    expect(bestSplit([1, 2], 2)).toBe(null);
  });

  it('finds each of several changes, and no other', () => {
    const level = [1, 1.05, 0.97].flatMap((at) => Array.from({ length: 30 }, () => at + 0.005 * gauss()));
    expect(levelChanges(level).map(({ at }) => at)).toEqual([30, 60]);
  });

  it('finds a change in at most 2 of 100 series of noise', () => {
    const found = Array.from({ length: 100 }, () => levelChanges(Array.from({ length: 60 }, gauss)).length);
    expect(found.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
  });

  it('stays silent about constant and short series, and takes steps without noise', () => {
    expect(levelChanges([])).toEqual([]);
    expect(levelChanges([1])).toEqual([]);
    expect(levelChanges(Array(50).fill(2))).toEqual([]);
    expect(levelChanges([1, 1, 1, 2, 2, 2])).toEqual([{ at: 3, pValue: 0 }]);
  });
});

describe('history', () => {
  it('attributes a change to the commits between two runs', () => {
    const times = Array.from({ length: 16 }, (_, run) => (run < 9 ? 0.1 : 0.112) * Math.exp(0.004 * gauss()));
    expect(changePoints(history(times))).toEqual([
      {
        engine: 'vm',
        benchmark: 'nbody',
        before: { run: 'run-8', commit: 'c8', date: '2026-01-18' },
        after: { run: 'run-9', commit: 'c9', date: '2026-01-19' },
        timeRatio: expect.closeTo(1.12, 2),
        secondsBefore: expect.closeTo(0.1, 3),
        secondsAfter: expect.closeTo(0.112, 3),
        runsBefore: 9,
        runsAfter: 7,
        pValue: expect.any(Number),
      },
    ]);
  });

  it('starts anew where the source of a benchmark changed', () => {
    const times = Array.from({ length: 16 }, (_, run) => (run < 8 ? 0.1 : 0.2) * Math.exp(0.004 * gauss()));
    expect(changePoints(history(times, (run) => (run < 8 ? 'old' : 'new')))).toEqual([]);
    expect(changePoints(history(times))).toHaveLength(1);
  });

  it('does not report changes below one per cent', () => {
    const times = Array.from(
      { length: 60 },
      (_, run) => (run < 30 ? 0.1 : 0.1005) * Math.exp(1e-4 * gauss()),
    );
    expect(changePoints(history(times))).toEqual([]);
  });

  it('refuses a history without runs', () => {
    expect(() => changePoints([])).toThrow('history: has no run');
  });
});

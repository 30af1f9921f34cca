/** Which benchmarks a round holds: all of them, or, when a budget is spent on the widest, those known least. */
import { describe, expect, it } from 'vitest';
import { type BenchmarkState, nextRound } from './schedule.ts';

/** Benchmarks a, b, c, d after so many rounds each, a second a round, with half widths in per cent. */
const states = (rounds: readonly number[], halfWidths: readonly (number | null)[] = []): BenchmarkState[] =>
  rounds.map((count, index) => ({
    benchmark: 'abcd'[index]!,
    rounds: count,
    costSeconds: 1,
    halfWidth: halfWidths[index] ?? null,
  }));

describe('without a budget', () => {
  it('every round holds every benchmark, until the rounds are done', () => {
    const settings = { rounds: 3, spend: 'widest' } as const;
    expect(nextRound(settings, states([2, 2]), 1e6)).toEqual({ kind: 'measure', benchmarks: ['a', 'b'] });
    expect(nextRound(settings, states([3, 3]), 0)).toEqual({ kind: 'stop', why: 'complete' });
  });
});

describe('a budget', () => {
  const spend = (
    how: 'rounds' | 'widest',
    rounds: readonly number[],
    elapsedSeconds: number,
    halfWidths: readonly (number | null)[] = [],
  ) => nextRound({ rounds: 9, budgetSeconds: 100, spend: how }, states(rounds, halfWidths), elapsedSeconds);

  it('always pays for one round', () => {
    expect(spend('rounds', [0, 0], 1e6)).toEqual({ kind: 'measure', benchmarks: ['a', 'b'] });
  });

  it('spent on rounds stops before one that would not end in time', () => {
    expect(spend('rounds', [5, 5, 5], 97)).toEqual({ kind: 'measure', benchmarks: ['a', 'b', 'c'] });
    expect(spend('rounds', [5, 5, 5], 97.5)).toEqual({ kind: 'stop', why: 'budget' });
  });

  it('spent on the widest first pays for four complete rounds', () => {
    expect(spend('widest', [3, 3, 3, 3], 0, [9, 1, 1, 1])).toEqual({
      kind: 'measure',
      benchmarks: ['a', 'b', 'c', 'd'],
    });
  });

  it('then goes to the half that is known least, as far as the time reaches', () => {
    const widths = [1, 5, null, 3];
    expect(spend('widest', [4, 4, 4, 4], 0, widths)).toEqual({ kind: 'measure', benchmarks: ['b', 'c'] });
    expect(spend('widest', [4, 5, 5, 4], 0, [1, 2, 2.5, 3])).toEqual({
      kind: 'measure',
      benchmarks: ['c', 'd'],
    });
    expect(spend('widest', [4, 4, 4, 4], 98.5, widths)).toEqual({ kind: 'measure', benchmarks: ['c'] });
    expect(spend('widest', [4, 4, 4, 4], 99.5, widths)).toEqual({ kind: 'stop', why: 'budget' });
  });

  it('never measures more rounds of a benchmark than were asked for', () => {
    expect(spend('widest', [9, 9, 4, 9], 0, [9, 9, 1, 9])).toEqual({ kind: 'measure', benchmarks: ['c'] });
    expect(spend('widest', [9, 9, 9, 9], 0)).toEqual({ kind: 'stop', why: 'complete' });
  });
});

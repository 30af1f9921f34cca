/**
 * Which benchmarks the next round holds. Without a budget every round holds all of them. With one, rounds go on while
 * there is time; spent on the `widest`, a few complete rounds come first, and then the benchmarks whose speed over the base
 * is known least. To look at the width of an interval, not at where it lies, does not favour an outcome.
 */
import type { Settings } from './journal.ts';

/** Complete rounds before a budget is spent unevenly: with fewer, the width of an interval is itself a guess. */
const COMPLETE_ROUNDS_FIRST = 4;

export interface BenchmarkState {
  readonly benchmark: string;
  readonly rounds: number;
  /** Mean time of one round of it, all engines together. */
  readonly costSeconds: number;
  /** Half the width of its widest interval; null while it has none. */
  readonly halfWidth: number | null;
}

export type NextRound =
  | { readonly kind: 'measure'; readonly benchmarks: readonly string[] }
  | { readonly kind: 'stop'; readonly why: 'complete' | 'budget' };

export function nextRound(
  settings: Pick<Settings, 'rounds' | 'budgetSeconds' | 'spend'>,
  states: readonly BenchmarkState[],
  elapsedSeconds: number,
): NextRound {
  const open = states.filter((state) => state.rounds < settings.rounds);
  if (open.length === 0) return { kind: 'stop', why: 'complete' };
  const all = { kind: 'measure', benchmarks: open.map(({ benchmark }) => benchmark) } as const;
  const complete = Math.min(...states.map(({ rounds }) => rounds));
  if (settings.budgetSeconds === undefined || complete === 0) return all;
  const leftSeconds = settings.budgetSeconds - elapsedSeconds;
  const costOfAll = open.reduce((sum, { costSeconds }) => sum + costSeconds, 0);
  const isUneven = open.length < states.length || states.some(({ rounds }) => rounds > complete);
  if (settings.spend === 'rounds' || (complete < COMPLETE_ROUNDS_FIRST && !isUneven)) {
    if (costOfAll <= leftSeconds) return all;
    if (settings.spend === 'rounds') return { kind: 'stop', why: 'budget' };
  }
  const chosen = widest(open, leftSeconds);
  if (chosen.length === 0) return { kind: 'stop', why: 'budget' };
  // In the order of the plan: the order of measurement is drawn from the seed.
  return {
    kind: 'measure',
    benchmarks: open.flatMap((state) => (chosen.includes(state) ? [state.benchmark] : [])),
  };
}

/** The half of the benchmarks that is known least, as far as the time goes. */
function widest(open: readonly BenchmarkState[], leftSeconds: number): BenchmarkState[] {
  const ordered = [...open].sort(
    (a, b) => (b.halfWidth ?? Number.POSITIVE_INFINITY) - (a.halfWidth ?? Number.POSITIVE_INFINITY),
  );
  const chosen: BenchmarkState[] = [];
  let left = leftSeconds;
  for (const state of ordered.slice(0, Math.ceil(ordered.length / 2))) {
    if (state.costSeconds > left) continue;
    left -= state.costSeconds;
    chosen.push(state);
  }
  return chosen;
}

/**
 * Base and head of one session, benchmark by benchmark: what can be compared, what is broken in head, and what is not
 * comparable.
 */
import {
  type BenchmarkSamples,
  type EngineSamples,
  InputError,
  type ProcessSample,
} from '../../suites/index.ts';
import { centreSeconds, usableProcesses } from './times.ts';
import type { NotComparedRow } from './verdict.ts';

export interface SidePair {
  readonly base: EngineSamples;
  readonly head: EngineSamples;
}

/** One round of one benchmark: a process of each side. */
export interface PairedRound {
  readonly round: number;
  readonly base: ProcessSample;
  readonly head: ProcessSample;
}

export interface PairedBenchmark {
  readonly engine: string;
  readonly benchmark: string;
  /** In the order of rounds. */
  readonly rounds: readonly PairedRound[];
  /** ln(head) − ln(base), by round. */
  readonly differences: readonly number[];
  readonly baseSeconds: number;
  readonly headSeconds: number;
}

export interface BrokenBenchmark {
  readonly engine: string;
  readonly benchmark: string;
  readonly reason: string;
}

export interface MatchedSession {
  readonly paired: readonly PairedBenchmark[];
  readonly broken: readonly BrokenBenchmark[];
  readonly notCompared: readonly NotComparedRow[];
}

/** Refuses a session without anything to judge. */
export function matchSession(pairs: readonly SidePair[]): MatchedSession {
  const paired: PairedBenchmark[] = [];
  const broken: BrokenBenchmark[] = [];
  const notCompared: NotComparedRow[] = [];
  for (const pair of pairs) {
    const engine = pair.head.engine;
    const names = new Set(
      [pair.base, pair.head].flatMap((side) => [...side.benchmarks.keys(), ...side.broken.keys()]),
    );
    for (const benchmark of names) {
      const match = matchBenchmark(pair, benchmark);
      if (match.kind === 'paired') paired.push({ engine, benchmark, ...match.paired });
      else if (match.kind === 'broken') broken.push({ engine, benchmark, reason: match.reason });
      else notCompared.push({ engine, benchmark, kind: match.why, reason: match.reason });
    }
  }
  if (paired.length + broken.length === 0) {
    throw new InputError({
      where: 'gate',
      problem: 'base and head have no benchmark that can be compared',
      fix: `measure both on the same suite (${
        notCompared
          .slice(0, 5)
          .map(({ benchmark, reason }) => `${benchmark}: ${reason}`)
          .join('; ') || 'nothing was measured'
      })`,
    });
  }
  return { paired, broken, notCompared };
}

type Match =
  | { kind: 'paired'; paired: Omit<PairedBenchmark, 'engine' | 'benchmark'> }
  | { kind: 'broken'; reason: string }
  | { kind: 'not compared'; why: NotComparedRow['kind']; reason: string };

function matchBenchmark({ base, head }: SidePair, benchmark: string): Match {
  const before = base.benchmarks.get(benchmark);
  const after = head.benchmarks.get(benchmark);
  const brokenBefore = base.broken.get(benchmark);
  if (brokenBefore !== undefined) {
    return { kind: 'not compared', why: 'broken in base', reason: `broken in base: ${brokenBefore}` };
  }
  if (!before) return { kind: 'not compared', why: 'new in head', reason: 'new in head' };
  const brokenAfter = head.broken.get(benchmark);
  if (brokenAfter !== undefined) return { kind: 'broken', reason: brokenAfter };
  if (!after) return { kind: 'broken', reason: 'missing in head' };
  if (before.sourceHash !== null && after.sourceHash !== null && before.sourceHash !== after.sourceHash) {
    return { kind: 'not compared', why: 'source changed', reason: 'its source changed' };
  }
  const rounds = pairRounds(before, after);
  if (rounds.length === 0) {
    return { kind: 'not compared', why: 'no round in common', reason: 'no round in common' };
  }
  return {
    kind: 'paired',
    paired: {
      rounds,
      differences: rounds.map((round) => Math.log(round.head.seconds) - Math.log(round.base.seconds)),
      baseSeconds: centreSeconds(rounds.map((round) => round.base.seconds)),
      headSeconds: centreSeconds(rounds.map((round) => round.head.seconds)),
    },
  };
}

/** Rounds that both sides have. */
function pairRounds(base: BenchmarkSamples, head: BenchmarkSamples): PairedRound[] {
  const byRound = (side: BenchmarkSamples): Map<number | null, ProcessSample> =>
    new Map(usableProcesses(side).map((sample) => [sample.round, sample]));
  const ofBase = byRound(base);
  const ofHead = byRound(head);
  return [...ofHead]
    .flatMap(([round, sample]): PairedRound[] => {
      const before = ofBase.get(round);
      return round === null || before === undefined ? [] : [{ round, base: before, head: sample }];
    })
    .sort((a, b) => a.round - b.round);
}

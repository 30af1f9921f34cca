/**
 * One verdict for each benchmark, from its times.
 *
 * For each benchmark d_k = ln(head) − ln(base) of round k and margin δ. H₀: the centre of d is ≤ ln(1 + δ). It is tested
 * by the exact one-sided signed-rank test on d_k − ln(1 + δ), with Holm's correction over the benchmarks. The size of the
 * change is the Hodges–Lehmann estimate with its signed-rank interval.
 */
import { holmAdjust } from '../statistics/holm.ts';
import { hodgesLehmann, type LocationEstimate, signedRankTest } from '../statistics/signed-rank.ts';
import { type GateOptions, marginOf, passLimitOf } from './options.ts';
import type { BrokenBenchmark, PairedBenchmark } from './sides.ts';
import { factorOf } from './times.ts';
import type { GateRow, TimeRatio } from './verdict.ts';
import { percent } from './words.ts';

export function judgeRows(paired: readonly PairedBenchmark[], options: GateOptions): GateRow[] {
  const margins = paired.map(({ benchmark }) => marginOf(benchmark, options));
  const test = (sign: 1 | -1): number[] =>
    holmAdjust(
      paired.map(({ differences }, index) =>
        signedRankTest(differences.map((d) => sign * d - Math.log1p(margins[index]!))),
      ),
    );
  const slower = test(1);
  const faster = test(-1);
  // 2⁻ⁿ, the least p of n rounds, must pass Holm; below six rounds there is no 95 % interval.
  const leastRounds = Math.max(6, Math.ceil(Math.log2(paired.length / options.alpha)));
  return paired.map((row, index): GateRow => {
    const margin = margins[index]!;
    const location = hodgesLehmann(row.differences);
    const rounds = row.differences.length;
    const common = {
      ...{ engine: row.engine, benchmark: row.benchmark, margin, rounds },
      timeRatio: toTimeRatio(location),
      pValue: slower[index]!,
      baseSeconds: row.baseSeconds,
      headSeconds: row.headSeconds,
      roundsNeeded: null,
      decidedBy: 'times' as const,
      waived: null,
    };
    if (slower[index]! <= options.alpha) {
      return { ...common, verdict: 'fail', reason: `slower beyond the margin of ${percent(margin)}` };
    }
    if (faster[index]! <= options.alpha) {
      return { ...common, verdict: 'improved', reason: `faster beyond the margin of ${percent(margin)}` };
    }
    const passLimit = passLimitOf(row.benchmark, options);
    if (location.high !== null && location.high <= Math.log1p(passLimit)) {
      return { ...common, verdict: 'pass', reason: `no slowdown beyond ${percent(passLimit)}` };
    }
    const why = whyInconclusive(location, { rounds, leastRounds, margin, passLimit }, options.looks);
    return { ...common, verdict: 'inconclusive', ...why };
  });
}

interface Judged {
  readonly rounds: number;
  readonly leastRounds: number;
  readonly margin: number;
  readonly passLimit: number;
}

function whyInconclusive(
  location: LocationEstimate,
  { rounds, leastRounds, margin, passLimit }: Judged,
  [, secondLook]: GateOptions['looks'],
): Pick<GateRow, 'reason' | 'roundsNeeded'> {
  if (rounds < leastRounds || location.low === null || location.high === null) {
    return {
      reason: `${rounds} rounds are too few: measure at least ${leastRounds}`,
      roundsNeeded: leastRounds,
    };
  }
  const limit = Math.log1p(passLimit);
  const halfWidth = (location.high - location.low) / 2;
  // The interval and, where noise widened it, the margin have to become as narrow as the limit.
  const toNarrow = roundsFor(rounds, Math.max(halfWidth, Math.log1p(margin)), limit);
  if (toNarrow !== null && toNarrow > rounds) {
    return {
      reason: `the noise hides a change of ${percent(passLimit)}: about ${toNarrow} rounds would show it`,
      roundsNeeded: toNarrow,
    };
  }
  return {
    reason: `the change lies near the margin of ${percent(passLimit)}: measure more rounds`,
    // The planned extension; after it, so many that the interval would end before the limit.
    roundsNeeded:
      rounds < secondLook ? secondLook : roundsFor(rounds, halfWidth, Math.abs(location.estimate - limit)),
  };
}

/** Widths fall with the square root of the rounds. Null where no sensible number of rounds would do. */
function roundsFor(rounds: number, width: number, wanted: number): number | null {
  const needed = Math.ceil(rounds * (width / wanted) ** 2);
  return Number.isSafeInteger(needed) ? needed : null;
}

export function brokenRow({ engine, benchmark, reason }: BrokenBenchmark): GateRow {
  return {
    ...{ engine, benchmark, verdict: 'broken', margin: 0, rounds: 0, reason },
    ...{ timeRatio: null, pValue: null, baseSeconds: null, headSeconds: null },
    ...{ roundsNeeded: null, decidedBy: 'times', waived: null },
  };
}

/** What a second session with rebuilt binaries says of a row: only what is rejected twice fails. */
export function confirmRow(row: GateRow, second: readonly GateRow[]): GateRow {
  if (row.verdict !== 'fail') return row;
  const again = second.find((other) => other.engine === row.engine && other.benchmark === row.benchmark);
  if (!again) return { ...row, reason: `${row.reason}; the second session did not measure it` };
  if (again.verdict === 'fail' || again.verdict === 'broken') {
    return { ...row, reason: `${row.reason}, in both sessions` };
  }
  return { ...row, verdict: 'warn', reason: `${row.reason} in the first session, not in the second` };
}

export function toTimeRatio({ estimate, low, high }: LocationEstimate): TimeRatio {
  const end = (log: number | null): number | null => (log === null ? null : finite(Math.exp(log)));
  return { value: factorOf(estimate), low: end(low), high: end(high) };
}

/** Ratios of hostile times can leave the range of numbers. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

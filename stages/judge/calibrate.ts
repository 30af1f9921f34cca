/**
 * Calibration: what sessions of equal binaries tell about the machine and about the gate. Each session measured one engine
 * (or several) twice, as base and as head, interleaved. From all of them come the noise of each benchmark and the choice of
 * median or minimum; from each, judged with the noise of the others, a verdict that should not be a failure; and with a
 * slowdown put on one benchmark of its head, a verdict that should be one.
 *
 * The slowdown is put on the measured times (each time of the head × (1 + x)), so that all noise in them is real. Sessions
 * whose head was really made slower can be given as well.
 */
import { mean, median, sampleVariance } from 'simple-statistics';
import type { Centre, EngineSamples } from '../../suites/index.ts';
import { clopperPearson, upperBound } from '../statistics/proportion.ts';
import { hodgesLehmann } from '../statistics/signed-rank.ts';
import { CALIBRATION_FORMAT, type Calibration, type PowerPoint, type SlowedTrial } from './calibration.ts';
import { gate } from './gate.ts';
import type { GateOptions } from './options.ts';
import { matchSession, type SidePair } from './sides.ts';

type CalibratedCentre = 'median' | 'minimum';

/** A session's pairs under each way to make one number of a process. */
export type CalibrationSession = { readonly [centre in CalibratedCentre]: readonly SidePair[] };

/** A session whose head was really slower by a fraction on one benchmark. */
export interface SlowedSession {
  readonly session: CalibrationSession;
  readonly benchmark: string;
  readonly injected: number;
}

export interface CalibrationInput {
  readonly sessions: readonly CalibrationSession[];
  readonly slowed?: readonly SlowedSession[];
  /** Fractions. */
  readonly injected: readonly number[];
  readonly options: GateOptions;
  readonly created: string;
  readonly fingerprint: string | null;
}

export function calibrate(input: CalibrationInput): Calibration {
  const { sessions, slowed = [], injected, options, created, fingerprint } = input;
  const typicalNoise = {
    median: typical(noiseOf(sessions, 'median')),
    minimum: typical(noiseOf(sessions, 'minimum')),
  };
  const centre: CalibratedCentre = typicalNoise.minimum < typicalNoise.median ? 'minimum' : 'median';
  const noise = noiseOf(sessions, centre);
  // A session is judged with the noise that the others showed: its own would excuse its own outliers.
  const judged = sessions.map((session, index) => ({
    pairs: session[centre],
    options: { ...options, noise: noiseOf(sessions.toSpliced(index, 1), centre) },
  }));
  const rejects = ({ pairs, options: own }: JudgedSession, second: JudgedSession | null): boolean =>
    gate({ first: pairs, second: second?.pairs, options: own }).verdict === 'fail';
  const seenOnce = judged.filter((each) => rejects(each, null));
  // As the gate does: what one session rejects is measured once more. The next session is that second one.
  const falseFailures = seenOnce.filter((each) =>
    rejects(each, judged.length > 1 ? judged[(judged.indexOf(each) + 1) % judged.length]! : null),
  ).length;
  return {
    format: CALIBRATION_FORMAT,
    version: 1,
    created,
    fingerprint,
    engines: [...new Set(sessions.flatMap((session) => session[centre].map(({ head }) => head.engine)))],
    rounds: leastRounds(sessions, centre),
    centre: centre satisfies Centre,
    typicalNoise,
    noise: Object.fromEntries(noise),
    sessions: sessions.length,
    seenOnce: seenOnce.length,
    falseFailures,
    falseFailureBound: upperBound(falseFailures, sessions.length),
    power: injected.map((slowdown) => powerAt(slowdown, judged)),
    ...(slowed.length === 0
      ? {}
      : { trials: slowed.flatMap((each) => judgeSlowed(each, centre, { ...options, noise })) }),
  };
}

function judgeSlowed(
  { session, benchmark, injected }: SlowedSession,
  centre: CalibratedCentre,
  options: GateOptions,
): SlowedTrial[] {
  return gate({ first: session[centre], options })
    .rows.filter((row) => row.benchmark === benchmark)
    .map(({ engine, verdict, timeRatio, margin, roundsNeeded }) => ({
      ...{ injected, engine, benchmark, verdict, timeRatio, margin, roundsNeeded },
    }));
}

/**
 * The noise of a benchmark: how far its estimate lies from no change between equal binaries. Once from the estimates of the
 * sessions themselves (their root mean square, which holds what differs between sessions), once from the spread of the
 * rounds within a session (√(s²/.955n), .955 being the efficiency of Hodges–Lehmann); the larger counts, and of several
 * engines the largest.
 */
function noiseOf(sessions: readonly CalibrationSession[], centre: CalibratedCentre): Map<string, number> {
  const seen = new Map<string, { benchmark: string; squares: number[]; variances: number[] }>();
  for (const session of sessions) {
    for (const { engine, benchmark, differences } of matchSession(session[centre]).paired) {
      const key = JSON.stringify([engine, benchmark]);
      const known = seen.get(key) ?? { benchmark, squares: [], variances: [] };
      known.squares.push(hodgesLehmann(differences).estimate ** 2);
      if (differences.length > 1) {
        known.variances.push(sampleVariance([...differences]) / (0.955 * differences.length));
      }
      seen.set(key, known);
    }
  }
  const noise = new Map<string, number>();
  for (const { benchmark, squares, variances } of seen.values()) {
    const between = squares.length > 1 ? mean(squares) : 0;
    const within = variances.length > 0 ? mean(variances) : 0;
    noise.set(benchmark, Math.max(noise.get(benchmark) ?? 0, Math.sqrt(Math.max(between, within))));
  }
  return noise;
}

function typical(noise: ReadonlyMap<string, number>): number {
  return noise.size > 0 ? median([...noise.values()]) : 0;
}

function leastRounds(sessions: readonly CalibrationSession[], centre: CalibratedCentre): number {
  return sessions
    .flatMap((session) => matchSession(session[centre]).paired)
    .reduce((least, { rounds }) => Math.min(least, rounds.length), Number.MAX_SAFE_INTEGER);
}

interface JudgedSession {
  readonly pairs: readonly SidePair[];
  readonly options: GateOptions;
}

/** Trials of one size: more make the interval little narrower, and each costs a whole judgement. */
const MOST_TRIALS = 400;

/** Every benchmark of every session in turn; evenly chosen ones where they are many. */
function powerAt(injected: number, sessions: readonly JudgedSession[]): PowerPoint {
  const trials = sessions.flatMap((session) =>
    matchSession(session.pairs).paired.map(({ engine, benchmark }) => ({ session, engine, benchmark })),
  );
  const step = Math.max(1, trials.length / MOST_TRIALS);
  const count = Math.min(trials.length, MOST_TRIALS);
  let found = 0;
  let inconclusive = 0;
  for (let index = 0; index < count; index++) {
    const { session, engine, benchmark } = trials[Math.floor(index * step)]!;
    const first = session.pairs.map((pair) =>
      pair.head.engine === engine ? slowed(pair, benchmark, 1 + injected) : pair,
    );
    const row = gate({ first, options: session.options }).rows.find(
      (each) => each.engine === engine && each.benchmark === benchmark,
    );
    if (row?.verdict === 'fail') found++;
    else if (row?.verdict === 'inconclusive') inconclusive++;
  }
  const { low, high } = clopperPearson(found, count);
  return { injected, found, inconclusive, tried: count, low, high };
}

function slowed(pair: SidePair, benchmark: string, factor: number): SidePair {
  const samples = pair.head.benchmarks.get(benchmark)!;
  const processes = samples.processes.map((sample) => ({ ...sample, seconds: sample.seconds * factor }));
  const benchmarks = new Map(pair.head.benchmarks).set(benchmark, { ...samples, processes });
  return { base: pair.base, head: { ...pair.head, benchmarks } satisfies EngineSamples };
}

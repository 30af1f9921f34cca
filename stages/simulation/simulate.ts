/**
 * The gate on simulated pull requests: how often does it fail an equal pair, how often does it find a slowdown?
 *
 * The model: a process's log time is the benchmark's, plus the layout of its build (one draw for each build and benchmark,
 * the same in every round of a session, drawn anew for rebuilt binaries), plus what the round does to both sides, plus the
 * process's own noise. A pull request goes the whole way: 12 rounds, 24 where something is near, and a second session with
 * rebuilt binaries where the first rejects.
 */
import { type BenchmarkSamples, type EngineSamples, Random } from '../../suites/index.ts';
import { gate } from '../judge/gate.ts';
import { DEFAULT_GATE_OPTIONS, type GateOptions } from '../judge/options.ts';
import type { GateReport } from '../judge/verdict.ts';
import { upperBound } from '../statistics/proportion.ts';

export interface NoiseModel {
  readonly benchmarks: number;
  /** Standard deviation of ln(time) of a process around its round, as a fraction. */
  readonly process: number;
  /** Of what a round does to both sides. */
  readonly round: number;
  /** Of the layout of a build, for each benchmark. */
  readonly layout: number;
}

/**
 * 30 benchmarks at the noise for which the margins were chosen: 1 % a process (so 1.4 % a difference), and 1 % between
 * builds of equal source. What a round does to both sides, 5 %, cancels.
 */
export const BASE_NOISE: NoiseModel = { benchmarks: 30, process: 0.01, round: 0.05, layout: 0.01 };

export interface SimulationResult {
  readonly pullRequests: number;
  /** The slowdown that one benchmark of each has, as a fraction; 0: equal pairs. */
  readonly injected: number;
  /** First sessions (with their second look) that reject the injected benchmark; for equal pairs, any. */
  readonly rejected: number;
  /** Failed in the end: confirmed by the second session. */
  readonly failed: number;
  readonly extended: number;
  /** 95 % upper bound of the rate of `failed`. */
  readonly failedBound: number;
}

const FIRST_LOOK = 12;
const SECOND_LOOK = 24;

export function simulate(
  pullRequests: number,
  injected: number,
  seed = 1,
  model: NoiseModel = BASE_NOISE,
  options: GateOptions = DEFAULT_GATE_OPTIONS,
): SimulationResult {
  let rejected = 0;
  let failed = 0;
  let extended = 0;
  for (let index = 0; index < pullRequests; index++) {
    const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
    const slow = injected > 0 ? `b${random.below(model.benchmarks)}` : null;
    const isRejected = (report: GateReport): boolean =>
      slow === null
        ? report.verdict === 'fail'
        : report.rows.some((row) => row.benchmark === slow && row.verdict === 'fail');
    const measure = () => measuredSession(random, model, slow, injected);
    const first = measure();
    let rounds = FIRST_LOOK;
    let report = gate({ first: [first.upTo(rounds)], options });
    if (!isRejected(report) && report.next.action === 'extend') {
      extended++;
      rounds = SECOND_LOOK;
      report = gate({ first: [first.upTo(rounds)], options });
    }
    if (!isRejected(report)) continue;
    rejected++;
    const second = measure();
    // The second session has its own two looks: it may go on where the first of them leaves it open.
    const confirmed = [FIRST_LOOK, SECOND_LOOK].some((look) =>
      isRejected(gate({ first: [first.upTo(rounds)], second: [second.upTo(look)], options })),
    );
    if (confirmed) failed++;
  }
  return {
    ...{ pullRequests, injected, rejected, failed, extended },
    failedBound: upperBound(failed, pullRequests),
  };
}

interface SimulatedSession {
  readonly upTo: (rounds: number) => { base: EngineSamples; head: EngineSamples };
}

function measuredSession(
  random: Random,
  model: NoiseModel,
  slow: string | null,
  injected: number,
): SimulatedSession {
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const benchmarks = Array.from({ length: model.benchmarks }, (_, index) => {
    const benchmark = `b${index}`;
    const layout = [model.layout * gauss(), model.layout * gauss()];
    const effect = benchmark === slow ? Math.log1p(injected) : 0;
    const times = Array.from({ length: SECOND_LOOK }, () => {
      const round = model.round * gauss();
      return [0, 1].map((side) =>
        Math.exp(Math.log(0.1) + round + layout[side]! + side * effect + model.process * gauss()),
      );
    });
    return { benchmark, times };
  });
  const side = (which: 0 | 1, rounds: number): EngineSamples => ({
    engine: 'vm',
    benchmarks: new Map(
      benchmarks.map(({ benchmark, times }): [string, BenchmarkSamples] => [
        benchmark,
        {
          benchmark,
          sourceHash: null,
          processes: times.slice(0, rounds).map((pair, round) => ({ round, seconds: pair[which]! })),
        },
      ]),
    ),
    broken: new Map(),
  });
  return { upTo: (rounds) => ({ base: side(0, rounds), head: side(1, rounds) }) };
}

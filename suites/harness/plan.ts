/**
 * The order of measurements. The unit of replication is the process: a round visits every benchmark once, in
 * random order, and measures the arms (engines) of one benchmark back to back, in random order, so that drift
 * of the machine meets all arms alike. The order follows from the seed alone.
 */
import { Random } from './random.ts';

export interface Step {
  readonly round: number;
  readonly benchmark: string;
  readonly engine: string;
}

/** The steps of one round (rounds count from 0). */
export function planRound(
  seed: number,
  round: number,
  benchmarks: readonly string[],
  engines: readonly string[],
): Step[] {
  // A generator of its own for each round: round 7 is the same whether or not rounds 0 to 6 were planned.
  const random = new Random(Math.imul(seed ^ 0x9e3779b9, 2 * round + 1) ^ round);
  return random
    .shuffled(benchmarks)
    .flatMap((benchmark) => random.shuffled(engines).map((engine) => ({ round, benchmark, engine })));
}

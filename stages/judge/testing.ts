/** Made-up measurements whose answer is known, for the tests of the judge. */
import { type EngineSamples, type ProcessSample, Random } from '../../suites/index.ts';

export const BENCHMARKS = ['alpha', 'beta', 'gamma'];

export interface Making {
  readonly rounds?: number;
  readonly noise?: number;
  /** Time factor of single benchmarks. */
  readonly factors?: Record<string, number>;
  readonly broken?: readonly string[];
  readonly sources?: Record<string, string>;
  readonly benchmarks?: readonly string[];
  readonly seed?: number;
  /** What a process of a benchmark has besides its time. */
  readonly beside?: (benchmark: string, round: number) => Partial<ProcessSample>;
}

/** An engine whose benchmarks all take `seconds`, with noise of the given standard deviation. */
export function made(engine: string, seconds: number, making: Making = {}): EngineSamples {
  const {
    rounds = 12,
    noise = 0.01,
    factors = {},
    broken = [],
    sources = {},
    benchmarks = BENCHMARKS,
  } = making;
  const random = new Random(
    making.seed ?? [...engine].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7),
  );
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return {
    engine,
    benchmarks: new Map(
      benchmarks
        .filter((benchmark) => !broken.includes(benchmark))
        .map((benchmark) => [
          benchmark,
          {
            benchmark,
            sourceHash: sources[benchmark] ?? 'same',
            processes: Array.from({ length: rounds }, (_, round) => ({
              round,
              seconds: seconds * (factors[benchmark] ?? 1) * Math.exp(noise * gauss()),
              ...making.beside?.(benchmark, round),
            })),
          },
        ]),
    ),
    broken: new Map(broken.map((benchmark) => [benchmark, 'crashed (exit status 1)'])),
  };
}

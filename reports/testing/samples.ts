/** Results as `run` writes them, with times made up: noise follows from a seed, so that each test sees the same. */
import { Random, type ResultFile } from '../../suites/index.ts';
import { makeZip } from './zip.ts';

export interface MadeBenchmark {
  /** Head's time over base's. */
  readonly factor: number;
  readonly baseSeconds?: number;
  /** The head crashes, with these words on standard error. */
  readonly crash?: string;
}

export interface MadeResult {
  readonly benchmarks: Readonly<Record<string, MadeBenchmark>>;
  /** `['']`: the engines `base` and `head`; with names, `base:NAME` and `head:NAME`. */
  readonly engines?: readonly string[];
  readonly rounds?: number;
  readonly seed?: number;
  readonly withoutBase?: boolean;
}

/** Standard deviation of one round's logarithm: half a per cent. */
const NOISE = 0.005;

export function madeResult({
  benchmarks,
  engines = [''],
  rounds = 12,
  seed = 1,
  ...made
}: MadeResult): ResultFile {
  const random = new Random(seed);
  const sides = made.withoutBase ? ['head'] : ['base', 'head'];
  const names = engines.flatMap((engine) =>
    sides.map((side) => (engine === '' ? side : `${side}:${engine}`)),
  );
  const suiteOf = (engine: string) => ({
    version: '1.0' as const,
    metadata: {},
    benchmarks: Object.entries(benchmarks)
      .filter(([, { crash }]) => crash === undefined || engine.startsWith('base'))
      .map(([name, { factor, baseSeconds = 0.01 }]) => ({
        metadata: { name, unit: 'second' },
        runs: Array.from({ length: rounds }, (_, round) => ({
          metadata: { stage_report_round: round },
          values: [baseSeconds * (engine.startsWith('head') ? factor : 1) * Math.exp(noise(random))],
        })),
      })),
  });
  return {
    ...{ format: 'stage-report result', version: 1, session: `session-${seed}` },
    ...{ created: '2026-01-01T00:00:00Z', environment: { hostname: 'runner', cpu_count: 4 } },
    engines: names.map((name) => ({ name, command: ['engine'] })),
    plan: {
      ...{ seed, rounds, requestedRounds: rounds, stopped: 'complete', benchmarks: Object.keys(benchmarks) },
      ...{ loops: {}, values: 1, warmupCapSeconds: 1 },
    },
    suites: Object.fromEntries(names.map((name) => [name, suiteOf(name)])),
    failures: names
      .filter((name) => name.startsWith('head'))
      .flatMap((engine) =>
        Object.entries(benchmarks).flatMap(([benchmark, { crash }]) =>
          crash === undefined
            ? []
            : [{ engine, benchmark, round: 0, kind: 'crashed' as const, message: crash, stderr: crash }],
        ),
      ),
  };
}

/** The zip of the artifact that holds a result. */
export function artifactOf(result: ResultFile): Uint8Array {
  return makeZip([{ name: 'result.json', content: JSON.stringify(result) }]);
}

/** Near enough to normal: the sum of four uniform numbers. */
function noise(random: Random): number {
  const uniform = (): number => random.below(1_000_000) / 1_000_000 - 0.5;
  return NOISE * Math.sqrt(3) * (uniform() + uniform() + uniform() + uniform());
}

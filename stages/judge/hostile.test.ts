/**
 * Whatever is measured, the judge answers with a verdict of plain numbers or with an error that names a fix: reordered,
 * truncated, unequal rounds, zeros, infinities, one round, one benchmark, 5 000 benchmarks.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BenchmarkSamples,
  type EngineSamples,
  InputError,
  type ProcessSample,
} from '../../suites/index.ts';
import { changePoints } from '../history/change-points.ts';
import { type Roadmap, readRoadmap } from '../roadmap/roadmap.ts';
import { calibrate } from './calibrate.ts';
import { compareEngines } from './compare.ts';
import { fitLadder } from './fit.ts';
import { gate } from './gate.ts';
import { DEFAULT_GATE_OPTIONS } from './options.ts';
import { made } from './testing.ts';

const roadmap: Roadmap = readRoadmap();
const options = {
  ...DEFAULT_GATE_OPTIONS,
  counters: [{ name: 'work', title: 'work', margin: 0.01, least: 0, decides: true }],
};
/** The seed is fixed so that a test run is the same each time; set FC_SEED to look further. */
const seed = Number(process.env['FC_SEED'] ?? 1);
const RUNS = { numRuns: 150, seed };

/** Mostly times, and everything that a number can be. */
const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 1e-6, max: 10, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, Number.NaN, Infinity, -Infinity, 5e-324, 1e308) },
  { weight: 1, arbitrary: fc.double() },
);
const sample: fc.Arbitrary<ProcessSample> = fc.record(
  {
    round: fc.option(fc.integer({ min: 0, max: 15 })),
    seconds,
    peakBytes: seconds,
    counters: fc.record({ work: seconds }),
    warmups: fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), seconds), { maxLength: 3 }),
  },
  { requiredKeys: ['round', 'seconds'] },
);
const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'toString', '<b>\u202e');
const benchmark = (processes: fc.Arbitrary<ProcessSample[]>): fc.Arbitrary<[string, BenchmarkSamples]> =>
  fc
    .record({ benchmark: name, sourceHash: fc.constantFrom(null, 'x', 'y'), processes })
    .map((samples) => [samples.benchmark, samples]);
const engine = (engineName: string): fc.Arbitrary<EngineSamples> =>
  fc
    .record({
      benchmarks: fc.array(benchmark(fc.array(sample, { maxLength: 14 })), { maxLength: 4 }),
      broken: fc.array(fc.tuple(name, fc.string()), { maxLength: 1 }),
    })
    .map(({ benchmarks, broken }) => ({
      engine: engineName,
      benchmarks: new Map(benchmarks),
      broken: new Map(broken),
    }));

/** The result, or null where the input was refused with an error of the right kind. */
function answer<T>(judge: () => T): T | null {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.details.fix).not.toBe('');
    return null;
  }
}

describe('hostile measurements', () => {
  it('give the gate a verdict of plain numbers, or an error', () => {
    const pair = (engineName: string) => fc.record({ base: engine(engineName), head: engine(engineName) });
    const sessions = fc.tuple(pair('stage-0'), pair('stage-1'));
    fc.assert(
      fc.property(sessions, fc.option(sessions), (first, second) => {
        const report = answer(() => gate({ first, second, options, roadmap }));
        if (report === null) return;
        // NaN and infinities would come back as null, undefined not at all.
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        expect(report.headline).not.toMatch(/NaN|undefined|Infinity/);
        for (const row of report.rows) expect(row.reason).not.toMatch(/NaN|undefined|Infinity/);
      }),
      RUNS,
    );
  });

  it('give a comparison and a fit without NaN, or an error', () => {
    fc.assert(
      fc.property(engine('stage-0'), engine('stage-1'), engine('stage-3'), (base, one, three) => {
        const comparison = answer(() => compareEngines(base, one));
        if (comparison && comparison.benchmarks.length > 0) {
          expect(Number.isFinite(comparison.speedup.value)).toBe(true);
          expect([comparison.speedup.low, comparison.speedup.high].some(Number.isNaN)).toBe(false);
        }
        const fit = answer(() => fitLadder(roadmap, [base, one, three], 'hostile'));
        for (const { total, hpt } of fit?.stages ?? []) {
          expect(['met', 'missed', 'inconclusive', 'broken']).toContain(total.verdict);
          expect(Number.isNaN(hpt.confidence)).toBe(false);
        }
        for (const ratio of [fit?.perStage?.factor, fit?.projection?.total]) {
          if (ratio) expect(Object.values(ratio).some(Number.isNaN)).toBe(false);
        }
      }),
      { numRuns: 60, seed },
    );
  });

  it('give a history and a calibration, or an error', () => {
    fc.assert(
      fc.property(fc.array(engine('vm'), { maxLength: 12 }), (engines) => {
        const runs = engines.map((samples, index) => ({
          ...{ run: String(index), commit: null, date: String(index), engines: [samples] },
        }));
        const found = answer(() => changePoints(runs)) ?? [];
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
        const sessions = engines.slice(1, 5).map((head) => {
          const pairs = [{ base: engines[0]!, head }];
          return { median: pairs, minimum: pairs };
        });
        if (sessions.length === 0) return;
        const calibration = answer(() =>
          calibrate({ sessions, injected: [0.1], options, created: '', fingerprint: null }),
        );
        expect(JSON.parse(JSON.stringify(calibration))).toEqual(calibration);
      }),
      { numRuns: 60, seed },
    );
  });

  it('do not depend on their order', () => {
    const session = (order: (samples: EngineSamples) => EngineSamples) =>
      gate({
        first: [
          {
            base: order(made('vm', 0.1, { seed: 1, noise: 0.03 })),
            head: order(made('vm', 0.103, { seed: 2, noise: 0.03, factors: { beta: 1.1 } })),
          },
        ],
      });
    const backwards = (samples: EngineSamples): EngineSamples => ({
      ...samples,
      benchmarks: new Map(
        [...samples.benchmarks]
          .reverse()
          .map(([key, each]) => [key, { ...each, processes: each.processes.toReversed() }]),
      ),
    });
    const verdicts = (report: ReturnType<typeof session>) =>
      report.rows.map((row) => [row.benchmark, row.verdict, row.pValue]);
    expect(verdicts(session(backwards))).toEqual(verdicts(session((samples) => samples)));
  });

  it('compare what both sides have, where one is truncated', () => {
    const report = gate({
      first: [
        { base: made('vm', 0.1, { seed: 1, rounds: 12 }), head: made('vm', 0.1, { seed: 2, rounds: 8 }) },
      ],
    });
    expect(report.rows.map(({ rounds }) => rounds)).toEqual([8, 8, 8]);
    const one = gate({
      first: [{ base: made('vm', 0.1, { rounds: 1 }), head: made('vm', 0.2, { rounds: 1 }) }],
    });
    expect(one.verdict).toBe('inconclusive');
    expect(one.rows[0]!.roundsNeeded).toBe(7);
  });

  it('may have 5 000 benchmarks', () => {
    const benchmarks = Array.from({ length: 5000 }, (_, index) => `b${index}`);
    const side = (seed: number) =>
      made('vm', 0.1, { benchmarks, seed, factors: seed === 2 ? { b7: 2 } : {} });
    const report = gate({ first: [{ base: side(1), head: side(2) }] });
    expect(report.rows).toHaveLength(5000);
    // 2⁻¹² cannot pass Holm over 5 000: the answer says how many rounds can.
    expect(report.rows[0]).toMatchObject({ benchmark: 'b7', verdict: 'inconclusive', roundsNeeded: 18 });
  });
});

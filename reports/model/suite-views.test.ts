/** Views of a result: pairs of sharp edges, peak memory, and the way to full speed. */
import { describe, expect, it } from 'vitest';
import { InputError, type ResultFile } from '../../suites/index.ts';
import { edgeRows, memoryRows, promotionRows } from './suite-views.ts';

type Process = {
  readonly values: readonly number[];
  readonly warmups?: readonly [number, number][];
  readonly metadata?: object;
};

/** A result of one engine `vm`, whose benchmarks have the given processes, one a round. */
function resultOf(benchmarks: Readonly<Record<string, readonly Process[]>>): ResultFile {
  return {
    ...{ format: 'stage-report result', version: 2, session: 's', created: '2026-11-23T00:00:00.000Z' },
    ...{ environment: {}, engines: [{ name: 'vm', command: ['vm'] }], failures: [] },
    plan: {
      ...{ seed: 1, rounds: 2, requestedRounds: 2, stopped: 'complete', values: 1, warmupCapSeconds: 1 },
      ...{ benchmarks: Object.keys(benchmarks), loops: {} },
    },
    suites: {
      vm: {
        version: '1.0',
        benchmarks: Object.entries(benchmarks).map(([name, processes]) => ({
          metadata: { name },
          runs: processes.map(({ metadata, ...run }, round) => ({
            ...run,
            metadata: { stage_report_round: round, ...metadata },
          })),
        })),
      },
    },
  };
}

describe('edges', () => {
  const process = (seconds: number, bytes: number): Process => ({
    values: [seconds],
    metadata: { mem_max_rss: bytes },
  });

  it('compares each program with the one that differs a little, by round', () => {
    const result = resultOf({
      edge_base: [process(1, 100), process(2, 100)],
      edge: [process(1.5, 300), process(3, 300)],
      alone: [process(1, 1)],
    });
    expect(edgeRows(result, 'r.json')).toEqual([
      {
        ...{ engine: 'vm', edge: 'edge', memory: 3, broken: null },
        time: { value: expect.closeTo(1.5, 12), low: expect.closeTo(1.5, 12), high: expect.closeTo(1.5, 12) },
      },
    ]);
  });

  it('says which are broken, and refuses a result without pairs', () => {
    const result = resultOf({ edge_base: [process(1, 1)], edge: [] });
    const failure = {
      engine: 'vm',
      benchmark: 'edge',
      round: 0,
      kind: 'crashed',
      message: 'no',
      stderr: '',
    } as const;
    expect(edgeRows({ ...result, failures: [failure] }, 'r.json')).toEqual([
      { engine: 'vm', edge: 'edge', time: null, memory: null, broken: 'crashed (no)' },
    ]);
    expect(() => edgeRows(resultOf({ a: [process(1, 1)] }), 'r.json')).toThrow(InputError);
  });
});

describe('memory', () => {
  it('is the median of the peaks of processes', () => {
    const peaks = [5, 1, 3].map((mem_max_rss): Process => ({ values: [1], metadata: { mem_max_rss } }));
    expect(memoryRows(resultOf({ a: peaks, b: [{ values: [1] }] }), 'r.json')).toEqual([
      { benchmark: 'a', peakBytes: [3] },
      { benchmark: 'b', peakBytes: [null] },
    ]);
  });
});

describe('promotion', () => {
  it('ends with the last call that takes a tenth longer than a steady one', () => {
    const curve: [number, number][] = [
      [1, 8],
      [1, 4],
      [1, 1.05],
      [2, 1.5],
      [1, 1],
    ];
    const metadata = { stage_report_steady: true, stage_report_compile_seconds: 2, duration: 20 };
    expect(promotionRows(resultOf({ a: [{ values: [1], warmups: curve, metadata }] }), 'r.json')).toEqual([
      {
        ...{ engine: 'vm', benchmark: 'a', firstSeconds: 8, steadySeconds: 1 },
        promotionSeconds: expect.closeTo(8 + 4 + 1.05 + 3, 12),
        lostSeconds: expect.closeTo(7 + 3 + 0.05 + 1, 12),
        ...{ compiling: 0.1, steady: 1, processes: 1 },
      },
    ]);
  });

  it('takes no time where the first call is as fast as the last', () => {
    const rows = promotionRows(
      resultOf({
        a: [{ values: [1], warmups: [[1, 1.09]], metadata: { stage_report_steady: false } }],
        command: [{ values: [1], warmups: [[1, 9]] }],
      }),
      'r.json',
    );
    expect(rows).toMatchObject([{ promotionSeconds: 0, lostSeconds: 0, compiling: null, steady: 0 }]);
  });
});

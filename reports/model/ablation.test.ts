/** What each flag brings, from a result whose engines are stages and stages without a flag. */
import { expect, it } from 'vitest';
import { InputError, type ResultFile } from '../../suites/index.ts';
import { ablationOf } from './ablation.ts';

/** Times by engine and benchmark, alike in both rounds. */
function resultOf(times: Readonly<Record<string, Readonly<Record<string, number>>>>): ResultFile {
  const engines = Object.keys(times).map((name) => ({ name, command: [name] }));
  const benchmarks = Object.keys(Object.values(times)[0]!);
  return {
    ...{ format: 'stage-report result', version: 2, session: 's', created: '2026-11-23T00:00:00.000Z' },
    ...{ environment: {}, engines, failures: [] },
    plan: {
      ...{ seed: 1, rounds: 2, requestedRounds: 2, stopped: 'complete', values: 1, warmupCapSeconds: 1 },
      ...{ benchmarks, loops: {} },
    },
    suites: Object.fromEntries(
      engines.map(({ name }) => [
        name,
        {
          version: '1.0',
          benchmarks: benchmarks.map((benchmark) => ({
            metadata: { name: benchmark },
            runs: [0, 1].map((round) => ({
              metadata: { stage_report_round: round },
              values: [times[name]![benchmark]!],
            })),
          })),
        },
      ]),
    ),
  };
}

it('compares a stage with itself without each flag, by what the flag brings', () => {
  const result = resultOf({
    'stage-1': { a: 1, b: 1 },
    'stage-1,-cold': { a: 1, b: 1 },
    'stage-1,-hot': { a: 2, b: 8 },
    'stage-2': { a: 0.5, b: 0.5 },
    'stage-2,-fast': { a: 0.75, b: 0.75 },
  });
  const { flags, rounds } = ablationOf(result, 'r.json');
  expect(rounds).toBe(2);
  expect(flags.map(({ stage, flag, brings, most }) => [stage, flag, brings.value, most?.benchmark])).toEqual([
    ['stage-1', 'hot', expect.closeTo(4, 12), 'b'],
    ['stage-1', 'cold', expect.closeTo(1, 12), 'a'],
    ['stage-2', 'fast', expect.closeTo(1.5, 12), 'a'],
  ]);
});

it('names what breaks without a flag, and refuses a result that is no ablation', () => {
  const result = resultOf({ 'stage-1': { a: 1 }, 'stage-1,-hot': { a: 2 } });
  const failure = { benchmark: 'a', round: 0, kind: 'crashed', message: 'no', stderr: '' } as const;
  const broken = ablationOf({ ...result, failures: [{ engine: 'stage-1,-hot', ...failure }] }, 'r.json');
  expect(broken.flags).toMatchObject([{ flag: 'hot', broken: ['a'], most: null }]);
  expect(() => ablationOf(resultOf({ 'stage-1': { a: 1 } }), 'r.json')).toThrow(InputError);
});

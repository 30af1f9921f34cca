/** What other trackers read. */
import { expect, it } from 'vitest';
import { type ExchangeRow, toBenchData, toBencherMetrics, toCustomBenches } from './exchange.ts';

const row = (engine: string, change: Partial<ExchangeRow> = {}): ExchangeRow => ({
  ...{ engine, benchmark: 'planets', seconds: 0.25, interval: [0.2, 0.3], processes: 12, peakBytes: 4096 },
  ...change,
});

it('is an array for customSmallerIsBetter of github-action-benchmark', () => {
  expect(
    toCustomBenches([row('vm'), row('vm', { benchmark: 'nbody', interval: null, peakBytes: null })]),
  ).toEqual([
    { name: 'planets', unit: 'ms', value: 250, range: '± 50.0', extra: '12 processes\npeak 4096 bytes' },
    { name: 'nbody', unit: 'ms', value: 250, extra: '12 processes' },
  ]);
});

it('names the engine where there are several', () => {
  expect(toCustomBenches([row('a'), row('b')]).map(({ name }) => name)).toEqual([
    'planets (a)',
    'planets (b)',
  ]);
});

it('is an entry of its data branch', () => {
  const commit = {
    id: 'abc',
    message: 'm',
    timestamp: '2026-11-23T00:00:00.000Z',
    url: 'https://example.org/abc',
  };
  const date = Date.UTC(2026, 10, 23);
  const nobody = { name: '', username: '', email: '' };
  expect(toBenchData([row('vm')], 'suite', 'https://example.org', commit)).toEqual({
    lastUpdate: date,
    repoUrl: 'https://example.org',
    entries: {
      suite: [
        {
          commit: { author: nobody, committer: nobody, distinct: true, ...commit },
          ...{ date, tool: 'customSmallerIsBetter', benches: toCustomBenches([row('vm')]) },
        },
      ],
    },
  });
});

it('is measures by benchmark for Bencher, in nanoseconds and bytes', () => {
  expect(
    toBencherMetrics([
      row('vm', { seconds: 0.5, interval: [0.25, 0.75] }),
      row('vm', { benchmark: 'b', interval: null, peakBytes: null }),
    ]),
  ).toEqual({
    planets: { latency: { value: 5e8, lower_value: 2.5e8, upper_value: 7.5e8 }, memory: { value: 4096 } },
    b: { latency: { value: 2.5e8 } },
  });
});

/** What people see on a terminal: tables that fit, plots, colours. */
import { describe, expect, it } from 'vitest';
import { formatPlot } from './plot.ts';
import { formatTable } from './table.ts';
import { colourVerdicts, hasColour } from './terminal.ts';

const COLUMNS = [
  { heading: 'benchmark', align: 'left' },
  { heading: 'base', align: 'right' },
  { heading: 'head', align: 'right' },
  { heading: 'why', align: 'left' },
] as const;
const ROWS = [
  ['json_dumps', '1.20 ms', '1.31 ms', 'slower beyond the margin of 3 %'],
  ['a_benchmark_with_a_long_name', '12.3 ms', '12.3 ms', ''],
];

describe('a table', () => {
  it('is as wide as its cells where there is no limit', () => {
    expect(`\n${formatTable(COLUMNS, ROWS, Number.POSITIVE_INFINITY)}`).toMatchInlineSnapshot(`
      "
      benchmark                        base     head  why
      ────────────────────────────  ───────  ───────  ───────────────────────────────
      json_dumps                    1.20 ms  1.31 ms  slower beyond the margin of 3 %
      a_benchmark_with_a_long_name  12.3 ms  12.3 ms"
    `);
  });

  it('cuts texts, never numbers, to fit a terminal', () => {
    expect(`\n${formatTable(COLUMNS, ROWS, 52)}`).toMatchInlineSnapshot(`
      "
      benchmark            base     head  why
      ────────────────  ───────  ───────  ────────────────
      json_dumps        1.20 ms  1.31 ms  slower beyond t…
      a_benchmark_wit…  12.3 ms  12.3 ms"
    `);
  });

  it('becomes several tables where that is not enough', () => {
    expect(`\n${formatTable(COLUMNS, ROWS, 32)}`).toMatchInlineSnapshot(`
      "
      benchmark        base     head
      ────────────  ───────  ───────
      json_dumps    1.20 ms  1.31 ms
      a_benchmark…  12.3 ms  12.3 ms

      benchmark     why
      ────────────  ────────────
      json_dumps    slower beyo…
      a_benchmark…"
    `);
  });

  it('fits every width in which its first column and any other have room', () => {
    for (let width = 26; width < 120; width++) {
      const longest = Math.max(
        ...formatTable(COLUMNS, ROWS, width)
          .split('\n')
          .map((line) => [...line].length),
      );
      expect({ width, fits: longest <= width }).toEqual({ width, fits: true });
    }
  });
});

describe('a plot', () => {
  const rows = [
    { name: 'stage 0', speed: { value: 1, low: 0, high: Infinity }, target: null, symbol: '●' },
    { name: 'stage 1', speed: { value: 1.6, low: 1.4, high: 1.8 }, target: 1.5, symbol: '?' },
    { name: 'stage 2', speed: { value: 3, low: 2.9, high: 3.1 }, target: 2.25, symbol: '▲' },
    { name: 'broken', speed: { value: Number.NaN, low: 0, high: Infinity }, target: 3.4, symbol: '✗' },
  ];

  it('shows points, intervals and targets on a logarithmic axis, and leaves out what has no number', () => {
    expect(`\n${formatPlot(rows, 60)}`).toMatchInlineSnapshot(`
      "
                      1             1.5         2              3
      stage 0  1.00   ●
      stage 1  1.60   ┊           ├──│─?────┤
      stage 2  3.00   ┊                             │         ├▲┤"
    `);
  });

  it('fits the width, and is a list where there is no room', () => {
    for (const width of [20, 40, 80, 200]) {
      const longest = Math.max(
        ...formatPlot(rows, width)
          .split('\n')
          .map((line) => [...line].length),
      );
      expect({ width, fits: longest <= width }).toEqual({ width, fits: true });
    }
    expect(formatPlot(rows, 20).split('\n')[1]).toBe('stage 1  1.60');
  });

  it('draws huge and tiny speeds at the edge', () => {
    const extreme = [1e300, 1e-300].map((value) => ({
      ...{ name: 'x', speed: { value, low: value, high: value }, target: null, symbol: '●' },
    }));
    expect(
      formatPlot(extreme, 50)
        .split('\n')
        .slice(1)
        .every((line) => line.includes('●')),
    ).toBe(true);
  });
});

describe('colour', () => {
  it('is on a terminal only, and not with NO_COLOR', () => {
    expect(hasColour(true, {})).toBe(true);
    expect(hasColour(true, { NO_COLOR: '1' })).toBe(false);
    expect(hasColour(true, { NO_COLOR: '' })).toBe(true);
    expect(hasColour(true, { TERM: 'dumb' })).toBe(false);
    expect(hasColour(false, {})).toBe(false);
  });

  it('comes on top of symbol and word', () => {
    expect(colourVerdicts('1.50 ▲ met')).toBe('1.50 \u001b[32m▲ met\u001b[39m');
    expect(colourVerdicts('▼ missed, ? inconclusive')).toBe(
      '\u001b[31m▼ missed\u001b[39m, \u001b[33m? inconclusive\u001b[39m',
    );
  });
});

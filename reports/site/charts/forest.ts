/** A forest plot: one row a benchmark or engine, its speed as a point with its 95 % interval, on a logarithmic axis. */
import { dot, gridX, ruleX, ruleY, text } from '@observablehq/plot';
import { formatFactor } from '../../model/format.ts';
import type { Html } from '../../page/html.ts';
import type { Estimate } from '../model/numbers.ts';
import { type ChartText, drawable, drawChart, formatTick, label, logDomain, logTicks } from './plot.ts';

export interface ForestRow {
  readonly name: string;
  readonly estimate: Estimate;
  /** Shape and colour of the point; up: beyond the target, down: wrong side of 1, plain: between, or unknown. */
  readonly mark: 'up' | 'down' | 'plain' | 'own';
}

const SYMBOLS = { up: 'triangle', down: 'triangle2', plain: 'circle', own: 'diamond' } as const;
const COLOURS = {
  up: 'var(--met)',
  down: 'var(--missed)',
  plain: 'var(--measured)',
  own: 'var(--measured)',
} as const;

export function forestChart(
  chart: Omit<ChartText, 'description'>,
  rows: readonly ForestRow[],
  target: number | null,
): Html {
  const drawn = rows.flatMap(({ name, estimate, mark }, index) => {
    const value = drawable(estimate.value);
    if (value === null) return [];
    const [low, high] = [drawable(estimate.low), drawable(estimate.high)];
    return [{ row: index, name, value, low, high, mark, shown: estimate.value! }];
  });
  const ends =
    drawn.length > 0
      ? `${label(drawn[0]!.name)} ${formatFactor(drawn[0]!.shown)} to ${label(drawn.at(-1)!.name)} ${formatFactor(drawn.at(-1)!.shown)}`
      : 'nothing was measured';
  const goal = target === null ? '' : ` The target is ${formatFactor(target)}.`;
  return drawChart(
    { ...chart, description: `Logarithmic axis, one row each, from ${ends}.${goal}` },
    ({ kind }) => {
      const narrow = kind === 'narrow';
      const longest = narrow ? 17 : 26;
      const widest = Math.max(4, ...drawn.map(({ name }) => [...label(name, longest)].length));
      const domain = logDomain(
        [1, target, ...drawn.flatMap(({ value, low, high }) => [value, low, high])],
        1.06,
      );
      const ticks = logTicks(domain, narrow ? 4 : 8);
      const rowHeight = 19;
      const frame = {
        marginTop: 30,
        marginBottom: 8,
        marginLeft: Math.round(widest * 6.6) + 14,
        marginRight: 48,
      };
      return {
        ...frame,
        height: frame.marginTop + frame.marginBottom + Math.max(1, drawn.length) * rowHeight,
        x: { type: 'log', domain, clamp: true, axis: null },
        y: { type: 'band', domain: drawn.map(({ row }) => row), padding: 0, axis: null },
        marks: [
          gridX(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
          text(ticks, {
            x: (tick: number) => tick,
            frameAnchor: 'top',
            dy: -14,
            text: formatTick,
            fill: 'var(--soft)',
          }),
          ruleX([1], { stroke: 'var(--soft)' }),
          ...(target === null ? [] : [ruleX([target], { stroke: 'var(--target)', strokeDasharray: '5 4' })]),
          ruleY(
            drawn.filter(({ low, high }) => low !== null && high !== null),
            {
              ...{ y: 'row', x1: 'low', x2: 'high', strokeWidth: 2, strokeOpacity: 0.55 },
              stroke: ({ mark }: (typeof drawn)[number]) => COLOURS[mark],
            },
          ),
          ...(['up', 'down', 'plain', 'own'] as const).map((mark) =>
            dot(
              drawn.filter((row) => row.mark === mark),
              {
                ...{ x: 'value', y: 'row', r: 4, symbol: SYMBOLS[mark], fill: COLOURS[mark] },
                title: ({ name, shown }: (typeof drawn)[number]) =>
                  `${label(name, 60)}: ${formatFactor(shown)}`,
              },
            ),
          ),
          text(drawn, {
            ...{ y: 'row', frameAnchor: 'left', textAnchor: 'end', dx: -10, fill: 'var(--ink)' },
            text: ({ name }: (typeof drawn)[number]) => label(name, longest),
          }),
          text(drawn, {
            ...{ y: 'row', frameAnchor: 'right', textAnchor: 'end', dx: 44, fill: 'var(--ink)' },
            text: ({ shown }: (typeof drawn)[number]) => formatFactor(shown),
          }),
        ],
      };
    },
  );
}

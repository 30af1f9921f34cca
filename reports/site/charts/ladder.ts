/** The ladder: speed over stage 0 against the product of the targets, on a logarithmic axis, with intervals. */
import { dot, gridY, line, link, ruleX, ruleY, text } from '@observablehq/plot';
import { formatFactor } from '../../model/format.ts';
import type { Html } from '../../page/html.ts';
import type { Overview } from '../model/overview.ts';
import { dodge, drawable, drawChart, formatTick, label, logDomain, logTicks } from './plot.ts';

export function ladderChart({ ladder, beside }: Overview): Html {
  const points = ladder.flatMap(({ id, name, total, target }) => {
    const value = id === 0 ? 1 : drawable(total?.speedup.value ?? null);
    if (value === null) return [];
    const [low, high] = [drawable(total?.speedup.low ?? null), drawable(total?.speedup.high ?? null)];
    return [{ id, name, value, low, high, target, shown: id === 0 ? 1 : total!.speedup.value! }];
  });
  const others = beside.flatMap(({ engine, overBaseline }) => {
    const value = drawable(overBaseline.value);
    return value === null ? [] : [{ engine, value, shown: overBaseline.value! }];
  });
  const targets = ladder.map(({ id, target }) => ({ id, target: drawable(target)! }));
  const described = points.map(
    ({ id, shown, target }) => `stage ${id} ${formatFactor(shown)}, target ${formatFactor(target)}`,
  );
  const title = 'Speed over stage 0';
  return drawChart(
    {
      id: 'ladder',
      title,
      description: `Logarithmic axis, one point a stage: ${described.join('; ')}.`,
    },
    ({ kind }) => {
      const narrow = kind === 'narrow';
      const height = narrow ? 330 : 400;
      const margins = { marginTop: 18, marginBottom: 44, marginLeft: 40, marginRight: narrow ? 112 : 150 };
      const domain = logDomain(
        [
          1,
          ...points.flatMap(({ value, low, high }) => [value, low, high]),
          ...targets.map(({ target }) => target),
          ...others.map(({ value }) => value),
        ],
        1.12,
      );
      const y = (value: number): number =>
        height -
        margins.marginBottom -
        (Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])) *
          (height - margins.marginTop - margins.marginBottom);
      const last = targets.at(-1)!;
      const edge = [
        ...others.map((other) => ({ ...other, kind: 'beside' })),
        { engine: 'target', value: last.target, shown: last.target, kind: 'target' },
      ];
      const offsets = dodge(
        edge.map(({ value }) => y(value)),
        15,
      );
      const ids = ladder.map(({ id }) => id);
      const ticks = logTicks(domain, narrow ? 6 : 8);
      return {
        ...margins,
        height,
        x: { type: 'point', domain: ids, padding: 0.35, axis: null },
        y: { type: 'log', domain, clamp: true, axis: null },
        marks: [
          gridY(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
          text(ticks, {
            y: (tick: number) => tick,
            frameAnchor: 'left',
            textAnchor: 'end',
            dx: -8,
            text: formatTick,
            fill: 'var(--soft)',
          }),
          ruleY(others, {
            y: 'value',
            stroke: 'var(--beside)',
            strokeDasharray: '1 4',
            strokeLinecap: 'round',
          }),
          line(targets, { x: 'id', y: 'target', stroke: 'var(--target)', strokeDasharray: '5 4' }),
          dot(targets, {
            x: 'id',
            y: 'target',
            stroke: 'var(--target)',
            fill: 'var(--paper)',
            symbol: 'square',
            r: 3.5,
          }),
          line(points, {
            x: 'id',
            y: 'value',
            stroke: 'var(--measured)',
            strokeWidth: 2.5,
            strokeLinejoin: 'round',
          }),
          link(
            points.filter(({ low, high }) => low !== null && high !== null),
            {
              x: 'id',
              y1: 'low',
              y2: 'high',
              stroke: 'var(--measured)',
              strokeWidth: 6,
              strokeOpacity: 0.3,
              strokeLinecap: 'butt',
            },
          ),
          dot(points, {
            ...{
              x: 'id',
              y: 'value',
              fill: 'var(--measured)',
              stroke: 'var(--paper)',
              strokeWidth: 1.5,
              r: 5.5,
            },
            title: ({ id, shown, target }: (typeof points)[number]) =>
              `Stage ${id}: ${formatFactor(shown)}, target ${formatFactor(target)}`,
          }),
          text(points, {
            ...{ x: 'id', y: 'value', dx: -9, dy: -12, textAnchor: 'end', className: 'strong' },
            ...{ fill: 'var(--ink)', stroke: 'var(--paper)', strokeWidth: 4 },
            text: ({ shown }: (typeof points)[number]) => formatFactor(shown),
          }),
          ruleX(ids, { stroke: 'none' }),
          text(ids, {
            x: (id: number) => id,
            frameAnchor: 'bottom',
            dy: 16,
            text: (id: number) => (narrow ? `${id}` : `stage ${id}`),
            fill: 'var(--ink)',
          }),
          text(ladder, {
            x: 'id',
            frameAnchor: 'bottom',
            dy: 32,
            text: ({ release }: (typeof ladder)[number]) => label(release, narrow ? 6 : 12),
            fill: 'var(--soft)',
          }),
          ...edge.map((each, index) =>
            text([each], {
              ...{ y: 'value', frameAnchor: 'right', textAnchor: 'start', dx: 8, dy: offsets[index]! },
              text: () => `${label(each.engine, narrow ? 9 : 16)} ${formatFactor(each.shown)}`,
              fill: each.kind === 'target' ? 'var(--target)' : 'var(--beside)',
            }),
          ),
        ],
      };
    },
  );
}

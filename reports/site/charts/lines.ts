/** Lines with their names at the right end: histories over time, and warm-up curves over elapsed seconds. */
import { dot, gridY, line, ruleX, text } from '@observablehq/plot';
import { type Html, plainText } from '../../page/html.ts';
import { type ChartText, dodge, drawChart, label, logDomain, logTicks } from './plot.ts';

export interface LineSeries {
  readonly name: string;
  /** Place in the roadmap, which gives the colour; null: another engine. */
  readonly stage: number | null;
  /** x: milliseconds since 1970, or seconds. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinesOptions {
  readonly x: 'time' | 'elapsed seconds';
  readonly formatY: (value: number) => string;
  readonly formatTick: (value: number) => string;
  /** Vertical lines, such as change points. */
  readonly marks: readonly { readonly x: number; readonly text: string }[];
}

/** Values outside are drawn at the edge. */
const SPAN = { least: 1e-12, most: 1e12 };
const clamp = (value: number): number => Math.min(SPAN.most, Math.max(SPAN.least, value));

export function colourOf(stage: number | null): string {
  return stage === null ? 'var(--beside)' : `var(--stage-${Math.min(4, stage)})`;
}

export function linesChart(chart: ChartText, series: readonly LineSeries[], options: LinesOptions): Html {
  const drawn = series
    .filter(({ points }) => points.length > 0)
    .map((each) => ({ ...each, points: each.points.map(([x, y]): [number, number] => [x, clamp(y)]) }));
  const all = drawn.flatMap(({ points }) => points);
  const isTime = options.x === 'time';
  return drawChart(chart, ({ kind }) => {
    const narrow = kind === 'narrow';
    const height = narrow ? 260 : 300;
    const margins = { marginTop: 16, marginBottom: 30, marginLeft: 58, marginRight: narrow ? 84 : 120 };
    const domain = logDomain(
      all.map(([, y]) => y),
      1.1,
    );
    const y = (value: number): number =>
      height -
      margins.marginBottom -
      (Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])) *
        (height - margins.marginTop - margins.marginBottom);
    const xs = all.map(([x]) => x);
    const [left, right] = [Math.min(...xs, isTime ? 8e15 : 1e9), Math.max(...xs, isTime ? 0 : 1e-9)];
    const offsets = dodge(
      drawn.map(({ points }) => y(points.at(-1)![1])),
      14,
    );
    const ticksY = logTicks(domain, narrow ? 5 : 6);
    const xDomain: [number, number] =
      left < right ? [left, right] : isTime ? [left - 1, left + 1] : [left / 2, left * 2];
    const ticksX = isTime
      ? timeTicks(xDomain, narrow ? 2.5 : 6)
      : spread(logTicks(xDomain, narrow ? 4 : 7), xDomain, narrow ? 0.24 : 0.09);
    return {
      ...margins,
      height,
      x: { type: isTime ? 'linear' : 'log', domain: xDomain, axis: null, inset: 6 },
      y: { type: 'log', domain, clamp: true, axis: null },
      marks: [
        gridY(ticksY, { stroke: 'var(--line)', strokeOpacity: 1 }),
        text(ticksY, {
          y: (tick: number) => tick,
          frameAnchor: 'left',
          textAnchor: 'end',
          dx: -8,
          text: options.formatTick,
          fill: 'var(--soft)',
        }),
        text(ticksX, {
          ...{ x: (tick: number) => tick, frameAnchor: 'bottom', dy: 18, fill: 'var(--soft)' },
          text: isTime ? formatDay : secondsTick,
        }),
        ruleX(options.marks, {
          x: 'x',
          stroke: 'var(--target)',
          strokeDasharray: '3 3',
          title: ({ text: words }: { text: string }) => plainText(words),
        }),
        ...drawn.map(({ points, stage }) =>
          line(points, {
            x: '0',
            y: '1',
            stroke: colourOf(stage),
            strokeWidth: 2,
            strokeLinejoin: 'round',
            ...(stage === null ? { strokeDasharray: '2 3' } : {}),
          }),
        ),
        ...drawn.map(({ points, stage, name }) =>
          dot(points.length > 80 ? points.slice(-1) : points, {
            ...{ x: '0', y: '1', r: points.length > 24 ? 2 : 3, fill: colourOf(stage) },
            title: ([, value]: [number, number]) => `${label(name, 60)}: ${options.formatY(value)}`,
          }),
        ),
        ...drawn.map(({ points, stage, name }, index) =>
          text([points.at(-1)!], {
            ...{ y: '1', frameAnchor: 'right', textAnchor: 'start', dx: 8, dy: offsets[index]! },
            ...{ text: () => label(name, narrow ? 11 : 17), fill: colourOf(stage) },
          }),
        ),
      ],
    };
  });
}

/** Ticks of which each is at least a share of the axis away from the one before. */
function spread(ticks: readonly number[], [low, high]: readonly [number, number], least: number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    if (kept.length === 0 || Math.log(tick / kept.at(-1)!) >= least * Math.log(high / low)) kept.push(tick);
  }
  return kept;
}

const DAY_MS = 86_400_000;

function timeTicks([from, to]: readonly [number, number], most: number): number[] {
  const days = Math.max(1, (to - from) / DAY_MS);
  const step =
    [1, 2, 7, 14, 30.4375, 61, 91.3, 182.6, 365.25, 730.5].find((each) => days / each <= most) ?? 3652.5;
  const ticks: number[] = [];
  for (let at = to; at >= from; at -= step * DAY_MS) ticks.push(at);
  return ticks.length > 1 && days < 1.5 ? ticks.slice(0, 1) : ticks.reverse();
}

/** A round number of seconds: `20 ms`. */
export function secondsTick(seconds: number): string {
  const [unit, size] =
    seconds >= 1 ? ['s', 1] : seconds >= 1e-3 ? ['ms', 1e-3] : seconds >= 1e-6 ? ['µs', 1e-6] : ['ns', 1e-9];
  return `${Number((seconds / (size as number)).toPrecision(3))} ${unit}`;
}

function formatDay(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/**
 * The stage ladder as SVG: speed over stage 0 on a log axis, each stage with its interval, against the line
 * of the targets (1.5^k). Colours come from the page's variables; every number is also in the table below it.
 */

import { formatFactor, formatInterval } from '../model/format.ts';
import type { StageReport } from '../model/stage-report.ts';
import { type Html, html } from './html.ts';

const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 56;
const RIGHT = 130;
const TOP = 24;
const BOTTOM = 46;

export function ladderChart(report: StageReport): Html {
  const { ladder, beside } = report;
  // A stage on which everything broke has no number, hence no point; the table shows its verdict.
  const drawn = ladder.filter(({ total }) => !total || Number.isFinite(total.speedup.value));
  const points = drawn.map(({ id, name, total }) => ({
    id,
    name,
    value: total?.speedup.value ?? 1,
    low: total ? total.speedup.low : 1,
    high: total ? total.speedup.high : 1,
    target: total?.target ?? 1,
  }));
  const known = [
    ...points.flatMap(({ value, low, high, target }) => [value, low, high, target]),
    ...beside.map(({ overBaseline }) => overBaseline.value),
  ].filter((value) => Number.isFinite(value) && value > 0.02 && value < 1000);
  const lowest = Math.min(0.9, ...known) * 0.92;
  const highest = Math.max(...known) * 1.12;
  const y = (factor: number): number => {
    const clamped = Math.min(highest, Math.max(lowest, factor));
    const share = Math.log(clamped / lowest) / Math.log(highest / lowest);
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
  };
  const lastId = Math.max(1, ladder.at(-1)!.id);
  const x = (id: number): number => round(LEFT + 24 + (id / lastId) * (WIDTH - LEFT - RIGHT - 48));
  const path = (pick: (point: (typeof points)[number]) => number): string =>
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.id)} ${y(pick(point))}`).join('');
  const described = points
    .slice(1)
    .map(({ id, value, target }) => `stage ${id}: ${formatFactor(value)}, target ${formatFactor(target)}`)
    .join('; ');

  return html`<svg class="ladder" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="ladder-title ladder-desc">
<title id="ladder-title">Speed over stage 0, by stage</title>
<desc id="ladder-desc">Logarithmic axis. ${described}. The same numbers are in the table below.</desc>
${ticks(lowest, highest).map(
  (tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="axis" x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${formatTick(tick)}</text>
`,
)}
${beside.map(
  ({
    engine,
    overBaseline,
  }) => html`<line class="beside" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(overBaseline.value)}" y2="${y(overBaseline.value)}"/>
<text class="label beside-label" x="${WIDTH - RIGHT + 6}" y="${y(overBaseline.value) + 4}">${engine} ${formatFactor(overBaseline.value)}</text>
`,
)}
<path class="target" d="${path((point) => point.target)}"/>
<text class="label target-label" x="${x(points.at(-1)!.id) + 14}" y="${y(points.at(-1)!.target) + 14}">target ${formatFactor(points.at(-1)!.target)}</text>
<path class="measured" d="${path((point) => point.value)}"/>
${points.map(
  (point) => html`<g>
<title>Stage ${point.id}: ${formatFactor(point.value)} (${formatInterval(point)}), target ${formatFactor(point.target)}</title>
<line class="interval" x1="${x(point.id)}" x2="${x(point.id)}" y1="${y(point.low)}" y2="${y(point.high)}"/>
<line class="interval" x1="${x(point.id) - 5}" x2="${x(point.id) + 5}" y1="${y(point.low)}" y2="${y(point.low)}"/>
<line class="interval" x1="${x(point.id) - 5}" x2="${x(point.id) + 5}" y1="${y(point.high)}" y2="${y(point.high)}"/>
<rect class="target-mark" x="${x(point.id) - 4}" y="${y(point.target) - 4}" width="8" height="8"/>
<circle class="point" cx="${x(point.id)}" cy="${y(point.value)}" r="5"/>
<text class="label value" x="${x(point.id) - 9}" y="${y(point.value) - 9}" text-anchor="end">${formatFactor(point.value)}</text>
<text class="axis" x="${x(point.id)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${point.id}</text>
<text class="axis name" x="${x(point.id)}" y="${HEIGHT - BOTTOM + 36}" text-anchor="middle">${point.name}</text>
</g>
`,
)}
</svg>`;
}

/** 1, 2, 5 in each decade, and 1.5 and 3 where few would be left. */
function ticks(lowest: number, highest: number): number[] {
  const steps = highest / lowest > 12 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  return [0.01, 0.1, 1, 10, 100, 1000]
    .flatMap((decade) => steps.map((step) => step * decade))
    .filter((tick) => tick >= lowest && tick <= highest);
}

function formatTick(tick: number): string {
  return `×${Number(tick.toPrecision(3))}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Charts as text: Observable Plot draws into linkedom at build time, so a page needs no script. What Plot writes is
 * made to fit a page with a Content-Security-Policy: no style element, no style attribute; the site's style sheet has
 * the rules instead. Colours are the style sheet's variables, so a chart follows the theme.
 */
import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { Html, html, plainText } from '../../page/html.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A wide drawing, and one for narrow screens; the style sheet shows one of them. */
export interface ChartSize {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
}

export const SIZES: readonly ChartSize[] = [
  { kind: 'wide', width: 880 },
  { kind: 'narrow', width: 350 },
];

export interface ChartText {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the chart should know; the numbers are in the table below it. */
  readonly description: string;
}

/** Draws a chart in every size. */
export function drawChart(text: ChartText, optionsFor: (size: ChartSize) => PlotOptions): Html {
  return html`${SIZES.map((size) => draw(text, size, optionsFor(size)))}`;
}

function draw({ id, title, description }: ChartText, { kind, width }: ChartSize, options: PlotOptions): Html {
  // Plot's types speak of the browser's DOM; linkedom's is the same as far as Plot uses it.
  const svg = plot({ document, width, className: 'plot', ...options } as PlotOptions) as unknown as Drawn;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const styled of svg.querySelectorAll('[style]')) styled.removeAttribute('style');
  for (const labelled of svg.querySelectorAll('[aria-label], [aria-description]')) {
    labelled.removeAttribute('aria-label');
    labelled.removeAttribute('aria-description');
  }
  const own = `${id}-${kind}`;
  svg.setAttribute('class', `plot ${kind}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${own}-title ${own}-desc`);
  for (const name of ['width', 'height', 'font-size', 'font-family', 'fill']) svg.removeAttribute(name);
  for (const [tag, content] of [
    ['desc', description],
    ['title', title],
  ] as const) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.setAttribute('id', `${own}-${tag}`);
    element.textContent = plainText(content);
    svg.prepend(element);
  }
  return new Html(shortenNumbers(svg.outerHTML));
}

interface Drawn {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<{ remove(): void; removeAttribute(name: string): void }>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  prepend(element: unknown): void;
}

/** A tenth of a pixel is enough: coordinates inside tags lose further digits. */
function shortenNumbers(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/\d+\.\d{2,}/g, (digits) => String(Math.round(Number(digits) * 10) / 10)),
  );
}

/** A name as a label: without what could disguise it, and cut where it is long. */
export function label(name: string, longest = 26): string {
  const characters = [...plainText(name).replace(/\s+/g, ' ')];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

/** Speeds beyond these are drawn at the edge; the table has them. */
const DRAWN = { least: 0.01, most: 1e5 };

export function drawable(value: number | null): number | null {
  return value === null ? null : Math.min(DRAWN.most, Math.max(DRAWN.least, value));
}

/** Bounds of a logarithmic axis that holds all values, with some room. */
export function logDomain(values: readonly (number | null)[], room = 1.08): [number, number] {
  const present = values.flatMap((value) => (value === null || !(value > 0) ? [] : [value]));
  const least = Math.min(...present, 1e300);
  const most = Math.max(...present, 1e-300);
  return present.length === 0 ? [0.5, 2] : [least / room, most * room];
}

/** Round numbers on a logarithmic axis, at most about `most` of them. */
export function logTicks([low, high]: readonly [number, number], most: number): number[] {
  for (const steps of [
    [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
    [1, 1.5, 2, 3, 4, 5, 7],
    [1, 1.5, 2, 3, 5],
    [1, 2, 5],
    [1, 3],
    [1],
  ]) {
    const ticks = ticksOf(steps, low, high);
    if (ticks.length <= most && ticks.length > 1) return ticks;
  }
  const decades = ticksOf([1], low, high);
  const every = Math.ceil(decades.length / most);
  return decades.filter((_, index) => index % every === 0);
}

function ticksOf(steps: readonly number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
    for (const step of steps) {
      const tick = Number((step * 10 ** decade).toPrecision(3));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

export function formatTick(tick: number): string {
  return `×${Number(tick.toPrecision(3))}`;
}

/** Moves labels apart: offsets in pixels that keep `gap` between neighbours and stay near where each belongs. */
export function dodge(positions: readonly number[], gap: number): number[] {
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  const placed = order.map(({ at }) => at);
  for (let pass = 0; pass < 50; pass++) {
    let moved = false;
    for (let i = 1; i < placed.length; i++) {
      const overlap = gap - (placed[i]! - placed[i - 1]!);
      if (overlap > 0.01) {
        placed[i - 1]! -= overlap / 2;
        placed[i]! += overlap / 2;
        moved = true;
      }
    }
    if (!moved) break;
  }
  const offsets = positions.map(() => 0);
  for (const [place, { at, index }] of order.entries()) offsets[index] = placed[place]! - at;
  return offsets;
}

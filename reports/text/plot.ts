/**
 * Speeds as a picture in text, one row each on a logarithmic axis: the point, its 95 % interval as a line, the target as
 * an upright bar.
 *
 *               1        1.5       2         3
 *     stage 1   ┊       ├─▲─┤
 *     stage 2   ┊                 ├─?│┤
 */
import type { Ratio } from '../../stages/index.ts';
import { formatFactor } from '../model/format.ts';
import { cut, textWidth } from './table.ts';

export interface PlotRow {
  readonly name: string;
  readonly speed: Ratio;
  readonly target: number | null;
  /** One character for the point. */
  readonly symbol: string;
}

/** Of the picture between names and numbers. */
const WIDEST = 60;
const NARROWEST = 16;
const LONGEST_NAME = 28;
/** Speeds beyond these are drawn at the edge. */
const DRAWN = { least: 0.01, most: 1e4 };

/** Lines of the plot, at most `width` characters wide. */
export function formatPlot(rows: readonly PlotRow[], width: number): string {
  const drawn = rows.filter(({ speed }) => Number.isFinite(speed.value) && speed.value > 0);
  if (drawn.length === 0) return '';
  const names = drawn.map(({ name }) => cut(name, LONGEST_NAME));
  const nameWidth = Math.max(...names.map(textWidth));
  const numbers = drawn.map(({ speed }) => formatFactor(speed.value));
  const numberWidth = Math.max(...numbers.map(textWidth));
  const room = Math.min(WIDEST, Number.isFinite(width) ? width - nameWidth - numberWidth - 4 : WIDEST);
  if (room < NARROWEST)
    return names.map((name, index) => `${name.padEnd(nameWidth)}  ${numbers[index]}`).join('\n');
  const axis = axisOf(drawn, room);
  const lines = drawn.map((row, index) =>
    `${pad(names[index]!, nameWidth)}  ${numbers[index]!.padStart(numberWidth)}  ${drawRow(row, axis)}`.trimEnd(),
  );
  return [`${' '.repeat(nameWidth + numberWidth + 4)}${drawAxis(axis)}`.trimEnd(), ...lines].join('\n');
}

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly room: number;
  readonly at: (speed: number) => number;
}

function axisOf(rows: readonly PlotRow[], room: number): Axis {
  const clamp = (speed: number): number => Math.min(DRAWN.most, Math.max(DRAWN.least, speed));
  const ends = rows.flatMap(({ speed, target }) => [
    ...[speed.value, target ?? 1],
    ...(speed.low > 0 && Number.isFinite(speed.high) ? [speed.low, speed.high] : []),
  ]);
  const low = Math.min(1, ...ends.map(clamp)) / 1.02;
  const high = Math.max(1.1, ...ends.map(clamp)) * 1.02;
  const at = (speed: number): number =>
    Math.round((Math.log(clamp(speed) / low) / Math.log(high / low)) * (room - 1));
  return { low, high, room, at };
}

function drawRow({ speed, target, symbol }: PlotRow, { at, room }: Axis): string {
  const cells = Array<string>(room).fill(' ');
  const put = (speedThere: number, character: string): void => {
    cells[Math.min(room - 1, Math.max(0, at(speedThere)))] = character;
  };
  put(1, '┊');
  if (speed.low > 0 && Number.isFinite(speed.high)) {
    for (let cell = Math.max(0, at(speed.low)); cell <= Math.min(room - 1, at(speed.high)); cell++)
      cells[cell] = '─';
    if (at(speed.high) > at(speed.low)) {
      put(speed.low, '├');
      put(speed.high, '┤');
    }
  }
  if (target !== null) put(target, '│');
  put(speed.value, symbol);
  return cells.join('');
}

function drawAxis({ low, high, room, at }: Axis): string {
  const cells = Array<string>(room).fill(' ');
  let free = 0;
  for (const decade of [0.01, 0.1, 1, 10, 100, 1000, 10_000]) {
    for (const step of [1, 1.5, 2, 3, 5]) {
      const tick = Number((decade * step).toPrecision(3));
      const text = String(tick);
      const start = at(tick) - (text.length >> 1);
      if (tick < low || tick > high || start < free || start + text.length > room) continue;
      for (const [offset, character] of [...text].entries()) cells[start + offset] = character;
      free = start + text.length + 2;
    }
  }
  return cells.join('');
}

function pad(text: string, size: number): string {
  return text + ' '.repeat(Math.max(0, size - textWidth(text)));
}

/** How numbers are written for people: the same in tables, sentences and pages. */
import type { Ratio, TargetVerdict } from '../../stages/index.ts';

/** A factor: `1.52`, `12.3`, `140`. */
export function formatFactor(value: number): string {
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return '∞';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The 95 % interval of a factor: `1.47–1.58`, or `?` where nothing is known. */
export function formatInterval({ low, high }: Ratio): string {
  if (low === 0 && high === Infinity) return '?';
  return `${formatFactor(low)}–${formatFactor(high)}`;
}

export function formatSeconds(seconds: number): string {
  if (seconds >= 100) return `${seconds.toFixed(0)} s`;
  if (seconds >= 1) return `${seconds.toFixed(2)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toPrecision(3)} ms`;
  return `${(seconds * 1e6).toPrecision(3)} µs`;
}

/** `+8.1 %`, `−0.4 %`: a time ratio as a change. */
export function formatChange(timeRatio: number): string {
  const percent = (timeRatio - 1) * 100;
  const digits = Math.abs(percent) >= 100 ? 0 : 1;
  const rounded = Math.abs(percent).toFixed(digits);
  return `${Number(rounded) === 0 ? '±' : percent > 0 ? '+' : '−'}${rounded} %`;
}

/** `±2.5 %`, `±120 %`: half the width of an interval, given as a fraction. */
export function formatHalfWidth(fraction: number): string {
  const percent = fraction * 100;
  return `±${percent >= 10 ? percent.toFixed(0) : percent.toPrecision(2)} %`;
}

/** Symbol and word: colour never stands alone. */
export function formatVerdict(verdict: TargetVerdict): string {
  return { met: '▲ met', missed: '▼ missed', inconclusive: '? inconclusive', broken: '✗ broken' }[verdict];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Memory: `340 kB`, `12.4 MB`, `1.20 GB` (powers of ten). */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : bytes >= 1e3 ? ['kB', 1e3] : ['B', 1];
  return `${size === 1 ? bytes : (bytes / (size as number)).toPrecision(3)} ${unit}`;
}

/** A share: `1.3 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent >= 100 ? percent.toFixed(0) : percent >= 10 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}

/** A count, with thin spaces between thousands: `12 345`. */
export function formatCount(count: number): string {
  return Number.isInteger(count) && Math.abs(count) < 1e15
    ? String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
    : String(count);
}

/** Doubles taken apart, stepped through and added without loss (CPython: Modules/mathmodule.c). */

const view = new DataView(new ArrayBuffer(8));

/** Mantissa in [0.5, 1) and exponent: x = mantissa · 2^exponent. */
export function frexp(x: number): [mantissa: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  view.setFloat64(0, x);
  let exponent = (view.getUint32(0) >>> 20) & 0x7ff;
  let shift = 0;
  if (exponent === 0) {
    view.setFloat64(0, x * 2 ** 64);
    exponent = (view.getUint32(0) >>> 20) & 0x7ff;
    shift = 64;
  }
  const top = view.getUint32(0);
  view.setUint32(0, ((top & 0x800fffff) | (1022 << 20)) >>> 0);
  return [view.getFloat64(0), exponent - 1022 - shift];
}

/** x · 2^exponent, rounded once. */
export function ldexp(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const [mantissa, own] = frexp(x);
  const total = own + exponent;
  if (total > 1024) return x > 0 ? Infinity : -Infinity;
  if (total < -1080) return x > 0 ? 0 : -0;
  // Both factors are exact; only the last product may round.
  if (total > -1021) return mantissa * 2 * 2 ** (total - 1);
  return mantissa * 2 ** (total + 1022 + 52) * 2 ** -1074;
}

/** The double `steps` places from x towards y, never beyond it. */
export function nextAfter(x: number, y: number, steps: bigint): number {
  if (Number.isNaN(x)) return x;
  if (Number.isNaN(y) || x === y) return y;
  if (steps === 0n) return x;
  const from = ordinal(x);
  const to = ordinal(y);
  if (from === to) return y;
  const distance = from < to ? to - from : from - to;
  if (steps >= distance) return y;
  return fromOrdinal(from < to ? from + steps : from - steps);
}

/** Doubles in order as integers: 0.0 and −0.0 are 0. */
function ordinal(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fff_ffff_ffff_ffffn);
}

function fromOrdinal(value: bigint): number {
  view.setBigUint64(0, value >= 0n ? value : -value | (1n << 63n));
  return view.getFloat64(0);
}

/** Distance to the next double away from zero. */
export function unitInLastPlace(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size === Infinity) return size;
  const next = fromOrdinal(ordinal(size) + 1n);
  return next === Infinity ? size - fromOrdinal(ordinal(size) - 1n) : next - size;
}

/** x as mantissa · 2^exponent with a whole mantissa. */
function whole(x: number): [mantissa: bigint, exponent: number] {
  const [mantissa, exponent] = frexp(x);
  return [BigInt(mantissa * 2 ** 53), exponent - 53];
}

/** x · y + z, rounded once. All finite. */
export function fusedMultiplyAdd(x: number, y: number, z: number): number {
  if (x === 0 || y === 0) return x * y + z;
  const [mx, ex] = whole(x);
  const [my, ey] = whole(y);
  let sum = mx * my;
  let exponent = ex + ey;
  if (z !== 0) {
    const [mz, ez] = whole(z);
    const lowest = Math.min(exponent, ez);
    sum = (sum << BigInt(exponent - lowest)) + (mz << BigInt(ez - lowest));
    exponent = lowest;
  }
  if (sum === 0n) return z === 0 ? x * y + z : 0;
  return roundScaled(sum, exponent);
}

/** value · 2^exponent as the nearest double, ties to even, subnormals included. */
function roundScaled(value: bigint, exponent: number): number {
  const negative = value < 0n;
  const size = negative ? -value : value;
  const bits = size.toString(2).length;
  const drop = Math.max(bits - 53, -1074 - exponent, 0);
  let kept = size >> BigInt(drop);
  const rest = size - (kept << BigInt(drop));
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  }
  const result = ldexp(Number(kept), exponent + drop);
  return negative ? -result : result;
}

export type SumResult = { readonly value: number } | { readonly failed: 'overflow' | 'infinities' };

/** Adds without loss (Shewchuk 1996): partial sums that do not overlap; rounded once at the end. */
export class ExactSum {
  private readonly partials: number[] = [];
  private special = 0;
  private infinities = 0;
  private overflowed = false;

  add(value: number): void {
    const { partials } = this;
    let x = value;
    let count = 0;
    for (let index = 0; index < partials.length; index++) {
      let y = partials[index]!;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) partials[count++] = low;
      x = high;
    }
    partials.length = count;
    if (x === 0) return;
    if (Number.isFinite(x)) {
      partials.push(x);
      return;
    }
    if (Number.isFinite(value)) this.overflowed = true;
    if (!Number.isNaN(value) && !Number.isFinite(value)) this.infinities += value;
    this.special += value;
    partials.length = 0;
  }

  /** Overflow between finite values is told at once: ask after each `add`. */
  get overflow(): boolean {
    return this.overflowed;
  }

  result(): SumResult {
    if (this.special !== 0) {
      return Number.isNaN(this.infinities) ? { failed: 'infinities' } : { value: this.special };
    }
    const { partials } = this;
    let index = partials.length - 1;
    if (index < 0) return { value: 0 };
    let high = partials[index]!;
    let low = 0;
    while (index > 0) {
      index -= 1;
      const x = high;
      const y = partials[index]!;
      high = x + y;
      low = y - (high - x);
      if (low !== 0) break;
    }
    // Half-even across the partials that are left.
    if (index > 0 && ((low < 0 && partials[index - 1]! < 0) || (low > 0 && partials[index - 1]! > 0))) {
      const y = low * 2;
      const x = high + y;
      if (y === x - high) high = x;
    }
    return { value: high };
  }
}

/** Veltkamp's constant splits a double into two halves. */
const SPLITTER = 2 ** 27 + 1;

/** a² as a sum of two doubles. */
function square(a: number): [high: number, low: number] {
  const product = a * a;
  const t = a * SPLITTER;
  const top = t - (t - a);
  const bottom = a - top;
  return [product, top * top - product + 2 * top * bottom + bottom * bottom];
}

/** √Σx², scaled by a power of two and summed with its rounding errors; the root is corrected once (vector_norm). */
export function euclideanNorm(coordinates: readonly number[]): number {
  let largest = 0;
  let nan = false;
  for (const value of coordinates) {
    if (Number.isNaN(value)) nan = true;
    else largest = Math.max(largest, Math.abs(value));
  }
  if (largest === Infinity) return Infinity;
  if (nan) return NaN;
  if (largest === 0 || coordinates.length === 1) return largest;
  const [, exponent] = frexp(largest);
  // Subnormal sizes: bring them into the normal range first.
  if (exponent < -1023) return euclideanNorm(coordinates.map((value) => value / 2 ** -1022)) * 2 ** -1022;
  const scale = 2 ** -exponent;
  let sum = 1;
  let error = 0;
  for (const value of coordinates) {
    const [high, low] = square(value * scale);
    const next = sum + high;
    error += high - (next - sum) + low;
    sum = next;
  }
  const root = Math.sqrt(sum - 1 + error);
  const [high, low] = square(-root);
  const next = sum - high;
  const correction = next - 1 + (sum - next - high - low + error);
  return (root + correction / (2 * root)) / scale;
}

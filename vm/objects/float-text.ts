/**
 * Floats as text, digit for digit as CPython writes and reads them (Python/pystrtod.c, Python/dtoa.c).
 *
 * JavaScript's own conversions give the shortest repr and correctly rounded reads. Rounding to a given number of
 * digits differs in two ways: JavaScript rounds exact ties away from zero where Python rounds them to even, and it
 * stops at 100 digits. Both cases are found cheaply and computed with bigints.
 */
import type { Pure, Raises } from './effects.ts';
import { raise } from './errors.ts';
import { scaleByPowerOfTwo } from './int-arithmetic.ts';
import { OverflowErrorType } from './types.ts';

/** Smallest double with 53 significant bits. */
const MIN_NORMAL = 2 ** -1022;

/** Decimal digits without a point: the value is 0.DIGITS × 10^point, i.e. `point` digits stand before the point. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

/** `repr(float)`. */
export function floatRepr(value: number): Pure<string> {
  const magnitude = Math.abs(value);
  // Same notation as JavaScript's here; only the point of an integral value is missing.
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const text = String(value);
    return Number.isInteger(value) ? text + '.0' : text;
  }
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return nonFinite(value);
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return mantissa + 'e' + exponentText(Number(exponent));
}

/** 'inf', '-inf' or 'nan'. */
export function nonFinite(value: number): Pure<string> {
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
}

/** Sign and at least two digits. */
export function exponentText(exponent: number): Pure<string> {
  const digits = String(Math.abs(exponent));
  return (exponent < 0 ? '-' : '+') + (digits.length < 2 ? '0' + digits : digits);
}

/** A finite value ≥ 0 as mantissa × 2^exponent, exactly. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  let exponent = 0;
  let mantissa = value;
  if (value >= 2 ** 53) {
    for (; mantissa >= 2 ** 53; mantissa /= 2) exponent++;
    return { mantissa: BigInt(mantissa), exponent };
  }
  for (; exponent > -1074 && !Number.isInteger(mantissa); mantissa *= 2) exponent--;
  return { mantissa: BigInt(mantissa), exponent };
}

/** value × 10^decimals rounded to an integer, ties to even, exactly. `decimals` may be negative. */
function scaledToInteger(value: number, decimals: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent > 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (decimals > 0) numerator *= 10n ** BigInt(decimals);
  else denominator *= 10n ** BigInt(-decimals);
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  return twice > denominator || (twice === denominator && quotient & 1n) ? quotient + 1n : quotient;
}

/** `'%.{decimals}f'` of a finite value ≥ 0. */
export function fixedDigits(value: number, decimals: number): Pure<string> {
  if (decimals <= 100 && value < 1e21) {
    // value · 10^d is a half-integer exactly when value · 2^(d+1) is an odd integer.
    const scaled = value * 2 ** (decimals + 1);
    if (!(Number.isInteger(scaled) && scaled % 2 === 1)) return value.toFixed(decimals);
  }
  if (decimals > 1100) return fixedDigits(value, 1100) + '0'.repeat(decimals - 1100);
  const digits = scaledToInteger(value, decimals)
    .toString()
    .padStart(decimals + 1, '0');
  return decimals === 0 ? digits : digits.slice(0, -decimals) + '.' + digits.slice(-decimals);
}

/** The `count` ≥ 1 most significant digits of a finite value ≥ 0, rounded half to even. Zero has point 1. */
export function significantDigits(value: number, count: number): Pure<DecimalDigits> {
  if (value === 0) return { digits: '0'.repeat(count), point: 1 };
  if (count <= 15 && value >= MIN_NORMAL) {
    const shortest = value.toExponential();
    const end = shortest.indexOf('e');
    // A tie has exactly count + 1 ≤ 16 digits, the last a 5, and then the shortest form shows all of them
    // (beyond 15 digits, and for subnormals, the shortest form may stop earlier: hence the condition).
    const length = end === 1 ? 1 : end - 1;
    if (length <= count) return parseExponential(shortest, count);
    if (!(length === count + 1 && shortest[end - 1] === '5'))
      return parseExponential(value.toExponential(count - 1), count);
  }
  if (count > 800) {
    const { digits, point } = significantDigits(value, 800);
    return { digits: digits + '0'.repeat(count - 800), point };
  }
  const [shortest, exponentDigits] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentDigits);
  if (shortest === '1') {
    // The shortest form may have been rounded up to a power of ten: then there is one digit more.
    const below = scaledToInteger(value, count - exponent).toString();
    if (below.length === count) return { digits: below, point: exponent };
  }
  const digits = scaledToInteger(value, count - 1 - exponent).toString();
  // A carry (9.99… to 10) adds a zero at the end.
  return digits.length > count
    ? { digits: digits.slice(0, count), point: exponent + 2 }
    : { digits, point: exponent + 1 };
}

function parseExponential(text: string, count: number): DecimalDigits {
  const end = text.indexOf('e');
  const digits = end === 1 ? text[0]! : text[0]! + text.slice(2, end);
  return { digits: digits.padEnd(count, '0'), point: Number(text.slice(end + 1)) + 1 };
}

/** The digits that `repr` shows, of a finite value ≥ 0. */
export function shortestDigits(value: number): Pure<DecimalDigits> {
  return value === 0 ? { digits: '0', point: 1 } : parseExponential(value.toExponential(), 0);
}

/** `'%.{decimals}e'` of a finite value ≥ 0; `alternate` keeps the point. */
export function exponentialDigits(value: number, decimals: number, alternate: boolean): Pure<string> {
  const { digits, point } = significantDigits(value, decimals + 1);
  return withExponent(digits, point, alternate);
}

function withExponent(digits: string, point: number, alternate: boolean): string {
  const fraction = digits.slice(1);
  return digits[0]! + (fraction !== '' || alternate ? '.' + fraction : '') + 'e' + exponentText(point - 1);
}

/** `'%.{precision}g'` of a finite value ≥ 0; `alternate` keeps trailing zeros and the point. */
export function generalDigits(value: number, precision: number, alternate: boolean): Pure<string> {
  const count = precision === 0 ? 1 : precision;
  const { digits, point } = significantDigits(value, count);
  return placePoint(alternate ? digits : stripZeros(digits), point, count, alternate, false);
}

/** `format(value, '')` and `repr` style: the shortest digits, with '.0' if `addDotZero`, exponent from 10^16 on. */
export function reprDigits(value: number, alternate: boolean, addDotZero: boolean): Pure<string> {
  const { digits, point } = shortestDigits(value);
  return placePoint(digits, point, 16, alternate, addDotZero);
}

/** A type-less format spec with precision: like 'g', but at least one digit follows the point. */
export function generalDigitsWithPoint(value: number, precision: number, alternate: boolean): Pure<string> {
  const count = precision === 0 ? 1 : precision;
  const { digits, point } = significantDigits(value, count);
  // The exponent is used one place earlier than with 'g', for the digit that is added (format_float_short).
  return placePoint(alternate ? digits : stripZeros(digits), point, count - 1, alternate, true);
}

function placePoint(
  digits: string,
  point: number,
  limit: number,
  alternate: boolean,
  addDotZero: boolean,
): string {
  if (point <= -4 || point > limit) return withExponent(digits, point, alternate);
  if (point <= 0) return '0.' + '0'.repeat(-point) + digits;
  if (digits.length > point) return digits.slice(0, point) + '.' + digits.slice(point);
  return digits + '0'.repeat(point - digits.length) + (addDotZero ? '.0' : alternate ? '.' : '');
}

function stripZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** `round(value, digits)` for floats: correctly rounded decimal, read back. OverflowError if that is too large. */
export function roundFloat(value: number, digits: number): Raises<number> {
  if (!Number.isFinite(value) || value === 0) return value;
  if (digits > 323 || (digits >= 0 && Math.abs(value) >= 2 ** 52)) return value;
  if (digits < -308) return value < 0 ? -0 : 0;
  const magnitude = Math.abs(value);
  const rounded =
    digits >= 0
      ? Number(fixedDigits(magnitude, digits))
      : Number(scaledToInteger(magnitude, digits).toString() + 'e' + -digits);
  if (rounded === Number.POSITIVE_INFINITY) raise(OverflowErrorType, 'rounded value too large to represent');
  return value < 0 ? -rounded : rounded;
}

/** Nearest integer as a double, ties to even. */
export function roundHalfEven(value: number): Pure<number> {
  const floor = Math.floor(value);
  const difference = value - floor;
  if (difference < 0.5) return floor;
  if (difference > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i;

/** Reads what `float()` accepts, blanks already stripped and digits ASCII; `undefined` if it is no float. */
export function parseFloatText(text: string): Pure<number | undefined> {
  if (DECIMAL.test(text)) return Number(text.includes('_') ? text.replaceAll('_', '') : text);
  const special = SPECIAL.exec(text);
  if (special === null) return undefined;
  if (special[2] === undefined) return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** mantissa in [0.5, 1) and exponent with value = mantissa × 2^exponent (`math.frexp`); zero and non-finite as is. */
export function splitExponent(value: number): Pure<{ mantissa: number; exponent: number }> {
  if (value === 0 || !Number.isFinite(value)) return { mantissa: value, exponent: 0 };
  let magnitude = Math.abs(value);
  let exponent = 0;
  if (magnitude < MIN_NORMAL) {
    magnitude *= 2 ** 54;
    exponent -= 54;
  }
  const estimate = Math.floor(Math.log2(magnitude)) + 1;
  magnitude = scaleByPowerOfTwo(magnitude, -estimate);
  exponent += estimate;
  // The logarithm may have rounded to the neighbouring integer.
  for (; magnitude >= 1; magnitude /= 2) exponent++;
  for (; magnitude < 0.5; magnitude *= 2) exponent--;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent };
}

/** `float.hex()`. */
export function floatHex(value: number): Pure<string> {
  if (!Number.isFinite(value)) return nonFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return sign + '0x0.0p+0';
  const { mantissa, exponent } = splitExponent(magnitude);
  // One digit before the point: 1, or 0 for a subnormal, whose exponent stays at -1022.
  const shift = 1 - Math.max(-1021 - exponent, 0);
  const scaled = scaleByPowerOfTwo(mantissa, shift);
  const whole = Math.floor(scaled);
  const digits = ((scaled - whole) * 2 ** 52).toString(16).padStart(13, '0');
  const power = exponent - shift;
  return `${sign}0x${whole}.${digits}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

const HEX_FLOAT = /^([+-]?)(?:0[xX])?([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?$/;

/** Reads what `float.fromhex` accepts, blanks stripped: a double, or why not. */
export function parseFloatHex(text: string): Pure<number | 'invalid' | 'overflow'> {
  const special = SPECIAL.exec(text);
  if (special !== null) return parseFloatText(text)!;
  const match = HEX_FLOAT.exec(text);
  if (match === null) return 'invalid';
  const fraction = match[3] ?? '';
  const digits = match[2]! + fraction;
  if (digits === '') return 'invalid';
  let coefficient = BigInt('0x' + digits);
  const zero = match[1] === '-' ? -0 : 0;
  if (coefficient === 0n) return zero;
  let exponent = Number(match[4] ?? '0') - 4 * fraction.length;
  const bits = coefficient.toString(2).length;
  const top = bits + exponent;
  if (top > 1100) return 'overflow';
  if (top < -1100) return zero;
  // Drop the bits below the last place, ties to even.
  const drop = Math.max(bits - 53, -1074 - exponent);
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = coefficient & ((half << 1n) - 1n);
    coefficient >>= BigInt(drop);
    if (rest > half || (rest === half && coefficient & 1n)) coefficient += 1n;
    exponent += drop;
  }
  const value = scaleByPowerOfTwo(Number(coefficient), exponent);
  if (value === Number.POSITIVE_INFINITY) return 'overflow';
  return match[1] === '-' ? -value : value;
}

/** Exact ratio of a finite double in lowest terms (`float.as_integer_ratio`). */
export function floatRatio(value: number): Pure<{ numerator: bigint; denominator: bigint }> {
  const { mantissa, exponent } = decompose(Math.abs(value));
  const signed = value < 0 ? -mantissa : mantissa;
  return exponent >= 0
    ? { numerator: signed << BigInt(exponent), denominator: 1n }
    : { numerator: signed, denominator: 1n << BigInt(-exponent) };
}

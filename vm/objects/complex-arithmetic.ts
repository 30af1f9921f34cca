/** Complex arithmetic on pairs of doubles (Objects/complexobject.c). */
import type { Pure, Raises } from './effects.ts';
import { newException, raise } from './errors.ts';
import { raiseDivisionByZero } from './int-arithmetic.ts';
import { OverflowErrorType, ZeroDivisionErrorType } from './types.ts';

export interface ComplexValue {
  readonly real: number;
  readonly imag: number;
}

/** Products that come out as nan+nanj although a factor is infinite are recovered (C11, Annex G.5.1; _Py_c_prod). */
export function complexMultiply(left: ComplexValue, right: ComplexValue): Pure<ComplexValue> {
  const real = left.real * right.real - left.imag * right.imag;
  const imag = left.real * right.imag + left.imag * right.real;
  return Number.isNaN(real) && Number.isNaN(imag) ? recoverProduct(left, right) : { real, imag };
}

function isInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

function hasInfinity({ real, imag }: ComplexValue): boolean {
  return isInfinite(real) || isInfinite(imag);
}

function isFinitePair({ real, imag }: ComplexValue): boolean {
  return Number.isFinite(real) && Number.isFinite(imag);
}

function signed(magnitude: number, sign: number): number {
  return sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude;
}

/** Infinite parts become ±1, others ±0. */
function boxInfinities({ real, imag }: ComplexValue): ComplexValue {
  return { real: signed(isInfinite(real) ? 1 : 0, real), imag: signed(isInfinite(imag) ? 1 : 0, imag) };
}

function dropNaN({ real, imag }: ComplexValue): ComplexValue {
  return { real: Number.isNaN(real) ? 0 : real, imag: Number.isNaN(imag) ? 0 : imag };
}

function recoverProduct(left: ComplexValue, right: ComplexValue): ComplexValue {
  let a = left;
  let b = right;
  const overflowed = [a.real * b.real, a.imag * b.imag, a.real * b.imag, a.imag * b.real].some(isInfinite);
  if (!hasInfinity(a) && !hasInfinity(b)) {
    if (!overflowed) return { real: Number.NaN, imag: Number.NaN };
    a = dropNaN(a);
    b = dropNaN(b);
  }
  if (hasInfinity(a)) {
    a = boxInfinities(a);
    b = dropNaN(b);
  }
  if (hasInfinity(b)) {
    b = boxInfinities(b);
    a = dropNaN(a);
  }
  return {
    real: Number.POSITIVE_INFINITY * (a.real * b.real - a.imag * b.imag),
    imag: Number.POSITIVE_INFINITY * (a.real * b.imag + a.imag * b.real),
  };
}

/** Scaled by the larger part of the divisor, so that no square overflows (_Py_c_quot). */
export function complexDivide(left: ComplexValue, right: ComplexValue): Raises<ComplexValue> {
  const result = scaledQuotient(left, right);
  if (!Number.isNaN(result.real) || !Number.isNaN(result.imag)) return result;
  if (hasInfinity(left) && isFinitePair(right)) {
    const { real, imag } = boxInfinities(left);
    return {
      real: Number.POSITIVE_INFINITY * (real * right.real + imag * right.imag),
      imag: Number.POSITIVE_INFINITY * (imag * right.real - real * right.imag),
    };
  }
  if (hasInfinity(right) && isFinitePair(left)) {
    const { real, imag } = boxInfinities(right);
    return {
      real: 0 * (left.real * real + left.imag * imag),
      imag: 0 * (left.imag * real - left.real * imag),
    };
  }
  return result;
}

function scaledQuotient(left: ComplexValue, right: ComplexValue): Raises<ComplexValue> {
  const absReal = Math.abs(right.real);
  const absImag = Math.abs(right.imag);
  if (absReal >= absImag) {
    if (absReal === 0) raiseDivisionByZero();
    const ratio = right.imag / right.real;
    const divisor = right.real + right.imag * ratio;
    return {
      real: (left.real + left.imag * ratio) / divisor,
      imag: (left.imag - left.real * ratio) / divisor,
    };
  }
  if (absImag >= absReal) {
    const ratio = right.real / right.imag;
    const divisor = right.real * ratio + right.imag;
    return {
      real: (left.real * ratio + left.imag) / divisor,
      imag: (left.imag * ratio - left.real) / divisor,
    };
  }
  return { real: Number.NaN, imag: Number.NaN };
}

/** A real number divided by a complex one (_Py_rc_quot). */
export function realDivideComplex(left: number, right: ComplexValue): Raises<ComplexValue> {
  const absReal = Math.abs(right.real);
  const absImag = Math.abs(right.imag);
  let result: ComplexValue = { real: Number.NaN, imag: Number.NaN };
  if (absReal >= absImag) {
    if (absReal === 0) raiseDivisionByZero();
    const ratio = right.imag / right.real;
    const divisor = right.real + right.imag * ratio;
    result = { real: left / divisor, imag: (-left * ratio) / divisor };
  } else if (absImag >= absReal) {
    const ratio = right.real / right.imag;
    const divisor = right.real * ratio + right.imag;
    result = { real: (left * ratio) / divisor, imag: -left / divisor };
  }
  const lost = Number.isNaN(result.real) && Number.isNaN(result.imag);
  if (!lost || !Number.isFinite(left) || !hasInfinity(right)) return result;
  const { real, imag } = boxInfinities(right);
  return { real: 0 * (left * real), imag: 0 * (-left * imag) };
}

/** The part of a double that fits 26 bits: products of two such parts are exact (Veltkamp, Dekker). */
function upperHalf(value: number): number {
  const scaled = value * 134217729;
  return scaled - (scaled - value);
}

/** value² − square, exactly. */
function squareError(value: number, square: number): number {
  const upper = upperHalf(value);
  const lower = value - upper;
  return upper * upper - square + 2 * upper * lower + lower * lower;
}

/** √(x² + y²) rounded as a good C library does: the root is corrected by its own exact residue. */
export function hypotenuse(x: number, y: number): Pure<number> {
  if (isInfinite(x) || isInfinite(y)) return Number.POSITIVE_INFINITY;
  let larger = Math.max(Math.abs(x), Math.abs(y));
  let smaller = Math.min(Math.abs(x), Math.abs(y));
  if (smaller === 0 || !(larger > 0)) return larger;
  const scale = larger > 1e150 ? 2 ** -600 : smaller < 1e-150 ? 2 ** 600 : 1;
  larger *= scale;
  smaller *= scale;
  if (smaller < larger * 2 ** -54) return larger / scale;
  const largeSquare = larger * larger;
  const smallSquare = smaller * smaller;
  const root = Math.sqrt(largeSquare + smallSquare);
  const rootSquare = root * root;
  const residue =
    largeSquare -
    rootSquare +
    smallSquare +
    (squareError(larger, largeSquare) + squareError(smaller, smallSquare) - squareError(root, rootSquare));
  return (root + residue / (2 * root)) / scale;
}

export function complexAbsolute(value: ComplexValue): Raises<number> {
  const length = hypotenuse(value.real, value.imag);
  if (length === Number.POSITIVE_INFINITY && isFinitePair(value)) {
    raise(OverflowErrorType, 'absolute value too large');
  }
  return length;
}

/** Small integral exponents by squaring, others by polar coordinates (complex_pow). */
export function complexPower(base: ComplexValue, exponent: ComplexValue): Raises<ComplexValue> {
  if (exponent.real === 0 && exponent.imag === 0) return { real: 1, imag: 0 };
  if (base.real === 0 && base.imag === 0) {
    if (exponent.imag !== 0 || exponent.real < 0) {
      raise(ZeroDivisionErrorType, 'zero to a negative or complex power');
    }
    return { real: 0, imag: 0 };
  }
  const small = exponent.imag === 0 && Number.isInteger(exponent.real) && Math.abs(exponent.real) <= 100;
  const result = small ? integralPower(base, exponent.real) : polarPower(base, exponent);
  const overflow = !Number.isFinite(result.real) || !Number.isFinite(result.imag);
  if (overflow && [base.real, base.imag, exponent.real, exponent.imag].every(Number.isFinite)) {
    throw newException(OverflowErrorType, ['complex exponentiation']);
  }
  return result;
}

function integralPower(base: ComplexValue, exponent: number): Raises<ComplexValue> {
  let result: ComplexValue = { real: 1, imag: 0 };
  let square = base;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = complexMultiply(result, square);
    square = complexMultiply(square, square);
  }
  return exponent < 0 ? complexDivide({ real: 1, imag: 0 }, result) : result;
}

function polarPower(base: ComplexValue, exponent: ComplexValue): ComplexValue {
  const size = hypotenuse(base.real, base.imag);
  const angle = Math.atan2(base.imag, base.real);
  let length = size ** exponent.real;
  let phase = angle * exponent.real;
  if (exponent.imag !== 0) {
    length *= Math.exp(-angle * exponent.imag);
    phase += exponent.imag * Math.log(size);
  }
  return { real: length * Math.cos(phase), imag: length * Math.sin(phase) };
}

const NUMBER =
  '(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][+-]?\\d+(?:_\\d+)*)?|inf(?:inity)?|nan';
const REAL = new RegExp(`^[+-]?(?:${NUMBER})$`, 'i');
const IMAGINARY = new RegExp(`^([+-]?(?:${NUMBER})|[+-]?)j$`, 'i');
const BOTH = new RegExp(`^([+-]?(?:${NUMBER}))([+-](?:${NUMBER})?)j$`, 'i');

/** Splits what `complex(text)` accepts into the texts of its parts, blanks and parentheses stripped. */
export function splitComplexText(text: string): Pure<{ real: string; imag: string } | undefined> {
  if (REAL.test(text)) return { real: text, imag: '0' };
  const imaginary = IMAGINARY.exec(text);
  if (imaginary !== null) return { real: '0', imag: withDigits(imaginary[1]!) };
  const both = BOTH.exec(text);
  return both === null ? undefined : { real: both[1]!, imag: withDigits(both[2]!) };
}

/** `j` alone stands for `1j`. */
function withDigits(text: string): string {
  return text === '' || text === '+' || text === '-' ? text + '1' : text;
}

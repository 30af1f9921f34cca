/** Complex arithmetic on pairs of doubles (Objects/complexobject.c). */
import type { Pure, Raises } from './effects.ts';
import { newException, raise } from './errors.ts';
import { raiseDivisionByZero } from './int-arithmetic.ts';
import { OverflowErrorType, ZeroDivisionErrorType } from './types.ts';

export interface ComplexValue {
  readonly real: number;
  readonly imag: number;
}

export function complexMultiply(left: ComplexValue, right: ComplexValue): Pure<ComplexValue> {
  return {
    real: left.real * right.real - left.imag * right.imag,
    imag: left.real * right.imag + left.imag * right.real,
  };
}

/** Scaled by the larger part of the divisor, so that no square overflows (_Py_c_quot). */
export function complexDivide(left: ComplexValue, right: ComplexValue): Raises<ComplexValue> {
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
  if (Number.isNaN(absReal) || Number.isNaN(absImag)) return { real: Number.NaN, imag: Number.NaN };
  const ratio = right.real / right.imag;
  const divisor = right.real * ratio + right.imag;
  return { real: (left.real * ratio + left.imag) / divisor, imag: (left.imag * ratio - left.real) / divisor };
}

export function complexAbsolute(value: ComplexValue): Raises<number> {
  const length = Math.hypot(value.real, value.imag);
  const finite = Number.isFinite(value.real) && Number.isFinite(value.imag);
  if (length === Number.POSITIVE_INFINITY && finite) raise(OverflowErrorType, 'absolute value too large');
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
  const size = Math.hypot(base.real, base.imag);
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

/** The operations by name: what `Decimal` has as methods with a context at the end, and `Context` as methods. */
import type { PyDecimal } from '../../objects/index.ts';
import * as arithmetic from './arithmetic.ts';
import * as comparison from './compare.ts';
import * as digits from './digits.ts';
import * as elementary from './elementary.ts';
import {
  type Context,
  FINITE,
  INFINITE,
  isNan,
  isZero,
  plain,
  QUIET_NAN,
  SIGNALING_NAN,
  withSign,
} from './number.ts';

export type Unary = (context: Context, number: PyDecimal) => PyDecimal;
export type Binary = (context: Context, left: PyDecimal, right: PyDecimal) => PyDecimal;

/** Names that both types have. */
export const UNARY: Readonly<Record<string, Unary>> = {
  exp: elementary.exponential,
  ln: elementary.naturalLogarithm,
  log10: elementary.decimalLogarithm,
  sqrt: elementary.squareRoot,
  logb: digits.logb,
  logical_invert: digits.logicalInvert,
  next_minus: digits.nextMinus,
  next_plus: digits.nextPlus,
  normalize: arithmetic.normalize,
};

/** Those of `Context` alone: operators of `Decimal`. */
export const UNARY_OF_CONTEXT: Readonly<Record<string, Unary>> = {
  abs: arithmetic.absolute,
  minus: arithmetic.minus,
  plus: arithmetic.plus,
  to_integral_exact: arithmetic.toIntegralExact,
  to_integral_value: arithmetic.toIntegralValue,
  to_integral: arithmetic.toIntegralValue,
};

export const BINARY: Readonly<Record<string, Binary>> = {
  compare: comparison.compare,
  compare_signal: comparison.compareSignal,
  compare_total: comparison.compareTotal,
  compare_total_mag: comparison.compareTotalMagnitude,
  logical_and: digits.logicalAnd,
  logical_or: digits.logicalOr,
  logical_xor: digits.logicalXor,
  max: comparison.max,
  max_mag: comparison.maxMagnitude,
  min: comparison.min,
  min_mag: comparison.minMagnitude,
  next_toward: digits.nextToward,
  remainder_near: arithmetic.remainderNear,
  rotate: digits.rotate,
  scaleb: digits.scaleb,
  shift: digits.shift,
  copy_sign: (_context, left, right) => withSign(left, right.sign),
};

export const BINARY_OF_CONTEXT: Readonly<Record<string, Binary>> = {
  add: arithmetic.add,
  subtract: arithmetic.subtract,
  multiply: arithmetic.multiply,
  divide: arithmetic.divide,
  divide_int: arithmetic.divideInteger,
  remainder: arithmetic.remainder,
  quantize: arithmetic.quantize,
};

/** Without a context. */
export const COPIES: Readonly<Record<string, (number: PyDecimal) => PyDecimal>> = {
  canonical: plain,
  copy_abs: (number) => withSign(number, 0),
  copy_negate: (number) => withSign(number, 1 - number.sign),
};

/** Questions; the last two depend on a context. */
export const QUESTIONS: Readonly<Record<string, (number: PyDecimal) => boolean>> = {
  is_canonical: () => true,
  is_finite: ({ kind }) => kind === FINITE,
  is_infinite: ({ kind }) => kind === INFINITE,
  is_nan: isNan,
  is_qnan: ({ kind }) => kind === QUIET_NAN,
  is_snan: ({ kind }) => kind === SIGNALING_NAN,
  is_signed: ({ sign }) => sign === 1,
  is_zero: isZero,
};
export const CONTEXT_QUESTIONS: Readonly<Record<string, (context: Context, number: PyDecimal) => boolean>> = {
  is_normal: comparison.isNormal,
  is_subnormal: comparison.isSubnormal,
};

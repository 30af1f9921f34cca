/**
 * Decimal numbers and contexts as the arithmetic sees them (General Decimal Arithmetic, "Arithmetic model").
 *
 * A finite number is (−1)^sign × coefficient × 10^exponent; the coefficient is an integer of the host. For NaNs the
 * coefficient is the payload. Limits are those of CPython on a 32-bit machine, so that exponents are exact as doubles.
 */
import { PyDecimal, type PyDecimalContext, type PyType } from '../../objects/index.ts';

export const MAX_PREC = 425000000;
export const MAX_EMAX = 425000000;
export const MIN_EMIN = -425000000;
export const MIN_ETINY = MIN_EMIN - (MAX_PREC - 1);

/** What a number is. */
export const FINITE = 0;
export const INFINITE = 1;
export const QUIET_NAN = 2;
export const SIGNALING_NAN = 3;

/** Conditions, one bit each, in the order in which a context shows them (libmpdec's numbers). */
export const CONDITION = {
  Clamped: 1 << 0,
  ConversionSyntax: 1 << 1,
  DivisionByZero: 1 << 2,
  DivisionImpossible: 1 << 3,
  DivisionUndefined: 1 << 4,
  Inexact: 1 << 6,
  InvalidContext: 1 << 7,
  InvalidOperation: 1 << 8,
  FloatOperation: 1 << 10,
  Overflow: 1 << 11,
  Rounded: 1 << 12,
  Subnormal: 1 << 13,
  Underflow: 1 << 14,
} as const;

/** All that the signal InvalidOperation stands for. */
export const INVALID =
  CONDITION.ConversionSyntax |
  CONDITION.DivisionImpossible |
  CONDITION.DivisionUndefined |
  CONDITION.InvalidContext |
  CONDITION.InvalidOperation;

export const ROUNDING_MODES = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
] as const;
export type Rounding = (typeof ROUNDING_MODES)[number];

/** What operations need of a context. `status` collects the conditions of the operation that is running. */
export type Context = Pick<PyDecimalContext, 'prec' | 'emin' | 'emax' | 'clamp' | 'capitals' | 'status'> & {
  rounding: Rounding;
};

export const etiny = (context: Context): number => context.emin - context.prec + 1;
export const etop = (context: Context): number => context.emax - context.prec + 1;

/** A context with room for any number, to compute exactly in. */
export function unbounded(rounding: Rounding = 'ROUND_HALF_EVEN'): Context {
  return { prec: MAX_PREC, emin: MIN_EMIN, emax: MAX_EMAX, clamp: 0, capitals: 1, status: 0, rounding };
}

// ── Powers of ten and digits ──

const powers: bigint[] = [1n];
const CACHED_POWERS = 1200;

export function pow10(exponent: number): bigint {
  if (exponent < powers.length) return powers[exponent]!;
  if (exponent > CACHED_POWERS) return 10n ** BigInt(exponent);
  for (let next = powers.length; next <= exponent; next++) powers.push(powers[next - 1]! * 10n);
  return powers[exponent]!;
}

/** Decimal digits of a number ≥ 0; 0 has one. */
export function countDigits(value: bigint): number {
  if (value < 1_000_000_000_000_000n) {
    const number = Number(value);
    let digits = 1;
    for (let bound = 10; bound <= number; bound *= 10) digits += 1;
    return digits;
  }
  const bits =
    value.toString(16).length * 4 -
    Math.clz32(Number(value >> BigInt((value.toString(16).length - 1) * 4))) +
    28;
  // floor(bits × log10 2) digits at least; one more at most.
  const least = Math.floor((bits - 1) * 0.3010299956639812) + 1;
  return value >= pow10(least) ? least + 1 : least;
}

export function digitsOf(number: PyDecimal): number {
  if (number.digits === 0) number.digits = countDigits(number.coefficient);
  return number.digits;
}

/** Exponent of the leading digit. */
export const adjusted = (number: PyDecimal): number => number.exponent + digitsOf(number) - 1;

// ── Making numbers ──

/** Type of the numbers made here: set when the module is created. */
export const decimalType: { value: PyType } = { value: undefined as unknown as PyType };

export function finite(sign: number, coefficient: bigint, exponent: number): PyDecimal {
  return new PyDecimal(decimalType.value, FINITE, sign, coefficient, exponent);
}
export function infinity(sign: number): PyDecimal {
  return new PyDecimal(decimalType.value, INFINITE, sign, 0n, 0);
}
export function nan(sign = 0, payload = 0n): PyDecimal {
  return new PyDecimal(decimalType.value, QUIET_NAN, sign, payload, 0);
}
/** The same number with another sign, of the plain type. */
export function withSign({ kind, coefficient, exponent }: PyDecimal, sign: number): PyDecimal {
  return new PyDecimal(decimalType.value, kind, sign, coefficient, exponent);
}
/** The number itself if it is of the plain type, else a copy. */
export function plain(number: PyDecimal): PyDecimal {
  return number.ob_type === decimalType.value ? number : withSign(number, number.sign);
}

export const isNan = ({ kind }: PyDecimal): boolean => kind >= QUIET_NAN;
export const isZero = ({ kind, coefficient }: PyDecimal): boolean => kind === FINITE && coefficient === 0n;
/** Number of −0 and 0 alike. */
export const isInteger = (number: PyDecimal): boolean => {
  if (number.kind !== FINITE) return false;
  if (number.exponent >= 0 || number.coefficient === 0n) return true;
  if (-number.exponent >= digitsOf(number)) return false;
  return number.coefficient % pow10(-number.exponent) === 0n;
};

export function signal(context: Context, condition: number): void {
  context.status |= condition;
}
/** InvalidOperation, or a condition that belongs to it: the result is a NaN. */
export function invalid(context: Context, condition: number = CONDITION.InvalidOperation): PyDecimal {
  context.status |= condition;
  return nan();
}

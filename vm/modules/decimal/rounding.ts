/** Rounding to a context (General Decimal Arithmetic, "Rounding", "Exceptional conditions"). */
import type { PyDecimal } from '../../objects/index.ts';
import {
  CONDITION,
  type Context,
  countDigits,
  digitsOf,
  etiny,
  etop,
  FINITE,
  finite,
  INFINITE,
  infinity,
  nan,
  plain,
  pow10,
  type Rounding,
  signal,
} from './number.ts';

/** Whether a quotient whose remainder is not zero is rounded away from zero. `half`: the remainder against one half, −1, 0, 1. */
function roundsUp(mode: Rounding, sign: number, quotient: bigint, half: number): boolean {
  switch (mode) {
    case 'ROUND_DOWN':
      return false;
    case 'ROUND_UP':
      return true;
    case 'ROUND_CEILING':
      return sign === 0;
    case 'ROUND_FLOOR':
      return sign === 1;
    case 'ROUND_HALF_UP':
      return half >= 0;
    case 'ROUND_HALF_DOWN':
      return half > 0;
    case 'ROUND_HALF_EVEN':
      return half > 0 || (half === 0 && (quotient & 1n) === 1n);
    case 'ROUND_05UP':
      return quotient % 5n === 0n;
  }
}

/** The coefficient without its last `count` digits, rounded; whether these were zeros is in `exact`. */
export const lastRounding = { exact: true };

export function dropDigits(coefficient: bigint, count: number, mode: Rounding, sign: number): bigint {
  if (count > digitsUpperBound(coefficient)) {
    // Less than a tenth of the last place that is kept.
    lastRounding.exact = coefficient === 0n;
    return coefficient !== 0n && roundsUp(mode, sign, 0n, -1) ? 1n : 0n;
  }
  const unit = pow10(count);
  const quotient = coefficient / unit;
  const rest = coefficient - quotient * unit;
  if (rest === 0n) {
    lastRounding.exact = true;
    return quotient;
  }
  lastRounding.exact = false;
  const twice = rest * 2n;
  const half = twice > unit ? 1 : twice === unit ? 0 : -1;
  return roundsUp(mode, sign, quotient, half) ? quotient + 1n : quotient;
}

function digitsUpperBound(coefficient: bigint): number {
  return coefficient < 1_000_000_000_000_000n ? 16 : countDigits(coefficient);
}

function overflow(context: Context, sign: number): PyDecimal {
  signal(context, CONDITION.Overflow | CONDITION.Inexact | CONDITION.Rounded);
  const { rounding, prec } = context;
  const towardZero =
    rounding === 'ROUND_DOWN' ||
    rounding === 'ROUND_05UP' ||
    (rounding === 'ROUND_CEILING' && sign === 1) ||
    (rounding === 'ROUND_FLOOR' && sign === 0);
  return towardZero ? finite(sign, pow10(prec) - 1n, etop(context)) : infinity(sign);
}

/** A finite result as the context has it. */
export function finalize(context: Context, sign: number, coefficient: bigint, exponent: number): PyDecimal {
  const { prec, emin, emax } = context;
  // The common case: fits, whatever its number of digits up to `prec`.
  if (exponent >= emin && exponent + prec - 1 <= emax && coefficient < pow10(prec) && coefficient !== 0n)
    return finite(sign, coefficient, exponent);
  const tiny = etiny(context);
  const top = etop(context);
  if (coefficient === 0n) {
    const most = context.clamp === 1 ? top : emax;
    const kept = Math.min(Math.max(exponent, tiny), most);
    if (kept !== exponent) signal(context, CONDITION.Clamped);
    return finite(sign, 0n, kept);
  }
  const digits = countDigits(coefficient);
  let least = digits + exponent - prec;
  if (least > top) return overflow(context, sign);
  const subnormal = least < tiny;
  if (subnormal) least = tiny;
  if (exponent < least) {
    let rounded = dropDigits(coefficient, least - exponent, context.rounding, sign);
    const { exact } = lastRounding;
    if (rounded >= pow10(prec)) {
      rounded /= 10n;
      least += 1;
    }
    if (least > top) return overflow(context, sign);
    let conditions: number = CONDITION.Rounded;
    if (subnormal) conditions |= CONDITION.Subnormal;
    if (!exact) conditions |= CONDITION.Inexact | (subnormal ? CONDITION.Underflow : 0);
    if (rounded === 0n) conditions |= CONDITION.Clamped;
    signal(context, conditions);
    return finite(sign, rounded, least);
  }
  if (subnormal) signal(context, CONDITION.Subnormal);
  if (context.clamp === 1 && exponent > top) {
    signal(context, CONDITION.Clamped);
    return finite(sign, coefficient * pow10(exponent - top), top);
  }
  return finite(sign, coefficient, exponent);
}

/** Any number as the context has it: rounded, or the payload of a NaN cut. */
export function fix(context: Context, number: PyDecimal): PyDecimal {
  if (number.kind === FINITE) {
    const { sign, coefficient, exponent } = number;
    if (
      exponent >= context.emin &&
      exponent + context.prec - 1 <= context.emax &&
      coefficient < pow10(context.prec) &&
      coefficient !== 0n
    )
      return plain(number);
    return finalize(context, sign, coefficient, exponent);
  }
  return number.kind === INFINITE ? plain(number) : fixNan(context, number);
}

/** A quiet NaN with the payload's last digits that the precision has room for. */
export function fixNan(context: Context, number: PyDecimal): PyDecimal {
  const room = context.prec - context.clamp;
  const { coefficient } = number;
  const fits = coefficient === 0n || digitsOf(number) <= room;
  return nan(number.sign, fits ? coefficient : coefficient % pow10(room));
}

/** The NaN that an operation on these gives; `undefined` when none of them is one. */
export function nanResult(context: Context, ...operands: PyDecimal[]): PyDecimal | undefined {
  const signaling = operands.find((each) => each.kind === 3);
  if (signaling !== undefined) {
    signal(context, CONDITION.InvalidOperation);
    return fixNan(context, signaling);
  }
  const quiet = operands.find((each) => each.kind === 2);
  return quiet === undefined ? undefined : fixNan(context, quiet);
}

/** A finite number with another exponent: padded, or rounded without regard to a precision. */
export function rescale(number: PyDecimal, exponent: number, mode: Rounding): PyDecimal {
  const { sign, coefficient } = number;
  if (coefficient === 0n) return finite(sign, 0n, exponent);
  if (number.exponent >= exponent)
    return finite(sign, coefficient * pow10(number.exponent - exponent), exponent);
  return finite(sign, dropDigits(coefficient, exponent - number.exponent, mode, sign), exponent);
}

/** Without trailing zeros, the exponent at most `most`. */
export function stripZeros(coefficient: bigint, exponent: number, most: number): [bigint, number] {
  let [value, place] = [coefficient, exponent];
  for (let step = 1024; step >= 1; step /= 2) {
    // Large steps only where so many digits can be zeros.
    if (step > 16 && value < pow10(step)) continue;
    const unit = pow10(step);
    while (place + step <= most && value % unit === 0n && value >= unit) {
      value /= unit;
      place += step;
    }
  }
  return [value, place];
}

/** Operations on digits and exponents (General Decimal Arithmetic, "and" to "xor", "rotate", "shift", "scaleb", "next…"). */
import type { PyDecimal } from '../../objects/index.ts';
import { add } from './arithmetic.ts';
import { order } from './compare.ts';
import {
  adjusted,
  CONDITION,
  type Context,
  etiny,
  etop,
  FINITE,
  finite,
  INFINITE,
  infinity,
  invalid,
  isZero,
  plain,
  pow10,
  type Rounding,
  signal,
  withSign,
} from './number.ts';
import { finalize, fix, nanResult } from './rounding.ts';

// ── Logical operations on zeros and ones ──

/** The digits as they are written, filled or cut to the precision; `undefined` if it is no logical operand. */
function logicalDigits(context: Context, number: PyDecimal): string | undefined {
  if (number.kind !== FINITE || number.sign !== 0 || number.exponent !== 0) return undefined;
  const text = number.coefficient.toString();
  if (!/^[01]+$/.test(text)) return undefined;
  return text.length > context.prec ? text.slice(-context.prec) : text;
}

type Bits = (left: boolean, right: boolean) => boolean;

function logical(context: Context, left: PyDecimal, right: PyDecimal, bits: Bits): PyDecimal {
  const x = logicalDigits(context, left);
  const y = logicalDigits(context, right);
  if (x === undefined || y === undefined) return invalid(context);
  const length = Math.max(x.length, y.length);
  const [a, b] = [x.padStart(length, '0'), y.padStart(length, '0')];
  let result = '';
  for (let index = 0; index < length; index++) result += bits(a[index] === '1', b[index] === '1') ? '1' : '0';
  return finite(0, BigInt(result), 0);
}

export const logicalAnd = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  logical(context, left, right, (x, y) => x && y);
export const logicalOr = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  logical(context, left, right, (x, y) => x || y);
export const logicalXor = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  logical(context, left, right, (x, y) => x !== y);
export function logicalInvert(context: Context, number: PyDecimal): PyDecimal {
  const ones = (pow10(context.prec) - 1n) / 9n;
  return logicalXor(context, number, finite(0, ones, 0));
}

// ── Moving digits ──

/** The second operand of rotate and shift; `undefined` if it is none. */
function places(context: Context, number: PyDecimal): number | undefined {
  if (number.kind !== FINITE || number.exponent !== 0) return undefined;
  if (number.coefficient > BigInt(context.prec)) return undefined;
  return number.sign === 1 ? -Number(number.coefficient) : Number(number.coefficient);
}

export function rotate(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  const count = places(context, right);
  if (count === undefined) return invalid(context);
  if (left.kind === INFINITE) return plain(left);
  const { prec } = context;
  const digits = left.coefficient % pow10(prec);
  const turn = count < 0 ? count + prec : count;
  const kept = pow10(prec - turn);
  return finite(left.sign, (digits % kept) * pow10(turn) + digits / kept, left.exponent);
}

export function shift(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  const count = places(context, right);
  if (count === undefined) return invalid(context);
  if (left.kind === INFINITE) return plain(left);
  const digits = left.coefficient % pow10(context.prec);
  const moved = count < 0 ? digits / pow10(-count) : (digits * pow10(count)) % pow10(context.prec);
  return finite(left.sign, moved, left.exponent);
}

export function scaleb(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  if (right.kind !== FINITE || right.exponent !== 0) return invalid(context);
  const limit = BigInt(2 * (context.emax + context.prec));
  if (right.coefficient > limit) return invalid(context);
  if (left.kind === INFINITE) return plain(left);
  const by = Number(right.coefficient) * (right.sign === 1 ? -1 : 1);
  return finalize(context, left.sign, left.coefficient, left.exponent + by);
}

/** Exponent of the leading digit, as a number. */
export function logb(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE) return infinity(0);
  if (isZero(number)) {
    signal(context, CONDITION.DivisionByZero);
    return infinity(1);
  }
  const place = adjusted(number);
  return finalize(context, place < 0 ? 1 : 0, BigInt(Math.abs(place)), 0);
}

// ── Neighbours ──

function withRounding(context: Context, rounding: Rounding): Context {
  const { prec, emin, emax, clamp, capitals } = context;
  return { prec, emin, emax, clamp, capitals, rounding, status: 0 };
}

const smallest = (context: Context): PyDecimal => finite(0, 1n, etiny(context) - 1);

function largest(context: Context, sign: number): PyDecimal {
  return finite(sign, pow10(context.prec) - 1n, etop(context));
}

export function nextMinus(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE) return number.sign === 1 ? infinity(1) : largest(context, 0);
  const quiet = withRounding(context, 'ROUND_FLOOR');
  const rounded = fix(quiet, number);
  if (order(rounded, number) !== 0) return rounded;
  return add(quiet, number, withSign(smallest(context), 1));
}

export function nextPlus(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE) return number.sign === 0 ? infinity(0) : largest(context, 1);
  const quiet = withRounding(context, 'ROUND_CEILING');
  const rounded = fix(quiet, number);
  if (order(rounded, number) !== 0) return rounded;
  return add(quiet, number, smallest(context));
}

export function nextToward(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  const direction = order(left, right);
  if (direction === 0) return withSign(left, right.sign);
  const next = direction < 0 ? nextPlus(context, left) : nextMinus(context, left);
  if (next.kind === INFINITE) signal(context, CONDITION.Overflow | CONDITION.Inexact | CONDITION.Rounded);
  else if (next.coefficient === 0n || adjusted(next) < context.emin) {
    signal(context, CONDITION.Underflow | CONDITION.Subnormal | CONDITION.Inexact | CONDITION.Rounded);
    if (next.coefficient === 0n) signal(context, CONDITION.Clamped);
  }
  return next;
}

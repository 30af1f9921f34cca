/** Comparing, choosing and classifying (General Decimal Arithmetic, "compare" to "max-magnitude", "class"). */
import type { PyDecimal } from '../../objects/index.ts';
import {
  adjusted,
  CONDITION,
  type Context,
  FINITE,
  finite,
  INFINITE,
  isNan,
  pow10,
  QUIET_NAN,
  SIGNALING_NAN,
  signal,
  withSign,
} from './number.ts';
import { fix, fixNan, nanResult } from './rounding.ts';

export type Order = -1 | 0 | 1;

const orderOf = (left: bigint | number, right: bigint | number): Order =>
  left < right ? -1 : left > right ? 1 : 0;

/** Order of two numbers that are no NaNs. */
export function order(left: PyDecimal, right: PyDecimal): Order {
  if (left.kind === INFINITE || right.kind === INFINITE) {
    const rank = ({ kind, sign }: PyDecimal): number => (kind === FINITE ? 0 : sign === 1 ? -1 : 1);
    return orderOf(rank(left), rank(right));
  }
  const [x, y] = [left.coefficient, right.coefficient];
  if (x === 0n || y === 0n) {
    const signOf = (value: bigint, { sign }: PyDecimal): number => (value === 0n ? 0 : sign === 1 ? -1 : 1);
    return orderOf(signOf(x, left), signOf(y, right));
  }
  if (left.sign !== right.sign) return left.sign === 1 ? -1 : 1;
  const magnitude = magnitudeOrder(left, right);
  return (left.sign === 1 ? -magnitude : magnitude) as Order;
}

/** Order of the magnitudes of two finite numbers that are not 0. */
function magnitudeOrder(left: PyDecimal, right: PyDecimal): Order {
  if (left.exponent === right.exponent) return orderOf(left.coefficient, right.coefficient);
  const [high, low] = [adjusted(left), adjusted(right)];
  if (high !== low) return high < low ? -1 : 1;
  const difference = left.exponent - right.exponent;
  return difference > 0
    ? orderOf(left.coefficient * pow10(difference), right.coefficient)
    : orderOf(left.coefficient, right.coefficient * pow10(-difference));
}

const decimalOrder = (value: Order): PyDecimal => finite(value < 0 ? 1 : 0, value === 0 ? 0n : 1n, 0);

export function compare(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  return result === undefined ? decimalOrder(order(left, right)) : result;
}

/** Like compare, but all NaNs signal. */
export function compareSignal(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  if (isNan(left) || isNan(right)) {
    signal(context, CONDITION.InvalidOperation);
    const wrong = [left, right].find((each) => each.kind === SIGNALING_NAN) ?? (isNan(left) ? left : right);
    return fixNan(context, wrong);
  }
  return decimalOrder(order(left, right));
}

/** The total ordering of all representations. */
export function totalOrder(left: PyDecimal, right: PyDecimal): Order {
  if (left.sign !== right.sign) return left.sign === 1 ? -1 : 1;
  const magnitude = totalMagnitudeOrder(left, right);
  return (left.sign === 1 ? -magnitude : magnitude) as Order;
}

function totalMagnitudeOrder(left: PyDecimal, right: PyDecimal): Order {
  if (isNan(left) || isNan(right)) {
    // finite and infinite < sNaN < NaN; NaNs by their payload.
    const rank = ({ kind }: PyDecimal): number => (kind === QUIET_NAN ? 2 : kind === SIGNALING_NAN ? 1 : 0);
    return rank(left) !== rank(right)
      ? orderOf(rank(left), rank(right))
      : orderOf(left.coefficient, right.coefficient);
  }
  const magnitude = order(withSign(left, 0), withSign(right, 0));
  return magnitude !== 0 || left.kind === INFINITE ? magnitude : orderOf(left.exponent, right.exponent);
}

export const compareTotal = (_context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  decimalOrder(totalOrder(left, right));
export const compareTotalMagnitude = (_context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  decimalOrder(totalMagnitudeOrder(left, right));

/** `wanted` 1: the larger; −1: the smaller. */
function choose(
  context: Context,
  left: PyDecimal,
  right: PyDecimal,
  wanted: Order,
  magnitudes: boolean,
): PyDecimal {
  if (isNan(left) || isNan(right)) {
    // A quiet NaN gives way to a number.
    if (left.kind === QUIET_NAN && !isNan(right)) return fix(context, right);
    if (right.kind === QUIET_NAN && !isNan(left)) return fix(context, left);
    return nanResult(context, left, right)!;
  }
  let found = magnitudes ? order(withSign(left, 0), withSign(right, 0)) : order(left, right);
  if (found === 0) found = totalOrder(left, right);
  return fix(context, found === wanted || found === 0 ? left : right);
}

export const max = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  choose(context, left, right, 1, false);
export const min = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  choose(context, left, right, -1, false);
export const maxMagnitude = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  choose(context, left, right, 1, true);
export const minMagnitude = (context: Context, left: PyDecimal, right: PyDecimal): PyDecimal =>
  choose(context, left, right, -1, true);

export const isNormal = (context: Context, number: PyDecimal): boolean =>
  number.kind === FINITE && number.coefficient !== 0n && adjusted(number) >= context.emin;
export const isSubnormal = (context: Context, number: PyDecimal): boolean =>
  number.kind === FINITE && number.coefficient !== 0n && adjusted(number) < context.emin;

export function numberClass(context: Context, number: PyDecimal): string {
  if (number.kind === QUIET_NAN) return 'NaN';
  if (number.kind === SIGNALING_NAN) return 'sNaN';
  const sign = number.sign === 1 ? '-' : '+';
  if (number.kind === INFINITE) return `${sign}Infinity`;
  if (number.coefficient === 0n) return `${sign}Zero`;
  return `${sign}${isSubnormal(context, number) ? 'Subnormal' : 'Normal'}`;
}

export function sameQuantum(left: PyDecimal, right: PyDecimal): boolean {
  if (left.kind !== FINITE || right.kind !== FINITE)
    return (isNan(left) && isNan(right)) || (left.kind === INFINITE && right.kind === INFINITE);
  return left.exponent === right.exponent;
}

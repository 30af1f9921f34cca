/** The four operations and their kin (General Decimal Arithmetic, "Arithmetic operations"). */
import type { PyDecimal } from '../../objects/index.ts';
import {
  adjusted,
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
  invalid,
  isZero,
  plain,
  pow10,
  signal,
  withSign,
} from './number.ts';
import { finalize, fix, lastRounding, nanResult, rescale, stripZeros } from './rounding.ts';

/** Exponents further apart than this are brought together before aligning. */
const NEAR = 100;

export function add(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  if (left.kind !== FINITE || right.kind !== FINITE) {
    const result = nanResult(context, left, right);
    if (result !== undefined) return result;
    if (left.kind === INFINITE) {
      if (right.kind === INFINITE && left.sign !== right.sign) return invalid(context);
      return plain(left);
    }
    return plain(right);
  }
  return addFinite(context, left, right, right.sign);
}

export function subtract(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  if (left.kind !== FINITE || right.kind !== FINITE) {
    const result = nanResult(context, left, right);
    return result === undefined ? add(context, left, withSign(right, 1 - right.sign)) : result;
  }
  return addFinite(context, left, right, 1 - right.sign);
}

function addFinite(context: Context, left: PyDecimal, right: PyDecimal, rightSign: number): PyDecimal {
  let [x, y] = [left.coefficient, right.coefficient];
  let exponent = left.exponent;
  const difference = left.exponent - right.exponent;
  if (difference !== 0) {
    exponent = Math.min(left.exponent, right.exponent);
    if (x === 0n || y === 0n) {
      // A zero does not stretch the other operand beyond the precision.
      const [zero, other] = x === 0n ? [left, right] : [right, left];
      const least = other.exponent - context.prec - 1;
      if (other.coefficient !== 0n && zero.exponent < least) exponent = Math.min(other.exponent, least);
      if (other.coefficient !== 0n && other.exponent > exponent) {
        const scaled = other.coefficient * pow10(other.exponent - exponent);
        if (x === 0n) y = scaled;
        else x = scaled;
      }
    } else if (Math.abs(difference) <= NEAR) {
      if (difference > 0) x *= pow10(difference);
      else y *= pow10(-difference);
    } else return addFar(context, left, right, rightSign);
  }
  if (left.sign === rightSign) return finalize(context, rightSign, x + y, exponent);
  const sum = left.sign === 0 ? x - y : y - x;
  if (sum === 0n) return finalize(context, context.rounding === 'ROUND_FLOOR' ? 1 : 0, 0n, exponent);
  return sum > 0n ? finalize(context, 0, sum, exponent) : finalize(context, 1, -sum, exponent);
}

/** Of two numbers far apart the smaller only matters as being there: it becomes one unit far to the right. */
function addFar(context: Context, left: PyDecimal, right: PyDecimal, rightSign: number): PyDecimal {
  const leftIsHigh = left.exponent > right.exponent;
  const [high, low] = leftIsHigh ? [left, right] : [right, left];
  const exponent = high.exponent + Math.min(-1, digitsOf(high) - context.prec - 2);
  let [coefficient, place] = [low.coefficient, low.exponent];
  if (adjusted(low) < exponent) {
    coefficient = 1n;
    place = exponent;
  }
  const scaled = high.coefficient * pow10(high.exponent - place);
  const [highSign, lowSign] = leftIsHigh ? [left.sign, rightSign] : [rightSign, left.sign];
  if (highSign === lowSign) return finalize(context, highSign, scaled + coefficient, place);
  const sum = scaled - coefficient;
  return sum >= 0n ? finalize(context, highSign, sum, place) : finalize(context, lowSign, -sum, place);
}

export function multiply(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const sign = left.sign ^ right.sign;
  if (left.kind !== FINITE || right.kind !== FINITE) {
    const result = nanResult(context, left, right);
    if (result !== undefined) return result;
    return isZero(left) || isZero(right) ? invalid(context) : infinity(sign);
  }
  return finalize(context, sign, left.coefficient * right.coefficient, left.exponent + right.exponent);
}

/** left × right + addend, rounded once. */
export function fma(context: Context, left: PyDecimal, right: PyDecimal, addend: PyDecimal): PyDecimal {
  if (left.kind !== FINITE || right.kind !== FINITE) {
    if (left.kind === 3 || right.kind === 3 || left.kind === 2 || right.kind === 2 || addend.kind >= 2)
      return nanResult(context, left, right, addend)!;
    if (isZero(left) || isZero(right)) return invalid(context);
    return add(context, infinity(left.sign ^ right.sign), addend);
  }
  const product = finite(
    left.sign ^ right.sign,
    left.coefficient * right.coefficient,
    left.exponent + right.exponent,
  );
  return add(context, product, addend);
}

export function divide(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const sign = left.sign ^ right.sign;
  if (left.kind !== FINITE || right.kind !== FINITE) {
    const result = nanResult(context, left, right);
    if (result !== undefined) return result;
    if (left.kind === INFINITE) return right.kind === INFINITE ? invalid(context) : infinity(sign);
    signal(context, CONDITION.Clamped);
    return finite(sign, 0n, etiny(context));
  }
  if (right.coefficient === 0n) {
    if (left.coefficient === 0n) return invalid(context, CONDITION.DivisionUndefined);
    signal(context, CONDITION.DivisionByZero);
    return infinity(sign);
  }
  const ideal = left.exponent - right.exponent;
  if (left.coefficient === 0n) return finalize(context, sign, 0n, ideal);
  const shift = Math.max(digitsOf(right) - digitsOf(left) + context.prec + 1, 0);
  const dividend = left.coefficient * pow10(shift);
  let quotient = dividend / right.coefficient;
  let exponent = ideal - shift;
  if (quotient * right.coefficient !== dividend) {
    // The digit after the last one kept must not look like a tie or like nothing.
    if (quotient % 5n === 0n) quotient += 1n;
  } else [quotient, exponent] = stripZeros(quotient, exponent, Math.max(ideal, exponent));
  return finalize(context, sign, quotient, exponent);
}

/** Integer quotient and remainder of finite numbers, the divisor not 0; `undefined`: more digits than the precision has. */
function divideWhole(context: Context, left: PyDecimal, right: PyDecimal): [bigint, PyDecimal] | undefined {
  const exponent = right.kind === INFINITE ? left.exponent : Math.min(left.exponent, right.exponent);
  const distance = right.kind === INFINITE ? -Infinity : adjusted(left) - adjusted(right);
  if (left.coefficient === 0n || right.kind === INFINITE || distance <= -2)
    return [0n, rescale(left, exponent, context.rounding)];
  if (distance > context.prec) return undefined;
  const dividend = left.coefficient * pow10(left.exponent - exponent);
  const divisor = right.coefficient * pow10(right.exponent - exponent);
  const quotient = dividend / divisor;
  if (quotient >= pow10(context.prec)) return undefined;
  return [quotient, finite(left.sign, dividend - quotient * divisor, exponent)];
}

const impossible = (context: Context): PyDecimal => invalid(context, CONDITION.DivisionImpossible);

export function divideInteger(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  const sign = left.sign ^ right.sign;
  if (left.kind === INFINITE) return right.kind === INFINITE ? invalid(context) : infinity(sign);
  if (isZero(right)) return divideByZero(context, left, sign);
  const parts = divideWhole(context, left, right);
  return parts === undefined ? impossible(context) : finalize(context, sign, parts[0], 0);
}

function divideByZero(context: Context, left: PyDecimal, sign: number): PyDecimal {
  if (isZero(left)) return invalid(context, CONDITION.DivisionUndefined);
  signal(context, CONDITION.DivisionByZero);
  return infinity(sign);
}

export function remainder(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  if (left.kind === INFINITE) return invalid(context);
  if (isZero(right))
    return invalid(context, isZero(left) ? CONDITION.DivisionUndefined : CONDITION.InvalidOperation);
  const parts = divideWhole(context, left, right);
  return parts === undefined ? impossible(context) : fix(context, parts[1]);
}

export function divmod(context: Context, left: PyDecimal, right: PyDecimal): [PyDecimal, PyDecimal] {
  const result = nanResult(context, left, right);
  if (result !== undefined) return [result, result];
  const sign = left.sign ^ right.sign;
  if (left.kind === INFINITE) {
    const wrong = invalid(context);
    return [right.kind === INFINITE ? wrong : infinity(sign), wrong];
  }
  if (isZero(right)) {
    if (isZero(left)) {
      const wrong = invalid(context, CONDITION.DivisionUndefined);
      return [wrong, wrong];
    }
    signal(context, CONDITION.DivisionByZero);
    return [infinity(sign), invalid(context)];
  }
  const parts = divideWhole(context, left, right);
  if (parts === undefined) {
    const wrong = impossible(context);
    return [wrong, wrong];
  }
  return [finalize(context, sign, parts[0], 0), fix(context, parts[1])];
}

/** left − right × n with the n nearest to the quotient, of two the even one. */
export function remainderNear(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  if (left.kind === INFINITE) return invalid(context);
  if (isZero(right))
    return invalid(context, isZero(left) ? CONDITION.DivisionUndefined : CONDITION.InvalidOperation);
  if (right.kind === INFINITE) return fix(context, left);
  const exponent = Math.min(left.exponent, right.exponent);
  if (left.coefficient === 0n) return finalize(context, left.sign, 0n, exponent);
  const distance = adjusted(left) - adjusted(right);
  if (distance >= context.prec + 1) return impossible(context);
  if (distance <= -2) return fix(context, rescale(left, exponent, context.rounding));
  const dividend = left.coefficient * pow10(left.exponent - exponent);
  const divisor = right.coefficient * pow10(right.exponent - exponent);
  let quotient = dividend / divisor;
  let rest = dividend - quotient * divisor;
  if (2n * rest + (quotient & 1n) > divisor) {
    rest -= divisor;
    quotient += 1n;
  }
  if (quotient >= pow10(context.prec)) return impossible(context);
  const negative = rest < 0n;
  return finalize(context, negative ? 1 - left.sign : left.sign, negative ? -rest : rest, exponent);
}

// ── One operand ──

export function plus(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (isZero(number) && context.rounding !== 'ROUND_FLOOR') return fix(context, withSign(number, 0));
  return fix(context, number);
}

export function minus(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (isZero(number) && context.rounding !== 'ROUND_FLOOR') return fix(context, withSign(number, 0));
  return fix(context, withSign(number, 1 - number.sign));
}

export function absolute(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  return result === undefined ? fix(context, withSign(number, 0)) : result;
}

export function normalize(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  const rounded = fix(context, number);
  if (rounded.kind !== FINITE) return rounded;
  if (rounded.coefficient === 0n) return finite(rounded.sign, 0n, 0);
  const most = context.clamp === 1 ? etop(context) : context.emax;
  const [coefficient, exponent] = stripZeros(rounded.coefficient, rounded.exponent, most);
  return finite(rounded.sign, coefficient, exponent);
}

/** left rounded to the exponent of right. */
export function quantize(context: Context, left: PyDecimal, right: PyDecimal): PyDecimal {
  const result = nanResult(context, left, right);
  if (result !== undefined) return result;
  if (left.kind === INFINITE || right.kind === INFINITE)
    return left.kind === right.kind ? plain(left) : invalid(context);
  const { exponent } = right;
  if (exponent < etiny(context) || exponent > context.emax) return invalid(context);
  if (left.coefficient === 0n) return finalize(context, left.sign, 0n, exponent);
  const place = adjusted(left);
  if (place > context.emax || place - exponent + 1 > context.prec) return invalid(context);
  const rounded = rescale(left, exponent, context.rounding);
  const lower = exponent > left.exponent;
  const exact = !lower || lastRounding.exact;
  const digits = countDigits(rounded.coefficient);
  if (exponent + digits - 1 > context.emax || digits > context.prec) return invalid(context);
  if (rounded.coefficient !== 0n && exponent + digits - 1 < context.emin)
    signal(context, CONDITION.Subnormal);
  if (lower) signal(context, CONDITION.Rounded | (exact ? 0 : CONDITION.Inexact));
  return fix(context, rounded);
}

/** To an integer, exactly in the sense that the conditions Inexact and Rounded tell whether digits were lost. */
export function toIntegralExact(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE || number.exponent >= 0) return plain(number);
  if (number.coefficient === 0n) return finite(number.sign, 0n, 0);
  const rounded = rescale(number, 0, context.rounding);
  signal(context, CONDITION.Rounded | (lastRounding.exact ? 0 : CONDITION.Inexact));
  return rounded;
}

export function toIntegralValue(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE || number.exponent >= 0) return plain(number);
  return rescale(number, 0, context.rounding);
}

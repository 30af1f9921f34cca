/** Other Python values as decimal numbers, and back. */
import {
  asInt,
  asStr,
  type Escapes,
  getAttribute,
  isInstance,
  iterateToArray,
  machine,
  normalizeInt,
  numberText,
  OverflowErrorType,
  PyComplex,
  PyDecimal,
  type PyDecimalContext,
  PyFloat,
  PyList,
  type PyObject,
  PyTuple,
  raise,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import {
  CONDITION,
  type Context,
  digitsOf,
  FINITE,
  finite,
  INFINITE,
  infinity,
  isNan,
  MAX_EMAX,
  MIN_EMIN,
  MIN_ETINY,
  nan,
  pow10,
  QUIET_NAN,
  type Rounding,
  SIGNALING_NAN,
  unbounded,
} from './number.ts';
import { finalize, rescale } from './rounding.ts';
import { settle } from './signals.ts';
import { parseDecimal } from './text.ts';

export const arithmeticOf = (context: PyDecimalContext): Context => context as unknown as Context;

export function fromInt(value: number | bigint): PyDecimal {
  return value < 0 ? finite(1, -BigInt(value), 0) : finite(0, BigInt(value), 0);
}

/** Exactly the value of a double. */
export function fromDouble(value: number): PyDecimal {
  if (Number.isNaN(value)) return nan();
  const sign = value < 0 || Object.is(value, -0) ? 1 : 0;
  if (!Number.isFinite(value)) return infinity(sign);
  let magnitude = Math.abs(value);
  let twos = 0;
  while (!Number.isInteger(magnitude)) {
    magnitude *= 2;
    twos += 1;
  }
  return finite(sign, BigInt(magnitude) * 5n ** BigInt(twos), -twos + 0);
}

/** An operand of an operation: a Decimal or an int; `undefined` for anything else. */
export function operand(value: PyObject): PyDecimal | undefined {
  if (value instanceof PyDecimal) return value;
  const int = asInt(value);
  return int === undefined ? undefined : fromInt(int);
}

export function requiredOperand(value: PyObject): Escapes<PyDecimal> {
  const number = operand(value);
  if (number === undefined) raiseUnsupported(value);
  return number;
}

function raiseUnsupported(value: PyObject): never {
  raiseTypeError(`conversion from ${typeName(value)} to Decimal is not supported`);
}

/** A number that no context could hold exactly is refused. */
function inLimits(context: PyDecimalContext, number: PyDecimal): Escapes<PyDecimal> {
  if (number.kind !== FINITE) return number;
  const whole = unbounded();
  const { sign, coefficient, exponent } = number;
  if (exponent >= MIN_EMIN && exponent <= MAX_EMAX - 400 && digitsOf(number) < 400) return number;
  if (coefficient === 0n) return finite(sign, 0n, Math.min(Math.max(exponent, MIN_ETINY), MAX_EMAX));
  const place = exponent + digitsOf(number) - 1;
  if (place <= MAX_EMAX && exponent >= MIN_ETINY) return finalize(whole, sign, coefficient, exponent);
  context.status |= CONDITION.InvalidOperation;
  settle(context);
  return nan();
}

/** Blanks, underscores and digits of other scripts as `Decimal` reads them. */
export function plainText(value: PyObject): string {
  return numberText(asStr(value)!).replaceAll('_', '');
}

/** The exact value of what `Decimal(value)` takes. */
export function exactly(context: PyDecimalContext, value: PyObject): Escapes<PyDecimal> {
  if (value instanceof PyDecimal) return value;
  if (asStr(value) !== undefined) {
    const number = parseDecimal(plainText(value));
    if (number !== undefined) return inLimits(context, number);
    context.status |= CONDITION.ConversionSyntax;
    settle(context);
    return nan();
  }
  const int = asInt(value);
  if (int !== undefined) return inLimits(context, fromInt(int));
  if (value instanceof PyFloat) {
    context.status |= CONDITION.FloatOperation;
    settle(context);
    return fromDouble(value.value);
  }
  if (value instanceof PyTuple || value instanceof PyList)
    return inLimits(context, fromParts(iterateToArray(value)));
  raiseUnsupported(value);
}

/** (sign, digits, exponent). */
function fromParts(parts: readonly PyObject[]): Escapes<PyDecimal> {
  if (parts.length !== 3) raiseValueError('argument must be a sequence of length 3');
  const sign = asInt(parts[0]!);
  if (sign === undefined || (sign !== 0 && sign !== 1))
    raiseValueError('sign must be an integer with the value 0 or 1');
  const [, digitValues, exponentValue] = parts;
  const kinds: Readonly<Record<string, number>> = { F: INFINITE, n: QUIET_NAN, N: SIGNALING_NAN };
  const letter = asStr(exponentValue!);
  let kind = FINITE;
  let exponent = 0;
  if (letter !== undefined) {
    const found = kinds[strToJs(letter)];
    if (found === undefined) raiseValueError("string argument in the third position must be 'F', 'n' or 'N'");
    kind = found;
  } else {
    const int = asInt(exponentValue!);
    if (int === undefined) raiseValueError('exponent must be an integer');
    exponent = Number(int);
  }
  if (kind === INFINITE) return infinity(Number(sign));
  if (!(digitValues instanceof PyTuple)) {
    if (!(digitValues instanceof PyList)) raiseValueError('coefficient must be a tuple of digits');
  }
  let text = '';
  for (const digit of iterateToArray(digitValues!)) {
    const int = asInt(digit);
    if (typeof int !== 'number' || int < 0 || int > 9)
      raiseValueError('coefficient must be a tuple of digits');
    text += int;
  }
  const number = finite(Number(sign), BigInt(text === '' ? '0' : text), exponent);
  if (kind === FINITE && text === '') number.coefficient = 0n;
  number.kind = kind;
  if (kind !== FINITE) number.exponent = 0;
  return number;
}

/** What a number is compared with; `undefined`: it cannot be. `scale`: the denominator of a fraction, which the other side is multiplied by. */
export function comparand(
  context: PyDecimalContext,
  value: PyObject,
  isEquality: boolean,
): Escapes<{ number: PyDecimal; scale: PyDecimal | null } | undefined> {
  const number = operand(value);
  if (number !== undefined) return { number, scale: null };
  if (value instanceof PyFloat || (value instanceof PyComplex && isEquality)) {
    if (value instanceof PyComplex && value.imag !== 0) return undefined;
    context.status |= CONDITION.FloatOperation;
    if (isEquality) {
      context.flags.bits |= context.status;
      context.status = 0;
    } else settle(context);
    return { number: fromDouble(value instanceof PyFloat ? value.value : value.real), scale: null };
  }
  if (typeof value !== 'object' || value === null || !value.ob_type.heap) return undefined;
  const rational = getAttribute(machine.importModule('numbers'), 'Rational');
  if (!isInstance(value, rational)) return undefined;
  return {
    number: requiredOperand(getAttribute(value, 'numerator')),
    scale: requiredOperand(getAttribute(value, 'denominator')),
  };
}

/** An int, rounded so; ValueError and OverflowError for NaN and infinity. */
export function toInt(number: PyDecimal, rounding: Rounding): Escapes<PyObject> {
  if (isNan(number)) raiseValueError('cannot convert NaN to integer');
  if (number.kind === INFINITE) raise(OverflowErrorType, 'cannot convert Infinity to integer');
  const whole = rescale(number, 0, rounding).coefficient;
  return normalizeInt(number.sign === 1 ? -whole : whole);
}

/** Numerator and denominator in lowest terms. */
export function integerRatio(number: PyDecimal): Escapes<[PyObject, PyObject]> {
  if (isNan(number)) raiseValueError('cannot convert NaN to integer ratio');
  if (number.kind === INFINITE) raise(OverflowErrorType, 'cannot convert Infinity to integer ratio');
  let numerator = number.coefficient;
  let denominator = 1n;
  if (number.exponent >= 0) numerator *= pow10(number.exponent);
  else {
    denominator = pow10(-number.exponent);
    const common = greatestCommonDivisor(numerator, denominator);
    numerator /= common;
    denominator /= common;
  }
  return [normalizeInt(number.sign === 1 ? -numerator : numerator), normalizeInt(denominator)];
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * Integer arithmetic with Python's meaning (language reference 6.6–6.9; Objects/longobject.c).
 *
 * An int is a `number` when |n| ≤ 2⁵³−1 and a `bigint` otherwise, so each value has exactly one form and `===`
 * is equality. Every result is normalised, and −0 never appears. Each operation has a short path on two numbers
 * and leaves the rest to a second function, so that the short path stays small enough to be inlined.
 *
 * Why checking the rounded result suffices: if the exact sum, difference or product is at least 2⁵³ in magnitude,
 * rounding to a double cannot bring it below 2⁵³; if it is smaller, the double is exact.
 */
import type { Pure, Raises } from './effects.ts';
import { raise, raiseValueError } from './errors.ts';
import type { IntValue } from './host-types.ts';
import { MemoryErrorType, OverflowErrorType, ZeroDivisionErrorType } from './types.ts';

/** Largest magnitude stored as a number: 2⁵³−1. */
export const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);
const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;
/** 2⁰ … 2⁶³ as doubles: cheaper than `**`, which calls out of compiled code. */
const POWERS_OF_TWO = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);
/** Bits a V8 bigint can hold; beyond it Python's MemoryError is raised. */
const MAX_BIGINT_BITS = 2 ** 30;

/** The one form of an integer computed as a bigint. */
export function normalizeInt(value: bigint): Pure<IntValue> {
  return value <= MAX_SAFE_BIG && value >= -MAX_SAFE_BIG ? Number(value) : value;
}

/** An int from a double that holds an integer of any size. */
export function intFromIntegral(value: number): Pure<IntValue> {
  return value <= MAX_SAFE && value >= -MAX_SAFE ? value + 0 : BigInt(value);
}

export function raiseDivisionByZero(): never {
  raise(ZeroDivisionErrorType, 'division by zero');
}

export function intAdd(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return sum;
  }
  return normalizeInt(BigInt(left) + BigInt(right));
}

export function intSubtract(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (difference <= MAX_SAFE && difference >= -MAX_SAFE) return difference;
  }
  return normalizeInt(BigInt(left) - BigInt(right));
}

export function intMultiply(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    // Adding 0 turns −0 into 0.
    if (product <= MAX_SAFE && product >= -MAX_SAFE) return product + 0;
  }
  return multiplyBig(BigInt(left), BigInt(right));
}

function multiplyBig(left: bigint, right: bigint): IntValue {
  try {
    return normalizeInt(left * right);
  } catch (error) {
    raiseIfTooLarge(error);
  }
}

/** V8 reports a bigint over its limit as RangeError; everything else is not ours to handle. */
function raiseIfTooLarge(error: unknown): never {
  if (error instanceof RangeError && /BigInt/.test(error.message)) throw raise(MemoryErrorType, '');
  throw error;
}

/**
 * `left // right`. For numbers the rounded quotient is enough: a quotient that is no integer is at least 1/|right|
 * away from the next one, and the rounding error of `left / right` is below 2⁻⁵³ · 2⁵³/|right|.
 */
export function intFloorDivide(left: IntValue, right: IntValue): Raises<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0) raiseDivisionByZero();
    return Math.floor(left / right) + 0;
  }
  return floorDivideBig(BigInt(left), BigInt(right));
}

function floorDivideBig(left: bigint, right: bigint): IntValue {
  if (right === 0n) raiseDivisionByZero();
  const quotient = left / right;
  const inexact = left < 0n !== right < 0n && quotient * right !== left;
  return normalizeInt(inexact ? quotient - 1n : quotient);
}

/** `left % right`: the sign of the result is that of the divisor. */
export function intModulo(left: IntValue, right: IntValue): Raises<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0) raiseDivisionByZero();
    // Non-negative operands of 31 bits: V8 uses an integer division and cannot meet −0.
    if (left >= 0 && right > 0) return left % right;
    const remainder = left % right;
    if (remainder !== 0 && remainder < 0 !== right < 0) return remainder + right;
    return remainder + 0;
  }
  return moduloBig(BigInt(left), BigInt(right));
}

function moduloBig(left: bigint, right: bigint): IntValue {
  if (right === 0n) raiseDivisionByZero();
  const remainder = left % right;
  const wrongSign = remainder !== 0n && remainder < 0n !== right < 0n;
  return normalizeInt(wrongSign ? remainder + right : remainder);
}

export function intNegative(operand: IntValue): Pure<IntValue> {
  return typeof operand === 'number' ? 0 - operand : -operand;
}

export function intInvert(operand: IntValue): Pure<IntValue> {
  return intSubtract(-1, operand);
}

export function intAbsolute(operand: IntValue): Pure<IntValue> {
  return operand < 0 ? intNegative(operand) : operand;
}

// Bit operations. A number splits into a signed high part of 22 bits and a low part of 32: two's complement as
// Python defines it for ints of any size.

export function intAnd(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    if ((left | 0) === left && (right | 0) === right) return left & right;
    const high = Math.floor(left / TWO_32) & Math.floor(right / TWO_32);
    const result = high * TWO_32 + ((left & right) >>> 0);
    return result === -TWO_53 ? -9007199254740992n : result;
  }
  return normalizeInt(BigInt(left) & BigInt(right));
}

export function intOr(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    if ((left | 0) === left && (right | 0) === right) return left | right;
    const high = Math.floor(left / TWO_32) | Math.floor(right / TWO_32);
    return high * TWO_32 + ((left | right) >>> 0);
  }
  return normalizeInt(BigInt(left) | BigInt(right));
}

export function intXor(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    if ((left | 0) === left && (right | 0) === right) return left ^ right;
    const high = Math.floor(left / TWO_32) ^ Math.floor(right / TWO_32);
    const result = high * TWO_32 + ((left ^ right) >>> 0);
    return result === -TWO_53 ? -9007199254740992n : result;
  }
  return normalizeInt(BigInt(left) ^ BigInt(right));
}

export function intLeftShift(left: IntValue, count: IntValue): Raises<IntValue> {
  if (typeof left === 'number' && typeof count === 'number' && count >= 0 && count < 53) {
    const shifted = left * (count < 31 ? 1 << count : POWERS_OF_TWO[count]!);
    if (shifted <= MAX_SAFE && shifted >= -MAX_SAFE) return shifted;
  }
  return leftShiftBig(left, count);
}

function leftShiftBig(left: IntValue, count: IntValue): IntValue {
  if (count < 0) raiseValueError('negative shift count');
  if (left === 0) return 0;
  if (typeof count === 'bigint') raise(OverflowErrorType, 'too many digits in integer');
  if (count > MAX_BIGINT_BITS) raise(MemoryErrorType, '');
  try {
    return normalizeInt(BigInt(left) << BigInt(count));
  } catch (error) {
    raiseIfTooLarge(error);
  }
}

export function intRightShift(left: IntValue, count: IntValue): Raises<IntValue> {
  if (typeof left === 'number' && typeof count === 'number' && count >= 0) {
    if ((left | 0) === left) return left >> (count > 31 ? 31 : count);
    return count > 63 ? (left < 0 ? -1 : 0) : Math.floor(left / POWERS_OF_TWO[count]!);
  }
  if (count < 0) raiseValueError('negative shift count');
  if (count > MAX_BIGINT_BITS) return left < 0 ? -1 : 0;
  return normalizeInt(BigInt(left) >> BigInt(count));
}

/** `base ** exponent` for exponent ≥ 0 (a negative one gives a float: `float.ts`). */
export function intPower(base: IntValue, exponent: IntValue): Raises<IntValue> {
  if (typeof base === 'number' && typeof exponent === 'number') {
    let result = 1;
    let square = base;
    let rest = exponent;
    for (;;) {
      if (rest % 2 === 1) {
        result *= square;
        if (result > MAX_SAFE || result < -MAX_SAFE) break;
      }
      if (rest < 2) return result + 0;
      rest = Math.floor(rest / 2);
      square *= square;
      if (square > MAX_SAFE) break;
    }
  }
  return powerBig(base, exponent);
}

function powerBig(base: IntValue, exponent: IntValue): IntValue {
  if (base === 0 || base === 1) return exponent === 0 ? 1 : base;
  if (base === -1) return intModulo(exponent, 2) === 0 ? 1 : -1;
  // V8 only finds out after hours that the result cannot fit.
  if (typeof exponent === 'bigint' || (intBitLength(base) - 1) * exponent > MAX_BIGINT_BITS)
    raise(MemoryErrorType, '');
  try {
    return normalizeInt(BigInt(base) ** BigInt(exponent));
  } catch (error) {
    raiseIfTooLarge(error);
  }
}

/** `pow(base, exponent, modulus)` (long_pow): a negative exponent takes the modular inverse first. */
export function intPowerModulus(base: IntValue, exponent: IntValue, modulus: IntValue): Raises<IntValue> {
  if (modulus === 0) raiseValueError('pow() 3rd argument cannot be 0');
  let size = BigInt(modulus);
  const negative = size < 0n;
  if (negative) size = -size;
  if (size === 1n) return 0;
  let power = BigInt(exponent);
  let square = BigInt(intModulo(base, normalizeInt(size)));
  if (power < 0n) {
    square = modularInverse(square, size);
    power = -power;
  }
  const result =
    size < 94906265n
      ? powerModulusSmall(Number(square), power, Number(size))
      : powerModulusBig(square, power, size);
  return negative && result !== 0 ? intSubtract(result, normalizeInt(size)) : result;
}

/** Products of two residues below 94906265 ≈ √2⁵³ are exact in a double. */
function powerModulusSmall(base: number, exponent: bigint, modulus: number): number {
  let result = 1;
  let square = base;
  let rest = exponent;
  while (rest > 0n) {
    if (rest <= MAX_SAFE_BIG) {
      for (let small = Number(rest); small > 0; small = Math.floor(small / 2)) {
        if (small % 2 === 1) result = (result * square) % modulus;
        square = (square * square) % modulus;
      }
      break;
    }
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
    rest >>= 1n;
  }
  return result;
}

function powerModulusBig(base: bigint, exponent: bigint, modulus: bigint): IntValue {
  let result = 1n;
  // From the most significant digit down: four squarings and one product a hexadecimal digit.
  const table: bigint[] = [1n];
  for (let digit = 1; digit < 16; digit++) table.push((table[digit - 1]! * base) % modulus);
  for (const digit of exponent.toString(16)) {
    for (let step = 0; step < 4; step++) result = (result * result) % modulus;
    if (digit !== '0') result = (result * table[Number.parseInt(digit, 16)]!) % modulus;
  }
  return normalizeInt(result);
}

function modularInverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  if (previous !== 1n) raiseValueError('base is not invertible for the given modulus');
  return previousFactor < 0n ? previousFactor + modulus : previousFactor;
}

export function intEquals(left: IntValue, right: IntValue): Pure<boolean> {
  return left === right;
}
export function intLess(left: IntValue, right: IntValue): Pure<boolean> {
  return left < right;
}

/** Bits of |value|: `int.bit_length`. */
export function intBitLength(value: IntValue): Pure<number> {
  if (typeof value === 'number') {
    const magnitude = value < 0 ? -value : value;
    if (magnitude < TWO_32) return 32 - Math.clz32(magnitude);
    return 64 - Math.clz32(Math.floor(magnitude / TWO_32));
  }
  const digits = (value < 0n ? -value : value).toString(16);
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits[0]!, 16)) - 28);
}

export function intGcd(left: IntValue, right: IntValue): Pure<IntValue> {
  if (typeof left === 'number' && typeof right === 'number') {
    let a = Math.abs(left);
    let b = Math.abs(right);
    while (b !== 0) [a, b] = [b, a % b];
    return a;
  }
  let a = BigInt(intAbsolute(left));
  let b = BigInt(intAbsolute(right));
  while (b !== 0n) {
    if (b <= MAX_SAFE_BIG) return intGcd(Number(b), Number(a % b));
    [a, b] = [b, a % b];
  }
  return normalizeInt(a);
}

/** Nearest double, ties to even; OverflowError beyond the range of doubles. */
export function intToFloat(value: IntValue): Raises<number> {
  if (typeof value === 'number') return value;
  const converted = Number(value);
  if (!Number.isFinite(converted)) raise(OverflowErrorType, 'int too large to convert to float');
  return converted;
}

/** `left / right`, correctly rounded (long_true_divide). */
export function intTrueDivide(left: IntValue, right: IntValue): Raises<number> {
  if (right === 0) raiseDivisionByZero();
  if (typeof left === 'number' && typeof right === 'number') return left / right;
  return trueDivideBig(BigInt(left), BigInt(right));
}

/** Least exponent of a double's unit in the last place. */
const MIN_ULP_EXPONENT = -1074;
const DOUBLE_DIGITS = 53;

function trueDivideBig(left: bigint, right: bigint): number {
  const negative = left < 0n !== right < 0n;
  const dividend = left < 0n ? -left : left;
  const divisor = right < 0n ? -right : right;
  if (dividend === 0n) return negative ? -0 : 0;
  const difference = intBitLength(dividend) - intBitLength(divisor);
  if (difference > 1024) raise(OverflowErrorType, 'integer division result too large for a float');
  if (difference < -1077) return negative ? -0 : 0;
  // The quotient lies in (2^(difference-1), 2^(difference+1)): keep its 53 bits and two spare ones, the last of
  // them sticky, so that the rest rounds once, to even. A subnormal result keeps fewer bits.
  const subnormal = difference < MIN_ULP_EXPONENT + DOUBLE_DIGITS;
  const shift = subnormal ? MIN_ULP_EXPONENT - 2 : difference - DOUBLE_DIGITS - 2;
  const scaledDividend = shift < 0 ? dividend << BigInt(-shift) : dividend;
  const scaledDivisor = shift > 0 ? divisor << BigInt(shift) : divisor;
  let quotient = scaledDividend / scaledDivisor;
  if (quotient * scaledDivisor !== scaledDividend) quotient |= 1n;
  const magnitude = subnormal
    ? Number(roundQuarter(quotient)) * 2 ** MIN_ULP_EXPONENT
    : scaleByPowerOfTwo(Number(quotient), shift);
  if (magnitude === Number.POSITIVE_INFINITY)
    raise(OverflowErrorType, 'integer division result too large for a float');
  return negative ? -magnitude : magnitude;
}

/** value / 4 to the nearest integer, ties to even. */
function roundQuarter(value: bigint): bigint {
  const quotient = value >> 2n;
  const rest = value & 3n;
  return rest > 2n || (rest === 2n && quotient & 1n) ? quotient + 1n : quotient;
}

/** `value * 2 ** exponent` where no intermediate result rounds (`exponent` within ±2000). */
export function scaleByPowerOfTwo(value: number, exponent: number): Pure<number> {
  let result = value;
  let rest = exponent;
  for (; rest > 1000; rest -= 1000) result *= 2 ** 1000;
  for (; rest < -1000; rest += 1000) result *= 2 ** -1000;
  return result * 2 ** rest;
}

/** ⌊√value⌋ for value ≥ 0 (`math.isqrt`). */
export function intSquareRoot(value: IntValue): Pure<IntValue> {
  if (typeof value === 'number') {
    // The root of a safe integer is off by at most one after rounding.
    const root = Math.floor(Math.sqrt(value));
    return root * root > value ? root - 1 : root;
  }
  let root = 1n << BigInt(Math.ceil(intBitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return normalizeInt(root);
    root = next;
  }
}

/** Quotient of two ints rounded to the nearest int, ties to even (`_PyLong_DivmodNear`); `round(int, -n)`. */
export function intDivideNearest(left: IntValue, right: IntValue): Raises<IntValue> {
  const quotient = intFloorDivide(left, right);
  const twice = intMultiply(intSubtract(left, intMultiply(quotient, right)), 2);
  const excess = right < 0 ? intSubtract(right, twice) : intSubtract(twice, right);
  const roundUp = excess > 0 || (excess === 0 && intAnd(quotient, 1) === 1);
  return roundUp ? intAdd(quotient, 1) : quotient;
}

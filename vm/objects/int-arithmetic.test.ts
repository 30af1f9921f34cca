/** Ints: one form for each value, exact results, Python's signs. Expectations from CPython. */
import { describe, expect, test } from 'vitest';
import type { IntValue } from './host-types.ts';
import {
  intAnd,
  intBitLength,
  intDivideNearest,
  intFloorDivide,
  intGcd,
  intLeftShift,
  intModulo,
  intMultiply,
  intNegative,
  intOr,
  intPower,
  intPowerModulus,
  intRightShift,
  intSquareRoot,
  intSubtract,
  intToFloat,
  intTrueDivide,
  intXor,
  normalizeInt,
} from './int-arithmetic.ts';
import { intToText, parseIntText } from './int-text.ts';
import { outcome } from './test-outcome.ts';

/** Results with their host type: `5` is a number, `5n` a bigint. */
function form(value: IntValue): string {
  return Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? `${value}n` : String(value);
}

const BOUND = 2 ** 53 - 1;

describe('the border between number and bigint', () => {
  test('results beyond 2^53-1 are bigints, results within are numbers', () => {
    expect(form(intSubtract(-BOUND, 1))).toBe('-9007199254740992n');
    expect(form(intSubtract(-9007199254740992n, -1))).toBe('-9007199254740991');
    expect(form(intMultiply(94906267, 94906267))).toBe('9007199515875289n');
    expect(form(intMultiply(94906265, 94906265))).toBe('9007199136250225');
    expect(form(intFloorDivide(2n ** 64n, 2 ** 32))).toBe('4294967296');
    expect(form(intPower(2, 53))).toBe('9007199254740992n');
    expect(form(intPower(-3, 33))).toBe('-5559060566555523');
    expect(form(intLeftShift(1, 52))).toBe('4503599627370496');
    expect(form(intLeftShift(1, 53))).toBe('9007199254740992n');
    expect(form(normalizeInt(-9007199254740991n))).toBe('-9007199254740991');
  });

  test('zero has no sign', () => {
    expect(form(intMultiply(0, -5))).toBe('0');
    expect(form(intNegative(0))).toBe('0');
    expect(form(intFloorDivide(0, -3))).toBe('0');
    expect(form(intModulo(-6, 3))).toBe('0');
    expect(form(intModulo(0, -3))).toBe('0');
  });

  test('bit operations see two’s complement beyond 32 bits', () => {
    expect(form(intAnd(-1, 2 ** 52))).toBe('4503599627370496');
    expect(form(intAnd(-BOUND, -2))).toBe('-9007199254740992n');
    expect(form(intOr(2 ** 40, 2 ** 31))).toBe('1101659111424');
    expect(form(intXor(-BOUND, 1))).toBe('-9007199254740992n');
    expect(form(intRightShift(-(2 ** 40) - 1, 8))).toBe('-4294967297');
    expect(form(intRightShift(-1, 1000))).toBe('-1');
  });
});

describe('division', () => {
  test.each([
    [7, 2, 3, 1],
    [-7, 2, -4, 1],
    [7, -2, -4, -1],
    [-7, -2, 3, -1],
    [BOUND, 2, 4503599627370495, 1],
    [-BOUND, 1000003, -9007172234, 775711],
  ])('divmod(%d, %d)', (left, right, quotient, remainder) => {
    expect(intFloorDivide(left, right)).toBe(quotient);
    expect(intModulo(left, right)).toBe(remainder);
  });

  test('true division rounds once, also to subnormals and between huge ints', () => {
    expect(intTrueDivide(1, 3)).toBe(1 / 3);
    expect(intTrueDivide(10n ** 400n, 3n * 10n ** 399n)).toBe(10 / 3);
    expect(intTrueDivide(9007199254740993n, 2)).toBe(4503599627370496);
    expect(intTrueDivide(9007199254740993n, 1)).toBe(9007199254740992);
    expect(intTrueDivide(9007199254740995n, 1)).toBe(9007199254740996);
    expect(intTrueDivide(1, 2n ** 1074n)).toBe(5e-324);
    expect(intTrueDivide(1, 2n ** 1075n)).toBe(0);
    expect(intTrueDivide(3, 2n ** 1075n)).toBe(1e-323);
    expect(Object.is(intTrueDivide(-1, 2n ** 2000n), -0)).toBe(true);
  });

  test('nearest quotient, ties to even', () => {
    expect([5, 15, 25, -5, -15].map((value) => intDivideNearest(value, 10))).toEqual([0, 2, 2, 0, -2]);
  });
});

describe('powers', () => {
  test.each([
    [2, 10, 1000, 24],
    [3, -1, 11, 4],
    [2, 10, -1000, -976],
    [0, 0, 1, 0],
    [7, 0, 5, 1],
    [123456789, 987654321, 1000000007, 652541198],
  ])('pow(%d, %d, %d)', (base, exponent, modulus, expected) => {
    expect(intPowerModulus(base, exponent, modulus)).toBe(expected);
  });

  test('large moduli', () => {
    expect(form(intPowerModulus(3, 2n ** 64n, 2n ** 89n - 1n))).toBe('305837628983035197002400930n');
  });

  test('too large for the host is MemoryError, not a crash', () => {
    expect(outcome(() => intPower(10, 10n ** 20n))).toBe('MemoryError: ');
    expect(outcome(() => intLeftShift(1, 2 ** 40))).toBe('MemoryError: ');
    expect(outcome(() => intLeftShift(0, 2 ** 40))).toBe('0');
    expect(outcome(() => intPower(-1, 10n ** 20n + 1n))).toBe('-1');
  });
});

test('bit length, gcd, square root', () => {
  expect([0, 1, -1, 255, 256, 2 ** 32, BOUND].map(intBitLength)).toEqual([0, 1, 1, 8, 9, 33, 53]);
  expect(intBitLength(-(2n ** 64n))).toBe(65);
  expect(form(intGcd(-(2n ** 70n), 2n ** 60n * 3n))).toBe('1152921504606846976n');
  expect(intGcd(12, -18)).toBe(6);
  expect([0, 1, 3, 4, BOUND].map(intSquareRoot)).toEqual([0, 1, 1, 2, 94906265]);
  expect(form(intSquareRoot(10n ** 40n - 1n))).toBe('99999999999999999999n');
});

test('conversion to float rounds to even and overflows', () => {
  expect(intToFloat(9007199254740993n)).toBe(9007199254740992);
  expect(outcome(() => intToFloat(10n ** 400n))).toBe('OverflowError: int too large to convert to float');
});

describe('text', () => {
  test('decimal conversions are limited to 4300 digits, others are not', () => {
    const limit = 'Exceeds the limit (4300 digits) for integer string conversion';
    const hint = 'use sys.set_int_max_str_digits() to increase the limit';
    expect(outcome(() => intToText(10n ** 4300n))).toBe(`ValueError: ${limit}; ${hint}`);
    expect(intToText(10n ** 4299n)).toHaveLength(4300);
    expect(outcome(() => parseIntText('9'.repeat(4301), 10)!)).toBe(
      `ValueError: ${limit}: value has 4301 digits; ${hint}`,
    );
    expect(parseIntText('f'.repeat(5000), 16)).toBe(16n ** 5000n - 1n);
  });

  test('any base', () => {
    expect(parseIntText('-zz', 36)).toBe(-1295);
    expect(parseIntText('0x_ff', 16)).toBe(255);
    expect(parseIntText('0x__ff', 16)).toBe(undefined);
    expect(form(parseIntText('1'.repeat(40), 3)!)).toBe('6078832729528464400n');
    expect(parseIntText('12345678901234567890', 7)).toBe(undefined);
    expect(form(parseIntText('1234560123456012345601', 7)!)).toBe('760204209869503876n');
  });
});

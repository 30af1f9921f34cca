/** Floats as text: shortest repr, exact digits, hexadecimal. Expectations from CPython. */
import { describe, expect, test } from 'vitest';
import {
  exponentialDigits,
  fixedDigits,
  floatHex,
  floatRatio,
  floatRepr,
  generalDigits,
  parseFloatHex,
  parseFloatText,
  roundFloat,
  roundHalfEven,
  splitExponent,
} from './float-text.ts';

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [0.1, '0.1'],
  [1e16, '1e+16'],
  [9999999999999998, '9999999999999998.0'],
  [1e-4, '0.0001'],
  [1.5e-5, '1.5e-05'],
  [1e22, '1e+22'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('repr of %o', (value, text) => {
  expect(floatRepr(value)).toBe(text);
});

describe('a given number of digits', () => {
  test('exact ties go to even', () => {
    expect([0.5, 1.5, 2.5, 3.5].map((value) => fixedDigits(value, 0))).toEqual(['0', '2', '2', '4']);
    expect([0.125, 0.375, 2.675].map((value) => fixedDigits(value, 2))).toEqual(['0.12', '0.38', '2.67']);
    expect([25, 35, 45].map((value) => exponentialDigits(value, 0, false))).toEqual([
      '2e+01',
      '4e+01',
      '4e+01',
    ]);
    expect(generalDigits(12.5, 2, false)).toBe('12');
  });

  test('more digits than the host gives', () => {
    expect(fixedDigits(0.1, 55)).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(fixedDigits(1e23, 0)).toBe('99999999999999991611392');
    expect(fixedDigits(2 ** -1074, 120)).toBe('0.' + '0'.repeat(120));
    expect(exponentialDigits(5e-324, 20, false)).toBe('4.94065645841246544177e-324');
    expect(exponentialDigits(1e23, 15, false)).toBe('9.999999999999999e+22');
    expect(fixedDigits(1, 150)).toBe('1.' + '0'.repeat(150));
  });

  test('carries into the next power of ten', () => {
    expect(exponentialDigits(9.9996, 3, false)).toBe('1.000e+01');
    expect(generalDigits(999999.5, 6, false)).toBe('1e+06');
    expect(fixedDigits(99.995, 2)).toBe('100.00');
  });
});

test.each([
  [2.675, 2, 2.67],
  [0.5, 0, 0],
  [1.5, 0, 2],
  [1234.5, -2, 1200],
  [150, -2, 200],
  [250, -2, 200],
  [1e300, 5, 1e300],
  [123.456, 400, 123.456],
  [123.456, -400, 0],
])('round(%d, %d)', (value, digits, expected) => {
  expect(roundFloat(value, digits)).toBe(expected);
});

test('nearest integer, ties to even', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994].map(roundHalfEven)).toEqual([0, 2, 2, 0, -2, 0]);
});

test.each([
  ['1_0.5', 10.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['nAn', Number.NaN],
  ['1__0', undefined],
  ['1_', undefined],
  ['_1', undefined],
  ['1e', undefined],
  ['', undefined],
  ['0x10', undefined],
  ['.', undefined],
])('float(%o)', (text, value) => {
  expect(parseFloatText(text)).toBe(value);
});

describe('hexadecimal', () => {
  test.each([
    [0.1, '0x1.999999999999ap-4'],
    [1, '0x1.0000000000000p+0'],
    [-0, '-0x0.0p+0'],
    [5e-324, '0x0.0000000000001p-1022'],
    [2 ** 1023, '0x1.0000000000000p+1023'],
  ])('%d', (value, text) => {
    expect(floatHex(value)).toBe(text);
    expect(parseFloatHex(text)).toBe(value);
  });

  test('reads any number of digits and rounds to even', () => {
    expect(parseFloatHex('0x1.00000000000008p0')).toBe(1);
    expect(parseFloatHex('0x1.00000000000018p0')).toBe(1 + 2 ** -51);
    expect(parseFloatHex('0x1p-1075')).toBe(0);
    expect(parseFloatHex('0x3p-1075')).toBe(1e-323);
    expect(parseFloatHex('0x1p1024')).toBe('overflow');
    expect(parseFloatHex('0x')).toBe('invalid');
    expect(parseFloatHex('-.8p1')).toBe(-1);
  });
});

test('frexp and exact ratio', () => {
  expect(splitExponent(-10)).toEqual({ mantissa: -0.625, exponent: 4 });
  expect(splitExponent(5e-324)).toEqual({ mantissa: 0.5, exponent: -1073 });
  expect(floatRatio(0.1)).toEqual({ numerator: 3602879701896397n, denominator: 36028797018963968n });
  expect(floatRatio(-1e23)).toEqual({ numerator: -99999999999999991611392n, denominator: 1n });
});

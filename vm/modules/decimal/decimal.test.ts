/** Decimal arithmetic: results and conditions as libmpdec gives them (the limits aside), as one table an operation. */
import { describe, expect, test } from 'vitest';
import { PyDecimal } from '../../objects/index.ts';
import '../testing.ts';
import * as arithmetic from './arithmetic.ts';
import * as digits from './digits.ts';
import * as elementary from './elementary.ts';
import { CONDITION, type Context, decimalType, MAX_EMAX } from './number.ts';
import { convertText, formatDecimal, parseDecimal, parseDecimalSpec, toText } from './text.ts';
import { createDecimalType } from './type.ts';

createDecimalType(() => null);

function context(changes: Partial<Context> = {}): Context {
  return {
    prec: 9,
    emin: -999,
    emax: 999,
    clamp: 0,
    capitals: 1,
    status: 0,
    rounding: 'ROUND_HALF_EVEN',
    ...changes,
  };
}

type Operation = (context: Context, ...operands: PyDecimal[]) => PyDecimal;

/** Result and conditions of an operation on numbers given as text. */
function shown(operation: Operation, operands: string, changes: Partial<Context> = {}): string {
  const own = context(changes);
  const result = operation(own, ...operands.split(' ').map((text) => convertText(own, text)));
  const conditions = Object.entries(CONDITION).filter(([, bit]) => (own.status & bit) !== 0);
  return [toText(result, 1), ...conditions.map(([name]) => name)].join(' ');
}

describe('arithmetic', () => {
  test.each([
    ['add', '12 7.00', '19.00'],
    ['add', '1E+2 1E+4', '1.01E+4'],
    ['add', '1 1E-20', '1.00000000 Inexact Rounded'],
    ['add', '1 -1', '0'],
    ['add', 'Infinity -Infinity', 'NaN InvalidOperation'],
    ['add', '1 sNaN12', 'NaN12 InvalidOperation'],
    ['subtract', '1.3 2.07', '-0.77'],
    ['multiply', '654321 654321', '4.28135971E+11 Inexact Rounded'],
    ['multiply', '9E+999 9', 'Infinity Inexact Overflow Rounded'],
    ['multiply', '1E-999 1E-9', '0E-1007 Clamped Inexact Rounded Subnormal Underflow'],
    ['divide', '1 3', '0.333333333 Inexact Rounded'],
    ['divide', '2.400 2.0', '1.20'],
    ['divide', '1 0', 'Infinity DivisionByZero'],
    ['divide', '0 0', 'NaN DivisionUndefined'],
    ['divideInteger', '1E+9 3', '333333333'],
    ['divideInteger', '1E+10 3', 'NaN DivisionImpossible'],
    ['remainder', '-10 3', '-1'],
    ['remainderNear', '10 6', '-2'],
    ['quantize', '2.17 0.1', '2.2 Inexact Rounded'],
    ['quantize', '200 1E-9', 'NaN InvalidOperation'],
    ['normalize', '120.00', '1.2E+2'],
  ] as const)('%s %s', (name, operands, expected) => {
    const operation = { ...arithmetic }[name] as Operation;
    expect(shown(operation, operands)).toBe(expected);
  });

  test.each([
    ['ROUND_UP', '1.23456790'],
    ['ROUND_DOWN', '1.23456789'],
    ['ROUND_CEILING', '1.23456790'],
    ['ROUND_FLOOR', '1.23456789'],
    ['ROUND_HALF_UP', '1.23456790'],
    ['ROUND_HALF_DOWN', '1.23456789'],
    ['ROUND_HALF_EVEN', '1.23456790'],
    ['ROUND_05UP', '1.23456789'],
  ] as const)('%s of 1.234567895', (rounding, expected) => {
    expect(shown(arithmetic.plus, '1.234567895', { rounding })).toBe(`${expected} Inexact Rounded`);
  });
});

describe('elementary functions', () => {
  test.each([
    ['squareRoot', '2', '1.41421356 Inexact Rounded'],
    ['squareRoot', '0.39', '0.624499800 Inexact Rounded'],
    ['squareRoot', '100', '10'],
    ['exponential', '1', '2.71828183 Inexact Rounded'],
    ['exponential', '-1E-30', '1.00000000 Inexact Rounded'],
    ['exponential', '1E+20', 'Infinity Inexact Overflow Rounded'],
    ['naturalLogarithm', '10', '2.30258509 Inexact Rounded'],
    ['naturalLogarithm', '1.0000000000000001', '1.00000000E-16 Inexact Rounded'],
    ['decimalLogarithm', '0.001', '-3'],
    ['decimalLogarithm', '70', '1.84509804 Inexact Rounded'],
    ['power', '2 3', '8'],
    ['power', '2 -3', '0.125'],
    ['power', '4 0.5', '2.00000000 Inexact Rounded'],
    ['power', '0 0', 'NaN InvalidOperation'],
    ['power', '-8 0.333333333', 'NaN InvalidOperation'],
    ['power', '1.7 1234567', 'Infinity Inexact Overflow Rounded'],
  ] as const)('%s %s', (name, operands, expected) => {
    const operation = { ...elementary }[name] as Operation;
    expect(shown(operation, operands)).toBe(expected);
  });

  test('many digits', () => {
    expect(shown(elementary.exponential, '1', { prec: 60 })).toBe(
      '2.71828182845904523536028747135266249775724709369995957496697 Inexact Rounded',
    );
    expect(shown(elementary.naturalLogarithm, '2', { prec: 60 })).toBe(
      '0.693147180559945309417232121458176568075500134360255254120680 Inexact Rounded',
    );
  });
});

test('digits are moved, combined and stepped', () => {
  expect(shown(digits.rotate, '34 8')).toBe('400000003');
  expect(shown(digits.shift, '123456789 2')).toBe('345678900');
  expect(shown(digits.logicalXor, '1100 1010')).toBe('110');
  expect(shown(digits.nextPlus, '1')).toBe('1.00000001');
  expect(shown(digits.nextMinus, '1')).toBe('0.999999999');
});

test.each([
  ['1234567.891', ',.2f', '1,234,567.89'],
  ['-0.4', 'z.0f', '0'],
  ['1E+10', '12.3e', '   1.000e+10'],
  ['0.25', '.0%', '25%'],
  ['1234', '012,', '0,000,001,234'],
  ['NaN', '010', '       NaN'],
])('format(%s, %s)', (number, spec, expected) => {
  expect(formatDecimal(context({ prec: 28 }), parseDecimal(number)!, parseDecimalSpec(spec)!)).toBe(expected);
});

test('text that is no number is told from one beyond all limits', () => {
  expect(parseDecimal('1e')).toBeUndefined();
  expect(parseDecimal('1e99999999999999999999')!.exponent).toBeGreaterThan(MAX_EMAX);
  expect(parseDecimal('-sNaN7')).toBeInstanceOf(PyDecimal);
  expect(decimalType.value.name).toBe('decimal.Decimal');
});

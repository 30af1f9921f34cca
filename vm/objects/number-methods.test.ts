/** Methods of int, float and complex, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { newComplex } from './complex.ts';
import { newFloat } from './float.ts';
import type { PyObject } from './object.ts';
import { methodOutcome, shown } from './test-outcome.ts';

const cases: readonly (readonly [PyObject, string, readonly PyObject[], string])[] = [
  [10, 'bit_length', [], '4'],
  [-18446744073709551616n, 'bit_length', [], '65'],
  [0, 'bit_length', [], '0'],
  [255, 'bit_count', [], '8'],
  [1000, 'to_bytes', [2], "b'\\x03\\xe8'"],
  [-2, 'to_bytes', [2, 'little'], "OverflowError: can't convert negative int to unsigned"],
  [1024, 'to_bytes', [1], 'OverflowError: int too big to convert'],
  [5, 'as_integer_ratio', [], '(5, 1)'],
  [25, '__round__', [-1], '20'],
  [35, '__round__', [-1], '40'],
  [-25, '__round__', [-1], '-20'],
  [5, '__round__', [-3], '0'],
  [12345678901234567890n, '__round__', [-10], '12345678900000000000'],
  [7, 'conjugate', [], '7'],
  [7, 'is_integer', [], 'True'],
  [newFloat(2.5), '__round__', [], '2'],
  [newFloat(3.5), '__round__', [], '4'],
  [newFloat(-2.5), '__round__', [], '-2'],
  [newFloat(2.675), '__round__', [2], '2.67'],
  [newFloat(1e300), '__round__', [-299], '1e+300'],
  [newFloat(1234.5), '__round__', [-2], '1200.0'],
  [
    newFloat(Number.POSITIVE_INFINITY),
    '__round__',
    [],
    'OverflowError: cannot convert float infinity to integer',
  ],
  [newFloat(Number.NaN), '__trunc__', [], 'ValueError: cannot convert float NaN to integer'],
  [newFloat(-3.7), '__trunc__', [], '-3'],
  [newFloat(-3.7), '__floor__', [], '-4'],
  [newFloat(-3.7), '__ceil__', [], '-3'],
  [newFloat(1e20), '__trunc__', [], '100000000000000000000'],
  [newFloat(0.1), 'as_integer_ratio', [], '(3602879701896397, 36028797018963968)'],
  [
    newFloat(Number.POSITIVE_INFINITY),
    'as_integer_ratio',
    [],
    'OverflowError: cannot convert Infinity to integer ratio',
  ],
  [newFloat(3.0), 'is_integer', [], 'True'],
  [newFloat(0.1), 'hex', [], "'0x1.999999999999ap-4'"],
  [newFloat(-0.0), 'hex', [], "'-0x0.0p+0'"],
  [newFloat(5e-324), 'hex', [], "'0x0.0000000000001p-1022'"],
  [newFloat(1e308), 'hex', [], "'0x1.1ccf385ebc8a0p+1023'"],
  [newComplex(3.0, -4.0), 'conjugate', [], '(3+4j)'],
  [newComplex(3.0, -4.0), '__abs__', [], '5.0'],
];

for (const [receiver, name, args, expected] of cases) {
  test(`${shown(receiver)}.${name}(${args.map(shown).join(', ')})`, () => {
    expect(methodOutcome(receiver, name, args)).toBe(expected);
  });
}

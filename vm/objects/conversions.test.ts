/** `int(…)`, `float(…)`, `str(…)`, `bytes(…)` and so on, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { latin1Bytes, newBytes } from './bytes-data.ts';
import { call } from './call.ts';
import { newComplex } from './complex.ts';
import { newFloat } from './float.ts';
import type { PyType } from './generated/layouts.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { brief, outcome } from './test-outcome.ts';
import { BoolType, ByteArrayType, BytesType, ComplexType, FloatType, IntType, StrType } from './types.ts';

const cases: readonly (readonly [PyType, readonly PyObject[], string])[] = [
  [IntType, [], '0'],
  [IntType, [' 12 '], '12'],
  [IntType, ['-0x1f', 16], '-31'],
  [IntType, ['0b101', 0], '5'],
  [IntType, ['1_000'], '1000'],
  [IntType, ['1__0'], "ValueError: invalid literal for int() with base 10: '1__0'"],
  [IntType, ['٣'], '3'],
  [IntType, ['z', 36], '35'],
  [IntType, ['012', 0], "ValueError: invalid literal for int() with base 0: '012'"],
  [IntType, [''], "ValueError: invalid literal for int() with base 10: ''"],
  [IntType, ['1.5'], "ValueError: invalid literal for int() with base 10: '1.5'"],
  [IntType, [newBytes(latin1Bytes('12'))], '12'],
  [IntType, [newFloat(3.9)], '3'],
  [IntType, [newFloat(-3.9)], '-3'],
  [IntType, [newFloat(Number.POSITIVE_INFINITY)], 'OverflowError: cannot convert float infinity to integer'],
  [IntType, [newFloat(Number.NaN)], 'ValueError: cannot convert float NaN to integer'],
  [
    IntType,
    [null],
    "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
  ],
  [IntType, ['12', 1], 'ValueError: int() base must be >= 2 and <= 36, or 0'],
  [IntType, [newList([]), 3], "TypeError: int() can't convert non-string with explicit base"],
  [IntType, [true], '1'],
  [
    IntType,
    ['9'.repeat(5000)],
    'ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit',
  ],
  [IntType, ['12', 10, 3], 'TypeError: int expected at most 2 arguments, got 3'],
  [FloatType, [], '0.0'],
  [FloatType, ['1.5'], '1.5'],
  [FloatType, [' -inf '], '-inf'],
  [FloatType, ['nan'], 'nan'],
  [FloatType, ['1_0.5e1_0'], '105000000000.0'],
  [FloatType, ['1__0'], "ValueError: could not convert string to float: '1__0'"],
  [FloatType, ['٣.٥'], '3.5'],
  [FloatType, [''], "ValueError: could not convert string to float: ''"],
  [FloatType, ['abc'], "ValueError: could not convert string to float: 'abc'"],
  [FloatType, [null], "TypeError: float() argument must be a string or a real number, not 'NoneType'"],
  [
    FloatType,
    [
      10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000n,
    ],
    'OverflowError: int too large to convert to float',
  ],
  [FloatType, [true], '1.0'],
  [FloatType, [newBytes(latin1Bytes('2.5'))], '2.5'],
  [FloatType, [1, 2], 'TypeError: float expected at most 1 argument, got 2'],
  [ComplexType, [], '0j'],
  [ComplexType, ['1+2j'], '(1+2j)'],
  [ComplexType, ['-j'], '-1j'],
  [ComplexType, [' ( 1e5-3.5e-2j ) '], '(100000-0.035j)'],
  [ComplexType, ['1 + 2j'], 'ValueError: complex() arg is a malformed string'],
  [ComplexType, [1, 2], '(1+2j)'],
  [ComplexType, [newComplex(0.0, 1.0), newComplex(0.0, 1.0)], '(-1+1j)'],
  [ComplexType, [newFloat(1.5)], '(1.5+0j)'],
  [ComplexType, ['a'], 'ValueError: complex() arg is a malformed string'],
  [ComplexType, [null], 'TypeError: complex() argument must be a string or a number, not NoneType'],
  [ComplexType, ['1', 2], "TypeError: complex() argument 'real' must be a real number, not str"],
  [ComplexType, [newFloat(-0.0), newFloat(-0.0)], '(-0-0j)'],
  [BoolType, [], 'False'],
  [BoolType, [0], 'False'],
  [BoolType, [''], 'False'],
  [BoolType, ['a'], 'True'],
  [BoolType, [newFloat(0.0)], 'False'],
  [BoolType, [1, 2], 'TypeError: bool expected at most 1 argument, got 2'],
  [StrType, [], "''"],
  [StrType, [1], "'1'"],
  [StrType, ['a'], "'a'"],
  [StrType, [newFloat(1.0)], "'1.0'"],
  [StrType, [newBytes(latin1Bytes('a'))], '"b\'a\'"'],
  [StrType, [newBytes(latin1Bytes('a')), 'ascii'], "'a'"],
  [StrType, ['a', 'ascii'], 'TypeError: decoding str is not supported'],
  [StrType, [1, 'ascii'], 'TypeError: decoding to str: need a bytes-like object, int found'],
  [StrType, [true], "'True'"],
  [BytesType, [], "b''"],
  [BytesType, [3], "b'\\x00\\x00\\x00'"],
  [BytesType, [newList([1, 2])], "b'\\x01\\x02'"],
  [BytesType, ['é', 'utf-8'], "b'\\xc3\\xa9'"],
  [BytesType, [newBytes(latin1Bytes('a'))], "b'a'"],
  [BytesType, ['a'], 'TypeError: string argument without an encoding'],
  [BytesType, [-1], 'ValueError: negative count'],
  [BytesType, [newList([256])], 'ValueError: bytes must be in range(0, 256)'],
  [BytesType, [newFloat(1.5)], "TypeError: cannot convert 'float' object to bytes"],
  [BytesType, [newList(['a'])], "TypeError: 'str' object cannot be interpreted as an integer"],
  [BytesType, [1, 'ascii'], 'TypeError: encoding without a string argument'],
  [ByteArrayType, [], "bytearray(b'')"],
  [ByteArrayType, [2], "bytearray(b'\\x00\\x00')"],
  [ByteArrayType, [newList([1, 2])], "bytearray(b'\\x01\\x02')"],
  [ByteArrayType, ['é', 'latin-1'], "bytearray(b'\\xe9')"],
  [ByteArrayType, [newBytes(latin1Bytes('a'))], "bytearray(b'a')"],
  [ByteArrayType, [newList([300])], 'ValueError: byte must be in range(0, 256)'],
  [ByteArrayType, [newFloat(1.5)], "TypeError: cannot convert 'float' object to bytearray"],
];

for (const [type, args, expected] of cases) {
  test(`${type.name}(${args.map(brief).join(', ')})`, () => {
    expect(outcome(() => call(type, [...args]))).toBe(expected);
  });
}

/** Methods of bytes and bytearray, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { newByteArray } from './bytearray.ts';
import { latin1Bytes, newBytes } from './bytes-data.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { methodOutcome, shown } from './test-outcome.ts';
import { newTuple } from './tuple.ts';

const cases: readonly (readonly [PyObject, string, readonly PyObject[], string])[] = [
  [newBytes(latin1Bytes('aBc')), 'upper', [], "b'ABC'"],
  [newBytes(latin1Bytes('aBc')), 'title', [], "b'Abc'"],
  [newBytes(latin1Bytes('éA')), 'lower', [], "b'\\xe9a'"],
  [newBytes(latin1Bytes('abc')), 'find', [newBytes(latin1Bytes('c'))], '2'],
  [newBytes(latin1Bytes('abc')), 'find', [99], '2'],
  [
    newBytes(latin1Bytes('abc')),
    'find',
    ['c'],
    "TypeError: argument should be integer or bytes-like object, not 'str'",
  ],
  [newBytes(latin1Bytes('abc')), 'index', [newBytes(latin1Bytes('z'))], 'ValueError: subsection not found'],
  [newBytes(latin1Bytes('abab')), 'count', [newBytes(latin1Bytes('ab'))], '2'],
  [newBytes(latin1Bytes(' a b\x1c ')), 'split', [], "[b'a', b'b\\x1c']"],
  [newBytes(latin1Bytes('a,b')), 'split', [newBytes(latin1Bytes(','))], "[b'a', b'b']"],
  [newBytes(latin1Bytes('a,b,c')), 'rsplit', [newBytes(latin1Bytes(',')), 1], "[b'a,b', b'c']"],
  [newBytes(latin1Bytes('ab')), 'split', ['a'], "TypeError: a bytes-like object is required, not 'str'"],
  [
    newBytes(latin1Bytes('-')),
    'join',
    [newList([newBytes(latin1Bytes('a')), newByteArray(latin1Bytes('b'))])],
    "b'a-b'",
  ],
  [
    newBytes(latin1Bytes('-')),
    'join',
    [newList(['a'])],
    'TypeError: sequence item 0: expected a bytes-like object, str found',
  ],
  [
    newBytes(latin1Bytes('aba')),
    'replace',
    [newBytes(latin1Bytes('a')), newBytes(latin1Bytes('xy'))],
    "b'xybxy'",
  ],
  [newBytes(latin1Bytes(' a\t')), 'strip', [], "b'a'"],
  [newBytes(latin1Bytes('xax')), 'strip', [newBytes(latin1Bytes('x'))], "b'a'"],
  [newBytes(latin1Bytes('a-b')), 'partition', [newBytes(latin1Bytes('-'))], "(b'a', b'-', b'b')"],
  [
    newByteArray(latin1Bytes('a-b')),
    'rpartition',
    [newBytes(latin1Bytes('-'))],
    "(bytearray(b'a'), bytearray(b'-'), bytearray(b'b'))",
  ],
  [newBytes(latin1Bytes('ab')), 'center', [5, newBytes(latin1Bytes('*'))], "b'**ab*'"],
  [newBytes(latin1Bytes('-1')), 'zfill', [4], "b'-001'"],
  [newBytes(latin1Bytes('a\tb')), 'expandtabs', [4], "b'a   b'"],
  [newBytes(latin1Bytes('a\r\nb')), 'splitlines', [], "[b'a', b'b']"],
  [
    newBytes(latin1Bytes('abc')),
    'startswith',
    [newTuple([newBytes(latin1Bytes('x')), newBytes(latin1Bytes('ab'))])],
    'True',
  ],
  [
    newBytes(latin1Bytes('abc')),
    'startswith',
    ['a'],
    'TypeError: startswith first arg must be bytes or a tuple of bytes, not str',
  ],
  [newBytes(latin1Bytes('abc')), 'removeprefix', [newBytes(latin1Bytes('ab'))], "b'c'"],
  [newBytes(latin1Bytes('abc')), 'hex', [], "'616263'"],
  [newBytes(latin1Bytes('abcdef')), 'hex', ['-', 4], "'6162-63646566'"],
  [newBytes(latin1Bytes('abc')), 'translate', [null, newBytes(latin1Bytes('b'))], "b'ac'"],
  [newBytes(latin1Bytes('Ã©')), 'decode', [], "'é'"],
  [
    newBytes(latin1Bytes('ÿ')),
    'decode',
    [],
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
  ],
  [
    newBytes(latin1Bytes('â\x82')),
    'decode',
    [],
    "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data",
  ],
  [newBytes(latin1Bytes('aÿ')), 'decode', ['ascii', 'replace'], "'a�'"],
  [newBytes(latin1Bytes('ÿ')), 'decode', ['utf-8', 'surrogateescape'], "'\\udcff'"],
  [newBytes(latin1Bytes('ÿþa\x00')), 'decode', ['utf-16'], "'a'"],
  [newBytes(latin1Bytes('Ab1')), 'isalnum', [], 'True'],
  [newBytes(latin1Bytes('Ab')), 'istitle', [], 'True'],
  [newBytes(latin1Bytes(' ')), 'isspace', [], 'True'],
  [newByteArray(latin1Bytes('abc')), 'pop', [], '99'],
  [newByteArray(latin1Bytes('')), 'pop', [], 'IndexError: pop from empty bytearray'],
  [newByteArray(latin1Bytes('abc')), 'copy', [], "bytearray(b'abc')"],
  [newByteArray(latin1Bytes('a')), 'append', [256], 'ValueError: byte must be in range(0, 256)'],
  [newByteArray(latin1Bytes('a')), 'remove', [98], 'ValueError: value not found in bytearray'],
  [newByteArray(latin1Bytes('a')), 'extend', ['b'], "TypeError: expected iterable of integers; got: 'str'"],
];

for (const [receiver, name, args, expected] of cases) {
  test(`${shown(receiver)}.${name}(${args.map(shown).join(', ')})`, () => {
    expect(methodOutcome(receiver, name, args)).toBe(expected);
  });
}

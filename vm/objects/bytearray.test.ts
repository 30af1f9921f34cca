/** Changing a bytearray in place, against what CPython 3.14 prints. */
import { expect, test } from 'vitest';
import { newByteArray } from './bytearray.ts';
import { latin1Bytes, newBytes } from './bytes-data.ts';
import { callMethod } from './call.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { deleteItem, inplaceAdd, inplaceMultiply, setItem } from './operators.ts';
import { buildSlice } from './slice.ts';
import { outcome } from './test-outcome.ts';

const bytes = (text: string): PyObject => newBytes(latin1Bytes(text));
const slice = (start: PyObject, stop: PyObject, step: PyObject = null): PyObject =>
  buildSlice(start, stop, step);

const cases: readonly (readonly [string, (array: PyObject) => unknown, string])[] = [
  ['a[0] = 65', (array) => setItem(array, 0, 65), "bytearray(b'Abcdef')"],
  ['a[-1] = 66', (array) => setItem(array, -1, 66), "bytearray(b'abcdeB')"],
  ['a[0] = 256', (array) => setItem(array, 0, 256), 'ValueError: byte must be in range(0, 256)'],
  ['a[9] = 1', (array) => setItem(array, 9, 1), 'IndexError: bytearray index out of range'],
  [
    'a["x"] = 1',
    (array) => setItem(array, 'x', 1),
    'TypeError: bytearray indices must be integers or slices, not str',
  ],
  ['a[1:3] = b"XYZW"', (array) => setItem(array, slice(1, 3), bytes('XYZW')), "bytearray(b'aXYZWdef')"],
  [
    'a[1:3] = [1, 2]',
    (array) => setItem(array, slice(1, 3), newList([1, 2])),
    "bytearray(b'a\\x01\\x02def')",
  ],
  ['a[1:3] = a', (array) => setItem(array, slice(1, 3), array), "bytearray(b'aabcdefdef')"],
  ['a[5:2] = b"zz"', (array) => setItem(array, slice(5, 2), bytes('zz')), "bytearray(b'abcdezzf')"],
  ['a[::2] = b"123"', (array) => setItem(array, slice(null, null, 2), bytes('123')), "bytearray(b'1b2d3f')"],
  [
    'a[::2] = b"12"',
    (array) => setItem(array, slice(null, null, 2), bytes('12')),
    'ValueError: attempt to assign bytes of size 2 to extended slice of size 3',
  ],
  [
    'a[1:3] = "x"',
    (array) => setItem(array, slice(1, 3), 'x'),
    'TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)',
  ],
  ['del a[0]', (array) => deleteItem(array, 0), "bytearray(b'bcdef')"],
  ['del a[1:3]', (array) => deleteItem(array, slice(1, 3)), "bytearray(b'adef')"],
  ['del a[4:0:-2]', (array) => deleteItem(array, slice(4, 0, -2)), "bytearray(b'abdf')"],
  ['a += b"x"', (array) => inplaceAdd(array, bytes('x')), "bytearray(b'abcdefx')"],
  ['a += a', (array) => inplaceAdd(array, array), "bytearray(b'abcdefabcdef')"],
  ['a += "x"', (array) => inplaceAdd(array, 'x'), "TypeError: can't concat str to bytearray"],
  ['a *= 2', (array) => inplaceMultiply(array, 2), "bytearray(b'abcdefabcdef')"],
  ['a.insert(-1, 65)', (array) => callMethod(array, 'insert', -1, 65), "bytearray(b'abcdeAf')"],
  ['a.extend([1])', (array) => callMethod(array, 'extend', newList([1])), "bytearray(b'abcdef\\x01')"],
  ['a.pop(0)', (array) => callMethod(array, 'pop', 0), "bytearray(b'bcdef')"],
  ['a.remove(99)', (array) => callMethod(array, 'remove', 99), "bytearray(b'abdef')"],
  ['a.reverse()', (array) => callMethod(array, 'reverse'), "bytearray(b'fedcba')"],
  ['a.clear()', (array) => callMethod(array, 'clear'), "bytearray(b'')"],
  ['a.resize(8)', (array) => callMethod(array, 'resize', 8), "bytearray(b'abcdef\\x00\\x00')"],
];

for (const [title, change, expected] of cases) {
  test(title, () => {
    const array = newByteArray(latin1Bytes('abcdef'));
    const result = outcome(() => {
      change(array);
      return array;
    });
    expect(result).toBe(expected);
  });
}

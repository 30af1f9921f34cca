/** enumerate, zip, map, filter, reversed and the iterators behind them, as CPython 3.14 has them. */
import { expect, test } from 'vitest';
import { call } from './call.ts';
import { PyBuiltinFunction, PyCallableIterator } from './generated/layouts.ts';
import type { MethodDef } from './host-types.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { getIter, iterNext } from './operators.ts';
import { newRange } from './range.ts';
import { newSetFrom } from './set.ts';
import { method, outcome } from './testing.ts';
import {
  BuiltinFunctionType,
  CallableIteratorType,
  EnumerateType,
  FilterType,
  ListType,
  MapType,
  ReversedType,
  ZipType,
} from './types.ts';

const L = (...items: PyObject[]) => newList(items);
const list = (iterable: PyObject) => call(ListType, [iterable]);
const function_ = (body: (...args: readonly PyObject[]) => PyObject): PyObject => {
  const def: MethodDef = {
    kind: 'FASTCALL',
    name: 'f',
    min: 0,
    max: -1,
    call: (_self, args) => body(...args),
  };
  return new PyBuiltinFunction(BuiltinFunctionType, def, null);
};
const first = function_((value) => value!);
const odd = function_((value) => Number(value) % 2 === 1);
const countdown = () => {
  let count = 3;
  return function_(() => count--);
};

test.each<readonly [string, () => PyObject | undefined, string]>([
  ['enumerate("ab")', () => list(call(EnumerateType, ['ab'])), "[(0, 'a'), (1, 'b')]"],
  [
    'enumerate("a", start=2**60)',
    () => list(call(EnumerateType, ['a', 2n ** 60n], ['start'])),
    "[(1152921504606846976, 'a')]",
  ],
  [
    'enumerate()',
    () => call(EnumerateType, []),
    "TypeError: enumerate() missing required argument 'iterable'",
  ],
  [
    'enumerate([], 1, 2)',
    () => call(EnumerateType, [L(), 1, 2]),
    'TypeError: enumerate() takes at most 2 arguments (3 given)',
  ],
  [
    'enumerate([], "a")',
    () => call(EnumerateType, [L(), 'a']),
    "TypeError: 'str' object cannot be interpreted as an integer",
  ],
  [
    'enumerate(start=1)',
    () => call(EnumerateType, [1], ['start']),
    "TypeError: 'start' is an invalid keyword argument for enumerate()",
  ],
  ['zip()', () => list(call(ZipType, [])), '[]'],
  ['zip("ab", range(3))', () => list(call(ZipType, ['ab', newRange(0, 3, 1)])), "[('a', 0), ('b', 1)]"],
  ['zip(1)', () => call(ZipType, [1]), "TypeError: 'int' object is not iterable"],
  [
    'zip([1], [], strict=True)',
    () => list(call(ZipType, [L(1), L(), true], ['strict'])),
    'ValueError: zip() argument 2 is shorter than argument 1',
  ],
  [
    'zip([], [1], strict=True)',
    () => list(call(ZipType, [L(), L(1), true], ['strict'])),
    'ValueError: zip() argument 2 is longer than argument 1',
  ],
  [
    'zip([1], [1], [], strict=True)',
    () => list(call(ZipType, [L(1), L(1), L(), true], ['strict'])),
    'ValueError: zip() argument 3 is shorter than arguments 1-2',
  ],
  [
    'zip([], [], [1], strict=True)',
    () => list(call(ZipType, [L(), L(), L(1), true], ['strict'])),
    'ValueError: zip() argument 3 is longer than arguments 1-2',
  ],
  ['zip(a=1)', () => call(ZipType, [1], ['a']), "TypeError: zip() got an unexpected keyword argument 'a'"],
  ['map(f, [1, 2])', () => list(call(MapType, [first, L(1, 2)])), '[1, 2]'],
  ['map(f, [1, 2], [3])', () => list(call(MapType, [first, L(1, 2), L(3)])), '[1]'],
  ['map(f)', () => call(MapType, [first]), 'TypeError: map() must have at least two arguments.'],
  ['map(1, [1])', () => list(call(MapType, [1, L(1)])), "TypeError: 'int' object is not callable"],
  [
    'map(f, [1], [1, 2], strict=True)',
    () => list(call(MapType, [first, L(1), L(1, 2), true], ['strict'])),
    'ValueError: map() argument 2 is longer than argument 1',
  ],
  ['filter(None, [0, 1, ""])', () => list(call(FilterType, [null, L(0, 1, '')])), '[1]'],
  ['filter(odd, range(5))', () => list(call(FilterType, [odd, newRange(0, 5, 1)])), '[1, 3]'],
  ['filter(1)', () => call(FilterType, [1]), 'TypeError: filter expected 2 arguments, got 1'],
  ['reversed([1, 2])', () => list(call(ReversedType, [L(1, 2)])), '[2, 1]'],
  ['reversed("ab")', () => list(call(ReversedType, ['ab'])), "['b', 'a']"],
  ['reversed(range(0, 10, 3))', () => list(call(ReversedType, [newRange(0, 10, 3)])), '[9, 6, 3, 0]'],
  ['reversed(1)', () => call(ReversedType, [1]), "TypeError: 'int' object is not reversible"],
  ['reversed({1})', () => call(ReversedType, [newSetFrom([1])]), "TypeError: 'set' object is not reversible"],
  ['iter(f, 1)', () => list(new PyCallableIterator(CallableIteratorType, countdown(), 1)), '[3, 2]'],
  [
    'length hints',
    () =>
      L(method(getIter(L(1, 2)), '__length_hint__'), method(getIter(newRange(0, 9, 2)), '__length_hint__')),
    '[2, 5]',
  ],
])('%s', (_source, action, expected) => {
  expect(outcome(action)).toBe(expected);
});

test('zip takes nothing from later iterables once one has ended', () => {
  const later = getIter(L(1, 2));
  list(call(ZipType, [L(0), later]));
  expect(iterNext(later)).toBe(2);
});

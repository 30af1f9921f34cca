/** `list[int]` and `int | str`. */
import { expect, test } from 'vitest';
import { getAttribute } from './attributes.ts';
import { call } from './call.ts';
import { isInstance } from './isinstance.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { binaryOr, compare, getItem, hash } from './operators.ts';
import { Ellipsis } from './singletons.ts';
import { newClass } from './test-classes.ts';
import { outcome } from './testing.ts';
import { newTuple } from './tuple.ts';
import { DictType, IntType, ListType, StrType, TupleType, TypeType } from './types.ts';

const listOfInt = getItem(ListType, IntType);
const union = binaryOr(IntType, StrType);
/** What stands for a type parameter: the protocol of `typing.TypeVar`. */
const T = call(newClass('T', [], { __repr__: () => '~T', __typing_subst__: (_self, arg) => arg! }), []);

test.each<[string, () => PyObject]>([
  ['list[int]', () => listOfInt],
  ['dict[str, list[int]]', () => getItem(DictType, newTuple([StrType, listOfInt]))],
  ['tuple[int, ...]', () => getItem(TupleType, newTuple([IntType, Ellipsis]))],
  ['list[()]', () => getItem(ListType, newTuple([]))],
  ["list['a']", () => getItem(ListType, 'a')],
  ['list[[int]]', () => getItem(ListType, newList([IntType]))],
  ['list[m.C]', () => getItem(ListType, newClass('C'))],
  ['type[int]', () => getItem(TypeType, IntType)],
  ['(*list[int],)', () => newTuple(iterateToArray(listOfInt))],
  ['[]', () => call(listOfInt, [])],
  ["<class 'list'>", () => getAttribute(listOfInt, '__origin__')],
  ["<method 'append' of 'list' objects>", () => getAttribute(listOfInt, 'append')],
  ['list[~T]', () => getItem(ListType, T)],
  ['(~T,)', () => getAttribute(getItem(ListType, T), '__parameters__')],
  [
    'dict[str, list[int]]',
    () => getItem(getItem(DictType, newTuple([StrType, getItem(ListType, T)])), IntType),
  ],
  ['TypeError: list[int] is not a generic class', () => getItem(listOfInt, IntType)],
  [
    'TypeError: Too many arguments for list[~T]; actual 2, expected 1',
    () => getItem(getItem(ListType, T), newTuple([1, 2])),
  ],
  ['TypeError: isinstance() argument 2 cannot be a parameterized generic', () => isInstance(1, listOfInt)],
  ['int | str', () => union],
  ['int | None', () => binaryOr(IntType, null)],
  ['None | int', () => binaryOr(null, IntType)],
  ['list[int] | None', () => binaryOr(listOfInt, null)],
  ["<class 'int'>", () => binaryOr(IntType, IntType)],
  ['int | str | None', () => binaryOr(binaryOr(union, null), union)],
  ["(<class 'int'>, <class 'str'>)", () => getAttribute(union, '__args__')],
  ["TypeError: unsupported operand type(s) for |: 'type' and 'int'", () => binaryOr(IntType, 5)],
  ['TypeError: int | str is not a generic class', () => getItem(union, IntType)],
  ["TypeError: 'typing.Union' object is not callable", () => call(union, [])],
])('%s', (expected, action) => {
  expect(outcome(action)).toBe(expected);
});

test('equality and hash: aliases by origin and arguments, unions in any order', () => {
  const same = getItem(ListType, IntType);
  const turned = binaryOr(StrType, IntType);
  expect([compare(2, listOfInt, same), hash(listOfInt) === hash(same)]).toEqual([true, true]);
  expect([compare(2, union, turned), hash(union) === hash(turned)]).toEqual([true, true]);
  expect(compare(2, listOfInt, getItem(ListType, StrType))).toBe(false);
});

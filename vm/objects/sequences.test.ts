/** list, tuple, range and slice as CPython 3.14 has them; each expectation was printed by CPython. */
import { describe, expect, test } from 'vitest';
import { call } from './call.ts';
import { createBuiltinType } from './finish-types.ts';
import { newFloat } from './float.ts';
import type { PyList } from './generated/layouts.ts';
import { PyBuiltinFunction } from './generated/layouts.ts';
import { newInstance } from './instance.ts';
import { unpackStarred, unpackToArray } from './iterate.ts';
import { listExtendStarred, newList } from './list.ts';
import type { PyObject } from './object.ts';
import {
  binaryAdd,
  binaryMultiply,
  compare,
  deleteItem,
  getItem,
  getIter,
  hash,
  inplaceAdd,
  inplaceMultiply,
  iterNext,
  setItem,
} from './operators.ts';
import { newRange } from './range.ts';
import { buildSlice } from './slice.ts';
import { method, outcome, shown } from './testing.ts';
import { newTuple } from './tuple.ts';
import { BuiltinFunctionType, ListType, ObjectType, RangeType, SliceType, TupleType } from './types.ts';

const L = (...items: PyObject[]): PyList => newList(items);
const T = (...items: PyObject[]) => newTuple(items);
const R = (start: number | bigint, stop: number | bigint, step: number | bigint = 1) =>
  newRange(start, stop, step);
const slice = (start: PyObject, stop: PyObject, step: PyObject = null) => buildSlice(start, stop, step);
const HUGE = 10n ** 30n;

/** A host function as Python sees it. */
function fn(body: (value: PyObject) => PyObject): PyObject {
  return new PyBuiltinFunction(
    BuiltinFunctionType,
    { kind: 'O', name: 'f', call: (_self, value) => body(value) },
    null,
  );
}

/** An object whose `<` is given. */
const OrderedType = createBuiltinType('Ordered', 'PyInstance', ObjectType, {
  slots: { tp_richcompare: (left, right, op) => order(left, right, op) },
});
let order: (left: PyObject, right: PyObject, op: number) => PyObject = () => false;

type Row = readonly [string, () => PyObject | undefined, string];

describe('reading', () => {
  test.each<Row>([
    ['[1, 2][0]', () => getItem(L(1, 2), 0), '1'],
    ['[1, 2][-1]', () => getItem(L(1, 2), -1), '2'],
    ['[1, 2][True]', () => getItem(L(1, 2), true), '2'],
    ['[1][5]', () => getItem(L(1), 5), 'IndexError: list index out of range'],
    ['[1][-2]', () => getItem(L(1), -2), 'IndexError: list index out of range'],
    ['(1,)[4]', () => getItem(T(1), 4), 'IndexError: tuple index out of range'],
    ['[1]["a"]', () => getItem(L(1), 'a'), 'TypeError: list indices must be integers or slices, not str'],
    [
      '(1,)[1.5]',
      () => getItem(T(1), newFloat(1.5)),
      'TypeError: tuple indices must be integers or slices, not float',
    ],
    ['[1][10**30]', () => getItem(L(1), HUGE), "IndexError: cannot fit 'int' into an index-sized integer"],
    ['[0, 1, 2, 3][1:3]', () => getItem(L(0, 1, 2, 3), slice(1, 3)), '[1, 2]'],
    ['[0, 1, 2, 3][::-1]', () => getItem(L(0, 1, 2, 3), slice(null, null, -1)), '[3, 2, 1, 0]'],
    ['[0, 1, 2, 3][-3:10**30:2]', () => getItem(L(0, 1, 2, 3), slice(-3, HUGE, 2)), '[1, 3]'],
    ['[0, 1, 2, 3][3:1]', () => getItem(L(0, 1, 2, 3), slice(3, 1)), '[]'],
    ['[0, 1, 2, 3][5:0:-2]', () => getItem(L(0, 1, 2, 3), slice(5, 0, -2)), '[3, 1]'],
    ['(0, 1, 2)[1:]', () => getItem(T(0, 1, 2), slice(1, null)), '(1, 2)'],
    ['[1][::0]', () => getItem(L(1), slice(null, null, 0)), 'ValueError: slice step cannot be zero'],
    [
      '[1][1:"a"]',
      () => getItem(L(1), slice(1, 'a')),
      'TypeError: slice indices must be integers or None or have an __index__ method',
    ],
    ['range(10)[3]', () => getItem(R(0, 10), 3), '3'],
    ['range(10)[-1]', () => getItem(R(0, 10, 3), -1), '9'],
    ['range(10)[2:5]', () => getItem(R(0, 10), slice(2, 5)), 'range(2, 5)'],
    ['range(10)[::-1]', () => getItem(R(0, 10), slice(null, null, -1)), 'range(9, -1, -1)'],
    ['range(3)[10**30]', () => getItem(R(0, 3), HUGE), 'IndexError: range object index out of range'],
    ['range(2**70)[5]', () => getItem(R(0, 2n ** 70n), 5), '5'],
  ])('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
});

describe('changing a list [0, 1, 2, 3]', () => {
  /** The list after the change. */
  const changed = (change: (list: PyList) => unknown) => () => {
    const list = L(0, 1, 2, 3);
    change(list);
    return list;
  };
  test.each<Row>([
    ['x[1] = 9', changed((x) => setItem(x, 1, 9)), '[0, 9, 2, 3]'],
    ['x[4] = 9', changed((x) => setItem(x, 4, 9)), 'IndexError: list assignment index out of range'],
    ['del x[-1]', changed((x) => deleteItem(x, -1)), '[0, 1, 2]'],
    ['del x[4]', changed((x) => deleteItem(x, 4)), 'IndexError: list assignment index out of range'],
    ['x[1:3] = [7, 8, 9]', changed((x) => setItem(x, slice(1, 3), L(7, 8, 9))), '[0, 7, 8, 9, 3]'],
    ['x[1:1] = x', changed((x) => setItem(x, slice(1, 1), x)), '[0, 0, 1, 2, 3, 1, 2, 3]'],
    ['x[3:1] = [9]', changed((x) => setItem(x, slice(3, 1), L(9))), '[0, 1, 2, 9, 3]'],
    ['x[:] = ()', changed((x) => setItem(x, slice(null, null), T())), '[]'],
    ['x[::2] = "ab"', changed((x) => setItem(x, slice(null, null, 2), 'ab')), "['a', 1, 'b', 3]"],
    ['x[::-1] = x', changed((x) => setItem(x, slice(null, null, -1), x)), '[3, 2, 1, 0]'],
    [
      'x[::2] = [1]',
      changed((x) => setItem(x, slice(null, null, 2), L(1))),
      'ValueError: attempt to assign sequence of size 1 to extended slice of size 2',
    ],
    [
      'x[:] = 1',
      changed((x) => setItem(x, slice(null, null), 1)),
      'TypeError: must assign iterable to extended slice',
    ],
    [
      'x[::2] = 1',
      changed((x) => setItem(x, slice(null, null, 2), 1)),
      'TypeError: must assign iterable to extended slice',
    ],
    ['del x[1:3]', changed((x) => deleteItem(x, slice(1, 3))), '[0, 3]'],
    ['del x[::2]', changed((x) => deleteItem(x, slice(null, null, 2))), '[1, 3]'],
    ['del x[::-3]', changed((x) => deleteItem(x, slice(null, null, -3))), '[1, 2]'],
    ['x.append(4)', changed((x) => method(x, 'append', [4])), '[0, 1, 2, 3, 4]'],
    ['x.extend(x)', changed((x) => method(x, 'extend', [x])), '[0, 1, 2, 3, 0, 1, 2, 3]'],
    ['x.extend("ab")', changed((x) => method(x, 'extend', ['ab'])), "[0, 1, 2, 3, 'a', 'b']"],
    ['x.extend(1)', changed((x) => method(x, 'extend', [1])), "TypeError: 'int' object is not iterable"],
    [
      '[*1]',
      changed((x) => listExtendStarred(x, 1)),
      'TypeError: Value after * must be an iterable, not int',
    ],
    ['x.insert(0, 9)', changed((x) => method(x, 'insert', [0, 9])), '[9, 0, 1, 2, 3]'],
    ['x.insert(-1, 9)', changed((x) => method(x, 'insert', [-1, 9])), '[0, 1, 2, 9, 3]'],
    ['x.insert(99, 9)', changed((x) => method(x, 'insert', [99, 9])), '[0, 1, 2, 3, 9]'],
    ['x.pop()', changed((x) => method(x, 'pop')), '[0, 1, 2]'],
    ['x.pop(0)', changed((x) => method(x, 'pop', [0])), '[1, 2, 3]'],
    ['x.pop(-3)', changed((x) => method(x, 'pop', [-3])), '[0, 2, 3]'],
    ['x.pop(4)', changed((x) => method(x, 'pop', [4])), 'IndexError: pop index out of range'],
    ['x.remove(2.0)', changed((x) => method(x, 'remove', [newFloat(2)])), '[0, 1, 3]'],
    ['x.remove(9)', changed((x) => method(x, 'remove', [9])), 'ValueError: list.remove(x): x not in list'],
    ['x.reverse()', changed((x) => method(x, 'reverse')), '[3, 2, 1, 0]'],
    ['x.clear()', changed((x) => method(x, 'clear')), '[]'],
    ['x += (4,)', changed((x) => inplaceAdd(x, T(4))), '[0, 1, 2, 3, 4]'],
    ['x += 1', changed((x) => inplaceAdd(x, 1)), "TypeError: 'int' object is not iterable"],
    ['x *= 2', changed((x) => inplaceMultiply(x, 2)), '[0, 1, 2, 3, 0, 1, 2, 3]'],
    ['x *= -1', changed((x) => inplaceMultiply(x, -1)), '[]'],
    ['x.__init__([5])', changed((x) => method(x, '__init__', [L(5)])), '[5]'],
  ])('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
});

describe('methods, operators, construction', () => {
  const recursive = L(1);
  recursive.items.push(recursive, T(recursive));
  test.each<Row>([
    ['[1, 2, 1].count(True)', () => method(L(1, 2, 1), 'count', [true]), '2'],
    ['[1, 2].index(2)', () => method(L(1, 2), 'index', [2]), '1'],
    [
      '[1, 2].index(1, 1)',
      () => method(L(1, 2), 'index', [1, 1]),
      'ValueError: list.index(x): x not in list',
    ],
    ['[1, 2].index(2, -1)', () => method(L(1, 2), 'index', [2, -1]), '1'],
    [
      '[1].index(1, "a")',
      () => method(L(1), 'index', [1, 'a']),
      'TypeError: slice indices must be integers or have an __index__ method',
    ],
    ['(1,).index(2)', () => method(T(1), 'index', [2]), 'ValueError: tuple.index(x): x not in tuple'],
    ['[].pop()', () => method(L(), 'pop'), 'IndexError: pop from empty list'],
    [
      '[].append()',
      () => method(L(), 'append'),
      'TypeError: list.append() takes exactly one argument (0 given)',
    ],
    ['[].insert(1)', () => method(L(), 'insert', [1]), 'TypeError: insert expected 2 arguments, got 1'],
    ['[].index()', () => method(L(), 'index'), 'TypeError: index expected at least 1 argument, got 0'],
    ['[1] + [2]', () => binaryAdd(L(1), L(2)), '[1, 2]'],
    ['(1,) + (2,)', () => binaryAdd(T(1), T(2)), '(1, 2)'],
    ['[1] + (2,)', () => binaryAdd(L(1), T(2)), 'TypeError: can only concatenate list (not "tuple") to list'],
    ['2 * [1, 2]', () => binaryMultiply(2, L(1, 2)), '[1, 2, 1, 2]'],
    ['(1,) * -1', () => binaryMultiply(T(1), -1), '()'],
    [
      '[1] * 1.5',
      () => binaryMultiply(L(1), newFloat(1.5)),
      "TypeError: can't multiply sequence by non-int of type 'float'",
    ],
    [
      '[1] * 10**30',
      () => binaryMultiply(L(1), HUGE),
      "OverflowError: cannot fit 'int' into an index-sized integer",
    ],
    ['[1] == [1.0]', () => compare(2, L(1), L(newFloat(1))), 'True'],
    ['[1] == (1,)', () => compare(2, L(1), T(1)), 'False'],
    ['[1, 2] < [1, 3]', () => compare(0, L(1, 2), L(1, 3)), 'True'],
    ['[1] < [1, 0]', () => compare(0, L(1), L(1, 0)), 'True'],
    [
      '[3, 1] < [3, "a"]',
      () => compare(0, L(3, 1), L(3, 'a')),
      "TypeError: '<' not supported between instances of 'int' and 'str'",
    ],
    ['list()', () => call(ListType, []), '[]'],
    ['list("ab")', () => call(ListType, ['ab']), "['a', 'b']"],
    ['list(1, 2)', () => call(ListType, [1, 2]), 'TypeError: list expected at most 1 argument, got 2'],
    ['list(x=1)', () => call(ListType, [1], ['x']), 'TypeError: list() takes no keyword arguments'],
    ['tuple([1])', () => call(TupleType, [L(1)]), '(1,)'],
    ['tuple(x=1)', () => call(TupleType, [1], ['x']), 'TypeError: tuple() takes no keyword arguments'],
    ['a list in itself', () => recursive, '[1, [...], ([...],)]'],
    ['hash([])', () => hash(L()), "TypeError: unhashable type: 'list'"],
    ['hash(())', () => hash(T()), '5740354900026072187'],
    ['hash((1, 2, 3))', () => hash(T(1, 2, 3)), '529344067295497451'],
    ['hash((1.5, (2, 3)))', () => hash(T(newFloat(1.5), T(2, 3))), '5043971494856347220'],
    ['hash(slice(1, 2, 3))', () => hash(slice(1, 2, 3)), '-2340833382717974474'],
    ['range(1, 5, 2)', () => call(RangeType, [1, 5, 2]), 'range(1, 5, 2)'],
    ['range(1, 2, 0)', () => call(RangeType, [1, 2, 0]), 'ValueError: range() arg 3 must not be zero'],
    ['range()', () => call(RangeType, []), 'TypeError: range expected at least 1 argument, got 0'],
    [
      'range(1.5)',
      () => call(RangeType, [newFloat(1.5)]),
      "TypeError: 'float' object cannot be interpreted as an integer",
    ],
    ['list(range(10, 0, -3))', () => call(ListType, [R(10, 0, -3)]), '[10, 7, 4, 1]'],
    [
      'list(range(2**64, 2**64 + 2))',
      () => call(ListType, [R(2n ** 64n, 2n ** 64n + 2n)]),
      '[18446744073709551616, 18446744073709551617]',
    ],
    ['range(0) == range(2, 2)', () => compare(2, R(0, 0), R(2, 2)), 'True'],
    ['range(0, 3, 2) == range(0, 4, 2)', () => compare(2, R(0, 3, 2), R(0, 4, 2)), 'True'],
    [
      'range(3) < range(4)',
      () => compare(0, R(0, 3), R(0, 4)),
      "TypeError: '<' not supported between instances of 'range' and 'range'",
    ],
    ['range(10).index(3.0)', () => method(R(0, 10), 'index', [newFloat(3)]), '3'],
    ['range(3).index(7)', () => method(R(0, 3), 'index', [7]), 'ValueError: range.index(x): x not in range'],
    [
      'range(3).index("a")',
      () => method(R(0, 3), 'index', ['a']),
      'ValueError: sequence.index(x): x not in sequence',
    ],
    [
      'len(range(2**70))',
      () => method(R(0, 2n ** 70n), '__len__'),
      'OverflowError: Python int too large to convert to C ssize_t',
    ],
    ['slice(1)', () => call(SliceType, [1]), 'slice(None, 1, None)'],
    ['slice(None, 5, 2).indices(3)', () => method(slice(null, 5, 2), 'indices', [3]), '(0, 3, 2)'],
    ['slice(None, None, -1).indices(3)', () => method(slice(null, null, -1), 'indices', [3]), '(2, -1, -1)'],
    [
      'slice(1).indices(-1)',
      () => method(slice(null, 1), 'indices', [-1]),
      'ValueError: length should not be negative',
    ],
    ['slice(1, 2) < slice(1, 3)', () => compare(0, slice(1, 2), slice(1, 3)), 'True'],
  ])('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
});

describe('sorting', () => {
  const sorted =
    (items: PyObject[], named: Record<string, PyObject> = {}) =>
    () => {
      const list = L(...items);
      method(list, 'sort', [], named);
      return list;
    };
  const nan = newFloat(NaN);
  const bySecond = fn((pair) => getItem(pair, 1));
  const pairs = [T('a', 2), T('b', 1), T('c', 2), T('d', 1)];
  test.each<Row>([
    ['ints', sorted([3, 1, 2n ** 70n, -5, 2]), '[-5, 1, 2, 3, 1180591620717411303424]'],
    ['text', sorted(['b', 'a', 'B', 'é', '']), "['', 'B', 'a', 'b', 'é']"],
    [
      'numbers of different types keep their order',
      sorted([true, newFloat(1), 1, newFloat(0.5)]),
      '[0.5, True, 1.0, 1]',
    ],
    [
      'tuples',
      sorted([T(1, 'b'), T(1, 'a'), T(0, 'z', 1), T(0, 'z')]),
      "[(0, 'z'), (0, 'z', 1), (1, 'a'), (1, 'b')]",
    ],
    ['by key, stable', sorted(pairs, { key: bySecond }), "[('b', 1), ('d', 1), ('a', 2), ('c', 2)]"],
    [
      'by key, reversed, stable',
      sorted(pairs, { key: bySecond, reverse: true }),
      "[('a', 2), ('c', 2), ('b', 1), ('d', 1)]",
    ],
    ['nan is less than nothing', sorted([newFloat(2), nan, newFloat(1)]), '[2.0, nan, 1.0]'],
    ['mixed', sorted([1, 'a']), "TypeError: '<' not supported between instances of 'str' and 'int'"],
    ['position', () => method(L(1), 'sort', [1]), 'TypeError: sort() takes no positional arguments'],
    [
      'unknown keyword',
      () => method(L(1), 'sort', [], { a: 1 }),
      "TypeError: sort() got an unexpected keyword argument 'a'",
    ],
    [
      'key that is no function',
      () => method(L(1), 'sort', [], { key: 1 }),
      "TypeError: 'int' object is not callable",
    ],
  ])('%s', (_name, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });

  test('the list is empty while it is sorted; changing it then is an error', () => {
    const list = L(3, 1, 2);
    let seen = '';
    const key = fn((value) => {
      seen = shown(list);
      list.items.push(value);
      return value;
    });
    expect(outcome(() => method(list, 'sort', [], { key }))).toBe('ValueError: list modified during sort');
    expect([seen, shown(list)]).toEqual(['[3, 1]', '[1, 2, 3]']);
  });

  test('a comparison that raises loses no item', () => {
    const items = Array.from({ length: 100 }, () => newInstance(OrderedType));
    let calls = 0;
    order = () => {
      calls += 1;
      if (calls === 250) getItem(L(), 0);
      return calls % 3 === 0;
    };
    const list = L(...items);
    expect(outcome(() => method(list, 'sort'))).toBe('IndexError: list index out of range');
    expect(new Set(list.items)).toEqual(new Set(items));
  });

  test.each([
    ['random', (n: number) => Array.from({ length: n }, (_, index) => (index * 7919) % 1009)],
    ['ascending', (n: number) => Array.from({ length: n }, (_, index) => index)],
    ['descending', (n: number) => Array.from({ length: n }, (_, index) => -index)],
    ['two runs', (n: number) => Array.from({ length: n }, (_, index) => index % (n / 2))],
    ['many equal', (n: number) => Array.from({ length: n }, (_, index) => index % 5)],
  ])('%s input: right, stable, and with few comparisons', (name, make) => {
    const length = 1000;
    const keys = make(length);
    let comparisons = 0;
    const rank = new Map<PyObject, number>();
    const items = keys.map((key) => {
      const item = newInstance(OrderedType);
      rank.set(item, key);
      return item;
    });
    order = (left, right, op) => {
      expect(op).toBe(0);
      comparisons += 1;
      return rank.get(left)! < rank.get(right)!;
    };
    const list = L(...items);
    method(list, 'sort');
    const expected = items
      .map((item, index) => ({ item, index }))
      .sort((a, b) => rank.get(a.item)! - rank.get(b.item)! || a.index - b.index);
    expect(list.items).toEqual(expected.map(({ item }) => item));
    const limit = name === 'ascending' || name === 'descending' ? length - 1 : length * Math.log2(length);
    expect(comparisons).toBeLessThanOrEqual(limit);
  });
});

describe('unpacking', () => {
  const unpacked = (source: PyObject, count: number) => () => newList([...unpackToArray(source, count)]);
  const iterator = (...items: PyObject[]) => getIter(L(...items));
  test.each<Row>([
    ['a, b = (1, 2)', unpacked(T(1, 2), 2), '[1, 2]'],
    ['a, b = "xy"', unpacked('xy', 2), "['x', 'y']"],
    ['a, b = (1,)', unpacked(T(1), 2), 'ValueError: not enough values to unpack (expected 2, got 1)'],
    [
      'a, b = [1, 2, 3]',
      unpacked(L(1, 2, 3), 2),
      'ValueError: too many values to unpack (expected 2, got 3)',
    ],
    [
      'a, b = iter([1, 2, 3])',
      unpacked(iterator(1, 2, 3), 2),
      'ValueError: too many values to unpack (expected 2)',
    ],
    ['a, b = 1', unpacked(1, 2), 'TypeError: cannot unpack non-iterable int object'],
    ['a, *b, c = range(5)', () => newList(unpackStarred(R(0, 5), 1, 1)), '[0, [1, 2, 3], 4]'],
    [
      'a, b, *c = (1,)',
      () => newList(unpackStarred(T(1), 2, 0)),
      'ValueError: not enough values to unpack (expected at least 2, got 1)',
    ],
  ])('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
});

test('an exhausted list iterator stays exhausted when the list grows', () => {
  const list = L(1);
  const iterator = getIter(list);
  expect([iterNext(iterator), iterNext(iterator)]).toEqual([1, undefined]);
  list.items.push(2);
  expect(iterNext(iterator)).toBeUndefined();
});

/** dict, its views and iterators, set, frozenset, mappingproxy; each expectation was printed by CPython 3.14. */
import { describe, expect, test } from 'vitest';
import { call } from './call.ts';
import { dictMerge, dictUpdateStarred, newDict } from './dict.ts';
import { createBuiltinType } from './finish-types.ts';
import { PyBuiltinFunction, type PyDict, PyMappingProxy } from './generated/layouts.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import {
  binaryAnd,
  binaryOr,
  binarySubtract,
  binaryXor,
  compare,
  contains,
  deleteItem,
  getItem,
  getIter,
  hash,
  inplaceOr,
  inplaceXor,
  iterNext,
  setItem,
} from './operators.ts';
import { newFrozenSet, newSetFrom } from './set.ts';
import { method, outcome, shown } from './testing.ts';
import { newTuple } from './tuple.ts';
import {
  BuiltinFunctionType,
  DictType,
  FrozenSetType,
  MappingProxyType,
  ReversedType,
  SetType,
} from './types.ts';

const L = (...items: PyObject[]) => newList(items);
const T = (...items: PyObject[]) => newTuple(items);
const S = (...items: PyObject[]) => newSetFrom(items);
const F = (...items: PyObject[]) => newFrozenSet(items);
function D(...entries: [PyObject, PyObject][]): PyDict {
  const dict = newDict();
  for (const [key, value] of entries) dict.table.set(key, value);
  return dict;
}
const ab = () => D(['a', 1], ['b', 2]);
const items = (value: PyObject) => call(newList([]).ob_type, [value]);
const next = (iterator: PyObject) => iterNext(iterator);
const function_ = new PyBuiltinFunction(
  BuiltinFunctionType,
  { kind: 'NOARGS', name: 'f', call: () => null },
  null,
);

type Row = readonly [string, () => PyObject | undefined, string];
const check = (rows: Row[]) =>
  test.each<Row>(rows)('%s', (_source, action, expected) => {
    expect(outcome(action)).toBe(expected);
  });
/** The object after a change. */
const changed =
  <Value extends PyObject>(make: () => Value, change: (value: Value) => unknown) =>
  () => {
    const value = make();
    change(value);
    return value;
  };

describe('dict', () => {
  const nested = newDict();
  nested.table.set('self', nested);
  check([
    ['repr', () => D(['a', 1], [2, L()]), "{'a': 1, 2: []}"],
    ['a dict in itself', () => nested, "{'self': {...}}"],
    ['d[missing]', () => getItem(ab(), 'c'), "KeyError: 'c'"],
    [
      'd[[]]',
      () => getItem(ab(), L()),
      "TypeError: cannot use 'list' as a dict key (unhashable type: 'list')",
    ],
    ['d["a"] = 9', changed(ab, (d) => setItem(d, 'a', 9)), "{'a': 9, 'b': 2}"],
    ['del d["a"]', changed(ab, (d) => deleteItem(d, 'a')), "{'b': 2}"],
    ['del d["c"]', changed(ab, (d) => deleteItem(d, 'c')), "KeyError: 'c'"],
    [
      'get',
      () => L(method(ab(), 'get', ['a']), method(ab(), 'get', ['c']), method(ab(), 'get', ['c', 3])),
      '[1, None, 3]',
    ],
    [
      'setdefault',
      changed(ab, (d) => [method(d, 'setdefault', ['a', 5]), method(d, 'setdefault', ['c'])]),
      "{'a': 1, 'b': 2, 'c': None}",
    ],
    ['pop', () => method(ab(), 'pop', ['a']), '1'],
    ['pop with default', () => method(ab(), 'pop', ['c', 3]), '3'],
    ['pop of nothing', () => method(ab(), 'pop', ['c']), "KeyError: 'c'"],
    ['popitem', () => method(ab(), 'popitem'), "('b', 2)"],
    ['popitem of an empty dict', () => method(D(), 'popitem'), "KeyError: 'popitem(): dictionary is empty'"],
    [
      'update with a dict and keywords',
      changed(ab, (d) => method(d, 'update', [D(['b', 3])], { c: 4 })),
      "{'a': 1, 'b': 3, 'c': 4}",
    ],
    [
      'update with pairs',
      changed(ab, (d) => method(d, 'update', [L(T('b', 3), 'xy')])),
      "{'a': 1, 'b': 3, 'x': 'y'}",
    ],
    ['update(1)', () => method(ab(), 'update', [1]), "TypeError: 'int' object is not iterable"],
    ['update([1])', () => method(ab(), 'update', [L(1)]), 'TypeError: object is not iterable'],
    [
      'dict([(1, 2, 3)])',
      () => call(DictType, [L(T(1, 2, 3))]),
      'ValueError: dictionary update sequence element #0 has length 3; 2 is required',
    ],
    ['dict(1, 2)', () => call(DictType, [1, 2]), 'TypeError: dict expected at most 1 argument, got 2'],
    ['dict(a=1)', () => call(DictType, [1], ['a']), "{'a': 1}"],
    ['{**1}', () => void dictUpdateStarred(D(), 1), "TypeError: 'int' object is not a mapping"],
    [
      'f(**{"a": 1}, **{"a": 2})',
      () => void dictMerge(D(['a', 1]), D(['a', 2]), function_),
      "TypeError: f() got multiple values for keyword argument 'a'",
    ],
    [
      'f(**1)',
      () => void dictMerge(D(), 1, function_),
      'TypeError: f() argument after ** must be a mapping, not int',
    ],
    ['fromkeys', () => method(DictType, 'fromkeys', ['ab', 1]), "{'a': 1, 'b': 1}"],
    ['copy', () => method(ab(), 'copy'), "{'a': 1, 'b': 2}"],
    ['clear', changed(ab, (d) => method(d, 'clear')), '{}'],
    ['==, in any order', () => compare(2, ab(), D(['b', 2], ['a', 1])), 'True'],
    ['!=', () => compare(3, ab(), D(['a', 1], ['b', 3])), 'True'],
    [
      '<',
      () => compare(0, ab(), ab()),
      "TypeError: '<' not supported between instances of 'dict' and 'dict'",
    ],
    ['|', () => binaryOr(ab(), D(['b', 3], ['c', 4])), "{'a': 1, 'b': 3, 'c': 4}"],
    ['| 1', () => binaryOr(ab(), 1), "TypeError: unsupported operand type(s) for |: 'dict' and 'int'"],
    ['|= pairs', changed(ab, (d) => inplaceOr(d, L(T('c', 3)))), "{'a': 1, 'b': 2, 'c': 3}"],
    ['hash', () => hash(ab()), "TypeError: unhashable type: 'dict'"],
    ['list(d)', () => items(ab()), "['a', 'b']"],
    ['reversed(d.items())', () => items(call(ReversedType, [method(ab(), 'items')])), "[('b', 2), ('a', 1)]"],
  ]);

  test('__missing__ of a subclass answers for absent keys', () => {
    const type = createBuiltinType('Missing', 'PyDict', DictType, {
      methods: [{ kind: 'O', name: '__missing__', call: (_self, key) => T('missing', key) }],
    });
    const dict = call(type, []);
    expect([shown(getItem(dict, 1)), shown(method(dict, 'get', [1]))]).toEqual(["('missing', 1)", 'None']);
  });
});

describe('iterating over a dict while it changes', () => {
  const walk = (change: (dict: PyDict, key: PyObject) => void) => () => {
    const dict = D([1, 1], [2, 2]);
    const seen: PyObject[] = [];
    const iterator = getIter(dict);
    for (let key = next(iterator); key !== undefined && seen.length < 9; key = next(iterator)) {
      seen.push(key);
      change(dict, key);
    }
    return newList(seen);
  };
  check([
    [
      'growing',
      walk((dict, key) => dict.table.set(T(key), 0)),
      'RuntimeError: dictionary changed size during iteration',
    ],
    [
      'shrinking',
      walk((dict, key) => dict.table.delete(key)),
      'RuntimeError: dictionary changed size during iteration',
    ],
    [
      'replacing keys',
      walk((dict, key) => {
        dict.table.delete(key);
        dict.table.set((key as number) + 5, 0);
      }),
      'RuntimeError: dictionary keys changed during iteration',
    ],
    ['changing values', walk((dict, key) => dict.table.set(key, 0)), '[1, 2]'],
  ]);

  test('an exhausted iterator stays exhausted', () => {
    const dict = D([1, 1]);
    const iterator = getIter(dict);
    expect([next(iterator), next(iterator)]).toEqual([1, undefined]);
    dict.table.set(2, 2);
    expect(next(iterator)).toBeUndefined();
  });
});

describe('views', () => {
  const keys = () => method(ab(), 'keys');
  const pairs = () => method(ab(), 'items');
  check([
    ['keys', keys, "dict_keys(['a', 'b'])"],
    ['values', () => method(ab(), 'values'), 'dict_values([1, 2])'],
    ['items', pairs, "dict_items([('a', 1), ('b', 2)])"],
    ['in keys', () => contains('a', keys()), 'True'],
    [
      'in items',
      () => L(contains(T('a', 1), pairs()), contains(T('a', 2), pairs()), contains('a', pairs())),
      '[True, False, False]',
    ],
    ['keys & iterable', () => binaryAnd(keys(), 'ac'), "{'a'}"],
    ['iterable & keys', () => binaryAnd(L('b', 'c'), keys()), "{'b'}"],
    ['keys - set', () => binarySubtract(keys(), S('a')), "{'b'}"],
    ['keys ^ iterable', () => binaryXor(keys(), 'ac'), "{'b', 'c'}"],
    ['items | set', () => binaryOr(pairs(), S(1)), "{('a', 1), ('b', 2), 1}"],
    ['keys & 1', () => binaryAnd(keys(), 1), "TypeError: 'int' object is not iterable"],
    ['keys == set', () => compare(2, keys(), S('b', 'a')), 'True'],
    ['keys < set', () => compare(0, keys(), S('a', 'b', 'c')), 'True'],
    ['items >= set', () => compare(5, pairs(), S(T('a', 1))), 'True'],
    ['isdisjoint', () => method(keys(), 'isdisjoint', [L('c')]), 'True'],
    ['hash of keys', () => hash(keys()), "TypeError: unhashable type: 'dict_keys'"],
    ['keys[0]', () => getItem(keys(), 0), "TypeError: 'dict_keys' object is not subscriptable"],
    ['mappingproxy', () => new PyMappingProxy(MappingProxyType, ab()), "mappingproxy({'a': 1, 'b': 2})"],
    [
      'mappingproxy | dict',
      () => binaryOr(new PyMappingProxy(MappingProxyType, ab()), D(['c', 3])),
      "{'a': 1, 'b': 2, 'c': 3}",
    ],
    [
      'mappingproxy is read-only',
      () => void setItem(new PyMappingProxy(MappingProxyType, ab()), 'a', 1),
      "TypeError: 'mappingproxy' object does not support item assignment",
    ],
  ]);
});

describe('sets', () => {
  check([
    ['set()', () => S(), 'set()'],
    ['frozenset', () => F(1), 'frozenset({1})'],
    ['set("abc")', () => call(SetType, ['aba']), "{'a', 'b'}"],
    ['set(1)', () => call(SetType, [1]), "TypeError: 'int' object is not iterable"],
    ['set(1, 2)', () => call(SetType, [1, 2]), 'TypeError: set expected at most 1 argument, got 2'],
    ['set(a=1)', () => call(SetType, [1], ['a']), 'TypeError: set() takes no keyword arguments'],
    [
      'frozenset(a=1)',
      () => call(FrozenSetType, [1], ['a']),
      'TypeError: frozenset() takes no keyword arguments',
    ],
    ['|', () => binaryOr(S(1, 2), F(2, 3)), '{1, 2, 3}'],
    ['frozenset |', () => binaryOr(F(1), S(2)), 'frozenset({1, 2})'],
    ['&', () => binaryAnd(S(1, 2, 3), S(3, 2)), '{3, 2}'],
    ['-', () => binarySubtract(S(1, 2, 3), S(2)), '{1, 3}'],
    ['^', () => binaryXor(S(1, 2), S(2, 3)), '{3, 1}'],
    ['| 1', () => binaryOr(S(1), 1), "TypeError: unsupported operand type(s) for |: 'set' and 'int'"],
    ['| list', () => binaryOr(S(1), L(1)), "TypeError: unsupported operand type(s) for |: 'set' and 'list'"],
    [
      '|=',
      changed(
        () => S(1),
        (s) => inplaceOr(s, S(2)),
      ),
      '{1, 2}',
    ],
    [
      '^= itself',
      changed(
        () => S(1, 2),
        (s) => inplaceXor(s, s),
      ),
      'set()',
    ],
    ['union', () => method(S(1), 'union', [L(2), 'a']), "{1, 2, 'a'}"],
    ['intersection', () => method(S(1, 2, 3), 'intersection', [L(1, 2), L(2)]), '{2}'],
    ['difference', () => method(S(1, 2, 3), 'difference', [L(1), L(2)]), '{3}'],
    ['symmetric_difference', () => method(S(1, 2), 'symmetric_difference', [L(2, 3)]), '{3, 1}'],
    [
      'update',
      changed(
        () => S(1),
        (s) => method(s, 'update', [L(2), S(3)]),
      ),
      '{1, 2, 3}',
    ],
    [
      'intersection_update',
      changed(
        () => S(1, 2),
        (s) => method(s, 'intersection_update', [L(2)]),
      ),
      '{2}',
    ],
    [
      'difference_update',
      changed(
        () => S(1, 2),
        (s) => method(s, 'difference_update', [L(2)]),
      ),
      '{1}',
    ],
    [
      'difference_update with itself',
      changed(
        () => S(1, 2),
        (s) => method(s, 'difference_update', [s]),
      ),
      'set()',
    ],
    [
      'add [] ',
      () => method(S(), 'add', [L()]),
      "TypeError: cannot use 'list' as a set element (unhashable type: 'list')",
    ],
    ['remove', () => method(S(1), 'remove', [2]), 'KeyError: 2'],
    [
      'remove of a set',
      changed(
        () => S(F(1)),
        (s) => method(s, 'remove', [S(1)]),
      ),
      'set()',
    ],
    ['remove of an absent set', () => method(S(1), 'remove', [S(1)]), 'KeyError: {1}'],
    [
      'discard',
      changed(
        () => S(1),
        (s) => method(s, 'discard', [2]),
      ),
      '{1}',
    ],
    ['pop', () => method(S(), 'pop'), "KeyError: 'pop from an empty set'"],
    ['set in set', () => contains(S(1), S(F(1))), 'True'],
    [
      '<',
      () => L(compare(0, S(1), S(1, 2)), compare(0, S(1), S(1)), compare(0, S(3), S(1, 2))),
      '[True, False, False]',
    ],
    ['== frozenset', () => compare(2, S(1, 2), F(2, 1)), 'True'],
    ['< 1', () => compare(0, S(1), 1), "TypeError: '<' not supported between instances of 'set' and 'int'"],
    ['issubset', () => method(S(1), 'issubset', [L(1, 2)]), 'True'],
    ['isdisjoint', () => method(S(1), 'isdisjoint', [L(1, 2)]), 'False'],
    ['hash of a set', () => hash(S()), "TypeError: unhashable type: 'set'"],
    ['hash(frozenset())', () => hash(F()), '133146708735736'],
    [
      'hash(frozenset([1, 2, 3])) in any order',
      () => T(hash(F(1, 2, 3)), hash(F(3, 1, 2))),
      '(-272375401224217160, -272375401224217160)',
    ],
  ]);

  test('iterating over a set that changes', () => {
    const set = S(1, 2);
    const iterator = getIter(set);
    next(iterator);
    set.table.add(3);
    expect(outcome(() => next(iterator))).toBe('RuntimeError: Set changed size during iteration');
  });
});

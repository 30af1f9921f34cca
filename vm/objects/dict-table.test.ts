/** The table of dict and set against the rules of Python's `==` and `hash`. */
import { beforeEach, describe, expect, test } from 'vitest';
import { newComplex } from './complex.ts';
import { DictTable } from './dict-table.ts';
import { raiseValueError } from './errors.ts';
import { createBuiltinType } from './finish-types.ts';
import { newFloat } from './float.ts';
import { type PyInstance, PyStrSubclass } from './generated/layouts.ts';
import { newInstance } from './instance.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { newFrozenSet } from './set.ts';
import { NotImplemented } from './singletons.ts';
import { newStr } from './str.ts';
import { outcome, shown } from './testing.ts';
import { newTuple } from './tuple.ts';
import { ObjectType, StrType } from './types.ts';

/** A class as users write them: hash and equality are what the test says. */
const behaviour = new Map<PyInstance, { hash: number | bigint; equals: (other: PyObject) => boolean }>();
let comparisons = 0;
const UserType = createBuiltinType('User', 'PyInstance', ObjectType, {
  slots: {
    tp_hash: (self) => behaviour.get(self as PyInstance)!.hash,
    tp_richcompare(left, right, op) {
      if (op !== 2) return NotImplemented;
      comparisons += 1;
      return behaviour.get(left as PyInstance)!.equals(right);
    },
    tp_repr: (self) => `User(${behaviour.get(self as PyInstance)!.hash})`,
  },
});
UserType.heap = true;

function user(hash: number | bigint, equals: (other: PyObject) => boolean = () => false): PyObject {
  const object = newInstance(UserType);
  behaviour.set(object, { hash, equals });
  return object;
}

const entries = (table: DictTable): string =>
  table
    .keyItems()
    .map((key, index) => `${shown(key)}: ${shown(table.valueItems()[index])}`)
    .join(', ');

/** Checks what the rest of the VM relies on. */
function invariants(table: DictTable): void {
  const live = table.keys.filter((key) => key !== undefined);
  expect(live.length).toBe(table.size);
  expect(table.values.length === 0 || table.values.length === table.keys.length).toBe(true);
  for (const key of live) expect(table.keys[table.lookup(key as PyObject)]).toBe(key);
  for (let index = 0; index < table.first; index++) expect(table.keys[index]).toBeUndefined();
}

let table: DictTable;
beforeEach(() => {
  table = new DictTable();
  comparisons = 0;
});

describe('equal keys of different types are one key, and the first stays', () => {
  const big = 2n ** 70n;
  const groups: [string, PyObject[]][] = [
    ['1, True, 1.0, 1+0j', [1, true, newFloat(1), newComplex(1, 0)]],
    ['0, False, -0.0, 0.0', [0, false, newFloat(-0), newFloat(0)]],
    ['2**70 and its float', [big, newFloat(2 ** 70)]],
    ['2**53 and its float', [2n ** 53n, newFloat(2 ** 53)]],
    ['infinity', [newFloat(Infinity), newFloat(Infinity)]],
    ['a half', [newFloat(0.5), newFloat(0.5), newComplex(0.5, 0)]],
    ['text and a subclass of str', ['key', new PyStrSubclass(StrType, 'key')]],
    ['text above U+FFFF', [newStr('a😀'), newStr('a😀')]],
    ['None', [null, null]],
    ['the empty tuple', [newTuple([]), newTuple([])]],
    ['tuples by their items', [newTuple([1, 'a', true]), newTuple([newFloat(1), 'a', 1])]],
    ['tuples with −1', [newTuple([-1]), newTuple([newFloat(-1)])]],
    ['tuples with big ints', [newTuple([big]), newTuple([newFloat(2 ** 70)])]],
    ['nested tuples', [newTuple([newTuple([1, 2]), 3]), newTuple([newTuple([1, newFloat(2)]), 3])]],
    ['frozensets', [newFrozenSet([1, 2]), newFrozenSet([2, newFloat(1)])]],
    ['tuples with frozensets', [newTuple([newFrozenSet([1])]), newTuple([newFrozenSet([true])])]],
    ['complex numbers', [newComplex(1, 2), newComplex(1, 2)]],
  ];
  test.each(groups)('%s', (_name, keys) => {
    for (const filler of [0, 20]) {
      table = new DictTable();
      for (let index = 0; index < filler; index++) table.set(`filler ${index}`, index);
      for (const [index, key] of keys.entries()) table.set(key, index);
      expect(table.size).toBe(filler + 1);
      for (const key of keys) expect(table.get(key)).toBe(keys.length - 1);
      expect(table.keyItems().at(-1)).toBe(keys[0]);
      invariants(table);
    }
  });
});

test('different keys stay apart', () => {
  const keys: PyObject[] = [
    1,
    2,
    '1',
    '',
    null,
    newFloat(1.5),
    newFloat(Infinity),
    newFloat(-Infinity),
    2n ** 70n,
    -(2n ** 70n),
    newTuple([1]),
    newTuple([1, 2]),
    newTuple(['1']),
    newTuple([newTuple([1])]),
    newFrozenSet([1]),
    newComplex(1, 1),
    newStr('😀'),
    '\ud83d\ude00'.slice(0, 1),
    UserType,
    ObjectType,
    newTuple([null]),
    newTuple([newFloat(1.5)]),
  ];
  for (const [index, key] of keys.entries()) table.set(key, index);
  expect(table.size).toBe(keys.length);
  expect(keys.map((key) => table.get(key))).toEqual(keys.map((_, index) => index));
  invariants(table);
});

test('a surrogate pair as two code points is not the character', () => {
  table.set(newStr('😀'), 1);
  table.set('\ud83d\ude00', 2);
  expect(table.size).toBe(2);
});

test('nan is found by identity alone', () => {
  const nan = newFloat(NaN);
  table.set(nan, 1);
  table.set(newFloat(NaN), 2);
  expect([table.size, table.get(nan), table.get(newFloat(NaN))]).toEqual([2, 1, undefined]);
  const tuple = newTuple([nan]);
  table.set(tuple, 3);
  expect([table.get(tuple), table.get(newTuple([nan])), table.get(newTuple([newFloat(NaN)]))]).toEqual([
    3,
    3,
    undefined,
  ]);
});

describe('user-defined hash and equality', () => {
  test('colliding hashes are told apart by __eq__', () => {
    const keys = Array.from({ length: 40 }, () => user(7));
    for (const [index, key] of keys.entries()) table.set(key, index);
    expect(keys.map((key) => table.get(key))).toEqual(keys.map((_, index) => index));
    invariants(table);
  });

  test('different hashes are never compared', () => {
    for (let index = 0; index < 50; index++) table.set(user(BigInt(index) << 64n), index);
    expect([table.size, comparisons]).toEqual([50, 0]);
  });

  test('a key equal to text is found by it and finds it, whichever came first', () => {
    table.set('name', 1);
    const twin = user(textHash('name'), (other) => other === 'name');
    expect(table.get(twin)).toBe(1);
    table.set(twin, 2);
    expect(entries(table)).toBe("'name': 2");

    table = new DictTable();
    table.set(twin, 1);
    expect(table.get('name')).toBe(1);
    table.set('name', 2);
    table.set('other', 3);
    expect([table.size, table.get(twin), table.get('other')]).toEqual([2, 2, 3]);
  });

  test('a key equal to an int is found among many', () => {
    for (let index = 0; index < 100; index++) table.set(index, index);
    expect(table.get(user(42, (other) => other === 42))).toBe(42);
    table.set(100, 100);
    expect(table.get(user(100, (other) => other === 100))).toBe(100);
  });

  test('tuples that hold such keys', () => {
    const twin = user(5, (other) => other === 5);
    table.set(newTuple([1, 5]), 'plain');
    expect(table.get(newTuple([1, twin]))).toBe('plain');
    table.set(newTuple([2, twin]), 'user');
    expect(table.get(newTuple([2, 5]))).toBe('user');
  });

  test('__eq__ that raises leaves the table as it was', () => {
    const angry = user(1, () => raiseValueError('no'));
    table.set(angry, 1);
    expect(
      outcome(() =>
        table.set(
          user(1, () => raiseValueError('never')),
          2,
        ),
      ),
    ).toBe('ValueError: no');
    expect(entries(table)).toBe('User(1): 1');
    invariants(table);
  });

  test('__eq__ that clears the table: the key is new', () => {
    const clearing = user(1, () => {
      table.clear();
      return true;
    });
    table.set(clearing, 'old');
    table.set(user(1), 'new');
    expect(entries(table)).toBe("User(1): 'new'");
    invariants(table);
  });

  test('__eq__ that inserts and deletes: the search starts again', () => {
    let rounds = 0;
    const first = user(1, () => {
      rounds += 1;
      if (rounds > 3) return false;
      table.delete(first);
      table.set(first, rounds);
      return false;
    });
    table.set(first, 0);
    table.set(user(1), 'second');
    expect(entries(table)).toBe("User(1): 3, User(1): 'second'");
    invariants(table);
  });

  test('__eq__ that grows the table without touching the entry is believed', () => {
    const growing = user(1, () => {
      for (let index = 0; index < 30; index++) table.set(`new ${index}`, index);
      return true;
    });
    table.set(growing, 'old');
    table.set(user(1), 'changed');
    expect([table.size, table.get(growing)]).toEqual([31, 'changed']);
  });

  test('unhashable keys say what they were to be', () => {
    expect(outcome(() => table.set(newList([]), 1))).toBe(
      "TypeError: cannot use 'list' as a dict key (unhashable type: 'list')",
    );
    expect(outcome(() => table.lookup(newTuple([newList([])])))).toBe(
      "TypeError: cannot use 'tuple' as a dict key (unhashable type: 'list')",
    );
    expect(outcome(() => new DictTable(true).add(newList([])) && null)).toBe(
      "TypeError: cannot use 'list' as a set element (unhashable type: 'list')",
    );
  });
});

describe('order and deletion', () => {
  test('a deleted key comes back at the end', () => {
    for (const key of ['a', 'b', 'c']) table.set(key, 0);
    table.delete('a');
    table.set('a', 1);
    table.set('b', 1);
    expect(entries(table)).toBe("'b': 1, 'c': 0, 'a': 1");
  });

  test.each([
    ['from the front', (keys: number[]) => keys],
    ['from the back', (keys: number[]) => keys.toReversed()],
    ['every other', (keys: number[]) => keys.filter((key) => key % 2 === 0)],
    ['scattered', (keys: number[]) => keys.toSorted((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101))],
  ])('many deletions %s', (_name, order) => {
    const keys = Array.from({ length: 200 }, (_, index) => index);
    for (const key of keys) table.set(key, key);
    const expected = new Map(keys.map((key) => [key, key]));
    for (const key of order(keys)) {
      expect(table.delete(key)).toBe(true);
      expected.delete(key);
      if (key % 20 === 0) {
        expect(table.keyItems()).toEqual([...expected.keys()]);
        invariants(table);
      }
    }
    expect(table.delete(-1)).toBe(false);
    expect(table.keyItems()).toEqual([...expected.keys()]);
  });

  test('a queue does not grow: entries are compacted', () => {
    for (let index = 0; index < 1000; index++) {
      table.set(index, index);
      if (index >= 10) table.delete(index - 10);
    }
    expect(table.keyItems()).toEqual(Array.from({ length: 10 }, (_, index) => 990 + index));
    expect(table.keys.length).toBeLessThan(64);
    invariants(table);
  });

  test('structured and foreign keys survive compaction', () => {
    const keys = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? newTuple([index]) : user(index),
    );
    for (const key of keys) table.set(key, 0);
    for (const key of keys.slice(0, 50)) table.delete(key);
    expect(table.keyItems()).toEqual(keys.slice(50));
    invariants(table);
  });

  test('a copy is independent', () => {
    for (const key of ['a', 'b', 'c']) table.set(key, 1);
    table.set(newTuple([1]), 2);
    table.delete('b');
    const copy = table.copy();
    copy.set('d', 3);
    copy.delete(newTuple([1]));
    expect([entries(table), entries(copy)]).toEqual(["'a': 1, 'c': 1, (1,): 2", "'a': 1, 'c': 1, 'd': 3"]);
    invariants(copy);
  });
});

test('keys 0, 1, 2, … need no index until the order breaks', () => {
  for (let key = 0; key < 50; key++) table.set(key, key);
  expect([table.get(49), table.get(50), table.get(-1), table.get(newFloat(1.5)), table.get('a')]).toEqual([
    49,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  table.delete(49);
  table.set(true, 'one');
  table.set('a', 'text');
  table.set(49, 49);
  table.delete(0);
  expect([table.get(1), table.get('a'), table.get(49), table.get(0)]).toEqual(['one', 'text', 49, undefined]);
  invariants(table);
});

test('the version changes with the keys, not with the values', () => {
  table.set('a', 1);
  const { version } = table;
  table.set('a', 2);
  expect(table.version).toBe(version);
  table.set('b', 1);
  const added = table.version;
  table.delete('b');
  expect(new Set([version, added, table.version]).size).toBe(3);
  expect(new DictTable().version).not.toBe(table.version);
});

/** Python's hash of a text, as the table asks for it. */
function textHash(text: string): number | bigint {
  return StrType.tp_hash!(text);
}

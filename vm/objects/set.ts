/** The types `set` and `frozenset` (CPython: Objects/setobject.c); iteration is in order of insertion here. */
import { defineType, type SlotFunctions } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import { DictTable } from './dict-table.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raise, raiseKeyError } from './errors.ts';
import { PyDict, PyDictIterator, PyFrozenSet, PySet, type PyType } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import { hashUnordered } from './hash-mixing.ts';
import type { MethodDef, StrValue } from './host-types.ts';
import { forEachItem } from './iterate.ts';
import { reduceToList } from './iterators.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { hash } from './operators.ts';
import { reprItems, reprOnce } from './repr-items.ts';
import { NotImplemented } from './singletons.ts';
import { newTuple } from './tuple.ts';
import {
  DictType,
  FrozenSetType,
  KeyErrorType,
  RuntimeErrorType,
  SetIteratorType,
  SetType,
} from './types.ts';

export type AnySet = PySet | PyFrozenSet;

export function isAnySet(value: PyObject): value is AnySet {
  return value instanceof PySet || value instanceof PyFrozenSet;
}

export function newSet(): Writes<PySet> {
  return new PySet(SetType, new DictTable(true));
}

/** BUILD_SET. */
export function newSetFrom(items: readonly PyObject[]): Escapes<PySet> {
  const set = newSet();
  for (let index = 0; index < items.length; index++) set.table.add(items[index]!);
  return set;
}

export function newFrozenSet(items: readonly PyObject[]): Escapes<PyFrozenSet> {
  const set = new PyFrozenSet(FrozenSetType, new DictTable(true));
  for (let index = 0; index < items.length; index++) set.table.add(items[index]!);
  return set;
}

export function setAdd(set: PySet, item: PyObject): Escapes<void> {
  set.table.add(item);
}

/** Adds the items of any iterable (SET_UPDATE, `set.update`). */
export function setUpdate(set: AnySet, source: PyObject): Escapes<void> {
  const { table } = set;
  const from = tableOf(source);
  if (from === table) return;
  if (from === undefined) {
    forEachItem(source, (item) => void table.add(item));
    return;
  }
  if (table.size === 0) {
    table.adopt(from.copyKeys());
    return;
  }
  for (const key of from.keyItems()) table.add(key);
}

/** The table of a set, or of a dict whose class does not redefine iteration. */
function tableOf(source: PyObject): DictTable | undefined {
  if (isAnySet(source)) return source.table;
  return source instanceof PyDict && source.ob_type === DictType ? source.table : undefined;
}

/** The table of a set made of any iterable; a set's own when it is one. */
function tableFrom(source: PyObject): Escapes<DictTable> {
  const table = tableOf(source);
  if (table !== undefined) return table;
  const made = newSet();
  setUpdate(made, source);
  return made.table;
}

/** What operators and methods return: `set` or `frozenset`, never a subclass. */
function wrap(like: AnySet, table: DictTable): AnySet {
  return like instanceof PySet ? new PySet(SetType, table) : new PyFrozenSet(FrozenSetType, table);
}

/** `key in set`; a set as key stands for the frozenset of its elements. */
export function setContains(set: AnySet, key: PyObject): Escapes<boolean> {
  return set.table.lookup(searchKey(key)) >= 0;
}

function searchKey(key: PyObject): PyObject {
  return key instanceof PySet && key.ob_type.tp_hash === null
    ? new PyFrozenSet(FrozenSetType, key.table.copyKeys())
    : key;
}

// ── Operations on tables ──

function union(set: AnySet, others: readonly PyObject[]): AnySet {
  const result = wrap(set, set.table.copyKeys());
  for (const other of others) setUpdate(result, other);
  return result;
}

function intersectTables(table: DictTable, other: PyObject): DictTable {
  const result = new DictTable(true);
  const from = isAnySet(other) ? other.table : undefined;
  if (from === undefined) {
    forEachItem(other, (item) => {
      if (table.lookup(item) >= 0) result.add(item);
    });
    return result;
  }
  // The smaller one is walked; its elements are kept.
  const [walked, searched] = from.size > table.size ? [table, from] : [from, table];
  for (const key of walked.keyItems()) if (searched.lookup(key) >= 0) result.add(key);
  return result;
}

function intersection(set: AnySet, others: readonly PyObject[]): DictTable {
  if (others.length === 0) return set.table.copyKeys();
  let { table } = set;
  for (const other of others) table = intersectTables(table, other);
  return table;
}

function subtractTable(table: DictTable, other: PyObject): DictTable {
  const from = tableOf(other);
  if (from !== undefined) {
    const result = new DictTable(true);
    for (const key of table.keyItems()) if (from.lookup(key) < 0) result.add(key);
    return result;
  }
  const result = table.copyKeys();
  forEachItem(other, (item) => void result.delete(item));
  return result;
}

function difference(set: AnySet, others: readonly PyObject[]): AnySet {
  let { table } = set;
  for (const other of others) table = subtractTable(table, other);
  return wrap(set, table === set.table ? table.copyKeys() : table);
}

function differenceUpdate(set: AnySet, other: PyObject): void {
  const { table } = set;
  const from = tableOf(other);
  if (from === table) table.clear();
  else if (from !== undefined) for (const key of from.keyItems()) table.delete(key);
  else forEachItem(other, (item) => void table.delete(item));
}

function symmetricTable(table: DictTable, other: PyObject): DictTable {
  const from = tableFrom(other);
  const result = from.copyKeys();
  for (const key of table.keyItems()) {
    if (result.lookup(key) >= 0) result.delete(key);
    else result.add(key);
  }
  return result;
}

function isSubset(table: DictTable, other: DictTable): boolean {
  if (table.size > other.size) return false;
  for (let index = table.nextIndex(0); index >= 0; index = table.nextIndex(index + 1)) {
    if (other.lookup(table.keys[index]!) < 0) return false;
  }
  return true;
}

function isDisjoint(set: AnySet, other: PyObject): boolean {
  const from = tableOf(other);
  if (from !== undefined) {
    const [walked, searched] = from.size > set.table.size ? [set.table, from] : [from, set.table];
    for (let index = walked.nextIndex(0); index >= 0; index = walked.nextIndex(index + 1)) {
      if (searched.lookup(walked.keys[index]!) >= 0) return false;
    }
    return true;
  }
  let disjoint = true;
  forEachItem(other, (item) => {
    if (disjoint && set.table.lookup(item) >= 0) disjoint = false;
  });
  return disjoint;
}

function compareSets(left: AnySet, right: PyObject, op: number): PyObject {
  if (!isAnySet(right)) return NotImplemented;
  const a = left.table;
  const b = right.table;
  switch (op) {
    case 0:
      return a.size < b.size && isSubset(a, b);
    case 1:
      return isSubset(a, b);
    case 2:
      return a.size === b.size && isSubset(a, b);
    case 3:
      return a.size !== b.size || !isSubset(a, b);
    case 4:
      return b.size < a.size && isSubset(b, a);
    default:
      return isSubset(b, a);
  }
}

function setRepr(set: AnySet): StrValue {
  const { name } = set.ob_type;
  if (set.table.size === 0) return `${name}()`;
  return reprOnce(set, `${name}(...)`, () =>
    set.ob_type === SetType
      ? reprItems('{', set.table.keyItems(), '}')
      : reprItems(`${name}({`, set.table.keyItems(), '})'),
  );
}

/** Elements are hashed once. */
function frozenSetHash(set: PyFrozenSet): PyObject {
  if (set.hash === -1) set.hash = hashUnordered(set.table.keyItems().map((key) => hash(key)));
  return set.hash;
}

// ── Iterator ──

export function setIteratorNext(iterator: PyDictIterator): Raises<PyObject | undefined> {
  const { table } = iterator;
  let { index } = iterator;
  if (index < 0) return undefined;
  if (iterator.size !== table.size) {
    iterator.size = -1;
    raise(RuntimeErrorType, 'Set changed size during iteration');
  }
  const { keys } = table;
  if (index < table.first) index = table.first;
  while (index < keys.length && keys[index] === undefined) index += 1;
  if (index >= keys.length) {
    iterator.index = -1;
    return undefined;
  }
  iterator.remaining -= 1;
  iterator.index = index + 1;
  return keys[index];
}

defineType(SetIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => setIteratorNext(self as PyDictIterator) },
  methods: [
    {
      kind: 'NOARGS',
      name: '__length_hint__',
      doc: 'Private method returning an estimate of len(list(it)).',
      call(self) {
        const { index, size, table, remaining } = self as PyDictIterator;
        return index >= 0 && size === table.size ? Math.max(0, remaining) : 0;
      },
    },
    reduceToList((self) => {
      const { table, what, size, remaining, index } = self as PyDictIterator;
      const copy = new PyDictIterator(SetIteratorType, table, what, size);
      copy.remaining = remaining;
      copy.index = index;
      const items: PyObject[] = [];
      for (let item = setIteratorNext(copy); item !== undefined; item = setIteratorNext(copy))
        items.push(item);
      return items;
    }),
  ],
});

// ── The types ──

const both = (slot: (left: AnySet, right: AnySet) => PyObject) => (left: PyObject, right: PyObject) =>
  isAnySet(left) && isAnySet(right) ? slot(left, right) : NotImplemented;

const sharedSlots: SlotFunctions = {
  tp_repr: (self) => setRepr(self as AnySet),
  tp_richcompare: (left, right, op) => compareSets(left as AnySet, right, op),
  tp_iter: (self) =>
    new PyDictIterator(SetIteratorType, (self as AnySet).table, 'keys', (self as AnySet).table.size),
  sq_length: (self) => (self as AnySet).table.size,
  sq_contains: (self, key) => setContains(self as AnySet, key),
  nb_or: both((left, right) => union(left, [right])),
  nb_and: both((left, right) => wrap(left, intersectTables(left.table, right))),
  nb_subtract: both((left, right) => wrap(left, subtractTable(left.table, right))),
  nb_xor: both((left, right) => wrap(left, symmetricTable(left.table, right))),
};

const sharedMethods: readonly MethodDef[] = [
  {
    kind: 'FASTCALL',
    name: 'union',
    min: 0,
    max: -1,
    doc: 'Return a new set with elements from the set and all others.',
    call: (self, others) => union(self as AnySet, others),
  },
  {
    kind: 'FASTCALL',
    name: 'intersection',
    min: 0,
    max: -1,
    doc: 'Return a new set with elements common to the set and all others.',
    call: (self, others) => wrap(self as AnySet, intersection(self as AnySet, others)),
  },
  {
    kind: 'FASTCALL',
    name: 'difference',
    min: 0,
    max: -1,
    doc: 'Return a new set with elements in the set that are not in the others.',
    call: (self, others) => difference(self as AnySet, others),
  },
  {
    kind: 'O',
    name: 'symmetric_difference',
    doc: 'Return a new set with elements in either the set or other but not both.',
    call: (self, other) => wrap(self as AnySet, symmetricTable((self as AnySet).table, other)),
  },
  {
    kind: 'O',
    name: 'issubset',
    doc: 'Report whether another set contains this set.',
    call: (self, other) => isSubset((self as AnySet).table, tableFrom(other)),
  },
  {
    kind: 'O',
    name: 'issuperset',
    doc: 'Report whether this set contains another set.',
    call: (self, other) => isSubset(tableFrom(other), (self as AnySet).table),
  },
  {
    kind: 'O',
    name: 'isdisjoint',
    doc: 'Return True if two sets have a null intersection.',
    call: (self, other) => isDisjoint(self as AnySet, other),
  },
  {
    kind: 'NOARGS',
    name: '__reduce__',
    doc: 'Return state information for pickling.',
    call(self) {
      const { ob_type, table, dict } = self as AnySet;
      return newTuple([ob_type, newTuple([newList(table.keyItems())]), dict]);
    },
  },
];

const classMethods: readonly MethodDef[] = [
  {
    kind: 'O',
    name: '__class_getitem__',
    doc: 'See PEP 585',
    call: (type, args) => newGenericAlias(type, args),
  },
];

defineType(SetType, {
  doc: 'Build an unordered collection of unique elements.',
  slots: {
    ...sharedSlots,
    tp_new: (type) => new PySet(type, new DictTable(true)),
    tp_init(self, args, names) {
      const set = self as PySet;
      checkNoKeywords('set', names);
      checkPositional('set', args.length, 0, 1);
      set.table.clear();
      if (args.length === 1) setUpdate(set, args[0]!);
    },
    nb_inplace_or(left, right) {
      if (!isAnySet(right)) return NotImplemented;
      setUpdate(left as PySet, right);
      return left;
    },
    nb_inplace_and(left, right) {
      if (!isAnySet(right)) return NotImplemented;
      (left as PySet).table.adopt(intersectTables((left as PySet).table, right));
      return left;
    },
    nb_inplace_subtract(left, right) {
      if (!isAnySet(right)) return NotImplemented;
      differenceUpdate(left as PySet, right);
      return left;
    },
    nb_inplace_xor(left, right) {
      if (!isAnySet(right)) return NotImplemented;
      (left as PySet).table.adopt(symmetricTable((left as PySet).table, right));
      return left;
    },
  },
  methods: [
    ...sharedMethods,
    {
      kind: 'O',
      name: 'add',
      doc: 'Add an element to a set.\n\nThis has no effect if the element is already present.',
      call(self, item) {
        (self as PySet).table.add(item);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'remove',
      doc: 'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
      call(self, item) {
        if (!(self as PySet).table.delete(searchKey(item))) raiseKeyError(item);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'discard',
      doc: 'Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.',
      call(self, item) {
        (self as PySet).table.delete(searchKey(item));
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'pop',
      doc: 'Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.',
      call(self) {
        const { table } = self as PySet;
        const index = table.nextIndex(0);
        if (index < 0) raise(KeyErrorType, 'pop from an empty set');
        const item = table.keys[index]!;
        table.deleteAt(index);
        return item;
      },
    },
    {
      kind: 'NOARGS',
      name: 'clear',
      doc: 'Remove all elements from this set.',
      call(self) {
        (self as PySet).table.clear();
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'copy',
      doc: 'Return a shallow copy of a set.',
      call: (self) => wrap(self as PySet, (self as PySet).table.copyKeys()),
    },
    {
      kind: 'FASTCALL',
      name: 'update',
      min: 0,
      max: -1,
      doc: 'Update the set, adding elements from all others.',
      call(self, others) {
        for (const other of others) setUpdate(self as PySet, other);
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'intersection_update',
      min: 0,
      max: -1,
      doc: 'Update the set, keeping only elements found in it and all others.',
      call(self, others) {
        const set = self as PySet;
        set.table.adopt(intersection(set, others));
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'difference_update',
      min: 0,
      max: -1,
      doc: 'Update the set, removing elements found in others.',
      call(self, others) {
        for (const other of others) differenceUpdate(self as PySet, other);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'symmetric_difference_update',
      doc: 'Update the set, keeping only elements found in either set, but not in both.',
      call(self, other) {
        const set = self as PySet;
        set.table.adopt(symmetricTable(set.table, other));
        return null;
      },
    },
  ],
  classMethods,
});

defineType(FrozenSetType, {
  doc: 'Build an immutable unordered collection of unique elements.',
  slots: {
    ...sharedSlots,
    tp_new(type, args, names) {
      if (type === FrozenSetType || type.tp_init === FrozenSetType.tp_init)
        checkNoKeywords('frozenset', names);
      const given = args.length - (names === null ? 0 : names.length);
      checkPositional('frozenset', given, 0, 1);
      return frozenSetOf(type, given === 0 ? undefined : args[0]!);
    },
    tp_hash: (self) => frozenSetHash(self as PyFrozenSet) as number | bigint,
  },
  methods: [
    ...sharedMethods,
    {
      kind: 'NOARGS',
      name: 'copy',
      doc: 'Return a shallow copy of a set.',
      call: (self) =>
        (self as PyFrozenSet).ob_type === FrozenSetType
          ? self
          : wrap(self as PyFrozenSet, (self as PyFrozenSet).table.copyKeys()),
    },
  ],
  classMethods,
});

function frozenSetOf(type: PyType, source: PyObject | undefined): PyFrozenSet {
  if (type === FrozenSetType && source instanceof PyFrozenSet && source.ob_type === FrozenSetType)
    return source;
  const set = new PyFrozenSet(type, new DictTable(true));
  if (source !== undefined) setUpdate(set, source);
  return set;
}

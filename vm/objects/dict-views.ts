/** Views of a dict (`keys()`, `values()`, `items()`) and the iterators over it (CPython: Objects/dictobject.c). */
import { defineType } from './builtin-type.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raise } from './errors.ts';
import { type PyDict, PyDictIterator, PyDictView, PyMappingProxy, PyTuple } from './generated/layouts.ts';
import type { DictViewKind, IterNextSlot, MethodDef } from './host-types.ts';
import { emptyItems } from './item-arrays.ts';
import { forEachItem } from './iterate.ts';
import { reduceToList } from './iterators.ts';
import type { PyObject } from './object.ts';
import { contains, equals, lengthOf } from './operators.ts';
import { reprItems, reprOnce } from './repr-items.ts';
import { isAnySet, newSet } from './set.ts';
import { NotImplemented } from './singletons.ts';
import { newPair } from './tuple.ts';
import {
  bareType,
  DictItemIteratorType,
  DictItemsType,
  DictKeyIteratorType,
  DictKeysType,
  DictValueIteratorType,
  DictValuesType,
  MappingProxyType,
  ObjectType,
  RuntimeErrorType,
} from './types.ts';

const VIEW_TYPES = { keys: DictKeysType, values: DictValuesType, items: DictItemsType };
const ITERATOR_TYPES = {
  keys: DictKeyIteratorType,
  values: DictValueIteratorType,
  items: DictItemIteratorType,
};
const REVERSE_TYPES = {
  keys: bareType('dict_reversekeyiterator', 'PyDictIterator', ObjectType, { final: true }),
  values: bareType('dict_reversevalueiterator', 'PyDictIterator', ObjectType, { final: true }),
  items: bareType('dict_reverseitemiterator', 'PyDictIterator', ObjectType, { final: true }),
};

export function newDictView(dict: PyDict, what: DictViewKind): Writes<PyDictView> {
  return new PyDictView(VIEW_TYPES[what], dict, what);
}

// ── Iterators ──

export function newDictIterator(dict: PyDict, what: DictViewKind): Writes<PyDictIterator> {
  return new PyDictIterator(ITERATOR_TYPES[what], dict.table, what, dict.table.size);
}

/** Index of the next entry, −1 at the end; after the end the iterator stays there (`index` is −1). */
function nextEntry(iterator: PyDictIterator): Raises<number> {
  const { table } = iterator;
  let { index } = iterator;
  if (index < 0) return -1;
  if (iterator.size !== table.size) {
    iterator.size = -1;
    raise(RuntimeErrorType, 'dictionary changed size during iteration');
  }
  const { keys } = table;
  if (index < table.first) index = table.first;
  while (index < keys.length && keys[index] === undefined) index += 1;
  if (index >= keys.length) {
    iterator.index = -1;
    return -1;
  }
  if (iterator.remaining === 0) raise(RuntimeErrorType, 'dictionary keys changed during iteration');
  iterator.remaining -= 1;
  iterator.index = index + 1;
  return index;
}

export function dictKeyIteratorNext(iterator: PyDictIterator): Raises<PyObject | undefined> {
  const index = nextEntry(iterator);
  return index < 0 ? undefined : iterator.table.keys[index];
}

export function dictValueIteratorNext(iterator: PyDictIterator): Raises<PyObject | undefined> {
  const index = nextEntry(iterator);
  return index < 0 ? undefined : iterator.table.values[index];
}

export function dictItemIteratorNext(iterator: PyDictIterator): Raises<PyObject | undefined> {
  const index = nextEntry(iterator);
  if (index < 0) return undefined;
  const { table } = iterator;
  return newPair(table.keys[index]!, table.values[index]!);
}

const NEXT = { keys: dictKeyIteratorNext, values: dictValueIteratorNext, items: dictItemIteratorNext };

const iteratorMethods: readonly MethodDef[] = [
  {
    kind: 'NOARGS',
    name: '__length_hint__',
    doc: 'Private method returning an estimate of len(list(it)).',
    call(self) {
      const { index, size, table, remaining } = self as PyDictIterator;
      return index >= 0 && size === table.size ? remaining : 0;
    },
  },
  reduceToList((self) => remainingItems(self as PyDictIterator)),
];

for (const what of ['keys', 'values', 'items'] as const) {
  const next = NEXT[what];
  defineType(ITERATOR_TYPES[what], {
    // The function itself: closures made here would share what V8 learns about them.
    slots: { tp_iter: (self) => self, tp_iternext: next as IterNextSlot },
    methods: iteratorMethods,
  });
  defineType(REVERSE_TYPES[what], {
    slots: { tp_iter: (self) => self, tp_iternext: reverseNext as IterNextSlot },
    methods: iteratorMethods,
  });
}

/** What the iterator has yet to give; it stays where it is. */
function remainingItems({ ob_type, table, what, size, remaining, index }: PyDictIterator): PyObject[] {
  const copy = new PyDictIterator(ob_type, table, what, size);
  copy.remaining = remaining;
  copy.index = index;
  const items = emptyItems();
  const next = ob_type.tp_iternext!;
  for (let item = next(copy); item !== undefined; item = next(copy)) items.push(item);
  return items;
}

/** Last entry first: `index` is that of the entry handed out before. */
export function newReverseDictIterator(dict: PyDict, what: DictViewKind): Writes<PyDictIterator> {
  const iterator = new PyDictIterator(REVERSE_TYPES[what], dict.table, what, dict.table.size);
  iterator.index = dict.table.keys.length;
  return iterator;
}

function reverseNext(iterator: PyDictIterator): Raises<PyObject | undefined> {
  const { table, what } = iterator;
  if (iterator.index < 0) return undefined;
  if (iterator.size !== table.size) {
    iterator.size = -1;
    raise(RuntimeErrorType, 'dictionary changed size during iteration');
  }
  const index = table.previousIndex(iterator.index);
  iterator.index = index;
  if (index < 0) return undefined;
  iterator.remaining -= 1;
  if (what === 'keys') return table.keys[index]!;
  return what === 'values' ? table.values[index]! : newPair(table.keys[index]!, table.values[index]!);
}

// ── Views ──

function viewItems({ mapping: { table }, what }: PyDictView): PyObject[] {
  if (what === 'keys') return table.keyItems();
  if (what === 'values') return table.valueItems();
  const items = emptyItems();
  for (let index = table.nextIndex(0); index >= 0; index = table.nextIndex(index + 1)) {
    items.push(newPair(table.keys[index]!, table.values[index]!));
  }
  return items;
}

function viewContains(view: PyDictView, value: PyObject): Escapes<boolean> {
  const { table } = view.mapping;
  if (view.what === 'keys') return table.lookup(value) >= 0;
  if (!(value instanceof PyTuple) || value.items.length !== 2) return false;
  const found = table.get(value.items[0]!);
  return found !== undefined && equals(found, value.items[1]!);
}

function isSetLike(value: PyObject): boolean {
  return isAnySet(value) || (value instanceof PyDictView && value.what !== 'values');
}

/** Every item of the first is in the second. */
function allIn(view: PyObject, other: PyObject): Escapes<boolean> {
  let all = true;
  forEachItem(view, (item) => {
    if (all && !contains(item, other)) all = false;
  });
  return all;
}

/** dictview_richcompare: as sets compare. */
function compareViews(view: PyObject, other: PyObject, op: number): Escapes<PyObject> {
  if (!isSetLike(other)) return NotImplemented;
  const size = lengthOf(view);
  const otherSize = lengthOf(other);
  switch (op) {
    case 0:
      return size < otherSize && allIn(view, other);
    case 1:
      return size <= otherSize && allIn(view, other);
    case 2:
      return size === otherSize && allIn(view, other);
    case 3:
      return size !== otherSize || !allIn(view, other);
    case 4:
      return size > otherSize && allIn(other, view);
    default:
      return size >= otherSize && allIn(other, view);
  }
}

/** The operators of set-like views take any iterables, on either side, and give a set. */
function combine(
  left: PyObject,
  right: PyObject,
  add: (item: PyObject, inLeft: boolean, inRight: boolean) => boolean,
): Escapes<PyObject> {
  const first = newSet();
  forEachItem(left, (item) => void first.table.add(item));
  const second = newSet();
  forEachItem(right, (item) => void second.table.add(item));
  const result = newSet();
  for (const item of first.table.keyItems()) {
    if (add(item, true, second.table.has(item))) result.table.add(item);
  }
  for (const item of second.table.keyItems()) {
    if (add(item, first.table.has(item), true)) result.table.add(item);
  }
  return result;
}

for (const what of ['keys', 'values', 'items'] as const) {
  defineType(VIEW_TYPES[what], {
    slots: {
      tp_repr(self) {
        const view = self as PyDictView;
        return reprOnce(view, '...', () => reprItems(`${view.ob_type.name}([`, viewItems(view), '])'));
      },
      tp_iter: (self) => newDictIterator((self as PyDictView).mapping, what),
      sq_length: (self) => (self as PyDictView).mapping.table.size,
    },
    methods: [
      {
        kind: 'NOARGS',
        name: '__reversed__',
        call: (self) => newReverseDictIterator((self as PyDictView).mapping, what),
      },
    ],
    getset: [
      {
        name: 'mapping',
        doc: 'dictionary that this view refers to',
        get: (self) => new PyMappingProxy(MappingProxyType, (self as PyDictView).mapping),
      },
    ],
  });
}

for (const what of ['keys', 'items'] as const) {
  defineType(VIEW_TYPES[what], {
    slots: {
      tp_richcompare: compareViews,
      sq_contains: (self, value) => viewContains(self as PyDictView, value),
      nb_and: (left, right) => combine(left, right, (_item, inLeft, inRight) => inLeft && inRight),
      nb_or: (left, right) => combine(left, right, () => true),
      nb_xor: (left, right) => combine(left, right, (_item, inLeft, inRight) => inLeft !== inRight),
      nb_subtract: (left, right) => combine(left, right, (_item, inLeft, inRight) => inLeft && !inRight),
    },
    methods: [
      {
        kind: 'O',
        name: 'isdisjoint',
        doc: 'Return True if the view and the given iterable have a null intersection.',
        call(self, other) {
          let disjoint = true;
          forEachItem(other, (item) => {
            if (disjoint && viewContains(self as PyDictView, item)) disjoint = false;
          });
          return disjoint;
        },
      },
    ],
  });
}

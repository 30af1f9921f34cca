/** The type `list` (CPython: Objects/listobject.c). The `items` array of a list is never replaced by another. */
import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import { PyList, PyListIterator, PySlice, PyTuple } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import { emptyItems } from './item-arrays.ts';
import {
  asSize,
  asSliceIndexNotNone,
  clampToLength,
  compareItems,
  countItem,
  indexOfItem,
  repeatCount,
  repeatItems,
  sequenceIndex,
  sliceItems,
} from './items.ts';
import { isIterable, iterateToArray } from './iterate.ts';
import { newListReverseIterator } from './iterators.ts';
import { sortList } from './list-sort.ts';
import type { PyObject } from './object.ts';
import { getIter, isTrue } from './operators.ts';
import { reprItems, reprOnce } from './repr-items.ts';
import { NotImplemented } from './singletons.ts';
import { sliceBounds } from './slice.ts';
import { typeName, typeOf } from './typeof.ts';
import { ListIteratorType, ListType, TupleType } from './types.ts';

/** Takes the array over; it must be of the general elements kind (item-arrays.ts). */
export function newList(items: PyObject[]): Writes<PyList> {
  return new PyList(ListType, items);
}

export function listAppend(list: PyList, value: PyObject): Writes<void> {
  list.items.push(value);
}

export function listGetItemInt(list: PyList, index: number): Raises<PyObject> {
  const { items } = list;
  const position = index < 0 ? index + items.length : index;
  if (position < 0 || position >= items.length) raiseIndexError('list index out of range');
  return items[position]!;
}

export function listSetItemInt(list: PyList, index: number, value: PyObject): Raises<void> {
  const { items } = list;
  const position = index < 0 ? index + items.length : index;
  if (position < 0 || position >= items.length) raiseIndexError('list assignment index out of range');
  items[position] = value;
}

export function listSubscript(list: PyList, key: PyObject): Escapes<PyObject> {
  if (typeof key === 'number') return listGetItemInt(list, key);
  if (key instanceof PySlice) return newList(sliceItems(list.items, key));
  return listGetItemInt(list, sequenceIndex(key, 'list'));
}

/** `list[key] = value`; `undefined` deletes. */
export function listAssign(list: PyList, key: PyObject, value: PyObject | undefined): Escapes<void> {
  if (key instanceof PySlice) {
    if (value === undefined) deleteSlice(list, key);
    else assignSlice(list, key, value);
    return;
  }
  const index = typeof key === 'number' ? key : sequenceIndex(key, 'list');
  if (value !== undefined) {
    listSetItemInt(list, index, value);
    return;
  }
  const { items } = list;
  const position = index < 0 ? index + items.length : index;
  if (position < 0 || position >= items.length) raiseIndexError('list assignment index out of range');
  removeAt(items, position);
}

function removeAt(items: PyObject[], position: number): void {
  if (position === items.length - 1) items.pop();
  else if (position === 0) items.shift();
  else items.splice(position, 1);
}

function assignSlice(list: PyList, slice: PySlice, value: PyObject): void {
  const { items } = list;
  if (slice.step === null || slice.step === 1) {
    const source = sliceSource(value);
    const { start, stop } = sliceBounds(slice, items);
    replaceRange(items, start, Math.max(start, stop), source);
    return;
  }
  const { step } = sliceBounds(slice, items);
  const source = sliceSource(value);
  const { start, stop, length } = sliceBounds(slice, items);
  if (step === 1) {
    replaceRange(items, start, Math.max(start, stop), source);
    return;
  }
  if (source.length !== length) {
    raiseValueError(
      `attempt to assign sequence of size ${source.length} to extended slice of size ${length}`,
    );
  }
  for (let position = 0; position < length; position++) items[start + position * step] = source[position]!;
}

/** A copy: the source may be the list itself. */
function sliceSource(value: PyObject): PyObject[] {
  if (!isIterable(value)) raiseTypeError('must assign iterable to extended slice');
  return iterateToArray(value);
}

/** Puts `source` in the place of items [start, stop). */
function replaceRange(items: PyObject[], start: number, stop: number, source: readonly PyObject[]): void {
  const count = stop - start;
  if (count === source.length) {
    for (let index = 0; index < count; index++) items[start + index] = source[index]!;
    return;
  }
  const tail = items.slice(stop);
  items.length = start;
  for (let index = 0; index < source.length; index++) items.push(source[index]!);
  for (let index = 0; index < tail.length; index++) items.push(tail[index]!);
}

function deleteSlice(list: PyList, slice: PySlice): void {
  const { items } = list;
  const { start, stop, step, length } = sliceBounds(slice, items);
  if (length === 0) return;
  if (step === 1) {
    items.splice(start, stop - start);
    return;
  }
  const first = step > 0 ? start : start + (length - 1) * step;
  const distance = Math.abs(step);
  const last = first + (length - 1) * distance;
  let out = first;
  for (let index = first; index < items.length; index++) {
    if (index <= last && (index - first) % distance === 0) continue;
    items[out++] = items[index]!;
  }
  items.length = out;
}

/** `list.extend`: what an iterator has given stays even when it raises. */
export function listExtend(list: PyList, source: PyObject): Escapes<void> {
  const { items } = list;
  if (
    (source instanceof PyList && source.ob_type === ListType) ||
    (source instanceof PyTuple && source.ob_type === TupleType)
  ) {
    const other = source.items;
    const { length } = other;
    for (let index = 0; index < length; index++) items.push(other[index]!);
    return;
  }
  const iterator = getIter(source);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) items.push(item);
}

/** LIST_EXTEND, `[*source]`. */
export function listExtendStarred(list: PyList, source: PyObject): Escapes<void> {
  if (!isIterable(source)) raiseTypeError(`Value after * must be an iterable, not ${typeName(source)}`);
  listExtend(list, source);
}

/** LIST_TO_TUPLE: the list is not used afterwards. */
export function listToTuple(list: PyList): Writes<PyTuple> {
  return new PyTuple(TupleType, list.items);
}

export function listPop(list: PyList): Raises<PyObject> {
  if (list.items.length === 0) raiseIndexError('pop from empty list');
  return list.items.pop()!;
}

function popAt(list: PyList, argument: PyObject): PyObject {
  const index = asSize(argument);
  const { items } = list;
  if (items.length === 0) raiseIndexError('pop from empty list');
  const position = index < 0 ? index + items.length : index;
  if (position < 0 || position >= items.length) raiseIndexError('pop index out of range');
  const item = items[position]!;
  removeAt(items, position);
  return item;
}

export function listInsert(list: PyList, index: number, value: PyObject): Writes<void> {
  const { items } = list;
  const position = clampToLength(index, items.length);
  if (position >= items.length) items.push(value);
  else if (position === 0) items.unshift(value);
  else items.splice(position, 0, value);
}

function repeat(left: PyObject, right: PyObject): PyObject {
  const [list, other] = left instanceof PyList ? [left, right] : [right as PyList, left];
  const count = repeatCount(other);
  return count === undefined ? NotImplemented : newList(repeatItems(list.items, count));
}

const SORT = { name: 'sort', names: ['key', 'reverse'], positional: 0, required: 0 };

/** Arguments of `list.sort` and `sorted` given by name: key and reverse. */
export function sortArguments(
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<{ key: PyObject; reverse: boolean }> {
  const [key = null, reverse = false] = parseArguments(SORT, args, names);
  return { key, reverse: typeof reverse === 'boolean' ? reverse : isTrue(reverse) };
}

defineType(ListType, {
  doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
  pattern: 'sequence',
  slots: {
    tp_new: (type) => new PyList(type, emptyItems()),
    tp_init(self, args, names) {
      const list = self as PyList;
      if (list.ob_type === ListType || list.ob_type.tp_new === ListType.tp_new)
        checkNoKeywords('list', names);
      // A class with a `__new__` of its own may take keywords: they are no matter of this one.
      const given = args.length - (names?.length ?? 0);
      checkPositional('list', given, 0, 1);
      list.items.length = 0;
      if (given === 1) listExtend(list, args[0]!);
    },
    tp_repr(self) {
      const { items } = self as PyList;
      if (items.length === 0) return '[]';
      return reprOnce(self as PyList, '[...]', () => reprItems('[', items, ']'));
    },
    tp_richcompare(left, right, op) {
      if (!(right instanceof PyList)) return NotImplemented;
      return compareItems((left as PyList).items, right.items, op);
    },
    tp_iter: (self) => new PyListIterator(ListIteratorType, self as PyList),
    sq_length: (self) => (self as PyList).items.length,
    sq_contains: (self, value) => indexOfItem((self as PyList).items, value) >= 0,
    mp_subscript: (self, key) => listSubscript(self as PyList, key),
    mp_ass_subscript: (self, key, value) => listAssign(self as PyList, key, value),
    nb_add(left, right) {
      if (!(left instanceof PyList) || !(right instanceof PyList)) return NotImplemented;
      return newList(left.items.concat(right.items));
    },
    nb_inplace_add(left, right) {
      listExtend(left as PyList, right);
      return left;
    },
    nb_multiply: repeat,
    nb_inplace_multiply(left, right) {
      const count = repeatCount(right);
      if (count === undefined) return NotImplemented;
      const { items } = left as PyList;
      const repeated = repeatItems(items, count - 1);
      if (count <= 0) items.length = 0;
      else for (let index = 0; index < repeated.length; index++) items.push(repeated[index]!);
      return left;
    },
  },
  methods: [
    {
      kind: 'O',
      name: 'append',
      doc: 'Append object to the end of the list.',
      call(self, value) {
        (self as PyList).items.push(value);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'extend',
      doc: 'Extend list by appending elements from the iterable.',
      call(self, source) {
        listExtend(self as PyList, source);
        return null;
      },
    },
    {
      kind: 'POSITIONAL',
      name: 'insert',
      min: 2,
      max: 2,
      doc: 'Insert object before index.',
      call(self, index, value) {
        listInsert(self as PyList, asSize(index!), value!);
        return null;
      },
    },
    {
      kind: 'POSITIONAL',
      name: 'pop',
      min: 0,
      max: 1,
      doc: 'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
      call: (self, index) => (index === undefined ? listPop(self as PyList) : popAt(self as PyList, index)),
    },
    {
      kind: 'O',
      name: 'remove',
      doc: 'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
      call(self, value) {
        const { items } = self as PyList;
        const index = indexOfItem(items, value);
        if (index < 0) raiseValueError('list.remove(x): x not in list');
        if (index < items.length) removeAt(items, index);
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'index',
      min: 1,
      max: 3,
      doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.',
      call(self, args) {
        const { items } = self as PyList;
        const start = args.length > 1 ? asSliceIndexNotNone(args[1]!) : 0;
        const stop = args.length > 2 ? asSliceIndexNotNone(args[2]!) : Number.MAX_SAFE_INTEGER;
        const index = indexOfItem(
          items,
          args[0]!,
          clampToLength(start, items.length),
          clampToLength(stop, items.length),
        );
        if (index < 0) raiseValueError('list.index(x): x not in list');
        return index;
      },
    },
    {
      kind: 'O',
      name: 'count',
      doc: 'Return number of occurrences of value.',
      call: (self, value) => countItem((self as PyList).items, value),
    },
    {
      kind: 'NOARGS',
      name: 'clear',
      doc: 'Remove all items from list.',
      call(self) {
        (self as PyList).items.length = 0;
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'copy',
      doc: 'Return a shallow copy of the list.',
      call: (self) => newList((self as PyList).items.slice()),
    },
    {
      kind: 'NOARGS',
      name: 'reverse',
      doc: 'Reverse *IN PLACE*.',
      call(self) {
        (self as PyList).items.reverse();
        return null;
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'sort',
      doc: 'Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.',
      call(self, args, names) {
        const { key, reverse } = sortArguments(args, names);
        sortList(self as PyList, key, reverse);
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: '__reversed__',
      doc: 'Return a reverse iterator over the list.',
      call: (self) => newListReverseIterator(self as PyList),
    },
  ],
  classMethods: [
    {
      kind: 'O',
      name: '__class_getitem__',
      doc: 'See PEP 585',
      call: (type, args) => newGenericAlias(type, args),
    },
  ],
});

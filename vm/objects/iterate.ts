/** Walking iterables from the host, with short cuts where the iteration of a built-in container cannot be overridden. */
import type { Escapes, Reads } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyDict, PyFrozenSet, PyList, PySet, PyTuple } from './generated/layouts.ts';
import { emptyItems } from './item-arrays.ts';
import type { PyObject } from './object.ts';
import { getIter } from './operators.ts';
import { typeName, typeOf } from './typeof.ts';
import { DictType, FrozenSetType, ListType, SetType, TupleType } from './types.ts';

/** The items of an iterable, in a new array. */
export function iterateToArray(source: PyObject): Escapes<PyObject[]> {
  const known = knownItems(source);
  if (known !== undefined) return known;
  const items = emptyItems();
  const iterator = getIter(source);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) items.push(item);
  return items;
}

/** The items of a built-in container whose class does not override iteration, in a new array. */
function knownItems(source: PyObject): Reads<PyObject[] | undefined> {
  if (typeof source !== 'object' || source === null) {
    if (typeof source !== 'string') return undefined;
    const items = emptyItems();
    for (let index = 0; index < source.length; index++) items.push(source[index]!);
    return items;
  }
  const iter = source.ob_type.tp_iter;
  if (source instanceof PyList) return iter === ListType.tp_iter ? source.items.slice() : undefined;
  if (source instanceof PyTuple) return iter === TupleType.tp_iter ? source.items.slice() : undefined;
  if (source instanceof PyDict) return iter === DictType.tp_iter ? source.table.keyItems() : undefined;
  if (source instanceof PySet) return iter === SetType.tp_iter ? source.table.keyItems() : undefined;
  if (source instanceof PyFrozenSet)
    return iter === FrozenSetType.tp_iter ? source.table.keyItems() : undefined;
  return undefined;
}

/**
 * Items to read and not to keep: those of a list or tuple themselves, else a new array.
 * What runs between must not change the list.
 */
export function itemsOf(source: PyObject): Escapes<readonly PyObject[]> {
  if (source instanceof PyTuple && source.ob_type === TupleType) return source.items;
  if (source instanceof PyList && source.ob_type === ListType) return source.items;
  return iterateToArray(source);
}

/** Calls `visit` with each item as the iteration gives it; a list may grow meanwhile. */
export function forEachItem(source: PyObject, visit: (item: PyObject) => void): Escapes<void> {
  if ((source instanceof PyList || source instanceof PyTuple) && isPlainSequence(source)) {
    const { items } = source;
    for (let index = 0; index < items.length; index++) visit(items[index]!);
    return;
  }
  const iterator = getIter(source);
  const next = typeOf(iterator).tp_iternext!;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) visit(item);
}

function isPlainSequence(source: PyList | PyTuple): boolean {
  return source.ob_type === ListType || source.ob_type === TupleType;
}

/** Whether `iter(value)` can work: what unpacking asks before it words its TypeError. */
export function isIterable(value: PyObject): Reads<boolean> {
  const type = typeOf(value);
  return type.tp_iter !== null || (type.mp_subscript !== null && type.heap);
}

/** UNPACK_SEQUENCE: exactly `count` items, in order. The array may be the sequence's own: read it at once. */
export function unpackToArray(source: PyObject, count: number): Escapes<readonly PyObject[]> {
  if (source instanceof PyTuple && source.ob_type === TupleType) {
    if (source.items.length !== count) wrongCount(count, source.items.length);
    return source.items;
  }
  if (source instanceof PyList && source.ob_type === ListType) {
    if (source.items.length !== count) wrongCount(count, source.items.length);
    return source.items;
  }
  const iterator = unpackIterator(source);
  const next = typeOf(iterator).tp_iternext!;
  const items = emptyItems();
  for (let index = 0; index < count; index++) {
    const item = next(iterator);
    if (item === undefined) wrongCount(count, index);
    items.push(item);
  }
  if (next(iterator) === undefined) return items;
  if (source instanceof PyDict && source.ob_type === DictType) wrongCount(count, source.table.size);
  raiseValueError(`too many values to unpack (expected ${count})`);
}

/** UNPACK_EX: `before` items, a list of the rest, `after` items, in order. */
export function unpackStarred(source: PyObject, before: number, after: number): Escapes<PyObject[]> {
  const iterator = unpackIterator(source);
  const next = typeOf(iterator).tp_iternext!;
  const items = emptyItems();
  for (let item = next(iterator); item !== undefined; item = next(iterator)) items.push(item);
  if (items.length < before + after) {
    raiseValueError(`not enough values to unpack (expected at least ${before + after}, got ${items.length})`);
  }
  const rest = new PyList(ListType, items.splice(before, items.length - before - after));
  items.splice(before, 0, rest);
  return items;
}

function unpackIterator(source: PyObject): Escapes<PyObject> {
  if (!isIterable(source)) raiseTypeError(`cannot unpack non-iterable ${typeName(source)} object`);
  return getIter(source);
}

function wrongCount(expected: number, got: number): never {
  if (got < expected) raiseValueError(`not enough values to unpack (expected ${expected}, got ${got})`);
  raiseValueError(`too many values to unpack (expected ${expected}, got ${got})`);
}

/** Typed semantics of containers. */
import {
  buildSlice,
  type Escapes,
  emptyItems,
  getItem,
  iterateToArray,
  newDict,
  newList,
  newSet,
  type Pure,
  type PyDict,
  type PyList,
  type PyObject,
  type PySet,
  type PyTuple,
  type Reads,
  setAdd,
  setItem,
  unpackStarred,
  type Writes,
} from '../../objects/index.ts';

/** Changes when keys come or go or move; unique to a dict. */
export function keysVersion(dict: PyDict): Reads<number> {
  return dict.table.version;
}
export function valueAt(dict: PyDict, index: number): Reads<PyObject> {
  return dict.table.values[index] as PyObject;
}
export function dictHasStr(dict: PyDict, key: string): Reads<boolean> {
  return dict.table.lookupStr(key) >= 0;
}
export function dictGetStr(dict: PyDict, key: string): Reads<PyObject | undefined> {
  return dict.table.getStr(key);
}
export function dictSetItem(dict: PyDict, key: PyObject, value: PyObject): Escapes<void> {
  dict.table.set(key, value);
}
export function listLength(list: PyList): Reads<number> {
  return list.items.length;
}
export function listItem(list: PyList, index: number): Reads<PyObject> {
  return list.items[index] as PyObject;
}
export function listSetItem(list: PyList, index: number, value: PyObject): Writes<void> {
  list.items[index] = value;
}
export function tupleItems(tuple: PyTuple): Pure<readonly PyObject[]> {
  return tuple.items;
}
export function tupleItem(tuple: PyTuple, index: number): Pure<PyObject> {
  return tuple.items[index] as PyObject;
}
export function strItem(text: string, index: number): Pure<string> {
  return text[index] as string;
}

export function buildList(items: readonly PyObject[]): Writes<PyObject> {
  return newList(generalItems(items));
}

/** Always V8's general elements kind: a list of ints must cost the same when a None comes into it. */
function generalItems(items: readonly PyObject[]): PyObject[] {
  const result = emptyItems();
  for (let i = 0; i < items.length; i++) result.push(items[i]!);
  return result;
}

export function buildSet(items: readonly PyObject[]): Escapes<PyObject> {
  const set = newSet();
  for (const item of items) setAdd(set, item);
  return set;
}

export function buildMap(keysAndValues: readonly PyObject[]): Escapes<PyObject> {
  const dict = newDict();
  for (let i = 0; i < keysAndValues.length; i += 2) dict.table.set(keysAndValues[i]!, keysAndValues[i + 1]!);
  return dict;
}

export function buildSliceOf(args: readonly PyObject[]): Writes<PyObject> {
  return buildSlice(args[0]!, args[1]!, args[2] ?? null);
}

export function getSlice(container: PyObject, start: PyObject, stop: PyObject): Escapes<PyObject> {
  const slice = buildSlice(start, stop, null);
  return getItem(container, slice);
}

export function setSlice(
  container: PyObject,
  start: PyObject,
  stop: PyObject,
  value: PyObject,
): Escapes<void> {
  const slice = buildSlice(start, stop, null);
  setItem(container, slice, value);
}

export function setUpdate(set: PySet, iterable: PyObject): Escapes<void> {
  for (const item of iterateToArray(iterable)) setAdd(set, item);
}

/** The values of `before, *rest, after = iterable`, `rest` as a list. */
export function unpackEx(iterable: PyObject, oparg: number): Escapes<readonly PyObject[]> {
  return unpackStarred(iterable, oparg & 255, oparg >> 8);
}

/** Subscriptions, displays and unpacking (language reference 6.2, 6.3.2, 7.2). */
import {
  deleteItem,
  dictMerge,
  dictUpdateStarred,
  getItem,
  listAppend,
  listExtendStarred,
  listToTuple,
  newTuple,
  type PyDict,
  type PyList,
  type PyObject,
  type PySet,
  setAdd,
  setItem,
  unpackToArray,
} from '../objects/index.ts';
import { instruction, specialization } from './define.ts';
import { type Args, guard, type Oparg, type Outputs, type Peek } from './primitives.ts';
import {
  buildList,
  buildMap,
  buildSet,
  buildSliceOf,
  dictGetStr,
  dictSetItem,
  getSlice,
  listItem,
  listSetItem,
  setSlice,
  setUpdate,
  strItem,
  tupleItem,
  tupleItems,
  unpackEx,
} from './runtime/containers.ts';
import {
  indexInList,
  indexInStr,
  indexInTuple,
  isDict,
  isList,
  isPlainStr,
  isSmallInt,
  isTuple,
  isTupleOfLength,
} from './runtime/predicates.ts';
import { selectBinarySubscr, selectStoreSubscr, selectUnpackSequence } from './runtime/select-operators.ts';

export const BINARY_SUBSCR = instruction({
  effect: 'Escapes',
  select: selectBinarySubscr,
  execute(container: PyObject, key: PyObject): PyObject {
    return getItem(container, key);
  },
});

export const BINARY_SUBSCR_LIST_INT = specialization(BINARY_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Reads',
  execute(container: PyObject, key: PyObject): PyObject {
    guard(isList(container));
    guard(isSmallInt(key));
    guard(indexInList(container, key));
    return listItem(container, key);
  },
});

export const BINARY_SUBSCR_TUPLE_INT = specialization(BINARY_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(container: PyObject, key: PyObject): PyObject {
    guard(isTuple(container));
    guard(isSmallInt(key));
    guard(indexInTuple(container, key));
    return tupleItem(container, key);
  },
});

export const BINARY_SUBSCR_STR_INT = specialization(BINARY_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(container: PyObject, key: PyObject): string {
    guard(isPlainStr(container));
    guard(isSmallInt(key));
    guard(indexInStr(container, key));
    return strItem(container, key);
  },
});

export const BINARY_SUBSCR_DICT_STR = specialization(BINARY_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Reads',
  execute(container: PyObject, key: PyObject): PyObject {
    guard(isDict(container));
    guard(isPlainStr(key));
    const value = dictGetStr(container, key);
    guard(value !== undefined);
    return value;
  },
});

export const STORE_SUBSCR = instruction({
  effect: 'Escapes',
  select: selectStoreSubscr,
  execute(value: PyObject, container: PyObject, key: PyObject): void {
    setItem(container, key, value);
  },
});

export const STORE_SUBSCR_LIST_INT = specialization(STORE_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Writes',
  execute(value: PyObject, container: PyObject, key: PyObject): void {
    guard(isList(container));
    guard(isSmallInt(key));
    guard(indexInList(container, key));
    listSetItem(container, key, value);
  },
});

export const STORE_SUBSCR_DICT = specialization(STORE_SUBSCR, {
  flag: 'specialize-operators',
  effect: 'Escapes',
  execute(value: PyObject, container: PyObject, key: PyObject): void {
    guard(isDict(container));
    dictSetItem(container, key, value);
  },
});

export const DELETE_SUBSCR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(container: PyObject, key: PyObject): void {
    deleteItem(container, key);
  },
});

export const BINARY_SLICE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(container: PyObject, start: PyObject, stop: PyObject): PyObject {
    return getSlice(container, start, stop);
  },
});

export const STORE_SLICE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, container: PyObject, start: PyObject, stop: PyObject): void {
    setSlice(container, start, stop, value);
  },
});

export const BUILD_TUPLE = instruction({
  effect: 'Writes',
  execute(args: Args): PyObject {
    return newTuple(args as PyObject[]);
  },
});

export const BUILD_LIST = instruction({
  effect: 'Writes',
  execute(args: Args): PyObject {
    return buildList(args);
  },
});

export const BUILD_SET = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(args: Args): PyObject {
    return buildSet(args);
  },
});

/** Inputs are key, value, key, value, … */
export const BUILD_MAP = instruction({
  effect: 'Escapes',
  outOfLine: true,
  count: (oparg) => 2 * oparg,
  execute(args: Args): PyObject {
    return buildMap(args);
  },
});

export const BUILD_SLICE = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(args: Args): PyObject {
    return buildSliceOf(args);
  },
});

export const LIST_APPEND = instruction({
  effect: 'Writes',
  execute(value: PyObject, list: Peek): void {
    listAppend(list as PyList, value);
  },
});

export const SET_ADD = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, set: Peek): void {
    setAdd(set as PySet, value);
  },
});

export const MAP_ADD = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(key: PyObject, value: PyObject, dict: Peek): void {
    dictSetItem(dict as PyDict, key, value);
  },
});

export const LIST_EXTEND = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(iterable: PyObject, list: Peek): void {
    listExtendStarred(list as PyList, iterable);
  },
});

export const SET_UPDATE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(iterable: PyObject, set: Peek): void {
    setUpdate(set as PySet, iterable);
  },
});

export const DICT_UPDATE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(mapping: PyObject, dict: Peek): void {
    dictUpdateStarred(dict as PyDict, mapping);
  },
});

/** As DICT_UPDATE for `**mapping` in a call: a repeated keyword is an error, which names what is called. */
export const DICT_MERGE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(
    callable: PyObject,
    self: PyObject | undefined,
    positional: PyObject,
    dict: PyObject,
    mapping: PyObject,
  ): [callable: PyObject, self: PyObject | undefined, positional: PyObject, dict: PyObject] {
    dictMerge(dict as PyDict, mapping, callable);
    return [callable, self, positional, dict];
  },
});

export const LIST_TO_TUPLE = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(list: PyObject): PyObject {
    return listToTuple(list as PyList);
  },
});

export const UNPACK_SEQUENCE = instruction({
  effect: 'Escapes',
  outputs: (oparg) => oparg,
  select: selectUnpackSequence,
  execute(sequence: PyObject, oparg: Oparg): Outputs {
    return unpackToArray(sequence, oparg);
  },
});

export const UNPACK_SEQUENCE_TUPLE = specialization(UNPACK_SEQUENCE, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(sequence: PyObject, oparg: Oparg): Outputs {
    guard(isTuple(sequence));
    guard(isTupleOfLength(sequence, oparg));
    return tupleItems(sequence);
  },
});

/** `oparg & 255` targets before the starred one, `oparg >> 8` after it. */
export const UNPACK_EX = instruction({
  effect: 'Escapes',
  outOfLine: true,
  outputs: (oparg) => (oparg & 255) + 1 + (oparg >> 8),
  execute(sequence: PyObject, oparg: Oparg): Outputs {
    return unpackEx(sequence, oparg);
  },
});

/** `object.__reduce_ex__`: how `copy` and `pickle` take objects apart (CPython: Objects/typeobject.c, object___reduce_ex__). */
import { attributeName, getAttribute, getAttributeOrUndefined } from './attributes.ts';
import { call, callMethod } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyDict, PyInstance, PyList, PyTuple, type PyType } from './generated/layouts.ts';
import { copyInstanceDict, newDict } from './instance.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { asIndex, getIter } from './operators.ts';
import { newTuple } from './tuple.ts';
import { lookupInType } from './type-lookup.ts';
import { isHeapObject, typeName, typeOf } from './typeof.ts';
import { ObjectType } from './types.ts';

export function reduceEx(self: PyObject, protocol: PyObject): Escapes<PyObject> {
  const type = typeOf(self);
  if (lookupInType(type, '__reduce__') !== ObjectType.members.get('__reduce__')) {
    return callMethod(self, '__reduce__');
  }
  return commonReduce(self, protocol);
}

/** `object.__reduce__` at a protocol, whatever the class says (_common_reduce). */
export function commonReduce(self: PyObject, protocol: PyObject): Escapes<PyObject> {
  if (asIndex(protocol) >= 2) return reduceNewObject(self);
  return call(getAttribute(machine.importModule('copyreg'), '_reduce_ex'), [self, protocol]);
}

/** `copyreg.__newobj__(cls, *args)` and the state (reduce_newobj). */
function reduceNewObject(self: PyObject): PyObject {
  const type = typeOf(self);
  if (type.tp_new === null) raiseTypeError(`cannot pickle '${type.name}' object`);
  const withArguments = ['__getnewargs_ex__', '__getnewargs__'].some(
    (name) => lookupInType(type, name) !== undefined,
  );
  // What the layout of a built-in type holds beside attributes would be lost.
  if (!withArguments && holdsMore(self)) raiseTypeError(`cannot pickle '${type.name}' object`);
  const copyreg = machine.importModule('copyreg');
  let callable: PyObject;
  let args: PyObject;
  if (lookupInType(type, '__getnewargs_ex__') !== undefined) {
    const [positional, named] = newArgumentsWithNames(self);
    callable = getAttribute(copyreg, '__newobj_ex__');
    args = newTuple([type, positional, named]);
  } else {
    callable = getAttribute(copyreg, '__newobj__');
    args = newTuple([type, ...newArguments(self, type)]);
  }
  const listItems = self instanceof PyList ? getIter(self) : null;
  const dictItems = self instanceof PyDict ? getIter(callMethod(self, 'items')) : null;
  return newTuple([callable, args, callMethod(self, '__getstate__'), listItems, dictItems]);
}

function holdsMore(self: PyObject): boolean {
  if (!isHeapObject(self)) return false;
  return !(self instanceof PyInstance || self instanceof PyList || self instanceof PyDict);
}

function newArgumentsWithNames(self: PyObject): Escapes<[PyTuple, PyDict]> {
  const pair = callMethod(self, '__getnewargs_ex__');
  if (!(pair instanceof PyTuple))
    raiseTypeError(`__getnewargs_ex__ should return a tuple, not '${typeName(pair)}'`);
  if (pair.items.length !== 2)
    raiseValueError(`__getnewargs_ex__ should return a tuple of length 2, not ${pair.items.length}`);
  const [positional, named] = pair.items as [PyObject, PyObject];
  const where = 'item of the tuple returned by __getnewargs_ex__ must be a';
  if (!(positional instanceof PyTuple)) raiseTypeError(`first ${where} tuple, not '${typeName(positional)}'`);
  if (!(named instanceof PyDict)) raiseTypeError(`second ${where} dict, not '${typeName(named)}'`);
  return [positional, named];
}

function newArguments(self: PyObject, type: PyType): Escapes<readonly PyObject[]> {
  if (lookupInType(type, '__getnewargs__') === undefined) return [];
  const given = callMethod(self, '__getnewargs__');
  if (!(given instanceof PyTuple))
    raiseTypeError(`__getnewargs__ should return a tuple, not '${typeName(given)}'`);
  return given.items;
}

/** `object.__getstate__`: the `__dict__`, with a dict of the `__slots__` beside it when there are any. */
export function getState(self: PyObject): Escapes<PyObject> {
  const type = typeOf(self);
  let state: PyObject = null;
  if (type.hasDict && isHeapObject(self)) {
    const dict = copyInstanceDict(self);
    if (dict.table.size > 0) state = dict;
  }
  const slots = newDict();
  for (const name of slotNames(type)) {
    const value = getAttributeOrUndefined(self, attributeName(name));
    if (value !== undefined) slots.table.set(name, value);
  }
  return slots.table.size === 0 ? state : newTuple([state, slots]);
}

/** `__slotnames__` of the class, which `copyreg` works out and keeps there (_PyType_GetSlotNames). */
function slotNames(type: PyType): Escapes<readonly PyObject[]> {
  if (!type.heap) return [];
  const known = type.members.get('__slotnames__');
  const names = known ?? callMethod(machine.importModule('copyreg'), '_slotnames', type);
  if (names === null) return [];
  if (names instanceof PyList) return [...names.items];
  const where = known === undefined ? "copyreg._slotnames didn't return a list or None" : '';
  raiseTypeError(where || `${type.name}.__slotnames__ should be a list or None, not ${typeName(names)}`);
}

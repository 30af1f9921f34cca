/** `object.__reduce_ex__`: how `copy` and `pickle` take objects apart (CPython: Objects/typeobject.c, object___reduce_ex__). */
import { getAttribute, getAttributeOrUndefined } from './attributes.ts';
import { call, callMethod } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyDict, PyList, PyMemberDescriptor, type PyTuple, type PyType } from './generated/layouts.ts';
import { copyInstanceDict, newDict } from './instance.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { asIndex, getIter } from './operators.ts';
import { newTuple } from './tuple.ts';
import { lookupInType } from './type-lookup.ts';
import { isHeapObject, typeOf } from './typeof.ts';
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
  const copyreg = machine.importModule('copyreg');
  const withNames = lookupInType(type, '__getnewargs_ex__') !== undefined;
  let callable: PyObject;
  let args: PyObject;
  if (withNames) {
    const pair = callMethod(self, '__getnewargs_ex__') as PyTuple;
    callable = getAttribute(copyreg, '__newobj_ex__');
    args = newTuple([type, pair.items[0]!, pair.items[1]!]);
  } else {
    const given =
      lookupInType(type, '__getnewargs__') === undefined ? undefined : callMethod(self, '__getnewargs__');
    callable = getAttribute(copyreg, '__newobj__');
    args = newTuple([type, ...(given === undefined ? [] : (given as PyTuple).items)]);
  }
  const listItems = self instanceof PyList ? getIter(self) : null;
  const dictItems = self instanceof PyDict ? getIter(callMethod(self, 'items')) : null;
  return newTuple([callable, args, callMethod(self, '__getstate__'), listItems, dictItems]);
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
  for (const descriptor of slotDescriptors(type)) {
    const value = getAttributeOrUndefined(self, descriptor.key);
    if (value !== undefined) slots.table.setStr(descriptor.key, value);
  }
  return slots.table.size === 0 ? state : newTuple([state, slots]);
}

function* slotDescriptors(type: PyType): Generator<PyMemberDescriptor> {
  for (const base of type.mro) {
    for (const value of base.members.values()) if (value instanceof PyMemberDescriptor) yield value;
  }
}

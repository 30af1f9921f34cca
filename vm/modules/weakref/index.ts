/** The module `_weakref` (CPython: Modules/_weakref.c). */
import {
  type MethodDef,
  newList,
  PyDict,
  type PyModule,
  type PyObject,
  type PyType,
  PyWeakReference,
  raiseTypeError,
  referencesTo,
  referentOf,
  sharedReference,
  supportsWeakReferences,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { createProxyTypes } from './proxy.ts';
import { createReferenceType, makeReference, weaklyReferable } from './reference.ts';

function makeProxy(
  types: { proxy: PyType; callable: PyType },
  target: PyObject,
  callback: PyObject,
): PyObject {
  const object = weaklyReferable(target);
  const type = typeOf(object).tp_call === null ? types.proxy : types.callable;
  const shared = callback === null ? sharedReference(object, type) : undefined;
  return shared ?? makeReference(type, object, callback);
}

/** Removes an entry whose reference is dead: what the callback of WeakValueDictionary must do at one go. */
function removeDead(mapping: PyObject, key: PyObject): null {
  if (!(mapping instanceof PyDict))
    raiseTypeError(`_remove_dead_weakref() argument 1 must be dict, not ${typeName(mapping)}`);
  const { table } = mapping;
  const index = table.lookup(key);
  if (index < 0) return null;
  const value = table.values[index]!;
  if (!(value instanceof PyWeakReference)) raiseTypeError('not a weakref');
  if (referentOf(value) === undefined) table.deleteAt(index);
  return null;
}

export function createWeakref(): PyModule {
  const types = createProxyTypes();
  const reference = createReferenceType();
  const functions: MethodDef[] = [
    {
      kind: 'O',
      name: 'getweakrefcount',
      doc: "Return the number of weak references to 'object'.",
      call: (_module, value) => (supportsWeakReferences(value) ? referencesTo(value).length : 0),
    },
    {
      kind: 'O',
      name: 'getweakrefs',
      doc: "Return a list of all weak reference objects pointing to 'object'.",
      call: (_module, value) => newList(supportsWeakReferences(value) ? referencesTo(value) : []),
    },
    {
      kind: 'FASTCALL',
      name: 'proxy',
      min: 1,
      max: 2,
      doc: "Create a proxy object that weakly references 'object'.",
      call: (_module, args) => makeProxy(types, args[0]!, args.length > 1 ? args[1]! : null),
    },
    {
      kind: 'FASTCALL',
      name: '_remove_dead_weakref',
      min: 2,
      max: 2,
      doc: 'Atomically remove key from dict if it points to a dead weakref.',
      call: (_module, args) => removeDead(args[0]!, args[1]!),
    },
  ];
  return defineModule({
    name: '_weakref',
    doc: 'Weak-reference support module.',
    functions,
    members: {
      ref: reference,
      ReferenceType: reference,
      ProxyType: types.proxy,
      CallableProxyType: types.callable,
    },
  });
}

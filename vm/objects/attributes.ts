/**
 * Attribute access through the type slots, and the generic implementations
 * (CPython: Objects/object.c PyObject_GetAttr, _PyObject_GenericGetAttrWithDict, _PyObject_GetMethod).
 */
import type { Escapes, Raises } from './effects.ts';
import { newException } from './errors.ts';
import {
  PyFunction,
  type PyHeapObject,
  PyMethodDescriptor,
  PyStrSubclass,
  PyWideStr,
  PyWrapperDescriptor,
} from './generated/layouts.ts';
import { ownDelete, ownGet, ownSet } from './instance.ts';
import type { PyObject } from './object.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { AttributeErrorType, TypeErrorType } from './types.ts';

export function getAttribute(owner: PyObject, name: string): Escapes<PyObject> {
  return typeOf(owner).tp_getattro!(owner, name);
}

/** `undefined` instead of AttributeError. */
export function getAttributeOrUndefined(owner: PyObject, name: string): Escapes<PyObject | undefined> {
  const slot = typeOf(owner).tp_getattro!;
  try {
    return slot === genericGetAttr ? genericLookup(owner, name) : slot(owner, name);
  } catch (error) {
    if (isAttributeError(error)) return undefined;
    throw error;
  }
}

export function setAttribute(owner: PyObject, name: string, value: PyObject): Escapes<void> {
  typeOf(owner).tp_setattro!(owner, name, value);
}

export function deleteAttribute(owner: PyObject, name: string): Escapes<void> {
  typeOf(owner).tp_setattro!(owner, name, undefined);
}

/** `object.__getattribute__`. */
export function genericGetAttr(owner: PyObject, name: string): Escapes<PyObject> {
  const value = genericLookup(owner, name);
  if (value === undefined) raiseAttributeError(owner, name);
  return value;
}

/** Data descriptor of the class, own attribute, other attribute of the class; `undefined` when there is none. */
export function genericLookup(owner: PyObject, name: string): Escapes<PyObject | undefined> {
  const type = typeOf(owner);
  const attribute = lookupInType(type, name);
  if (attribute === undefined) return type.hasDict ? ownGet(owner as PyHeapObject, name) : undefined;
  const attributeType = typeOf(attribute);
  const get = attributeType.tp_descr_get;
  if (get !== null && attributeType.tp_descr_set !== null) return get(attribute, owner, type);
  if (type.hasDict) {
    const own = ownGet(owner as PyHeapObject, name);
    if (own !== undefined) return own;
  }
  return get === null ? attribute : get(attribute, owner, type);
}

/** `object.__setattr__` and `__delattr__`. */
export function genericSetAttr(owner: PyObject, name: string, value: PyObject | undefined): Escapes<void> {
  const type = typeOf(owner);
  const attribute = lookupInType(type, name);
  if (attribute !== undefined) {
    const set = typeOf(attribute).tp_descr_set;
    if (set !== null) {
      set(attribute, owner, value);
      return;
    }
  }
  if (!type.hasDict) raiseNotSettable(owner, name, attribute);
  if (value !== undefined) ownSet(owner as PyHeapObject, name, value);
  else if (!ownDelete(owner as PyHeapObject, name)) raiseAttributeError(owner, name);
}

function raiseNotSettable(owner: PyObject, name: string, attribute: PyObject | undefined): never {
  raiseAttributeError(
    owner,
    name,
    attribute === undefined
      ? `'${typeName(owner)}' object has no attribute '${name}' and no __dict__ for setting new attributes`
      : `'${typeName(owner)}' object attribute '${name}' is read-only`,
  );
}

/** The second result of `loadMethod`: the object to pass first, or `undefined`. Read it at once. */
export const methodSelf: { value: PyObject | undefined } = { value: undefined };

/** `owner.name` about to be called: finds a method without binding it. The callable; `methodSelf.value` is its `self`. */
export function loadMethod(owner: PyObject, name: string): Escapes<PyObject> {
  const type = typeOf(owner);
  if (type.tp_getattro !== genericGetAttr) {
    // The slot may run code that loads methods itself.
    const value = type.tp_getattro!(owner, name);
    methodSelf.value = undefined;
    return value;
  }
  const attribute = lookupInType(type, name);
  if (attribute !== undefined && isMethodLike(attribute)) {
    if (type.hasDict) {
      const own = ownGet(owner as PyHeapObject, name);
      if (own !== undefined) {
        methodSelf.value = undefined;
        return own;
      }
    }
    methodSelf.value = owner;
    return attribute;
  }
  const value = genericLookup(owner, name);
  methodSelf.value = undefined;
  if (value === undefined) raiseAttributeError(owner, name);
  return value;
}

/** Py_TPFLAGS_METHOD_DESCRIPTOR: binding and calling it is the same as calling it with `self` first. */
export function isMethodLike(value: PyObject): boolean {
  return (
    value instanceof PyFunction || value instanceof PyMethodDescriptor || value instanceof PyWrapperDescriptor
  );
}

export function isAttributeError(error: unknown): boolean {
  return isExceptionOf(error, AttributeErrorType);
}

/** Whether something caught by the host is a Python exception of `type`. */
export function isExceptionOf(error: unknown, type: PyHeapObject['ob_type']): error is PyHeapObject {
  const errorType = (error as PyHeapObject | null | undefined)?.ob_type;
  return errorType !== undefined && isSubtype(errorType, type);
}

/** AttributeError with `name` and `obj` set, as `_PyObject_SetAttributeErrorContext` does. */
export function raiseAttributeError(
  owner: PyObject,
  name: string,
  message = `'${typeName(owner)}' object has no attribute '${name}'`,
): never {
  const error = newException(AttributeErrorType, [message]);
  error.fields = [name, owner];
  throw error;
}

/** The host string of an attribute name given as a Python value (`getattr`, `setattr`, …). */
export function attributeName(name: PyObject): Raises<string> {
  if (typeof name === 'string') return name;
  if (name instanceof PyWideStr) return name.text;
  if (name instanceof PyStrSubclass) return typeof name.value === 'string' ? name.value : name.value.text;
  throw newException(TypeErrorType, [`attribute name must be string, not '${typeName(name)}'`]);
}

/** `isinstance` and `issubclass` (CPython: Objects/abstract.c object_isinstance, PyObject_IsInstance). */
import { genericGetAttr, getAttributeOrUndefined } from './attributes.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyGenericAlias, PyTuple, PyType, PyUnion } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { isTrue } from './operators.ts';
import { invoke } from './slot-functions.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeOf } from './typeof.ts';
import { TypeType } from './types.ts';

const INSTANCE_TARGET = 'isinstance() arg 2 must be a type, a tuple of types, or a union';
const SUBCLASS_TARGET = 'issubclass() arg 2 must be a class, a tuple of classes, or a union';

export function isInstance(value: PyObject, target: PyObject): Escapes<boolean> {
  if (target instanceof PyType) {
    if (typeOf(value) === target) return true;
    if (target.ob_type === TypeType) return recursiveIsInstance(value, target);
  } else if (target instanceof PyTuple) {
    for (const entry of target.items) if (isInstance(value, entry)) return true;
    return false;
  } else if (target instanceof PyUnion) {
    for (const entry of target.args.items) if (isInstance(value, entry)) return true;
    return false;
  }
  if (target === null) raiseTypeError(INSTANCE_TARGET);
  const check = lookupInType(typeOf(target), '__instancecheck__');
  return check === undefined ? recursiveIsInstance(value, target) : isTrue(invoke(check, target, [value]));
}

/** `type.__instancecheck__`: by the type of the value, or by its `__class__` when that says otherwise. */
export function recursiveIsInstance(value: PyObject, target: PyObject): Escapes<boolean> {
  if (target instanceof PyType) {
    const type = typeOf(value);
    if (isSubtype(type, target)) return true;
    if (!overridesClass(type)) return false;
    const claimed = getAttributeOrUndefined(value, '__class__');
    return claimed instanceof PyType && claimed !== type && isSubtype(claimed, target);
  }
  checkIsClass(target, INSTANCE_TARGET);
  const claimed = getAttributeOrUndefined(value, '__class__');
  return claimed !== undefined && abstractIsSubclass(claimed, target);
}

/** Only a class with its own `__class__`, `__getattribute__` or `__getattr__` can claim another one; proxies do. */
function overridesClass(type: PyType): boolean {
  return type.heap || type.tp_getattro !== genericGetAttr;
}

export function isSubclass(derived: PyObject, target: PyObject): Escapes<boolean> {
  if (target instanceof PyType && target.ob_type === TypeType) {
    return derived === target || recursiveIsSubclass(derived, target);
  }
  if (target instanceof PyTuple) {
    for (const entry of target.items) if (isSubclass(derived, entry)) return true;
    return false;
  }
  if (target instanceof PyUnion) {
    for (const entry of target.args.items) if (isSubclass(derived, entry)) return true;
    return false;
  }
  const check = target === null ? undefined : lookupInType(typeOf(target), '__subclasscheck__');
  return check === undefined
    ? recursiveIsSubclass(derived, target)
    : isTrue(invoke(check, target, [derived]));
}

/** `type.__subclasscheck__`. */
export function recursiveIsSubclass(derived: PyObject, target: PyObject): Escapes<boolean> {
  if (derived instanceof PyType && target instanceof PyType) return isSubtype(derived, target);
  checkIsClass(derived, 'issubclass() arg 1 must be a class');
  checkIsClass(target, SUBCLASS_TARGET);
  return abstractIsSubclass(derived, target);
}

/** Whatever has a tuple in `__bases__` is taken for a class. */
function basesOf(value: PyObject): PyTuple | undefined {
  const bases = value === null ? undefined : getAttributeOrUndefined(value, '__bases__');
  return bases instanceof PyTuple ? bases : undefined;
}

function checkIsClass(value: PyObject, message: string): void {
  if (value instanceof PyGenericAlias || basesOf(value) === undefined) raiseTypeError(message);
}

function abstractIsSubclass(derived: PyObject, target: PyObject): boolean {
  if (derived === target) return true;
  const bases = basesOf(derived);
  return bases?.items.some((base) => abstractIsSubclass(base, target)) ?? false;
}

/** `list[int]` and `cls[...]`: subscripting a class. */
import { getAttributeOrUndefined } from './attributes.ts';
import { callOneArg } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyGenericAlias, PyTuple, type PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { GenericAliasType, TupleType, TypeType } from './types.ts';

/** `type[int]`, or what `__class_getitem__` of the class gives (PEP 560). */
export function classGetItem(type: PyType, key: PyObject): Escapes<PyObject> {
  if (type === TypeType) return newGenericAlias(type, key);
  const method = getAttributeOrUndefined(type, '__class_getitem__');
  if (method !== undefined && method !== null) return callOneArg(method, key);
  raiseTypeError(`type '${type.name}' is not subscriptable`);
}

export function newGenericAlias(origin: PyObject, args: PyObject): PyGenericAlias {
  return new PyGenericAlias(
    GenericAliasType,
    origin,
    args instanceof PyTuple ? args : new PyTuple(TupleType, [args]),
  );
}

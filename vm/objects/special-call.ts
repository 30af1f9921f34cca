/** Calls of special methods that have no type slot (`__bytes__`, `__complex__`): looked up on the type alone. */
import { callNoArgs } from './call.ts';
import type { Escapes } from './effects.ts';
import type { PyObject } from './object.ts';
import { lookupInType } from './type-lookup.ts';
import { typeOf } from './typeof.ts';

/** The result of `type(value).name(value)`, or `undefined` if the type has no such method. */
export function callSpecial(value: PyObject, name: string): Escapes<PyObject | undefined> {
  const type = typeOf(value);
  const method = lookupInType(type, name);
  if (method === undefined) return undefined;
  const get = typeOf(method).tp_descr_get;
  return callNoArgs(get === null ? method : get(method, value, type));
}

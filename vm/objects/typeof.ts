/** `typeOf`: the Python type of any value, as `type(value)` does. */
import type { Pure } from './effects.ts';
import type { PyHeapObject, PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { BoolType, IntType, NoneType, StrType } from './types.ts';

/** Heap objects first: most receivers of the generic paths are, and `typeof` tests are cheap in any order. */
export function typeOf(value: PyObject): Pure<PyType> {
  if (typeof value === 'object') return value === null ? NoneType : value.ob_type;
  if (typeof value === 'number') return IntType;
  if (typeof value === 'string') return StrType;
  return typeof value === 'boolean' ? BoolType : IntType;
}

/** Name of the value's type, for messages (CPython's `Py_TYPE(o)->tp_name`). */
export function typeName(value: PyObject): Pure<string> {
  return typeOf(value).name;
}

export function isHeapObject(value: PyObject): value is PyHeapObject {
  return typeof value === 'object' && value !== null;
}

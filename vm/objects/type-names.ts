/** Names of types: module, name and qualified name as Python shows them. */
import type { Raises, Reads } from './effects.ts';
import { raiseValueError } from './errors.ts';
import type { PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { asStr, strToJs } from './str.ts';

/** `__module__`. The name of a built-in type carries its module before the last dot (`tp_name`). */
export function typeModuleName(type: PyType): Reads<PyObject> {
  const own = type.members.get('__module__');
  if (type.heap) return own === undefined ? null : own;
  if (typeof own === 'string') return own;
  const dot = type.name.lastIndexOf('.');
  return dot < 0 ? 'builtins' : type.name.slice(0, dot);
}

/** `__name__`. */
export function typeShortName(type: PyType): Reads<string> {
  return type.heap ? type.name : type.name.slice(type.name.lastIndexOf('.') + 1);
}

/** `__qualname__` as host text. */
export function typeQualifiedName(type: PyType): Reads<string> {
  const text = type.heap ? asStr(type.qualname) : undefined;
  return text === undefined ? typeShortName(type) : strToJs(text);
}

/** A name that a class may have: ValueError for one with a null character. */
export function checkedTypeName(name: string): Raises<string> {
  if (name.includes('\0')) raiseValueError('type name must not contain null characters');
  return name;
}

/** The name in messages (`%T` of PyErr_Format): the full one, but without `__main__`. */
export function typeMessageName(type: PyType): Reads<string> {
  return typeModuleName(type) === '__main__' ? typeQualifiedName(type) : typeFullName(type);
}

/** `module.qualname`, without the module for built-in ones: as in tracebacks and `repr` of a class. */
export function typeFullName(type: PyType): Reads<string> {
  const module = typeModuleName(type);
  const name = typeQualifiedName(type);
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${name}` : name;
}

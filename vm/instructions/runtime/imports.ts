/** Imports and class statements reach the machine through `builtins`, as in CPython (Python/ceval.c import_name). */
import {
  AttributeErrorType,
  call,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  ImportErrorType,
  isExceptionOf,
  isStr,
  iterateToArray,
  machine,
  NameErrorType,
  newException,
  PyModule,
  type PyObject,
  type Raises,
  raise,
  textOf,
} from '../../objects/index.ts';
import type { Frame } from '../frame.ts';
import { storeName } from './names.ts';

export function loadBuildClass(frame: Frame): Raises<PyObject> {
  const value = frame.builtins.table.getStr('__build_class__');
  if (value === undefined) raise(NameErrorType, '__build_class__ not found');
  return value;
}

export function importName(
  frame: Frame,
  name: string,
  fromlist: PyObject,
  level: PyObject,
): Escapes<PyObject> {
  const builtin = frame.builtins.table.getStr('__import__');
  if (builtin === undefined) raise(ImportErrorType, '__import__ not found');
  return call(builtin, [name, frame.globals, frame.names, fromlist, level]);
}

export function importFrom(module: PyObject, name: string): Escapes<PyObject> {
  try {
    return getAttribute(module, name);
  } catch (error) {
    if (!isExceptionOf(error, AttributeErrorType)) throw error;
  }
  const nameOf = getAttributeOrUndefined(module, '__name__');
  const isNamed = nameOf !== undefined && isStr(nameOf);
  const from = isNamed ? textOf(nameOf) : '<unknown module name>';
  // A submodule in the middle of a circular import is no attribute of its package yet.
  const loading = isNamed ? machine.loadedModule(`${from}.${name}`) : undefined;
  if (loading !== undefined && loading !== null) return loading;
  const file = module instanceof PyModule ? module.dict.table.getStr('__file__') : undefined;
  const place = file === undefined ? 'unknown location' : textOf(file);
  const error = newException(ImportErrorType, [`cannot import name '${name}' from '${from}' (${place})`]);
  throw error;
}

export function importStar(module: PyObject, frame: Frame): Escapes<void> {
  const listed = getAttributeOrUndefined(module, '__all__');
  const names =
    listed !== undefined
      ? iterateToArray(listed).map(textOf)
      : (module as PyModule).dict.table
          .keyItems()
          .map(textOf)
          .filter((name) => !name.startsWith('_'));
  for (const name of names) storeName(frame, name, getAttribute(module, name));
}

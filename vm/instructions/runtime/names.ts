/** Name lookup for module and class bodies, functions' globals and cells (CPython: Python/ceval.c, Objects/cellobject.c). */
import {
  CellType,
  completeStart,
  DictType,
  deleteItem,
  type Escapes,
  getItem,
  isExceptionOf,
  KeyErrorType,
  NameErrorType,
  newException,
  PyCell,
  PyDict,
  type PyObject,
  type Raises,
  raise,
  SystemErrorType,
  setItem,
  UnboundLocalErrorType,
  type Writes,
} from '../../objects/index.ts';
import type { Frame } from '../frame.ts';

export function raiseUnbound(frame: Frame, local: number): Raises<never> {
  const name = frame.code.unit.localsplusnames[local]!;
  throw unbound(
    UnboundLocalErrorType,
    `cannot access local variable '${name}' where it is not associated with a value`,
    name,
  );
}

function unbound(type: typeof NameErrorType, message: string, name: string): ReturnType<typeof newException> {
  const error = newException(type, [message]);
  error.fields = [name];
  return error;
}

function nameError(name: string): ReturnType<typeof newException> {
  return unbound(NameErrorType, `name '${name}' is not defined`, name);
}

export function cellContents(cell: PyCell, frame: Frame, local: number): Raises<PyObject> {
  const value = cell.contents;
  return value === undefined ? raiseUnboundCell(frame, local) : value;
}

export function raiseUnboundCell(frame: Frame, local: number): Raises<never> {
  const { localsplusnames, localspluskinds } = frame.code.unit;
  if ((localspluskinds[local]! & 4) === 0) raiseUnbound(frame, local);
  const name = localsplusnames[local]!;
  throw unbound(
    NameErrorType,
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
    name,
  );
}

export function newCell(contents: PyObject | undefined): Writes<PyCell> {
  return new PyCell(CellType, contents);
}

export function setCell(cell: PyCell, value: PyObject): Writes<void> {
  cell.contents = value;
}

export function deleteCell(cell: PyCell, frame: Frame, local: number): Raises<void> {
  if (cell.contents === undefined) raiseUnboundCell(frame, local);
  cell.contents = undefined;
}

export function frameLocals(frame: Frame): Raises<PyObject> {
  if (frame.names === null) raise(SystemErrorType, 'no locals');
  return frame.names;
}

function loadFromMapping(mapping: PyObject, name: string): PyObject | undefined {
  // A subclass may have `__missing__`.
  if (mapping instanceof PyDict && mapping.ob_type === DictType) return mapping.table.getStr(name);
  try {
    return getItem(mapping, name);
  } catch (error) {
    if (isExceptionOf(error, KeyErrorType)) return undefined;
    throw error;
  }
}

export function loadName(frame: Frame, name: string): Escapes<PyObject> {
  const value = loadFromMapping(frameLocals(frame), name);
  return value === undefined ? loadGlobal(frame, name) : value;
}

export function storeName(frame: Frame, name: string, value: PyObject): Escapes<void> {
  const names = frameLocals(frame);
  if (names instanceof PyDict && names.ob_type.mp_ass_subscript === DictType.mp_ass_subscript)
    names.table.setStr(name, value);
  else setItem(names, name, value);
}

export function deleteName(frame: Frame, name: string): Escapes<void> {
  completeStart(name);
  try {
    deleteItem(frameLocals(frame), name);
  } catch (error) {
    throw isExceptionOf(error, KeyErrorType) ? nameError(name) : error;
  }
}

export function loadGlobal(frame: Frame, name: string): Escapes<PyObject> {
  const value = frame.globals.table.getStr(name);
  if (value !== undefined) return value;
  if (frame.globals.ob_type !== DictType) {
    const missing = loadFromMapping(frame.globals, name);
    if (missing !== undefined) return missing;
  }
  const builtin = frame.builtins.table.getStr(name);
  if (builtin !== undefined) return builtin;
  if (completeStart(name)) return loadGlobal(frame, name);
  throw nameError(name);
}

export function storeGlobal(frame: Frame, name: string, value: PyObject): Writes<void> {
  const table = frame.globals.table;
  table.setStr(name, value);
}

export function deleteGlobal(frame: Frame, name: string): Raises<void> {
  const { table } = frame.globals;
  const index = table.lookupStr(name);
  if (index < 0) throw nameError(name);
  table.deleteAt(index);
}

export function loadFromMappingOrCell(
  mapping: PyObject,
  cell: PyObject,
  frame: Frame,
  local: number,
): Escapes<PyObject> {
  const value = loadFromMapping(mapping, frame.code.unit.localsplusnames[local]!);
  return value === undefined ? cellContents(cell as PyCell, frame, local) : value;
}

export function loadFromMappingOrGlobals(mapping: PyObject, frame: Frame, name: string): Escapes<PyObject> {
  const value = loadFromMapping(mapping, name);
  return value === undefined ? loadGlobal(frame, name) : value;
}

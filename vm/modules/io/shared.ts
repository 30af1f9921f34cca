/** What the classes of `_io` share: types, checks, arguments (CPython: Modules/_io/_iomodule.c). */
import {
  asBytes,
  asIndex,
  BufferErrorType,
  bufferBytes,
  call,
  createBuiltinType,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  getBuffer,
  type IoState,
  isContiguous,
  isTrue,
  type MethodDef,
  newDict,
  newStr,
  newTuple,
  ObjectType,
  OSErrorType,
  PyBytes,
  PyIoObject,
  type PyObject,
  type PyType,
  raise,
  raiseTypeError,
  raiseValueError,
  type TypeDefinition,
  TypeType,
  typeName,
  ValueErrorType,
} from '../../objects/index.ts';
import { signature } from '../signature.ts';

export const DEFAULT_BUFFER_SIZE = 8192;

type Arguments = readonly (PyObject | undefined)[];

/** A method by its signature in Python's words. */
export function m(
  text: string,
  body: (self: PyObject, args: Arguments, name: string) => PyObject,
  doc = '',
): MethodDef {
  return signature(text, doc, (args, name, self) => body(self, args, name));
}

/** Makes a class of `_io`; `state` is what a new instance begins with, before `__init__`. */
export function ioType(name: string, base: PyType, state: () => IoState, definition: TypeDefinition): PyType {
  return createBuiltinType(`_io.${name}`, 'PyIoObject', base, {
    ...definition,
    hasDict: true,
    weakrefs: true,
    slots: { tp_new: (type) => new PyIoObject(type, state()), ...definition.slots },
  });
}

/** The state of `self`, once `__init__` has set it up. */
export function stateOf<T extends IoState>(self: PyObject): T {
  return (self as PyIoObject).state as T;
}

export const objectBase: PyType = ObjectType;

let unsupportedType: PyType | undefined;

/** `io.UnsupportedOperation`: an OSError and a ValueError. */
export function unsupportedOperation(): PyType {
  if (unsupportedType === undefined) {
    const namespace = newDict();
    namespace.table.setStr('__module__', 'io');
    unsupportedType = call(TypeType, [
      'UnsupportedOperation',
      newTuple([OSErrorType, ValueErrorType]),
      namespace,
    ]) as PyType;
  }
  return unsupportedType;
}

export function unsupported(what: string): never {
  throw call(unsupportedOperation(), [newStr(what)]);
}

export function isClosed(file: PyObject): Escapes<boolean> {
  return isTrue(getAttribute(file, 'closed'));
}

export function checkOpen(file: PyObject, message = 'I/O operation on closed file.'): Escapes<void> {
  if (isClosed(file)) raiseValueError(message);
}

/** An optional size: None and absent are −1. */
export function size(value: PyObject | undefined): Escapes<number> {
  if (value === undefined || value === null) return -1;
  if (typeof value === 'number') return value;
  if (getAttributeOrUndefined(value, '__index__') === undefined)
    raiseTypeError(`argument should be integer or None, not '${typeName(value)}'`);
  return Number(asIndex(value));
}

export function int(value: PyObject | undefined, otherwise = 0): Escapes<number> {
  return value === undefined ? otherwise : Number(asIndex(value));
}

/** Memory that a `readinto` writes to. */
export function writableBytes(value: PyObject, method: string): Escapes<Uint8Array> {
  const buffer = getBuffer(value);
  if (buffer === undefined || buffer.readonly)
    raiseTypeError(`${method}() argument must be read-write bytes-like object, not ${typeName(value)}`);
  if (!isContiguous(buffer)) raise(BufferErrorType, 'underlying buffer is not C-contiguous');
  return bufferBytes(buffer);
}

/** The bytes that a raw stream returned. */
export function bytesRead(value: PyObject, method: string): Escapes<Uint8Array> {
  if (value instanceof PyBytes) return value.data;
  const data = asBytes(value);
  if (data === undefined) raise(OSErrorType, `${method}() should return bytes, not ${typeName(value)}`);
  return data;
}

export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const result = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}

/** Raising from the host: a Python exception is thrown as its own object, one JavaScript throwable. */
import { PyBaseException, PyTuple, type PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { IndexErrorType, KeyErrorType, TupleType, TypeErrorType, ValueErrorType } from './types.ts';

/** Makes (does not throw) an exception with `args`. Not for types with an `__init__` of their own in Python. */
export function newException(type: PyType, args: PyObject[]): PyBaseException {
  return new PyBaseException(type, new PyTuple(TupleType, args));
}

export function raise(type: PyType, message: string): never {
  throw newException(type, [message]);
}
export function raiseTypeError(message: string): never {
  throw newException(TypeErrorType, [message]);
}
export function raiseValueError(message: string): never {
  throw newException(ValueErrorType, [message]);
}
export function raiseIndexError(message: string): never {
  throw newException(IndexErrorType, [message]);
}
export function raiseKeyError(key: PyObject): never {
  throw newException(KeyErrorType, [key]);
}

/** The compiler's `PythonSyntaxError` as the Python exception that programs see. */
import {
  builtinTypes,
  newException,
  newStr,
  newTuple,
  type PyBaseException,
  type PyObject,
  type PyType,
  SyntaxErrorType,
} from '../objects/index.ts';
import { PythonSyntaxError } from '../syntax/index.ts';

function typeNamed(name: string): PyType {
  return builtinTypes.find((type) => type.name === name) ?? SyntaxErrorType;
}

export function toException(error: PythonSyntaxError): PyBaseException {
  const type = typeNamed(error.type);
  if (error.type === 'MemoryError') return newException(type, []);
  const text: PyObject = error.text === null ? null : newStr(error.text);
  const details = newTuple([
    newStr(error.filename),
    error.lineno,
    error.offset,
    text,
    error.end_lineno,
    error.end_offset,
  ]);
  return newException(type, [newStr(error.message), details]);
}

/** Runs the compiler; its errors come out as Python's. */
export function compiling<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw toException(error);
    throw error;
  }
}

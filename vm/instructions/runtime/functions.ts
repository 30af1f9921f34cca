/** Function objects (language reference 8.7; CPython: Objects/funcobject.c). */

import { newFunction } from '../../objects/function.ts';
import type { PyCell, PyCode, PyDict, PyFunction, PyObject, PyTuple, Writes } from '../../objects/index.ts';
import type { Frame } from '../frame.ts';

export function makeFunction(code: PyObject, frame: Frame): Writes<PyFunction> {
  return newFunction(code as PyCode, frame.globals, frame.builtins);
}

/** 1 defaults, 2 keyword-only defaults, 4 annotations, 8 closure, 16 the function that evaluates annotations. */
export function setFunctionAttribute(func: PyObject, value: PyObject, attribute: number): Writes<PyObject> {
  const fn = func as PyFunction;
  switch (attribute) {
    case 1:
      fn.defaults = value as PyTuple;
      break;
    case 2:
      fn.kwdefaults = value as PyDict;
      break;
    case 4:
      fn.annotations = value;
      break;
    case 8:
      fn.closure = (value as PyTuple).items as PyCell[];
      break;
    case 16:
      fn.annotate = value;
      break;
  }
  return fn;
}

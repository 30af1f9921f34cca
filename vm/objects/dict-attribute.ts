/** `__dict__` of built-in types whose instances have one (CPython: Objects/object.c PyObject_GenericGetDict). */
import { raiseTypeError } from './errors.ts';
import { PyDict, type PyHeapObject } from './generated/layouts.ts';
import type { GetSetDef } from './host-types.ts';
import { instanceDict, setInstanceDict } from './instance.ts';
import { typeName } from './typeof.ts';

export const dictAttribute: GetSetDef = {
  name: '__dict__',
  get: (self) => instanceDict(self as PyHeapObject),
  set: (self, value) => {
    if (!(value instanceof PyDict)) {
      raiseTypeError(`__dict__ must be set to a dictionary, not a '${typeName(value ?? null)}'`);
    }
    setInstanceDict(self as PyHeapObject, value);
  },
};

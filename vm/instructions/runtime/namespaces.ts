/** What statements do to the namespace they run in, and to `sys` (CPython: Python/ceval.c). */
import {
  call,
  type Escapes,
  getAttributeOrUndefined,
  getItem,
  isExceptionOf,
  KeyErrorType,
  machine,
  newDict,
  type PyObject,
  RuntimeErrorType,
  raise,
  setItem,
} from '../../objects/index.ts';
import type { Frame } from '../frame.ts';

export function setUpAnnotations(frame: Frame): Escapes<void> {
  const names = frame.names ?? frame.globals;
  try {
    getItem(names, '__annotations__');
  } catch (error) {
    if (!isExceptionOf(error, KeyErrorType)) throw error;
    setItem(names, '__annotations__', newDict());
  }
}

export function displayValue(value: PyObject): Escapes<void> {
  const hook = getAttributeOrUndefined(machine.importModule('sys'), 'displayhook');
  if (hook === undefined) raise(RuntimeErrorType, 'lost sys.displayhook');
  call(hook, [value]);
}

/** Warnings raised by host functions, through the module `warnings` so that filters apply. */

import { callMethod } from './call.ts';
import type { Escapes } from './effects.ts';
import type { PyType } from './generated/layouts.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { newStr } from './str.ts';
import { typeName } from './typeof.ts';
import { DeprecationWarningType } from './types.ts';

/** `warnings.warn(message, category)`, blamed on the Python code that runs. */
export function warn(category: PyType, message: string): Escapes<void> {
  let warnings: PyObject;
  try {
    warnings = machine.importModule('warnings');
  } catch {
    // As in CPython while the library cannot be had: no filters, no warning.
    return;
  }
  callMethod(warnings, 'warn', message, category);
}

/** A warning about a line of a source file. As an error under the filters it is a SyntaxError of that line. */
export function warnExplicitly(
  category: PyType,
  message: string,
  filename: string,
  lineno: number,
): Escapes<void> {
  let warnings: PyObject;
  try {
    warnings = machine.importModule('warnings');
  } catch {
    return;
  }
  callMethod(warnings, 'warn_explicit', message, category, newStr(filename), lineno);
}

/** A conversion that must give an `int`, `float` or `complex` gave an instance of a subclass, which passes for now. */
export function warnOfSubclass(
  method: string,
  wanted: 'int' | 'float' | 'complex',
  result: PyObject,
): Escapes<void> {
  warn(
    DeprecationWarningType,
    `${method} returned non-${wanted} (type ${typeName(result)}).  The ability to return an instance of a strict subclass of ${wanted} is deprecated, and may be removed in a future version of Python.`,
  );
}

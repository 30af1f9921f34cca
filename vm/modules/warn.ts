/** Warnings raised by host functions, through the module `warnings` so that filters apply. */
import { callMethod, type Escapes, machine, newStr, type PyObject, type PyType } from '../objects/index.ts';

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

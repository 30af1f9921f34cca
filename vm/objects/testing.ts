/** For the tests of this folder: all types complete, and outcomes as text that a table can hold. */
import './load-types.ts';
import { getAttribute } from './attributes.ts';
import { call } from './call.ts';
import { finishTypes } from './finish-types.ts';
import { PyBaseException } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { repr, str } from './operators.ts';
import { strToJs } from './str.ts';
import { typeName } from './typeof.ts';

finishTypes();

/** `repr` as host text. */
export function shown(value: PyObject | undefined): string {
  return value === undefined ? '<nothing>' : strToJs(repr(value));
}

/** `repr` of the result (a Python value or nothing), or `Type: message` of the Python exception raised. Errors of the host pass through. */
export function outcome(action: () => unknown): string {
  try {
    return shown(action() as PyObject | undefined);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return `${typeName(error)}: ${strToJs(str(error))}`;
  }
}

/** `owner.name(*args, **named)`. */
export function method(
  owner: PyObject,
  name: string,
  args: readonly PyObject[] = [],
  named: Readonly<Record<string, PyObject>> = {},
): PyObject {
  const names = Object.keys(named);
  return call(getAttribute(owner, name), [...args, ...Object.values(named)], names.length > 0 ? names : null);
}

/** For tests: what Python code would show of an operation, its repr or the exception with its message. */
import { callMethod } from './call.ts';
import { finishTypes } from './finish-types.ts';
import { PyBaseException } from './generated/layouts.ts';
import { newDict } from './instance.ts';
import './load-types.ts';
import type { PyObject } from './object.ts';
import { repr, setItem, str } from './operators.ts';
import { strToJs } from './str.ts';

finishTypes();

/** `repr` of the result, or `TypeError: message`. Host errors pass through: they are bugs. */
export function outcome(run: () => PyObject): string {
  try {
    return strToJs(repr(run()));
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return `${error.ob_type.name}: ${strToJs(str(error))}`;
  }
}

/** Outcome of `receiver.name(*args)`. */
export function methodOutcome(receiver: PyObject, name: string, args: readonly PyObject[]): string {
  return outcome(() => callMethod(receiver, name, ...args));
}

export function dictOf(entries: readonly (readonly [PyObject, PyObject])[]): PyObject {
  const dict = newDict();
  for (const [key, value] of entries) setItem(dict, key, value);
  return dict;
}

/** Title of a test: the value as Python shows it. */
export function shown(value: PyObject): string {
  return strToJs(repr(value));
}

/** As `shown`, cut where it gets long. */
export function brief(value: PyObject): string {
  const text = typeof value === 'bigint' ? value.toString() : shown(value);
  return text.length > 40 ? text.slice(0, 37) + '…' : text;
}

/** Exceptions that have nowhere to go: `sys.unraisablehook` is told (CPython: Python/errors.c, `PyErr_WriteUnraisable`). */
import { getHost } from '../host/index.ts';
import {
  call,
  type Escapes,
  NamespaceType,
  newDictFrom,
  PyBaseException,
  PyNamespace,
  type PyObject,
  repr,
  str,
  strToJs,
  typeFullName,
  typeOf,
} from '../objects/index.ts';
import { loadedModule } from './registry.ts';

/** `while calling ${what}`; errors of the host pass through. */
export function reportUnraisable(
  error: unknown,
  object: PyObject,
  message: string | null = null,
): Escapes<void> {
  if (!(error instanceof PyBaseException)) throw error;
  const hook = loadedModule('sys')?.dict.table.getStr('unraisablehook');
  if (hook !== undefined && hook !== null) {
    const fields: [string, PyObject][] = [
      ['exc_type', error.ob_type],
      ['exc_value', error],
      ['exc_traceback', error.traceback],
      ['err_msg', message],
      ['object', object],
    ];
    call(hook, [new PyNamespace(NamespaceType, newDictFrom(fields))]);
    return;
  }
  const where = object === null ? '' : `: ${strToJs(repr(object))}`;
  const text = strToJs(str(error));
  getHost().flush(1);
  getHost().write(
    2,
    `${message ?? 'Exception ignored in'}${where}\n${typeFullName(typeOf(error))}${text === '' ? '' : `: ${text}`}\n`,
  );
}

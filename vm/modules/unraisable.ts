/** Exceptions that have nowhere to go: `sys.unraisablehook` is told (CPython: Python/errors.c, `PyErr_FormatUnraisable`). */
import { getHost } from '../host/index.ts';
import {
  call,
  type Escapes,
  getAttribute,
  type MethodDef,
  NamespaceType,
  newDictFrom,
  newStr,
  PyBaseException,
  PyNamespace,
  type PyObject,
  repr,
  str,
  strToJs,
} from '../objects/index.ts';
import { services } from './machine-services.ts';
import { loadedModule } from './registry.ts';

/** Reports `error` as having been ignored; `message` says where. Errors of the host pass through. */
export function reportUnraisable(error: unknown, message: string): Escapes<void> {
  if (!(error instanceof PyBaseException)) throw error;
  const fields: [string, PyObject][] = [
    ['exc_type', error.ob_type],
    ['exc_value', error],
    ['exc_traceback', error.traceback],
    ['err_msg', newStr(message)],
    ['object', null],
  ];
  const unraisable = new PyNamespace(NamespaceType, newDictFrom(fields));
  const hook = loadedModule('sys')?.dict.table.getStr('unraisablehook');
  if (hook === undefined || hook === null) print(unraisable);
  else call(hook, [unraisable]);
}

function print(unraisable: PyObject): Escapes<void> {
  const message = getAttribute(unraisable, 'err_msg');
  const object = getAttribute(unraisable, 'object');
  const error = getAttribute(unraisable, 'exc_value');
  const start = message === null ? 'Exception ignored in' : strToJs(str(message));
  const where = object === null ? '' : `${message === null ? '' : ':'} ${strToJs(repr(object))}`;
  const text = error instanceof PyBaseException ? services.formatException(error) : '';
  getHost().flush(1);
  getHost().write(2, `${start}${where}${object === null ? ':' : ''}\n${text}`);
}

export const unraisableHook: MethodDef = {
  kind: 'O',
  name: 'unraisablehook',
  doc: 'Handle an unraisable exception.',
  call(_module, unraisable) {
    print(unraisable);
    return null;
  },
};

/** Exceptions that nothing has caught: `sys.excepthook` and exit statuses (CPython: Python/pythonrun.c). */
import { getHost } from '../host/index.ts';
import {
  asStr,
  call,
  exceptionField,
  isSubtype,
  KeyboardInterruptType,
  PyBaseException,
  type PyModule,
  type PyObject,
  SystemExitType,
  str,
  strToJs,
} from '../objects/index.ts';
import { formatException } from './traceback.ts';

/** What a shell says of a process that SIGINT has ended. */
const INTERRUPTED_STATUS = 130;

export function printToStandardError(text: string): void {
  getHost().flush(1);
  getHost().write(2, text);
}

/** Shows the exception; the status with which the program ends for it. */
export function reportUncaught(error: PyBaseException, sys: PyModule): number {
  if (isSubtype(error.ob_type, SystemExitType))
    return exitStatus(exceptionField(error, SystemExitType, 'code'));
  const second = showException(error, sys);
  if (second !== undefined) return second;
  return isSubtype(error.ob_type, KeyboardInterruptType) ? INTERRUPTED_STATUS : 1;
}

/** Calls `sys.excepthook`; a status where that asks to exit. */
export function showException(error: PyBaseException, sys: PyModule): number | undefined {
  const hook = sys.dict.table.getStr('excepthook');
  try {
    if (hook === undefined) printToStandardError(`sys.excepthook is missing\n${formatException(error)}`);
    else call(hook, [error.ob_type, error, error.traceback]);
  } catch (second) {
    if (!(second instanceof PyBaseException)) throw second;
    if (isSubtype(second.ob_type, SystemExitType))
      return exitStatus(exceptionField(second, SystemExitType, 'code'));
    printToStandardError(
      `Error in sys.excepthook:\n${formatException(second)}\nOriginal exception was:\n${formatException(error)}`,
    );
  }
  return undefined;
}

/** `sys.exit(code)`: None is 0, a number itself, anything else is printed and 1. */
function exitStatus(code: PyObject): number {
  if (code === null) return 0;
  if (typeof code === 'number' || typeof code === 'boolean') return Number(code) & 0xff;
  if (typeof code === 'bigint') return 255;
  printToStandardError(`${strToJs(asStr(code) ?? str(code))}\n`);
  return 1;
}

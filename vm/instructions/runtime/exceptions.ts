/** Raising and handling (language reference 7.8, 8.4; CPython: Python/ceval.c do_raise, Objects/exceptions.c). */
import {
  BaseExceptionType,
  call,
  type Escapes,
  isSubtype,
  PyBaseException,
  type PyObject,
  PyTuple,
  PyType,
  type Raises,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  repr,
  strToJs,
  typeOf,
  type Writes,
} from '../../objects/index.ts';
import { handledException, thread } from '../frame.ts';

/** Makes `exception` the one being handled; returns the one before, None if there was none. */
export function setHandled(exception: PyObject): Writes<PyObject> {
  const previous = thread.handled;
  thread.handled = exception as PyBaseException;
  return previous;
}

export function restoreHandled(previous: PyObject): Writes<void> {
  thread.handled = previous as PyBaseException | null;
}

/**
 * The exception being handled becomes the context of one that is raised (_PyErr_SetObject). A chain that leads back to
 * the raised exception is cut there.
 */
export function chainContext(exception: PyBaseException): Writes<void> {
  const handled = handledException();
  if (handled === null || handled === exception) return;
  // The chain may be a circle already, which assigning `__context__` allows: `slow` runs behind at half the speed.
  let slow: PyBaseException = handled;
  let moves = false;
  let link: PyBaseException = handled;
  while (link.context !== null) {
    if (link.context === exception) {
      link.context = null;
      break;
    }
    link = link.context;
    if (link === slow) break;
    if (moves) slow = slow.context!;
    moves = !moves;
  }
  exception.context = handled;
}

/** The exception carries its traceback; `unwind` sees that this frame is in it already. */
export function markReraised(exception: PyObject): Writes<PyObject> {
  reraising.exception = exception as PyBaseException;
  return exception;
}

export function reraise(exception: PyObject): Raises<never> {
  throw markReraised(exception);
}

/** Set by `markReraised` for the unwinding that follows: the traceback gets no second entry for the same frame. */
export const reraising: { exception: PyBaseException | null } = { exception: null };

const NOT_EXCEPTION_CLASS = 'catching classes that do not inherit from BaseException is not allowed';

function isExceptionClass(value: PyObject): value is PyType {
  return value instanceof PyType && isSubtype(value, BaseExceptionType);
}

/** What follows `except` must be an exception class or a tuple of them. */
export function checkCatchable(type: PyObject): Raises<void> {
  const classes = type instanceof PyTuple ? type.items : [type];
  if (!classes.every(isExceptionClass)) raiseTypeError(NOT_EXCEPTION_CLASS);
}

export function checkExceptionMatch(exception: PyObject, type: PyObject): Escapes<boolean> {
  const { ob_type } = exception as PyBaseException;
  if (isExceptionClass(type)) return isSubtype(ob_type, type);
  checkCatchable(type);
  if (type instanceof PyTuple) return type.items.some((item) => isSubtype(ob_type, item as PyType));
  return isSubtype(ob_type, type as PyType);
}

/** What `raise`, `raise exception`, `raise exception from cause` raise. */
export function exceptionToRaise(args: readonly PyObject[]): Escapes<PyObject> {
  if (args.length === 0) {
    const handled = handledException();
    if (handled === null) raise(RuntimeErrorType, 'No active exception to reraise');
    return markReraised(handled);
  }
  const exception = instantiate(args[0]!, 'exceptions must derive from BaseException');
  if (args.length === 2) {
    const cause = args[1]!;
    exception.cause =
      cause === null ? null : instantiate(cause, 'exception causes must derive from BaseException');
    exception.suppressContext = true;
  }
  chainContext(exception);
  return exception;
}

function instantiate(value: PyObject, message: string): PyBaseException {
  if (value instanceof PyBaseException) return value;
  if (!isExceptionClass(value)) raiseTypeError(message);
  const made = call(value, []);
  if (made instanceof PyBaseException) return made;
  raiseTypeError(
    `calling ${strToJs(repr(value))} should have returned an instance of BaseException, not ${strToJs(repr(typeOf(made)))}`,
  );
}

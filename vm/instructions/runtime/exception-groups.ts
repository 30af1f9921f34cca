/** `except*` (PEP 654; CPython: Python/ceval.c _PyEval_ExceptionGroupMatch, Objects/exceptions.c _PyExc_PrepReraiseStar). */
import {
  BaseExceptionGroupType,
  call,
  type Escapes,
  isExceptionGroup,
  isSubtype,
  newList,
  newTuple,
  type PyBaseException,
  type PyList,
  type PyObject,
  PyTuple,
  type PyType,
  projectGroup,
  type Reads,
  raiseTypeError,
  splitException,
} from '../../objects/index.ts';
import { thread } from '../frame.ts';
import { checkCatchable, checkExceptionMatch } from './exceptions.ts';

const GROUP_CLASS = 'catching ExceptionGroup with except* is not allowed. Use except instead.';

let remaining: PyObject = null;

/** The part of `rest` that is of `type`, which becomes the exception being handled; `remainingGroup` gives the other part. */
export function matchExceptionGroup(rest: PyObject, type: PyObject): Escapes<PyObject> {
  checkCatchable(type);
  for (const entry of type instanceof PyTuple ? type.items : [type]) {
    if (isSubtype(entry as PyType, BaseExceptionGroupType)) raiseTypeError(GROUP_CLASS);
  }
  remaining = null;
  if (rest === null) return null;
  const match = matchingPart(rest as PyBaseException, type);
  if (match !== null) thread.handled = match as PyBaseException;
  return match;
}

function matchingPart(error: PyBaseException, type: PyObject): Escapes<PyObject> {
  const isGroup: boolean = isExceptionGroup(error);
  if (!checkExceptionMatch(error, type)) {
    const [match, other] = isGroup ? splitException(error, type) : [null, error];
    remaining = other;
    return match;
  }
  if (isGroup) return error;
  // A naked exception is caught as a group of one.
  const group = newGroup(newTuple([error]));
  group.traceback = error.traceback;
  return group;
}

export function remainingGroup(): Reads<PyObject> {
  const rest = remaining;
  return rest;
}

/** An ExceptionGroup, or a BaseExceptionGroup where one of the exceptions asks for it. */
function newGroup(exceptions: PyTuple | PyList): PyBaseException {
  return call(BaseExceptionGroupType, ['', exceptions]) as PyBaseException;
}

export function prepareReraise(original: PyObject, list: PyObject): Escapes<PyObject> {
  const errors = (list as PyList).items.filter((error): error is PyBaseException => error !== null);
  if (errors.length === 0) return null;
  // Only one clause can have run for a naked exception: there is at most one exception to raise.
  if (!isExceptionGroup(original)) return errors[0]!;
  const raised = errors.filter((error) => !hasSameOrigin(error, original));
  const again = projectGroup(
    original,
    errors.filter((error) => hasSameOrigin(error, original)),
  );
  if (raised.length === 0) return again;
  if (again !== null) raised.push(again as PyBaseException);
  return raised.length > 1 ? newGroup(newList(raised)) : raised[0]!;
}

/** Parts of one group share its traceback, cause and context; what a clause raised does not. */
function hasSameOrigin(error: PyBaseException, original: PyBaseException): boolean {
  return (
    isExceptionGroup(error) &&
    error.traceback === original.traceback &&
    error.cause === original.cause &&
    error.context === original.context
  );
}

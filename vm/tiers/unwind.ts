/** What every tier does when an exception passes through a frame (CPython: Python/ceval.c, Python/traceback.c). */

import { thread } from '../instructions/index.ts';
import { reraising } from '../instructions/runtime/exceptions.ts';
import {
  newException,
  PyBaseException,
  type PyCode,
  type PyFrame,
  PyTraceback,
  RecursionErrorType,
  TracebackType,
} from '../objects/index.ts';

/** The Python exception for what the host threw; errors of the VM itself go on as they are. */
export function asPythonException(error: unknown): PyBaseException {
  if (error instanceof PyBaseException) return error;
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) {
    return newException(RecursionErrorType, ['maximum recursion depth exceeded']);
  }
  throw error;
}

/** Line of an instruction; 0 when it has none. */
export function lineOf(code: PyCode, instruction: number): number {
  return code.unit.positions[instruction * 4] ?? code.unit.firstlineno;
}

/** The exception being handled becomes the context of one that has just been raised. */
export function chainContext(exception: PyBaseException): void {
  const { handled } = thread;
  if (handled === null || handled === exception || exception.context !== null) return;
  // Break a cycle: the handled exception may itself have been raised while handling this one.
  for (let link: PyBaseException | null = handled; link !== null; link = link.context) {
    if (link.context === exception) link.context = null;
  }
  exception.context = handled;
}

/** Adds this frame to the exception's traceback, unless it is being raised again by the frame that caught it. */
export function addTraceback(
  exception: PyBaseException,
  frame: () => PyFrame,
  code: PyCode,
  instruction: number,
): void {
  if (reraising.exception === exception) {
    reraising.exception = null;
    return;
  }
  reraising.exception = null;
  if (exception.traceback === null) chainContext(exception);
  exception.traceback = new PyTraceback(
    TracebackType,
    exception.traceback,
    frame(),
    instruction * 2,
    lineOf(code, instruction),
  );
}

export function recursionError(): PyBaseException {
  return newException(RecursionErrorType, ['maximum recursion depth exceeded']);
}

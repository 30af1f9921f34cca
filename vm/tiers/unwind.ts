/** What every tier does when an exception passes through a frame (CPython: Python/ceval.c, Python/traceback.c). */

import { chainContext, reraising } from '../instructions/runtime/exceptions.ts';
import {
  MemoryErrorType,
  newException,
  PyBaseException,
  type PyCode,
  type PyFrame,
  PyTraceback,
  RecursionErrorType,
  TracebackType,
} from '../objects/index.ts';

/** How V8 refuses a string, an array or a buffer larger than it can make. */
const TOO_LARGE = /^(Invalid (string|array|typed array|array buffer) length|Array buffer allocation failed)/;

/** The Python exception for what the host threw; errors of the VM itself go on as they are. */
export function asPythonException(error: unknown): PyBaseException {
  if (error instanceof PyBaseException) return error;
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) {
    return newException(RecursionErrorType, ['maximum recursion depth exceeded']);
  }
  if (error instanceof RangeError && TOO_LARGE.test(error.message)) return newException(MemoryErrorType, []);
  throw error;
}

/** Line of an instruction; 0 when it has none. */
export function lineOf(code: PyCode, instruction: number): number {
  return code.unit.positions[instruction * 4] ?? code.unit.firstlineno;
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
    const staysWhereRaised = code.unit.code[instruction * 2 + 1] !== 0;
    if (!staysWhereRaised && lineOf(code, instruction) > 0) lastRaise = { exception, instruction };
    return;
  }
  lastRaise = { exception, instruction };
  reraising.exception = null;
  if (exception.traceback === null && exception.context === null) chainContext(exception);
  exception.traceback = new PyTraceback(
    TracebackType,
    exception.traceback,
    frame(),
    instruction,
    lineOf(code, instruction),
  );
}

/** Where an exception was last raised in the frame it is in, by an instruction that has a line. */
let lastRaise: { readonly exception: PyBaseException; readonly instruction: number } | undefined;

/** A frame that an exception leaves shows where it was raised there: cleaning up after that has no line. */
export function stayWhereRaised(exception: PyBaseException, frame: PyFrame | null): void {
  const { traceback } = exception;
  if (frame === null || traceback?.frame !== frame) return;
  frame.lasti = lastRaise?.exception === exception ? lastRaise.instruction : traceback.lasti;
}

export function recursionError(): PyBaseException {
  return newException(RecursionErrorType, ['maximum recursion depth exceeded']);
}

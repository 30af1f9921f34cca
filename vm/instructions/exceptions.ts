/** Exceptions, `with` and `assert` (language reference 8.4, 8.5, 7.8, 7.3). */
import { AssertionErrorType, NotImplementedErrorType, type PyObject } from '../objects/index.ts';
import { instruction } from './define.ts';
import type { Frame } from './frame.ts';
import { type Args, popBlock, pushBlock, raiseException } from './primitives.ts';
import { matchExceptionGroup, prepareReraise, remainingGroup } from './runtime/exception-groups.ts';
import {
  checkExceptionMatch,
  exceptionToRaise,
  markReraised,
  restoreHandled,
  setHandled,
} from './runtime/exceptions.ts';
import { enterContext, enterContextExit, exitContextWithException } from './runtime/with.ts';

/** Where exceptions are table-driven these two instructions vanish: entering `try` then costs nothing. */
export const SETUP_FINALLY = instruction({
  effect: 'Pure',
  execute(): void {
    pushBlock(0);
  },
});

/** As SETUP_FINALLY for the block of a `with`: the value of `__enter__()` on top is not kept. */
export const SETUP_WITH = instruction({
  effect: 'Pure',
  execute(): void {
    pushBlock(1);
  },
});

export const POP_BLOCK = instruction({
  effect: 'Pure',
  execute(): void {
    popBlock();
  },
});

/** Makes the exception the one being handled; the one before is kept below it. */
export const PUSH_EXC_INFO = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(exception: PyObject): [previous: PyObject, exception: PyObject] {
    const previous = setHandled(exception);
    return [previous, exception];
  },
});

export const POP_EXCEPT = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(previous: PyObject): void {
    restoreHandled(previous);
  },
});

export const CHECK_EXC_MATCH = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(exception: PyObject, type: PyObject): [exception: PyObject, matches: PyObject] {
    const matches = checkExceptionMatch(exception, type);
    return [exception, matches];
  },
});

/** `except*`: the part of `rest` that `type` does not match, and the part that it does (None where empty). */
export const CHECK_EG_MATCH = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(rest: PyObject, type: PyObject): [rest: PyObject, match: PyObject] {
    const match = matchExceptionGroup(rest, type);
    return [remainingGroup(), match];
  },
});

/** What the clauses of `except*` leave to raise at the end: a group, an exception or None. */
export const PREP_RERAISE_STAR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(original: PyObject, raised: PyObject): PyObject {
    return prepareReraise(original, raised);
  },
});

/** Raises again what a handler did not take; the traceback keeps its entry for this frame. */
export const RERAISE = instruction({
  effect: 'Raises',
  execute(exception: PyObject): void {
    raiseException(markReraised(exception));
  },
});

export const RAISE_VARARGS = instruction({
  effect: 'Escapes',
  execute(args: Args): void {
    raiseException(exceptionToRaise(args));
  },
});

export const LOAD_ASSERTION_ERROR = instruction({
  effect: 'Pure',
  outOfLine: true,
  execute(): PyObject {
    return AssertionErrorType;
  },
});

export const LOAD_NOT_IMPLEMENTED_ERROR = instruction({
  effect: 'Pure',
  outOfLine: true,
  execute(): PyObject {
    return NotImplementedErrorType;
  },
});

/** Pushes the manager's bound `__exit__` and the result of its `__enter__()`. */
export const BEFORE_WITH = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(manager: PyObject): [exit: PyObject, value: PyObject] {
    const exit = enterContextExit(manager);
    const value = enterContext(manager);
    return [exit, value];
  },
});

export const WITH_EXCEPT_START = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(
    exit: PyObject,
    previous: PyObject,
    exception: PyObject,
  ): [exit: PyObject, previous: PyObject, exception: PyObject, result: PyObject] {
    const result = exitContextWithException(exit, exception);
    return [exit, previous, exception, result];
  },
});

export type { Frame };

/** Calls, generators and exceptions of the stack interpreters. Python calls recurse in the host, as in CPython 3.9. */

import { thread } from '../../instructions/index.ts';
import { bind } from '../../instructions/runtime/bind.ts';
import { chainContext } from '../../instructions/runtime/exceptions.ts';
import {
  type KeywordNames,
  machine,
  type PyBaseException,
  type PyFunction,
  type PyGenerator,
  type PyInstance,
  type PyObject,
  raiseTypeError,
  typeName,
} from '../../objects/index.ts';
import { finishGenerator, startGenerator } from '../generators.ts';
import { addTraceback, asPythonException, recursionError, stayWhereRaised } from '../unwind.ts';
import { pyFrameOf, StackFrame } from './frame.ts';

/** Which loop runs the frames: set when the machine starts. */
export const engine: { evaluate: (frame: StackFrame) => PyObject; current: StackFrame | null } = {
  evaluate: () => {
    throw new Error('no interpreter chosen');
  },
  current: null,
};

export function runFrame(frame: StackFrame): PyObject {
  if (thread.depth >= thread.recursionLimit) throw recursionError();
  thread.depth += 1;
  const back = engine.current;
  frame.back = back;
  engine.current = frame;
  const result = engine.evaluate(frame);
  engine.current = back;
  thread.depth -= 1;
  return result;
}

/** The exception's handler in this frame takes over: returns the new stack depth. Throws when there is none. */
export function handleException(frame: StackFrame, error: unknown): number {
  let exception: PyBaseException;
  try {
    exception = asPythonException(error);
  } catch (internal) {
    leave(frame);
    throw internal;
  }
  // Calls below this frame that ended by the exception have not restored these.
  engine.current = frame;
  addTraceback(exception, () => pyFrameOf(frame), frame.code, frame.pc >> 1);
  const { blocks } = frame;
  if (blocks.length === 0) {
    stayWhereRaised(exception, frame.pyFrame);
    leave(frame);
    throw exception;
  }
  const depth = blocks.pop()!;
  frame.pc = blocks.pop()! << 1;
  frame.values[depth] = exception;
  return depth + 1;
}

function leave(frame: StackFrame): void {
  engine.current = frame.back;
  thread.depth -= 1;
}

/** Calls a function whose parameters are exactly `self`, if it is given, and `stack[from]` … `stack[to - 1]`. */
export function enterFunction(
  callee: PyFunction,
  self: PyObject | undefined,
  stack: readonly (PyObject | undefined)[],
  from: number,
  to: number,
): PyObject {
  const { unit } = callee.code;
  const size = unit.localsplusnames.length + unit.stacksize + 1;
  const values: (PyObject | undefined)[] = new Array(size);
  // Makes V8 keep references from the start: large ints would make it an array of raw doubles.
  values[size - 1] = null;
  let at = 0;
  if (self !== undefined) values[at++] = self;
  for (let i = from; i < to; i++) values[at++] = stack[i];
  return enterLocals(callee, values);
}

export function enterLocals(callee: PyFunction, locals: (PyObject | undefined)[]): PyObject {
  return runFrame(new StackFrame(callee.code, callee, callee.globals, callee.builtins, null, locals));
}

/** Calls `__init__`; the result is the instance. */
export function enterInitializer(
  callee: PyFunction,
  instance: PyInstance,
  stack: readonly (PyObject | undefined)[],
  from: number,
  to: number,
): PyObject {
  const result = enterFunction(callee, instance, stack, from, to);
  if (result !== null) raiseTypeError(`__init__() should return None, not '${typeName(result)}'`);
  return instance;
}

export function runFunction(fn: PyFunction, args: PyObject[], names: KeywordNames): PyObject {
  return enterLocals(fn, bind(fn, args, names));
}

export function runClassBody(fn: PyFunction, namespace: PyObject): PyObject {
  const locals = new Array(fn.code.unit.localsplusnames.length).fill(undefined);
  return runFrame(new StackFrame(fn.code, fn, fn.globals, fn.builtins, namespace, locals));
}

/** Resumes a generator's frame; see `machine.resumeGenerator`. */
export function resumeGenerator(
  generator: PyGenerator,
  value: PyObject,
  mode: 'send' | 'throw',
): PyObject | undefined {
  const frame = generator.activation as StackFrame;
  if (!startGenerator(generator, value, mode)) return undefined;
  const { handled, handledBelow } = thread;
  thread.handledBelow = handled ?? handledBelow;
  thread.handled = generator.handled;
  try {
    frame.suspended = false;
    if (mode === 'throw') frame.sp = throwInto(frame, value as PyBaseException);
    else frame.values[frame.sp++] = value;
    const result = runFrame(frame);
    if (frame.suspended) return result;
    machine.returnValue = result;
    generator.finished = true;
    return undefined;
  } catch (error) {
    throw finishGenerator(generator, error);
  } finally {
    frame.back = null;
    generator.running = false;
    generator.handled = generator.finished ? null : thread.handled;
    thread.handled = handled;
    thread.handledBelow = handledBelow;
  }
}

/** Raises at the `yield` that the frame is suspended at. What the caller handles does not become the context. */
function throwInto(frame: StackFrame, exception: PyBaseException): number {
  const { handledBelow } = thread;
  thread.handledBelow = null;
  chainContext(exception);
  frame.pc -= 2;
  frame.back = engine.current;
  thread.depth += 1;
  const sp = handleException(frame, exception);
  thread.depth -= 1;
  engine.current = frame.back;
  thread.handledBelow = handledBelow;
  return sp;
}

/** See `machine.withFrameOf`. */
export function withFrameOf<Result>(generator: PyGenerator, work: () => Result): Result {
  const frame = generator.activation as StackFrame;
  const caller = engine.current;
  frame.back = caller;
  engine.current = frame;
  frame.suspended = false;
  thread.depth += 1;
  try {
    return work();
  } finally {
    thread.depth -= 1;
    engine.current = caller;
    frame.back = null;
    frame.suspended = true;
  }
}

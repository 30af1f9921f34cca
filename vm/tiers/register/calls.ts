/** Calls, generators and exceptions of the register interpreter (stage 2). */

import { thread } from '../../instructions/index.ts';
import { bind } from '../../instructions/runtime/bind.ts';
import { chainContext } from '../../instructions/runtime/exceptions.ts';
import { handleSignals, pendingSignals } from '../../instructions/signals.ts';
import {
  type KeywordNames,
  machine,
  type PyBaseException,
  type PyFunction,
  type PyGenerator,
  type PyObject,
  raiseTypeError,
  typeName,
} from '../../objects/index.ts';
import { finishGenerator, startGenerator } from '../generators.ts';
import { NEVER } from '../quicken/specialize.ts';
import { statistics } from '../statistics.ts';
import { addTraceback, asPythonException, recursionError, stayWhereRaised } from '../unwind.ts';
import {
  type DirectFunction,
  EXIT,
  executionOf,
  pyFrameOf,
  type RegisterExecution,
  RegisterFrame,
  registerOptions,
  releasePyFrame,
} from './frame.ts';

export { EXIT };

/** Registers of the shared stack made at a time. */
const GROWTH = 16384;

export const sharedStack: (PyObject | undefined)[] = [null];
sharedStack.pop();

export function growStack(needed: number): void {
  while (sharedStack.length < needed + GROWTH) sharedStack.push(undefined);
}
growStack(0);

/** The frame below all others: code starts by being called from it. */
const bottom = new RegisterFrame(sharedStack, 0, false);

export const engine: {
  /** Runs `from` (default: `entry`) and its callers until `entry` returns or yields. */
  run: (entry: RegisterFrame, from?: RegisterFrame) => PyObject;
  current: RegisterFrame;
  /** Called when a function (site −1) or loop has become hot; set by the region compiler. */
  compileFunction: ((frame: RegisterFrame) => void) | null;
  compileGenerator: ((frame: RegisterFrame) => void) | null;
  compileLoop: ((frame: RegisterFrame, site: number, header: number) => void) | null;
} = {
  run: () => {
    throw new Error('no interpreter chosen');
  },
  current: bottom,
  compileFunction: null,
  compileGenerator: null,
  compileLoop: null,
};

/** A frame above `caller` for a call of `callee` with `count` positional arguments, which the caller of this stores. */
export function pushFrame(
  caller: RegisterFrame,
  callee: PyFunction,
  returnTo: number,
  count: number,
): RegisterFrame {
  if (thread.depth >= thread.recursionLimit) throw recursionError();
  thread.depth += 1;
  let frame = caller.next;
  if (frame === null) {
    frame = new RegisterFrame(sharedStack, 0, false);
    caller.next = frame;
  }
  const { code } = callee;
  const execution =
    code.execution === null ? executionOf(code) : (code.execution as ReturnType<typeof executionOf>);
  const base = caller.top;
  const top = base + execution.size;
  if (top > sharedStack.length) growStack(top);
  // The same function is often called again from the same depth: its frame is still made out to it.
  if (frame.func !== callee || frame.code !== code) {
    frame.code = code;
    frame.execution = execution;
    frame.func = callee;
    frame.globals = callee.globals;
    frame.builtins = callee.builtins;
  }
  frame.names = null;
  frame.base = base;
  frame.top = top;
  frame.resume = 0;
  frame.returnTo = returnTo;
  frame.back = caller;
  if (frame.blocks.length > 0) frame.blocks.length = 0;
  for (let i = base + count; i < base + execution.locals; i++) sharedStack[i] = undefined;
  engine.current = frame;
  if (--execution.heat < 0 && engine.compileFunction !== null) engine.compileFunction(frame);
  return frame;
}

export function pushBoundFrame(
  caller: RegisterFrame,
  callee: PyFunction,
  returnTo: number,
  locals: readonly (PyObject | undefined)[],
): RegisterFrame {
  const frame = pushFrame(caller, callee, returnTo, locals.length);
  const { base } = frame;
  for (let i = 0; i < locals.length; i++) sharedStack[base + i] = locals[i];
  return frame;
}

/** Ends a frame; returns the caller's. */
export function leaveFrame(frame: RegisterFrame): RegisterFrame {
  if (frame.pyFrame !== null) releasePyFrame(frame);
  const back = frame.back!;
  engine.current = back;
  thread.depth -= 1;
  return back;
}

/**
 * Runs a compiled function in a frame just pushed. `EXIT`: `engine.current` goes on in the interpreter, which is the frame
 * or, where a side exit left the code of an inlined call, a frame above it.
 */
export function callCompiled(frame: RegisterFrame): PyObject | typeof EXIT {
  const { execution } = frame;
  if (execution.direct !== null) return callDirect(frame, execution.direct);
  try {
    const result = execution.compiled!(frame, frame.registers, frame.base);
    if (result !== EXIT) leaveFrame(frame);
    else afterExit(execution);
    return result;
  } catch (error) {
    // A handler of the function goes on in the interpreter; without one the exception goes to the caller.
    unwind(engine.current, frame, error);
    return EXIT;
  }
}

/** A frame was pushed for a function that opens its own when it needs one; that may be the same object. */
function callDirect(frame: RegisterFrame, direct: DirectFunction): PyObject {
  const { returnTo, instance } = frame;
  const result = callWithRegisters(frame, direct);
  frame.returnTo = returnTo;
  frame.instance = instance;
  return result;
}

function callWithRegisters(frame: RegisterFrame, direct: DirectFunction): PyObject {
  const { registers: R, base, execution } = frame;
  const callee = frame.func!;
  const caller = leaveFrame(frame);
  switch (execution.parameters) {
    case 0:
      return direct(caller, callee);
    case 1:
      return direct(caller, callee, R[base]);
    case 2:
      return direct(caller, callee, R[base], R[base + 1]);
    case 3:
      return direct(caller, callee, R[base], R[base + 1], R[base + 2]);
    default:
      return direct(caller, callee, ...R.slice(base, base + execution.parameters));
  }
}

/** Iterations of a loop that stays with the interpreter before it looks for signals again: some 10 ms. */
const POLL_PERIOD = 1 << 19;

/** Failed guards after which compiled code is thrown away, to be compiled again from what was learned since. */
const DEOPT_LIMIT = 40;
/** Times that is done before the code stays with the interpreter. */
const DISCARD_LIMIT = 10;

export function afterExit(execution: RegisterExecution): void {
  statistics.exits += 1;
  if (execution.deopts <= DEOPT_LIMIT) return;
  execution.discard();
  execution.discards += 1;
  statistics.discarded += 1;
  execution.heat =
    execution.discards < DISCARD_LIMIT ? registerOptions.heat << Math.min(execution.discards, 4) : NEVER;
  if (execution.discards >= DISCARD_LIMIT) execution.counters.fill(POLL_PERIOD);
}

/** Runs a frame just pushed to its end. */
export function runPushed(frame: RegisterFrame): PyObject {
  if (frame.execution.compiled !== null) {
    const result = callCompiled(frame);
    if (result !== EXIT) return result as PyObject;
  }
  return engine.run(frame, engine.current);
}

export function checkInitializer(result: PyObject): void {
  if (result !== null) raiseTypeError(`__init__() should return None, not '${typeName(result)}'`);
}

function operandAt(
  registers: readonly (PyObject | undefined)[],
  base: number,
  consts: readonly (PyObject | undefined)[],
  operand: number,
): PyObject {
  return (operand >= 0 ? registers[base + operand] : consts[~operand]) as PyObject;
}

/** The variadic operands at word `at` (their count) as an array. */
export function arrayOfArgs(
  registers: readonly (PyObject | undefined)[],
  base: number,
  consts: readonly (PyObject | undefined)[],
  code: Int32Array,
  at: number,
): PyObject[] {
  const count = code[at]!;
  // A literal takes the room that it needs; an array that grows starts with 17 elements.
  switch (count) {
    case 0:
      return [];
    case 1:
      return [operandAt(registers, base, consts, code[at + 1]!)];
    case 2:
      return [
        operandAt(registers, base, consts, code[at + 1]!),
        operandAt(registers, base, consts, code[at + 2]!),
      ];
    case 3:
      return [
        operandAt(registers, base, consts, code[at + 1]!),
        operandAt(registers, base, consts, code[at + 2]!),
        operandAt(registers, base, consts, code[at + 3]!),
      ];
  }
  const args: PyObject[] = [
    operandAt(registers, base, consts, code[at + 1]!),
    operandAt(registers, base, consts, code[at + 2]!),
    operandAt(registers, base, consts, code[at + 3]!),
    operandAt(registers, base, consts, code[at + 4]!),
  ];
  for (let i = 5; i <= count; i++) args.push(operandAt(registers, base, consts, code[at + i]!));
  return args;
}

/**
 * A loop's counter has run out: compiles it, or runs what was compiled. The word to go on at; −1: at the loop's head;
 * −2: the function returned `frame.result`; −3: raise `frame.error` at `frame.pc`; −4: go on with `engine.current`.
 */
export function hotLoop(frame: RegisterFrame, site: number, header: number): number {
  const { execution } = frame;
  const loop = execution.loops[site];
  if (pendingSignals[0] !== 0) {
    try {
      handleSignals();
    } catch (error) {
      frame.error = error;
      return -3;
    }
  }
  if (loop === undefined || loop === null || loop === 'interpreted') {
    if (engine.compileLoop === null || loop === 'interpreted' || execution.discards >= DISCARD_LIMIT)
      execution.counters[site] = POLL_PERIOD;
    else engine.compileLoop(frame, site, header);
    return -1;
  }
  try {
    const result = loop(frame, frame.registers, frame.base);
    if (result === EXIT) {
      afterExit(execution);
      return -4;
    }
    frame.result = result as PyObject;
    return -2;
  } catch (error) {
    if (engine.current === frame) frame.error = error;
    else {
      // Raised in the code of an inlined call, whose frames have been made: one of them may handle it.
      try {
        unwind(engine.current, frameCalledBy(frame), error);
        return -4;
      } catch (unhandled) {
        frame.error = unhandled;
      }
    }
    return -3;
  }
}

function frameCalledBy(caller: RegisterFrame): RegisterFrame {
  let at = engine.current;
  while (at.back !== caller) at = at.back!;
  return at;
}

/** Compiled code caught an exception: what its frame called is gone. */
export function settle(frame: RegisterFrame): void {
  thread.depth -= depthAbove(frame);
  engine.current = frame;
}

/**
 * Finds who handles an exception: this frame or one of its callers down to `entry`. Frames without a handler are
 * left. The frame returned is `engine.current` and goes on at `resume`. Throws when `entry` is left.
 */
export function unwind(frame: RegisterFrame, entry: RegisterFrame, error: unknown): RegisterFrame {
  let exception: PyBaseException;
  try {
    exception = asPythonException(error);
  } catch (internal) {
    leaveDownTo(frame, entry);
    throw internal;
  }
  // What this frame called and did not return from is gone.
  settle(frame);
  let at = frame;
  for (;;) {
    const here = at;
    addTraceback(exception, () => pyFrameOf(here), at.code, at.instructionIndex());
    if (handle(at, exception)) return at;
    stayWhereRaised(exception, at.pyFrame);
    const back = leaveFrame(at);
    if (at === entry) throw exception;
    at = back;
  }
}

/** Python calls between the innermost frame and this one. */
function depthAbove(frame: RegisterFrame): number {
  let count = 0;
  for (let at = engine.current; at !== frame && at !== bottom; at = at.back!) count += 1;
  return count;
}

function leaveDownTo(frame: RegisterFrame, entry: RegisterFrame): void {
  for (let at = frame; ; at = leaveFrame(at)) {
    if (at === entry) {
      leaveFrame(at);
      return;
    }
  }
}

/** Whether the frame has a handler for where it stands; then it is ready to go on there. */
function handle(frame: RegisterFrame, exception: PyBaseException): boolean {
  const { blocks, pc } = frame;
  if (blocks.length > 0) {
    const slot = blocks.pop()!;
    frame.resume = blocks.pop()!;
    frame.registers[frame.base + slot] = exception;
    return true;
  }
  if (!registerOptions.exceptionTable) return false;
  for (const { start, end, target, slot } of frame.execution.source.handlers) {
    if (pc < start || pc >= end) continue;
    frame.resume = target;
    frame.registers[frame.base + slot] = exception;
    return true;
  }
  return false;
}

// ---- what objects call

export function runFunction(fn: PyFunction, args: PyObject[], names: KeywordNames): PyObject {
  const { code } = fn;
  if (names === null && code.simple && args.length === code.argcount) {
    const frame = pushFrame(engine.current, fn, 0, args.length);
    for (let i = 0; i < args.length; i++) sharedStack[frame.base + i] = args[i];
    return runPushed(frame);
  }
  return runPushed(pushBoundFrame(engine.current, fn, 0, bind(fn, args, names)));
}

/** Calls a function whose locals are bound. */
export function enterLocals(fn: PyFunction, locals: readonly (PyObject | undefined)[]): PyObject {
  return runPushed(pushBoundFrame(engine.current, fn, 0, locals));
}

export function runClassBody(fn: PyFunction, namespace: PyObject): PyObject {
  const frame = pushFrame(engine.current, fn, 0, 0);
  frame.names = namespace;
  return engine.run(frame);
}

/** Runs a generator's frame to its next yield or its end, compiled if it is hot. */
function resumeBody(frame: RegisterFrame): PyObject {
  const { execution } = frame;
  if (execution.compiled === null) {
    if (--execution.heat < 0 && engine.compileGenerator !== null) engine.compileGenerator(frame);
    if (execution.compiled === null) return engine.run(frame);
  }
  let from = frame;
  try {
    const result = execution.compiled!(frame, frame.registers, frame.base);
    if (result !== EXIT) {
      leaveFrame(frame);
      return result as PyObject;
    }
    afterExit(execution);
    from = engine.current;
  } catch (error) {
    from = unwind(engine.current, frame, error);
  }
  return engine.run(frame, from);
}

/** Resumes a generator's frame; see `machine.resumeGenerator`. */
export function resumeGenerator(
  generator: PyGenerator,
  value: PyObject,
  mode: 'send' | 'throw',
): PyObject | undefined {
  if (!startGenerator(generator, value, mode)) return undefined;
  const frame = generator.activation as RegisterFrame;
  const caller = engine.current;
  const { handled, handledBelow } = thread;
  if (thread.depth >= thread.recursionLimit) {
    generator.running = false;
    throw recursionError();
  }
  thread.depth += 1;
  frame.back = caller;
  frame.top = caller.top;
  frame.suspended = false;
  engine.current = frame;
  thread.handledBelow = handled ?? handledBelow;
  thread.handled = generator.handled;
  try {
    if (mode === 'throw') {
      // What the caller handles does not become the context.
      const below = thread.handledBelow;
      thread.handledBelow = null;
      chainContext(value as PyBaseException);
      unwind(frame, frame, value);
      thread.handledBelow = below;
    } else frame.registers[frame.sentTo] = value;
    const result = resumeBody(frame);
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

/** See `machine.withFrameOf`. */
export function withFrameOf<Result>(generator: PyGenerator, work: () => Result): Result {
  const frame = generator.activation as RegisterFrame;
  const caller = engine.current;
  frame.back = caller;
  frame.top = caller.top;
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

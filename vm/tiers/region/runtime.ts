/**
 * What emitted code calls: Python functions from compiled code, and frames that it had left out.
 *
 * One function a number of arguments, so that no argument arrays are made.
 */
import { thread } from '../../instructions/index.ts';
import { newGenerator } from '../../instructions/runtime/generators.ts';
import { pendingSignals } from '../../instructions/signals.ts';
import type { PyFunction, PyObject } from '../../objects/index.ts';
import {
  afterExit,
  checkInitializer,
  engine,
  growStack,
  pushBoundFrame,
  pushFrame,
  runPushed,
  settle,
  sharedStack,
  unwind,
} from '../register/calls.ts';
import { EXIT, type RegisterExecution, RegisterFrame, releasePyFrame } from '../register/frame.ts';
import { recursionError } from '../unwind.ts';

type Value = PyObject | undefined;

function call0(frame: RegisterFrame, callee: PyFunction): PyObject {
  return runPushed(pushFrame(frame, callee, 0, 0));
}
function call1(frame: RegisterFrame, callee: PyFunction, a: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 1);
  pushed.registers[pushed.base] = a;
  return runPushed(pushed);
}
function call2(frame: RegisterFrame, callee: PyFunction, a: Value, b: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 2);
  const { registers, base } = pushed;
  registers[base] = a;
  registers[base + 1] = b;
  return runPushed(pushed);
}
function call3(frame: RegisterFrame, callee: PyFunction, a: Value, b: Value, c: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 3);
  const { registers, base } = pushed;
  registers[base] = a;
  registers[base + 1] = b;
  registers[base + 2] = c;
  return runPushed(pushed);
}
function callMany(frame: RegisterFrame, callee: PyFunction, ...args: Value[]): PyObject {
  const pushed = pushFrame(frame, callee, 0, args.length);
  const { registers, base } = pushed;
  for (let i = 0; i < args.length; i++) registers[base + i] = args[i];
  return runPushed(pushed);
}
function callBound(frame: RegisterFrame, callee: PyFunction, locals: Value[]): PyObject {
  return runPushed(pushBoundFrame(frame, callee, 0, locals));
}

/** Opens the frame of a call whose registers are in variables of the emitted code. The limit was checked. */
function openFrame(
  caller: RegisterFrame,
  callee: PyFunction,
  execution: RegisterExecution,
  size: number,
): RegisterFrame {
  const frame = caller.next === null ? newFrame(caller) : caller.next;
  // Mostly the frame is still made out to this function; else it takes five stores.
  if (frame.func !== callee || frame.execution !== execution) {
    frame.code = callee.code;
    frame.execution = execution;
    frame.func = callee;
    frame.globals = callee.globals;
    frame.builtins = callee.builtins;
  }
  frame.names = null;
  const base = caller.top;
  const top = base + size;
  if (top > sharedStack.length) growStack(top);
  frame.base = base;
  frame.top = top;
  thread.depth += 1;
  engine.current = frame;
  return frame;
}

function newFrame(caller: RegisterFrame): RegisterFrame {
  const frame = new RegisterFrame(sharedStack, 0, false);
  caller.next = frame;
  frame.back = caller;
  return frame;
}

function closeFrame(frame: RegisterFrame, caller: RegisterFrame): void {
  if (frame.pyFrame !== null) releasePyFrame(frame);
  engine.current = caller;
  thread.depth -= 1;
}

/** A function called directly left by a side exit: the interpreter goes on and gives the function's result. */
function resumeDirect(frame: RegisterFrame): PyObject {
  afterExit(frame.execution);
  return engine.run(frame, engine.current);
}

/** A function called directly raised: a handler of it or of an inlined call goes on in the interpreter. */
function raiseDirect(frame: RegisterFrame, error: unknown): PyObject {
  const handler = unwind(engine.current, frame, error);
  return engine.run(frame, handler);
}

/** What a call of a generator function gives: its frame has registers of its own and waits behind RETURN_GENERATOR. */
function suspended(
  callee: PyFunction,
  execution: RegisterExecution,
  registers: (PyObject | undefined)[],
  pc: number,
  resume: number,
  sentTo: number,
): PyObject {
  const frame = new RegisterFrame(registers, 0, true);
  frame.code = callee.code;
  frame.execution = execution;
  frame.func = callee;
  frame.globals = callee.globals;
  frame.builtins = callee.builtins;
  frame.pc = pc;
  frame.resume = resume;
  frame.sentTo = sentTo;
  frame.suspended = true;
  return newGenerator(callee.code, callee, frame);
}

export const RUNTIME = {
  suspended,
  call0,
  call1,
  call2,
  call3,
  callMany,
  callBound,
  openFrame,
  closeFrame,
  resumeDirect,
  raiseDirect,
  recursionError,
  checkInitializer,
  settle,
  EXIT,
  S: sharedStack,
  T: thread,
  P: pendingSignals,
} as const;

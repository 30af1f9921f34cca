/**
 * Calls of the interpreter of threads. It is the plain stack interpreter as a generator of the host, so that a thread can
 * stop wherever a function of the host has to wait, and go on later. Python functions called by an instruction run in it;
 * what host code calls (sort keys, special methods behind operators, bodies of generators) runs in the machine's own
 * tier and cannot be suspended.
 */
import { thread } from '../../instructions/index.ts';
import { bind } from '../../instructions/runtime/bind.ts';
import { unpackedArguments } from '../../instructions/runtime/calls.ts';
import { specialMethod } from '../../instructions/runtime/with.ts';
import {
  call,
  callHost,
  type KeywordNames,
  type MethodDef,
  machine,
  PyBuiltinFunction,
  type PyCode,
  PyFunction,
  PyMethod,
  PyMethodDescriptor,
  type PyObject,
  type PyTuple,
  Suspension,
  suspension,
  textOf,
  type Wait,
} from '../../objects/index.ts';
import { engine } from '../stack/calls.ts';
import { pyFrameOf, StackExecution, StackFrame } from '../stack/frame.ts';
import { executed } from '../statistics.ts';
import { recursionError } from '../unwind.ts';
import { evaluate as evaluateCounting } from './generated/counting-loop.ts';
import { evaluate } from './generated/loop.ts';

/** A computation that stops to wait; its result is that of the call. */
export type Suspendable = Generator<Wait, PyObject, void>;

/** Calls a Python function with its locals bound, in the machine's own tier. Set when the machine starts. */
export const ownTier: { enterLocals: (fn: PyFunction, locals: (PyObject | undefined)[]) => PyObject } = {
  enterLocals: () => {
    throw new Error('no interpreter chosen');
  },
};

/** Generators, coroutines and async generators belong to the machine's own tier. */
const GENERATORS = 0x20 | 0x80 | 0x200;

/** The bytecode as it was compiled: the machine's own tier may have rewritten its copy. */
const executions = new WeakMap<PyCode, StackExecution>();

function executionOf(code: PyCode): StackExecution {
  let execution = executions.get(code);
  if (execution === undefined) {
    execution = new StackExecution(code.unit.code);
    executions.set(code, execution);
  }
  return execution;
}

export function* enterLocals(callee: PyFunction, locals: (PyObject | undefined)[]): Suspendable {
  const { code, globals, builtins } = callee;
  if ((code.flags & GENERATORS) !== 0) return ownTier.enterLocals(callee, locals);
  if (thread.depth >= thread.recursionLimit) throw recursionError();
  const frame = new StackFrame(code, callee, globals, builtins, null, locals, executionOf(code));
  thread.depth += 1;
  frame.back = engine.current;
  engine.current = frame;
  const result = (yield* executed.counting ? evaluateCounting(frame) : evaluate(frame)) as PyObject;
  engine.current = frame.back;
  thread.depth -= 1;
  return result;
}

/** Calls a host function that may have to wait, as often as it takes. */
function* callWaiting(def: MethodDef, self: PyObject, args: PyObject[], names: KeywordNames): Suspendable {
  for (let wait: Wait | null = null; ; ) {
    suspension.allowed = true;
    suspension.resumed = wait;
    try {
      return callHost(def, '', self, args.slice(), names);
    } catch (error) {
      if (!(error instanceof Suspension)) throw error;
      wait = error.wait;
    } finally {
      suspension.allowed = false;
      suspension.resumed = null;
    }
    yield wait;
  }
}

export function* callSuspendable(callable: PyObject, args: PyObject[], names: KeywordNames): Suspendable {
  if (callable instanceof PyFunction) return yield* enterLocals(callable, bind(callable, args, names));
  if (callable instanceof PyMethod)
    return yield* callSuspendable(callable.func, [callable.self, ...args], names);
  if (callable instanceof PyMethodDescriptor && args.length > (names?.length ?? 0))
    return yield* callMethod(callable, callable.def, args[0]!, args.slice(1), names);
  if (callable instanceof PyBuiltinFunction) {
    const { def, self } = callable;
    return yield* callMethod(callable, def, self === undefined ? null : self, args, names);
  }
  return call(callable, args, names);
}

function* callMethod(
  callable: PyBuiltinFunction | PyMethodDescriptor,
  def: MethodDef,
  self: PyObject,
  args: PyObject[],
  names: KeywordNames,
): Suspendable {
  if (def.waits) return yield* callWaiting(def, self, args, names);
  if (def.within !== undefined && args.length > (names?.length ?? 0)) {
    def.within.begin(self);
    try {
      return yield* callSuspendable(args[0]!, args.slice(1), names);
    } finally {
      def.within.end(self);
    }
  }
  return call(callable, callable instanceof PyMethodDescriptor ? [self, ...args] : args, names);
}

// ── What the instructions call ──

function withSelf(self: PyObject | undefined, args: readonly PyObject[]): PyObject[] {
  return self === undefined ? args.slice() : [self, ...args];
}

export function* callObject(
  callable: PyObject,
  self: PyObject | undefined,
  args: readonly PyObject[],
): Suspendable {
  return yield* callSuspendable(callable, withSelf(self, args), null);
}

export function* callKeywords(
  callable: PyObject,
  self: PyObject | undefined,
  args: readonly PyObject[],
  names: PyObject,
): Suspendable {
  return yield* callSuspendable(callable, withSelf(self, args), (names as PyTuple).items.map(textOf));
}

export function* callUnpacked(callable: PyObject, args: readonly PyObject[]): Suspendable {
  const { all, names } = unpackedArguments(callable, args);
  return yield* callSuspendable(callable, all, names);
}

export function* enterContext(manager: PyObject): Suspendable {
  return yield* callSuspendable(specialMethod(manager, '__enter__') as PyObject, [], null);
}

/** Runs a thread to its next wait: the wait, or `undefined` at its end. Frames below are out of sight meanwhile. */
export function step(computation: Suspendable): Wait | undefined {
  const { currentFrame } = machine;
  const { current } = engine;
  const below = currentFrame();
  machine.currentFrame = () => {
    const frame = currentFrame();
    return frame === below && engine.current !== null && engine.current !== current
      ? pyFrameOf(engine.current)
      : frame;
  };
  try {
    const { done, value } = computation.next();
    return done ? undefined : value;
  } finally {
    machine.currentFrame = currentFrame;
    engine.current = current;
  }
}

/**
 * What objects need of the machine that runs bytecode. `vm/tiers` sets the members when it starts;
 * nothing in this folder imports it.
 */
import type { Escapes, Reads } from './effects.ts';
import type { PyDict, PyFrame, PyFunction, PyGenerator } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import type { PyObject } from './object.ts';

export interface Machine {
  /** Calls a Python function. `args` may be kept by the callee; it holds the keyword values last, one for each name. */
  runFunction(fn: PyFunction, args: PyObject[], names: KeywordNames): Escapes<PyObject>;
  /** Runs the body of a class statement with `namespace` as its locals; returns what the body returns (the `__class__` cell or None). */
  runClassBody(fn: PyFunction, namespace: PyObject): Escapes<PyObject>;
  /**
   * Runs a generator to its next `yield`: the yielded value, or `undefined` when its body returned; then `returnValue`
   * is the value returned. `value` is what `yield` gives ('send') or the exception raised there ('throw').
   */
  resumeGenerator(
    generator: PyGenerator,
    value: PyObject,
    mode: 'send' | 'throw',
  ): Escapes<PyObject | undefined>;
  returnValue: PyObject;
  /** Does `work` with the frame of a suspended generator on the stack of calls: as the caller of what it waits for. */
  withFrameOf<Result>(generator: PyGenerator, work: () => Escapes<Result>): Escapes<Result>;
  /** The innermost frame that runs Python code, made on demand. */
  currentFrame(): Reads<PyFrame | null>;
  /** Namespace of `builtins`: what a function takes whose globals have no `__builtins__`. */
  builtins: PyDict | null;
  /** Guard of host recursion (repr of nested containers, comparison): RecursionError beyond the limit. `where`: end of the message. */
  enterCall(where: string): void;
  leaveCall(): void;
  /** `import name`, returning the module itself (not its top package). */
  importModule(name: string): Escapes<PyObject>;
  /** What of the start waits until a program can tell the difference; `null` once it is done. */
  lateStart: LateStart | null;
  /** The module of `sys.modules`, which may still be being loaded. */
  loadedModule(name: string): Reads<PyObject | undefined>;
}

export interface LateStart {
  /** Names that namespaces of modules do not have yet. */
  readonly names: ReadonlySet<string>;
  run(): void;
}

/**
 * Does what of the start was put off; whether it was this call that did it. Asked by whoever misses `name` in the
 * namespace of a module, and before such a namespace is handed out whole.
 */
export function completeStart(name?: string): Escapes<boolean> {
  const { lateStart } = machine;
  if (lateStart === null || (name !== undefined && !lateStart.names.has(name))) return false;
  machine.lateStart = null;
  lateStart.run();
  return true;
}

function absent(member: string): never {
  throw new Error(`vm/objects: machine.${member} is not set; vm/tiers does so when it starts`);
}

export const machine: Machine = {
  runFunction: () => absent('runFunction'),
  runClassBody: () => absent('runClassBody'),
  resumeGenerator: () => absent('resumeGenerator'),
  returnValue: null,
  withFrameOf: (_generator, work) => work(),
  currentFrame: () => null,
  builtins: null,
  enterCall() {},
  leaveCall() {},
  importModule: () => absent('importModule'),
  lateStart: null,
  loadedModule: () => undefined,
};

/** Behaviour that a stage switches on; read when classes are made and instances allocated. */
export const runtimeFlags = {
  /** Instances have a shape and inline slots instead of a dict. */
  shapes: false,
};

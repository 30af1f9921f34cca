/** What `sys` asks of the machine that runs bytecode. `vm/tiers` sets the members when it starts. */
import {
  call,
  type KeywordNames,
  type PyBaseException,
  type PyCode,
  type PyObject,
  type Wait,
} from '../objects/index.ts';

/** A module that is part of the VM and runs Python code (`FrozenImporter`). */
export interface FrozenModule {
  /** The name under which the library has it. */
  readonly origin: string;
  readonly isPackage: boolean;
}

export interface MachineServices {
  frozenModule(name: string): FrozenModule | undefined;
  frozenCode(name: string): PyCode | undefined;
  /** Version of the bytecode, 32 bits: cached code of another version is not run. */
  bytecodeVersion: number;
  getRecursionLimit(): number;
  setRecursionLimit(limit: number): void;
  /** Python calls active now. */
  recursionDepth(): number;
  /** The exception that an `except` or `finally` is handling. */
  handledException(): PyBaseException | null;
  /** The exception with its traceback, as an uncaught one is shown. */
  formatException(error: PyBaseException): string;
  /** A call that stops wherever it has to wait; `step` runs it to there: the wait, or `undefined` at its end. */
  callSuspendable(callable: PyObject, args: PyObject[], names: KeywordNames): Generator<Wait, PyObject, void>;
  step(computation: Generator<Wait, PyObject, void>): Wait | undefined;
}

let limit = 1000;

export const services: MachineServices = {
  frozenModule: () => undefined,
  frozenCode: () => undefined,
  bytecodeVersion: 0,
  getRecursionLimit: () => limit,
  setRecursionLimit(value) {
    limit = value;
  },
  recursionDepth: () => 0,
  handledException: () => null,
  formatException: (error) => `${error.ob_type.name}\n`,
  // biome-ignore lint/correctness/useYield: without a machine nothing can be suspended.
  *callSuspendable(callable, args, names) {
    return call(callable, args, names);
  },
  step(computation) {
    const { done, value } = computation.next();
    return done ? undefined : value;
  },
};

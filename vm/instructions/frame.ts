/** What an instruction may see of the frame that runs it. Each tier has its own kind of frame. */
import type { Activation, PyBaseException, PyCode, PyDict, PyFunction, PyObject } from '../objects/index.ts';

export interface Frame {
  readonly code: PyCode;
  readonly globals: PyDict;
  readonly builtins: PyDict;
  /** The function being run; null for module and class bodies run from a bare code object. */
  readonly func: PyFunction | null;
  /** Namespace of module and class bodies: a dict or another mapping; null in functions. */
  readonly names: PyObject | null;
  /** Makes the frame outlive its call, as the body of a generator. */
  detach(): Activation;
}

/** State of the running thread of Python code that is not in a frame. */
export const thread: {
  /** The exception being handled, in a generator by its own body. `handledException` is what programs see. */
  handled: PyBaseException | null;
  /** While a generator runs: what those who resumed it handle. */
  handledBelow: PyBaseException | null;
  /** Python calls active now, and the limit (`sys.setrecursionlimit`). */
  depth: number;
  recursionLimit: number;
} = { handled: null, handledBelow: null, depth: 0, recursionLimit: 1000 };

/** `sys.exception()`: what this frame handles, or one that called it. */
export function handledException(): PyBaseException | null {
  return thread.handled ?? thread.handledBelow;
}

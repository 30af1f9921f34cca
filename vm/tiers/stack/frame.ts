/** Frames of the stack interpreters (stages 0 and 1): an object each on the heap, with locals and value stack of its own. */

import { GENERIC_OPCODE } from '../../instructions/generated/opcodes.ts';
import type { Frame } from '../../instructions/index.ts';
import {
  type Activation,
  FrameType,
  type PyCode,
  type PyDict,
  PyFrame,
  type PyFunction,
  type PyObject,
} from '../../objects/index.ts';
import type { Quickenable } from '../quicken/specialize.ts';

/** Code made ready for the stack interpreters. */
export class StackExecution implements Quickenable {
  readonly tier = 'stack';
  readonly code: Int32Array;
  readonly counters: Int32Array;
  readonly backoffs: Uint16Array;
  readonly caches: (object | null)[];

  constructor(code: Int32Array) {
    this.code = code.slice();
    const sites = code.length >> 1;
    this.counters = new Int32Array(sites);
    this.backoffs = new Uint16Array(sites);
    this.caches = new Array(sites).fill(null);
  }
}

export function executionOf(code: PyCode): StackExecution {
  const known = code.execution;
  if (known !== null) return known as StackExecution;
  const made = new StackExecution(code.unit.code);
  code.execution = made;
  return made;
}

/** Of a frame that has not entered a `try` yet; most never do. */
const NO_BLOCKS: number[] = [];

export class StackFrame implements Frame, Activation {
  readonly code: PyCode;
  readonly execution: StackExecution;
  readonly func: PyFunction | null;
  readonly globals: PyDict;
  readonly builtins: PyDict;
  names: PyObject | null;
  /** Fast locals, and above them the value stack. */
  readonly values: (PyObject | undefined)[];
  /** How many of `values` are locals. */
  readonly localCount: number;
  /** Index into `values` above the top of the stack. */
  sp: number;
  /** Index into `execution.code`. */
  pc = 0;
  /** Try blocks entered: handler (instruction index) and stack depth of each. */
  blocks: number[] = NO_BLOCKS;
  /** Left by `yield` rather than by `return`. */
  suspended = false;
  /** The caller while running. */
  back: StackFrame | null = null;
  pyFrame: PyFrame | null = null;

  constructor(
    code: PyCode,
    func: PyFunction | null,
    globals: PyDict,
    builtins: PyDict,
    names: PyObject | null,
    values: (PyObject | undefined)[],
    execution: StackExecution = executionOf(code),
  ) {
    this.code = code;
    this.execution = execution;
    this.func = func;
    this.globals = globals;
    this.builtins = builtins;
    this.names = names;
    this.values = values;
    this.localCount = code.unit.localsplusnames.length;
    this.sp = this.localCount;
  }

  pushBlock(handler: number, depth: number): void {
    if (this.blocks === NO_BLOCKS) this.blocks = [handler, depth];
    else this.blocks.push(handler, depth);
  }

  instructionIndex(): number {
    return this.pc >> 1;
  }
  locals(): readonly (PyObject | undefined)[] {
    return this.values.slice(0, this.localCount);
  }
  namespace(): PyObject | null {
    return this.names;
  }
  caller(): PyFrame | null {
    return this.suspended || this.back === null ? null : pyFrameOf(this.back);
  }
  detach(): Activation {
    this.back = null;
    return this;
  }
  frameObject(): PyFrame {
    return pyFrameOf(this);
  }
  /** `pc` is behind the YIELD_VALUE that the frame is suspended at; its argument tells delegation from a plain yield. */
  delegate(): PyObject | undefined {
    const { code } = this.code.unit;
    const at = this.pc - 2;
    return code[at] === GENERIC_OPCODE.YIELD_VALUE && code[at + 1] === 1
      ? this.values[this.sp - 1]
      : undefined;
  }
}

/** The Python object of a frame, made when someone looks. */
export function pyFrameOf(frame: StackFrame): PyFrame {
  frame.pyFrame ??= new PyFrame(FrameType, frame.code, frame.globals, frame);
  return frame.pyFrame;
}

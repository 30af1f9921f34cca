/**
 * Frames of the register interpreter (stage 2). They are used again and again: each frame owns the next one above it, and
 * their registers lie on one shared value stack. A generator's frame is its own object with an array of its own.
 */

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
import { NEVER, type Quickenable } from '../quicken/specialize.ts';
import { statistics } from '../statistics.ts';
import { type RegisterCode, type TranslateOptions, translate } from './translate.ts';

/** What compiled code returns when it left by a side exit: the frame then goes on in the interpreter at `resume`. */
export const EXIT = Symbol('exit');
export type CompiledRegion = (
  frame: RegisterFrame,
  registers: (PyObject | undefined)[],
  base: number,
) => PyObject | typeof EXIT;

/** A compiled function that takes its arguments as they are and opens a frame only when it needs one (stage 4). */
export type DirectFunction = (
  caller: RegisterFrame,
  callee: PyFunction,
  ...locals: (PyObject | undefined)[]
) => PyObject;

/** Register code with its counters and caches, and what was compiled from it. */
export class RegisterExecution implements Quickenable {
  readonly tier = 'register';
  /** Of the code, for people. */
  readonly name: string;
  readonly source: RegisterCode;
  readonly code: Int32Array;
  readonly consts: (PyObject | undefined)[];
  readonly counters: Int32Array;
  readonly backoffs: Uint16Array;
  readonly caches: (object | null)[];
  readonly locals: number;
  readonly size: number;
  /** The whole function compiled (stage 3 and up); null as long as it is not. */
  compiled: CompiledRegion | null = null;
  /** The same as a function of its arguments; `compiled` is then not used but for not being null. */
  direct: DirectFunction | null = null;
  /** Code with regions that this code was inlined into. */
  readonly inlinedInto = new Set<RegisterExecution>();
  /** Locals that a call fills. */
  readonly parameters: number;
  /** Someone asked for the locals of a running frame: compiled code must keep them where they are found. */
  observed = false;
  /** Calls left before the function is looked at for compiling. */
  heat = 0;
  /** Compiled loops by the site of their JUMP_BACKWARD; null: seen, not compiled yet; or they cannot be compiled. */
  loops: (CompiledRegion | 'interpreted' | null)[] = [];
  readonly names: readonly string[];
  /** Failed guards of compiled code since it was compiled, and how often it was thrown away for that. */
  deopts = 0;
  discards = 0;

  private readonly initialHeat: number;

  constructor(
    source: RegisterCode,
    name: string,
    names: readonly string[],
    heat: number,
    parameters: number,
  ) {
    this.name = name;
    this.names = names;
    this.source = source;
    this.code = source.code.slice();
    this.consts = source.consts;
    this.counters = new Int32Array(source.sites);
    this.backoffs = new Uint16Array(source.sites);
    this.caches = new Array(source.sites).fill(null);
    this.locals = source.locals;
    this.size = source.size;
    this.heat = heat;
    this.initialHeat = heat;
    this.parameters = parameters;
  }

  /**
   * Someone asks for the locals of a frame that runs this code. Code compiled from now on keeps them in the frame
   * whenever it calls; that which was compiled before is not entered again.
   */
  observe(): void {
    if (this.observed) return;
    this.observed = true;
    for (const execution of [this, ...this.inlinedInto]) execution.discard();
    this.inlinedInto.clear();
  }

  /** Drops what was compiled. */
  discard(): void {
    this.deopts = 0;
    this.compiled = null;
    this.direct = null;
    this.loops = [];
    if (this.heat > this.initialHeat) this.heat = this.initialHeat;
  }

  /** Called too seldom yet to say what it does. */
  get unlikely(): boolean {
    return this.heat <= this.initialHeat && this.heat > this.initialHeat - 2;
  }
}

export const registerOptions: TranslateOptions & {
  fuseBranches: boolean;
  exceptionTable: boolean;
  heat: number;
} = {
  fuseBranches: true,
  exceptionTable: true,
  heat: NEVER,
};

export function executionOf(code: PyCode): RegisterExecution {
  const known = code.execution;
  if (known !== null) return known as RegisterExecution;
  const made = new RegisterExecution(
    translate(code, registerOptions),
    code.name,
    code.names,
    registerOptions.heat,
    parameterCount(code),
  );
  statistics.translated += 1;
  code.execution = made;
  return made;
}

const CO_VARARGS = 0x04;
const CO_VARKEYWORDS = 0x08;

function parameterCount({ unit, argcount, flags }: PyCode): number {
  return argcount + unit.kwonlyargcount + (flags & CO_VARARGS ? 1 : 0) + (flags & CO_VARKEYWORDS ? 1 : 0);
}

export class RegisterFrame implements Frame, Activation {
  code!: PyCode;
  execution!: RegisterExecution;
  func: PyFunction | null = null;
  globals!: PyDict;
  builtins!: PyDict;
  names: PyObject | null = null;
  registers: (PyObject | undefined)[];
  base: number;
  /** First index of the shared stack above this frame. */
  top: number;
  /** The instruction being run, and the one to go on with after a call or yield. */
  pc = 0;
  resume = 0;
  /** Register of the caller that takes the result; `~register`: the frame runs `__init__`, the result is `instance`. */
  returnTo = 0;
  instance: PyObject | undefined = undefined;
  /** Register that takes the value sent to a suspended generator. */
  sentTo = 0;
  /** Has registers of its own: the body of a generator. */
  readonly owned: boolean;
  suspended = false;
  /** Result of a compiled loop that returned from the function. */
  result: PyObject = null;
  /** What a compiled loop threw; the interpreter raises it at `pc`. */
  error: unknown = null;
  back: RegisterFrame | null = null;
  /** The frame above, kept for the next call. */
  next: RegisterFrame | null = null;
  readonly blocks: number[] = [];
  pyFrame: PyFrame | null = null;

  constructor(registers: (PyObject | undefined)[], base: number, owned: boolean) {
    this.registers = registers;
    this.base = base;
    this.top = base;
    this.owned = owned;
  }

  instructionIndex(): number {
    return this.execution.source.instructionAt[this.pc]!;
  }

  locals(): readonly (PyObject | undefined)[] {
    this.execution.observe();
    return this.storedLocals();
  }

  /** What lies in the frame; compiled code may hold newer values. */
  storedLocals(): readonly (PyObject | undefined)[] {
    return this.registers.slice(this.base, this.base + this.execution.locals);
  }

  namespace(): PyObject | null {
    return this.names;
  }

  caller(): PyFrame | null {
    const { back } = this;
    // The frame at the bottom runs no code.
    return this.suspended || back === null || back.code === undefined ? null : pyFrameOf(back);
  }

  frameObject(): PyFrame {
    return pyFrameOf(this);
  }

  /** The receiver lies below the value that a delegating YIELD_VALUE takes and gives. */
  delegate(): PyObject | undefined {
    const { code } = this.code.unit;
    const at = this.instructionIndex() * 2;
    if (code[at] !== GENERIC_OPCODE.YIELD_VALUE || code[at + 1] !== 1) return undefined;
    return this.registers[this.base + this.sentTo - 1];
  }

  /** A frame with the same state that stays when this one is used for another call. */
  detach(): Activation {
    const { base, execution, registers } = this;
    const copy = new RegisterFrame(registers.slice(base, base + execution.size), 0, true);
    copy.code = this.code;
    copy.execution = execution;
    copy.func = this.func;
    copy.globals = this.globals;
    copy.builtins = this.builtins;
    copy.names = this.names;
    copy.pc = this.pc;
    copy.resume = this.resume;
    copy.sentTo = this.sentTo;
    return copy;
  }
}

/** What a Python frame object shows once its frame is gone. */
class FinishedActivation implements Activation {
  private readonly index: number;
  private readonly values: readonly (PyObject | undefined)[];
  private readonly names: PyObject | null;

  constructor(index: number, values: readonly (PyObject | undefined)[], names: PyObject | null) {
    this.index = index;
    this.names = names;
    this.values = values;
  }
  instructionIndex(): number {
    return this.index;
  }
  locals(): readonly (PyObject | undefined)[] {
    return this.values;
  }
  namespace(): PyObject | null {
    return this.names;
  }
}

/** The Python object of a frame, made when someone looks. */
export function pyFrameOf(frame: RegisterFrame): PyFrame {
  if (frame.pyFrame === null) frame.pyFrame = new PyFrame(FrameType, frame.code, frame.globals, frame);
  return frame.pyFrame;
}

/** Before the frame is used for another call: the Python object keeps what it shows. */
export function releasePyFrame(frame: RegisterFrame): void {
  const { pyFrame } = frame;
  if (pyFrame === null) return;
  // A generator's goes on with it.
  if (frame.suspended) return;
  frame.pyFrame = null;
  pyFrame.back = frame.caller();
  pyFrame.activation = new FinishedActivation(frame.instructionIndex(), frame.storedLocals(), frame.names);
}

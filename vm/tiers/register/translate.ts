/**
 * Stack code → register code (stage 2).
 *
 * The depth of the stack at each instruction is known, so each stack entry has a register: `locals + depth`. Walking the
 * code with the stack as a list of operands, loads of locals and constants become operands of their users, and a store
 * into a local becomes the destination of what produced the value. Where paths meet, every entry is in its own register.
 *
 * Operands are numbers: a register (≥ 0) or `~index` of a constant. What must hold throughout: an entry that names a
 * local is moved before that local is written; an entry that names another entry's register (after COPY or SWAP) keeps
 * it from being written.
 */
import { JUMPS, OPCODE, OPCODE_NAMES, type OpcodeName } from '../../instructions/generated/opcodes.ts';
import type { PyCode, PyObject } from '../../objects/index.ts';
import { COUNTS, LAYOUT, REGISTER_OPCODE } from './generated/layout.ts';

export interface RegisterCode {
  readonly code: Int32Array;
  /** The code's constants; one more, `undefined`, stands for NULL. */
  readonly consts: (PyObject | undefined)[];
  /** Sites that count or cache. */
  readonly sites: number;
  /** Index of the stack instruction that each register instruction (by its first word) comes from; −1 inside one. */
  readonly instructionAt: Int32Array;
  /** Innermost first: while [start, end) runs, an exception goes to `target` in register `slot`. */
  readonly handlers: readonly Handler[];
  readonly locals: number;
  /** Registers of a frame. */
  readonly size: number;
}

export interface Handler {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly slot: number;
}

export interface TranslateOptions {
  readonly fuseBranches: boolean;
  /** Handlers are found by table: SETUP_FINALLY and POP_BLOCK vanish. */
  readonly exceptionTable: boolean;
}

const TERMINAL = new Set<string>([
  'RETURN_VALUE',
  'RERAISE',
  'RAISE_VARARGS',
  'JUMP',
  'JUMP_BACKWARD',
  'JUMP_BACKWARD_NO_INTERRUPT',
]);
const BRANCHES = new Set<string>(['POP_JUMP_IF_FALSE', 'POP_JUMP_IF_TRUE']);

export function translate(code: PyCode, options: TranslateOptions): RegisterCode {
  return new Translator(code, options).run();
}

class Translator {
  private readonly words: Int32Array;
  private readonly source: PyCode;
  private readonly options: TranslateOptions;
  private readonly locals: number;
  private readonly out: number[] = [];
  private readonly instructionAt: number[] = [];
  /** First output word of each stack instruction. */
  private readonly at: Int32Array;
  private readonly leaders = new Map<number, number>();
  private readonly patches: { word: number; target: number }[] = [];
  private stack: number[] = [];
  private reachable = true;
  private sites = 0;
  private size: number;
  private temporaries = 0;
  private readonly nullOperand: number;
  /** Destination words of the last instruction, by register; good only while nothing has been emitted since. */
  private produced = new Map<number, number>();
  private producedEnd = -1;

  constructor(code: PyCode, options: TranslateOptions) {
    this.source = code;
    this.words = code.unit.code;
    this.options = options;
    this.locals = code.unit.localsplusnames.length;
    this.size = this.locals + code.unit.stacksize + 1;
    this.at = new Int32Array((this.words.length >> 1) + 1);
    this.nullOperand = ~code.consts.length;
  }

  run(): RegisterCode {
    const count = this.words.length >> 1;
    this.findLeaders(count);
    for (let index = 0; index < count; index++) {
      const depth = this.leaders.get(index);
      if (depth !== undefined) this.enterBlock(depth);
      this.at[index] = this.out.length;
      if (this.reachable) index = this.instruction(index);
    }
    this.at[count] = this.out.length;
    for (const { word, target } of this.patches) this.out[word] = this.at[target]!;
    const { exceptiontable } = this.source.unit;
    return {
      code: Int32Array.from(this.out),
      consts: [...this.source.consts, undefined],
      sites: this.sites,
      instructionAt: Int32Array.from(this.out, (_, word) => this.instructionAt[word] ?? -1),
      handlers: exceptiontable.map(({ start, end, target, depth }) => ({
        start: this.at[start]!,
        end: this.at[end]!,
        target: this.at[target]!,
        slot: this.locals + depth,
      })),
      locals: this.locals,
      size: this.size,
    };
  }

  // ---- blocks

  /** −1: depth not known yet. */
  private findLeaders(count: number): void {
    for (let index = 0; index < count; index++) {
      const name = OPCODE_NAMES[this.words[index * 2]!]!;
      if (JUMPS.has(name)) this.leaders.set(this.words[index * 2 + 1]!, -1);
    }
    for (const { target, depth } of this.source.unit.exceptiontable) this.leaders.set(target, depth + 1);
    // A region may be entered behind any jump.
    for (let index = 0; index < count; index++) {
      const name = OPCODE_NAMES[this.words[index * 2]!]!;
      if (TERMINAL.has(name) && !this.leaders.has(index + 1)) this.leaders.set(index + 1, -1);
    }
  }

  private enterBlock(depth: number): void {
    if (this.reachable) this.flush();
    else if (depth >= 0) {
      this.stack = Array.from({ length: depth }, (_, d) => this.locals + d);
      this.reachable = true;
    }
    this.temporaries = 0;
    this.producedEnd = -1;
  }

  private reach(target: number, depth: number): void {
    this.leaders.set(target, depth);
  }

  // ---- operands

  private canonical(depth: number): number {
    return this.locals + depth;
  }

  private temporary(): number {
    const register = this.locals + this.source.unit.stacksize + 1 + this.temporaries++;
    if (register >= this.size) this.size = register + 1;
    return register;
  }

  /** A register for a new entry at this depth that no other entry names. */
  private destination(depth: number): number {
    const register = this.canonical(depth);
    return this.stack.includes(register) ? this.temporary() : register;
  }

  private move(from: number, to: number, index: number): void {
    this.mark(index);
    this.out.push(REGISTER_OPCODE['MOVE']!, from, 0, to);
  }

  private mark(index: number): void {
    this.instructionAt[this.out.length] = index;
  }

  /** Entries that name a local about to be written get registers of their own. */
  private saveLocal(local: number, index: number): void {
    for (let depth = 0; depth < this.stack.length; depth++) {
      if (this.stack[depth] !== local) continue;
      const register = this.stack.includes(this.canonical(depth)) ? this.temporary() : this.canonical(depth);
      this.move(local, register, index);
      this.stack[depth] = register;
    }
  }

  /** Puts every entry into its own register; `inputs` are operands about to be read, which the moves must not destroy. */
  private flush(inputs: number[] = [], index = -1): void {
    const pending: { from: number; to: number }[] = [];
    this.stack.forEach((from, depth) => {
      const to = this.canonical(depth);
      if (from !== to) pending.push({ from, to });
      this.stack[depth] = to;
    });
    for (let i = 0; i < inputs.length; i++) {
      if (!pending.some(({ to }) => to === inputs[i])) continue;
      const register = this.temporary();
      this.move(inputs[i]!, register, index);
      inputs[i] = register;
    }
    while (pending.length > 0) {
      const free = pending.findIndex(({ to }) => !pending.some(({ from }) => from === to));
      if (free >= 0) {
        const [{ from, to }] = pending.splice(free, 1) as [{ from: number; to: number }];
        this.move(from, to, index);
        continue;
      }
      // Only cycles are left: free one register.
      const [first] = pending;
      const register = this.temporary();
      this.move(first!.to, register, index);
      for (const other of pending) if (other.from === first!.to) other.from = register;
    }
  }

  // ---- instructions

  /** Returns the index of the last stack instruction consumed. */
  private instruction(index: number): number {
    const opcode = this.words[index * 2]!;
    const oparg = this.words[index * 2 + 1]!;
    const name = OPCODE_NAMES[opcode]!;
    const { stack } = this;
    switch (name) {
      case 'NOP':
      case 'RESUME':
        return index;
      case 'POP_TOP':
        stack.pop();
        return index;
      case 'COPY':
        stack.push(stack[stack.length - oparg]!);
        return index;
      case 'SWAP': {
        const top = stack.length - 1;
        const other = stack.length - oparg;
        const value = stack[top]!;
        stack[top] = stack[other]!;
        stack[other] = value;
        return index;
      }
      case 'PUSH_NULL':
        stack.push(this.nullOperand);
        return index;
      case 'LOAD_CONST':
        stack.push(~oparg);
        return index;
      case 'LOAD_FAST':
        stack.push(oparg);
        return index;
      case 'STORE_FAST':
        this.storeLocal(oparg, index);
        return index;
      case 'SETUP_FINALLY':
      case 'SETUP_WITH':
        this.flush([], index);
        this.reach(oparg, stack.length + (name === 'SETUP_WITH' ? 0 : 1));
        if (this.options.exceptionTable) return index;
        break;
      case 'POP_BLOCK':
        if (this.options.exceptionTable) return index;
        break;
    }
    return this.general(index, name, oparg);
  }

  private storeLocal(local: number, index: number): void {
    const value = this.stack.pop()!;
    this.saveLocal(local, index);
    const word = this.producedEnd === this.out.length ? this.produced.get(value) : undefined;
    if (word !== undefined && !this.stack.includes(value)) {
      this.out[word] = local;
      this.produced.delete(value);
      return;
    }
    if (value !== local) this.move(value, local, index);
  }

  private general(index: number, name: OpcodeName, oparg: number): number {
    const layout = LAYOUT[name]!;
    const counts = COUNTS[name];
    const variadic = counts?.count ? counts.count(oparg) : 0;
    const taken = layout.inputs + variadic;
    const inputs = this.stack.splice(this.stack.length - taken, taken);
    const next = OPCODE_NAMES[this.words[index * 2 + 2]!];
    const fused = `${name}__${next}`;
    const fuse =
      this.options.fuseBranches &&
      next !== undefined &&
      BRANCHES.has(next) &&
      LAYOUT[fused] !== undefined &&
      !this.leaders.has(index + 1);
    if (fuse) {
      this.flush(inputs, index);
      this.emit(index, REGISTER_OPCODE[fused]!, fused, oparg, inputs, 0, this.words[index * 2 + 3]!, []);
      this.reach(this.words[index * 2 + 3]!, this.stack.length);
      this.at[index + 1] = this.out.length;
      return index + 1;
    }
    const jumps = JUMPS.has(name);
    const passing = layout.outputs.map((passes) => (passes === null ? null : inputs[passes]!));
    // Entries that pass through must survive the flush as well.
    const kept = jumps ? passing.filter((operand) => operand !== null).length : 0;
    if (jumps) {
      this.stack.push(...inputs.slice(0, kept));
      this.flush(inputs, index);
      for (let i = 0; i < kept; i++) inputs[i] = this.stack[this.stack.length - kept + i]!;
      this.stack.length -= kept;
    }
    if (layout.fields.includes('local') && name !== 'LOAD_DEREF' && name !== 'STORE_DEREF')
      this.saveLocal(oparg, index);

    const outputs: number[] = [];
    const depth = this.stack.length;
    layout.outputs.forEach((passes, i) => {
      if (passes === null) {
        const register = this.destination(depth + i);
        outputs.push(register);
        this.stack.push(register);
      } else this.stack.push(inputs[passes]!);
    });
    const many: number[] = [];
    if (counts?.outputs) {
      const total = counts.outputs(oparg);
      for (let i = total - 1; i >= 0; i--) {
        const register = this.destination(this.stack.length);
        many[i] = register;
        this.stack.push(register);
      }
    }
    const target = jumps ? oparg : -1;
    const entersBlock = name === 'SETUP_FINALLY' || name === 'SETUP_WITH';
    const slot = entersBlock ? this.canonical(name === 'SETUP_WITH' ? depth - 1 : depth) : oparg;
    this.emit(index, OPCODE[name], name, slot, inputs, layout.argsAt, target, [...outputs, ...many]);
    if (jumps && !entersBlock) {
      const left = name === 'SEND' ? this.stack.length : name === 'FOR_ITER' ? depth : this.stack.length;
      this.reach(oparg, left);
    }
    if (TERMINAL.has(name)) this.reachable = false;
    return index;
  }

  private emit(
    index: number,
    opcode: number,
    name: string,
    oparg: number,
    inputs: readonly number[],
    argsAt: number,
    target: number,
    outputs: readonly number[],
  ): void {
    const layout = LAYOUT[name]!;
    const variadic = inputs.length - layout.inputs;
    const fixed = argsAt < 0 ? inputs : [...inputs.slice(0, argsAt), ...inputs.slice(argsAt + variadic)];
    const args = argsAt < 0 ? [] : inputs.slice(argsAt, argsAt + variadic);
    const { out } = this;
    this.mark(index);
    out.push(opcode);
    const produced = new Map<number, number>();
    let input = 0;
    let output = 0;
    for (const field of layout.fields) {
      switch (field) {
        case 'pad':
          out.push(0);
          break;
        case 'site':
          out.push(this.sites++);
          break;
        case 'oparg':
          out.push(oparg);
          break;
        case 'target':
          this.patches.push({ word: out.length, target });
          out.push(0);
          break;
        case 'input':
          out.push(fixed[input++]!);
          break;
        case 'local':
          out.push(oparg);
          break;
        case 'peek':
          out.push(this.stack[this.stack.length - oparg]!);
          break;
        case 'output':
          produced.set(outputs[output]!, out.length);
          out.push(outputs[output++]!);
          break;
        case 'outputs':
          out.push(outputs.length - output);
          while (output < outputs.length) {
            produced.set(outputs[output]!, out.length);
            out.push(outputs[output++]!);
          }
          break;
        case 'args':
          out.push(args.length, ...args);
          break;
      }
    }
    this.produced = produced;
    this.producedEnd = out.length;
  }
}

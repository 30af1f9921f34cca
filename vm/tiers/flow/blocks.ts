/** Register code as basic blocks: decoding, control flow, liveness, loops, dominators. */
import { FAMILY, OPCODE_NAMES, type OpcodeName } from '../../instructions/generated/opcodes.ts';
import type { RegisterExecution } from '../register/frame.ts';
import { LAYOUT, REGISTER_OPCODE } from '../register/generated/layout.ts';
import type { Handler } from '../register/translate.ts';

/** One decoded register instruction. */
export interface Decoded {
  /** Word index. */
  readonly pc: number;
  readonly name: string;
  /** Name without the fused branch, and what it branches on. */
  readonly base: string;
  readonly branch: 'POP_JUMP_IF_FALSE' | 'POP_JUMP_IF_TRUE' | null;
  readonly site: number;
  readonly oparg: number;
  readonly target: number;
  readonly inputs: readonly number[];
  readonly args: readonly number[];
  readonly local: number;
  readonly peek: number;
  readonly outputs: readonly number[];
  readonly length: number;
}

export interface Block {
  readonly index: number;
  readonly start: number;
  readonly instructions: Decoded[];
  /** Word indexes of the blocks that may follow; the taken branch first. */
  successors: number[];
  liveIn: Set<number>;
}

const NAMES = new Map<number, string>();
OPCODE_NAMES.forEach((name, opcode) => {
  NAMES.set(opcode, name);
});
for (const [name, opcode] of Object.entries(REGISTER_OPCODE)) NAMES.set(opcode, name);

const TERMINAL = new Set([
  'RETURN_VALUE',
  'RERAISE',
  'RAISE_VARARGS',
  'JUMP',
  'JUMP_BACKWARD',
  'JUMP_BACKWARD_NO_INTERRUPT',
]);

/** A generator goes on behind one of these. */
const SUSPENDING: ReadonlySet<string> = new Set(['RETURN_GENERATOR', 'YIELD_VALUE']);

/** Where a generator's body can be entered: behind the making of the generator, and behind each yield. */
export function resumePoints(blocks: ReadonlyMap<number, Block>): number[] {
  return [...blocks.values()].flatMap(({ instructions }) => {
    const { name, pc, length } = instructions.at(-1)!;
    return SUSPENDING.has(name) && blocks.has(pc + length) ? [pc + length] : [];
  });
}

export function decode(code: Int32Array, pc: number): Decoded {
  const name = NAMES.get(code[pc]!)!;
  if (name === 'MOVE') {
    return {
      pc,
      name,
      base: name,
      branch: null,
      site: -1,
      oparg: 0,
      target: -1,
      inputs: [code[pc + 1]!],
      args: [],
      local: -1,
      peek: -1,
      outputs: [code[pc + 3]!],
      length: 4,
    };
  }
  const [base, branch] = name.split('__') as [OpcodeName, Decoded['branch'] | undefined];
  const family = branch ? `${FAMILY[base]}__${branch}` : FAMILY[base];
  let at = pc + 1;
  let site = -1;
  let oparg = 0;
  let target = -1;
  let local = -1;
  let peek = -1;
  const inputs: number[] = [];
  const outputs: number[] = [];
  const args: number[] = [];
  for (const field of LAYOUT[family]!.fields) {
    const word = code[at++]!;
    if (field === 'pad') continue;
    if (field === 'site') site = word;
    else if (field === 'oparg') oparg = word;
    else if (field === 'target') target = word;
    else if (field === 'input') inputs.push(word);
    else if (field === 'local') local = word;
    else if (field === 'peek') peek = word;
    else if (field === 'output') outputs.push(word);
    else {
      for (let i = 0; i < word; i++) (field === 'args' ? args : outputs).push(code[at++]!);
    }
  }
  return {
    pc,
    name,
    base,
    branch: branch ?? null,
    site,
    oparg,
    target,
    inputs,
    args,
    local,
    peek,
    outputs,
    length: at - pc,
  };
}

/** All blocks of the code, by the word they start at. */
export function findBlocks(execution: RegisterExecution): Map<number, Block> {
  const { code } = execution;
  const leaders = new Set<number>([0]);
  for (const { target } of execution.source.handlers) leaders.add(target);
  for (let pc = 0; pc < code.length; ) {
    const instruction = decode(code, pc);
    pc += instruction.length;
    if (instruction.target >= 0) {
      leaders.add(instruction.target);
      leaders.add(pc);
    } else if (TERMINAL.has(instruction.name) || SUSPENDING.has(instruction.name)) leaders.add(pc);
  }
  const blocks = new Map<number, Block>();
  let block: Block | null = null;
  for (let pc = 0; pc < code.length; ) {
    if (leaders.has(pc)) {
      block = { index: blocks.size, start: pc, instructions: [], successors: [], liveIn: new Set() };
      blocks.set(pc, block);
    }
    const instruction = decode(code, pc);
    block!.instructions.push(instruction);
    pc += instruction.length;
    if (!leaders.has(pc) && pc < code.length) continue;
    if (instruction.target >= 0 && !instruction.name.startsWith('SETUP_'))
      block!.successors.push(instruction.target);
    if (!TERMINAL.has(instruction.name) && pc < code.length) block!.successors.push(pc);
  }
  return blocks;
}

/** Registers read and written by an instruction. */
export function usesOf(instruction: Decoded): number[] {
  const uses = [...instruction.inputs, ...instruction.args].filter((operand) => operand >= 0);
  if (instruction.local >= 0) uses.push(instruction.local);
  if (instruction.peek >= 0) uses.push(instruction.peek);
  return uses;
}

export function definesOf(instruction: Decoded): readonly number[] {
  return instruction.local >= 0 && instruction.base !== 'STORE_DEREF' && instruction.base !== 'LOAD_DEREF'
    ? [...instruction.outputs, instruction.local]
    : instruction.outputs;
}

/** A handler finds the entries below it on the stack: they are live wherever an exception can lead there. */
export function addHandled(
  live: Set<number>,
  pc: number,
  locals: number,
  handlers: readonly Handler[],
): void {
  for (const { start, end, slot } of handlers) {
    if (pc >= start && pc < end) for (let register = locals; register < slot; register++) live.add(register);
  }
}

/** Backward dataflow. Locals are always live: anyone may ask a frame for them. */
export function computeLiveness(
  blocks: ReadonlyMap<number, Block>,
  locals: number,
  handlers: readonly Handler[],
): void {
  const always = Array.from({ length: locals }, (_, i) => i);
  let changed = true;
  const ordered = [...blocks.values()].reverse();
  while (changed) {
    changed = false;
    for (const block of ordered) {
      const live = new Set<number>(always);
      for (const successor of block.successors)
        for (const register of blocks.get(successor)?.liveIn ?? []) live.add(register);
      for (let i = block.instructions.length - 1; i >= 0; i--) {
        const instruction = block.instructions[i]!;
        for (const register of definesOf(instruction)) if (register >= locals) live.delete(register);
        for (const register of usesOf(instruction)) live.add(register);
        addHandled(live, instruction.pc, locals, handlers);
      }
      if (live.size !== block.liveIn.size) {
        block.liveIn = live;
        changed = true;
      }
    }
  }
}

/** The blocks of the natural loop with this head: all that reach one of its back edges without passing it. */
export function loopOf(blocks: ReadonlyMap<number, Block>, header: number): Set<number> {
  const predecessors = new Map<number, number[]>();
  for (const block of blocks.values()) {
    for (const successor of block.successors)
      predecessors.set(successor, [...(predecessors.get(successor) ?? []), block.start]);
  }
  const loop = new Set<number>([header]);
  const work = (predecessors.get(header) ?? []).filter((start) => start >= header);
  while (work.length > 0) {
    const start = work.pop()!;
    if (loop.has(start)) continue;
    loop.add(start);
    work.push(...(predecessors.get(start) ?? []));
  }
  return loop;
}

/** Blocks reachable from the entry, in reverse postorder. */
export function reversePostorder(
  blocks: ReadonlyMap<number, Block>,
  entry: number,
  within: ReadonlySet<number>,
): number[] {
  const seen = new Set<number>();
  const order: number[] = [];
  const visit = (start: number): void => {
    seen.add(start);
    for (const successor of [...blocks.get(start)!.successors].reverse()) {
      if (within.has(successor) && !seen.has(successor)) visit(successor);
    }
    order.push(start);
  };
  visit(entry);
  return order.reverse();
}

/**
 * Definite assignment: a local that is certainly bound is loaded by LOAD_FAST, any other by LOAD_FAST_CHECK.
 *
 * A forward data-flow analysis on bit sets: which locals may be unbound on entry to each block.
 */
import { OPCODE } from '../opcodes.ts';
import { type Block, blocksFrom, type Instruction, isAnyJump, PSEUDO } from './block.ts';

/** One bit a local: it may be unbound. */
type BitSet = Uint32Array;

export function markBoundLocals(entry: Block, localCount: number, parameterCount: number): void {
  if (localCount === 0) return;
  const words = Math.ceil(localCount / 32);
  const entryState: BitSet = new Uint32Array(words);
  for (let local = parameterCount; local < localCount; local++) entryState[local >> 5]! |= 1 << (local & 31);

  const states = new Map<Block, BitSet>([[entry, entryState]]);
  const todo = new Set<Block>([entry]);
  /** Adds what may be unbound on one way into the block. */
  const merge = (block: Block, unbound: BitSet): void => {
    const known = states.get(block);
    if (known === undefined) {
      states.set(block, unbound.slice());
      todo.add(block);
      return;
    }
    for (let word = 0; word < words; word++) {
      const merged = known[word]! | unbound[word]!;
      if (merged >>> 0 === known[word]) continue;
      known[word] = merged;
      todo.add(block);
    }
  };

  for (const block of todo) {
    todo.delete(block);
    const unbound = states.get(block)!.slice();
    for (const instruction of block.instructions) {
      // Whatever happens up to here, the handler may see.
      if (instruction.handler !== null) merge(instruction.handler, unbound);
      if (isAnyJump(instruction.opcode)) merge(instruction.target!, unbound);
      step(instruction, unbound);
    }
    if (block.fallsThrough && block.next !== null) merge(block.next, unbound);
  }

  for (const block of blocksFrom(entry)) {
    const state = states.get(block);
    if (state === undefined) continue;
    const unbound = state.slice();
    for (const instruction of block.instructions) {
      const { opcode, oparg } = instruction;
      if (opcode === OPCODE.LOAD_FAST && unbound[oparg >> 5]! & (1 << (oparg & 31))) {
        instruction.opcode = OPCODE.LOAD_FAST_CHECK;
      }
      step(instruction, unbound);
    }
  }
}

/** The effect of one instruction. A local that was loaded is bound from then on. */
function step({ opcode, oparg }: Instruction, unbound: BitSet): void {
  switch (opcode) {
    case OPCODE.STORE_FAST:
    case OPCODE.LOAD_FAST:
    case OPCODE.LOAD_FAST_CHECK:
      unbound[oparg >> 5]! &= ~(1 << (oparg & 31));
      return;
    case OPCODE.DELETE_FAST:
    case OPCODE.LOAD_FAST_AND_CLEAR:
    case PSEUDO.STORE_FAST_MAYBE_NULL:
      unbound[oparg >> 5]! |= 1 << (oparg & 31);
      return;
    default:
      return;
  }
}

/** From the generator's instructions to those of the machine. */
import { OPCODE } from '../opcodes.ts';
import { Block, blocksFrom, type Instruction, PSEUDO } from './block.ts';

/** Replaces pseudo-instructions, but for those on cells and jumps without a direction. */
export function lowerPseudoInstructions(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    const lowered: Instruction[] = [];
    for (const instruction of block.instructions) {
      const { opcode, range, handler } = instruction;
      if (opcode === PSEUDO.JUMP_IF_FALSE || opcode === PSEUDO.JUMP_IF_TRUE) {
        lowered.push({ opcode: OPCODE.COPY, oparg: 1, target: null, range, handler });
        lowered.push({ opcode: OPCODE.TO_BOOL, oparg: 0, target: null, range, handler });
        instruction.opcode =
          opcode === PSEUDO.JUMP_IF_FALSE ? OPCODE.POP_JUMP_IF_FALSE : OPCODE.POP_JUMP_IF_TRUE;
      } else if (opcode === PSEUDO.STORE_FAST_MAYBE_NULL) {
        instruction.opcode = OPCODE.STORE_FAST;
      }
      lowered.push(instruction);
    }
    block.instructions = lowered;
  }
}

const OPPOSITE = new Map<number, number>([
  [OPCODE.POP_JUMP_IF_FALSE, OPCODE.POP_JUMP_IF_TRUE],
  [OPCODE.POP_JUMP_IF_TRUE, OPCODE.POP_JUMP_IF_FALSE],
  [OPCODE.POP_JUMP_IF_NONE, OPCODE.POP_JUMP_IF_NOT_NONE],
  [OPCODE.POP_JUMP_IF_NOT_NONE, OPCODE.POP_JUMP_IF_NONE],
]);

/** Conditional jumps only go forward: a backward one is turned round, and a jump put behind it. */
export function normalizeJumps(entry: Block): void {
  const passed = new Set<Block>();
  for (const block of blocksFrom(entry)) {
    passed.add(block);
    const { last } = block;
    const opposite = last === undefined ? undefined : OPPOSITE.get(last.opcode);
    if (last === undefined || opposite === undefined || !passed.has(last.target!)) continue;
    const back = new Block();
    back.instructions.push({ ...last, opcode: OPCODE.JUMP });
    back.next = block.next;
    // The fall-through needs a block of its own to be a target.
    last.opcode = opposite;
    last.target = block.next;
    block.next = back;
    passed.add(back);
  }
}

/** Gives each unconditional jump its direction. */
export function orientJumps(entry: Block): void {
  const passed = new Set<Block>();
  for (const block of blocksFrom(entry)) {
    passed.add(block);
    const { last } = block;
    if (last === undefined) continue;
    const isBackward = last.target !== null && passed.has(last.target);
    if (last.opcode === OPCODE.JUMP && isBackward) last.opcode = OPCODE.JUMP_BACKWARD;
    if (last.opcode === PSEUDO.JUMP_NO_INTERRUPT) {
      last.opcode = isBackward ? OPCODE.JUMP_BACKWARD_NO_INTERRUPT : OPCODE.JUMP;
    }
  }
}

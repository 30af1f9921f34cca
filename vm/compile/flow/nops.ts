/** Removal of NOPs, of jumps to the next instruction, and of pairs that undo each other. */
import { OPCODE } from '../opcodes.ts';
import { type Block, blocksFrom, type Instruction, isAnyJump, isJumpAlways } from './block.ts';
import { nextNonEmpty } from './reachability.ts';

/** Turns an instruction into a NOP that keeps its line. */
export function makeNop(instruction: Instruction): void {
  instruction.opcode = OPCODE.NOP;
  instruction.oparg = 0;
  instruction.target = null;
}

/** A NOP stays only where its line would not be traced without it. */
export function removeNops(block: Block): void {
  const { instructions } = block;
  const kept: Instruction[] = [];
  let previousLine = -1;
  instructions.forEach((instruction, index) => {
    const { line } = instruction.range;
    if (instruction.opcode === OPCODE.NOP) {
      if (line < 0 || line === previousLine) return;
      const following = instructions[index + 1];
      if (following !== undefined) {
        if (following.range.line === line) return;
        if (following.range.line < 0) {
          following.range = instruction.range;
          return;
        }
      } else if (firstLine(nextNonEmpty(block.next)) === line) {
        return;
      }
    }
    kept.push(instruction);
    previousLine = line;
  });
  block.instructions = kept;
}

function firstLine(block: Block | null): number {
  const first = block?.instructions.find(({ opcode, range }) => opcode !== OPCODE.NOP || range.line >= 0);
  return first?.range.line ?? -1;
}

/** Also drops values that are loaded only to be popped. */
export function removeNopsAndPairs(entry: Block, targets: ReadonlySet<Block>): void {
  for (let isDone = false; !isDone; ) {
    isDone = true;
    let instruction: Instruction | null = null;
    for (const block of blocksFrom(entry)) {
      removeNops(block);
      // Control may come from elsewhere.
      if (targets.has(block)) instruction = null;
      for (const current of block.instructions) {
        const previous: Instruction | null = instruction;
        instruction = current;
        if (current.opcode !== OPCODE.POP_TOP || previous === null) continue;
        const isCopy = previous.opcode === OPCODE.COPY && previous.oparg === 1;
        if (previous.opcode !== OPCODE.LOAD_CONST && !isCopy) continue;
        makeNop(previous);
        makeNop(current);
        isDone = false;
      }
      if ((instruction !== null && isAnyJump(instruction.opcode)) || !block.fallsThrough) instruction = null;
    }
  }
}

/** Blocks that a jump or handler refers to. */
export function targetsOf(entry: Block): Set<Block> {
  const targets = new Set<Block>();
  for (const block of blocksFrom(entry)) {
    for (const { target } of block.instructions) if (target !== null) targets.add(target);
  }
  return targets;
}

export function removeNopsAndJumps(entry: Block): void {
  let changed: boolean;
  do {
    changed = false;
    for (const block of blocksFrom(entry)) removeNops(block);
    for (const block of blocksFrom(entry)) {
      const { last } = block;
      if (last === undefined || !isJumpAlways(last.opcode)) continue;
      const next = nextNonEmpty(block.next);
      if (next === null || nextNonEmpty(last.target) !== next) continue;
      makeNop(last);
      changed = true;
    }
  } while (changed);
}

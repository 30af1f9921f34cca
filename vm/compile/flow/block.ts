/** Basic blocks of symbolic instructions: what the code generator emits and the flow passes transform. */
import type { SourceRange } from '../position.ts';
import { isBlockSetup, isConditionalJump, isScopeExit, isUnconditionalJump } from '../stackEffects.ts';

/**
 * Instructions that exist only between code generation and assembly.
 *
 * - `JUMP_IF_FALSE`, `JUMP_IF_TRUE`: jump and keep the value, or fall through and keep the value.
 * - `JUMP_NO_INTERRUPT`: a jump inside `yield from` that never checks for signals.
 * - `STORE_FAST_MAYBE_NULL`: restores a local that may have been unbound.
 * - `LOAD_CLOSURE`: loads a cell itself, not what it holds.
 */
export const PSEUDO = {
  JUMP_IF_FALSE: -5,
  JUMP_IF_TRUE: -1,
  JUMP_NO_INTERRUPT: -2,
  STORE_FAST_MAYBE_NULL: -3,
  LOAD_CLOSURE: -4,
} as const;

export interface Instruction {
  opcode: number;
  oparg: number;
  /** Where a jump goes, or where the handler of a block setup starts. */
  target: Block | null;
  range: SourceRange;
  /** The handler that an exception here goes to; set by the flow passes. */
  handler: Block | null;
}

/** A label, and the straight-line code that follows it. */
export class Block {
  instructions: Instruction[] = [];
  /** The block that stands next in the code. */
  next: Block | null = null;
  /** Number of jumps and fall-throughs that lead here. */
  predecessors = 0;
  isHandler = false;
  /** The handler that is in force on entry. */
  entryHandler: Block | null = null;
  isReachable = false;
  isCold = false;
  isWarm = false;
  /** Stack depth on entry; -1 = not known yet. */
  entryDepth = -1;
  isVisited = false;
  /** Index of its first instruction; set by the assembler. */
  offset = -1;

  get last(): Instruction | undefined {
    return this.instructions[this.instructions.length - 1];
  }

  /** Control can leave at the end into the next block. */
  get fallsThrough(): boolean {
    const last = this.last;
    return last === undefined || !(isJumpAlways(last.opcode) || isScopeExit(last.opcode));
  }

  /** Ends by leaving the code unit. */
  get exitsScope(): boolean {
    const last = this.last;
    return last !== undefined && isScopeExit(last.opcode);
  }
}

export function isJumpAlways(opcode: number): boolean {
  return isUnconditionalJump(opcode) || opcode === PSEUDO.JUMP_NO_INTERRUPT;
}

export function isJumpSometimes(opcode: number): boolean {
  return isConditionalJump(opcode) || opcode === PSEUDO.JUMP_IF_FALSE || opcode === PSEUDO.JUMP_IF_TRUE;
}

export function isAnyJump(opcode: number): boolean {
  return isJumpAlways(opcode) || isJumpSometimes(opcode);
}

/** A block ends with such an instruction. */
export function endsBlock(opcode: number): boolean {
  return isAnyJump(opcode) || isScopeExit(opcode);
}

export function setsUpHandler(opcode: number): boolean {
  return isBlockSetup(opcode);
}

/** The blocks in code order. */
export function* blocksFrom(entry: Block): Generator<Block> {
  for (let block: Block | null = entry; block !== null; block = block.next) yield block;
}

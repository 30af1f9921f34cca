/** Improvements on neighbouring instructions, and jumps to jumps. */

import { OPCODE } from '../opcodes.ts';
import { COMPARE_TO_BOOL } from '../operators.ts';
import type { ConstantPool } from '../unit.ts';
import { type Block, type Instruction, isJumpAlways, PSEUDO } from './block.ts';
import { makeNop } from './nops.ts';
import { nextNonEmpty } from './reachability.ts';

/** Tries to replace the instruction at `index` by a constant. */
export type Folder = (block: Block, index: number, consts: ConstantPool) => void;

export function optimizePairs(block: Block, consts: ConstantPool, fold: Folder): void {
  const { instructions } = block;
  for (let index = 0; index < instructions.length; index++) {
    const instruction = instructions[index]!;
    if (instruction.target !== null) {
      if (threadJump(block, instruction)) index--;
      continue;
    }
    const next = instructions[index + 1];
    if (optimizePair(instruction, next)) continue;
    fold(block, index, consts);
  }
}

function moveInto(next: Instruction, opcode: number, oparg: number, from: Instruction): void {
  makeNop(from);
  next.opcode = opcode;
  next.oparg = oparg;
}

/** Returns whether something changed. */
function optimizePair(instruction: Instruction, next: Instruction | undefined): boolean {
  const { opcode, oparg } = instruction;
  if (opcode === OPCODE.SWAP && oparg === 1) {
    makeNop(instruction);
    return true;
  }
  if (next === undefined) return false;
  switch (opcode) {
    case OPCODE.BUILD_TUPLE:
      // `a, b = x, y`
      if (next.opcode !== OPCODE.UNPACK_SEQUENCE || next.oparg !== oparg || oparg < 1 || oparg > 3)
        return false;
      makeNop(instruction);
      if (oparg === 1) makeNop(next);
      else next.opcode = OPCODE.SWAP;
      return true;
    case OPCODE.STORE_FAST:
      // `_, _ = pair`: the first value is never seen.
      if (next.opcode !== opcode || next.oparg !== oparg || next.range.line !== instruction.range.line)
        return false;
      instruction.opcode = OPCODE.POP_TOP;
      instruction.oparg = 0;
      return true;
    case OPCODE.COMPARE_OP:
      if (next.opcode !== OPCODE.TO_BOOL) return false;
      moveInto(next, opcode, oparg | COMPARE_TO_BOOL, instruction);
      return true;
    case OPCODE.IS_OP:
    case OPCODE.CONTAINS_OP:
      if (next.opcode === OPCODE.TO_BOOL) moveInto(next, opcode, oparg, instruction);
      else if (next.opcode === OPCODE.UNARY_NOT) moveInto(next, opcode, oparg ^ 1, instruction);
      else return false;
      return true;
    case OPCODE.TO_BOOL:
      if (next.opcode !== OPCODE.TO_BOOL) return false;
      makeNop(instruction);
      return true;
    case OPCODE.UNARY_NOT:
      if (next.opcode === OPCODE.TO_BOOL) {
        moveInto(next, opcode, oparg, instruction);
        return true;
      }
      if (next.opcode === OPCODE.UNARY_NOT) {
        makeNop(instruction);
        makeNop(next);
        return true;
      }
      return false;
    case OPCODE.LIST_TO_TUPLE:
      if (next.opcode !== OPCODE.GET_ITER) return false;
      makeNop(instruction);
      return true;
    default:
      return false;
  }
}

/** Lets a jump to a jump go straight to the end. Returns whether the instruction is to be looked at again. */
function threadJump(block: Block, jump: Instruction): boolean {
  const target = nextNonEmpty(jump.target)?.instructions[0];
  if (target === undefined) return false;
  switch (jump.opcode) {
    case OPCODE.POP_JUMP_IF_NONE:
    case OPCODE.POP_JUMP_IF_NOT_NONE:
    case OPCODE.POP_JUMP_IF_FALSE:
    case OPCODE.POP_JUMP_IF_TRUE:
      if (!isJumpAlways(target.opcode) || target.target === jump.target) return false;
      jump.target = target.target;
      if (target.opcode === OPCODE.JUMP) jump.range = target.range;
      return true;
    case PSEUDO.JUMP_IF_FALSE:
    case PSEUDO.JUMP_IF_TRUE: {
      const opposite = jump.opcode === PSEUDO.JUMP_IF_FALSE ? PSEUDO.JUMP_IF_TRUE : PSEUDO.JUMP_IF_FALSE;
      if (target.opcode === OPCODE.JUMP || target.opcode === jump.opcode) {
        return redirect(block, jump, target, jump.opcode);
      }
      if (target.opcode === opposite) {
        // The second test is decided by the first: go to what follows it.
        jump.target = nextNonEmpty(jump.target)!.next;
        return true;
      }
      return false;
    }
    case OPCODE.JUMP:
    case PSEUDO.JUMP_NO_INTERRUPT:
      if (target.opcode === OPCODE.JUMP) return redirect(block, jump, target, OPCODE.JUMP);
      if (target.opcode === PSEUDO.JUMP_NO_INTERRUPT) return redirect(block, jump, target, jump.opcode);
      return false;
    default:
      return false;
  }
}

function redirect(block: Block, jump: Instruction, target: Instruction, opcode: number): boolean {
  if (jump.target === target.target || jump !== block.last) return false;
  const { handler } = jump;
  makeNop(jump);
  block.instructions.push({ opcode, oparg: 0, target: target.target, range: target.range, handler });
  return true;
}

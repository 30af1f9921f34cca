/** Conditions on constants, and comparisons with None. */
import type { ConstantOperand } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import type { ConstantPool } from '../unit.ts';
import { type Block, type Instruction, PSEUDO } from './block.ts';
import { isTruthy } from './constantArithmetic.ts';
import { makeNop } from './nops.ts';

export function decideConstantConditions(block: Block, consts: ConstantPool): void {
  const { instructions } = block;
  let constant: ConstantOperand | null = null;
  for (let index = 0; index < instructions.length; index++) {
    const instruction = instructions[index]!;
    if (instruction.opcode === OPCODE.LOAD_CONST) constant = consts.values[instruction.oparg]!;
    else if (!(instruction.opcode === OPCODE.COPY && instruction.oparg === 1)) constant = null;
    const next = instructions[index + 1];
    if (constant === null || next === undefined) continue;
    decide(instructions, index, instruction, next, constant, consts);
  }
}

function decide(
  instructions: Instruction[],
  index: number,
  instruction: Instruction,
  next: Instruction,
  constant: ConstantOperand,
  consts: ConstantPool,
): void {
  switch (next.opcode) {
    case OPCODE.POP_JUMP_IF_FALSE:
    case OPCODE.POP_JUMP_IF_TRUE:
    case PSEUDO.JUMP_IF_FALSE:
    case PSEUDO.JUMP_IF_TRUE: {
      const jumpsIf = next.opcode === OPCODE.POP_JUMP_IF_TRUE || next.opcode === PSEUDO.JUMP_IF_TRUE;
      const pops = next.opcode === OPCODE.POP_JUMP_IF_TRUE || next.opcode === OPCODE.POP_JUMP_IF_FALSE;
      if (pops) makeNop(instruction);
      if (isTruthy(constant) === jumpsIf) next.opcode = OPCODE.JUMP;
      else makeNop(next);
      return;
    }
    case OPCODE.IS_OP:
      if (constant.type === 'none') jumpOnNone(instructions, index);
      return;
    case OPCODE.TO_BOOL:
      makeNop(instruction);
      next.opcode = OPCODE.LOAD_CONST;
      next.oparg = consts.add({ type: 'bool', value: isTruthy(constant) });
      return;
    default:
      return;
  }
}

/** `x is None` as a condition is one instruction. */
function jumpOnNone(instructions: Instruction[], index: number): void {
  const test = instructions[index + 1]!;
  let jump = instructions[index + 2];
  if (jump?.opcode === OPCODE.TO_BOOL) jump = instructions[index + 3];
  if (jump?.opcode !== OPCODE.POP_JUMP_IF_FALSE && jump?.opcode !== OPCODE.POP_JUMP_IF_TRUE) return;
  const jumpsIfNotNone = (test.oparg === 1) !== (jump.opcode === OPCODE.POP_JUMP_IF_FALSE);
  for (let between = index; instructions[between] !== jump; between++) makeNop(instructions[between]!);
  jump.opcode = jumpsIfNotNone ? OPCODE.POP_JUMP_IF_NOT_NONE : OPCODE.POP_JUMP_IF_NONE;
}

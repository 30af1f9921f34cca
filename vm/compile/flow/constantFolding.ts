/** Replaces operations on constants by their results, displays of constants by one constant. */
import type { ConstantOperand } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from '../operators.ts';
import { NO_LOCATION } from '../position.ts';
import type { ConstantPool } from '../unit.ts';
import type { Block, Instruction } from './block.ts';
import { foldBinary, foldSubscript, foldUnary, type UnaryFold } from './constantArithmetic.ts';

/** Shorter list and set displays are not worth a constant. */
const SMALLEST_DISPLAY = 3;

const UNARY = new Map<number, UnaryFold>([
  [OPCODE.UNARY_NEGATIVE, 'negative'],
  [OPCODE.UNARY_POSITIVE, 'positive'],
  [OPCODE.UNARY_INVERT, 'invert'],
  [OPCODE.UNARY_NOT, 'not'],
]);

export function foldConstants(block: Block, index: number, consts: ConstantPool): void {
  const instruction = block.instructions[index]!;
  switch (instruction.opcode) {
    case OPCODE.BUILD_TUPLE:
      foldTuple(block, index, consts);
      return;
    case OPCODE.BUILD_LIST:
    case OPCODE.BUILD_SET:
      foldDisplay(block, index, consts);
      return;
    case OPCODE.LIST_TO_TUPLE:
      foldLongTuple(block, index, consts);
      return;
    case OPCODE.BINARY_OP:
    case OPCODE.BINARY_SUBSCR: {
      const loads = constantLoads(block, index, 2);
      if (loads === null) return;
      const [left, right] = valuesOf(loads, consts) as [ConstantOperand, ConstantOperand];
      const result =
        instruction.opcode === OPCODE.BINARY_OP
          ? foldBinary(instruction.oparg, left, right)
          : foldSubscript(left, right);
      if (result !== null) replace(instruction, loads, result, consts);
      return;
    }
    default: {
      const op = UNARY.get(instruction.opcode);
      if (op === undefined) return;
      const loads = constantLoads(block, index, 1);
      if (loads === null) return;
      const [operand] = valuesOf(loads, consts) as [ConstantOperand];
      if (op === 'not' && operand.type !== 'bool') return;
      const result = foldUnary(op, operand);
      if (result !== null) replace(instruction, loads, result, consts);
    }
  }
}

/** The `count` constant loads directly before `index`, in order; null if anything else stands there. */
function constantLoads(block: Block, index: number, count: number): Instruction[] | null {
  const loads: Instruction[] = [];
  for (let place = index - 1; place >= 0 && loads.length < count; place--) {
    const instruction = block.instructions[place]!;
    if (instruction.opcode === OPCODE.NOP) continue;
    if (instruction.opcode !== OPCODE.LOAD_CONST) return null;
    loads.push(instruction);
  }
  return loads.length === count ? loads.reverse() : null;
}

function valuesOf(loads: readonly Instruction[], consts: ConstantPool): ConstantOperand[] {
  return loads.map(({ oparg }) => consts.values[oparg]!);
}

function drop(instruction: Instruction): void {
  instruction.opcode = OPCODE.NOP;
  instruction.oparg = 0;
  instruction.range = NO_LOCATION;
}

function replace(
  instruction: Instruction,
  operands: readonly Instruction[],
  result: ConstantOperand,
  consts: ConstantPool,
): void {
  operands.forEach(drop);
  instruction.opcode = OPCODE.LOAD_CONST;
  instruction.oparg = consts.add(result);
}

function foldTuple(block: Block, index: number, consts: ConstantPool): void {
  const instruction = block.instructions[index]!;
  const loads = constantLoads(block, index, instruction.oparg);
  if (loads === null) return;
  replace(instruction, loads, { type: 'tuple', items: valuesOf(loads, consts) }, consts);
}

/** `[1, 2, 3]` copies a constant tuple; where it is only iterated or searched, the constant itself will do. */
function foldDisplay(block: Block, index: number, consts: ConstantPool): void {
  const { instructions } = block;
  const instruction = instructions[index]!;
  const following = instructions[index + 1]?.opcode;
  const isOnlyRead = following === OPCODE.GET_ITER || following === OPCODE.CONTAINS_OP;
  const size = instruction.oparg;
  if (size > STACK_USE_GUIDELINE || (size < SMALLEST_DISPLAY && !isOnlyRead)) return;
  const isList = instruction.opcode === OPCODE.BUILD_LIST;
  const loads = constantLoads(block, index, size);
  if (loads === null) {
    if (isOnlyRead && isList) instruction.opcode = OPCODE.BUILD_TUPLE;
    return;
  }
  const items = valuesOf(loads, consts);
  const constant: ConstantOperand = isList ? { type: 'tuple', items } : frozenset(items);
  if (isOnlyRead) {
    replace(instruction, loads, constant, consts);
    return;
  }
  loads.forEach(drop);
  const [build, load] = instructions.slice(index - 2, index) as [Instruction, Instruction];
  Object.assign(build, { opcode: instruction.opcode, oparg: 0, range: instruction.range });
  Object.assign(load, { opcode: OPCODE.LOAD_CONST, oparg: consts.add(constant), range: instruction.range });
  instruction.opcode = isList ? OPCODE.LIST_EXTEND : OPCODE.SET_UPDATE;
  instruction.oparg = 1;
}

function frozenset(items: readonly ConstantOperand[]): ConstantOperand {
  return { type: 'frozenset', items };
}

/** A tuple display too long for the stack: BUILD_LIST 0, then LOAD_CONST and LIST_APPEND for each item. */
function foldLongTuple(block: Block, index: number, consts: ConstantPool): void {
  const loads: Instruction[] = [];
  const others: Instruction[] = [];
  let expectsAppend = true;
  for (let place = index - 1; place >= 0; place--) {
    const instruction = block.instructions[place]!;
    const { opcode, oparg } = instruction;
    if (opcode === OPCODE.NOP) continue;
    if (opcode === OPCODE.BUILD_LIST && oparg === 0) {
      if (!expectsAppend) return;
      others.push(instruction);
      loads.reverse();
      const items = valuesOf(loads, consts);
      replace(block.instructions[index]!, [...loads, ...others], { type: 'tuple', items }, consts);
      return;
    }
    if (expectsAppend ? opcode !== OPCODE.LIST_APPEND || oparg !== 1 : opcode !== OPCODE.LOAD_CONST) return;
    (expectsAppend ? others : loads).push(instruction);
    expectsAppend = !expectsAppend;
  }
}

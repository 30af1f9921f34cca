/** Constants that folding left without use are dropped, and the others renumbered. */
import type { ConstantOperand } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { type Block, blocksFrom } from './block.ts';

/** `keepFirst`: the first constant is the docstring. */
export function removeUnusedConstants(
  entry: Block,
  values: readonly ConstantOperand[],
  keepFirst: boolean,
): ConstantOperand[] {
  const used = new Set<number>(keepFirst && values.length > 0 ? [0] : []);
  for (const block of blocksFrom(entry)) {
    for (const { opcode, oparg } of block.instructions) if (opcode === OPCODE.LOAD_CONST) used.add(oparg);
  }
  const order = [...used].sort((left, right) => left - right);
  const renumbered = new Map(order.map((old, index) => [old, index]));
  for (const block of blocksFrom(entry)) {
    for (const instruction of block.instructions) {
      if (instruction.opcode === OPCODE.LOAD_CONST) instruction.oparg = renumbered.get(instruction.oparg)!;
    }
  }
  return order.map((index) => values[index]!);
}

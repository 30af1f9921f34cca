/** Labels that nothing jumps to, or that stand at the same place, make no blocks of their own. */

import { NEXT_LOCATION, NO_LOCATION } from '../position.ts';
import { type Block, blocksFrom, endsBlock } from './block.ts';
import { targetsOf } from './nops.ts';
import { nextNonEmpty } from './reachability.ts';

export function mergeBlocks(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    for (const instruction of block.instructions) {
      if (instruction.target !== null) instruction.target = nextNonEmpty(instruction.target);
    }
  }
  resolveNextLocations(entry);
  const targets = targetsOf(entry);
  let current = entry;
  for (let block = entry.next; block !== null; block = block.next) {
    const { last } = current;
    const isOpen = last === undefined || !endsBlock(last.opcode);
    if (isOpen && !targets.has(block)) {
      for (const instruction of block.instructions) current.instructions.push(instruction);
    } else if (block.instructions.length > 0) {
      current.next = block;
      current = block;
    }
  }
  current.next = null;
}

/** NEXT_LOCATION stands for the location of the instruction that follows. */
function resolveNextLocations(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    const { instructions } = block;
    for (let index = instructions.length - 1; index >= 0; index--) {
      const instruction = instructions[index]!;
      if (instruction.range !== NEXT_LOCATION) continue;
      const following = instructions[index + 1] ?? nextNonEmpty(block.next)?.instructions[0];
      instruction.range = following?.range ?? NO_LOCATION;
    }
  }
}

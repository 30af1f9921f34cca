/** Dead code, empty blocks, and how often each block is entered. */
import { type Block, blocksFrom, isAnyJump, setsUpHandler } from './block.ts';

/** The first block from `block` on that has instructions. */
export function nextNonEmpty(block: Block | null): Block | null {
  let found = block;
  while (found !== null && found.instructions.length === 0) found = found.next;
  return found;
}

/** Empties the blocks that control never reaches, and counts the ways into the others. */
export function removeUnreachable(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    block.isReachable = false;
    block.predecessors = 0;
  }
  entry.isReachable = true;
  entry.predecessors = 1;
  const todo = [entry];
  const enter = (block: Block): void => {
    block.predecessors++;
    if (block.isReachable) return;
    block.isReachable = true;
    todo.push(block);
  };
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    if (block.next !== null && block.fallsThrough) enter(block.next);
    for (const instruction of block.instructions) {
      if (isAnyJump(instruction.opcode) || setsUpHandler(instruction.opcode)) enter(instruction.target!);
    }
  }
  for (const block of blocksFrom(entry)) {
    if (block.isReachable) continue;
    block.instructions = [];
    block.isHandler = false;
  }
}

/** The deepest the stack gets, and its depth on entry to each block. */
import { OPCODE } from '../opcodes.ts';
import { stackEffect } from '../stackEffects.ts';
import { type Block, blocksFrom, isAnyJump, setsUpHandler } from './block.ts';

/** Runs on lowered instructions. Throws where two ways into a block disagree: that is the generator's mistake. */
export function computeStackDepth(entry: Block): number {
  for (const block of blocksFrom(entry)) block.entryDepth = -1;
  let deepest = 0;
  const todo: Block[] = [];
  const enter = (block: Block, depth: number): void => {
    if (block.entryDepth === depth) return;
    if (block.entryDepth >= 0) throw new Error(`stack depth ${depth} and ${block.entryDepth} meet`);
    block.entryDepth = depth;
    todo.push(block);
  };
  enter(entry, 0);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    let depth = block.entryDepth;
    for (const { opcode, oparg, target } of block.instructions) {
      if (setsUpHandler(opcode)) {
        const handlerDepth = depth + (opcode === OPCODE.SETUP_WITH ? 0 : 1);
        deepest = Math.max(deepest, handlerDepth);
        enter(target!, handlerDepth);
        continue;
      }
      const { pops, pushes, jumped } = stackEffect(opcode, oparg);
      if (depth < pops) throw new Error('stack underflow');
      deepest = Math.max(deepest, depth - pops + Math.max(pushes, jumped));
      if (isAnyJump(opcode)) enter(target!, depth - pops + jumped);
      depth += pushes - pops;
    }
    if (block.fallsThrough && block.next !== null) enter(block.next, depth);
  }
  return deepest;
}

/**
 * Which handler an exception of each instruction goes to: SETUP_FINALLY and POP_BLOCK, followed along all paths.
 * The same nesting, seen at run time, is the block stack.
 */

import { OPCODE } from '../opcodes.ts';
import { type Block, isAnyJump, setsUpHandler } from './block.ts';

interface HandlerStack {
  readonly handler: Block;
  readonly outer: HandlerStack | null;
}

export function resolveHandlers(entry: Block): void {
  const seen = new Set<Block>([entry]);
  const todo: [Block, HandlerStack | null][] = [[entry, null]];
  const follow = (block: Block, stack: HandlerStack | null): void => {
    if (seen.has(block)) return;
    seen.add(block);
    todo.push([block, stack]);
  };
  for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
    const [block, start] = item;
    let stack = start;
    block.entryHandler = start?.handler ?? null;
    for (const instruction of block.instructions) {
      instruction.handler = stack?.handler ?? null;
      if (setsUpHandler(instruction.opcode)) {
        const handler = instruction.target!;
        handler.isHandler = true;
        follow(handler, stack);
        stack = { handler, outer: stack };
      } else if (instruction.opcode === OPCODE.POP_BLOCK) {
        if (stack === null) throw new Error('POP_BLOCK without a block');
        stack = stack.outer;
        instruction.handler = stack?.handler ?? null;
      } else if (isAnyJump(instruction.opcode)) {
        follow(instruction.target!, stack);
      }
    }
    if (block.fallsThrough && block.next !== null) follow(block.next, stack);
  }
}

/** Handlers go to the end of the code: the normal path runs straight on. */
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION } from '../position.ts';
import { Block, blocksFrom, isAnyJump, PSEUDO, setsUpHandler } from './block.ts';
import { removeNopsAndJumps } from './nops.ts';

export function moveColdBlocksToEnd(entry: Block): void {
  markTemperature(entry);
  for (const block of blocksFrom(entry)) {
    const { next } = block;
    if (!block.isCold || next === null || !next.isWarm || !block.fallsThrough) continue;
    const bridge = new Block();
    bridge.instructions.push({
      opcode: PSEUDO.JUMP_NO_INTERRUPT,
      oparg: 0,
      target: next,
      range: NO_LOCATION,
      handler: next.entryHandler,
    });
    bridge.isCold = true;
    bridge.predecessors = 1;
    bridge.next = next;
    block.next = bridge;
  }
  const order = new Map([...blocksFrom(entry)].map((block, index) => [block, index]));
  for (const block of order.keys()) {
    const { last } = block;
    // Forward until now: though it will go backward, it closes no loop.
    const isForward = last?.opcode === OPCODE.JUMP && order.get(last.target!)! > order.get(block)!;
    if (block.isCold && isForward && last.target!.isWarm) last.opcode = PSEUDO.JUMP_NO_INTERRUPT;
  }
  const warm: Block[] = [];
  const cold: Block[] = [];
  for (const block of blocksFrom(entry)) (block.isCold ? cold : warm).push(block);
  if (cold.length === 0) return;
  const ordered = [...warm, ...cold];
  ordered.forEach((block, index) => {
    block.next = ordered[index + 1] ?? null;
  });
  removeNopsAndJumps(entry);
}

/** Warm: reached without an exception. Cold: reached from handlers only. */
function markTemperature(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    block.isWarm = false;
    block.isCold = false;
  }
  spread([entry], (block) => {
    if (block.isWarm) return false;
    block.isWarm = true;
    return true;
  });
  const handlers = [...blocksFrom(entry)].filter((block) => block.isHandler);
  spread(handlers, (block) => {
    if (block.isWarm || block.isCold) return false;
    block.isCold = true;
    return true;
  });
}

function spread(start: readonly Block[], enter: (block: Block) => boolean): void {
  const todo = start.filter(enter);
  for (let block = todo.pop(); block !== undefined; block = todo.pop()) {
    const { next } = block;
    if (next !== null && block.fallsThrough && enter(next)) todo.push(next);
    for (const { opcode, target } of block.instructions) {
      if (isAnyJump(opcode) && !setsUpHandler(opcode) && enter(target!)) todo.push(target!);
    }
  }
}

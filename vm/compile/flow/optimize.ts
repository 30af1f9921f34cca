/** The optimisations on basic blocks, in the order of CPython 3.14's `Python/flowgraph.c` (`optimize_cfg`). */
import type { Unit } from '../unit.ts';
import { type Block, blocksFrom, isJumpAlways } from './block.ts';
import { decideConstantConditions } from './constantConditions.ts';
import { foldConstants } from './constantFolding.ts';
import { copyBlock, hasNoLine, resolveLines } from './lines.ts';
import { makeNop, removeNopsAndJumps, removeNopsAndPairs, targetsOf } from './nops.ts';
import { optimizePairs } from './peephole.ts';
import { removeUnreachable } from './reachability.ts';
import { optimizeSwaps } from './swaps.ts';

/** Exit blocks up to this size are copied into the blocks that jump to them. */
const LARGEST_COPIED_EXIT = 4;

export function optimizeBlocks(unit: Unit): void {
  const { entry } = unit;
  inlineSmallExits(entry);
  removeUnreachable(entry);
  resolveLines(entry, unit.firstlineno);
  for (const block of blocksFrom(entry)) decideConstantConditions(block, unit.consts);
  for (const block of blocksFrom(entry)) {
    optimizePairs(block, unit.consts, foldConstants);
    optimizeSwaps(block);
  }
  removeNopsAndPairs(entry, targetsOf(entry));
  inlineSmallExits(entry);
  removeUnreachable(entry);
  removeNopsAndJumps(entry);
}

/** A jump to a short block that leaves the unit, or to one that has no line and goes elsewhere, is replaced by it. */
function inlineSmallExits(entry: Block): void {
  let changed: boolean;
  do {
    changed = false;
    for (const block of blocksFrom(entry)) {
      const { last } = block;
      if (last === undefined || !isJumpAlways(last.opcode)) continue;
      const target = last.target!;
      if (target === block) continue;
      const isSmallExit = target.exitsScope && target.instructions.length <= LARGEST_COPIED_EXIT;
      const isLineless = target.instructions.length > 0 && hasNoLine(target) && !target.fallsThrough;
      if (!isSmallExit && !isLineless) continue;
      makeNop(last);
      block.instructions.push(...copyBlock(target).instructions);
      target.predecessors--;
      changed = true;
    }
  } while (changed);
}

/** From the generated blocks of a unit to its finished code: the passes in their order. */
import type { CodeUnit } from '../code.ts';
import type { Unit } from '../unit.ts';
import { assemble } from './assemble.ts';
import { markBoundLocals } from './boundLocals.ts';
import { moveColdBlocksToEnd } from './coldBlocks.ts';
import { resolveHandlers } from './handlers.ts';
import { resolveLines } from './lines.ts';
import { layOutLocals } from './localsplus.ts';
import { lowerPseudoInstructions, normalizeJumps, orientJumps } from './lower.ts';
import { mergeBlocks } from './mergeBlocks.ts';
import { optimizeBlocks } from './optimize.ts';
import { computeStackDepth } from './stackDepth.ts';
import { removeUnusedConstants } from './unusedConstants.ts';

export interface FinishOptions {
  readonly filename: string;
  readonly futureFlags: number;
  readonly allowTopLevelAwait: boolean;
}

export function finishUnit(unit: Unit, options: FinishOptions): CodeUnit {
  const { entry } = unit;
  mergeBlocks(entry);
  resolveHandlers(entry);
  optimizeBlocks(unit);
  const keepsDocstring = unit.docstring !== null && unit.isFunctionLike;
  const consts = removeUnusedConstants(entry, unit.consts.values, keepsDocstring);
  markBoundLocals(entry, unit.varnames.names.length, unit.scope.parameters.length);
  moveColdBlocksToEnd(entry);
  resolveLines(entry, unit.firstlineno);
  lowerPseudoInstructions(entry);
  const layout = layOutLocals(unit);
  normalizeJumps(entry);
  orientJumps(entry);
  const stacksize = computeStackDepth(entry);
  return assemble(unit, layout, consts, stacksize, options);
}

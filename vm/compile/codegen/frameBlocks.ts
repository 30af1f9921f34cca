/** Leaving blocks early: what `return`, `break` and `continue` undo on their way out. */
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, type SourceRange } from '../position.ts';
import type { FrameBlock } from '../unit.ts';
import { visitStatements } from './body.ts';
import { awaitTop } from './coroutines.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

/**
 * Leaves all frame blocks from the innermost down to index `downTo`, for the jump at `range`.
 * `keepsValue`: the value to be returned is on top and stays there. Returns the range for the jump itself.
 */
export function unwindFrameBlocks(
  g: CodeGenerator,
  range: SourceRange,
  keepsValue: boolean,
  downTo = 0,
): SourceRange {
  const { frameBlocks } = g.unit;
  if (frameBlocks.length <= downTo) return range;
  const top = frameBlocks[frameBlocks.length - 1]!;
  if (top.kind === 'exceptionGroupHandler') {
    g.fail("'break', 'continue' and 'return' cannot appear in an except* block", range);
  }
  // The block is off while the blocks around it are left: a `finally` body runs outside its `try`.
  frameBlocks.pop();
  const after = unwindFrameBlocks(g, unwindFrameBlock(g, top, range, keepsValue), keepsValue, downTo);
  frameBlocks.push(top);
  return after;
}

/** Leaves one block. Returns the range for what comes after: none once code of another line was run. */
export function unwindFrameBlock(
  g: CodeGenerator,
  block: FrameBlock,
  range: SourceRange,
  keepsValue: boolean,
): SourceRange {
  const under = (opcode: number, at: SourceRange): void => {
    if (keepsValue) g.emit(OPCODE.SWAP, 2, at);
    g.emit(opcode, 0, at);
  };
  switch (block.kind) {
    case 'whileLoop':
    case 'exceptionHandler':
    case 'exceptionGroupHandler':
    case 'asyncComprehension':
      return range;
    case 'forLoop':
    case 'asyncForLoop':
    case 'popValue':
      under(OPCODE.POP_TOP, range);
      return range;
    case 'tryExcept':
      g.emit(OPCODE.POP_BLOCK, 0, range);
      return range;
    case 'finallyTry':
      g.emit(OPCODE.POP_BLOCK, 0, range);
      if (keepsValue) g.pushFrameBlock({ kind: 'popValue' }, range);
      visitStatements(g, block.body);
      if (keepsValue) g.popFrameBlock();
      // The finally block has its own lines; the jump must not seem to be on the last of them.
      return NO_LOCATION;
    case 'finallyEnd':
      under(OPCODE.POP_TOP, range); // the exception
      if (keepsValue) g.emit(OPCODE.SWAP, 2, range);
      g.emit(OPCODE.POP_BLOCK, 0, range);
      g.emit(OPCODE.POP_EXCEPT, 0, range);
      return range;
    case 'with':
    case 'asyncWith':
      g.emit(OPCODE.POP_BLOCK, 0, block.range);
      if (keepsValue) g.emit(OPCODE.SWAP, 2, block.range);
      callExitWithNones(g, block.range);
      if (block.kind === 'asyncWith') awaitTop(g, 2, block.range);
      g.emit(OPCODE.POP_TOP, 0, block.range);
      return NO_LOCATION;
    case 'handlerCleanup':
      if (block.name !== null) g.emit(OPCODE.POP_BLOCK, 0, range);
      if (keepsValue) g.emit(OPCODE.SWAP, 2, range);
      g.emit(OPCODE.POP_BLOCK, 0, range);
      g.emit(OPCODE.POP_EXCEPT, 0, range);
      if (block.name !== null) unbindHandlerName(g, block.name, range);
      return range;
  }
}

/** exit → exit(None, None, None) */
export function callExitWithNones(g: CodeGenerator, range: SourceRange): void {
  g.emit(OPCODE.PUSH_NULL, 0, range);
  for (let argument = 0; argument < 3; argument++) g.loadNone(range);
  g.emit(OPCODE.CALL, 3, range);
}

/** The name of `except E as name` is deleted when the handler ends, whether or not it still exists. */
export function unbindHandlerName(g: CodeGenerator, name: string, range: SourceRange): void {
  g.loadNone(range);
  accessName(g, name, 'Store', range);
  accessName(g, name, 'Del', range);
}

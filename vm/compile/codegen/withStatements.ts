/** with and async with (language reference, "The with statement"; PEP 343, PEP 492). */
import type { AsyncWith, With } from '../../syntax/index.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf } from '../position.ts';
import { visitStatements } from './body.ts';
import { awaitTop } from './coroutines.ts';
import { visit } from './expressions.ts';
import { callExitWithNones } from './frameBlocks.ts';
import type { CodeGenerator } from './generator.ts';
import { reraiseFromHandler } from './tryStatements.ts';

/** The items from `index` on: each is nested in the one before. */
export function generateWith(g: CodeGenerator, node: With | AsyncWith, index: number): void {
  const item = node.items[index]!;
  const isAsync = node.kind === 'AsyncWith';
  const range = rangeOf(item.context_expr);
  if (
    isAsync &&
    g.unit.kind !== 'asyncFunction' &&
    !(g.options.allowTopLevelAwait && g.unit.kind === 'module')
  ) {
    g.fail("'async with' outside async function", rangeOf(node));
  }
  const final = g.newLabel();
  const exit = g.newLabel();
  const cleanup = g.newLabel();
  const suppressed = g.newLabel();

  visit(g, item.context_expr);
  g.emit(isAsync ? OPCODE.BEFORE_ASYNC_WITH : OPCODE.BEFORE_WITH, 0, range);
  if (isAsync) awaitTop(g, 1, range);
  // The value of `__enter__()` lies on top, and is stored inside the block: its depth is one less.
  g.emitJump(OPCODE.SETUP_WITH, final, range);
  g.useLabel(g.newLabel());
  g.pushFrameBlock({ kind: isAsync ? 'asyncWith' : 'with', range }, range);
  if (item.optional_vars !== null) visit(g, item.optional_vars);
  else g.emit(OPCODE.POP_TOP, 0, range);
  if (index + 1 < node.items.length) generateWith(g, node, index + 1);
  else visitStatements(g, node.body);
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.popFrameBlock();

  callExitWithNones(g, range);
  if (isAsync) awaitTop(g, 2, range);
  g.emit(OPCODE.POP_TOP, 0, range);
  g.emitJump(OPCODE.JUMP, exit, range);

  g.useLabel(final);
  g.emitJump(OPCODE.SETUP_FINALLY, cleanup, range);
  g.emit(OPCODE.PUSH_EXC_INFO, 0, range);
  g.emit(OPCODE.WITH_EXCEPT_START, 0, range);
  if (isAsync) awaitTop(g, 2, range);
  g.emit(OPCODE.TO_BOOL, 0, range);
  g.emitJump(OPCODE.POP_JUMP_IF_TRUE, suppressed, range);
  // The frame stays where the body raised (CPython: "restore lasti").
  g.emit(OPCODE.RERAISE, 2, range);

  // `__exit__` returned a true value: the exception is swallowed.
  g.useLabel(suppressed);
  g.emit(OPCODE.POP_TOP, 0, range);
  g.emit(OPCODE.POP_BLOCK, 0, range);
  g.emit(OPCODE.POP_EXCEPT, 0, range);
  g.emit(OPCODE.POP_TOP, 0, range);
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, exit, range);

  g.useLabel(cleanup);
  reraiseFromHandler(g);
  g.useLabel(exit);
}

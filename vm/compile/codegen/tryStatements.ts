/**
 * try / except / finally.
 *
 * A handler starts with the exception on the stack. PUSH_EXC_INFO makes it the handled one and keeps the one
 * before; every way out of the handler restores that with POP_EXCEPT.
 */
import type { ExceptHandler, Try, TryStar } from '../../syntax/index.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { visitStatements } from './body.ts';
import { visit } from './expressions.ts';
import { unbindHandlerName } from './frameBlocks.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

export function generateTry(g: CodeGenerator, node: Try): void {
  if (node.finalbody.length > 0) {
    generateFinally(g, node, () => {
      if (node.handlers.length > 0) generateExcept(g, node);
      else visitStatements(g, node.body);
    });
  } else {
    generateExcept(g, node);
  }
}

/** The `finally` body stands twice: for the normal way out and for exceptions. */
export function generateFinally(g: CodeGenerator, node: Try | TryStar, generateBody: () => void): void {
  const { finalbody } = node;
  const end = g.newLabel();
  const exit = g.newLabel();
  const cleanup = g.newLabel();

  g.emitJump(OPCODE.SETUP_FINALLY, end, rangeOf(node));
  g.useLabel(g.newLabel());
  g.pushFrameBlock({ kind: 'finallyTry', body: finalbody }, rangeOf(node));
  generateBody();
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.popFrameBlock();
  visitStatements(g, finalbody);
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, exit, NO_LOCATION);

  g.useLabel(end);
  g.pushFrameBlock({ kind: 'finallyEnd', inFinally: true }, rangeOf(node));
  g.emitJump(OPCODE.SETUP_FINALLY, cleanup, NO_LOCATION);
  g.emit(OPCODE.PUSH_EXC_INFO, 0, NO_LOCATION);
  g.silenced++;
  visitStatements(g, finalbody);
  g.silenced--;
  g.emit(OPCODE.RERAISE, 0, NO_LOCATION);
  g.popFrameBlock();

  g.useLabel(cleanup);
  reraiseFromHandler(g);
  g.useLabel(exit);
}

/** prev_exc, exc → : an exception raised inside a handler goes on, and the handler's own is forgotten. */
export function reraiseFromHandler(g: CodeGenerator): void {
  g.emit(OPCODE.COPY, 2, NO_LOCATION);
  g.emit(OPCODE.POP_EXCEPT, 0, NO_LOCATION);
  g.emit(OPCODE.RERAISE, 0, NO_LOCATION);
}

function generateExcept(g: CodeGenerator, node: Try): void {
  const except = g.newLabel();
  const end = g.newLabel();
  const cleanup = g.newLabel();

  g.emitJump(OPCODE.SETUP_FINALLY, except, rangeOf(node));
  g.useLabel(g.newLabel());
  g.pushFrameBlock({ kind: 'tryExcept' }, rangeOf(node));
  visitStatements(g, node.body);
  g.popFrameBlock();
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  visitStatements(g, node.orelse);
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, end, NO_LOCATION);

  g.useLabel(except);
  g.emitJump(OPCODE.SETUP_FINALLY, cleanup, NO_LOCATION);
  g.emit(OPCODE.PUSH_EXC_INFO, 0, NO_LOCATION);
  // The runtime keeps the handled exception: leaving the handlers is the business of handlerCleanup.
  g.pushFrameBlock({ kind: 'exceptionHandler' }, rangeOf(node));
  node.handlers.forEach((handler, index) => {
    if (handler.type === null && index < node.handlers.length - 1) {
      g.fail("default 'except:' must be last", rangeOf(handler));
    }
    generateHandler(g, handler, end);
  });
  g.popFrameBlock();
  g.emit(OPCODE.RERAISE, 0, NO_LOCATION);
  g.useLabel(cleanup);
  reraiseFromHandler(g);
  g.useLabel(end);
}

function generateHandler(
  g: CodeGenerator,
  handler: ExceptHandler,
  end: ReturnType<CodeGenerator['newLabel']>,
): void {
  const range = rangeOf(handler);
  const next = g.newLabel();
  if (handler.type !== null) {
    visit(g, handler.type);
    g.emit(OPCODE.CHECK_EXC_MATCH, 0, range);
    g.emitJump(OPCODE.POP_JUMP_IF_FALSE, next, range);
  }
  if (handler.name !== null) {
    const cleanup = g.newLabel();
    accessName(g, handler.name, 'Store', range);
    g.emitJump(OPCODE.SETUP_FINALLY, cleanup, range);
    g.useLabel(g.newLabel());
    generateHandlerBody(g, handler, handler.name, range);
    g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
    g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
    g.emit(OPCODE.POP_EXCEPT, 0, NO_LOCATION);
    unbindHandlerName(g, handler.name, NO_LOCATION);
    g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, end, NO_LOCATION);
    g.useLabel(cleanup);
    unbindHandlerName(g, handler.name, NO_LOCATION);
    g.emit(OPCODE.RERAISE, 0, NO_LOCATION);
  } else {
    g.emit(OPCODE.POP_TOP, 0, range);
    g.useLabel(g.newLabel());
    generateHandlerBody(g, handler, null, range);
    g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
    g.emit(OPCODE.POP_EXCEPT, 0, NO_LOCATION);
    g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  }
  g.useLabel(next);
}

function generateHandlerBody(
  g: CodeGenerator,
  { body }: ExceptHandler,
  name: string | null,
  range: SourceRange,
): void {
  g.pushFrameBlock({ kind: 'handlerCleanup', name }, range);
  visitStatements(g, body);
  g.popFrameBlock();
}

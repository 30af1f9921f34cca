/**
 * try / except* (PEP 654).
 *
 * While the handlers run the stack holds: previous exception, the original group, the list of exceptions to raise
 * at the end, and the part of the group that no handler took yet.
 */
import type { TryStar } from '../../syntax/index.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf } from '../position.ts';
import { visitStatements } from './body.ts';
import { visit } from './expressions.ts';
import { unbindHandlerName } from './frameBlocks.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';
import { generateFinally, reraiseFromHandler } from './tryStatements.ts';

export function generateTryStar(g: CodeGenerator, node: TryStar): void {
  if (node.finalbody.length > 0) {
    generateFinally(g, node, () => {
      if (node.handlers.length > 0) generateExceptStar(g, node);
      else visitStatements(g, node.body);
    });
  } else {
    generateExceptStar(g, node);
  }
}

function generateExceptStar(g: CodeGenerator, node: TryStar): void {
  const except = g.newLabel();
  const orelse = g.newLabel();
  const end = g.newLabel();
  const cleanup = g.newLabel();
  const reraiseStar = g.newLabel();

  g.emitJump(OPCODE.SETUP_FINALLY, except, rangeOf(node));
  g.useLabel(g.newLabel());
  g.pushFrameBlock({ kind: 'tryExcept' }, rangeOf(node));
  visitStatements(g, node.body);
  g.popFrameBlock();
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.emitJump(OPCODE.JUMP, orelse, NO_LOCATION);

  g.useLabel(except);
  g.emitJump(OPCODE.SETUP_FINALLY, cleanup, NO_LOCATION);
  g.emit(OPCODE.PUSH_EXC_INFO, 0, NO_LOCATION);
  g.pushFrameBlock({ kind: 'exceptionGroupHandler' }, rangeOf(node));

  const lastIndex = node.handlers.length - 1;
  node.handlers.forEach((handler, index) => {
    const range = rangeOf(handler);
    const next = g.newLabel();
    const noMatch = g.newLabel();
    const raised = g.newLabel();
    if (index === 0) {
      g.emit(OPCODE.BUILD_LIST, 0, range);
      g.emit(OPCODE.COPY, 2, range);
    }
    visit(g, handler.type!);
    g.emit(OPCODE.CHECK_EG_MATCH, 0, range);
    g.emit(OPCODE.COPY, 1, range);
    g.emitJump(OPCODE.POP_JUMP_IF_NONE, noMatch, range);
    g.useLabel(g.newLabel());
    if (handler.name !== null) accessName(g, handler.name, 'Store', range);
    else g.emit(OPCODE.POP_TOP, 0, range);

    g.emitJump(OPCODE.SETUP_FINALLY, raised, range);
    g.useLabel(g.newLabel());
    g.pushFrameBlock({ kind: 'handlerCleanup', name: handler.name }, range);
    visitStatements(g, handler.body);
    g.popFrameBlock();
    g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
    if (handler.name !== null) unbindHandlerName(g, handler.name, NO_LOCATION);
    g.emitJump(OPCODE.JUMP, next, NO_LOCATION);

    // What the handler raises joins the list.
    g.useLabel(raised);
    if (handler.name !== null) unbindHandlerName(g, handler.name, NO_LOCATION);
    g.emit(OPCODE.LIST_APPEND, 2, NO_LOCATION);
    g.emitJump(OPCODE.JUMP, next, NO_LOCATION);

    g.useLabel(noMatch);
    g.emit(OPCODE.POP_TOP, 0, range);
    g.useLabel(next);
    if (index === lastIndex) {
      // What is left unhandled joins the list too.
      g.emit(OPCODE.LIST_APPEND, 1, NO_LOCATION);
      g.emitJump(OPCODE.JUMP, reraiseStar, NO_LOCATION);
    }
  });
  g.popFrameBlock();

  g.useLabel(reraiseStar);
  const reraise = g.newLabel();
  g.emit(OPCODE.PREP_RERAISE_STAR, 0, NO_LOCATION);
  g.emit(OPCODE.COPY, 1, NO_LOCATION);
  g.emitJump(OPCODE.POP_JUMP_IF_NOT_NONE, reraise, NO_LOCATION);
  g.useLabel(g.newLabel());
  g.emit(OPCODE.POP_TOP, 0, NO_LOCATION);
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.emit(OPCODE.POP_EXCEPT, 0, NO_LOCATION);
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, end, NO_LOCATION);

  g.useLabel(reraise);
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.emit(OPCODE.SWAP, 2, NO_LOCATION);
  g.emit(OPCODE.POP_EXCEPT, 0, NO_LOCATION);
  g.emit(OPCODE.RERAISE, 0, NO_LOCATION);

  g.useLabel(cleanup);
  reraiseFromHandler(g);

  g.useLabel(orelse);
  visitStatements(g, node.orelse);
  g.useLabel(end);
}

/** Suspension: yield, yield from, await (PEP 255, 380, 492, 525). */
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { RESUME_AT } from '../operators.ts';
import { NO_LOCATION, type SourceRange } from '../position.ts';
import type { CodeGenerator } from './generator.ts';

/** Yields the value on top; the value sent takes its place. */
export function yieldTop(g: CodeGenerator, range: SourceRange): void {
  const { scope } = g;
  if (scope.isGenerator && scope.isCoroutine) g.emit(OPCODE.ASYNC_GEN_WRAP, 0, range);
  g.emit(OPCODE.YIELD_VALUE, 0, range);
  g.emit(OPCODE.RESUME, RESUME_AT.afterYield, range);
}

/**
 * Delegates to the iterator under the None on top, until it ends; its result stays on the stack.
 * `throw()` and `close()` reach the delegate through the generator object; what they raise ends in CLEANUP_THROW,
 * which turns StopIteration into the result.
 */
export function yieldFromTop(g: CodeGenerator, range: SourceRange, kind: 'yieldFrom' | 'await'): void {
  const send = g.newLabel();
  const fail = g.newLabel();
  const exit = g.newLabel();
  g.useLabel(send);
  g.emitJump(OPCODE.SEND, exit, range);
  g.emitJump(OPCODE.SETUP_FINALLY, fail, range);
  g.emit(OPCODE.YIELD_VALUE, 1, range);
  g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
  g.emit(OPCODE.RESUME, kind === 'await' ? RESUME_AT.afterAwait : RESUME_AT.afterYieldFrom, range);
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, send, range);
  g.useLabel(fail);
  g.emit(OPCODE.CLEANUP_THROW, 0, range);
  g.useLabel(exit);
  g.emit(OPCODE.END_SEND, 0, range);
}

/** Awaits the value on top. `where`: 0 = an await expression, 1 = `__aenter__`, 2 = `__aexit__`. */
export function awaitTop(g: CodeGenerator, where: 0 | 1 | 2, range: SourceRange): void {
  g.emit(OPCODE.GET_AWAITABLE, where, range);
  g.loadNone(range);
  yieldFromTop(g, range, 'await');
}

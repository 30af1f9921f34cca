/** Conditions: an expression whose truth decides a jump. */
import type { Expr } from '../../syntax/index.ts';
import type { Block } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf } from '../position.ts';
import { emitChainLink, emitComparison, visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { checkComparisonOperands } from './warnings.ts';

/** Jumps to `target` when the truth of `node` is `condition`; falls through otherwise. */
export function jumpIf(g: CodeGenerator, node: Expr, target: Block, condition: boolean): void {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'UnaryOp':
      if (node.op === 'Not') {
        jumpIf(g, node.operand, target, !condition);
        return;
      }
      break;
    case 'BoolOp': {
      // `or` is decided by the first true value, `and` by the first false one.
      const decisive = node.op === 'Or';
      const early = decisive === condition ? target : g.newLabel();
      for (const value of node.values.slice(0, -1)) jumpIf(g, value, early, decisive);
      jumpIf(g, node.values[node.values.length - 1]!, target, condition);
      if (early !== target) g.useLabel(early);
      return;
    }
    case 'IfExp': {
      const otherwise = g.newLabel();
      const end = g.newLabel();
      jumpIf(g, node.test, otherwise, false);
      jumpIf(g, node.body, target, condition);
      g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
      g.useLabel(otherwise);
      jumpIf(g, node.orelse, target, condition);
      g.useLabel(end);
      return;
    }
    case 'Compare':
      if (node.ops.length > 1) {
        jumpIfChain(g, node, target, condition);
        return;
      }
      break;
  }
  visit(g, node);
  g.emit(OPCODE.TO_BOOL, 0, range);
  g.emitJump(condition ? OPCODE.POP_JUMP_IF_TRUE : OPCODE.POP_JUMP_IF_FALSE, target, range);
}

function jumpIfChain(
  g: CodeGenerator,
  node: Extract<Expr, { kind: 'Compare' }>,
  target: Block,
  condition: boolean,
): void {
  checkComparisonOperands(g, node);
  const range = rangeOf(node);
  const cleanup = g.newLabel();
  const lastIndex = node.ops.length - 1;
  visit(g, node.left);
  for (let index = 0; index < lastIndex; index++) {
    visit(g, node.comparators[index]!);
    emitChainLink(g, node.ops[index]!, range);
    g.emit(OPCODE.TO_BOOL, 0, range);
    g.emitJump(OPCODE.POP_JUMP_IF_FALSE, cleanup, range);
  }
  visit(g, node.comparators[lastIndex]!);
  emitComparison(g, node.ops[lastIndex]!, range);
  g.emit(OPCODE.TO_BOOL, 0, range);
  g.emitJump(condition ? OPCODE.POP_JUMP_IF_TRUE : OPCODE.POP_JUMP_IF_FALSE, target, range);
  const end = g.newLabel();
  g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
  g.useLabel(cleanup);
  g.emit(OPCODE.POP_TOP, 0, range);
  if (!condition) g.emitJump(OPCODE.JUMP, target, NO_LOCATION);
  g.useLabel(end);
}

/** `body if test else orelse` */
export function generateConditionalExpression(
  g: CodeGenerator,
  node: Extract<Expr, { kind: 'IfExp' }>,
): void {
  const otherwise = g.newLabel();
  const end = g.newLabel();
  jumpIf(g, node.test, otherwise, false);
  visit(g, node.body);
  g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
  g.useLabel(otherwise);
  visit(g, node.orelse);
  g.useLabel(end);
}

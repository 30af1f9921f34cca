/** Subscriptions and slicings. */
import type { Expr, Slice, Subscript } from '../../syntax/index.ts';
import { type ConstantOperand, noneConstant } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import { constantOperand, visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { checkIndex, checkSubscripted } from './warnings.ts';

export function generateSubscript(g: CodeGenerator, node: Subscript): void {
  const range = rangeOf(node);
  if (node.ctx === 'Load') {
    checkSubscripted(g, node.value);
    checkIndex(g, node.value, node.slice);
  }
  visit(g, node.value);
  const { slice } = node;
  if (node.ctx !== 'Del' && slice.kind === 'Slice' && slice.step === null && constantSlice(slice) === null) {
    generateBound(g, slice.lower, rangeOf(slice));
    generateBound(g, slice.upper, rangeOf(slice));
    g.emit(node.ctx === 'Load' ? OPCODE.BINARY_SLICE : OPCODE.STORE_SLICE, 0, range);
    return;
  }
  visit(g, slice);
  if (node.ctx === 'Load') g.emit(OPCODE.BINARY_SUBSCR, 0, range);
  else if (node.ctx === 'Store') g.emit(OPCODE.STORE_SUBSCR, 0, range);
  else g.emit(OPCODE.DELETE_SUBSCR, 0, range);
}

export function generateSlice(g: CodeGenerator, node: Slice): void {
  const range = rangeOf(node);
  const constant = constantSlice(node);
  if (constant !== null) {
    g.loadConst(constant, range);
    return;
  }
  generateBound(g, node.lower, range);
  generateBound(g, node.upper, range);
  if (node.step !== null) visit(g, node.step);
  g.emit(OPCODE.BUILD_SLICE, node.step === null ? 2 : 3, range);
}

function generateBound(g: CodeGenerator, bound: Expr | null, range: SourceRange): void {
  if (bound === null) g.loadNone(range);
  else visit(g, bound);
}

/** The slice object when all its parts are literals. */
function constantSlice(node: Slice): ConstantOperand | null {
  const parts = [node.lower, node.upper, node.step].map((part) => {
    if (part === null) return noneConstant();
    return part.kind === 'Constant' ? constantOperand(part) : null;
  });
  const [start, stop, step] = parts;
  return start && stop && step ? { type: 'slice', start, stop, step } : null;
}

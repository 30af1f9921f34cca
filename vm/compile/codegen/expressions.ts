/** Code for expressions. Operands are evaluated left to right (language reference, "Evaluation order"). */
import type { Constant, ConstantValue, Expr } from '../../syntax/index.ts';
import type { ConstantOperand } from '../code.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { BINARY_OPERATOR, COMPARISON } from '../operators.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { generateAttribute } from './attributes.ts';
import { generateCall } from './calls.ts';
import { generateComprehension } from './comprehensions.ts';
import { generateConditionalExpression } from './conditions.ts';
import { awaitTop, yieldFromTop, yieldTop } from './coroutines.ts';
import { generateDict, generateElements } from './displays.ts';
import {
  generateFormattedValue,
  generateInterpolation,
  generateJoinedStr,
  generateTemplate,
} from './formatting.ts';
import { generateLambda } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';
import { generatePercentFormat } from './percentFormat.ts';
import { generateSlice, generateSubscript } from './subscripts.ts';
import { unpackInto } from './targets.ts';
import { checkComparisonOperands } from './warnings.ts';

/** The operand for a literal. */
export function constantOperand(node: Constant): ConstantOperand {
  return operandOf(node.value);
}

export function operandOf(value: ConstantValue): ConstantOperand {
  switch (value.type) {
    case 'complex':
      return { type: 'complex', real: value.real ?? 0, imag: value.imag };
    case 'tuple':
    case 'frozenset':
      return { type: value.type, items: value.items.map(operandOf) };
    default:
      return value;
  }
}

export function visitAll(g: CodeGenerator, nodes: readonly Expr[]): void {
  for (const node of nodes) visit(g, node);
}

/** Emits code that leaves the expression's value on the stack (or stores to it, or deletes it, as its context says). */
export function visit(g: CodeGenerator, node: Expr): void {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'Constant':
      g.loadConst(constantOperand(node), range);
      return;
    case 'Name':
      if (node.ctx === 'Load' && node.id === '__debug__') {
        g.loadConst({ type: 'bool', value: g.options.optimize === 0 }, range);
        return;
      }
      accessName(g, node.id, node.ctx, range);
      return;
    case 'NamedExpr':
      visit(g, node.value);
      g.emit(OPCODE.COPY, 1, range);
      visit(g, node.target);
      return;
    case 'BoolOp': {
      const end = g.newLabel();
      const jump = node.op === 'And' ? PSEUDO.JUMP_IF_FALSE : PSEUDO.JUMP_IF_TRUE;
      for (const value of node.values.slice(0, -1)) {
        visit(g, value);
        g.emitJump(jump, end, range);
        g.emit(OPCODE.POP_TOP, 0, range);
      }
      visit(g, node.values[node.values.length - 1]!);
      g.useLabel(end);
      return;
    }
    case 'BinOp':
      if (generatePercentFormat(g, node)) return;
      visit(g, node.left);
      visit(g, node.right);
      g.emit(OPCODE.BINARY_OP, BINARY_OPERATOR[node.op], range);
      return;
    case 'UnaryOp':
      visit(g, node.operand);
      generateUnary(g, node.op, range);
      return;
    case 'Lambda':
      generateLambda(g, node);
      return;
    case 'IfExp':
      generateConditionalExpression(g, node);
      return;
    case 'Dict':
      generateDict(g, node);
      return;
    case 'Set':
      generateElements(g, node.elts, 'set', range);
      return;
    case 'List':
    case 'Tuple':
      if (node.ctx === 'Store') {
        unpackInto(g, node.elts, range);
        return;
      }
      if (node.ctx === 'Del') {
        visitAll(g, node.elts);
        return;
      }
      generateElements(g, node.elts, node.kind === 'List' ? 'list' : 'tuple', range);
      return;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      generateComprehension(g, node);
      return;
    case 'Yield':
      if (!g.isInFunction) g.fail("'yield' outside function", range);
      if (node.value !== null) visit(g, node.value);
      else g.loadNone(range);
      yieldTop(g, range);
      return;
    case 'YieldFrom':
      if (!g.isInFunction) g.fail("'yield from' outside function", range);
      if (g.unit.kind === 'asyncFunction') g.fail("'yield from' inside async function", range);
      visit(g, node.value);
      g.emit(OPCODE.GET_YIELD_FROM_ITER, 0, range);
      g.loadNone(range);
      yieldFromTop(g, range, 'yieldFrom');
      return;
    case 'Await':
      checkAwait(g, range);
      visit(g, node.value);
      awaitTop(g, 0, range);
      return;
    case 'Compare':
      generateComparison(g, node, range);
      return;
    case 'Call':
      generateCall(g, node);
      return;
    case 'FormattedValue':
      generateFormattedValue(g, node);
      return;
    case 'JoinedStr':
      generateJoinedStr(g, node);
      return;
    case 'Interpolation':
      generateInterpolation(g, node);
      return;
    case 'TemplateStr':
      generateTemplate(g, node);
      return;
    case 'Attribute':
      generateAttribute(g, node);
      return;
    case 'Subscript':
      generateSubscript(g, node);
      return;
    case 'Starred':
      if (node.ctx === 'Store') g.fail('starred assignment target must be in a list or tuple', range);
      g.fail("can't use starred expression here", range);
      return;
    case 'Slice':
      generateSlice(g, node);
      return;
  }
}

const UNARY = {
  Invert: OPCODE.UNARY_INVERT,
  UAdd: OPCODE.UNARY_POSITIVE,
  USub: OPCODE.UNARY_NEGATIVE,
} as const;

function generateUnary(
  g: CodeGenerator,
  op: Extract<Expr, { kind: 'UnaryOp' }>['op'],
  range: SourceRange,
): void {
  if (op === 'Not') {
    g.emit(OPCODE.TO_BOOL, 0, range);
    g.emit(OPCODE.UNARY_NOT, 0, range);
  } else {
    g.emit(UNARY[op], 0, range);
  }
}

function checkAwait(g: CodeGenerator, range: SourceRange): void {
  if (g.options.allowTopLevelAwait && g.unit.kind === 'module') return;
  if (!g.isInFunction) g.fail("'await' outside function", range);
  const { kind } = g.unit;
  if (kind !== 'asyncFunction' && kind !== 'comprehension') g.fail("'await' outside async function", range);
}

/** Compares the two values on top. */
export function emitComparison(
  g: CodeGenerator,
  op: Extract<Expr, { kind: 'Compare' }>['ops'][number],
  range: SourceRange,
): void {
  switch (op) {
    case 'Is':
      g.emit(OPCODE.IS_OP, 0, range);
      return;
    case 'IsNot':
      g.emit(OPCODE.IS_OP, 1, range);
      return;
    case 'In':
      g.emit(OPCODE.CONTAINS_OP, 0, range);
      return;
    case 'NotIn':
      g.emit(OPCODE.CONTAINS_OP, 1, range);
      return;
    default:
      g.emit(OPCODE.COMPARE_OP, COMPARISON[op], range);
      return;
  }
}

/** `a < b < c` evaluates b once, and c only if `a < b`. */
function generateComparison(
  g: CodeGenerator,
  node: Extract<Expr, { kind: 'Compare' }>,
  range: SourceRange,
): void {
  checkComparisonOperands(g, node);
  visit(g, node.left);
  const lastIndex = node.ops.length - 1;
  if (lastIndex === 0) {
    visit(g, node.comparators[0]!);
    emitComparison(g, node.ops[0]!, range);
    return;
  }
  const cleanup = g.newLabel();
  for (let index = 0; index < lastIndex; index++) {
    visit(g, node.comparators[index]!);
    emitChainLink(g, node.ops[index]!, range);
    g.emitJump(PSEUDO.JUMP_IF_FALSE, cleanup, range);
    g.emit(OPCODE.POP_TOP, 0, range);
  }
  visit(g, node.comparators[lastIndex]!);
  emitComparison(g, node.ops[lastIndex]!, range);
  const end = g.newLabel();
  g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
  g.useLabel(cleanup);
  g.emit(OPCODE.SWAP, 2, range);
  g.emit(OPCODE.POP_TOP, 0, range);
  g.useLabel(end);
}

/** left, right → right, left < right */
export function emitChainLink(
  g: CodeGenerator,
  op: Extract<Expr, { kind: 'Compare' }>['ops'][number],
  range: SourceRange,
): void {
  g.emit(OPCODE.SWAP, 2, range);
  g.emit(OPCODE.COPY, 2, range);
  emitComparison(g, op, range);
}

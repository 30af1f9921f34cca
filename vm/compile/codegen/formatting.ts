/** f-strings (PEP 498, PEP 701) and t-strings (PEP 750). */
import type { FormattedValue, Interpolation, JoinedStr, TemplateStr } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from '../operators.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import { operandOf, visit, visitAll } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';

/** CONVERT_VALUE's opargs by character code of the conversion. */
const CONVERSIONS = new Map([
  [0x73, 1], // !s
  [0x72, 2], // !r
  [0x61, 3], // !a
]);

function conversionNumber(g: CodeGenerator, code: number, range: SourceRange): number {
  const number = CONVERSIONS.get(code);
  if (number === undefined) g.fail(`Unrecognized conversion character ${code}`, range);
  return number;
}

export function generateJoinedStr(g: CodeGenerator, node: JoinedStr): void {
  const range = rangeOf(node);
  const count = node.values.length;
  if (count > STACK_USE_GUIDELINE) {
    g.loadStr('', range);
    g.emitName(OPCODE.LOAD_METHOD, 'join', range);
    g.emit(OPCODE.BUILD_LIST, 0, range);
    for (const value of node.values) {
      visit(g, value);
      g.emit(OPCODE.LIST_APPEND, 1, range);
    }
    g.emit(OPCODE.CALL, 1, range);
    return;
  }
  visitAll(g, node.values);
  if (count > 1) g.emit(OPCODE.BUILD_STRING, count, range);
  else if (count === 0) g.loadStr('', range);
}

export function generateFormattedValue(g: CodeGenerator, node: FormattedValue): void {
  const range = rangeOf(node);
  visit(g, node.value);
  if (node.conversion !== -1)
    g.emit(OPCODE.CONVERT_VALUE, conversionNumber(g, node.conversion, range), range);
  if (node.format_spec === null) {
    g.emit(OPCODE.FORMAT_SIMPLE, 0, range);
    return;
  }
  visit(g, node.format_spec);
  g.emit(OPCODE.FORMAT_WITH_SPEC, 0, range);
}

/** Oparg: bit 0 = a format spec lies on the stack, bit 1 always set, the conversion's number from bit 2. */
export function generateInterpolation(g: CodeGenerator, node: Interpolation): void {
  const range = rangeOf(node);
  visit(g, node.value);
  const text = node.str;
  g.loadConst(operandOf(text), range);
  let oparg = 2;
  if (node.conversion !== -1) oparg |= conversionNumber(g, node.conversion, range) << 2;
  if (node.format_spec !== null) {
    oparg |= 1;
    visit(g, node.format_spec);
  }
  g.emit(OPCODE.BUILD_INTERPOLATION, oparg, range);
}

/** A template has one string more than interpolations: empty ones are put between neighbours. */
export function generateTemplate(g: CodeGenerator, node: TemplateStr): void {
  const range = rangeOf(node);
  let stringCount = 0;
  let needsString = true;
  for (const value of node.values) {
    if (value.kind === 'Interpolation') {
      if (needsString) {
        g.loadStr('', range);
        stringCount++;
      }
      needsString = true;
    } else {
      visit(g, value);
      stringCount++;
      needsString = false;
    }
  }
  if (needsString) {
    g.loadStr('', range);
    stringCount++;
  }
  g.emit(OPCODE.BUILD_TUPLE, stringCount, range);
  const interpolations = node.values.filter((value) => value.kind === 'Interpolation');
  visitAll(g, interpolations);
  g.emit(OPCODE.BUILD_TUPLE, interpolations.length, range);
  g.emit(OPCODE.BUILD_TEMPLATE, 0, range);
}

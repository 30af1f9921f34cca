/** Calls: plain, method, keyword and unpacking calls. */
import type { Attribute, Call, Expr, Keyword } from '../../syntax/index.ts';
import type { ConstantOperand } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from '../operators.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { SYMBOL } from '../symtable/index.ts';
import { isZeroArgumentSuper, loadSuperOperands, startAtAttribute } from './attributes.ts';
import { generateElements } from './displays.ts';
import { visit, visitAll } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';
import { checkCallee } from './warnings.ts';

export function generateCall(g: CodeGenerator, node: Call): void {
  checkKeywords(g, node.keywords);
  const { func } = node;
  if (func.kind === 'Attribute' && isMethodCall(g, func, node)) {
    generateMethodCall(g, func, node);
    return;
  }
  checkCallee(g, func);
  visit(g, func);
  g.emit(OPCODE.PUSH_NULL, 0, rangeOf(func));
  generateArguments(g, 0, node.args, node.keywords, rangeOf(node));
}

/** `owner.name(…)` needs no bound method, unless the owner is an imported module or the arguments are unpacked. */
function isMethodCall(g: CodeGenerator, func: Attribute, node: Call): boolean {
  if (func.ctx !== 'Load') return false;
  if (func.value.kind === 'Name' && g.table.top.uses(func.value.id) & SYMBOL.import) return false;
  const { args, keywords } = node;
  if (args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  return !hasUnpacking(args, keywords);
}

function hasUnpacking(args: readonly Expr[], keywords: readonly Keyword[]): boolean {
  return args.some((arg) => arg.kind === 'Starred') || keywords.some((keyword) => keyword.arg === null);
}

function generateMethodCall(g: CodeGenerator, func: Attribute, node: Call): void {
  const { args, keywords } = node;
  let range = rangeOf(func);
  if (isZeroArgumentSuper(g, func)) {
    loadSuperOperands(g, func.value);
    g.emitName(OPCODE.LOAD_SUPER_METHOD, func.attr, range);
    range = startAtAttribute(range, func);
    g.emit(OPCODE.NOP, 0, range);
  } else {
    visit(g, func.value);
    range = startAtAttribute(range, func);
    g.emitName(OPCODE.LOAD_METHOD, func.attr, range);
  }
  visitAll(g, args);
  if (keywords.length > 0) {
    generateKeywordValues(g, keywords, range);
    g.emit(OPCODE.CALL_KW, args.length + keywords.length, startAtAttribute(rangeOf(node), func));
  } else {
    g.emit(OPCODE.CALL, args.length, startAtAttribute(rangeOf(node), func));
  }
}

function checkKeywords(g: CodeGenerator, keywords: readonly Keyword[]): void {
  const seen = new Set<string>();
  for (const keyword of keywords) {
    if (keyword.arg === null) continue;
    if (seen.has(keyword.arg)) g.fail(`keyword argument repeated: ${keyword.arg}`, rangeOf(keyword));
    seen.add(keyword.arg);
  }
}

/** Pushes the values and the tuple of their names. */
function generateKeywordValues(g: CodeGenerator, keywords: readonly Keyword[], range: SourceRange): void {
  for (const keyword of keywords) visit(g, keyword.value);
  const items = keywords.map((keyword): ConstantOperand => ({ type: 'str', value: keyword.arg! }));
  g.loadConst({ type: 'tuple', items }, range);
}

/**
 * Arguments and the call itself; callable and NULL lie on the stack, and `pushed` arguments above them.
 * `extraName` is a variable passed as last positional argument.
 */
export function generateArguments(
  g: CodeGenerator,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  range: SourceRange,
  extraName: string | null = null,
): void {
  checkKeywords(g, keywords);
  const count = args.length + (extraName === null ? 0 : 1);
  if (count + keywords.length * 2 > STACK_USE_GUIDELINE || hasUnpacking(args, keywords)) {
    generateUnpackingCall(g, pushed, args, keywords, range, extraName);
    return;
  }
  visitAll(g, args);
  if (extraName !== null) accessName(g, extraName, 'Load', range);
  if (keywords.length > 0) {
    generateKeywordValues(g, keywords, range);
    g.emit(OPCODE.CALL_KW, pushed + count + keywords.length, range);
  } else {
    g.emit(OPCODE.CALL, pushed + count, range);
  }
}

function generateUnpackingCall(
  g: CodeGenerator,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
  range: SourceRange,
  extraName: string | null,
): void {
  const [first] = args;
  if (pushed === 0 && args.length === 1 && extraName === null && first?.kind === 'Starred')
    visit(g, first.value);
  else generateElements(g, args, 'tuple', range, extraName, pushed);

  let hasDict = false;
  let start = 0;
  const flush = (end: number): void => {
    if (start === end) return;
    generateKeywordDict(g, keywords.slice(start, end), range);
    if (hasDict) g.emit(OPCODE.DICT_MERGE, 1, range);
    hasDict = true;
  };
  keywords.forEach((keyword, index) => {
    if (keyword.arg !== null) return;
    flush(index);
    start = index + 1;
    if (!hasDict) {
      g.emit(OPCODE.BUILD_MAP, 0, range);
      hasDict = true;
    }
    visit(g, keyword.value);
    g.emit(OPCODE.DICT_MERGE, 1, range);
  });
  flush(keywords.length);
  g.emit(OPCODE.CALL_FUNCTION_EX, hasDict ? 1 : 0, range);
}

function generateKeywordDict(g: CodeGenerator, keywords: readonly Keyword[], range: SourceRange): void {
  const isBig = keywords.length * 2 > STACK_USE_GUIDELINE;
  if (isBig) g.emit(OPCODE.BUILD_MAP, 0, range);
  for (const keyword of keywords) {
    g.loadStr(keyword.arg!, range);
    visit(g, keyword.value);
    if (isBig) g.emit(OPCODE.MAP_ADD, 1, NO_LOCATION);
  }
  if (!isBig) g.emit(OPCODE.BUILD_MAP, keywords.length, range);
}

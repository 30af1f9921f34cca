/** Attribute access, and the shortcut for `super().name` (CPython 3.12's LOAD_SUPER_ATTR). */
import type { Attribute, Call } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import { visit } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName, bindingInUnit } from './names.ts';

export function generateAttribute(g: CodeGenerator, node: Attribute): void {
  noteStaticAttribute(g, node);
  const range = rangeOf(node);
  if (isZeroArgumentSuper(g, node)) {
    loadSuperOperands(g, node.value);
    g.emitName(OPCODE.LOAD_SUPER_ATTR, node.attr, range);
    g.emit(OPCODE.NOP, 0, startAtAttribute(range, node));
    return;
  }
  visit(g, node.value);
  const at = startAtAttribute(range, node);
  if (node.ctx === 'Load') g.emitName(OPCODE.LOAD_ATTR, node.attr, at);
  else if (node.ctx === 'Store') g.emitName(OPCODE.STORE_ATTR, node.attr, at);
  else g.emitName(OPCODE.DELETE_ATTR, node.attr, at);
}

/** `self.x = …` anywhere in a method adds to the class's `__static_attributes__`. */
function noteStaticAttribute(g: CodeGenerator, node: Attribute): void {
  if (node.ctx !== 'Store' || node.value.kind !== 'Name' || node.value.id !== 'self') return;
  for (const unit of g.enclosingUnits()) {
    if (unit.kind !== 'class') continue;
    unit.staticAttributes.add(node.attr);
    return;
  }
}

/**
 * Where an attribute stands on another line than the expression begins, tracebacks point at the attribute's line,
 * so that each call of a chain over several lines is told apart.
 */
export function startAtAttribute(range: SourceRange, node: Attribute): SourceRange {
  const line = node.end_lineno;
  if (range.line === line) return range;
  const col = node.end_col_offset - node.attr.length;
  // Only a tree that was not made from source can have an attribute that does not fit on its line.
  if (col < 0) return { line, endLine: line, col: -1, endCol: -1 };
  return { line, endLine: Math.max(line, range.endLine), col, endCol: range.endCol };
}

/** `super().name` in a method, where `super` is the built-in as far as the compiler can see. */
export function isZeroArgumentSuper(g: CodeGenerator, node: Attribute): node is Attribute & { value: Call } {
  const call = node.value;
  if (node.ctx !== 'Load' || call.kind !== 'Call' || call.func.kind !== 'Name' || call.func.id !== 'super')
    return false;
  if (call.args.length > 0 || call.keywords.length > 0) return false;
  // `super().__class__` is an attribute of the super object itself.
  if (node.attr === '__class__') return false;
  const { unit } = g;
  if (bindingInUnit(unit, 'super') !== 'implicitGlobal' || g.table.top.bindingOf('super') !== undefined)
    return false;
  // An inlined comprehension's first argument would be the function's, a nested one's is its iterator.
  if (!g.isInFunction || unit.inlinedComprehensionDepth > 0 || unit.kind === 'comprehension') return false;
  return unit.argcount > 0 && bindingInUnit(unit, '__class__') === 'free';
}

/** Pushes super, `__class__` and the first argument. */
export function loadSuperOperands(g: CodeGenerator, call: Call): void {
  const range = rangeOf(call);
  visit(g, call.func);
  accessName(g, '__class__', 'Load', range);
  const firstArgument = g.scope.parameters[0]!;
  if (bindingInUnit(g.unit, firstArgument) === 'cell') accessName(g, firstArgument, 'Load', range);
  else g.emit(OPCODE.LOAD_FAST, 0, range);
}

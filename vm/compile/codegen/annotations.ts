/** Annotations, computed lazily by `__annotate__` functions (PEP 649, PEP 749). */
import type { AnnAssign, AsyncFunctionDef, Expr, FunctionDef } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { COMPARE_TO_BOOL, COMPARISON, FUNCTION_ATTRIBUTE } from '../operators.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import type { Scope } from '../symtable/index.ts';
import { unparse } from '../unparse.ts';
import { visit } from './expressions.ts';
import { makeClosure } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName, cellOparg } from './names.ts';

/** `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`, the highest format that compiled functions answer to. */
const HIGHEST_FORMAT = 2;

/** Opens an annotation scope: a function of one argument, the format, that refuses formats it does not know. */
export function enterAnnotationScope(g: CodeGenerator, scope: Scope, name: string, range: SourceRange): void {
  g.enter(scope, { kind: 'annotations', name, firstlineno: range.line, argcount: 1, posonlyargcount: 1 });
  const body = g.newLabel();
  g.emit(OPCODE.LOAD_FAST, 0, range);
  g.loadInt(HIGHEST_FORMAT, range);
  g.emit(OPCODE.COMPARE_OP, COMPARISON.Gt + COMPARE_TO_BOOL, range);
  g.emitJump(OPCODE.POP_JUMP_IF_FALSE, body, range);
  g.emit(OPCODE.LOAD_NOT_IMPLEMENTED_ERROR, 0, range);
  g.emit(OPCODE.RAISE_VARARGS, 1, range);
  g.useLabel(body);
}

/** Closes an annotation scope whose result is on the stack, and pushes the function. */
export function leaveAnnotationScope(g: CodeGenerator, attributes: number, range: SourceRange): void {
  g.emit(OPCODE.RETURN_VALUE, 0, range);
  const code = g.leave();
  makeClosure(g, code, attributes, range);
}

interface Annotated {
  readonly name: string;
  readonly annotation: Expr;
}

/** The annotated parameters in the order of `__annotations__`, `return` last. */
function annotatedParts(g: CodeGenerator, node: FunctionDef | AsyncFunctionDef): Annotated[] {
  const { args } = node;
  const parameters = [...args.args, ...args.posonlyargs, args.vararg, ...args.kwonlyargs, args.kwarg];
  const parts: Annotated[] = [];
  for (const parameter of parameters) {
    if (parameter?.annotation)
      parts.push({ name: g.mangle(parameter.arg), annotation: parameter.annotation });
  }
  if (node.returns !== null) parts.push({ name: 'return', annotation: node.returns });
  return parts;
}

/** Pushes what carries the function's annotations, if any; returns the flag of SET_FUNCTION_ATTRIBUTE for it. */
export function generateFunctionAnnotations(
  g: CodeGenerator,
  node: FunctionDef | AsyncFunctionDef,
  range: SourceRange,
): number {
  const parts = annotatedParts(g, node);
  if (parts.length === 0) return 0;
  enterAnnotationScope(g, g.table.annotations.get(node)!, '__annotate__', range);
  for (const { name, annotation } of parts) {
    g.loadStr(name, range);
    if (g.options.futureAnnotations) {
      // PEP 563: the annotation is its own source text.
      g.loadStr(unparse(annotation), rangeOf(annotation));
    } else if (annotation.kind === 'Starred') {
      // `*args: *Ts` (PEP 646): the one item of the unpacked type.
      visit(g, annotation.value);
      g.emit(OPCODE.UNPACK_SEQUENCE, 1, range);
    } else {
      visit(g, annotation);
    }
  }
  g.emit(OPCODE.BUILD_MAP, parts.length, range);
  leaveAnnotationScope(g, 0, range);
  return FUNCTION_ATTRIBUTE.annotate;
}

/** `x: int = 1` */
export function generateAnnotatedAssignment(g: CodeGenerator, node: AnnAssign): void {
  const range = rangeOf(node);
  const { target } = node;
  const { unit } = g;
  const isEvaluated = unit.kind === 'module' || unit.kind === 'class';
  if (node.value !== null) {
    visit(g, node.value);
    visit(g, target);
  }
  switch (target.kind) {
    case 'Name':
      if (node.simple && isEvaluated) rememberAnnotation(g, node, target.id, range);
      break;
    case 'Attribute':
      if (node.value === null) evaluateAndDrop(g, target.value);
      break;
    case 'Subscript':
      if (node.value === null) {
        evaluateAndDrop(g, target.value);
        evaluateSubscript(g, target.slice);
      }
      break;
  }
  if (!node.simple && isEvaluated && !g.options.futureAnnotations) evaluateAndDrop(g, node.annotation);
}

function evaluateAndDrop(g: CodeGenerator, node: Expr): void {
  visit(g, node);
  g.emit(OPCODE.POP_TOP, 0, rangeOf(node));
}

/** The subscript of a bare `a[i]: int` is evaluated, though not used. */
function evaluateSubscript(g: CodeGenerator, node: Expr): void {
  if (node.kind === 'Slice') {
    for (const part of [node.lower, node.upper, node.step]) if (part !== null) evaluateAndDrop(g, part);
  } else if (node.kind === 'Tuple') {
    for (const element of node.elts) evaluateSubscript(g, element);
  } else {
    evaluateAndDrop(g, node);
  }
}

function rememberAnnotation(g: CodeGenerator, node: AnnAssign, target: string, range: SourceRange): void {
  const { unit } = g;
  const name = g.mangle(target);
  if (g.options.futureAnnotations) {
    g.loadStr(unparse(node.annotation), rangeOf(node.annotation));
    accessName(g, '__annotations__', 'Load', range);
    g.loadStr(name, range);
    g.emit(OPCODE.STORE_SUBSCR, 0, range);
    return;
  }
  const isConditional = unit.kind === 'module' || unit.inConditionalBlock;
  const conditionIndex = isConditional ? unit.nextConditionIndex++ : null;
  unit.deferredAnnotations.push({ name, annotation: node.annotation, range, conditionIndex });
  if (conditionIndex === null) return;
  if (unit.kind === 'class') {
    g.emit(OPCODE.LOAD_DEREF, cellOparg(unit, '__conditional_annotations__'), range);
  } else {
    accessName(g, '__conditional_annotations__', 'Load', range);
  }
  g.loadInt(conditionIndex, range);
  g.emit(OPCODE.SET_ADD, 1, range);
  g.emit(OPCODE.POP_TOP, 0, range);
}

/** Makes the `__annotate__` function of a module or class out of its variable annotations. */
export function generateDeferredAnnotations(g: CodeGenerator, range: SourceRange): void {
  const { unit } = g;
  const isClass = unit.kind === 'class';
  enterAnnotationScope(g, unit.scope.annotationScope!, '__annotate__', range);
  g.emit(OPCODE.BUILD_MAP, 0, range);
  for (const deferred of unit.deferredAnnotations) {
    const skip = g.newLabel();
    if (deferred.conditionIndex !== null) {
      g.loadInt(deferred.conditionIndex, deferred.range);
      if (isClass) {
        g.emit(OPCODE.LOAD_DEREF, cellOparg(g.unit, '__conditional_annotations__'), deferred.range);
      } else {
        g.emitName(OPCODE.LOAD_GLOBAL, '__conditional_annotations__', deferred.range);
      }
      g.emit(OPCODE.CONTAINS_OP, 0, deferred.range);
      g.emitJump(OPCODE.POP_JUMP_IF_FALSE, skip, deferred.range);
    }
    visit(g, deferred.annotation);
    g.emit(OPCODE.COPY, 2, deferred.range);
    g.loadStr(deferred.name, deferred.range);
    g.emit(OPCODE.STORE_SUBSCR, 0, range);
    g.useLabel(skip);
  }
  leaveAnnotationScope(g, 0, range);
  accessName(g, isClass ? '__annotate_func__' : '__annotate__', 'Store', range);
}

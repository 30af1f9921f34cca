/** Names the mistakes in simple statements (CPython's `invalid_assignment`, `invalid_import` and their kin). */
import type { Expr } from './ast.ts';
import { checkTarget, throwInvalidTarget } from './diagnose-displays.ts';
import { checkExpression } from './diagnose-expressions.ts';
import { bracketDisplay, parenthesized } from './displays.ts';
import { expressionName } from './expression-names.ts';
import {
  annotatedRightSide,
  expression,
  starExpressions,
  starNamedExpression,
  yieldExpression,
} from './expressions.ts';
import { AUGMENTED_OPERATOR } from './operators.ts';
import type { Parser } from './parser.ts';
import { setContext } from './targets.ts';
import * as T from './token.ts';

/** A statement where CPython tries an expression first: `pass if a else b`. */
export function checkStatementAsExpression(p: Parser): void {
  const kind = p.kind();
  if (kind === T.PASS || kind === T.BREAK || kind === T.CONTINUE) checkExpression(p);
}

/** At the start of a statement that is no valid assignment. */
export function checkAssignment(p: Parser): void {
  const start = p.pos;
  checkAnnotatedDisplay(p);
  p.pos = start;
  checkAnnotatedRow(p);
  p.pos = start;
  if (p.attempt(expression) !== undefined) {
    const end = p.pos;
    p.pos = start;
    const node = expression(p);
    p.pos = end;
    if (p.accept(T.COLON) && p.attempt(expression) !== undefined) {
      throw p.errorAtNode('illegal target for annotation', node);
    }
  }
  p.pos = start;
  skipTargets(p);
  const afterTargets = p.pos;
  const value = p.attempt(starExpressions);
  if (value !== undefined && p.kind() === T.EQUAL) throwInvalidTarget(p, value, 'assign');
  p.pos = afterTargets;
  if (p.kind() === T.YIELD) {
    const node = p.attempt(yieldExpression);
    if (node !== undefined && p.kind() === T.EQUAL) {
      throw p.errorAtNode('assignment to yield expression not possible', node);
    }
  }
  p.pos = start;
  checkAugmented(p);
}

/** `[a, b]: int`, `(a, b): int`, in any number of parentheses */
function checkAnnotatedDisplay(p: Parser): void {
  const node = p.attempt(displayTarget);
  if (node !== undefined) throwIfAnnotated(p, node);
}

function displayTarget(p: Parser): Expr {
  const start = p.pos;
  if (p.kind() === T.LSQB || p.kind() === T.LPAR) {
    const node = p.attempt(p.kind() === T.LSQB ? bracketDisplay : parenthesized);
    const spansAll = node !== undefined && node.col_offset === p.columnOf(start);
    if (spansAll && (node.kind === 'List' || node.kind === 'Tuple')) return node;
    p.pos = start;
  }
  p.expect(T.LPAR);
  const node = displayTarget(p);
  p.expect(T.RPAR);
  return node;
}

function throwIfAnnotated(p: Parser, node: Expr): void {
  if (!p.accept(T.COLON) || p.attempt(expression) === undefined) return;
  throw p.errorAtNode(`only single target (not ${expressionName(node)}) can be annotated`, node);
}

/** `a, b: int` */
function checkAnnotatedRow(p: Parser): void {
  const first = p.attempt(starNamedExpression);
  if (first === undefined || !p.accept(T.COMMA)) return;
  for (;;) {
    if (p.attempt(starNamedExpression) === undefined) break;
    if (!p.accept(T.COMMA)) break;
  }
  if (p.accept(T.COLON) && p.attempt(expression) !== undefined) {
    throw p.errorAtNode('only single target (not tuple) can be annotated', first);
  }
}

/** `(targets '=')*` */
function skipTargets(p: Parser): void {
  for (;;) {
    const { pos } = p;
    const node = p.attempt(starExpressions);
    if (node === undefined || !setContext(node, 'Store') || !p.accept(T.EQUAL)) {
      p.pos = pos;
      return;
    }
  }
}

function checkAugmented(p: Parser): void {
  const node = p.attempt(starExpressions);
  if (node === undefined || !AUGMENTED_OPERATOR.has(p.kind())) return;
  p.pos++;
  if (p.attempt(annotatedRightSide) === undefined) return;
  throw p.errorAtNode(`'${expressionName(node)}' is an illegal expression for augmented assignment`, node);
}

/** At `del`, once the plain rule has failed. */
export function checkDelete(p: Parser): void {
  p.pos++;
  checkTarget(p, starExpressions, 'delete');
}

// ---- import

/** At `import`. */
export function checkImport(p: Parser, dottedName: (p: Parser) => string): void {
  if (!p.reporting) return;
  const start = p.pos++;
  if (p.kind() === T.NEWLINE) {
    p.touch();
    throw p.errorFromToken("Expected one or more names after 'import'", p.pos);
  }
  const names = p.attempt(() => {
    do dottedName(p);
    while (p.accept(T.COMMA));
    p.expect(T.FROM);
    return dottedName(p);
  });
  if (names !== undefined) {
    throw p.errorFromToken("Did you mean to use 'from ... import ...' instead?", start);
  }
  p.pos = start;
}

/** At one imported name: what follows `as` must be a name. */
export function checkImportAlias(p: Parser, imported: (p: Parser) => string): void {
  if (!p.reporting) return;
  const start = p.pos;
  if (p.attempt(imported) !== undefined && p.accept(T.AS)) {
    const after = p.peek(1);
    const isName =
      p.kind() === T.NAME &&
      (after === T.COMMA || after === T.RPAR || after === T.SEMI || after === T.NEWLINE);
    const target = isName ? undefined : p.attempt(expression);
    if (target !== undefined) {
      throw p.errorAtNode(`cannot use ${expressionName(target)} as import target`, target);
    }
  }
  p.pos = start;
}

/** At the end of the line where an imported name is due. */
export function checkImportTargets(p: Parser, afterComma: boolean): void {
  if (!p.reporting) return;
  p.touch();
  throw afterComma
    ? p.errorHere('trailing comma not allowed without surrounding parentheses')
    : p.errorFromToken("Expected one or more names after 'import'", p.pos);
}

// ---- type parameters

/** After `[`. */
export function checkTypeParameters(p: Parser): void {
  if (p.reporting && p.kind() === T.RSQB)
    throw p.errorFromToken('Type parameter list cannot be empty', p.pos);
}

/** `*Ts: bound`, `**P: bound` */
export function checkTypeParameter(p: Parser): void {
  if (!p.reporting) return;
  const start = p.pos;
  const kind = p.kind();
  if (kind !== T.STAR && kind !== T.DOUBLESTAR) return;
  const colon = start + 2;
  if (p.peek(1) === T.NAME && p.peek(2) === T.COLON) {
    p.pos += 3;
    const bound = p.attempt(expression);
    if (bound !== undefined) {
      const what = bound.kind === 'Tuple' ? 'constraints' : 'bound';
      const name = kind === T.STAR ? 'TypeVarTuple' : 'ParamSpec';
      throw p.errorFromToken(`cannot use ${what} with ${name}`, colon);
    }
  }
  p.pos = start;
}

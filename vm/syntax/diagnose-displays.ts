/** Names the mistakes in parentheses, brackets, braces and comprehensions, once their plain rules have failed. */
import type { Expr } from './ast.ts';
import { forClauses } from './displays.ts';
import { expressionName, invalidTarget, type TargetUse } from './expression-names.ts';
import {
  bitwiseOr,
  expression,
  starExpressions,
  starNamedExpression,
  starredExpression,
} from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

export function checkParentheses(p: Parser): void {
  const start = p.pos;
  checkUnpackedComprehension(p);
  p.pos = start + 1;
  if (p.kind() === T.STAR) {
    const node = p.attempt(starredExpression);
    if (node !== undefined && p.kind() === T.RPAR)
      throw p.errorAtNode('cannot use starred expression here', node);
  } else if (p.accept(T.DOUBLESTAR)) {
    const node = p.attempt(expression);
    if (node !== undefined && p.kind() === T.RPAR) {
      throw p.errorAtToken('cannot use double starred expression here', start + 1);
    }
  }
}

export function checkBrackets(p: Parser): void {
  const start = p.pos;
  checkUnpackedComprehension(p);
  p.pos = start;
  checkComprehensionTarget(p);
}

export function checkBraces(p: Parser): void {
  const start = p.pos;
  checkUnpackedComprehension(p);
  p.pos = start;
  checkComprehensionTarget(p);
  p.pos = start + 1;
  checkPairs(p);
}

/** `[*a for b in c]`, `{**a for b in c}` */
function checkUnpackedComprehension(p: Parser): void {
  const isBrace = p.kind() === T.LBRACE;
  const start = ++p.pos;
  if (p.kind() === T.STAR) {
    const node = p.attempt(starredExpression);
    if (node !== undefined && p.attempt(forClauses) !== undefined) {
      throw p.errorAtNode('iterable unpacking cannot be used in comprehension', node);
    }
  } else if (isBrace && p.accept(T.DOUBLESTAR)) {
    if (p.attempt(bitwiseOr) === undefined || p.attempt(forClauses) === undefined) return;
    if (p.kind() === T.RBRACE)
      throw p.errorAtToken('dict unpacking cannot be used in dict comprehension', start);
  }
}

/** `[a, b for a, b in c]` */
function checkComprehensionTarget(p: Parser): void {
  p.pos++;
  const first = p.attempt(starNamedExpression);
  const comma = p.pos;
  if (first === undefined || !p.accept(T.COMMA)) return;
  let last: Expr | undefined;
  const rest = p.attempt(() => {
    for (;;) {
      const node = p.attempt(starNamedExpression);
      if (node === undefined) break;
      last = node;
      if (!p.accept(T.COMMA)) break;
    }
    return forClauses(p);
  });
  if (rest === undefined) return;
  const message = 'did you forget parentheses around the comprehension target?';
  if (last !== undefined) throw p.errorOverNodes(message, first, last);
  const { lineno, col_offset } = first;
  throw p.error(message, lineno, col_offset, p.endLineOf(comma), p.endColumnOf(comma));
}

/** The pairs of a dict display. */
function checkPairs(p: Parser): void {
  let isFirst = true;
  for (;;) {
    const start = p.pos;
    const isPair = p.attempt(() => {
      if (p.accept(T.DOUBLESTAR)) return bitwiseOr(p);
      expression(p);
      p.expect(T.COLON);
      return expression(p);
    });
    if (isPair === undefined || p.kind() !== T.COMMA) {
      p.pos = start;
      break;
    }
    p.pos++;
    isFirst = false;
  }
  const start = p.pos;
  const key = p.attempt(expression);
  if (key === undefined) return;
  p.touch();
  if (p.kind() !== T.COLON) {
    // A first key without a colon may be the element of a set.
    if (isFirst) return;
    throw p.error(
      "':' expected after dictionary key",
      key.lineno,
      key.end_col_offset - 1,
      key.end_lineno,
      -1,
    );
  }
  const colon = p.pos++;
  if (p.kind() === T.STAR) {
    const star = p.pos++;
    if (p.attempt(bitwiseOr) !== undefined) {
      throw p.errorFromToken('cannot use a starred expression in a dictionary value', star);
    }
  } else if (p.kind() === T.RBRACE || p.kind() === T.COMMA) {
    p.touch();
    throw p.errorAtToken("expression expected after dictionary key and ':'", colon);
  }
  p.pos = start;
}

/** At `for` (or its `async`) of a comprehension whose targets or `in` do not fit. */
export function checkForClause(p: Parser): void {
  const start = p.pos;
  p.accept(T.ASYNC);
  if (p.accept(T.FOR)) {
    const targets = p.attempt(() => {
      bitwiseOr(p);
      while (p.accept(T.COMMA)) if (p.attempt(bitwiseOr) === undefined) break;
      return true;
    });
    if (targets !== undefined) {
      p.touch();
      if (p.kind() !== T.IN) throw p.errorHere("'in' expected after for-loop variables");
    }
    p.pos = start;
    p.accept(T.ASYNC);
    p.pos++;
    checkForTarget(p);
  }
}

/** After `for`. */
export function checkForTarget(p: Parser): void {
  checkTarget(p, starExpressions, 'for');
}

/** After `as` in a `with` statement. */
export function checkWithTarget(p: Parser): void {
  const node = p.attempt(expression);
  if (node === undefined) return;
  if (p.kind() === T.COMMA || p.kind() === T.RPAR || p.kind() === T.COLON)
    throwInvalidTarget(p, node, 'assign');
}

export function checkTarget(p: Parser, rule: (p: Parser) => Expr, use: TargetUse): void {
  const node = p.attempt(rule);
  if (node !== undefined) throwInvalidTarget(p, node, use);
}

export function throwInvalidTarget(p: Parser, node: Expr, use: TargetUse): void {
  const invalid = invalidTarget(node, use);
  if (invalid === undefined) return;
  const verb = use === 'delete' ? 'delete' : 'assign to';
  throw p.errorAtNode(`cannot ${verb} ${expressionName(invalid)}`, invalid);
}

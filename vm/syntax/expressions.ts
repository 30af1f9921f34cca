/**
 * Expressions from the comma down to the operators (language reference 6.3, 6.5–6.15); what binds tighter is in
 * `primaries.ts`. Each function is named after its rule in CPython's grammar.
 */
import type { BoolOp, CompareOperator, Expr, NamedExpr, Tuple, Yield, YieldFrom } from './ast.ts';
import { checkExpression, checkNamedExpression, checkNotAfterOperator } from './diagnose-expressions.ts';
import { BINARY_OPERATOR, BINARY_POWER } from './operators.ts';
import { lambda } from './parameters.ts';
import type { Parser } from './parser.ts';
import { awaitPrimary } from './primaries.ts';
import * as T from './token.ts';

/** Tokens that may start an expression: after a comma they decide whether it was the last one. */
const STARTS_EXPRESSION = new Uint8Array(T.KIND_COUNT);
for (const kind of [
  T.NAME,
  T.NUMBER,
  T.STRING,
  T.FSTRING_START,
  T.TSTRING_START,
  T.LPAR,
  T.LSQB,
  T.LBRACE,
  T.ELLIPSIS,
  T.PLUS,
  T.MINUS,
  T.TILDE,
  T.NOT,
  T.LAMBDA,
  T.AWAIT,
  T.TRUE,
  T.FALSE,
  T.NONE,
]) {
  STARTS_EXPRESSION[kind] = 1;
}

export function startsExpression(kind: number): boolean {
  return STARTS_EXPRESSION[kind] === 1;
}

export function startsStarExpression(kind: number): boolean {
  return STARTS_EXPRESSION[kind] === 1 || kind === T.STAR;
}

/** `expression (',' expression)* [',']`: a tuple without parentheses, or one expression. */
export function expressions(p: Parser): Expr {
  const start = p.pos;
  const first = expression(p);
  return p.kind() === T.COMMA ? tupleAfter(p, start, first, expression, startsExpression) : first;
}

/** As `expressions`, where `*iterable` may stand among them. */
export function starExpressions(p: Parser): Expr {
  const start = p.pos;
  const first = starExpression(p);
  return p.kind() === T.COMMA ? tupleAfter(p, start, first, starExpression, startsStarExpression) : first;
}

/** At the comma after the first element of a tuple without parentheses. */
export function tupleAfter(
  p: Parser,
  start: number,
  first: Expr,
  element: (p: Parser) => Expr,
  startsElement: (kind: number) => boolean,
): Tuple {
  const elts = [first];
  while (p.accept(T.COMMA)) {
    if (!startsElement(p.kind())) {
      p.touch();
      break;
    }
    const next = p.diagnosing ? p.attempt(element) : element(p);
    if (next === undefined) break;
    elts.push(next);
  }
  return {
    kind: 'Tuple',
    elts,
    ctx: 'Load',
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

export function starExpression(p: Parser): Expr {
  return p.kind() === T.STAR ? starred(p, bitwiseOr) : expression(p);
}

/** `'*' operand`. */
export function starred(p: Parser, operand: (p: Parser) => Expr): Expr {
  const start = p.pos++;
  const value = operand(p);
  return {
    kind: 'Starred',
    value,
    ctx: 'Load',
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

/** `'*' expression`: in calls and subscriptions. */
export function starredExpression(p: Parser): Expr {
  return p.diagnosing && p.reporting ? diagnosedStarred(p) : starred(p, expression);
}

function diagnosedStarred(p: Parser): Expr {
  const node = p.attempt(() => starred(p, expression));
  if (node !== undefined) return node;
  p.pos++;
  p.touch();
  throw p.errorHere('Invalid star expression');
}

/** An element of a display, or a subject of `match`. */
export function starNamedExpression(p: Parser): Expr {
  return p.kind() === T.STAR ? starred(p, bitwiseOr) : namedExpression(p);
}

export function namedExpression(p: Parser): Expr {
  if (p.kind() === T.NAME && p.peek(1) === T.COLONEQUAL) return assignmentExpression(p);
  if (p.diagnosing) checkNamedExpression(p);
  const value = expression(p);
  if (p.kind() === T.COLONEQUAL) p.fail();
  return value;
}

/** `NAME ':=' expression` (PEP 572). */
export function assignmentExpression(p: Parser): NamedExpr {
  const start = p.pos;
  const target = p.name(start, 'Store');
  p.pos += 2;
  const value = expression(p);
  return {
    kind: 'NamedExpr',
    target,
    value,
    lineno: target.lineno,
    col_offset: target.col_offset,
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

export function yieldExpression(p: Parser): Yield | YieldFrom {
  const start = p.pos++;
  let kind: 'Yield' | 'YieldFrom' = 'Yield';
  let value: Expr | null = null;
  if (p.accept(T.FROM)) {
    kind = 'YieldFrom';
    value = expression(p);
  } else if (startsStarExpression(p.kind())) {
    value = starExpressions(p);
  } else {
    p.touch();
  }
  return {
    kind,
    value,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  } as Yield | YieldFrom;
}

/** `yield_expr | star_expressions`: the right side of an assignment. */
export function annotatedRightSide(p: Parser): Expr {
  return p.kind() === T.YIELD ? yieldExpression(p) : starExpressions(p);
}

/** A conditional expression, a lambda, or anything that binds tighter. */
export function expression(p: Parser): Expr {
  return p.diagnosing ? p.memoize('expression', diagnosedExpression) : plainExpression(p);
}

function diagnosedExpression(p: Parser): Expr {
  if (p.reporting) checkExpression(p);
  const node = plainExpression(p);
  p.touch();
  return node;
}

export function plainExpression(p: Parser): Expr {
  if (p.kind() === T.LAMBDA) return lambda(p);
  const start = p.pos;
  const body = disjunction(p);
  if (p.kind() !== T.IF) return body;
  return p.diagnosing ? (p.attempt(() => conditional(p, start, body)) ?? body) : conditional(p, start, body);
}

/** At `if`, after the value for when it holds. */
function conditional(p: Parser, start: number, body: Expr): Expr {
  p.pos++;
  const test = disjunction(p);
  p.expect(T.ELSE);
  const orelse = expression(p);
  return {
    kind: 'IfExp',
    test,
    body,
    orelse,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

export function disjunction(p: Parser): Expr {
  return p.diagnosing ? p.memoize('disjunction', plainDisjunction) : plainDisjunction(p);
}

function plainDisjunction(p: Parser): Expr {
  const start = p.pos;
  const first = conjunction(p);
  return p.kind() === T.OR ? boolOp(p, start, first, T.OR, 'Or', conjunction) : first;
}

function conjunction(p: Parser): Expr {
  const start = p.pos;
  const first = inversion(p);
  return p.kind() === T.AND ? boolOp(p, start, first, T.AND, 'And', inversion) : first;
}

function boolOp(
  p: Parser,
  start: number,
  first: Expr,
  keyword: number,
  op: BoolOp['op'],
  operand: (p: Parser) => Expr,
): Expr {
  const values = [first];
  while (p.accept(keyword)) {
    const value = p.diagnosing ? p.attempt(operand) : operand(p);
    if (value === undefined) {
      p.pos--;
      break;
    }
    values.push(value);
  }
  if (values.length === 1) return first;
  return {
    kind: 'BoolOp',
    op,
    values,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

export function inversion(p: Parser): Expr {
  if (p.kind() !== T.NOT) return comparison(p);
  const start = p.pos++;
  const operand = inversion(p);
  return {
    kind: 'UnaryOp',
    op: 'Not',
    operand,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

function comparison(p: Parser): Expr {
  const start = p.pos;
  const left = bitwiseOr(p);
  let op = compareOperator(p);
  if (op === undefined) return left;
  const ops: CompareOperator[] = [];
  const comparators: Expr[] = [];
  do {
    const operator = p.pos - (op === 'IsNot' || op === 'NotIn' ? 2 : 1);
    const right = p.diagnosing ? p.attempt(bitwiseOr) : bitwiseOr(p);
    if (right === undefined) {
      p.pos = operator;
      break;
    }
    ops.push(op);
    comparators.push(right);
    op = compareOperator(p);
  } while (op !== undefined);
  if (ops.length === 0) return left;
  return {
    kind: 'Compare',
    left,
    ops,
    comparators,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

/** Reads a comparison operator, if the next token is one. */
function compareOperator(p: Parser): CompareOperator | undefined {
  switch (p.kind()) {
    case T.EQEQUAL:
      p.pos++;
      return 'Eq';
    case T.NOTEQUAL:
      // `<>` is `!=` only under `from __future__ import barry_as_FLUFL`.
      if (p.tokenText(p.pos) === '<>') p.fail();
      p.pos++;
      return 'NotEq';
    case T.LESS:
      p.pos++;
      return 'Lt';
    case T.LESSEQUAL:
      p.pos++;
      return 'LtE';
    case T.GREATER:
      p.pos++;
      return 'Gt';
    case T.GREATEREQUAL:
      p.pos++;
      return 'GtE';
    case T.IN:
      p.pos++;
      return 'In';
    case T.NOT:
      if (p.peek(1) !== T.IN) {
        p.pos++;
        p.touch();
        p.pos--;
        return undefined;
      }
      p.pos += 2;
      return 'NotIn';
    case T.IS:
      p.pos++;
      return p.accept(T.NOT) ? 'IsNot' : 'Is';
    default:
      return undefined;
  }
}

/** Operators from `|` to `*`, by precedence climbing. */
export function bitwiseOr(p: Parser): Expr {
  return p.diagnosing ? p.memoize('bitwiseOr', plainBitwiseOr) : binary(p, 1);
}

function plainBitwiseOr(p: Parser): Expr {
  return binary(p, 1);
}

function binary(p: Parser, minimumPower: number): Expr {
  const start = p.pos;
  let left = factor(p);
  for (;;) {
    const kind = p.kind();
    const power = BINARY_POWER[kind]!;
    if (power === 0 || power < minimumPower) return left;
    p.pos++;
    if (p.diagnosing && p.kind() === T.NOT && power >= 5) checkNotAfterOperator(p, false);
    const right = p.diagnosing ? operandOrNothing(p, power + 1) : binary(p, power + 1);
    if (right === undefined) return left;
    left = {
      kind: 'BinOp',
      left,
      op: BINARY_OPERATOR[kind]!,
      right,
      lineno: p.lineOf(start),
      col_offset: p.columnOf(start),
      end_lineno: p.endLine,
      end_col_offset: p.endColumn,
    };
  }
}

/** In the second pass a wrong operand does not spoil what stands before its operator, which is given back. */
function operandOrNothing(p: Parser, minimumPower: number): Expr | undefined {
  const operator = p.pos - 1;
  const operand = p.attempt(() => binary(p, minimumPower));
  if (operand === undefined) p.pos = operator;
  return operand;
}

export function factor(p: Parser): Expr {
  const kind = p.kind();
  if (kind !== T.MINUS && kind !== T.PLUS && kind !== T.TILDE) return power(p);
  const start = p.pos++;
  if (p.diagnosing && p.kind() === T.NOT) checkNotAfterOperator(p, true);
  const operand = factor(p);
  return {
    kind: 'UnaryOp',
    op: kind === T.MINUS ? 'USub' : kind === T.PLUS ? 'UAdd' : 'Invert',
    operand,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

/** `await_primary ['**' factor]`: binds tighter than a unary operator on its left, looser than one on its right. */
function power(p: Parser): Expr {
  const start = p.pos;
  const left = awaitPrimary(p);
  if (p.kind() !== T.DOUBLESTAR) return left;
  p.pos++;
  const right = p.diagnosing ? p.attempt(factor) : factor(p);
  if (right === undefined) {
    p.pos--;
    return left;
  }
  return {
    kind: 'BinOp',
    left,
    op: 'Pow',
    right,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

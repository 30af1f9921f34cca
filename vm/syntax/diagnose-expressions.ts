/**
 * Names the mistakes in expressions: the second pass asks before it reads one. Each check stays where it is, and throws if
 * it recognises a mistake; its alternatives are tried in the order of CPython's `invalid_…` rules.
 */
import type { Expr } from './ast.ts';
import { expressionName } from './expression-names.ts';
import {
  bitwiseOr,
  disjunction,
  expression,
  factor,
  inversion,
  plainExpression,
  starExpressions,
} from './expressions.ts';
import { lambdaParameters } from './parameters.ts';
import type { Parser } from './parser.ts';
import { simpleStatement } from './statements.ts';
import * as T from './token.ts';

const SOFT_KEYWORDS: ReadonlySet<string> = new Set(['_', 'case', 'match', 'type']);
const OLD_STATEMENTS: ReadonlySet<string> = new Set(['print', 'exec']);

export function checkExpression(p: Parser): void {
  const start = p.pos;
  checkStringInterrupted(p);
  p.pos = start;
  checkMissingComma(p);
  p.pos = start;
  checkConditional(p);
  p.pos = start;
  checkStatementInConditional(p);
  p.pos = start;
  checkLambdaInField(p);
  p.pos = start;
  checkOldStatement(p);
  p.pos = start;
}

/** `'a' b 'c'`: quotes inside of a string that uses the same ones. */
function checkStringInterrupted(p: Parser): void {
  if (p.kind() !== T.STRING) return;
  p.pos++;
  const inner: Expr[] = [];
  while (p.kind() !== T.STRING) {
    const node = p.attempt(() => p.silently(() => plainExpression(p)));
    if (node === undefined) break;
    inner.push(node);
  }
  if (inner.length > 0 && p.kind() === T.STRING) {
    throw p.errorOverNodes(
      'invalid syntax. Is this intended to be part of the string?',
      inner[0]!,
      inner.at(-1)!,
    );
  }
}

/** Two expressions side by side, in brackets. */
function checkMissingComma(p: Parser): void {
  if (p.kind() === T.NAME && (p.peek(1) === T.STRING || SOFT_KEYWORDS.has(p.tokenText(p.pos)))) return;
  const first = p.attempt(disjunction);
  if (first === undefined) return;
  const second = p.attempt(() => p.silently(() => plainExpression(p)));
  if (second === undefined) return;
  if (isOldStatement(first) || p.tokens.levels[p.pos - 1] === 0) return;
  throw p.errorOverNodes('invalid syntax. Perhaps you forgot a comma?', first, second);
}

function isOldStatement(node: Expr): boolean {
  return node.kind === 'Name' && OLD_STATEMENTS.has(node.id);
}

/** `a if b` without `else`, or with no expression after it. */
function checkConditional(p: Parser): void {
  const body = p.attempt(disjunction);
  if (body === undefined || !p.accept(T.IF)) return;
  const test = p.attempt(disjunction);
  if (test === undefined) return;
  p.touch();
  if (p.kind() !== T.ELSE) {
    if (p.kind() === T.COLON) return;
    throw p.errorOverNodes("expected 'else' after 'if' expression", body, test);
  }
  p.pos++;
  if (p.looksLike(() => expression(p))) return;
  throw p.errorAtToken("expected expression after 'else', but statement is given", p.pos);
}

function checkStatementInConditional(p: Parser): void {
  const start = p.pos;
  const kind = p.kind();
  if (kind !== T.PASS && kind !== T.BREAK && kind !== T.CONTINUE) return;
  p.pos++;
  p.touch();
  if (!p.accept(T.IF)) return;
  if (p.attempt(disjunction) === undefined || !p.accept(T.ELSE)) return;
  if (p.attempt(simpleStatement) === undefined) return;
  throw p.errorAtToken("expected expression before 'if', but statement is given", start);
}

/** `f'{lambda x: 1}'`: the colon starts the format specification. */
function checkLambdaInField(p: Parser): void {
  const start = p.pos;
  if (!p.accept(T.LAMBDA)) return;
  p.attempt(lambdaParameters);
  if (!p.accept(T.COLON)) return;
  const kind = p.kind();
  if (kind !== T.FSTRING_MIDDLE && kind !== T.TSTRING_MIDDLE) return;
  const letter = kind === T.FSTRING_MIDDLE ? 'f' : 't';
  const message = `${letter}-string: lambda expressions are not allowed without parentheses`;
  throw p.errorOverTokens(message, start, p.pos - 1);
}

/** `print 1`, `exec code`: statements of Python 2. */
function checkOldStatement(p: Parser): void {
  if (p.kind() !== T.NAME || p.peek(1) === T.LPAR) return;
  const name = p.name(p.pos++, 'Load');
  // Whatever the name, as CPython does: a mistake in what follows is named on the way.
  const rest = p.attempt(starExpressions);
  if (rest === undefined || !isOldStatement(name)) return;
  const message = `Missing parentheses in call to '${name.id}'. Did you mean ${name.id}(...)?`;
  throw p.errorOverNodes(message, name, rest);
}

export function checkNamedExpression(p: Parser): void {
  if (!p.reporting) return;
  const start = p.pos;
  p.attempt(() => p.memoize('namedExpressionMistake', namedExpressionMistake));
  p.pos = start;
}

function namedExpressionMistake(p: Parser): void {
  const start = p.pos;
  const target = p.attempt(expression);
  if (target !== undefined && p.accept(T.COLONEQUAL) && p.attempt(expression) !== undefined) {
    throw p.errorAtNode(`cannot use assignment expressions with ${expressionName(target)}`, target);
  }
  p.pos = start;
  const hint = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
  if (p.kind() === T.NAME && p.peek(1) === T.EQUAL) {
    const name = p.name(p.pos, 'Load');
    p.pos += 2;
    const value = p.attempt(bitwiseOr);
    if (value !== undefined && !atEqual(p)) throw p.errorOverNodes(hint, name, value);
  }
  p.pos = start;
  const kind = p.kind();
  if (kind === T.TRUE || kind === T.FALSE || kind === T.NONE) return;
  const left = p.attempt(bitwiseOr);
  if (left === undefined || startsWithDisplay(left, p.kindAt(start)) || !p.accept(T.EQUAL)) return;
  if (p.attempt(bitwiseOr) === undefined || atEqual(p)) return;
  throw p.errorAtNode(
    `cannot assign to ${expressionName(left)} here. Maybe you meant '==' instead of '='?`,
    left,
  );
}

function atEqual(p: Parser): boolean {
  p.touch();
  return p.kind() === T.EQUAL || p.kind() === T.COLONEQUAL;
}

/** Does the operand start with a list, a tuple or a generator expression? Those are judged as targets of an assignment. */
function startsWithDisplay(node: Expr, firstKind: number): boolean {
  if (firstKind !== T.LPAR && firstKind !== T.LSQB) return false;
  let leftmost: Expr = node;
  for (;;) {
    switch (leftmost.kind) {
      case 'BinOp':
        leftmost = leftmost.left;
        break;
      case 'Attribute':
      case 'Subscript':
        leftmost = leftmost.value;
        break;
      case 'Call':
        leftmost = leftmost.func;
        break;
      default:
        return leftmost.kind === 'List' || leftmost.kind === 'Tuple' || leftmost.kind === 'GeneratorExp';
    }
  }
}

/** At `not` after an arithmetic operator or a sign. */
export function checkNotAfterOperator(p: Parser, isUnary: boolean): void {
  if (!p.reporting) return;
  const start = p.pos++;
  const operand = p.attempt(() => (isUnary ? factor(p) : inversion(p)));
  if (operand !== undefined) {
    throw p.errorOverTokens("'not' after an operator must be parenthesized", start, p.pos - 1);
  }
  p.pos = start;
}

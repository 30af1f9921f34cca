/** Parenthesised forms, displays and comprehensions (language reference 6.2.3–6.2.8). */
import type { Comprehension, Dict, Expr, Position } from './ast.ts';
import { checkBraces, checkBrackets, checkForClause, checkParentheses } from './diagnose-displays.ts';
import { bitwiseOr, disjunction, expression, starNamedExpression, yieldExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import { starTargets } from './targets.ts';
import * as T from './token.ts';

export function atForClause(p: Parser): boolean {
  if (p.kind() !== T.ASYNC) return p.kind() === T.FOR;
  p.pos++;
  p.touch();
  p.pos--;
  return p.peek(1) === T.FOR;
}

/** `(…)`: a group, a tuple or a generator expression. */
export function parenthesized(p: Parser): Expr {
  return p.diagnose(plainParenthesized, checkParentheses);
}

function plainParenthesized(p: Parser): Expr {
  const start = p.pos++;
  if (p.accept(T.RPAR)) return tuple(p, start, []);
  if (p.kind() === T.YIELD) {
    const value = yieldExpression(p);
    p.expect(T.RPAR);
    return value;
  }
  const first = starNamedExpression(p);
  if (p.kind() === T.COMMA) {
    const elts = elementsAfter(p, first, T.RPAR);
    p.expect(T.RPAR);
    return tuple(p, start, elts);
  }
  if (atForClause(p) && first.kind !== 'Starred') {
    const generators = forClauses(p);
    p.expect(T.RPAR);
    return { kind: 'GeneratorExp', elt: first, generators, ...positionSince(p, start) };
  }
  p.expect(T.RPAR);
  if (first.kind === 'Starred') {
    p.pos--;
    p.fail();
  }
  return first;
}

function tuple(p: Parser, start: number, elts: Expr[]): Expr {
  return { kind: 'Tuple', elts, ctx: 'Load', ...positionSince(p, start) };
}

/** `[…]`: a list or a list comprehension. */
export function bracketDisplay(p: Parser): Expr {
  return p.diagnose(plainBracketDisplay, checkBrackets);
}

function plainBracketDisplay(p: Parser): Expr {
  const start = p.pos++;
  let elts: Expr[] = [];
  if (p.kind() !== T.RSQB) {
    const first = starNamedExpression(p);
    if (atForClause(p)) {
      if (first.kind === 'Starred') p.fail();
      const generators = forClauses(p);
      p.expect(T.RSQB);
      return { kind: 'ListComp', elt: first, generators, ...positionSince(p, start) };
    }
    elts = elementsAfter(p, first, T.RSQB);
  }
  p.expect(T.RSQB);
  return { kind: 'List', elts, ctx: 'Load', ...positionSince(p, start) };
}

/** `{…}`: a dict, a set, or a comprehension of either. */
export function braceDisplay(p: Parser): Expr {
  return p.diagnose(plainBraceDisplay, checkBraces);
}

function plainBraceDisplay(p: Parser): Expr {
  const start = p.pos++;
  if (p.accept(T.RBRACE)) return { kind: 'Dict', keys: [], values: [], ...positionSince(p, start) };
  if (p.kind() === T.DOUBLESTAR) return dict(p, start, [], []);
  const first = starNamedExpression(p);
  if (p.kind() === T.COLON && first.kind !== 'Starred' && !isBareNamedExpression(p, start + 1, first)) {
    p.pos++;
    const value = expression(p);
    if (atForClause(p)) {
      const generators = forClauses(p);
      p.expect(T.RBRACE);
      return { kind: 'DictComp', key: first, value, generators, ...positionSince(p, start) };
    }
    return dict(p, start, [first], [value]);
  }
  if (atForClause(p)) {
    if (first.kind === 'Starred') p.fail();
    const generators = forClauses(p);
    p.expect(T.RBRACE);
    return { kind: 'SetComp', elt: first, generators, ...positionSince(p, start) };
  }
  const elts = elementsAfter(p, first, T.RBRACE);
  p.expect(T.RBRACE);
  return { kind: 'Set', elts, ...positionSince(p, start) };
}

/** `x := 1` without parentheses cannot be the key of a dict. */
function isBareNamedExpression(p: Parser, start: number, node: Expr): boolean {
  return node.kind === 'NamedExpr' && p.kindAt(start) === T.NAME;
}

/** The rest of a dict display, at the comma after the pairs read, or at its first `**`. */
function dict(p: Parser, start: number, keys: (Expr | null)[], values: Expr[]): Dict {
  while (keys.length === 0 || p.accept(T.COMMA)) {
    if (p.kind() === T.RBRACE) break;
    if (p.accept(T.DOUBLESTAR)) {
      keys.push(null);
      values.push(bitwiseOr(p));
    } else {
      keys.push(expression(p));
      p.expect(T.COLON);
      values.push(expression(p));
    }
  }
  p.expect(T.RBRACE);
  return { kind: 'Dict', keys, values, ...positionSince(p, start) };
}

/** The elements of a display whose first one has been read, up to but without the closing bracket. */
function elementsAfter(p: Parser, first: Expr, close: number): Expr[] {
  const elts = [first];
  while (p.accept(T.COMMA)) {
    if (p.kind() === close) break;
    elts.push(starNamedExpression(p));
  }
  return elts;
}

/** `('async'? 'for' targets 'in' disjunction ('if' disjunction)*)+` */
export function forClauses(p: Parser): Comprehension[] {
  const generators: Comprehension[] = [];
  do {
    const { target, is_async } = p.diagnose(forTarget, checkForClause);
    const iter = disjunction(p);
    const ifs: Expr[] = [];
    while (p.accept(T.IF)) ifs.push(disjunction(p));
    generators.push({ kind: 'comprehension', target, iter, ifs, is_async });
  } while (atForClause(p));
  return generators;
}

/** `'async'? 'for' targets 'in'` */
function forTarget(p: Parser): { target: Expr; is_async: 0 | 1 } {
  const is_async = p.accept(T.ASYNC) ? 1 : 0;
  p.expect(T.FOR);
  const target = starTargets(p);
  p.expect(T.IN);
  return { target, is_async };
}

export function positionSince(p: Parser, start: number): Position {
  return {
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

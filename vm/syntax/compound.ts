/** Compound statements but `match` (language reference 8). */
import type { AsyncFor, AsyncWith, ClassDef, Expr, For, FunctionDef, Stmt, With, WithItem } from './ast.ts';
import { classArguments } from './calls.ts';
import { checkElse, expectColon, forceColon, forceToken, indentedBlockMissing } from './diagnose-blocks.ts';
import { checkForTarget, checkWithTarget } from './diagnose-displays.ts';
import { positionSince } from './displays.ts';
import { expression, namedExpression, starExpressions } from './expressions.ts';
import { matchStatement } from './match.ts';
import { functionParameters } from './parameters.ts';
import type { Parser } from './parser.ts';
import { simpleStatements, statement } from './statements.ts';
import { starTarget, starTargets } from './targets.ts';
import * as T from './token.ts';
import { tryStatement } from './try.ts';
import { typeParameters } from './type-parameters.ts';

/** May a compound statement start here? `match` is one only if what follows agrees. */
export function atCompoundStatement(p: Parser): boolean {
  switch (p.kind()) {
    case T.DEF:
    case T.CLASS:
    case T.IF:
    case T.FOR:
    case T.WHILE:
    case T.TRY:
    case T.WITH:
    case T.AT:
    case T.ASYNC:
      return true;
    default:
      return p.atWord('match');
  }
}

/** Undefined where `match` turns out to be a name. */
export function compoundStatement(p: Parser): Stmt | undefined {
  const start = p.pos;
  switch (p.kind()) {
    case T.DEF:
      return functionDefinition(p, start, []);
    case T.CLASS:
      return classDefinition(p, []);
    case T.IF:
      return ifStatement(p, 'if');
    case T.FOR:
      return forStatement(p, start);
    case T.WHILE:
      return whileStatement(p);
    case T.TRY:
      return tryStatement(p);
    case T.WITH:
      return withStatement(p, start);
    case T.AT:
      return decorated(p);
    case T.ASYNC:
      return asyncStatement(p);
    default:
      return matchStatement(p);
  }
}

/**
 * After the colon: an indented block, or simple statements on the same line. `owner` and `keyword` (the token that
 * opened the statement) name the statement in the error.
 */
export function block(p: Parser, owner: string, keyword: number): Stmt[] {
  const body: Stmt[] = [];
  if (!p.accept(T.NEWLINE)) {
    simpleStatements(p, body);
    return body;
  }
  if (p.kind() !== T.INDENT) indentedBlockMissing(p, owner, keyword);
  p.pos++;
  do statement(p, body);
  while (p.kind() !== T.DEDENT && p.kind() !== T.ENDMARKER);
  p.expect(T.DEDENT);
  return body;
}

function asyncStatement(p: Parser): Stmt {
  const start = p.pos++;
  switch (p.kind()) {
    case T.DEF:
      return functionDefinition(p, start, []);
    case T.FOR:
      return forStatement(p, start);
    case T.WITH:
      return withStatement(p, start);
    default:
      return p.fail();
  }
}

function decorated(p: Parser): Stmt {
  const decorators: Expr[] = [];
  while (p.accept(T.AT)) {
    decorators.push(namedExpression(p));
    p.expect(T.NEWLINE);
  }
  if (p.kind() === T.CLASS) return classDefinition(p, decorators);
  const start = p.pos;
  if (p.accept(T.ASYNC) || p.kind() === T.DEF) return functionDefinition(p, start, decorators);
  return p.fail();
}

/** At `def`; `start` is the token `async`, if there is one. */
function functionDefinition(p: Parser, start: number, decorator_list: Expr[]): Stmt {
  const keyword = p.pos;
  p.expect(T.DEF);
  const name = p.identifier();
  const type_params = typeParameters(p);
  forceToken(p, T.LPAR, '(');
  const args = functionParameters(p);
  p.expect(T.RPAR);
  const returns = p.accept(T.RARROW) ? expression(p) : null;
  forceColon(p);
  const body = block(p, 'function definition', keyword);
  const kind = start === keyword ? 'FunctionDef' : 'AsyncFunctionDef';
  const fields = { name, args, body, decorator_list, returns, type_comment: null, type_params };
  return { kind, ...fields, ...positionSince(p, start) } as FunctionDef;
}

function classDefinition(p: Parser, decorator_list: Expr[]): ClassDef {
  const start = p.pos++;
  const name = p.identifier();
  const type_params = typeParameters(p);
  const { args: bases, keywords } = p.kind() === T.LPAR ? classArguments(p) : { args: [], keywords: [] };
  expectColon(p);
  const body = block(p, 'class definition', start);
  return {
    kind: 'ClassDef',
    name,
    bases,
    keywords,
    body,
    decorator_list,
    type_params,
    ...positionSince(p, start),
  };
}

/** At `if` or `elif`. */
function ifStatement(p: Parser, owner: 'if' | 'elif'): Stmt {
  const start = p.pos++;
  const test = namedExpression(p);
  expectColon(p);
  const body = block(p, `'${owner}' statement`, start);
  const orelse = p.kind() === T.ELIF ? [ifStatement(p, 'elif')] : elseBlock(p);
  return { kind: 'If', test, body, orelse, ...positionSince(p, start) };
}

/** `['else' ':' block]` */
export function elseBlock(p: Parser): Stmt[] {
  if (p.kind() !== T.ELSE) return [];
  const start = p.pos++;
  forceColon(p);
  const body = block(p, "'else' statement", start);
  if (p.diagnosing) checkElse(p);
  return body;
}

function whileStatement(p: Parser): Stmt {
  const start = p.pos++;
  const test = namedExpression(p);
  expectColon(p);
  const body = block(p, "'while' statement", start);
  const orelse = elseBlock(p);
  return { kind: 'While', test, body, orelse, ...positionSince(p, start) };
}

function forStatement(p: Parser, start: number): Stmt {
  const keyword = p.pos;
  p.pos++;
  const target = p.diagnose(forTarget, checkForTarget);
  const iter = starExpressions(p);
  expectColon(p);
  const body = block(p, "'for' statement", keyword);
  const orelse = elseBlock(p);
  const kind = start === keyword ? 'For' : 'AsyncFor';
  return { kind, target, iter, body, orelse, type_comment: null, ...positionSince(p, start) } as
    | For
    | AsyncFor;
}

/** `targets 'in'` */
function forTarget(p: Parser): Expr {
  const target = starTargets(p);
  p.expect(T.IN);
  return target;
}

function withStatement(p: Parser, start: number): Stmt {
  const keyword = p.pos++;
  const items = parenthesizedItems(p) ?? withItems(p);
  expectColon(p);
  const body = block(p, "'with' statement", keyword);
  const kind = start === keyword ? 'With' : 'AsyncWith';
  return { kind, items, body, type_comment: null, ...positionSince(p, start) } as With | AsyncWith;
}

/** `'(' item (',' item)* [','] ')'` before the colon; undefined where the parenthesis is part of an expression. */
function parenthesizedItems(p: Parser): WithItem[] | undefined {
  if (p.kind() !== T.LPAR || !mayHoldItems(p)) return undefined;
  return p.attempt(() => {
    p.pos++;
    const items = [withItem(p)];
    while (p.accept(T.COMMA)) {
      if (p.kind() === T.RPAR) break;
      items.push(withItem(p));
    }
    p.expect(T.RPAR);
    const mayEnd = p.diagnosing && p.kind() === T.NEWLINE;
    if (p.kind() !== T.COLON && !mayEnd) p.fail();
    return items;
  });
}

/** Is the bracket here closed right before a colon, or is there an `as` in it? Anything else is an expression. */
function mayHoldItems(p: Parser): boolean {
  let depth = 0;
  for (let distance = 0; ; distance++) {
    const kind = p.peek(distance);
    if (kind === T.LPAR || kind === T.LSQB || kind === T.LBRACE) depth++;
    else if (kind === T.RPAR || kind === T.RSQB || kind === T.RBRACE) {
      if (--depth === 0) return p.peek(distance + 1) === T.COLON;
    } else if (kind === T.AS && depth === 1) return true;
    else if (kind === T.ENDMARKER || kind === T.ERRORTOKEN) return true;
  }
}

function withItems(p: Parser): WithItem[] {
  const items: WithItem[] = [];
  do items.push(withItem(p));
  while (p.accept(T.COMMA));
  return items;
}

function withItem(p: Parser): WithItem {
  const context_expr = expression(p);
  if (!p.accept(T.AS)) return { kind: 'withitem', context_expr, optional_vars: null };
  const optional_vars = p.diagnose(withTarget, checkWithTarget);
  return { kind: 'withitem', context_expr, optional_vars };
}

function withTarget(p: Parser): Expr {
  const target = starTarget(p);
  const kind = p.kind();
  // Where the line ends, the colon is what is missed.
  const mayEnd = p.diagnosing && kind === T.NEWLINE;
  if (kind !== T.COMMA && kind !== T.RPAR && kind !== T.COLON && !mayEnd) p.fail();
  return target;
}

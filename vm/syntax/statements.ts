/** Statements as sequences, and the simple ones (language reference 7). */
import type { Expr, Position, Stmt } from './ast.ts';
import { atCompoundStatement, compoundStatement } from './compound.ts';
import {
  checkAnnotation,
  checkAssert,
  checkAssignment,
  checkDelete,
  checkRaise,
} from './diagnose-statements.ts';
import { positionSince } from './displays.ts';
import {
  annotatedRightSide,
  expression,
  starExpressions,
  startsExpression,
  startsStarExpression,
  yieldExpression,
} from './expressions.ts';
import { importFromStatement, importStatement } from './imports.ts';
import { AUGMENTED_OPERATOR } from './operators.ts';
import type { Parser } from './parser.ts';
import { setContext } from './targets.ts';
import * as T from './token.ts';
import { typeAlias } from './type-parameters.ts';

/** One compound statement, or a line of simple ones. */
export function statement(p: Parser, into: Stmt[]): void {
  if (atCompoundStatement(p)) {
    const node = compoundStatement(p);
    if (node !== undefined) {
      into.push(node);
      return;
    }
  }
  simpleStatements(p, into);
}

/** `simple_stmt (';' simple_stmt)* [';'] NEWLINE` */
export function simpleStatements(p: Parser, into: Stmt[]): void {
  do {
    if (p.kind() === T.NEWLINE && p.kindAt(p.pos - 1) === T.SEMI) break;
    into.push(simpleStatement(p));
  } while (p.accept(T.SEMI));
  p.expect(T.NEWLINE);
}

export function simpleStatement(p: Parser): Stmt {
  const start = p.pos;
  switch (p.kind()) {
    case T.RETURN: {
      p.pos++;
      const value = startsStarExpression(p.kind()) ? starExpressions(p) : null;
      return { kind: 'Return', value, ...positionSince(p, start) };
    }
    case T.IMPORT:
      return importStatement(p);
    case T.FROM:
      return importFromStatement(p);
    case T.RAISE:
      return raiseStatement(p);
    case T.PASS:
      p.pos++;
      return { kind: 'Pass', ...positionSince(p, start) };
    case T.BREAK:
      p.pos++;
      return { kind: 'Break', ...positionSince(p, start) };
    case T.CONTINUE:
      p.pos++;
      return { kind: 'Continue', ...positionSince(p, start) };
    case T.DEL:
      return deleteStatement(p);
    case T.ASSERT:
      return assertStatement(p);
    case T.GLOBAL: {
      const names = namesAfterKeyword(p);
      return { kind: 'Global', names, ...positionSince(p, start) };
    }
    case T.NONLOCAL: {
      const names = namesAfterKeyword(p);
      return { kind: 'Nonlocal', names, ...positionSince(p, start) };
    }
    case T.NAME:
      if (p.peek(1) === T.NAME && p.atWord('type')) return typeAlias(p);
      break;
  }
  return expressionOrAssignment(p);
}

function namesAfterKeyword(p: Parser): string[] {
  const names: string[] = [];
  p.pos++;
  do names.push(p.identifier());
  while (p.accept(T.COMMA));
  return names;
}

function raiseStatement(p: Parser): Stmt {
  const start = p.pos++;
  if (p.diagnosing) checkRaise(p, start);
  let exc: Expr | null = null;
  let cause: Expr | null = null;
  if (startsExpression(p.kind())) {
    exc = expression(p);
    if (p.accept(T.FROM)) cause = expression(p);
  }
  return { kind: 'Raise', exc, cause, ...positionSince(p, start) };
}

function assertStatement(p: Parser): Stmt {
  const start = p.pos++;
  if (p.diagnosing) checkAssert(p);
  const test = expression(p);
  const msg = p.accept(T.COMMA) ? expression(p) : null;
  return { kind: 'Assert', test, msg, ...positionSince(p, start) };
}

function deleteStatement(p: Parser): Stmt {
  const start = p.pos++;
  const list = p.pos;
  const first = starExpressions(p);
  const isBareTuple = first.kind === 'Tuple' && p.kindAt(list) !== T.LPAR;
  const targets =
    isBareTuple || isUnparenthesizedTuple(p, first, list) ? (first as { elts: Expr[] }).elts : [first];
  if (
    !targets.every((target) => setContext(target, 'Del')) ||
    (p.kind() !== T.SEMI && p.kind() !== T.NEWLINE)
  ) {
    if (p.diagnosing) checkDelete(p, first);
    p.fail();
  }
  return { kind: 'Delete', targets, ...positionSince(p, start) };
}

/** `del (a), b` is a row of targets that starts with a parenthesis; `del (a, b)` is one target. */
function isUnparenthesizedTuple(p: Parser, node: Expr, start: number): boolean {
  if (node.kind !== 'Tuple' || node.elts.length === 0) return false;
  // A parenthesised tuple ends at its own bracket, and its first element lies behind the opening one.
  let depth = 0;
  for (let i = start; i < p.pos; i++) {
    const kind = p.kindAt(i);
    if (kind === T.LPAR || kind === T.LSQB || kind === T.LBRACE) depth++;
    else if (kind === T.RPAR || kind === T.RSQB || kind === T.RBRACE) depth--;
    else if (kind === T.COMMA && depth === 0) return true;
  }
  return false;
}

function expressionOrAssignment(p: Parser): Stmt {
  const start = p.pos;
  const first = p.kind() === T.YIELD ? yieldExpression(p) : starExpressions(p);
  const kind = p.kind();
  if (kind === T.NEWLINE) return { kind: 'Expr', value: first, ...positionSince(p, start) };
  if (kind === T.EQUAL) return assignment(p, start, first);
  if (kind === T.COLON) return annotatedAssignment(p, start, first);
  const op = AUGMENTED_OPERATOR.get(kind);
  if (op !== undefined) {
    if (first.kind !== 'Name' && first.kind !== 'Attribute' && first.kind !== 'Subscript') {
      return failAssignment(p, start, first);
    }
    setContext(first, 'Store');
    p.pos++;
    const value = annotatedRightSide(p);
    return { kind: 'AugAssign', target: first, op, value, ...positionSince(p, start) };
  }
  return { kind: 'Expr', value: first, ...positionSince(p, start) };
}

function failAssignment(p: Parser, start: number, first: Expr): never {
  if (p.diagnosing) checkAssignment(p, start, first);
  return p.fail();
}

/** At the first `=`: every expression but the last is a target. */
function assignment(p: Parser, start: number, first: Expr): Stmt {
  const targets: Expr[] = [];
  let value = first;
  while (p.kind() === T.EQUAL) {
    if (!setContext(value, 'Store')) failAssignment(p, start, value);
    targets.push(value);
    p.pos++;
    value = annotatedRightSide(p);
  }
  return { kind: 'Assign', targets, value, type_comment: null, ...positionSince(p, start) };
}

function annotatedAssignment(p: Parser, start: number, target: Expr): Stmt {
  const isName = target.kind === 'Name';
  if (!isName && target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    if (p.diagnosing) checkAnnotation(p, target, start);
    return p.fail();
  }
  setContext(target, 'Store');
  const simple = isName && p.pos === start + 1 ? 1 : 0;
  p.pos++;
  const annotation = expression(p);
  const value = p.accept(T.EQUAL) ? annotatedRightSide(p) : null;
  return { kind: 'AnnAssign', target, annotation, value, simple, ...positionSince(p, start) };
}

/** The position of a statement that is not there: `compile('\n', …, 'single')`. */
export function emptyPosition(p: Parser): Position {
  return positionSince(p, p.pos);
}

/** Statements as sequences, and the simple ones (language reference 7). */
import type { Attribute, Expr, Name, Stmt, Subscript } from './ast.ts';
import { atCompoundStatement, compoundStatement } from './compound.ts';
import { checkAssignment, checkDelete, checkStatementAsExpression } from './diagnose-statements.ts';
import { positionSince } from './displays.ts';
import {
  annotatedRightSide,
  expression,
  starExpressions,
  startsExpression,
  startsStarExpression,
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
  if (p.diagnosing && p.reporting) checkStatementAsExpression(p);
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
      if (p.peek(1) === T.NAME && p.atWord('type')) {
        const node = p.diagnosing ? p.attempt(typeAlias) : typeAlias(p);
        if (node !== undefined) return node;
      }
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
  const test = expression(p);
  const msg = p.accept(T.COMMA) ? expression(p) : null;
  return { kind: 'Assert', test, msg, ...positionSince(p, start) };
}

function deleteStatement(p: Parser): Stmt {
  return p.diagnose(plainDelete, checkDelete);
}

function plainDelete(p: Parser): Stmt {
  const start = p.pos++;
  const list = p.pos;
  const first = starExpressions(p);
  const targets = first.kind === 'Tuple' && isUnparenthesized(p, list) ? first.elts : [first];
  for (const target of targets) if (!setContext(target, 'Del')) p.fail();
  if (p.kind() !== T.SEMI && p.kind() !== T.NEWLINE) p.fail();
  return { kind: 'Delete', targets, ...positionSince(p, start) };
}

/** `del (a), b` is a row of targets that starts with a parenthesis; `del (a, b)` is one target. */
function isUnparenthesized(p: Parser, start: number): boolean {
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
  if (p.diagnosing) {
    const start = p.pos;
    const node = p.attempt(plainExpressionOrAssignment);
    if (node !== undefined && node.kind !== 'Expr') return node;
    p.pos = start;
    if (p.reporting) checkAssignment(p);
    p.pos = start;
  }
  return plainExpressionOrAssignment(p);
}

function plainExpressionOrAssignment(p: Parser): Stmt {
  const start = p.pos;
  const first = annotatedRightSide(p);
  const kind = p.kind();
  if (kind === T.NEWLINE) return { kind: 'Expr', value: first, ...positionSince(p, start) };
  if (kind === T.EQUAL) return assignment(p, start, first);
  if (kind === T.COLON) return annotatedAssignment(p, start, first);
  const op = AUGMENTED_OPERATOR.get(kind);
  if (op !== undefined) {
    if (!isSingleTarget(first)) return p.fail();
    setContext(first, 'Store');
    p.pos++;
    const value = annotatedRightSide(p);
    return { kind: 'AugAssign', target: first, op, value, ...positionSince(p, start) };
  }
  return { kind: 'Expr', value: first, ...positionSince(p, start) };
}

function isSingleTarget(node: Expr): node is Name | Attribute | Subscript {
  return node.kind === 'Name' || node.kind === 'Attribute' || node.kind === 'Subscript';
}

/** At the first `=`: every expression but the last is a target. */
function assignment(p: Parser, start: number, first: Expr): Stmt {
  const targets: Expr[] = [];
  let value = first;
  while (p.kind() === T.EQUAL) {
    if (!setContext(value, 'Store')) p.fail();
    targets.push(value);
    p.pos++;
    value = annotatedRightSide(p);
  }
  return { kind: 'Assign', targets, value, type_comment: null, ...positionSince(p, start) };
}

function annotatedAssignment(p: Parser, start: number, target: Expr): Stmt {
  if (!isSingleTarget(target)) return p.fail();
  setContext(target, 'Store');
  const simple = target.kind === 'Name' && p.pos === start + 1 ? 1 : 0;
  p.pos++;
  const annotation = expression(p);
  let value: Expr | null = null;
  if (p.accept(T.EQUAL)) {
    value = (p.diagnosing ? p.attempt(annotatedRightSide) : annotatedRightSide(p)) ?? null;
    if (value === null) p.pos--;
  }
  return { kind: 'AnnAssign', target, annotation, value, simple, ...positionSince(p, start) };
}

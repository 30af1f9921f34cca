/** The `match` statement (language reference 8.6, PEP 634); its patterns are in `patterns.ts`. */
import type { Expr, MatchCase, Stmt } from './ast.ts';
import { block } from './compound.ts';
import { checkMatch, expectColon } from './diagnose-blocks.ts';
import { positionSince } from './displays.ts';
import { namedExpression, starNamedExpression, startsStarExpression, tupleAfter } from './expressions.ts';
import type { Parser } from './parser.ts';
import { patterns } from './patterns.ts';
import * as T from './token.ts';

/** At the name `match`. Undefined where it is only a name: the caller then reads an expression. */
export function matchStatement(p: Parser): Stmt | undefined {
  if (!startsStarExpression(p.peek(1))) return undefined;
  const start = p.pos;
  const subject = p.attempt(() => {
    p.pos++;
    const node = subjectExpression(p);
    p.expect(T.COLON);
    p.expect(T.NEWLINE);
    p.expect(T.INDENT);
    return node;
  });
  if (subject === undefined) {
    if (p.diagnosing) checkMatch(p, subjectExpression);
    return undefined;
  }
  const cases: MatchCase[] = [];
  do cases.push(matchCase(p));
  while (p.kind() !== T.DEDENT);
  p.pos++;
  return { kind: 'Match', subject, cases, ...positionSince(p, start) };
}

function subjectExpression(p: Parser): Expr {
  const start = p.pos;
  const first = starNamedExpression(p);
  if (p.kind() === T.COMMA) return tupleAfter(p, start, first, starNamedExpression, startsStarExpression);
  if (first.kind === 'Starred') p.fail();
  return first;
}

function matchCase(p: Parser): MatchCase {
  const start = p.pos;
  if (!p.atWord('case')) p.fail();
  p.pos++;
  const pattern = patterns(p);
  const guard = p.accept(T.IF) ? namedExpression(p) : null;
  expectColon(p);
  const body = block(p, "'case' statement", start);
  return { kind: 'match_case', pattern, guard, body };
}

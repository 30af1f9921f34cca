/** The `try` statement (language reference 8.4, PEP 654, PEP 758). */
import type { ExceptHandler, Expr, Stmt, Try, TryStar } from './ast.ts';
import { block, elseBlock } from './compound.ts';
import { checkExcept, checkTry, expectColon, forceColon } from './diagnose-blocks.ts';
import { positionSince } from './displays.ts';
import { expressions } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

export function tryStatement(p: Parser): Stmt {
  const start = p.pos++;
  forceColon(p);
  const body = block(p, "'try' statement", start);
  if (p.diagnosing) checkTry(p);
  const handlers: ExceptHandler[] = [];
  const isStar = p.kind() === T.EXCEPT && p.peek(1) === T.STAR;
  while (p.kind() === T.EXCEPT) {
    if (p.diagnosing) checkExcept(p, handlers.length > 0, isStar);
    handlers.push(handler(p, isStar));
  }
  const orelse = handlers.length > 0 ? elseBlock(p) : [];
  let finalbody: Stmt[] = [];
  if (p.kind() === T.FINALLY) {
    const keyword = p.pos++;
    forceColon(p);
    finalbody = block(p, "'finally' statement", keyword);
  } else if (handlers.length === 0) {
    p.fail();
  }
  const fields = { body, handlers, orelse, finalbody, ...positionSince(p, start) };
  return { kind: isStar ? 'TryStar' : 'Try', ...fields } as Try | TryStar;
}

function handler(p: Parser, isStar: boolean): ExceptHandler {
  const start = p.pos++;
  if (p.accept(T.STAR) !== isStar) {
    p.pos--;
    p.fail();
  }
  let type: Expr | null = null;
  let name: string | null = null;
  if (p.kind() !== T.COLON || isStar) {
    const first = p.pos;
    type = expressions(p);
    // PEP 758: several types need no parentheses, unless `as` follows.
    const isBareTuple =
      type.kind === 'Tuple' && type.col_offset === p.columnOf(first) && !endsParenthesized(p, first);
    if (p.kind() === T.AS && !isBareTuple) {
      p.pos++;
      name = p.identifier();
    }
  }
  expectColon(p);
  const body = block(p, isStar ? "'except*' statement" : "'except' statement", start);
  return { kind: 'ExceptHandler', type, name, body, ...positionSince(p, start) };
}

/** Is all that was read since `start` one parenthesis? */
function endsParenthesized(p: Parser, start: number): boolean {
  if (p.kindAt(start) !== T.LPAR) return false;
  let depth = 0;
  for (let i = start; i < p.pos; i++) {
    const kind = p.kindAt(i);
    if (kind === T.LPAR || kind === T.LSQB || kind === T.LBRACE) depth++;
    else if (kind === T.RPAR || kind === T.RSQB || kind === T.RBRACE) depth--;
    if (depth === 0 && i < p.pos - 1) return false;
  }
  return true;
}

/** Assignment and deletion targets (language reference 7.2, 7.5): an expression that is one gets its context. */
import type { Expr } from './ast.ts';
import { bitwiseOr } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

/**
 * Marks an expression as stored to or deleted, down to its elements. False if it is no target; nodes may then be half
 * marked, which is harmless, for the source is wrong.
 */
export function setContext(node: Expr, ctx: 'Store' | 'Del'): boolean {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      node.ctx = ctx;
      return true;
    case 'Starred':
      if (ctx === 'Del' || node.value.kind === 'Starred') return false;
      node.ctx = ctx;
      return setContext(node.value, ctx);
    case 'List':
    case 'Tuple':
      node.ctx = ctx;
      for (const element of node.elts) if (!setContext(element, ctx)) return false;
      return true;
    default:
      return false;
  }
}

/** `star_target (',' star_target)* [',']`, before `in`. */
export function starTargets(p: Parser): Expr {
  const start = p.pos;
  const first = starTarget(p);
  if (p.kind() !== T.COMMA) return first;
  const elts = [first];
  while (p.accept(T.COMMA)) {
    if (p.kind() === T.IN) break;
    elts.push(starTarget(p));
  }
  return {
    kind: 'Tuple',
    elts,
    ctx: 'Store',
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

/**
 * One target, perhaps starred. It is read as an operand, which may be too much (`a + b`), but never stops short: no
 * target contains an operator outside of brackets.
 */
export function starTarget(p: Parser): Expr {
  const start = p.pos;
  if (!p.accept(T.STAR)) return target(p);
  if (p.kind() === T.STAR) p.fail();
  const value = target(p);
  return {
    kind: 'Starred',
    value,
    ctx: 'Store',
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

function target(p: Parser): Expr {
  const node = bitwiseOr(p);
  if (!setContext(node, 'Store')) p.fail();
  return node;
}

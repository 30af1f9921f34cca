/** Primaries: attribute references, subscriptions and calls (language reference 6.3), and the names and literals they start from. */
import type { Constant, Expr } from './ast.ts';
import { callArguments } from './calls.ts';
import type { ConstantValue } from './constant.ts';
import { braceDisplay, bracketDisplay, parenthesized } from './displays.ts';
import { expression, namedExpression, starredExpression } from './expressions.ts';
import { numberConstant } from './numbers.ts';
import type { Parser } from './parser.ts';
import { strings } from './strings.ts';
import * as T from './token.ts';

export function awaitPrimary(p: Parser): Expr {
  if (p.kind() !== T.AWAIT) return primary(p);
  const start = p.pos++;
  const value = primary(p);
  return {
    kind: 'Await',
    value,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

export function primary(p: Parser): Expr {
  const start = p.pos;
  let node = atom(p);
  for (;;) {
    const kind = p.kind();
    if (kind !== T.DOT && kind !== T.LPAR && kind !== T.LSQB) return node;
    const longer = p.diagnosing ? trailerOrNothing(p, start, node) : trailer(p, start, node);
    if (longer === undefined) return node;
    node = longer;
  }
}

/** In the second pass a wrong trailer does not spoil what stands before it. */
function trailerOrNothing(p: Parser, start: number, node: Expr): Expr | undefined {
  return p.attempt(() => trailer(p, start, node));
}

/** `.name`, a call or a subscription of `node`, which starts at token `start`. */
function trailer(p: Parser, start: number, node: Expr): Expr {
  switch (p.kind()) {
    case T.DOT: {
      p.pos++;
      const attr = p.identifier();
      return {
        kind: 'Attribute',
        value: node,
        attr,
        ctx: 'Load',
        lineno: p.lineOf(start),
        col_offset: p.columnOf(start),
        end_lineno: p.endLine,
        end_col_offset: p.endColumn,
      };
    }
    case T.LPAR: {
      const { args, keywords } = callArguments(p);
      return {
        kind: 'Call',
        func: node,
        args,
        keywords,
        lineno: p.lineOf(start),
        col_offset: p.columnOf(start),
        end_lineno: p.endLine,
        end_col_offset: p.endColumn,
      };
    }
    default: {
      p.expect(T.LSQB);
      const slice = slices(p);
      p.expect(T.RSQB);
      return {
        kind: 'Subscript',
        value: node,
        slice,
        ctx: 'Load',
        lineno: p.lineOf(start),
        col_offset: p.columnOf(start),
        end_lineno: p.endLine,
        end_col_offset: p.endColumn,
      };
    }
  }
}

/** What stands in the brackets of a subscription; several are a tuple, and one may be starred (PEP 646). */
function slices(p: Parser): Expr {
  const start = p.pos;
  const first = slice(p);
  if (p.kind() !== T.COMMA && first.kind !== 'Starred') return first;
  const elts = [first];
  while (p.accept(T.COMMA)) {
    if (p.kind() === T.RSQB) break;
    elts.push(slice(p));
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

function slice(p: Parser): Expr {
  const start = p.pos;
  if (p.kind() === T.STAR) return starredExpression(p);
  let lower: Expr | null = null;
  if (p.kind() !== T.COLON) {
    lower = namedExpression(p);
    // `a[b := c : d]` is no slice: the bounds are expressions.
    if (p.kind() !== T.COLON || (lower.kind === 'NamedExpr' && p.kindAt(start) === T.NAME)) return lower;
  }
  p.pos++;
  let upper: Expr | null = null;
  let step: Expr | null = null;
  if (!endsSlicePart(p.kind())) upper = expression(p);
  if (p.accept(T.COLON) && !endsSlicePart(p.kind())) step = expression(p);
  return {
    kind: 'Slice',
    lower,
    upper,
    step,
    lineno: p.lineOf(start),
    col_offset: p.columnOf(start),
    end_lineno: p.endLine,
    end_col_offset: p.endColumn,
  };
}

function endsSlicePart(kind: number): boolean {
  return kind === T.COLON || kind === T.COMMA || kind === T.RSQB;
}

export function atom(p: Parser): Expr {
  switch (p.kind()) {
    case T.NAME:
      return p.name(p.pos++, 'Load');
    case T.NUMBER:
      return numberConstant(p);
    case T.STRING:
    case T.FSTRING_START:
    case T.TSTRING_START:
      return strings(p);
    case T.LPAR:
      return parenthesized(p);
    case T.LSQB:
      return bracketDisplay(p);
    case T.LBRACE:
      return braceDisplay(p);
    case T.NONE:
      return constant(p, { type: 'none' });
    case T.TRUE:
      return constant(p, { type: 'bool', value: true });
    case T.FALSE:
      return constant(p, { type: 'bool', value: false });
    case T.ELLIPSIS:
      return constant(p, { type: 'ellipsis' });
    default:
      return p.fail();
  }
}

/** The next token as a constant. */
export function constant(p: Parser, value: ConstantValue): Constant {
  const index = p.pos++;
  return {
    kind: 'Constant',
    value,
    string_kind: null,
    lineno: p.lineOf(index),
    col_offset: p.columnOf(index),
    end_lineno: p.endLineOf(index),
    end_col_offset: p.endColumnOf(index),
  };
}

/** Names the mistakes in replacement fields and rows of strings (CPython's `invalid_fstring_replacement_field` and its kin). */
import type { Expr } from './ast.ts';
import { annotatedRightSide } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

/** At the opening brace, once the plain rule has failed; `specification` reads from the colon on. */
export function checkReplacementField(p: Parser, isTemplate: boolean, specification: () => unknown): void {
  const prefix = isTemplate ? 't-string: ' : 'f-string: ';
  if (!p.accept(T.LBRACE)) return;
  const kind = p.kind();
  if (kind === T.EQUAL || kind === T.EXCLAMATION || kind === T.COLON || kind === T.RBRACE) {
    throw p.errorAtToken(`${prefix}valid expression required before '${p.tokenText(p.pos)}'`, p.pos);
  }
  const next = (message: string): never => {
    p.touch();
    throw p.errorAtToken(`${prefix}${message}`, p.pos);
  };
  if (p.attempt(annotatedRightSide) === undefined) next("expecting a valid expression after '{'");
  if (!atOneOf(p, T.EQUAL, T.EXCLAMATION, T.COLON, T.RBRACE)) next("expecting '=', or '!', or ':', or '}'");
  if (p.accept(T.EQUAL) && !atOneOf(p, T.EXCLAMATION, T.COLON, T.RBRACE))
    next("expecting '!', or ':', or '}'");
  if (p.accept(T.EXCLAMATION)) {
    if (atOneOf(p, T.COLON, T.RBRACE)) next('missing conversion character');
    if (!p.accept(T.NAME)) next('invalid conversion character');
  }
  if (!atOneOf(p, T.COLON, T.RBRACE)) next("expecting ':' or '}'");
  if (p.kind() !== T.COLON) return;
  if (p.attempt(specification) === undefined || p.kind() !== T.RBRACE) next("expecting '}', or format specs");
}

function atOneOf(p: Parser, ...kinds: number[]): boolean {
  return kinds.includes(p.kind());
}

/** A t-string beside a string that is none. */
export function checkStringMix(p: Parser, left: Expr, right: Expr): never {
  throw p.errorOverNodes('cannot mix t-string literals with string or bytes literals', left, right);
}

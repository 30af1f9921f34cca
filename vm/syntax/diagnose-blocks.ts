/** Names the mistakes around compound statements: colons, blocks, clauses and patterns. */
import type { Expr, Pattern } from './ast.ts';
import { block } from './compound.ts';
import { expressionName } from './expression-names.ts';
import { expression, expressions } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

/** The colon of a header: missed where the line ends. */
export function expectColon(p: Parser): void {
  if (p.diagnosing && p.reporting && p.kind() === T.NEWLINE) {
    p.touch();
    throw p.errorHere("expected ':'");
  }
  p.expect(T.COLON);
}

/** The colon of a header that nothing else can follow. */
export function forceColon(p: Parser): void {
  forceToken(p, T.COLON, ':');
}

/** A token that nothing else can stand for. */
export function forceToken(p: Parser, kind: number, text: string): void {
  if (p.diagnosing && p.kind() !== kind) {
    p.touch();
    throw p.errorAtToken(`expected '${text}'`, p.pos);
  }
  p.expect(kind);
}

/** After the newline of a header, where no INDENT follows. */
export function indentedBlockMissing(p: Parser, owner: string, keyword: number): never {
  if (!p.diagnosing) return p.fail();
  p.touch();
  throw p.errorHere(
    `expected an indented block after ${owner} on line ${p.lineOf(keyword)}`,
    'IndentationError',
  );
}

/** After the block of `else`. */
export function checkElse(p: Parser): void {
  if (p.kind() !== T.ELIF) return;
  p.touch();
  throw p.errorHere("'elif' block follows an 'else' block");
}

// ---- try

/** After the block of `try`. */
export function checkTry(p: Parser): void {
  if (p.kind() === T.EXCEPT || p.kind() === T.FINALLY) return;
  p.touch();
  throw p.errorHere("expected 'except' or 'finally' block");
}

/** At `except`. */
export function checkExcept(p: Parser, hasEarlier: boolean, isStar: boolean): void {
  const start = p.pos++;
  const hasStar = p.accept(T.STAR);
  if (hasEarlier && hasStar !== isStar) checkMixedExcept(p, start, hasStar);
  else checkExceptHeader(p, hasStar);
  p.pos = start;
}

function checkMixedExcept(p: Parser, keyword: number, hasStar: boolean): void {
  const type = p.attempt(expression);
  if (type === undefined && hasStar) return;
  if (type !== undefined && p.accept(T.AS) && !p.accept(T.NAME)) return;
  if (p.kind() !== T.COLON) return;
  const message = "cannot have both 'except' and 'except*' on the same 'try'";
  throw p.errorOverTokens(message, keyword, hasStar ? keyword + 1 : keyword);
}

function checkExceptHeader(p: Parser, hasStar: boolean): void {
  if (hasStar && (p.kind() === T.NEWLINE || p.kind() === T.COLON)) {
    p.touch();
    throw p.errorHere('expected one or more exception types');
  }
  if (!hasStar && p.kind() === T.NEWLINE) {
    p.touch();
    throw p.errorHere("expected ':'");
  }
  const type = p.attempt(expression);
  if (type === undefined) return;
  if (p.accept(T.COMMA)) {
    if (p.attempt(expressions) === undefined) return;
    if (p.accept(T.AS) && p.accept(T.NAME) && p.kind() === T.COLON) {
      p.touch();
      throw p.errorFromNode("multiple exception types must be parenthesized when using 'as'", type);
    }
  } else if (p.accept(T.AS)) {
    if (p.kind() === T.NAME && (p.peek(1) === T.COLON || p.peek(1) === T.NEWLINE)) return;
    const target = p.attempt(expression);
    const keyword = hasStar ? 'except*' : 'except';
    const clause = p.pos;
    if (target === undefined || !p.accept(T.COLON)) return;
    if (p.attempt((parser) => block(parser, `'${keyword}' statement`, clause)) === undefined) return;
    throw p.errorAtNode(`cannot use ${keyword} statement with ${expressionName(target)}`, target);
  }
}

// ---- match

/** At `match`, where what follows is no match statement. */
export function checkMatch(p: Parser, subject: (p: Parser) => Expr): void {
  if (!p.reporting) return;
  const start = p.pos++;
  if (p.attempt(subject) !== undefined) {
    if (p.kind() === T.NEWLINE) {
      p.touch();
      throw p.errorHere("expected ':'");
    }
    if (p.accept(T.COLON) && p.accept(T.NEWLINE) && p.kind() !== T.INDENT) {
      indentedBlockMissing(p, "'match' statement", start);
    }
  }
  p.pos = start;
}

/** After `as` in a pattern. */
export function checkAsPattern(p: Parser): void {
  if (!p.reporting) return;
  const start = p.pos;
  if (p.atWord('_')) throw p.errorAtToken("cannot use '_' as a target", start);
  const next = p.peek(1);
  if (p.kind() === T.NAME && next !== T.DOT && next !== T.LPAR && next !== T.EQUAL) return;
  const target = p.attempt(expression);
  if (target !== undefined) {
    throw p.errorAtNode(`cannot use ${expressionName(target)} as pattern target`, target);
  }
  p.pos = start;
}

/** At a positional pattern after keyword patterns. */
export function checkClassPattern(p: Parser, pattern: (p: Parser) => Pattern): void {
  if (!p.reporting) return;
  const first = p.attempt(pattern);
  if (first === undefined) return;
  let last = first;
  while (p.accept(T.COMMA)) {
    if (p.kind() === T.NAME && p.peek(1) === T.EQUAL) break;
    const next = p.attempt(pattern);
    if (next === undefined) break;
    last = next;
  }
  throw p.errorOverNodes('positional patterns follow keyword patterns', first, last);
}

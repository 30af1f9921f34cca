/** Names the mistakes in parameter lists, once the plain rule has failed (CPython's `invalid_parameters` and its kin). */
import { expression, starExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

/** At the first parameter; `close` is `)` for a function and `:` for a lambda. */
export function checkParameters(p: Parser, close: number): void {
  let sawDefault = false;
  let sawSlash = false;
  let sawStar = false;
  let count = 0;
  for (;;) {
    const start = p.pos;
    switch (p.kind()) {
      case T.NAME: {
        if (!parameter(p, close, false)) return;
        if (p.kind() === T.EQUAL) {
          if (!checkDefault(p, close)) return;
          sawDefault = true;
        } else if (sawDefault && !sawStar && (p.kind() === T.COMMA || p.kind() === close)) {
          throw p.errorAtToken('parameter without a default follows parameter with a default', start);
        }
        count++;
        break;
      }
      case T.SLASH:
        if (sawStar) throw p.errorAtToken('/ must be ahead of *', start);
        if (sawSlash) throw p.errorAtToken('/ may appear only once', start);
        if (count === 0) {
          if (p.peek(1) !== T.COMMA) return;
          throw p.errorAtToken('at least one argument must precede /', start);
        }
        sawSlash = true;
        p.pos++;
        if (p.kind() === T.STAR) throw p.errorAtToken('expected comma between / and *', p.pos);
        break;
      case T.STAR:
        if (sawStar) {
          p.pos++;
          const isParameter = p.kind() === T.NAME && parameter(p, close, false);
          if (p.kind() !== T.COMMA && !(isParameter && p.kind() === close)) return;
          throw p.errorAtToken('* argument may appear only once', start);
        }
        sawStar = true;
        if (!checkStar(p, close)) return;
        break;
      case T.DOUBLESTAR:
        checkDoubleStar(p, close);
        return;
      case T.LPAR:
        if (count === 0 || (!sawDefault && !sawStar)) checkParenthesized(p, close);
        return;
      default:
        p.touch();
        return;
    }
    if (!p.accept(T.COMMA)) {
      p.touch();
      return;
    }
  }
}

/** Reads a name and its annotation. */
function parameter(p: Parser, close: number, isStarred: boolean): boolean {
  p.pos++;
  if (close === T.COLON || p.kind() !== T.COLON) return true;
  p.pos++;
  return p.attempt(() => (isStarred ? starExpression(p) : expression(p))) !== undefined;
}

/** At `=`. */
function checkDefault(p: Parser, close: number): boolean {
  const equal = p.pos++;
  p.touch();
  if (p.kind() === T.COMMA || p.kind() === T.RPAR) {
    throw p.errorAtToken('expected default value expression', equal);
  }
  if (p.kind() === close) return false;
  return p.attempt(expression) !== undefined;
}

function checkStar(p: Parser, close: number): boolean {
  const star = p.pos++;
  p.touch();
  if (p.kind() === T.NAME) {
    if (!parameter(p, close, true)) return false;
    if (p.kind() === T.EQUAL)
      throw p.errorAtToken('var-positional argument cannot have default value', p.pos);
    return true;
  }
  const comma = p.kind() === T.COMMA ? 1 : 0;
  const next = p.peek(comma);
  if (next === close || (comma === 1 && next === T.DOUBLESTAR)) {
    p.pos += comma;
    p.touch();
    const message = 'named arguments must follow bare *';
    throw close === T.COLON ? p.errorHere(message) : p.errorAtToken(message, star);
  }
  return comma === 1;
}

function checkDoubleStar(p: Parser, close: number): void {
  p.pos++;
  if (p.kind() !== T.NAME || !parameter(p, close, false)) return;
  if (p.kind() === T.EQUAL) throw p.errorAtToken('var-keyword argument cannot have default value', p.pos);
  if (!p.accept(T.COMMA)) return;
  const start = p.pos;
  const message = 'arguments cannot follow var-keyword argument';
  const kind = p.kind();
  if (kind === T.STAR || kind === T.DOUBLESTAR || kind === T.SLASH) throw p.errorAtToken(message, start);
  if (kind === T.NAME && parameter(p, close, false)) throw p.errorOverTokens(message, start, p.pos - 1);
}

/** `def f(a, (b, c)): …`, which Python 2 could unpack. */
function checkParenthesized(p: Parser, close: number): void {
  const open = p.pos++;
  const names = p.attempt(() => {
    do {
      if (p.kind() === T.RPAR) break;
      p.identifier();
    } while (p.accept(T.COMMA));
    return true;
  });
  if (names === undefined || p.kind() !== T.RPAR || p.pos === open + 1) return;
  const what = close === T.COLON ? 'Lambda expression' : 'Function';
  throw p.errorOverTokens(`${what} parameters cannot be parenthesized`, open, p.pos);
}

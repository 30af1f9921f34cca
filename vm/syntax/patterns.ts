/** Patterns of `match` (language reference 8.6.4). */
import type { Constant, Expr, MatchClass, Pattern } from './ast.ts';
import { checkAsPattern, checkClassPattern } from './diagnose-blocks.ts';
import { positionSince } from './displays.ts';
import { numberConstant } from './numbers.ts';
import type { Parser } from './parser.ts';
import { constant } from './primaries.ts';
import { strings } from './strings.ts';
import * as T from './token.ts';

/** What follows `case`: one pattern, or a sequence without brackets. */
export function patterns(p: Parser): Pattern {
  const start = p.pos;
  const first = maybeStarPattern(p);
  if (p.kind() !== T.COMMA) {
    if (first.kind === 'MatchStar') p.fail();
    return first;
  }
  const list = [first];
  while (p.accept(T.COMMA)) {
    if (p.kind() === T.COLON || p.kind() === T.IF) break;
    list.push(maybeStarPattern(p));
  }
  return { kind: 'MatchSequence', patterns: list, ...positionSince(p, start) };
}

function maybeStarPattern(p: Parser): Pattern {
  const start = p.pos;
  if (!p.accept(T.STAR)) return asPattern(p);
  const name = captureTarget(p);
  return { kind: 'MatchStar', name: name === '_' ? null : name, ...positionSince(p, start) };
}

/** A name to bind, `_` included; what follows must not make it something else. */
function captureTarget(p: Parser): string {
  const name = p.identifier();
  if (p.kind() === T.DOT || p.kind() === T.LPAR || p.kind() === T.EQUAL) p.fail();
  return name;
}

export function asPattern(p: Parser): Pattern {
  const start = p.pos;
  const pattern = orPattern(p);
  if (!p.accept(T.AS)) return pattern;
  if (p.diagnosing) checkAsPattern(p);
  if (p.atWord('_')) p.fail();
  const name = captureTarget(p);
  return { kind: 'MatchAs', pattern, name, ...positionSince(p, start) };
}

function orPattern(p: Parser): Pattern {
  const start = p.pos;
  const first = closedPattern(p);
  if (p.kind() !== T.VBAR) return first;
  const list = [first];
  while (p.accept(T.VBAR)) list.push(closedPattern(p));
  return { kind: 'MatchOr', patterns: list, ...positionSince(p, start) };
}

function closedPattern(p: Parser): Pattern {
  const start = p.pos;
  switch (p.kind()) {
    case T.NUMBER:
    case T.PLUS:
    case T.MINUS:
      return { kind: 'MatchValue', value: signedNumber(p), ...positionSince(p, start) };
    case T.STRING:
    case T.FSTRING_START:
    case T.TSTRING_START:
      return { kind: 'MatchValue', value: strings(p), ...positionSince(p, start) };
    case T.NONE:
    case T.TRUE:
    case T.FALSE: {
      const { value } = singleton(p);
      return { kind: 'MatchSingleton', value, ...positionSince(p, start) };
    }
    case T.NAME:
      return nameOrClassPattern(p);
    case T.LPAR:
      return groupOrSequence(p);
    case T.LSQB: {
      p.pos++;
      const list: Pattern[] = [];
      while (p.kind() !== T.RSQB) {
        list.push(maybeStarPattern(p));
        if (!p.accept(T.COMMA)) break;
      }
      p.expect(T.RSQB);
      return { kind: 'MatchSequence', patterns: list, ...positionSince(p, start) };
    }
    case T.LBRACE:
      return mappingPattern(p);
    default:
      return p.fail();
  }
}

function singleton(p: Parser): Constant {
  const kind = p.kind();
  return constant(p, kind === T.NONE ? { type: 'none' } : { type: 'bool', value: kind === T.TRUE });
}

/** A number with its sign, or a complex one: `-1`, `1 - 2j`. */
function signedNumber(p: Parser): Expr {
  const start = p.pos;
  const left = signed(p);
  if (p.kind() !== T.PLUS && p.kind() !== T.MINUS) return left;
  if (isImaginary(left)) throw p.errorAtNode('real number required in complex literal', left);
  const op = p.accept(T.PLUS) ? 'Add' : 'Sub';
  if (op === 'Sub') p.pos++;
  if (p.kind() !== T.NUMBER) p.fail();
  const right = numberConstant(p);
  if (!isImaginary(right)) throw p.errorAtNode('imaginary number required in complex literal', right);
  return { kind: 'BinOp', left, op, right, ...positionSince(p, start) };
}

function signed(p: Parser): Expr {
  const start = p.pos;
  const isNegative = p.accept(T.MINUS);
  if (!isNegative) p.accept(T.PLUS);
  if (p.kind() !== T.NUMBER) p.fail();
  const operand = numberConstant(p);
  return isNegative ? { kind: 'UnaryOp', op: 'USub', operand, ...positionSince(p, start) } : operand;
}

function isImaginary(node: Expr): boolean {
  const number = node.kind === 'UnaryOp' ? node.operand : node;
  return number.kind === 'Constant' && number.value.type === 'complex';
}

/** A capture, the wildcard, a dotted name, or a class pattern. */
function nameOrClassPattern(p: Parser): Pattern {
  const start = p.pos;
  const value = nameOrAttribute(p);
  if (p.kind() === T.LPAR) return classPattern(p, start, value);
  if (p.kind() === T.EQUAL) p.fail();
  if (value.kind === 'Attribute') return { kind: 'MatchValue', value, ...positionSince(p, start) };
  const { id } = value;
  return { kind: 'MatchAs', pattern: null, name: id === '_' ? null : id, ...positionSince(p, start) };
}

function nameOrAttribute(p: Parser): Extract<Expr, { kind: 'Name' | 'Attribute' }> {
  const start = p.pos;
  let node: Extract<Expr, { kind: 'Name' | 'Attribute' }> = p.name(p.pos++, 'Load');
  while (p.accept(T.DOT)) {
    const attr = p.identifier();
    node = { kind: 'Attribute', value: node, attr, ctx: 'Load', ...positionSince(p, start) };
  }
  return node;
}

function classPattern(p: Parser, start: number, cls: Expr): MatchClass {
  p.pos++;
  const list: Pattern[] = [];
  const kwd_attrs: string[] = [];
  const kwd_patterns: Pattern[] = [];
  while (p.kind() !== T.RPAR) {
    if (p.kind() === T.NAME && p.peek(1) === T.EQUAL) {
      kwd_attrs.push(p.identifier());
      p.pos++;
      kwd_patterns.push(asPattern(p));
    } else {
      if (kwd_attrs.length > 0) {
        if (p.diagnosing) checkClassPattern(p, asPattern);
        asPattern(p);
        p.fail();
      }
      list.push(asPattern(p));
    }
    if (!p.accept(T.COMMA)) break;
  }
  p.expect(T.RPAR);
  return { kind: 'MatchClass', cls, patterns: list, kwd_attrs, kwd_patterns, ...positionSince(p, start) };
}

function groupOrSequence(p: Parser): Pattern {
  const start = p.pos++;
  if (p.accept(T.RPAR)) return { kind: 'MatchSequence', patterns: [], ...positionSince(p, start) };
  const first = maybeStarPattern(p);
  if (p.kind() !== T.COMMA) {
    if (first.kind === 'MatchStar') p.fail();
    p.expect(T.RPAR);
    return first;
  }
  const list = [first];
  while (p.accept(T.COMMA)) {
    if (p.kind() === T.RPAR) break;
    list.push(maybeStarPattern(p));
  }
  p.expect(T.RPAR);
  return { kind: 'MatchSequence', patterns: list, ...positionSince(p, start) };
}

function mappingPattern(p: Parser): Pattern {
  const start = p.pos++;
  const keys: Expr[] = [];
  const list: Pattern[] = [];
  let rest: string | null = null;
  while (p.kind() !== T.RBRACE) {
    if (p.accept(T.DOUBLESTAR)) {
      if (p.atWord('_')) p.fail();
      rest = captureTarget(p);
      p.accept(T.COMMA);
      break;
    }
    keys.push(mappingKey(p));
    p.expect(T.COLON);
    list.push(asPattern(p));
    if (!p.accept(T.COMMA)) break;
  }
  p.expect(T.RBRACE);
  return { kind: 'MatchMapping', keys, patterns: list, rest, ...positionSince(p, start) };
}

function mappingKey(p: Parser): Expr {
  switch (p.kind()) {
    case T.NUMBER:
    case T.PLUS:
    case T.MINUS:
      return signedNumber(p);
    case T.STRING:
    case T.FSTRING_START:
    case T.TSTRING_START:
      return strings(p);
    case T.NONE:
    case T.TRUE:
    case T.FALSE:
      return singleton(p);
    case T.NAME: {
      const node = nameOrAttribute(p);
      if (node.kind !== 'Attribute') p.fail();
      return node;
    }
    default:
      return p.fail();
  }
}

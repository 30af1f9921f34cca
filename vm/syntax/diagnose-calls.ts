/** Names the mistakes in the arguments of a call, once the plain rule has failed (CPython's `invalid_arguments`). */
import type { Comprehension, Expr, Name } from './ast.ts';
import { forClauses } from './displays.ts';
import { assignmentExpression, expression, starredExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

const EQUAL_HINT = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
const GENERATOR_HINT = 'Generator expression must be parenthesized';

/** What `args` of CPython's grammar reads: as many arguments as fit, no trailing comma. */
interface Arguments {
  /** The last positional argument, and how many there are. */
  last: Expr | undefined;
  positional: number;
  keywords: number;
  unpackedMappings: number;
}

/** At the opening parenthesis. */
export function checkArguments(p: Parser): void {
  const start = p.pos + 1;
  for (const check of [
    checkUnpackingOrder,
    checkFirstGenerator,
    checkKeywordGenerator,
    checkMissingValue,
    checkLastGenerator,
    checkPositionalOrder,
  ]) {
    p.pos = start;
    check(p);
  }
}

function checkUnpackingOrder(p: Parser): void {
  const args = argumentsPrefix(p);
  if (args === undefined || args.keywords === 0 || p.kind() !== T.COMMA) return;
  const comma = p.pos++;
  if (p.kind() !== T.STAR) return;
  const isStarred = p.attempt(() => {
    do {
      if (p.kind() !== T.STAR) p.fail();
      starredExpression(p);
      p.touch();
      if (p.kind() === T.EQUAL) p.fail();
    } while (p.kind() === T.COMMA && p.peek(1) === T.STAR && p.accept(T.COMMA));
    return true;
  });
  if (isStarred) {
    throw p.errorFromToken('iterable argument unpacking follows keyword argument unpacking', comma);
  }
}

function checkFirstGenerator(p: Parser): void {
  const element = p.attempt(expression);
  const clauses = element && p.attempt(forClauses);
  if (element === undefined || clauses === undefined || !p.accept(T.COMMA)) return;
  if (argumentsPrefix(p) === undefined) p.touch();
  throw p.errorOverNodes(GENERATOR_HINT, element, lastItem(clauses));
}

function lastItem(clauses: readonly Comprehension[]): Expr {
  const last = clauses.at(-1)!;
  return last.ifs.at(-1) ?? last.iter;
}

function checkKeywordGenerator(p: Parser): void {
  const start = p.pos;
  if (p.kind() !== T.NAME || p.peek(1) !== T.EQUAL) return;
  p.pos += 2;
  if (p.attempt(expression) === undefined || p.attempt(forClauses) === undefined) return;
  throw p.errorOverTokens(EQUAL_HINT, start, start + 1);
}

function checkMissingValue(p: Parser): void {
  const start = p.pos;
  if (argumentsPrefix(p) === undefined || !p.accept(T.COMMA)) p.pos = start;
  const name = p.pos;
  if (p.kind() !== T.NAME || p.peek(1) !== T.EQUAL) return;
  p.pos += 2;
  p.touch();
  if (p.kind() === T.COMMA || p.kind() === T.RPAR) {
    throw p.errorOverTokens('expected argument value expression', name, name + 1);
  }
}

function checkLastGenerator(p: Parser): void {
  const start = p.pos;
  const args = argumentsPrefix(p);
  if (args === undefined) return;
  const clauses = p.attempt(forClauses);
  if (clauses !== undefined && args.last !== undefined && args.positional > 1) {
    throw p.errorOverNodes(GENERATOR_HINT, args.last, lastItem(clauses));
  }
  p.pos = start;
  argumentsPrefix(p);
  if (!p.accept(T.COMMA)) return;
  const element = p.attempt(expression);
  const generator = element && p.attempt(forClauses);
  if (element === undefined || generator === undefined) return;
  throw p.errorOverNodes(GENERATOR_HINT, element, lastItem(generator));
}

function checkPositionalOrder(p: Parser): void {
  const first = argumentsPrefix(p);
  if (first === undefined || !p.accept(T.COMMA) || argumentsPrefix(p) === undefined) return;
  p.touch();
  const what = first.unpackedMappings > 0 ? 'keyword argument unpacking' : 'keyword argument';
  throw p.errorHere(`positional argument follows ${what}`);
}

/** Reads arguments as far as the grammar goes; undefined, and nothing read, if there is none. */
function argumentsPrefix(p: Parser): Arguments | undefined {
  const args: Arguments = { last: undefined, positional: 0, keywords: 0, unpackedMappings: 0 };
  const start = p.pos;
  let end = start;
  let stage: 'positional' | 'keyword' | 'mapping' = 'positional';
  for (;;) {
    const next = nextStage(p, stage, args);
    if (next === undefined) break;
    stage = next;
    end = p.pos;
    if (!p.accept(T.COMMA)) break;
  }
  p.pos = end;
  return end === start ? undefined : args;
}

/** Reads one argument, and says what may follow; undefined if none fits. */
function nextStage(
  p: Parser,
  stage: 'positional' | 'keyword' | 'mapping',
  args: Arguments,
): 'positional' | 'keyword' | 'mapping' | undefined {
  if (p.kind() === T.NAME && p.peek(1) === T.EQUAL) {
    const value = p.attempt(() => {
      p.pos += 2;
      return expression(p);
    });
    if (value === undefined) return undefined;
    args.keywords++;
    return stage === 'mapping' ? 'mapping' : 'keyword';
  }
  if (p.kind() === T.DOUBLESTAR) {
    const value = p.attempt(() => {
      p.pos++;
      return expression(p);
    });
    if (value === undefined) return undefined;
    args.keywords++;
    args.unpackedMappings++;
    return 'mapping';
  }
  if (stage === 'mapping' || (stage === 'keyword' && p.kind() !== T.STAR)) return undefined;
  const node = p.attempt(() => {
    if (p.kind() === T.STAR) return starredExpression(p);
    const isNamed = p.kind() === T.NAME && p.peek(1) === T.COLONEQUAL;
    const value = isNamed ? assignmentExpression(p) : expression(p);
    p.touch();
    if (p.kind() === T.COLONEQUAL || p.kind() === T.EQUAL) p.fail();
    return value;
  });
  if (node === undefined) return undefined;
  if (stage === 'positional') {
    args.positional++;
    args.last = node;
  }
  return stage;
}

/** At an argument: is it one that looks like a keyword (`invalid_kwarg`)? */
export function checkKeyword(p: Parser): void {
  const start = p.pos;
  const kind = p.kind();
  if ((kind === T.TRUE || kind === T.FALSE || kind === T.NONE) && p.peek(1) === T.EQUAL) {
    throw p.errorOverTokens(`cannot assign to ${p.tokenText(start)}`, start, start + 1);
  }
  if (kind === T.NAME && p.peek(1) === T.EQUAL) {
    checkKeywordGenerator(p);
  } else if (kind === T.DOUBLESTAR || kind === T.STAR) {
    checkUnpackedAssignment(p);
  } else {
    const node = p.attempt(expression);
    if (node !== undefined && p.kind() === T.EQUAL && !isName(node, p.pos - start)) {
      const message = 'expression cannot contain assignment, perhaps you meant "=="?';
      const { lineno, col_offset } = node;
      throw p.error(message, lineno, col_offset, p.endLineOf(p.pos), p.endColumnOf(p.pos));
    }
  }
  p.pos = start;
}

function isName(node: Expr, tokens: number): node is Name {
  return node.kind === 'Name' && tokens === 1;
}

/** `*a = b`, `**a = b` among the arguments. */
function checkUnpackedAssignment(p: Parser): void {
  const start = p.pos++;
  const kind = p.kindAt(start) === T.STAR ? 'iterable' : 'keyword';
  if (p.attempt(expression) === undefined || !p.accept(T.EQUAL)) return;
  if (p.attempt(expression) === undefined) return;
  throw p.errorOverTokens(`cannot assign to ${kind} argument unpacking`, start, p.pos - 1);
}

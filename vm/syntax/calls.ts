/** The arguments of calls and class definitions (language reference 6.3.4). */
import type { Expr, Keyword } from './ast.ts';
import { checkArguments, checkKeyword } from './diagnose-calls.ts';
import { atForClause, forClauses, positionSince } from './displays.ts';
import { assignmentExpression, expression, starredExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

export interface CallArguments {
  args: Expr[];
  keywords: Keyword[];
}

/** From `(` to `)`. */
export function callArguments(p: Parser): CallArguments {
  return p.diagnosing ? p.memoize('arguments', diagnosedArguments) : plainArguments(p);
}

/** As `callArguments`, but no generator expression may share the parentheses of a class definition. */
export function classArguments(p: Parser): CallArguments {
  return p.diagnose(plainClassArguments, checkArguments);
}

function diagnosedArguments(p: Parser): CallArguments {
  return p.diagnose(plainArguments, checkArguments);
}

function plainArguments(p: Parser): CallArguments {
  return argumentList(p, true);
}

function plainClassArguments(p: Parser): CallArguments {
  return argumentList(p, false);
}

function argumentList(p: Parser, mayBeGenerator: boolean): CallArguments {
  const open = p.pos;
  p.expect(T.LPAR);
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  let sawUnpackedMapping = false;
  while (p.kind() !== T.RPAR) {
    const start = p.pos;
    if (p.diagnosing && p.reporting) checkKeyword(p);
    if (p.kind() === T.NAME && p.peek(1) === T.EQUAL) {
      const arg = p.identifier();
      p.pos++;
      const value = expression(p);
      keywords.push({ kind: 'keyword', arg, value, ...positionSince(p, start) });
    } else if (p.accept(T.DOUBLESTAR)) {
      const value = expression(p);
      keywords.push({ kind: 'keyword', arg: null, value, ...positionSince(p, start) });
      sawUnpackedMapping = true;
    } else if (p.kind() === T.STAR) {
      if (sawUnpackedMapping) p.fail();
      args.push(starredExpression(p));
    } else {
      if (keywords.length > 0) failAfterPositional(p);
      const value =
        p.kind() === T.NAME && p.peek(1) === T.COLONEQUAL ? assignmentExpression(p) : expression(p);
      if (mayBeGenerator && args.length === 0 && atForClause(p)) {
        args.push(onlyGenerator(p, open, value));
        return { args, keywords };
      }
      args.push(value);
    }
    if (!p.accept(T.COMMA)) break;
  }
  p.expect(T.RPAR);
  return { args, keywords };
}

/** A positional argument after a keyword: CPython reads it before it finds that no rule takes it. */
function failAfterPositional(p: Parser): never {
  expression(p);
  p.fail();
}

/** `f(x for x in y)`: the parentheses of the call are those of the generator expression. */
function onlyGenerator(p: Parser, open: number, elt: Expr): Expr {
  const generators = forClauses(p);
  p.expect(T.RPAR);
  return { kind: 'GeneratorExp', elt, generators, ...positionSince(p, open) };
}

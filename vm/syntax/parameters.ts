/** Parameters of functions and lambdas (language reference 6.14, 8.7). */
import type { Arg, Arguments, Expr, Lambda } from './ast.ts';
import { checkParameters } from './diagnose-parameters.ts';
import { positionSince } from './displays.ts';
import { expression, starExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

export function lambda(p: Parser): Lambda {
  const start = p.pos++;
  const args = lambdaParameters(p);
  p.expect(T.COLON);
  const body = expression(p);
  return { kind: 'Lambda', args, body, ...positionSince(p, start) };
}

export function functionParameters(p: Parser): Arguments {
  return p.diagnose(
    (parser) => parameters(parser, T.RPAR),
    (parser) => checkParameters(parser, T.RPAR),
  );
}

export function lambdaParameters(p: Parser): Arguments {
  return p.diagnose(
    (parser) => parameters(parser, T.COLON),
    (parser) => checkParameters(parser, T.COLON),
  );
}

/** Up to but without `close`, which is `)` for a function and `:` for a lambda, whose parameters have no annotations. */
function parameters(p: Parser, close: number): Arguments {
  const result: Arguments = {
    kind: 'arguments',
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
  };
  const annotated = close === T.RPAR;
  let sawSlash = false;
  let sawStar = false;
  while (p.kind() !== close) {
    if (p.kind() === T.NAME) {
      const arg = parameter(p, annotated, false);
      const value = p.accept(T.EQUAL) ? expression(p) : null;
      if (sawStar) {
        result.kwonlyargs.push(arg);
        result.kw_defaults.push(value);
      } else {
        if (value !== null) result.defaults.push(value);
        else if (result.defaults.length > 0) p.fail();
        result.args.push(arg);
      }
    } else if (p.kind() === T.SLASH) {
      if (sawSlash || sawStar || result.args.length === 0) p.fail();
      p.pos++;
      sawSlash = true;
      result.posonlyargs = result.args;
      result.args = [];
    } else if (p.kind() === T.STAR) {
      if (sawStar) p.fail();
      p.pos++;
      sawStar = true;
      if (p.kind() === T.NAME) result.vararg = parameter(p, annotated, true);
      else if (p.kind() !== T.COMMA || p.peek(1) !== T.NAME) failAfterStar(p);
    } else if (p.accept(T.DOUBLESTAR)) {
      result.kwarg = parameter(p, annotated, false);
      p.accept(T.COMMA);
      break;
    } else {
      p.fail();
    }
    if (!p.accept(T.COMMA)) break;
  }
  if (p.kind() !== close) p.fail();
  return result;
}

/** A bare `*` must be followed by a parameter. */
function failAfterStar(p: Parser): never {
  p.accept(T.COMMA);
  p.fail();
}

function parameter(p: Parser, annotated: boolean, isStarred: boolean): Arg {
  const start = p.pos;
  const arg = p.identifier();
  let annotation: Expr | null = null;
  if (annotated && p.accept(T.COLON)) annotation = isStarred ? starExpression(p) : expression(p);
  return { kind: 'arg', arg, annotation, type_comment: null, ...positionSince(p, start) };
}

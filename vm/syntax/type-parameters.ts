/** Type parameter lists and the `type` statement (PEP 695, PEP 696). */
import type { Expr, Stmt, TypeParam } from './ast.ts';
import { checkTypeParameter, checkTypeParameters } from './diagnose-statements.ts';
import { positionSince } from './displays.ts';
import { expression, starExpression } from './expressions.ts';
import type { Parser } from './parser.ts';
import * as T from './token.ts';

/** At the soft keyword `type`, which a name follows. */
export function typeAlias(p: Parser): Stmt {
  const start = p.pos++;
  const name = p.name(p.pos++, 'Store');
  const type_params = typeParameters(p);
  p.expect(T.EQUAL);
  const value = expression(p);
  return { kind: 'TypeAlias', name, type_params, value, ...positionSince(p, start) };
}

/** `['[' type_param (',' type_param)* [','] ']']` */
export function typeParameters(p: Parser): TypeParam[] {
  const parameters: TypeParam[] = [];
  if (!p.accept(T.LSQB)) return parameters;
  if (p.diagnosing) checkTypeParameters(p);
  do {
    if (parameters.length > 0 && p.kind() === T.RSQB) break;
    parameters.push(typeParameter(p));
  } while (p.accept(T.COMMA));
  p.expect(T.RSQB);
  return parameters;
}

function typeParameter(p: Parser): TypeParam {
  const start = p.pos;
  if (p.diagnosing) checkTypeParameter(p);
  if (p.accept(T.STAR)) {
    const name = p.identifier();
    const default_value = p.accept(T.EQUAL) ? starExpression(p) : null;
    return { kind: 'TypeVarTuple', name, default_value, ...positionSince(p, start) };
  }
  if (p.accept(T.DOUBLESTAR)) {
    const name = p.identifier();
    const default_value = p.accept(T.EQUAL) ? expression(p) : null;
    return { kind: 'ParamSpec', name, default_value, ...positionSince(p, start) };
  }
  const name = p.identifier();
  let bound: Expr | null = null;
  if (p.accept(T.COLON)) bound = expression(p);
  const default_value = p.accept(T.EQUAL) ? expression(p) : null;
  return { kind: 'TypeVar', name, bound, default_value, ...positionSince(p, start) };
}

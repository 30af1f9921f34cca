/** `return`, `break` and `continue` that leave a `finally` block swallow exceptions (PEP 765): SyntaxWarnings. */
import type { Mod, Stmt } from '../syntax/index.ts';
import type { ErrorReporter } from './errors.ts';
import { rangeOf } from './position.ts';

interface Place {
  /** Inside a `finally` block of this function. */
  readonly inFinally: boolean;
  /** Inside a loop that is itself inside that block. */
  readonly inLoop: boolean;
}

const OUTSIDE: Place = { inFinally: false, inLoop: false };

export function warnOfJumpsInFinally(tree: Mod, reporter: ErrorReporter): void {
  if (tree.kind !== 'Expression') walk(tree.body, OUTSIDE, reporter);
}

function walk(body: readonly Stmt[], place: Place, reporter: ErrorReporter): void {
  for (const node of body) walkStatement(node, place, reporter);
}

function walkStatement(node: Stmt, place: Place, reporter: ErrorReporter): void {
  const warn = (keyword: string): void => reporter.warn(`'${keyword}' in a 'finally' block`, rangeOf(node));
  switch (node.kind) {
    case 'Return':
      if (place.inFinally) warn('return');
      return;
    case 'Break':
      if (place.inFinally && !place.inLoop) warn('break');
      return;
    case 'Continue':
      if (place.inFinally && !place.inLoop) warn('continue');
      return;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      walk(node.body, OUTSIDE, reporter);
      return;
    case 'For':
    case 'AsyncFor':
    case 'While':
      walk(node.body, { ...place, inLoop: true }, reporter);
      walk(node.orelse, place, reporter);
      return;
    case 'If':
      walk(node.body, place, reporter);
      walk(node.orelse, place, reporter);
      return;
    case 'With':
    case 'AsyncWith':
      walk(node.body, place, reporter);
      return;
    case 'Match':
      for (const { body } of node.cases) walk(body, place, reporter);
      return;
    case 'Try':
    case 'TryStar':
      walk(node.body, place, reporter);
      for (const { body } of node.handlers) walk(body, place, reporter);
      walk(node.orelse, place, reporter);
      walk(node.finalbody, { inFinally: true, inLoop: false }, reporter);
      return;
    default:
      return;
  }
}

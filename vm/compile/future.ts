/** `from __future__ import …` (CPython's `Python/future.c`). */
import type { Mod, Stmt } from '../syntax/index.ts';
import { CO_FUTURE_ANNOTATIONS, CO_FUTURE_BARRY_AS_BDFL } from './code.ts';
import type { ErrorReporter } from './errors.ts';
import { rangeOf } from './position.ts';

/** Features that are part of the language by now add no flag. */
const FEATURES = new Map<string, number>([
  ['nested_scopes', 0],
  ['generators', 0],
  ['division', 0],
  ['absolute_import', 0],
  ['with_statement', 0],
  ['print_function', 0],
  ['unicode_literals', 0],
  ['generator_stop', 0],
  ['barry_as_FLUFL', CO_FUTURE_BARRY_AS_BDFL],
  ['annotations', CO_FUTURE_ANNOTATIONS],
]);

/** The flags of the features that the module's first statements switch on. */
export function futureFeatures(tree: Mod, reporter: ErrorReporter): number {
  if (tree.kind === 'Expression') return 0;
  let flags = 0;
  let isPastFutures = false;
  tree.body.forEach((statement, index) => {
    if (isFutureImport(statement)) {
      if (isPastFutures) {
        // A later one is reported when it is compiled; only the leading ones count here.
        reporter.fail('from __future__ imports must occur at the beginning of the file', rangeOf(statement));
      }
      flags |= featuresOf(statement, reporter);
    } else if (!(index === 0 && isDocstring(statement))) {
      isPastFutures = true;
    }
  });
  return flags;
}

function isFutureImport(node: Stmt): node is Extract<Stmt, { kind: 'ImportFrom' }> {
  return node.kind === 'ImportFrom' && node.module === '__future__' && node.level === 0;
}

function isDocstring(node: Stmt): boolean {
  return node.kind === 'Expr' && node.value.kind === 'Constant' && node.value.value.type === 'str';
}

function featuresOf(node: Extract<Stmt, { kind: 'ImportFrom' }>, reporter: ErrorReporter): number {
  let flags = 0;
  for (const alias of node.names) {
    const flag = FEATURES.get(alias.name);
    if (alias.name === 'braces') reporter.fail('not a chance', rangeOf(alias));
    if (flag === undefined) reporter.fail(`future feature ${alias.name} is not defined`, rangeOf(alias));
    flags |= flag ?? 0;
  }
  return flags;
}

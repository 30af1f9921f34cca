/** Symbol tables: which scope binds each name of a program. */
import type { Mod } from '../../syntax/index.ts';
import { NO_LOCATION } from '../position.ts';
import { analyzeScopes } from './analyze.ts';
import { SymbolTableBuilder } from './build.ts';
import { Scope } from './scope.ts';
import type { SymbolTable, SymbolTableOptions } from './table.ts';

export { mangle } from './mangle.ts';
export { type Binding, Scope, SYMBOL } from './scope.ts';
export type { SymbolTable, SymbolTableOptions } from './table.ts';

/** Both passes: collect the names of every scope, then decide where each is bound. */
export function buildSymbolTable(tree: Mod, options: SymbolTableOptions): SymbolTable {
  const builder = new SymbolTableBuilder(
    new Scope('module', 'top', null, { ...NO_LOCATION, line: 0 }),
    options,
  );
  builder.visitTree(tree);
  analyzeScopes(builder.table.top, options);
  return builder.table;
}

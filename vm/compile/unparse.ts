/** placeholder */
import type { Expr } from '../syntax/index.ts';
export function unparse(node: Expr): string { throw new Error('unparse ' + node.kind); }

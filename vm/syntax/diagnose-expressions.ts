import type { Parser } from './parser.ts';
export function checkExpression(_p: Parser, ..._rest: unknown[]): void {}
export function checkNamedExpression(_p: Parser, ..._rest: unknown[]): void {}
export function checkNotAfterOperator(_p: Parser, ..._rest: unknown[]): void {}

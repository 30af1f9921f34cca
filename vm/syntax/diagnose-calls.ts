import type { Parser } from './parser.ts';
export function checkArgument(_p: Parser, ..._rest: unknown[]): void {}
export function checkArguments(_p: Parser, ..._rest: unknown[]): void {}

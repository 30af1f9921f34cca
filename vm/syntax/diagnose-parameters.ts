import type { Parser } from './parser.ts';
export function checkLambda(_p: Parser, ..._rest: unknown[]): void {}
export function checkParameters(_p: Parser, ..._rest: unknown[]): void {}

import type { Parser } from './parser.ts';
export function checkReplacementField(_p: Parser, ..._rest: unknown[]): void {}
export function checkStringMix(_p: Parser, ..._rest: unknown[]): void {}

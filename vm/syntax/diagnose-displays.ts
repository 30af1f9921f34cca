import type { Parser } from './parser.ts';
export function checkBraces(_p: Parser, ..._rest: unknown[]): void {}
export function checkComprehensionTarget(_p: Parser, ..._rest: unknown[]): void {}
export function checkForClause(_p: Parser, ..._rest: unknown[]): void {}
export function checkGroup(_p: Parser, ..._rest: unknown[]): void {}
export function checkStarredElement(_p: Parser, ..._rest: unknown[]): void {}
export function checkUnpackedComprehension(_p: Parser, ..._rest: unknown[]): void {}
export function checkForTarget(_p: Parser, ..._rest: unknown[]): void {}

import type { Parser } from './parser.ts';
export function checkElse(_p: Parser, ..._rest: unknown[]): void {}
export function checkWithItem(_p: Parser, ..._rest: unknown[]): void {}
export function checkWithItems(_p: Parser, ..._rest: unknown[]): void {}
export function checkExcept(_p: Parser, ..._rest: unknown[]): void {}
export function checkTry(_p: Parser, ..._rest: unknown[]): void {}
export function checkCaseOutsideMatch(_p: Parser, ..._rest: unknown[]): void {}
export function checkMatch(_p: Parser, ..._rest: unknown[]): void {}
export function checkAsPattern(_p: Parser, ..._rest: unknown[]): void {}
export function checkClassPattern(_p: Parser, ..._rest: unknown[]): void {}
export function checkMappingPattern(_p: Parser, ..._rest: unknown[]): void {}

import * as T from './token.ts';
export function expectColon(p: Parser): void {
  p.expect(T.COLON);
}
export function forceColon(p: Parser): void {
  p.expect(T.COLON);
}
export function indentedBlockMissing(p: Parser, owner: string, keyword: number): never {
  if (p.diagnosing) {
    p.touch();
    throw p.errorHere(
      `expected an indented block after ${owner} on line ${p.lineOf(keyword)}`,
      'IndentationError',
    );
  }
  return p.fail();
}

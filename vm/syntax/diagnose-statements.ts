import type { Parser } from './parser.ts';
export function checkAnnotation(_p: Parser, ..._rest: unknown[]): void {}
export function checkAssert(_p: Parser, ..._rest: unknown[]): void {}
export function checkAssignment(_p: Parser, ..._rest: unknown[]): void {}
export function checkDelete(_p: Parser, ..._rest: unknown[]): void {}
export function checkRaise(_p: Parser, ..._rest: unknown[]): void {}
export function checkImport(_p: Parser, ..._rest: unknown[]): void {}
export function checkImportAlias(_p: Parser, ..._rest: unknown[]): void {}
export function checkImportTargets(_p: Parser, ..._rest: unknown[]): void {}
export function checkTypeParameter(_p: Parser, ..._rest: unknown[]): void {}
export function checkTypeParameters(_p: Parser, ..._rest: unknown[]): void {}

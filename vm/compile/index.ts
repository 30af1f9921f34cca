/** The door of `vm/compile`: abstract syntax tree → code unit. */
import type { Mod } from '../syntax/index.ts';
import { CO_FUTURE_ANNOTATIONS, type CodeUnit } from './code.ts';
import { generateModule } from './codegen/module.ts';
import { ErrorReporter, type SyntaxWarning } from './errors.ts';
import { warnOfJumpsInFinally } from './finallyWarnings.ts';
import { futureFeatures } from './future.ts';
import { buildSymbolTable } from './symtable/index.ts';

export * from './code.ts';
export { describe } from './constantText.ts';
export { type DisassembleOptions, disassemble } from './disassemble.ts';
export type { SyntaxWarning } from './errors.ts';
export { OPCODE, type Opcode, type OpcodeName, opcodeName } from './opcodes.ts';
export { BINARY_OPERATOR, BINARY_SYMBOLS } from './operators.ts';
export { type PublicCode, publicCode, publicStackEffect } from './publicCode.ts';
export { INTRINSICS_1, INTRINSICS_2, PUBLIC_KINDS, PUBLIC_OPCODE, SPECIAL_METHODS } from './publicOpcodes.ts';
export { type StackEffect, stackEffect } from './stackEffects.ts';
export { verify } from './verify.ts';

export interface CompileOptions {
  /** Text of the source: SyntaxErrors show the line. */
  readonly source?: string;
  /** As `python -O` (1) and `-OO` (2). */
  readonly optimize?: 0 | 1 | 2;
  /** Future features that the caller's code inherits (`CO_FUTURE_*`). */
  readonly flags?: number;
  /** `await` outside functions, as `ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`. */
  readonly allowTopLevelAwait?: boolean;
  /** Told of each SyntaxWarning. */
  readonly onWarning?: (warning: SyntaxWarning) => void;
}

/** Compiles a module, an interactive statement or an expression. Throws `PythonSyntaxError`. */
export function compile(tree: Mod, filename: string, options: CompileOptions = {}): CodeUnit {
  const reporter = new ErrorReporter(filename, options.source ?? null, options.onWarning);
  const futureFlags = (options.flags ?? 0) | futureFeatures(tree, reporter);
  const futureAnnotations = (futureFlags & CO_FUTURE_ANNOTATIONS) !== 0;
  const allowTopLevelAwait = options.allowTopLevelAwait ?? false;
  warnOfJumpsInFinally(tree, reporter);
  const table = buildSymbolTable(tree, {
    reporter,
    futureAnnotations,
    allowTopLevelAwait,
  });
  return generateModule(tree, {
    reporter,
    filename,
    table,
    futureFlags,
    futureAnnotations,
    optimize: options.optimize ?? 0,
    interactive: tree.kind === 'Interactive',
    allowTopLevelAwait,
  });
}

/** The door of `vm/syntax`: source text → tokens → abstract syntax tree. */
import { SourceText } from './source.ts';
import { listTokens, type Token } from './token-list.ts';
import { tokenizeSource } from './tokenizer.ts';

export type * from './ast.ts';
export type * from './constant.ts';
export { type DumpOptions, dumpAst } from './dump.ts';
export { decodeSource } from './encoding.ts';
export { PythonSyntaxError, type SyntaxErrorDetails, type SyntaxErrorType } from './errors.ts';
export { type ParseMode, parse } from './parse.ts';
export type { ParseOptions, SyntaxWarning } from './parser.ts';
export { SourceText } from './source.ts';
export { tokenKindName } from './token.ts';
export type { Token, TokenList } from './token-list.ts';
export { tokenizeSource } from './tokenizer.ts';

/** All tokens of a source, as `--dump tokens` prints them. Throws `PythonSyntaxError`. */
export function tokenize(source: string, filename = '<string>'): Token[] {
  const tokens = tokenizeSource(new SourceText(source, filename));
  if (tokens.error !== null) throw tokens.error;
  return listTokens(tokens);
}

/** Source ranges that instructions carry: they drive traceback carets. */
import type { Position } from '../syntax/index.ts';

/** Lines from 1, columns from 0 in UTF-16 units; -1 = unknown. */
export interface SourceRange {
  readonly line: number;
  readonly endLine: number;
  readonly col: number;
  readonly endCol: number;
}

/** An instruction that belongs to no source line (clean-up code of the compiler's own). */
export const NO_LOCATION: SourceRange = { line: -1, endLine: -1, col: -1, endCol: -1 };

/** The instruction takes the location of the one that follows it. */
export const NEXT_LOCATION: SourceRange = { line: -2, endLine: -2, col: -2, endCol: -2 };

export function rangeOf(node: Position): SourceRange {
  return {
    line: node.lineno,
    endLine: node.end_lineno,
    col: node.col_offset,
    endCol: node.end_col_offset,
  };
}

/** A whole line, without columns. */
export function lineRange(line: number, endLine: number = line, col = 0, endCol = 0): SourceRange {
  return { line, endLine, col, endCol };
}

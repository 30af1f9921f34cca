/**
 * The tokens of one source, as parallel arrays of integers: no object a token, so that tokenizing a large file costs
 * little memory, and the parser compares numbers.
 */
import type { PythonSyntaxError } from './errors.ts';
import type { SourceText } from './source.ts';
import { KEYWORDS, NAME, tokenKindName } from './token.ts';

/** An opening bracket that still waits for its partner. */
export interface OpenBracket {
  readonly character: string;
  readonly lineno: number;
  readonly column: number;
}

export class TokenList {
  readonly source: SourceText;
  count = 0;
  kinds: Uint8Array;
  /** Offsets into the source text. */
  starts: Int32Array;
  ends: Int32Array;
  /** 1-based lines of the start and the end. */
  lines: Int32Array;
  endLines: Int32Array;
  /** Bracket depth after the token. */
  levels: Uint8Array;
  /** Identifiers with characters above ASCII, normalised (NFKC), by token index. */
  readonly normalizedNames = new Map<number, string>();
  /** Why the list ends in ERRORTOKEN; null there too for the end of the file in a bracket. */
  error: PythonSyntaxError | null = null;
  /** Is `error` reported even if the parser finds a mistake before it? */
  errorOverrides = false;
  /** `1if x else y`: allowed, but not for ever. */
  readonly warnings: { message: string; lineno: number }[] = [];
  /** Did the tokenizer give up because the source ended? */
  endedEarly = false;
  /** The innermost bracket that was open where the list ended. */
  unclosed: OpenBracket | null = null;

  constructor(source: SourceText) {
    this.source = source;
    const capacity = 64 + (source.text.length >> 2);
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.lines = new Int32Array(capacity);
    this.endLines = new Int32Array(capacity);
    this.levels = new Uint8Array(capacity);
  }

  add(kind: number, start: number, end: number, line: number, endLine: number, level: number): void {
    const index = this.count++;
    if (index === this.kinds.length) this.grow();
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.lines[index] = line;
    this.endLines[index] = endLine;
    this.levels[index] = level;
  }

  text(index: number): string {
    return this.source.text.slice(this.starts[index], this.ends[index]);
  }

  column(index: number): number {
    return this.starts[index]! - this.source.lineStarts[this.lines[index]!]!;
  }

  endColumn(index: number): number {
    return this.ends[index]! - this.source.lineStarts[this.endLines[index]!]!;
  }

  private grow(): void {
    const capacity = this.kinds.length * 2;
    this.kinds = enlarge(new Uint8Array(capacity), this.kinds);
    this.starts = enlarge(new Int32Array(capacity), this.starts);
    this.ends = enlarge(new Int32Array(capacity), this.ends);
    this.lines = enlarge(new Int32Array(capacity), this.lines);
    this.endLines = enlarge(new Int32Array(capacity), this.endLines);
    this.levels = enlarge(new Uint8Array(capacity), this.levels);
  }
}

function enlarge<A extends Uint8Array | Int32Array>(larger: A, array: A): A {
  larger.set(array);
  return larger;
}

/** One token as `tokenize` returns it: for people and tools, not for the parser. */
export interface Token {
  /** As Python's `tokenize` names them: `NAME`, `OP`, `NUMBER`… */
  readonly type: string;
  readonly string: string;
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
}

export function listTokens(tokens: TokenList): Token[] {
  const result: Token[] = [];
  for (let i = 0; i < tokens.count; i++) {
    result.push({
      type: tokenKindName(tokens.kinds[i]!),
      string: tokens.text(i),
      lineno: tokens.lines[i]!,
      col_offset: tokens.column(i),
      end_lineno: tokens.endLines[i]!,
      end_col_offset: tokens.endColumn(i),
    });
  }
  return result;
}

/** The kind of a word: its keyword's, or NAME. */
export function wordKind(word: string): number {
  return KEYWORDS.get(word) ?? NAME;
}

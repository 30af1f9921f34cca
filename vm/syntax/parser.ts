/**
 * The state of one parse: the tokens, the place reached, and what every grammar file needs to read them.
 *
 * Parsing goes as CPython's does (Parser/pegen.c): a first pass that knows only the grammar and fails at the first token
 * that fits nowhere; then, for source that is wrong, a second pass with `diagnosing` on, in which the grammar files also
 * call the checks of `diagnose-*.ts` that name the mistake. Correct source never pays for them.
 */
import type { Expr, Name, Position } from './ast.ts';
import type { PythonSyntaxError, SyntaxErrorType } from './errors.ts';
import * as T from './token.ts';
import type { TokenList } from './token-list.ts';

/** Thrown where no rule fits; carries nothing, because the place is `Parser.furthest`. */
export class ParseFailure {}
const FAILURE = new ParseFailure();

export interface ParseOptions {
  /** Resolves `\N{…}`: the characters of that name, or undefined. Without it every name is unknown. */
  readonly characterByName?: (name: string) => string | undefined;
  /** Told of each SyntaxWarning, such as `"\d" is an invalid escape sequence`. */
  readonly onWarning?: (warning: SyntaxWarning) => void;
  /** Source that is wrong only because it ends too early raises `_IncompleteInputError` (PyCF_ALLOW_INCOMPLETE_INPUT). */
  readonly allowIncompleteInput?: boolean;
  /** In mode `single`, a block is closed by a newline only, not by the end of the source (PyCF_DONT_IMPLY_DEDENT). */
  readonly dontImplyDedent?: boolean;
}

export interface SyntaxWarning {
  readonly message: string;
  readonly lineno: number;
}

/** What the second pass remembers of a rule tried at a token: its result and the token after it, or failure. */
interface Memo {
  readonly node: unknown;
  readonly next: number;
}

export class Parser {
  readonly tokens: TokenList;
  readonly text: string;
  readonly options: ParseOptions;
  /** Index of the next token. */
  pos = 0;
  /** The furthest token that a rule has looked at: where a generic error is reported. */
  furthest = 0;
  /** True in the second pass. */
  diagnosing = false;
  /** False below rules that must not report (CPython's `call_invalid_rules`). */
  reporting = false;
  private readonly kinds: Uint8Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly lines: Int32Array;
  private readonly endLines: Int32Array;
  private readonly lineStarts: readonly number[];
  private readonly memos = new Map<string, Map<number, Memo>>();

  constructor(tokens: TokenList, options: ParseOptions) {
    this.tokens = tokens;
    this.text = tokens.source.text;
    this.options = options;
    this.kinds = tokens.kinds;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.lines = tokens.lines;
    this.endLines = tokens.endLines;
    this.lineStarts = tokens.source.lineStarts;
  }

  // ---- reading tokens

  kind(): number {
    return this.kinds[this.pos]!;
  }

  /** The kind of the token `distance` after the next one. */
  peek(distance: number): number {
    const index = this.pos + distance;
    return index < this.tokens.count ? this.kinds[index]! : T.ENDMARKER;
  }

  kindAt(index: number): number {
    return this.kinds[index]!;
  }

  accept(kind: number): boolean {
    if (this.kinds[this.pos] !== kind) return false;
    this.pos++;
    return true;
  }

  expect(kind: number): void {
    if (this.kinds[this.pos] !== kind) this.fail();
    this.pos++;
  }

  /** No rule fits the next token. */
  fail(): never {
    this.touch();
    throw FAILURE;
  }

  /** Notes that the next token has been looked at. CPython reads tokens one by one, so a broken one is met here. */
  touch(): void {
    if (this.pos > this.furthest) this.furthest = this.pos;
    if (this.kinds[this.pos] === T.ERRORTOKEN) throw this.tokenError();
  }

  tokenText(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index]);
  }

  tokenStart(index: number): number {
    return this.starts[index]!;
  }

  tokenEnd(index: number): number {
    return this.ends[index]!;
  }

  /** Is the next token the soft keyword `word`? */
  atWord(word: string): boolean {
    const { pos } = this;
    if (this.kinds[pos] !== T.NAME) return false;
    const start = this.starts[pos]!;
    return this.ends[pos]! - start === word.length && this.text.startsWith(word, start);
  }

  /** The identifier that token `index` spells (NFKC, PEP 3131). */
  identifierAt(index: number): string {
    const { normalizedNames } = this.tokens;
    if (normalizedNames.size !== 0) {
      const normalized = normalizedNames.get(index);
      if (normalized !== undefined) return normalized;
    }
    return this.text.slice(this.starts[index], this.ends[index]);
  }

  /** The next token as an identifier. */
  identifier(): string {
    if (this.kinds[this.pos] !== T.NAME) this.fail();
    return this.identifierAt(this.pos++);
  }

  // ---- positions

  lineOf(index: number): number {
    return this.lines[index]!;
  }

  columnOf(index: number): number {
    return this.starts[index]! - this.lineStarts[this.lines[index]!]!;
  }

  endLineOf(index: number): number {
    return this.endLines[index]!;
  }

  endColumnOf(index: number): number {
    return this.ends[index]! - this.lineStarts[this.endLines[index]!]!;
  }

  /** Line of the end of the last token read, as nodes record it. */
  get endLine(): number {
    return this.endLines[this.lastIndex()]!;
  }

  get endColumn(): number {
    return this.endColumnOf(this.lastIndex());
  }

  /** The last token read that is not NEWLINE, INDENT or DEDENT. */
  private lastIndex(): number {
    let index = this.pos - 1;
    for (;;) {
      const kind = this.kinds[index]!;
      if (kind !== T.NEWLINE && kind !== T.INDENT && kind !== T.DEDENT) return index;
      index--;
    }
  }

  name(index: number, ctx: Name['ctx']): Name {
    return {
      kind: 'Name',
      id: this.identifierAt(index),
      ctx,
      lineno: this.lines[index]!,
      col_offset: this.columnOf(index),
      end_lineno: this.endLines[index]!,
      end_col_offset: this.endColumnOf(index),
    };
  }

  // ---- trying

  /** Runs a rule; if it fails, goes back to where it started and returns undefined. */
  attempt<N>(rule: (parser: Parser) => N): N | undefined {
    const { pos, reporting } = this;
    try {
      return rule(this);
    } catch (failure) {
      if (failure !== FAILURE) throw failure;
      this.pos = pos;
      this.reporting = reporting;
      return undefined;
    }
  }

  /**
   * Runs a rule; in the second pass, if it fails, the check that names the mistake runs at the same place. What the rule
   * accepts is never checked.
   */
  diagnose<N>(rule: (parser: Parser) => N, check: (parser: Parser) => void): N {
    if (!this.diagnosing) return rule(this);
    const { pos } = this;
    const node = this.attempt(rule);
    if (node !== undefined) return node;
    if (this.reporting) check(this);
    this.pos = pos;
    return this.fail();
  }

  /** Could the rule be read here? Stays where it is. */
  looksLike(rule: () => unknown): boolean {
    const { pos } = this;
    const found = this.attempt(rule) !== undefined;
    this.pos = pos;
    return found;
  }

  /**
   * Runs a rule of the second pass once a token. Without this its lookaheads, nested, would take exponential time
   * (CPython marks such rules `(memo)`).
   */
  memoize<N>(name: string, rule: (parser: Parser) => N): N {
    const { pos } = this;
    let memos = this.memos.get(name);
    if (memos === undefined) {
      memos = new Map();
      this.memos.set(name, memos);
    }
    const memo = memos.get(pos);
    if (memo !== undefined) {
      if (memo.next < 0) throw FAILURE;
      this.pos = memo.next;
      return memo.node as N;
    }
    try {
      const node = rule(this);
      memos.set(pos, { node, next: this.pos });
      return node;
    } catch (failure) {
      if (failure === FAILURE) memos.set(pos, { node: undefined, next: -1 });
      throw failure;
    }
  }

  /** Runs a rule under which no mistake is named. */
  silently<N>(rule: () => N): N {
    const { reporting } = this;
    this.reporting = false;
    try {
      return rule();
    } finally {
      this.reporting = reporting;
    }
  }

  // ---- errors

  /** An error over a range; `endColumn` −1 leaves the end open. */
  error(
    message: string,
    lineno: number,
    column: number,
    endLineno: number,
    endColumn: number,
    type: SyntaxErrorType = 'SyntaxError',
  ): PythonSyntaxError {
    const { source } = this.tokens;
    // CPython shows the newline unless it has read beyond the line.
    const reached = this.endLines[Math.min(this.furthest, this.tokens.count - 1)]!;
    const text = reached <= lineno ? source.lineWithNewline(lineno) : source.line(lineno);
    return source.error(type, message, lineno, column, endLineno, endColumn, text);
  }

  errorAtNode(message: string, node: Position): PythonSyntaxError {
    return this.errorOverNodes(message, node, node);
  }

  errorOverNodes(message: string, first: Position, last: Position): PythonSyntaxError {
    return this.error(message, first.lineno, first.col_offset, last.end_lineno, last.end_col_offset);
  }

  errorAtToken(message: string, index: number, type: SyntaxErrorType = 'SyntaxError'): PythonSyntaxError {
    return this.errorOverTokens(message, index, index, type);
  }

  errorOverTokens(
    message: string,
    first: number,
    last: number,
    type: SyntaxErrorType = 'SyntaxError',
  ): PythonSyntaxError {
    const [line, column] = [this.lineOf(first), this.columnOf(first)];
    return this.error(message, line, column, this.endLineOf(last), this.endColumnOf(last), type);
  }

  /** From a token to the end of the furthest one read, less one column, as CPython counts there. */
  errorFromToken(message: string, first: number): PythonSyntaxError {
    return this.errorFrom(message, this.lineOf(first), this.columnOf(first));
  }

  /** The same, from a node. */
  errorFromNode(message: string, node: Position): PythonSyntaxError {
    return this.errorFrom(message, node.lineno, node.col_offset);
  }

  private errorFrom(message: string, lineno: number, column: number): PythonSyntaxError {
    const last = Math.max(this.furthest, this.pos);
    return this.error(message, lineno, column, this.endLineOf(last), this.endColumnOf(last) - 1);
  }

  /** At the furthest token read (CPython's RAISE_SYNTAX_ERROR). */
  errorHere(message: string, type: SyntaxErrorType = 'SyntaxError'): PythonSyntaxError {
    const index = Math.max(this.furthest, this.pos);
    const kind = this.kinds[index]!;
    if (kind === T.ERRORTOKEN) return this.tokenError();
    if (kind === T.ENDMARKER || (kind === T.DEDENT && this.starts[index] === this.text.length)) {
      // CPython's tokenizer still stands at the end of the last line.
      const { source } = this.tokens;
      const line = this.lineOf(index) - 1;
      const text = source.lineWithNewline(line);
      return source.error(type, message, line, text.length - 1, line, -2, text);
    }
    if (kind === T.INDENT || kind === T.DEDENT) {
      const line = this.lineOf(index);
      return this.error(message, line, this.columnOf(index) - 1, line, -2, type);
    }
    return this.errorAtToken(message, index, type);
  }

  /** What the tokenizer found wrong at the ERRORTOKEN. */
  tokenError(): PythonSyntaxError {
    const { error } = this.tokens;
    return error ?? this.unclosedBracketError();
  }

  unclosedBracketError(): PythonSyntaxError {
    const { source, unclosed } = this.tokens;
    const { character, lineno, column } = unclosed!;
    const text = lineno >= this.lineStarts.length - 2 ? source.lineWithNewline(lineno) : source.line(lineno);
    return source.error('SyntaxError', `'${character}' was never closed`, lineno, column, lineno, -1, text);
  }
}

/** The fields of a node that covers one other node. */
export function positionOf(node: Expr): Position {
  return {
    lineno: node.lineno,
    col_offset: node.col_offset,
    end_lineno: node.end_lineno,
    end_col_offset: node.end_col_offset,
  };
}

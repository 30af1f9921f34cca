/** Where the compiler reports SyntaxErrors and SyntaxWarnings. */
import { PythonSyntaxError } from '../syntax/index.ts';
import type { SourceRange } from './position.ts';

export interface SyntaxWarning {
  readonly message: string;
  readonly filename: string;
  readonly range: SourceRange;
}

/** Knows the file that is compiled. */
export class ErrorReporter {
  readonly filename: string;
  readonly #source: string | null;
  readonly #onWarning: (warning: SyntaxWarning) => void;

  constructor(
    filename: string,
    source: string | null = null,
    onWarning: (warning: SyntaxWarning) => void = () => {},
  ) {
    this.filename = filename;
    this.#source = source;
    this.#onWarning = onWarning;
  }

  fail(message: string, range: SourceRange): never {
    throw new PythonSyntaxError({
      type: 'SyntaxError',
      message,
      filename: this.filename,
      lineno: range.line,
      offset: this.#utf8Column(range.line, range.col) + 1,
      text: this.#lines()?.[range.line - 1] ?? null,
      end_lineno: range.endLine,
      end_offset: this.#utf8Column(range.endLine, range.endCol) + 1,
    });
  }

  warn(message: string, range: SourceRange): void {
    this.#onWarning({ message, filename: this.filename, range });
  }

  #lines(): string[] | null {
    return this.#source?.split(/\r\n|\r|\n/) ?? null;
  }

  /** Columns of the compiler's errors count UTF-8 bytes, as CPython's do. */
  #utf8Column(line: number, column: number): number {
    const text = this.#lines()?.[line - 1];
    if (text === undefined) return column;
    return new TextEncoder().encode(text.slice(0, column)).length;
  }
}

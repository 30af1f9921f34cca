/** A source text with its line starts: what turns offsets into the lines and columns that errors and nodes carry. */
import { PythonSyntaxError, type SyntaxErrorType } from './errors.ts';

export class SourceText {
  readonly filename: string;
  /** With `\n` line ends only, and always ending in one. */
  readonly text: string;
  /** False where the last newline is ours, and not to be seen in errors (CPython adds it to modules only). */
  readonly hasLastNewline: boolean;
  /** Where the source ends, a newline of ours not counted. */
  readonly end: number;
  /** Offset of the first character of line n at index n; index 0 is unused. Filled by the tokenizer as it goes. */
  readonly lineStarts: number[] = [0, 0];

  constructor(source: string, filename: string, isModule = true) {
    this.filename = filename;
    // CPython's translate_newlines (Parser/tokenizer/helpers.c) does the same before it reads a token.
    let text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    const isComplete = text.length === 0 || text.charCodeAt(text.length - 1) === 10;
    this.text = isComplete ? text : `${text}\n`;
    this.hasLastNewline = isComplete || isModule;
    this.end = this.hasLastNewline ? this.text.length : this.text.length - 1;
  }

  /** Line `lineno` without its newline. */
  line(lineno: number): string {
    const start = this.lineStarts[lineno] ?? this.text.length;
    const end = this.text.indexOf('\n', start);
    return this.text.slice(start, end < 0 ? this.text.length : end);
  }

  /** The line as error texts show it while nothing beyond it has been read. */
  lineWithNewline(lineno: number): string {
    const line = this.line(lineno);
    const isLast = (this.lineStarts[lineno] ?? 0) + line.length + 1 >= this.text.length;
    return isLast && (!this.hasLastNewline || this.text === '') ? line : `${line}\n`;
  }

  /**
   * An error at a place. Columns are 0-based UTF-16 units, turned into 1-based code points here; a negative `endColumn`
   * is an open end, which Python shows as 0 (−1) or −1 (−2).
   */
  error(
    type: SyntaxErrorType,
    message: string,
    lineno: number,
    column: number,
    endLineno: number,
    endColumn: number,
    text: string = this.line(lineno),
  ): PythonSyntaxError {
    return new PythonSyntaxError({
      type,
      message,
      filename: this.filename,
      lineno,
      offset: this.codePointColumn(lineno, column) + 1,
      text,
      end_lineno: endLineno,
      end_offset: endColumn < 0 ? endColumn + 1 : this.codePointColumn(endLineno, endColumn) + 1,
    });
  }

  private codePointColumn(lineno: number, column: number): number {
    const start = this.lineStarts[lineno] ?? this.text.length;
    let count = column;
    for (let i = 0; i + 1 < column; i++) {
      const high = this.text.charCodeAt(start + i);
      if (high >= 0xd800 && high < 0xdc00) {
        const low = this.text.charCodeAt(start + i + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          count--;
          i++;
        }
      }
    }
    return count;
  }
}

/**
 * What the room throws: `PythonSyntaxError`, a value with the fields of Python's SyntaxError.
 *
 * It does not extend `Error`: no JavaScript stack is captured, and the VM turns it into a Python exception.
 */

/**
 * `MemoryError` is CPython's answer to source nested too deeply for the parser's stack; `_IncompleteInputError`, a subclass
 * of SyntaxError, comes only under `ParseOptions.allowIncompleteInput`.
 */
export type SyntaxErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'MemoryError'
  | '_IncompleteInputError';

export interface SyntaxErrorDetails {
  readonly type: SyntaxErrorType;
  readonly message: string;
  readonly filename: string;
  /** 1-based; null where the error has no place (a null byte in the source). */
  readonly lineno: number | null;
  /** 1-based, in code points of the line. */
  readonly offset: number | null;
  /** The line, without its newline. */
  readonly text: string | null;
  readonly end_lineno: number | null;
  /** 1-based, one past the end; 0 where CPython leaves the end open. */
  readonly end_offset: number | null;
}

export class PythonSyntaxError implements SyntaxErrorDetails {
  readonly type: SyntaxErrorType;
  readonly message: string;
  readonly filename: string;
  readonly lineno: number | null;
  readonly offset: number | null;
  readonly text: string | null;
  readonly end_lineno: number | null;
  readonly end_offset: number | null;

  constructor(details: SyntaxErrorDetails) {
    this.type = details.type;
    this.message = details.message;
    this.filename = details.filename;
    this.lineno = details.lineno;
    this.offset = details.offset;
    this.text = details.text;
    this.end_lineno = details.end_lineno;
    this.end_offset = details.end_offset;
  }

  toString(): string {
    return `${this.type}: ${this.message} (${this.filename}, line ${this.lineno})`;
  }
}

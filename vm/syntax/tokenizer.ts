/**
 * Source text → tokens (language reference 2; the behaviour, errors included, is that of CPython's Parser/lexer/lexer.c).
 *
 * The whole text is tokenized before parsing; an error becomes an ERRORTOKEN that ends the list, and `errorOverrides` says
 * whether it is reported although the parser finds a mistake above it, as CPython does for most tokenizer errors
 * (_PyPegen_tokenize_full_source_to_check_for_errors) but not for a wrong dedent, a tab error or the end of the file in a
 * bracket.
 */
import {
  invalidIdentifierIndex,
  isDigit,
  isPrintable,
  mayContinueIdentifier,
  mayStartIdentifier,
} from './characters.ts';
import { PythonSyntaxError } from './errors.ts';
import { numberName, scanNumber } from './number-scanner.ts';
import { operatorKind } from './operators.ts';
import type { SourceText } from './source.ts';
import {
  COLON,
  DEDENT,
  ENDMARKER,
  EQUAL,
  ERRORTOKEN,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  INDENT,
  NAME,
  NEWLINE,
  NUMBER,
  STRING,
  TSTRING_END,
  TSTRING_MIDDLE,
  TSTRING_START,
  UNKNOWN,
} from './token.ts';
import { type OpenBracket, TokenList, wordKind } from './token-list.ts';

const TAB_SIZE = 8;
const MAX_INDENTS = 100;
const MAX_BRACKETS = 200;
const MAX_FSTRINGS = 150;
const MAX_FSTRING_EXPRESSIONS = 3;

const BACKSLASH = 92;
const HASH = 35;
const NEWLINE_CHARACTER = 10;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What the tokenizer knows of an f-string or t-string it is inside of (PEP 701). */
interface FormatString {
  readonly isTemplate: boolean;
  readonly isRaw: boolean;
  readonly quote: number;
  readonly quoteSize: 1 | 3;
  /** Of the prefix. */
  readonly start: number;
  readonly startLine: number;
  /** True while the text between the fields is read, false inside of `{…}`. */
  inText: boolean;
  inFormatSpec: boolean;
  /** The field has had a `=` (CPython's f_string_debug). */
  sawEqual: boolean;
  /** Brackets open inside of this string. */
  depth: number;
  /** The depth outside of the innermost field: −1 where no field is open. */
  fieldDepth: number;
}

export function tokenizeSource(source: SourceText): TokenList {
  const tokenizer = new Tokenizer(source);
  tokenizer.run();
  return tokenizer.tokens;
}

class Tokenizer {
  readonly tokens: TokenList;
  private readonly source: SourceText;
  private readonly text: string;
  private pos = 0;
  private line = 1;
  private lineStart = 0;
  private readonly brackets: OpenBracket[] = [];
  private readonly indents: number[] = [0];
  /** The same indents with a tab worth one column: where the two disagree, tabs and spaces are mixed (TabError). */
  private readonly alternativeIndents: number[] = [0];
  private readonly strings: FormatString[] = [];
  private string: FormatString | null = null;
  private done = false;

  constructor(source: SourceText) {
    this.source = source;
    this.text = source.text;
    this.tokens = new TokenList(source);
  }

  run(): void {
    try {
      this.scanLineStart();
      while (!this.done) {
        if (this.string?.inText) this.scanStringText(this.string);
        else this.scanToken();
      }
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      this.stop(error);
      // CPython 3.14 does not let a broken f-string hide a mistake above it.
      this.tokens.errorOverrides = this.strings.length === 0;
      return;
    }
    this.tokens.unclosed = this.brackets.at(-1) ?? null;
  }

  // ---- lines and indentation

  private nextLine(): void {
    this.line++;
    this.lineStart = this.pos;
    this.source.lineStarts.push(this.pos);
  }

  /** At the start of a logical line: skips blank and comment lines, then emits INDENT and DEDENTs. */
  private scanLineStart(): void {
    const text = this.text;
    for (;;) {
      let column = 0;
      let alternative = 0;
      let continuedColumn = 0;
      let c: number;
      for (;;) {
        c = text.charCodeAt(this.pos);
        if (c === 32) {
          column++;
          alternative++;
        } else if (c === 9) {
          column = (Math.floor(column / TAB_SIZE) + 1) * TAB_SIZE;
          alternative++;
        } else if (c === 12) {
          column = 0;
          alternative = 0;
        } else if (c === BACKSLASH) {
          // The indentation before the first backslash counts for the line that follows.
          continuedColumn = continuedColumn || column;
          if (!this.skipContinuation()) return;
          continue;
        } else break;
        this.pos++;
      }
      if (c === HASH) {
        this.skipComment();
        c = text.charCodeAt(this.pos);
      }
      if (c === NEWLINE_CHARACTER) {
        this.pos++;
        this.nextLine();
        continue;
      }
      if (continuedColumn !== 0) {
        column = continuedColumn;
        alternative = continuedColumn;
      }
      this.emitIndentation(column, alternative);
      return;
    }
  }

  private emitIndentation(column: number, alternative: number): void {
    const { indents, alternativeIndents } = this;
    const top = indents.length - 1;
    if (column === indents[top]) {
      if (alternative !== alternativeIndents[top]) this.stopWithTabError();
      return;
    }
    if (column > indents[top]!) {
      if (indents.length >= MAX_INDENTS) {
        this.stop(this.errorAtLine('IndentationError', 'too many levels of indentation'));
        return;
      }
      if (alternative <= alternativeIndents[top]!) {
        this.stopWithTabError();
        return;
      }
      indents.push(column);
      alternativeIndents.push(alternative);
      this.add(INDENT, this.pos);
      return;
    }
    let dedents = 0;
    while (column < indents.at(-1)!) {
      indents.pop();
      alternativeIndents.pop();
      dedents++;
    }
    if (column !== indents.at(-1)) {
      const length = this.source.line(this.line).length;
      const { line } = this;
      const text = this.source.lineWithNewline(line);
      const message = 'unindent does not match any outer indentation level';
      this.stop(this.source.error('IndentationError', message, line, length, line, -2, text));
      return;
    }
    if (alternative !== alternativeIndents.at(-1)) {
      this.stopWithTabError();
      return;
    }
    for (; dedents > 0; dedents--) this.add(DEDENT, this.pos);
  }

  private stopWithTabError(): void {
    this.stop(this.errorAtLine('TabError', 'inconsistent use of tabs and spaces in indentation'));
  }

  private errorAtLine(type: 'IndentationError' | 'TabError', message: string): PythonSyntaxError {
    const { line } = this;
    return this.source.error(type, message, line, 0, line, -1, this.source.lineWithNewline(line));
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.pos);
    this.pos = end < 0 ? this.text.length : end;
  }

  /** At a backslash: passes over it and the newline. False where it may not stand; the list then ends. */
  private skipContinuation(): boolean {
    const { line } = this;
    const isAtEnd = this.pos + 1 >= this.source.end;
    if (isAtEnd || this.text.charCodeAt(this.pos + 1) !== NEWLINE_CHARACTER) {
      const message = 'unexpected character after line continuation character';
      const column = this.pos - this.lineStart + (isAtEnd ? 0 : 1);
      this.stop(
        this.source.error('SyntaxError', message, line, column, line, -1, this.source.lineWithNewline(line)),
      );
      return false;
    }
    this.pos += 2;
    this.nextLine();
    if (this.pos < this.text.length) return true;
    this.tokens.endedEarly = true;
    if (this.brackets.length > 0) {
      this.stop(null);
    } else {
      const text = this.source.lineWithNewline(line);
      const column = this.pos - 1 - this.source.lineStarts[line]!;
      this.stop(
        this.source.error('SyntaxError', 'unexpected EOF while parsing', line, column, line, -2, text),
      );
    }
    return false;
  }

  // ---- tokens

  private add(kind: number, start: number): void {
    this.tokens.add(kind, start, this.pos, this.line, this.line, this.brackets.length);
  }

  private scanToken(): void {
    const text = this.text;
    let c = text.charCodeAt(this.pos);
    while (c === 32 || c === 9 || c === 12) c = text.charCodeAt(++this.pos);
    // The token NEWLINE covers the comment before it.
    const tokenStart = this.pos;
    if (c === HASH) {
      this.skipComment();
      c = text.charCodeAt(this.pos);
    }
    if (this.pos >= text.length) {
      this.finish();
      return;
    }
    if (mayStartIdentifier(c)) {
      this.scanWord(c);
      return;
    }
    if (c === NEWLINE_CHARACTER) {
      this.scanNewline(tokenStart);
      return;
    }
    const start = this.pos;
    if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(start + 1)))) {
      this.scanNumberToken(start);
      return;
    }
    if (c === DOUBLE_QUOTE || c === SINGLE_QUOTE) {
      this.scanString(start, c);
      return;
    }
    if (c === BACKSLASH) {
      this.skipContinuation();
      return;
    }
    this.scanOperator(start, c);
  }

  private finish(): void {
    if (this.brackets.length > 0) {
      this.tokens.endedEarly = true;
      this.stop(null);
      return;
    }
    for (let i = this.indents.length; i > 1; i--) this.add(DEDENT, this.pos);
    this.add(ENDMARKER, this.pos);
    this.done = true;
  }

  /** `error` null: the end of the file inside of a bracket. */
  private stop(error: PythonSyntaxError | null): void {
    this.tokens.error = error;
    this.add(ERRORTOKEN, this.pos);
    this.done = true;
  }

  private scanNewline(start: number): void {
    if (this.brackets.length > 0) {
      this.pos++;
      this.nextLine();
      return;
    }
    this.pos++;
    this.add(NEWLINE, start);
    this.nextLine();
    this.scanLineStart();
  }

  private scanWord(first: number): void {
    const text = this.text;
    const start = this.pos;
    let pos = start;
    let c = first;
    let high = 0;
    do {
      high |= c;
      c = text.charCodeAt(++pos);
    } while (mayContinueIdentifier(c));
    this.pos = pos;
    if ((c === DOUBLE_QUOTE || c === SINGLE_QUOTE) && pos - start <= 5) {
      const prefix = text.slice(start, pos).toLowerCase();
      if (STRING_PREFIXES.has(prefix)) {
        this.scanString(start, c);
        return;
      }
      if (FORMAT_PREFIXES.has(prefix)) {
        this.scanFormatStringStart(start, c, prefix);
        return;
      }
      const clash = incompatiblePrefixes(prefix);
      if (clash !== undefined) {
        const message = `'${clash[0]}' and '${clash[1]}' prefixes are incompatible`;
        const { line, lineStart } = this;
        throw this.source.error('SyntaxError', message, line, start - lineStart, line, pos - lineStart);
      }
    }
    if (high >= 128) {
      this.scanUnicodeName(start);
      return;
    }
    // Keywords are 2 to 8 letters long.
    const length = pos - start;
    const kind = length >= 2 && length <= 8 ? wordKind(text.slice(start, pos)) : NAME;
    this.tokens.add(kind, start, pos, this.line, this.line, this.brackets.length);
  }

  private scanUnicodeName(start: number): void {
    const name = this.text.slice(start, this.pos);
    const invalid = invalidIdentifierIndex(name);
    if (invalid >= 0) {
      const codePoint = name.codePointAt(invalid)!;
      const character = String.fromCodePoint(codePoint);
      const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
      const message = isPrintable(character)
        ? `invalid character '${character}' (U+${code})`
        : `invalid non-printable character U+${code}`;
      throw this.errorAt(start + invalid + character.length, message);
    }
    this.tokens.normalizedNames.set(this.tokens.count, name.normalize('NFKC'));
    this.add(NAME, start);
  }

  private scanNumberToken(start: number): void {
    const scanned = scanNumber(this.text, start);
    if (typeof scanned !== 'number') {
      const { line, lineStart } = this;
      throw scanned.from === undefined
        ? this.errorAt(scanned.at, scanned.message)
        : this.source.error(
            'SyntaxError',
            scanned.message,
            line,
            scanned.from - lineStart,
            line,
            scanned.at - 1 - lineStart,
          );
    }
    this.pos = scanned;
    if (mayStartIdentifier(this.text.charCodeAt(scanned))) {
      const message = `invalid ${numberName(this.text.slice(start, scanned))} literal`;
      this.tokens.warnings.push({ message, lineno: this.line });
    }
    this.add(NUMBER, start);
  }

  /** The error that CPython's tokenizer raises with its cursor at `pos`: it points at the character before. */
  private errorAt(pos: number, message: string): PythonSyntaxError {
    const column = Math.max(pos - this.lineStart, 0) - 1;
    const width = pos >= 2 && isLowSurrogate(this.text.charCodeAt(pos - 1)) ? 1 : 0;
    return this.source.error('SyntaxError', message, this.line, column - width, this.line, column - width);
  }

  // ---- strings

  private scanString(start: number, quote: number): void {
    const text = this.text;
    const startLine = this.line;
    const startLineStart = this.lineStart;
    let pos = this.pos + 1;
    let quoteSize = 1;
    if (text.charCodeAt(pos) === quote) {
      if (text.charCodeAt(pos + 1) !== quote) {
        this.pos = pos + 1;
        this.add(STRING, start);
        return;
      }
      quoteSize = 3;
      pos += 2;
    }
    let quotes = 0;
    let escapedQuote = false;
    while (quotes !== quoteSize) {
      let c = text.charCodeAt(pos);
      if (pos >= text.length || (c === NEWLINE_CHARACTER && quoteSize === 1)) {
        const detected = pos >= text.length ? this.line - 1 : this.line;
        this.line = startLine;
        this.lineStart = startLineStart;
        this.tokens.endedEarly = pos >= this.source.end;
        throw this.unterminatedString(start, quote, quoteSize, Math.max(detected, startLine), escapedQuote);
      }
      pos++;
      if (c === quote) {
        quotes++;
        continue;
      }
      quotes = 0;
      if (c === BACKSLASH) {
        c = text.charCodeAt(pos++);
        if (c === quote) escapedQuote = true;
      }
      if (c === NEWLINE_CHARACTER) {
        this.pos = pos;
        this.nextLine();
      }
    }
    this.pos = pos;
    this.tokens.add(STRING, start, pos, startLine, this.line, this.brackets.length);
  }

  private unterminatedString(
    start: number,
    quote: number,
    quoteSize: number,
    line: number,
    escapedQuote: boolean,
  ): PythonSyntaxError {
    const outer = this.string;
    if (outer !== null && outer.quote === quote && outer.quoteSize === quoteSize) {
      return this.errorAt(start + 1, `${stringLetter(outer)}-string: expecting '}'`);
    }
    if (quoteSize === 3)
      return this.errorAt(start + 1, `unterminated triple-quoted string literal (detected at line ${line})`);
    const hint = escapedQuote ? '; perhaps you escaped the end quote?' : '';
    return this.errorAt(start + 1, `unterminated string literal (detected at line ${line})${hint}`);
  }

  private scanFormatStringStart(start: number, quote: number, prefix: string): void {
    const text = this.text;
    let quoteSize: 1 | 3 = 1;
    if (text.charCodeAt(this.pos + 1) === quote && text.charCodeAt(this.pos + 2) === quote) quoteSize = 3;
    this.pos += quoteSize;
    if (this.strings.length + 1 >= MAX_FSTRINGS) {
      throw this.errorAt(this.pos, 'too many nested f-strings or t-strings');
    }
    const isTemplate = prefix.includes('t');
    this.string = {
      isTemplate,
      isRaw: prefix.includes('r'),
      quote,
      quoteSize,
      start,
      startLine: this.line,
      inText: true,
      inFormatSpec: false,
      sawEqual: false,
      depth: 0,
      fieldDepth: -1,
    };
    this.strings.push(this.string);
    this.add(isTemplate ? TSTRING_START : FSTRING_START, start);
  }

  /** At the end of the literal or in its text: emits END, a MIDDLE, or nothing when a field starts at once. */
  private scanStringText(string: FormatString): void {
    const text = this.text;
    const start = this.pos;
    if (text.charCodeAt(start) === OPEN_BRACE && text.charCodeAt(start + 1) !== OPEN_BRACE) {
      this.enterField(string);
      this.scanToken();
      return;
    }
    if (this.atQuotes(start, string)) {
      this.pos = start + string.quoteSize;
      this.add(string.isTemplate ? TSTRING_END : FSTRING_END, start);
      this.strings.pop();
      this.string = this.strings.at(-1) ?? null;
      return;
    }
    const startLine = this.line;
    const middle = (end: number): void => {
      const kind = string.isTemplate ? TSTRING_MIDDLE : FSTRING_MIDDLE;
      this.tokens.add(kind, start, end, startLine, this.line, this.brackets.length);
    };
    const inFormatSpec = string.inFormatSpec && string.fieldDepth >= 0;
    let inCharacterName = false;
    for (;;) {
      const c = text.charCodeAt(this.pos);
      if (this.pos >= text.length || (c === NEWLINE_CHARACTER && string.quoteSize === 1)) {
        if (inFormatSpec && c === NEWLINE_CHARACTER) {
          const kind = stringLetter(string);
          const where = `format specifiers for single quoted ${kind}-strings`;
          throw this.errorAt(this.pos + 1, `${kind}-string: newlines are not allowed in ${where}`);
        }
        throw this.unterminatedFormatString(string);
      }
      if (c === string.quote && this.atQuotes(this.pos, string)) {
        middle(this.pos);
        return;
      }
      this.pos++;
      if (c === OPEN_BRACE) {
        if (text.charCodeAt(this.pos) === OPEN_BRACE && !inFormatSpec) {
          this.pos++;
          middle(this.pos);
          return;
        }
        this.pos--;
        middle(this.pos);
        this.enterField(string);
        return;
      }
      if (c === CLOSE_BRACE) {
        if (inCharacterName) {
          middle(this.pos);
          return;
        }
        if (text.charCodeAt(this.pos) === CLOSE_BRACE && !inFormatSpec && string.depth === 0) {
          this.pos++;
          middle(this.pos);
          return;
        }
        this.pos--;
        string.inText = false;
        middle(this.pos);
        return;
      }
      if (c === NEWLINE_CHARACTER) {
        this.nextLine();
      } else if (c === BACKSLASH) {
        const escaped = text.charCodeAt(this.pos);
        if (escaped === OPEN_BRACE || escaped === CLOSE_BRACE) continue;
        if (this.pos < text.length) this.pos++;
        if (escaped === NEWLINE_CHARACTER) this.nextLine();
        else if (escaped === 78 && !string.isRaw && text.charCodeAt(this.pos) === OPEN_BRACE) {
          this.pos++;
          inCharacterName = true;
        }
      }
    }
  }

  private atQuotes(pos: number, string: FormatString): boolean {
    const { text } = this;
    const { quote } = string;
    if (text.charCodeAt(pos) !== quote) return false;
    return (
      string.quoteSize === 1 || (text.charCodeAt(pos + 1) === quote && text.charCodeAt(pos + 2) === quote)
    );
  }

  private enterField(string: FormatString): void {
    string.fieldDepth++;
    if (string.fieldDepth >= MAX_FSTRING_EXPRESSIONS) {
      throw this.errorAt(this.pos, `${stringLetter(string)}-string: expressions nested too deeply`);
    }
    string.inText = false;
  }

  private unterminatedFormatString(string: FormatString): PythonSyntaxError {
    const detected = this.pos >= this.text.length ? this.line - 1 : this.line;
    const letter = stringLetter(string);
    const size = string.quoteSize === 3 ? 'triple-quoted ' : '';
    this.tokens.endedEarly = this.pos >= this.source.end;
    this.line = string.startLine;
    this.lineStart = this.source.lineStarts[string.startLine]!;
    const line = Math.max(detected, string.startLine);
    return this.errorAt(
      string.start + 1,
      `unterminated ${size}${letter}-string literal (detected at line ${line})`,
    );
  }

  // ---- operators

  private scanOperator(start: number, c: number): void {
    const { text, string } = this;
    if (c === 58 && string !== null && string.fieldDepth >= 0 && string.depth - 1 === string.fieldDepth) {
      // The colon that ends a field's expression: what follows is its format specification.
      this.pos = start + 1;
      string.inText = true;
      string.inFormatSpec = true;
      this.add(COLON, start);
      return;
    }
    const kindAndLength = operatorKind(c, text.charCodeAt(start + 1), text.charCodeAt(start + 2));
    if (kindAndLength === 0) {
      const character = String.fromCharCode(c);
      if (isPrintable(character)) {
        // CPython hands `$`, `?` and '`' to the parser, which knows no rule for them.
        this.pos = start + 1;
        this.add(UNKNOWN, start);
        return;
      }
      const code = c.toString(16).toUpperCase().padStart(4, '0');
      throw this.errorAt(start + 1, `invalid non-printable character U+${code}`);
    }
    const kind = kindAndLength >> 2;
    this.pos = start + (kindAndLength & 3);
    if (c === 40 || c === 91 || c === OPEN_BRACE) {
      this.openBracket(start);
    } else if (c === 41 || c === 93 || c === CLOSE_BRACE) {
      this.closeBracket(text[start]!);
    } else if (kind === EQUAL && string !== null && string.fieldDepth >= 0) {
      string.sawEqual = true;
    }
    this.add(kind, start);
  }

  private openBracket(start: number): void {
    if (this.brackets.length >= MAX_BRACKETS) throw this.errorAt(start + 1, 'too many nested parentheses');
    this.brackets.push({ character: this.text[start]!, lineno: this.line, column: start - this.lineStart });
    if (this.string !== null) this.string.depth++;
  }

  private closeBracket(character: string): void {
    const { string } = this;
    const fail = (message: string): never => {
      throw this.errorAt(this.pos, message);
    };
    if (string !== null && string.depth === 0 && character === '}') {
      fail(`${stringLetter(string)}-string: single '}' is not allowed`);
    }
    const open = this.brackets.pop();
    if (open === undefined) throw this.errorAt(this.pos, `unmatched '${character}'`);
    const partner = open.character === '(' ? ')' : open.character === '[' ? ']' : '}';
    if (character !== partner) {
      if (string !== null && open.character === '{' && string.depth - 1 === string.fieldDepth) {
        fail(`${stringLetter(string)}-string: unmatched '${character}'`);
      }
      const where = open.lineno === this.line ? '' : ` on line ${open.lineno}`;
      fail(
        `closing parenthesis '${character}' does not match opening parenthesis '${open.character}'${where}`,
      );
    }
    if (string === null) return;
    string.depth--;
    if (string.depth < 0) fail(`${stringLetter(string)}-string: unmatched '${character}'`);
    if (character === '}' && string.depth === string.fieldDepth) {
      string.fieldDepth--;
      string.inText = true;
      string.inFormatSpec = false;
      string.sawEqual = false;
    }
  }
}

const STRING_PREFIXES: ReadonlySet<string> = new Set(['r', 'u', 'b', 'br', 'rb']);
const FORMAT_PREFIXES: ReadonlySet<string> = new Set(['f', 'fr', 'rf', 't', 'tr', 'rt']);

const INCOMPATIBLE_PREFIXES = ['ub', 'ur', 'uf', 'ut', 'bf', 'bt', 'ft'] as const;

/** Two letters before a quote that never go together; undefined if the word is no row of prefix letters at all. */
function incompatiblePrefixes(prefix: string): string | undefined {
  if (!/^[burft]+$/.test(prefix) || new Set(prefix).size !== prefix.length) return undefined;
  return INCOMPATIBLE_PREFIXES.find((pair) => prefix.includes(pair[0]!) && prefix.includes(pair[1]!));
}

function stringLetter(string: FormatString): 'f' | 't' {
  return string.isTemplate ? 't' : 'f';
}

function isLowSurrogate(c: number): boolean {
  return c >= 0xdc00 && c < 0xe000;
}

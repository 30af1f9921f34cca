/** Escape sequences and the values of string and bytes literals (language reference 2.5.1). */
import type { BytesConstant, StrConstant } from './constant.ts';
import type { PythonSyntaxError } from './errors.ts';
import type { Parser } from './parser.ts';

const BACKSLASH = 92;

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** The value of STRING token `index`. */
export function decodeLiteral(
  p: Parser,
  index: number,
): { value: StrConstant | BytesConstant; isUnicode: boolean } {
  const text = p.tokenText(index);
  let start = 0;
  let isRaw = false;
  let isBytes = false;
  let isUnicode = false;
  for (; ; start++) {
    const c = text.charCodeAt(start) | 32;
    if (c === 114) isRaw = true;
    else if (c === 98) isBytes = true;
    else if (c === 117) isUnicode = text[start] === 'u';
    else break;
  }
  const quote = text[start]!;
  const size = text.length - start >= 6 && text.startsWith(quote.repeat(3), start) ? 3 : 1;
  const body = text.slice(start + size, text.length - size);
  if (isBytes)
    return { value: { type: 'bytes', value: decodeBytes(p, index, body, isRaw) }, isUnicode: false };
  const value: StrConstant =
    isRaw || !body.includes('\\') ? { type: 'str', value: body } : decodeEscapes(p, index, body, index);
  return { value, isUnicode };
}

/** The value of an FSTRING_MIDDLE or TSTRING_MIDDLE token. A doubled brace ends its token, and stands for one. */
export function decodeFormatText(p: Parser, index: number, isRaw: boolean, errorToken: number): StrConstant {
  let text = p.tokenText(index);
  if (text.endsWith('{{') || text.endsWith('}}')) text = text.slice(0, -1);
  return isRaw || !text.includes('\\')
    ? { type: 'str', value: text }
    : decodeEscapes(p, index, text, errorToken);
}

export function joinStrings(parts: readonly StrConstant[]): StrConstant {
  const value = parts.map((part) => part.value).join('');
  let ambiguous = parts.some((part) => part.codePoints !== undefined);
  for (let i = 1; i < parts.length && !ambiguous; i++) {
    ambiguous =
      isHighSurrogate(lastUnit(parts[i - 1]!.value)) && isLowSurrogate(parts[i]!.value.charCodeAt(0));
  }
  if (!ambiguous) return { type: 'str', value };
  return {
    type: 'str',
    value,
    codePoints: parts.flatMap((part) => part.codePoints ?? codePointsOf(part.value)),
  };
}

function lastUnit(text: string): number {
  return text.charCodeAt(text.length - 1);
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0)!);
}

function isHighSurrogate(c: number): boolean {
  return c >= 0xd800 && c < 0xdc00;
}

function isLowSurrogate(c: number): boolean {
  return c >= 0xdc00 && c < 0xe000;
}

// ---- str

/** Offsets in error messages count the bytes that CPython decodes: characters above ASCII stand as `\UXXXXXXXX` there. */
const ESCAPED_WIDTH = 10;

function decodeEscapes(p: Parser, token: number, body: string, errorToken: number): StrConstant {
  const parts: StrConstant[] = [];
  let plainStart = 0;
  let pos = body.indexOf('\\');
  const push = (value: string): void => {
    parts.push({ type: 'str', value });
  };
  while (pos >= 0) {
    if (pos > plainStart) push(body.slice(plainStart, pos));
    const backslash = pos;
    const letter = body[backslash + 1];
    pos += 2;
    const simple = letter === undefined ? undefined : SIMPLE_ESCAPES.get(letter);
    if (simple !== undefined) {
      push(simple);
    } else if (letter === 'x' || letter === 'u' || letter === 'U') {
      const width = letter === 'x' ? 2 : letter === 'u' ? 4 : 8;
      const digits = hexDigits(body, pos, width);
      if (digits < width) {
        const kind = letter === 'x' ? '\\xXX' : letter === 'u' ? '\\uXXXX' : '\\UXXXXXXXX';
        throw unicodeError(p, errorToken, body, backslash, pos + digits - 1, `truncated ${kind} escape`);
      }
      const code = Number.parseInt(body.slice(pos, pos + width), 16);
      pos += width;
      if (code > 0x10ffff)
        throw unicodeError(p, errorToken, body, backslash, pos - 1, 'illegal Unicode character');
      push(String.fromCodePoint(code));
    } else if (letter === 'N') {
      pos = namedCharacter(p, errorToken, body, backslash, push);
    } else if (letter !== undefined && letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(body.slice(backslash + 1, backslash + 4))![0];
      const code = Number.parseInt(digits, 8);
      if (code > 0o377)
        warn(
          p,
          token,
          body,
          backslash,
          `"\\${digits}" is an invalid octal escape sequence. Such sequences will not work in the future. Did you mean "\\\\${digits}"? A raw string is also an option.`,
        );
      push(String.fromCharCode(code));
      pos = backslash + 1 + digits.length;
    } else {
      if (letter !== undefined) warnInvalidEscape(p, token, body, backslash, letter);
      push('\\');
      pos = backslash + 1;
    }
    plainStart = pos;
    // The character after a backslash that escapes nothing is text, never the start of another escape.
    pos = body.indexOf('\\', pos);
  }
  if (plainStart < body.length) push(body.slice(plainStart));
  return joinStrings(parts);
}

function hexDigits(body: string, pos: number, width: number): number {
  let count = 0;
  while (count < width && /[0-9a-fA-F]/.test(body[pos + count] ?? '')) count++;
  return count;
}

/** `\N{name}` at `backslash`. Returns the offset after it. */
function namedCharacter(
  p: Parser,
  errorToken: number,
  body: string,
  backslash: number,
  push: (value: string) => void,
): number {
  const open = backslash + 2;
  const close = body[open] === '{' ? body.indexOf('}', open) : -1;
  if (close < 0 || close === open + 1) {
    const end = close < 0 && body[open] === '{' ? body.length - 1 : close < 0 ? open - 1 : open;
    throw unicodeError(p, errorToken, body, backslash, end, 'malformed \\N character escape');
  }
  const characters = p.options.characterByName?.(body.slice(open + 1, close));
  if (characters === undefined) {
    throw unicodeError(p, errorToken, body, backslash, close, 'unknown Unicode character name');
  }
  push(characters);
  return close + 1;
}

function unicodeError(
  p: Parser,
  token: number,
  body: string,
  first: number,
  last: number,
  reason: string,
): PythonSyntaxError {
  const offset = (index: number): number => {
    let bytes = 0;
    for (const character of body.slice(0, index))
      bytes += character.codePointAt(0)! < 128 ? 1 : ESCAPED_WIDTH;
    return bytes;
  };
  const [from, to] = [offset(first), offset(last)];
  const where = from === to ? `byte 0x5c in position ${from}` : `bytes in position ${from}-${to}`;
  return p.errorAtToken(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`, token);
}

// ---- bytes

function decodeBytes(p: Parser, token: number, body: string, isRaw: boolean): Uint8Array {
  const bytes = new Uint8Array(body.length);
  let length = 0;
  for (let pos = 0; pos < body.length; pos++) {
    const c = body.charCodeAt(pos);
    if (c >= 128) throw p.errorAtToken('bytes can only contain ASCII literal characters', token);
    if (c !== BACKSLASH || isRaw) {
      bytes[length++] = c;
      continue;
    }
    const letter = body[pos + 1]!;
    const simple = SIMPLE_ESCAPES.get(letter);
    if (simple !== undefined) {
      if (simple !== '') bytes[length++] = simple.charCodeAt(0);
      pos++;
    } else if (letter === 'x') {
      if (hexDigits(body, pos + 2, 2) < 2) {
        throw p.errorAtToken(`(value error) invalid \\x escape at position ${pos}`, token);
      }
      bytes[length++] = Number.parseInt(body.slice(pos + 2, pos + 4), 16);
      pos += 3;
    } else if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(body.slice(pos + 1, pos + 4))![0];
      const code = Number.parseInt(digits, 8);
      if (code > 0o377)
        warn(
          p,
          token,
          body,
          pos,
          `"\\${digits}" is an invalid octal escape sequence. Such sequences will not work in the future. Did you mean "\\\\${digits}"? A raw string is also an option.`,
        );
      bytes[length++] = code & 0xff;
      pos += digits.length;
    } else {
      warnInvalidEscape(p, token, body, pos, letter);
      bytes[length++] = BACKSLASH;
    }
  }
  return bytes.slice(0, length);
}

// ---- warnings

function warnInvalidEscape(p: Parser, token: number, body: string, at: number, letter: string): void {
  const message = `"\\${letter}" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\\\${letter}"? A raw string is also an option.`;
  warn(p, token, body, at, message);
}

function warn(p: Parser, token: number, body: string, at: number, message: string): void {
  const { onWarning } = p.options;
  if (onWarning === undefined || p.diagnosing) return;
  let lineno = p.lineOf(token);
  for (let i = body.indexOf('\n'); i >= 0 && i < at; i = body.indexOf('\n', i + 1)) lineno++;
  onWarning({ message, lineno });
}

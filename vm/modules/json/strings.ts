/** JSON strings: escaping, and reading them back (CPython: Modules/_json.c ascii_escape_unicode, scanstring_unicode). */
import {
  call,
  codePoints,
  type Escapes,
  getAttribute,
  machine,
  newStr,
  type PyBaseException,
  type StrValue,
  strConcatAll,
  strFromCodePoint,
  strToJs,
} from '../../objects/index.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const escapeUnit = (unit: string): string =>
  SHORT_ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const NEEDS_ASCII_ESCAPE = /["\\]|[^ -~]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes.
const NEEDS_ESCAPE = /["\\\x00-\x1f]/;

/** With quotes; everything beyond ASCII as `\u` escapes, astral characters as two. */
export function quoteAscii(value: StrValue): string {
  const text = strToJs(value);
  return NEEDS_ASCII_ESCAPE.test(text) ? `"${text.replace(/["\\]|[^ -~]/g, escapeUnit)}"` : `"${text}"`;
}

/** With quotes; only what JSON demands is escaped. */
export function quote(value: StrValue): StrValue {
  const text = strToJs(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes.
  const quoted = NEEDS_ESCAPE.test(text) ? text.replace(/["\\\x00-\x1f]/g, escapeUnit) : text;
  return typeof value === 'string' ? `"${quoted}"` : newStr(`"${quoted}"`);
}

/**
 * A document as it is scanned: the host's text, with astral characters as pairs where `wide`. Positions within are of the
 * host's units; Python sees positions in code points.
 */
export class Source {
  readonly value: StrValue;
  readonly text: string;
  readonly wide: boolean;

  constructor(value: StrValue) {
    this.value = value;
    this.text = strToJs(value);
    this.wide = typeof value !== 'string';
  }

  get length(): number {
    return typeof this.value === 'string' ? this.value.length : this.value.points.length;
  }

  /** Units before a code point. */
  unitsBefore(index: number): number {
    if (!this.wide) return index;
    const points = codePoints(this.value);
    let units = 0;
    for (let at = 0; at < index && at < points.length; at++) units += points[at]! > 0xffff ? 2 : 1;
    return units;
  }

  /** Code points before a unit. */
  pointsBefore(unit: number): number {
    if (!this.wide) return unit;
    const points = codePoints(this.value);
    let at = 0;
    for (let units = 0; units < unit && at < points.length; at++) units += points[at]! > 0xffff ? 2 : 1;
    return at;
  }

  /** The str of a piece. */
  piece(start: number, end: number): StrValue {
    const text = this.text.slice(start, end);
    return this.wide ? newStr(text) : text;
  }

  /** JSONDecodeError at a position in units. */
  fail(message: string, unit: number): Escapes<never> {
    const type = getAttribute(machine.importModule('json.decoder'), 'JSONDecodeError');
    const error = call(type, [message, this.value, this.pointsBefore(unit)]);
    throw error as PyBaseException;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: a string runs up to one of these.
const PLAIN = /[^"\\\x00-\x1f]*/y;
const PLAIN_OR_CONTROL = /[^"\\]*/y;

/** Where the last string ended: a second result without an allocation. */
export const scanned = { end: 0 };

/** The string whose opening quote is before `start`; `scanned.end` is after the closing one. */
export function scanString(source: Source, start: number, strict: boolean): Escapes<StrValue> {
  const { text } = source;
  const plain = strict ? PLAIN : PLAIN_OR_CONTROL;
  let parts: StrValue[] | null = null;
  let at = start;
  for (;;) {
    plain.lastIndex = at;
    plain.test(text);
    const end = plain.lastIndex;
    const terminator = text[end];
    if (terminator === '"') {
      scanned.end = end + 1;
      const last = source.piece(at, end);
      if (parts === null) return last;
      parts.push(last);
      return strConcatAll(parts);
    }
    if (terminator === undefined) source.fail('Unterminated string starting at', start - 1);
    if (terminator !== '\\') source.fail('Invalid control character at', end);
    parts ??= [];
    if (end > at) parts.push(source.piece(at, end));
    at = end + 1;
    const escaped = text[at];
    if (escaped === undefined) source.fail('Unterminated string starting at', start - 1);
    if (escaped !== 'u') {
      const character = ESCAPES[escaped];
      if (character === undefined) source.fail('Invalid \\escape', end);
      parts.push(character);
      at += 1;
      continue;
    }
    let code = hexadecimal(source, at + 1);
    at += 5;
    if (code >= 0xd800 && code <= 0xdbff && text.startsWith('\\u', at)) {
      const low = /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))
        ? Number.parseInt(text.slice(at + 2, at + 6), 16)
        : -1;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    parts.push(strFromCodePoint(code));
  }
}

function hexadecimal(source: Source, start: number): Escapes<number> {
  const digits = source.text.slice(start, start + 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) source.fail('Invalid \\uXXXX escape', start - 1);
  return Number.parseInt(digits, 16);
}

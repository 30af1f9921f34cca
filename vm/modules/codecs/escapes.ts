/** The codecs `unicode_escape`, `raw_unicode_escape` and the escapes of bytes literals (CPython: Objects/unicodeobject.c). */
import {
  asStr,
  call,
  codePoints,
  type Escapes,
  getAttribute,
  handleUndecodable,
  isExceptionOf,
  KeyErrorType,
  machine,
  newStr,
  PointWriter,
  raiseValueError,
  type StrValue,
} from '../../objects/index.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** `codecs.unicode_escape_encode`. */
export function encodeUnicodeEscape(text: StrValue): Uint8Array {
  let out = '';
  for (const point of codePoints(text)) {
    if (point === 92) out += '\\\\';
    else if (point === 9) out += '\\t';
    else if (point === 10) out += '\\n';
    else if (point === 13) out += '\\r';
    else if (point >= 32 && point < 127) out += String.fromCharCode(point);
    else if (point < 256) out += `\\x${hex(point, 2)}`;
    else out += point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
  }
  return latin1(out);
}

export function encodeRawUnicodeEscape(text: StrValue): Uint8Array {
  let out = '';
  for (const point of codePoints(text)) {
    if (point < 256) out += String.fromCharCode(point);
    else out += point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
  }
  return latin1(out);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
}

const SIMPLE: Readonly<Record<string, number | null>> = {
  '\n': null,
  '\\': 92,
  "'": 39,
  '"': 34,
  b: 8,
  f: 12,
  t: 9,
  n: 10,
  r: 13,
  v: 11,
  a: 7,
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

export interface Decoded {
  readonly text: StrValue;
  /** Bytes used up; the rest may go on in the next piece. */
  readonly consumed: number;
}

interface EscapeRules {
  readonly codec: string;
  readonly errors: string;
  readonly final: boolean;
}

/** `\x41`, `\u0041`, `\U00000041` at `at`: adds the character, or handles the error; where to go on, −1 if cut short. */
function hexEscape(
  writer: PointWriter,
  data: Uint8Array,
  at: number,
  digits: number,
  rules: EscapeRules,
): Escapes<number> {
  const start = at + 2;
  let end = start;
  while (end < start + digits && end < data.length && /[0-9a-fA-F]/.test(String.fromCharCode(data[end]!)))
    end++;
  const letter = String.fromCharCode(data[at + 1]!);
  if (end - start < digits) {
    if (end === data.length && !rules.final) return -1;
    const reason = `truncated \\${letter}${'X'.repeat(digits)} escape`;
    return handleUndecodable(writer, data, at, end, rules.codec, reason, rules.errors);
  }
  const point = Number.parseInt(String.fromCharCode(...data.subarray(start, end)), 16);
  if (point > 0x10ffff)
    return handleUndecodable(writer, data, at, end, rules.codec, 'illegal Unicode character', rules.errors);
  writer.add(point);
  return end;
}

function namedEscape(writer: PointWriter, data: Uint8Array, at: number, rules: EscapeRules): Escapes<number> {
  const malformed = 'malformed \\N character escape';
  let end = at + 3;
  while (end < data.length && data[end] !== 125) end++;
  if (data[at + 2] !== 123 || end >= data.length) {
    if (!rules.final && (at + 2 >= data.length || data[at + 2] === 123)) return -1;
    return handleUndecodable(
      writer,
      data,
      at,
      Math.min(end, data.length),
      rules.codec,
      malformed,
      rules.errors,
    );
  }
  if (end === at + 3)
    return handleUndecodable(writer, data, at, end + 1, rules.codec, malformed, rules.errors);
  const name = String.fromCharCode(...data.subarray(at + 3, end));
  try {
    const text = call(getAttribute(machine.importModule('unicodedata'), 'lookup'), [newStr(name)]);
    writer.addText(asStr(text)!);
    return end + 1;
  } catch (error) {
    if (!isExceptionOf(error, KeyErrorType)) throw error;
    return handleUndecodable(
      writer,
      data,
      at,
      end + 1,
      rules.codec,
      'unknown Unicode character name',
      rules.errors,
    );
  }
}

export function decodeUnicodeEscape(data: Uint8Array, errors: string, final: boolean): Escapes<Decoded> {
  const rules: EscapeRules = { codec: 'unicodeescape', errors, final };
  const writer = new PointWriter(data.length);
  let at = 0;
  while (at < data.length) {
    if (data[at] !== 92) {
      writer.add(data[at++]!);
      continue;
    }
    if (at + 1 === data.length) {
      if (!final) break;
      at = handleUndecodable(writer, data, at, at + 1, rules.codec, '\\ at end of string', errors);
      continue;
    }
    const letter = String.fromCharCode(data[at + 1]!);
    let next: number;
    if (letter in SIMPLE) {
      const point = SIMPLE[letter]!;
      if (point !== null) writer.add(point);
      next = at + 2;
    } else if (letter >= '0' && letter <= '7') {
      const octal = octalEscape(data, at + 1);
      if (octal.end === data.length && octal.end < at + 4 && !final) break;
      writer.add(octal.value);
      next = octal.end;
    } else if (letter in HEX_DIGITS) next = hexEscape(writer, data, at, HEX_DIGITS[letter]!, rules);
    else if (letter === 'N') next = namedEscape(writer, data, at, rules);
    else {
      writer.add(92);
      writer.add(data[at + 1]!);
      next = at + 2;
    }
    if (next < 0) break;
    at = next;
  }
  return { text: writer.finish(), consumed: at };
}

function octalEscape(data: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  while (end < start + 3 && end < data.length && data[end]! >= 48 && data[end]! <= 55)
    value = value * 8 + data[end++]! - 48;
  return { value, end };
}

export function decodeRawUnicodeEscape(data: Uint8Array, errors: string, final: boolean): Escapes<Decoded> {
  const rules: EscapeRules = { codec: 'rawunicodeescape', errors, final };
  const writer = new PointWriter(data.length);
  let at = 0;
  while (at < data.length) {
    const next = data[at + 1];
    if (data[at] === 92 && (next === 117 || next === 85)) {
      const end = hexEscape(writer, data, at, next === 117 ? 4 : 8, rules);
      if (end < 0) break;
      at = end;
    } else if (data[at] === 92 && at + 1 === data.length && !final) break;
    else {
      writer.add(data[at++]!);
      // A backslash escapes the next one.
      if (data[at - 1] === 92 && next === 92) writer.add(data[at++]!);
    }
  }
  return { text: writer.finish(), consumed: at };
}

/** `codecs.escape_decode`: the escapes of a bytes literal. */
export function decodeByteEscapes(data: Uint8Array, errors: string): Escapes<Uint8Array> {
  const out: number[] = [];
  for (let at = 0; at < data.length; ) {
    if (data[at] !== 92) {
      out.push(data[at++]!);
      continue;
    }
    if (at + 1 === data.length) raiseValueError('Trailing \\ in string');
    const letter = String.fromCharCode(data[at + 1]!);
    if (letter in SIMPLE) {
      if (SIMPLE[letter] !== null) out.push(SIMPLE[letter]!);
      at += 2;
    } else if (letter >= '0' && letter <= '7') {
      const { value, end } = octalEscape(data, at + 1);
      out.push(value & 255);
      at = end;
    } else if (letter === 'x') {
      const digits = String.fromCharCode(...data.subarray(at + 2, at + 4));
      if (/^[0-9a-fA-F]{2}$/.test(digits)) {
        out.push(Number.parseInt(digits, 16));
        at += 4;
        continue;
      }
      if (errors === 'strict') raiseValueError(`invalid \\x escape at position ${at}`);
      if (errors === 'replace') out.push(63);
      else if (errors !== 'ignore') raiseValueError(`decoding error; unknown error handling code: ${errors}`);
      at += /^[0-9a-fA-F]/.test(digits) ? 3 : 2;
    } else {
      out.push(92, data[at + 1]!);
      at += 2;
    }
  }
  return Uint8Array.from(out);
}

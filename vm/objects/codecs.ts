/**
 * Text encodings: utf-8, utf-16, utf-32, ascii, latin-1, with the standard error handlers
 * (library reference, "Standard Encodings" and "Error Handlers"; Objects/unicodeobject.c).
 */

import { latin1Text, newBytes } from './bytes-data.ts';
import type { Escapes } from './effects.ts';
import { newException, raise } from './errors.ts';
import type { PyBaseException } from './generated/layouts.ts';
import type { StrValue } from './host-types.ts';
import { codePoints, newStr, strFromPoints } from './str.ts';
import { escapeCodePoint } from './str-repr.ts';
import { LookupErrorType, UnicodeDecodeErrorType, UnicodeEncodeErrorType } from './types.ts';

type ByteOrder = 'little' | 'big' | 'marked';

/** An encoding as it is known under many names. */
type Codec =
  | { readonly kind: 'utf-8'; readonly marked: boolean }
  | { readonly kind: 'single'; readonly name: 'ascii' | 'latin-1'; readonly limit: 128 | 256 }
  | { readonly kind: 'utf-16' | 'utf-32'; readonly order: ByteOrder };

const CODECS: Readonly<Record<string, Codec>> = (() => {
  const table: Record<string, Codec> = {};
  const add = (names: string, codec: Codec): void => {
    for (const name of names.split(' ')) table[name] = codec;
  };
  add('utf-8 utf8 u8 utf cp65001', { kind: 'utf-8', marked: false });
  add('utf-8-sig', { kind: 'utf-8', marked: true });
  add('ascii us-ascii 646', { kind: 'single', name: 'ascii', limit: 128 });
  add('latin-1 latin1 latin l1 iso-8859-1 iso8859-1 8859 cp819', {
    kind: 'single',
    name: 'latin-1',
    limit: 256,
  });
  add('utf-16 utf16 u16', { kind: 'utf-16', order: 'marked' });
  add('utf-16-le utf-16le', { kind: 'utf-16', order: 'little' });
  add('utf-16-be utf-16be', { kind: 'utf-16', order: 'big' });
  add('utf-32 utf32 u32', { kind: 'utf-32', order: 'marked' });
  add('utf-32-le utf-32le', { kind: 'utf-32', order: 'little' });
  add('utf-32-be utf-32be', { kind: 'utf-32', order: 'big' });
  return table;
})();

function findCodec(encoding: string): Codec | undefined {
  return CODECS[encoding.toLowerCase().replaceAll(/[ _]/g, '-')];
}

/**
 * What programs register (`codecs.register`, `codecs.register_error`): asked for encodings and error handlers that are
 * not among the standard ones. The module `_codecs` sets the members.
 */
export const codecRegistry = {
  encode(_text: StrValue, encoding: string, _errors: string): Escapes<Uint8Array> {
    raise(LookupErrorType, `unknown encoding: ${encoding}`);
  },
  decode(_data: Uint8Array, encoding: string, _errors: string): Escapes<StrValue> {
    raise(LookupErrorType, `unknown encoding: ${encoding}`);
  },
  /** Calls a handler: what it puts in the place of the failing part, and where to go on. */
  handle(
    errors: string,
    _error: PyBaseException,
  ): Escapes<{ replacement: StrValue | Uint8Array; position: number }> {
    raise(LookupErrorType, `unknown error handler name '${errors}'`);
  },
};

// ── Encoding ──

/** `text.encode(encoding, errors)`. */
export function encodeStr(text: StrValue, encoding: string, errors: string): Escapes<Uint8Array> {
  const codec = findCodec(encoding);
  if (codec === undefined) return codecRegistry.encode(text, encoding, errors);
  switch (codec.kind) {
    case 'utf-8':
      return encodeUtf8(text, errors, codec.marked);
    case 'single':
      return encodeSingle(text, codec.name, codec.limit, errors);
    default:
      return encodeWide(text, codec.kind, codec.order, errors);
  }
}

/** Grows as bytes are added. */
class ByteWriter {
  data: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.data = new Uint8Array(capacity);
  }

  add(byte: number): void {
    if (this.length === this.data.length) {
      const grown = new Uint8Array(this.length * 2 + 16);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = byte;
  }

  finish(): Uint8Array {
    return this.data.slice(0, this.length);
  }
}

/** What stands for characters that cannot be encoded, and the index of the character to go on with. */
export interface EncodeReplacement {
  readonly replacement: StrValue | Uint8Array;
  readonly position: number;
}

/** Applies an error handler to the characters from `start` to `stop`. */
export function encodeReplacement(
  text: StrValue,
  points: Uint32Array,
  start: number,
  stop: number,
  codec: string,
  reason: string,
  errors: string,
): Escapes<EncodeReplacement> {
  const failing = points.subarray(start, stop);
  const error = (): PyBaseException =>
    newException(UnicodeEncodeErrorType, [codec, text, start, stop, reason]);
  const by = (replacement: StrValue | Uint8Array): EncodeReplacement => ({ replacement, position: stop });
  switch (errors) {
    case 'strict':
    case 'surrogatepass':
      throw error();
    case 'ignore':
      return by('');
    case 'replace':
      return by('?'.repeat(failing.length));
    case 'backslashreplace':
      return by(Array.from(failing, escapeCodePoint).join(''));
    case 'xmlcharrefreplace':
      return by(Array.from(failing, (point) => `&#${point};`).join(''));
    case 'surrogateescape':
      if (!failing.every((point) => point >= 0xdc80 && point <= 0xdcff)) throw error();
      return by(Uint8Array.from(failing, (point) => point - 0xdc00));
    default:
      return codecRegistry.handle(errors, error());
  }
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

function addUtf8(writer: ByteWriter, point: number): void {
  if (point < 0x80) writer.add(point);
  else if (point < 0x800) {
    writer.add(0xc0 | (point >> 6));
    writer.add(0x80 | (point & 63));
  } else {
    if (point < 0x10000) writer.add(0xe0 | (point >> 12));
    else {
      writer.add(0xf0 | (point >> 18));
      writer.add(0x80 | ((point >> 12) & 63));
    }
    writer.add(0x80 | ((point >> 6) & 63));
    writer.add(0x80 | (point & 63));
  }
}

function encodeUtf8(text: StrValue, errors: string, marked: boolean): Escapes<Uint8Array> {
  const points = codePoints(text);
  const writer = new ByteWriter(points.length + 16);
  if (marked) addUtf8(writer, 0xfeff);
  for (let index = 0; index < points.length; index++) {
    const point = points[index]!;
    if (!isSurrogate(point) || errors === 'surrogatepass') {
      addUtf8(writer, point);
      continue;
    }
    let stop = index + 1;
    while (stop < points.length && isSurrogate(points[stop]!)) stop++;
    const reason = 'surrogates not allowed';
    const { replacement, position } = encodeReplacement(text, points, index, stop, 'utf-8', reason, errors);
    if (replacement instanceof Uint8Array) for (const byte of replacement) writer.add(byte);
    else {
      for (const point of codePoints(replacement)) {
        if (isSurrogate(point))
          throw newException(UnicodeEncodeErrorType, ['utf-8', text, index, stop, reason]);
        addUtf8(writer, point);
      }
    }
    index = position - 1;
  }
  return writer.finish();
}

function encodeSingle(text: StrValue, codec: string, limit: number, errors: string): Escapes<Uint8Array> {
  const points = codePoints(text);
  const writer = new ByteWriter(points.length);
  const reason = `ordinal not in range(${limit})`;
  for (let index = 0; index < points.length; index++) {
    if (points[index]! < limit) {
      writer.add(points[index]!);
      continue;
    }
    let stop = index + 1;
    while (stop < points.length && points[stop]! >= limit) stop++;
    const { replacement, position } = encodeReplacement(text, points, index, stop, codec, reason, errors);
    if (replacement instanceof Uint8Array) for (const byte of replacement) writer.add(byte);
    else {
      for (const point of codePoints(replacement)) {
        if (point >= limit) throw newException(UnicodeEncodeErrorType, [codec, text, index, stop, reason]);
        writer.add(point);
      }
    }
    index = position - 1;
  }
  return writer.finish();
}

function encodeWide(
  text: StrValue,
  kind: 'utf-16' | 'utf-32',
  order: ByteOrder,
  errors: string,
): Escapes<Uint8Array> {
  const points = codePoints(text);
  const writer = new ByteWriter(points.length * (kind === 'utf-16' ? 2 : 4) + 4);
  const big = order === 'big';
  const addUnit = (unit: number, size: number): void => {
    for (let byte = 0; byte < size; byte++) writer.add((unit >>> (8 * (big ? size - 1 - byte : byte))) & 255);
  };
  const addPoint = (point: number): void => {
    if (kind === 'utf-32') addUnit(point, 4);
    else if (point < 0x10000) addUnit(point, 2);
    else {
      addUnit(0xd800 + ((point - 0x10000) >> 10), 2);
      addUnit(0xdc00 + ((point - 0x10000) & 0x3ff), 2);
    }
  };
  if (order === 'marked') addPoint(0xfeff);
  const codec = order === 'marked' ? kind : `${kind}-${big ? 'be' : 'le'}`;
  for (let index = 0; index < points.length; index++) {
    const point = points[index]!;
    if (!isSurrogate(point) || errors === 'surrogatepass') {
      addPoint(point);
      continue;
    }
    const reason = 'surrogates not allowed';
    const { replacement, position } = encodeReplacement(
      text,
      points,
      index,
      index + 1,
      codec,
      reason,
      errors,
    );
    if (replacement instanceof Uint8Array) for (const byte of replacement) writer.add(byte);
    else for (const point of codePoints(replacement)) addPoint(point);
    index = position - 1;
  }
  return writer.finish();
}

// ── Decoding ──

/** `data.decode(encoding, errors)`. */
export function decodeBytes(data: Uint8Array, encoding: string, errors: string): Escapes<StrValue> {
  const codec = findCodec(encoding);
  if (codec === undefined) return codecRegistry.decode(data, encoding, errors);
  switch (codec.kind) {
    case 'utf-8': {
      const marked = codec.marked && data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf;
      return decodeUtf8(marked ? data.subarray(3) : data, errors);
    }
    case 'single':
      return codec.limit === 256 ? latin1Text(data) : decodeAscii(data, errors);
    default:
      return decodeWide(data, codec.kind, codec.order, errors);
  }
}

/** Collects decoded code points. */
export class PointWriter {
  private points: Uint32Array;
  private length = 0;

  constructor(capacity: number) {
    this.points = new Uint32Array(capacity);
  }

  add(point: number): void {
    if (this.length === this.points.length) {
      const grown = new Uint32Array(this.length * 2 + 16);
      grown.set(this.points);
      this.points = grown;
    }
    this.points[this.length++] = point;
  }

  addText(text: StrValue): void {
    for (const point of codePoints(text)) this.add(point);
  }

  finish(): StrValue {
    return strFromPoints(this.points.slice(0, this.length));
  }
}

/** Applies an error handler to bytes that cannot be decoded: adds what stands for them; where to go on. */
export function handleUndecodable(
  writer: PointWriter,
  data: Uint8Array,
  start: number,
  stop: number,
  codec: string,
  reason: string,
  errors: string,
): Escapes<number> {
  const failing = data.subarray(start, stop);
  const error = (): PyBaseException =>
    newException(UnicodeDecodeErrorType, [codec, newBytes(data.slice()), start, stop, reason]);
  switch (errors) {
    case 'strict':
    case 'surrogatepass':
      throw error();
    case 'ignore':
      return stop;
    case 'replace':
      writer.add(0xfffd);
      return stop;
    case 'backslashreplace':
      for (const byte of failing) writer.addText(escapeCodePoint(byte));
      return stop;
    case 'surrogateescape': {
      // A byte below 128 ends what can be escaped; it is looked at again.
      let at = 0;
      while (at < failing.length && failing[at]! >= 128) writer.add(0xdc00 + failing[at++]!);
      if (at === 0) throw error();
      return start + at;
    }
    default: {
      const { replacement, position } = codecRegistry.handle(errors, error());
      if (!(replacement instanceof Uint8Array)) writer.addText(replacement);
      return position;
    }
  }
}

function decodeAscii(data: Uint8Array, errors: string): Escapes<StrValue> {
  const writer = new PointWriter(data.length);
  const reason = 'ordinal not in range(128)';
  for (let at = 0; at < data.length; ) {
    if (data[at]! < 128) writer.add(data[at++]!);
    else at = handleUndecodable(writer, data, at, at + 1, 'ascii', reason, errors);
  }
  return writer.finish();
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(data: Uint8Array, errors: string): Escapes<StrValue> {
  try {
    return newStr(strictDecoder.decode(data));
  } catch {
    return decodeFaultyUtf8(data, errors);
  }
}

/** Length of the sequence that a lead byte opens, 0 if it is none; and the range of the second byte. */
function sequenceOf(lead: number): { length: number; low: number; high: number } {
  if (lead >= 0xc2 && lead <= 0xdf) return { length: 2, low: 0x80, high: 0xbf };
  if (lead === 0xe0) return { length: 3, low: 0xa0, high: 0xbf };
  if (lead === 0xed) return { length: 3, low: 0x80, high: 0x9f };
  if (lead >= 0xe1 && lead <= 0xef) return { length: 3, low: 0x80, high: 0xbf };
  if (lead === 0xf0) return { length: 4, low: 0x90, high: 0xbf };
  if (lead >= 0xf1 && lead <= 0xf3) return { length: 4, low: 0x80, high: 0xbf };
  if (lead === 0xf4) return { length: 4, low: 0x80, high: 0x8f };
  return { length: 0, low: 0, high: 0 };
}

/** Errors cover the maximal valid prefix of a sequence (Unicode standard, 3.9; Objects/stringlib/codecs.h). */
function decodeFaultyUtf8(data: Uint8Array, errors: string): Escapes<StrValue> {
  const writer = new PointWriter(data.length);
  let at = 0;
  while (at < data.length) {
    const lead = data[at]!;
    if (lead < 128) {
      writer.add(lead);
      at++;
      continue;
    }
    const { length, low, high } = sequenceOf(lead);
    let valid = 1;
    let point = lead & (length === 2 ? 31 : length === 3 ? 15 : 7);
    while (valid < length && at + valid < data.length) {
      const byte = data[at + valid]!;
      if (byte < (valid === 1 ? low : 0x80) || byte > (valid === 1 ? high : 0xbf)) break;
      point = (point << 6) | (byte & 63);
      valid++;
    }
    if (length > 0 && valid === length) {
      writer.add(point);
      at += length;
    } else if (errors === 'surrogatepass' && isEncodedSurrogate(data, at)) {
      writer.add(0xd000 | ((data[at + 1]! & 63) << 6) | (data[at + 2]! & 63));
      at += 3;
    } else {
      const truncated = at + valid === data.length && length > 0;
      const reason =
        length === 0
          ? 'invalid start byte'
          : truncated
            ? 'unexpected end of data'
            : 'invalid continuation byte';
      at = handleUndecodable(writer, data, at, at + valid, 'utf-8', reason, errors);
    }
  }
  return writer.finish();
}

function isEncodedSurrogate(data: Uint8Array, at: number): boolean {
  return (
    data[at] === 0xed && data[at + 1]! >= 0xa0 && data[at + 1]! <= 0xbf && (data[at + 2]! & 0xc0) === 0x80
  );
}

function decodeWide(
  data: Uint8Array,
  kind: 'utf-16' | 'utf-32',
  order: ByteOrder,
  errors: string,
): Escapes<StrValue> {
  const size = kind === 'utf-16' ? 2 : 4;
  let at = 0;
  let big = order === 'big';
  const unit = (from: number): number => {
    let value = 0;
    for (let byte = 0; byte < size; byte++)
      value = value * 256 + data[from + (big ? byte : size - 1 - byte)]!;
    return value;
  };
  if (order === 'marked' && data.length >= size) {
    const swapped = kind === 'utf-16' ? 0xfffe : 0xfffe0000;
    if (unit(0) === swapped) big = true;
    if (unit(0) === 0xfeff || big) at = size;
  }
  const codec = `${kind}-${big ? 'be' : 'le'}`;
  const writer = new PointWriter(data.length);
  const fail = (stop: number, reason: string): void => {
    at = handleUndecodable(writer, data, at, stop, codec, reason, errors);
  };
  while (at < data.length) {
    if (at + size > data.length) {
      fail(data.length, 'truncated data');
      continue;
    }
    const value = unit(at);
    if (kind === 'utf-32') {
      if (value > 0x10ffff) fail(at + 4, 'code point not in range(0x110000)');
      else if (isSurrogate(value) && errors !== 'surrogatepass') {
        fail(at + 4, 'code point in surrogate code point range(0xd800, 0xe000)');
      } else {
        writer.add(value);
        at += 4;
      }
    } else if (!isSurrogate(value)) {
      writer.add(value);
      at += 2;
    } else if (value >= 0xdc00) {
      if (errors === 'surrogatepass') {
        writer.add(value);
        at += 2;
      } else fail(at + 2, 'illegal encoding');
    } else if (at + 4 > data.length) {
      if (errors === 'surrogatepass') {
        writer.add(value);
        at += 2;
      } else fail(data.length, 'unexpected end of data');
    } else {
      const low = unit(at + 2);
      if (low >= 0xdc00 && low <= 0xdfff) {
        writer.add(0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00));
        at += 4;
      } else if (errors === 'surrogatepass') {
        writer.add(value);
        at += 2;
      } else fail(at + 2, 'illegal UTF-16 surrogate');
    }
  }
  return writer.finish();
}

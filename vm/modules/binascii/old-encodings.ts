/** uuencode and quoted-printable (CPython: Modules/binascii.c; RFC 1521). */

const NEWLINE = 10;
const RETURN = 13;

/** One line of uuencoded data, or the message of `binascii.Error`. */
export function decodeUu(data: Uint8Array): Uint8Array | string {
  const length = ((data[0] ?? 0) - 32) & 0x3f;
  const out = new Uint8Array(length);
  let at = 1;
  let filled = 0;
  let bits = 0;
  let pending = 0;
  while (filled < length) {
    const character = data[at++];
    let value = 0;
    if (character !== undefined && character !== NEWLINE && character !== RETURN) {
      // Two alphabets are in use: a zero is a space or a backtick.
      if (character < 32 || character > 32 + 64) return 'Illegal char';
      value = (character - 32) & 0x3f;
    } else if (character !== undefined) at -= 1;
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[filled++] = (pending >> bits) & 0xff;
    pending &= (1 << bits) - 1;
  }
  for (; at < data.length; at++) {
    const character = data[at]!;
    if (character !== 32 && character !== 96 && character !== NEWLINE && character !== RETURN)
      return 'Trailing garbage';
  }
  return out;
}

/** At most 45 bytes as one line. */
export function encodeUu(data: Uint8Array, backtick: boolean): Uint8Array {
  const character = (value: number): number => (value === 0 && backtick ? 96 : value + 32);
  const out = [character(data.length)];
  for (let at = 0; at < data.length; at += 3) {
    const bits = (data[at]! << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) out.push(character((bits >> shift) & 63));
  }
  out.push(NEWLINE);
  return Uint8Array.from(out);
}

const hexValue = (byte: number | undefined): number =>
  byte === undefined || !/[0-9a-fA-F]/.test(String.fromCharCode(byte))
    ? -1
    : Number.parseInt(String.fromCharCode(byte), 16);

export function decodeQuotedPrintable(data: Uint8Array, header: boolean): Uint8Array {
  const out: number[] = [];
  let at = 0;
  while (at < data.length) {
    const byte = data[at]!;
    if (byte === 61) {
      at += 1;
      if (at >= data.length) break;
      if (data[at] === NEWLINE || data[at] === RETURN) {
        // A soft line break: all up to the end of the line goes.
        while (at < data.length && data[at] !== NEWLINE) at += 1;
        at += 1;
      } else if (data[at] === 61) {
        out.push(61);
        at += 1;
      } else if (hexValue(data[at]) >= 0 && hexValue(data[at + 1]) >= 0) {
        out.push(hexValue(data[at]) * 16 + hexValue(data[at + 1]));
        at += 2;
      } else out.push(61);
    } else {
      out.push(header && byte === 95 ? 32 : byte);
      at += 1;
    }
  }
  return Uint8Array.from(out);
}

const MAX_LINE = 76;

export interface QuotedPrintableOptions {
  readonly quoteTabs: boolean;
  readonly isText: boolean;
  readonly header: boolean;
}

export function encodeQuotedPrintable(
  data: Uint8Array,
  { quoteTabs, isText, header }: QuotedPrintableOptions,
): Uint8Array {
  const out: number[] = [];
  const firstNewline = data.indexOf(NEWLINE);
  const crlf = firstNewline > 0 && data[firstNewline - 1] === RETURN;
  const digits = '0123456789ABCDEF';
  const quoted = (byte: number): void => {
    out.push(61, digits.charCodeAt(byte >> 4), digits.charCodeAt(byte & 15));
  };
  const endLine = (): void => {
    if (crlf) out.push(RETURN);
    out.push(NEWLINE);
  };
  let lineLength = 0;
  let at = 0;
  while (at < data.length) {
    const byte = data[at]!;
    const next = data[at + 1];
    const last = at + 1 === data.length;
    const needsQuote =
      byte > 126 ||
      byte === 61 ||
      (header && byte === 95) ||
      (byte === 46 && lineLength === 0 && (last || next === NEWLINE || next === RETURN || next === 0)) ||
      (!isText && (byte === RETURN || byte === NEWLINE)) ||
      ((byte === 9 || byte === 32) && last) ||
      (byte < 33 && byte !== RETURN && byte !== NEWLINE && byte !== 9 && byte !== 32) ||
      (byte < 33 &&
        byte !== RETURN &&
        byte !== NEWLINE &&
        (quoteTabs || (!quoteTabs && byte !== 9 && byte !== 32)) &&
        !(byte === 32 && header));
    if (needsQuote) {
      if (lineLength + 3 >= MAX_LINE) {
        out.push(61);
        endLine();
        lineLength = 0;
      }
      quoted(byte);
      lineLength += 3;
      at += 1;
    } else if (isText && (byte === NEWLINE || (byte === RETURN && next === NEWLINE))) {
      lineLength = 0;
      // White space at the end of a line would be lost on the way.
      const previous = out.at(-1);
      if (previous === 32 || previous === 9) {
        out.pop();
        quoted(previous);
      }
      endLine();
      at += byte === RETURN ? 2 : 1;
    } else {
      if (!last && next !== NEWLINE && lineLength + 1 >= MAX_LINE) {
        out.push(61);
        endLine();
        lineLength = 0;
      }
      lineLength += 1;
      out.push(header && byte === 32 ? 95 : byte);
      at += 1;
    }
  }
  return Uint8Array.from(out);
}

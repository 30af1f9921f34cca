/** Format strings of `struct`: compiled to a list of fields with their places (CPython: Modules/_struct.c prepare_s). */

/** A field: `count` items of `code` side by side, or one run of `count` bytes for `s` and `p`. */
export interface Field {
  readonly code: string;
  readonly offset: number;
  /** Bytes of one item. */
  readonly size: number;
  readonly count: number;
  readonly littleEndian: boolean;
  /** C's own sizes, and C's own conversion to float. */
  readonly native: boolean;
}

export interface Format {
  readonly fields: readonly Field[];
  /** Bytes in all. */
  readonly size: number;
  /** Python values in all. */
  readonly items: number;
}

const STANDARD_SIZES: Readonly<Record<string, number>> = {
  x: 1,
  b: 1,
  B: 1,
  c: 1,
  s: 1,
  p: 1,
  '?': 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  f: 4,
  q: 8,
  Q: 8,
  d: 8,
  F: 8,
  D: 16,
};
const NATIVE_SIZES: Readonly<Record<string, number>> = { ...STANDARD_SIZES, l: 8, L: 8, n: 8, N: 8, P: 8 };

/** Complex numbers are aligned as their parts. */
const alignmentOf = (code: string, size: number): number =>
  code === 'x' || code === 's' || code === 'p' ? 1 : code === 'F' || code === 'D' ? size / 2 : size;

const MAX_SIZE = Number.MAX_SAFE_INTEGER;

/** The compiled format, or the message of its error. */
export function compileFormat(text: string): Format | string {
  let at = 0;
  let littleEndian = true;
  let native = true;
  if (text !== '' && '@=<>!'.includes(text[0]!)) {
    native = text[0] === '@';
    littleEndian = text[0] !== '>' && text[0] !== '!';
    at = 1;
  }
  const sizes = native ? NATIVE_SIZES : STANDARD_SIZES;
  const fields: Field[] = [];
  let size = 0;
  let items = 0;
  while (at < text.length) {
    const character = text[at]!;
    if (/[ \t\n\r\f\v]/.test(character)) {
      at += 1;
      continue;
    }
    const digits = /^[0-9]*/.exec(text.slice(at, at + 32))![0];
    at += digits.length;
    const count = digits === '' ? 1 : Number(digits);
    if (count > MAX_SIZE) return 'total struct size too long';
    if (at === text.length) return 'repeat count given without format specifier';
    const code = text[at++]!;
    const itemSize = sizes[code];
    if (itemSize === undefined)
      return code === '\0' ? 'embedded null character' : 'bad char in struct format';
    if (native) {
      const alignment = alignmentOf(code, itemSize);
      size = Math.ceil(size / alignment) * alignment;
    }
    if (size + count * itemSize > MAX_SIZE) return 'total struct size too long';
    if (code === 's' || code === 'p') {
      fields.push({ code, offset: size, size: count, count: 1, littleEndian, native });
      items += 1;
    } else if (code !== 'x' && count > 0) {
      fields.push({ code, offset: size, size: itemSize, count, littleEndian, native });
      items += count;
    }
    size += count * itemSize;
  }
  return { fields, size, items };
}

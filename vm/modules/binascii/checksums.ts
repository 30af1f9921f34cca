/** CRC-32 (ISO 3309, as zlib's), CRC-CCITT and Adler-32. */

let crc32Table: Int32Array | undefined;

function makeCrc32Table(): Int32Array {
  const table = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    table[byte] = value;
  }
  return table;
}

export function crc32(data: Uint8Array, start: number): number {
  crc32Table ??= makeCrc32Table();
  let value = ~start;
  for (const byte of data) value = (value >>> 8) ^ crc32Table[(value ^ byte) & 0xff]!;
  return ~value >>> 0;
}

/** Polynomial x¹⁶ + x¹² + x⁵ + 1, as in binhex files. */
export function crcHqx(data: Uint8Array, start: number): number {
  let value = start & 0xffff;
  for (const byte of data) {
    value ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) value = (value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1) & 0xffff;
  }
  return value;
}

const ADLER_MODULUS = 65521;
/** So many sums stay within 32 bits. */
const ADLER_PORTION = 5552;

export function adler32(data: Uint8Array, start: number): number {
  let low = start & 0xffff;
  let high = start >>> 16;
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + ADLER_PORTION);
    for (; at < end; at++) {
      low += data[at]!;
      high += low;
    }
    low %= ADLER_MODULUS;
    high %= ADLER_MODULUS;
  }
  return high * 65536 + low;
}

/** Base 64 (RFC 4648), read as leniently as CPython does (Modules/binascii.c binascii_a2b_base64_impl). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

let values: Int8Array | undefined;
function valuesOfCharacters(): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (let index = 0; index < 64; index++) table[ALPHABET.charCodeAt(index)] = index;
  return table;
}

/** The bytes, or the message of `binascii.Error`. */
export function decodeBase64(data: Uint8Array, strict: boolean): Uint8Array | string {
  values ??= valuesOfCharacters();
  if (strict && data.length > 0 && data[0] === PAD) return 'Leading padding not allowed';
  const out = new Uint8Array(Math.ceil(data.length / 4) * 3);
  let length = 0;
  let position = 0;
  let left = 0;
  let pads = 0;
  let paddingStarted = false;
  for (let at = 0; at < data.length; at++) {
    const character = data[at]!;
    if (character === PAD) {
      paddingStarted = true;
      if (strict && position === 0) return 'Excess padding not allowed';
      pads += 1;
      if (position >= 2 && position + pads >= 4) {
        if (strict && at + 1 < data.length) return 'Excess data after padding';
        return out.slice(0, length);
      }
      continue;
    }
    const value = values[character]!;
    if (value < 0) {
      if (strict) return 'Only base64 data is allowed';
      continue;
    }
    if (strict && paddingStarted) return 'Discontinuous padding not allowed';
    pads = 0;
    switch (position) {
      case 0:
        position = 1;
        left = value;
        break;
      case 1:
        position = 2;
        out[length++] = (left << 2) | (value >> 4);
        left = value & 15;
        break;
      case 2:
        position = 3;
        out[length++] = (left << 4) | (value >> 2);
        left = value & 3;
        break;
      default:
        position = 0;
        out[length++] = (left << 6) | value;
        left = 0;
    }
  }
  if (position === 1)
    return `Invalid base64-encoded string: number of data characters (${Math.floor(length / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`;
  return position === 0 ? out.slice(0, length) : 'Incorrect padding';
}

export function encodeBase64(data: Uint8Array, newline: boolean): Uint8Array {
  const out = new Uint8Array(Math.ceil(data.length / 3) * 4 + (newline ? 1 : 0));
  let length = 0;
  for (let at = 0; at < data.length; at += 3) {
    const bits = (data[at]! << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    out[length++] = ALPHABET.charCodeAt(bits >> 18);
    out[length++] = ALPHABET.charCodeAt((bits >> 12) & 63);
    out[length++] = at + 1 < data.length ? ALPHABET.charCodeAt((bits >> 6) & 63) : PAD;
    out[length++] = at + 2 < data.length ? ALPHABET.charCodeAt(bits & 63) : PAD;
  }
  if (newline) out[length] = 10;
  return out;
}

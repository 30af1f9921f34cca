/** The bytes inside bytes-like objects, and their text as Latin-1: the searching of text serves for bytes too. */
import type { Pure, Reads } from './effects.ts';
import { PyByteArray, PyBytes } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { BytesType } from './types.ts';

/** The bytes of a bytes or bytearray (not a copy); `undefined` for anything else. */
export function asBytes(value: PyObject): Reads<Uint8Array | undefined> {
  if (value instanceof PyBytes) return value.data;
  if (value instanceof PyByteArray) {
    return value.length === value.data.length ? value.data : value.data.subarray(0, value.length);
  }
  return undefined;
}

export function newBytes(data: Uint8Array): Pure<PyBytes> {
  return new PyBytes(BytesType, data);
}

/** One character a byte. */
export function latin1Text(data: Uint8Array): Pure<string> {
  let text = '';
  for (let start = 0; start < data.length; start += 4096) {
    text += String.fromCharCode(...data.subarray(start, start + 4096));
  }
  return text;
}

/** The bytes of text whose characters are all below 256. */
export function latin1Bytes(text: string): Pure<Uint8Array> {
  const data = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) data[index] = text.charCodeAt(index);
  return data;
}

/** `repr(bytes)`: double quotes only when that saves escaping. */
export function bytesRepr(data: Uint8Array): Pure<string> {
  const quote = data.includes(39) && !data.includes(34) ? '"' : "'";
  let text = 'b' + quote;
  for (const byte of data) text += escapeByte(byte, quote);
  return text + quote;
}

function escapeByte(byte: number, quote: string): string {
  if (byte === 92) return '\\\\';
  if (byte === quote.charCodeAt(0)) return '\\' + quote;
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  if (byte === 10) return '\\n';
  if (byte === 9) return '\\t';
  return byte === 13 ? '\\r' : '\\x' + byte.toString(16).padStart(2, '0');
}

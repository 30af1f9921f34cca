/** Items of a buffer as Python values, by the native single-character formats of `struct` (Objects/memoryobject.c). */
import { newBytes } from './bytes-data.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { newFloat, toFloatValue } from './float.ts';
import { PyBytes } from './generated/layouts.ts';
import { normalizeInt } from './int-arithmetic.ts';
import type { PyObject } from './object.ts';
import { asIndex, isTrue } from './operators.ts';
import { asStr } from './str.ts';
import { typeOf } from './typeof.ts';
import { NotImplementedErrorType } from './types.ts';

/** Bytes of an item, by its format on a 64-bit machine. */
export const ITEM_SIZES: Readonly<Record<string, number>> = {
  ...{ c: 1, b: 1, B: 1, '?': 1, h: 2, H: 2, e: 2, i: 4, I: 4, f: 4 },
  ...{ l: 8, L: 8, q: 8, Q: 8, n: 8, N: 8, P: 8, d: 8 },
};

/** The character of a native format, `@` taken off; `undefined` where it is not a single one. */
export function nativeFormat(format: string): Pure<string | undefined> {
  const character = format.startsWith('@') ? format.slice(1) : format;
  return character in ITEM_SIZES ? character : undefined;
}

export function unpackItem(format: string, data: Uint8Array, position: number): Raises<PyObject> {
  const view = new DataView(data.buffer, data.byteOffset + position);
  switch (nativeFormat(format)) {
    case 'B':
      return data[position]!;
    case 'b':
      return view.getInt8(0);
    case 'c':
      return newBytes(data.slice(position, position + 1));
    case '?':
      return data[position] !== 0;
    case 'h':
      return view.getInt16(0, true);
    case 'H':
      return view.getUint16(0, true);
    case 'i':
      return view.getInt32(0, true);
    case 'I':
      return view.getUint32(0, true);
    case 'l':
    case 'q':
    case 'n':
      return normalizeInt(view.getBigInt64(0, true));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return normalizeInt(view.getBigUint64(0, true));
    case 'e':
      return newFloat(halfToNumber(view.getUint16(0, true)));
    case 'f':
      return newFloat(view.getFloat32(0, true));
    case 'd':
      return newFloat(view.getFloat64(0, true));
    default:
      return raise(NotImplementedErrorType, `memoryview: format ${format} not supported`);
  }
}

export function packItem(format: string, data: Uint8Array, position: number, value: PyObject): Escapes<void> {
  const character = nativeFormat(format);
  const view = new DataView(data.buffer, data.byteOffset + position);
  switch (character) {
    case undefined:
      return raise(NotImplementedErrorType, `memoryview: format ${format} not supported`);
    case 'c':
      if (!(value instanceof PyBytes)) invalidType(format);
      if (value.data.length !== 1) invalidValue(format);
      data[position] = value.data[0]!;
      return;
    case '?':
      data[position] = isTrue(value) ? 1 : 0;
      return;
    case 'e':
    case 'f':
    case 'd':
      return packFloat(format, character, view, value);
    default:
      return packInt(format, character, view, value);
  }
}

function packFloat(format: string, character: string, view: DataView, value: PyObject): Escapes<void> {
  const { nb_float, nb_index } = typeOf(value);
  if ((nb_float === null && nb_index === null) || asStr(value) !== undefined) invalidType(format);
  const number = toFloatValue(value);
  if (character === 'd') view.setFloat64(0, number, true);
  else if (character === 'f') view.setFloat32(0, number, true);
  else {
    const half = numberToHalf(number);
    if (half === undefined) invalidValue(format);
    view.setUint16(0, half, true);
  }
}

function packInt(format: string, character: string, view: DataView, value: PyObject): Escapes<void> {
  if (typeOf(value).nb_index === null) invalidType(format);
  const number = asIndex(value);
  const size = ITEM_SIZES[character]!;
  const signed = character === character.toLowerCase();
  const bits = BigInt(size * 8);
  const [low, high] = signed ? [-(1n << (bits - 1n)), 1n << (bits - 1n)] : [0n, 1n << bits];
  if (number < low || number >= high) invalidValue(format);
  if (size === 8) view.setBigUint64(0, BigInt.asUintN(64, BigInt(number)), true);
  else if (size === 4) view.setInt32(0, Number(number), true);
  else if (size === 2) view.setInt16(0, Number(number), true);
  else view.setInt8(0, Number(number));
}

function invalidType(format: string): never {
  raiseTypeError(`memoryview: invalid type for format '${format}'`);
}

function invalidValue(format: string): never {
  raiseValueError(`memoryview: invalid value for format '${format}'`);
}

/** IEEE 754 binary16 to a number. */
export function halfToNumber(half: number): Pure<number> {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A number to binary16, ties to even; `undefined` where it is too large. */
export function numberToHalf(value: number): Pure<number | undefined> {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  let exponent = size === 0 ? -14 : Math.max(-14, Math.floor(Math.log2(size)));
  if (exponent > -14 && size < 2 ** exponent) exponent -= 1;
  const scaled = size * 2 ** (10 - exponent);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const mantissa = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const half = mantissa + (exponent + 14) * 1024;
  return half >= 0x7c00 ? undefined : sign | half;
}

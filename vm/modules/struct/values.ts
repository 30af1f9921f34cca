/** Items of `struct` as bytes and back (CPython: Modules/_struct.c, the `nu_`, `np_`, `lu_`, `lp_` functions). */
import {
  asBytes,
  asIndex,
  type Escapes,
  intFromIntegral,
  isTrue,
  newBytes,
  newComplex,
  newFloat,
  normalizeInt,
  OverflowErrorType,
  PyBytes,
  PyComplex,
  PyFloat,
  type PyObject,
  type Raises,
  raise,
  realNumber,
  typeOf,
} from '../../objects/index.ts';
import type { Field } from './format.ts';
import { halfFromDouble, halfToDouble } from './half.ts';

/** Raises `struct.error`. */
export type Fail = (message: string) => never;

function intItem(value: PyObject, fail: Fail): Escapes<number | bigint> {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && typeOf(value).nb_index === null)
    fail('required argument is not an integer');
  return asIndex(value);
}

function realItem(value: PyObject, fail: Fail): Escapes<number> {
  if (value instanceof PyFloat) return value.value;
  const type = typeOf(value);
  if (type.nb_float === null && type.nb_index === null) fail('required argument is not a float');
  return realNumber(value);
}

function writeInt(
  view: DataView,
  at: number,
  { code, size, littleEndian }: Field,
  value: PyObject,
  fail: Fail,
): Escapes<void> {
  const int = intItem(value, fail);
  const signed = code === code.toLowerCase();
  const bits = BigInt(size * 8);
  if (code === 'P') {
    if (BigInt(int) < -(2n ** 63n) || BigInt(int) >= 2n ** 64n) fail('int too large to convert');
    view.setBigUint64(at, BigInt.asUintN(64, BigInt(int)), littleEndian);
    return;
  }
  if (size <= 4) {
    const low = signed ? -(2 ** (size * 8 - 1)) : 0;
    const high = 2 ** (signed ? size * 8 - 1 : size * 8) - 1;
    if (int < low || int > high) fail(`'${code}' format requires ${low} <= number <= ${high}`);
    if (size === 1) view.setUint8(at, Number(int) & 0xff);
    else if (size === 2) view.setUint16(at, Number(int) & 0xffff, littleEndian);
    else view.setInt32(at, Number(int) | 0, littleEndian);
    return;
  }
  const low = signed ? -(2n ** (bits - 1n)) : 0n;
  const high = 2n ** (signed ? bits - 1n : bits) - 1n;
  if (int < low || int > high) fail(`'${code}' format requires ${low} <= number <= ${high}`);
  view.setBigUint64(at, BigInt.asUintN(64, BigInt(int)), littleEndian);
}

function writeReal(
  view: DataView,
  at: number,
  code: string,
  { littleEndian, native }: Field,
  value: number,
): Raises<void> {
  if (code === 'd') view.setFloat64(at, value, littleEndian);
  else if (code === 'f') {
    if (!native && Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
      raise(OverflowErrorType, 'float too large to pack with f format');
    view.setFloat32(at, value, littleEndian);
  } else {
    const half = halfFromDouble(value);
    if (half === undefined) raise(OverflowErrorType, 'float too large to pack with e format');
    view.setUint16(at, half, littleEndian);
  }
}

function bytesItem(value: PyObject, code: string, fail: Fail): Uint8Array {
  const isBytes =
    value instanceof PyBytes ||
    (value !== null && typeof value === 'object' && value.ob_type.name === 'bytearray');
  const data = isBytes ? asBytes(value) : undefined;
  if (data === undefined) fail(`argument for '${code}' must be a bytes object`);
  return data;
}

/** Writes one value at `at`; the place is zero so far. */
export function writeItem(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  field: Field,
  value: PyObject,
  fail: Fail,
): Escapes<void> {
  const { code, size } = field;
  switch (code) {
    case 's':
      bytes.set(bytesItem(value, code, fail).subarray(0, size), at);
      return;
    case 'p': {
      const data = bytesItem(value, code, fail);
      const length = Math.max(0, Math.min(data.length, size - 1, 255));
      if (size === 0) return;
      bytes[at] = length;
      bytes.set(data.subarray(0, length), at + 1);
      return;
    }
    case 'c':
      if (!(value instanceof PyBytes) || value.data.length !== 1)
        fail('char format requires a bytes object of length 1');
      bytes[at] = value.data[0]!;
      return;
    case '?':
      bytes[at] = isTrue(value) ? 1 : 0;
      return;
    case 'e':
    case 'f':
    case 'd':
      writeReal(view, at, code, field, realItem(value, fail));
      return;
    case 'F':
    case 'D': {
      const [real, imag] =
        value instanceof PyComplex ? [value.real, value.imag] : [complexPart(value, fail), 0];
      const part = code === 'F' ? 'f' : 'd';
      writeReal(view, at, part, field, real);
      writeReal(view, at + size / 2, part, field, imag);
      return;
    }
    default:
      writeInt(view, at, field, value, fail);
  }
}

function complexPart(value: PyObject, fail: Fail): Escapes<number> {
  const type = typeOf(value);
  if (type.nb_float === null && type.nb_index === null) fail('required argument is not a complex');
  return realNumber(value);
}

/** The value at `at`. */
export function readItem(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  { code, size, littleEndian }: Field,
): PyObject {
  switch (code) {
    case 'b':
      return view.getInt8(at);
    case 'B':
      return bytes[at]!;
    case 'h':
      return view.getInt16(at, littleEndian);
    case 'H':
      return view.getUint16(at, littleEndian);
    case 'i':
      return view.getInt32(at, littleEndian);
    case 'I':
      return view.getUint32(at, littleEndian);
    case 'e':
      return newFloat(halfToDouble(view.getUint16(at, littleEndian)));
    case 'f':
      return newFloat(view.getFloat32(at, littleEndian));
    case 'd':
      return newFloat(view.getFloat64(at, littleEndian));
    case 'F':
      return newComplex(view.getFloat32(at, littleEndian), view.getFloat32(at + 4, littleEndian));
    case 'D':
      return newComplex(view.getFloat64(at, littleEndian), view.getFloat64(at + 8, littleEndian));
    case 's':
      return newBytes(bytes.slice(at, at + size));
    case 'p': {
      const length = size === 0 ? 0 : Math.min(bytes[at]!, size - 1);
      return newBytes(bytes.slice(at + 1, at + 1 + length));
    }
    case 'c':
      return newBytes(bytes.slice(at, at + 1));
    case '?':
      return bytes[at] !== 0;
    default:
      return readLong(view, at, code, size, littleEndian);
  }
}

function readLong(
  view: DataView,
  at: number,
  code: string,
  size: number,
  littleEndian: boolean,
): number | bigint {
  const signed = code === code.toLowerCase();
  if (size === 4) return signed ? view.getInt32(at, littleEndian) : view.getUint32(at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  const highAt = littleEndian ? at + 4 : at;
  const high = signed ? view.getInt32(highAt, littleEndian) : view.getUint32(highAt, littleEndian);
  // Within the exact range no bigint is made on the way.
  if (high < 0x200000 && high >= -0x200000) return intFromIntegral(high * 0x1_0000_0000 + low);
  return normalizeInt(signed ? view.getBigInt64(at, littleEndian) : view.getBigUint64(at, littleEndian));
}

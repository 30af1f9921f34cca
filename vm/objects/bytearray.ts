/**
 * The type bytearray (Objects/bytearrayobject.c): an array of bytes with room to grow, of which the first `length`
 * are in use.
 */
import { plainBuffer } from './buffer.ts';
import { defineType } from './builtin-type.ts';
import {
  byteIndex,
  bytesFromArguments,
  bytesFromObject,
  compareBytesLike,
  repeatBytes,
  sliceBytes,
} from './bytes.ts';
import { asByte, asBytes, bytesRepr, concatBytes, latin1Text, newBytes } from './bytes-data.ts';
import { bytesPercentFormat } from './bytes-format.ts';
import { bytesContains, bytesFromHex, bytesMethods, bytesStaticMethods } from './bytes-methods.ts';
import { call } from './call.ts';
import type { Escapes, Reads, Writes } from './effects.ts';
import { raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import { PyByteArray, PyBytesIterator, PySlice } from './generated/layouts.ts';
import { asSize, repeatCount } from './items.ts';
import { iterateToArray } from './iterate.ts';
import type { PyObject } from './object.ts';
import { asIndex } from './operators.ts';
import { getState } from './reduce.ts';
import { NotImplemented } from './singletons.ts';
import { sliceBounds } from './slice.ts';
import { asStr } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { ByteArrayIteratorType, ByteArrayType } from './types.ts';

/** Takes the array over. */
export function newByteArray(data: Uint8Array): Writes<PyByteArray> {
  return new PyByteArray(ByteArrayType, data, data.length);
}

const self = (value: PyObject): PyByteArray => value as PyByteArray;

/** The bytes in use: a view, valid until the array is resized. */
function bytesOf(value: PyObject): Reads<Uint8Array> {
  return asBytes(value)!;
}

/** How copy and pickle rebuild it: from bytes, or before protocol 3, which knows no bytes, from Latin-1 text. */
function reduceAt(value: PyObject, protocol: number | bigint): Escapes<PyObject> {
  const bytes = bytesOf(value);
  const args =
    bytes.length === 0 ? [] : protocol < 3 ? [latin1Text(bytes), 'latin-1'] : [newBytes(bytes.slice())];
  return newTuple([typeOf(value), newTuple(args), getState(value)]);
}

/** Makes the length `length`; new bytes are zero. */
function resize(array: PyByteArray, length: number): Writes<void> {
  if (length > array.data.length) {
    const grown = new Uint8Array(length + (length >> 3) + 8);
    grown.set(bytesOf(array));
    array.data = grown;
  } else if (length > array.length) array.data.fill(0, array.length, length);
  array.length = length;
}

/** Puts `bytes` in the place of those from `start` to `stop`. */
function replaceRange(array: PyByteArray, start: number, stop: number, bytes: Uint8Array): Writes<void> {
  // The source may be the array itself.
  const source = bytes.buffer === array.data.buffer ? bytes.slice() : bytes;
  const oldLength = array.length;
  const growth = source.length - (stop - start);
  if (growth > 0) resize(array, oldLength + growth);
  array.data.copyWithin(stop + growth, stop, oldLength);
  array.data.set(source, start);
  if (growth < 0) resize(array, oldLength + growth);
}

function subscript(container: PyObject, key: PyObject): Escapes<PyObject> {
  const array = self(container);
  if (key instanceof PySlice) {
    const { start, step, length } = sliceBounds(key, array);
    return newByteArray(sliceBytes(bytesOf(array), start, step, length));
  }
  return array.data[position(array, byteIndex(key, 'bytearray'))]!;
}

function position(array: PyByteArray, index: number): number {
  const at = index < 0 ? index + array.length : index;
  if (at < 0 || at >= array.length) raiseIndexError('bytearray index out of range');
  return at;
}

function assign(container: PyObject, key: PyObject, value: PyObject | undefined): Escapes<void> {
  const array = self(container);
  if (key instanceof PySlice) assignSlice(array, key, value);
  else {
    const index = byteIndex(key, 'bytearray');
    const byte = value === undefined ? 0 : asByte(value);
    const at = position(array, index);
    if (value === undefined) replaceRange(array, at, at + 1, new Uint8Array(0));
    else array.data[at] = byte;
  }
}

function assignSlice(array: PyByteArray, slice: PySlice, value: PyObject | undefined): Escapes<void> {
  const bytes = value === undefined ? new Uint8Array(0) : bytesToAssign(value);
  const { start, stop, step, length } = sliceBounds(slice, array);
  if (step === 1) replaceRange(array, start, Math.max(start, stop), bytes);
  else if (bytes.length === length && value !== undefined) {
    for (let index = 0, at = start; index < length; index++, at += step) array.data[at] = bytes[index]!;
  } else if (bytes.length === 0) deleteStepped(array, start, step, length);
  else {
    raiseValueError(`attempt to assign bytes of size ${bytes.length} to extended slice of size ${length}`);
  }
}

function bytesToAssign(value: PyObject): Escapes<Uint8Array> {
  const data = asBytes(value);
  if (data !== undefined) return data.slice();
  const type = typeOf(value);
  if (asStr(value) !== undefined || type.nb_index !== null || type.tp_iter === null) {
    raiseTypeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  }
  return bytesFromObject('bytearray', value);
}

function deleteStepped(array: PyByteArray, start: number, step: number, length: number): Writes<void> {
  const removed = new Set<number>();
  for (let index = 0; index < length; index++) removed.add(start + index * step);
  const kept = bytesOf(array).filter((_, at) => !removed.has(at));
  array.data = kept;
  array.length = kept.length;
}

function append(array: PyByteArray, byte: number): Writes<void> {
  const { length } = array;
  resize(array, length + 1);
  array.data[length] = byte;
}

function extend(array: PyByteArray, source: PyObject): Escapes<void> {
  const data = asBytes(source);
  if (data !== undefined) return replaceRange(array, array.length, array.length, data);
  if (asStr(source) !== undefined) {
    raiseTypeError(`expected iterable of integers; got: '${typeName(source)}'`);
  }
  if (typeOf(source).tp_iter === null && typeOf(source).mp_subscript === null) {
    raiseTypeError(`can't extend bytearray with ${typeName(source)}`);
  }
  const bytes = Uint8Array.from(iterateToArray(source), (item) => asByte(item as PyObject));
  replaceRange(array, array.length, array.length, bytes);
}

function pop(value: PyObject, args: readonly PyObject[]): Escapes<PyObject> {
  const array = self(value);
  if (array.length === 0) raiseIndexError('pop from empty bytearray');
  const index = args.length === 0 ? -1 : asSize(args[0]!);
  const at = index < 0 ? index + array.length : index;
  if (at < 0 || at >= array.length) raiseIndexError('pop index out of range');
  const byte = array.data[at]!;
  replaceRange(array, at, at + 1, new Uint8Array(0));
  return byte;
}

defineType(ByteArrayType, {
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray',
  slots: {
    tp_new: (type) => new PyByteArray(type, new Uint8Array(0), 0),
    tp_init: (value, args, names) => {
      const data = bytesFromArguments('bytearray', args, names);
      self(value).data = data;
      self(value).length = data.length;
    },
    bf_getbuffer: (value) => plainBuffer(bytesOf(value), false),
    tp_repr: (value) => `${typeName(value)}(${bytesRepr(bytesOf(value), true)})`,
    tp_richcompare: compareBytesLike,
    tp_iter: (value) => new PyBytesIterator(ByteArrayIteratorType, value),
    nb_add: (left, right) => {
      if (!(left instanceof PyByteArray)) return NotImplemented;
      const a = asBytes(left);
      const b = asBytes(right);
      return a === undefined || b === undefined ? NotImplemented : newByteArray(concatBytes(a, b));
    },
    nb_inplace_add: (left, right) => {
      const data = asBytes(right);
      if (data === undefined) raiseTypeError(`can't concat ${typeName(right)} to ${typeName(left)}`);
      const array = self(left);
      replaceRange(array, array.length, array.length, data);
      return left;
    },
    nb_multiply: (left, right) => {
      const [bytes, other] = left instanceof PyByteArray ? [left, right] : [right, left];
      const count = repeatCount(other);
      return count === undefined ? NotImplemented : newByteArray(repeatBytes(bytesOf(bytes), count));
    },
    nb_inplace_multiply: (left, right) => {
      const count = repeatCount(right);
      if (count === undefined) return NotImplemented;
      const data = repeatBytes(bytesOf(left), count);
      self(left).data = data;
      self(left).length = data.length;
      return left;
    },
    nb_remainder: (left, right) =>
      left instanceof PyByteArray ? newByteArray(bytesPercentFormat(bytesOf(left), right)) : NotImplemented,
    sq_length: (value) => self(value).length,
    sq_contains: bytesContains,
    mp_subscript: subscript,
    mp_ass_subscript: assign,
  },
  methods: [
    ...bytesMethods(newByteArray, false),
    { kind: 'NOARGS', name: '__reduce__', call: (value) => reduceAt(value, 2) },
    {
      kind: 'FASTCALL',
      name: '__reduce_ex__',
      min: 0,
      max: 1,
      call: (value, [protocol = 0]) => reduceAt(value, asIndex(protocol)),
    },
    {
      kind: 'O',
      name: 'append',
      call: (value, byte) => {
        append(self(value), asByte(byte));
        return null;
      },
    },
    {
      kind: 'O',
      name: 'extend',
      call: (value, source) => {
        extend(self(value), source);
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'insert',
      min: 2,
      max: 2,
      call: (value, args) => {
        const array = self(value);
        const index = asSize(args[0]!);
        const byte = asByte(args[1]!);
        const at = index < 0 ? Math.max(0, index + array.length) : Math.min(index, array.length);
        replaceRange(array, at, at, Uint8Array.of(byte));
        return null;
      },
    },
    { kind: 'FASTCALL', name: 'pop', min: 0, max: 1, call: pop },
    {
      kind: 'O',
      name: 'remove',
      call: (value, argument) => {
        const array = self(value);
        const at = bytesOf(array).indexOf(asByte(argument));
        if (at < 0) raiseValueError('value not found in bytearray');
        replaceRange(array, at, at + 1, new Uint8Array(0));
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'reverse',
      call: (value) => {
        bytesOf(value).reverse();
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'clear',
      call: (value) => {
        resize(self(value), 0);
        return null;
      },
    },
    { kind: 'NOARGS', name: 'copy', call: (value) => newByteArray(bytesOf(value).slice()) },
    {
      kind: 'O',
      name: 'resize',
      call: (value, size) => {
        const length = asSize(size);
        if (length < 0) raiseValueError(`Can only resize to positive sizes, got ${length}`);
        resize(self(value), length);
        return null;
      },
    },
  ],
  staticMethods: bytesStaticMethods,
  classMethods: [
    {
      kind: 'O',
      name: 'fromhex',
      call: (type, text) => {
        const result = newByteArray(bytesFromHex(text));
        return type === ByteArrayType ? result : call(type, [result]);
      },
    },
  ],
});

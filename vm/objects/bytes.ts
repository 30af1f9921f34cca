/** The type bytes (Objects/bytesobject.c). */
import { parseArguments } from './arguments.ts';
import { plainBuffer } from './buffer.ts';
import { defineType } from './builtin-type.ts';
import { asByte, asBytes, bytesRepr, compareBytes, concatBytes, newBytes } from './bytes-data.ts';
import { bytesPercentFormat } from './bytes-format.ts';
import { bytesContains, bytesFromHex, bytesMethods, bytesStaticMethods } from './bytes-methods.ts';
import { call } from './call.ts';
import { encodeStr } from './codecs.ts';
import type { Escapes, Pure, Raises, Writes } from './effects.ts';
import { raise, raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import { PyBytes, PyBytesIterator, PyList, PyMemoryView, PySlice, type PyType } from './generated/layouts.ts';
import { hashBytes } from './hash-values.ts';
import type { KeywordNames } from './host-types.ts';
import { asSize, repeatCount } from './items.ts';
import { iterateToArray } from './iterate.ts';
import { reduceAs } from './iterators.ts';
import type { PyObject } from './object.ts';
import { asIndex } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { sliceBounds } from './slice.ts';
import { callSpecial } from './special-call.ts';
import { asStr } from './str.ts';
import { textArgument } from './str-encode.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { ByteArrayIteratorType, BytesIteratorType, BytesType, MemoryErrorType } from './types.ts';

function self(value: PyObject): Uint8Array {
  return (value as PyBytes).data;
}

/** Longest array of bytes that is tried. */
const MAX_BYTES = 2 ** 32;

const NEW = { name: 'bytes', names: ['source', 'encoding', 'errors'], positional: 3, required: 0 } as const;

/** The bytes that `bytes(…)` and `bytearray(…)` hold, freshly made; `what` names the type in messages. */
export function bytesFromArguments(
  what: 'bytes' | 'bytearray',
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<Uint8Array> {
  const [source, encoding, errors] = parseArguments({ ...NEW, name: what }, args, names);
  const text = source === undefined ? undefined : asStr(source);
  if (text !== undefined) {
    if (encoding === undefined) {
      raiseTypeError(
        errors === undefined ? 'string argument without an encoding' : 'errors without an encoding',
      );
    }
    const codec = textArgument(encoding, what, 'encoding', 'utf-8');
    return encodeStr(text, codec, textArgument(errors, what, 'errors', 'strict'));
  }
  if (encoding !== undefined) raiseTypeError('encoding without a string argument');
  if (errors !== undefined) raiseTypeError('errors without a string argument');
  return source === undefined ? new Uint8Array(0) : bytesFromObject(what, source);
}

/** A copy of a bytes-like object, zeros by count, or ints in an iterable. */
export function bytesFromObject(what: 'bytes' | 'bytearray', source: PyObject): Escapes<Uint8Array> {
  const data = asBytes(source);
  if (data !== undefined) return data.slice();
  if (typeOf(source).nb_index !== null) return zeros(asSize(source));
  if (typeOf(source).tp_iter === null && typeOf(source).mp_subscript === null) {
    raiseTypeError(`cannot convert '${typeName(source)}' object to ${what}`);
  }
  const element = what === 'bytes' ? 'bytes' : 'byte';
  // The conversion of an item may change the list.
  if (source instanceof PyList) {
    const bytes: number[] = [];
    for (let index = 0; index < source.items.length; index++)
      bytes.push(asByte(source.items[index]!, element));
    return Uint8Array.from(bytes);
  }
  return Uint8Array.from(iterateToArray(source), (item) => asByte(item as PyObject, element));
}

function zeros(count: number): Raises<Uint8Array> {
  if (count < 0) raiseValueError('negative count');
  if (count > MAX_BYTES) raise(MemoryErrorType, '');
  return new Uint8Array(count);
}

function newBytesObject(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  if (names === null && args.length === 1) {
    const source = args[0]!;
    if (type === BytesType && source instanceof PyBytes && source.ob_type === BytesType) return source;
    const converted = asStr(source) === undefined ? callSpecial(source, '__bytes__') : undefined;
    if (converted !== undefined) {
      if (!(converted instanceof PyBytes)) {
        raiseTypeError(`__bytes__ returned non-bytes (type ${typeName(converted)})`);
      }
      return type === BytesType ? converted : new PyBytes(type, converted.data);
    }
  }
  return new PyBytes(type, bytesFromArguments('bytes', args, names));
}

/** The order of two bytes-like objects; NotImplemented for anything else. */
export function compareBytesLike(left: PyObject, right: PyObject, op: number): Raises<PyObject> {
  // memoryview compares items, by itself.
  const b = right instanceof PyMemoryView ? undefined : asBytes(right);
  if (b === undefined) return NotImplemented;
  const order = compareBytes(asBytes(left)!, b);
  switch (op) {
    case 0:
      return order < 0;
    case 1:
      return order <= 0;
    case 2:
      return order === 0;
    case 3:
      return order !== 0;
    case 4:
      return order > 0;
    default:
      return order >= 0;
  }
}

/** `data * count`. */
export function repeatBytes(data: Uint8Array, count: number): Raises<Uint8Array> {
  if (count <= 0) return new Uint8Array(0);
  if (data.length * count > MAX_BYTES) raise(MemoryErrorType, '');
  const result = new Uint8Array(data.length * count);
  for (let at = 0; at < result.length; at += data.length) result.set(data, at);
  return result;
}

/** The bytes selected by an adjusted slice, in a new array. */
export function sliceBytes(data: Uint8Array, start: number, step: number, length: number): Pure<Uint8Array> {
  if (step === 1) return data.slice(start, start + length);
  const result = new Uint8Array(length);
  for (let index = 0, at = start; index < length; index++, at += step) result[index] = data[at]!;
  return result;
}

/** An int key of bytes or bytearray; `what` names the container. */
export function byteIndex(key: PyObject, what: string): Escapes<number> {
  if (typeof key !== 'number' && typeof key !== 'bigint' && typeOf(key).nb_index === null) {
    raiseTypeError(`${what} indices must be integers or slices, not ${typeName(key)}`);
  }
  const index = asIndex(key);
  if (typeof index === 'bigint') raiseIndexError(`cannot fit '${typeName(key)}' into an index-sized integer`);
  return index;
}

function subscript(container: PyObject, key: PyObject): Escapes<PyObject> {
  const data = self(container);
  if (key instanceof PySlice) {
    const { start, step, length } = sliceBounds(key, data);
    return newBytes(sliceBytes(data, start, step, length));
  }
  const index = byteIndex(key, 'byte');
  const at = index < 0 ? index + data.length : index;
  if (at < 0 || at >= data.length) raiseIndexError('index out of range');
  return data[at]!;
}

defineType(BytesType, {
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes',
  slots: {
    tp_new: newBytesObject,
    bf_getbuffer: (value) => plainBuffer(self(value), true),
    tp_repr: (value) => bytesRepr(self(value)),
    tp_str: (value) => bytesRepr(self(value)),
    tp_hash: (value) => hashBytes(self(value)),
    tp_richcompare: compareBytesLike,
    tp_iter: (value) => new PyBytesIterator(BytesIteratorType, value),
    nb_add: (left, right) => {
      if (!(left instanceof PyBytes)) return NotImplemented;
      const a = asBytes(left);
      const b = asBytes(right);
      return a === undefined || b === undefined ? NotImplemented : newBytes(concatBytes(a, b));
    },
    nb_multiply: (left, right) => {
      const [bytes, other] = left instanceof PyBytes ? [left, right] : [right as PyBytes, left];
      const count = repeatCount(other);
      return count === undefined ? NotImplemented : newBytes(repeatBytes(bytes.data, count));
    },
    nb_remainder: (left, right) =>
      left instanceof PyBytes ? newBytes(bytesPercentFormat(left.data, right)) : NotImplemented,
    sq_length: (value) => self(value).length,
    sq_contains: bytesContains,
    mp_subscript: subscript,
  },
  methods: [
    ...bytesMethods(newBytes, true),
    { kind: 'NOARGS', name: '__bytes__', call: (value) => newBytes(self(value)) },
    { kind: 'NOARGS', name: '__getnewargs__', call: (value) => newTuple([newBytes(self(value))]) },
  ],
  staticMethods: bytesStaticMethods,
  classMethods: [
    {
      kind: 'O',
      name: 'fromhex',
      call: (type, text) => {
        const result = newBytes(bytesFromHex(text));
        return type === BytesType ? result : call(type, [result]);
      },
    },
  ],
});

/** What an exhausted iterator is left with: bytes put into a bytearray later are not given. */
const EXHAUSTED = newBytes(new Uint8Array(0));

export function bytesIteratorNext(iterator: PyBytesIterator): Writes<number | undefined> {
  const data = asBytes(iterator.source)!;
  if (iterator.index < data.length) return data[iterator.index++]!;
  iterator.source = EXHAUSTED;
  return undefined;
}

for (const type of [BytesIteratorType, ByteArrayIteratorType]) {
  defineType(type, {
    slots: {
      tp_iter: (iterator) => iterator,
      tp_iternext: (iterator) => bytesIteratorNext(iterator as PyBytesIterator),
    },
    methods: [
      {
        kind: 'NOARGS',
        name: '__length_hint__',
        doc: 'Private method returning an estimate of len(list(it)).',
        call(iterator) {
          const { source, index } = iterator as PyBytesIterator;
          return Math.max(0, asBytes(source)!.length - index);
        },
      },
      ...reduceAs(
        'iter',
        (iterator) => {
          const { source, index } = iterator as PyBytesIterator;
          return source === EXHAUSTED ? undefined : { source, index };
        },
        (iterator, index) => {
          (iterator as PyBytesIterator).index = Math.max(0, index);
        },
      ),
    ],
  });
}

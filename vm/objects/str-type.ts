/** The type str: its slots (Objects/unicodeobject.c). The methods are in str-methods.ts. */
import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { asBytes } from './bytes-data.ts';
import { checkPositional } from './call.ts';
import { decodeBytes } from './codecs.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PySlice, PyStrIterator, PyStrSubclass, type PyType } from './generated/layouts.ts';
import { hashStr } from './hash-values.ts';
import type { KeywordNames, StrValue } from './host-types.ts';
import { repeatCount } from './items.ts';
import { reduceAs } from './iterators.ts';
import type { PyObject } from './object.ts';
import { asIndex, str, strObject } from './operators.ts';
import { percentFormat } from './percent-format.ts';
import { NotImplemented } from './singletons.ts';
import { sliceBounds } from './slice.ts';
import {
  asStr,
  strConcat,
  strContains,
  strFromCodePoint,
  strIndex,
  strLength,
  strRepeat,
  strRichCompare,
  strSlice,
  strSliceStep,
} from './str.ts';
import { textArgument } from './str-encode.ts';
import { strMethods, strStaticMethods } from './str-methods.ts';
import { strRepr } from './str-repr.ts';
import { typeName, typeOf } from './typeof.ts';
import { StrIteratorType, StrType } from './types.ts';

function self(value: PyObject): StrValue {
  return typeof value === 'string' ? value : asStr(value)!;
}

const NEW = { name: 'str', names: ['object', 'encoding', 'errors'], positional: 3, required: 0 } as const;

function newStrObject(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  checkPositional('str', args.length - (names?.length ?? 0), 0, 3);
  const [object, encoding, errors] = parseArguments(NEW, args, names);
  const decodes = object !== undefined && (encoding !== undefined || errors !== undefined);
  // `str(x)` hands on what `__str__` returns, even an instance of a subclass.
  if (type === StrType && object !== undefined && !decodes) return strObject(object);
  const value = object === undefined ? '' : decodes ? decoded(object, encoding, errors) : str(object);
  return type === StrType ? value : new PyStrSubclass(type, value);
}

function decoded(
  object: PyObject,
  encoding: PyObject | undefined,
  errors: PyObject | undefined,
): Escapes<StrValue> {
  const codec = textArgument(encoding, 'str', 'encoding', 'utf-8');
  const handler = textArgument(errors, 'str', 'errors', 'strict');
  if (asStr(object) !== undefined) raiseTypeError('decoding str is not supported');
  const data = asBytes(object);
  if (data === undefined) {
    raiseTypeError(`decoding to str: need a bytes-like object, ${typeName(object)} found`);
  }
  return decodeBytes(data, codec, handler);
}

function add(left: PyObject, right: PyObject): Raises<PyObject> {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  const a = asStr(left);
  const b = asStr(right);
  return a === undefined || b === undefined ? NotImplemented : strConcat(a, b);
}

function multiply(left: PyObject, right: PyObject): Escapes<PyObject> {
  const text = asStr(left);
  const count = repeatCount(text === undefined ? left : right);
  if (count === undefined) return NotImplemented;
  return strRepeat(text ?? self(right), count);
}

export function strSubscript(container: PyObject, key: PyObject): Escapes<PyObject> {
  const text = self(container);
  if (typeof key === 'number') return strIndex(text, key);
  if (key instanceof PySlice) {
    const { start, stop, step, length } = sliceBounds(key, { length: strLength(text) });
    return step === 1 ? strSlice(text, start, stop) : strSliceStep(text, start, step, length);
  }
  if (typeof key !== 'bigint' && typeof key !== 'boolean' && typeOf(key).nb_index === null) {
    raiseTypeError(`string indices must be integers, not '${typeName(key)}'`);
  }
  return strIndex(text, asIndex(key));
}

function containsText(container: PyObject, value: PyObject): Raises<boolean> {
  const needle = asStr(value);
  if (needle !== undefined) return strContains(self(container), needle);
  return raiseTypeError(`'in <string>' requires string as left operand, not ${typeName(value)}`);
}

function compareText(left: PyObject, right: PyObject, op: number): Raises<PyObject> {
  const b = asStr(right);
  return b === undefined ? NotImplemented : strRichCompare(self(left), b, op);
}

defineType(StrType, {
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
  slots: {
    tp_new: newStrObject,
    tp_repr: (value) => strRepr(self(value)),
    tp_str: self,
    tp_hash: (value) => hashStr(self(value)),
    tp_richcompare: compareText,
    tp_iter: (value) => new PyStrIterator(StrIteratorType, self(value)),
    nb_add: add,
    nb_multiply: multiply,
    nb_remainder: (left, right) => {
      const format = asStr(left);
      return format === undefined ? NotImplemented : percentFormat(format, right);
    },
    sq_length: (value) => strLength(self(value)),
    sq_contains: containsText,
    mp_subscript: strSubscript,
  },
  methods: strMethods,
  staticMethods: strStaticMethods,
});

export function strIteratorNext(iterator: PyStrIterator): Writes<StrValue | undefined> {
  const { text, index } = iterator;
  if (typeof text === 'string') {
    if (index >= text.length) return undefined;
    iterator.index = index + 1;
    return text[index]!;
  }
  if (index >= text.points.length) return undefined;
  iterator.index = index + 1;
  return strFromCodePoint(text.points[index]!);
}

defineType(StrIteratorType, {
  slots: {
    tp_iter: (iterator) => iterator,
    tp_iternext: (iterator) => strIteratorNext(iterator as PyStrIterator),
  },
  methods: [
    {
      kind: 'NOARGS',
      name: '__length_hint__',
      call: (iterator) => {
        const { text, index } = iterator as PyStrIterator;
        return Math.max(0, strLength(text) - index);
      },
    },
    ...reduceAs(
      'iter',
      (iterator) => {
        const { text, index } = iterator as PyStrIterator;
        return index >= strLength(text) && index > 0 ? undefined : { source: text, index };
      },
      (iterator, index) => {
        (iterator as PyStrIterator).index = Math.max(0, index);
      },
      () => '',
    ),
  ],
});

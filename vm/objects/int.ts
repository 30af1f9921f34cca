/** int and bool: the types (Objects/longobject.c, Objects/boolobject.c). The arithmetic is in int-arithmetic.ts. */

import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { asByte, asBytes, latin1Text, newBytes } from './bytes-data.ts';
import { call, checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { floatPower, formatSpecOf, newFloat } from './float.ts';
import { formatInt } from './format-number.ts';
import { PyByteArray, PyBytes, type PyFloat, PyIntSubclass, type PyType } from './generated/layouts.ts';
import { hashInt } from './hash-values.ts';
import type { IntValue, KeywordNames } from './host-types.ts';
import {
  intAbsolute,
  intAdd,
  intAnd,
  intBitLength,
  intDivideNearest,
  intFloorDivide,
  intInvert,
  intLeftShift,
  intModulo,
  intMultiply,
  intNegative,
  intOr,
  intPower,
  intPowerModulus,
  intRightShift,
  intSubtract,
  intToFloat,
  intTrueDivide,
  intXor,
  normalizeInt,
} from './int-arithmetic.ts';
import { intToText, parseIntText } from './int-text.ts';
import { iterateToArray } from './iterate.ts';
import type { PyObject } from './object.ts';
import { asIndex, isTrue, repr, str } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { callSpecial } from './special-call.ts';
import { asStr, codePoints, strFromPoints, strLength, strToJs } from './str.ts';
import { numberText } from './str-classes.ts';
import { newPair, newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { BoolType, DeprecationWarningType, IntType, OverflowErrorType } from './types.ts';
import { warn, warnOfSubclass } from './warn.ts';

/** The int that an int, bool or instance of a subclass is; `undefined` for everything else. */
export function asInt(value: PyObject): Pure<IntValue | undefined> {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PyIntSubclass ? value.value : undefined;
}

/** As `asInt`, of a value known to be an int (the receiver of a method). */
function self(value: PyObject): IntValue {
  return asInt(value)!;
}

// ── Making ints ──

function intOfType(type: PyType, value: IntValue): PyObject {
  return type === IntType ? value : new PyIntSubclass(type, value);
}

const NEW = { name: 'int', names: ['x', 'base'], positional: 2, required: 0, positionalOnly: 1 } as const;

function newInt(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  if (names === null && args.length <= 1) {
    return intOfType(type, args.length === 0 ? 0 : toInt(args[0]!));
  }
  checkPositional('int', args.length - (names?.length ?? 0), 0, 2);
  const [value, base] = parseArguments(NEW, args, names);
  if (value === undefined) {
    if (base !== undefined) raiseTypeError('int() missing string argument');
    return intOfType(type, 0);
  }
  return intOfType(type, base === undefined ? toInt(value) : intFromText(value, base));
}

/** `int(value)` (PyNumber_Long). */
export function toInt(value: PyObject): Escapes<IntValue> {
  const exact = asInt(value);
  if (exact !== undefined && !(value instanceof PyIntSubclass)) return exact;
  const type = typeOf(value);
  if (type.nb_int !== null) {
    const result = type.nb_int(value);
    const number = asInt(result);
    if (number === undefined) raiseTypeError(`__int__ returned non-int (type ${typeName(result)})`);
    if (typeof result !== 'number' && typeof result !== 'bigint') warnOfSubclass('__int__', 'int', result);
    return number;
  }
  if (type.nb_index !== null) return asIndex(value);
  const text = textOfNumber(value);
  if (text === undefined) {
    const wanted = 'a string, a bytes-like object or a real number';
    raiseTypeError(`int() argument must be ${wanted}, not '${type.name}'`);
  }
  return parseOrRaise(text, 10, value);
}

function textOfNumber(value: PyObject): string | undefined {
  const text = asStr(value);
  if (text !== undefined) return numberText(text);
  const data = asBytes(value);
  return data === undefined ? undefined : numberText(latin1Text(data));
}

function intFromText(value: PyObject, baseArgument: PyObject): Escapes<IntValue> {
  const base = asIndex(baseArgument);
  if (base !== 0 && (base < 2 || base > 36)) raiseValueError('int() base must be >= 2 and <= 36, or 0');
  const isText = asStr(value) !== undefined || value instanceof PyBytes || value instanceof PyByteArray;
  const text = isText ? textOfNumber(value) : undefined;
  if (text === undefined) raiseTypeError("int() can't convert non-string with explicit base");
  return parseOrRaise(text, Number(base), value);
}

function parseOrRaise(text: string, base: number, source: PyObject): Escapes<IntValue> {
  const value = parseIntText(text, base);
  if (value !== undefined) return value;
  // '%.200R': the message shows 200 characters at most.
  const shown = repr(source);
  const cut = strLength(shown) > 200 ? strFromPoints(codePoints(shown).slice(0, 200)) : shown;
  raiseValueError(`invalid literal for int() with base ${base}: ${strToJs(cut)}`);
}

// ── Slots ──

/** A slot from an operation on ints: NotImplemented unless both operands are ints. */
function binarySlot(
  operation: (left: IntValue, right: IntValue) => PyObject,
): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    const a = asInt(left);
    const b = asInt(right);
    return a === undefined || b === undefined ? NotImplemented : operation(a, b);
  };
}

function compareInt(left: PyObject, right: PyObject, op: number): PyObject {
  const a = asInt(left);
  const b = asInt(right);
  if (a === undefined || b === undefined) return NotImplemented;
  switch (op) {
    case 0:
      return a < b;
    case 1:
      return a <= b;
    case 2:
      return a === b;
    case 3:
      return a !== b;
    case 4:
      return a > b;
    default:
      return a >= b;
  }
}

/** `base ** exponent` of ints: a negative exponent gives a float. */
export function intPowerOrFloat(base: IntValue, exponent: IntValue): Raises<IntValue | PyFloat> {
  if (exponent < 0) return floatPower(intToFloat(base), intToFloat(exponent)) as PyFloat;
  return intPower(base, exponent);
}

function powerSlot(base: PyObject, exponent: PyObject, modulus: PyObject): PyObject {
  const a = asInt(base);
  const b = asInt(exponent);
  if (a === undefined || b === undefined) return NotImplemented;
  if (modulus === null) return intPowerOrFloat(a, b);
  const c = asInt(modulus);
  return c === undefined ? NotImplemented : intPowerModulus(a, b, c);
}

export function intDivmod(left: IntValue, right: IntValue): Raises<PyObject> {
  return newPair(intFloorDivide(left, right), intModulo(left, right));
}

// ── Methods ──

/** `round(int, n)`: to a multiple of 10^−n, ties to even; n ≥ 0 changes nothing. */
function roundMethod(value: PyObject, args: readonly PyObject[]): Escapes<PyObject> {
  const number = self(value);
  if (args.length === 0 || args[0] === null) return number;
  const digits = asIndex(args[0]!);
  if (digits >= 0) return number;
  const unit = intPower(10, intNegative(digits));
  return intMultiply(intDivideNearest(number, unit), unit);
}

function bitCount(value: IntValue): number {
  let count = 0;
  for (const digit of (value < 0 ? -value : value).toString(2)) if (digit === '1') count++;
  return count;
}

const TO_BYTES = {
  name: 'to_bytes',
  names: ['length', 'byteorder', 'signed'],
  positional: 2,
  required: 0,
} as const;

function toBytes(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [length = 1, order = 'big', signed = false] = parseArguments(TO_BYTES, args, names);
  const size = Number(asIndex(length));
  const little = isLittle(order);
  const isSigned = isTrue(signed);
  const number = BigInt(self(value));
  if (size < 0) raiseValueError('length argument must be non-negative');
  if (number < 0n && !isSigned) raise(OverflowErrorType, "can't convert negative int to unsigned");
  const bits = BigInt(size * 8);
  const fits = isSigned
    ? size === 0
      ? number === 0n
      : number >= -(1n << (bits - 1n)) && number < 1n << (bits - 1n)
    : number < 1n << bits;
  if (!fits) raise(OverflowErrorType, 'int too big to convert');
  const digits = BigInt.asUintN(size * 8, number)
    .toString(16)
    .padStart(size * 2, '0');
  const data = new Uint8Array(size);
  for (let index = 0; index < size; index++) {
    data[little ? size - 1 - index : index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return newBytes(data);
}

function isLittle(order: PyObject): Raises<boolean> {
  const text = asStr(order);
  if (text === undefined)
    raiseTypeError(`to_bytes() argument 'byteorder' must be str, not ${typeName(order)}`);
  if (text !== 'little' && text !== 'big') raiseValueError("byteorder must be either 'little' or 'big'");
  return text === 'little';
}

const FROM_BYTES = {
  name: 'from_bytes',
  names: ['bytes', 'byteorder', 'signed'],
  positional: 2,
  required: 1,
} as const;

function fromBytes(type: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [source, order = 'big', signed = false] = parseArguments(FROM_BYTES, args, names);
  const little = isLittle(order);
  const data = asBytes(source!) ?? bytesOfInts(source!);
  let digits = '';
  for (const byte of little ? data.toReversed() : data) digits += byte.toString(16).padStart(2, '0');
  const unsigned = digits === '' ? 0n : BigInt('0x' + digits);
  const value = normalizeInt(isTrue(signed) ? BigInt.asIntN(data.length * 8, unsigned) : unsigned);
  return type === IntType ? value : call(type, [value]);
}

function bytesOfInts(source: PyObject): Escapes<Uint8Array> {
  const made = callSpecial(source, '__bytes__');
  if (made !== undefined)
    return asBytes(made) ?? raiseTypeError(`__bytes__ returned non-bytes (type ${typeName(made)})`);
  if (asStr(source) !== undefined || typeOf(source).tp_iter === null) {
    raiseTypeError(`cannot convert '${typeName(source)}' object to bytes`);
  }
  return Uint8Array.from(iterateToArray(source), (item) => asByte(item, 'bytes'));
}

defineType(IntType, {
  doc: 'int([x]) -> integer\nint(x, base=10) -> integer',
  slots: {
    tp_new: newInt,
    tp_repr: (value) => intToText(self(value)),
    tp_hash: (value) => hashInt(self(value)),
    tp_richcompare: compareInt,
    nb_add: binarySlot(intAdd),
    nb_subtract: binarySlot(intSubtract),
    nb_multiply: binarySlot(intMultiply),
    nb_floor_divide: binarySlot(intFloorDivide),
    nb_remainder: binarySlot(intModulo),
    nb_divmod: binarySlot(intDivmod),
    nb_true_divide: binarySlot((left, right) => newFloat(intTrueDivide(left, right))),
    nb_power: powerSlot,
    nb_lshift: binarySlot(intLeftShift),
    nb_rshift: binarySlot(intRightShift),
    nb_and: binarySlot(intAnd),
    nb_or: binarySlot(intOr),
    nb_xor: binarySlot(intXor),
    nb_negative: (value) => intNegative(self(value)),
    nb_positive: self,
    nb_absolute: (value) => intAbsolute(self(value)),
    nb_invert: (value) => intInvert(self(value)),
    nb_bool: (value) => self(value) !== 0,
    nb_int: self,
    nb_float: (value) => newFloat(intToFloat(self(value))),
    nb_index: self,
  },
  methods: [
    { kind: 'NOARGS', name: 'conjugate', call: self },
    { kind: 'NOARGS', name: 'bit_length', call: (value) => intBitLength(self(value)) },
    { kind: 'NOARGS', name: 'bit_count', call: (value) => bitCount(self(value)) },
    { kind: 'KEYWORDS', name: 'to_bytes', call: toBytes },
    { kind: 'NOARGS', name: 'as_integer_ratio', call: (value) => newPair(self(value), 1) },
    { kind: 'NOARGS', name: 'is_integer', call: () => true },
    { kind: 'NOARGS', name: '__trunc__', call: self },
    { kind: 'NOARGS', name: '__floor__', call: self },
    { kind: 'NOARGS', name: '__ceil__', call: self },
    { kind: 'FASTCALL', name: '__round__', min: 0, max: 1, call: roundMethod },
    { kind: 'NOARGS', name: '__getnewargs__', call: (value) => newTuple([self(value)]) },
    {
      kind: 'O',
      name: '__format__',
      call: (value, spec) =>
        // An empty spec is `str()`, which bool and subclasses have of their own.
        spec === '' ? str(value) : formatInt(self(value), formatSpecOf(spec), typeName(value)),
    },
  ],
  classMethods: [{ kind: 'KEYWORDS', name: 'from_bytes', call: fromBytes }],
  getset: [
    { name: 'real', get: self },
    { name: 'imag', get: () => 0 },
    { name: 'numerator', get: self },
    { name: 'denominator', get: () => 1 },
  ],
});

// ── bool ──

const INVERTED_BOOL =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion " +
  'of the underlying int object and is usually not what you expect from negating a bool. Use the ' +
  "'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

/** Two bools give a bool, anything else goes to int. */
function boolSlot(
  operation: (left: boolean, right: boolean) => boolean,
  otherwise: (left: IntValue, right: IntValue) => PyObject,
): (left: PyObject, right: PyObject) => PyObject {
  const general = binarySlot(otherwise);
  return (left, right) =>
    typeof left === 'boolean' && typeof right === 'boolean' ? operation(left, right) : general(left, right);
}

defineType(BoolType, {
  doc: 'Returns True when the argument is true, False otherwise.',
  slots: {
    tp_new: (_type, args, names) => {
      checkNoKeywords('bool', names);
      checkPositional('bool', args.length, 0, 1);
      return args.length === 1 && isTrue(args[0]!);
    },
    tp_repr: (value) => (value === true ? 'True' : 'False'),
    nb_and: boolSlot((left, right) => left && right, intAnd),
    nb_or: boolSlot((left, right) => left || right, intOr),
    nb_xor: boolSlot((left, right) => left !== right, intXor),
    nb_invert: (value) => {
      warn(DeprecationWarningType, INVERTED_BOOL);
      return intInvert(self(value));
    },
  },
});

/**
 * float: arithmetic on doubles with Python's meaning, and the type (Objects/floatobject.c).
 *
 * The functions that end in `Value` work on host numbers and are what compiled code uses on unboxed floats.
 */

import { defineType } from './builtin-type.ts';
import { asBytes, latin1Text } from './bytes-data.ts';
import { call, checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { newException, raise, raiseTypeError, raiseValueError } from './errors.ts';
import {
  floatHex,
  floatRatio,
  floatRepr,
  parseFloatHex,
  parseFloatText,
  roundFloat,
  roundHalfEven,
} from './float-text.ts';
import { formatFloat } from './format-number.ts';
import {
  PyComplex,
  PyFloat,
  PyFloatSubclass,
  PyIntSubclass,
  PyTuple,
  type PyType,
} from './generated/layouts.ts';
import { hashFloat } from './hash-values.ts';
import type { IntValue, KeywordNames, StrValue } from './host-types.ts';
import { identityHash } from './identity.ts';
import { intFromIntegral, intToFloat, normalizeInt, raiseDivisionByZero } from './int-arithmetic.ts';
import type { PyObject } from './object.ts';
import { asIndex, repr, str } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { asStr, strToJs } from './str.ts';
import { isAscii, numberText } from './str-classes.ts';
import { typeName, typeOf } from './typeof.ts';
import { ComplexType, FloatType, OverflowErrorType, TupleType, ZeroDivisionErrorType } from './types.ts';
import { warnOfSubclass } from './warn.ts';

export function newFloat(value: number): Pure<PyFloat> {
  return new PyFloat(FloatType, value);
}

/** The double that a float or an int stands for in arithmetic; `undefined` for everything else. */
export function asFloat(value: PyObject): Raises<number | undefined> {
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return intToFloat(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PyIntSubclass ? intToFloat(value.value) : undefined;
}

// ── Arithmetic ──

export function floatTrueDivideValue(left: number, right: number): Raises<number> {
  if (right === 0) raiseDivisionByZero();
  return left / right;
}

/** `left % right`: the sign of the divisor, zero included (float_rem). */
export function floatModuloValue(left: number, right: number): Raises<number> {
  if (right === 0) raiseDivisionByZero();
  const remainder = left % right;
  if (remainder === 0) return right < 0 ? -0 : 0;
  return right < 0 !== remainder < 0 ? remainder + right : remainder;
}

/** `left // right` (_float_div_mod): from the exact remainder, so that the quotient is not off by one. */
export function floatFloorDivideValue(left: number, right: number): Raises<number> {
  if (right === 0) raiseDivisionByZero();
  const remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder !== 0 && right < 0 !== remainder < 0) quotient -= 1;
  // A zero with the sign of the exact quotient.
  if (quotient === 0) return left / right < 0 || Object.is(left / right, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `base ** exponent`, complex for a negative base and a fractional exponent (float_pow). */
export function floatPower(base: number, exponent: number): Raises<PyFloat | PyComplex> {
  if (base < 0 && Number.isFinite(base) && Number.isFinite(exponent) && exponent !== Math.floor(exponent)) {
    return negativeBasePower(base, exponent);
  }
  return new PyFloat(FloatType, floatPowerValue(base, exponent));
}

/** The real case of `floatPower`; a negative base needs an integral or infinite exponent. */
export function floatPowerValue(base: number, exponent: number): Raises<number> {
  if (exponent === 2) return checkOverflow(base * base, base, exponent);
  // Correctly rounded where V8's pow may be off in the last place.
  if (exponent === 0.5 && base > 0) return Math.sqrt(base);
  if (base === 1 || exponent === 0) return 1;
  if (base === 0 && exponent === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (base === 0 && exponent < 0) raise(ZeroDivisionErrorType, 'zero to a negative power');
  // JavaScript says NaN here, IEEE 754 and Python say 1.
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  return checkOverflow(base ** exponent, base, exponent);
}

function checkOverflow(result: number, base: number, exponent: number): number {
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    throw newException(OverflowErrorType, [34, 'Numerical result out of range']);
  }
  return result;
}

/** complex power by polar coordinates (_Py_c_pow), for a real base below zero. */
function negativeBasePower(base: number, exponent: number): PyComplex {
  const length = checkOverflow((-base) ** exponent, base, exponent);
  const phase = Math.PI * exponent;
  return new PyComplex(ComplexType, length * Math.cos(phase), length * Math.sin(phase));
}

/** The int nearest to zero from a float: `int(float)`, `math.trunc`. */
export function intFromFloat(value: number): Raises<IntValue> {
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) raiseValueError('cannot convert float NaN to integer');
    raise(OverflowErrorType, 'cannot convert float infinity to integer');
  }
  return intFromIntegral(Math.trunc(value));
}

// ── Reading ──

/** `float(text)`; `source` is what the message shows. */
function parseFloatOrRaise(text: string, source: PyObject): Escapes<number> {
  const value = parseFloatText(text);
  if (value === undefined) raiseValueError(`could not convert string to float: ${strToJs(repr(source))}`);
  return value;
}

/** What `float(value)` gives, as a host number (PyNumber_Float). */
export function toFloatValue(value: PyObject): Escapes<number> {
  if (value instanceof PyFloat && value.ob_type === FloatType) return value.value;
  if (typeof value === 'number') return value;
  const text = asStr(value);
  if (text !== undefined) return parseFloatOrRaise(numberText(text), value);
  const converted = numberAsFloat(value);
  if (converted !== undefined) return converted;
  const data = asBytes(value);
  if (data !== undefined) {
    const latin1 = latin1Text(data);
    // Only ASCII white space goes around the digits in bytes.
    return parseFloatOrRaise(isAscii(latin1) ? numberText(latin1) : latin1, value);
  }
  raiseTypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

/** By `__float__` or `__index__`; `undefined` if the type has neither. */
function numberAsFloat(value: PyObject): Escapes<number | undefined> {
  const type = typeOf(value);
  if (type.nb_float !== null) {
    const result = type.nb_float(value);
    if (result instanceof PyFloat) {
      if (result.ob_type !== FloatType && !(value instanceof PyFloat))
        warnOfSubclass(`${type.name}.__float__`, 'float', result);
      return result.value;
    }
    raiseTypeError(`${type.name}.__float__ returned non-float (type ${typeName(result)})`);
  }
  return type.nb_index === null ? undefined : intToFloat(asIndex(value));
}

/** For functions that take a real number (`math.sqrt`, `'%f'`): PyFloat_AsDouble. */
export function realNumber(value: PyObject): Escapes<number> {
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'number') return value;
  const converted = numberAsFloat(value);
  if (converted === undefined) raiseTypeError(`must be real number, not ${typeName(value)}`);
  return converted;
}

function floatOfType(type: PyType, value: number): PyFloat {
  return type === FloatType ? new PyFloat(FloatType, value) : new PyFloatSubclass(type, value);
}

function newFloatObject(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  // A subclass may take keywords in an `__init__` of its own.
  if (type.tp_init === FloatType.tp_init) checkNoKeywords('float', names);
  const count = args.length - (names?.length ?? 0);
  checkPositional('float', count, 0, 1);
  if (count === 0) return floatOfType(type, 0);
  const value = args[0]!;
  if (type === FloatType && value instanceof PyFloat && value.ob_type === FloatType) return value;
  return floatOfType(type, toFloatValue(value));
}

// ── The type ──

type FloatOperation = (left: number, right: number) => PyObject;

/** A slot from an operation on doubles: NotImplemented unless both operands are real. */
function binarySlot(operation: FloatOperation): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    const a = left instanceof PyFloat ? left.value : asFloat(left);
    if (a === undefined) return NotImplemented;
    const b = right instanceof PyFloat ? right.value : asFloat(right);
    return b === undefined ? NotImplemented : operation(a, b);
  };
}

const self = (value: PyObject): number => (value as PyFloat).value;

/** Comparison with ints is exact: JavaScript compares doubles and bigints by value. */
function compareFloat(left: PyObject, right: PyObject, op: number): PyObject {
  const a = self(left);
  let b: number | bigint;
  if (right instanceof PyFloat) b = right.value;
  else if (typeof right === 'number' || typeof right === 'bigint') b = right;
  else if (typeof right === 'boolean') b = right ? 1 : 0;
  else if (right instanceof PyIntSubclass) b = right.value;
  else return NotImplemented;
  switch (op) {
    case 0:
      return a < b;
    case 1:
      return a <= b;
    case 2:
      // biome-ignore lint/suspicious/noDoubleEquals: a double and a bigint may be equal in value.
      return a == b;
    case 3:
      // biome-ignore lint/suspicious/noDoubleEquals: as above.
      return a != b;
    case 4:
      return a > b;
    default:
      return a >= b;
  }
}

function roundMethod(value: PyObject, args: readonly PyObject[]): Escapes<PyObject> {
  const digits = args[0];
  if (digits === undefined || digits === null) return roundToInt(self(value));
  const count = asIndex(digits);
  const clamped = count < -1000 ? -1000 : count > 1000 ? 1000 : Number(count);
  return newFloat(roundFloat(self(value), clamped));
}

function roundToInt(value: number): Raises<IntValue> {
  return intFromFloat(Number.isFinite(value) ? roundHalfEven(value) : value);
}

function integerRatio(value: number): Raises<PyTuple> {
  if (Number.isNaN(value)) raiseValueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(value)) raise(OverflowErrorType, 'cannot convert Infinity to integer ratio');
  const { numerator, denominator } = floatRatio(value);
  return new PyTuple(TupleType, [normalizeInt(numerator), normalizeInt(denominator)]);
}

/** Makes an instance of the class the method was called on, which may be a subclass. */
function floatForClass(type: PyType, value: number): Escapes<PyObject> {
  const result = newFloat(value);
  return type === FloatType ? result : call(type, [result]);
}

function fromHex(type: PyObject, text: PyObject): Escapes<PyObject> {
  const source = asStr(text);
  if (source === undefined) raiseTypeError('bad argument type for built-in operation');
  // Digits of other scripts are none here.
  const value = parseFloatHex(isAscii(source) ? numberText(source) : 'invalid');
  if (value === 'invalid') raiseValueError('invalid hexadecimal floating-point string');
  if (value === 'overflow') raise(OverflowErrorType, 'hexadecimal value too large to represent as a float');
  return floatForClass(type as PyType, value);
}

/** `float.from_number` (3.14): like `float()`, but no strings. */
function fromNumber(type: PyObject, value: PyObject): Escapes<PyObject> {
  if (type === FloatType && value instanceof PyFloat && value.ob_type === FloatType) return value;
  return floatForClass(type as PyType, realNumber(value));
}

defineType(FloatType, {
  doc: 'Convert a string or number to a floating-point number, if possible.',
  slots: {
    tp_new: newFloatObject,
    tp_repr: (value) => floatRepr(self(value)),
    tp_hash: (value) => (Number.isNaN(self(value)) ? identityHash(value) : hashFloat(self(value))),
    tp_richcompare: compareFloat,
    nb_add: binarySlot((a, b) => new PyFloat(FloatType, a + b)),
    nb_subtract: binarySlot((a, b) => new PyFloat(FloatType, a - b)),
    nb_multiply: binarySlot((a, b) => new PyFloat(FloatType, a * b)),
    nb_true_divide: binarySlot((a, b) => new PyFloat(FloatType, floatTrueDivideValue(a, b))),
    nb_floor_divide: binarySlot((a, b) => new PyFloat(FloatType, floatFloorDivideValue(a, b))),
    nb_remainder: binarySlot((a, b) => new PyFloat(FloatType, floatModuloValue(a, b))),
    nb_divmod: binarySlot(
      (a, b) =>
        new PyTuple(TupleType, [newFloat(floatFloorDivideValue(a, b)), newFloat(floatModuloValue(a, b))]),
    ),
    nb_power: powerOrRaise,
    nb_negative: (value) => new PyFloat(FloatType, -self(value)),
    nb_positive: (value) => exactFloat(value),
    nb_absolute: (value) => new PyFloat(FloatType, Math.abs(self(value))),
    nb_bool: (value) => self(value) !== 0,
    nb_int: (value) => intFromFloat(self(value)),
    nb_float: (value) => exactFloat(value),
  },
  methods: [
    { kind: 'NOARGS', name: 'conjugate', call: exactFloat },
    { kind: 'NOARGS', name: '__trunc__', call: (value) => intFromFloat(self(value)) },
    { kind: 'NOARGS', name: '__floor__', call: (value) => intFromFloat(Math.floor(self(value))) },
    { kind: 'NOARGS', name: '__ceil__', call: (value) => intFromFloat(Math.ceil(self(value))) },
    { kind: 'FASTCALL', name: '__round__', min: 0, max: 1, call: roundMethod },
    { kind: 'NOARGS', name: 'as_integer_ratio', call: (value) => integerRatio(self(value)) },
    { kind: 'NOARGS', name: 'is_integer', call: (value) => Number.isInteger(self(value)) },
    { kind: 'NOARGS', name: 'hex', call: (value) => floatHex(self(value)) },
    {
      kind: 'NOARGS',
      name: '__getnewargs__',
      call: (value) => new PyTuple(TupleType, [newFloat(self(value))]),
    },
    {
      kind: 'O',
      name: '__format__',
      call: (value, spec) =>
        spec === '' ? str(value) : formatFloat(self(value), formatSpecOf(spec), typeName(value)),
    },
  ],
  classMethods: [
    {
      kind: 'O',
      name: '__getformat__',
      doc: "Return how the host stores 'double' or 'float' values.",
      call: (_type, kind) => {
        const text = asStr(kind);
        if (text === undefined) raiseTypeError(`__getformat__() argument must be str, not ${typeName(kind)}`);
        if (text !== 'double' && text !== 'float')
          raiseValueError("__getformat__() argument 1 must be 'double' or 'float'");
        return 'IEEE, little-endian';
      },
    },
    { kind: 'O', name: 'fromhex', call: fromHex },
    { kind: 'O', name: 'from_number', call: fromNumber },
  ],
  getset: [
    { name: 'real', get: exactFloat },
    { name: 'imag', get: () => newFloat(0) },
  ],
});

function powerOrRaise(base: PyObject, exponent: PyObject, modulus: PyObject): Raises<PyObject> {
  if (modulus !== null) raiseTypeError('pow() 3rd argument not allowed unless all arguments are integers');
  const a = asFloat(base);
  const b = asFloat(exponent);
  return a === undefined || b === undefined ? NotImplemented : floatPower(a, b);
}

/** The value as a float itself, not an instance of a subclass. */
function exactFloat(value: PyObject): PyObject {
  return (value as PyFloat).ob_type === FloatType ? value : newFloat(self(value));
}

/** The argument of `__format__`. */
export function formatSpecOf(spec: PyObject): Raises<StrValue> {
  const text = asStr(spec);
  if (text === undefined) raiseTypeError(`__format__() argument must be str, not ${typeName(spec)}`);
  return text;
}

/** The type complex (Objects/complexobject.c). */

import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import {
  type ComplexValue,
  complexAbsolute,
  complexDivide,
  complexMultiply,
  complexPower,
  realDivideComplex,
  splitComplexText,
} from './complex-arithmetic.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { asFloat, formatSpecOf, newFloat, realNumber } from './float.ts';
import { parseFloatText } from './float-text.ts';
import { complexRepr, formatComplex } from './format-number.ts';
import { PyComplex, PyFloat, type PyType } from './generated/layouts.ts';
import { hashComplex } from './hash-values.ts';
import type { IntValue, KeywordNames } from './host-types.ts';
import { identityHash } from './identity.ts';
import { asInt } from './int.ts';
import { raiseDivisionByZero } from './int-arithmetic.ts';
import type { PyObject } from './object.ts';
import { str } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { callSpecial } from './special-call.ts';
import { asStr } from './str.ts';
import { numberText } from './str-classes.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { ComplexType } from './types.ts';
import { warnOfSubclass } from './warn.ts';

export function newComplex(real: number, imag: number): Pure<PyComplex> {
  return new PyComplex(ComplexType, real, imag);
}

function self(value: PyObject): PyComplex {
  return value as PyComplex;
}

function boxed(value: ComplexValue): PyComplex {
  return new PyComplex(ComplexType, value.real, value.imag);
}

/** Any number as a complex one; `undefined` for what is no number. */
function asComplex(value: PyObject): Raises<ComplexValue | undefined> {
  if (value instanceof PyComplex) return value;
  const real = asFloat(value);
  return real === undefined ? undefined : { real, imag: 0 };
}

type Operation = (left: ComplexValue, right: ComplexValue) => ComplexValue;

/**
 * A slot. Where one operand is real it stays real (3.14: mixed arithmetic as in C99 Annex G), so that no zero of an
 * imaginary part that is not there gets in the way of signs and infinities.
 */
function binarySlot(
  both: Operation,
  realRight: (left: ComplexValue, right: number) => ComplexValue,
  realLeft: (left: number, right: ComplexValue) => ComplexValue,
): (left: PyObject, right: PyObject) => PyObject {
  return (left, right) => {
    if (left instanceof PyComplex) {
      if (right instanceof PyComplex) return boxed(both(left, right));
      const real = asFloat(right);
      return real === undefined ? NotImplemented : boxed(realRight(left, real));
    }
    const real = asFloat(left);
    return real === undefined ? NotImplemented : boxed(realLeft(real, right as PyComplex));
  };
}

function divideByReal(left: ComplexValue, right: number): Raises<ComplexValue> {
  if (right === 0) raiseDivisionByZero();
  return { real: left.real / right, imag: left.imag / right };
}

function powerSlot(base: PyObject, exponent: PyObject, modulus: PyObject): Raises<PyObject> {
  const a = asComplex(base);
  const b = asComplex(exponent);
  if (a === undefined || b === undefined) return NotImplemented;
  if (modulus !== null) raiseValueError('complex modulo');
  return boxed(complexPower(a, b));
}

function compareComplex(left: PyObject, right: PyObject, op: number): Raises<PyObject> {
  if (op !== 2 && op !== 3) return NotImplemented;
  const a = self(left);
  let equal: boolean;
  if (right instanceof PyComplex) equal = a.real === right.real && a.imag === right.imag;
  else {
    const b: IntValue | undefined = right instanceof PyFloat ? right.value : asInt(right);
    if (b === undefined) return NotImplemented;
    // biome-ignore lint/suspicious/noDoubleEquals: a double and a bigint may be equal in value.
    equal = a.imag === 0 && a.real == b;
  }
  return op === 2 ? equal : !equal;
}

// ── Making ──

const NEW = { name: 'complex', names: ['real', 'imag'], positional: 2, required: 0 } as const;

function newComplexObject(type: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [real, imag] = parseArguments(NEW, args, names);
  if (
    type === ComplexType &&
    imag === undefined &&
    real instanceof PyComplex &&
    real.ob_type === ComplexType
  ) {
    return real;
  }
  const first = real === undefined ? 0 : real;
  const value = imag === undefined ? complexFrom(first) : complexFromParts(first, imag);
  return new PyComplex(type, value.real, value.imag);
}

function complexFrom(value: PyObject): Escapes<ComplexValue> {
  const text = asStr(value);
  if (text !== undefined) return parseComplex(numberText(text));
  const converted = byDunder(value);
  if (converted !== undefined) return converted;
  if (!isReal(value)) {
    raiseTypeError(`complex() argument must be a string or a number, not ${typeName(value)}`);
  }
  return { real: realNumber(value), imag: 0 };
}

/** By `__complex__`. */
function byDunder(value: PyObject): Escapes<ComplexValue | undefined> {
  if (value instanceof PyComplex) return value;
  if (typeof value !== 'object' || value instanceof PyFloat) return undefined;
  const result = callSpecial(value, '__complex__');
  if (result === undefined) return undefined;
  if (result instanceof PyComplex) {
    if (result.ob_type !== ComplexType) warnOfSubclass('__complex__', 'complex', result);
    return result;
  }
  raiseTypeError(`__complex__ returned non-complex (type ${typeName(result)})`);
}

/** A complex argument of a host function: `__complex__`, or a real number (PyComplex_AsCComplex). */
export function complexNumber(value: PyObject): Escapes<ComplexValue> {
  return byDunder(value) ?? { real: realNumber(value), imag: 0 };
}

function isReal(value: PyObject): boolean {
  const type = typeOf(value);
  return type.nb_float !== null || type.nb_index !== null;
}

/** A complex part contributes its own imaginary part, crosswise; a real one must not, for the sign of a zero. */
function complexFromParts(real: PyObject, imag: PyObject): Escapes<ComplexValue> {
  const a = partOf(real, 'real');
  const b = partOf(imag, 'imag');
  return {
    real: typeof b === 'number' ? realOf(a) : realOf(a) - b.imag,
    imag: typeof a === 'number' ? realOf(b) : realOf(b) + a.imag,
  };
}

function realOf(part: ComplexValue | number): number {
  return typeof part === 'number' ? part : part.real;
}

function partOf(value: PyObject, name: string): Escapes<ComplexValue | number> {
  const converted = name === 'real' ? byDunder(value) : value instanceof PyComplex ? value : undefined;
  if (converted !== undefined) return converted;
  if (!isReal(value)) {
    raiseTypeError(`complex() argument '${name}' must be a real number, not ${typeName(value)}`);
  }
  return realNumber(value);
}

function parseComplex(text: string): Raises<ComplexValue> {
  const inner = /^\((.*)\)$/s.exec(text);
  const parts = splitComplexText(inner === null ? text : numberText(inner[1]!));
  if (parts === undefined) raiseValueError('complex() arg is a malformed string');
  return { real: parseFloatText(parts.real)!, imag: parseFloatText(parts.imag)! };
}

defineType(ComplexType, {
  doc: 'Create a complex number from a string or numbers.',
  slots: {
    tp_new: newComplexObject,
    tp_repr: (value) => complexRepr(self(value).real, self(value).imag),
    tp_hash: (value) => {
      const { real, imag } = self(value);
      return Number.isNaN(real) || Number.isNaN(imag) ? identityHash(value) : hashComplex(real, imag);
    },
    tp_richcompare: compareComplex,
    nb_add: binarySlot(
      (a, b) => ({ real: a.real + b.real, imag: a.imag + b.imag }),
      (a, b) => ({ real: a.real + b, imag: a.imag }),
      (a, b) => ({ real: a + b.real, imag: b.imag }),
    ),
    nb_subtract: binarySlot(
      (a, b) => ({ real: a.real - b.real, imag: a.imag - b.imag }),
      (a, b) => ({ real: a.real - b, imag: a.imag }),
      (a, b) => ({ real: a - b.real, imag: -b.imag }),
    ),
    nb_multiply: binarySlot(
      complexMultiply,
      (a, b) => ({ real: a.real * b, imag: a.imag * b }),
      (a, b) => ({ real: a * b.real, imag: a * b.imag }),
    ),
    nb_true_divide: binarySlot(complexDivide, divideByReal, realDivideComplex),
    nb_power: powerSlot,
    nb_negative: (value) => newComplex(-self(value).real, -self(value).imag),
    nb_positive: (value) => boxed(self(value)),
    nb_absolute: (value) => newFloat(complexAbsolute(self(value))),
    nb_bool: (value) => self(value).real !== 0 || self(value).imag !== 0,
  },
  methods: [
    { kind: 'NOARGS', name: 'conjugate', call: (value) => newComplex(self(value).real, -self(value).imag) },
    { kind: 'NOARGS', name: '__complex__', call: (value) => boxed(self(value)) },
    {
      kind: 'NOARGS',
      name: '__getnewargs__',
      call: (value) => newTuple([newFloat(self(value).real), newFloat(self(value).imag)]),
    },
    {
      kind: 'O',
      name: '__format__',
      call: (value, spec) => {
        const { real, imag } = self(value);
        const text = formatSpecOf(spec);
        return text === '' ? str(value) : formatComplex(real, imag, text, typeName(value));
      },
    },
  ],
  classMethods: [
    {
      kind: 'O',
      name: 'from_number',
      call: (type, value) => {
        const { real, imag } = byDunder(value) ?? { real: realNumber(value), imag: 0 };
        return new PyComplex(type as PyType, real, imag);
      },
    },
  ],
  getset: [
    { name: 'real', member: true, get: (value) => newFloat(self(value).real) },
    { name: 'imag', member: true, get: (value) => newFloat(self(value).imag) },
  ],
});

/**
 * The abstract operations on objects: comparison, truth, items, iteration, text, hash.
 * Each dispatches through a type slot (CPython: Objects/abstract.c, Objects/object.c). Binary operators: binary-operators.ts.
 */

import { isExceptionOf } from './attributes.ts';
import { call } from './call.ts';
import type { Escapes, Pure } from './effects.ts';
import { newException, raiseTypeError } from './errors.ts';
import {
  PyIntSubclass,
  PyMappingProxy,
  PySequenceIterator,
  PyStrSubclass,
  PyType,
  PyWideStr,
} from './generated/layouts.ts';
import { classGetItem } from './generic-alias.ts';
import type { IntValue, StrValue } from './host-types.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { NotImplemented } from './singletons.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  DictType,
  IntType,
  SequenceIteratorType,
  StopIterationType,
  StrType,
  TypeErrorType,
} from './types.ts';
import { warnOfSubclass } from './warn.ts';

export * from './binary-operators.ts';

// ── Unary operators ──

export function unaryNegative(operand: PyObject): Escapes<PyObject> {
  const slot = typeOf(operand).nb_negative;
  if (slot === null) raiseTypeError(`bad operand type for unary -: '${typeName(operand)}'`);
  return slot(operand);
}

export function unaryPositive(operand: PyObject): Escapes<PyObject> {
  const slot = typeOf(operand).nb_positive;
  if (slot === null) raiseTypeError(`bad operand type for unary +: '${typeName(operand)}'`);
  return slot(operand);
}

export function unaryInvert(operand: PyObject): Escapes<PyObject> {
  const slot = typeOf(operand).nb_invert;
  if (slot === null) raiseTypeError(`bad operand type for unary ~: '${typeName(operand)}'`);
  return slot(operand);
}

export function absolute(operand: PyObject): Escapes<PyObject> {
  const slot = typeOf(operand).nb_absolute;
  if (slot === null) raiseTypeError(`bad operand type for abs(): '${typeName(operand)}'`);
  return slot(operand);
}

// ── Comparison ──

const SYMBOLS = ['<', '<=', '==', '!=', '>', '>='] as const;
/** The operator with its operands exchanged. */
const SWAPPED = [4, 5, 2, 3, 0, 1] as const;

/** `left is right`: ints and text are equal in identity when they are equal in value. */
export function is(left: PyObject, right: PyObject): Pure<boolean> {
  return left === right;
}

/** `do_richcompare`. `op`: 0 <, 1 <=, 2 ==, 3 !=, 4 >, 5 >=. */
export function compare(op: number, left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.tp_richcompare;
  const other = rightType.tp_richcompare;
  let swappedTried = false;
  if (leftType !== rightType && other !== null && isSubtype(rightType, leftType)) {
    swappedTried = true;
    const result = other(right, left, SWAPPED[op]!);
    if (result !== NotImplemented) return result;
  }
  if (slot !== null) {
    const result = slot(left, right, op);
    if (result !== NotImplemented) return result;
  }
  if (!swappedTried && other !== null) {
    const result = other(right, left, SWAPPED[op]!);
    if (result !== NotImplemented) return result;
  }
  if (op === 2) return left === right;
  if (op === 3) return left !== right;
  raiseTypeError(
    `'${SYMBOLS[op]}' not supported between instances of '${leftType.name}' and '${rightType.name}'`,
  );
}

export function compareBool(op: number, left: PyObject, right: PyObject): Escapes<boolean> {
  const result = compare(op, left, right);
  return typeof result === 'boolean' ? result : isTrue(result);
}

/** Equal as elements of containers are: identical or `==` (`PyObject_RichCompareBool`). */
export function equals(left: PyObject, right: PyObject): Escapes<boolean> {
  return left === right || compareBool(2, left, right);
}

// ── Truth, length, items ──

export function isTrue(value: PyObject): Escapes<boolean> {
  if (value === true) return true;
  if (value === false || value === null) return false;
  const type = typeOf(value);
  if (type.nb_bool !== null) return type.nb_bool(value);
  return type.sq_length === null || type.sq_length(value) !== 0;
}

export function lengthOf(value: PyObject): Escapes<number> {
  const slot = typeOf(value).sq_length;
  if (slot === null) raiseTypeError(`object of type '${typeName(value)}' has no len()`);
  return slot(value);
}

export function getItem(container: PyObject, key: PyObject): Escapes<PyObject> {
  const slot = typeOf(container).mp_subscript;
  if (slot !== null) return slot(container, key);
  if (container instanceof PyType) return classGetItem(container, key);
  raiseTypeError(`'${typeName(container)}' object is not subscriptable`);
}

export function setItem(container: PyObject, key: PyObject, value: PyObject): Escapes<void> {
  const slot = typeOf(container).mp_ass_subscript;
  if (slot === null) raiseTypeError(`'${typeName(container)}' object does not support item assignment`);
  slot(container, key, value);
}

export function deleteItem(container: PyObject, key: PyObject): Escapes<void> {
  const slot = typeOf(container).mp_ass_subscript;
  if (slot === null) {
    // PySequence_DelItem words it another way.
    const isSequence = typeof key === 'number' && container !== null && typeOf(container).sq_length !== null;
    const refusal = isSequence && !(container instanceof PyMappingProxy) ? "doesn't" : 'does not';
    raiseTypeError(`'${typeName(container)}' object ${refusal} support item deletion`);
  }
  slot(container, key, undefined);
}

/** `value in container`. */
export function contains(value: PyObject, container: PyObject): Escapes<boolean> {
  const slot = typeOf(container).sq_contains;
  if (slot !== null) return slot(container, value);
  const type = typeOf(container);
  if (type.tp_iter === null && !isSequenceProtocol(container)) {
    raiseTypeError(`argument of type '${type.name}' is not a container or iterable`);
  }
  let iterator: PyObject;
  try {
    iterator = getIter(container);
  } catch (error) {
    if (!isExceptionOf(error, TypeErrorType)) throw error;
    raiseTypeError(`argument of type '${type.name}' is not a container or iterable`);
  }
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    if (equals(item, value)) return true;
  }
  return false;
}

// ── Iteration ──

function isSequenceProtocol(value: PyObject): boolean {
  const type = typeOf(value);
  return (
    type.mp_subscript !== null &&
    lookupInType(type, '__getitem__') !== undefined &&
    !isSubtype(type, DictType)
  );
}

export function getIter(value: PyObject): Escapes<PyObject> {
  const type = typeOf(value);
  const slot = type.tp_iter;
  if (slot === null) {
    if (isSequenceProtocol(value)) return new PySequenceIterator(SequenceIteratorType, value);
    raiseTypeError(`'${type.name}' object is not iterable`);
  }
  const iterator = slot(value);
  if (typeOf(iterator).tp_iternext === null) {
    raiseTypeError(`iter() returned non-iterator of type '${typeName(iterator)}'`);
  }
  return iterator;
}

/** The next item, `undefined` at the end. */
export function iterNext(iterator: PyObject): Escapes<PyObject | undefined> {
  const slot = typeOf(iterator).tp_iternext;
  if (slot === null) raiseTypeError(`'${typeName(iterator)}' object is not an iterator`);
  return slot(iterator);
}

/** Calls what may raise StopIteration: `undefined` then. */
export function callUntilStopIteration(callable: PyObject, args: PyObject[]): Escapes<PyObject | undefined> {
  try {
    return call(callable, args, null);
  } catch (error) {
    if (isExceptionOf(error, StopIterationType)) return undefined;
    throw error;
  }
}

// ── Text and hash ──

function textOf(result: PyObject, method: string): StrValue {
  if (typeof result === 'string' || result instanceof PyWideStr) return result;
  if (result instanceof PyStrSubclass) return result.value;
  raiseTypeError(`${method} returned non-string (type ${typeName(result)})`);
}

export function repr(value: PyObject): Escapes<StrValue> {
  const slot = typeOf(value).tp_repr!;
  machine.enterCall(' while getting the repr of an object');
  try {
    return textOf(slot(value), '__repr__');
  } finally {
    machine.leaveCall();
  }
}

/** What `repr(value)` returns: a str, or an instance of a subclass that `__repr__` made (PyObject_Repr). */
export function reprObject(value: PyObject): Escapes<PyObject> {
  const slot = typeOf(value).tp_repr!;
  machine.enterCall(' while getting the repr of an object');
  try {
    const result = slot(value);
    textOf(result, '__repr__');
    return result;
  } finally {
    machine.leaveCall();
  }
}

export function str(value: PyObject): Escapes<StrValue> {
  if (typeof value === 'string' || value instanceof PyWideStr) return value;
  return textOf(strObject(value), '__str__');
}

/** What `str(value)` returns: a str, or an instance of a subclass that `__str__` made (PyObject_Str). */
export function strObject(value: PyObject): Escapes<PyObject> {
  if (typeof value === 'string' || value instanceof PyWideStr) return value;
  const slot = typeOf(value).tp_str!;
  machine.enterCall(' while getting the str of an object');
  try {
    const result = slot(value);
    textOf(result, '__str__');
    return result;
  } finally {
    machine.leaveCall();
  }
}

/** What `ascii(value)` returns: what `repr` does, if that is ASCII already. */
export function asciiObject(value: PyObject): Escapes<PyObject> {
  const result = reprObject(value);
  const text = textOf(result, '__repr__');
  if (typeof text === 'string' && /^[\0-\x7f]*$/.test(text)) return result;
  return asciiText(text);
}

/** `repr` with everything beyond ASCII escaped. */
export function ascii(value: PyObject): Escapes<string> {
  return asciiText(repr(value));
}

function asciiText(text: StrValue): string {
  if (typeof text === 'string')
    return text.replace(/[\u0080-\uffff]/g, (unit) => escapeCodePoint(unit.charCodeAt(0)));
  let out = '';
  for (const point of text.points) out += point < 0x80 ? String.fromCharCode(point) : escapeCodePoint(point);
  return out;
}

function escapeCodePoint(point: number): string {
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point <= 0xffff
    ? `\\u${point.toString(16).padStart(4, '0')}`
    : `\\U${point.toString(16).padStart(8, '0')}`;
}

export function format(value: PyObject, spec: PyObject): Escapes<PyObject> {
  if (spec === '') {
    if (typeof value === 'string' || value instanceof PyWideStr) return value;
    if (typeof value === 'number') return String(value);
  }
  const type = typeOf(value);
  const method = lookupInType(type, '__format__');
  if (method === undefined) raiseTypeError(`Type ${type.name} doesn't define __format__`);
  const get = typeOf(method).tp_descr_get;
  const result = get === null ? call(method, [spec]) : call(get(method, value, type), [spec]);
  if (!isSubtype(typeOf(result), StrType))
    raiseTypeError(`__format__ must return a str, not ${typeName(result)}`);
  return result;
}

export function hash(value: PyObject): Escapes<IntValue> {
  const slot = typeOf(value).tp_hash;
  if (slot === null) raiseTypeError(`unhashable type: '${typeName(value)}'`);
  return slot(value);
}

/** `operator.index`: the int that the object stands for (`PyNumber_Index`). */
export function asIndex(value: PyObject): Escapes<IntValue> {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof PyIntSubclass) return value.value;
  const slot = typeOf(value).nb_index;
  if (slot === null) raiseTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const result = slot(value);
  if (typeof result === 'number' || typeof result === 'bigint') return result;
  if (isSubtype(typeOf(result), IntType)) {
    warnOfSubclass('__index__', 'int', result);
    return asIndex(result);
  }
  raiseTypeError(`__index__ returned non-int (type ${typeName(result)})`);
}

/** Raises StopIteration with the value that a generator returned. */
export function raiseStopIteration(value: PyObject): never {
  throw newException(StopIterationType, value === null ? [] : [value]);
}

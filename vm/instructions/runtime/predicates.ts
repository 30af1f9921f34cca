/**
 * Conditions of guards. Each is one expression, so that the generator expands it in place; those with a type predicate
 * make the typed semantics after them compile.
 */
import {
  DictType,
  FloatType,
  FunctionType,
  ListIteratorType,
  ListType,
  type Pure,
  type PyDict,
  type PyFloat,
  PyFunction,
  type PyHeapObject,
  type PyInstance,
  type PyList,
  type PyListIterator,
  PyModule,
  type PyObject,
  type PyRangeIterator,
  type PyTuple,
  type PyTupleIterator,
  PyType,
  RangeIteratorType,
  type Reads,
  type Shape,
  TupleIteratorType,
  TupleType,
} from '../../objects/index.ts';
import type { AttrCache } from '../caches.ts';

export type { AttrCache };

/** Effect: Pure. */
export function isSmallInt(value: PyObject): value is number {
  return typeof value === 'number';
}
/** Effect: Pure. */
export function isInt(value: PyObject): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
/** Effect: Pure. */
export function isBoolean(value: PyObject): value is boolean {
  return typeof value === 'boolean';
}
/** Effect: Pure. */
export function isNone(value: PyObject): value is null {
  return value === null;
}
/** A str without code points above U+FFFF. Effect: Pure. */
export function isPlainStr(value: PyObject): value is string {
  return typeof value === 'string';
}
/** Effect: Pure. */
export function isFloat(value: PyObject): value is PyFloat {
  return typeof value === 'object' && value !== null && value.ob_type === FloatType;
}
/** Exactly a list. Effect: Pure. */
export function isList(value: PyObject): value is PyList {
  return typeof value === 'object' && value !== null && value.ob_type === ListType;
}
/** Exactly a tuple. Effect: Pure. */
export function isTuple(value: PyObject): value is PyTuple {
  return typeof value === 'object' && value !== null && value.ob_type === TupleType;
}
/** Exactly a dict. Effect: Pure. */
export function isDict(value: PyObject): value is PyDict {
  return typeof value === 'object' && value !== null && value.ob_type === DictType;
}
/** Effect: Pure. */
export function isRangeIterator(value: PyObject): value is PyRangeIterator {
  return typeof value === 'object' && value !== null && value.ob_type === RangeIteratorType;
}
/** Effect: Pure. */
export function isListIterator(value: PyObject): value is PyListIterator {
  return typeof value === 'object' && value !== null && value.ob_type === ListIteratorType;
}
/** Effect: Pure. */
export function isTupleIterator(value: PyObject): value is PyTupleIterator {
  return typeof value === 'object' && value !== null && value.ob_type === TupleIteratorType;
}
/** Effect: Pure. */
export function isFunction(value: PyObject): value is PyFunction {
  return value instanceof PyFunction;
}
/** A Python function whose parameters are exactly `count` positional ones, whichever function it is. Effect: Reads. */
export function isFunctionTaking(value: PyObject, count: number): value is PyFunction {
  return (
    typeof value === 'object' &&
    value !== null &&
    value.ob_type === FunctionType &&
    (value as PyFunction).code.simple &&
    (value as PyFunction).code.argcount === count
  );
}
/** A function made from this code object. Effect: Reads. */
export function isFunctionOf(value: PyObject, code: unknown): value is PyFunction {
  return typeof value === 'object' && value !== null && (value as PyFunction).code === code;
}
/** Effect: Pure. */
export function isModule(value: PyObject): value is PyModule {
  return value instanceof PyModule;
}
/** An instance with exactly these attributes in these slots. Effect: Reads. */
export function hasShape(value: PyObject, shape: Shape): value is PyInstance {
  return typeof value === 'object' && value !== null && (value as PyInstance).shape === shape;
}
/** An object whose class has not changed since. Effect: Reads. */
export function hasTypeVersion(value: PyObject, version: number): value is PyHeapObject {
  return typeof value === 'object' && value !== null && value.ob_type.version === version;
}
/** Effect: Reads. */
export function hasExactType(value: PyObject, type: PyType | null): value is PyHeapObject {
  return typeof value === 'object' && value !== null && value.ob_type === type;
}
/** The value is itself a class, unchanged since. Effect: Reads. */
export function isClassWithVersion(value: PyObject, version: number): value is PyType {
  return value instanceof PyType && value.version === version;
}
/** Effect: Pure. */
export function isNoSelf(self: PyObject | undefined): self is undefined {
  return self === undefined;
}
/** Effect: Pure. */
export function isSelf(self: PyObject | undefined): self is PyObject {
  return self !== undefined;
}
/** Effect: Pure. */
export function isIdentical(value: PyObject, other: unknown): value is PyHeapObject {
  return value === other;
}

/** Within ±(2⁵³−1): an int that is stored as a number. */
export function isSafe(value: number): Pure<boolean> {
  return value <= 9007199254740991 && value >= -9007199254740991;
}
/** Within 0…2³²−1. */
export function isUnsigned(value: number): Pure<boolean> {
  return value >= 0 && value <= 4294967295;
}
export function indexInList(list: PyList, index: number): Reads<boolean> {
  return index >= 0 && index < list.items.length;
}
export function indexInTuple(tuple: PyTuple, index: number): Pure<boolean> {
  return index >= 0 && index < tuple.items.length;
}
export function indexInStr(text: string, index: number): Pure<boolean> {
  return index >= 0 && index < text.length;
}
export function isTupleOfLength(tuple: PyTuple, length: number): Pure<boolean> {
  return tuple.items.length === length;
}

/**
 * The slots of classes that define dunder methods in Python: each looks the method up on the type and calls it
 * (CPython: Objects/typeobject.c, slot_nb_add and its kin).
 */
import {
  genericGetAttr,
  genericLookup,
  isAttributeError,
  isExceptionOf,
  isMethodLike,
  raiseAttributeError,
} from './attributes.ts';
import type { SlotFunctions } from './builtin-type.ts';
import { call, prepend } from './call.ts';
import type { Escapes } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { exceptionField } from './exception-fields.ts';
import {
  type PyBaseException,
  PyFunction,
  PyMemoryView,
  type PyType,
  PyWrapperDescriptor,
} from './generated/layouts.ts';
import type { BufferExport, IntValue, KeywordNames } from './host-types.ts';
import { asSize } from './items.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { asIndex, isTrue } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { AttributeErrorType, IntType, ObjectType, StopIterationType } from './types.ts';

// ── Calling a special method (language reference 3.3.12: looked up on the type, never on the instance) ──

function bind(method: PyObject, self: PyObject): PyObject {
  const get = typeOf(method).tp_descr_get;
  return get === null ? method : get(method, self, typeOf(self));
}

/** Calls `method`, found on the type of `self`, as a method of it. */
export function invoke(
  method: PyObject,
  self: PyObject,
  args: PyObject[],
  names: KeywordNames = null,
): Escapes<PyObject> {
  if (method instanceof PyFunction) return machine.runFunction(method, prepend(self, args), names);
  if (isMethodLike(method)) return call(method, prepend(self, args), names);
  return call(bind(method, self), args, names);
}

function invoke0(method: PyObject, self: PyObject): PyObject {
  if (method instanceof PyFunction) return machine.runFunction(method, [self], null);
  return invoke(method, self, [], null);
}

function invoke1(method: PyObject, self: PyObject, arg: PyObject): PyObject {
  if (method instanceof PyFunction) return machine.runFunction(method, [self, arg], null);
  return invoke(method, self, [arg], null);
}

/** The raw special method of the object's type. */
export function lookupSpecial(self: PyObject, name: string): PyObject | undefined {
  return lookupInType(typeOf(self), name);
}

function required(self: PyObject, name: string): PyObject {
  const method = lookupInType(typeOf(self), name);
  return method === undefined ? raiseAttributeError(self, name) : method;
}

function unary(self: PyObject, name: string): PyObject {
  return invoke0(required(self, name), self);
}

function inplace(left: PyObject, right: PyObject, name: string): PyObject {
  return invoke1(required(left, name), left, right);
}

/** `vectorcall_maybe`: NotImplemented when the type has no such method. */
function maybe(self: PyObject, other: PyObject, name: string): PyObject {
  const method = lookupInType(typeOf(self), name);
  return method === undefined ? NotImplemented : invoke1(method, self, other);
}

/** SLOT1BINFULL. `leftHas`, `rightHas`: the operand's type has this very slot function. */
function binary(
  left: PyObject,
  right: PyObject,
  leftHas: boolean,
  rightHas: boolean,
  name: string,
  reflected: string,
): PyObject {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  let tryRight = rightHas && leftType !== rightType;
  if (leftHas) {
    if (
      tryRight &&
      isSubtype(rightType, leftType) &&
      lookupInType(rightType, reflected) !== lookupInType(leftType, reflected)
    ) {
      const result = maybe(right, left, reflected);
      if (result !== NotImplemented) return result;
      tryRight = false;
    }
    const result = maybe(left, right, name);
    if (result !== NotImplemented || leftType === rightType) return result;
  }
  return tryRight ? maybe(right, left, reflected) : NotImplemented;
}

// ── Numbers ──

function slotAdd(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_add === slotAdd,
    typeOf(right).nb_add === slotAdd,
    '__add__',
    '__radd__',
  );
}

function slotSubtract(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_subtract === slotSubtract,
    typeOf(right).nb_subtract === slotSubtract,
    '__sub__',
    '__rsub__',
  );
}

function slotMultiply(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_multiply === slotMultiply,
    typeOf(right).nb_multiply === slotMultiply,
    '__mul__',
    '__rmul__',
  );
}

function slotMatrixMultiply(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_matrix_multiply === slotMatrixMultiply,
    typeOf(right).nb_matrix_multiply === slotMatrixMultiply,
    '__matmul__',
    '__rmatmul__',
  );
}

function slotTrueDivide(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_true_divide === slotTrueDivide,
    typeOf(right).nb_true_divide === slotTrueDivide,
    '__truediv__',
    '__rtruediv__',
  );
}

function slotFloorDivide(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_floor_divide === slotFloorDivide,
    typeOf(right).nb_floor_divide === slotFloorDivide,
    '__floordiv__',
    '__rfloordiv__',
  );
}

function slotRemainder(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_remainder === slotRemainder,
    typeOf(right).nb_remainder === slotRemainder,
    '__mod__',
    '__rmod__',
  );
}

function slotDivmod(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_divmod === slotDivmod,
    typeOf(right).nb_divmod === slotDivmod,
    '__divmod__',
    '__rdivmod__',
  );
}

function slotLeftShift(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_lshift === slotLeftShift,
    typeOf(right).nb_lshift === slotLeftShift,
    '__lshift__',
    '__rlshift__',
  );
}

function slotRightShift(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_rshift === slotRightShift,
    typeOf(right).nb_rshift === slotRightShift,
    '__rshift__',
    '__rrshift__',
  );
}

function slotAnd(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_and === slotAnd,
    typeOf(right).nb_and === slotAnd,
    '__and__',
    '__rand__',
  );
}

function slotXor(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_xor === slotXor,
    typeOf(right).nb_xor === slotXor,
    '__xor__',
    '__rxor__',
  );
}

function slotOr(left: PyObject, right: PyObject): PyObject {
  return binary(
    left,
    right,
    typeOf(left).nb_or === slotOr,
    typeOf(right).nb_or === slotOr,
    '__or__',
    '__ror__',
  );
}
function slotPower(left: PyObject, right: PyObject, modulus: PyObject): PyObject {
  if (modulus === null) {
    return binary(
      left,
      right,
      typeOf(left).nb_power === slotPower,
      typeOf(right).nb_power === slotPower,
      '__pow__',
      '__rpow__',
    );
  }
  // Three-argument power: only the base's method is tried.
  if (typeOf(left).nb_power !== slotPower) return NotImplemented;
  return invoke(required(left, '__pow__'), left, [right, modulus]);
}

function slotBool(self: PyObject): boolean {
  const method = required(self, '__bool__');
  if (method === null) raiseTypeError(`'${typeName(self)}' cannot be interpreted as a boolean`);
  const result = invoke0(method, self);
  if (typeof result !== 'boolean')
    raiseTypeError(`__bool__ should return bool, returned ${typeName(result)}`);
  return result;
}

// ── Basics ──

function slotNew(type: PyType, args: readonly PyObject[], names: KeywordNames): PyObject {
  return call(typeOf(type).tp_getattro!(type, '__new__'), prepend(type, args), names);
}

function slotInit(self: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  const method = required(self, '__init__');
  const result =
    method instanceof PyFunction
      ? machine.runFunction(method, prepend(self, args), names)
      : invoke(method, self, [...args], names);
  if (result !== null) raiseTypeError(`__init__() should return None, not '${typeName(result)}'`);
}

function slotCall(self: PyObject, args: PyObject[], names: KeywordNames): PyObject {
  return invoke(required(self, '__call__'), self, args, names);
}

/** `__getattribute__`, and `__getattr__` when that finds nothing (slot_tp_getattr_hook). */
function slotGetAttr(self: PyObject, name: string): PyObject {
  const type = typeOf(self);
  const getattribute = lookupInType(type, '__getattribute__')!;
  const getattr = lookupInType(type, '__getattr__');
  const isGeneric = getattribute instanceof PyWrapperDescriptor && getattribute.owner === ObjectType;
  if (getattr === undefined)
    return isGeneric ? genericGetAttr(self, name) : invoke1(getattribute, self, name);
  try {
    const value = isGeneric ? genericLookup(self, name) : invoke1(getattribute, self, name);
    if (value !== undefined) return value;
  } catch (error) {
    if (!isAttributeError(error)) throw error;
  }
  return invoke1(getattr, self, name);
}

function slotSetAttr(self: PyObject, name: string, value: PyObject | undefined): void {
  if (value === undefined) invoke1(required(self, '__delattr__'), self, name);
  else invoke(required(self, '__setattr__'), self, [name, value]);
}

function slotHash(self: PyObject): IntValue {
  const method = lookupInType(typeOf(self), '__hash__');
  if (method === undefined || method === null) raiseTypeError(`unhashable type: '${typeName(self)}'`);
  const result = invoke0(method, self);
  if (!isSubtype(typeOf(result), IntType)) raiseTypeError('__hash__ method should return an integer');
  const value = asIndex(result);
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : IntType.tp_hash!(value);
  return value === -1 ? -2 : value;
}

const COMPARISONS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;

function slotRichCompare(left: PyObject, right: PyObject, op: number): PyObject {
  return maybe(left, right, COMPARISONS[op]!);
}

function slotIter(self: PyObject): PyObject {
  const method = lookupInType(typeOf(self), '__iter__');
  if (method === undefined || method === null) raiseTypeError(`'${typeName(self)}' object is not iterable`);
  return invoke0(method, self);
}

function slotIterNext(self: PyObject): PyObject | undefined {
  const method = required(self, '__next__');
  try {
    return invoke0(method, self);
  } catch (error) {
    if (!isExceptionOf(error, StopIterationType)) throw error;
    // `yield from` takes it; other loops ignore it.
    machine.returnValue = exceptionField(error as PyBaseException, StopIterationType, 'value');
    return undefined;
  }
}

function slotDescrGet(descriptor: PyObject, instance: PyObject | undefined, owner: PyType | null): PyObject {
  const method = lookupInType(typeOf(descriptor), '__get__');
  if (method === undefined) return descriptor;
  return invoke(method, descriptor, [instance === undefined ? null : instance, owner]);
}

function slotDescrSet(descriptor: PyObject, instance: PyObject, value: PyObject | undefined): void {
  const name = value === undefined ? '__delete__' : '__set__';
  const method = lookupInType(typeOf(descriptor), name);
  if (method === undefined) raise(AttributeErrorType, name);
  invoke(method, descriptor, value === undefined ? [instance] : [instance, value]);
}

// ── Containers ──

function slotLength(self: PyObject): number {
  const result = unary(self, '__len__');
  if (asIndex(result) < 0) raiseValueError('__len__() should return >= 0');
  return asSize(result);
}

function slotContains(self: PyObject, value: PyObject): boolean {
  const method = required(self, '__contains__');
  if (method === null) raiseTypeError(`'${typeName(self)}' object is not a container`);
  return isTrue(invoke1(method, self, value));
}

function slotSubscript(self: PyObject, key: PyObject): PyObject {
  return invoke1(required(self, '__getitem__'), self, key);
}

function slotAssSubscript(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const name = value === undefined ? '__delitem__' : '__setitem__';
  const method = lookupInType(typeOf(self), name);
  if (method === undefined) {
    raiseTypeError(
      `'${typeName(self)}' object does not support item ${value === undefined ? 'deletion' : 'assignment'}`,
    );
  }
  if (value === undefined) invoke1(method, self, key);
  else invoke(method, self, [key, value]);
}

/** PyBUF_FULL_RO: everything that a reader can take. */
const FULL_READ_ONLY = 0x11c;

/** `__buffer__` of a class, and `__release_buffer__` when the last view is released. */
function slotBuffer(self: PyObject): BufferExport {
  const view = invoke1(required(self, '__buffer__'), self, FULL_READ_ONLY);
  if (!(view instanceof PyMemoryView)) raiseTypeError('__buffer__ returned non-memoryview object');
  const release = lookupInType(typeOf(self), '__release_buffer__');
  if (release === undefined || release === null) return view.buffer;
  return {
    ...view.buffer,
    release: () => {
      invoke1(release, self, view);
    },
  };
}

/** For each slot the function that calls the dunder methods. */
export const SLOT_FUNCTIONS: Required<SlotFunctions> = {
  tp_new: slotNew,
  tp_init: slotInit,
  tp_call: slotCall,
  tp_getattro: slotGetAttr,
  tp_setattro: slotSetAttr,
  tp_hash: slotHash,
  tp_repr: (self) => unary(self, '__repr__'),
  tp_str: (self) => unary(self, '__str__'),
  tp_richcompare: slotRichCompare,
  tp_iter: slotIter,
  tp_iternext: slotIterNext,
  tp_descr_get: slotDescrGet,
  tp_descr_set: slotDescrSet,
  nb_add: slotAdd,
  nb_inplace_add: (left, right) => inplace(left, right, '__iadd__'),
  nb_subtract: slotSubtract,
  nb_inplace_subtract: (left, right) => inplace(left, right, '__isub__'),
  nb_multiply: slotMultiply,
  nb_inplace_multiply: (left, right) => inplace(left, right, '__imul__'),
  nb_matrix_multiply: slotMatrixMultiply,
  nb_inplace_matrix_multiply: (left, right) => inplace(left, right, '__imatmul__'),
  nb_true_divide: slotTrueDivide,
  nb_inplace_true_divide: (left, right) => inplace(left, right, '__itruediv__'),
  nb_floor_divide: slotFloorDivide,
  nb_inplace_floor_divide: (left, right) => inplace(left, right, '__ifloordiv__'),
  nb_remainder: slotRemainder,
  nb_inplace_remainder: (left, right) => inplace(left, right, '__imod__'),
  nb_divmod: slotDivmod,
  nb_lshift: slotLeftShift,
  nb_inplace_lshift: (left, right) => inplace(left, right, '__ilshift__'),
  nb_rshift: slotRightShift,
  nb_inplace_rshift: (left, right) => inplace(left, right, '__irshift__'),
  nb_and: slotAnd,
  nb_inplace_and: (left, right) => inplace(left, right, '__iand__'),
  nb_xor: slotXor,
  nb_inplace_xor: (left, right) => inplace(left, right, '__ixor__'),
  nb_or: slotOr,
  nb_inplace_or: (left, right) => inplace(left, right, '__ior__'),
  nb_power: slotPower,
  nb_inplace_power: (left, right) => inplace(left, right, '__ipow__'),
  nb_negative: (self) => unary(self, '__neg__'),
  nb_positive: (self) => unary(self, '__pos__'),
  nb_absolute: (self) => unary(self, '__abs__'),
  nb_invert: (self) => unary(self, '__invert__'),
  nb_bool: slotBool,
  nb_int: (self) => unary(self, '__int__'),
  nb_float: (self) => unary(self, '__float__'),
  nb_index: (self) => unary(self, '__index__'),
  sq_length: slotLength,
  sq_contains: slotContains,
  mp_subscript: slotSubscript,
  mp_ass_subscript: slotAssSubscript,
  bf_getbuffer: slotBuffer,
  am_await: (self) => unary(self, '__await__'),
  am_aiter: (self) => unary(self, '__aiter__'),
  am_anext: (self) => unary(self, '__anext__'),
};

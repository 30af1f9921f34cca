/**
 * The binary operators, in place and not: dispatch through the type slots (CPython: Objects/abstract.c binary_op1,
 * binary_iop1). One function an operator, so that V8 keeps the types of each apart.
 *
 * `list + list` and `str * int` are number slots here (there is no `sq_concat`): such a slot returns NotImplemented for
 * operands it does not know, and CPython's messages for sequences are made here, when everything has failed.
 */
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { PyType } from './generated/layouts.ts';
import type { BinarySlot } from './host-types.ts';
import type { PyObject } from './object.ts';
import { NotImplemented } from './singletons.ts';
import { isSubtype } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { ByteArrayType, BytesType, ListType, StrType, TupleType } from './types.ts';

/** Both operands have a slot, and not the same one: the right one goes first when its type is a proper subtype. */
function tryBoth(
  left: PyObject,
  right: PyObject,
  leftType: PyType,
  rightType: PyType,
  leftSlot: BinarySlot | null,
  rightSlot: BinarySlot,
): PyObject {
  if (leftSlot !== null) {
    if (isSubtype(rightType, leftType)) {
      const result = rightSlot(left, right);
      return result === NotImplemented ? leftSlot(left, right) : result;
    }
    const result = leftSlot(left, right);
    if (result !== NotImplemented) return result;
  }
  return rightSlot(left, right);
}

function unsupported(symbol: string, left: PyObject, right: PyObject): never {
  const shown = symbol === '**' ? '** or pow()' : symbol;
  raiseTypeError(`unsupported operand type(s) for ${shown}: '${typeName(left)}' and '${typeName(right)}'`);
}

/** Whether the value is of a built-in type whose `+` concatenates. */
export function isSequence(value: PyObject): boolean {
  const type = typeOf(value);
  return [StrType, ListType, TupleType, BytesType, ByteArrayType].some((sequence) =>
    isSubtype(type, sequence),
  );
}

export function cannotAdd(symbol: string, left: PyObject, right: PyObject): never {
  const type = typeOf(left);
  for (const sequence of [StrType, ListType, TupleType]) {
    if (!isSubtype(type, sequence)) continue;
    raiseTypeError(`can only concatenate ${sequence.name} (not "${typeName(right)}") to ${sequence.name}`);
  }
  if (isSubtype(type, BytesType) || isSubtype(type, ByteArrayType))
    raiseTypeError(`can't concat ${typeName(right)} to ${typeName(left)}`);
  unsupported(symbol, left, right);
}

function cannotMultiply(symbol: string, left: PyObject, right: PyObject): never {
  const count = isSequence(left) ? right : isSequence(right) ? left : undefined;
  if (count !== undefined) raiseTypeError(`can't multiply sequence by non-int of type '${typeName(count)}'`);
  unsupported(symbol, left, right);
}

export function binaryAdd(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_add;
  const other = rightType.nb_add;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) cannotAdd('+', left, right);
  return result;
}

export function inplaceAdd(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_add;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_add;
  const other = rightType.nb_add;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) cannotAdd('+=', left, right);
  return result;
}

export function binaryAnd(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_and;
  const other = rightType.nb_and;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('&', left, right);
  return result;
}

export function inplaceAnd(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_and;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_and;
  const other = rightType.nb_and;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('&=', left, right);
  return result;
}

export function binaryFloorDivide(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_floor_divide;
  const other = rightType.nb_floor_divide;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('//', left, right);
  return result;
}

export function inplaceFloorDivide(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_floor_divide;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_floor_divide;
  const other = rightType.nb_floor_divide;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('//=', left, right);
  return result;
}

export function binaryLshift(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_lshift;
  const other = rightType.nb_lshift;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('<<', left, right);
  return result;
}

export function inplaceLshift(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_lshift;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_lshift;
  const other = rightType.nb_lshift;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('<<=', left, right);
  return result;
}

export function binaryMatrixMultiply(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_matrix_multiply;
  const other = rightType.nb_matrix_multiply;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('@', left, right);
  return result;
}

export function inplaceMatrixMultiply(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_matrix_multiply;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_matrix_multiply;
  const other = rightType.nb_matrix_multiply;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('@=', left, right);
  return result;
}

export function binaryMultiply(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_multiply;
  const other = rightType.nb_multiply;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) cannotMultiply('*', left, right);
  return result;
}

export function inplaceMultiply(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_multiply;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_multiply;
  const other = rightType.nb_multiply;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) cannotMultiply('*=', left, right);
  return result;
}

export function binaryRemainder(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_remainder;
  const other = rightType.nb_remainder;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('%', left, right);
  return result;
}

export function inplaceRemainder(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_remainder;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_remainder;
  const other = rightType.nb_remainder;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('%=', left, right);
  return result;
}

export function binaryOr(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_or;
  const other = rightType.nb_or;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('|', left, right);
  return result;
}

export function inplaceOr(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_or;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_or;
  const other = rightType.nb_or;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('|=', left, right);
  return result;
}

export function binaryRshift(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_rshift;
  const other = rightType.nb_rshift;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('>>', left, right);
  return result;
}

export function inplaceRshift(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_rshift;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_rshift;
  const other = rightType.nb_rshift;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('>>=', left, right);
  return result;
}

export function binarySubtract(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_subtract;
  const other = rightType.nb_subtract;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('-', left, right);
  return result;
}

export function inplaceSubtract(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_subtract;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_subtract;
  const other = rightType.nb_subtract;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('-=', left, right);
  return result;
}

export function binaryTrueDivide(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_true_divide;
  const other = rightType.nb_true_divide;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('/', left, right);
  return result;
}

export function inplaceTrueDivide(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_true_divide;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_true_divide;
  const other = rightType.nb_true_divide;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('/=', left, right);
  return result;
}

export function binaryXor(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_xor;
  const other = rightType.nb_xor;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('^', left, right);
  return result;
}

export function inplaceXor(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const inplace = leftType.nb_inplace_xor;
  if (inplace !== null) {
    const result = inplace(left, right);
    if (result !== NotImplemented) return result;
  }
  const rightType = typeOf(right);
  const slot = leftType.nb_xor;
  const other = rightType.nb_xor;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('^=', left, right);
  return result;
}

function ternaryPower(base: PyObject, exponent: PyObject, modulus: PyObject): PyObject {
  const baseType = typeOf(base);
  const exponentType = typeOf(exponent);
  const slot = baseType.nb_power;
  const other = exponentType.nb_power;
  if (other === null || other === slot) return slot === null ? NotImplemented : slot(base, exponent, modulus);
  if (slot !== null) {
    if (isSubtype(exponentType, baseType)) {
      const result = other(base, exponent, modulus);
      return result === NotImplemented ? slot(base, exponent, modulus) : result;
    }
    const result = slot(base, exponent, modulus);
    if (result !== NotImplemented) return result;
  }
  return other(base, exponent, modulus);
}

export function binaryPower(left: PyObject, right: PyObject): Escapes<PyObject> {
  const result = ternaryPower(left, right, null);
  if (result === NotImplemented) unsupported('**', left, right);
  return result;
}

export function inplacePower(left: PyObject, right: PyObject): Escapes<PyObject> {
  const inplace = typeOf(left).nb_inplace_power;
  if (inplace !== null) {
    const result = inplace(left, right, null);
    if (result !== NotImplemented) return result;
  }
  const result = ternaryPower(left, right, null);
  if (result === NotImplemented) unsupported('**=', left, right);
  return result;
}

/** `pow(base, exponent, modulus)`; modulus None: absent. */
export function power(base: PyObject, exponent: PyObject, modulus: PyObject): Escapes<PyObject> {
  const result = ternaryPower(base, exponent, modulus);
  if (result !== NotImplemented) return result;
  if (modulus === null) unsupported('**', base, exponent);
  raiseTypeError(
    `unsupported operand type(s) for ** or pow(): '${typeName(base)}', '${typeName(exponent)}', '${typeName(modulus)}'`,
  );
}

export function divmod(left: PyObject, right: PyObject): Escapes<PyObject> {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const slot = leftType.nb_divmod;
  const other = rightType.nb_divmod;
  const result =
    other === null || other === slot
      ? slot === null
        ? NotImplemented
        : slot(left, right)
      : tryBoth(left, right, leftType, rightType, slot, other);
  if (result === NotImplemented) unsupported('divmod()', left, right);
  return result;
}

/** By BINARY_OP's operand: CPython's NB_* numbers, in-place ones from 13 on. */
export const BINARY_OPERATORS: readonly ((left: PyObject, right: PyObject) => Escapes<PyObject>)[] = [
  binaryAdd,
  binaryAnd,
  binaryFloorDivide,
  binaryLshift,
  binaryMatrixMultiply,
  binaryMultiply,
  binaryRemainder,
  binaryOr,
  binaryPower,
  binaryRshift,
  binarySubtract,
  binaryTrueDivide,
  binaryXor,
  inplaceAdd,
  inplaceAnd,
  inplaceFloorDivide,
  inplaceLshift,
  inplaceMatrixMultiply,
  inplaceMultiply,
  inplaceRemainder,
  inplaceOr,
  inplacePower,
  inplaceRshift,
  inplaceSubtract,
  inplaceTrueDivide,
  inplaceXor,
];

export function binaryOperator(op: number, left: PyObject, right: PyObject): Escapes<PyObject> {
  return BINARY_OPERATORS[op]!(left, right);
}

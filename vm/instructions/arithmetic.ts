/** Unary and binary operators (language reference 6.5–6.9). */
import {
  binaryOperator,
  type IntValue,
  intAdd,
  intAnd,
  intMultiply,
  intOr,
  intSubtract,
  intXor,
  isTrue,
  newFloat,
  type PyFloat,
  type PyObject,
  type StrValue,
  typeOf,
  unaryInvert,
  unaryNegative,
  unaryPositive,
} from '../objects/index.ts';
import { BinaryOpCache } from './caches.ts';
import { instruction, specialization } from './define.ts';
import { guard, type Oparg } from './primitives.ts';
import { listLength } from './runtime/containers.ts';
import { concatenate, floatPower, invokeBinary, modulo, not, operateOnInts } from './runtime/operators.ts';
import {
  isBoolean,
  isFloat,
  isInt,
  isList,
  isNone,
  isPlainStr,
  isSafe,
  isSmallInt,
  isUnsigned,
} from './runtime/predicates.ts';
import { selectBinaryOp, selectToBool } from './runtime/select-operators.ts';

export const UNARY_NEGATIVE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(operand: PyObject): PyObject {
    return unaryNegative(operand);
  },
});

export const UNARY_POSITIVE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(operand: PyObject): PyObject {
    return unaryPositive(operand);
  },
});

export const UNARY_INVERT = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(operand: PyObject): PyObject {
    return unaryInvert(operand);
  },
});

/** The operand is a bool: `TO_BOOL` or a comparison stands before. */
export const UNARY_NOT = instruction({
  effect: 'Pure',
  execute(operand: PyObject): boolean {
    return not(operand);
  },
});

/** Truth value testing (library reference, "Truth Value Testing"). */
export const TO_BOOL = instruction({
  effect: 'Escapes',
  select: selectToBool,
  execute(operand: PyObject): boolean {
    return isTrue(operand);
  },
});

export const TO_BOOL_BOOL = specialization(TO_BOOL, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(operand: PyObject): boolean {
    guard(isBoolean(operand));
    return operand;
  },
});

export const TO_BOOL_INT = specialization(TO_BOOL, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(operand: PyObject): boolean {
    guard(isSmallInt(operand));
    return operand !== 0;
  },
});

export const TO_BOOL_NONE = specialization(TO_BOOL, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(operand: PyObject): boolean {
    guard(isNone(operand));
    return false;
  },
});

export const TO_BOOL_STR = specialization(TO_BOOL, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(operand: PyObject): boolean {
    guard(isPlainStr(operand));
    return operand !== '';
  },
});

export const TO_BOOL_LIST = specialization(TO_BOOL, {
  flag: 'specialize-operators',
  effect: 'Reads',
  execute(operand: PyObject): boolean {
    guard(isList(operand));
    return listLength(operand) !== 0;
  },
});

/** `left op right`; `oparg` numbers the operator (CPython's NB_*), in-place forms from 13. */
export const BINARY_OP = instruction({
  effect: 'Escapes',
  cache: BinaryOpCache,
  select: selectBinaryOp,
  execute(left: PyObject, right: PyObject, oparg: Oparg): PyObject {
    return binaryOperator(oparg, left, right);
  },
});

export const BINARY_OP_ADD_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intAdd(left, right);
  },
  word: (left, right) => ((left | 0) + (right | 0)) | 0,
});

export const BINARY_OP_SUBTRACT_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intSubtract(left, right);
  },
  word: (left, right) => ((left | 0) - (right | 0)) | 0,
});

export const BINARY_OP_MULTIPLY_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intMultiply(left, right);
  },
  word: (left, right) => Math.imul(left, right),
});

/** Any other operator on two ints: the operation itself, found without dispatch. */
export const BINARY_OP_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Raises',
  execute(left: PyObject, right: PyObject, cache: BinaryOpCache): PyObject {
    guard(isInt(left));
    guard(isInt(right));
    return operateOnInts(cache.operateOnInts!, left, right);
  },
});

export const BINARY_OP_AND_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intAnd(left, right);
  },
  word: (left, right) => left & right,
});

export const BINARY_OP_OR_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intOr(left, right);
  },
  word: (left, right) => left | right,
});

export const BINARY_OP_XOR_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isInt(right));
    return intXor(left, right);
  },
  word: (left, right) => left ^ right,
});

/** `2 ** right` is exact, and a small int. */
export const BINARY_OP_LSHIFT_INT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): IntValue {
    guard(isInt(left));
    guard(isSmallInt(right));
    guard(right >= 0 && right < 53);
    return intMultiply(left, 2 ** right);
  },
  word: (left, right) => left << right,
});

/** Both operands and the result within ±(2⁵³−1): no call, no bigint. */
export const BINARY_OP_ADD_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    const sum = left + right;
    guard(isSafe(sum));
    return sum;
  },
});

export const BINARY_OP_SUBTRACT_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    const difference = left - right;
    guard(isSafe(difference));
    return difference;
  },
});

/** `+ 0` because 0 × −1 is −0 in the host, which no Python int is. */
export const BINARY_OP_MULTIPLY_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    const product = left * right + 0;
    guard(isSafe(product));
    return product;
  },
});

/** Exact: for |left| < 2⁵³ the rounding error of the quotient is less than its distance 1/right from the next integer. */
export const BINARY_OP_FLOOR_DIVIDE_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right !== 0);
    return Math.floor(left / right) + 0;
  },
});

export const BINARY_OP_REMAINDER_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right !== 0);
    return modulo(left, right);
  },
});

export const BINARY_OP_TRUE_DIVIDE_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right !== 0);
    return newFloat(left / right);
  },
});

export const BINARY_OP_AND_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(left === (left | 0));
    guard(right === (right | 0));
    return left & right;
  },
});

export const BINARY_OP_OR_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(left === (left | 0));
    guard(right === (right | 0));
    return left | right;
  },
});

export const BINARY_OP_XOR_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(left === (left | 0));
    guard(right === (right | 0));
    return left ^ right;
  },
});

/** Both operands within 0…2³²−1, as in hashes and ciphers. */
export const BINARY_OP_AND_UNSIGNED_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(isUnsigned(left));
    guard(isUnsigned(right));
    return (left & right) >>> 0;
  },
});

export const BINARY_OP_OR_UNSIGNED_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(isUnsigned(left));
    guard(isUnsigned(right));
    return (left | right) >>> 0;
  },
});

export const BINARY_OP_XOR_UNSIGNED_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(isUnsigned(left));
    guard(isUnsigned(right));
    return (left ^ right) >>> 0;
  },
});

export const BINARY_OP_RSHIFT_UNSIGNED_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right >= 0 && right < 32);
    guard(isUnsigned(left));
    return left >>> right;
  },
});

export const BINARY_OP_LSHIFT_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right >= 0 && right < 32);
    const shifted = left * ((1 << right) >>> 0);
    guard(isSafe(shifted));
    return shifted;
  },
});

export const BINARY_OP_RSHIFT_COMPACT_INT = specialization(BINARY_OP, {
  flag: 'compact-ints',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): number {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    guard(right >= 0 && right < 32);
    guard(left === (left | 0));
    return left >> right;
  },
});

export const BINARY_OP_ADD_FLOAT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isFloat(right));
    return newFloat(left.value + right.value);
  },
});

export const BINARY_OP_SUBTRACT_FLOAT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isFloat(right));
    return newFloat(left.value - right.value);
  },
});

export const BINARY_OP_MULTIPLY_FLOAT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isFloat(right));
    return newFloat(left.value * right.value);
  },
});

export const BINARY_OP_TRUE_DIVIDE_FLOAT = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isFloat(right));
    guard(right.value !== 0);
    return newFloat(left.value / right.value);
  },
});

export const BINARY_OP_ADD_FLOAT_INT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isSmallInt(right));
    return newFloat(left.value + right);
  },
});

export const BINARY_OP_ADD_INT_FLOAT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isSmallInt(left));
    guard(isFloat(right));
    return newFloat(left + right.value);
  },
});

export const BINARY_OP_SUBTRACT_FLOAT_INT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isSmallInt(right));
    return newFloat(left.value - right);
  },
});

export const BINARY_OP_SUBTRACT_INT_FLOAT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isSmallInt(left));
    guard(isFloat(right));
    return newFloat(left - right.value);
  },
});

export const BINARY_OP_MULTIPLY_FLOAT_INT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isSmallInt(right));
    return newFloat(left.value * right);
  },
});

export const BINARY_OP_MULTIPLY_INT_FLOAT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isSmallInt(left));
    guard(isFloat(right));
    return newFloat(left * right.value);
  },
});

export const BINARY_OP_TRUE_DIVIDE_FLOAT_INT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isSmallInt(right));
    guard(right !== 0);
    return newFloat(left.value / right);
  },
});

export const BINARY_OP_TRUE_DIVIDE_INT_FLOAT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isSmallInt(left));
    guard(isFloat(right));
    guard(right.value !== 0);
    return newFloat(left / right.value);
  },
});

export const BINARY_OP_POWER_FLOAT_INT = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): PyFloat {
    guard(isFloat(left));
    guard(isSmallInt(right));
    guard(right >= 0);
    const result = floatPower(left.value, right);
    guard(Number.isFinite(result));
    return newFloat(result);
  },
});

export const BINARY_OP_ADD_STR = specialization(BINARY_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): StrValue {
    guard(isPlainStr(left));
    guard(isPlainStr(right));
    return concatenate(left, right);
  },
});

/** The types seen before, whose dispatch is known: one slot function, no reflected tries before it. */
export const BINARY_OP_PAIR = specialization(BINARY_OP, {
  flag: 'binary-operators',
  effect: 'Escapes',
  execute(left: PyObject, right: PyObject, cache: BinaryOpCache): PyObject {
    guard(typeOf(left) === cache.leftType);
    guard(typeOf(right) === cache.rightType);
    return invokeBinary(cache.operate!, left, right);
  },
});

/** Comparisons, identity and membership (language reference 6.10). */
import { compare, compareBool, contains, type PyObject } from '../objects/index.ts';
import { instruction, specialization } from './define.ts';
import { guard, type Oparg } from './primitives.ts';
import { dictHasStr } from './runtime/containers.ts';
import { isDict, isFloat, isPlainStr, isSmallInt } from './runtime/predicates.ts';
import { selectCompareOp, selectContainsOp } from './runtime/select-operators.ts';

/** `oparg & 15`: 0 <, 1 <=, 2 ==, 3 !=, 4 >, 5 >=; with 16 the result is coerced to bool. */
export const COMPARE_OP = instruction({
  effect: 'Escapes',
  select: selectCompareOp,
  execute(left: PyObject, right: PyObject, oparg: Oparg): PyObject {
    return oparg >= 16 ? compareBool(oparg - 16, left, right) : compare(oparg, left, right);
  },
});

export const COMPARE_OP_LT_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left < right;
  },
});

export const COMPARE_OP_LE_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left <= right;
  },
});

export const COMPARE_OP_EQ_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left === right;
  },
});

export const COMPARE_OP_NE_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left !== right;
  },
});

export const COMPARE_OP_GT_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left > right;
  },
});

export const COMPARE_OP_GE_INT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isSmallInt(left));
    guard(isSmallInt(right));
    return left >= right;
  },
});

export const COMPARE_OP_LT_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value < right.value;
  },
});

export const COMPARE_OP_LE_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value <= right.value;
  },
});

export const COMPARE_OP_EQ_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value === right.value;
  },
});

export const COMPARE_OP_NE_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value !== right.value;
  },
});

export const COMPARE_OP_GT_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value > right.value;
  },
});

export const COMPARE_OP_GE_FLOAT = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isFloat(left));
    guard(isFloat(right));
    return left.value >= right.value;
  },
});

export const COMPARE_OP_EQ_STR = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isPlainStr(left));
    guard(isPlainStr(right));
    return left === right;
  },
});

export const COMPARE_OP_NE_STR = specialization(COMPARE_OP, {
  flag: 'specialize-operators',
  effect: 'Pure',
  execute(left: PyObject, right: PyObject): boolean {
    guard(isPlainStr(left));
    guard(isPlainStr(right));
    return left !== right;
  },
});

/** `left is right`, or `is not` when `oparg` is 1. Values that the host holds by value are identical when equal. */
export const IS_OP = instruction({
  effect: 'Pure',
  execute(left: PyObject, right: PyObject, oparg: Oparg): boolean {
    return (left === right) !== (oparg === 1);
  },
});

/** `value in container`, or `not in` when `oparg` is 1. */
export const CONTAINS_OP = instruction({
  effect: 'Escapes',
  select: selectContainsOp,
  execute(value: PyObject, container: PyObject, oparg: Oparg): boolean {
    return contains(value, container) !== (oparg === 1);
  },
});

export const CONTAINS_OP_DICT = specialization(CONTAINS_OP, {
  flag: 'specialize-operators',
  effect: 'Reads',
  execute(value: PyObject, container: PyObject, oparg: Oparg): boolean {
    guard(isPlainStr(value));
    guard(isDict(container));
    return dictHasStr(container, value) !== (oparg === 1);
  },
});

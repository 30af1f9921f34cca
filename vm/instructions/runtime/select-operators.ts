/** Which specialisation fits the operands just seen: operators, subscripts, iteration, formatting. */
import {
  BINARY_OPERATORS,
  DictType,
  FloatType,
  type IntValue,
  intAnd,
  intFloorDivide,
  intLeftShift,
  intModulo,
  intOr,
  intPowerOrFloat,
  intRightShift,
  intTrueDivide,
  intXor,
  ListIteratorType,
  ListType,
  newFloat,
  type PyObject,
  type PyTuple,
  RangeIteratorType,
  TupleIteratorType,
  TupleType,
  typeOf,
} from '../../objects/index.ts';
import type { BinaryOpCache } from '../caches.ts';
import { isSafe, isUnsigned } from './predicates.ts';

const OPERATORS = [
  'ADD',
  'AND',
  'FLOOR_DIVIDE',
  'LSHIFT',
  'MATRIX_MULTIPLY',
  'MULTIPLY',
  'REMAINDER',
  'OR',
  'POWER',
  'RSHIFT',
  'SUBTRACT',
  'TRUE_DIVIDE',
  'XOR',
] as const;

/** Of two ints, by the operator's number; ADD, SUBTRACT and MULTIPLY have forms of their own. */
const INT_OPERATIONS: Readonly<Partial<Record<(typeof OPERATORS)[number], BinaryOpCache['operateOnInts']>>> =
  {
    AND: intAnd,
    FLOOR_DIVIDE: intFloorDivide,
    LSHIFT: intLeftShift,
    OR: intOr,
    POWER: intPowerOrFloat,
    REMAINDER: intModulo,
    RSHIFT: intRightShift,
    TRUE_DIVIDE: (left, right) => newFloat(intTrueDivide(left, right)),
    XOR: intXor,
  };

/** Forms for an operator on two ints. A site whose result has left the host's exact numbers is likely to do so again. */
function intForms(
  operator: (typeof OPERATORS)[number],
  left: IntValue,
  right: IntValue,
  cache: BinaryOpCache,
): readonly string[] {
  const operate = INT_OPERATIONS[operator];
  cache.operateOnInts = operate ?? null;
  const shifts = operator === 'LSHIFT';
  const general = [
    ...(shifts && !(typeof right === 'number' && right >= 0 && right < 53)
      ? []
      : [`BINARY_OP_${operator}_INT`]),
    ...(operate === undefined ? [] : ['BINARY_OP_INT']),
  ];
  if (typeof left !== 'number' || typeof right !== 'number') return general;
  const compact = compactForm(operator, left, right);
  return compact === null ? general : [`BINARY_OP_${operator}_${compact}`, ...general];
}

/** The form without a call that two ints and their result are small enough for. */
function compactForm(
  operator: (typeof OPERATORS)[number],
  left: number,
  right: number,
): 'COMPACT_INT' | 'UNSIGNED_INT' | null {
  const isSmallShift = right >= 0 && right < 32;
  switch (operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      if (isUnsigned(left) && isUnsigned(right)) return 'UNSIGNED_INT';
      return isInt32(left) && isInt32(right) ? 'COMPACT_INT' : null;
    case 'RSHIFT':
      if (!isSmallShift) return null;
      return isUnsigned(left) ? 'UNSIGNED_INT' : isInt32(left) ? 'COMPACT_INT' : null;
    case 'LSHIFT':
      return isSmallShift && isSafe(left * 2 ** right) ? 'COMPACT_INT' : null;
    case 'MULTIPLY':
      return isSafe(left * right) ? 'COMPACT_INT' : null;
    case 'ADD':
      return isSafe(left + right) ? 'COMPACT_INT' : null;
  }
  return 'COMPACT_INT';
}

const isInt32 = (value: number): boolean => value === (value | 0);

const isFloat = (value: PyObject): boolean =>
  typeof value === 'object' && value !== null && value.ob_type === FloatType;

/** In order of preference; those whose flag is off or that do not exist are passed over by the caller. */
export function selectBinaryOp(
  left: PyObject,
  right: PyObject,
  oparg: number,
  cache: BinaryOpCache,
): readonly string[] {
  const operator = OPERATORS[oparg % 13]!;
  const leftInt = typeof left === 'number';
  const rightInt = typeof right === 'number';
  if ((leftInt || typeof left === 'bigint') && (rightInt || typeof right === 'bigint'))
    return intForms(operator, left, right, cache);
  const leftFloat = isFloat(left);
  const rightFloat = isFloat(right);
  if (leftFloat && rightFloat) return [`BINARY_OP_${operator}_FLOAT`];
  if (leftFloat && rightInt) return [`BINARY_OP_${operator}_FLOAT_INT`];
  if (leftInt && rightFloat) return [`BINARY_OP_${operator}_INT_FLOAT`];
  if (typeof left === 'string' && typeof right === 'string') return [`BINARY_OP_${operator}_STR`];
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  if (leftType.heap || rightType.heap || typeof left === 'boolean' || typeof right === 'boolean') return [];
  cache.leftType = leftType;
  cache.rightType = rightType;
  cache.operate = BINARY_OPERATORS[oparg]!;
  return ['BINARY_OP_PAIR'];
}

const COMPARISONS = ['LT', 'LE', 'EQ', 'NE', 'GT', 'GE'] as const;

export function selectCompareOp(left: PyObject, right: PyObject, oparg: number): readonly string[] {
  const comparison = COMPARISONS[oparg & 15]!;
  if (typeof left === 'number' && typeof right === 'number') return [`COMPARE_OP_${comparison}_INT`];
  if (isFloat(left) && isFloat(right)) return [`COMPARE_OP_${comparison}_FLOAT`];
  if (typeof left === 'string' && typeof right === 'string') return [`COMPARE_OP_${comparison}_STR`];
  return [];
}

export function selectContainsOp(value: PyObject, container: PyObject): readonly string[] {
  return typeof value === 'string' && typeOf(container) === DictType ? ['CONTAINS_OP_DICT'] : [];
}

export function selectToBool(operand: PyObject): readonly string[] {
  switch (typeof operand) {
    case 'boolean':
      return ['TO_BOOL_BOOL'];
    case 'number':
      return ['TO_BOOL_INT'];
    case 'string':
      return ['TO_BOOL_STR'];
    case 'object':
      if (operand === null) return ['TO_BOOL_NONE'];
      return operand.ob_type === ListType ? ['TO_BOOL_LIST'] : [];
  }
  return [];
}

export function selectBinarySubscr(container: PyObject, key: PyObject): readonly string[] {
  if (typeof key === 'number' && key >= 0) {
    if (typeof container === 'string') return ['BINARY_SUBSCR_STR_INT'];
    const type = typeOf(container);
    if (type === ListType) return ['BINARY_SUBSCR_LIST_INT'];
    if (type === TupleType) return ['BINARY_SUBSCR_TUPLE_INT'];
  }
  if (typeof key === 'string' && typeOf(container) === DictType) return ['BINARY_SUBSCR_DICT_STR'];
  return [];
}

export function selectStoreSubscr(_value: PyObject, container: PyObject, key: PyObject): readonly string[] {
  const type = typeOf(container);
  if (type === ListType && typeof key === 'number' && key >= 0) return ['STORE_SUBSCR_LIST_INT'];
  return type === DictType ? ['STORE_SUBSCR_DICT'] : [];
}

export function selectUnpackSequence(sequence: PyObject, oparg: number): readonly string[] {
  return typeOf(sequence) === TupleType && (sequence as PyTuple).items.length === oparg
    ? ['UNPACK_SEQUENCE_TUPLE']
    : [];
}

export function selectForIter(iterator: PyObject): readonly string[] {
  switch (typeOf(iterator)) {
    case RangeIteratorType:
      return ['FOR_ITER_RANGE'];
    case ListIteratorType:
      return ['FOR_ITER_LIST'];
    case TupleIteratorType:
      return ['FOR_ITER_TUPLE'];
    default:
      return [];
  }
}

export function selectFormatSimple(value: PyObject): readonly string[] {
  return typeof value === 'string' ? ['FORMAT_SIMPLE_STR'] : [];
}

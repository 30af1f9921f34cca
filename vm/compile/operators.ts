/** Opargs of BINARY_OP and COMPARE_OP, and the flags of function attributes. */
import type { CompareOperator, Operator } from '../syntax/index.ts';

/** CPython's NB_* numbers (Include/opcode.h); the in-place form of each is `IN_PLACE` more. */
export const BINARY_OPERATOR: Record<Operator, number> = {
  Add: 0,
  BitAnd: 1,
  FloorDiv: 2,
  LShift: 3,
  MatMult: 4,
  Mult: 5,
  Mod: 6,
  BitOr: 7,
  Pow: 8,
  RShift: 9,
  Sub: 10,
  Div: 11,
  BitXor: 12,
};
export const IN_PLACE = 13;

export const BINARY_SYMBOLS = ['+', '&', '//', '<<', '@', '*', '%', '|', '**', '>>', '-', '/', '^'] as const;

export type RichComparison = Exclude<CompareOperator, 'Is' | 'IsNot' | 'In' | 'NotIn'>;

export const COMPARISON: Record<RichComparison, number> = { Lt: 0, LtE: 1, Eq: 2, NotEq: 3, Gt: 4, GtE: 5 };
export const COMPARISON_SYMBOLS = ['<', '<=', '==', '!=', '>', '>='] as const;
/** Added to COMPARE_OP's oparg when the result must be a bool. */
export const COMPARE_TO_BOOL = 16;

/** Opargs of SET_FUNCTION_ATTRIBUTE. */
export const FUNCTION_ATTRIBUTE = {
  defaults: 1,
  keywordDefaults: 2,
  annotations: 4,
  closure: 8,
  annotate: 16,
} as const;

/** Opargs of RESUME. */
export const RESUME_AT = { start: 0, afterYield: 1, afterYieldFrom: 2, afterAwait: 3 } as const;

/** More operands than this are collected in a list or dict instead of on the stack. */
export const STACK_USE_GUIDELINE = 30;

/**
 * How many values an instruction takes from the stack and how many it leaves, as the bytecode reference has it.
 *
 * A jump that is taken may leave another number than the fall-through; `jumped` gives it where it differs.
 */
import { OPCODE, type Opcode, type OpcodeName } from './opcodes.ts';

export interface StackEffect {
  readonly pops: number;
  readonly pushes: number;
  /** Values left when the jump is taken. */
  readonly jumped: number;
}

type Rule =
  | readonly [pops: number, pushes: number, jumped?: number]
  | ((oparg: number) => readonly [number, number]);

const RULES: Record<OpcodeName, Rule> = {
  NOP: [0, 0],
  RESUME: [0, 0],
  POP_TOP: [1, 0],
  COPY: (n) => [n, n + 1],
  SWAP: (n) => [n, n],
  PUSH_NULL: [0, 1],
  LOAD_CONST: [0, 1],
  LOAD_FAST: [0, 1],
  LOAD_FAST_CHECK: [0, 1],
  LOAD_FAST_AND_CLEAR: [0, 1],
  STORE_FAST: [1, 0],
  DELETE_FAST: [0, 0],
  MAKE_CELL: [0, 0],
  COPY_FREE_VARS: [0, 0],
  LOAD_DEREF: [0, 1],
  STORE_DEREF: [1, 0],
  DELETE_DEREF: [0, 0],
  LOAD_NAME: [0, 1],
  STORE_NAME: [1, 0],
  DELETE_NAME: [0, 0],
  LOAD_GLOBAL: [0, 1],
  STORE_GLOBAL: [1, 0],
  DELETE_GLOBAL: [0, 0],
  LOAD_LOCALS: [0, 1],
  LOAD_FROM_DICT_OR_DEREF: [1, 1],
  LOAD_FROM_DICT_OR_GLOBALS: [1, 1],
  LOAD_ATTR: [1, 1],
  LOAD_METHOD: [1, 2],
  STORE_ATTR: [2, 0],
  DELETE_ATTR: [1, 0],
  LOAD_SUPER_ATTR: [3, 1],
  LOAD_SUPER_METHOD: [3, 2],
  UNARY_NEGATIVE: [1, 1],
  UNARY_POSITIVE: [1, 1],
  UNARY_INVERT: [1, 1],
  UNARY_NOT: [1, 1],
  TO_BOOL: [1, 1],
  BINARY_OP: [2, 1],
  COMPARE_OP: [2, 1],
  IS_OP: [2, 1],
  CONTAINS_OP: [2, 1],
  BINARY_SUBSCR: [2, 1],
  STORE_SUBSCR: [3, 0],
  DELETE_SUBSCR: [2, 0],
  BINARY_SLICE: [3, 1],
  STORE_SLICE: [4, 0],
  BUILD_TUPLE: (n) => [n, 1],
  BUILD_LIST: (n) => [n, 1],
  BUILD_SET: (n) => [n, 1],
  BUILD_MAP: (n) => [2 * n, 1],
  BUILD_STRING: (n) => [n, 1],
  BUILD_SLICE: (n) => [n, 1],
  LIST_APPEND: (i) => [i + 1, i],
  SET_ADD: (i) => [i + 1, i],
  LIST_EXTEND: (i) => [i + 1, i],
  SET_UPDATE: (i) => [i + 1, i],
  DICT_UPDATE: (i) => [i + 1, i],
  DICT_MERGE: [5, 4],
  MAP_ADD: (i) => [i + 2, i],
  LIST_TO_TUPLE: [1, 1],
  UNPACK_SEQUENCE: (n) => [1, n],
  UNPACK_EX: (n) => [1, (n & 0xff) + 1 + (n >> 8)],
  CONVERT_VALUE: [1, 1],
  FORMAT_SIMPLE: [1, 1],
  FORMAT_WITH_SPEC: [2, 1],
  BUILD_TEMPLATE: [2, 1],
  // value, str [, format_spec if the lowest bit is set]
  BUILD_INTERPOLATION: (flags) => [2 + (flags & 1), 1],
  JUMP: [0, 0],
  JUMP_BACKWARD: [0, 0],
  JUMP_BACKWARD_NO_INTERRUPT: [0, 0],
  POP_JUMP_IF_TRUE: [1, 0],
  POP_JUMP_IF_FALSE: [1, 0],
  POP_JUMP_IF_NONE: [1, 0],
  POP_JUMP_IF_NOT_NONE: [1, 0],
  GET_ITER: [1, 1],
  FOR_ITER: [1, 2, 0],
  CALL: (argc) => [argc + 2, 1],
  CALL_KW: (argc) => [argc + 3, 1],
  CALL_FUNCTION_EX: (flags) => [3 + (flags & 1), 1],
  MAKE_FUNCTION: [1, 1],
  SET_FUNCTION_ATTRIBUTE: [2, 1],
  RETURN_VALUE: [1, 0],
  RETURN_GENERATOR: [0, 1],
  YIELD_VALUE: [1, 1],
  GET_YIELD_FROM_ITER: [1, 1],
  SEND: [2, 2, 2],
  END_SEND: [2, 1],
  CLEANUP_THROW: [3, 2],
  GET_AWAITABLE: [1, 1],
  GET_AITER: [1, 1],
  GET_ANEXT: [1, 2],
  END_ASYNC_FOR: [2, 0],
  ASYNC_GEN_WRAP: [1, 1],
  SETUP_FINALLY: [0, 0],
  SETUP_WITH: [0, 0],
  POP_BLOCK: [0, 0],
  PUSH_EXC_INFO: [1, 2],
  POP_EXCEPT: [1, 0],
  CHECK_EXC_MATCH: [2, 2],
  CHECK_EG_MATCH: [2, 2],
  PREP_RERAISE_STAR: [2, 1],
  RERAISE: [1, 0],
  RAISE_VARARGS: (n) => [n, 0],
  LOAD_ASSERTION_ERROR: [0, 1],
  LOAD_NOT_IMPLEMENTED_ERROR: [0, 1],
  BEFORE_WITH: [1, 2],
  WITH_EXCEPT_START: [3, 4],
  BEFORE_ASYNC_WITH: [1, 2],
  LOAD_BUILD_CLASS: [0, 1],
  IMPORT_NAME: [2, 1],
  IMPORT_FROM: [1, 2],
  IMPORT_STAR: [1, 0],
  PRINT_EXPR: [1, 0],
  SETUP_ANNOTATIONS: [0, 0],
  MATCH_CLASS: [3, 1],
  MATCH_MAPPING: [1, 2],
  MATCH_SEQUENCE: [1, 2],
  MATCH_KEYS: [2, 3],
  GET_LEN: [1, 2],
  BUILD_TYPEVAR: [1, 1],
  BUILD_TYPEVAR_WITH_BOUND: [2, 1],
  BUILD_TYPEVAR_WITH_CONSTRAINTS: [2, 1],
  BUILD_PARAMSPEC: [1, 1],
  BUILD_TYPEVARTUPLE: [1, 1],
  BUILD_TYPEALIAS: [1, 1],
  SET_TYPEPARAM_DEFAULT: [2, 1],
  SET_FUNCTION_TYPE_PARAMS: [2, 1],
  SUBSCRIPT_GENERIC: [1, 1],
};

const RULE_OF: Rule[] = [];
for (const [name, number] of Object.entries(OPCODE) as [OpcodeName, Opcode][]) RULE_OF[number] = RULES[name];

/** The stack effect of one instruction. */
export function stackEffect(opcode: number, oparg: number): StackEffect {
  const rule = RULE_OF[opcode]!;
  const [pops, pushes, jumped = pushes] = typeof rule === 'function' ? rule(oparg) : rule;
  return { pops, pushes, jumped };
}

const CONDITIONAL_JUMPS: ReadonlySet<number> = new Set<number>([
  OPCODE.POP_JUMP_IF_TRUE,
  OPCODE.POP_JUMP_IF_FALSE,
  OPCODE.POP_JUMP_IF_NONE,
  OPCODE.POP_JUMP_IF_NOT_NONE,
  OPCODE.FOR_ITER,
  OPCODE.SEND,
]);
const UNCONDITIONAL_JUMPS: ReadonlySet<number> = new Set<number>([
  OPCODE.JUMP,
  OPCODE.JUMP_BACKWARD,
  OPCODE.JUMP_BACKWARD_NO_INTERRUPT,
]);
const EXITS: ReadonlySet<number> = new Set<number>([
  OPCODE.RETURN_VALUE,
  OPCODE.RERAISE,
  OPCODE.RAISE_VARARGS,
]);
const BLOCK_SETUPS: ReadonlySet<number> = new Set<number>([OPCODE.SETUP_FINALLY, OPCODE.SETUP_WITH]);

export function isConditionalJump(opcode: number): boolean {
  return CONDITIONAL_JUMPS.has(opcode);
}

export function isUnconditionalJump(opcode: number): boolean {
  return UNCONDITIONAL_JUMPS.has(opcode);
}

/** A jump proper; the target of a block setup is no jump. */
export function isJump(opcode: number): boolean {
  return CONDITIONAL_JUMPS.has(opcode) || UNCONDITIONAL_JUMPS.has(opcode);
}

/** Leaves the code unit by return or exception. END_ASYNC_FOR is not among them: it goes on when the loop ended. */
export function isScopeExit(opcode: number): boolean {
  return EXITS.has(opcode);
}

export function isBlockSetup(opcode: number): boolean {
  return BLOCK_SETUPS.has(opcode);
}

/** The oparg is an instruction index. */
export function hasTarget(opcode: number): boolean {
  return isJump(opcode) || isBlockSetup(opcode);
}

/** Control never goes on to the next instruction. */
export function isTerminator(opcode: number): boolean {
  return UNCONDITIONAL_JUMPS.has(opcode) || EXITS.has(opcode);
}

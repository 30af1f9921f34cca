/**
 * The instructions that the compiler emits: those that `vm/instructions` defines, and those that are still to be defined
 * there (numbered from 1000; the loader rejects code that contains one). Code refers to them as `OPCODE.NAME` only.
 */
import { GENERIC_OPCODE as DEFINED } from '../instructions/generated/opcodes.ts';

const UNDEFINED = {
  BUILD_TEMPLATE: 1000,
  BUILD_INTERPOLATION: 1001,
  GET_AWAITABLE: 1002,
  GET_AITER: 1003,
  GET_ANEXT: 1004,
  END_ASYNC_FOR: 1005,
  ASYNC_GEN_WRAP: 1006,
  CHECK_EG_MATCH: 1008,
  PREP_RERAISE_STAR: 1009,
  LOAD_NOT_IMPLEMENTED_ERROR: 1010,
  BEFORE_ASYNC_WITH: 1011,
  PRINT_EXPR: 1012,
  SETUP_ANNOTATIONS: 1013,
  MATCH_CLASS: 1014,
  MATCH_MAPPING: 1015,
  MATCH_SEQUENCE: 1016,
  MATCH_KEYS: 1017,
  GET_LEN: 1018,
  BUILD_TYPEVAR: 1019,
  BUILD_TYPEVAR_WITH_BOUND: 1020,
  BUILD_TYPEVAR_WITH_CONSTRAINTS: 1021,
  BUILD_PARAMSPEC: 1022,
  BUILD_TYPEVARTUPLE: 1023,
  BUILD_TYPEALIAS: 1024,
  SET_TYPEPARAM_DEFAULT: 1025,
  SET_FUNCTION_TYPE_PARAMS: 1026,
  SUBSCRIPT_GENERIC: 1027,
} as const;

/** Opcodes from here on are not defined yet. */
export const FIRST_UNDEFINED_OPCODE = 1000;

export const OPCODE = { ...DEFINED, ...UNDEFINED } as const;

export type OpcodeName = keyof typeof OPCODE;
export type Opcode = (typeof OPCODE)[OpcodeName];

const NAME_OF = new Map<number, OpcodeName>(
  (Object.entries(OPCODE) as [OpcodeName, Opcode][]).map(([name, number]) => [number, name]),
);

/** The name of an opcode number. */
export function opcodeName(opcode: number): OpcodeName {
  const name = NAME_OF.get(opcode);
  if (name === undefined) throw new RangeError(`no instruction has the number ${opcode}`);
  return name;
}

/** Readable listings of code units, in the columns of Python's `dis`. */

import type { CodeUnit } from './code.ts';
import { describe } from './constantText.ts';
import { OPCODE, opcodeName } from './opcodes.ts';
import { BINARY_SYMBOLS, COMPARISON_SYMBOLS, IN_PLACE } from './operators.ts';
import { hasTarget } from './stackEffects.ts';

/** Options of `disassemble`. */
export interface DisassembleOptions {
  /** Also list the code units among the constants. */
  readonly recursive?: boolean;
  /** Line and column ranges instead of lines. */
  readonly positions?: boolean;
}

/** One line an instruction: source line, label, index, name, oparg, what the oparg means. */
export function disassemble(unit: CodeUnit, options: DisassembleOptions = {}): string {
  const { recursive = true } = options;
  const parts = [listing(unit, options)];
  if (recursive) {
    for (const constant of unit.consts) {
      if (constant.type !== 'code') continue;
      parts.push(`Disassembly of ${describe(constant)}:\n${disassemble(constant.code, options)}`);
    }
  }
  return parts.join('\n');
}

function listing(unit: CodeUnit, options: DisassembleOptions): string {
  const { code, positions } = unit;
  const targets = new Set<number>();
  for (let index = 0; index * 2 < code.length; index++) {
    if (hasTarget(code[index * 2]!)) targets.add(code[index * 2 + 1]!);
  }
  const labels = new Map(
    [...targets].sort((left, right) => left - right).map((target, n) => [target, `L${n + 1}`]),
  );
  const lines: string[] = [];
  let previousLine: number | null = null;
  for (let index = 0; index * 2 < code.length; index++) {
    const opcode = code[index * 2]!;
    const oparg = code[index * 2 + 1]!;
    const line = positions[index * 4]!;
    let where = '';
    if (options.positions) {
      const [start, end, col, endCol] = positions.subarray(index * 4, index * 4 + 4);
      where = start! < 0 ? '--' : `${start}:${col}-${end}:${endCol}`;
    } else if (line !== previousLine) {
      where = line < 0 ? '--' : String(line);
    }
    previousLine = line;
    const label = labels.get(index);
    const detail = explain(unit, opcode, oparg, labels);
    const columns = [
      where.padStart(options.positions ? 14 : 4),
      (label === undefined ? '' : `${label}:`).padStart(5),
      String(index).padStart(5),
      opcodeName(opcode).padEnd(28),
      detail === null ? '' : String(oparg).padStart(4),
      detail ? `(${detail})` : '',
    ];
    lines.push(columns.join(' ').trimEnd());
  }
  if (unit.exceptiontable.length > 0) {
    lines.push('ExceptionTable:');
    for (const { start, end, target, depth } of unit.exceptiontable) {
      lines.push(`  ${start} to ${end} -> ${target} [${depth}]`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const LOCAL_INSTRUCTIONS: ReadonlySet<number> = new Set<number>([
  OPCODE.LOAD_FAST,
  OPCODE.LOAD_FAST_CHECK,
  OPCODE.LOAD_FAST_AND_CLEAR,
  OPCODE.STORE_FAST,
  OPCODE.DELETE_FAST,
  OPCODE.MAKE_CELL,
  OPCODE.LOAD_DEREF,
  OPCODE.STORE_DEREF,
  OPCODE.DELETE_DEREF,
  OPCODE.LOAD_FROM_DICT_OR_DEREF,
]);

const NAME_INSTRUCTIONS: ReadonlySet<number> = new Set<number>([
  OPCODE.LOAD_NAME,
  OPCODE.STORE_NAME,
  OPCODE.DELETE_NAME,
  OPCODE.LOAD_GLOBAL,
  OPCODE.STORE_GLOBAL,
  OPCODE.DELETE_GLOBAL,
  OPCODE.LOAD_FROM_DICT_OR_GLOBALS,
  OPCODE.LOAD_ATTR,
  OPCODE.LOAD_METHOD,
  OPCODE.STORE_ATTR,
  OPCODE.DELETE_ATTR,
  OPCODE.LOAD_SUPER_ATTR,
  OPCODE.LOAD_SUPER_METHOD,
  OPCODE.IMPORT_NAME,
  OPCODE.IMPORT_FROM,
]);

/** Instructions whose oparg means nothing. */
const NO_OPARG: ReadonlySet<string> = new Set(
  (
    'NOP POP_TOP PUSH_NULL LOAD_LOCALS UNARY_NEGATIVE UNARY_POSITIVE UNARY_INVERT UNARY_NOT TO_BOOL BINARY_SUBSCR ' +
    'STORE_SUBSCR DELETE_SUBSCR BINARY_SLICE STORE_SLICE LIST_TO_TUPLE FORMAT_SIMPLE FORMAT_WITH_SPEC BUILD_TEMPLATE ' +
    'GET_ITER MAKE_FUNCTION RETURN_VALUE RETURN_GENERATOR GET_YIELD_FROM_ITER END_SEND CLEANUP_THROW GET_AITER ' +
    'GET_ANEXT END_ASYNC_FOR ASYNC_GEN_WRAP POP_BLOCK PUSH_EXC_INFO POP_EXCEPT CHECK_EXC_MATCH CHECK_EG_MATCH ' +
    'PREP_RERAISE_STAR RERAISE LOAD_ASSERTION_ERROR LOAD_NOT_IMPLEMENTED_ERROR BEFORE_WITH WITH_EXCEPT_START ' +
    'BEFORE_ASYNC_WITH LOAD_BUILD_CLASS IMPORT_STAR PRINT_EXPR SETUP_ANNOTATIONS MATCH_MAPPING MATCH_SEQUENCE ' +
    'MATCH_KEYS GET_LEN BUILD_TYPEVAR BUILD_TYPEVAR_WITH_BOUND BUILD_TYPEVAR_WITH_CONSTRAINTS BUILD_PARAMSPEC ' +
    'BUILD_TYPEVARTUPLE BUILD_TYPEALIAS SET_TYPEPARAM_DEFAULT SET_FUNCTION_TYPE_PARAMS SUBSCRIPT_GENERIC'
  ).split(' '),
);

/** What the oparg stands for; '' when it speaks for itself, null when there is none. */
function explain(
  unit: CodeUnit,
  opcode: number,
  oparg: number,
  labels: ReadonlyMap<number, string>,
): string | null {
  const name = opcodeName(opcode);
  if (NO_OPARG.has(name)) return null;
  if (hasTarget(opcode)) return `to ${labels.get(oparg)}`;
  if (LOCAL_INSTRUCTIONS.has(opcode)) return unit.localsplusnames[oparg] ?? '?';
  if (NAME_INSTRUCTIONS.has(opcode)) return unit.names[oparg] ?? '?';
  switch (opcode) {
    case OPCODE.LOAD_CONST:
      return describe(unit.consts[oparg]!);
    case OPCODE.BINARY_OP:
      return oparg < IN_PLACE ? BINARY_SYMBOLS[oparg]! : `${BINARY_SYMBOLS[oparg - IN_PLACE]}=`;
    case OPCODE.COMPARE_OP:
      return oparg & 16 ? `bool(${COMPARISON_SYMBOLS[oparg & 15]})` : COMPARISON_SYMBOLS[oparg]!;
    case OPCODE.IS_OP:
      return oparg ? 'is not' : 'is';
    case OPCODE.CONTAINS_OP:
      return oparg ? 'not in' : 'in';
    case OPCODE.CONVERT_VALUE:
      return ['', 'str', 'repr', 'ascii'][oparg]!;
    default:
      return '';
  }
}

/**
 * `co_code` and what goes with it: a code unit written in CPython's instruction set, so that `dis`, `inspect` and
 * `traceback` read it. Arguments above 255 get EXTENDED_ARG, jumps are relative, caches are zeros.
 */
import type { CodeData } from '../objects/index.ts';
import { OPCODE, type OpcodeName, opcodeName } from './opcodes.ts';
import { BINARY_OPERATOR, COMPARE_TO_BOOL, IN_PLACE } from './operators.ts';
import { CACHE_UNITS, INTRINSICS_1, INTRINSICS_2, PUBLIC_KINDS, PUBLIC_OPCODE } from './publicOpcodes.ts';
import { hasTarget, stackEffect } from './stackEffects.ts';

export interface PublicCode {
  /** Two bytes a code unit. */
  readonly bytes: Uint8Array;
  /** First code unit of each instruction, and at the end the number of units. */
  readonly starts: Int32Array;
  /** `co_exceptiontable`. */
  readonly exceptionTable: Uint8Array;
}

/** Number of `a[b]` as a binary operator. */
const SUBSCRIPT = IN_PLACE + Object.keys(BINARY_OPERATOR).length;

const intrinsic1 = (name: string): [string, number] => [
  'CALL_INTRINSIC_1',
  INTRINSICS_1.indexOf(`INTRINSIC_${name}`),
];
const intrinsic2 = (name: string): [string, number] => [
  'CALL_INTRINSIC_2',
  INTRINSICS_2.indexOf(`INTRINSIC_${name}`),
];

/** Instructions that CPython writes as another one with an argument. */
const SPELLED: Readonly<Record<string, readonly [name: string, oparg: number]>> = {
  UNARY_POSITIVE: intrinsic1('UNARY_POSITIVE'),
  LIST_TO_TUPLE: intrinsic1('LIST_TO_TUPLE'),
  ASYNC_GEN_WRAP: intrinsic1('ASYNC_GEN_WRAP'),
  IMPORT_STAR: intrinsic1('IMPORT_STAR'),
  PRINT_EXPR: intrinsic1('PRINT'),
  BUILD_TYPEVAR: intrinsic1('TYPEVAR'),
  BUILD_PARAMSPEC: intrinsic1('PARAMSPEC'),
  BUILD_TYPEVARTUPLE: intrinsic1('TYPEVARTUPLE'),
  BUILD_TYPEALIAS: intrinsic1('TYPEALIAS'),
  SUBSCRIPT_GENERIC: intrinsic1('SUBSCRIPT_GENERIC'),
  PREP_RERAISE_STAR: intrinsic2('PREP_RERAISE_STAR'),
  BUILD_TYPEVAR_WITH_BOUND: intrinsic2('TYPEVAR_WITH_BOUND'),
  BUILD_TYPEVAR_WITH_CONSTRAINTS: intrinsic2('TYPEVAR_WITH_CONSTRAINTS'),
  SET_TYPEPARAM_DEFAULT: intrinsic2('SET_TYPEPARAM_DEFAULT'),
  SET_FUNCTION_TYPE_PARAMS: intrinsic2('SET_FUNCTION_TYPE_PARAMS'),
  BINARY_SUBSCR: ['BINARY_OP', SUBSCRIPT],
  LOAD_ASSERTION_ERROR: ['LOAD_COMMON_CONSTANT', 0],
  LOAD_NOT_IMPLEMENTED_ERROR: ['LOAD_COMMON_CONSTANT', 1],
  BEFORE_WITH: ['LOAD_SPECIAL', 0],
  BEFORE_ASYNC_WITH: ['LOAD_SPECIAL', 2],
};

interface Spelling {
  readonly name: string;
  readonly oparg: number;
  /** Instruction that is jumped to. */
  readonly target: number | null;
}

function spell(opcode: number, oparg: number): Spelling {
  const name = opcodeName(opcode);
  const other = SPELLED[name];
  if (other !== undefined) return { name: other[0], oparg: other[1], target: null };
  switch (opcode) {
    // The lowest bit says that NULL or the receiver is pushed for a call.
    case OPCODE.LOAD_GLOBAL:
    case OPCODE.LOAD_ATTR:
      return { name, oparg: oparg << 1, target: null };
    case OPCODE.LOAD_METHOD:
      return { name: 'LOAD_ATTR', oparg: (oparg << 1) | 1, target: null };
    // The second lowest: `super()` has two arguments.
    case OPCODE.LOAD_SUPER_ATTR:
      return { name, oparg: (oparg << 2) | 2, target: null };
    case OPCODE.LOAD_SUPER_METHOD:
      return { name: 'LOAD_SUPER_ATTR', oparg: (oparg << 2) | 3, target: null };
    case OPCODE.COMPARE_OP: {
      const toBool = (oparg & COMPARE_TO_BOOL) !== 0 ? 16 : 0;
      return { name, oparg: ((oparg & 15) << 5) | toBool, target: null };
    }
  }
  // Try blocks of the VM's own: CPython has its table instead.
  if (!PUBLIC_OPCODE.has(name)) return { name: 'NOP', oparg: 0, target: null };
  if (hasTarget(opcode)) return { name, oparg: 0, target: oparg };
  return { name, oparg: PUBLIC_KINDS.argument.has(PUBLIC_OPCODE.get(name)!) ? oparg : 0, target: null };
}

const known = new WeakMap<CodeData, PublicCode>();

/** Made when first asked for. */
export function publicCode(unit: CodeData): PublicCode {
  let code = known.get(unit);
  if (code === undefined) {
    code = write(unit);
    known.set(unit, code);
  }
  return code;
}

function write(unit: CodeData): PublicCode {
  const count = unit.code.length / 2;
  const spellings: Spelling[] = [];
  for (let i = 0; i < count; i++) spellings.push(spell(unit.code[i * 2]!, unit.code[i * 2 + 1]!));
  const starts = new Int32Array(count + 1);
  const args = spellings.map(({ oparg }) => oparg);
  // A jump may need a longer argument, which moves what lies behind: until nothing moves.
  for (let moved = true; moved; ) {
    moved = false;
    for (let i = 0; i < count; i++) {
      const { name, target } = spellings[i]!;
      if (target !== null) args[i] = Math.abs(starts[target]! - starts[i + 1]!);
      const end = starts[i]! + unitsOf(args[i]!) + (CACHE_UNITS[name] ?? 0);
      if (end === starts[i + 1]) continue;
      starts[i + 1] = end;
      moved = true;
    }
  }
  const bytes = new Uint8Array(starts[count]! * 2);
  for (let i = 0; i < count; i++) {
    let at = starts[i]! * 2;
    const oparg = args[i]!;
    for (let extension = unitsOf(oparg) - 1; extension > 0; extension--) {
      bytes[at++] = PUBLIC_OPCODE.get('EXTENDED_ARG')!;
      bytes[at++] = oparg >>> (8 * extension);
    }
    bytes[at++] = PUBLIC_OPCODE.get(spellings[i]!.name)!;
    bytes[at] = oparg;
  }
  return { bytes, starts, exceptionTable: exceptionTable(unit, starts) };
}

function unitsOf(oparg: number): number {
  return oparg > 0xff_ffff || oparg < 0 ? 4 : oparg > 0xffff ? 3 : oparg > 0xff ? 2 : 1;
}

/** Entries of numbers in base 64, high digits first, bit 6 where more follow, bit 7 at the first of an entry. */
function exceptionTable(unit: CodeData, starts: Int32Array): Uint8Array {
  const bytes: number[] = [];
  for (const { start, end, target, depth } of unit.exceptiontable) {
    const numbers = [starts[start]!, starts[end]! - starts[start]!, starts[target]!, depth << 1];
    numbers.forEach((number, i) => {
      let digits = 1;
      while (number >>> (6 * digits) > 0) digits++;
      for (let digit = digits - 1; digit >= 0; digit--) {
        const isFirst = i === 0 && digit === digits - 1;
        bytes.push(((number >>> (6 * digit)) & 63) | (digit > 0 ? 64 : 0) | (isFirst ? 128 : 0));
      }
    });
  }
  return Uint8Array.from(bytes);
}

/**
 * How an instruction changes the height of the stack; the larger of both ways when it may jump and `jump` is null.
 * Null: no such instruction, or none that the VM knows the effect of.
 */
export function publicStackEffect(opcode: number, oparg: number, jump: boolean | null): number | null {
  const name = [...PUBLIC_OPCODE].find(([, number]) => number === opcode)?.[0];
  if (name === undefined) return null;
  const special = EFFECTS[name];
  if (special !== undefined) return special(oparg);
  if (!(name in OPCODE)) return null;
  const { pops, pushes, jumped } = stackEffect(OPCODE[name as OpcodeName], oparg);
  if (jump === null) return Math.max(pushes, jumped) - pops;
  return (jump ? jumped : pushes) - pops;
}

/** Of instructions that are not the VM's own, or that the argument means something else in. */
const EFFECTS: Readonly<Record<string, (oparg: number) => number>> = {
  CACHE: () => 0,
  EXTENDED_ARG: () => 0,
  NOT_TAKEN: () => 0,
  CALL_INTRINSIC_1: () => 0,
  CALL_INTRINSIC_2: () => -1,
  LOAD_COMMON_CONSTANT: () => 1,
  LOAD_SMALL_INT: () => 1,
  LOAD_FAST_BORROW: () => 1,
  LOAD_FAST_LOAD_FAST: () => 2,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: () => 2,
  STORE_FAST_LOAD_FAST: () => 0,
  STORE_FAST_STORE_FAST: () => -2,
  LOAD_SPECIAL: () => 1,
  LOAD_GLOBAL: (oparg) => 1 + (oparg & 1),
  LOAD_ATTR: (oparg) => oparg & 1,
  LOAD_SUPER_ATTR: (oparg) => -2 + (oparg & 1),
  END_FOR: () => -1,
  POP_ITER: () => -1,
};

/**
 * The compiler's output: plain data that a loader turns into Python code objects.
 *
 * Nothing here depends on the VM's objects, so a code unit can be serialised and cached.
 */
import type { BytesConstant, ConstantValue } from '../syntax/index.ts';

/** `co_flags`, with CPython's numbers (Include/cpython/code.h). */
export const CO_OPTIMIZED = 0x0001;
export const CO_NEWLOCALS = 0x0002;
export const CO_VARARGS = 0x0004;
export const CO_VARKEYWORDS = 0x0008;
export const CO_NESTED = 0x0010;
export const CO_GENERATOR = 0x0020;
export const CO_COROUTINE = 0x0080;
export const CO_ITERABLE_COROUTINE = 0x0100;
export const CO_ASYNC_GENERATOR = 0x0200;
export const CO_FUTURE_DIVISION = 0x20000;
export const CO_FUTURE_ABSOLUTE_IMPORT = 0x40000;
export const CO_FUTURE_WITH_STATEMENT = 0x80000;
export const CO_FUTURE_PRINT_FUNCTION = 0x100000;
export const CO_FUTURE_UNICODE_LITERALS = 0x200000;
export const CO_FUTURE_BARRY_AS_BDFL = 0x400000;
export const CO_FUTURE_GENERATOR_STOP = 0x800000;
export const CO_FUTURE_ANNOTATIONS = 0x1000000;
export const CO_HAS_DOCSTRING = 0x4000000;
export const CO_METHOD = 0x8000000;

/** A complex constant after folding has both parts (a literal alone is imaginary). */
export interface ComplexOperand {
  readonly type: 'complex';
  readonly real: number;
  readonly imag: number;
}

/** A value of `co_consts`: a literal's value, or what the compiler builds out of such values. */
export type ConstantOperand =
  | Exclude<ConstantValue, { type: 'complex' | 'tuple' | 'frozenset' }>
  | ComplexOperand
  | { readonly type: 'tuple'; readonly items: readonly ConstantOperand[] }
  | { readonly type: 'frozenset'; readonly items: readonly ConstantOperand[] }
  | {
      readonly type: 'slice';
      readonly start: ConstantOperand;
      readonly stop: ConstantOperand;
      readonly step: ConstantOperand;
    }
  | { readonly type: 'code'; readonly code: CodeUnit };

/** While an instruction in [start, end) runs, an exception goes to `target` with the stack cut to `depth`. */
export interface ExceptionTableEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
}

/** What a slot of the locals array is (`localspluskinds`). */
export const LOCAL_KIND = { local: 1, cell: 2, argumentCell: 3, free: 4 } as const;

/** One compiled code block: module, class body, function, … */
export interface CodeUnit {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  /** Bits `CO_*`. */
  readonly flags: number;
  /** Two words an instruction: opcode, oparg. Jump opargs are instruction indexes. */
  readonly code: Int32Array;
  readonly consts: readonly ConstantOperand[];
  readonly names: readonly string[];
  /** Locals, then cells that are no locals, then free variables. */
  readonly localsplusnames: readonly string[];
  /** One of `LOCAL_KIND` for each name of `localsplusnames`. */
  readonly localspluskinds: Uint8Array;
  readonly nlocals: number;
  /** Cells, those included that are also arguments or locals. */
  readonly ncells: number;
  readonly nfrees: number;
  readonly stacksize: number;
  readonly exceptiontable: readonly ExceptionTableEntry[];
  /** Four words an instruction: line, end line, column, end column; -1 where unknown. Columns in UTF-16 units. */
  readonly positions: Int32Array;
  readonly docstring: string | null;
}

const NONE: ConstantOperand = { type: 'none' };

export function noneConstant(): ConstantOperand {
  return NONE;
}

const codeIdentity = new WeakMap<CodeUnit, number>();
let nextCodeIdentity = 0;

function identityOf(code: CodeUnit): number {
  let identity = codeIdentity.get(code);
  if (identity === undefined) {
    identity = nextCodeIdentity++;
    codeIdentity.set(code, identity);
  }
  return identity;
}

function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function bytesKey(constant: BytesConstant): string {
  let key = '';
  for (const byte of constant.value) key += String.fromCharCode(byte);
  return JSON.stringify(key);
}

/**
 * Two constants are one exactly when their keys are equal: type and value, recursively
 * (CPython's `_PyCode_ConstantKey`: 0, 0.0, -0.0 and False are four constants).
 */
export function constantKey(constant: ConstantOperand): string {
  switch (constant.type) {
    case 'int':
      return `i${constant.value}`;
    case 'float':
      return `f${floatKey(constant.value)}`;
    case 'complex':
      return `j${floatKey(constant.real)},${floatKey(constant.imag)}`;
    case 'str':
      return constant.codePoints === undefined
        ? `s${JSON.stringify(constant.value)}`
        : `u${constant.codePoints.join(',')};`;
    case 'bytes':
      return `b${bytesKey(constant)}`;
    case 'bool':
      return constant.value ? 'T' : 'F';
    case 'none':
      return 'N';
    case 'ellipsis':
      return 'E';
    case 'tuple':
      return `(${constant.items.map(constantKey).join(' ')})`;
    case 'frozenset':
      return `{${constant.items.map(constantKey).join(' ')}}`;
    case 'slice':
      return `[${constantKey(constant.start)}:${constantKey(constant.stop)}:${constantKey(constant.step)}]`;
    case 'code':
      return `c${identityOf(constant.code)}`;
  }
}

/** Host types that fields of object layouts have (`host T` in layouts.ts). */

import type { PyDict, PyFrame, PyType, PyWideStr } from './generated/layouts.ts';
import type { PyObject } from './object.ts';

export type { DictTable } from './dict-table.ts';
export type { Shape } from './shape.ts';

/** An int as stored: `number` within ±(2⁵³−1), else `bigint`. */
export type IntValue = number | bigint;
export type StrValue = string | PyWideStr;
export type DictViewKind = 'keys' | 'values' | 'items';
/** Null when the reference was cleared by hand. */
export type WeakReferent = WeakRef<object> | null;
/** Returns the next item, or `undefined` when exhausted. */
export type IterNext = () => PyObject | undefined;

/** Elements of an `array.array`, one a Python item: code points for `u` and `w`. */
export type ArrayElements =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Keyword names of a call: `args` holds the positional values, then one value for each name. */
export type KeywordNames = readonly string[] | null;

/** A function that calls its first argument between these, as `Context.run`. */
export interface Within {
  readonly begin: (self: PyObject) => void;
  readonly end: (self: PyObject) => void;
}

/** `waits`: may have to wait, before it has done anything (suspension.ts). CPython's METH_* calling conventions; the interpreters call the function of a `MethodDef` directly. */
export type MethodDef =
  | {
      readonly kind: 'NOARGS';
      readonly name: string;
      readonly doc?: string;
      readonly waits?: boolean;
      readonly within?: Within;
      readonly call: (self: PyObject) => PyObject;
    }
  | {
      readonly kind: 'O';
      readonly name: string;
      readonly doc?: string;
      readonly waits?: boolean;
      readonly within?: Within;
      readonly call: (self: PyObject, arg: PyObject) => PyObject;
    }
  | {
      readonly kind: 'FASTCALL';
      readonly name: string;
      readonly doc?: string;
      readonly waits?: boolean;
      readonly within?: Within;
      /** Positional count allowed; checked before the call. `max` −1: unbounded. */
      readonly min: number;
      readonly max: number;
      readonly call: (self: PyObject, args: readonly PyObject[]) => PyObject;
    }
  | {
      /** As FASTCALL for at most three arguments, each a parameter of its own: no array is made for a call. */
      readonly kind: 'POSITIONAL';
      readonly name: string;
      readonly doc?: string;
      readonly waits?: boolean;
      readonly within?: Within;
      readonly min: number;
      readonly max: 1 | 2 | 3;
      readonly call: (self: PyObject, first?: PyObject, second?: PyObject, third?: PyObject) => PyObject;
    }
  | {
      readonly kind: 'KEYWORDS';
      readonly name: string;
      readonly doc?: string;
      readonly waits?: boolean;
      readonly within?: Within;
      readonly call: (self: PyObject, args: readonly PyObject[], names: KeywordNames) => PyObject;
    };

export interface GetSetDef {
  readonly name: string;
  readonly doc?: string;
  /** In CPython a field of the layout (PyMemberDef), not a pair of functions: its descriptor is a `member_descriptor`. */
  readonly member?: true;
  readonly get: (self: PyObject) => PyObject;
  /** `undefined` deletes. Absent: read-only. */
  readonly set?: (self: PyObject, value: PyObject | undefined) => void;
}

export type SlotWrapper = (self: PyObject, args: readonly PyObject[], names: KeywordNames) => PyObject;

/** Memory that an object exports (Py_buffer): items of `format` at `offset` + the sum of index × stride. */
export interface BufferExport {
  readonly data: Uint8Array;
  readonly readonly: boolean;
  /** In the notation of `struct`. */
  readonly format: string;
  /** Bytes of an item. */
  readonly itemsize: number;
  readonly shape: readonly number[];
  /** Bytes between neighbours, a dimension each. */
  readonly strides: readonly number[];
  readonly offset: number;
  /** Called when the last view is released. */
  readonly release?: () => void;
}

/** One export and how many views of it have not been released. */
export interface BufferShare {
  readonly buffer: BufferExport;
  views: number;
}

export type BufferSlot = (exporter: PyObject) => BufferExport;

/** The compiled form that `PyCode` stands for; `vm/compile` defines it, this is what objects need to know. */
export interface CodeData {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly flags: number;
  readonly names: readonly string[];
  readonly localsplusnames: readonly string[];
  readonly localspluskinds: Uint8Array;
  readonly nlocals: number;
  readonly stacksize: number;
  readonly code: Int32Array;
  readonly exceptiontable: readonly { start: number; end: number; target: number; depth: number }[];
  /** Four numbers an instruction: line, end line, column, end column. */
  readonly positions: Int32Array;
  readonly docstring: string | null;
}

/** Owned by the module `_io`; objects only carry it. */
export interface IoState {
  closed: boolean;
}

/** Owned by `vm/tiers`; objects only carry it. */
export interface ExecutionState {
  readonly tier: string;
}
export interface Activation {
  /** Index of the instruction being run. */
  instructionIndex(): number;
  /** Values of the fast locals, cells included; `undefined` where unbound. */
  locals(): readonly (PyObject | undefined)[];
  /** Namespace of a module or class body; null in functions. */
  namespace(): PyObject | null;
  /** Globals of the frame. */
  readonly globals?: PyDict;
  /** The frame that called this one, while it runs. */
  caller?(): PyFrame | null;
  /** What a suspended frame waits for in `yield from` or `await`. */
  delegate?(): PyObject | undefined;
  /** The Python object of this frame; the same one each time. */
  frameObject?(): PyFrame;
}

/** What awaiting an object of an async generator does to it. */
export type AsyncStepKind = 'asend' | 'athrow' | 'aclose';

export type UnarySlot = (operand: PyObject) => PyObject;
/** May return `NotImplemented`. */
export type BinarySlot = (left: PyObject, right: PyObject) => PyObject;
export type TernarySlot = (base: PyObject, exponent: PyObject, modulus: PyObject) => PyObject;
export type InquirySlot = (operand: PyObject) => boolean;
export type LengthSlot = (operand: PyObject) => number;
/** CPython's hash value, normalised like every int. */
export type HashSlot = (operand: PyObject) => IntValue;
/** `op`: 0 <, 1 <=, 2 ==, 3 !=, 4 >, 5 >=. May return `NotImplemented`. */
export type RichCompareSlot = (left: PyObject, right: PyObject, op: number) => PyObject;
export type GetAttrSlot = (owner: PyObject, name: string) => PyObject;
/** `value` undefined deletes. */
export type SetAttrSlot = (owner: PyObject, name: string, value: PyObject | undefined) => void;
export type CallSlot = (callable: PyObject, args: PyObject[], names: KeywordNames) => PyObject;
export type NewSlot = (type: PyType, args: readonly PyObject[], names: KeywordNames) => PyObject;
export type InitSlot = (self: PyObject, args: readonly PyObject[], names: KeywordNames) => void;
/** `undefined` when exhausted: no StopIteration is made. */
export type IterNextSlot = (iterator: PyObject) => PyObject | undefined;
export type DescrGetSlot = (
  descriptor: PyObject,
  instance: PyObject | undefined,
  owner: PyType | null,
) => PyObject;
export type DescrSetSlot = (descriptor: PyObject, instance: PyObject, value: PyObject | undefined) => void;
export type SubscriptSlot = (container: PyObject, key: PyObject) => PyObject;
export type AssSubscriptSlot = (container: PyObject, key: PyObject, value: PyObject | undefined) => void;
export type ContainsSlot = (container: PyObject, value: PyObject) => boolean;

/** What a type's instances are allocated as: decides which built-in bases can be combined. */
export type InstanceLayout = string;
export type TypeDict = Map<string, PyObject>;
export type TypeWatcher = { invalidate(): void };
export type { PyDict, PyType };

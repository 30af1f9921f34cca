/**
 * The value of a literal as it stands in the tree (`Constant.value`).
 *
 * The tree must not depend on the VM's objects, so a literal is described, not built: the compiler turns a
 * description into the runtime value.
 */
export type ConstantValue =
  | IntConstant
  | FloatConstant
  | ComplexConstant
  | StrConstant
  | BytesConstant
  | BoolConstant
  | NoneConstant
  | EllipsisConstant
  | CollectionConstant;

/** Normalised: `number` when |value| ≤ 2^53 − 1, `bigint` beyond. */
export interface IntConstant {
  readonly type: 'int';
  readonly value: number | bigint;
}

export interface FloatConstant {
  readonly type: 'float';
  readonly value: number;
}

/** A literal is always purely imaginary: `1+2j` is a `BinOp`. A tree made by a program may hold a real part. */
export interface ComplexConstant {
  readonly type: 'complex';
  readonly real?: number;
  readonly imag: number;
}

export interface StrConstant {
  readonly type: 'str';
  /** A JavaScript string: a code point above U+FFFF is a surrogate pair. */
  readonly value: string;
  /**
   * Present only where `value` is ambiguous: the literal spells a high surrogate directly followed by a low one
   * (`'\ud83d\ude00'`, two code points in Python), which JavaScript cannot tell from one astral character.
   */
  readonly codePoints?: readonly number[];
}

export interface BytesConstant {
  readonly type: 'bytes';
  readonly value: Uint8Array;
}

export interface BoolConstant {
  readonly type: 'bool';
  readonly value: boolean;
}

export interface NoneConstant {
  readonly type: 'none';
}

export interface EllipsisConstant {
  readonly type: 'ellipsis';
}

/** Stands in trees made by programs only: the parser makes `Tuple` nodes. */
export interface CollectionConstant {
  readonly type: 'tuple' | 'frozenset';
  readonly items: readonly ConstantValue[];
}

/**
 * The intermediate representation: a region in static single assignment form. Each value is defined once, by a node, by a φ
 * where paths meet, or outside the region; calls that are inlined are blocks like any other.
 */

import type { Block, Decoded } from '../flow/blocks.ts';
import type { RegisterExecution } from '../register/frame.ts';
import type { InlinedCall } from './inline.ts';
import type { NodeDescription } from './nodes.ts';
import type { Known } from './types.ts';

/** A value by its number in `Graph.values`. */
export type ValueId = number;

export interface Value {
  readonly id: ValueId;
  /** `parameter`: it comes from outside, in a register or through another entry. */
  readonly kind: 'parameter' | 'constant' | 'phi' | 'node';
  /** What is known of it wherever it stands. */
  readonly known: Known;
  /** Register of the outermost body, of a parameter. */
  readonly register: number;
  readonly node: IrNode | null;
}

export interface Phi {
  readonly value: ValueId;
  /** By predecessor, in the order of `IrBlock.predecessors`. */
  readonly inputs: ValueId[];
}

/** An instruction, or the place where compiled code gives up. */
export interface IrNode {
  /** Number of the inlined call that it belongs to; −1: the region's own body. */
  readonly call: number;
  readonly instruction: Decoded;
  /** The block of register code that it stands in. */
  readonly source: Block;
  readonly execution: RegisterExecution;
  readonly description: NodeDescription;
  /** Left to the interpreter: nothing follows. */
  readonly exits: boolean;
  /** Operands by name; those of variadic inputs as `args`. */
  readonly inputs: ReadonlyMap<string, ValueId>;
  readonly args: readonly ValueId[];
  /** By output of the description, or by register of a variadic output. */
  readonly outputs: readonly ValueId[];
  readonly cache: object | null;
  /** The int that it is bet to give. */
  readonly constant: number | null;
  /** The call whose body stands in the blocks that follow. */
  readonly inlined: InlinedCall | null;
  /** The instance that an inlined call of `__init__` is given. */
  readonly instance: ValueId | null;
}

export interface Edge {
  readonly from: IrBlock | null;
  /** The edge is taken where the last node jumps (true) or does not; null where it always is. */
  readonly jumps: boolean | null;
}

export interface IrBlock {
  readonly id: number;
  readonly call: number;
  /** Word at which it starts; −1 behind an inlined call. */
  readonly start: number;
  readonly predecessors: Edge[];
  readonly phis: Phi[];
  readonly nodes: IrNode[];
  /** Values that are in registers where it ends. */
  readonly live: Set<ValueId>;
}

export interface Graph {
  readonly values: readonly Value[];
  /** In an order in which each stands behind its predecessors, back edges aside. */
  readonly blocks: readonly IrBlock[];
  /** Values that the region takes from registers where it is entered. */
  readonly parameters: ReadonlyMap<number, ValueId>;
  /** The φ at the entry by register, where the entry is a loop's head. */
  readonly entryPhis: ReadonlyMap<number, ValueId>;
}

/** The optimizer's view of an instruction: its definition in `vm/instructions`, as `vm/generate/nodes.ts` emits it. */
import type { Effect } from '../../objects/effects.ts';

/**
 * An expression of a definition. A string names an input, an immediate or a `let` of the instruction; a number is itself.
 * Else an operator and its operands: those of the host (`+`, `&`, `===`, `typeof`, `?:`, …), `.` and `[]` for accesses,
 * `call` of a helper, `helper` for one that is not called, `text`, `constant`, `undefined`; `opaque` where nothing is known.
 */
export type Tree = string | number | Operation;
export interface Operation extends ReadonlyArray<Tree | boolean | null> {
  readonly 0: string;
}

export interface NodeInput {
  readonly name: string;
  readonly kind: 'stack' | 'args' | 'local' | 'peek';
  /** Predicates that guard it: its type. */
  readonly guards: readonly string[];
}

export interface NodeOutput {
  readonly name: string;
  readonly kind: 'stack' | 'local';
  /** The TypeScript type that the definition declares. */
  readonly type: string;
  /** The input that it is, left where it was; null when it is new. */
  readonly passes: number | null;
}

export type NodeStep =
  | {
      readonly kind: 'guard';
      readonly index: number;
      readonly predicate: string | null;
      readonly subject: string | null;
      readonly condition: Tree;
    }
  | { readonly kind: 'let'; readonly name: string; readonly value: Tree; readonly effect: Effect }
  | { readonly kind: 'do'; readonly action: Tree; readonly effect: Effect }
  | {
      readonly kind: 'if';
      readonly condition: Tree;
      readonly taken: readonly NodeStep[];
      readonly otherwise: readonly NodeStep[];
    }
  | {
      readonly kind: 'result';
      readonly values: readonly Tree[];
      readonly effect: Effect;
      /** The host number, where the result is a float made of it. */
      readonly unboxed: Tree | null;
    }
  | { readonly kind: 'jumpIf' | 'jumpAfterIf'; readonly condition: Tree }
  | { readonly kind: 'returnValue'; readonly value: Tree }
  | {
      readonly kind: 'enter';
      readonly how: string;
      /** Names of the arguments; null where they are the variadic input, or an array. */
      readonly list: readonly string[] | null;
    }
  | {
      readonly kind:
        | 'jump'
        | 'resultArray'
        | 'raise'
        | 'yieldValue'
        | 'copyFreeVariables'
        | 'pushBlock'
        | 'popBlock';
    };

export interface NodeDescription {
  readonly name: string;
  readonly family: string;
  /** The strongest that it can do. */
  readonly effect: Effect;
  readonly inputs: readonly NodeInput[];
  readonly immediates: readonly { readonly name: string; readonly kind: string }[];
  readonly outputs: readonly NodeOutput[];
  /** Its two inputs may change places. */
  readonly commutative: boolean;
  /** The low 32 bits of the result as an int32, from inputs that are host numbers. */
  readonly word: Tree | null;
  readonly steps: readonly NodeStep[];
}

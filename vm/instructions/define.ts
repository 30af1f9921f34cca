/**
 * How instructions are declared. A declaration is read twice: by the generator as source text, from which all five
 * execution strategies are emitted, and at run time as a value (`select` and out-of-line `execute` are called).
 *
 * `execute` states everything about the instruction: parameters are the named inputs from the stack, bottom first, then
 * the immediates (types of primitives.ts, a `Frame`, a `…Cache`); the return type names the outputs (a labelled
 * tuple for several); helpers' declared effects give its properties, which `effect` must equal.
 */
import type { Effect } from '../objects/index.ts';

export interface InstructionSpec {
  /** Strongest effect of `execute`; the generator computes it as well and rejects a difference. */
  readonly effect: Effect;
  /** Parameters differ by instruction and are read from the source by the generator. */
  readonly execute: (...parameters: never[]) => unknown;
  /**
   * Names the specialisations that fit the operands just seen, best first, and fills the cache; empty when there is none. Called
   * with the inputs and then the immediates of `execute`, and the cache last.
   */
  readonly select?: (...parameters: never[]) => readonly string[];
  /** Makes the inline cache that `select` fills and the specialisations read. */
  readonly cache?: new () => object;
  /** Number of `Args` as an expression of `oparg`. */
  readonly count?: (oparg: number) => number;
  /** Number of `Outputs` as an expression of `oparg`. */
  readonly outputs?: (oparg: number) => number;
  /** Runs in its own function rather than inside the interpreter loop: rare or long. */
  readonly outOfLine?: boolean;
}

export interface SpecializationSpec {
  /** Feature flag that enables it. */
  readonly flag: string;
  readonly effect: Effect;
  readonly execute: (...parameters: never[]) => unknown;
  /**
   * The low 32 bits of the result as an int32, from the inputs by their names as host numbers: what the optimizer computes
   * where no more of an int is used. It must hold for all ints within ±(2⁵³−1); a shift count is below 32.
   */
  readonly word?: (...inputs: number[]) => number;
  /** As of the generic form. */
  readonly outOfLine?: boolean;
}

/** The generic form of an instruction. */
export function instruction<const Spec extends InstructionSpec>(spec: Spec): Spec {
  return spec;
}

/** A specialised form: guards, then typed semantics, then at most one effect. */
export function specialization<const Spec extends SpecializationSpec>(
  _family: InstructionSpec,
  spec: Spec,
): Spec {
  return spec;
}

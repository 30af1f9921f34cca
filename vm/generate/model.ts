/** What the generator knows of an instruction after reading its definition. */
import type { Effect } from '../objects/effects.ts';

/** JavaScript text in which «name» stands for an input, immediate or constant of the body. */
export type Template = string;

export type InputKind = 'stack' | 'args' | 'local' | 'peek';
export type ImmediateKind = 'oparg' | 'name' | 'constant' | 'frame' | 'cache';

export interface Input {
  readonly name: string;
  readonly kind: InputKind;
}
export interface Immediate {
  readonly name: string;
  readonly kind: ImmediateKind;
}
export interface Output {
  readonly name: string;
  readonly kind: 'stack' | 'local';
  /** The TypeScript type of the value as declared. */
  readonly type: string;
  /** Index of the input that is this output unchanged: it only stays where it is. */
  readonly passes: number | null;
}

export type Step =
  | {
      readonly kind: 'guard';
      /** Number of the guard within its instruction. */
      readonly index: number;
      readonly condition: Template;
      readonly call: GuardCall | null;
    }
  | { readonly kind: 'let'; readonly name: string; readonly value: Template; readonly effect: Effect }
  | { readonly kind: 'do'; readonly action: Template; readonly effect: Effect }
  | {
      readonly kind: 'if';
      readonly condition: Template;
      readonly then: readonly Step[];
      readonly otherwise: readonly Step[];
    }
  | {
      readonly kind: 'result';
      readonly values: readonly Template[];
      readonly effect: Effect;
      readonly call: ResultCall | null;
    }
  | { readonly kind: 'resultArray'; readonly value: Template }
  | { readonly kind: 'jumpIf'; readonly condition: Template }
  | { readonly kind: 'jumpAfterIf'; readonly condition: Template }
  | { readonly kind: 'jump' }
  | {
      readonly kind: 'enter';
      readonly how: EnterKind;
      readonly callee: Template;
      readonly first: Template | null;
      readonly args: EnterArgs;
    }
  | { readonly kind: 'returnValue'; readonly value: Template }
  | { readonly kind: 'raise'; readonly value: Template; readonly effect: Effect }
  | { readonly kind: 'yieldValue'; readonly value: Template }
  | { readonly kind: 'copyFreeVariables'; readonly count: Template }
  | { readonly kind: 'pushBlock'; readonly below: number }
  | { readonly kind: 'popBlock' };

export type EnterKind = 'enterExact' | 'enterMethod' | 'enterInit' | 'enterBound';
/** The variadic input itself, or listed expressions, or one array expression (`enterBound`). */
export type EnterArgs =
  | { readonly all: true }
  | { readonly list: readonly Template[] }
  | { readonly array: Template };

/** A guard that is a call of a predicate on inputs: what the optimizer can prove and drop. */
export interface GuardCall {
  readonly predicate: string;
  readonly arguments: readonly Template[];
}
/** A result that is one call of a helper: what the optimizer knows by name. */
export interface ResultCall {
  readonly helper: string;
  readonly arguments: readonly Template[];
}

export interface Instruction {
  readonly name: string;
  /** Name of the generic form; its own name if it is that. */
  readonly family: string;
  readonly flag: string | null;
  readonly effect: Effect;
  readonly doc: string;
  readonly file: string;
  readonly line: number;
  readonly inputs: readonly Input[];
  readonly immediates: readonly Immediate[];
  readonly outputs: readonly Output[];
  /** Number of variadic inputs / outputs as an expression of «oparg»; null if none. */
  readonly count: Template | null;
  readonly outputCount: Template | null;
  readonly cacheClass: string | null;
  readonly select: string | null;
  readonly jumps: boolean;
  /** The low 32 bits of the result as an int32, from operands that are host numbers; null where not declared. */
  readonly word: Template | null;
  readonly body: readonly Step[];
  /** Identifiers of helpers that the body refers to, by the file that exports them (relative to vm/). */
  readonly uses: ReadonlyMap<string, string>;
  readonly outOfLine: boolean;
}

export interface Definitions {
  readonly instructions: readonly Instruction[];
  readonly byName: ReadonlyMap<string, Instruction>;
  /** Specialised forms of each generic one, in order of definition. */
  readonly families: ReadonlyMap<string, readonly Instruction[]>;
}

/** A mistake in a definition, shown as file:line. */
export class DefinitionError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'DefinitionError';
  }
}

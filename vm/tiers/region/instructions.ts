/** Templates as the compiler reads them, and which instructions are left to the interpreter. */
import type { RegisterExecution } from '../register/frame.ts';
import type { Decoded } from './blocks.ts';
import { TEMPLATES as GENERATED } from './generated/templates.ts';

export interface Template {
  name: string;
  family: string;
  effect: string;
  inputs: { name: string; kind: string }[];
  immediates: { name: string; kind: string }[];
  outputs: { name: string; kind: string; type: string; passes: number | null }[];
  body: Step[];
}
// biome-ignore lint/suspicious/noExplicitAny: generated data.
export type Step = any;

export const TEMPLATES = GENERATED as unknown as Readonly<Record<string, Template>>;

/** These need the interpreter's own hands: compiled code leaves before them. */
export const INTERPRETED = new Set(['YIELD_VALUE', 'RETURN_GENERATOR', 'SEND', 'CLEANUP_THROW']);

/** Those of them that the compiled body of a generator carries out. */
export const SUSPENDED_BY: ReadonlySet<string> = new Set(['YIELD_VALUE', 'SEND']);

/** A site that specialises and has not seen an operand yet: compiling its generic form would be a guess. */
export function neverRun(execution: RegisterExecution, instruction: Decoded, template: Template): boolean {
  const { site } = instruction;
  if (site < 0 || instruction.base === 'JUMP_BACKWARD' || template.name !== template.family) return false;
  return execution.counters[site] === 0 && execution.backoffs[site] === 0;
}

export function endsWithResult(steps: readonly Step[]): boolean {
  const kind = steps.at(-1)?.kind;
  return kind === 'result' || kind === 'enter' || kind === 'resultArray';
}

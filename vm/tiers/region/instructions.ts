/** Templates as the emitter reads them. */
import { TEMPLATES as GENERATED } from './generated/templates.ts';

export interface Template {
  name: string;
  family: string;
  effect: string;
  inputs: { name: string; kind: string }[];
  immediates: { name: string; kind: string }[];
  outputs: { name: string; kind: string; type: string; passes: number | null }[];
  body: Step[];
  /** The low 32 bits of the result (`vm/instructions/define.ts`). */
  word?: string;
}
// biome-ignore lint/suspicious/noExplicitAny: generated data.
export type Step = any;

export const TEMPLATES = GENERATED as unknown as Readonly<Record<string, Template>>;

export function endsWithResult(steps: readonly Step[]): boolean {
  const kind = steps.at(-1)?.kind;
  return kind === 'result' || kind === 'enter' || kind === 'resultArray';
}

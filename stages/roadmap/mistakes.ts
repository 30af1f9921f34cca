/**
 * Reading a file to the end although it has mistakes: `roadmap check` explains all of them at once, while every other
 * command stops at the first.
 */
import { InputError, type InputProblem } from '../../suites/index.ts';

/** Runs one step of a reader; what it gives where the step fails is never used. */
export type Attempt = <T>(step: () => T) => T;

/** The first mistake ends reading. */
export const stopAtFirst: Attempt = (step) => step();

/** Mistakes are kept, and reading goes on with the next step. */
export function collectMistakes(): { readonly attempt: Attempt; readonly found: InputProblem[] } {
  const found: InputProblem[] = [];
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      found.push(error.details);
      return undefined as T;
    }
  };
  return { attempt, found };
}

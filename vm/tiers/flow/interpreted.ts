/** Which instructions compiled code leaves to the interpreter. */
import { FAMILY, type OpcodeName } from '../../instructions/generated/opcodes.ts';
import type { RegisterExecution } from '../register/frame.ts';
import type { Decoded } from './blocks.ts';

/** These need the interpreter's own hands: compiled code leaves before them. */
export const INTERPRETED = new Set(['YIELD_VALUE', 'RETURN_GENERATOR', 'SEND', 'CLEANUP_THROW']);

/** Those of them that the compiled body of a generator carries out. */
export const SUSPENDED_BY: ReadonlySet<string> = new Set(['YIELD_VALUE', 'SEND']);

/** A site that specialises and has not seen an operand yet: compiling its generic form would be a guess. */
export function neverRun(execution: RegisterExecution, { site, base }: Decoded): boolean {
  if (site < 0 || base === 'JUMP_BACKWARD' || base !== FAMILY[base as OpcodeName]) return false;
  return execution.counters[site] === 0 && execution.backoffs[site] === 0;
}

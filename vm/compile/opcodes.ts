/** The instructions that the compiler emits, as `vm/instructions` defines them. Code refers to them as `OPCODE.NAME` only. */
import { GENERIC_OPCODE } from '../instructions/generated/opcodes.ts';

export const OPCODE = GENERIC_OPCODE;

export type OpcodeName = keyof typeof OPCODE;
export type Opcode = (typeof OPCODE)[OpcodeName];

const NAME_OF = new Map<number, OpcodeName>(
  (Object.entries(OPCODE) as [OpcodeName, Opcode][]).map(([name, number]) => [number, name]),
);

/** The name of an opcode number. */
export function opcodeName(opcode: number): OpcodeName {
  const name = NAME_OF.get(opcode);
  if (name === undefined) throw new RangeError(`no instruction has the number ${opcode}`);
  return name;
}

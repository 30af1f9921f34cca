/** The locals array: which slot each local, cell and free variable has; and the prologue that fills cells. */
import { LOCAL_KIND } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION } from '../position.ts';
import type { Unit } from '../unit.ts';
import { blocksFrom, type Instruction, PSEUDO } from './block.ts';

export interface LocalsLayout {
  readonly names: string[];
  readonly kinds: Uint8Array;
  readonly nlocals: number;
  readonly ncells: number;
  readonly nfrees: number;
}

const CELL_INSTRUCTIONS: ReadonlySet<number> = new Set<number>([
  OPCODE.MAKE_CELL,
  OPCODE.LOAD_DEREF,
  OPCODE.STORE_DEREF,
  OPCODE.DELETE_DEREF,
  OPCODE.LOAD_FROM_DICT_OR_DEREF,
  PSEUDO.LOAD_CLOSURE,
]);

export function layOutLocals(unit: Unit): LocalsLayout {
  const locals = unit.varnames.names;
  const cells = unit.cellvars.names;
  const frees = unit.freevars.names;
  const names = [...locals];
  const kinds: number[] = locals.map(() => LOCAL_KIND.local);
  // A cell that is a local too (an argument, mostly) shares its slot.
  const slots = cells.map((name) => {
    if (unit.varnames.has(name)) {
      const slot = unit.varnames.indexOf(name);
      kinds[slot] = LOCAL_KIND.argumentCell;
      return slot;
    }
    kinds.push(LOCAL_KIND.cell);
    return names.push(name) - 1;
  });
  for (const name of frees) {
    slots.push(names.length);
    names.push(name);
    kinds.push(LOCAL_KIND.free);
  }
  for (const block of blocksFrom(unit.entry)) {
    for (const instruction of block.instructions) {
      if (!CELL_INSTRUCTIONS.has(instruction.opcode)) continue;
      instruction.oparg = slots[instruction.oparg]!;
      if (instruction.opcode === PSEUDO.LOAD_CLOSURE) instruction.opcode = OPCODE.LOAD_FAST;
    }
  }
  const prologue: Instruction[] = [];
  const add = (opcode: number, oparg: number): void => {
    prologue.push({ opcode, oparg, target: null, range: NO_LOCATION, handler: null });
  };
  if (frees.length > 0) add(OPCODE.COPY_FREE_VARS, frees.length);
  const cellSlots = slots.slice(0, cells.length).sort((left, right) => left - right);
  for (const slot of cellSlots) add(OPCODE.MAKE_CELL, slot);
  unit.entry.instructions.unshift(...prologue);
  return {
    names,
    kinds: Uint8Array.from(kinds),
    nlocals: locals.length,
    ncells: cells.length,
    nfrees: frees.length,
  };
}

/** Stack shuffles that can be done at compile time: `a, b = b, a` needs no SWAP. */
import { OPCODE } from '../opcodes.ts';
import { type Block, type Instruction, PSEUDO } from './block.ts';
import { makeNop } from './nops.ts';

const SWAPPABLE: ReadonlySet<number> = new Set<number>([
  OPCODE.STORE_FAST,
  PSEUDO.STORE_FAST_MAYBE_NULL,
  OPCODE.POP_TOP,
]);

export function optimizeSwaps(block: Block): void {
  const { instructions } = block;
  for (let index = 0; index < instructions.length; index++) {
    if (instructions[index]!.opcode !== OPCODE.SWAP) continue;
    const last = shortenRun(instructions, index);
    applyToStores(instructions, last);
    index = last;
  }
}

/** Replaces a run of SWAPs by the shortest with the same effect. Returns the index of the run's last instruction. */
function shortenRun(instructions: Instruction[], start: number): number {
  let depth = instructions[start]!.oparg;
  let length = 1;
  let hasMore = false;
  for (; start + length < instructions.length; length++) {
    const { opcode, oparg } = instructions[start + length]!;
    if (opcode === OPCODE.SWAP) {
      depth = Math.max(depth, oparg);
      hasMore = true;
    } else if (opcode !== OPCODE.NOP) {
      break;
    }
  }
  if (!hasMore) return start;
  const stack = Array.from({ length: depth }, (_, item) => item);
  for (let index = start; index < start + length; index++) {
    const { opcode, oparg } = instructions[index]!;
    if (opcode === OPCODE.SWAP) [stack[0], stack[oparg - 1]] = [stack[oparg - 1]!, stack[0]!];
  }
  // Each cycle of the permutation becomes swaps with the top, written from the end backwards.
  const VISITED = -1;
  let current = start + length - 1;
  for (let index = 0; index < depth; index++) {
    if (stack[index] === VISITED || stack[index] === index) continue;
    let place = index;
    for (;;) {
      if (place !== 0) {
        const instruction = instructions[current--]!;
        instruction.opcode = OPCODE.SWAP;
        instruction.oparg = place + 1;
      }
      const following: number = stack[place]!;
      if (following === VISITED) break;
      stack[place] = VISITED;
      place = following;
    }
  }
  while (current >= start) makeNop(instructions[current--]!);
  return start + length - 1;
}

/** Exchanges the stores that follow instead of the values. */
function applyToStores(instructions: Instruction[], from: number): void {
  for (let index = from; index >= 0; index--) {
    const swap = instructions[index]!;
    if (swap.opcode !== OPCODE.SWAP) {
      if (swap.opcode === OPCODE.NOP || SWAPPABLE.has(swap.opcode)) continue;
      return;
    }
    const first = nextSwappable(instructions, index, -1);
    if (first < 0) return;
    const { line } = instructions[first]!.range;
    let second = first;
    for (let count = swap.oparg - 1; count > 0; count--) {
      second = nextSwappable(instructions, second, line);
      if (second < 0) return;
    }
    if (!mayExchange(instructions, first, second)) return;
    makeNop(swap);
    [instructions[first], instructions[second]] = [instructions[second]!, instructions[first]!];
  }
}

function nextSwappable(instructions: readonly Instruction[], from: number, line: number): number {
  for (let index = from + 1; index < instructions.length; index++) {
    const instruction = instructions[index]!;
    if (line >= 0 && instruction.range.line !== line) return -1;
    if (instruction.opcode === OPCODE.NOP) continue;
    return SWAPPABLE.has(instruction.opcode) ? index : -1;
  }
  return -1;
}

function storedLocal(instruction: Instruction): number {
  return instruction.opcode === OPCODE.POP_TOP || instruction.opcode === OPCODE.NOP ? -1 : instruction.oparg;
}

/** The order of two stores is free unless one between them, or they themselves, store to the same local. */
function mayExchange(instructions: readonly Instruction[], first: number, second: number): boolean {
  const left = storedLocal(instructions[first]!);
  const right = storedLocal(instructions[second]!);
  if (left < 0 && right < 0) return true;
  if (left === right) return false;
  for (let index = first + 1; index < second; index++) {
    const between = storedLocal(instructions[index]!);
    if (between >= 0 && (between === left || between === right)) return false;
  }
  return true;
}

/**
 * Checks a code unit by running it abstractly along every path: the stack never underflows, its depth is the same
 * wherever paths meet, no path runs off the end, blocks are left as they were entered, and the exception table says
 * the same as SETUP_FINALLY and POP_BLOCK.
 */
import type { CodeUnit } from './code.ts';
import { OPCODE, opcodeName } from './opcodes.ts';
import {
  hasTarget,
  isBlockSetup,
  isConditionalJump,
  isTerminator,
  isUnconditionalJump,
  stackEffect,
} from './stackEffects.ts';

interface BlockEntry {
  readonly target: number;
  readonly depth: number;
}

interface State {
  readonly depth: number;
  readonly blocks: readonly BlockEntry[];
}

/** Returns what is wrong, one message a mistake, for the unit and the units among its constants. */
export function verify(unit: CodeUnit): string[] {
  const problems = verifyOne(unit);
  for (const constant of unit.consts) if (constant.type === 'code') problems.push(...verify(constant.code));
  return problems;
}

function verifyOne(unit: CodeUnit): string[] {
  const { code } = unit;
  const size = code.length / 2;
  const problems: string[] = [];
  const report = (index: number, message: string): void => {
    const where = index < size ? `${index} ${opcodeName(code[index * 2]!)}` : `${index} (end)`;
    problems.push(`${unit.filename}: ${unit.qualname}: at ${where}: ${message}`);
  };
  if (unit.positions.length !== size * 4) report(0, 'positions do not fit the code');

  const states = new Map<number, State>();
  const todo: number[] = [];
  const enter = (index: number, state: State, from: number): void => {
    if (index < 0 || index >= size) {
      report(from, `goes to ${index}, outside the code`);
      return;
    }
    const known = states.get(index);
    if (known === undefined) {
      states.set(index, state);
      todo.push(index);
    } else if (known.depth !== state.depth) {
      report(index, `depth ${known.depth} and, from ${from}, ${state.depth}`);
    } else if (!sameBlocks(known.blocks, state.blocks)) {
      report(index, `blocks ${showBlocks(known.blocks)} and, from ${from}, ${showBlocks(state.blocks)}`);
    }
  };
  enter(0, { depth: 0, blocks: [] }, 0);
  for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
    const opcode = code[index * 2]!;
    const oparg = code[index * 2 + 1]!;
    const { depth, blocks } = states.get(index)!;
    checkOparg(unit, opcode, oparg, (message) => report(index, message));
    checkDirection(opcode, oparg, index, report);
    checkHandler(unit, index, opcode, blocks, report);
    if (isBlockSetup(opcode)) {
      const kept = depth - (opcode === OPCODE.SETUP_WITH ? 1 : 0);
      enter(oparg, { depth: kept + 1, blocks }, index);
      enter(index + 1, { depth, blocks: [...blocks, { target: oparg, depth: kept }] }, index);
      continue;
    }
    const effect = stackEffect(opcode, oparg);
    if (depth < effect.pops) {
      report(index, `takes ${effect.pops} values, ${depth} are there`);
      continue;
    }
    const base = depth - effect.pops;
    const highest = base + Math.max(effect.pushes, effect.jumped);
    if (highest > unit.stacksize) report(index, `depth ${highest} exceeds stacksize ${unit.stacksize}`);
    let after = blocks;
    if (opcode === OPCODE.POP_BLOCK) {
      if (blocks.length === 0) report(index, 'no block to pop');
      after = blocks.slice(0, -1);
    }
    const block = after[after.length - 1];
    if (block !== undefined && base + effect.pushes < block.depth && !isTerminator(opcode)) {
      report(index, `depth ${base + effect.pushes} under the block's ${block.depth}`);
    }
    if (isUnconditionalJump(opcode) || isConditionalJump(opcode)) {
      enter(oparg, { depth: base + effect.jumped, blocks: after }, index);
    }
    if (!isTerminator(opcode)) enter(index + 1, { depth: base + effect.pushes, blocks: after }, index);
  }
  for (let index = 0; index < size; index++) {
    if (!states.has(index)) report(index, 'is never reached');
  }
  return problems;
}

function sameBlocks(left: readonly BlockEntry[], right: readonly BlockEntry[]): boolean {
  return (
    left.length === right.length &&
    left.every((block, index) => block.target === right[index]!.target && block.depth === right[index]!.depth)
  );
}

function showBlocks(blocks: readonly BlockEntry[]): string {
  return `[${blocks.map(({ target, depth }) => `→${target} at ${depth}`).join(', ')}]`;
}

type Report = (index: number, message: string) => void;

function checkDirection(opcode: number, oparg: number, index: number, report: Report): void {
  const isBackward = opcode === OPCODE.JUMP_BACKWARD || opcode === OPCODE.JUMP_BACKWARD_NO_INTERRUPT;
  if (!hasTarget(opcode)) return;
  if (isBackward !== oparg <= index) report(index, `jumps from ${index} to ${oparg}`);
}

/** The table's entry for an instruction is the innermost block around it. */
function checkHandler(
  unit: CodeUnit,
  index: number,
  opcode: number,
  blocks: readonly BlockEntry[],
  report: Report,
): void {
  // Neither can raise; their block begins or ends with them.
  if (isBlockSetup(opcode) || opcode === OPCODE.POP_BLOCK) return;
  const entry = unit.exceptiontable.find(({ start, end }) => start <= index && index < end);
  const block = blocks[blocks.length - 1];
  if (entry?.target !== block?.target || entry?.depth !== block?.depth) {
    const inTable = entry === undefined ? 'none' : `→${entry.target} at ${entry.depth}`;
    report(index, `exception table says ${inTable}, blocks ${showBlocks(blocks)}`);
  }
}

const NAME_OPCODES: ReadonlySet<number> = new Set<number>([
  OPCODE.LOAD_NAME,
  OPCODE.STORE_NAME,
  OPCODE.DELETE_NAME,
  OPCODE.LOAD_GLOBAL,
  OPCODE.STORE_GLOBAL,
  OPCODE.DELETE_GLOBAL,
  OPCODE.LOAD_FROM_DICT_OR_GLOBALS,
  OPCODE.LOAD_ATTR,
  OPCODE.LOAD_METHOD,
  OPCODE.STORE_ATTR,
  OPCODE.DELETE_ATTR,
  OPCODE.LOAD_SUPER_ATTR,
  OPCODE.LOAD_SUPER_METHOD,
  OPCODE.IMPORT_NAME,
  OPCODE.IMPORT_FROM,
]);

const FAST_OPCODES: ReadonlySet<number> = new Set<number>([
  OPCODE.LOAD_FAST_CHECK,
  OPCODE.LOAD_FAST_AND_CLEAR,
  OPCODE.STORE_FAST,
  OPCODE.DELETE_FAST,
]);

const CELL_OPCODES: ReadonlySet<number> = new Set<number>([
  OPCODE.MAKE_CELL,
  OPCODE.LOAD_DEREF,
  OPCODE.STORE_DEREF,
  OPCODE.DELETE_DEREF,
  OPCODE.LOAD_FROM_DICT_OR_DEREF,
]);

/** Opargs stay inside the tables that they index. */
function checkOparg(unit: CodeUnit, opcode: number, oparg: number, report: (message: string) => void): void {
  if (opcode === OPCODE.LOAD_CONST && unit.consts[oparg] === undefined) report(`no constant ${oparg}`);
  if (NAME_OPCODES.has(opcode) && unit.names[oparg] === undefined) report(`no name ${oparg}`);
  const kind = unit.localspluskinds[oparg];
  if (opcode === OPCODE.LOAD_FAST && kind === undefined) report(`no local ${oparg}`);
  if (FAST_OPCODES.has(opcode) && (kind === undefined || !(kind & 1))) report(`slot ${oparg} is no local`);
  if (CELL_OPCODES.has(opcode) && (kind === undefined || !(kind & 6))) report(`slot ${oparg} is no cell`);
}

/**
 * Instructions without a line take one from where control comes from; exit blocks that several lines share are
 * copied, so that each return is traced on its own line (PEP 626).
 */
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION } from '../position.ts';
import { Block, blocksFrom, isAnyJump } from './block.ts';
import { nextNonEmpty } from './reachability.ts';

/** Instructions at which the interpreter looks for signals. */
const CHECKS_FOR_SIGNALS: ReadonlySet<number> = new Set<number>([
  OPCODE.JUMP,
  OPCODE.RESUME,
  OPCODE.CALL,
  OPCODE.CALL_KW,
  OPCODE.CALL_FUNCTION_EX,
]);

export function hasNoLine(block: Block): boolean {
  return block.instructions.every((instruction) => instruction.range.line < 0);
}

function needsLine(block: Block): boolean {
  if (!hasNoLine(block)) return false;
  return block.exitsScope || block.instructions.some(({ opcode }) => CHECKS_FOR_SIGNALS.has(opcode));
}

export function copyBlock(block: Block): Block {
  const copy = new Block();
  copy.instructions = block.instructions.map((instruction) => ({ ...instruction }));
  copy.isReachable = true;
  copy.entryHandler = block.entryHandler;
  return copy;
}

export function resolveLines(entry: Block, firstlineno: number): void {
  copySharedExits(entry);
  propagateLines(entry);
  for (const block of blocksFrom(entry)) {
    const { last } = block;
    if (last !== undefined && last.range.line < 0 && last.opcode === OPCODE.RETURN_VALUE) {
      last.range = { ...last.range, line: firstlineno, endLine: -1 };
    }
  }
}

function copySharedExits(entry: Block): void {
  for (const block of blocksFrom(entry)) {
    const { last } = block;
    if (last === undefined || !isAnyJump(last.opcode)) continue;
    const target = nextNonEmpty(last.target);
    if (target === null || !needsLine(target) || target.predecessors <= 1) continue;
    const copy = copyBlock(target);
    copy.instructions[0]!.range = last.range;
    last.target = copy;
    copy.predecessors = 1;
    copy.next = target.next;
    target.next = copy;
    target.predecessors--;
  }
  for (const block of blocksFrom(entry)) {
    const { last, next } = block;
    if (last === undefined || next === null || !block.fallsThrough || next.instructions.length === 0)
      continue;
    if (needsLine(next)) next.instructions[0]!.range = last.range;
  }
}

function propagateLines(entry: Block): void {
  const inherit = (block: Block | null, range: typeof NO_LOCATION): void => {
    const first = block?.instructions[0];
    if (first !== undefined && block!.predecessors === 1 && first.range.line < 0) first.range = range;
  };
  for (const block of blocksFrom(entry)) {
    const { last } = block;
    if (last === undefined) continue;
    let previous = NO_LOCATION;
    for (const instruction of block.instructions) {
      if (instruction.range.line < 0) instruction.range = previous;
      else previous = instruction.range;
    }
    if (block.fallsThrough) inherit(block.next, previous);
    if (isAnyJump(last.opcode)) inherit(last.target, previous);
  }
}

/** List, set, tuple and dict displays, and the unpacking inside them (PEP 448). */
import type { Dict, Expr } from '../../syntax/index.ts';
import { OPCODE } from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from '../operators.ts';
import { rangeOf, type SourceRange } from '../position.ts';
import { visit, visitAll } from './expressions.ts';
import type { CodeGenerator } from './generator.ts';
import { accessName } from './names.ts';

export type DisplayKind = 'list' | 'set' | 'tuple';

const BUILD = { list: OPCODE.BUILD_LIST, set: OPCODE.BUILD_SET, tuple: OPCODE.BUILD_TUPLE } as const;

/**
 * Builds a collection of the elements. `extraName` is a variable whose value comes after them;
 * `pushed` elements lie on the stack already.
 */
export function generateElements(
  g: CodeGenerator,
  elements: readonly Expr[],
  kind: DisplayKind,
  range: SourceRange,
  extraName: string | null = null,
  pushed = 0,
): void {
  const total = elements.length + pushed + (extraName === null ? 0 : 1);
  const isBig = total > STACK_USE_GUIDELINE;
  const hasStar = elements.some((element) => element.kind === 'Starred');
  if (!hasStar && !isBig) {
    visitAll(g, elements);
    if (extraName !== null) accessName(g, extraName, 'Load', range);
    g.emit(BUILD[kind], total, range);
    return;
  }
  // A tuple grows as a list, and is frozen at the end.
  const build = kind === 'set' ? OPCODE.BUILD_SET : OPCODE.BUILD_LIST;
  const add = kind === 'set' ? OPCODE.SET_ADD : OPCODE.LIST_APPEND;
  const extend = kind === 'set' ? OPCODE.SET_UPDATE : OPCODE.LIST_EXTEND;
  let isBuilt = isBig;
  if (isBig) g.emit(build, pushed, range);
  elements.forEach((element, index) => {
    if (element.kind === 'Starred') {
      if (!isBuilt) g.emit(build, index + pushed, range);
      isBuilt = true;
      visit(g, element.value);
      g.emit(extend, 1, range);
    } else {
      visit(g, element);
      if (isBuilt) g.emit(add, 1, range);
    }
  });
  if (extraName !== null) {
    accessName(g, extraName, 'Load', range);
    g.emit(add, 1, range);
  }
  if (kind === 'tuple') g.emit(OPCODE.LIST_TO_TUPLE, 0, range);
}

export function generateDict(g: CodeGenerator, node: Dict): void {
  const range = rangeOf(node);
  let hasDict = false;
  let start = 0;
  /** Adds the pairs from `start` up to `end`. */
  const flush = (end: number): void => {
    if (start === end) return;
    generatePairs(g, node, start, end, range);
    if (hasDict) g.emit(OPCODE.DICT_UPDATE, 1, range);
    hasDict = true;
  };
  for (let index = 0; index < node.values.length; index++) {
    if (node.keys[index] === null) {
      flush(index);
      start = index + 1;
      if (!hasDict) {
        g.emit(OPCODE.BUILD_MAP, 0, range);
        hasDict = true;
      }
      visit(g, node.values[index]!);
      g.emit(OPCODE.DICT_UPDATE, 1, range);
    } else if ((index - start) * 2 > STACK_USE_GUIDELINE) {
      flush(index + 1);
      start = index + 1;
    }
  }
  flush(node.values.length);
  if (!hasDict) g.emit(OPCODE.BUILD_MAP, 0, range);
}

function generatePairs(g: CodeGenerator, node: Dict, start: number, end: number, range: SourceRange): void {
  const count = end - start;
  const isBig = count * 2 > STACK_USE_GUIDELINE;
  if (isBig) g.emit(OPCODE.BUILD_MAP, 0, range);
  for (let index = start; index < end; index++) {
    visit(g, node.keys[index]!);
    visit(g, node.values[index]!);
    if (isBig) g.emit(OPCODE.MAP_ADD, 1, range);
  }
  if (!isBig) g.emit(OPCODE.BUILD_MAP, count, range);
}

/** Lays the blocks out one after the other: code words, positions, exception table. */
import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_HAS_DOCSTRING,
  CO_METHOD,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
  type CodeUnit,
  type ConstantOperand,
  type ExceptionTableEntry,
} from '../code.ts';
import type { Unit } from '../unit.ts';
import { type Block, blocksFrom } from './block.ts';
import type { LocalsLayout } from './localsplus.ts';

export function assemble(
  unit: Unit,
  layout: LocalsLayout,
  consts: readonly ConstantOperand[],
  stacksize: number,
  options: { readonly filename: string; readonly futureFlags: number; readonly allowTopLevelAwait: boolean },
): CodeUnit {
  const { entry } = unit;
  let size = 0;
  for (const block of blocksFrom(entry)) {
    block.offset = size;
    size += block.instructions.length;
  }
  const code = new Int32Array(size * 2);
  const positions = new Int32Array(size * 4);
  let index = 0;
  for (const block of blocksFrom(entry)) {
    for (const { opcode, oparg, target, range } of block.instructions) {
      code[index * 2] = opcode;
      code[index * 2 + 1] = target === null ? oparg : target.offset;
      positions.set([range.line, range.endLine, range.col, range.endCol], index * 4);
      index++;
    }
  }
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename: options.filename,
    firstlineno: unit.firstlineno,
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    flags: flagsOf(unit) | options.futureFlags,
    code,
    consts,
    names: unit.names.names,
    localsplusnames: layout.names,
    localspluskinds: layout.kinds,
    nlocals: layout.nlocals,
    ncells: layout.ncells,
    nfrees: layout.nfrees,
    stacksize: Math.max(stacksize, 1),
    exceptiontable: exceptionTable(entry),
    positions,
    docstring: unit.docstring,
  };
}

function flagsOf(unit: Unit): number {
  const { scope } = unit;
  let flags = 0;
  if (scope.isFunctionLike) {
    flags |= CO_NEWLOCALS | CO_OPTIMIZED;
    if (scope.nested) flags |= CO_NESTED;
    if (scope.isGenerator) flags |= scope.isCoroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
    else if (scope.isCoroutine) flags |= CO_COROUTINE;
    if (scope.hasVarargs) flags |= CO_VARARGS;
    if (scope.hasVarkeywords) flags |= CO_VARKEYWORDS;
    if (unit.docstring !== null) flags |= CO_HAS_DOCSTRING;
    if (scope.isMethod) flags |= CO_METHOD;
  } else if (unit.kind === 'module' && scope.isCoroutine && !scope.isGenerator) {
    flags |= CO_COROUTINE;
  }
  return flags;
}

/** Consecutive instructions with one handler make one entry: entries never overlap. */
function exceptionTable(entry: Block): ExceptionTableEntry[] {
  const table: ExceptionTableEntry[] = [];
  let handler: Block | null = null;
  let start = 0;
  let index = 0;
  const close = (): void => {
    if (handler === null || start === index) return;
    table.push({ start, end: index, target: handler.offset, depth: handler.entryDepth - 1 });
  };
  for (const block of blocksFrom(entry)) {
    for (const instruction of block.instructions) {
      if (instruction.handler !== handler) {
        close();
        handler = instruction.handler;
        start = index;
      }
      index++;
    }
  }
  close();
  return table;
}

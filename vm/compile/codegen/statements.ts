/** Code for simple statements, conditionals and loops; the other compound statements have files of their own. */
import type { Expr, Stmt } from '../../syntax/index.ts';
import type { ConstantOperand } from '../code.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { generateAnnotatedAssignment } from './annotations.ts';
import { visitStatements } from './body.ts';
import { generateClass } from './classes.ts';
import { jumpIf } from './conditions.ts';
import { yieldFromTop } from './coroutines.ts';
import { constantOperand, visit } from './expressions.ts';
import { unwindFrameBlock, unwindFrameBlocks } from './frameBlocks.ts';
import { generateFunction } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { generateMatch } from './match.ts';
import { accessName } from './names.ts';
import { generateAugmentedAssignment } from './targets.ts';
import { generateTryStar } from './tryStar.ts';
import { generateTry } from './tryStatements.ts';
import { generateTypeAlias } from './typeParameters.ts';
import { generateWith } from './withStatements.ts';

export function visitStatement(g: CodeGenerator, node: Stmt): void {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      generateFunction(g, node);
      return;
    case 'ClassDef':
      generateClass(g, node);
      return;
    case 'TypeAlias':
      generateTypeAlias(g, node);
      return;
    case 'Return':
      generateReturn(g, node);
      return;
    case 'Delete':
      for (const target of node.targets) visit(g, target);
      return;
    case 'Assign':
      visit(g, node.value);
      node.targets.forEach((target, index) => {
        if (index + 1 < node.targets.length) g.emit(OPCODE.COPY, 1, range);
        visit(g, target);
      });
      return;
    case 'AugAssign':
      generateAugmentedAssignment(g, node);
      return;
    case 'AnnAssign':
      generateAnnotatedAssignment(g, node);
      return;
    case 'For':
      g.conditionally(() => generateFor(g, node));
      return;
    case 'AsyncFor':
      g.conditionally(() => generateAsyncFor(g, node));
      return;
    case 'While':
      g.conditionally(() => generateWhile(g, node));
      return;
    case 'If':
      g.conditionally(() => generateIf(g, node));
      return;
    case 'With':
    case 'AsyncWith':
      g.conditionally(() => generateWith(g, node, 0));
      return;
    case 'Match':
      g.conditionally(() => generateMatch(g, node));
      return;
    case 'Raise': {
      let count = 0;
      if (node.exc !== null) {
        visit(g, node.exc);
        count++;
        if (node.cause !== null) {
          visit(g, node.cause);
          count++;
        }
      }
      g.emit(OPCODE.RAISE_VARARGS, count, range);
      return;
    }
    case 'Try':
      g.conditionally(() => generateTry(g, node));
      return;
    case 'TryStar':
      g.conditionally(() => generateTryStar(g, node));
      return;
    case 'Assert':
      generateAssert(g, node);
      return;
    case 'Import':
      generateImport(g, node);
      return;
    case 'ImportFrom':
      generateImportFrom(g, node);
      return;
    case 'Global':
    case 'Nonlocal':
      return;
    case 'Expr':
      generateExpressionStatement(g, node.value, range);
      return;
    case 'Pass':
      g.emit(OPCODE.NOP, 0, range);
      return;
    case 'Break':
    case 'Continue':
      generateLoopExit(g, node.kind, range);
      return;
  }
}

function generateExpressionStatement(g: CodeGenerator, value: Expr, range: SourceRange): void {
  if (g.options.interactive && g.unit.kind === 'module') {
    visit(g, value);
    g.emit(OPCODE.PRINT_EXPR, 0, range);
    return;
  }
  if (value.kind === 'Constant') {
    g.emit(OPCODE.NOP, 0, range);
    return;
  }
  visit(g, value);
  // The expression's line is the statement's: no position of its own.
  g.emit(OPCODE.POP_TOP, 0, NO_LOCATION);
}

function generateReturn(g: CodeGenerator, node: Extract<Stmt, { kind: 'Return' }>): void {
  const { value } = node;
  let range = rangeOf(node);
  if (!g.isInFunction) g.fail("'return' outside function", range);
  if (value !== null && g.scope.isCoroutine && g.scope.isGenerator) {
    g.fail("'return' with value in async generator", range);
  }
  // A literal is loaded last: nothing has to be kept on the stack while blocks are left.
  const keepsValue = value !== null && value.kind !== 'Constant';
  if (keepsValue) {
    visit(g, value);
  } else if (value !== null) {
    range = rangeOf(value);
    g.emit(OPCODE.NOP, 0, range);
  }
  if (value === null || value.lineno !== node.lineno) {
    range = rangeOf(node);
    g.emit(OPCODE.NOP, 0, range);
  }
  const after = unwindFrameBlocks(g, range, keepsValue);
  if (value === null) g.loadNone(after);
  else if (value.kind === 'Constant') g.loadConst(constantOperand(value), after);
  g.emit(OPCODE.RETURN_VALUE, 0, after);
}

function generateLoopExit(g: CodeGenerator, kind: 'Break' | 'Continue', range: SourceRange): void {
  g.emit(OPCODE.NOP, 0, range);
  const { frameBlocks } = g.unit;
  const isLoop = (block: (typeof frameBlocks)[number]): boolean =>
    block.kind === 'whileLoop' || block.kind === 'forLoop' || block.kind === 'asyncForLoop';
  const loopIndex = frameBlocks.findLastIndex(isLoop);
  // Leaving an except* is the error that CPython finds first, on its way outwards.
  const after = unwindFrameBlocks(g, range, false, loopIndex + 1);
  const loop = frameBlocks[loopIndex];
  if (loop === undefined) {
    g.fail(kind === 'Break' ? "'break' outside loop" : "'continue' not properly in loop", range);
    return;
  }
  if (!('start' in loop)) throw new Error('not a loop');
  if (kind === 'Continue') {
    g.emitJump(OPCODE.JUMP, loop.start, after);
    return;
  }
  g.emitJump(OPCODE.JUMP, loop.exit, unwindFrameBlock(g, loop, after, false));
}

function generateAssert(g: CodeGenerator, node: Extract<Stmt, { kind: 'Assert' }>): void {
  const { test, msg } = node;
  const range = rangeOf(node);
  if (test.kind === 'Tuple' && test.elts.length > 0) {
    g.warn('assertion is always true, perhaps remove parentheses?', range);
  }
  if (g.options.optimize > 0) return;
  const end = g.newLabel();
  jumpIf(g, test, end, true);
  g.emit(OPCODE.LOAD_ASSERTION_ERROR, 0, range);
  if (msg !== null) {
    visit(g, msg);
    // AssertionError, msg: a call whose only argument stands in the place of `self`.
    g.emit(OPCODE.CALL, 0, range);
  }
  g.emit(OPCODE.RAISE_VARARGS, 1, rangeOf(test));
  g.useLabel(end);
}

// ---- imports

function generateImport(g: CodeGenerator, node: Extract<Stmt, { kind: 'Import' }>): void {
  const range = rangeOf(node);
  for (const alias of node.names) {
    g.loadInt(0, range);
    g.loadNone(range);
    g.emitName(OPCODE.IMPORT_NAME, alias.name, range);
    const [root, ...path] = alias.name.split('.') as [string, ...string[]];
    if (alias.asname === null) {
      accessName(g, root, 'Store', range);
    } else if (path.length === 0) {
      accessName(g, alias.asname, 'Store', range);
    } else {
      // `import a.b.c as d`: from the root to the submodule.
      path.forEach((part, index) => {
        g.emitName(OPCODE.IMPORT_FROM, part, range);
        if (index + 1 === path.length) return;
        g.emit(OPCODE.SWAP, 2, range);
        g.emit(OPCODE.POP_TOP, 0, range);
      });
      accessName(g, alias.asname, 'Store', range);
      g.emit(OPCODE.POP_TOP, 0, range);
    }
  }
}

function generateImportFrom(g: CodeGenerator, node: Extract<Stmt, { kind: 'ImportFrom' }>): void {
  const range = rangeOf(node);
  g.loadInt(node.level, range);
  const items = node.names.map((alias): ConstantOperand => ({ type: 'str', value: alias.name }));
  g.loadConst({ type: 'tuple', items }, range);
  g.emitName(OPCODE.IMPORT_NAME, node.module ?? '', range);
  for (const alias of node.names) {
    if (alias.name === '*') {
      g.emit(OPCODE.IMPORT_STAR, 0, range);
      return;
    }
    g.emitName(OPCODE.IMPORT_FROM, alias.name, range);
    accessName(g, alias.asname ?? alias.name, 'Store', range);
  }
  g.emit(OPCODE.POP_TOP, 0, range);
}

// ---- conditionals and loops

function generateIf(g: CodeGenerator, node: Extract<Stmt, { kind: 'If' }>): void {
  const otherwise = g.newLabel();
  jumpIf(g, node.test, otherwise, false);
  visitStatements(g, node.body);
  if (node.orelse.length === 0) {
    g.useLabel(otherwise);
    return;
  }
  const end = g.newLabel();
  g.emitJump(PSEUDO.JUMP_NO_INTERRUPT, end, NO_LOCATION);
  g.useLabel(otherwise);
  visitStatements(g, node.orelse);
  g.useLabel(end);
}

function generateWhile(g: CodeGenerator, node: Extract<Stmt, { kind: 'While' }>): void {
  const start = g.newLabel();
  const otherwise = g.newLabel();
  const end = g.newLabel();
  g.useLabel(start);
  g.pushFrameBlock({ kind: 'whileLoop', start, exit: end }, rangeOf(node));
  jumpIf(g, node.test, otherwise, false);
  visitStatements(g, node.body);
  g.emitJump(OPCODE.JUMP, start, NO_LOCATION);
  g.popFrameBlock();
  g.useLabel(otherwise);
  visitStatements(g, node.orelse);
  g.useLabel(end);
}

function generateFor(g: CodeGenerator, node: Extract<Stmt, { kind: 'For' }>): void {
  const start = g.newLabel();
  const exhausted = g.newLabel();
  const end = g.newLabel();
  const iterRange = rangeOf(node.iter);
  g.pushFrameBlock({ kind: 'forLoop', start, exit: end }, rangeOf(node));
  visit(g, node.iter);
  g.emit(OPCODE.GET_ITER, 0, iterRange);
  g.useLabel(start);
  g.emitJump(OPCODE.FOR_ITER, exhausted, iterRange);
  visit(g, node.target);
  visitStatements(g, node.body);
  g.emitJump(OPCODE.JUMP, start, NO_LOCATION);
  g.useLabel(exhausted);
  g.popFrameBlock();
  visitStatements(g, node.orelse);
  g.useLabel(end);
}

function generateAsyncFor(g: CodeGenerator, node: Extract<Stmt, { kind: 'AsyncFor' }>): void {
  const iterRange = rangeOf(node.iter);
  if (g.unit.kind !== 'asyncFunction' && !(g.options.allowTopLevelAwait && g.unit.kind === 'module')) {
    g.fail("'async for' outside async function", rangeOf(node));
  }
  const range = rangeOf(node);
  const start = g.newLabel();
  const except = g.newLabel();
  const end = g.newLabel();
  visit(g, node.iter);
  g.emit(OPCODE.GET_AITER, 0, iterRange);
  g.useLabel(start);
  g.pushFrameBlock({ kind: 'asyncForLoop', start, exit: end }, range);
  g.emitJump(OPCODE.SETUP_FINALLY, except, range);
  g.emit(OPCODE.GET_ANEXT, 0, range);
  g.loadNone(range);
  yieldFromTop(g, range, 'await');
  g.emit(OPCODE.POP_BLOCK, 0, range);
  visit(g, node.target);
  visitStatements(g, node.body);
  g.emitJump(OPCODE.JUMP, start, NO_LOCATION);
  g.popFrameBlock();
  g.useLabel(except);
  // Ends the loop on StopAsyncIteration, raises anything else again.
  g.emit(OPCODE.END_ASYNC_FOR, 0, iterRange);
  visitStatements(g, node.orelse);
  g.useLabel(end);
}

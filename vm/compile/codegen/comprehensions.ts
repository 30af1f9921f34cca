/** Comprehensions and generator expressions: nested functions, or inlined into the enclosing one (PEP 709). */
import type { Comprehension, DictComp, Expr, GeneratorExp, ListComp, SetComp } from '../../syntax/index.ts';
import { PSEUDO } from '../flow/block.ts';
import { OPCODE } from '../opcodes.ts';
import { NO_LOCATION, rangeOf, type SourceRange } from '../position.ts';
import { type Binding, type Scope, SYMBOL } from '../symtable/index.ts';
import type { Unit } from '../unit.ts';
import { jumpIf } from './conditions.ts';
import { awaitTop, yieldFromTop, yieldTop } from './coroutines.ts';
import { visit } from './expressions.ts';
import { makeClosure } from './functions.ts';
import type { CodeGenerator } from './generator.ts';
import { bindingInUnit, cellOparg } from './names.ts';

type ComprehensionExpr = GeneratorExp | ListComp | SetComp | DictComp;

const NAMES = {
  GeneratorExp: '<genexpr>',
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
} as const;

const BUILD = { ListComp: OPCODE.BUILD_LIST, SetComp: OPCODE.BUILD_SET, DictComp: OPCODE.BUILD_MAP } as const;

export function generateComprehension(g: CodeGenerator, node: ComprehensionExpr): void {
  const scope = g.table.bodies.get(node)!;
  const range = rangeOf(node);
  const isAsync = scope.isCoroutine;
  const [outermost] = node.generators as [Comprehension];
  if (isAsync && node.kind !== 'GeneratorExp' && !mayAwait(g)) {
    g.fail('asynchronous comprehension outside of an asynchronous function', range);
  }
  if (scope.isInlined) {
    generateInlined(g, node, scope);
    return;
  }

  g.enter(scope, { kind: 'comprehension', name: NAMES[node.kind], firstlineno: node.lineno, argcount: 1 });
  if (node.kind !== 'GeneratorExp') g.emit(BUILD[node.kind], 0, range);
  generateLoops(g, node, 0, 0, false);
  if (node.kind !== 'GeneratorExp') g.emit(OPCODE.RETURN_VALUE, 0, range);
  const code = g.leave();
  makeClosure(g, code, 0, range);
  pushIterator(g, outermost);
  // The iterator is the only argument; it stands in the `self` place of the call.
  g.emit(OPCODE.CALL, 0, range);
  if (isAsync && node.kind !== 'GeneratorExp') awaitTop(g, 0, range);
}

/** A list, set or dict comprehension may be asynchronous here. */
function mayAwait(g: CodeGenerator): boolean {
  const { kind } = g.unit;
  if (kind === 'asyncFunction' || kind === 'comprehension') return true;
  return g.options.allowTopLevelAwait && kind === 'module';
}

function pushIterator(g: CodeGenerator, generator: Comprehension): void {
  visit(g, generator.iter);
  g.emit(generator.is_async ? OPCODE.GET_AITER : OPCODE.GET_ITER, 0, rangeOf(generator.iter));
}

/**
 * The loops from `index` inwards. `depth` counts the iterators of outer loops that lie above the result;
 * `hasIterator` = the iterator of this loop is on the stack.
 */
function generateLoops(
  g: CodeGenerator,
  node: ComprehensionExpr,
  index: number,
  depth: number,
  hasIterator: boolean,
): void {
  if (node.generators[index]!.is_async) generateAsyncLoop(g, node, index, depth, hasIterator);
  else generateLoop(g, node, index, depth, hasIterator);
}

function generateLoop(
  g: CodeGenerator,
  node: ComprehensionExpr,
  index: number,
  depth: number,
  hasIterator: boolean,
): void {
  const generator = node.generators[index]!;
  const start = g.newLabel();
  const skip = g.newLabel();
  const end = g.newLabel();
  const iterRange = rangeOf(generator.iter);
  let isLoop = true;
  if (!hasIterator) {
    const single = index > 0 ? onlyElement(generator.iter) : null;
    if (index === 0) {
      g.emit(OPCODE.LOAD_FAST, 0, rangeOf(node));
    } else if (single !== null) {
      // `for y in [f(x)]` is an assignment.
      visit(g, single);
      isLoop = false;
    } else {
      pushIterator(g, generator);
    }
  }
  let innerDepth = depth;
  if (isLoop) {
    innerDepth++;
    g.useLabel(start);
    g.emitJump(OPCODE.FOR_ITER, end, iterRange);
  }
  visit(g, generator.target);
  for (const condition of generator.ifs) jumpIf(g, condition, skip, false);
  const elementRange = generateInner(g, node, index, innerDepth);
  g.useLabel(skip);
  if (isLoop) {
    g.emitJump(OPCODE.JUMP, start, elementRange);
    g.useLabel(end);
  }
}

function onlyElement(node: Expr): Expr | null {
  if (node.kind !== 'List' && node.kind !== 'Tuple') return null;
  const [first] = node.elts;
  return node.elts.length === 1 && first!.kind !== 'Starred' ? first! : null;
}

function generateAsyncLoop(
  g: CodeGenerator,
  node: ComprehensionExpr,
  index: number,
  depth: number,
  hasIterator: boolean,
): void {
  const generator = node.generators[index]!;
  const range = rangeOf(node);
  const start = g.newLabel();
  const except = g.newLabel();
  const skip = g.newLabel();
  if (!hasIterator) {
    if (index === 0) g.emit(OPCODE.LOAD_FAST, 0, range);
    else pushIterator(g, generator);
  }
  g.useLabel(start);
  g.pushFrameBlock({ kind: 'asyncComprehension' }, range);
  g.emitJump(OPCODE.SETUP_FINALLY, except, range);
  g.emit(OPCODE.GET_ANEXT, 0, range);
  g.loadNone(range);
  yieldFromTop(g, range, 'await');
  g.emit(OPCODE.POP_BLOCK, 0, range);
  visit(g, generator.target);
  for (const condition of generator.ifs) jumpIf(g, condition, skip, false);
  const elementRange = generateInner(g, node, index, depth + 1);
  g.useLabel(skip);
  g.emitJump(OPCODE.JUMP, start, elementRange);
  g.popFrameBlock();
  g.useLabel(except);
  g.emit(OPCODE.END_ASYNC_FOR, 0, range);
}

/** The next loop inwards, or the element. Returns the element's range. */
function generateInner(g: CodeGenerator, node: ComprehensionExpr, index: number, depth: number): SourceRange {
  const element = node.kind === 'DictComp' ? node.key : node.elt;
  let range = rangeOf(element);
  if (index + 1 < node.generators.length) {
    generateLoops(g, node, index + 1, depth, false);
    return range;
  }
  visit(g, element);
  switch (node.kind) {
    case 'GeneratorExp':
      yieldTop(g, range);
      g.emit(OPCODE.POP_TOP, 0, range);
      break;
    case 'ListComp':
      g.emit(OPCODE.LIST_APPEND, depth + 1, range);
      break;
    case 'SetComp':
      g.emit(OPCODE.SET_ADD, depth + 1, range);
      break;
    case 'DictComp': {
      visit(g, node.value);
      const value = rangeOf(node.value);
      range = { ...range, endLine: value.endLine, endCol: value.endCol };
      g.emit(OPCODE.MAP_ADD, depth + 1, range);
      break;
    }
  }
  return range;
}

// ---- inlining

/**
 * Whether a free name of a comprehension is a variable of the frame it now stands in: of the function, or of an
 * inlined comprehension around it. What a class body binds is not seen.
 */
function isBoundAround(unit: Unit, name: string, binding: Binding | undefined): boolean {
  if (binding !== 'free' || !(unit.isFunctionLike || unit.hiddenFastLocals.has(name))) return false;
  const around = bindingInUnit(unit, name);
  return around === 'local' || around === 'cell';
}

/**
 * Emits the loops into the enclosing unit. Its locals of the same names are saved on the stack, and restored
 * afterwards, also when the comprehension raises.
 */
function generateInlined(
  g: CodeGenerator,
  node: Exclude<ComprehensionExpr, GeneratorExp> | GeneratorExp,
  scope: Scope,
): void {
  const range = rangeOf(node);
  const { unit } = g;
  const [outermost] = node.generators as [Comprehension];
  pushIterator(g, outermost);

  const saved: string[] = [];
  const overridden: [string, Scope | undefined][] = [];
  const unhide: string[] = [];
  for (const [name, symbol] of scope.symbols) {
    if (symbol.uses & SYMBOL.parameter) continue;
    if (symbol.binding !== bindingInUnit(unit, name) && !isBoundAround(unit, name, symbol.binding)) {
      overridden.push([name, unit.overriddenBindings.get(name)]);
      unit.overriddenBindings.set(name, scope);
    }
    const isLocal = (symbol.uses & SYMBOL.local) !== 0 && !(symbol.uses & SYMBOL.nonlocal);
    if (!isLocal) continue;
    if (!unit.isFunctionLike && !unit.hiddenFastLocals.has(name)) {
      unit.hiddenFastLocals.add(name);
      unhide.push(name);
    }
    saved.push(name);
  }
  unit.inlinedComprehensionDepth++;

  const cleanup = g.newLabel();
  const end = g.newLabel();
  for (const name of saved) {
    g.emit(OPCODE.LOAD_FAST_AND_CLEAR, unit.varnames.indexOf(name), range);
    if (scope.bindingOf(name) === 'cell') g.emit(OPCODE.MAKE_CELL, cellOparg(unit, name), range);
  }
  if (saved.length > 0) {
    g.emit(OPCODE.SWAP, saved.length + 1, range);
    g.emitJump(OPCODE.SETUP_FINALLY, cleanup, NO_LOCATION);
  }
  if (node.kind !== 'GeneratorExp') {
    g.emit(BUILD[node.kind], 0, range);
    g.emit(OPCODE.SWAP, 2, range);
  }
  generateLoops(g, node, 0, 0, true);

  unit.inlinedComprehensionDepth--;
  const restore = (): void => {
    g.emit(OPCODE.SWAP, saved.length + 1, range);
    for (const name of [...saved].reverse()) {
      g.emit(PSEUDO.STORE_FAST_MAYBE_NULL, unit.varnames.indexOf(name), range);
    }
  };
  if (saved.length > 0) {
    g.emit(OPCODE.POP_BLOCK, 0, NO_LOCATION);
    g.emitJump(OPCODE.JUMP, end, NO_LOCATION);
    g.useLabel(cleanup);
    // The unfinished result lies under the exception.
    g.emit(OPCODE.SWAP, 2, NO_LOCATION);
    g.emit(OPCODE.POP_TOP, 0, NO_LOCATION);
    restore();
    g.emit(OPCODE.RERAISE, 0, range);
    g.useLabel(end);
    restore();
  }
  for (const [name, before] of overridden) {
    if (before === undefined) unit.overriddenBindings.delete(name);
    else unit.overriddenBindings.set(name, before);
  }
  for (const name of unhide) unit.hiddenFastLocals.delete(name);
}

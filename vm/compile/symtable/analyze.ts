/**
 * Second pass over the scopes: decides for each name of each scope where it is bound.
 *
 * Follows the language reference, "Resolution of names" (execution model), and the method of CPython's
 * `Python/symtable.c`: a scope is analysed with the names that enclosing functions bind; its free names come back,
 * and turn locals of the enclosing function into cells.
 */
import { type Binding, BOUND_HERE, type Scope, SYMBOL } from './scope.ts';
import type { SymbolTableOptions } from './table.ts';

/** Names that a class body offers to its methods only, through cells that the compiler makes. */
const CLASS_CELLS = ['__class__', '__classdict__', '__conditional_annotations__'] as const;

interface Surroundings {
  /** Names bound by enclosing functions; null at the top. */
  readonly bound: Set<string> | null;
  /** Names declared global around here. */
  readonly global: Set<string>;
  readonly typeParameters: Set<string>;
  /** The class whose body an annotation scope looks into. */
  readonly classScope: Scope | null;
}

export function analyzeScopes(top: Scope, options: SymbolTableOptions): void {
  const surroundings = {
    bound: null,
    global: new Set<string>(),
    typeParameters: new Set<string>(),
    classScope: null,
  };
  analyzeScope(top, surroundings, options);
}

/** Returns the names that are free in the scope or below. */
function analyzeScope(scope: Scope, around: Surroundings, options: SymbolTableOptions): Set<string> {
  const local = new Set<string>();
  const bindings = new Map<string, Binding>();
  /** Free names of this scope's own code, and of the scopes inside. */
  const ownFree = new Set<string>();
  const free = new Set<string>();
  const inlinedCells = new Set<string>();
  const isClass = scope.kind === 'class';

  // A class body passes on what it was given, not what it binds: methods do not see the body's names.
  const boundBelow = new Set<string>(isClass && around.bound !== null ? around.bound : []);
  const globalBelow = new Set<string>(isClass ? around.global : []);

  for (const name of scope.symbols.keys()) bindName(scope, name, bindings, local, ownFree, around, options);

  if (isClass) {
    for (const name of CLASS_CELLS) boundBelow.add(name);
  } else {
    if (scope.isFunctionLike) for (const name of local) boundBelow.add(name);
    if (around.bound !== null) for (const name of around.bound) boundBelow.add(name);
    for (const name of around.global) globalBelow.add(name);
  }

  for (const child of scope.children) {
    let classScope: Scope | null = null;
    if (child.canSeeClassScope) classScope = isClass ? scope : around.classScope;
    // Each child gets copies: names that one child declares global stay so for its own children only.
    const childFree = analyzeScope(
      child,
      {
        bound: new Set(boundBelow),
        global: new Set(globalBelow),
        typeParameters: new Set(around.typeParameters),
        classScope,
      },
      options,
    );
    const canInline =
      child.comprehension !== null && child.comprehension !== 'generator' && !scope.canSeeClassScope;
    if (canInline) {
      inlineComprehension(scope, child, bindings, childFree, inlinedCells);
      child.isInlined = true;
    }
    for (const name of childFree) free.add(name);
  }
  scope.children = scope.children.flatMap((child) => (child.isInlined ? child.children : [child]));

  if (scope.isFunctionLike) makeCells(bindings, free, inlinedCells);
  else if (isClass) takeClassCells(scope, free);
  record(scope, bindings, around.bound, free, inlinedCells);
  for (const name of ownFree) free.add(name);
  return free;
}

function bindName(
  scope: Scope,
  name: string,
  bindings: Map<string, Binding>,
  local: Set<string>,
  free: Set<string>,
  around: Surroundings,
  options: SymbolTableOptions,
): void {
  const uses = scope.uses(name);
  const fail = (message: string): never => {
    const directive = scope.directives.find((candidate) => candidate.name === name);
    return options.reporter.fail(message, directive?.range ?? scope.range);
  };
  if (uses & SYMBOL.global) {
    if (uses & SYMBOL.nonlocal) fail(`name '${name}' is nonlocal and global`);
    bindings.set(name, 'explicitGlobal');
    around.global.add(name);
    around.bound?.delete(name);
  } else if (uses & SYMBOL.nonlocal) {
    if (around.bound === null) fail('nonlocal declaration not allowed at module level');
    else if (!around.bound.has(name)) fail(`no binding for nonlocal '${name}' found`);
    if (around.typeParameters.has(name)) fail(`nonlocal binding not allowed for type parameter '${name}'`);
    bindings.set(name, 'free');
    free.add(name);
  } else if (uses & BOUND_HERE) {
    bindings.set(name, 'local');
    local.add(name);
    around.global.delete(name);
    if (uses & SYMBOL.typeParameter) around.typeParameters.add(name);
    else around.typeParameters.delete(name);
  } else {
    bindings.set(name, bindingOfUse(name, free, around));
  }
}

/** A name that is used here and bound elsewhere. */
function bindingOfUse(name: string, free: Set<string>, around: Surroundings): Binding {
  if (around.classScope !== null) {
    const inClass = around.classScope.uses(name);
    if (inClass & SYMBOL.global) return 'explicitGlobal';
    if (inClass & BOUND_HERE && !(inClass & SYMBOL.nonlocal)) return 'implicitGlobal';
  }
  if (around.bound?.has(name)) {
    free.add(name);
    return 'free';
  }
  return 'implicitGlobal';
}

/** Merges the names of a comprehension into the scope that holds it (PEP 709). */
function inlineComprehension(
  scope: Scope,
  comprehension: Scope,
  bindings: Map<string, Binding>,
  freeInComprehension: Set<string>,
  inlinedCells: Set<string>,
): void {
  for (const [name, symbol] of comprehension.symbols) {
    // `.0`, the iterator argument, disappears.
    if (symbol.uses & SYMBOL.parameter) continue;
    let binding = symbol.binding!;
    if (binding === 'cell' || symbol.uses & SYMBOL.inlinedCell) inlinedCells.add(name);
    // A comprehension never sees the cells that a class body makes for its methods.
    if (binding === 'free' && scope.kind === 'class' && (CLASS_CELLS as readonly string[]).includes(name)) {
      binding = 'implicitGlobal';
      symbol.binding = binding;
      freeInComprehension.delete(name);
    }
    const existing = scope.symbols.get(name);
    if (existing === undefined) {
      scope.symbols.set(name, { uses: symbol.uses, binding: undefined });
      bindings.set(name, binding);
    } else if (existing.uses & BOUND_HERE && scope.kind !== 'class') {
      // Free in the comprehension only because the scope binds it: in one frame it is a plain local.
      if (!comprehension.children.some((child) => child.bindingOf(name) === 'free'))
        freeInComprehension.delete(name);
    }
  }
}

/** A local that an inner scope uses becomes a cell. */
function makeCells(bindings: Map<string, Binding>, free: Set<string>, inlinedCells: Set<string>): void {
  for (const [name, binding] of bindings) {
    if (binding !== 'local' || !(free.has(name) || inlinedCells.has(name))) continue;
    bindings.set(name, 'cell');
    free.delete(name);
  }
}

function takeClassCells(scope: Scope, free: Set<string>): void {
  if (free.delete('__class__')) scope.needsClassClosure = true;
  if (free.delete('__classdict__')) scope.needsClassDict = true;
  if (free.delete('__conditional_annotations__')) scope.hasConditionalAnnotations = true;
}

/** Writes the decisions into the scope's symbols, and adds names that are free only in inner scopes. */
function record(
  scope: Scope,
  bindings: Map<string, Binding>,
  bound: Set<string> | null,
  free: Set<string>,
  inlinedCells: Set<string>,
): void {
  for (const [name, symbol] of scope.symbols) {
    if (inlinedCells.has(name)) symbol.uses |= SYMBOL.inlinedCell;
    symbol.binding = bindings.get(name);
  }
  for (const name of free) {
    const symbol = scope.symbols.get(name);
    if (symbol !== undefined) {
      // Used by a method, while the class body (or an annotation that looks into it) has a name spelt the same.
      if (scope.kind === 'class' || scope.canSeeClassScope) symbol.uses |= SYMBOL.freeInClass;
    } else if (bound === null || bound.has(name)) {
      scope.symbols.set(name, { uses: 0, binding: 'free' });
    }
  }
}

/** The state of one code block while it is generated. */
import type { Expr, Stmt } from '../syntax/index.ts';
import { type ConstantOperand, constantKey } from './code.ts';
import { Block } from './flow/block.ts';
import type { SourceRange } from './position.ts';
import type { Scope } from './symtable/index.ts';
import { SYMBOL } from './symtable/index.ts';

/** `annotations`: bodies that compute annotations, bounds and aliases, and scopes of type parameters. */
export type UnitKind =
  | 'module'
  | 'class'
  | 'function'
  | 'asyncFunction'
  | 'lambda'
  | 'comprehension'
  | 'annotations';

/** What `break`, `continue`, `return` have to undo on their way out; innermost last. */
export type FrameBlock =
  | { readonly kind: 'whileLoop' | 'forLoop' | 'asyncForLoop'; readonly start: Block; readonly exit: Block }
  | { readonly kind: 'tryExcept' | 'exceptionHandler' | 'exceptionGroupHandler' | 'asyncComprehension' }
  | { readonly kind: 'finallyTry'; readonly body: readonly Stmt[] }
  | { readonly kind: 'finallyEnd'; readonly inFinally: true }
  | { readonly kind: 'handlerCleanup'; readonly name: string | null }
  | { readonly kind: 'with' | 'asyncWith'; readonly range: SourceRange }
  | { readonly kind: 'popValue' };

/** Constants by identity of type and value. */
export class ConstantPool {
  readonly values: ConstantOperand[] = [];
  readonly #indexes = new Map<string, number>();

  add(constant: ConstantOperand): number {
    const key = constantKey(constant);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.values.length;
    this.#indexes.set(key, index);
    this.values.push(constant);
    return index;
  }
}

/** Names in order of first use. */
export class NameTable {
  readonly names: string[] = [];
  readonly #indexes = new Map<string, number>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.indexOf(name);
  }

  indexOf(name: string): number {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.names.length;
      this.names.push(name);
      this.#indexes.set(name, index);
    }
    return index;
  }

  has(name: string): boolean {
    return this.#indexes.has(name);
  }
}

/** A variable annotation of a module or class, compiled at the end of its body (PEP 649). */
export interface DeferredAnnotation {
  readonly name: string;
  readonly annotation: Expr;
  readonly range: SourceRange;
  /** Its number in `__conditional_annotations__`; null when it is always set. */
  readonly conditionIndex: number | null;
}

export interface UnitOptions {
  readonly kind: UnitKind;
  readonly name: string;
  readonly firstlineno: number;
  readonly className: string | null;
  readonly argcount?: number;
  readonly posonlyargcount?: number;
  readonly kwonlyargcount?: number;
}

function sortedSymbols(scope: Scope, accept: (name: string) => boolean): string[] {
  return [...scope.symbols.keys()].filter(accept).sort(compareCodePoints);
}

/** Order of Python's `sorted` on str. UTF-16 order differs only between surrogates and U+E000–U+FFFF. */
function compareCodePoints(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export class Unit {
  readonly kind: UnitKind;
  readonly name: string;
  qualname: string;
  readonly firstlineno: number;
  /** The class whose private names are mangled here. */
  readonly className: string | null;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly scope: Scope;
  readonly consts = new ConstantPool();
  readonly names = new NameTable();
  readonly varnames: NameTable;
  /** Localsplus order: cells sorted by name, then free variables. */
  readonly cellvars: NameTable;
  readonly freevars: NameTable;
  /** Names that are fast locals although the scope is a module or class body (inlined comprehensions). */
  readonly hiddenFastLocals = new Set<string>();
  /** Bindings that an inlined comprehension overrides while it is generated. */
  readonly overriddenBindings = new Map<string, Scope>();
  readonly entry = new Block();
  current: Block;
  readonly frameBlocks: FrameBlock[] = [];
  readonly deferredAnnotations: DeferredAnnotation[] = [];
  nextConditionIndex = 0;
  inConditionalBlock = false;
  inlinedComprehensionDepth = 0;
  docstring: string | null = null;
  /** `__static_attributes__` of a class: what its methods set on `self`. */
  readonly staticAttributes = new Set<string>();
  /** Statement nesting in interactive mode: only outermost expressions are printed. */
  nestingLevel = 0;

  constructor(scope: Scope, options: UnitOptions) {
    this.scope = scope;
    this.kind = options.kind;
    this.name = options.name;
    this.qualname = options.name;
    this.firstlineno = options.firstlineno;
    this.className = options.className;
    this.argcount = options.argcount ?? 0;
    this.posonlyargcount = options.posonlyargcount ?? 0;
    this.kwonlyargcount = options.kwonlyargcount ?? 0;
    this.varnames = new NameTable(scope.parameters);
    const isCell = (name: string): boolean =>
      scope.bindingOf(name) === 'cell' || (scope.uses(name) & SYMBOL.inlinedCell) !== 0;
    const cells = sortedSymbols(scope, isCell);
    // Cells that the compiler itself fills come first.
    const implicit: string[] = [];
    if (scope.needsClassClosure) implicit.push('__class__');
    if (scope.needsClassDict) implicit.push('__classdict__');
    if (scope.kind === 'class' && scope.hasConditionalAnnotations)
      implicit.push('__conditional_annotations__');
    this.cellvars = new NameTable([...cells, ...implicit]);
    this.freevars = new NameTable(
      sortedSymbols(
        scope,
        (name) => scope.bindingOf(name) === 'free' || (scope.uses(name) & SYMBOL.freeInClass) !== 0,
      ),
    );
    this.current = this.entry;
  }

  get isFunctionLike(): boolean {
    return this.scope.isFunctionLike;
  }
}

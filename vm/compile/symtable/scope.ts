/** What the symbol table knows of one scope: its names, how each is used and where each is bound. */
import type { SourceRange } from '../position.ts';

/** How a name occurs in a scope: bits, several may hold. */
export const SYMBOL = {
  /** `global x` */
  global: 1 << 0,
  /** bound by an assignment, definition, loop, … */
  local: 1 << 1,
  parameter: 1 << 2,
  /** `nonlocal x` */
  nonlocal: 1 << 3,
  use: 1 << 4,
  /** free in a method, and also a name of the class body itself */
  freeInClass: 1 << 5,
  import: 1 << 6,
  /** `x: int` */
  annotated: 1 << 7,
  /** target of a comprehension's `for` */
  comprehensionTarget: 1 << 8,
  typeParameter: 1 << 9,
  /** a cell of a comprehension that was inlined into this scope */
  inlinedCell: 1 << 10,
} as const;

export const BOUND_HERE = SYMBOL.local | SYMBOL.parameter | SYMBOL.import | SYMBOL.typeParameter;

/** Where a name is looked up. */
export type Binding = 'local' | 'explicitGlobal' | 'implicitGlobal' | 'free' | 'cell';

/** `annotation` to `typeParameters` are the annotation scopes of PEP 695 and PEP 649. */
export type ScopeKind =
  | 'module'
  | 'function'
  | 'class'
  | 'annotation'
  | 'typeVariable'
  | 'typeAlias'
  | 'typeParameters';

export type ComprehensionKind = 'list' | 'set' | 'dict' | 'generator';

export interface SymbolInfo {
  uses: number;
  /** Undefined until the analysis. */
  binding: Binding | undefined;
}

/** A `global` or `nonlocal` statement's name, kept for error messages of the analysis. */
export interface Directive {
  readonly name: string;
  readonly range: SourceRange;
}

export class Scope {
  readonly kind: ScopeKind;
  readonly name: string;
  readonly parent: Scope | null;
  readonly range: SourceRange;
  readonly symbols = new Map<string, SymbolInfo>();
  readonly parameters: string[] = [];
  readonly directives: Directive[] = [];
  children: Scope[] = [];
  /** Inside a function, however deep. */
  nested = false;
  isGenerator = false;
  isCoroutine = false;
  isAsyncFunction = false;
  hasVarargs = false;
  hasVarkeywords = false;
  comprehension: ComprehensionKind | null = null;
  /** The comprehension's code stands inside the code of the enclosing scope (PEP 709). */
  isInlined = false;
  /** A method refers to `__class__` or `super`. */
  needsClassClosure = false;
  needsClassDict = false;
  /** An annotation scope directly in a class body. */
  canSeeClassScope = false;
  isMethod = false;
  hasDocstring = false;
  hasConditionalAnnotations = false;
  /** Scope of `__annotate__` for this scope's variable annotations. */
  annotationScope: Scope | null = null;
  /** The only names to mangle here; null = all (scopes around a generic class's own body). */
  mangledNames: ReadonlySet<string> | null = null;
  /** "a TypeVar bound", …: names the place in error messages. */
  description: string | null = null;
  // State of the builder's walk:
  inConditionalBlock = false;
  inUnevaluatedAnnotation = false;
  isVisitingComprehensionTarget = false;
  comprehensionIterableDepth = 0;

  constructor(kind: ScopeKind, name: string, parent: Scope | null, range: SourceRange) {
    this.kind = kind;
    this.name = name;
    this.parent = parent;
    this.range = range;
    if (parent !== null && (parent.nested || parent.isFunctionLike)) this.nested = true;
  }

  /** Its names live in fast locals. */
  get isFunctionLike(): boolean {
    return this.kind !== 'module' && this.kind !== 'class';
  }

  uses(name: string): number {
    return this.symbols.get(name)?.uses ?? 0;
  }

  bindingOf(name: string): Binding | undefined {
    return this.symbols.get(name)?.binding;
  }
}

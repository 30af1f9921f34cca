/**
 * First pass over the tree: opens a scope for each block and notes how each name is used there.
 *
 * Execution model: "Naming and binding"; PEP 572 (assignment expressions), PEP 695 (type parameters),
 * PEP 649 (annotation scopes). Errors and their order are those of CPython's `Python/symtable.c`.
 */
import type {
  Arguments,
  AsyncFunctionDef,
  ClassDef,
  Comprehension,
  DictComp,
  ExceptHandler,
  Expr,
  FunctionDef,
  GeneratorExp,
  Lambda,
  ListComp,
  MatchCase,
  Mod,
  NamedExpr,
  Pattern,
  Position,
  SetComp,
  Stmt,
  TypeParam,
} from '../../syntax/index.ts';
import { rangeOf } from '../position.ts';
import { mangle } from './mangle.ts';
import { type ComprehensionKind, Scope, type ScopeKind, SYMBOL } from './scope.ts';
import type { SymbolTable, SymbolTableOptions } from './table.ts';

type ComprehensionExpr = GeneratorExp | ListComp | SetComp | DictComp;

const COMPREHENSION_NAMES: Record<ComprehensionExpr['kind'], readonly [string, ComprehensionKind]> = {
  GeneratorExp: ['<genexpr>', 'generator'],
  ListComp: ['<listcomp>', 'list'],
  SetComp: ['<setcomp>', 'set'],
  DictComp: ['<dictcomp>', 'dict'],
};

const YIELD_IN_COMPREHENSION: Record<ComprehensionKind, string> = {
  list: "'yield' inside list comprehension",
  set: "'yield' inside set comprehension",
  dict: "'yield' inside dict comprehension",
  generator: "'yield' inside generator expression",
};

export class SymbolTableBuilder {
  readonly table: SymbolTable;
  readonly #options: SymbolTableOptions;
  #scope: Scope;
  /** The class whose private names are mangled here. */
  #className: string | null = null;
  /** Inside the type parameter scope of a generic class only the type parameters' names are mangled. */
  #mangledNames: Set<string> | null = null;

  constructor(top: Scope, options: SymbolTableOptions) {
    this.#options = options;
    this.#scope = top;
    this.table = {
      top,
      bodies: new Map(),
      typeParameters: new Map(),
      annotations: new Map(),
      defaults: new Map(),
    };
  }

  visitTree(tree: Mod): void {
    this.table.bodies.set(tree, this.#scope);
    if (tree.kind === 'Expression') this.#expression(tree.body);
    else this.#statements(tree.body);
  }

  // ---- scopes

  #fail(message: string, where: Position): never {
    this.#options.reporter.fail(message, rangeOf(where));
  }

  #createScope(kind: ScopeKind, name: string, where: Position): Scope {
    const scope = new Scope(kind, name, this.#scope, rangeOf(where));
    scope.mangledNames = this.#mangledNames;
    // A walrus in a lambda or comprehension within a comprehension's iterable is as wrong as right in it.
    scope.comprehensionIterableDepth = this.#scope.comprehensionIterableDepth;
    return scope;
  }

  /** Runs `visit` inside `scope`, which becomes a child of the current scope unless it is `detached`. */
  #within(scope: Scope, visit: () => void, detached = false): void {
    const outer = this.#scope;
    if (!detached) outer.children.push(scope);
    this.#scope = scope;
    visit();
    this.#scope = outer;
  }

  /** An annotation scope is a function of one parameter, the format. */
  #withinAnnotation(
    scope: Scope,
    where: Position,
    canSeeClass: boolean,
    visit: () => void,
    detached = false,
  ): void {
    this.#within(
      scope,
      () => {
        if (!scope.symbols.has('.format')) this.#add('.format', SYMBOL.parameter, where);
        if (canSeeClass) {
          scope.canSeeClassScope = true;
          this.#add('__classdict__', SYMBOL.use, where);
        }
        visit();
      },
      detached,
    );
  }

  // ---- names

  #mangle(name: string): string {
    if (this.#mangledNames !== null && !this.#mangledNames.has(name)) return name;
    return mangle(this.#className, name);
  }

  #add(name: string, use: number, where: Position, scope: Scope = this.#scope): void {
    const mangled = this.#mangle(name);
    let symbol = scope.symbols.get(mangled);
    if (symbol === undefined) {
      symbol = { uses: 0, binding: undefined };
      scope.symbols.set(mangled, symbol);
    }
    if (use & SYMBOL.parameter && symbol.uses & SYMBOL.parameter) {
      this.#fail(`duplicate argument '${name}' in function definition`, where);
    }
    if (use & SYMBOL.typeParameter && symbol.uses & SYMBOL.typeParameter) {
      this.#fail(`duplicate type parameter '${name}'`, where);
    }
    symbol.uses |= use;
    // Names that a target only reads, as `a` in `for a[0] in x`, are no iteration variables.
    if (scope.isVisitingComprehensionTarget && use & SYMBOL.local) {
      if (symbol.uses & (SYMBOL.global | SYMBOL.nonlocal)) {
        this.#fail(`comprehension inner loop cannot rebind assignment expression target '${name}'`, where);
      }
      symbol.uses |= SYMBOL.comprehensionTarget;
    }
    if (use & SYMBOL.parameter) scope.parameters.push(mangled);
    else if (use & SYMBOL.global) {
      // The module, too, then has the name.
      const top = this.table.top;
      const atTop = top.symbols.get(mangled);
      if (atTop !== undefined) atTop.uses |= use;
      else top.symbols.set(mangled, { uses: use, binding: undefined });
    }
  }

  #addBinding(name: string, use: number, where: Position): void {
    this.#checkName(name, where);
    this.#add(name, use, where);
  }

  #checkName(name: string, where: Position, action: 'assign to' | 'delete' = 'assign to'): void {
    if (name === '__debug__') this.#fail(`cannot ${action} __debug__`, where);
  }

  // ---- statements

  #statements(body: readonly Stmt[]): void {
    for (const statement of body) this.#statement(statement);
  }

  #conditional(visit: () => void): void {
    const saved = this.#scope.inConditionalBlock;
    this.#scope.inConditionalBlock = true;
    visit();
    this.#scope.inConditionalBlock = saved;
  }

  #statement(node: Stmt): void {
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.#functionDefinition(node);
        return;
      case 'ClassDef':
        this.#classDefinition(node);
        return;
      case 'TypeAlias':
        this.#typeAlias(node);
        return;
      case 'Return':
        if (node.value !== null) this.#expression(node.value);
        return;
      case 'Delete':
        this.#expressions(node.targets);
        return;
      case 'Assign':
        this.#expressions(node.targets);
        this.#expression(node.value);
        return;
      case 'AugAssign':
        this.#expression(node.target);
        this.#expression(node.value);
        return;
      case 'AnnAssign':
        this.#annotatedAssignment(node);
        return;
      case 'For':
      case 'AsyncFor':
        this.#expression(node.target);
        this.#expression(node.iter);
        this.#conditional(() => {
          this.#statements(node.body);
          this.#statements(node.orelse);
        });
        return;
      case 'While':
      case 'If':
        this.#expression(node.test);
        this.#conditional(() => {
          this.#statements(node.body);
          this.#statements(node.orelse);
        });
        return;
      case 'With':
      case 'AsyncWith':
        this.#conditional(() => {
          for (const item of node.items) {
            this.#expression(item.context_expr);
            if (item.optional_vars !== null) this.#expression(item.optional_vars);
          }
          this.#statements(node.body);
        });
        return;
      case 'Match':
        this.#expression(node.subject);
        this.#conditional(() => node.cases.forEach((item) => void this.#matchCase(item)));
        return;
      case 'Raise':
        if (node.exc !== null) this.#expression(node.exc);
        if (node.cause !== null) this.#expression(node.cause);
        return;
      case 'Try':
      case 'TryStar':
        this.#conditional(() => {
          this.#statements(node.body);
          for (const handler of node.handlers) this.#exceptHandler(handler);
          this.#statements(node.orelse);
          this.#statements(node.finalbody);
        });
        return;
      case 'Assert':
        this.#expression(node.test);
        if (node.msg !== null) this.#expression(node.msg);
        return;
      case 'Import':
      case 'ImportFrom':
        for (const alias of node.names) this.#importedName(alias.asname ?? alias.name, alias);
        return;
      case 'Global':
        for (const name of node.names) this.#declare(name, 'global', node);
        return;
      case 'Nonlocal':
        for (const name of node.names) this.#declare(name, 'nonlocal', node);
        return;
      case 'Expr':
        this.#expression(node.value);
        return;
      case 'Pass':
      case 'Break':
      case 'Continue':
        return;
    }
  }

  #importedName(name: string, where: Position): void {
    if (name === '*') {
      if (this.#scope.kind !== 'module') this.#fail('import * only allowed at module level', where);
      return;
    }
    const dot = name.indexOf('.');
    this.#addBinding(dot < 0 ? name : name.slice(0, dot), SYMBOL.import, where);
  }

  #declare(name: string, kind: 'global' | 'nonlocal', where: Position): void {
    const uses = this.#scope.uses(this.#mangle(name));
    if (uses & SYMBOL.parameter) this.#fail(`name '${name}' is parameter and ${kind}`, where);
    if (uses & SYMBOL.use) this.#fail(`name '${name}' is used prior to ${kind} declaration`, where);
    if (uses & SYMBOL.annotated) this.#fail(`annotated name '${name}' can't be ${kind}`, where);
    if (uses & SYMBOL.local) this.#fail(`name '${name}' is assigned to before ${kind} declaration`, where);
    this.#addBinding(name, SYMBOL[kind], where);
    this.#scope.directives.push({ name: this.#mangle(name), range: rangeOf(where) });
  }

  #annotatedAssignment(node: Extract<Stmt, { kind: 'AnnAssign' }>): void {
    const { target } = node;
    if (target.kind === 'Name') {
      const uses = this.#scope.uses(this.#mangle(target.id));
      if (uses & (SYMBOL.global | SYMBOL.nonlocal) && this.#scope !== this.table.top && node.simple) {
        this.#fail(
          `annotated name '${target.id}' can't be ${uses & SYMBOL.global ? 'global' : 'nonlocal'}`,
          node,
        );
      }
      if (node.simple) this.#addBinding(target.id, SYMBOL.annotated | SYMBOL.local, target);
      else if (node.value !== null) this.#addBinding(target.id, SYMBOL.local, target);
      else this.#checkName(target.id, target);
    } else {
      this.#expression(target);
    }
    this.#variableAnnotation(node.annotation);
    if (node.value !== null) this.#expression(node.value);
  }

  /** All variable annotations of a module or class share one `__annotate__` scope (PEP 649). */
  #variableAnnotation(annotation: Expr): void {
    const owner = this.#scope;
    // Module-level annotations count as conditional: the module may be seen half executed.
    const isConditional = owner.kind === 'module' || (owner.kind === 'class' && owner.inConditionalBlock);
    if (isConditional && !owner.hasConditionalAnnotations) {
      owner.hasConditionalAnnotations = true;
      this.#add('__conditional_annotations__', SYMBOL.use, annotation);
    }
    const isNew = owner.annotationScope === null;
    owner.annotationScope ??= this.#createScope('annotation', '__annotate__', annotation);
    const scope = owner.annotationScope;
    // Annotations of local variables, and of all under the future import, are never run.
    const isUnevaluated = owner.kind === 'function' || this.#options.futureAnnotations;
    const wasUnevaluated = scope.inUnevaluatedAnnotation;
    if (isUnevaluated) scope.inUnevaluatedAnnotation = true;
    this.#withinAnnotation(
      scope,
      annotation,
      isNew && owner.kind === 'class',
      () => {
        if (isConditional && owner.kind === 'class')
          this.#add('__conditional_annotations__', SYMBOL.use, annotation);
        this.#expression(annotation);
      },
      !isNew || this.#options.futureAnnotations,
    );
    scope.inUnevaluatedAnnotation = wasUnevaluated;
  }

  #exceptHandler(handler: ExceptHandler): void {
    if (handler.type !== null) this.#expression(handler.type);
    if (handler.name !== null) this.#addBinding(handler.name, SYMBOL.local, handler);
    this.#statements(handler.body);
  }

  #matchCase(item: MatchCase): void {
    this.#pattern(item.pattern);
    if (item.guard !== null) this.#expression(item.guard);
    this.#statements(item.body);
  }

  #pattern(node: Pattern): void {
    switch (node.kind) {
      case 'MatchValue':
        this.#expression(node.value);
        return;
      case 'MatchSingleton':
        return;
      case 'MatchSequence':
      case 'MatchOr':
        for (const pattern of node.patterns) this.#pattern(pattern);
        return;
      case 'MatchMapping':
        this.#expressions(node.keys);
        for (const pattern of node.patterns) this.#pattern(pattern);
        if (node.rest !== null) this.#addBinding(node.rest, SYMBOL.local, node);
        return;
      case 'MatchClass':
        this.#expression(node.cls);
        for (const pattern of node.patterns) this.#pattern(pattern);
        node.kwd_attrs.forEach((name, index) => void this.#checkName(name, node.kwd_patterns[index]!));
        for (const pattern of node.kwd_patterns) this.#pattern(pattern);
        return;
      case 'MatchStar':
        if (node.name !== null) this.#addBinding(node.name, SYMBOL.local, node);
        return;
      case 'MatchAs':
        if (node.pattern !== null) this.#pattern(node.pattern);
        if (node.name !== null) this.#addBinding(node.name, SYMBOL.local, node);
        return;
    }
  }

  // ---- definitions

  #functionDefinition(node: FunctionDef | AsyncFunctionDef): void {
    this.#addBinding(node.name, SYMBOL.local, node);
    this.#defaults(node.args);
    this.#expressions(node.decorator_list);
    const hasDefaults = node.args.defaults.length > 0;
    const hasKeywordDefaults = node.args.kw_defaults.some((value) => value !== null);
    this.#generic(node, hasDefaults, hasKeywordDefaults, () => {
      const scope = this.#createScope('function', node.name, node);
      const parent = this.#scope;
      scope.isMethod =
        parent.kind === 'class' || (parent.kind === 'typeParameters' && parent.parent!.kind === 'class');
      scope.isAsyncFunction = node.kind === 'AsyncFunctionDef';
      this.table.bodies.set(node, scope);
      this.#functionAnnotations(node);
      this.#within(scope, () => {
        this.#parameters(node.args);
        if (scope.isAsyncFunction) scope.isCoroutine = true;
        this.#statements(node.body);
      });
    });
  }

  #classDefinition(node: ClassDef): void {
    this.#addBinding(node.name, SYMBOL.local, node);
    this.#expressions(node.decorator_list);
    const savedClass = this.#className;
    const savedMangled = this.#mangledNames;
    if (node.type_params.length > 0) {
      this.#className = node.name;
      this.#mangledNames = new Set();
    }
    this.#generic(node, false, false, () => {
      this.#expressions(node.bases);
      this.#keywords(node.keywords);
      const bodyMangled = this.#mangledNames;
      const bodyClass = this.#className;
      this.#className = node.name;
      this.#mangledNames = null;
      const scope = this.#createScope('class', node.name, node);
      this.table.bodies.set(node, scope);
      this.#within(scope, () => {
        if (node.type_params.length > 0) {
          this.#add('__type_params__', SYMBOL.local, node);
          this.#add('.type_params', SYMBOL.use, node);
        }
        this.#statements(node.body);
      });
      this.#className = bodyClass;
      this.#mangledNames = bodyMangled;
    });
    this.#className = savedClass;
    this.#mangledNames = savedMangled;
  }

  #typeAlias(node: Extract<Stmt, { kind: 'TypeAlias' }>): void {
    this.#expression(node.name);
    const isInClass = this.#scope.kind === 'class';
    this.#generic(node, false, false, () => {
      const scope = this.#createScope('typeAlias', node.name.id, node);
      this.table.bodies.set(node, scope);
      this.#withinAnnotation(scope, node, isInClass, () => this.#expression(node.value));
    });
  }

  /** Runs `visit`, inside a scope of type parameters if the definition has any (PEP 695). */
  #generic(
    node: FunctionDef | AsyncFunctionDef | ClassDef | Extract<Stmt, { kind: 'TypeAlias' }>,
    hasDefaults: boolean,
    hasKeywordDefaults: boolean,
    visit: () => void,
  ): void {
    if (node.type_params.length === 0) {
      visit();
      return;
    }
    const name = node.kind === 'TypeAlias' ? node.name.id : node.name;
    const isInClass = this.#scope.kind === 'class';
    const scope = this.#createScope('typeParameters', name, node);
    this.table.typeParameters.set(node, scope);
    this.#within(scope, () => {
      if (isInClass) {
        scope.canSeeClassScope = true;
        this.#add('__classdict__', SYMBOL.use, node);
      }
      if (node.kind === 'ClassDef') {
        for (const hidden of ['.type_params', '.generic_base'])
          this.#add(hidden, SYMBOL.local | SYMBOL.use, node);
      }
      if (hasDefaults) this.#add('.defaults', SYMBOL.parameter, node);
      if (hasKeywordDefaults) this.#add('.kwdefaults', SYMBOL.parameter, node);
      this.#typeParameters(node.type_params);
      visit();
    });
  }

  #typeParameters(parameters: readonly TypeParam[]): void {
    let seenDefault = false;
    for (const parameter of parameters) {
      const { name } = parameter;
      if (name === '__classdict__')
        this.#fail("reserved name '__classdict__' cannot be used for type parameter", parameter);
      this.#mangledNames?.add(name);
      this.#addBinding(name, SYMBOL.typeParameter | SYMBOL.local, parameter);
      const noun = parameter.kind;
      if (parameter.kind === 'TypeVar' && parameter.bound !== null) {
        const what = parameter.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
        this.#typeVariableScope(parameter, parameter.bound, what, this.table.bodies);
      }
      if (parameter.default_value !== null) {
        seenDefault = true;
        this.#typeVariableScope(parameter, parameter.default_value, `a ${noun} default`, this.table.defaults);
      } else if (seenDefault) {
        this.#fail(`non-default type parameter '${name}' follows default type parameter`, parameter);
      }
    }
  }

  #typeVariableScope(parameter: TypeParam, value: Expr, what: string, table: Map<object, Scope>): void {
    const scope = this.#createScope('typeVariable', parameter.name, value);
    scope.description = what;
    table.set(parameter, scope);
    this.#withinAnnotation(scope, value, this.#scope.canSeeClassScope, () => this.#expression(value));
  }

  #defaults(args: Arguments): void {
    this.#expressions(args.defaults);
    for (const value of args.kw_defaults) if (value !== null) this.#expression(value);
  }

  #functionAnnotations(node: FunctionDef | AsyncFunctionDef): void {
    const { args } = node;
    const parameters = [...args.posonlyargs, ...args.args, args.vararg, args.kwarg, ...args.kwonlyargs];
    const annotations = parameters.flatMap((parameter) => parameter?.annotation ?? []);
    if (node.returns !== null) annotations.push(node.returns);
    if (annotations.length === 0) return;
    const isInClass = this.#scope.kind === 'class';
    const canSeeClass = isInClass || this.#scope.canSeeClassScope;
    const scope = this.#createScope('annotation', '__annotate__', node);
    this.table.annotations.set(node, scope);
    // Under the future import annotations become strings: the scope serves to find errors only.
    const detached = this.#options.futureAnnotations;
    if (detached) scope.inUnevaluatedAnnotation = true;
    this.#withinAnnotation(
      scope,
      node,
      canSeeClass && !detached,
      () => this.#expressions(annotations),
      detached,
    );
  }

  #parameters(args: Arguments): void {
    for (const parameter of [...args.posonlyargs, ...args.args, ...args.kwonlyargs]) {
      this.#addBinding(parameter.arg, SYMBOL.parameter, parameter);
    }
    if (args.vararg !== null) {
      this.#addBinding(args.vararg.arg, SYMBOL.parameter, args.vararg);
      this.#scope.hasVarargs = true;
    }
    if (args.kwarg !== null) {
      this.#addBinding(args.kwarg.arg, SYMBOL.parameter, args.kwarg);
      this.#scope.hasVarkeywords = true;
    }
  }

  // ---- expressions

  #expressions(nodes: readonly (Expr | null)[]): void {
    for (const node of nodes) if (node !== null) this.#expression(node);
  }

  #keywords(keywords: Extract<Expr, { kind: 'Call' }>['keywords']): void {
    for (const keyword of keywords) {
      if (keyword.arg !== null) this.#checkName(keyword.arg, keyword);
      this.#expression(keyword.value);
    }
  }

  #expression(node: Expr): void {
    switch (node.kind) {
      case 'Constant':
        return;
      case 'Name':
        this.#name(node);
        return;
      case 'NamedExpr':
        this.#namedExpression(node);
        return;
      case 'BoolOp':
        this.#expressions(node.values);
        return;
      case 'BinOp':
        this.#expression(node.left);
        this.#expression(node.right);
        return;
      case 'UnaryOp':
        this.#expression(node.operand);
        return;
      case 'Lambda':
        this.#lambda(node);
        return;
      case 'IfExp':
        this.#expression(node.test);
        this.#expression(node.body);
        this.#expression(node.orelse);
        return;
      case 'Dict':
        this.#expressions(node.keys);
        this.#expressions(node.values);
        return;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.#expressions(node.elts);
        return;
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        this.#comprehension(node);
        return;
      case 'Yield':
      case 'YieldFrom':
        this.#rejectInAnnotation('yield expression', node);
        if (node.value !== null) this.#expression(node.value);
        this.#scope.isGenerator = true;
        if (this.#scope.comprehension !== null)
          this.#fail(YIELD_IN_COMPREHENSION[this.#scope.comprehension], node);
        return;
      case 'Await':
        this.#rejectInAnnotation('await expression', node);
        this.#expression(node.value);
        this.#scope.isCoroutine = true;
        return;
      case 'Compare':
        this.#expression(node.left);
        this.#expressions(node.comparators);
        return;
      case 'Call':
        this.#expression(node.func);
        this.#expressions(node.args);
        this.#keywords(node.keywords);
        return;
      case 'FormattedValue':
      case 'Interpolation':
        this.#expression(node.value);
        if (node.format_spec !== null) this.#expression(node.format_spec);
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        this.#expressions(node.values);
        return;
      case 'Attribute':
        if (node.ctx === 'Store') this.#checkName(node.attr, node);
        else if (node.ctx === 'Del') this.#checkName(node.attr, node, 'delete');
        this.#expression(node.value);
        return;
      case 'Subscript':
        this.#expression(node.value);
        this.#expression(node.slice);
        return;
      case 'Starred':
        this.#expression(node.value);
        return;
      case 'Slice':
        this.#expressions([node.lower, node.upper, node.step]);
        return;
    }
  }

  #name(node: Extract<Expr, { kind: 'Name' }>): void {
    if (this.#scope.inUnevaluatedAnnotation) return;
    if (node.ctx === 'Store') this.#checkName(node.id, node);
    if (node.ctx === 'Del') this.#checkName(node.id, node, 'delete');
    this.#add(node.id, node.ctx === 'Load' ? SYMBOL.use : SYMBOL.local, node);
    // `super()` without arguments needs the class it stands in.
    if (node.ctx === 'Load' && node.id === 'super' && this.#scope.isFunctionLike) {
      this.#add('__class__', SYMBOL.use, node);
    }
  }

  #lambda(node: Lambda): void {
    this.#defaults(node.args);
    const scope = this.#createScope('function', '<lambda>', node);
    this.table.bodies.set(node, scope);
    this.#within(scope, () => {
      this.#parameters(node.args);
      this.#expression(node.body);
    });
  }

  #rejectInAnnotation(what: string, node: Expr): void {
    const scope = this.#scope;
    switch (scope.kind) {
      case 'annotation':
        this.#fail(`${what} cannot be used within an annotation`, node);
        return;
      case 'typeVariable':
        this.#fail(`${what} cannot be used within ${scope.description}`, node);
        return;
      case 'typeAlias':
        this.#fail(`${what} cannot be used within a type alias`, node);
        return;
      case 'typeParameters':
        this.#fail(`${what} cannot be used within the definition of a generic`, node);
        return;
      default:
        return;
    }
  }

  #namedExpression(node: NamedExpr): void {
    this.#rejectInAnnotation('named expression', node);
    if (this.#scope.comprehensionIterableDepth > 0) {
      this.#fail('assignment expression cannot be used in a comprehension iterable expression', node);
    }
    if (this.#scope.comprehension !== null) this.#bindOutsideComprehension(node);
    this.#expression(node.value);
    this.#expression(node.target);
  }

  /** PEP 572: inside a comprehension, `:=` binds in the scope that holds the outermost comprehension. */
  #bindOutsideComprehension(node: NamedExpr): void {
    const { target } = node;
    const name = target.id;
    const mangled = this.#mangle(name);
    for (let scope: Scope | null = this.#scope; scope !== null; scope = scope.parent) {
      if (scope.comprehension !== null) {
        if (scope.uses(mangled) & SYMBOL.comprehensionTarget) {
          this.#fail(
            `assignment expression cannot rebind comprehension iteration variable '${name}'`,
            target,
          );
        }
        continue;
      }
      switch (scope.kind) {
        case 'function': {
          const isGlobal = (scope.uses(mangled) & SYMBOL.global) !== 0;
          this.#add(name, isGlobal ? SYMBOL.global : SYMBOL.nonlocal, target);
          this.#scope.directives.push({ name: mangled, range: rangeOf(target) });
          this.#add(name, SYMBOL.local, target, scope);
          return;
        }
        case 'module':
          this.#add(name, SYMBOL.global, target);
          this.#scope.directives.push({ name: mangled, range: rangeOf(target) });
          this.#add(name, SYMBOL.global, target, scope);
          return;
        case 'class':
          this.#fail('assignment expression within a comprehension cannot be used in a class body', target);
          return;
        case 'typeParameters':
          this.#fail(
            'assignment expression within a comprehension cannot be used within the definition of a generic',
            target,
          );
          return;
        case 'typeAlias':
          this.#fail('assignment expression within a comprehension cannot be used in a type alias', target);
          return;
        case 'typeVariable':
          this.#fail(
            `assignment expression within a comprehension cannot be used in ${scope.description}`,
            target,
          );
          return;
        case 'annotation':
          this.#fail(
            'assignment expression within a comprehension cannot be used within an annotation',
            target,
          );
          return;
      }
    }
  }

  #iterable(node: Expr): void {
    this.#scope.comprehensionIterableDepth++;
    this.#expression(node);
    this.#scope.comprehensionIterableDepth--;
  }

  #comprehensionTarget(node: Expr): void {
    this.#scope.isVisitingComprehensionTarget = true;
    this.#expression(node);
    this.#scope.isVisitingComprehensionTarget = false;
  }

  #comprehension(node: ComprehensionExpr): void {
    const [name, kind] = COMPREHENSION_NAMES[node.kind];
    const [outermost, ...inner] = node.generators as [Comprehension, ...Comprehension[]];
    // The outermost iterable is evaluated in the enclosing scope.
    this.#iterable(outermost.iter);
    const scope = this.#createScope('function', name, node);
    scope.comprehension = kind;
    this.table.bodies.set(node, scope);
    this.#within(scope, () => {
      if (outermost.is_async) scope.isCoroutine = true;
      this.#add('.0', SYMBOL.parameter, node);
      this.#comprehensionTarget(outermost.target);
      this.#expressions(outermost.ifs);
      for (const generator of inner) {
        this.#comprehensionTarget(generator.target);
        this.#iterable(generator.iter);
        this.#expressions(generator.ifs);
        if (generator.is_async) scope.isCoroutine = true;
      }
      if (node.kind === 'DictComp') {
        this.#expression(node.value);
        this.#expression(node.key);
      } else {
        this.#expression(node.elt);
      }
      scope.isGenerator = kind === 'generator';
    });
    if (scope.isCoroutine && kind !== 'generator') this.#scope.isCoroutine = true;
  }
}

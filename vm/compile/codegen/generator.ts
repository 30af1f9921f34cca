/**
 * The code generator's core: the stack of units being generated, and how instructions are added to them.
 *
 * What is emitted for which construct stands in the files beside this one; they take the generator as first argument.
 */
import { type CodeUnit, type ConstantOperand, noneConstant } from '../code.ts';
import type { ErrorReporter } from '../errors.ts';
import { Block, endsBlock } from '../flow/block.ts';
import { finishUnit } from '../flow/index.ts';
import { OPCODE } from '../opcodes.ts';
import { lineRange, NO_LOCATION, type SourceRange } from '../position.ts';
import { mangle, type Scope, type SymbolTable } from '../symtable/index.ts';
import { type FrameBlock, Unit, type UnitOptions } from '../unit.ts';

export interface GeneratorOptions {
  readonly reporter: ErrorReporter;
  readonly filename: string;
  readonly table: SymbolTable;
  readonly futureFlags: number;
  readonly futureAnnotations: boolean;
  /** `-O` (1) drops asserts and sets `__debug__` to False, `-OO` (2) also drops docstrings. */
  readonly optimize: 0 | 1 | 2;
  readonly interactive: boolean;
  readonly allowTopLevelAwait: boolean;
}

/** CPython's CO_MAXBLOCKS. */
const MAX_BLOCKS = 21;

export class CodeGenerator {
  readonly options: GeneratorOptions;
  readonly table: SymbolTable;
  readonly #units: Unit[] = [];
  /** While positive, no warnings: the code stands a second time. */
  silenced = 0;

  constructor(options: GeneratorOptions) {
    this.options = options;
    this.table = options.table;
  }

  get unit(): Unit {
    return this.#units[this.#units.length - 1]!;
  }

  get scope(): Scope {
    return this.unit.scope;
  }

  /** `yield`, `await` and `return` have a frame of their own to leave. */
  get isInFunction(): boolean {
    return this.scope.isFunctionLike;
  }

  /** Units from the innermost outwards. */
  *enclosingUnits(): Generator<Unit> {
    for (let index = this.#units.length - 1; index >= 0; index--) yield this.#units[index]!;
  }

  fail(message: string, range: SourceRange): never {
    this.options.reporter.fail(message, range);
  }

  warn(message: string, range: SourceRange): void {
    if (this.silenced === 0) this.options.reporter.warn(message, range);
  }

  // ---- units

  /** Opens a unit and emits its prologue. Without a `className` the enclosing unit's goes on. */
  enter(scope: Scope, options: Omit<UnitOptions, 'className'> & { className?: string | null }): void {
    const outer = this.#units.length > 0 ? this.unit : null;
    const className = options.className === undefined ? (outer?.className ?? null) : options.className;
    const unit = new Unit(scope, { ...options, className });
    this.#units.push(unit);
    if (outer !== null) unit.qualname = this.#qualname(unit);
    const range = lineRange(options.kind === 'module' ? 0 : options.firstlineno, options.firstlineno);
    if (scope.isFunctionLike && (scope.isGenerator || scope.isCoroutine)) {
      const line = lineRange(options.firstlineno, options.firstlineno, -1, -1);
      this.emit(OPCODE.RETURN_GENERATOR, 0, line);
      this.emit(OPCODE.POP_TOP, 0, line);
    }
    this.emit(OPCODE.RESUME, 0, range);
  }

  /** Closes the unit. A `return None` is added where control reaches its end. */
  leave(): CodeUnit {
    const last = this.unit.current.last;
    if (last === undefined || last.opcode !== OPCODE.RETURN_VALUE) {
      this.loadConst(noneConstant(), NO_LOCATION);
      this.emit(OPCODE.RETURN_VALUE, 0, NO_LOCATION);
    }
    const unit = this.#units.pop()!;
    return finishUnit(unit, this.options);
  }

  /** PEP 3155. */
  #qualname(unit: Unit): string {
    let parentIndex = this.#units.length - 2;
    let parent = this.#units[parentIndex]!;
    // A scope of type parameters is invisible, but to lambdas and comprehensions.
    const isAnonymous = unit.kind === 'lambda' || unit.kind === 'comprehension';
    if (parent.scope.kind === 'typeParameters' && !isAnonymous) {
      if (parentIndex === 0) return unit.name;
      parent = this.#units[--parentIndex]!;
    }
    if (parentIndex === 0) return unit.name;
    if (unit.kind === 'function' || unit.kind === 'asyncFunction' || unit.kind === 'class') {
      const mangled = mangle(parent.className, unit.name);
      if (parent.scope.bindingOf(mangled) === 'explicitGlobal') return unit.name;
    }
    const isFunction =
      parent.kind === 'function' || parent.kind === 'asyncFunction' || parent.kind === 'lambda';
    return `${parent.qualname}${isFunction ? '.<locals>' : ''}.${unit.name}`;
  }

  // ---- blocks and instructions

  newLabel(): Block {
    return new Block();
  }

  /** What follows stands at `label`. */
  useLabel(label: Block): void {
    const { unit } = this;
    unit.current.next = label;
    unit.current = label;
  }

  #append(opcode: number, oparg: number, target: Block | null, range: SourceRange): void {
    const { unit } = this;
    const { last } = unit.current;
    if (last !== undefined && endsBlock(last.opcode)) this.useLabel(new Block());
    unit.current.instructions.push({ opcode, oparg, target, range, handler: null });
  }

  emit(opcode: number, oparg: number, range: SourceRange): void {
    this.#append(opcode, oparg, null, range);
  }

  /** Emits a jump, or a block setup with its handler. */
  emitJump(opcode: number, target: Block, range: SourceRange): void {
    this.#append(opcode, 0, target, range);
  }

  loadConst(constant: ConstantOperand, range: SourceRange): void {
    this.emit(OPCODE.LOAD_CONST, this.unit.consts.add(constant), range);
  }

  loadStr(value: string, range: SourceRange): void {
    this.loadConst({ type: 'str', value }, range);
  }

  loadInt(value: number, range: SourceRange): void {
    this.loadConst({ type: 'int', value }, range);
  }

  loadNone(range: SourceRange): void {
    this.loadConst(noneConstant(), range);
  }

  mangle(name: string): string {
    const { mangledNames } = this.scope;
    return mangledNames === null || mangledNames.has(name) ? mangle(this.unit.className, name) : name;
  }

  /** Emits an instruction whose oparg is an index into `co_names`. */
  emitName(opcode: number, name: string, range: SourceRange): void {
    this.emit(opcode, this.unit.names.indexOf(this.mangle(name)), range);
  }

  // ---- frame blocks

  /** `range`: what is nested too deeply, if this block is. */
  pushFrameBlock(block: FrameBlock, range: SourceRange): void {
    const { frameBlocks, scope } = this.unit;
    // In CPython a handler for StopIteration is around the body of a generator.
    const around = scope.isGenerator || scope.isCoroutine ? 1 : 0;
    if (frameBlocks.length + around >= MAX_BLOCKS) this.fail('too many statically nested blocks', range);
    frameBlocks.push(block);
  }

  popFrameBlock(): void {
    this.unit.frameBlocks.pop();
  }

  /** A statement whose body may run or not: annotations in it are conditional. */
  conditionally(generate: () => void): void {
    const { unit } = this;
    const saved = unit.inConditionalBlock;
    unit.inConditionalBlock = true;
    generate();
    unit.inConditionalBlock = saved;
  }
}

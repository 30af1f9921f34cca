/**
 * Emits the body of a function or loop as JavaScript: register code → statements.
 *
 * Registers are variables `r0`, `r1`, …; each instruction is its template with operands filled in. A failed guard stores
 * the live registers into the frame and leaves to the interpreter at that very instruction: guards come before effects, so
 * it can simply run again. Exceptions do the same and go on as exceptions. What has never run is a side exit.
 *
 * With `unboxing` types are inferred (types.ts): floats live in `d0`, `d1`, … as host numbers and are boxed only where a
 * value escapes; guards that types prove are dropped. With `inlining` a call's body is emitted by another emitter in place
 * of the call, its names prefixed; a light one has no frame until an exit or an exception makes it (inline.ts).
 */
import { AttrCache, DEAD_SHAPE } from '../../instructions/caches.ts';
import { PyFunction, PyInstance, type PyObject } from '../../objects/index.ts';
import { INLINE_SLOTS } from '../../objects/layouts.ts';
import type { Shape } from '../../objects/shape.ts';
import type { RegisterExecution } from '../register/frame.ts';
import { addHandled, type Block, type Decoded, definesOf } from './blocks.ts';
import { HELPERS } from './generated/templates.ts';
import { type Body, type InlinedCall, observesLocals } from './inline.ts';
import {
  endsWithResult,
  INTERPRETED,
  neverRun,
  type Step,
  TEMPLATES,
  type Template,
} from './instructions.ts';
import type { Region } from './region.ts';
import { structure } from './structure.ts';
import { DECLARED, isFloatType, join, meet, merge, PROVES, State, type Type } from './types.ts';

type Go = (target: number) => string[];

/** Words of one body are numbered below this, so that a place in an inlined body has a number of its own. */
const PLACES = 100_000;

/** An argument of a call: an operand whose type is known, or an expression. */
interface Argument {
  readonly operand: number | null;
  readonly text: string;
}

/** Where an inlined body stands. */
interface CallSite {
  readonly caller: BodyEmitter;
  readonly call: InlinedCall;
  readonly instruction: Decoded;
  /** Register of the caller that takes the result. */
  readonly output: number;
  /** Variable that holds the instance, where the call is that of `__init__`. */
  readonly instance: string | null;
  /** Statements that store the caller's registers for when it goes on in the interpreter. */
  readonly spill: readonly string[];
}

export class BodyEmitter {
  readonly frame: string;
  private readonly region: Region;
  private readonly body: Body;
  private readonly execution: RegisterExecution;
  private readonly members: ReadonlySet<number>;
  private readonly prefix: string;
  /** Set anew each time the call is emitted. */
  private site: CallSite | null;
  private readonly callee: string;
  private readonly observed: boolean;
  /** Registers whose value may differ from that in the frame. */
  private readonly written = new Set<number>();
  private readonly entryStates = new Map<number, State>();
  private state = new State();
  /** How an inlined body leaves its result in the caller's register; undefined: no path returns. */
  private returned: Type | undefined = undefined;
  private returnForm: Type = 'any';
  /** Emitters of the calls inlined here, by the word of the call, each with what was known where it began. */
  private readonly children = new Map<number, { emitter: BodyEmitter; entry: State | null }>();
  /** Shapes that objects may have lost in an inlined body. */
  private lostShapes: Set<Shape> | 'all' = new Set();

  constructor(region: Region, body: Body, site: CallSite | null) {
    this.region = region;
    this.body = body;
    this.site = site;
    this.execution = body.execution;
    this.members = new Set(body.order);
    this.prefix = site === null ? '' : `i${site.call.id}_`;
    this.frame = `${this.prefix}${site === null ? 'frame' : 'f'}`;
    this.callee = site !== null ? `${this.prefix}g` : region.kind === 'direct' ? 'callee' : 'frame.func';
    this.observed = observesLocals(this.execution);
    if (!this.inFrame) for (let r = 0; r < this.execution.size; r++) this.written.add(r);
    else
      for (const start of body.order)
        for (const instruction of body.blocks.get(start)!.instructions)
          for (const register of definesOf(instruction)) this.written.add(register);
  }

  /** Its registers were in a frame before it began: a loop, or a function of stage 3. */
  private get inFrame(): boolean {
    return this.site === null && this.region.kind === 'frame';
  }

  /** The frame is there while the body runs. */
  private get hasFrame(): boolean {
    return this.inFrame || !this.body.light;
  }

  /** Python calls that count for the recursion limit and have not been counted. */
  private get uncounted(): number {
    const below = this.site === null ? 0 : this.site.caller.uncounted;
    return below + (this.hasFrame ? 0 : 1);
  }

  /** The whole body of a region; null when it cannot be emitted. */
  emit(bet: State): string[] | null {
    this.infer(bet);
    return this.statements();
  }

  /** What must hold, and was bet on, where the region is entered. */
  entryState(): State {
    return this.entryStates.get(this.body.entry) ?? new State();
  }

  private statements(): string[] | null {
    if (this.isGenerator) return this.stateMachine();
    return structure(
      {
        entry: this.body.entry,
        order: this.body.order,
        prefix: this.prefix,
        successors: (start) => this.blockAt(start).successors.filter((s) => this.members.has(s)),
      },
      { node: (start, go) => this.block(this.blockAt(start), go) },
    );
  }

  private get isGenerator(): boolean {
    return this.body.resumePoints.length > 0;
  }

  /** A body with several entries: each block is a case, a jump is another turn of the loop. */
  private stateMachine(): string[] {
    const out = ['let at = frame.resume;', 'G: for (;;) switch (at) {'];
    for (const start of this.body.order) {
      const go: Go = (target) => [`at = ${target}; continue G;`];
      const lines = this.block(this.blockAt(start), go);
      out.push(`  case ${start}: {`, ...lines.map((line) => `    ${line}`), '  }');
    }
    // A place that was not compiled: the interpreter goes on where it is.
    return [...out, '  default: return EXIT;', '}'];
  }

  private blockAt(start: number): Block {
    return this.body.blocks.get(start)!;
  }

  // ---- types

  private typeOf(operand: number): Type {
    if (operand >= 0) return this.state.types.get(operand) ?? 'any';
    const value = this.execution.consts[~operand];
    switch (typeof value) {
      case 'number':
        return 'int';
      case 'boolean':
        return 'bool';
      case 'string':
        return 'str';
    }
    return value instanceof HELPERS.PyFloat && value.ob_type === HELPERS.FloatType ? 'both' : 'any';
  }

  /** Forward dataflow to a fixed point; the transfer is the emission itself, whose text is thrown away. */
  private infer(entry: State): void {
    this.entryStates.clear();
    this.entryStates.set(this.body.entry, this.region.unboxing ? entry : new State());
    for (const start of this.body.resumePoints) this.entryStates.set(start, new State());
    if (!this.region.unboxing && this.site === null) return;
    this.returned = undefined;
    this.lostShapes = new Set();
    this.region.withoutText(() => {
      for (let changed = true, rounds = 0; changed && rounds < 20; rounds++) {
        changed = false;
        for (const start of this.body.order) {
          if (!this.entryStates.has(start)) continue;
          this.block(this.blockAt(start), (target) => {
            const before = this.entryStates.get(target);
            const merged = this.region.unboxing
              ? merge(before, this.state, this.blockAt(target).liveIn)
              : new State();
            if (before === undefined || !before.equals(merged)) {
              this.entryStates.set(target, merged);
              changed = true;
            }
            return [];
          });
        }
      }
    });
    this.returnForm = this.returned ?? 'any';
  }

  /** Statements that bring registers into the form that the target block expects. */
  private convert(target: number): string[] {
    const expected = this.entryStates.get(target);
    if (!this.region.unboxing || expected === undefined) return [];
    const out: string[] = [];
    for (const register of this.blockAt(target).liveIn) {
      const have = this.state.types.get(register) ?? 'any';
      const want = expected.types.get(register) ?? 'any';
      if (have === want) continue;
      if (have === 'f64' && want !== 'f64') out.push(this.box(register));
      if (have === 'float' && (want === 'f64' || want === 'both'))
        out.push(`${this.rawName(register)} = ${this.name(register)}.value;`);
    }
    return out;
  }

  private loseShape(shape: Shape | undefined): void {
    if (shape === undefined) this.state.forgetShapes();
    else this.state.forgetShape(shape);
    if (this.lostShapes === 'all') return;
    if (shape === undefined) this.lostShapes = 'all';
    else this.lostShapes.add(shape);
  }

  // ---- operands

  name(register: number): string {
    return this.region.register(`${this.prefix}r${register}`, this.inFrame ? register : null);
  }

  rawName(register: number): string {
    return this.region.raw(`${this.prefix}d${register}`);
  }

  private box(register: number): string {
    this.region.use('newFloat');
    return `${this.name(register)} = newFloat(${this.rawName(register)});`;
  }

  /** The operand as a Python value; boxes it if need be. */
  private value(operand: number, out: string[]): string {
    if (operand < 0) return this.constant(~operand);
    if (this.state.types.get(operand) === 'f64') {
      out.push(this.box(operand));
      this.state.types.set(operand, 'both');
    }
    return this.name(operand);
  }

  private constant(index: number): string {
    const value = this.execution.consts[index];
    if (value === undefined || value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return value < 0 ? `(${value})` : String(value);
    if (typeof value === 'string' && value.length < 40) return JSON.stringify(value);
    return this.region.bind(`${this.prefix}k${index}`, value);
  }

  /** The operand as a host number, if it is known to be a float. */
  private rawValue(operand: number): string | null {
    if (!this.region.unboxing) return null;
    if (operand < 0) {
      const value = this.execution.consts[~operand];
      if (this.typeOf(operand) !== 'both') return null;
      const number = (value as unknown as { value: number }).value;
      if (!Number.isFinite(number)) return null;
      return Object.is(number, -0) ? '(-0)' : number < 0 ? `(${number})` : String(number);
    }
    const type = this.state.types.get(operand);
    return type === 'f64' || type === 'both' ? this.rawName(operand) : null;
  }

  // ---- leaving

  private place(pc: number): number {
    return this.site === null ? pc : (this.site.call.id + 1) * PLACES + pc;
  }

  private slot(register: number): string {
    return this.site === null ? `R[base + ${register}]` : `S[${this.frame}.base + ${register}]`;
  }

  /** Stores what is live into the frame, boxing floats here and not where they are computed. */
  private spill(live: ReadonlySet<number>): string[] {
    const out: string[] = [];
    for (const register of live) {
      if (!this.written.has(register)) continue;
      this.region.use('newFloat');
      out.push(
        this.state.types.get(register) === 'f64'
          ? `${this.slot(register)} = newFloat(${this.rawName(register)});`
          : `${this.slot(register)} = ${this.name(register)};`,
      );
    }
    return out;
  }

  /** Makes the frames that are not there: of this body and of those that it is inlined into. */
  private makeFrames(): string[] {
    const { execution, site } = this;
    if (site === null) {
      if (this.hasFrame) return [];
      this.region.runtime('pushFrame');
      return [`frame = pushFrame(caller, callee, 0, ${execution.locals}); base = frame.base;`];
    }
    const { caller, instruction, output, instance } = site;
    const { pc, length } = instruction;
    const out = [...caller.makeFrames(), ...site.spill];
    out.push(`${caller.frame}.pc = ${pc}; ${caller.frame}.resume = ${pc + length};`);
    if (!this.hasFrame) {
      this.region.runtime('pushFrame');
      out.push(`${this.frame} = pushFrame(${caller.frame}, ${this.callee}, 0, ${execution.locals});`);
    }
    out.push(`${this.frame}.returnTo = ${instance === null ? output : ~output};`);
    if (instance !== null) out.push(`${this.frame}.instance = ${instance};`);
    return out;
  }

  /** The innermost frame that is there while the body runs. */
  private openedFrame(): string {
    if (this.hasFrame) return this.frame;
    return this.site === null ? 'caller' : this.site.caller.openedFrame();
  }

  /** `failed`: a guard, not the end of the region. */
  private exit(pc: number, live: ReadonlySet<number>, failed: boolean, also = ''): string {
    if (this.region.dry) return '';
    const text = [
      failed ? this.region.countDeopt(this.execution, pc) : '',
      also,
      ...this.spill(live),
      `${this.frame}.resume = ${pc};`,
    ];
    return this.region.exit(this.makeFrames().join(' '), text.filter((part) => part !== '').join(' '));
  }

  /** Where an exception raised at `pc` finds what the frames must hold. */
  private catchAt(pc: number, live: ReadonlySet<number>): void {
    if (this.region.dry) return;
    this.region.runtime('settle');
    this.region.catchAt(
      this.place(pc),
      [`settle(${this.openedFrame()});`, ...this.makeFrames()].join(' '),
      [...this.spill(live), `${this.frame}.pc = ${pc};`].join(' '),
    );
  }

  // ---- code

  private block(block: Block, go: Go): string[] {
    this.state = (this.entryStates.get(block.start) ?? new State()).copy();
    const out: string[] = [];
    const live = this.livenessWithin(block);
    for (const [i, instruction] of block.instructions.entries())
      if (this.instruction(instruction, out, live[i]!, live[i + 1]!, go)) return out;
    const next = block.successors.at(-1);
    if (next !== undefined) out.push(...this.goTo(next, go));
    return out;
  }

  /** Registers live before each instruction, and after the last. */
  private livenessWithin(block: Block): ReadonlySet<number>[] {
    const { locals, source } = this.execution;
    const live = new Set<number>(Array.from({ length: locals }, (_, i) => i));
    for (const successor of block.successors)
      for (const register of this.blockAt(successor).liveIn) live.add(register);
    const result: Set<number>[] = [];
    result[block.instructions.length] = new Set(live);
    for (let i = block.instructions.length - 1; i >= 0; i--) {
      const instruction = block.instructions[i]!;
      for (const register of definesOf(instruction)) if (register >= locals) live.delete(register);
      for (const operand of [...instruction.inputs, ...instruction.args, instruction.local, instruction.peek])
        if (operand >= 0) live.add(operand);
      addHandled(live, instruction.pc, locals, source.handlers);
      result[i] = new Set(live);
    }
    return result;
  }

  private goTo(target: number, go: Go): string[] {
    if (!this.members.has(target)) return [this.exit(target, this.blockAt(target).liveIn, false)];
    const converted = this.convert(target);
    const saved = this.state.copy();
    const jump = go(target);
    this.state = saved;
    return [...converted, ...jump];
  }

  /** Returns whether the block is left. */
  private instruction(
    instruction: Decoded,
    out: string[],
    live: ReadonlySet<number>,
    liveAfter: ReadonlySet<number>,
    go: Go,
  ): boolean {
    const { base, pc } = instruction;
    if (base === 'MOVE') {
      this.move(instruction, out);
      return false;
    }
    const template = TEMPLATES[base]!;
    const yields = base === 'YIELD_VALUE' && this.isGenerator;
    if ((INTERPRETED.has(base) && !yields) || neverRun(this.execution, instruction, template)) {
      out.push(this.exit(pc, live, true));
      return true;
    }
    return this.template(template, instruction, out, live, liveAfter, go);
  }

  private move(instruction: Decoded, out: string[]): void {
    const [from] = instruction.inputs as [number];
    const [to] = instruction.outputs as [number];
    // Two names of one float are one object: it is boxed before it gets its second name.
    const value = this.value(from, out);
    const type = this.typeOf(from);
    const raw = type === 'both' ? this.rawValue(from) : null;
    out.push(`${this.name(to)} = ${value};`);
    if (raw !== null) out.push(`${this.rawName(to)} = ${raw};`);
    const shape = this.state.shapes.get(from);
    this.state.set(to, type === 'both' && raw === null ? 'float' : type);
    if (shape !== undefined) this.state.shapes.set(to, shape);
  }

  private template(
    template: Template,
    instruction: Decoded,
    out: string[],
    live: ReadonlySet<number>,
    liveAfter: ReadonlySet<number>,
    go: Go,
  ): boolean {
    const operands = new Map<string, number>();
    const names = new Map<string, () => string>();
    let input = 0;
    let argsName = '';
    for (const { name, kind } of template.inputs) {
      if (kind === 'args') {
        argsName = name;
        continue;
      }
      const operand =
        kind === 'local'
          ? instruction.local
          : kind === 'peek'
            ? instruction.peek
            : instruction.inputs[input++]!;
      operands.set(name, operand);
      names.set(name, () => this.value(operand, out));
    }
    let cache: object | null = null;
    for (const { name, kind } of template.immediates) {
      if (kind === 'oparg') names.set(name, () => String(instruction.oparg));
      else if (kind === 'name')
        names.set(name, () => JSON.stringify(this.execution.names[instruction.oparg]!));
      else if (kind === 'constant') names.set(name, () => this.constant(instruction.oparg));
      // A function has what instructions that cannot show a frame ask of it: globals, builtins, code.
      else if (kind === 'frame') names.set(name, () => (this.hasFrame ? this.frame : this.callee));
      else {
        cache = this.execution.caches[instruction.site]!;
        const bound = cache;
        names.set(name, () => this.region.bind(`${this.prefix}c${instruction.site}`, bound));
      }
    }
    if (argsName !== '')
      names.set(argsName, () => `[${instruction.args.map((a) => this.value(a, out)).join(', ')}]`);

    const fill = (text: string): string => {
      let filled = text.replaceAll(/\(?«(\w+)»\)?\.value\b/g, (whole, name: string) => {
        const operand = operands.get(name);
        const raw = operand === undefined ? null : this.rawValue(operand);
        return raw ?? whole;
      });
      if (argsName !== '') {
        filled = filled.replaceAll(new RegExp(`«${argsName}»\\[(\\d+)\\]`, 'g'), (_, i: string) =>
          this.value(instruction.args[Number(i)]!, out),
        );
      }
      filled = filled.replaceAll(/«(\w+)»/g, (_, name: string) => names.get(name)!());
      for (const word of filled.match(/[A-Za-z_]\w*/g) ?? []) if (word in HELPERS) this.region.use(word);
      return filled;
    };

    const risky = template.effect === 'Escapes' || template.effect === 'Raises';
    let marked = false;
    /** Before anything that can raise: where we are, and how to spill from here. */
    const mark = (): void => {
      if (!risky || marked) return;
      marked = true;
      out.push(`pc = ${this.place(instruction.pc)};`);
      if (template.effect === 'Escapes' && this.hasFrame) {
        out.push(`${this.frame}.pc = ${instruction.pc};`);
        if (this.observed) this.showLocals(out);
      }
      this.catchAt(instruction.pc, live);
    };

    const finish = (results: readonly string[], types: readonly Type[]): void => {
      let at = 0;
      // An output may lie in the register of an input that a later output still reads.
      const values =
        instruction.outputs.length > 1
          ? results.map((value) => {
              if (!/(?:\b|_)r\d/.test(value)) return value;
              const temporary = this.region.temporary();
              out.push(`${temporary} = ${value};`);
              return temporary;
            })
          : results;
      const before = this.state.shapes;
      const owner = operands.get('owner') ?? operands.get('self');
      const ownerShape = owner === undefined ? undefined : before.get(owner);
      values.forEach((value, i) => {
        const output = template.outputs[i]!;
        if (output.kind === 'stack' && output.passes !== null) return;
        const register = output.kind === 'local' ? instruction.local : instruction.outputs[at++]!;
        const type = this.region.unboxing ? types[i]! : 'any';
        if (type === 'f64') out.push(`${this.rawName(register)} = ${value};`);
        else out.push(`${this.name(register)} = ${value};`);
        this.state.set(register, type);
      });
      if (
        (template.name === 'LOAD_METHOD_SLOTS' || template.name === 'LOAD_SUPER_METHOD_SLOTS') &&
        this.region.unboxing
      ) {
        this.state.callables.set(instruction.outputs[0]!, (cache as AttrCache).value);
        if (ownerShape !== undefined) this.state.shapes.set(instruction.outputs[1]!, ownerShape);
      }
      if (template.effect === 'Escapes') this.loseShape(undefined);
    };

    const run = (steps: readonly Step[]): boolean => {
      for (const step of steps) {
        switch (step.kind) {
          case 'guard':
            this.guard(step, instruction, operands, cache, out, live, fill);
            break;
          case 'let': {
            mark();
            const temporary = this.region.temporary();
            const search = this.shapeSearch(step.value, cache, instruction.site, fill);
            out.push(`${temporary} = ${search ?? fill(step.value)};`);
            names.set(step.name, () => temporary);
            break;
          }
          case 'do': {
            mark();
            out.push(this.slotStore(step.action, cache, fill) ?? `${fill(step.action)};`);
            if (step.effect === 'Escapes') this.loseShape(undefined);
            else if (step.action.startsWith('addSlot') || step.action.includes('.shape = '))
              this.loseShape(cache instanceof AttrCache ? cache.shape : undefined);
            break;
          }
          case 'if': {
            mark();
            out.push(`if (${fill(step.condition)}) {`);
            const saved = this.state.copy();
            const leftThen = run(step.then);
            const afterThen = this.state;
            this.state = saved;
            const tail = steps.slice(steps.indexOf(step) + 1);
            if (leftThen || step.otherwise.length > 0 || endsWithResult(step.then)) {
              out.push('} else {');
              run([...step.otherwise, ...tail]);
              out.push('}');
              this.state = meet(afterThen, this.state);
              return false;
            }
            out.push('}');
            this.state = meet(afterThen, this.state);
            break;
          }
          case 'result': {
            mark();
            if (instruction.branch !== null) {
              this.branch(instruction, fill(step.values[0]), out, go);
              return true;
            }
            const raw =
              this.region.unboxing && step.call?.helper === 'newFloat' ? fill(step.call.arguments[0]) : null;
            if (raw !== null) {
              finish([raw], ['f64']);
              break;
            }
            const values = step.values.map((v: string, i: number) =>
              template.outputs[i]?.passes != null ? '' : (this.slotLoad(v, cache, fill) ?? fill(v)),
            );
            finish(
              values,
              template.outputs.map((o) => DECLARED[o.type] ?? 'any'),
            );
            break;
          }
          case 'resultArray': {
            mark();
            const temporary = this.region.temporary();
            out.push(`${temporary} = ${fill(step.value)};`);
            instruction.outputs.forEach((register, i) => {
              out.push(`${this.name(register)} = ${temporary}[${i}];`);
              this.state.set(register, 'any');
            });
            if (template.effect === 'Escapes') this.loseShape(undefined);
            break;
          }
          case 'jumpIf': {
            mark();
            const condition = fill(step.condition);
            const saved = this.state.copy();
            out.push(`if (${condition}) {`, ...this.goTo(instruction.target, go).map((l) => `  ${l}`), '}');
            this.state = saved;
            break;
          }
          case 'jump':
            out.push(...this.goTo(instruction.target, go));
            return true;
          case 'enter': {
            const inlined = this.body.inlined.get(instruction.pc);
            const args = this.arguments(step, instruction, operands, out, fill);
            if (inlined !== undefined && args !== null) {
              // The callee's frame is opened, or it may raise before it has one, at this instruction.
              if (!inlined.body.light || step.how === 'enterInit') mark();
              this.inline(inlined, step, instruction, args, out, live, liveAfter, fill);
              break;
            }
            mark();
            this.call(step, args, out, fill);
            finish(['x'], ['any']);
            break;
          }
          case 'returnValue':
            this.leave(operands.get(/^«(\w+)»$/.exec(step.value)?.[1] ?? ''), () => fill(step.value), out);
            return true;
          case 'yieldValue': {
            const next = instruction.pc + instruction.length;
            const value = fill(step.value);
            out.push(...this.spill(liveAfter));
            out.push(
              `frame.pc = ${instruction.pc}; frame.resume = ${next}; frame.sentTo = ${instruction.outputs[0]};`,
              `frame.suspended = true; return ${value};`,
            );
            return true;
          }
          case 'copyFreeVariables': {
            const count = Number(fill(step.count));
            for (let i = 0; i < count; i++) {
              const register = this.execution.locals - count + i;
              out.push(`${this.name(register)} = ${this.callee}.closure[${i}];`);
              this.written.add(register);
              this.state.set(register, 'any');
            }
            break;
          }
          case 'pushBlock':
            out.push(`${this.frame}.blocks.push(${instruction.target}, ${instruction.oparg});`);
            break;
          case 'popBlock':
            out.push(`${this.frame}.blocks.length -= 2;`);
            break;
          default:
            throw new Error(`region compiler: no rule for ${step.kind}`);
        }
      }
      return false;
    };
    const left = run(template.body);
    return left || instruction.base === 'RERAISE' || instruction.base === 'RAISE_VARARGS';
  }

  /** Locals are put where someone who looks at the frame finds them. */
  private showLocals(out: string[]): void {
    for (let register = 0; register < this.execution.locals; register++)
      if (this.written.has(register)) out.push(`${this.slot(register)} = ${this.value(register, out)};`);
  }

  private guard(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    cache: object | null,
    out: string[],
    live: ReadonlySet<number>,
    fill: (text: string) => string,
  ): void {
    const { state } = this;
    const { unboxing } = this.region;
    const call = step.call as { predicate: string; arguments: string[] } | null;
    const subject =
      call === null ? undefined : operands.get(/^«(\w+)»$/.exec(call.arguments[0] ?? '')?.[1] ?? '');
    const proves = call === null ? undefined : PROVES[call.predicate];
    if (unboxing && subject !== undefined && call !== null) {
      if (proves !== undefined) {
        const known = this.typeOf(subject);
        if (known === proves || (proves === 'float' && isFloatType(known) && known !== 'float')) return;
      }
      const { predicate } = call;
      if (predicate === 'isNoSelf' && subject < 0 && this.execution.consts[~subject] === undefined) return;
      if (predicate === 'isSelf' && state.shapes.has(subject)) return;
      const known = state.callables.get(subject);
      // Code can be replaced, but an inlined call checks that of its callee.
      if (
        predicate === 'isFunctionTaking' &&
        known instanceof PyFunction &&
        this.body.inlined.get(instruction.pc)?.code === known.code
      )
        return;
    }
    const wanted = call?.predicate === 'hasShape' ? (cache as AttrCache | null)?.shape : undefined;
    const shape = wanted === DEAD_SHAPE ? undefined : wanted;
    if (unboxing && shape !== undefined && subject !== undefined && state.shapes.get(subject) === shape)
      return;
    const condition = fill(step.condition);
    out.push(`if (${this.region.fails(condition)}) { ${this.exit(instruction.pc, live, true)} }`);
    if (subject === undefined || subject < 0 || !unboxing) return;
    if (shape !== undefined) state.shapes.set(subject, shape);
    // `isInt` lets a bigint through: an int satisfies it, but it does not prove one that fits a host number.
    if (proves === undefined || call?.predicate === 'isInt') return;
    if (proves === 'float') {
      out.push(`${this.rawName(subject)} = ${this.name(subject)}.value;`);
      state.types.set(subject, 'both');
    } else state.types.set(subject, proves);
  }

  /** The search of a polymorphic cache's chain, written out. */
  private shapeSearch(
    value: string,
    cache: object | null,
    site: number,
    fill: (text: string) => string,
  ): string | null {
    const match = /^findShape\((«\w+»), «cache»\)$/.exec(value);
    if (match === null || !(cache instanceof AttrCache)) return null;
    const owner = fill(match[1]!);
    const shape = this.region.temporary();
    const tests: string[] = [];
    let at: AttrCache | null = cache;
    for (let i = 0; at !== null; at = at.next, i++) {
      const name = this.region.bind(`${this.prefix}c${site}${i === 0 ? '' : `_${i}`}`, at);
      tests.push(`${shape} === ${name}.shape ? ${name}`);
    }
    return `typeof ${owner} !== 'object' || ${owner} === null ? undefined : (${shape} = ${owner}.shape, ${tests.join(' : ')} : undefined)`;
  }

  /** What follows a search whose finds all have one slot reads or writes a field. */
  private commonSlot(cache: object | null): number | null {
    if (!(cache instanceof AttrCache)) return null;
    for (let at: AttrCache | null = cache; at !== null; at = at.next) if (at.slot !== cache.slot) return null;
    return cache.slot;
  }

  /** An attribute in a known slot is a field access. */
  private slotLoad(value: string, cache: object | null, fill: (text: string) => string): string | null {
    const match = /^\(?slotGet\(\(?(«\w+»)\)?, «(cache|known)»\.slot\)\)?$/.exec(value);
    const slot = match === null ? null : this.commonSlot(cache);
    return slot === null ? null : `${fill(match![1]!)}.${slotField(slot)}`;
  }

  private slotStore(action: string, cache: object | null, fill: (text: string) => string): string | null {
    const match =
      /^\(?(slotSet|addSlot)\(\(?(«\w+»)\)?, «(?:cache|known)»\.slot, («\w+»)(?:, («cache»\.nextShape))?\)\)?$/.exec(
        action,
      );
    const slot = match === null ? null : this.commonSlot(cache);
    if (slot === null || slot >= INLINE_SLOTS) return null;
    const owner = fill(match![2]!);
    const store = `${owner}.f${slot} = ${fill(match![3]!)};`;
    return match![4] === undefined ? store : `${store} ${owner}.shape = ${fill(match![4])};`;
  }

  private branch(instruction: Decoded, condition: string, out: string[], go: Go): void {
    const wanted = instruction.branch === 'POP_JUMP_IF_TRUE' ? condition : `!(${condition})`;
    const saved = this.state.copy();
    out.push(`if (${wanted}) {`, ...this.goTo(instruction.target, go).map((l) => `  ${l}`), '}');
    this.state = saved;
    out.push(...this.goTo(instruction.pc + instruction.length, go));
  }

  // ---- calls

  /** The positional arguments of a call, `self` first; null when only an array of locals will do. */
  private arguments(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    out: string[],
    fill: (text: string) => string,
  ): Argument[] | null {
    const operand = (text: string): number | null => operands.get(/^«(\w+)»$/.exec(text)?.[1] ?? '') ?? null;
    if ('list' in step.args)
      return step.args.list.map((text: string) => ({ operand: operand(text), text: fill(text) }));
    const given = instruction.args.map((a): Argument => ({ operand: a, text: '' }));
    if ('array' in step.args) return this.withDefaults(step, instruction, operands, given, fill);
    if (step.how === 'enterInit') {
      const instance = this.region.temporary();
      out.push(`${instance} = ${fill(step.first)};`);
      return [{ operand: null, text: instance }, ...given];
    }
    return step.first === null ? given : [{ operand: operand(step.first), text: fill(step.first) }, ...given];
  }

  /** Defaults stand for the arguments not given: which, the guards of CALL_PY_DEFAULTS have settled. */
  private withDefaults(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    given: readonly Argument[],
    fill: (text: string) => string,
  ): Argument[] | null {
    if (!step.args.array.startsWith('withDefaults(')) return null;
    const { callable, argcount } = this.execution.caches[instruction.site] as {
      callable: { argcount: number } | undefined;
      argcount: number;
    };
    const hasSelf = argcount === given.length + 1;
    const self = operands.get('self')!;
    if (callable === undefined || (hasSelf && self < 0)) return null;
    if (!hasSelf && (self >= 0 || this.execution.consts[~self] !== undefined)) return null;
    const args = [...(hasSelf ? [{ operand: self, text: fill('«self»') }] : []), ...given];
    for (let i = argcount; i < callable.argcount; i++) {
      const text = `${fill('«callable»')}.defaults.items.at(${i - callable.argcount})`;
      args.push({ operand: null, text });
    }
    return args;
  }

  private text({ operand, text }: Argument, out: string[]): string {
    return operand === null ? text : this.value(operand, out);
  }

  /** A call that is not inlined: straight to the compiled function if there is one. */
  private call(step: Step, args: Argument[] | null, out: string[], fill: (text: string) => string): void {
    const { region, frame } = this;
    const target = fill(step.callee);
    if (args === null) {
      region.runtime('callBound');
      out.push(`x = callBound(${frame}, ${target}, ${fill(step.args.array)});`);
      return;
    }
    const list = args.map((a) => this.text(a, out));
    const how = args.length <= 3 ? (`call${args.length}` as 'call0') : 'callMany';
    region.runtime(how);
    const all = [frame, target, ...list].join(', ');
    if (region.directCalls) {
      const execution = region.temporary();
      out.push(
        `${execution} = ${target}.code.execution;`,
        `x = ${execution} !== null && ${execution}.direct !== null ? ${execution}.direct(${all}) : ${how}(${all});`,
      );
    } else out.push(`x = ${how}(${all});`);
    if (step.how !== 'enterInit') return;
    region.runtime('checkInitializer');
    out.push(`if (x !== null) checkInitializer(x);`, `x = ${list[0]};`);
  }

  private inline(
    call: InlinedCall,
    step: Step,
    instruction: Decoded,
    args: readonly Argument[],
    out: string[],
    live: ReadonlySet<number>,
    liveAfter: ReadonlySet<number>,
    fill: (text: string) => string,
  ): void {
    const { region } = this;
    const [output] = instruction.outputs as [number];
    const instance = step.how === 'enterInit' ? args[0]!.text : null;
    const first = [...args.map((a) => a.operand ?? -1)];
    const values = args.map((a) => this.argument(a, first, liveAfter, out));
    const site: CallSite = {
      caller: this,
      call,
      instruction,
      output,
      instance,
      spill: region.dry ? [] : this.spill(this.liveDuring(instruction, live, liveAfter)),
    };
    const child = this.child(call, site);
    const { execution } = call.body;
    const callee = region.register(child.callee, null);
    region.runtime('T');
    const code = region.bind(`${child.prefix}code`, call.code);
    // A site that calls other code from now on is not inlined when the region is compiled anew.
    const unlearn = /^CALL_(PY|METHOD)_EXACT/.test(instruction.base)
      ? `${fill('«cache»')}.callable = undefined;`
      : '';
    const limit = this.uncounted;
    out.push(
      `${callee} = ${fill(step.callee)};`,
      `if (${region.fails(`${callee}.code === ${code}`)}) { ${this.exit(instruction.pc, live, true, unlearn)} }`,
      `if (T.depth${limit > 0 ? ` + ${limit}` : ''} >= T.recursionLimit) { ${this.exit(instruction.pc, live, true)} }`,
    );
    const entry = new State();
    values.forEach(({ value, raw, type, shape }, i) => {
      if (value !== null) out.push(`${child.name(i)} = ${value};`);
      if (raw !== null) out.push(`${child.rawName(i)} = ${raw};`);
      entry.set(i, type);
      if (shape !== undefined) entry.shapes.set(i, shape);
    });
    for (let i = args.length; i < execution.locals; i++) out.push(`${child.name(i)} = undefined;`);
    if (!call.body.light) {
      region.runtime('openFrame');
      region.register(child.frame, null);
      const of = region.bind(`${child.prefix}E`, execution);
      out.push(`${child.frame} = openFrame(${this.frame}, ${callee}, ${of}, ${execution.size});`);
    } else region.register(child.frame, null);
    this.inferChild(instruction.pc, entry);
    const body = region.dry ? [] : child.statements()!;
    out.push(`${child.prefix}I: {`, ...body.map((line) => `  ${line}`), '}');
    if (child.lostShapes === 'all') this.loseShape(undefined);
    else for (const shape of child.lostShapes) this.loseShape(shape);
    if (instance !== null) {
      out.push(`${this.name(output)} = ${instance};`);
      this.state.set(output, 'any');
    } else this.state.set(output, child.returnForm);
  }

  /** What the caller needs when the callee returns or raises: not the arguments. */
  private liveDuring(
    instruction: Decoded,
    live: ReadonlySet<number>,
    liveAfter: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const { locals, source } = this.execution;
    const needed = new Set<number>();
    addHandled(needed, instruction.pc, locals, source.handlers);
    for (const register of live) if (liveAfter.has(register)) needed.add(register);
    for (const output of instruction.outputs) if (output >= locals) needed.delete(output);
    return needed;
  }

  private child(call: InlinedCall, site: CallSite): BodyEmitter {
    const known = this.children.get(site.instruction.pc);
    if (known === undefined) {
      const emitter = new BodyEmitter(this.region, call.body, site);
      this.children.set(site.instruction.pc, { emitter, entry: null });
      return emitter;
    }
    known.emitter.site = site;
    return known.emitter;
  }

  /** Infers the types of an inlined body, unless it was last done for the same arguments. */
  private inferChild(pc: number, entry: State): void {
    const child = this.children.get(pc)!;
    if (child.entry?.equals(entry)) return;
    child.entry = entry.copy();
    child.emitter.infer(entry);
  }

  /** How an argument is handed to an inlined body: boxed, as a host number, or both. */
  private argument(
    argument: Argument,
    all: readonly number[],
    liveAfter: ReadonlySet<number>,
    out: string[],
  ): { value: string | null; raw: string | null; type: Type; shape: Shape | undefined } {
    const { operand } = argument;
    if (operand === null || !this.region.unboxing)
      return { value: this.text(argument, out), raw: null, type: 'any', shape: undefined };
    const shape = operand >= 0 ? this.state.shapes.get(operand) : undefined;
    // The only name of a float that nobody has seen as an object: it needs none.
    const passesOn =
      operand >= this.execution.locals &&
      this.state.types.get(operand) === 'f64' &&
      !liveAfter.has(operand) &&
      all.filter((other) => other === operand).length === 1;
    if (passesOn) return { value: null, raw: this.rawName(operand), type: 'f64', shape };
    const value = this.value(operand, out);
    const type = this.typeOf(operand);
    const raw = type === 'both' ? this.rawValue(operand) : null;
    return { value, raw, type: type === 'both' && raw === null ? 'float' : type, shape };
  }

  /** RETURN_VALUE: out of the function, or out of the inlined body into the caller's register. */
  private leave(operand: number | undefined, value: () => string, out: string[]): void {
    const { region, site } = this;
    if (site === null) {
      const result = value();
      if (region.kind === 'direct' && this.hasFrame) {
        region.runtime('closeFrame');
        out.push('closeFrame(frame, caller);');
      }
      out.push(`return ${result};`);
      return;
    }
    const { caller, instance, output } = site;
    const type = operand === undefined || !region.unboxing ? 'any' : this.typeOf(operand);
    this.returned = this.returned === undefined ? type : join(this.returned, type);
    const form = this.returnForm;
    const boxed = instance !== null || form !== 'f64' || operand === undefined ? value() : '';
    if (!this.body.light) {
      region.runtime('closeFrame');
      out.push(`closeFrame(${this.frame}, ${caller.frame});`);
    }
    if (instance !== null) {
      if (boxed !== 'null') {
        region.runtime('checkInitializer');
        out.push(`pc = ${caller.place(site.instruction.pc)};`, `checkInitializer(${boxed});`);
      }
    } else {
      if (form === 'f64' || form === 'both') {
        const raw = operand === undefined ? null : this.rawValue(operand);
        out.push(`${caller.rawName(output)} = ${raw ?? `${this.name(operand!)}.value`};`);
      }
      if (form !== 'f64') out.push(`${caller.name(output)} = ${boxed};`);
    }
    out.push(`break ${this.prefix}I;`);
  }
}

/** Types and shapes that the values of a loop have now: bet on, and checked where the loop is entered. */
export function betOn(
  body: Body,
  written: ReadonlySet<number>,
  used: ReadonlySet<number>,
  observe: (register: number) => PyObject | undefined,
  known: ReadonlyMap<Shape, AttrCache>,
): State {
  const bet = new State();
  for (const register of body.blocks.get(body.entry)!.liveIn) {
    if (!used.has(register)) continue;
    const value = observe(register);
    if (typeof value === 'number') bet.types.set(register, 'int');
    else if (value instanceof HELPERS.PyFloat && value.ob_type === HELPERS.FloatType)
      bet.types.set(register, written.has(register) ? 'f64' : 'both');
    else if (value instanceof PyInstance && value.shape !== null && known.has(value.shape))
      bet.shapes.set(register, value.shape);
  }
  return bet;
}

function slotField(slot: number): string {
  return slot < INLINE_SLOTS ? `f${slot}` : `overflow[${slot - INLINE_SLOTS}]`;
}

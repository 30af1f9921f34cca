/**
 * Emits the body of a function or loop as JavaScript: register code → statements.
 *
 * Registers are variables `r0`, `r1`, …; each instruction is its template with operands filled in. A failed guard stores
 * the live registers into the frame and leaves to the interpreter at that very instruction: guards come before effects, so
 * it can simply run again. Exceptions do the same and go on as exceptions. What has never run is a side exit.
 *
 * With `unboxing` guards that the optimizer has proven (`../optimizer`) are left out, and floats live in `d0`, `d1`, … as
 * host numbers and are boxed only where a value escapes (types.ts). With `inlining` a call's body is emitted by another emitter in place
 * of the call, its names prefixed; a light one has no frame until an exit or an exception makes it (inline.ts).
 */
import { addHandled, type Block, type Decoded, definesOf } from '../flow/blocks.ts';
import { INTERPRETED, neverRun, SUSPENDED_BY } from '../flow/interpreted.ts';
import { structure } from '../flow/structure.ts';
import type { InlinedCall } from '../optimizer/inline.ts';
import { Kind } from '../optimizer/types.ts';
import type { CallSite } from './body-state.ts';
import { CallEmitter } from './calls.ts';
import { HELPERS } from './generated/templates.ts';
import { type BuiltinSite, hostCall, sameBuiltin } from './host-calls.ts';
import { endsWithResult, type Step, TEMPLATES, type Template } from './instructions.ts';
import { type Fill, shapeSearch, slotLoad, slotStore } from './slots.ts';
import { type Form, meet, merge, State } from './types.ts';

type Go = (target: number) => string[];

export class BodyEmitter extends CallEmitter {
  /** Start of the block being emitted. */
  private current = 0;

  /** The whole body of a region; null when it cannot be emitted. */
  emit(entry: State): string[] | null {
    this.infer(entry);
    return this.statements();
  }

  protected override inlined(call: InlinedCall, site: CallSite): BodyEmitter {
    return new BodyEmitter(this.region, call.body, site);
  }

  protected override statements(): string[] | null {
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

  // ---- forms of floats

  /** Forward dataflow to a fixed point; the transfer is the emission itself, whose text is thrown away. */
  protected override infer(entry: State): void {
    this.entryStates.clear();
    this.entryStates.set(this.body.entry, this.region.unboxing ? entry : new State());
    for (const start of this.body.resumePoints) this.entryStates.set(start, new State());
    if (!this.region.unboxing && this.site === null) return;
    this.returned = undefined;
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
      const have = this.state.forms.get(register) ?? 'any';
      const want = expected.forms.get(register) ?? 'any';
      if (have === want) continue;
      if (have === 'f64' && want !== 'f64') out.push(this.box(register));
      if (have === 'float' && (want === 'f64' || want === 'both'))
        out.push(`${this.rawName(register)} = ${this.name(register)}.value;`);
    }
    return out;
  }

  // ---- code

  private block(block: Block, go: Go): string[] {
    this.state = (this.entryStates.get(block.start) ?? new State()).copy();
    this.current = block.start;
    this.deferred.clear();
    const out = this.region.countInstructions(block.instructions.length);
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
    // A loop looks for signals before it begins again; the interpreter handles them.
    const interrupted =
      target <= this.current
        ? [
            `if (${this.region.runtime('P')}[0] !== 0) { ${this.exit(target, this.blockAt(target).liveIn, false)} }`,
          ]
        : [];
    const converted = this.convert(target);
    const saved = this.state.copy();
    const { current } = this;
    const jump = go(target);
    this.state = saved;
    // The target may have been emitted in between.
    this.current = current;
    return [...interrupted, ...converted, ...jump];
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
    if (base === 'RETURN_GENERATOR' && this.region.kind === 'direct') {
      out.push(this.makeGenerator(instruction));
      return true;
    }
    const template = TEMPLATES[base]!;
    const suspends = SUSPENDED_BY.has(base) && this.isGenerator;
    if ((INTERPRETED.has(base) && !suspends) || neverRun(this.execution, instruction)) {
      out.push(this.exit(pc, live, true));
      return true;
    }
    return this.template(template, instruction, out, live, liveAfter, go);
  }

  /** The end of a direct call of a generator function: its locals so far, in registers that the generator keeps. */
  private makeGenerator({ pc, length, outputs }: Decoded): string {
    const { locals, size } = this.execution;
    const registers = Array.from({ length: size }, (_, i) => (i < locals ? this.name(i) : 'undefined'));
    const next = pc + length;
    this.region.runtime('suspended');
    return `return suspended(callee, E, [${registers.join(', ')}], ${pc}, ${next}, ${outputs[0]});`;
  }

  private move(instruction: Decoded, out: string[]): void {
    const [from] = instruction.inputs as [number];
    const [to] = instruction.outputs as [number];
    // Two names of one float are one object: it is boxed before it gets its second name.
    const value = this.value(from, out);
    const form = this.formOf(from);
    const raw = form === 'both' ? this.rawValue(from) : null;
    out.push(`${this.name(to)} = ${value};`);
    if (raw !== null) out.push(`${this.rawName(to)} = ${raw};`);
    this.state.set(to, form === 'both' && raw === null ? 'float' : form);
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

    const fill: Fill = (text) => {
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

    const finish = (results: readonly string[], forms: readonly Form[]): void => {
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
      values.forEach((value, i) => {
        const output = template.outputs[i]!;
        if (output.kind === 'stack' && output.passes !== null) return;
        const register = output.kind === 'local' ? instruction.local : instruction.outputs[at++]!;
        const form = this.region.unboxing ? forms[i]! : 'any';
        if (form === 'f64') out.push(`${this.rawName(register)} = ${value};`);
        else out.push(`${this.name(register)} = ${value};`);
        this.state.set(register, form);
      });
    };

    /** The instruction jumps, when this holds, once its outputs are stored. */
    let jumpAfter: string | null = null;

    const run = (steps: readonly Step[]): boolean => {
      for (const step of steps) {
        switch (step.kind) {
          case 'guard':
            this.guard(step, instruction, operands, cache, out, live, fill);
            break;
          case 'let': {
            mark();
            const temporary = this.region.temporary();
            const search = shapeSearch(this.region, this.prefix, step.value, cache, instruction.site, fill);
            const load = search ?? slotLoad(step.value, cache, fill) ?? fill(step.value);
            out.push(`${temporary} = ${load};`);
            names.set(step.name, () => temporary);
            break;
          }
          case 'do': {
            mark();
            out.push(slotStore(step.action, cache, fill) ?? `${fill(step.action)};`);
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
            const word = this.region.optimized?.wordAt(this.callId, instruction.pc);
            if (word !== undefined) {
              const text = template.word!.replaceAll(/«(\w+)»/g, (_, name: string) => {
                const operand = operands.get(name)!;
                return this.deferred.get(operand)?.word ?? this.value(operand, out);
              });
              const exact = fill(step.values[0]);
              for (const operand of operands.values()) this.deferred.delete(operand);
              const [register] = instruction.outputs as [number];
              if (word === 'deferred') {
                this.deferred.set(register, { word: `(${text})`, exact });
                this.state.set(register, 'any');
              } else finish([word === 'signed' ? text : `(${text}) >>> 0`], ['any']);
              break;
            }
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
            const constant = this.region.optimized?.constantAt(this.callId, instruction.pc);
            if (constant !== undefined) {
              const temporary = this.region.temporary();
              const unlearn = `${fill('«cache»')}.constant = undefined;`;
              const same = this.region.fails(`${temporary} === ${constant}`);
              out.push(
                `${temporary} = ${fill(step.values[0])};`,
                `if (${same}) { ${this.exit(instruction.pc, live, true, unlearn)} }`,
              );
              finish([String(constant)], ['any']);
              break;
            }
            const values = step.values.map((v: string, i: number) =>
              template.outputs[i]?.passes != null
                ? ''
                : (slotLoad(v, cache, fill) ??
                  hostCall(v, this.builtinSite(instruction, operands, cache), fill) ??
                  fill(v)),
            );
            finish(
              values,
              template.outputs.map((o) => (o.type === 'PyFloat' ? 'float' : 'any')),
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
          case 'jumpAfterIf':
            jumpAfter = fill(step.condition);
            break;
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
    if (jumpAfter !== null) {
      const jump = this.goTo(instruction.target, go);
      out.push(`if (${jumpAfter}) {`, ...jump.map((line) => `  ${line}`), '}');
    }
    return left || instruction.base === 'RERAISE' || instruction.base === 'RAISE_VARARGS';
  }

  private guard(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    cache: object | null,
    out: string[],
    live: ReadonlySet<number>,
    fill: Fill,
  ): void {
    const call = step.call as { predicate: string; arguments: string[] } | null;
    const subject = operands.get(/^«(\w+)»$/.exec(call?.arguments[0] ?? '')?.[1] ?? '') ?? -1;
    const isFloat = this.region.unboxing && call?.predicate === 'isFloat' && subject >= 0;
    const form = isFloat ? this.formOf(subject) : 'any';
    if (form === 'f64' || form === 'both') return;
    if (form !== 'float' && !this.findings(instruction)?.proven.has(step.index)) {
      const site = this.builtinSite(instruction, operands, cache);
      const condition = sameBuiltin(step.condition, site, fill) ?? fill(step.condition);
      out.push(`if (${this.region.fails(condition)}) { ${this.exit(instruction.pc, live, true)} }`);
    }
    if (!isFloat) return;
    out.push(`${this.rawName(subject)} = ${this.name(subject)}.value;`);
    this.state.set(subject, 'both');
  }

  private builtinSite(
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    cache: object | null,
  ): BuiltinSite {
    const self = operands.get('self') ?? -1;
    const none = self < 0 && this.execution.consts[~self] === undefined;
    const known = this.findings(instruction)?.inputs.get('self');
    const method = known !== undefined && !(known.kinds & Kind.UNBOUND);
    return {
      region: this.region,
      suffix: `${this.prefix}${instruction.site}`,
      cache,
      self: none ? 'none' : method ? 'method' : 'unknown',
    };
  }

  private branch(instruction: Decoded, condition: string, out: string[], go: Go): void {
    const wanted = instruction.branch === 'POP_JUMP_IF_TRUE' ? condition : `!(${condition})`;
    const saved = this.state.copy();
    out.push(`if (${wanted}) {`, ...this.goTo(instruction.target, go).map((l) => `  ${l}`), '}');
    this.state = saved;
    out.push(...this.goTo(instruction.pc + instruction.length, go));
  }
}

/** Calls of Python functions from emitted code: straight to compiled code, or with the body emitted in place of the call. */
import type { Decoded } from '../flow/blocks.ts';
import type { InlinedCall } from '../optimizer/inline.ts';
import { BodyState, type CallSite } from './body-state.ts';
import type { Step } from './instructions.ts';
import type { Fill } from './slots.ts';
import { type Form, join, State } from './types.ts';

/** An argument of a call: an operand whose form is known, or an expression. */
interface Argument {
  readonly operand: number | null;
  readonly text: string;
}

export abstract class CallEmitter extends BodyState {
  /** Emitters of the calls inlined here, by the word of the call, each with what was known where it began. */
  private readonly children = new Map<number, { emitter: CallEmitter; entry: State | null }>();

  /** An emitter of the body of a call made here. */
  protected abstract inlined(call: InlinedCall, site: CallSite): CallEmitter;
  /** Finds the forms at each block. */
  protected abstract infer(entry: State): void;
  /** The text of the body; null when it cannot be emitted. */
  protected abstract statements(): string[] | null;

  /** The positional arguments of a call, `self` first; null when only an array of locals will do. */
  protected arguments(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    out: string[],
    fill: Fill,
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
  protected withDefaults(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    given: readonly Argument[],
    fill: Fill,
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

  protected text({ operand, text }: Argument, out: string[]): string {
    return operand === null ? text : this.value(operand, out);
  }

  /** A call that is not inlined: straight to the compiled function if there is one. */
  protected call(step: Step, args: Argument[] | null, out: string[], fill: Fill): void {
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

  protected inline(
    call: InlinedCall,
    step: Step,
    instruction: Decoded,
    args: readonly Argument[],
    out: string[],
    live: ReadonlySet<number>,
    liveAfter: ReadonlySet<number>,
    fill: Fill,
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
    values.forEach(({ value, raw, form }, i) => {
      if (value !== null) out.push(`${child.name(i)} = ${value};`);
      if (raw !== null) out.push(`${child.rawName(i)} = ${raw};`);
      entry.set(i, form);
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
    if (instance !== null) {
      out.push(`${this.name(output)} = ${instance};`);
      this.state.set(output, 'any');
    } else this.state.set(output, child.returnForm);
  }

  protected child(call: InlinedCall, site: CallSite): CallEmitter {
    const known = this.children.get(site.instruction.pc);
    if (known === undefined) {
      const emitter = this.inlined(call, site);
      this.children.set(site.instruction.pc, { emitter, entry: null });
      return emitter;
    }
    known.emitter.site = site;
    return known.emitter;
  }

  /** Infers the forms in an inlined body, unless it was last done for the same arguments. */
  protected inferChild(pc: number, entry: State): void {
    const child = this.children.get(pc)!;
    if (child.entry?.equals(entry)) return;
    child.entry = entry.copy();
    child.emitter.infer(entry);
  }

  /** How an argument is handed to an inlined body: boxed, as a host number, or both. */
  protected argument(
    argument: Argument,
    all: readonly number[],
    liveAfter: ReadonlySet<number>,
    out: string[],
  ): { value: string | null; raw: string | null; form: Form } {
    const { operand } = argument;
    if (operand === null || !this.region.unboxing)
      return { value: this.text(argument, out), raw: null, form: 'any' };
    // The only name of a float that nobody has seen as an object: it needs none.
    const passesOn =
      operand >= this.execution.locals &&
      this.state.forms.get(operand) === 'f64' &&
      !liveAfter.has(operand) &&
      all.filter((other) => other === operand).length === 1;
    if (passesOn) return { value: null, raw: this.rawName(operand), form: 'f64' };
    const value = this.value(operand, out);
    const form = this.formOf(operand);
    const raw = form === 'both' ? this.rawValue(operand) : null;
    return { value, raw, form: form === 'both' && raw === null ? 'float' : form };
  }

  /** RETURN_VALUE: out of the function, or out of the inlined body into the caller's register. */
  protected leave(operand: number | undefined, value: () => string, out: string[]): void {
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
    const given = operand === undefined || !region.unboxing ? 'any' : this.formOf(operand);
    this.returned = this.returned === undefined ? given : join(this.returned, given);
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

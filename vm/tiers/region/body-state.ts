/**
 * A body that is being emitted: what is known where the emission stands, its operands as variables of the emitted code, and
 * how the code is left, by a side exit or an exception.
 */

import { addHandled, type Block, type Decoded, definesOf } from '../flow/blocks.ts';
import type { Findings } from '../optimizer/infer.ts';
import { type Body, type InlinedCall, observesLocals } from '../optimizer/inline.ts';
import type { RegisterExecution } from '../register/frame.ts';
import { HELPERS } from './generated/templates.ts';
import type { Region } from './region.ts';
import { type Form, State } from './types.ts';

/** Words of one body are numbered below this, so that a place in an inlined body has a number of its own. */
const PLACES = 100_000;

/** Where an inlined body stands. */
export interface CallSite {
  readonly caller: BodyState;
  readonly call: InlinedCall;
  readonly instruction: Decoded;
  /** Register of the caller that takes the result. */
  readonly output: number;
  /** Variable that holds the instance, where the call is that of `__init__`. */
  readonly instance: string | null;
  /** Statements that store the caller's registers for when it goes on in the interpreter. */
  readonly spill: readonly string[];
}

export abstract class BodyState {
  readonly frame: string;
  protected readonly region: Region;
  protected readonly body: Body;
  protected readonly execution: RegisterExecution;
  protected readonly members: ReadonlySet<number>;
  readonly prefix: string;
  /** Set anew each time the call is emitted. */
  site: CallSite | null;
  readonly callee: string;
  protected readonly observed: boolean;
  /** Registers whose value may differ from that in the frame. */
  protected readonly written = new Set<number>();
  protected readonly entryStates = new Map<number, State>();
  protected state = new State();
  /** Ints on the stack of which only the low 32 bits are wanted: those, and the int itself for when the code is left. */
  protected readonly deferred = new Map<number, { word: string; exact: string }>();
  /** How an inlined body leaves its result in the caller's register; undefined: no path returns. */
  protected returned: Form | undefined = undefined;
  returnForm: Form = 'any';

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
  protected get inFrame(): boolean {
    return this.site === null && this.region.kind === 'frame';
  }

  /** The frame is there while the body runs. */
  protected get hasFrame(): boolean {
    return this.inFrame || !this.body.light;
  }

  /** Python calls that count for the recursion limit and have not been counted. */
  protected get uncounted(): number {
    const below = this.site === null ? 0 : this.site.caller.uncounted;
    return below + (this.hasFrame ? 0 : 1);
  }

  /** Forms where the region is entered. */
  entryState(): State {
    return this.entryStates.get(this.body.entry) ?? new State();
  }

  /** What the optimizer found out about an instruction; undefined where it did not look, or where it is never reached. */
  protected findings({ pc }: Decoded): Findings | undefined {
    return this.region.optimized?.at(this.callId, pc);
  }

  protected blockAt(start: number): Block {
    return this.body.blocks.get(start)!;
  }

  protected get callId(): number {
    return this.site === null ? -1 : this.site.call.id;
  }

  protected formOf(operand: number): Form {
    if (operand >= 0) return this.state.forms.get(operand) ?? 'any';
    const value = this.execution.consts[~operand];
    return value instanceof HELPERS.PyFloat && value.ob_type === HELPERS.FloatType ? 'both' : 'any';
  }

  // ---- operands

  name(register: number): string {
    return this.region.register(`${this.prefix}r${register}`, this.inFrame ? register : null);
  }

  rawName(register: number): string {
    return this.region.raw(`${this.prefix}d${register}`);
  }

  protected box(register: number): string {
    this.region.use('newFloat');
    return `${this.name(register)} = newFloat(${this.rawName(register)});`;
  }

  /** The operand as a Python value; boxes it if need be. */
  protected value(operand: number, out: string[]): string {
    if (operand < 0) return this.constant(~operand);
    const deferred = this.deferred.get(operand);
    if (deferred !== undefined) return `(${deferred.exact})`;
    if (this.state.forms.get(operand) === 'f64') {
      out.push(this.box(operand));
      this.state.forms.set(operand, 'both');
    }
    return this.name(operand);
  }

  protected constant(index: number): string {
    const value = this.execution.consts[index];
    if (value === undefined || value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return value < 0 ? `(${value})` : String(value);
    if (typeof value === 'string' && value.length < 40) return JSON.stringify(value);
    return this.region.bind(`${this.prefix}k${index}`, value);
  }

  /** The operand as a host number, if it is known to be a float. */
  protected rawValue(operand: number): string | null {
    if (!this.region.unboxing) return null;
    if (operand < 0) {
      const value = this.execution.consts[~operand];
      if (this.formOf(operand) !== 'both') return null;
      const number = (value as unknown as { value: number }).value;
      if (!Number.isFinite(number)) return null;
      return Object.is(number, -0) ? '(-0)' : number < 0 ? `(${number})` : String(number);
    }
    const form = this.state.forms.get(operand);
    return form === 'f64' || form === 'both' ? this.rawName(operand) : null;
  }

  // ---- leaving

  place(pc: number): number {
    return this.site === null ? pc : (this.site.call.id + 1) * PLACES + pc;
  }

  protected slot(register: number): string {
    return this.site === null ? `R[base + ${register}]` : `S[${this.frame}.base + ${register}]`;
  }

  /** Stores what is live into the frame, boxing floats here and not where they are computed. */
  protected spill(live: ReadonlySet<number>): string[] {
    const out: string[] = [];
    for (const register of live) {
      if (!this.written.has(register)) continue;
      const deferred = this.deferred.get(register);
      if (deferred !== undefined) {
        out.push(`${this.slot(register)} = ${deferred.exact};`);
        continue;
      }
      this.region.use('newFloat');
      out.push(
        this.state.forms.get(register) === 'f64'
          ? `${this.slot(register)} = newFloat(${this.rawName(register)});`
          : `${this.slot(register)} = ${this.name(register)};`,
      );
    }
    return out;
  }

  /** Makes the frames that are not there: of this body and of those that it is inlined into. */
  protected makeFrames(): string[] {
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
  protected openedFrame(): string {
    if (this.hasFrame) return this.frame;
    return this.site === null ? 'caller' : this.site.caller.openedFrame();
  }

  /** `failed`: a guard, not the end of the region. */
  protected exit(pc: number, live: ReadonlySet<number>, failed: boolean, also = ''): string {
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
  protected catchAt(pc: number, live: ReadonlySet<number>): void {
    if (this.region.dry) return;
    this.region.runtime('settle');
    this.region.catchAt(
      this.place(pc),
      [`settle(${this.openedFrame()});`, ...this.makeFrames()].join(' '),
      [...this.spill(live), `${this.frame}.pc = ${pc};`].join(' '),
    );
  }
  /** What the caller needs when the callee returns or raises: not the arguments. */
  protected liveDuring(
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

  /** Locals are put where someone who looks at the frame finds them. */
  protected showLocals(out: string[]): void {
    for (let register = 0; register < this.execution.locals; register++)
      if (this.written.has(register)) out.push(`${this.slot(register)} = ${this.value(register, out)};`);
  }
}

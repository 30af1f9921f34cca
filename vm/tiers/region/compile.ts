/**
 * The region compiler (stage 3) and, with `unboxing`, the optimizer's code (stage 4): register code → JavaScript.
 *
 * A region is a loop or a whole function. Registers are JavaScript locals `r0`, `r1`, …; each instruction is its template
 * with operands filled in. A failed guard stores the live registers back into the frame and returns to the interpreter
 * at that very instruction: guards come before effects, so it can simply run again. Exceptions do the same and go on as
 * exceptions. What has never run is not compiled: it is a side exit.
 *
 * With `unboxing` types are inferred over the region (types.ts): floats live in `d0`, `d1`, … as host numbers and are
 * boxed only where a value escapes, guards that types prove are dropped.
 */
import type { PyFunction, PyObject } from '../../objects/index.ts';
import { INLINE_SLOTS } from '../../objects/layouts.ts';
import { dumps } from '../dumps.ts';
import { checkInitializer, pushBoundFrame, pushFrame, runPushed, settle } from '../register/calls.ts';
import { type CompiledRegion, EXIT, type RegisterExecution, type RegisterFrame } from '../register/frame.ts';
import { statistics } from '../statistics.ts';
import {
  addHandled,
  type Block,
  computeLiveness,
  type Decoded,
  definesOf,
  findBlocks,
  loopOf,
  reversePostorder,
} from './blocks.ts';
import { HELPERS, TEMPLATES } from './generated/templates.ts';
import { structure } from './structure.ts';

/** Instructions of a region: more are left to the interpreter (V8 compiles large functions late or never). */
const MAX_INSTRUCTIONS = 1500;
/** These need the interpreter's own hands: compiled code leaves before them. */
const INTERPRETED = new Set(['YIELD_VALUE', 'RETURN_GENERATOR', 'SEND', 'CLEANUP_THROW']);

/** Type of a register's value when the region is compiled: what a loop's entry may bet on. */
export type Observe = (register: number) => unknown;

export interface RegionOptions {
  readonly observe: Observe;
  readonly unboxing: boolean;
}

type Type = 'any' | 'int' | 'bool' | 'str' | 'float' | 'f64' | 'both';
type State = Map<number, Type>;

interface Template {
  name: string;
  family: string;
  effect: string;
  inputs: { name: string; kind: string }[];
  immediates: { name: string; kind: string }[];
  outputs: { name: string; kind: string; type: string; passes: number | null }[];
  body: Step[];
}
// biome-ignore lint/suspicious/noExplicitAny: generated data.
type Step = any;

/** Calls of Python functions from compiled code, one function a number of arguments: no argument arrays. */
const RUNTIME = { call0, call1, call2, call3, callMany, callInit };

type Value = PyObject | undefined;

function call0(frame: RegisterFrame, callee: PyFunction): PyObject {
  return runPushed(pushFrame(frame, callee, 0, 0));
}
function call1(frame: RegisterFrame, callee: PyFunction, a: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 1);
  pushed.registers[pushed.base] = a;
  return runPushed(pushed);
}
function call2(frame: RegisterFrame, callee: PyFunction, a: Value, b: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 2);
  const { registers, base } = pushed;
  registers[base] = a;
  registers[base + 1] = b;
  return runPushed(pushed);
}
function call3(frame: RegisterFrame, callee: PyFunction, a: Value, b: Value, c: Value): PyObject {
  const pushed = pushFrame(frame, callee, 0, 3);
  const { registers, base } = pushed;
  registers[base] = a;
  registers[base + 1] = b;
  registers[base + 2] = c;
  return runPushed(pushed);
}
function callMany(frame: RegisterFrame, callee: PyFunction, ...args: Value[]): PyObject {
  const pushed = pushFrame(frame, callee, 0, args.length);
  const { registers, base } = pushed;
  for (let i = 0; i < args.length; i++) registers[base + i] = args[i];
  return runPushed(pushed);
}
function callBound(frame: RegisterFrame, callee: PyFunction, locals: Value[]): PyObject {
  return runPushed(pushBoundFrame(frame, callee, 0, locals));
}
function callInit(frame: RegisterFrame, callee: PyFunction, instance: PyObject, ...args: Value[]): PyObject {
  checkInitializer(callMany(frame, callee, instance, ...args));
  return instance;
}

/** Compiles a region; null when it cannot be. `entry`: 0 for the function, else the word of a loop's head. */
export function compileRegion(
  execution: RegisterExecution,
  entry: number,
  name: string,
  options: RegionOptions,
): CompiledRegion | null {
  const blocks = findBlocks(execution);
  const isLoop = entry !== 0;
  const members = isLoop ? loopOf(blocks, entry) : new Set(blocks.keys());
  const order = reversePostorder(blocks, entry, members);
  const size = order.reduce((sum, start) => sum + blocks.get(start)!.instructions.length, 0);
  if (size > MAX_INSTRUCTIONS) return null;
  // A loop that leaves for the interpreter in every iteration gains nothing.
  if (order.some((start) => blocks.get(start)!.instructions.some(({ base }) => INTERPRETED.has(base))))
    return null;
  computeLiveness(blocks, execution.locals, execution.source.handlers);
  const emitter = new RegionEmitter(execution, blocks, new Set(order), order, entry, options);
  const source = emitter.emit(name);
  if (source === null) return null;
  dumps.write('js', `// ${name}${isLoop ? `, loop at ${entry}` : ''}\n${source.text}\n`);
  statistics.emittedBytes += source.text.length;
  const make = new Function(...source.parameters, source.text) as (...values: unknown[]) => CompiledRegion;
  return make(...source.values);
}

class RegionEmitter {
  private readonly execution: RegisterExecution;
  private readonly blocks: ReadonlyMap<number, Block>;
  private readonly members: ReadonlySet<number>;
  private readonly order: readonly number[];
  private readonly entry: number;
  private readonly unboxing: boolean;
  private readonly observe: Observe;
  private readonly bound = new Map<string, unknown>();
  private readonly registers = new Set<number>();
  private readonly written = new Set<number>();
  private readonly raw = new Set<number>();
  private readonly entryStates = new Map<number, State>();
  private state: State = new Map();
  /** Cache whose shape a register is known to have, until Python code may have run. */
  private shapes = new Map<number, unknown>();
  private temporaries = 0;
  private exits: string[] = [];

  constructor(
    execution: RegisterExecution,
    blocks: ReadonlyMap<number, Block>,
    members: ReadonlySet<number>,
    order: readonly number[],
    entry: number,
    options: RegionOptions,
  ) {
    this.execution = execution;
    this.blocks = blocks;
    this.members = members;
    this.order = order;
    this.entry = entry;
    this.unboxing = options.unboxing;
    this.observe = options.observe;
    for (const start of order) {
      for (const instruction of blocks.get(start)!.instructions) {
        for (const register of definesOf(instruction)) this.written.add(register);
      }
    }
  }

  emit(name: string): { parameters: string[]; values: unknown[]; text: string } | null {
    if (this.unboxing) this.inferTypes();
    const body = structure(
      {
        entry: this.entry,
        order: this.order,
        successors: (start) => this.blocks.get(start)!.successors.filter((s) => this.members.has(s)),
      },
      { node: (start, go) => this.block(this.blocks.get(start)!, go) },
    );
    if (body === null) return null;
    const checks = this.entryChecks();
    const registers = [...this.registers].sort((a, b) => a - b);
    const loads = registers.map((r) => `r${r} = R[base + ${r}]`);
    const declared = [
      ...loads,
      ...[...this.raw].map((r) => `d${r} = 0`),
      ...Array.from({ length: this.temporaries }, (_, i) => `t${i}`),
    ];
    const lines = [
      `return function py_${name.replaceAll(/\W/g, '_')}(frame, R, base) {`,
      `  let pc = 0, x${declared.length > 0 ? `, ${declared.join(', ')}` : ''};`,
      ...checks,
      '  try {',
      '    X: {',
      ...body.map((line) => `      ${line}`),
      '    }',
      '  } catch (error) {',
      '    frame.pc = pc;',
      '    settle(frame);',
      '    switch (pc) {',
      ...this.catches,
      '    }',
      '    throw error;',
      '  }',
      '  switch (x) {',
      ...this.exits,
      '  }',
      '  return EXIT;',
      '};',
    ];
    this.bind('EXIT', EXIT);
    this.bind('settle', settle);
    return { parameters: [...this.bound.keys()], values: [...this.bound.values()], text: lines.join('\n') };
  }

  private readonly catches: string[] = [];

  private bind(name: string, value: unknown): string {
    this.bound.set(name, value);
    return name;
  }

  // ---- types

  private typeOf(operand: number): Type {
    if (operand >= 0) return this.state.get(operand) ?? 'any';
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

  private setType(register: number, type: Type): void {
    if (type === 'any') this.state.delete(register);
    else this.state.set(register, type);
    this.shapes.delete(register);
  }

  /** Forward dataflow to a fixed point; the transfer is the emission itself, whose text is thrown away. */
  private inferTypes(): void {
    this.entryStates.set(this.entry, this.entryBet());
    for (let changed = true, rounds = 0; changed && rounds < 20; rounds++) {
      changed = false;
      for (const start of this.order) {
        const known = this.entryStates.get(start);
        if (known === undefined) continue;
        this.block(this.blocks.get(start)!, (target) => {
          const before = this.entryStates.get(target);
          const merged = this.merge(before, this.state, this.blocks.get(target)!.liveIn);
          if (before === undefined || !sameState(before, merged)) {
            this.entryStates.set(target, merged);
            changed = true;
          }
          return [];
        });
      }
    }
    this.exits = [];
    this.catches.length = 0;
    this.temporaries = 0;
    this.exitCount = 0;
  }

  /** A loop is entered with the values it has now: their types are assumed and checked at the entry. */
  private entryBet(): State {
    const bet: State = new Map();
    if (this.entry === 0) return bet;
    for (const register of this.blocks.get(this.entry)!.liveIn) {
      if (!this.written.has(register)) continue;
      const value = this.observe(register);
      if (typeof value === 'number') bet.set(register, 'int');
      else if (value instanceof HELPERS.PyFloat && value.ob_type === HELPERS.FloatType)
        bet.set(register, 'f64');
    }
    return bet;
  }

  private entryChecks(): string[] {
    const out: string[] = [];
    for (const [register, type] of this.entryStates.get(this.entry) ?? []) {
      const name = this.name(register);
      const leave = `{ E.deopts += 1; frame.resume = ${this.entry}; return EXIT; }`;
      if (type === 'int') out.push(`  if (typeof ${name} !== 'number') ${leave}`);
      else {
        this.use('FloatType');
        out.push(
          `  if (typeof ${name} !== 'object' || ${name} === null || ${name}.ob_type !== FloatType) ${leave}`,
          `  ${this.rawName(register)} = ${name}.value;`,
        );
      }
    }
    this.bind('E', this.execution);
    return out;
  }

  private merge(before: State | undefined, now: State, live: ReadonlySet<number>): State {
    const merged: State = new Map();
    for (const register of live) {
      const b = now.get(register) ?? 'any';
      const a = before === undefined ? b : (before.get(register) ?? 'any');
      const type = join(a, b);
      if (type !== 'any') merged.set(register, type);
    }
    return merged;
  }

  /** Statements that bring registers into the form that the target block expects. */
  private convert(target: number): string[] {
    const expected = this.entryStates.get(target);
    if (!this.unboxing || expected === undefined) return [];
    const out: string[] = [];
    const before = new Map(this.state);
    for (const register of this.blocks.get(target)!.liveIn) {
      const have = this.state.get(register) ?? 'any';
      const want = expected.get(register) ?? 'any';
      if (have === want) continue;
      if (have === 'f64' && want !== 'both' && want !== 'f64') out.push(this.box(register));
      if (have === 'float' && (want === 'f64' || want === 'both'))
        out.push(`${this.rawName(register)} = ${this.name(register)}.value;`);
      if (have === 'f64' && want === 'both') out.push(this.box(register));
    }
    this.state = before;
    return out;
  }

  private box(register: number): string {
    this.use('newFloat');
    return `${this.name(register)} = newFloat(${this.rawName(register)});`;
  }

  private rawName(register: number): string {
    this.raw.add(register);
    return `d${register}`;
  }

  // ---- operands

  private name(register: number): string {
    this.registers.add(register);
    return `r${register}`;
  }

  private use(helper: string): string {
    return this.bind(helper, (HELPERS as Record<string, unknown>)[helper]);
  }

  /** The operand as a Python value; boxes it if need be. */
  private value(operand: number, out: string[]): string {
    if (operand < 0) return this.constant(~operand);
    if (this.state.get(operand) === 'f64') {
      out.push(this.box(operand));
      this.state.set(operand, 'both');
    }
    return this.name(operand);
  }

  private constant(index: number): string {
    const value = this.execution.consts[index];
    if (value === undefined || value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return value < 0 ? `(${value})` : String(value);
    if (typeof value === 'string' && value.length < 40) return JSON.stringify(value);
    return this.bind(`k${index}`, value);
  }

  /** The operand as a host number, if it is known to be a float. */
  private rawValue(operand: number): string | null {
    if (!this.unboxing) return null;
    if (operand < 0) {
      const value = this.execution.consts[~operand];
      if (this.typeOf(operand) !== 'both') return null;
      const number = (value as unknown as { value: number }).value;
      return Object.is(number, -0) ? '-0' : number < 0 ? `(${number})` : String(number);
    }
    const type = this.state.get(operand);
    if (type === 'f64' || type === 'both') return this.rawName(operand);
    return null;
  }

  // ---- leaving

  private exitCount = 0;

  /** Stores what is live back into the frame, boxing floats here and not where they are computed. */
  private spill(live: ReadonlySet<number>): string[] {
    const out: string[] = [];
    for (const register of live) {
      if (!this.written.has(register)) continue;
      this.use('newFloat');
      out.push(
        this.state.get(register) === 'f64'
          ? `R[base + ${register}] = newFloat(${this.rawName(register)});`
          : `R[base + ${register}] = ${this.name(register)};`,
      );
    }
    return out;
  }

  /** `failed`: a guard, not the end of the region. */
  private exit(pc: number, live: ReadonlySet<number>, failed: boolean): string {
    const id = this.exitCount++;
    const count = failed ? 'E.deopts += 1; ' : '';
    this.bind('E', this.execution);
    this.exits.push(`    case ${id}: ${count}${this.spill(live).join(' ')} frame.resume = ${pc}; break;`);
    return `x = ${id}; break X;`;
  }

  // ---- code

  private block(block: Block, go: (target: number) => string[]): string[] {
    this.state = new Map(this.entryStates.get(block.start) ?? []);
    this.shapes = new Map();
    const out: string[] = [];
    const liveAfter = this.livenessWithin(block);
    for (const [i, instruction] of block.instructions.entries()) {
      const left = this.instruction(instruction, out, liveAfter[i]!, go);
      if (left) return out;
    }
    const next = block.successors.at(-1);
    if (next !== undefined) out.push(...this.goTo(next, go));
    return out;
  }

  /** Registers live before each instruction. */
  private livenessWithin(block: Block): Set<number>[] {
    const live = new Set<number>(Array.from({ length: this.execution.locals }, (_, i) => i));
    for (const successor of block.successors)
      for (const register of this.blocks.get(successor)!.liveIn) live.add(register);
    const result: Set<number>[] = [];
    for (let i = block.instructions.length - 1; i >= 0; i--) {
      const instruction = block.instructions[i]!;
      for (const register of definesOf(instruction))
        if (register >= this.execution.locals) live.delete(register);
      for (const operand of [...instruction.inputs, ...instruction.args, instruction.local, instruction.peek])
        if (operand >= 0) live.add(operand);
      addHandled(live, instruction.pc, this.execution.locals, this.execution.source.handlers);
      result[i] = new Set(live);
    }
    return result;
  }

  private goTo(target: number, go: (target: number) => string[]): string[] {
    if (!this.members.has(target)) return [this.exit(target, this.blocks.get(target)!.liveIn, false)];
    const converted = this.convert(target);
    const saved = new Map(this.state);
    const jump = go(target);
    this.state = saved;
    return [...converted, ...jump];
  }

  /** Returns whether the block is left. */
  private instruction(
    instruction: Decoded,
    out: string[],
    live: ReadonlySet<number>,
    go: (target: number) => string[],
  ): boolean {
    const { base, pc } = instruction;
    if (base === 'MOVE') {
      const [from] = instruction.inputs as [number];
      const [to] = instruction.outputs as [number];
      // Two names of one float are one object: it is boxed before it gets its second name.
      const value = this.value(from, out);
      const type = this.typeOf(from);
      out.push(`${this.name(to)} = ${value};`);
      if (type === 'both') out.push(`${this.rawName(to)} = ${this.rawValue(from)};`);
      this.setType(to, type);
      return false;
    }
    const template = (TEMPLATES as Record<string, Template>)[base]!;
    if (INTERPRETED.has(base) || this.neverRun(instruction, template)) {
      out.push(this.exit(pc, live, true));
      return true;
    }
    return this.template(template, instruction, out, live, go);
  }

  /** A site that specialises and has not seen an operand yet: compiling its generic form would be a guess. */
  private neverRun(instruction: Decoded, template: Template): boolean {
    const { site } = instruction;
    if (site < 0 || instruction.base === 'JUMP_BACKWARD' || template.name !== template.family) return false;
    return this.execution.counters[site] === 0 && this.execution.backoffs[site] === 0;
  }

  private template(
    template: Template,
    instruction: Decoded,
    out: string[],
    live: ReadonlySet<number>,
    go: (target: number) => string[],
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
    let cache: Record<string, unknown> | null = null;
    for (const { name, kind } of template.immediates) {
      if (kind === 'oparg') names.set(name, () => String(instruction.oparg));
      else if (kind === 'name') names.set(name, () => JSON.stringify(this.nameAt(instruction.oparg)));
      else if (kind === 'constant') names.set(name, () => this.constant(instruction.oparg));
      else if (kind === 'frame') names.set(name, () => 'frame');
      else {
        cache = this.execution.caches[instruction.site] as Record<string, unknown>;
        const bound = cache;
        names.set(name, () => this.bind(`c${instruction.site}`, bound));
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
      for (const word of filled.match(/[A-Za-z_]\w*/g) ?? []) if (word in HELPERS) this.use(word);
      return filled;
    };

    const risky = template.effect === 'Escapes' || template.effect === 'Raises';
    let marked = false;
    /** Before anything that can raise: where we are, and how to spill from here. */
    const mark = (): void => {
      if (!risky || marked) return;
      marked = true;
      out.push(`pc = ${instruction.pc};`);
      if (template.effect === 'Escapes') out.push(`frame.pc = ${instruction.pc};`);
      this.catches.push(`      case ${instruction.pc}: ${this.spill(live).join(' ')} break;`);
    };

    const finish = (results: readonly string[], types: readonly Type[]): void => {
      let at = 0;
      // An output may lie in the register of an input that a later output still reads.
      const values =
        instruction.outputs.length > 1
          ? results.map((value) => {
              if (!/\br\d/.test(value)) return value;
              const temporary = `t${this.temporaries++}`;
              out.push(`${temporary} = ${value};`);
              return temporary;
            })
          : results;
      values.forEach((value, i) => {
        const output = template.outputs[i]!;
        if (output.kind === 'stack' && output.passes !== null) return;
        const register = output.kind === 'local' ? instruction.local : instruction.outputs[at++]!;
        const type = this.unboxing ? types[i]! : 'any';
        if (type === 'f64') out.push(`${this.rawName(register)} = ${value};`);
        else out.push(`${this.name(register)} = ${value};`);
        this.setType(register, type);
      });
      if (template.effect === 'Escapes') this.shapes.clear();
    };

    const declaredType = (type: string): Type =>
      (({ number: 'int', boolean: 'bool', string: 'str', PyFloat: 'float' }) as Record<string, Type>)[type] ??
      'any';

    const run = (steps: readonly Step[]): boolean => {
      for (const step of steps) {
        switch (step.kind) {
          case 'guard':
            this.guard(step, instruction, operands, cache, out, live, fill);
            break;
          case 'let': {
            mark();
            const temporary = `t${this.temporaries++}`;
            out.push(`${temporary} = ${fill(step.value)};`);
            names.set(step.name, () => temporary);
            break;
          }
          case 'do': {
            mark();
            const text = this.slotStore(step.action, cache, fill) ?? `${fill(step.action)};`;
            out.push(text);
            if (
              step.effect === 'Escapes' ||
              step.action.startsWith('addSlot') ||
              step.action.includes('.shape = ')
            )
              this.shapes.clear();
            break;
          }
          case 'if': {
            mark();
            out.push(`if (${fill(step.condition)}) {`);
            const saved = new Map(this.state);
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
              this.unboxing && step.call?.helper === 'newFloat' ? fill(step.call.arguments[0]) : null;
            if (raw !== null) {
              finish([raw], ['f64']);
              break;
            }
            const loaded = this.slotLoad(step, cache, fill);
            const values =
              loaded === null
                ? step.values.map((v: string, i: number) =>
                    template.outputs[i]?.passes != null ? '' : fill(v),
                  )
                : [loaded];
            finish(
              values,
              template.outputs.map((o) => declaredType(o.type)),
            );
            break;
          }
          case 'resultArray': {
            mark();
            const temporary = `t${this.temporaries++}`;
            out.push(`${temporary} = ${fill(step.value)};`);
            instruction.outputs.forEach((register, i) => {
              out.push(`${this.name(register)} = ${temporary}[${i}];`);
              this.setType(register, 'any');
            });
            if (template.effect === 'Escapes') this.shapes.clear();
            break;
          }
          case 'jumpIf': {
            mark();
            const condition = fill(step.condition);
            const saved = new Map(this.state);
            out.push(`if (${condition}) {`, ...this.goTo(instruction.target, go).map((l) => `  ${l}`), '}');
            this.state = saved;
            break;
          }
          case 'jump':
            out.push(...this.goTo(instruction.target, go));
            return true;
          case 'enter':
            mark();
            this.enter(step, instruction, out, fill);
            finish(['x'], ['any']);
            break;
          case 'returnValue':
            out.push(`return ${fill(step.value)};`);
            return true;
          case 'copyFreeVariables': {
            const count = Number(fill(step.count));
            for (let i = 0; i < count; i++) {
              const register = this.execution.locals - count + i;
              out.push(`${this.name(register)} = frame.func.closure[${i}];`);
              this.written.add(register);
              this.setType(register, 'any');
            }
            break;
          }
          case 'pushBlock':
            out.push(`frame.blocks.push(${instruction.target}, ${instruction.oparg});`);
            break;
          case 'popBlock':
            out.push('frame.blocks.length -= 2;');
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

  private nameAt(index: number): string {
    return this.execution.names[index]!;
  }

  private guard(
    step: Step,
    instruction: Decoded,
    operands: ReadonlyMap<string, number>,
    cache: Record<string, unknown> | null,
    out: string[],
    live: ReadonlySet<number>,
    fill: (text: string) => string,
  ): void {
    const call = step.call as { predicate: string; arguments: string[] } | null;
    const subject =
      call === null ? undefined : operands.get(/^«(\w+)»$/.exec(call.arguments[0] ?? '')?.[1] ?? '');
    const proves = call === null ? undefined : PROVES[call.predicate];
    if (this.unboxing && subject !== undefined && proves !== undefined) {
      const known = this.typeOf(subject);
      if (known === proves || (proves === 'float' && (known === 'f64' || known === 'both'))) return;
    }
    const shape = call?.predicate === 'hasShape' ? cache?.['shape'] : undefined;
    if (this.unboxing && shape !== undefined && subject !== undefined && this.shapes.get(subject) === shape)
      return;
    const condition = fill(step.condition);
    out.push(`if (!(${condition})) { ${this.exit(instruction.pc, live, true)} }`);
    if (subject === undefined || subject < 0) return;
    if (shape !== undefined) this.shapes.set(subject, shape);
    // `isInt` lets a bigint through: an int satisfies it, but it does not prove one that fits a host number.
    if (!this.unboxing || proves === undefined || call?.predicate === 'isInt') return;
    if (proves === 'float') {
      out.push(`${this.rawName(subject)} = ${this.name(subject)}.value;`);
      this.state.set(subject, 'both');
    } else this.state.set(subject, proves);
  }

  /** An attribute in a known slot is a field access. */
  private slotLoad(
    step: Step,
    cache: Record<string, unknown> | null,
    fill: (text: string) => string,
  ): string | null {
    if (step.call?.helper !== 'slotGet' || cache === null) return null;
    return `${fill(step.call.arguments[0])}.${slotField(cache['slot'] as number)}`;
  }

  private slotStore(
    action: string,
    cache: Record<string, unknown> | null,
    fill: (text: string) => string,
  ): string | null {
    const match = /^(slotSet|addSlot)\((«\w+»), «\w+»\.slot, («\w+»)(?:, («\w+»\.nextShape))?\)$/.exec(
      action,
    );
    if (match === null || cache === null || (cache['slot'] as number) >= INLINE_SLOTS) return null;
    const owner = fill(match[2]!);
    const store = `${owner}.f${cache['slot']} = ${fill(match[3]!)};`;
    return match[4] === undefined ? store : `${store} ${owner}.shape = ${fill(match[4])};`;
  }

  private branch(
    instruction: Decoded,
    condition: string,
    out: string[],
    go: (target: number) => string[],
  ): void {
    const wanted = instruction.branch === 'POP_JUMP_IF_TRUE' ? condition : `!(${condition})`;
    const saved = new Map(this.state);
    out.push(`if (${wanted}) {`, ...this.goTo(instruction.target, go).map((l) => `  ${l}`), '}');
    this.state = saved;
    out.push(...this.goTo(instruction.pc + instruction.length, go));
  }

  private enter(step: Step, instruction: Decoded, out: string[], fill: (text: string) => string): void {
    const callee = fill(step.callee);
    if ('array' in step.args) {
      this.bind('callBound', callBound);
      out.push(`x = callBound(frame, ${callee}, ${fill(step.args.array)});`);
      return;
    }
    const args =
      'list' in step.args ? step.args.list.map(fill) : instruction.args.map((a) => this.value(a, out));
    const all = step.first === null ? args : [fill(step.first), ...args];
    const how =
      step.how === 'enterInit' ? 'callInit' : all.length <= 3 ? (`call${all.length}` as 'call0') : 'callMany';
    this.bind(how, RUNTIME[how]);
    out.push(`x = ${how}(frame, ${[callee, ...all].join(', ')});`);
  }
}

const PROVES: Readonly<Record<string, Type>> = {
  isSmallInt: 'int',
  isInt: 'int',
  isBoolean: 'bool',
  isPlainStr: 'str',
  isFloat: 'float',
};

function slotField(slot: number): string {
  return slot < INLINE_SLOTS ? `f${slot}` : `overflow[${slot - INLINE_SLOTS}]`;
}

function join(a: Type, b: Type): Type {
  if (a === b) return a;
  const isFloat = (type: Type): boolean => type === 'float' || type === 'f64' || type === 'both';
  if (isFloat(a) && isFloat(b)) return 'f64';
  return 'any';
}

function meet(a: State, b: State): State {
  return new Map([...a].filter(([register, type]) => b.get(register) === type));
}

function sameState(a: State, b: State): boolean {
  return a.size === b.size && [...a].every(([register, type]) => b.get(register) === type);
}

function endsWithResult(steps: readonly Step[]): boolean {
  const kind = steps.at(-1)?.kind;
  return kind === 'result' || kind === 'enter' || kind === 'resultArray';
}

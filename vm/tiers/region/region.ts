/** One function of emitted JavaScript: what its bodies share, and its text around them. */

import { dumps } from '../dumps.ts';
import { decode } from '../flow/blocks.ts';
import type { Optimized } from '../optimizer/optimize.ts';
import { pushFrame } from '../register/calls.ts';
import type { RegisterExecution } from '../register/frame.ts';
import { EXIT } from '../register/frame.ts';
import { executed } from '../statistics.ts';
import { HELPERS } from './generated/templates.ts';
import { RUNTIME } from './runtime.ts';

/**
 * `frame`: runs in a frame that the caller has pushed and returns `EXIT` when it leaves by a side exit. `direct`: a
 * function of its arguments, which opens a frame if it needs one and returns what the Python function returns.
 */
export type RegionKind = 'frame' | 'direct';

/** Modes for tests: every side exit must leave the program where the interpreter would have had it. */
export const verification = { forceDeopt: false };

/** With `--force-deopt` a guard that holds fails at these of its passes: soon, and when its loop runs at full speed. */
const FORCED_PASSES: ReadonlySet<number> = new Set([2, 37]);

/** The line that `countInstructions` puts into the text; it is no part of what is measured as emitted. */
export const COUNTING = /^ *N\.instructions \+= \d+;\n/gm;

export interface EmittedFunction {
  readonly parameters: readonly string[];
  readonly values: readonly unknown[];
  readonly text: string;
}

const RUNTIME_NAMES: Readonly<Record<string, unknown>> = { ...RUNTIME, pushFrame };

export class Region {
  readonly kind: RegionKind;
  /** The function or loop, for people. */
  readonly title: string;
  /** What the optimizer found out; null without it. */
  readonly optimized: Optimized | null;
  readonly directCalls: boolean;
  /** Cases by what they have in common: the frames that they make. */
  private readonly catches = new Map<string, string[]>();
  private readonly exits = new Map<string, string[]>();
  private exitCount = 0;
  private readonly bound = new Map<string, unknown>();
  /** Variables, and the register of the frame that each holds at first. */
  private readonly variables = new Map<string, number | null>();
  private readonly raws = new Set<string>();
  private temporaries = 0;
  private withoutTextDepth = 0;

  constructor(
    kind: RegionKind,
    execution: RegisterExecution,
    title: string,
    optimized: Optimized | null,
    directCalls: boolean,
  ) {
    this.kind = kind;
    this.title = title;
    this.optimized = optimized;
    this.directCalls = directCalls;
    this.bind('E', execution);
    this.bind('EXIT', EXIT);
    this.runtime('S');
    this.runtime('settle');
  }

  /** Floats as host numbers. */
  get unboxing(): boolean {
    return this.optimized !== null;
  }

  /** Emission for its effect on what is known: exits and handlers are not recorded. */
  get dry(): boolean {
    return this.withoutTextDepth > 0;
  }

  withoutText(work: () => void): void {
    const { temporaries } = this;
    this.withoutTextDepth += 1;
    work();
    this.withoutTextDepth -= 1;
    this.temporaries = temporaries;
  }

  bind(name: string, value: unknown): string {
    this.bound.set(name, value);
    return name;
  }

  use(helper: string): string {
    return this.bind(helper, (HELPERS as Record<string, unknown>)[helper]);
  }

  runtime(name: string): string {
    return this.bind(name, RUNTIME_NAMES[name]);
  }

  register(name: string, inFrame: number | null): string {
    this.variables.set(name, inFrame);
    return name;
  }

  raw(name: string): string {
    this.raws.add(name);
    return name;
  }

  private highest = 0;

  temporary(): string {
    const name = `t${this.temporaries++}`;
    this.highest = Math.max(this.highest, this.temporaries);
    return name;
  }

  /** A guard's failure; with `--force-deopt` the guard fails now and then though it holds. */
  fails(condition: string): string {
    if (!verification.forceDeopt) return `!(${condition})`;
    this.bind('forced', this.forced);
    return `forced(${this.guards++}) || !(${condition})`;
  }

  private guards = 0;
  private readonly passes: number[] = [];
  private readonly forced = (guard: number): boolean => {
    const count = (this.passes[guard] ?? 0) + 1;
    this.passes[guard] = count;
    return FORCED_PASSES.has(count);
  };

  /** `--count-instructions`: the instructions of a block are counted where it begins. */
  countInstructions(instructions: number): string[] {
    return executed.counting ? [`${this.bind('N', executed)}.instructions += ${instructions};`] : [];
  }

  /** A failed guard is counted, and told to `--dump deopts`. */
  countDeopt(execution: RegisterExecution, pc: number): string {
    if (!dumps.enabled.has('deopts')) return 'E.deopts += 1;';
    this.bind('tell', tellDeopt);
    const { source, code } = execution;
    const instruction = decode(code, pc);
    const at = `${instruction.name} at ${source.instructionAt[pc]} of ${execution.name}, in ${this.title}`;
    return `E.deopts += 1; tell(${JSON.stringify(at)});`;
  }

  /** Records a side exit, `frames` being what makes the frames that are not there; the statements that take it. */
  exit(frames: string, text: string): string {
    const id = this.exitCount++;
    addTo(this.exits, frames, `case ${id}: ${text} break;`);
    return `x = ${id}; break X;`;
  }

  /** Records what is to be done when an exception is raised at this place. */
  catchAt(place: number, frames: string, text: string): void {
    addTo(this.catches, frames, `case ${place}: ${text} break;`);
  }

  /** The whole function. `checks`: what must hold at the entry; `parameters`: of a direct function. */
  assemble(
    name: string,
    body: readonly string[],
    checks: readonly string[],
    direct: { light: boolean; parameters: number; size: number; locals: number } | null,
  ): EmittedFunction {
    const given = direct === null ? 0 : direct.parameters;
    const isParameter = new Set(Array.from({ length: given }, (_, i) => `r${i}`));
    const declared = [
      ...[...this.variables]
        .filter(([variable]) => !isParameter.has(variable))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([variable, register]) =>
          register === null ? variable : `${variable} = R[base + ${register}]`,
        ),
      ...[...this.raws].map((raw) => `${raw} = 0`),
      ...Array.from({ length: this.highest }, (_, i) => `t${i}`),
    ];
    const variables = declared.map((variable) => `, ${variable}`).join('');
    const python = `py_${name.replaceAll(/\W/g, '_')}`;
    return {
      parameters: [...this.bound.keys()],
      values: [...this.bound.values()],
      text:
        direct === null
          ? this.inFrame(python, body, checks, variables)
          : this.direct(python, body, variables, direct, [...isParameter]),
    };
  }

  private inFrame(
    python: string,
    body: readonly string[],
    checks: readonly string[],
    variables: string,
  ): string {
    return [
      `return function ${python}(frame, R, base) {`,
      `  let pc = 0, x${variables};`,
      ...checks,
      '  try {',
      '    X: {',
      ...body.map((line) => `      ${line}`),
      '    }',
      '  } catch (error) {',
      '    switch (pc) {',
      ...grouped('pc', this.catches),
      '      default: settle(frame); frame.pc = pc;',
      '    }',
      '    throw error;',
      '  }',
      '  switch (x) {',
      ...grouped('x', this.exits),
      '  }',
      '  return EXIT;',
      '};',
    ].join('\n');
  }

  private direct(
    python: string,
    body: readonly string[],
    variables: string,
    { light, size, locals }: { light: boolean; size: number; locals: number },
    parameters: readonly string[],
  ): string {
    return [
      `return function ${python}(${['caller', 'callee', ...parameters].join(', ')}) {`,
      '  if (T.depth >= T.recursionLimit) throw recursionError();',
      light
        ? `  let frame = null, base = 0, R = S, pc = 0, x${variables};`
        : `  let frame = openFrame(caller, callee, E, ${size}), base = frame.base, R = S, pc = 0, x${variables};`,
      '  try {',
      '    X: {',
      ...body.map((line) => `      ${line}`),
      '    }',
      '  } catch (error) {',
      '    switch (pc) {',
      ...grouped('pc', this.catches),
      light
        ? `      default: settle(caller); frame = pushFrame(caller, callee, 0, ${locals}); frame.pc = pc;`
        : '      default: settle(frame); frame.pc = pc;',
      '    }',
      '    return raiseDirect(frame, error);',
      '  }',
      '  switch (x) {',
      ...grouped('x', this.exits),
      '  }',
      '  return resumeDirect(frame);',
      '};',
    ].join('\n');
  }

  /** What a direct function refers to besides what its body does. */
  bindDirect(): void {
    for (const name of ['T', 'recursionError', 'openFrame', 'raiseDirect', 'resumeDirect', 'pushFrame'])
      this.runtime(name);
  }
}

function addTo(groups: Map<string, string[]>, key: string, text: string): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [text]);
  else group.push(text);
}

/** Cases of a switch over `subject`; what those of a group share is written once. */
function grouped(subject: string, groups: ReadonlyMap<string, readonly string[]>): string[] {
  const out: string[] = [];
  for (const [shared, cases] of groups) {
    if (shared === '') out.push(...cases.map((text) => `    ${text}`));
    else {
      const labels = cases.map((text) => text.slice(0, text.indexOf(':') + 1)).join(' ');
      out.push(`    ${labels}`, `      ${shared}`);
      if (cases.length === 1) out.push(`      ${cases[0]!.slice(cases[0]!.indexOf(':') + 2)}`);
      else
        out.push(
          `      switch (${subject}) {`,
          ...cases.map((text) => `        ${text}`),
          '      }',
          '      break;',
        );
    }
  }
  return out;
}

function tellDeopt(where: string): void {
  dumps.write('deopts', where);
}

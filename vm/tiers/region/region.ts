/** One function of emitted JavaScript: what its bodies share, and its text around them. */

import { pushFrame } from '../register/calls.ts';
import type { RegisterExecution } from '../register/frame.ts';
import { EXIT } from '../register/frame.ts';
import { HELPERS } from './generated/templates.ts';
import { RUNTIME } from './runtime.ts';

/**
 * `frame`: runs in a frame that the caller has pushed and returns `EXIT` when it leaves by a side exit. `direct`: a
 * function of its arguments, which opens a frame if it needs one and returns what the Python function returns.
 */
export type RegionKind = 'frame' | 'direct';

export interface EmittedFunction {
  readonly parameters: readonly string[];
  readonly values: readonly unknown[];
  readonly text: string;
}

const RUNTIME_NAMES: Readonly<Record<string, unknown>> = { ...RUNTIME, pushFrame };

export class Region {
  readonly kind: RegionKind;
  readonly unboxing: boolean;
  readonly directCalls: boolean;
  readonly catches: string[] = [];
  private readonly exits: string[] = [];
  private readonly bound = new Map<string, unknown>();
  /** Variables, and the register of the frame that each holds at first. */
  private readonly variables = new Map<string, number | null>();
  private readonly raws = new Set<string>();
  private temporaries = 0;
  private withoutTextDepth = 0;

  constructor(kind: RegionKind, execution: RegisterExecution, unboxing: boolean, directCalls: boolean) {
    this.kind = kind;
    this.unboxing = unboxing;
    this.directCalls = directCalls;
    this.bind('E', execution);
    this.bind('EXIT', EXIT);
    this.runtime('S');
    this.runtime('settle');
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

  countDeopt(): string {
    return 'E.deopts += 1;';
  }

  /** Records a side exit; the statements that take it. */
  exit(text: string): string {
    const id = this.exits.length;
    this.exits.push(`    case ${id}: ${text} break;`);
    return `x = ${id}; break X;`;
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
      ...this.catches,
      '      default: settle(frame); frame.pc = pc;',
      '    }',
      '    throw error;',
      '  }',
      '  switch (x) {',
      ...this.exits,
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
      ...this.catches,
      light
        ? `      default: settle(caller); frame = pushFrame(caller, callee, 0, ${locals}); frame.pc = pc;`
        : '      default: settle(frame); frame.pc = pc;',
      '    }',
      '    return raiseDirect(frame, error);',
      '  }',
      '  switch (x) {',
      ...this.exits,
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

/** Turns the steps of an instruction into statements of an interpreter loop; the loops differ in how they reach operands. */
import type { Instruction, Step, Template } from './model.ts';

/** Replaces every «name» by what the strategy keeps it in. */
export function fill(template: Template, names: ReadonlyMap<string, string>): string {
  return template.replace(/«(\w+)»/g, (_, name: string) => {
    const value = names.get(name);
    if (value === undefined) throw new Error(`no value for «${name}» in ${template}`);
    return value;
  });
}

/** What a strategy says for each primitive. Each returns complete statements. */
export interface Strategy {
  /** Reached when a guard fails. */
  miss(instruction: Instruction): string;
  /** Writes the outputs and continues with the next instruction. `null`: no value (a pass-through). */
  finish(values: readonly string[], jumpIf?: string): string;
  finishArray(array: string): string;
  /** Continues at the target; the statement must not fall through. */
  jump(): string;
  enter(step: Extract<Step, { kind: 'enter' }>, names: ReadonlyMap<string, string>): string;
  returnValue(value: string): string;
  raise(exception: string): string;
  yieldValue(value: string): string;
  copyFreeVariables(count: string): string;
  pushBlock(below: number): string;
  popBlock(): string;
  /** A variable of the loop's pool, good until the end of the instruction. */
  variable(): string;
}

/** The statements of a body. Every path through them ends by leaving the instruction. */
export function emitSteps(
  instruction: Instruction,
  steps: readonly Step[],
  names: Map<string, string>,
  strategy: Strategy,
): string[] {
  const out: string[] = [];
  let left = false;
  let jumpAfter: string | undefined;
  for (const step of steps) {
    switch (step.kind) {
      case 'guard':
        out.push(`if (!(${fill(step.condition, names)})) { ${strategy.miss(instruction)} }`);
        break;
      case 'let': {
        const variable = strategy.variable();
        out.push(`${variable} = ${fill(step.value, names)};`);
        names.set(step.name, variable);
        break;
      }
      case 'do':
        out.push(`${fill(step.action, names)};`);
        break;
      case 'if': {
        out.push(`if (${fill(step.condition, names)}) {`);
        out.push(...emitSteps(instruction, step.then, names, strategy).map((line) => `  ${line}`), '}');
        if (step.otherwise.length > 0) {
          out.push(
            'else {',
            ...emitSteps(instruction, step.otherwise, names, strategy).map((line) => `  ${line}`),
            '}',
          );
        }
        break;
      }
      case 'result':
        out.push(
          strategy.finish(
            step.values.map((value) => fill(value, names)),
            jumpAfter,
          ),
        );
        left = true;
        break;
      case 'resultArray':
        out.push(strategy.finishArray(fill(step.value, names)));
        left = true;
        break;
      case 'jumpIf':
        out.push(`if (${fill(step.condition, names)}) { ${strategy.jump()} }`);
        break;
      case 'jumpAfterIf':
        jumpAfter = fill(step.condition, names);
        break;
      case 'jump':
        out.push(strategy.jump());
        left = true;
        break;
      case 'enter':
        out.push(strategy.enter(step, names));
        left = true;
        break;
      case 'returnValue':
        out.push(strategy.returnValue(fill(step.value, names)));
        left = true;
        break;
      case 'raise':
        out.push(strategy.raise(fill(step.value, names)));
        left = true;
        break;
      case 'yieldValue':
        out.push(strategy.yieldValue(fill(step.value, names)));
        left = true;
        break;
      case 'copyFreeVariables':
        out.push(strategy.copyFreeVariables(fill(step.count, names)));
        break;
      case 'pushBlock':
        out.push(strategy.pushBlock(step.below));
        break;
      case 'popBlock':
        out.push(strategy.popBlock());
        break;
    }
  }
  const nested = steps !== instruction.body;
  if (!left && !nested) out.push(strategy.finish([]));
  return out;
}

/** Whether the body mentions a name: operands that nobody reads need not be fetched. */
export function mentions(steps: readonly Step[], name: string): boolean {
  return JSON.stringify(steps).includes(`«${name}»`);
}

/** Whether the variadic input is used only as `args[i]` or `args.length`: then no array is made. */
export function indexedOnly(instruction: Instruction, args: string): boolean {
  const text = JSON.stringify(instruction.body);
  const all = text.split(`«${args}»`).length - 1;
  const indexed = text.match(new RegExp(`«${args}»\\[\\d+\\]`, 'g'))?.length ?? 0;
  return all === indexed;
}

/** The import lines for the helpers that these instructions use; `from` is the generated file's folder below vm/. */
export function importLines(instructions: readonly Instruction[], up: string): string[] {
  const byFile = new Map<string, Set<string>>();
  for (const { uses } of instructions) {
    for (const [name, file] of uses) {
      const names = byFile.get(file) ?? new Set();
      names.add(name);
      byFile.set(file, names);
    }
  }
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import { ${[...names].sort().join(', ')} } from '${up}${file}';`);
}

/**
 * The region compiler (stage 3) and, with `unboxing`, `direct-calls` and `inlining`, the optimizer (stage 4): register
 * code of a loop or a function → a JavaScript function.
 */
import type { PyCode, PyObject } from '../../objects/index.ts';
import { dumps } from '../dumps.ts';
import { computeLiveness, findBlocks, loopOf, resumePoints, reversePostorder } from '../flow/blocks.ts';
import { INTERPRETED } from '../flow/interpreted.ts';
import { type Body, InlinePlanner } from '../optimizer/inline.ts';
import { NO_BET, optimize } from '../optimizer/optimize.ts';
import type { CompiledRegion, DirectFunction, RegisterExecution } from '../register/frame.ts';
import { executed, statistics } from '../statistics.ts';
import { betOn, entryChecks, formsOf, knownNow, shapesKnownTo } from './bets.ts';
import { BodyEmitter } from './emitter.ts';
import { COUNTING, type EmittedFunction, Region } from './region.ts';
import { State } from './types.ts';

/** Instructions of a region: more are left to the interpreter (V8 compiles large functions late or never). */
const MAX_INSTRUCTIONS = 1500;

export interface RegionOptions {
  readonly unboxing: boolean;
  readonly directCalls: boolean;
  readonly inlining: boolean;
}

/** What a register holds when a loop is compiled: what its entry may bet on. */
export type Observe = (register: number) => PyObject | undefined;

/** Compiles the loop with its head at this word; null when it cannot be. */
export function compileLoop(
  execution: RegisterExecution,
  code: PyCode,
  entry: number,
  observe: Observe,
  options: RegionOptions,
): CompiledRegion | null {
  const body = bodyOf(execution, code, entry, options);
  if (body === null) return null;
  const title = `${code.name}, loop at ${entry}`;
  const known = options.unboxing ? shapesKnownTo(body) : new Map();
  const optimized = options.unboxing
    ? optimize(body, betOn(body, observe, known), null, title, (register) => knownNow(observe(register)))
    : null;
  const bet = optimized?.bet ?? NO_BET;
  const region = new Region('frame', execution, title, optimized, options.directCalls);
  const emitter = new BodyEmitter(region, body, null);
  const text = emitter.emit(formsOf(bet, body));
  if (text === null) return null;
  const checks = entryChecks(region, emitter, bet, known, entry);
  return make(region.assemble(code.name, text, checks, null), title) as CompiledRegion;
}

/** Compiles a function to be called in a frame that was pushed for it. */
export function compileFunction(
  execution: RegisterExecution,
  code: PyCode,
  options: RegionOptions,
): CompiledRegion | null {
  const body = bodyOf(execution, code, 0, options);
  if (body === null) return null;
  const optimized = options.unboxing ? optimize(body, NO_BET, null, code.name) : null;
  const region = new Region('frame', execution, code.name, optimized, options.directCalls);
  const text = new BodyEmitter(region, body, null).emit(new State());
  return text === null
    ? null
    : (make(region.assemble(code.name, text, [], null), code.name) as CompiledRegion);
}

/** Compiles a function to be called with its arguments. */
export function compileDirect(
  execution: RegisterExecution,
  code: PyCode,
  options: RegionOptions,
): DirectFunction | null {
  const body = bodyOf(execution, code, 0, options);
  if (body === null) return null;
  const optimized = options.unboxing ? optimize(body, NO_BET, execution.parameters, code.name) : null;
  const region = new Region('direct', execution, code.name, optimized, options.directCalls);
  region.bindDirect();
  const text = new BodyEmitter(region, body, null).emit(new State());
  if (text === null) return null;
  const { parameters, size, locals } = execution;
  const direct = { light: body.light, parameters, size, locals };
  return make(region.assemble(code.name, text, [], direct), code.name) as DirectFunction;
}

/**
 * Compiles what a generator function does when it is called, to be called with its arguments: up to the making of the
 * generator. The body is another region (`compileGenerator`).
 */
export function compileGeneratorCall(execution: RegisterExecution, code: PyCode): DirectFunction | null {
  const blocks = findBlocks(execution);
  if (blocks.get(0)!.instructions.at(-1)!.base !== 'RETURN_GENERATOR') return null;
  computeLiveness(blocks, execution.locals, execution.source.handlers);
  const body = new InlinePlanner(execution, false).body(execution, blocks, [0], 0, [code]);
  if (!body.light) return null;
  const region = new Region('direct', execution, code.name, null, true);
  region.bindDirect();
  const text = new BodyEmitter(region, body, null).emit(new State());
  if (text === null) return null;
  const { parameters, size, locals } = execution;
  const direct = { light: true, parameters, size, locals };
  return make(region.assemble(code.name, text, [], direct), code.name) as DirectFunction;
}

/** Compiles the body of a generator: entered at `frame.resume`, left at a yield with `frame.suspended` set. */
export function compileGenerator(
  execution: RegisterExecution,
  code: PyCode,
  options: RegionOptions,
): CompiledRegion | null {
  const blocks = findBlocks(execution);
  const points = resumePoints(blocks);
  const entry = points[0];
  if (entry === undefined) return null;
  const order = reversePostorder(blocks, entry, new Set(blocks.keys()));
  const instructions = order.flatMap((start) => blocks.get(start)!.instructions);
  if (instructions.length > MAX_INSTRUCTIONS) return null;
  if (instructions.some(({ base }) => base.startsWith('SETUP_'))) return null;
  computeLiveness(blocks, execution.locals, execution.source.handlers);
  const reached = points.filter((start) => order.includes(start));
  const planner = new InlinePlanner(execution, options.inlining);
  const body = planner.body(execution, blocks, order, entry, [code], reached);
  const optimized = options.unboxing ? optimize(body, NO_BET, null, code.name) : null;
  const region = new Region('frame', execution, code.name, optimized, options.directCalls);
  const text = new BodyEmitter(region, body, null).emit(new State());
  return text === null
    ? null
    : (make(region.assemble(code.name, text, [], null), code.name) as CompiledRegion);
}

function bodyOf(
  execution: RegisterExecution,
  code: PyCode,
  entry: number,
  options: RegionOptions,
): Body | null {
  const blocks = findBlocks(execution);
  const members = entry !== 0 ? loopOf(blocks, entry) : new Set(blocks.keys());
  const order = reversePostorder(blocks, entry, members);
  const size = order.reduce((sum, start) => sum + blocks.get(start)!.instructions.length, 0);
  if (size > MAX_INSTRUCTIONS) return null;
  // A loop that leaves for the interpreter in every iteration gains nothing.
  if (order.some((start) => blocks.get(start)!.instructions.some(({ base }) => INTERPRETED.has(base))))
    return null;
  computeLiveness(blocks, execution.locals, execution.source.handlers);
  return new InlinePlanner(execution, options.inlining).body(execution, blocks, order, entry, [code]);
}

/**
 * The values that the text names are constants around it, not parameters: V8 reads a constant of a closure that exists
 * once when it compiles the closure, and then knows the object behind it.
 */
function make({ parameters, values, text }: EmittedFunction, title: string): unknown {
  dumps.write('js', `// ${title}\n${text}\n`);
  statistics.emittedBytes += executed.counting ? text.replaceAll(COUNTING, '').length : text.length;
  const constants = `const ${parameters.map((name, i) => `${name} = values[${i}]`).join(', ')};`;
  return new Function('values', `'use strict'; ${constants}\n${text}`)(values);
}

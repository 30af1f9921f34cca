/**
 * Which calls of a region are inlined, decided before anything is emitted: small functions at sites that have always
 * called the same code.
 *
 * An inlined call has no frame of its own as long as none of its instructions can show one to anybody (run Python code,
 * look at frames): a _light_ call. Otherwise the frame is opened around its body, but its registers are still variables.
 */
import type { AttrCache, CallCache } from '../../instructions/caches.ts';
import { DEAD_SHAPE } from '../../instructions/caches.ts';
import { PyCode, PyFunction } from '../../objects/index.ts';
import {
  type Block,
  computeLiveness,
  type Decoded,
  decode,
  findBlocks,
  reversePostorder,
} from '../flow/blocks.ts';
import { INTERPRETED, neverRun } from '../flow/interpreted.ts';
import { structure } from '../flow/structure.ts';
import { RegisterExecution } from '../register/frame.ts';
import { NODES } from './generated/nodes.ts';

/** Instructions of a function that is inlined, and of all that are inlined into one region. */
const MAX_CALLEE = 40;
const MAX_INLINED = 200;
/** Calls inside one another. */
const MAX_DEPTH = 3;
/** CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR: calling one makes an object. */
const SUSPENDS = 0x20 | 0x80 | 0x200;
/** A function that names one of these may look at frames and their locals. */
const OBSERVERS = new Set(['locals', 'vars', 'dir', 'eval', 'exec', '_getframe', 'breakpoint']);

/** A body to emit: the whole of a function, or a loop of it. */
export interface Body {
  readonly execution: RegisterExecution;
  readonly blocks: ReadonlyMap<number, Block>;
  /** Reverse postorder from `entry`. */
  readonly order: readonly number[];
  readonly entry: number;
  /** Calls to inline, by the word of the instruction. */
  readonly inlined: ReadonlyMap<number, InlinedCall>;
  /** Where else than at `entry` it can be entered, with any values: the body of a generator, emitted as a state machine. */
  readonly resumePoints: readonly number[];
  /** Nothing in it needs a frame while it runs. */
  readonly light: boolean;
}

export interface InlinedCall {
  /** Unique within the region. */
  readonly id: number;
  readonly code: PyCode;
  readonly body: Body;
}

/** Whether code may ask for its own locals, so that they must lie in the frame when it calls. */
export function observesLocals(execution: RegisterExecution): boolean {
  if (execution.observed || execution.names.some((name) => OBSERVERS.has(name))) return true;
  return execution.names.includes('super') && usesPlainSuper(execution);
}

/** `super()` finds the class and the instance in the frame, unless the compiler has made LOAD_SUPER_… of it. */
function usesPlainSuper(execution: RegisterExecution): boolean {
  const { code, names } = execution;
  let loads = 0;
  for (let pc = 0; pc < code.length; ) {
    const instruction = decode(code, pc);
    const { base, oparg } = instruction;
    if (base.startsWith('LOAD_SUPER_')) loads -= 1;
    else if (/^LOAD_(GLOBAL|NAME)/.test(base) && names[oparg] === 'super') loads += 1;
    pc += instruction.length;
  }
  return loads > 0;
}

/** Code that an instruction calls, if it has always been the same. */
export function targetOf(instruction: Decoded, execution: RegisterExecution): PyCode | null {
  const cache = execution.caches[instruction.site];
  let found: unknown = null;
  switch (instruction.base) {
    case 'CALL_PY_EXACT_ARGS':
    case 'CALL_METHOD_EXACT_ARGS':
    case 'CALL_PY_DEFAULTS':
      found = (cache as CallCache).callable;
      break;
    case 'CALL_CLASS_INIT': {
      const { callable, init } = cache as CallCache;
      if (callable !== undefined && init instanceof PyFunction) found = init.code;
      break;
    }
    case 'LOAD_ATTR_PROPERTY_SLOTS': {
      const { shape, value } = cache as AttrCache;
      if (shape !== DEAD_SHAPE && value instanceof PyFunction) found = value.code;
      break;
    }
  }
  return found instanceof PyCode ? found : null;
}

/** False where the method called was looked up at a site that has found several. */
function alwaysTheSame(instructions: readonly Decoded[], at: number, execution: RegisterExecution): boolean {
  const call = instructions[at]!;
  if (call.base !== 'CALL_METHOD_EXACT_ARGS' && call.base !== 'CALL_PY_DEFAULTS') return true;
  const code = targetOf(call, execution);
  for (let i = at - 1; i >= 0; i--) {
    const { base, outputs, site } = instructions[i]!;
    if (!outputs.includes(call.inputs[0]!)) continue;
    if (base === 'LOAD_METHOD' || base === 'LOAD_SUPER_METHOD') return false;
    if (!base.endsWith('_POLYMORPHIC')) return true;
    for (let cache = execution.caches[site] as AttrCache | null; cache !== null; cache = cache.next)
      if (!(cache.value instanceof PyFunction) || cache.value.code !== code) return false;
    return true;
  }
  return true;
}

export class InlinePlanner {
  private remaining = MAX_INLINED;
  private next = 0;
  private readonly enabled: boolean;

  private readonly root: RegisterExecution;

  constructor(root: RegisterExecution, enabled: boolean) {
    this.root = root;
    this.enabled = enabled;
  }

  body(
    execution: RegisterExecution,
    blocks: ReadonlyMap<number, Block>,
    order: readonly number[],
    entry: number,
    ancestors: readonly PyCode[],
    resumePoints: readonly number[] = [],
  ): Body {
    const inlined = new Map<number, InlinedCall>();
    let light = !observesLocals(execution);
    for (const start of order) {
      const { instructions } = blocks.get(start)!;
      for (const [i, instruction] of instructions.entries()) {
        const call =
          this.enabled && alwaysTheSame(instructions, i, execution)
            ? this.call(instruction, execution, ancestors)
            : null;
        if (call !== null) inlined.set(instruction.pc, call);
        if (light && !isLight(instruction, execution, call)) light = false;
      }
    }
    return { execution, blocks, order, entry, inlined, resumePoints, light };
  }

  private call(
    instruction: Decoded,
    execution: RegisterExecution,
    ancestors: readonly PyCode[],
  ): InlinedCall | null {
    const code = targetOf(instruction, execution);
    if (code === null || ancestors.length > MAX_DEPTH || ancestors.includes(code)) return null;
    const callee = code.execution;
    if (!code.simple || (code.flags & SUSPENDS) !== 0 || !(callee instanceof RegisterExecution)) return null;
    if (callee.source.handlers.length > 0 || callee.unlikely || observesLocals(callee)) return null;
    const blocks = findBlocks(callee);
    const order = reversePostorder(blocks, 0, new Set(blocks.keys()));
    const size = order.reduce((sum, start) => sum + blocks.get(start)!.instructions.length, 0);
    if (size > MAX_CALLEE || size > this.remaining) return null;
    const members = new Set(order);
    const successors = (start: number): number[] =>
      blocks.get(start)!.successors.filter((s) => members.has(s));
    const go = { node: (start: number, jump: (to: number) => string[]) => successors(start).flatMap(jump) };
    if (structure({ entry: 0, order, successors }, go) === null) return null;
    for (const start of order)
      for (const { base } of blocks.get(start)!.instructions) if (INTERPRETED.has(base)) return null;
    this.remaining -= size;
    callee.inlinedInto.add(this.root);
    computeLiveness(blocks, callee.locals, callee.source.handlers);
    const id = this.next++;
    return { id, code, body: this.body(callee, blocks, order, 0, [...ancestors, code]) };
  }
}

function isLight(instruction: Decoded, execution: RegisterExecution, call: InlinedCall | null): boolean {
  if (call !== null) return call.body.light;
  if (instruction.base === 'MOVE') return true;
  return NODES[instruction.base]!.effect !== 'Escapes' || neverRun(execution, instruction);
}

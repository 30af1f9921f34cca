/** The optimizer as the region compiler asks it: what it knows of a body at each of its instructions. */

import type { Shape } from '../../objects/shape.ts';
import { dumps } from '../dumps.ts';
import { buildGraph, type EntryTypes } from './build.ts';
import { assume } from './evaluate.ts';
import type { Graph, IrNode, ValueId } from './graph.ts';
import { type Findings, type Inference, infer } from './infer.ts';
import type { Body } from './inline.ts';
import { guardsOf, printGraph } from './print.ts';
import { ANYTHING, equals, isOnly, Kind, type Known, meet } from './types.ts';
import { findWords, type WordUse } from './words.ts';

/** What holds where a region is entered: bet on when it is compiled, checked at its entry. */
export interface Bet {
  readonly types: EntryTypes;
  readonly shapes: ReadonlyMap<number, Shape>;
}

export const NO_BET: Bet = { types: new Map(), shapes: new Map() };

export class Optimized {
  /** What of the bet is worth its check. */
  readonly bet: Bet;
  private readonly findings = new Map<number, Findings>();
  private readonly words = new Map<number, WordUse>();
  private readonly constants = new Map<number, number>();

  constructor(bet: Bet, graph: Graph, inference: Inference | null) {
    this.bet = bet;
    if (inference === null) return;
    for (const [node, findings] of inference.findings) {
      this.findings.set(keyOf(node), findings);
      if (node.constant !== null) this.constants.set(keyOf(node), node.constant);
    }
    for (const [node, use] of findWords(graph, inference.findings)) this.words.set(keyOf(node), use);
  }

  /** What was found out about an instruction of the region's own body (call −1) or of an inlined one. */
  at(call: number, pc: number): Findings | undefined {
    return this.findings.get(key(call, pc));
  }

  /** How an instruction's result is computed as a word; undefined if it is not. */
  wordAt(call: number, pc: number): WordUse | undefined {
    return this.words.get(key(call, pc));
  }

  /** The int that an instruction is taken to give; the emitter checks it. */
  constantAt(call: number, pc: number): number | undefined {
    return this.constants.get(key(call, pc));
  }
}

/** Words of a body are numbered below this. */
const WORDS = 1_000_000;

function key(call: number, pc: number): number {
  return (call + 1) * WORDS + pc;
}
function keyOf({ call, instruction }: IrNode): number {
  return key(call, instruction.pc);
}

/** What is known of the value that a register holds when the region is compiled. */
export type KnownNow = (register: number) => Known;

/**
 * Builds the graph of a body and runs the passes. What guards ask again and again of a value that comes from outside, and what
 * holds of it now, is added to the bet: the check moves from the loop to the entry. What the bet says of a register that a loop changes to something else is
 * dropped, and the rest found out anew.
 */
export function optimize(
  body: Body,
  bet: Bet,
  parameters: number | null,
  title: string,
  now?: KnownNow,
): Optimized {
  let current = bet;
  let hoisted = now === undefined;
  for (;;) {
    const graph = buildGraph(body, current.types, parameters);
    const shapes = new Map<ValueId, Shape>();
    for (const [register, shape] of current.shapes) {
      const value = graph.parameters.get(register);
      if (value !== undefined) shapes.set(value, shape);
    }
    const inference = infer(graph, shapes);
    if (inference !== null && !hoisted) {
      hoisted = true;
      const wanted = hoist(graph, inference, current, now!);
      if (wanted.size > 0) {
        current = { ...current, types: new Map([...current.types, ...wanted]) };
        continue;
      }
    }
    const kept = inference === null ? NO_BET : keep(current, graph, inference);
    if (kept.types.size === current.types.size && kept.shapes.size === current.shapes.size) {
      if (dumps.enabled.has('ir')) dumps.write('ir', `${title}\n${printGraph(graph, inference)}\n`);
      return new Optimized(current, graph, inference);
    }
    current = kept;
  }
}

/** Types that guards ask of values from outside the region, where they hold now, by register. */
function hoist(graph: Graph, { findings }: Inference, { types }: Bet, now: KnownNow): Map<number, Known> {
  const registers = new Map<ValueId, number>();
  for (const [register, value] of graph.parameters) if (!types.has(register)) registers.set(value, register);
  const wanted = new Map<number, Known>();
  for (const [{ description, inputs }, { proven }] of findings) {
    for (const { index, subject, condition } of guardsOf(description.steps)) {
      const value = subject === null || proven.has(index) ? undefined : inputs.get(subject);
      const register = value === undefined ? undefined : registers.get(value);
      if (register === undefined) continue;
      const scope = { get: () => ANYTHING, field: () => ANYTHING };
      assume(condition, true, scope, (name, { kinds, type }) => {
        // A check of the type alone: that an object is one says too little to be worth it.
        if (name !== subject || kinds === ANYTHING.kinds || (kinds & Kind.OBJECT && type === null)) return;
        const observed = now(register);
        if (isOnly(observed, kinds) && (type === null || observed.type === type))
          wanted.set(register, { ...ANYTHING, kinds, type });
      });
    }
  }
  return wanted;
}

/** The part of a bet that holds each time the entry is reached, not the first time only. */
function keep({ types, shapes }: Bet, graph: Graph, inference: Inference): Bet {
  const lasting = new Map<number, Known>();
  for (const [register, known] of types) {
    const phi = graph.entryPhis.get(register);
    if (phi === undefined || phi === graph.parameters.get(register)) lasting.set(register, known);
    else {
      const found = inference.known[phi]!;
      if (isOnly(found, known.kinds) && equals(meet(found, known), found)) lasting.set(register, known);
    }
  }
  const lastingShapes = new Map<number, Shape>();
  for (const [register, shape] of shapes) {
    const phi = graph.entryPhis.get(register);
    if (phi === undefined || phi === graph.parameters.get(register) || inference.shapes.get(phi) === shape)
      lastingShapes.set(register, shape);
  }
  return { types: lasting, shapes: lastingShapes };
}

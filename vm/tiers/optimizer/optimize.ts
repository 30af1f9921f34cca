/** The optimizer as the region compiler asks it: what it knows of a body at each of its instructions. */

import type { Shape } from '../../objects/shape.ts';
import { dumps } from '../dumps.ts';
import { buildGraph, type EntryTypes } from './build.ts';
import type { Graph, IrNode, ValueId } from './graph.ts';
import { type Findings, type Inference, infer } from './infer.ts';
import type { Body } from './inline.ts';
import { printGraph } from './print.ts';
import { equals, isOnly, type Known, meet } from './types.ts';
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

/**
 * Builds the graph of a body and runs the passes. What the bet says of a register that a loop changes to something else is
 * dropped, and the rest found out anew.
 */
export function optimize(body: Body, bet: Bet, parameters: number | null, title: string): Optimized {
  let current = bet;
  for (;;) {
    const graph = buildGraph(body, current.types, parameters);
    const shapes = new Map<ValueId, Shape>();
    for (const [register, shape] of current.shapes) {
      const value = graph.parameters.get(register);
      if (value !== undefined) shapes.set(value, shape);
    }
    const inference = infer(graph, shapes);
    const kept = inference === null ? NO_BET : keep(current, graph, inference);
    if (kept.types.size === current.types.size && kept.shapes.size === current.shapes.size) {
      if (dumps.enabled.has('ir')) dumps.write('ir', `${title}\n${printGraph(graph, inference)}\n`);
      return new Optimized(current, graph, inference);
    }
    current = kept;
  }
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

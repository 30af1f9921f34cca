/**
 * Demanded bits: ints of which no more than the low 32 bits are used, as in `(x << 25 | x >> 7) & 0xffffffff`.
 *
 * Sums, products and left shifts may outgrow a host number, but their low 32 bits follow from those of their operands. Where
 * the one use of such a result asks for no more, only they are computed, as an int32: the instruction's `word`. The int
 * itself is never made, unless compiled code is left while it is on the stack; then it is computed from the same operands.
 */
import { definesOf } from '../flow/blocks.ts';
import type { Graph, IrBlock, IrNode, ValueId } from './graph.ts';
import type { Findings } from './infer.ts';
import { isWithin, type Known, MAX_INT32, MAX_SAFE, MAX_UINT32, MIN_INT32 } from './types.ts';

/**
 * `deferred`: its result is computed where it is used. `signed`, `unsigned`: the result is within int32 or uint32, so that the
 * word is all of it.
 */
export type WordUse = 'deferred' | 'signed' | 'unsigned';

/** An operand that can be had as a word, though it may be a big int, with the registers that it is computed from. */
interface Able {
  readonly block: IrBlock;
  readonly leaves: ReadonlySet<number>;
  /** Operands that are such words themselves. */
  readonly parts: readonly IrNode[];
}

export function findWords(graph: Graph, findings: ReadonlyMap<IrNode, Findings>): Map<IrNode, WordUse> {
  const users = singleUsers(graph);
  const able = new Map<IrNode, Able>();
  const words = new Map<IrNode, WordUse>();
  for (const block of graph.blocks) {
    for (const node of block.nodes) {
      const found = ableNode(node, block, graph, findings, users, able);
      if (found !== null) able.set(node, found);
    }
    for (const node of [...block.nodes].reverse()) {
      const found = able.get(node);
      if (found === undefined || words.has(node)) continue;
      const use = wholeWord(findings.get(node)!.results[0]!);
      if (use === null) continue;
      words.set(node, use);
      const defer = ({ parts }: Able): void => {
        for (const part of parts) {
          words.set(part, 'deferred');
          defer(able.get(part)!);
        }
      };
      defer(found);
    }
  }
  return words;
}

function wholeWord(result: Known): WordUse | null {
  if (isWithin(result, MIN_INT32, MAX_INT32)) return 'signed';
  return isWithin(result, 0, MAX_UINT32) ? 'unsigned' : null;
}

function ableNode(
  node: IrNode,
  block: IrBlock,
  graph: Graph,
  findings: ReadonlyMap<IrNode, Findings>,
  users: ReadonlyMap<ValueId, IrNode | null>,
  able: ReadonlyMap<IrNode, Able>,
): Able | null {
  const { word } = node.description;
  const found = findings.get(node);
  if (word === null || node.exits || found === undefined) return null;
  const leaves = new Set<number>();
  const parts: IrNode[] = [];
  let at = 0;
  for (const [name, value] of node.inputs) {
    const register = node.instruction.inputs[at++]!;
    const definition = graph.values[value]!.node;
    const shifts = typeof word === 'object' && word[0] === '<<' && word[2] === name;
    if (isWithin(found.inputs.get(name)!, shifts ? 0 : -MAX_SAFE, shifts ? 31 : MAX_SAFE)) {
      if (register >= 0) leaves.add(register);
      continue;
    }
    const part = definition === null ? undefined : able.get(definition);
    if (shifts || definition === null || part === undefined || part.block !== block) return null;
    if (users.get(value) !== node || register < node.execution.locals) return null;
    if (isOverwritten(part.leaves, definition, node, register)) return null;
    for (const leaf of part.leaves) leaves.add(leaf);
    parts.push(definition);
  }
  return { block, leaves, parts };
}

/** Whether a register that a word is computed from is written between its definition and its use. */
function isOverwritten(leaves: ReadonlySet<number>, from: IrNode, to: IrNode, own: number): boolean {
  const { instructions } = from.source;
  for (let i = instructions.indexOf(from.instruction) + 1; instructions[i] !== to.instruction; i++) {
    const instruction = instructions[i];
    if (instruction === undefined) return true;
    for (const register of definesOf(instruction)) if (leaves.has(register) || register === own) return true;
  }
  return false;
}

/** The one node that uses a value, once; null where there are several uses. */
function singleUsers({ blocks }: Graph): Map<ValueId, IrNode | null> {
  const users = new Map<ValueId, IrNode | null>();
  for (const { phis, nodes } of blocks) {
    for (const { inputs } of phis) for (const input of inputs) users.set(input, null);
    for (const node of nodes)
      for (const input of [...node.inputs.values(), ...node.args])
        users.set(input, users.has(input) ? null : node);
  }
  return users;
}

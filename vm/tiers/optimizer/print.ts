/** A graph as text, for `--dump ir`: one line a node, with what is known of its result and which guards it needs. */
import type { Graph, IrBlock, IrNode, Value, ValueId } from './graph.ts';
import type { Inference } from './infer.ts';
import type { NodeStep, Tree } from './nodes.ts';
import { ANYTHING, NOT_ONE, show } from './types.ts';

export function printGraph(graph: Graph, inference: Inference | null): string {
  const names = new Names(graph, inference);
  const lines: string[] = [];
  for (const block of graph.blocks) {
    lines.push(heading(block));
    if (block.id === 0)
      for (const [register, value] of graph.parameters)
        if (names.used.has(value)) lines.push(`  ${names.define(value)} = register ${register}`);
    for (const { value, inputs } of block.phis) {
      const from = inputs.map((input, i) => `${names.of(input)} ${source(block, i)}`);
      lines.push(`  ${names.define(value)} = φ(${from.join(', ')})`);
    }
    for (const node of block.nodes) lines.push(`  ${nodeLine(node, names, inference)}`);
  }
  return lines.join('\n');
}

function heading({ id, call, predecessors }: IrBlock): string {
  const from = predecessors.map(({ from: block }) => (block === null ? 'entry' : `B${block.id}`));
  return `B${id}${call < 0 ? '' : ` of call ${call}`}: from ${from.join(', ') || 'nowhere'}`;
}

function source({ predecessors }: IrBlock, index: number): string {
  const from = predecessors[index]?.from;
  return from == null ? 'entry' : `B${from.id}`;
}

/** `v3`, counted in the order of definition among those that are used; constants as they are. */
class Names {
  readonly used = new Set<ValueId>();
  private readonly names = new Map<ValueId, string>();
  private readonly values: readonly Value[];
  private readonly inference: Inference | null;

  constructor({ values, blocks, parameters }: Graph, inference: Inference | null) {
    this.values = values;
    this.inference = inference;
    const all = new Set<ValueId>();
    for (const { phis, nodes } of blocks) {
      for (const { inputs } of phis) for (const input of inputs) all.add(input);
      for (const { inputs, args } of nodes) for (const input of [...inputs.values(), ...args]) all.add(input);
    }
    this.used = all;
    for (const value of parameters.values()) if (all.has(value)) this.of(value);
    for (const { phis, nodes } of blocks) {
      for (const { value } of phis) this.of(value);
      for (const { outputs, instance } of nodes)
        for (const output of instance === null ? outputs : [instance]) this.of(output);
    }
  }

  of(value: ValueId): string {
    const { kind, known } = this.values[value]!;
    if (kind === 'constant' && known.constant !== NOT_ONE && typeof known.constant !== 'object')
      return typeof known.constant === 'string' ? JSON.stringify(known.constant) : String(known.constant);
    if (kind === 'constant') return known.constant === null ? 'None' : 'constant';
    let name = this.names.get(value);
    if (name === undefined) {
      name = `v${this.names.size}`;
      this.names.set(value, name);
    }
    return name;
  }

  /** With what is known of it. */
  define(value: ValueId): string {
    const known = this.inference?.known[value] ?? ANYTHING;
    const text = show(known);
    return text === 'any' ? this.of(value) : `${this.of(value)}: ${text}`;
  }
}

function nodeLine(node: IrNode, names: Names, inference: Inference | null): string {
  const { description, inputs, args, outputs, exits, inlined, instruction } = node;
  const operands = [...inputs.values(), ...args].map((value) => names.of(value));
  if (exits) return `exit before ${description.name} at ${instruction.pc}`;
  const findings = inference?.findings.get(node);
  const guards = guardsOf(description.steps)
    .filter(({ index }) => !findings?.proven.has(index))
    .map(({ predicate, subject, condition }) =>
      predicate === null ? showTree(condition) : `${predicate} ${subject ?? ''}`.trim(),
    );
  const fresh =
    node.instance !== null
      ? [node.instance]
      : outputs.filter((value) => ![...inputs.values()].includes(value));
  const defined = instruction.branch === null && fresh.length > 0;
  return [
    defined ? `${fresh.map((value) => names.define(value)).join(', ')} = ` : '',
    `${instruction.name} ${operands.join(', ')}`.trim(),
    inlined === null ? '' : `, inlined as call ${inlined.id}`,
    guards.length === 0 ? '' : ` if ${guards.join(', ')}`,
    description.effect === 'Pure' ? '' : ` [${description.effect.toLowerCase()}]`,
  ].join('');
}

export function guardsOf(steps: readonly NodeStep[]): Extract<NodeStep, { kind: 'guard' }>[] {
  return steps.flatMap((step) =>
    step.kind === 'guard'
      ? [step]
      : step.kind === 'if'
        ? [...guardsOf(step.taken), ...guardsOf(step.otherwise)]
        : [],
  );
}

function showTree(tree: Tree | boolean | null): string {
  if (typeof tree !== 'object' || tree === null) return String(tree);
  const [operator, ...operands] = tree;
  const shown = (): string[] => operands.map(showOperand);
  switch (operator) {
    case '.':
      return `${showOperand(operands[0]!)}.${operands[1]}`;
    case 'call':
      return `${operands[0]}(${operands.slice(1).map(showTree).join(', ')})`;
    case 'helper':
    case 'text':
    case 'constant':
      return String(operands[0]);
    case 'undefined':
      return 'undefined';
  }
  return operands.length === 1 ? `${operator}${shown()[0]}` : shown().join(` ${operator} `);
}

function showOperand(tree: Tree | boolean | null): string {
  const text = showTree(tree);
  return text.includes(' ') && !text.endsWith(')') ? `(${text})` : text;
}

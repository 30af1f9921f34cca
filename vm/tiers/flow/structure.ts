/**
 * A control-flow graph as nested loops and labelled blocks, for a language without `goto`
 * (Ramsey, "Beyond Relooper", ICFP 2022): a node with several forward predecessors is placed after a labelled block that
 * its dominator opens; a loop head opens a loop.
 */
export interface Graph {
  readonly entry: number;
  /** Makes labels unique where one body is emitted inside another. */
  readonly prefix?: string;
  /** Reverse postorder. */
  readonly order: readonly number[];
  successors(node: number): readonly number[];
}

export interface StructureEmitter {
  /** The node's own code; `go` gives the statements of a jump to a successor. */
  node(node: number, go: (target: number) => string[]): string[];
}

/** Null when the graph is irreducible. */
export function structure(graph: Graph, emitter: StructureEmitter): string[] | null {
  const { entry, order, prefix = '' } = graph;
  const number = new Map(order.map((node, i) => [node, i]));
  const predecessors = new Map<number, number[]>(order.map((node) => [node, []]));
  for (const node of order)
    for (const next of graph.successors(node)) if (number.has(next)) predecessors.get(next)!.push(node);

  // Dominators (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm").
  const dominator = new Map<number, number>([[entry, entry]]);
  const intersect = (a: number, b: number): number => {
    while (a !== b) {
      while (number.get(a)! > number.get(b)!) a = dominator.get(a)!;
      while (number.get(b)! > number.get(a)!) b = dominator.get(b)!;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order) {
      if (node === entry) continue;
      const known = predecessors.get(node)!.filter((p) => dominator.has(p));
      const next = known.reduce(intersect);
      if (dominator.get(node) !== next) {
        dominator.set(node, next);
        changed = true;
      }
    }
  }
  const dominates = (a: number, b: number): boolean => {
    for (let at = b; ; at = dominator.get(at)!) {
      if (at === a) return true;
      if (at === entry) return false;
    }
  };
  const loops = new Set<number>();
  const merges = new Set<number>();
  for (const node of order) {
    let forward = 0;
    for (const p of predecessors.get(node)!) {
      if (number.get(p)! < number.get(node)!) forward += 1;
      else if (dominates(node, p)) loops.add(node);
      else return null;
    }
    if (forward > 1) merges.add(node);
  }
  const children = new Map<number, number[]>(order.map((node) => [node, []]));
  for (const node of order) if (node !== entry) children.get(dominator.get(node)!)!.push(node);

  const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const tree = (node: number): string[] => {
    const follow = children.get(node)!.filter((child) => merges.has(child));
    const body = within(node, follow);
    return loops.has(node) ? [`${prefix}L${node}: for (;;) {`, ...indent(body), '}'] : body;
  };
  /** The node's code inside the labelled blocks after which its merge children stand; the last in order is outermost. */
  const within = (node: number, follow: readonly number[]): string[] => {
    if (follow.length === 0) return emitter.node(node, (target) => jump(node, target));
    const last = follow.at(-1)!;
    return [`${prefix}B${last}: {`, ...indent(within(node, follow.slice(0, -1))), '}', ...tree(last)];
  };
  const jump = (from: number, target: number): string[] => {
    if (number.get(target)! <= number.get(from)!) return [`continue ${prefix}L${target};`];
    return merges.has(target) ? [`break ${prefix}B${target};`] : tree(target);
  };
  return tree(entry);
}

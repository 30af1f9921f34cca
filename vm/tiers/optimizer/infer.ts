/**
 * What holds at each point of a graph: a forward dataflow to a fixed point. Values have types and ranges; on a path, guards and
 * branches tell more of them; and some conditions on the heap hold until something may have changed it. From that follows
 * which guards need not be emitted.
 */
import { AttrCache, CallCache, DEAD_SHAPE } from '../../instructions/caches.ts';
import type { Effect } from '../../objects/effects.ts';
import { PyFunction } from '../../objects/index.ts';
import type { Shape } from '../../objects/shape.ts';
import { assume, DECLARED, evaluate, type Scope } from './evaluate.ts';
import type { Graph, IrBlock, IrNode, ValueId } from './graph.ts';
import type { NodeStep, Tree } from './nodes.ts';
import {
  ANYTHING,
  constantOf,
  equals,
  FALSE,
  join,
  type Known,
  meet,
  NOTHING,
  objectOfType,
  TRUE,
  widen,
} from './types.ts';

/** What a path has told: more of values than their definitions do, shapes, and conditions that have held. */
class Path {
  readonly known: Map<ValueId, Known>;
  readonly shapes: Map<ValueId, Shape>;
  readonly facts: Set<string>;

  constructor(known?: Map<ValueId, Known>, shapes?: Map<ValueId, Shape>, facts?: Set<string>) {
    this.known = known ?? new Map();
    this.shapes = shapes ?? new Map();
    this.facts = facts ?? new Set();
  }

  copy(): Path {
    return new Path(new Map(this.known), new Map(this.shapes), new Set(this.facts));
  }
}

/** What was found out about a node. */
export interface Findings {
  /** Guards that hold whenever they are reached, by their index. */
  readonly proven: Set<number>;
  /** Inputs before the node, by name. */
  readonly inputs: ReadonlyMap<string, Known>;
  readonly args: readonly Known[];
  readonly results: readonly Known[];
}

export interface Inference {
  /** Of each node that is reached. */
  readonly findings: ReadonlyMap<IrNode, Findings>;
  /** Of each value, wherever it stands. */
  readonly known: readonly Known[];
  readonly shapes: ReadonlyMap<ValueId, Shape>;
}

/** Rounds over the blocks that have something new; loops in loops need a few. Beyond, nothing is taken to be known. */
const MAX_ROUNDS = 30;
/** Changes of a φ before its bounds are widened. */
const EXACT_CHANGES = 2;

export function infer(graph: Graph, entryShapes: ReadonlyMap<ValueId, Shape>): Inference | null {
  return new Inferrer(graph, entryShapes).run();
}

class Inferrer {
  private readonly graph: Graph;
  private readonly entry: Path;
  private readonly known: Known[];
  private readonly changes = new Map<ValueId, number>();
  /** Where each block is left: when its last node jumps, and when it does not. */
  private readonly ends = new Map<IrBlock, { jumps: Path; falls: Path }>();
  private readonly findings = new Map<IrNode, Findings>();
  private readonly keys = new Map<IrNode, Map<Tree, string | null>>();
  private readonly phiShapes = new Map<ValueId, Shape>();
  /** Blocks where something new arrives, or that use a value of which more is known to be possible. */
  private readonly dirty: Set<IrBlock>;
  private readonly users = new Map<ValueId, Set<IrBlock>>();
  private readonly successors = new Map<IrBlock, IrBlock[]>();
  /** Values by the node that defines them. */
  readonly definitions = new Map<IrNode, ValueId[]>();

  constructor(graph: Graph, entryShapes: ReadonlyMap<ValueId, Shape>) {
    this.graph = graph;
    this.entry = new Path(undefined, new Map(entryShapes));
    this.dirty = new Set(graph.blocks);
    for (const block of graph.blocks) {
      for (const { from } of block.predecessors)
        if (from !== null) this.successors.set(from, [...(this.successors.get(from) ?? []), block]);
      for (const { inputs } of block.phis) for (const input of inputs) this.use(input, block);
      for (const { inputs, args } of block.nodes) {
        for (const input of inputs.values()) this.use(input, block);
        for (const input of args) this.use(input, block);
      }
    }
    for (const { id, kind, node } of graph.values) {
      if (kind !== 'node' || node === null) continue;
      const known = this.definitions.get(node);
      if (known === undefined) this.definitions.set(node, [id]);
      else known.push(id);
    }
    this.known = graph.values.map(({ kind, known }) => (kind === 'phi' || kind === 'node' ? NOTHING : known));
  }

  run(): Inference | null {
    const { findings, known } = this;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      for (const block of this.graph.blocks) if (this.dirty.delete(block)) this.block(block);
      if (this.dirty.size === 0) return { findings, known, shapes: this.phiShapes };
    }
    return null;
  }

  private use(value: ValueId, block: IrBlock): void {
    const blocks = this.users.get(value);
    if (blocks === undefined) this.users.set(value, new Set([block]));
    else blocks.add(block);
  }

  private block(block: IrBlock): void {
    const path = this.arrive(block);
    if (path === null) return;
    let ends = { jumps: path, falls: path };
    for (const node of block.nodes) {
      ends = new Transfer(this, node, path).run();
      // Only the last node of a block jumps.
    }
    const before = this.ends.get(block);
    trim(ends.falls, block.live);
    if (ends.jumps !== ends.falls) trim(ends.jumps, block.live);
    if (before === undefined || !samePath(before.falls, ends.falls) || !samePath(before.jumps, ends.jumps)) {
      this.ends.set(block, ends);
      for (const next of this.successors.get(block) ?? []) this.dirty.add(next);
    }
  }

  /** What holds where a block begins, on all paths there that have been walked; null if none has. */
  private arrive(block: IrBlock): Path | null {
    const paths: { path: Path; index: number }[] = [];
    block.predecessors.forEach(({ from, jumps }, index) => {
      if (from === null) {
        paths.push({ path: block.id === 0 ? this.entry : new Path(), index });
        return;
      }
      const ends = this.ends.get(from);
      if (ends !== undefined) paths.push({ path: jumps === true ? ends.jumps : ends.falls, index });
    });
    const [first, ...others] = paths;
    if (first === undefined) return null;
    const result = first.path.copy();
    for (const { path } of others) {
      for (const [value, known] of result.known) {
        const other = path.known.get(value);
        if (other === undefined) result.known.delete(value);
        else if (other !== known) result.known.set(value, join(known, other));
      }
      for (const [value, shape] of result.shapes)
        if (path.shapes.get(value) !== shape) result.shapes.delete(value);
      for (const fact of result.facts) if (!path.facts.has(fact)) result.facts.delete(fact);
    }
    for (const { value, inputs } of block.phis) {
      let known = NOTHING;
      let shape: Shape | undefined;
      paths.forEach(({ path, index }, i) => {
        const input = inputs[index]!;
        known = join(known, path.known.get(input) ?? this.known[input]!);
        const has = path.shapes.get(input);
        shape = i === 0 || has === shape ? has : undefined;
      });
      this.define(value, known);
      result.known.delete(value);
      if (shape === undefined) {
        result.shapes.delete(value);
        this.phiShapes.delete(value);
      } else {
        result.shapes.set(value, shape);
        this.phiShapes.set(value, shape);
      }
    }
    return result;
  }

  /** Records what is known of a value where it is defined. It only ever grows. */
  define(value: ValueId, now: Known): void {
    const before = this.known[value]!;
    let next = join(before, now);
    if (equals(before, next)) return;
    if (this.graph.values[value]!.kind === 'phi') {
      const changes = (this.changes.get(value) ?? 0) + 1;
      this.changes.set(value, changes);
      if (changes > EXACT_CHANGES) next = widen(before, next);
    }
    this.known[value] = next;
    for (const user of this.users.get(value) ?? []) this.dirty.add(user);
  }

  at(value: ValueId, path: Path): Known {
    const told = path.known.get(value);
    const defined = this.known[value]!;
    const found = told === undefined ? defined : meet(told, defined);
    return path.shapes.has(value) ? meet(found, INSTANCE) : found;
  }

  /** Keys of a node's conditions: they are the same each time. */
  keysOf(node: IrNode): Map<Tree, string | null> {
    let keys = this.keys.get(node);
    if (keys === undefined) {
      keys = new Map();
      this.keys.set(node, keys);
    }
    return keys;
  }

  record(node: IrNode, findings: Findings): void {
    this.findings.set(node, findings);
  }
}

/** Only of what lives on is anything remembered. */
function trim(path: Path, live: ReadonlySet<ValueId>): void {
  for (const value of path.known.keys()) if (!live.has(value)) path.known.delete(value);
  for (const value of path.shapes.keys()) if (!live.has(value)) path.shapes.delete(value);
}

function samePath(a: Path, b: Path): boolean {
  if (a.known.size !== b.known.size || a.shapes.size !== b.shapes.size || a.facts.size !== b.facts.size)
    return false;
  for (const [value, known] of a.known) {
    const other = b.known.get(value);
    if (other === undefined || !equals(known, other)) return false;
  }
  for (const [value, shape] of a.shapes) if (b.shapes.get(value) !== shape) return false;
  for (const fact of a.facts) if (!b.facts.has(fact)) return false;
  return true;
}

/** What has a shape. */
const INSTANCE = objectOfType(null);

/** Numbers for objects that keys of facts name. */
const identities = new WeakMap<object, number>();
let identified = 0;
function identityOf(object: object): number {
  let identity = identities.get(object);
  if (identity === undefined) {
    identity = identified++;
    identities.set(object, identity);
  }
  return identity;
}

/** One node: its steps in their order. */
class Transfer implements Scope {
  private readonly owner: Inferrer;
  private readonly node: IrNode;
  private path: Path;
  private readonly lets = new Map<string, { known: Known; value: Tree }>();
  private readonly proven = new Set<number>();
  private readonly results: Known[];
  private jumped: Path | null = null;

  constructor(owner: Inferrer, node: IrNode, path: Path) {
    this.owner = owner;
    this.node = node;
    this.path = path;
    this.results = node.outputs.map(() => NOTHING);
  }

  run(): { jumps: Path; falls: Path } {
    const { node, path, owner } = this;
    const inputs = new Map([...node.inputs].map(([name, value]) => [name, owner.at(value, path)]));
    const args = node.args.map((value) => owner.at(value, path));
    if (!node.exits) {
      this.steps(node.description.steps);
      for (const value of owner.definitions.get(node) ?? []) this.define(value);
    }
    owner.record(node, { proven: this.proven, inputs, args, results: this.results });
    return { jumps: this.jumped ?? this.path, falls: this.path };
  }

  private define(value: ValueId): void {
    const { node, owner } = this;
    if (value === node.instance) {
      const { shape } = node.cache as CallCache;
      owner.define(value, objectOfType(null));
      if (shape !== null) this.path.shapes.set(value, shape);
      return;
    }
    const found = this.results[node.outputs.indexOf(value)];
    owner.define(value, found === undefined || found.kinds === 0 ? ANYTHING : found);
  }

  // ---- Scope

  get(name: string): Known {
    const local = this.lets.get(name);
    if (local !== undefined) return local.known;
    const input = this.node.inputs.get(name);
    if (input !== undefined) return this.owner.at(input, this.path);
    const immediate = this.node.description.immediates.find((each) => each.name === name);
    return immediate?.kind === 'oparg' ? constantOf(this.node.instruction.oparg, null) : ANYTHING;
  }

  field(name: string, field: string): Known {
    const { cache, description } = this.node;
    if (!description.immediates.some((each) => each.name === name && each.kind === 'cache')) return ANYTHING;
    if (cache instanceof AttrCache && field === 'value') return constantOf(cache.value, null);
    // A built-in cannot change; what is known of a class ends with the class as it is.
    if (cache instanceof CallCache && field === 'callable' && cache.call !== null)
      return constantOf(cache.callable, null);
    return ANYTHING;
  }

  private refine(name: string, to: Known): void {
    const local = this.lets.get(name);
    if (local !== undefined) {
      this.lets.set(name, { ...local, known: to });
      return;
    }
    const input = this.node.inputs.get(name);
    if (input !== undefined && to.kinds !== 0) this.path.known.set(input, to);
  }

  private assume(condition: Tree, truth: boolean): void {
    assume(condition, truth, this, (name, to) => this.refine(name, to));
  }

  // ---- steps

  private steps(steps: readonly NodeStep[]): void {
    for (const step of steps) this.step(step);
  }

  private step(step: NodeStep): void {
    switch (step.kind) {
      case 'guard':
        if (this.holds(step)) this.proven.add(step.index);
        else this.proven.delete(step.index);
        this.establish(step.condition);
        break;
      case 'let':
        this.lets.set(step.name, { known: evaluate(step.value, this), value: step.value });
        this.forget(step.effect, step.value);
        break;
      case 'do':
        this.forget(step.effect, step.action);
        break;
      case 'if': {
        const before = this.path;
        this.path = before.copy();
        this.assume(step.condition, true);
        this.steps(step.taken);
        const then = this.path;
        this.path = before;
        this.assume(step.condition, false);
        this.steps(step.otherwise);
        // What follows may stand behind either.
        if (endsInResult(step.taken)) break;
        if (endsInResult(step.otherwise)) this.path = then;
        else this.path = both(then, this.path);
        break;
      }
      case 'result':
        this.forget(step.effect, ['opaque']);
        if (this.node.instruction.branch !== null) {
          this.branch(step.values[0]!, this.node.instruction.branch === 'POP_JUMP_IF_TRUE');
          break;
        }
        step.values.forEach((value, i) => {
          const declared = DECLARED[this.node.description.outputs[i]?.type ?? ''];
          const { constant } = this.node;
          let found =
            constant !== null
              ? constantOf(constant, null)
              : step.unboxed !== null
                ? objectOfType('FloatType')
                : evaluate(value, this);
          if (declared !== undefined) {
            const narrowed = meet(found, declared);
            found = narrowed.kinds === 0 ? declared : narrowed;
          }
          this.results[i] = join(this.results[i] ?? NOTHING, found);
        });
        break;
      case 'jumpIf':
        this.branch(step.condition, true);
        break;
      case 'enter':
        if (this.node.inlined === null) this.forget('Escapes', ['opaque']);
        break;
      case 'resultArray':
      case 'yieldValue':
      case 'raise':
        this.forget(this.node.description.effect, ['opaque']);
        break;
    }
  }

  private branch(condition: Tree, jumpsIf: boolean): void {
    const falls = this.path;
    this.path = falls.copy();
    this.assume(condition, jumpsIf);
    this.jumped = this.path;
    this.path = falls;
    this.assume(condition, !jumpsIf);
  }

  // ---- guards

  private holds({ condition, predicate, subject }: Extract<NodeStep, { kind: 'guard' }>): boolean {
    if (predicate === 'isFunctionTaking' && subject !== null) {
      // Code can be replaced, but an inlined call checks that of its callee.
      const { constant } = this.get(subject);
      if (constant instanceof PyFunction && this.node.inlined?.code === constant.code) return true;
    }
    return conjuncts(condition).every((part) => {
      const truth = evaluate(part, this);
      if (truth === TRUE) return true;
      if (truth === FALSE) return false;
      const [value, shape] = this.shapeClaim(part);
      if (shape !== null) return this.path.shapes.get(value) === shape;
      const key = this.key(part);
      return key !== null && this.path.facts.has(key);
    });
  }

  /** The guard was passed. */
  private establish(condition: Tree): void {
    for (const part of conjuncts(condition)) {
      const [value, shape] = this.shapeClaim(part);
      if (shape !== null) this.path.shapes.set(value, shape);
      else if (evaluate(part, this) !== TRUE) {
        const key = this.key(part);
        if (key !== null) this.path.facts.add(key);
      }
    }
    this.assume(condition, true);
  }

  /** `owner.shape === cache.shape`. */
  private shapeClaim(part: Tree): [value: ValueId, shape: Shape | null] {
    const { cache, inputs } = this.node;
    if (typeof part === 'object' && part[0] === '===' && cache instanceof AttrCache) {
      const [, left, right] = part as unknown as [string, Tree, Tree];
      const owner = isField(left, 'shape') ? inputs.get(left[1] as string) : undefined;
      if (
        owner !== undefined &&
        isField(right, 'shape') &&
        right[1] === 'cache' &&
        cache.shape !== DEAD_SHAPE
      )
        return [owner, cache.shape];
    }
    return [-1, null];
  }

  /** The condition with values for names; null if it is not one that can be told again. */
  private key(tree: Tree): string | null {
    const known = this.owner.keysOf(this.node);
    let key = known.get(tree);
    if (key === undefined) {
      key = this.written(tree);
      known.set(tree, key);
    }
    return key;
  }

  private written(tree: Tree): string | null {
    const write = (part: Tree | boolean | null): string | null => {
      if (typeof part === 'string') {
        const local = this.lets.get(part);
        if (local !== undefined) return write(local.value);
        const input = this.node.inputs.get(part);
        if (input !== undefined) return `v${input}`;
        const kind = this.node.description.immediates.find((each) => each.name === part)?.kind;
        if (kind === 'cache') return this.node.cache === null ? null : `#${identityOf(this.node.cache)}`;
        if (kind === 'frame') return `frame${this.node.call}`;
        return kind === 'oparg' ? String(this.node.instruction.oparg) : null;
      }
      if (part === null || typeof part !== 'object') return String(part);
      if (part[0] === 'opaque') return null;
      if (part[0] === '.' && part[1] === 'cache') {
        const value = (this.node.cache as Record<string, unknown> | null)?.[part[2] as string];
        if (typeof value === 'number') return String(value);
        return typeof value === 'object' && value !== null ? `#${identityOf(value)}` : null;
      }
      if (part[0] === 'call' || part[0] === 'helper' || part[0] === 'text' || part[0] === '.') {
        const [operator, ...rest] = part;
        const written = rest.map((each, i) =>
          (i === 0 ? operator === '.' : operator !== '.') ? write(each as Tree) : String(each),
        );
        return written.includes(null) ? null : `${operator}(${written.join()})`;
      }
      const written = part.slice(1).map((each) => write(each));
      return written.includes(null) ? null : `${part[0]}(${written.join()})`;
    };
    return write(tree);
  }

  /** What may not hold any more. */
  private forget(effect: Effect, action: Tree): void {
    if (effect === 'Pure' || effect === 'Reads') return;
    const { path, node } = this;
    path.facts.clear();
    if (effect === 'Escapes') {
      path.shapes.clear();
      return;
    }
    const text = JSON.stringify(action);
    if (!text.includes('addSlot') && !text.includes('"shape"')) return;
    // One object moves on to its next shape, by whatever name it is known.
    const { cache } = node;
    if (!(cache instanceof AttrCache) || text.includes('known')) {
      path.shapes.clear();
      return;
    }
    for (const [value, shape] of path.shapes) if (shape === cache.shape) path.shapes.delete(value);
    const owner = node.inputs.get('owner');
    if (owner !== undefined && cache.nextShape !== DEAD_SHAPE) path.shapes.set(owner, cache.nextShape);
  }
}

function isField(tree: Tree, field: string): tree is Extract<Tree, object> {
  return typeof tree === 'object' && tree[0] === '.' && typeof tree[1] === 'string' && tree[2] === field;
}

const splitConditions = new WeakMap<object, readonly Tree[]>();

/** Parts of a condition that all must hold. */
function conjuncts(condition: Tree): readonly Tree[] {
  if (typeof condition !== 'object' || condition[0] !== '&&') return [condition];
  let parts = splitConditions.get(condition);
  if (parts === undefined) {
    parts = [...conjuncts(condition[1] as Tree), ...conjuncts(condition[2] as Tree)];
    splitConditions.set(condition, parts);
  }
  return parts;
}

function endsInResult(steps: readonly NodeStep[]): boolean {
  const kind = steps.at(-1)?.kind;
  return kind === 'result' || kind === 'enter' || kind === 'resultArray';
}

function both(a: Path, b: Path): Path {
  const result = b.copy();
  for (const [value, known] of result.known) {
    const other = a.known.get(value);
    if (other === undefined) result.known.delete(value);
    else result.known.set(value, join(known, other));
  }
  for (const [value, shape] of result.shapes) if (a.shapes.get(value) !== shape) result.shapes.delete(value);
  for (const fact of result.facts) if (!a.facts.has(fact)) result.facts.delete(fact);
  return result;
}

/**
 * Register code and its blocks → a graph. Since registers of a body are only written by the body, an inlined call is built in
 * between, and the caller goes on with what its registers held before.
 */
import { GlobalCache } from '../../instructions/caches.ts';
import { FloatType } from '../../objects/index.ts';
import type { Block, Decoded } from '../flow/blocks.ts';
import { INTERPRETED, neverRun, SUSPENDED_BY } from '../flow/interpreted.ts';
import { NODES } from './generated/nodes.ts';
import type { Edge, Graph, IrBlock, IrNode, Phi, Value, ValueId } from './graph.ts';
import type { Body } from './inline.ts';
import type { NodeDescription } from './nodes.ts';
import { ANYTHING, constantOf, type Known, UNBOUND } from './types.ts';

type Registers = Map<number, ValueId>;

interface Incoming {
  readonly edge: Edge;
  readonly registers: Registers;
}

interface Returned {
  readonly edge: Edge;
  readonly value: ValueId;
}

/** Where an inlined body begins. */
interface Call {
  readonly id: number;
  readonly from: Incoming;
  /** Values that the callers need when it returns. */
  readonly outer: ReadonlySet<ValueId>;
}

/** What registers hold where the region is entered; those that are missing may hold anything. */
export type EntryTypes = ReadonlyMap<number, Known>;

/**
 * The graph of a region. `parameters`: how many locals a direct call fills, the others being unbound; null where all
 * registers come from a frame.
 */
export function buildGraph(body: Body, entry: EntryTypes, parameters: number | null): Graph {
  return new Builder(parameters).build(body, entry);
}

class Builder {
  private readonly values: Value[] = [];
  private readonly blocks: IrBlock[] = [];
  private readonly parameters = new Map<number, ValueId>();
  private entryPhis = new Map<number, ValueId>();
  /** φs that turned out to be one value. */
  private readonly replaced = new Map<ValueId, ValueId>();
  private readonly arguments: number | null;

  constructor(parameters: number | null) {
    this.arguments = parameters;
  }

  build(body: Body, entry: EntryTypes): Graph {
    const registers: Registers = new Map();
    for (const register of body.blocks.get(body.entry)!.liveIn) {
      const unbound = this.arguments !== null && register >= this.arguments;
      const known = unbound ? UNBOUND : (entry.get(register) ?? ANYTHING);
      const value = this.value('parameter', known, null, register);
      registers.set(register, value);
      this.parameters.set(register, value);
    }
    this.body(body, { id: -1, from: { edge: { from: null, jumps: null }, registers }, outer: new Set() });
    this.simplify();
    return this.finish();
  }

  private value(kind: Value['kind'], known: Known, node: IrNode | null, register = -1): ValueId {
    const id = this.values.length;
    this.values.push({ id, kind, known, node, register });
    return id;
  }

  private block(call: number, start: number): IrBlock {
    const { length } = this.blocks;
    const block: IrBlock = {
      id: length,
      call,
      start,
      predecessors: [],
      phis: [],
      nodes: [],
      live: new Set(),
    };
    this.blocks.push(block);
    return block;
  }

  /** Builds the blocks of a body; what it returns, and from where. */
  private body(body: Body, call: Call): Returned[] {
    const members = new Map(body.order.map((start, i) => [start, i]));
    const incoming = new Map<number, Incoming[]>(body.order.map((start) => [start, []]));
    incoming.get(body.entry)!.push(call.from);
    for (const start of body.resumePoints) {
      const registers = new Map(
        [...body.blocks.get(start)!.liveIn].map((r) => [r, this.value('parameter', ANYTHING, null, r)]),
      );
      if (start === body.entry) incoming.get(start)!.length = 0;
      incoming.get(start)!.push({ edge: { from: null, jumps: null }, registers });
    }
    const loops = new Set<number>();
    for (const [start, i] of members)
      for (const next of body.blocks.get(start)!.successors)
        if ((members.get(next) ?? Infinity) <= i) loops.add(next);
    const heads = new Map<number, { block: IrBlock; phis: Map<number, Phi> }>();
    const returned: Returned[] = [];
    for (const start of body.order) {
      const source = body.blocks.get(start)!;
      const block = this.block(call.id, start);
      const edges = incoming.get(start)!;
      block.predecessors.push(...edges.map(({ edge }) => edge));
      const registers: Registers = new Map();
      const phis = new Map<number, Phi>();
      for (const register of source.liveIn) {
        const inputs = edges.map((each) => this.read(each.registers, register));
        if (!loops.has(start) && inputs.every((input) => input === inputs[0]) && inputs.length > 0) {
          registers.set(register, inputs[0]!);
          continue;
        }
        const phi: Phi = { value: this.value('phi', ANYTHING, null), inputs };
        phis.set(register, phi);
        block.phis.push(phi);
        registers.set(register, phi.value);
      }
      if (loops.has(start)) heads.set(start, { block, phis });
      if (start === body.entry && call.id < 0 && body.resumePoints.length === 0)
        this.entryPhis = new Map([...phis].map(([register, { value }]) => [register, value]));
      const leave = (target: number, edge: Edge): void => {
        if (!members.has(target)) return;
        const head = heads.get(target);
        if (head === undefined) {
          incoming.get(target)!.push({ edge, registers: new Map(registers) });
          return;
        }
        head.block.predecessors.push(edge);
        for (const [register, phi] of head.phis) phi.inputs.push(this.read(registers, register));
      };
      this.fill(body, call, source, block, registers, leave, returned);
    }
    return returned;
  }

  private read(registers: Registers, register: number): ValueId {
    let value = registers.get(register);
    if (value === undefined) {
      value = this.value('parameter', ANYTHING, null, register);
      registers.set(register, value);
    }
    return value;
  }

  private fill(
    body: Body,
    call: Call,
    source: Block,
    first: IrBlock,
    registers: Registers,
    leave: (target: number, edge: Edge) => void,
    returned: Returned[],
  ): void {
    const { execution } = body;
    const generator = body.resumePoints.length > 0;
    let block = first;
    const close = (): void => {
      for (const value of [...registers.values(), ...call.outer]) block.live.add(value);
    };
    const read = (operand: number): ValueId => {
      if (operand >= 0) return this.read(registers, operand);
      const value = execution.consts[~operand];
      const isFloat = typeof value === 'object' && value !== null && value.ob_type === FloatType;
      return this.value('constant', constantOf(value, isFloat ? 'FloatType' : null), null);
    };
    for (const instruction of source.instructions) {
      const { base, pc } = instruction;
      if (base === 'MOVE') {
        registers.set(instruction.outputs[0]!, read(instruction.inputs[0]!));
        continue;
      }
      const description = NODES[base]!;
      const exits =
        (INTERPRETED.has(base) && !(generator && SUSPENDED_BY.has(base))) || neverRun(execution, instruction);
      const { inputs, args } = operandsOf(description, instruction, read);
      const node: IrNode = {
        call: call.id,
        instruction,
        source,
        execution,
        description,
        exits,
        inputs,
        args,
        outputs: [],
        cache: instruction.site >= 0 ? (execution.caches[instruction.site] ?? null) : null,
        constant: exits ? null : constantGlobal(instruction, body),
        inlined: (exits ? null : body.inlined.get(pc)) ?? null,
        instance: null,
      };
      block.nodes.push(node);
      if (exits) {
        close();
        return;
      }
      const left = leaves(description);
      if (left === 'returns') {
        close();
        const step = description.steps.find((each) => each.kind === 'returnValue');
        const name = step?.kind === 'returnValue' && typeof step.value === 'string' ? step.value : '';
        const value = inputs.get(name) ?? this.value('node', ANYTHING, node);
        returned.push({ edge: { from: block, jumps: null }, value });
        return;
      }
      if (left === 'raises') {
        close();
        return;
      }
      const { inlined } = node;
      if (inlined === null) {
        this.define(node, registers);
        if (left === 'suspends') {
          close();
          return;
        }
        continue;
      }
      close();
      const locals: Registers = new Map();
      const given = this.calleeArguments(node);
      for (const value of given) block.live.add(value);
      for (let register = 0; register < inlined.body.execution.locals; register++)
        locals.set(
          register,
          register < given.length ? given[register]! : this.value('constant', UNBOUND, null),
        );
      const results = this.body(inlined.body, {
        id: inlined.id,
        from: { edge: { from: block, jumps: null }, registers: locals },
        outer: new Set([...registers.values(), ...call.outer]),
      });
      block = this.block(call.id, -1);
      block.predecessors.push(...results.map(({ edge }) => edge));
      const result: Phi = {
        value: this.value('phi', ANYTHING, null),
        inputs: results.map(({ value }) => value),
      };
      // `__init__` returns None, and the call gives the instance.
      if (node.instance === null) block.phis.push(result);
      for (const register of instruction.outputs) registers.set(register, node.instance ?? result.value);
    }
    close();
    const last = source.instructions.at(-1)!;
    const jumps = last.target >= 0 && !last.name.startsWith('SETUP_');
    const always = last.base.startsWith('JUMP');
    source.successors.forEach((target, i) => {
      leave(target, { from: block, jumps: jumps && !always ? i === 0 : null });
    });
  }

  /** Arguments of an inlined call, as far as they stand in registers: `self` first. */
  private calleeArguments(node: IrNode): ValueId[] {
    const { description, inputs, args } = node;
    const step = description.steps.find((each) => each.kind === 'enter');
    const how = step?.kind === 'enter' ? step : null;
    const unknown = (): ValueId => this.value('node', ANYTHING, node);
    if (how === null) return [];
    if (how.how === 'enterInit') {
      const instance = unknown();
      (node as { instance: ValueId | null }).instance = instance;
      return [instance, ...args];
    }
    if (how.how === 'enterMethod') return [inputs.get('self')!, ...args];
    if (how.how === 'enterBound') {
      // The guards have settled how many come from defaults.
      const { argcount, callable } = node.cache as { argcount: number; callable: { argcount: number } };
      const given = argcount === args.length + 1 ? [inputs.get('self')!, ...args] : [...args];
      while (given.length < callable.argcount) given.push(unknown());
      return given;
    }
    return how.list === null ? [...args] : how.list.map((name) => inputs.get(name) ?? unknown());
  }

  private define(node: IrNode, registers: Registers): void {
    const { description, instruction } = node;
    const outputs = node.outputs as ValueId[];
    let at = 0;
    const results = description.steps.findLast((step) => step.kind === 'result');
    const write = (register: number, value: ValueId): void => {
      registers.set(register, value);
    };
    description.outputs.forEach((output, i) => {
      if (instruction.branch !== null) {
        outputs.push(this.value('node', ANYTHING, node));
        return;
      }
      const tree = results?.kind === 'result' ? results.values[i] : undefined;
      // What is handed on as it is has no new name.
      const same = typeof tree === 'string' && hasOneResult(description) ? node.inputs.get(tree) : undefined;
      const value = same ?? this.value('node', ANYTHING, node);
      outputs.push(value);
      if (output.kind === 'local') write(instruction.local, value);
      else if (output.passes === null) write(instruction.outputs[at++]!, value);
    });
    // Variadic outputs.
    for (; at < instruction.outputs.length; at++) {
      const value = this.value('node', ANYTHING, node);
      outputs.push(value);
      write(instruction.outputs[at]!, value);
    }
    if (description.steps.some((step) => step.kind === 'copyFreeVariables'))
      for (let i = 0; i < instruction.oparg; i++)
        registers.set(node.execution.locals - 1 - i, this.value('node', ANYTHING, node));
  }

  /** φs of one value beside themselves are that value (Braun et al., "Simple and Efficient Construction of SSA Form"). */
  private simplify(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const block of this.blocks) {
        for (const { value, inputs } of block.phis) {
          if (this.replaced.has(value)) continue;
          const others = new Set(inputs.map((input) => this.resolve(input)));
          others.delete(value);
          if (others.size !== 1) continue;
          this.replaced.set(value, others.values().next().value!);
          changed = true;
        }
      }
    }
  }

  private resolve(value: ValueId): ValueId {
    let at = value;
    for (let next = this.replaced.get(at); next !== undefined; next = this.replaced.get(at)) at = next;
    return at;
  }

  private finish(): Graph {
    const resolve = (value: ValueId): ValueId => this.resolve(value);
    const blocks = this.blocks.map(
      (block): IrBlock => ({
        ...block,
        phis: block.phis
          .filter(({ value }) => !this.replaced.has(value))
          .map(({ value, inputs }) => ({ value, inputs: inputs.map(resolve) })),
        live: new Set([...block.live].map(resolve)),
        nodes: [],
      }),
    );
    const nodes = new Map<IrNode, IrNode>();
    this.blocks.forEach((block, i) => {
      for (const node of block.nodes) {
        const resolved: IrNode = {
          ...node,
          inputs: new Map([...node.inputs].map(([name, value]) => [name, resolve(value)])),
          args: node.args.map(resolve),
          outputs: node.outputs.map(resolve),
        };
        nodes.set(node, resolved);
        blocks[i]!.nodes.push(resolved);
      }
      blocks[i]!.predecessors.splice(
        0,
        Infinity,
        ...block.predecessors.map((edge) => ({ ...edge, from: edge.from && blocks[edge.from.id]! })),
      );
    });
    const values = this.values.map((value) => ({
      ...value,
      node: value.node && (nodes.get(value.node) ?? null),
    }));
    const entryPhis = new Map([...this.entryPhis].map(([register, value]) => [register, resolve(value)]));
    return { values, blocks, parameters: this.parameters, entryPhis };
  }
}

function operandsOf(
  { inputs: declared }: NodeDescription,
  instruction: Decoded,
  read: (operand: number) => ValueId,
): { inputs: Map<string, ValueId>; args: ValueId[] } {
  const inputs = new Map<string, ValueId>();
  let at = 0;
  for (const { name, kind } of declared) {
    if (kind === 'args') continue;
    const operand =
      kind === 'local' ? instruction.local : kind === 'peek' ? instruction.peek : instruction.inputs[at++]!;
    inputs.set(name, read(operand));
  }
  return { inputs, args: instruction.args.map(read) };
}

/** How an instruction ends its block, if it does. */
function leaves({ family, steps }: NodeDescription): 'returns' | 'raises' | 'suspends' | null {
  if (steps.some((step) => step.kind === 'returnValue')) return 'returns';
  if (family === 'RERAISE' || family === 'RAISE_VARARGS') return 'raises';
  return steps.some((step) => step.kind === 'yieldValue') ? 'suspends' : null;
}

function hasOneResult({ steps }: NodeDescription): boolean {
  return !steps.some((step) => step.kind === 'if');
}

/** The int that a global has always been, if the body does not set it. */
function constantGlobal({ base, site, oparg }: Decoded, { execution, blocks, order }: Body): number | null {
  const cache = execution.caches[site];
  if (base !== 'LOAD_GLOBAL_MODULE' || !(cache instanceof GlobalCache) || cache.constant === undefined)
    return null;
  const name = execution.names[oparg];
  for (const start of order)
    for (const each of blocks.get(start)!.instructions)
      if (each.base === 'STORE_GLOBAL' && execution.names[each.oparg] === name) return null;
  return cache.constant;
}

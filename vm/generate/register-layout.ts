/**
 * How an instruction is laid out as register code: one word for each field, in this order.
 *
 * opcode · the first two inputs · the first output · site (index of counter and cache) · oparg · target (word index) ·
 * further inputs · the local register · the register of a peeked entry · further outputs · count of variadic outputs and
 * their registers · count of variadic inputs and their operands. An input is a register (≥ 0, relative to the frame's
 * base) or `~index` of a constant. Specialised forms share their family's layout. An output that passes an input through
 * has no field.
 *
 * The first four words have fixed places, padded with 0, so that the loop fetches the inputs of every instruction and
 * stores its output in one place each. That halves the loop's bytecode, and with it the time V8 takes to optimise it;
 * and an instruction that runs for the first time in optimised code finds most of what it does already observed.
 */
import type { Definitions, Instruction } from './model.ts';

export type Field =
  | 'pad'
  | 'site'
  | 'oparg'
  | 'target'
  | 'input'
  | 'local'
  | 'peek'
  | 'output'
  | 'outputs'
  | 'args';

export interface Fusion {
  readonly first: string;
  readonly second: 'POP_JUMP_IF_FALSE' | 'POP_JUMP_IF_TRUE';
}

/**
 * Pairs that become one instruction: what makes a bool and the jump that uses it. Only the common sense of the jump
 * (for a truth test both: `while not done()`, `a or b`): each pair adds a case for every specialised form to a loop
 * whose size V8 bounds.
 */
export const FUSIONS: readonly Fusion[] = [
  ...['COMPARE_OP', 'TO_BOOL', 'IS_OP', 'CONTAINS_OP', 'UNARY_NOT'].map((first) => ({
    first,
    second: 'POP_JUMP_IF_FALSE' as const,
  })),
  { first: 'TO_BOOL', second: 'POP_JUMP_IF_TRUE' },
];

/** Instructions that register code does not have: operands say what they did. */
export const ABSORBED = new Set(['LOAD_CONST', 'LOAD_FAST', 'STORE_FAST', 'RESUME']);

export interface RegisterLayout {
  readonly fields: readonly Field[];
  /** Word offset of the first field of each kind; the opcode is at 0. */
  readonly offset: ReadonlyMap<Field, number>;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Words without variadic operands. */
  readonly length: number;
}

/** Enters a try block: `oparg` is then the register that takes the exception. */
function entersBlock(family: Instruction): boolean {
  return family.body.some((step) => step.kind === 'pushBlock');
}

export function registerLayout(
  definitions: Definitions,
  family: Instruction,
  fused: boolean,
): RegisterLayout {
  const forms = [family, ...(definitions.families.get(family.name) ?? [])];
  const uses = (kind: string): boolean => forms.some((form) => form.immediates.some((i) => i.kind === kind));
  const inputs = family.inputs.filter((i) => i.kind === 'stack').length;
  const outputs = fused ? 0 : family.outputs.filter((o) => o.kind === 'stack' && o.passes === null).length;
  const fields: Field[] = [0, 1].map((i) => (i < inputs ? 'input' : 'pad'));
  const hasSite = family.select !== null || family.name === 'JUMP_BACKWARD';
  if (outputs > 0) fields.push('output');
  else if (hasSite) fields.push('pad');
  if (hasSite) fields.push('site');
  if (uses('oparg') || uses('name') || uses('constant') || entersBlock(family)) fields.push('oparg');
  if (family.jumps || fused) fields.push('target');
  for (let i = 2; i < inputs; i++) fields.push('input');
  if (family.inputs.some((i) => i.kind === 'local') || family.outputs.some((o) => o.kind === 'local'))
    fields.push('local');
  if (family.inputs.some((i) => i.kind === 'peek')) fields.push('peek');
  for (let i = 1; i < outputs; i++) fields.push('output');
  if (family.outputCount !== null) fields.push('outputs');
  if (family.count !== null) fields.push('args');
  const offset = new Map<Field, number>();
  fields.forEach((field, index) => {
    if (!offset.has(field)) offset.set(field, index + 1);
  });
  const places = (kind: Field): number[] =>
    fields.flatMap((field, index) => (field === kind ? [index + 1] : []));
  return { fields, offset, inputs: places('input'), outputs: places('output'), length: fields.length + 1 };
}

/** Name of a fused form. */
export function fusedName(name: string, fusion: Fusion): string {
  return `${name}__${fusion.second}`;
}

/** Opcodes that only register code has: MOVE and the fused forms, numbered after the others. */
export function registerOpcodes(definitions: Definitions, first: number): Map<string, number> {
  const numbers = new Map<string, number>([['MOVE', first]]);
  for (const fusion of FUSIONS) {
    for (const form of [fusion.first, ...definitions.families.get(fusion.first)!.map((f) => f.name)]) {
      numbers.set(fusedName(form, fusion), first + numbers.size);
    }
  }
  return numbers;
}

/** Tables for the translator, the region compiler and the dumps. */
export function generateRegisterLayout(definitions: Definitions, own: ReadonlyMap<string, number>): string {
  const rows: string[] = [];
  for (const name of definitions.families.keys()) {
    if (ABSORBED.has(name)) continue;
    const family = definitions.byName.get(name)!;
    const { fields } = registerLayout(definitions, family, false);
    const passes = family.outputs.filter((o) => o.kind === 'stack').map((o) => o.passes);
    rows.push(
      `  ${name}: { fields: ${JSON.stringify(fields)}, outputs: ${JSON.stringify(passes)}, inputs: ${family.inputs.filter((i) => i.kind === 'stack').length}, argsAt: ${argsPosition(family)} },`,
    );
  }
  for (const fusion of FUSIONS) {
    const family = definitions.byName.get(fusion.first)!;
    const { fields } = registerLayout(definitions, family, true);
    rows.push(
      `  ${fusedName(fusion.first, fusion)}: { fields: ${JSON.stringify(fields)}, outputs: [], inputs: ${family.inputs.filter((i) => i.kind === 'stack').length}, argsAt: -1 },`,
    );
  }
  const arrow = (template: string | null): string =>
    template === null ? 'null' : `(oparg) => ${template.replaceAll('«oparg»', 'oparg')}`;
  const counts = [...definitions.families.keys()]
    .map((name) => definitions.byName.get(name)!)
    .filter((i) => i.count !== null || i.outputCount !== null)
    .map((i) => `  ${i.name}: { count: ${arrow(i.count)}, outputs: ${arrow(i.outputCount)} },`);
  return [
    '// Generated by vm/generate/register-layout.ts from vm/instructions. Do not edit.',
    '',
    '/** Opcodes that only register code has. */',
    'export const REGISTER_OPCODE: Readonly<Record<string, number>> = {',
    ...[...own].map(([name, number]) => `  ${name}: ${number},`),
    '};',
    '',
    "export type Field = 'pad' | 'site' | 'oparg' | 'target' | 'input' | 'local' | 'peek' | 'output' | 'outputs' | 'args';",
    '',
    'export interface Layout {',
    '  /** Words after the opcode. */',
    '  readonly fields: readonly Field[];',
    '  /** For each stack output: the input that it is, or null when it is new. */',
    '  readonly outputs: readonly (number | null)[];',
    '  /** Stack inputs that are not variadic, and where among them the variadic ones stand (−1: none). */',
    '  readonly inputs: number;',
    '  readonly argsAt: number;',
    '}',
    '',
    'export const LAYOUT: Readonly<Record<string, Layout>> = {',
    ...rows,
    '};',
    '',
    '/** Numbers of variadic inputs and outputs. */',
    'export const COUNTS: Readonly<Record<string, { count: ((oparg: number) => number) | null; outputs: ((oparg: number) => number) | null }>> = {',
    ...counts,
    '};',
    '',
  ].join('\n');
}

function argsPosition(family: Instruction): number {
  const stack = family.inputs.filter((i) => i.kind === 'stack' || i.kind === 'args');
  return stack.findIndex((i) => i.kind === 'args');
}

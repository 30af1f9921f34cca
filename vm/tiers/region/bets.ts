/** What a loop bets on where it is entered: types and shapes that its values have when it is compiled. */
import { AttrCache, DEAD_SHAPE } from '../../instructions/caches.ts';
import { FloatType, PyFloat, PyInstance, type PyObject, PyType } from '../../objects/index.ts';
import type { Shape } from '../../objects/shape.ts';
import { definesOf, usesOf } from '../flow/blocks.ts';
import type { Body } from '../optimizer/inline.ts';
import type { Bet } from '../optimizer/optimize.ts';
import { ANYTHING, constantOf, INT, Kind, type Known, objectOfType } from '../optimizer/types.ts';
import type { BodyState } from './body-state.ts';
import { HELPERS } from './generated/templates.ts';
import type { Region } from './region.ts';
import { State } from './types.ts';

/** Types and shapes that the values of a loop have now: bet on, and checked where the loop is entered. */
export function betOn(
  body: Body,
  observe: (register: number) => PyObject | undefined,
  known: ReadonlyMap<Shape, AttrCache>,
): Bet {
  const types = new Map<number, Known>();
  const shapes = new Map<number, Shape>();
  const { used } = accessesOf(body);
  for (const register of body.blocks.get(body.entry)!.liveIn) {
    if (!used.has(register)) continue;
    const value = observe(register);
    if (typeof value === 'number') types.set(register, INT);
    else if (value instanceof PyFloat && value.ob_type === FloatType)
      types.set(register, objectOfType('FloatType'));
    else if (value instanceof PyInstance && value.shape !== null && known.has(value.shape))
      shapes.set(register, value.shape);
  }
  return { types, shapes };
}

/** Names of the types that conditions of guards speak of. */
const TYPE_NAMES = new Map<unknown, string>(
  Object.entries(HELPERS).flatMap(([name, helper]) =>
    helper instanceof PyType ? [[helper, name] as [unknown, string]] : [],
  ),
);

/** What the compiler can see of a value. */
export function knownNow(value: PyObject | undefined): Known {
  const isObject = typeof value === 'object' && value !== null;
  const { kinds, type } = constantOf(value, isObject ? (TYPE_NAMES.get(value.ob_type) ?? null) : null);
  return { ...ANYTHING, kinds, type };
}

/** `typeof` of the kinds of value that the host tells apart by it. */
const HOST_TYPES: readonly (readonly [kinds: number, host: string])[] = [
  [Kind.NUMBER, 'number'],
  [Kind.BIGINT, 'bigint'],
  [Kind.TRUE | Kind.FALSE, 'boolean'],
  [Kind.STR, 'string'],
];

/** The condition that a value is not what was bet on. */
function fails(region: Region, name: string, { kinds, type }: Known): string {
  if (type !== null) {
    region.use(type);
    return `typeof ${name} !== 'object' || ${name} === null || ${name}.ob_type !== ${type}`;
  }
  const parts = HOST_TYPES.filter(([kind]) => kinds & kind).map(([, host]) => `typeof ${name} !== '${host}'`);
  if (kinds & Kind.NONE) parts.push(`${name} !== null`);
  if (kinds & Kind.UNBOUND) parts.push(`${name} !== undefined`);
  return parts.join(' && ');
}

/** Forms of the floats that are bet on: those that the loop writes are host numbers. */
export function formsOf({ types }: Bet, body: Body): State {
  const state = new State();
  const { written } = accessesOf(body);
  for (const [register, { type }] of types)
    if (type === 'FloatType') state.set(register, written.has(register) ? 'f64' : 'both');
  return state;
}

function accessesOf(body: Body): { written: Set<number>; used: Set<number> } {
  const written = new Set<number>();
  const used = new Set<number>();
  for (const start of body.order) {
    for (const instruction of body.blocks.get(start)!.instructions) {
      for (const register of definesOf(instruction)) written.add(register);
      for (const register of usesOf(instruction)) used.add(register);
    }
  }
  return { written, used };
}

/** Shapes that sites of a body, or of what is inlined into it, have met, each with a cache that tells whether it holds. */
export function shapesKnownTo(body: Body, known = new Map<Shape, AttrCache>()): Map<Shape, AttrCache> {
  for (const start of body.order) {
    for (const { site } of body.blocks.get(start)!.instructions) {
      const cache = site < 0 ? null : body.execution.caches[site];
      if (cache instanceof AttrCache && cache.shape !== DEAD_SHAPE) known.set(cache.shape, cache);
    }
  }
  for (const { body: inner } of body.inlined.values()) shapesKnownTo(inner, known);
  return known;
}

/** What the loop bet on is checked once, where it is entered. */
export function entryChecks(
  region: Region,
  emitter: BodyState,
  { types, shapes }: Bet,
  known: ReadonlyMap<Shape, AttrCache>,
  entry: number,
): string[] {
  const out: string[] = [];
  const { forms } = emitter.entryState();
  const leave = `{ E.deopts += 1; frame.resume = ${entry}; return EXIT; }`;
  for (const [register, bet] of types) {
    const name = emitter.name(register);
    out.push(`  if (${fails(region, name, bet)}) ${leave}`);
    const form = forms.get(register);
    if (form === 'f64' || form === 'both') out.push(`  ${emitter.rawName(register)} = ${name}.value;`);
  }
  let number = 0;
  for (const [register, shape] of shapes) {
    const name = emitter.name(register);
    const cache = region.bind(`s${number++}`, known.get(shape));
    out.push(
      `  if (typeof ${name} !== 'object' || ${name} === null || ${name}.shape !== ${cache}.shape) ${leave}`,
    );
  }
  return out;
}

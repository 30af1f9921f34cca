/** What a loop bets on where it is entered: types and shapes that its values have when it is compiled. */
import { AttrCache, DEAD_SHAPE } from '../../instructions/caches.ts';
import { PyInstance, type PyObject } from '../../objects/index.ts';
import type { Shape } from '../../objects/shape.ts';
import { definesOf, usesOf } from './blocks.ts';
import type { BodyState } from './body-state.ts';
import { HELPERS } from './generated/templates.ts';
import type { Body } from './inline.ts';
import type { Region } from './region.ts';
import { State } from './types.ts';

/** Types and shapes that the values of a loop have now: bet on, and checked where the loop is entered. */
export function betOn(
  body: Body,
  observe: (register: number) => PyObject | undefined,
  known: ReadonlyMap<Shape, AttrCache>,
): State {
  const bet = new State();
  const { written, used } = accessesOf(body);
  for (const register of body.blocks.get(body.entry)!.liveIn) {
    if (!used.has(register)) continue;
    const value = observe(register);
    if (typeof value === 'number') bet.types.set(register, 'int');
    else if (value instanceof HELPERS.PyFloat && value.ob_type === HELPERS.FloatType)
      bet.types.set(register, written.has(register) ? 'f64' : 'both');
    else if (value instanceof PyInstance && value.shape !== null && known.has(value.shape))
      bet.shapes.set(register, value.shape);
  }
  return bet;
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
  known: ReadonlyMap<Shape, AttrCache>,
  entry: number,
): string[] {
  const out: string[] = [];
  const { types, shapes } = emitter.entryState();
  const leave = `{ E.deopts += 1; frame.resume = ${entry}; return EXIT; }`;
  for (const [register, type] of types) {
    const name = emitter.name(register);
    if (type === 'int') out.push(`  if (typeof ${name} !== 'number') ${leave}`);
    else {
      region.use('FloatType');
      out.push(
        `  if (typeof ${name} !== 'object' || ${name} === null || ${name}.ob_type !== FloatType) ${leave}`,
        `  ${emitter.rawName(register)} = ${name}.value;`,
      );
    }
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

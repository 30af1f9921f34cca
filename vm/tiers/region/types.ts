/** What the compiler knows of values: the lattice of types, the form a float is held in, shapes of instances. */
import type { Shape } from '../../objects/shape.ts';

/** `f64`: a host number in `d…`; `float`: a `PyFloat` in `r…`; `both`: the two at once. */
export type Type = 'any' | 'int' | 'bool' | 'str' | 'float' | 'f64' | 'both';

/** What is known where the emission stands; registers that are missing may hold anything. */
export class State {
  readonly types: Map<number, Type>;
  /** Shape that the instance in a register is known to have. */
  readonly shapes: Map<number, Shape>;
  /** Callables known when the region was compiled: what a method cache holds. */
  readonly callables: Map<number, unknown>;

  constructor(types?: Map<number, Type>, shapes?: Map<number, Shape>, callables?: Map<number, unknown>) {
    this.types = types ?? new Map();
    this.shapes = shapes ?? new Map();
    this.callables = callables ?? new Map();
  }

  copy(): State {
    return new State(new Map(this.types), new Map(this.shapes), new Map(this.callables));
  }

  /** A register was written. */
  set(register: number, type: Type): void {
    if (type === 'any') this.types.delete(register);
    else this.types.set(register, type);
    this.shapes.delete(register);
    this.callables.delete(register);
  }

  /** Python code may have run: any object may have any shape now. */
  forgetShapes(): void {
    this.shapes.clear();
  }

  /** An object of this shape has got another one. */
  forgetShape(shape: Shape): void {
    for (const [register, known] of this.shapes) if (known === shape) this.shapes.delete(register);
  }

  equals(other: State): boolean {
    return sameEntries(this.types, other.types) && sameEntries(this.shapes, other.shapes);
  }
}

function sameEntries<Value>(a: ReadonlyMap<number, Value>, b: ReadonlyMap<number, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [register, value] of a) if (b.get(register) !== value) return false;
  return true;
}

export function isFloatType(type: Type): boolean {
  return type === 'float' || type === 'f64' || type === 'both';
}

export function join(a: Type, b: Type): Type {
  if (a === b) return a;
  return isFloatType(a) && isFloatType(b) ? 'f64' : 'any';
}

/** What holds on both paths, for the registers that are live where they meet. */
export function merge(before: State | undefined, now: State, live: ReadonlySet<number>): State {
  const merged = new State();
  for (const register of live) {
    const type = now.types.get(register) ?? 'any';
    const joined = before === undefined ? type : join(before.types.get(register) ?? 'any', type);
    if (joined !== 'any') merged.types.set(register, joined);
    const shape = now.shapes.get(register);
    if (shape !== undefined && (before === undefined || before.shapes.get(register) === shape))
      merged.shapes.set(register, shape);
  }
  return merged;
}

/** What holds after two branches of one instruction, whatever form each left values in. */
export function meet(a: State, b: State): State {
  const types = new Map([...a.types].filter(([register, type]) => b.types.get(register) === type));
  const shapes = new Map([...a.shapes].filter(([register, shape]) => b.shapes.get(register) === shape));
  return new State(types, shapes);
}

/** Types that a guard's predicate proves. */
export const PROVES: Readonly<Record<string, Type>> = {
  isSmallInt: 'int',
  isInt: 'int',
  isBoolean: 'bool',
  isPlainStr: 'str',
  isFloat: 'float',
};

/** TypeScript types of outputs, as declared in the definitions. */
export const DECLARED: Readonly<Record<string, Type>> = {
  number: 'int',
  boolean: 'bool',
  string: 'str',
  PyFloat: 'float',
};

/**
 * Shapes: which attributes an instance has, in order, and in which slot each lies (hidden classes; V8's own design
 * seen from Python). Shapes of a class form a tree; an instance moves down it as attributes are added.
 * A shape belongs to one class, so that one comparison tells both the class and the layout of an instance.
 */
import type { Reads, Writes } from './effects.ts';
import type { PyInstance, PyType } from './generated/layouts.ts';
import { INLINE_SLOTS } from './layouts.ts';
import type { PyObject } from './object.ts';
import { ObjectType } from './types.ts';

/** Attributes an instance may have before it goes over to a dict. */
const MAX_ATTRIBUTES = 128;
/** Shapes a class may have: instances used as dictionaries make one for each set of names. */
const MAX_SHAPES = 1024;

export class Shape {
  readonly type: PyType;
  /** Attribute names in order of insertion; the first lies in slot `type.slotCount`. */
  readonly names: readonly string[];
  /** Slot of each name. */
  readonly index: ReadonlyMap<string, number>;
  /** The shape after adding a name. */
  readonly transitions: Map<string, Shape> = new Map();
  /** Slots in use, those of `__slots__` included: the slot of the next attribute. */
  readonly count: number;
  private readonly family: { shapes: number };

  constructor(
    type: PyType,
    names: readonly string[],
    index: ReadonlyMap<string, number>,
    count: number,
    family = { shapes: 0 },
  ) {
    this.type = type;
    this.names = names;
    this.index = index;
    this.count = count;
    this.family = family;
  }

  /** The shape with `name` added last; null when the class has too many: the instance takes a dict. */
  add(name: string): Writes<Shape | null> {
    const known = this.transitions.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= MAX_ATTRIBUTES || this.family.shapes >= MAX_SHAPES) return null;
    this.family.shapes += 1;
    const index = new Map(this.index);
    index.set(name, this.count);
    const shape = new Shape(this.type, [...this.names, name], index, this.count + 1, this.family);
    this.transitions.set(name, shape);
    return shape;
  }
}

export function newShapeRoot(type: PyType): Shape {
  return new Shape(type, [], new Map(), type.slotCount);
}

/** Shape of every instance that has gone over to a dict: no cache holds it, so no cache matches. */
export const DICT_SHAPE: Shape = new Shape(ObjectType, [], new Map(), 0);

export function slotGet(instance: PyInstance, slot: number): Reads<PyObject | undefined> {
  switch (slot) {
    case 0:
      return instance.f0;
    case 1:
      return instance.f1;
    case 2:
      return instance.f2;
    case 3:
      return instance.f3;
    case 4:
      return instance.f4;
    case 5:
      return instance.f5;
    default:
      return instance.overflow === null ? undefined : instance.overflow[slot - INLINE_SLOTS];
  }
}

export function slotSet(instance: PyInstance, slot: number, value: PyObject | undefined): Writes<void> {
  switch (slot) {
    case 0:
      instance.f0 = value;
      break;
    case 1:
      instance.f1 = value;
      break;
    case 2:
      instance.f2 = value;
      break;
    case 3:
      instance.f3 = value;
      break;
    case 4:
      instance.f4 = value;
      break;
    case 5:
      instance.f5 = value;
      break;
    default:
      overflowSet(instance, slot - INLINE_SLOTS, value);
  }
}

function overflowSet(instance: PyInstance, index: number, value: PyObject | undefined): void {
  instance.overflow ??= [];
  const overflow = instance.overflow as (PyObject | undefined)[];
  while (overflow.length < index) overflow.push(undefined);
  overflow[index] = value;
}

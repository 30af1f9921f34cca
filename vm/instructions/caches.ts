/**
 * Inline cache layouts. A cache belongs to one instruction of one code object; `select` fills it, specialised forms
 * compare and read it. A class per family keeps every handler's accesses to one hidden class.
 */
import type { IntValue, NewSlot } from '../objects/host-types.ts';
import { ObjectType, type PyObject, type PyType, type TypeWatcher } from '../objects/index.ts';
import { Shape } from '../objects/shape.ts';

/** A shape that no object has: a cache that holds it never matches. */
export const DEAD_SHAPE = new Shape(ObjectType, [], new Map(), 0);

/** LOAD_ATTR, LOAD_METHOD, STORE_ATTR. Knowledge about a type is dropped by `invalidate` when the type changes. */
export class AttrCache implements TypeWatcher {
  /** Shape of the owner, or `DEAD_SHAPE`, which no object has. */
  shape: Shape = DEAD_SHAPE;
  /** Shape after a store that adds an attribute. */
  nextShape: Shape = DEAD_SHAPE;
  /** Exact type of the owner where there is no shape. */
  type: PyType | null = null;
  /** Version of `type`, of a class that is itself the owner, or of a module's dict. −1 never matches. */
  version = -1;
  /** Slot of the instance, or index in the dict (of an instance: where to look first). */
  slot = -1;
  /** What was found: a class attribute, function, method descriptor, property getter. */
  value: PyObject | undefined = undefined;
  /** The specialised form that reads it. */
  form = '';
  /** What the site cached before, for other classes: the chain of a polymorphic site. */
  next: AttrCache | null = null;

  invalidate(): void {
    this.shape = DEAD_SHAPE;
    this.nextShape = DEAD_SHAPE;
    this.type = null;
    this.version = -1;
  }
}

/** LOAD_GLOBAL: where the name stands in the module's dict or in builtins. Key versions are unique to a dict. */
export class GlobalCache {
  moduleVersion = -1;
  builtinsVersion = -1;
  index = -1;
  /** The value that the site met first, an int: compiled code may take it for a constant until it proves another. */
  constant: number | undefined = undefined;
}

/** A host function under any convention. */
export type HostCall = (self: PyObject, ...args: never[]) => PyObject;

/** CALL: the callable seen, or what was derived from it. */
export class CallCache implements TypeWatcher {
  /** Identity of the callable (built-ins, classes) or of a function's code. */
  callable: unknown = undefined;
  /** Version of a function whose defaults are used, or of a class with `__init__`. */
  version = -1;
  /** Positional arguments, `self` included, that a Python function must take. */
  argcount = -1;
  /** The host function of a built-in; its convention and number of arguments were checked when the site was specialised. */
  call: HostCall | null = null;
  /** `__new__` of a built-in class. */
  create: NewSlot | null = null;
  /** What the host function of a built-in function takes for `self`; that of a method comes with the call. */
  receiver: PyObject = null;
  init: PyObject = null;
  /** Root shape of the class; null while instances have dicts. */
  shape: Shape | null = null;

  invalidate(): void {
    this.callable = undefined;
    this.version = -1;
  }
}

/** BINARY_OP on two known types: the slot function that CPython's dispatch ends at. */
export class BinaryOpCache {
  leftType: PyType | null = null;
  rightType: PyType | null = null;
  operate: ((left: PyObject, right: PyObject) => PyObject) | null = null;
  /** Of two ints: the operation. */
  operateOnInts: ((left: IntValue, right: IntValue) => PyObject) | null = null;
}

/** Families whose specialisations need no data. */
export class NoCache {}

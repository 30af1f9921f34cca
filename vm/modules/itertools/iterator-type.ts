/** Types whose instances are iterators made of a host function. */
import {
  createBuiltinType,
  type Escapes,
  type IterNext,
  type KeywordNames,
  type MethodDef,
  newGenericAlias,
  ObjectType,
  PyHostIterator,
  type PyObject,
  type PyType,
  raiseTypeError,
  type StrValue,
} from '../../objects/index.ts';

export interface IteratorParts {
  readonly next: IterNext;
  /** What is read, for `gc`. */
  readonly source?: PyObject;
  /** `repr`, where it shows the state. */
  readonly shown?: () => StrValue;
}

const reprs = new WeakMap<PyHostIterator, () => StrValue>();

export interface IteratorTypeDefinition {
  readonly name: string;
  readonly doc?: string;
  readonly module?: string;
  /** Checks the arguments and sets the iteration up. */
  readonly build: (args: readonly PyObject[], names: KeywordNames) => Escapes<IteratorParts>;
  readonly methods?: readonly MethodDef[];
  readonly classMethods?: readonly MethodDef[];
  /** Instances show their state. */
  readonly hasRepr?: boolean;
}

export function newIterator(type: PyType, parts: IteratorParts): PyHostIterator {
  const iterator = new PyHostIterator(type, parts.next, parts.source);
  if (parts.shown !== undefined) reprs.set(iterator, parts.shown);
  return iterator;
}

export function iteratorType(definition: IteratorTypeDefinition): PyType {
  const { name, build } = definition;
  return createBuiltinType(`${definition.module ?? 'itertools'}.${name}`, 'PyHostIterator', ObjectType, {
    ...(definition.doc === undefined ? {} : { doc: definition.doc }),
    slots: {
      tp_new: (type, args, names) => newIterator(type, build(args, names)),
      tp_iter: (self) => self,
      tp_iternext: (self) => (self as PyHostIterator).next(),
      ...(definition.hasRepr ? { tp_repr: (self: PyObject) => reprs.get(self as PyHostIterator)!() } : {}),
    },
    methods: definition.methods ?? [],
    classMethods: [
      ...(definition.classMethods ?? []),
      {
        kind: 'O',
        name: '__class_getitem__',
        doc: 'See PEP 585',
        call: (type, args) => newGenericAlias(type, args),
      },
    ],
  });
}

/** The positional arguments; keywords are refused. */
export function positional(
  name: string,
  args: readonly PyObject[],
  names: KeywordNames,
): readonly PyObject[] {
  if (names !== null && names.length > 0) raiseTypeError(`${name}() takes no keyword arguments`);
  return args;
}

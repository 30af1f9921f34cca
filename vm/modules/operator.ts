/** The module `_operator`: the operators as functions, and the callables that `operator` makes (CPython: Modules/_operator.c). */
import {
  absolute,
  asIndex,
  attributeName,
  BINARY_OPERATORS,
  call,
  callSpecial,
  compare,
  contains,
  countItem,
  createBuiltinType,
  deleteItem,
  type Escapes,
  getAttribute,
  getItem,
  getIter,
  isExceptionOf,
  isStr,
  isTrue,
  itemEquals,
  iterateToArray,
  iterNext,
  type MethodDef,
  machine,
  NotImplemented,
  newTuple,
  ObjectType,
  PyHostIterator,
  type PyModule,
  type PyObject,
  type PyType,
  raiseTypeError,
  raiseValueError,
  repr,
  type StrValue,
  setItem,
  strConcatAll,
  TypeErrorType,
  textOf,
  typeName,
  typeOf,
  unaryInvert,
  unaryNegative,
  unaryPositive,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

const one = (name: string, body: (value: PyObject) => PyObject): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, value) => body(value),
});
const two = (name: string, body: (left: PyObject, right: PyObject) => PyObject): MethodDef => ({
  kind: 'FASTCALL',
  name,
  min: 2,
  max: 2,
  call: (_module, args) => body(args[0]!, args[1]!),
});

/** By the numbers of BINARY_OP. */
const BINARY = [
  'add',
  'and_',
  'floordiv',
  'lshift',
  'matmul',
  'mul',
  'mod',
  'or_',
  'pow',
  'rshift',
  'sub',
  'truediv',
  'xor',
];
const INPLACE = [
  'iadd',
  'iand',
  'ifloordiv',
  'ilshift',
  'imatmul',
  'imul',
  'imod',
  'ior',
  'ipow',
  'irshift',
  'isub',
  'itruediv',
  'ixor',
];
const COMPARISONS = ['lt', 'le', 'eq', 'ne', 'gt', 'ge'];

function checkSequence(value: PyObject): void {
  const type = typeOf(value);
  if (type.mp_subscript === null || type.patternKind === 2)
    raiseTypeError(`'${typeName(value)}' object can't be concatenated`);
}

function indexOf(iterable: PyObject, wanted: PyObject): Escapes<number> {
  if (typeOf(iterable).tp_iter === null && typeOf(iterable).mp_subscript === null)
    raiseTypeError(`argument of type '${typeName(iterable)}' is not iterable`);
  // An iterator stays behind the item that is found.
  const iterator = getIter(iterable);
  let index = 0;
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator)) {
    if (itemEquals(item, wanted)) return index;
    index += 1;
  }
  raiseValueError('sequence.index(x): x not in sequence');
}

/** `operator.length_hint`: the length, what `__length_hint__` says, or the default (PEP 424). */
function lengthHint(value: PyObject, standard: PyObject): Escapes<PyObject> {
  if (typeof standard !== 'number')
    raiseTypeError(`'${typeName(standard)}' object cannot be interpreted as an integer`);
  const { sq_length } = typeOf(value);
  const length = sq_length === null ? undefined : unlessTypeError(() => sq_length(value));
  if (length !== undefined) return length;
  const hint = unlessTypeError(() => callSpecial(value, '__length_hint__'));
  if (hint === undefined || hint === NotImplemented) return standard;
  if (typeof hint !== 'number') raiseTypeError(`__length_hint__ must be an integer, not ${typeName(hint)}`);
  if (hint < 0) raiseValueError('__length_hint__() should return >= 0');
  return hint;
}

function unlessTypeError<Result>(work: () => Escapes<Result>): Escapes<Result | undefined> {
  try {
    return work();
  } catch (error) {
    if (isExceptionOf(error, TypeErrorType)) return undefined;
    throw error;
  }
}

const functions: readonly MethodDef[] = [
  ...BINARY.map((name, op) => two(name, BINARY_OPERATORS[op]!)),
  ...INPLACE.map((name, op) => two(name, BINARY_OPERATORS[op + 13]!)),
  ...COMPARISONS.map((name, op) => two(name, (left, right) => compare(op, left, right))),
  two('concat', (left, right) => {
    checkSequence(left);
    return BINARY_OPERATORS[0]!(left, right);
  }),
  two('iconcat', (left, right) => {
    checkSequence(left);
    return BINARY_OPERATORS[13]!(left, right);
  }),
  one('abs', absolute),
  one('neg', unaryNegative),
  one('pos', unaryPositive),
  one('inv', unaryInvert),
  one('invert', unaryInvert),
  one('index', asIndex),
  one('truth', isTrue),
  one('not_', (value) => !isTrue(value)),
  one('is_none', (value) => value === null),
  one('is_not_none', (value) => value !== null),
  two('is_', (left, right) => left === right),
  two('is_not', (left, right) => left !== right),
  two('contains', (container, value) => contains(value, container)),
  two('countOf', (iterable, value) => countItem(iterateToArray(iterable), value)),
  two('indexOf', indexOf),
  two('getitem', getItem),
  two('delitem', (container, key) => {
    deleteItem(container, key);
    return null;
  }),
  {
    kind: 'FASTCALL',
    name: 'setitem',
    min: 3,
    max: 3,
    call(_module, args) {
      setItem(args[0]!, args[1]!, args[2]!);
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'length_hint',
    min: 1,
    max: 2,
    call: (_module, args) => lengthHint(args[0]!, args.length > 1 ? args[1]! : 0),
  },
  {
    kind: 'KEYWORDS',
    name: 'call',
    call(_module, args, names) {
      if (args.length - (names?.length ?? 0) < 1) raiseTypeError('call expected at least 1 argument, got 0');
      return call(args[0]!, args.slice(1), names);
    },
  },
];

/** What an itemgetter, attrgetter or methodcaller does; the object itself holds the arguments. */
interface Behaviour {
  run(value: PyObject): PyObject;
  shown(): StrValue;
  /** `__reduce__` of an instance of the type. */
  reduce(type: PyType): PyObject;
}

const behaviours = new WeakMap<PyHostIterator, Behaviour>();

const reduceToCall =
  (args: readonly PyObject[]) =>
  (type: PyType): PyObject =>
    newTuple([type, newTuple([...args])]);

function callableType(
  name: string,
  doc: string,
  make: (args: readonly PyObject[], names: readonly string[] | null) => Behaviour,
): PyType {
  return createBuiltinType(`operator.${name}`, 'PyHostIterator', ObjectType, {
    doc,
    slots: {
      tp_new(type, args, names) {
        const object = new PyHostIterator(type, () => undefined, newTuple([...args]));
        behaviours.set(object, make(args, names));
        return object;
      },
      tp_call(self, args, names) {
        if (names !== null && names.length > 0) raiseTypeError(`${name}() takes no keyword arguments`);
        if (args.length !== 1) raiseTypeError(`${name} expected 1 argument, got ${args.length}`);
        return behaviours.get(self as PyHostIterator)!.run(args[0]!);
      },
      tp_repr: (self) => behaviours.get(self as PyHostIterator)!.shown(),
    },
    methods: [
      {
        kind: 'NOARGS',
        name: '__reduce__',
        doc: 'Return state information for pickling.',
        call: (self) => behaviours.get(self as PyHostIterator)!.reduce(typeOf(self)),
      },
    ],
  });
}

function shownCall(
  name: string,
  args: readonly PyObject[],
  names: readonly string[] | null = null,
): StrValue {
  const parts: StrValue[] = [`operator.${name}(`];
  const given = args.length - (names?.length ?? 0);
  for (const [index, value] of args.entries()) {
    parts.push(index > 0 ? ', ' : '', index < given ? '' : `${names![index - given]}=`, repr(value));
  }
  parts.push(')');
  return strConcatAll(parts);
}

function noKeywords(name: string, names: readonly string[] | null): void {
  if (names !== null && names.length > 0) raiseTypeError(`${name}() takes no keyword arguments`);
}

const itemgetter = (): PyType =>
  callableType(
    'itemgetter',
    'Return a callable object that fetches the given item(s) from its operand.',
    (args, names) => {
      noKeywords('itemgetter', names);
      if (args.length === 0) raiseTypeError('itemgetter expected 1 argument, got 0');
      const shown = () => shownCall('itemgetter', args);
      const key = args[0]!;
      const reduce = reduceToCall(args);
      if (args.length === 1) return { run: (value) => getItem(value, key), shown, reduce };
      return { run: (value) => newTuple(args.slice().map((item) => getItem(value, item))), shown, reduce };
    },
  );

const attrgetter = (): PyType =>
  callableType(
    'attrgetter',
    'Return a callable object that fetches the given attribute(s) from its operand.',
    (args, names) => {
      noKeywords('attrgetter', names);
      if (args.length === 0) raiseTypeError('attrgetter expected 1 argument, got 0');
      const paths = args.map((name) => {
        if (!isStr(name)) raiseTypeError('attribute name must be a string');
        return textOf(name).split('.');
      });
      const fetch = (value: PyObject, path: readonly string[]): PyObject =>
        path.reduce((owner, name) => getAttribute(owner, name), value);
      const shown = () => shownCall('attrgetter', args);
      const reduce = reduceToCall(args);
      if (paths.length === 1) return { run: (value) => fetch(value, paths[0]!), shown, reduce };
      return { run: (value) => newTuple(paths.map((path) => fetch(value, path))), shown, reduce };
    },
  );

const methodcaller = (): PyType =>
  callableType(
    'methodcaller',
    'Return a callable object that calls the given method on its operand.',
    (args, names) => {
      if (args.length - (names?.length ?? 0) < 1)
        raiseTypeError('methodcaller needs at least one argument, the method name');
      if (!isStr(args[0]!)) raiseTypeError('method name must be a string');
      const name = attributeName(args[0]!);
      const rest = args.slice(1);
      return {
        run: (value) => call(getAttribute(value, name), rest.slice(), names),
        shown: () => shownCall('methodcaller', args, names),
        reduce(type) {
          if (names === null || names.length === 0) return newTuple([type, newTuple([...args])]);
          // Arguments by name are bound beforehand: a reduction names none.
          const given = args.length - names.length;
          const partial = getAttribute(machine.importModule('functools'), 'partial');
          return newTuple([
            call(partial, [type, args[0]!, ...args.slice(given)], names),
            newTuple(args.slice(1, given)),
          ]);
        },
      };
    },
  );

export function createOperator(): PyModule {
  return defineModule({
    name: '_operator',
    doc: 'Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.',
    functions,
    members: { itemgetter: itemgetter(), attrgetter: attrgetter(), methodcaller: methodcaller() },
  });
}

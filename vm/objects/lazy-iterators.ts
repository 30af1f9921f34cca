/** `enumerate`, `zip`, `map`, `filter` and `reversed` (CPython: Objects/enumobject.c, Python/bltinmodule.c). */
import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { call, checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyEnumerate, PyFilter, PyMap, PyReversed, PyZip } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { KeywordNames, MethodDef } from './host-types.ts';
import { intAdd } from './int-arithmetic.ts';
import { emptyItems, pairItems } from './item-arrays.ts';
import type { PyObject } from './object.ts';
import { asIndex, getIter, isTrue, iterNext, lengthOf } from './operators.ts';
import { newPair, newTuple } from './tuple.ts';
import { lookupInType } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { BoolType, DictType, EnumerateType, FilterType, MapType, ReversedType, ZipType } from './types.ts';

// ── enumerate ──

export function enumerateNext(self: PyEnumerate): Escapes<PyObject | undefined> {
  const item = iterNext(self.iterator);
  if (item === undefined) return undefined;
  const { index } = self;
  self.index = intAdd(index, 1);
  return newPair(index, item);
}

const ENUMERATE = { name: 'enumerate', names: ['iterable', 'start'], positional: 2, required: 0 };

defineType(EnumerateType, {
  doc: 'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  slots: {
    tp_new(type, args, names) {
      for (const name of names ?? []) {
        if (name !== 'iterable' && name !== 'start')
          raiseTypeError(`'${name}' is an invalid keyword argument for enumerate()`);
      }
      const [iterable, start] = parseArguments(ENUMERATE, args, names);
      if (iterable === undefined) {
        if (start !== undefined) raiseTypeError("'start' is an invalid keyword argument for enumerate()");
        raiseTypeError("enumerate() missing required argument 'iterable'");
      }
      const first = start === undefined ? 0 : asIndex(start);
      return new PyEnumerate(type, getIter(iterable), first);
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => enumerateNext(self as PyEnumerate),
  },
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call: (self) =>
        newPair(
          (self as PyEnumerate).ob_type,
          newPair((self as PyEnumerate).iterator, (self as PyEnumerate).index),
        ),
    },
  ],
  classMethods: [
    {
      kind: 'O',
      name: '__class_getitem__',
      doc: 'See PEP 585',
      call: (type, args) => newGenericAlias(type, args),
    },
  ],
});

// ── zip and map ──

/** The keyword-only `strict` of `zip` and `map`. */
function strictArgument(name: string, args: readonly PyObject[], names: KeywordNames): Escapes<boolean> {
  if (names === null || names.length === 0) return false;
  for (const keyword of names) {
    if (keyword !== 'strict') raiseTypeError(`${name}() got an unexpected keyword argument '${keyword}'`);
  }
  return isTrue(args[args.length - 1]!);
}

/**
 * The next item of each iterator, `undefined` when one is exhausted. With `strict`, all must end together: `name` is
 * whose ValueError says otherwise.
 */
function nextOfEach(
  name: string,
  iterators: readonly PyObject[],
  strict: boolean,
): Escapes<PyObject[] | undefined> {
  const items = emptyItems();
  for (let index = 0; index < iterators.length; index++) {
    const iterator = iterators[index]!;
    const item = typeOf(iterator).tp_iternext!(iterator);
    if (item !== undefined) items.push(item);
    else {
      if (strict) checkTogether(name, iterators, index);
      return undefined;
    }
  }
  return items;
}

function checkTogether(name: string, iterators: readonly PyObject[], ended: number): Escapes<void> {
  const others = (count: number): string => (count === 1 ? 'argument 1' : `arguments 1-${count}`);
  if (ended > 0) raiseValueError(`${name}() argument ${ended + 1} is shorter than ${others(ended)}`);
  for (let index = 1; index < iterators.length; index++) {
    if (iterNext(iterators[index]!) !== undefined)
      raiseValueError(`${name}() argument ${index + 1} is longer than ${others(index)}`);
  }
}

export function zipNext(self: PyZip): Escapes<PyObject | undefined> {
  const { iterators, strict } = self;
  if (iterators.length === 0) return undefined;
  if (iterators.length !== 2 || strict) {
    const items = nextOfEach('zip', iterators, strict);
    return items === undefined ? undefined : newTuple(items);
  }
  const [left, right] = iterators as [PyObject, PyObject];
  const first = typeOf(left).tp_iternext!(left);
  if (first === undefined) return undefined;
  const second = typeOf(right).tp_iternext!(right);
  return second === undefined ? undefined : newPair(first, second);
}

/** `__reduce__`: the class called with `args`, and `strict` as the state where it is set. */
function reduce(
  args: (self: PyObject) => readonly PyObject[],
  strict: (self: PyObject) => boolean,
): MethodDef {
  return {
    kind: 'NOARGS',
    name: '__reduce__',
    doc: 'Return state information for pickling.',
    call(self) {
      const parts = [typeOf(self), newTuple([...args(self)])];
      return newTuple(strict(self) ? [...parts, true] : parts);
    },
  };
}

function setStrict(set: (self: PyObject, strict: boolean) => void): MethodDef {
  return {
    kind: 'O',
    name: '__setstate__',
    doc: 'Set state information for unpickling.',
    call(self, state) {
      set(self, isTrue(state));
      return null;
    },
  };
}

function iteratorsOf(iterables: readonly PyObject[]): Escapes<PyObject[]> {
  const iterators = emptyItems();
  for (const iterable of iterables) iterators.push(getIter(iterable));
  return iterators;
}

defineType(ZipType, {
  doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
  slots: {
    tp_new(type, args, names) {
      const strict = strictArgument('zip', args, names);
      return new PyZip(type, iteratorsOf(args.slice(0, args.length - (names?.length ?? 0))), strict);
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => zipNext(self as PyZip),
  },
  methods: [
    reduce(
      (self) => (self as PyZip).iterators,
      (self) => (self as PyZip).strict,
    ),
    setStrict((self, strict) => {
      (self as PyZip).strict = strict;
    }),
  ],
});

export function mapNext(self: PyMap): Escapes<PyObject | undefined> {
  const { callable, iterators, strict } = self;
  if (iterators.length === 1) {
    const iterator = iterators[0]!;
    const item = typeOf(iterator).tp_iternext!(iterator);
    return item === undefined ? undefined : call(callable, [item]);
  }
  if (iterators.length === 2 && !strict) {
    const [left, right] = iterators as [PyObject, PyObject];
    const first = typeOf(left).tp_iternext!(left);
    if (first === undefined) return undefined;
    const second = typeOf(right).tp_iternext!(right);
    return second === undefined ? undefined : call(callable, pairItems(first, second));
  }
  const items = nextOfEach('map', iterators, strict);
  return items === undefined ? undefined : call(callable, items);
}

defineType(MapType, {
  doc: 'Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.',
  slots: {
    tp_new(type, args, names) {
      const strict = strictArgument('map', args, names);
      const given = args.length - (names?.length ?? 0);
      if (given < 2) raiseTypeError('map() must have at least two arguments.');
      return new PyMap(type, args[0]!, iteratorsOf(args.slice(1, given)), strict);
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => mapNext(self as PyMap),
  },
  methods: [
    reduce(
      (self) => [(self as PyMap).callable, ...(self as PyMap).iterators],
      (self) => (self as PyMap).strict,
    ),
    setStrict((self, strict) => {
      (self as PyMap).strict = strict;
    }),
  ],
});

// ── filter ──

export function filterNext(self: PyFilter): Escapes<PyObject | undefined> {
  const { predicate, iterator } = self;
  const next = typeOf(iterator).tp_iternext!;
  const truth = predicate === null || predicate === BoolType;
  for (let item = next(iterator); item !== undefined; item = next(iterator)) {
    const verdict = truth ? item : call(predicate, [item]);
    if (verdict === true || (verdict !== false && isTrue(verdict))) return item;
  }
  return undefined;
}

defineType(FilterType, {
  doc: 'Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
  slots: {
    tp_new(type, args, names) {
      if (type === FilterType) checkNoKeywords('filter', names);
      checkPositional('filter', args.length - (names?.length ?? 0), 2, 2);
      return new PyFilter(type, args[0]!, getIter(args[1]!));
    },
    tp_iter: (self) => self,
    tp_iternext: (self) => filterNext(self as PyFilter),
  },
  methods: [
    reduce(
      (self) => [(self as PyFilter).predicate, (self as PyFilter).iterator],
      () => false,
    ),
  ],
});

// ── reversed ──

defineType(ReversedType, {
  doc: 'Return a reverse iterator over the values of the given sequence.',
  slots: {
    tp_new(type, args, names) {
      if (type === ReversedType) checkNoKeywords('reversed', names);
      checkPositional('reversed', args.length - (names?.length ?? 0), 1, 1);
      const sequence = args[0]!;
      const sequenceType = typeOf(sequence);
      const method = lookupInType(sequenceType, '__reversed__');
      if (method === null) raiseTypeError(`'${typeName(sequence)}' object is not reversible`);
      if (method !== undefined) {
        const get = typeOf(method).tp_descr_get;
        return get === null ? call(method, []) : call(get(method, sequence, sequenceType), []);
      }
      const { mp_subscript, sq_length } = sequenceType;
      if (mp_subscript === null || sequenceType.tp_iter === DictType.tp_iter)
        raiseTypeError(`'${typeName(sequence)}' object is not reversible`);
      if (sq_length === null) raiseTypeError(`object of type '${typeName(sequence)}' has no len()`);
      return new PyReversed(type, sequence, lengthOf(sequence) - 1);
    },
  },
});

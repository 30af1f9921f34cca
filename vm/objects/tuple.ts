/** The type `tuple` (CPython: Objects/tupleobject.c). */
import { defineType } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raiseIndexError, raiseValueError } from './errors.ts';
import { PySlice, PyTuple, PyTupleIterator, PyTupleSubclass } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import { hashItems } from './hash-mixing.ts';
import { emptyItems, pairItems } from './item-arrays.ts';
import {
  asSliceIndexNotNone,
  clampToLength,
  compareItems,
  countItem,
  indexOfItem,
  repeatCount,
  repeatItems,
  sequenceIndex,
  sliceItems,
} from './items.ts';
import { iterateToArray } from './iterate.ts';
import type { PyObject } from './object.ts';
import { reprItems, reprOnce } from './repr-items.ts';
import { NotImplemented } from './singletons.ts';
import { TupleIteratorType, TupleType } from './types.ts';

export const EMPTY_TUPLE: PyTuple = new PyTuple(TupleType, emptyItems());

/** Takes the array over. */
export function newTuple(items: PyObject[]): Writes<PyTuple> {
  return items.length === 0 ? EMPTY_TUPLE : new PyTuple(TupleType, items);
}

export function newPair(first: PyObject, second: PyObject): Writes<PyTuple> {
  return new PyTuple(TupleType, pairItems(first, second));
}

export function tupleGetItemInt(tuple: PyTuple, index: number): Raises<PyObject> {
  const { items } = tuple;
  const position = index < 0 ? index + items.length : index;
  if (position < 0 || position >= items.length) raiseIndexError('tuple index out of range');
  return items[position]!;
}

export function tupleSubscript(tuple: PyTuple, key: PyObject): Escapes<PyObject> {
  if (typeof key === 'number') return tupleGetItemInt(tuple, key);
  if (key instanceof PySlice) {
    const items = sliceItems(tuple.items, key);
    return items.length === tuple.items.length && key.step === null && tuple.ob_type === TupleType
      ? tuple
      : newTuple(items);
  }
  return tupleGetItemInt(tuple, sequenceIndex(key, 'tuple'));
}

function repeat(left: PyObject, right: PyObject): PyObject {
  const [tuple, other] = left instanceof PyTuple ? [left, right] : [right as PyTuple, left];
  const count = repeatCount(other);
  if (count === undefined) return NotImplemented;
  if ((count === 1 || tuple.items.length === 0) && tuple.ob_type === TupleType) return tuple;
  return newTuple(repeatItems(tuple.items, count));
}

defineType(TupleType, {
  doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
  pattern: 'sequence',
  slots: {
    tp_new(type, args, names) {
      if (type === TupleType) {
        checkNoKeywords('tuple', names);
        checkPositional('tuple', args.length, 0, 1);
        if (args.length === 0) return EMPTY_TUPLE;
        const source = args[0]!;
        if (source instanceof PyTuple && source.ob_type === TupleType) return source;
        return newTuple(iterateToArray(source));
      }
      const given = args.length - (names?.length ?? 0);
      if (type.tp_init === TupleType.tp_init) checkNoKeywords('tuple', names);
      checkPositional('tuple', given, 0, 1);
      return new PyTupleSubclass(type, given === 0 ? emptyItems() : iterateToArray(args[0]!));
    },
    tp_repr(self) {
      const { items } = self as PyTuple;
      if (items.length === 0) return '()';
      return reprOnce(self as PyTuple, '(...)', () => reprItems('(', items, items.length === 1 ? ',)' : ')'));
    },
    tp_hash: (self) => hashItems((self as PyTuple).items),
    tp_richcompare(left, right, op) {
      if (!(right instanceof PyTuple)) return NotImplemented;
      return compareItems((left as PyTuple).items, right.items, op);
    },
    tp_iter: (self) => new PyTupleIterator(TupleIteratorType, self as PyTuple),
    sq_length: (self) => (self as PyTuple).items.length,
    sq_contains: (self, value) => indexOfItem((self as PyTuple).items, value) >= 0,
    mp_subscript: (self, key) => tupleSubscript(self as PyTuple, key),
    nb_add(left, right) {
      if (!(left instanceof PyTuple) || !(right instanceof PyTuple)) return NotImplemented;
      if (left.items.length === 0 && right.ob_type === TupleType) return right;
      if (right.items.length === 0 && left.ob_type === TupleType) return left;
      return newTuple(left.items.concat(right.items));
    },
    nb_multiply: repeat,
  },
  methods: [
    {
      kind: 'O',
      name: 'count',
      doc: 'Return number of occurrences of value.',
      call: (self, value) => countItem((self as PyTuple).items, value),
    },
    {
      kind: 'FASTCALL',
      name: 'index',
      min: 1,
      max: 3,
      doc: 'Return first index of value.\n\nRaises ValueError if the value is not present.',
      call(self, args) {
        const { items } = self as PyTuple;
        const start = args.length > 1 ? asSliceIndexNotNone(args[1]!) : 0;
        const stop = args.length > 2 ? asSliceIndexNotNone(args[2]!) : Number.MAX_SAFE_INTEGER;
        const index = indexOfItem(
          items,
          args[0]!,
          clampToLength(start, items.length),
          clampToLength(stop, items.length),
        );
        if (index < 0) raiseValueError('tuple.index(x): x not in tuple');
        return index;
      },
    },
    {
      kind: 'NOARGS',
      name: '__getnewargs__',
      call: (self) => newTuple([newTuple((self as PyTuple).items.slice())]),
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

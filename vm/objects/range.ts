/** The type `range` and its iterators (CPython: Objects/rangeobject.c). Bounds are ints of any size. */

import { defineType } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Raises, Writes } from './effects.ts';
import { raise, raiseIndexError, raiseTypeError, raiseValueError } from './errors.ts';
import {
  PyFloat,
  PyIntSubclass,
  PyLongRangeIterator,
  PyRange,
  PyRangeIterator,
  PySlice,
} from './generated/layouts.ts';
import { hashItems } from './hash-mixing.ts';
import type { IntValue } from './host-types.ts';
import {
  intAdd,
  intFloorDivide,
  intLess,
  intModulo,
  intMultiply,
  intNegative,
  intSubtract,
} from './int-arithmetic.ts';
import { asSize, itemEquals } from './items.ts';
import { builtinFunction } from './iterators.ts';
import type { PyObject } from './object.ts';
import { asIndex, equals } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { sliceIndices } from './slice.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  FloatType,
  LongRangeIteratorType,
  OverflowErrorType,
  RangeIteratorType,
  RangeType,
} from './types.ts';

export function newRange(start: IntValue, stop: IntValue, step: IntValue): Writes<PyRange> {
  return new PyRange(RangeType, start, stop, step, rangeLength(start, stop, step));
}

function rangeLength(start: IntValue, stop: IntValue, step: IntValue): IntValue {
  const ascending = step > 0;
  const [low, high] = ascending ? [start, stop] : [stop, start];
  if (!intLess(low, high)) return 0;
  const distance = ascending ? step : intNegative(step);
  return intAdd(intFloorDivide(intSubtract(intSubtract(high, low), 1), distance), 1);
}

/** The item at a position that is known to be inside. */
function itemAt(range: PyRange, position: IntValue): IntValue {
  return intAdd(range.start, intMultiply(position, range.step));
}

export function rangeSubscript(range: PyRange, key: PyObject): Escapes<PyObject> {
  if (key instanceof PySlice) {
    const { start, stop, step } = sliceIndices(key, range.length);
    const first = itemAt(range, start);
    return newRange(first, itemAt(range, stop), intMultiply(range.step, step));
  }
  if (
    typeof key !== 'number' &&
    typeof key !== 'bigint' &&
    typeof key !== 'boolean' &&
    typeOf(key).nb_index === null
  ) {
    raiseTypeError(`range indices must be integers or slices, not ${typeName(key)}`);
  }
  const index = asIndex(key);
  const position = index < 0 ? intAdd(index, range.length) : index;
  if (position < 0 || !intLess(position, range.length)) raiseIndexError('range object index out of range');
  return itemAt(range, position);
}

/** The int that a value certainly compares as, else `undefined`. */
function plainInt(value: PyObject): IntValue | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof PyFloat && value.ob_type === FloatType && Number.isSafeInteger(value.value))
    return value.value;
  return undefined;
}

/** Position of an int, −1 when it is not in the range. */
function positionOf(range: PyRange, value: IntValue): IntValue {
  const { start, stop, step } = range;
  const inside =
    step > 0
      ? !intLess(value, start) && intLess(value, stop)
      : !intLess(start, value) && intLess(stop, value);
  if (!inside) return -1;
  const offset = intSubtract(value, start);
  return intModulo(offset, step) === 0 ? intFloorDivide(offset, step) : -1;
}

/** Position of the first item equal to any value, −1 when there is none. */
function search(range: PyRange, value: PyObject): Escapes<IntValue> {
  const int = plainInt(value);
  if (int !== undefined) return positionOf(range, int);
  for (let position: IntValue = 0; intLess(position, range.length); position = intAdd(position, 1)) {
    if (itemEquals(itemAt(range, position), value)) return position;
  }
  return -1;
}

/** Start, step and length decide; step only when there are two items, start only when there is one. */
function rangesEqual(left: PyRange, right: PyRange): boolean {
  if (left.length !== right.length) return false;
  if (left.length === 0) return true;
  return left.start === right.start && (left.length === 1 || left.step === right.step);
}

const isSafe = (value: IntValue): value is number => typeof value === 'number';

/** `len(range)`, exact beyond what a slot can say. */
export function lengthOfRange({ length }: PyRange): Raises<IntValue> {
  if (typeof length === 'bigint' && length >= 2n ** 63n)
    raise(OverflowErrorType, 'Python int too large to convert to C ssize_t');
  return length;
}

export function rangeIter(range: PyRange): Writes<PyRangeIterator | PyLongRangeIterator> {
  const { start, stop, step, length } = range;
  if (isSafe(start) && isSafe(stop) && isSafe(step) && isSafe(length)) {
    return new PyRangeIterator(RangeIteratorType, start, step, length);
  }
  return new PyLongRangeIterator(LongRangeIteratorType, range);
}

function rangeOf(start: IntValue, step: IntValue, length: IntValue): PyRange {
  return new PyRange(RangeType, start, intAdd(start, intMultiply(step, length)), step, length);
}

function reversedRange(range: PyRange): PyRange {
  const last = itemAt(range, intSubtract(range.length, 1));
  return rangeOf(last, intNegative(range.step), range.length);
}

/** FOR_ITER over a range of safe ints. */
export function rangeIteratorNext(iterator: PyRangeIterator): Writes<number | undefined> {
  if (iterator.remaining <= 0) return undefined;
  iterator.remaining -= 1;
  const value = iterator.next;
  iterator.next = value + iterator.step;
  return value;
}

function longRangeIteratorNext(iterator: PyLongRangeIterator): PyObject | undefined {
  const { range, index } = iterator;
  if (!intLess(index, range.length)) return undefined;
  iterator.index = intAdd(index, 1);
  return itemAt(range, index);
}

function rangeRepr({ start, stop, step }: PyRange): string {
  return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
}

defineType(RangeType, {
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
  pattern: 'sequence',
  slots: {
    tp_new(_type, args, names) {
      checkNoKeywords('range', names);
      checkPositional('range', args.length, 1, 3);
      if (args.length === 1) return newRange(0, asIndex(args[0]!), 1);
      const start = asIndex(args[0]!);
      const stop = asIndex(args[1]!);
      const step = args.length > 2 ? asIndex(args[2]!) : 1;
      if (step === 0) raiseValueError('range() arg 3 must not be zero');
      return newRange(start, stop, step);
    },
    tp_repr: (self) => rangeRepr(self as PyRange),
    tp_hash(self) {
      const { start, step, length } = self as PyRange;
      return hashItems([length, length === 0 ? null : start, intLess(length, 2) ? null : step]);
    },
    tp_richcompare(left, right, op) {
      if ((op !== 2 && op !== 3) || !(right instanceof PyRange)) return NotImplemented;
      return rangesEqual(left as PyRange, right) === (op === 2);
    },
    tp_iter: (self) => rangeIter(self as PyRange),
    nb_bool: (self) => (self as PyRange).length !== 0,
    sq_length(self) {
      const { length } = self as PyRange;
      if (typeof length === 'number') return length;
      if (length < 2n ** 63n) return Number(length);
      raise(OverflowErrorType, 'Python int too large to convert to C ssize_t');
    },
    sq_contains: (self, value) => search(self as PyRange, value) !== -1,
    mp_subscript: (self, key) => rangeSubscript(self as PyRange, key),
  },
  methods: [
    {
      kind: 'O',
      name: 'count',
      doc: 'rangeobject.count(value) -> integer -- return number of occurrences of value',
      call(self, value) {
        const int = plainInt(value);
        if (int !== undefined) return positionOf(self as PyRange, int) === -1 ? 0 : 1;
        const range = self as PyRange;
        let count = 0;
        for (let position: IntValue = 0; intLess(position, range.length); position = intAdd(position, 1)) {
          if (equals(itemAt(range, position), value)) count += 1;
        }
        return count;
      },
    },
    {
      kind: 'O',
      name: 'index',
      doc: 'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
      call(self, value) {
        const position = search(self as PyRange, value);
        if (position !== -1) return position;
        const isInt = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
        if (isInt || value instanceof PyIntSubclass) raiseValueError('range.index(x): x not in range');
        raiseValueError('sequence.index(x): x not in sequence');
      },
    },
    {
      kind: 'NOARGS',
      name: '__reversed__',
      doc: 'Return a reverse iterator.',
      call: (self) => rangeIter(reversedRange(self as PyRange)),
    },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call(self) {
        const { start, stop, step } = self as PyRange;
        return newTuple([RangeType, newTuple([start, stop, step])]);
      },
    },
  ],
  getset: [
    { name: 'start', member: true, get: (self) => (self as PyRange).start },
    { name: 'stop', member: true, get: (self) => (self as PyRange).stop },
    { name: 'step', member: true, get: (self) => (self as PyRange).step },
  ],
});

defineType(RangeIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => rangeIteratorNext(self as PyRangeIterator) },
  methods: [
    {
      kind: 'NOARGS',
      name: '__length_hint__',
      doc: 'Private method returning an estimate of len(list(it)).',
      call: (self) => (self as PyRangeIterator).remaining,
    },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call(self) {
        const rebuild = builtinFunction('iter');
        const { next, step, remaining } = self as PyRangeIterator;
        return newTuple([rebuild, newTuple([rangeOf(next, step, remaining)]), null]);
      },
    },
    {
      kind: 'O',
      name: '__setstate__',
      doc: 'Set state information for unpickling.',
      call(self, state) {
        const iterator = self as PyRangeIterator;
        const skipped = Math.min(Math.max(0, asSize(state)), iterator.remaining);
        iterator.next += skipped * iterator.step;
        iterator.remaining -= skipped;
        return null;
      },
    },
  ],
});

defineType(LongRangeIteratorType, {
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => longRangeIteratorNext(self as PyLongRangeIterator),
  },
  methods: [
    {
      kind: 'NOARGS',
      name: '__length_hint__',
      doc: 'Private method returning an estimate of len(list(it)).',
      call: (self) =>
        intSubtract((self as PyLongRangeIterator).range.length, (self as PyLongRangeIterator).index),
    },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call(self) {
        const rebuild = builtinFunction('iter');
        const { range, index } = self as PyLongRangeIterator;
        const rest = rangeOf(itemAt(range, index), range.step, intSubtract(range.length, index));
        return newTuple([rebuild, newTuple([rest]), null]);
      },
    },
    {
      kind: 'O',
      name: '__setstate__',
      doc: 'Set state information for unpickling.',
      call(self, state) {
        const iterator = self as PyLongRangeIterator;
        const index = asIndex(state);
        const { length } = iterator.range;
        if (intLess(0, index)) iterator.index = intLess(length, index) ? length : index;
        return null;
      },
    },
  ],
});

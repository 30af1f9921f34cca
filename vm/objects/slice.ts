/** The type `slice`, and the bounds of a slice within a sequence (CPython: Objects/sliceobject.c). */

import { defineType } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PySlice, PyTuple } from './generated/layouts.ts';
import { hashParts } from './hash-mixing.ts';
import type { IntValue } from './host-types.ts';
import { intAdd, intLess, intSubtract } from './int-arithmetic.ts';
import { compareItems } from './items.ts';
import type { PyObject } from './object.ts';
import { asIndex, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { strConcatAll } from './str.ts';
import { typeOf } from './typeof.ts';
import { SliceType, TupleType } from './types.ts';

export function buildSlice(start: PyObject, stop: PyObject, step: PyObject): Writes<PySlice> {
  return new PySlice(SliceType, start, stop, step);
}

export interface SliceBounds {
  start: number;
  stop: number;
  step: number;
  /** Number of items selected. */
  length: number;
}

/**
 * Start, stop and step clamped to the sequence (`PySlice_Unpack`, `PySlice_AdjustIndices`). The length is read after
 * the last `__index__` has run. The result is valid until the next call.
 */
export function sliceBounds(slice: PySlice, sequence: { readonly length: number }): Escapes<SliceBounds> {
  const step = slice.step === null ? 1 : sliceIndex(slice.step);
  if (step === 0) raiseValueError('slice step cannot be zero');
  const start = slice.start === null ? undefined : sliceIndex(slice.start);
  const stop = slice.stop === null ? undefined : sliceIndex(slice.stop);
  return adjustBounds(start, stop, step, sequence.length);
}

const bounds: SliceBounds = { start: 0, stop: 0, step: 1, length: 0 };

function adjustBounds(
  start: number | undefined,
  stop: number | undefined,
  step: number,
  length: number,
): SliceBounds {
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  bounds.step = step;
  bounds.start = start === undefined ? (step < 0 ? highest : lowest) : clamp(start, length, lowest, highest);
  bounds.stop = stop === undefined ? (step < 0 ? lowest : highest) : clamp(stop, length, lowest, highest);
  if (step < 0) {
    bounds.length = bounds.stop < bounds.start ? Math.floor((bounds.start - bounds.stop - 1) / -step) + 1 : 0;
  } else
    bounds.length = bounds.start < bounds.stop ? Math.floor((bounds.stop - bounds.start - 1) / step) + 1 : 0;
  return bounds;
}

function clamp(index: number, length: number, lowest: number, highest: number): number {
  const fromStart = index < 0 ? index + length : index;
  return fromStart < lowest ? lowest : Math.min(fromStart, highest);
}

/** `_PyEval_SliceIndex`: an int, clamped to what the host counts exactly. */
export function sliceIndex(value: PyObject): Escapes<number> {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && typeOf(value).nb_index === null)
    raiseTypeError('slice indices must be integers or None or have an __index__ method');
  const index = asIndex(value);
  if (typeof index === 'number') return index;
  return index < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}

/** A bound as `indices` takes it: an int of any size. */
function exactIndex(value: PyObject): IntValue {
  if (typeOf(value).nb_index !== null) return asIndex(value);
  raiseTypeError('slice indices must be integers or None or have an __index__ method');
}

/** `_PySlice_GetLongIndices`: start, stop and step within a sequence of any length. */
export function sliceIndices(
  slice: PySlice,
  length: IntValue,
): Escapes<{ start: IntValue; stop: IntValue; step: IntValue }> {
  const step = slice.step === null ? 1 : exactIndex(slice.step);
  if (step === 0) raiseValueError('slice step cannot be zero');
  const lowest: IntValue = step < 0 ? -1 : 0;
  const highest = step < 0 ? intSubtract(length, 1) : length;
  const clampExact = (index: IntValue): IntValue => {
    const fromStart = index < 0 ? intAdd(index, length) : index;
    if (intLess(fromStart, lowest)) return lowest;
    return intLess(highest, fromStart) ? highest : fromStart;
  };
  const start = slice.start === null ? (step < 0 ? highest : lowest) : clampExact(exactIndex(slice.start));
  const stop = slice.stop === null ? (step < 0 ? lowest : highest) : clampExact(exactIndex(slice.stop));
  return { start, stop, step };
}

function indices(slice: PySlice, argument: PyObject): PyTuple {
  const length = asIndex(argument);
  if (length < 0) raiseValueError('length should not be negative');
  const { start, stop, step } = sliceIndices(slice, length);
  return new PyTuple(TupleType, [start, stop, step]);
}

const parts = (slice: PySlice): PyObject[] => [slice.start, slice.stop, slice.step];

defineType(SliceType, {
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  slots: {
    tp_new(_type, args, names) {
      checkNoKeywords('slice', names);
      checkPositional('slice', args.length, 1, 3);
      if (args.length === 1) return buildSlice(null, args[0]!, null);
      return buildSlice(args[0]!, args[1]!, args[2] ?? null);
    },
    tp_repr(self) {
      const { start, stop, step } = self as PySlice;
      return strConcatAll(['slice(', repr(start), ', ', repr(stop), ', ', repr(step), ')']);
    },
    tp_richcompare(left, right, op) {
      if (!(right instanceof PySlice)) return NotImplemented;
      if (left === right) return op === 1 || op === 2 || op === 5;
      return compareItems(parts(left as PySlice), parts(right), op);
    },
    tp_hash: (self) => hashParts(parts(self as PySlice)),
  },
  methods: [
    {
      kind: 'O',
      name: 'indices',
      doc: 'S.indices(len) -> (start, stop, stride)',
      call: (self, length) => indices(self as PySlice, length),
    },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (self) => new PyTuple(TupleType, [SliceType, new PyTuple(TupleType, parts(self as PySlice))]),
    },
  ],
  getset: [
    { name: 'start', member: true, get: (self) => (self as PySlice).start },
    { name: 'stop', member: true, get: (self) => (self as PySlice).stop },
    { name: 'step', member: true, get: (self) => (self as PySlice).step },
  ],
});

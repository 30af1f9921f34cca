/** Iterators over built-in sequences, over the sequence protocol, over a callable, and those made by the host. */
import { isExceptionOf } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { callNoArgs } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { raise } from './errors.ts';
import { builtinsOfFrame } from './frame-types.ts';
import {
  type PyCallableIterator,
  PyHostIterator,
  PyList,
  type PyListIterator,
  PyReversed,
  type PySequenceIterator,
  type PyTupleIterator,
  type PyType,
} from './generated/layouts.ts';
import type { IterNext, MethodDef } from './host-types.ts';
import { emptyItems } from './item-arrays.ts';
import { asSize } from './items.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { equals, getItem, lengthOf } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { newTuple } from './tuple.ts';
import { typeOf } from './typeof.ts';
import {
  AttributeErrorType,
  bareType,
  CallableIteratorType,
  HostIteratorType,
  IndexErrorType,
  KeyErrorType,
  ListIteratorType,
  ListType,
  ObjectType,
  ReversedType,
  SequenceIteratorType,
  StopIterationType,
  TupleIteratorType,
} from './types.ts';

/** What `reversed(list)` makes; the layout is that of `reversed`. */
export const ListReverseIteratorType: PyType = bareType('list_reverseiterator', 'PyReversed', ObjectType, {
  final: true,
});

export function listIteratorNext(iterator: PyListIterator): Writes<PyObject | undefined> {
  const { list } = iterator;
  if (list === null) return undefined;
  const { items } = list;
  const { index } = iterator;
  if (index < items.length) {
    iterator.index = index + 1;
    return items[index];
  }
  iterator.list = null;
  return undefined;
}

export function tupleIteratorNext(iterator: PyTupleIterator): Writes<PyObject | undefined> {
  const { tuple } = iterator;
  if (tuple === null) return undefined;
  const { items } = tuple;
  const { index } = iterator;
  if (index < items.length) {
    iterator.index = index + 1;
    return items[index];
  }
  iterator.tuple = null;
  return undefined;
}

/** Runs a step of an iteration that ends with IndexError or StopIteration: `undefined` then. */
function untilIndexError(step: () => PyObject): Escapes<PyObject | undefined> {
  try {
    return step();
  } catch (error) {
    if (isExceptionOf(error, IndexErrorType) || isExceptionOf(error, StopIterationType)) return undefined;
    throw error;
  }
}

function sequenceIteratorNext(iterator: PySequenceIterator): Escapes<PyObject | undefined> {
  const { sequence } = iterator;
  if (sequence === undefined) return undefined;
  const item = untilIndexError(() => getItem(sequence, iterator.index));
  if (item === undefined) iterator.sequence = undefined;
  else iterator.index += 1;
  return item;
}

function callableIteratorNext(iterator: PyCallableIterator): Escapes<PyObject | undefined> {
  const { callable, sentinel } = iterator;
  if (callable === undefined || sentinel === undefined) return undefined;
  let result: PyObject | undefined;
  try {
    result = callNoArgs(callable);
  } catch (error) {
    if (!isExceptionOf(error, StopIterationType)) throw error;
  }
  // The call may have run this iterator to its end.
  if (result !== undefined && iterator.sentinel !== undefined && !equals(sentinel, result)) return result;
  iterator.callable = undefined;
  iterator.sentinel = undefined;
  return undefined;
}

export function reversedNext(iterator: PyReversed): Escapes<PyObject | undefined> {
  const { sequence, index } = iterator;
  if (sequence === undefined) return undefined;
  let item: PyObject | undefined;
  if (index >= 0) {
    if (sequence instanceof PyList && iterator.ob_type === ListReverseIteratorType) {
      item = sequence.items[index];
    } else item = untilIndexError(() => getItem(sequence, index));
  }
  if (item === undefined) {
    iterator.sequence = undefined;
    return undefined;
  }
  iterator.index = index - 1;
  return item;
}

export function newListReverseIterator(list: PyList): Writes<PyReversed> {
  return new PyReversed(ListReverseIteratorType, list, list.items.length - 1);
}

/** An iterator of a host function; `source` is what it reads, for `gc`. */
export function newHostIterator(next: IterNext, source: PyObject | undefined): Writes<PyHostIterator> {
  return new PyHostIterator(HostIteratorType, next, source);
}

/** `iter` or `reversed` as the builtins have it now: a lookup that may run Python code, so it comes before the state is read. */
export function builtinFunction(name: 'iter' | 'reversed'): Escapes<PyObject> {
  const frame = machine.currentFrame();
  try {
    return getItem(frame === null ? machine.builtins : builtinsOfFrame(frame), name);
  } catch (error) {
    if (isExceptionOf(error, KeyErrorType)) raise(AttributeErrorType, name);
    throw error;
  }
}

/** `__reduce__` of an iterator that is rebuilt as one over the list of the items that are left. */
export function reduceToList(remaining: (self: PyObject) => PyObject[]): MethodDef {
  return {
    kind: 'NOARGS',
    name: '__reduce__',
    doc: 'Return state information for pickling.',
    call(self) {
      const rebuild = builtinFunction('iter');
      return newTuple([rebuild, newTuple([new PyList(ListType, remaining(self))])]);
    },
  };
}

/**
 * `__reduce__` and `__setstate__` of an iterator over `source` at `index`, as `copy` and `pickle` rebuild it; an exhausted
 * one is rebuilt over what `empty` makes. `function`: `iter` or `reversed` of the builtins.
 */
export function reduceAs(
  name: 'iter' | 'reversed',
  state: (self: PyObject) => { readonly source: PyObject; readonly index: number } | undefined,
  restore: (self: PyObject, index: number) => void,
  empty: () => PyObject = () => newTuple([]),
): MethodDef[] {
  return [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call(self) {
        const rebuild = builtinFunction(name);
        const current = state(self);
        if (current === undefined) return newTuple([rebuild, newTuple([empty()])]);
        return newTuple([rebuild, newTuple([current.source]), current.index]);
      },
    },
    {
      kind: 'O',
      name: '__setstate__',
      doc: 'Set state information for unpickling.',
      call(self, index) {
        restore(self, asSize(index));
        return null;
      },
    },
  ];
}

function lengthHint(hint: (self: PyObject) => Escapes<number>): MethodDef {
  return {
    kind: 'NOARGS',
    name: '__length_hint__',
    doc: 'Private method returning an estimate of len(list(it)).',
    call: (self) => Math.max(0, hint(self)),
  };
}

defineType(ListIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => listIteratorNext(self as PyListIterator) },
  methods: [
    lengthHint((self) => {
      const { list, index } = self as PyListIterator;
      return list === null ? 0 : list.items.length - index;
    }),
    ...reduceAs(
      'iter',
      (self) => {
        const { list, index } = self as PyListIterator;
        return list === null ? undefined : { source: list, index };
      },
      (self, index) => {
        (self as PyListIterator).index = Math.max(0, index);
      },
      () => new PyList(ListType, emptyItems()),
    ),
  ],
});

defineType(TupleIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => tupleIteratorNext(self as PyTupleIterator) },
  methods: [
    lengthHint((self) => {
      const { tuple, index } = self as PyTupleIterator;
      return tuple === null ? 0 : tuple.items.length - index;
    }),
    ...reduceAs(
      'iter',
      (self) => {
        const { tuple, index } = self as PyTupleIterator;
        return tuple === null ? undefined : { source: tuple, index };
      },
      (self, index) => {
        (self as PyTupleIterator).index = Math.max(0, index);
      },
    ),
  ],
});

defineType(SequenceIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => sequenceIteratorNext(self as PySequenceIterator) },
  methods: [
    {
      kind: 'NOARGS',
      name: '__length_hint__',
      doc: 'Private method returning an estimate of len(list(it)).',
      call(self) {
        const { sequence, index } = self as PySequenceIterator;
        if (sequence === undefined) return 0;
        if (typeOf(sequence).sq_length === null) return NotImplemented;
        return Math.max(0, lengthOf(sequence) - index);
      },
    },
    ...reduceAs(
      'iter',
      (self) => {
        const { sequence, index } = self as PySequenceIterator;
        return sequence === undefined ? undefined : { source: sequence, index };
      },
      (self, index) => {
        const iterator = self as PySequenceIterator;
        if (iterator.sequence !== undefined) iterator.index = Math.max(0, index);
      },
    ),
  ],
});

defineType(CallableIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => callableIteratorNext(self as PyCallableIterator) },
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call(self) {
        const rebuild = builtinFunction('iter');
        const { callable, sentinel } = self as PyCallableIterator;
        const ended = callable === undefined || sentinel === undefined;
        return newTuple([rebuild, newTuple(ended ? [newTuple([])] : [callable, sentinel])]);
      },
    },
  ],
});

defineType(HostIteratorType, {
  slots: { tp_iter: (self) => self, tp_iternext: (self) => (self as PyHostIterator).next() },
});

for (const [type, empty] of [
  [ReversedType, () => newTuple([])],
  [ListReverseIteratorType, () => new PyList(ListType, emptyItems())],
] as const) {
  defineType(type, {
    slots: { tp_iter: (self) => self, tp_iternext: (self) => reversedNext(self as PyReversed) },
    methods: [
      lengthHint((self) => {
        const { sequence, index } = self as PyReversed;
        return sequence === undefined || lengthOf(sequence) < index + 1 ? 0 : index + 1;
      }),
      ...reduceAs(
        'reversed',
        (self) => {
          const { sequence, index } = self as PyReversed;
          return sequence === undefined ? undefined : { source: sequence, index };
        },
        (self, index) => {
          const iterator = self as PyReversed;
          if (iterator.sequence === undefined) return;
          iterator.index = Math.max(-1, Math.min(index, lengthOf(iterator.sequence) - 1));
        },
        empty,
      ),
    ],
  });
}

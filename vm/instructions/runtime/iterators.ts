/** Typed semantics of FOR_ITER: iterators of lists, tuples and ranges without a call. */
import type {
  PyListIterator,
  PyObject,
  PyRangeIterator,
  PyTupleIterator,
  Reads,
  Writes,
} from '../../objects/index.ts';

export { isListIterator, isRangeIterator, isTupleIterator } from './predicates.ts';

export function rangeIteratorNext(iterator: PyRangeIterator): Writes<number> {
  const value = iterator.next;
  iterator.next = value + iterator.step;
  iterator.remaining -= 1;
  return value;
}

/** A list may grow or shrink while it is iterated; the end, once seen, stays (the generic form drops the list). */
export function listIteratorHasNext(iterator: PyListIterator): Reads<boolean> {
  const list = iterator.list;
  if (list === null) return false;
  if (iterator.index < list.items.length) return true;
  return listIteratorEnd(iterator);
}

function listIteratorEnd(iterator: PyListIterator): boolean {
  iterator.list = null;
  return false;
}

export function listIteratorNext(iterator: PyListIterator): Writes<PyObject> {
  const index = iterator.index;
  iterator.index = index + 1;
  return iterator.list!.items[index]!;
}

export function tupleIteratorHasNext(iterator: PyTupleIterator): Reads<boolean> {
  const tuple = iterator.tuple;
  return tuple !== null && iterator.index < tuple.items.length;
}

export function tupleIteratorNext(iterator: PyTupleIterator): Writes<PyObject> {
  const index = iterator.index;
  iterator.index = index + 1;
  return iterator.tuple!.items[index]!;
}

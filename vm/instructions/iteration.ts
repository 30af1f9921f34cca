/** Iteration and jumps (language reference 8.2, 8.3). */
import { getIter, iterNext, type PyObject } from '../objects/index.ts';
import { instruction, specialization } from './define.ts';
import { guard, jump, jumpIf } from './primitives.ts';
import {
  isListIterator,
  isRangeIterator,
  isTupleIterator,
  listIteratorHasNext,
  listIteratorNext,
  rangeIteratorNext,
  tupleIteratorHasNext,
  tupleIteratorNext,
} from './runtime/iterators.ts';
import { isNone } from './runtime/predicates.ts';
import { selectForIter } from './runtime/select-operators.ts';

export const JUMP = instruction({
  effect: 'Pure',
  execute(): void {
    jump();
  },
});

/** Closes a loop: tiers count it to find hot loops. */
export const JUMP_BACKWARD = instruction({
  effect: 'Pure',
  execute(): void {
    jump();
  },
});

export const JUMP_BACKWARD_NO_INTERRUPT = instruction({
  effect: 'Pure',
  execute(): void {
    jump();
  },
});

/** The input is a bool. */
export const POP_JUMP_IF_TRUE = instruction({
  effect: 'Pure',
  execute(condition: PyObject): void {
    jumpIf(condition === true);
  },
});

export const POP_JUMP_IF_FALSE = instruction({
  effect: 'Pure',
  execute(condition: PyObject): void {
    jumpIf(condition === false);
  },
});

export const POP_JUMP_IF_NONE = instruction({
  effect: 'Pure',
  execute(value: PyObject): void {
    jumpIf(isNone(value));
  },
});

export const POP_JUMP_IF_NOT_NONE = instruction({
  effect: 'Pure',
  execute(value: PyObject): void {
    jumpIf(!isNone(value));
  },
});

export const GET_ITER = instruction({
  effect: 'Escapes',
  execute(iterable: PyObject): PyObject {
    return getIter(iterable);
  },
});

/** Pushes the iterator's next item, or pops the iterator and jumps when it is exhausted. */
export const FOR_ITER = instruction({
  effect: 'Escapes',
  select: selectForIter,
  execute(iterator: PyObject): [iterator: PyObject, item: PyObject] {
    const item = iterNext(iterator);
    jumpIf(item === undefined);
    return [iterator, item as PyObject];
  },
});

export const FOR_ITER_RANGE = specialization(FOR_ITER, {
  flag: 'specialize-iteration',
  effect: 'Writes',
  execute(iterator: PyObject): [iterator: PyObject, item: number] {
    guard(isRangeIterator(iterator));
    jumpIf(iterator.remaining <= 0);
    return [iterator, rangeIteratorNext(iterator)];
  },
});

export const FOR_ITER_LIST = specialization(FOR_ITER, {
  flag: 'specialize-iteration',
  effect: 'Writes',
  execute(iterator: PyObject): [iterator: PyObject, item: PyObject] {
    guard(isListIterator(iterator));
    jumpIf(!listIteratorHasNext(iterator));
    return [iterator, listIteratorNext(iterator)];
  },
});

export const FOR_ITER_TUPLE = specialization(FOR_ITER, {
  flag: 'specialize-iteration',
  effect: 'Writes',
  execute(iterator: PyObject): [iterator: PyObject, item: PyObject] {
    guard(isTupleIterator(iterator));
    jumpIf(!tupleIteratorHasNext(iterator));
    return [iterator, tupleIteratorNext(iterator)];
  },
});

/** Coroutines and asynchronous iteration (language reference 8.9, 6.2.9.3; PEP 492, PEP 525). */
import { type PyObject, wrapYielded } from '../objects/index.ts';
import { instruction } from './define.ts';
import type { Frame } from './frame.ts';
import type { Oparg } from './primitives.ts';
import {
  endAsyncFor,
  enterAsyncContext,
  enterAsyncContextExit,
  getAsyncIterator,
  getAsyncNext,
  getAwaitable,
} from './runtime/coroutines.ts';

/** Where: 0 an await expression, 1 the result of `__aenter__()`, 2 the result of `__aexit__()`. */
export const GET_AWAITABLE = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, oparg: Oparg, frame: Frame): PyObject {
    return getAwaitable(value, oparg, frame);
  },
});

export const GET_AITER = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(iterable: PyObject): PyObject {
    return getAsyncIterator(iterable);
  },
});

/** Pushes the awaitable of the next item. */
export const GET_ANEXT = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(iterator: PyObject, frame: Frame): [iterator: PyObject, awaitable: PyObject] {
    const awaitable = getAsyncNext(iterator, frame);
    return [iterator, awaitable];
  },
});

/** Goes on after the loop on StopAsyncIteration, raises anything else again. */
export const END_ASYNC_FOR = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(iterator: PyObject, exception: PyObject): void {
    endAsyncFor(iterator, exception);
  },
});

export const ASYNC_GEN_WRAP = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(value: PyObject): PyObject {
    return wrapYielded(value);
  },
});

/** Pushes the manager's bound `__aexit__` and the awaitable that `__aenter__()` gives. */
export const BEFORE_ASYNC_WITH = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(manager: PyObject): [exit: PyObject, awaitable: PyObject] {
    const exit = enterAsyncContextExit(manager);
    const awaitable = enterAsyncContext(manager);
    return [exit, awaitable];
  },
});

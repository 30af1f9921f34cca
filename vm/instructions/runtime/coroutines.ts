/** Awaitables and asynchronous iterators (CPython: Objects/genobject.c _PyCoro_GetAwaitableIter; Python/ceval.c _PyEval_GetANext). */
import {
  awaitableIterator,
  CoroutineType,
  call,
  delegateOf,
  type Escapes,
  isExceptionOf,
  newException,
  PyBaseException,
  PyGenerator,
  type PyObject,
  type Raises,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  StopAsyncIterationType,
  TypeErrorType,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import type { Frame } from '../frame.ts';
import { reraise } from './exceptions.ts';
import { specialMethod } from './with.ts';

const WHERE = [
  '',
  "'async with' received an object from __aenter__",
  "'async with' received an object from __aexit__",
];

export function getAwaitable(value: PyObject, where: number, _frame: Frame): Escapes<PyObject> {
  const iterator = awaitableIterator(value);
  if (iterator === undefined) {
    const type = typeName(value);
    raiseTypeError(
      where === 0
        ? `'${type}' object can't be awaited`
        : `${WHERE[where]} that does not implement __await__: ${type}`,
    );
  }
  if (
    iterator instanceof PyGenerator &&
    iterator.ob_type === CoroutineType &&
    delegateOf(iterator) !== undefined
  ) {
    raise(RuntimeErrorType, 'coroutine is being awaited already');
  }
  return iterator;
}

export function getAsyncIterator(iterable: PyObject): Escapes<PyObject> {
  const slot = typeOf(iterable).am_aiter;
  if (slot === null) {
    raiseTypeError(`'async for' requires an object with __aiter__ method, got ${typeName(iterable)}`);
  }
  const iterator = slot(iterable);
  if (typeOf(iterator).am_anext === null) {
    raiseTypeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(iterator)}`,
    );
  }
  return iterator;
}

export function getAsyncNext(iterator: PyObject, _frame: Frame): Escapes<PyObject> {
  const slot = typeOf(iterator).am_anext;
  if (slot === null) {
    raiseTypeError(`'async for' requires an iterator with __anext__ method, got ${typeName(iterator)}`);
  }
  const next = slot(iterator);
  let awaitable: PyObject | undefined;
  try {
    awaitable = awaitableIterator(next);
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    throw invalidNext(next, error);
  }
  if (awaitable === undefined) throw invalidNext(next, null);
  return awaitable;
}

function invalidNext(next: PyObject, cause: PyBaseException | null): PyBaseException {
  const error = newException(TypeErrorType, [
    `'async for' received an invalid object from __anext__: ${typeName(next)}`,
  ]);
  if (cause !== null) {
    error.cause = cause;
    error.context = cause;
    error.suppressContext = true;
  }
  return error;
}

export function endAsyncFor(_iterator: PyObject, exception: PyObject): Raises<void> {
  if (!isExceptionOf(exception, StopAsyncIterationType)) reraise(exception);
}

function missing(manager: PyObject, name: string): never {
  raiseTypeError(
    `'${typeName(manager)}' object does not support the asynchronous context manager protocol (missed ${name} method)`,
  );
}

/** The bound `__aexit__`; also checks that `__aenter__` exists, before anything is called. */
export function enterAsyncContextExit(manager: PyObject): Escapes<PyObject> {
  if (specialMethod(manager, '__aenter__') === undefined) missing(manager, '__aenter__');
  return specialMethod(manager, '__aexit__') ?? missing(manager, '__aexit__');
}

export function enterAsyncContext(manager: PyObject): Escapes<PyObject> {
  return call(specialMethod(manager, '__aenter__') as PyObject, []);
}

/** What `await` awaits (CPython: Objects/genobject.c _PyCoro_GetAwaitableIter), and `anext(iterator, default)`. */
import { isExceptionOf } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { callMethod } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { newException, raiseTypeError } from './errors.ts';
import { PyGenerator, PyNextOrDefault } from './generated/layouts.ts';
import type { MethodDef } from './host-types.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  bareType,
  CoroutineType,
  GeneratorType,
  ObjectType,
  StopAsyncIterationType,
  StopIterationType,
} from './types.ts';

const CO_ITERABLE_COROUTINE = 0x100;

/** A coroutine, or a generator that `types.coroutine` has marked: awaited as it is. */
export function isCoroutine(value: PyObject): value is PyGenerator {
  if (!(value instanceof PyGenerator)) return false;
  if (value.ob_type === CoroutineType) return true;
  return value.ob_type === GeneratorType && (value.code.unit.flags & CO_ITERABLE_COROUTINE) !== 0;
}

/** The iterator that an awaitable gives; `undefined` when the value cannot be awaited. */
export function awaitableIterator(value: PyObject): Escapes<PyObject | undefined> {
  if (isCoroutine(value)) return value;
  const slot = typeOf(value).am_await;
  if (slot === null) return undefined;
  const iterator = slot(value);
  if (isCoroutine(iterator)) raiseTypeError('__await__() returned a coroutine');
  if (typeOf(iterator).tp_iternext === null) {
    raiseTypeError(`__await__() returned non-iterator of type '${typeName(iterator)}'`);
  }
  return iterator;
}

// ── anext(iterator, default) ──

const NextOrDefaultType = bareType('anext_awaitable', 'PyNextOrDefault', ObjectType, { final: true });

export function newNextOrDefault(awaitable: PyObject, standard: PyObject): Writes<PyNextOrDefault> {
  return new PyNextOrDefault(NextOrDefaultType, awaitable, standard);
}

/** What `__anext__()` gave, as an iterator. */
function iteratorOf(self: PyObject): Escapes<PyObject> {
  const { awaitable } = self as PyNextOrDefault;
  const iterator = awaitableIterator(awaitable);
  if (iterator === undefined) raiseTypeError(`'${typeName(awaitable)}' object can't be awaited`);
  // A coroutine is awaited as it is, but has no `__next__`.
  if (typeOf(iterator).tp_iternext !== null) return iterator;
  return typeOf(iterator).am_await!(iterator);
}

/** The end of the async iterator is the end of the wait, with the default as its result. */
function orDefault<Result>(self: PyObject, step: () => Escapes<Result>): Escapes<Result> {
  try {
    return step();
  } catch (error) {
    if (!isExceptionOf(error, StopAsyncIterationType)) throw error;
    throw newException(StopIterationType, [(self as PyNextOrDefault).standard]);
  }
}

const proxy = (name: 'send' | 'throw' | 'close', min: number, max: number): MethodDef => ({
  kind: 'FASTCALL',
  name,
  min,
  max,
  call: (self, args) => orDefault(self, () => callMethod(iteratorOf(self), name, ...args)),
});

defineType(NextOrDefaultType, {
  slots: {
    am_await: (self) => self,
    tp_iter: (self) => self,
    tp_iternext(self) {
      const iterator = iteratorOf(self);
      try {
        return typeOf(iterator).tp_iternext!(iterator);
      } catch (error) {
        if (!isExceptionOf(error, StopAsyncIterationType)) throw error;
        machine.returnValue = (self as PyNextOrDefault).standard;
        return undefined;
      }
    },
  },
  methods: [proxy('send', 1, 1), proxy('throw', 1, 3), proxy('close', 0, 0)],
});

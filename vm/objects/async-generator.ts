/**
 * Async generators (PEP 525; CPython: Objects/genobject.c async_gen_asend_send and its kin). What the body yields is
 * wrapped, what it awaits passes through: the awaitable of `asend()` ends when a wrapped value comes.
 */
import { isExceptionOf } from './attributes.ts';
import type { TypeDefinition } from './builtin-type.ts';
import { defineType } from './builtin-type.ts';
import { call } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { newException, raise } from './errors.ts';
import {
  PyAsyncGeneratorStep,
  PyAsyncGeneratorValue,
  type PyBaseException,
  type PyGenerator,
  type PyTuple,
} from './generated/layouts.ts';
import {
  exceptionToThrow,
  generatorAttributes,
  generatorRepr,
  raiseReturned,
  throwInto,
  warnOfSignature,
} from './generator.ts';
import { newGenericAlias } from './generic-alias.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { newTuple } from './tuple.ts';
import {
  AsyncGeneratorASendType,
  AsyncGeneratorAThrowType,
  AsyncGeneratorType,
  AsyncGeneratorValueType,
  GeneratorExitType,
  RuntimeErrorType,
  StopAsyncIterationType,
} from './types.ts';

/** ASYNC_GEN_WRAP. */
export function wrapYielded(value: PyObject): Writes<PyObject> {
  return new PyAsyncGeneratorValue(AsyncGeneratorValueType, value);
}

const NEW = 0;
const RUNNING = 1;
const CLOSED = 2;

function finish(step: PyAsyncGeneratorStep): void {
  step.state = CLOSED;
  step.generator.runningAsync = false;
}

const names = {
  asend: '__anext__()/asend()',
  athrow: 'aclose()/athrow()',
  aclose: 'aclose()/athrow()',
} as const;

/** Before the body runs on: the step must not have ended, nor, where it begins, another one be under way. */
function start(step: PyAsyncGeneratorStep): void {
  const { generator, kind } = step;
  if (step.state === CLOSED) raise(RuntimeErrorType, `cannot reuse already awaited ${names[kind]}`);
  if (step.state === RUNNING) return;
  if (generator.runningAsync) {
    step.state = CLOSED;
    const what = kind === 'asend' ? 'anext' : kind;
    raise(RuntimeErrorType, `${what}(): asynchronous generator is already running`);
  }
  step.state = RUNNING;
  generator.runningAsync = true;
}

/** `throw()` of the awaitable. */
function throwStep(step: PyAsyncGeneratorStep, error: PyBaseException): Escapes<PyObject | undefined> {
  start(step);
  return settle(step, () => throwInto(step.generator, error));
}

/** `close()` of the awaitable: GeneratorExit at what is awaited. */
function closeStep(step: PyAsyncGeneratorStep): null {
  if (step.state === CLOSED) return null;
  try {
    if (throwStep(step, newException(GeneratorExitType, [])) === undefined) return null;
  } catch (error) {
    if (isExceptionOf(error, GeneratorExitType) || isExceptionOf(error, StopAsyncIterationType)) return null;
    throw error;
  }
  raise(RuntimeErrorType, 'coroutine ignored GeneratorExit');
}

/** One step: what is awaited, or `undefined` with the yielded value in `machine.returnValue`. */
function resume(step: PyAsyncGeneratorStep, value: PyObject): Escapes<PyObject | undefined> {
  const { generator, kind } = step;
  const starts = step.state === NEW;
  start(step);
  return settle(step, () => {
    if (!starts) return machine.resumeGenerator(generator, value, 'send');
    switch (kind) {
      case 'asend':
        return machine.resumeGenerator(generator, value === null ? step.arg : value, 'send');
      case 'athrow':
        return throwInto(generator, exceptionToThrow((step.arg as PyTuple).items));
      case 'aclose':
        return startClose(generator);
    }
  });
}

/** GeneratorExit in the body; a generator that never ran, or is finished, just ends. */
function startClose(generator: PyGenerator): PyObject | undefined {
  if (generator.finished || !generator.started) {
    generator.finished = true;
    return undefined;
  }
  return throwInto(generator, newException(GeneratorExitType, []));
}

/** Runs the body on and translates how it stopped. */
function settle(step: PyAsyncGeneratorStep, run: () => PyObject | undefined): PyObject | undefined {
  let result: PyObject | undefined;
  try {
    result = run();
  } catch (error) {
    finish(step);
    const ends = isExceptionOf(error, GeneratorExitType) || isExceptionOf(error, StopAsyncIterationType);
    if (step.kind !== 'aclose' || !ends) throw error;
    machine.returnValue = null;
    return undefined;
  }
  if (result === undefined) {
    finish(step);
    if (step.kind !== 'aclose') throw newException(StopAsyncIterationType, []);
    machine.returnValue = null;
    return undefined;
  }
  if (!(result instanceof PyAsyncGeneratorValue)) return result;
  finish(step);
  if (step.kind === 'aclose') raise(RuntimeErrorType, 'async generator ignored GeneratorExit');
  machine.returnValue = result.value;
  return undefined;
}

const asStep = (self: PyObject): PyAsyncGeneratorStep => self as PyAsyncGeneratorStep;

function stepResult(result: PyObject | undefined): PyObject {
  return result === undefined ? raiseReturned(machine.returnValue) : result;
}

const stepDefinition: TypeDefinition = {
  slots: {
    am_await: (self) => self,
    tp_iter: (self) => self,
    tp_iternext: (self) => resume(asStep(self), null),
  },
  methods: [
    { kind: 'NOARGS', name: '__next__', call: (self) => stepResult(resume(asStep(self), null)) },
    { kind: 'O', name: 'send', call: (self, value) => stepResult(resume(asStep(self), value)) },
    {
      kind: 'FASTCALL',
      name: 'throw',
      min: 1,
      max: 3,
      call: (self, args) => stepResult(throwStep(asStep(self), exceptionToThrow(args, 'throw'))),
    },
    { kind: 'NOARGS', name: 'close', call: (self) => closeStep(asStep(self)) },
  ],
};

defineType(AsyncGeneratorASendType, stepDefinition);
defineType(AsyncGeneratorAThrowType, stepDefinition);

/** `sys.set_asyncgen_hooks`: `firstiter` is called with each async generator before it is first awaited. */
export const asyncGeneratorHooks: { firstiter: PyObject; finalizer: PyObject } = {
  firstiter: null,
  finalizer: null,
};

const announced = new WeakSet<PyGenerator>();

/** The generator about to be awaited; the first time, the hook hears of it (`async_gen_init_hooks`). */
function asGenerator(self: PyObject): Escapes<PyGenerator> {
  const generator = self as PyGenerator;
  const { firstiter } = asyncGeneratorHooks;
  if (firstiter !== null && !announced.has(generator)) {
    announced.add(generator);
    call(firstiter, [generator]);
  }
  return generator;
}

const newSend = (self: PyObject, value: PyObject): PyObject =>
  new PyAsyncGeneratorStep(AsyncGeneratorASendType, asGenerator(self), 'asend', value);

defineType(AsyncGeneratorType, {
  slots: {
    am_aiter: (self) => self,
    am_anext: (self) => newSend(self, null),
    tp_repr: generatorRepr,
  },
  methods: [
    { kind: 'O', name: 'asend', call: newSend },
    {
      kind: 'FASTCALL',
      name: 'athrow',
      min: 1,
      max: 3,
      call(self, args) {
        if (args.length > 1) warnOfSignature('athrow');
        return new PyAsyncGeneratorStep(
          AsyncGeneratorAThrowType,
          asGenerator(self),
          'athrow',
          newTuple([...args]),
        );
      },
    },
    {
      kind: 'NOARGS',
      name: 'aclose',
      call: (self) => new PyAsyncGeneratorStep(AsyncGeneratorAThrowType, asGenerator(self), 'aclose', null),
    },
  ],
  getset: generatorAttributes('ag'),
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

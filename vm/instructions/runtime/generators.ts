/** Generators and delegation to them (language reference 6.2.9; CPython: Objects/genobject.c). */
import {
  type Activation,
  AsyncGeneratorType,
  CoroutineType,
  callMethod,
  type Escapes,
  GeneratorType,
  getIter,
  isExceptionOf,
  iterNext,
  machine,
  type PyBaseException,
  type PyCode,
  type PyFunction,
  PyGenerator,
  type PyObject,
  type Raises,
  type Reads,
  raiseTypeError,
  StopIterationType,
  type Writes,
} from '../../objects/index.ts';
import type { Frame } from '../frame.ts';

const CO_COROUTINE = 0x80;
const CO_ITERABLE_COROUTINE = 0x100;
const CO_ASYNC_GENERATOR = 0x200;

/** The generator object of a frame; the tiers give frames a method to detach from the caller. */
export function makeGenerator(frame: Frame): Writes<PyGenerator> {
  return newGenerator(frame.code, frame.func, frame.detach());
}

/** A generator, coroutine or asynchronous generator, as the flags of the code say, that runs in `activation`. */
export function newGenerator(
  code: PyCode,
  func: PyFunction | null,
  activation: Activation,
): Writes<PyGenerator> {
  const { flags } = code.unit;
  const type =
    flags & CO_COROUTINE ? CoroutineType : flags & CO_ASYNC_GENERATOR ? AsyncGeneratorType : GeneratorType;
  return new PyGenerator(
    type,
    activation,
    code,
    func === null ? code.name : func.name,
    func === null ? code.name : func.qualname,
  );
}

export function getYieldFromIter(iterable: PyObject, frame: Frame): Escapes<PyObject> {
  if (iterable instanceof PyGenerator && iterable.ob_type === CoroutineType) {
    if (frame.code.unit.flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)) return iterable;
    raiseTypeError("cannot 'yield from' a coroutine object in a non-coroutine generator");
  }
  if (iterable instanceof PyGenerator && iterable.ob_type === GeneratorType) return iterable;
  return getIter(iterable);
}

let returned: PyObject = null;

/** The next value, `undefined` when the receiver is finished: then `sendReturnValue` gives its value. */
export function sendTo(receiver: PyObject, value: PyObject): Escapes<PyObject | undefined> {
  if (receiver instanceof PyGenerator && receiver.ob_type !== AsyncGeneratorType) {
    const result = machine.resumeGenerator(receiver, value, 'send');
    if (result === undefined) returned = machine.returnValue;
    return result;
  }
  // Only generators say what they return; other iterators end without a value.
  machine.returnValue = null;
  try {
    const result = value === null ? iterNext(receiver) : callMethod(receiver, 'send', value);
    if (result === undefined) returned = machine.returnValue;
    return result;
  } catch (error) {
    if (!isExceptionOf(error, StopIterationType)) throw error;
    returned = stopValue(error as PyBaseException);
    return undefined;
  }
}

export function sendReturnValue(): Reads<PyObject> {
  const value = returned;
  return value;
}

export function stopValue(error: PyBaseException): PyObject {
  return error.args.items.length > 0 ? error.args.items[0]! : null;
}

export function cleanupThrow(exception: PyObject): Raises<PyObject> {
  if (isExceptionOf(exception, StopIterationType)) return stopValue(exception as PyBaseException);
  throw exception;
}

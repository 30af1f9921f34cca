/** Rules of generators that do not depend on how their frames run (CPython: Objects/genobject.c, gen_send_ex2). */
import {
  AsyncGeneratorType,
  CoroutineType,
  isSubtype,
  machine,
  newException,
  type PyBaseException,
  type PyGenerator,
  type PyObject,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  raiseValueError,
  StopAsyncIterationType,
  StopIterationType,
} from '../objects/index.ts';
import { asPythonException } from './unwind.ts';

export function kindOf(generator: PyGenerator): 'generator' | 'coroutine' | 'async generator' {
  if (generator.ob_type === CoroutineType) return 'coroutine';
  return generator.ob_type === AsyncGeneratorType ? 'async generator' : 'generator';
}

/**
 * Checks that the generator can be resumed, and marks it running. False when it is finished: sending then gives nothing
 * and throwing raises the exception.
 */
export function startGenerator(generator: PyGenerator, value: PyObject, mode: 'send' | 'throw'): boolean {
  const kind = kindOf(generator);
  if (generator.running) raiseValueError(`${kind} already executing`);
  if (generator.finished) {
    if (kind === 'coroutine') {
      raise(RuntimeErrorType, 'cannot reuse already awaited coroutine');
    }
    if (mode === 'throw') throw value;
    machine.returnValue = null;
    return false;
  }
  if (!generator.started && mode === 'send' && value !== null) {
    raiseTypeError(`can't send non-None value to a just-started ${kind}`);
  }
  generator.started = true;
  generator.running = true;
  return true;
}

/** The generator ended by an exception: StopIteration out of its body is an error (PEP 479). */
export function finishGenerator(generator: PyGenerator, error: unknown): PyBaseException {
  generator.finished = true;
  const exception = asPythonException(error);
  const stop = isSubtype(exception.ob_type, StopIterationType);
  const asyncStop =
    generator.ob_type === AsyncGeneratorType && isSubtype(exception.ob_type, StopAsyncIterationType);
  if (!stop && !asyncStop) return exception;
  const replaced = newException(RuntimeErrorType, [
    `${kindOf(generator)} raised ${stop ? 'StopIteration' : 'StopAsyncIteration'}`,
  ]);
  replaced.cause = exception;
  replaced.context = exception;
  replaced.suppressContext = true;
  return replaced;
}

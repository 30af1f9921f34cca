/** The context manager protocol (language reference 8.5, PEP 343). */
import {
  call,
  type Escapes,
  lookupInType,
  type PyBaseException,
  type PyObject,
  raiseTypeError,
  typeName,
  typeOf,
} from '../../objects/index.ts';

/** A special method looked up on the type and bound, or `undefined`. */
export function specialMethod(owner: PyObject, name: string): Escapes<PyObject | undefined> {
  const type = typeOf(owner);
  const found = lookupInType(type, name);
  if (found === undefined) return undefined;
  const get = typeOf(found).tp_descr_get;
  return get === null ? found : get(found, owner, type);
}

/** The bound `__exit__`; also checks that `__enter__` exists, before anything is called. */
export function enterContextExit(manager: PyObject): Escapes<PyObject> {
  const missing = (name: string): never =>
    raiseTypeError(
      `'${typeName(manager)}' object does not support the context manager protocol (missed ${name} method)`,
    );
  if (lookupInType(typeOf(manager), '__enter__') === undefined) missing('__enter__');
  return specialMethod(manager, '__exit__') ?? missing('__exit__');
}

export function enterContext(manager: PyObject): Escapes<PyObject> {
  const enter = specialMethod(manager, '__enter__') as PyObject;
  return call(enter, []);
}

/** `__exit__(type, exception, traceback)`. */
export function exitContextWithException(exit: PyObject, exception: PyObject): Escapes<PyObject> {
  const raised = exception as PyBaseException;
  return call(exit, [raised.ob_type, raised, raised.traceback]);
}

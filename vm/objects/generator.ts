/** Generators and coroutines as Python sees them (CPython: Objects/genobject.c). Their bodies run in the machine. */

import { getAttributeOrUndefined, isExceptionOf } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callMethod } from './call.ts';
import type { Escapes } from './effects.ts';
import { newException, raise, raiseTypeError, raiseValueError } from './errors.ts';
import { exceptionField } from './exception-fields.ts';
import { isExceptionClass } from './exceptions.ts';
import {
  PyBaseException,
  PyCoroutineWrapper,
  PyGenerator,
  PyTraceback,
  PyTuple,
  type PyType,
} from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { GetSetDef, MethodDef } from './host-types.ts';
import { addressOf } from './identity.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { repr } from './operators.ts';
import { asStr, isStr, newStr, strToJs } from './str.ts';
import { isSubtype } from './type-lookup.ts';
import { typeName } from './typeof.ts';
import {
  CoroutineType,
  CoroutineWrapperType,
  DeprecationWarningType,
  GeneratorExitType,
  GeneratorType,
  RuntimeErrorType,
  StopIterationType,
} from './types.ts';
import { warn } from './warn.ts';

const asGenerator = (self: PyObject): PyGenerator => self as PyGenerator;

/** What the generator waits for in `yield from` or `await`; `undefined` when it waits for nothing. */
export function delegateOf(generator: PyGenerator): PyObject | undefined {
  if (generator.running || generator.finished || !generator.started) return undefined;
  return generator.yieldFrom ?? generator.activation.delegate?.();
}

/** Raises StopIteration, with the value returned unless that is None. */
export function raiseReturned(value: PyObject): never {
  throw newException(StopIterationType, value === null ? [] : [value]);
}

function send(self: PyObject, value: PyObject): PyObject {
  const result = machine.resumeGenerator(asGenerator(self), value, 'send');
  return result === undefined ? raiseReturned(machine.returnValue) : result;
}

/** The class called; where that fails, the failure is what is thrown (PyErr_NormalizeException). */
function instanceOf(type: PyType, args: PyObject[]): Escapes<PyBaseException> {
  try {
    const made = call(type, args);
    if (made instanceof PyBaseException) return made;
    raiseTypeError(
      `calling ${strToJs(repr(type))} should have returned an instance of BaseException, not ${typeName(made)}`,
    );
  } catch (error) {
    if (error instanceof PyBaseException) return error;
    throw error;
  }
}

/** More than the exception itself is given. */
export function warnOfSignature(method: 'throw' | 'athrow'): Escapes<void> {
  const text = `the (type, exc, tb) signature of ${method}() is deprecated, use the single-arg signature instead.`;
  warn(DeprecationWarningType, text);
}

/** The exception that `throw(type, value, traceback)` means. */
export function exceptionToThrow(
  args: readonly PyObject[],
  method?: 'throw' | 'athrow',
): Escapes<PyBaseException> {
  if (method !== undefined && args.length > 1) warnOfSignature(method);
  const [type, value = null, traceback = null] = args as [PyObject, PyObject?, PyObject?];
  if (traceback !== null && !(traceback instanceof PyTraceback)) {
    raiseTypeError('throw() third argument must be a traceback object');
  }
  let error: PyBaseException;
  if (isExceptionClass(type)) {
    error =
      value instanceof PyBaseException && isSubtype(value.ob_type, type)
        ? value
        : instanceOf(type, value === null ? [] : value instanceof PyTuple ? [...value.items] : [value]);
  } else if (type instanceof PyBaseException) {
    if (value !== null) raiseTypeError('instance exception may not have a separate value');
    error = type;
  } else {
    raiseTypeError(
      `exceptions must be classes or instances deriving from BaseException, not ${typeName(type)}`,
    );
  }
  if (traceback !== null) error.traceback = traceback;
  return error;
}

/**
 * Throws into the generator, or first into what it delegates to (_gen_throw). The yielded value, or `undefined` when
 * the body returned: then `machine.returnValue` is the value.
 */
export function throwInto(generator: PyGenerator, error: PyBaseException): Escapes<PyObject | undefined> {
  const delegate = delegateOf(generator);
  if (delegate === undefined) return machine.resumeGenerator(generator, error, 'throw');
  let failure: PyObject = error;
  try {
    generator.running = true;
    if (isExceptionOf(error, GeneratorExitType)) closeDelegate(delegate);
    else if (delegate instanceof PyGenerator) {
      const result = machine.withFrameOf(generator, () => throwInto(delegate, error));
      if (result !== undefined) return result;
      failure = newException(StopIterationType, machine.returnValue === null ? [] : [machine.returnValue]);
    } else {
      const method = getAttributeOrUndefined(delegate, 'throw');
      if (method !== undefined) return call(method, [error]);
    }
  } catch (raised) {
    if (!(raised instanceof PyBaseException)) throw raised;
    failure = raised;
  } finally {
    generator.running = false;
  }
  // The delegate has ended: what it raised arrives at the `yield from`, where StopIteration carries its result.
  return machine.resumeGenerator(generator, failure, 'throw');
}

function closeDelegate(delegate: PyObject): void {
  if (delegate instanceof PyGenerator) {
    closeGenerator(delegate);
    return;
  }
  const close = getAttributeOrUndefined(delegate, 'close');
  if (close !== undefined) call(close, []);
}

/** `close()`: raises GeneratorExit in the body; the value it returns, if it does. */
export function closeGenerator(generator: PyGenerator): Escapes<PyObject> {
  if (generator.finished) return null;
  if (generator.running) raiseValueError(`${kind(generator)} already executing`);
  if (!generator.started) {
    generator.finished = true;
    return null;
  }
  try {
    const result = throwInto(generator, newException(GeneratorExitType, []));
    if (result === undefined) return machine.returnValue;
  } catch (error) {
    if (isExceptionOf(error, GeneratorExitType)) return null;
    if (isExceptionOf(error, StopIterationType))
      return exceptionField(error as PyBaseException, StopIterationType, 'value');
    throw error;
  }
  raise(RuntimeErrorType, `${kind(generator)} ignored GeneratorExit`);
}

const kind = (generator: PyGenerator): string => typeName(generator).replace('_', ' ');

/** `__next__`, whose StopIteration carries what the body returned: the slot alone does not. */
const nextMethod: MethodDef = {
  kind: 'NOARGS',
  name: '__next__',
  doc: 'Implement next(self).',
  call: (self) => send(self, null),
};

const generatorMethods: readonly MethodDef[] = [
  { kind: 'O', name: 'send', call: send },
  {
    kind: 'FASTCALL',
    name: 'throw',
    min: 1,
    max: 3,
    call: (self, args) => {
      const result = throwInto(asGenerator(self), exceptionToThrow(args, 'throw'));
      return result === undefined ? raiseReturned(machine.returnValue) : result;
    },
  },
  { kind: 'NOARGS', name: 'close', call: (self) => closeGenerator(asGenerator(self)) },
];

/** Name and state of generators (`gi_`), coroutines (`cr_`) and async generators (`ag_`). */
export function generatorAttributes(prefix: 'gi' | 'cr' | 'ag'): GetSetDef[] {
  const text = (name: string, field: 'name' | 'qualname'): GetSetDef => ({
    name,
    get: (self) => asGenerator(self)[field],
    set: (self, value) => {
      if (value === undefined || !isStr(value)) raiseTypeError(`${name} must be set to a string object`);
      asGenerator(self)[field] = value;
    },
  });
  return [
    text('__name__', 'name'),
    text('__qualname__', 'qualname'),
    { name: `${prefix}_code`, get: (self) => asGenerator(self).code },
    {
      name: `${prefix}_running`,
      get: (self) => (prefix === 'ag' ? asGenerator(self).runningAsync : asGenerator(self).running),
    },
    {
      name: `${prefix}_suspended`,
      get: (self) => {
        const { running, finished, started } = asGenerator(self);
        return started && !running && !finished;
      },
    },
    { name: `${prefix}_frame`, get: (self) => frameOf(asGenerator(self)) },
    {
      name: prefix === 'gi' ? 'gi_yieldfrom' : `${prefix}_await`,
      get: (self) => delegateOf(asGenerator(self)) ?? null,
    },
    ...(prefix === 'cr' ? [{ name: 'cr_origin', get: (): PyObject => null }] : []),
  ];
}

function frameOf(generator: PyGenerator): PyObject {
  return generator.finished ? null : (generator.activation.frameObject?.() ?? null);
}

export function generatorRepr(self: PyObject): PyObject {
  const name = asStr(asGenerator(self).qualname);
  return newStr(
    `<${typeName(self)} object ${name === undefined ? '?' : strToJs(name)} at ${addressOf(self)}>`,
  );
}

defineType(GeneratorType, {
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => machine.resumeGenerator(asGenerator(self), null, 'send'),
    tp_repr: generatorRepr,
  },
  methods: [nextMethod, ...generatorMethods],
  getset: generatorAttributes('gi'),
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

defineType(CoroutineType, {
  slots: {
    am_await: (self) => new PyCoroutineWrapper(CoroutineWrapperType, asGenerator(self)),
    tp_repr: generatorRepr,
  },
  methods: generatorMethods,
  getset: generatorAttributes('cr'),
  classMethods: [{ kind: 'O', name: '__class_getitem__', call: newGenericAlias }],
});

const wrapped = (self: PyObject): PyGenerator => (self as PyCoroutineWrapper).coroutine;

defineType(CoroutineWrapperType, {
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => machine.resumeGenerator(wrapped(self), null, 'send'),
  },
  methods: [
    { kind: 'NOARGS', name: '__next__', call: (self) => send(wrapped(self), null) },
    { kind: 'O', name: 'send', call: (self, value) => send(wrapped(self), value) },
    {
      kind: 'FASTCALL',
      name: 'throw',
      min: 1,
      max: 3,
      call: (self, args) => callMethod(wrapped(self), 'throw', ...args),
    },
    { kind: 'NOARGS', name: 'close', call: (self) => closeGenerator(wrapped(self)) },
  ],
});

/** Generator and coroutine objects (language reference 6.2.9; CPython: Objects/genobject.c). Their frames belong to the machine. */
import { defineType } from './builtin-type.ts';
import { call } from './call.ts';
import type { Escapes } from './effects.ts';
import { newException, raise, raiseTypeError } from './errors.ts';
import { PyBaseException, PyGenerator, PyTraceback, PyType } from './generated/layouts.ts';
import type { MethodDef } from './host-types.ts';
import { addressOf } from './identity.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { isSubtype } from './type-lookup.ts';
import { strToJs } from './str.ts';
import { str } from './operators.ts';
import { typeName } from './typeof.ts';
import {
  BaseExceptionType,
  CoroutineType,
  GeneratorExitType,
  GeneratorType,
  RuntimeErrorType,
  StopIterationType,
} from './types.ts';

function stopIteration(value: PyObject): PyBaseException {
  return newException(StopIterationType, value === null ? [] : [value]);
}

function resume(generator: PyGenerator, value: PyObject, mode: 'send' | 'throw'): Escapes<PyObject> {
  const result = machine.resumeGenerator(generator, value, mode);
  if (result !== undefined) return result;
  throw stopIteration(machine.returnValue);
}

/** The exception that `throw(type, value, traceback)` raises. */
function exceptionToThrow(args: readonly PyObject[]): PyBaseException {
  const [type, value, traceback] = args;
  let exception: PyBaseException;
  if (type instanceof PyBaseException) {
    if (value !== undefined && value !== null) raiseTypeError('instance exception may not have a separate value');
    exception = type;
  } else if (type instanceof PyType && isSubtype(type, BaseExceptionType)) {
    const made = value instanceof PyBaseException ? value : call(type, value === undefined || value === null ? [] : [value]);
    exception = made as PyBaseException;
  } else raiseTypeError(`exceptions must be classes or instances deriving from BaseException, not ${typeName(type!)}`);
  if (traceback instanceof PyTraceback) exception.traceback = traceback;
  return exception;
}

function close(generator: PyGenerator): Escapes<PyObject> {
  if (generator.finished) return null;
  if (!generator.started) {
    generator.finished = true;
    return null;
  }
  let result: PyObject | undefined;
  try {
    result = machine.resumeGenerator(generator, newException(GeneratorExitType, []), 'throw');
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    if (isSubtype(error.ob_type, GeneratorExitType) || isSubtype(error.ob_type, StopIterationType)) return null;
    throw error;
  }
  if (result !== undefined) raise(RuntimeErrorType, `${kind(generator)} ignored GeneratorExit`);
  return machine.returnValue;
}

function kind(generator: PyGenerator): string {
  return generator.ob_type === CoroutineType ? 'coroutine' : 'generator';
}

const methods: MethodDef[] = [
  {
    kind: 'O',
    name: 'send',
    doc: "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
    call: (self, value) => resume(self as PyGenerator, value, 'send'),
  },
  {
    kind: 'FASTCALL',
    name: 'throw',
    min: 1,
    max: 3,
    call: (self, args) => resume(self as PyGenerator, exceptionToThrow(args), 'throw'),
  },
  { kind: 'NOARGS', name: 'close', call: (self) => close(self as PyGenerator) },
];

const nameOf = (field: 'name' | 'qualname') => ({
  name: `__${field}__`,
  get: (self: PyObject) => (self as PyGenerator)[field],
  set: (self: PyObject, value: PyObject | undefined) => {
    if (typeof value !== 'string') raiseTypeError(`__${field}__ must be set to a string object`);
    (self as PyGenerator)[field] = value;
  },
});

const repr = (self: PyObject): PyObject =>
  `<${kind(self as PyGenerator)} object ${strToJs(str((self as PyGenerator).qualname))} at ${addressOf(self)}>`;

defineType(GeneratorType, {
  slots: {
    tp_repr: repr,
    tp_iter: (self) => self,
    tp_iternext: (self) => machine.resumeGenerator(self as PyGenerator, null, 'send'),
  },
  methods,
  getset: [
    nameOf('name'),
    nameOf('qualname'),
    { name: 'gi_running', get: (self) => (self as PyGenerator).running },
    { name: 'gi_code', get: (self) => (self as PyGenerator).code },
  ],
});

defineType(CoroutineType, {
  slots: { tp_repr: repr, am_await: (self) => self },
  methods,
  getset: [
    nameOf('name'),
    nameOf('qualname'),
    { name: 'cr_running', get: (self) => (self as PyGenerator).running },
    { name: 'cr_code', get: (self) => (self as PyGenerator).code },
  ],
});

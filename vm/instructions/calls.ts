/** Calls, functions and returns (language reference 6.3.4, 7.6, 8.7). */
import { type PyFunction, type PyInstance, type PyObject, TypeType, typeOf } from '../objects/index.ts';
import { CallCache } from './caches.ts';
import { instruction, specialization } from './define.ts';
import type { Frame } from './frame.ts';
import {
  type Args,
  enterBound,
  enterExact,
  enterInit,
  enterMethod,
  guard,
  jumpAfterIf,
  type Oparg,
  returnValue,
  yieldValue,
} from './primitives.ts';
import {
  bindArguments,
  bindKeywordCall,
  callHost0,
  callHost1,
  callHost2,
  callHost3,
  callHostArgs,
  callKeywords,
  callObject,
  callUnpacked,
  constructBuiltin,
  lengthOfKnown,
  newShapedInstance,
  withDefaults,
} from './runtime/calls.ts';
import { makeFunction, setFunctionAttribute } from './runtime/functions.ts';
import {
  cleanupThrow,
  getYieldFromIter,
  makeGenerator,
  sendReturnValue,
  sendTo,
} from './runtime/generators.ts';
import {
  isFunction,
  isFunctionOf,
  isFunctionTaking,
  isIdentical,
  isNoSelf,
  isSelf,
} from './runtime/predicates.ts';
import { selectCall } from './runtime/select-calls.ts';

export const CALL = instruction({
  effect: 'Escapes',
  cache: CallCache,
  select: selectCall,
  execute(callable: PyObject, self: PyObject | undefined, args: Args): PyObject {
    if (isFunction(callable)) {
      return enterBound(callable, bindArguments(callable, self, args));
    }
    return callObject(callable, self, args);
  },
});

/** A Python function whose parameters are exactly the arguments. */
export const CALL_PY_EXACT_ARGS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isNoSelf(self));
    guard(isFunctionTaking(callable, cache.argcount));
    return enterExact(callable, args);
  },
});

/** The same for a method found by LOAD_METHOD. */
export const CALL_METHOD_EXACT_ARGS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isSelf(self));
    guard(isFunctionTaking(callable, cache.argcount));
    return enterMethod(callable, self, args);
  },
});

/** Positional arguments, the rest from defaults. */
export const CALL_PY_DEFAULTS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isFunctionOf(callable, cache.callable));
    guard(callable.version === cache.version);
    return enterBound(callable, withDefaults(callable, self, args));
  },
});

/** A class with `__init__` in Python and no `__new__` or metaclass `__call__`. */
export const CALL_CLASS_INIT = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isNoSelf(self));
    guard(isIdentical(callable, cache.callable));
    return enterInit(cache.init as PyFunction, newShapedInstance(callable, cache.shape), args);
  },
});

/** A built-in function or method of one argument: the host function is called as it is, here and below. */
export const CALL_BUILTIN_O = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isIdentical(callable, cache.callable));
    return callHost1(cache.call, self === undefined ? cache.receiver : self, args[0]!);
  },
});

export const CALL_BUILTIN_NOARGS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, cache: CallCache): PyObject {
    guard(isIdentical(callable, cache.callable));
    return callHost0(cache.call, self === undefined ? cache.receiver : self);
  },
});

export const CALL_BUILTIN_TWO = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isIdentical(callable, cache.callable));
    return callHost2(cache.call, self === undefined ? cache.receiver : self, args[0]!, args[1]!);
  },
});

export const CALL_BUILTIN_THREE = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isIdentical(callable, cache.callable));
    return callHost3(cache.call, self === undefined ? cache.receiver : self, args[0]!, args[1]!, args[2]!);
  },
});

/** Host functions that take an array. */
export const CALL_BUILTIN_ARGS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isIdentical(callable, cache.callable));
    return callHostArgs(cache.call, self === undefined ? cache.receiver : self, args);
  },
});

/** A class that is not made by a class statement: its `__new__`, and its `__init__` if it has one. */
export const CALL_BUILTIN_CLASS = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): PyObject {
    guard(isNoSelf(self));
    guard(isIdentical(callable, cache.callable));
    return constructBuiltin(cache.create, callable, args);
  },
});

/** `type(value)`. */
export const CALL_TYPE_OF = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Pure',
  execute(callable: PyObject, self: PyObject | undefined, args: Args): PyObject {
    guard(isNoSelf(self));
    guard(isIdentical(callable, TypeType));
    return typeOf(args[0]!);
  },
});

export const CALL_LEN = specialization(CALL, {
  flag: 'specialize-calls',
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, cache: CallCache): number {
    guard(isNoSelf(self));
    guard(isIdentical(callable, cache.callable));
    return lengthOfKnown(args[0]!);
  },
});

/** The last `len(names)` arguments are keywords. */
export const CALL_KW = instruction({
  effect: 'Escapes',
  execute(callable: PyObject, self: PyObject | undefined, args: Args, names: PyObject): PyObject {
    if (isFunction(callable)) {
      return enterBound(callable, bindKeywordCall(callable, self, args, names));
    }
    return callKeywords(callable, self, args, names);
  },
});

/** `callable(*positional, **keywords)`; the last input is the mapping when `oparg` is odd. */
export const CALL_FUNCTION_EX = instruction({
  effect: 'Escapes',
  outOfLine: true,
  count: (oparg) => 1 + (oparg & 1),
  execute(callable: PyObject, _self: PyObject | undefined, args: Args): PyObject {
    return callUnpacked(callable, args);
  },
});

export const MAKE_FUNCTION = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(code: PyObject, frame: Frame): PyObject {
    return makeFunction(code, frame);
  },
});

export const SET_FUNCTION_ATTRIBUTE = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(value: PyObject, func: PyObject, oparg: Oparg): PyObject {
    return setFunctionAttribute(func, value, oparg);
  },
});

export const RETURN_VALUE = instruction({
  effect: 'Pure',
  execute(value: PyObject): void {
    returnValue(value);
  },
});

/** Makes the generator (coroutine, asynchronous generator) of this frame and returns it to the caller. */
export const RETURN_GENERATOR = instruction({
  effect: 'Writes',
  execute(frame: Frame): PyObject {
    return yieldValue(makeGenerator(frame));
  },
});

export const YIELD_VALUE = instruction({
  effect: 'Escapes',
  execute(value: PyObject): PyObject {
    return yieldValue(value);
  },
});

export const GET_YIELD_FROM_ITER = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(iterable: PyObject, frame: Frame): PyObject {
    return getYieldFromIter(iterable, frame);
  },
});

/** Sends to the sub-iterator; when it finishes, jumps with its return value in place of the yielded one. */
export const SEND = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(receiver: PyObject, value: PyObject): [receiver: PyObject, result: PyObject] {
    const yielded = sendTo(receiver, value);
    const result = yielded === undefined ? sendReturnValue() : yielded;
    jumpAfterIf(yielded === undefined);
    return [receiver, result];
  },
});

export const END_SEND = instruction({
  effect: 'Pure',
  outOfLine: true,
  execute(_receiver: PyObject, value: PyObject): PyObject {
    return value;
  },
});

/** After an exception thrown into a `yield from`: StopIteration gives the value, all else goes on. */
export const CLEANUP_THROW = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(
    _subIterator: PyObject,
    _lastSent: PyObject,
    exception: PyObject,
  ): [none: PyObject, value: PyObject] {
    const value = cleanupThrow(exception);
    return [null, value];
  },
});

export type { PyInstance };

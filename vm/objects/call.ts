/** Calling anything: the `tp_call` slot, and host functions by their calling convention. */
import { loadMethod, methodSelf } from './attributes.ts';
import type { Escapes, Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { KeywordNames, MethodDef } from './host-types.ts';
import type { PyObject } from './object.ts';
import { typeName, typeOf } from './typeof.ts';

/**
 * Calls `callable`. `args` holds the positional values, then one value for each of `names`.
 * The array is the callee's to keep: pass a fresh one.
 */
export function call(callable: PyObject, args: PyObject[], names: KeywordNames = null): Escapes<PyObject> {
  const slot = typeOf(callable).tp_call;
  if (slot === null) raiseNotCallable(callable);
  return slot(callable, args, names);
}

export function callNoArgs(callable: PyObject): Escapes<PyObject> {
  return call(callable, [], null);
}

export function callOneArg(callable: PyObject, arg: PyObject): Escapes<PyObject> {
  return call(callable, [arg], null);
}

/** `callable(self, *args, **named)`. */
export function callPrepending(
  callable: PyObject,
  self: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<PyObject> {
  return call(callable, prepend(self, args), names);
}

/** `owner.name(*args)`. */
export function callMethod(owner: PyObject, name: string, ...args: PyObject[]): Escapes<PyObject> {
  const callable = loadMethod(owner, name);
  const self = methodSelf.value;
  return call(callable, self === undefined ? args : prepend(self, args), null);
}

export function prepend(first: PyObject, rest: readonly PyObject[]): PyObject[] {
  switch (rest.length) {
    case 0:
      return [first];
    case 1:
      return [first, rest[0]!];
    case 2:
      return [first, rest[0]!, rest[1]!];
    default:
      return [first, ...rest];
  }
}

export function raiseNotCallable(callable: PyObject): never {
  raiseTypeError(`'${typeName(callable)}' object is not callable`);
}

/**
 * Calls a host function with its arguments checked against its calling convention (CPython: Objects/descrobject.c and
 * methodobject.c, `vectorcall_*`). `owner` is what its messages put before the name: "list." or "".
 */
export function callHost(
  def: MethodDef,
  owner: string,
  self: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<PyObject> {
  if (def.kind === 'KEYWORDS') return def.call(self, args, names);
  if (names !== null && names.length > 0) raiseTypeError(`${owner}${def.name}() takes no keyword arguments`);
  const count = args.length;
  switch (def.kind) {
    case 'NOARGS':
      if (count !== 0) raiseTypeError(`${owner}${def.name}() takes no arguments (${count} given)`);
      return def.call(self);
    case 'O':
      if (count !== 1) raiseTypeError(`${owner}${def.name}() takes exactly one argument (${count} given)`);
      return def.call(self, args[0]!);
    case 'FASTCALL':
      if (count < def.min || (def.max >= 0 && count > def.max))
        checkPositional(def.name, count, def.min, def.max);
      return def.call(self, args);
    case 'POSITIONAL':
      if (count < def.min || count > def.max) checkPositional(def.name, count, def.min, def.max);
      return def.call(self, args[0], args[1], args[2]);
  }
}

/** `_PyArg_CheckPositional`. `max` −1: unbounded. */
export function checkPositional(name: string, count: number, min: number, max: number): Raises<void> {
  if (count < min)
    raiseTypeError(`${name} expected ${min === max ? '' : 'at least '}${min} ${plural(min)}, got ${count}`);
  if (max >= 0 && count > max) {
    raiseTypeError(`${name} expected ${min === max ? '' : 'at most '}${max} ${plural(max)}, got ${count}`);
  }
}

function plural(count: number): string {
  return count === 1 ? 'argument' : 'arguments';
}

export function checkNoKeywords(name: string, names: KeywordNames): Raises<void> {
  if (names !== null && names.length > 0) raiseTypeError(`${name}() takes no keyword arguments`);
}

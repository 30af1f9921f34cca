/** Semantics of call instructions beyond entering a Python function. */

import type { NewSlot } from '../../objects/host-types.ts';
import {
  call,
  type Escapes,
  getAttributeOrUndefined,
  getItem,
  isIterable,
  isStr,
  isSubtype,
  iterateToArray,
  lengthOf,
  newInstance,
  type PyDict,
  type PyFunction,
  type PyHeapObject,
  PyInstance,
  type PyObject,
  PyTuple,
  type PyType,
  type Raises,
  raiseTypeError,
  type Shape,
  str,
  strToJs,
  textOf,
  typeName,
  typeOf,
  type Writes,
} from '../../objects/index.ts';
import type { HostCall } from '../caches.ts';
import { bind, bindArguments, withDefaults } from './bind.ts';

export { bindArguments, withDefaults };

/** The loops make the array of arguments for the call alone: it is passed on as it is. */
function withSelf(self: PyObject | undefined, args: readonly PyObject[]): PyObject[] {
  return self === undefined ? (args as PyObject[]) : [self, ...args];
}

/** Calls anything that is not a Python function. */
export function callObject(
  callable: PyObject,
  self: PyObject | undefined,
  args: readonly PyObject[],
): Escapes<PyObject> {
  const all = withSelf(self, args);
  return call(callable, all);
}

/** Names are host strings already unless a character lies above U+FFFF: then, as nearly always, nothing is copied. */
function keywordNames(names: PyObject): readonly string[] {
  const { items } = names as PyTuple;
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'string') return items.map(textOf);
  return items as readonly string[];
}

/** Locals of a Python function called with keywords: the last of `args` by `names`. */
export function bindKeywordCall(
  callee: PyFunction,
  self: PyObject | undefined,
  args: readonly PyObject[],
  names: PyObject,
): Raises<(PyObject | undefined)[]> {
  const all = withSelf(self, args);
  return bind(callee, all, keywordNames(names));
}

export function callKeywords(
  callable: PyObject,
  self: PyObject | undefined,
  args: readonly PyObject[],
  names: PyObject,
): Escapes<PyObject> {
  const all = withSelf(self, args);
  return call(callable, all, keywordNames(names));
}

/** `callable(*args[0], **args[1])`. */
export function callUnpacked(callable: PyObject, args: readonly PyObject[]): Escapes<PyObject> {
  const { all, names } = unpackedArguments(callable, args);
  return call(callable, all, names);
}

/** The arguments of `callable(*args[0], **args[1])` in one array, with the names of the last ones. */
export function unpackedArguments(
  callable: PyObject,
  args: readonly PyObject[],
): Escapes<{ all: PyObject[]; names: string[] | null }> {
  const [positional, keywords] = args;
  if (!(positional instanceof PyTuple) && !isIterable(positional!)) {
    raiseTypeError(
      `${describe(callable)} argument after * must be an iterable, not ${typeName(positional!)}`,
    );
  }
  const all = positional instanceof PyTuple ? positional.items.slice() : iterateToArray(positional!).slice();
  if (keywords === undefined) return { all, names: null };
  const names: string[] = [];
  const mapping = keywords as PyDict;
  for (const key of mapping.table.keyItems()) {
    if (!isStr(key)) raiseTypeError('keywords must be strings');
    names.push(textOf(key));
    all.push(getItem(mapping, key));
  }
  return { all, names: names.length === 0 ? null : names };
}

/** `_PyObject_FunctionStr`. */
function describe(callable: PyObject): Escapes<string> {
  const qualname = getAttributeOrUndefined(callable, '__qualname__');
  if (qualname === undefined) return strToJs(str(callable));
  const module = getAttributeOrUndefined(callable, '__module__');
  const prefix =
    module === undefined || module === null || module === 'builtins' ? '' : `${strToJs(str(module))}.`;
  return `${prefix}${strToJs(str(qualname))}()`;
}

/** `object.__new__` of a class known to have nothing else; `shape` is its root. */
export function newShapedInstance(type: PyHeapObject, shape: Shape | null): Writes<PyInstance> {
  if (shape === null) return newInstance(type as PyType);
  return new PyInstance(type as PyType, shape);
}

/** Calls a host function; which convention it has, `select` knew. */
export function callHost0(host: HostCall | null, self: PyObject): Escapes<PyObject> {
  return (host as (self: PyObject) => PyObject)(self);
}
export function callHost1(host: HostCall | null, self: PyObject, a: PyObject): Escapes<PyObject> {
  return (host as (self: PyObject, a: PyObject) => PyObject)(self, a);
}
export function callHost2(
  host: HostCall | null,
  self: PyObject,
  a: PyObject,
  b: PyObject,
): Escapes<PyObject> {
  return (host as (self: PyObject, a: PyObject, b: PyObject) => PyObject)(self, a, b);
}
export function callHost3(
  host: HostCall | null,
  self: PyObject,
  a: PyObject,
  b: PyObject,
  c: PyObject,
): Escapes<PyObject> {
  return (host as (self: PyObject, a: PyObject, b: PyObject, c: PyObject) => PyObject)(self, a, b, c);
}
/** FASTCALL and KEYWORDS conventions. */
export function callHostArgs(
  host: HostCall | null,
  self: PyObject,
  args: readonly PyObject[],
): Escapes<PyObject> {
  return (host as (self: PyObject, args: readonly PyObject[], names: null) => PyObject)(self, args, null);
}

/** `type.__call__` of a built-in class, whose `__new__` is `create`. */
export function constructBuiltin(
  create: NewSlot | null,
  callable: PyHeapObject,
  args: readonly PyObject[],
): Escapes<PyObject> {
  const type = callable as PyType;
  const made = create!(type, args, null);
  const madeType = typeOf(made);
  if ((madeType === type || isSubtype(madeType, type)) && madeType.tp_init !== null)
    madeType.tp_init(made, args, null);
  return made;
}

export function lengthOfKnown(value: PyObject): Escapes<number> {
  if (typeof value === 'string') return value.length;
  return lengthOf(value);
}

/** Functions of `builtins` about objects: attributes, types, identity, iteration, namespaces (CPython: Python/bltinmodule.c). */
import {
  attributeName,
  CallableIteratorType,
  call,
  callMethod,
  callSpecial,
  completeStart,
  deleteAttribute,
  type Escapes,
  frameLocals,
  getAttribute,
  getAttributeOrUndefined,
  getIter,
  hash,
  identityOf,
  isInstance,
  isSubclass,
  iterateToArray,
  lengthOf,
  lengthOfRange,
  type MethodDef,
  machine,
  newException,
  newList,
  newNextOrDefault,
  PyCallableIterator,
  type PyDict,
  type PyFrame,
  PyGenerator,
  type PyObject,
  PyRange,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  StopIterationType,
  SystemErrorType,
  setAttribute,
  sortItems,
  typeName,
  typeOf,
} from '../../objects/index.ts';

/** The frame that called; there is one whenever Python code runs. */
function callerFrame(): PyFrame {
  const frame = machine.currentFrame();
  if (frame === null) raise(SystemErrorType, 'frame does not exist');
  return frame;
}

function dir(value: PyObject | undefined): Escapes<PyObject> {
  let names: PyObject;
  if (value === undefined) names = callMethod(frameLocals(callerFrame()), 'keys');
  else {
    const own = callSpecial(value, '__dir__');
    if (own === undefined) raiseTypeError('object does not provide __dir__');
    names = own;
  }
  const items = iterateToArray(names);
  sortItems(items, null, false);
  return newList(items);
}

function vars(value: PyObject | undefined): Escapes<PyObject> {
  if (value === undefined) return frameLocals(callerFrame());
  const dict = getAttributeOrUndefined(value, '__dict__');
  if (dict === undefined) raiseTypeError('vars() argument must have __dict__ attribute');
  return dict;
}

function next(iterator: PyObject, standard: PyObject | undefined): Escapes<PyObject> {
  const type = typeOf(iterator);
  const slot = type.tp_iternext;
  if (slot === null) raiseTypeError(`'${type.name}' object is not an iterator`);
  // What a `__next__` written in Python raises is passed on as it is.
  if (type.heap && standard === undefined) return callMethod(iterator, '__next__');
  const item = slot(iterator);
  if (item !== undefined) return item;
  if (standard !== undefined) return standard;
  // A generator's StopIteration carries what it returned.
  const returned = iterator instanceof PyGenerator ? machine.returnValue : null;
  machine.returnValue = null;
  throw newException(StopIterationType, returned === null ? [] : [returned]);
}

function iter(value: PyObject, sentinel: PyObject | undefined): Escapes<PyObject> {
  if (sentinel === undefined) return getIter(value);
  if (typeOf(value).tp_call === null) raiseTypeError('iter(v, w): v must be callable');
  return new PyCallableIterator(CallableIteratorType, value, sentinel);
}

function aiter(value: PyObject): Escapes<PyObject> {
  const slot = typeOf(value).am_aiter;
  if (slot === null) raiseTypeError(`'${typeName(value)}' object is not an async iterable`);
  const iterator = slot(value);
  if (typeOf(iterator).am_anext === null)
    raiseTypeError(`aiter() returned not an async iterator of type '${typeName(iterator)}'`);
  return iterator;
}

function anext(iterator: PyObject, standard: PyObject | undefined): Escapes<PyObject> {
  const slot = typeOf(iterator).am_anext;
  if (slot === null) raiseTypeError(`'${typeName(iterator)}' object is not an async iterator`);
  const awaitable = slot(iterator);
  return standard === undefined ? awaitable : newNextOrDefault(awaitable, standard);
}

export const objectFunctions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'breakpoint',
    doc: 'Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\nwhatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.',
    call(_module, args, names) {
      const hook = getAttributeOrUndefined(machine.importModule('sys'), 'breakpointhook');
      if (hook === undefined) raise(RuntimeErrorType, 'lost sys.breakpointhook');
      return call(hook, [...args], names);
    },
  },
  {
    kind: 'POSITIONAL',
    name: 'getattr',
    min: 2,
    max: 3,
    doc: "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.",
    call(_module, owner, key, fallback) {
      const name = attributeName(key!);
      if (fallback === undefined) return getAttribute(owner!, name);
      const value = getAttributeOrUndefined(owner!, name);
      return value === undefined ? fallback : value;
    },
  },
  {
    kind: 'POSITIONAL',
    name: 'setattr',
    min: 3,
    max: 3,
    doc: "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``",
    call(_module, owner, name, value) {
      setAttribute(owner!, attributeName(name!), value!);
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'delattr',
    min: 2,
    max: 2,
    doc: "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``",
    call(_module, args) {
      deleteAttribute(args[0]!, attributeName(args[1]!));
      return null;
    },
  },
  {
    kind: 'POSITIONAL',
    name: 'hasattr',
    min: 2,
    max: 2,
    doc: 'Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.',
    call: (_module, owner, name) => getAttributeOrUndefined(owner!, attributeName(name!)) !== undefined,
  },
  {
    kind: 'FASTCALL',
    name: 'dir',
    min: 0,
    max: 1,
    doc: 'dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes\nof the given object, and of attributes reachable from it.',
    call: (_module, args) => dir(args[0]),
  },
  {
    kind: 'FASTCALL',
    name: 'vars',
    min: 0,
    max: 1,
    doc: 'vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.',
    call: (_module, args) => vars(args[0]),
  },
  {
    kind: 'NOARGS',
    name: 'globals',
    doc: "Return the dictionary containing the current scope's global variables.",
    call(): PyDict {
      completeStart();
      return callerFrame().globals;
    },
  },
  {
    kind: 'NOARGS',
    name: 'locals',
    doc: "Return a dictionary containing the current scope's local variables.",
    call: () => frameLocals(callerFrame()),
  },
  {
    kind: 'POSITIONAL',
    name: 'isinstance',
    min: 2,
    max: 2,
    doc: 'Return whether an object is an instance of a class or of a subclass thereof.',
    call: (_module, value, classes) => isInstance(value!, classes!),
  },
  {
    kind: 'POSITIONAL',
    name: 'issubclass',
    min: 2,
    max: 2,
    doc: "Return whether 'cls' is derived from another class or is the same class.",
    call: (_module, type, classes) => isSubclass(type!, classes!),
  },
  {
    kind: 'O',
    name: 'callable',
    doc: 'Return whether the object is callable (i.e., some kind of function).',
    call: (_module, value) => typeOf(value).tp_call !== null,
  },
  {
    kind: 'O',
    name: 'id',
    doc: 'Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.',
    call: (_module, value) => identityOf(value),
  },
  {
    kind: 'O',
    name: 'hash',
    doc: 'Return the hash value for the given object.',
    call: (_module, value) => hash(value),
  },
  {
    kind: 'O',
    name: 'len',
    doc: 'Return the number of items in a container.',
    call: (_module, value) => (value instanceof PyRange ? lengthOfRange(value) : lengthOf(value)),
  },
  {
    kind: 'POSITIONAL',
    name: 'iter',
    min: 1,
    max: 2,
    doc: 'Get an iterator from an object.\n\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.',
    call: (_module, iterable, sentinel) => iter(iterable!, sentinel),
  },
  {
    kind: 'POSITIONAL',
    name: 'next',
    min: 1,
    max: 2,
    doc: 'Return the next item from the iterator.\n\nIf default is given and the iterator is exhausted,\nit is returned instead of raising StopIteration.',
    call: (_module, iterator, fallback) => next(iterator!, fallback),
  },
  {
    kind: 'O',
    name: 'aiter',
    doc: 'Return an AsyncIterator for an AsyncIterable object.',
    call: (_module, value) => aiter(value),
  },
  {
    kind: 'FASTCALL',
    name: 'anext',
    min: 1,
    max: 2,
    doc: 'Return the next item from the async iterator.\n\nWith a default, that is what is awaited where the iterator ends.',
    call: (_module, args) => anext(args[0]!, args[1]),
  },
];

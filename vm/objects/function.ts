/** Python functions and bound methods (CPython: Objects/funcobject.c, Objects/classobject.c). */

import { parseArguments } from './arguments.ts';
import { genericLookup, getAttribute } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callPrepending } from './call.ts';
import { dictAttribute } from './dict-attribute.ts';
import type { Escapes, Reads, Writes } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { PyCell, PyCode, PyDict, PyFunction, PyMethod, PyModule, PyTuple } from './generated/layouts.ts';
import type { GetSetDef, KeywordNames } from './host-types.ts';
import { addressOf, identityHash } from './identity.ts';
import { newDict } from './instance.ts';
import { freeCount } from './local-kinds.ts';
import { completeStart, machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { equals, hash, repr } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { asStr, isStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';
import { AttributeErrorType, DeprecationWarningType, FunctionType, MethodType } from './types.ts';
import { warn } from './warn.ts';

let nextFunctionVersion = 1;

/** A function of `code` without defaults and closure; name, docstring and module come from the code and the globals. */
export function newFunction(
  code: PyCode,
  globals: PyDict,
  builtins = builtinsOf(globals),
): Writes<PyFunction> {
  const { unit } = code;
  const module = globals.table.getStr('__name__');
  const fn = new PyFunction(
    FunctionType,
    code,
    globals,
    builtins,
    unit.name,
    unit.qualname,
    module === undefined ? null : module,
    unit.docstring,
    [],
  );
  fn.version = nextFunctionVersion++;
  return fn;
}

/** `_PyEval_BuiltinsFromGlobals`: the `__builtins__` of the globals, a module or its dict. */
function builtinsOf(globals: PyDict): Reads<PyDict> {
  const builtins = globals.table.getStr('__builtins__');
  if (builtins instanceof PyModule) return builtins.dict;
  if (builtins instanceof PyDict) return builtins;
  return machine.builtins ?? globals;
}

/** A change that call caches must notice. */
function changed(fn: PyFunction): void {
  fn.version = nextFunctionVersion++;
}

const asFunction = (self: PyObject): PyFunction => self as PyFunction;

function whole(namespace: PyDict): PyDict {
  completeStart();
  return namespace;
}

function textAttribute(name: string, field: 'name' | 'qualname'): GetSetDef {
  return {
    name,
    get: (self) => asFunction(self)[field],
    set: (self, value) => {
      if (value === undefined || !isStr(value)) raiseTypeError(`${name} must be set to a string object`);
      asFunction(self)[field] = value;
    },
  };
}

/** The annotations, computed by `__annotate__` when first asked for (PEP 649). */
function getAnnotations(self: PyObject): PyObject {
  const fn = asFunction(self);
  if (fn.annotations === undefined) {
    const { annotate } = fn;
    const annotations = annotate === undefined || annotate === null ? newDict() : call(annotate, [1]);
    if (!(annotations instanceof PyDict)) {
      raiseTypeError(`__annotate__() must return a dict, not ${typeName(annotations)}`);
    }
    fn.annotations = annotations;
  }
  return fn.annotations;
}

/** CO_GENERATOR, CO_COROUTINE and CO_ASYNC_GENERATOR. */
const KINDS = 0x20 | 0x80 | 0x200;

function setCode(self: PyObject, value: PyObject | undefined): void {
  const fn = asFunction(self);
  if (!(value instanceof PyCode)) raiseTypeError('__code__ must be set to a code object');
  const free = freeCount(value.unit);
  if (free !== fn.closure.length) {
    raiseValueError(
      `${strToJs(asStr(fn.name) ?? '')}() requires a code object with ${fn.closure.length} free vars, not ${free}`,
    );
  }
  // A plain function, a generator, a coroutine and an async generator are called alike, but are not alike.
  if ((value.unit.flags & KINDS) !== (fn.code.unit.flags & KINDS)) {
    const text =
      'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)';
    warn(DeprecationWarningType, text);
  }
  fn.code = value;
  changed(fn);
}

/** `function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`. */
function functionNew(args: readonly PyObject[], names: KeywordNames): PyObject {
  const [code, globals, name, defaults, closure, kwdefaults] = parseArguments(
    {
      name: 'function',
      names: ['code', 'globals', 'name', 'argdefs', 'closure', 'kwdefaults'],
      positional: 6,
      required: 2,
    },
    args,
    names,
  );
  if (!(code instanceof PyCode)) {
    raiseTypeError(`function() argument 'code' must be code, not ${typeName(code!)}`);
  }
  if (!(globals instanceof PyDict)) {
    raiseTypeError(`function() argument 'globals' must be dict, not ${typeName(globals!)}`);
  }
  const fn = newFunction(code, globals);
  if (name !== undefined && name !== null) {
    if (!isStr(name)) raiseTypeError('arg 3 (name) must be None or string');
    fn.name = name;
  }
  if (defaults !== undefined && defaults !== null) {
    if (!(defaults instanceof PyTuple)) raiseTypeError('arg 4 (defaults) must be None or tuple');
    fn.defaults = defaults;
  }
  const cells = closure instanceof PyTuple ? closure.items : [];
  if (closure !== undefined && closure !== null && !(closure instanceof PyTuple)) {
    raiseTypeError('arg 5 (closure) must be None or tuple');
  }
  const free = freeCount(code.unit);
  if (free > 0 && !(closure instanceof PyTuple)) raiseTypeError('arg 5 (closure) must be tuple');
  if (cells.length !== free) {
    raiseValueError(`${code.name} requires closure of length ${free}, not ${cells.length}`);
  }
  for (const cell of cells) {
    if (!(cell instanceof PyCell)) raiseTypeError(`arg 5 (closure) expected cell, found ${typeName(cell)}`);
  }
  fn.closure = cells as PyCell[];
  if (kwdefaults !== undefined && kwdefaults !== null) {
    if (!(kwdefaults instanceof PyDict)) raiseTypeError('arg 6 (kwdefaults) must be None or dict');
    fn.kwdefaults = kwdefaults;
  }
  return fn;
}

defineType(FunctionType, {
  hasDict: true,
  slots: {
    tp_new: (_type, args, names) => functionNew(args, names),
    tp_call: (fn, args, names) => machine.runFunction(fn as PyFunction, args, names),
    tp_descr_get: (fn, instance) => (instance === undefined ? fn : new PyMethod(MethodType, fn, instance)),
    tp_repr: (fn) => `<function ${strToJs(asStr(asFunction(fn).qualname)!)} at ${addressOf(fn)}>`,
  },
  getset: [
    { name: '__code__', get: (self) => asFunction(self).code, set: setCode },
    {
      name: '__defaults__',
      get: (self) => asFunction(self).defaults,
      set: (self, value = null) => {
        if (value !== null && !(value instanceof PyTuple))
          raiseTypeError('__defaults__ must be set to a tuple object');
        asFunction(self).defaults = value;
        changed(asFunction(self));
      },
    },
    {
      name: '__kwdefaults__',
      get: (self) => asFunction(self).kwdefaults,
      set: (self, value = null) => {
        if (value !== null && !(value instanceof PyDict))
          raiseTypeError('__kwdefaults__ must be set to a dict object');
        asFunction(self).kwdefaults = value;
        changed(asFunction(self));
      },
    },
    {
      name: '__annotations__',
      get: getAnnotations,
      set: (self, value = null) => {
        if (value !== null && !(value instanceof PyDict))
          raiseTypeError('__annotations__ must be set to a dict object');
        asFunction(self).annotations = value ?? undefined;
        asFunction(self).annotate = undefined;
      },
    },
    {
      name: '__annotate__',
      get: (self) => asFunction(self).annotate ?? null,
      set: (self, value) => {
        if (value === undefined) raiseTypeError('__annotate__ cannot be deleted');
        if (value !== null && typeOf(value).tp_call === null)
          raiseTypeError('__annotate__ must be callable or None');
        asFunction(self).annotate = value;
        if (value !== null) asFunction(self).annotations = undefined;
      },
    },
    textAttribute('__name__', 'name'),
    textAttribute('__qualname__', 'qualname'),
    {
      name: '__module__',
      get: (self) => asFunction(self).module,
      set: (self, value = null) => {
        asFunction(self).module = value;
      },
    },
    {
      name: '__doc__',
      get: (self) => asFunction(self).doc,
      set: (self, value = null) => {
        asFunction(self).doc = value;
      },
    },
    {
      name: '__closure__',
      member: true,
      get: (self) => (asFunction(self).closure.length === 0 ? null : newTuple([...asFunction(self).closure])),
    },
    { name: '__globals__', member: true, get: (self) => whole(asFunction(self).globals) },
    { name: '__builtins__', member: true, get: (self) => whole(asFunction(self).builtins) },
    {
      name: '__type_params__',
      get: (self) => asFunction(self).typeParams ?? newTuple([]),
      set: (self, value) => {
        if (!(value instanceof PyTuple)) raiseTypeError('__type_params__ must be set to a tuple');
        asFunction(self).typeParams = value;
      },
    },
    dictAttribute,
  ],
});

// ── Bound methods ──

const asMethod = (self: PyObject): PyMethod => self as PyMethod;

/** The method's own attributes, then the function's. */
function methodGetAttr(self: PyObject, name: string): Escapes<PyObject> {
  const own = genericLookup(self, name);
  return own === undefined ? getAttribute(asMethod(self).func, name) : own;
}

function functionName(func: PyObject): string {
  const name = asStr(getNamed(func, '__qualname__') ?? getNamed(func, '__name__') ?? '?');
  return name === undefined ? '?' : strToJs(name);
}

function getNamed(func: PyObject, name: string): PyObject | undefined {
  try {
    return getAttribute(func, name);
  } catch (error) {
    if ((error as { ob_type?: unknown }).ob_type === AttributeErrorType) return undefined;
    throw error;
  }
}

defineType(MethodType, {
  slots: {
    tp_new: (_type, args, names) => {
      if (names !== null && names.length > 0) raiseTypeError('method() takes no keyword arguments');
      if (args.length !== 2) raiseTypeError(`method expected 2 arguments, got ${args.length}`);
      const [func, self] = args as [PyObject, PyObject];
      if (typeOf(func).tp_call === null) raiseTypeError('first argument must be callable');
      if (self === null) raiseTypeError('instance must not be None');
      return new PyMethod(MethodType, func, self);
    },
    tp_call: (method, args, names) =>
      callPrepending(asMethod(method).func, asMethod(method).self, args, names),
    tp_getattro: methodGetAttr,
    tp_descr_get: (method) => method,
    tp_repr: (method) => {
      const { func, self } = asMethod(method);
      return `<bound method ${functionName(func)} of ${strToJs(repr(self))}>`;
    },
    tp_hash: (method) => {
      const mixed =
        Number(identityHash(asMethod(method).self)) ^
        Number(BigInt.asIntN(32, BigInt(hash(asMethod(method).func))));
      return mixed === -1 ? -2 : mixed;
    },
    tp_richcompare: (left, right, op) => {
      if ((op !== 2 && op !== 3) || !(left instanceof PyMethod) || !(right instanceof PyMethod))
        return NotImplemented;
      const equal = left.self === right.self && equals(left.func, right.func);
      return op === 2 ? equal : !equal;
    },
  },
  getset: [
    { name: '__func__', member: true, get: (self) => asMethod(self).func },
    { name: '__self__', member: true, get: (self) => asMethod(self).self },
    { name: '__doc__', get: (self) => getNamed(asMethod(self).func, '__doc__') ?? null },
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (method) => {
        const { func, self } = asMethod(method);
        const getattr = machine.builtins?.table.getStr('getattr');
        if (getattr === undefined) raise(AttributeErrorType, 'getattr');
        return newTuple([getattr, newTuple([self, getAttribute(func, '__name__')])]);
      },
    },
  ],
});

/**
 * The module `_testcapi`, which CPython's tests reach its C API through (CPython: Modules/_testcapimodule.c): what of it
 * has a meaning here. Callables of every calling convention, calls as the host makes them, limits of C's types.
 */
import {
  call,
  createBuiltinType,
  type Escapes,
  ExceptionType,
  type KeywordNames,
  MemoryErrorType,
  type MethodDef,
  newDict,
  newFloat,
  newTuple,
  newType,
  ObjectType,
  PyDict,
  PyHostIterator,
  type PyModule,
  type PyObject,
  PyTuple,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  type StrValue,
  SystemErrorType,
  strToJs,
  TypeType,
  typeName,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

// ── one function of each calling convention: each returns what it was called with ──

function keywordDict(values: readonly PyObject[], names: KeywordNames): PyDict {
  const dict = newDict();
  names?.forEach((name, i) => {
    dict.table.setStr(name, values[i]!);
  });
  return dict;
}

const withKeywords = (self: PyObject, args: readonly PyObject[], names: KeywordNames): PyObject => {
  const positional = args.length - (names?.length ?? 0);
  return newTuple([self, newTuple(args.slice(0, positional)), keywordDict(args.slice(positional), names)]);
};
const withArguments = (self: PyObject, args: readonly PyObject[]): PyObject =>
  newTuple([self, newTuple([...args])]);

const CONVENTIONS: readonly MethodDef[] = [
  { kind: 'FASTCALL', name: 'meth_varargs', min: 0, max: -1, call: withArguments },
  { kind: 'KEYWORDS', name: 'meth_varargs_keywords', call: withKeywords },
  { kind: 'O', name: 'meth_o', call: (self, value) => newTuple([self, value]) },
  { kind: 'NOARGS', name: 'meth_noargs', call: (self) => self },
  { kind: 'FASTCALL', name: 'meth_fastcall', min: 0, max: -1, call: withArguments },
  { kind: 'KEYWORDS', name: 'meth_fastcall_keywords', call: withKeywords },
];

/** A type without state that holds the functions above in one of its ways. */
function holder(name: string, way: 'methods' | 'classMethods' | 'staticMethods'): PyType {
  return createBuiltinType(`_testcapi.${name}`, 'PyHostIterator', ObjectType, {
    slots: { tp_new: (type) => new PyHostIterator(type, () => undefined, undefined) },
    [way]: CONVENTIONS,
  });
}

/** An awaitable whose `__await__` returns what it was made of. */
function awaitable(): PyType {
  return createBuiltinType('_testcapi.awaitType', 'PyHostIterator', ObjectType, {
    slots: {
      tp_new: (type, args) => {
        if (args.length !== 1) raiseTypeError(`awaitType expected 1 argument, got ${args.length}`);
        return new PyHostIterator(type, () => undefined, args[0]);
      },
      am_await: (self) => (self as PyHostIterator).source ?? null,
    },
  });
}

// ── calls ──

/** The items of a tuple; none of None, which stands for NULL. */
function itemsOf(value: PyObject | undefined, what: string): readonly PyObject[] {
  if (value === undefined || value === null) return [];
  if (!(value instanceof PyTuple)) raiseTypeError(`${what} must be None or a tuple, not ${typeName(value)}`);
  return value.items;
}

function callWithDict(callable: PyObject, args?: PyObject, named?: PyObject): Escapes<PyObject> {
  const values = [...itemsOf(args, 'args')];
  if (named === undefined || named === null) return call(callable, values);
  if (!(named instanceof PyDict)) raiseTypeError(`kwargs must be None or a dict, not ${typeName(named)}`);
  const names: string[] = [];
  for (const name of named.table.keyItems()) names.push(strToJs(name as StrValue));
  values.push(...named.table.valueItems());
  return call(callable, values, names.length > 0 ? names : null);
}

function callWithNames(callable: PyObject, args?: PyObject, names?: PyObject): Escapes<PyObject> {
  const keywords = itemsOf(names, 'kwnames').map((name) => strToJs(name as StrValue));
  return call(callable, [...itemsOf(args, 'args')], keywords.length > 0 ? keywords : null);
}

const CALLS: readonly MethodDef[] = [
  {
    kind: 'POSITIONAL',
    name: 'pyobject_vectorcall',
    min: 3,
    max: 3,
    call: (_module, callable, args, names) => callWithNames(callable!, args, names),
  },
  ...['pyobject_fastcalldict', 'pyvectorcall_call', 'pycfunction_call'].map(
    (name): MethodDef => ({
      kind: 'POSITIONAL',
      name,
      min: 2,
      max: 3,
      call: (_module, callable, args, named) => callWithDict(callable!, args, named),
    }),
  ),
];

// ── the rest ──

const NEW_EXCEPTION = {
  name: 'make_exception_with_doc',
  names: ['name', 'doc', 'base', 'dict'],
  positional: 4,
  required: 1,
};

/** `PyErr_NewExceptionWithDoc`. */
function newExceptionClass(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [name, doc = null, base = null, dict = null] = parseArguments(NEW_EXCEPTION, args, names);
  const path = strToJs(name as StrValue);
  const dot = path.lastIndexOf('.');
  if (dot < 0) raise(SystemErrorType, 'PyErr_NewException: name must be module.class');
  const members = new Map<string, PyObject>([['__module__', path.slice(0, dot)]]);
  if (doc !== null) members.set('__doc__', doc);
  if (dict instanceof PyDict) {
    const values = dict.table.valueItems();
    dict.table.keyItems().forEach((key, i) => {
      members.set(strToJs(key as StrValue), values[i]!);
    });
  }
  const bases = base === null ? [ExceptionType] : base instanceof PyTuple ? base.items : [base];
  return newType(TypeType, path.slice(dot + 1), bases as PyType[], members);
}

/** Of C on a 64-bit machine. */
const LIMITS: Readonly<Record<string, PyObject>> = {
  CHAR_MAX: 127,
  CHAR_MIN: -128,
  INT_MAX: 2147483647,
  INT_MIN: -2147483648,
  UINT_MAX: 4294967295,
  LONG_MAX: 2n ** 63n - 1n,
  LONG_MIN: -(2n ** 63n),
  ULONG_MAX: 2n ** 64n - 1n,
  LLONG_MAX: 2n ** 63n - 1n,
  LLONG_MIN: -(2n ** 63n),
  ULLONG_MAX: 2n ** 64n - 1n,
  PY_SSIZE_T_MAX: 2n ** 63n - 1n,
  PY_SSIZE_T_MIN: -(2n ** 63n),
  SIZE_MAX: 2n ** 64n - 1n,
  FLT_MAX: newFloat((2 - 2 ** -23) * 2 ** 127),
  FLT_MIN: newFloat(2 ** -126),
  DBL_MAX: newFloat(Number.MAX_VALUE),
  DBL_MIN: newFloat(2 ** -1022),
};

export function createTestcapi(): PyModule {
  return defineModule({
    name: '_testcapi',
    functions: [
      ...CONVENTIONS,
      ...CALLS,
      {
        kind: 'KEYWORDS',
        name: 'make_exception_with_doc',
        call: (_module, args, names) => newExceptionClass(args, names),
      },
      { kind: 'NOARGS', name: 'raise_memoryerror', call: () => raise(MemoryErrorType, '') },
    ],
    members: {
      ...LIMITS,
      MethInstance: holder('MethInstance', 'methods'),
      MethClass: holder('MethClass', 'classMethods'),
      MethStatic: holder('MethStatic', 'staticMethods'),
      awaitType: awaitable(),
    },
  });
}

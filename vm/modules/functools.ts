/** The module `_functools`: reduce, partial, cmp_to_key and the wrapper of lru_cache (CPython: Modules/_functoolsmodule.c). */
import {
  asIndex,
  call,
  compare,
  createBuiltinType,
  DictTable,
  DictType,
  dictAttribute,
  type Escapes,
  getIter,
  isExceptionOf,
  isStr,
  isTrue,
  type KeywordNames,
  MethodType,
  newDict,
  newGenericAlias,
  newPair,
  newTuple,
  ObjectType,
  PyCachedFunction,
  PyDict,
  PyHostIterator,
  PyMethod,
  type PyModule,
  type PyObject,
  PyPartial,
  PyTuple,
  type PyType,
  parseArguments,
  raiseTypeError,
  repr,
  reprOnce,
  type StrValue,
  str,
  strConcatAll,
  strToJs,
  TupleType,
  TypeErrorType,
  textOf,
  typeModuleName,
  typeOf,
  typeQualifiedName,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

// ── reduce ──

function reduce(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const parameters = {
    name: 'reduce',
    names: ['function', 'iterable', 'initial'],
    positional: 3,
    required: 2,
    positionalOnly: 2,
  };
  const [func, iterable, initial] = parseArguments(parameters, args, names);
  let iterator: PyObject;
  try {
    iterator = getIter(iterable!);
  } catch (error) {
    if (isExceptionOf(error, TypeErrorType)) raiseTypeError('reduce() arg 2 must support iteration');
    throw error;
  }
  const next = typeOf(iterator).tp_iternext!;
  let result = initial === undefined ? next(iterator) : initial;
  if (result === undefined) raiseTypeError('reduce() of empty iterable with no initial value');
  for (let item = next(iterator); item !== undefined; item = next(iterator))
    result = call(func!, [result, item]);
  return result;
}

// ── partial ──

/** Stands in `partial` for an argument given at the call. */
function createPlaceholder(): { type: PyType; placeholder: PyObject } {
  const type = createBuiltinType('functools._PlaceholderType', 'PyHostIterator', ObjectType, {
    doc: 'The type of the Placeholder singleton.',
    final: true,
    slots: { tp_repr: () => 'Placeholder' },
    methods: [{ kind: 'NOARGS', name: '__reduce__', call: () => 'Placeholder' }],
  });
  return { type, placeholder: new PyHostIterator(type, () => undefined, undefined) };
}

function createPartial(placeholder: PyObject): PyType {
  const type: PyType = createBuiltinType('functools.partial', 'PyPartial', ObjectType, {
    doc: 'Create a new function with partial application of the given arguments and keywords.',
    hasDict: true,
    weakrefs: true,
    slots: {
      tp_new(cls, args, names) {
        const given = args.length - (names === null ? 0 : names.length);
        if (given < 1) raiseTypeError("type 'partial' takes at least one argument");
        let func: PyObject = args[0]!;
        if (typeOf(func).tp_call === null) raiseTypeError('the first argument must be callable');
        let bound = args.slice(1, given);
        if (bound.at(-1) === placeholder) raiseTypeError('trailing Placeholders are not allowed');
        const keywords = newDict();
        const inner = func;
        if (inner instanceof PyPartial && inner.ob_type === type && cls === type && inner.dict === null) {
          bound = fillPlaceholders(inner.args.items, bound, placeholder);
          keywords.table.adopt(inner.keywords.table.copy());
          func = inner.func;
        }
        for (const [index, name] of (names ?? []).entries())
          keywords.table.setStr(name, args[given + index]!);
        return new PyPartial(cls, func, newTuple(bound), keywords);
      },
      tp_call: (self, args, names) => callPartial(self as PyPartial, args, names, placeholder),
      tp_repr: (self) => partialRepr(self as PyPartial, type),
      tp_descr_get: (self, instance) =>
        instance === undefined || instance === null ? self : new PyMethod(MethodType, self, instance),
    },
    getset: [
      dictAttribute,
      { name: 'func', get: (self) => (self as PyPartial).func },
      { name: 'args', get: (self) => (self as PyPartial).args },
      { name: 'keywords', get: (self) => (self as PyPartial).keywords },
    ],
    methods: [
      {
        kind: 'NOARGS',
        name: '__reduce__',
        call(self) {
          const { ob_type, func, args, keywords, dict } = self as PyPartial;
          return newTuple([ob_type, newTuple([func]), newTuple([func, args, keywords, dict])]);
        },
      },
      {
        kind: 'O',
        name: '__setstate__',
        call(self, state) {
          setPartialState(self as PyPartial, state, placeholder);
          return null;
        },
      },
    ],
    classMethods: [
      {
        kind: 'O',
        name: '__class_getitem__',
        doc: 'See PEP 585',
        call: (cls, args) => newGenericAlias(cls, args),
      },
    ],
  });
  return type;
}

/** `(func, args, keywords, dict)`, copied where they are of subclasses or may be changed by others. */
function setPartialState(partial: PyPartial, state: PyObject, placeholder: PyObject): Escapes<void> {
  const [func, args, keywords, dict] = state instanceof PyTuple ? state.items : [];
  const isState =
    state instanceof PyTuple &&
    state.items.length === 4 &&
    typeOf(func!).tp_call !== null &&
    args instanceof PyTuple &&
    (keywords === null || keywords instanceof PyDict);
  if (!isState) raiseTypeError('invalid partial state');
  if (dict !== null && !(dict instanceof PyDict)) raiseTypeError('invalid partial state');
  if (args.items.at(-1) === placeholder) raiseTypeError('trailing Placeholders are not allowed');
  partial.func = func!;
  partial.args = args.ob_type === TupleType ? args : newTuple([...args.items]);
  if (keywords instanceof PyDict && keywords.ob_type === DictType) partial.keywords = keywords;
  else {
    partial.keywords = newDict();
    if (keywords instanceof PyDict) partial.keywords.table.adopt(keywords.table.copy());
  }
  partial.dict = dict;
}

/** `bound` with its placeholders replaced by the first of `args`; the rest follows. */
function fillPlaceholders(
  bound: readonly PyObject[],
  args: readonly PyObject[],
  placeholder: PyObject,
): PyObject[] {
  if (!bound.includes(placeholder)) return [...bound, ...args];
  let taken = 0;
  const filled = bound.map((value) =>
    value === placeholder && taken < args.length ? args[taken++]! : value,
  );
  return [...filled, ...args.slice(taken)];
}

function callPartial(
  partial: PyPartial,
  args: readonly PyObject[],
  names: KeywordNames,
  placeholder: PyObject,
): Escapes<PyObject> {
  const given = args.length - (names === null ? 0 : names.length);
  const own = partial.args.items;
  const wanted = own.filter((value) => value === placeholder).length;
  if (wanted > given) {
    raiseTypeError(
      `missing positional arguments in 'partial' call; expected at least ${wanted}, got ${given}`,
    );
  }
  const positional = fillPlaceholders(own, args.slice(0, given), placeholder);
  const { table } = partial.keywords;
  if (table.size === 0) return call(partial.func, [...positional, ...args.slice(given)], names);
  // Keywords of the call replace those of the partial, in their place.
  const merged = table.copy();
  for (const [index, name] of (names ?? []).entries()) merged.setStr(name, args[given + index]!);
  const keys = merged
    .keyItems()
    .map((key) => (isStr(key) ? textOf(key) : raiseTypeError('keywords must be strings')));
  return call(partial.func, [...positional, ...merged.valueItems()], keys);
}

function partialRepr(partial: PyPartial, type: PyType): StrValue {
  const { ob_type } = partial;
  const name =
    ob_type === type
      ? 'functools.partial'
      : `${strToJs(str(typeModuleName(ob_type)))}.${typeQualifiedName(ob_type)}`;
  return reprOnce(partial, '...', () => {
    const parts: StrValue[] = [`${name}(`, repr(partial.func)];
    for (const value of partial.args.items) parts.push(', ', repr(value));
    const { table } = partial.keywords;
    const values = table.valueItems();
    for (const [index, key] of table.keyItems().entries())
      parts.push(', ', str(key), '=', repr(values[index]!));
    parts.push(')');
    return strConcatAll(parts);
  });
}

// ── cmp_to_key ──

/** Objects that compare by a function: `source` is (function, object). */
function createKeyType(): PyType {
  const part = (key: PyObject, index: 0 | 1): PyObject =>
    ((key as PyHostIterator).source as PyTuple).items[index]!;
  const type: PyType = createBuiltinType('functools.KeyWrapper', 'PyHostIterator', ObjectType, {
    slots: {
      tp_richcompare(left, right, op) {
        if (!(right instanceof PyHostIterator) || right.ob_type !== type)
          raiseTypeError('other argument must be K instance');
        return compare(op, call(part(left, 0), [part(left, 1), part(right, 1)]), 0);
      },
      tp_call(self, args, names) {
        const [object] = parseArguments(
          { name: 'K', names: ['obj'], positional: 1, required: 1 },
          args,
          names,
        );
        return new PyHostIterator(type, () => undefined, newPair(part(self, 0), object!));
      },
    },
    getset: [{ name: 'obj', get: (self) => part(self, 1) }],
  });
  return type;
}

// ── lru_cache ──

/** Between the positional arguments of a key and its keywords: equal only to itself. */
const keywordMark = (type: PyType): PyObject => new PyHostIterator(type, () => undefined, undefined);

function createCacheType(mark: PyObject): PyType {
  const type: PyType = createBuiltinType('functools._lru_cache_wrapper', 'PyCachedFunction', ObjectType, {
    doc: 'Create a cached callable that wraps another function.',
    hasDict: true,
    weakrefs: true,
    getset: [dictAttribute],
    slots: {
      tp_new(cls, args, names) {
        const parameters = {
          name: 'lru_cache',
          names: ['user_function', 'maxsize', 'typed', 'cache_info_type'],
          positional: 4,
          required: 4,
        };
        const [func, maxsize, typed, info] = parseArguments(parameters, args, names);
        if (typeOf(func!).tp_call === null) raiseTypeError('the first argument must be callable');
        const limit = maxsize === null ? -1 : Math.max(0, Number(asIndex(maxsize!)));
        return new PyCachedFunction(cls, func!, new DictTable(), limit, isTrue(typed!), info!);
      },
      tp_call: (self, args, names) => callCached(self as PyCachedFunction, args, names, mark),
      tp_descr_get: (self, instance) =>
        instance === undefined || instance === null ? self : new PyMethod(MethodType, self, instance),
    },
    methods: [
      {
        kind: 'NOARGS',
        name: 'cache_info',
        doc: 'Report cache statistics',
        call(self) {
          const { makeInfo, hits, misses, maxsize, table } = self as PyCachedFunction;
          return call(makeInfo, [hits, misses, maxsize < 0 ? null : maxsize, table.size]);
        },
      },
      {
        kind: 'NOARGS',
        name: 'cache_clear',
        doc: 'Clear the cache and cache statistics',
        call(self) {
          const cached = self as PyCachedFunction;
          cached.hits = 0;
          cached.misses = 0;
          cached.table.clear();
          return null;
        },
      },
      { kind: 'NOARGS', name: '__copy__', call: (self) => self },
      { kind: 'O', name: '__deepcopy__', call: (self) => self },
      {
        kind: 'NOARGS',
        name: '__reduce__',
        call: (self) => (self as PyCachedFunction).dict?.table.getStr('__qualname__') ?? null,
      },
    ],
  });
  return type;
}

/** lru_cache_make_key: a single text or int stands for itself. */
function cacheKey(
  cached: PyCachedFunction,
  args: readonly PyObject[],
  names: KeywordNames,
  mark: PyObject,
): PyObject {
  const hasNames = names !== null && names.length > 0;
  if (!hasNames && !cached.typed && args.length === 1) {
    const only = args[0]!;
    if (typeof only === 'number' || typeof only === 'string') return only;
  }
  const key = args.slice();
  if (hasNames) {
    const given = args.length - names.length;
    const values = key.splice(given);
    key.push(mark);
    for (const [index, name] of names.entries()) key.push(name, values[index]!);
  }
  if (cached.typed) for (const value of args) key.push(typeOf(value));
  return newTuple(key);
}

function callCached(
  cached: PyCachedFunction,
  args: PyObject[],
  names: KeywordNames,
  mark: PyObject,
): Escapes<PyObject> {
  const { func, maxsize, table } = cached;
  if (maxsize === 0) {
    cached.misses += 1;
    return call(func, args, names);
  }
  const key = cacheKey(cached, args, names, mark);
  const index = table.lookup(key);
  if (index >= 0) {
    const value = table.values[index]!;
    cached.hits += 1;
    // Used last: to the end of the order. Without a limit the order does not matter.
    if (maxsize > 0 && index !== table.keys.length - 1) {
      const stored = table.keys[index]!;
      table.deleteAt(index);
      table.set(stored, value);
    }
    return value;
  }
  cached.misses += 1;
  const value = call(func, args, names);
  if (maxsize > 0 && table.size >= maxsize && table.lookup(key) < 0) table.deleteAt(table.nextIndex(0));
  table.set(key, value);
  return value;
}

export function createFunctools(): PyModule {
  const { type: placeholderType, placeholder } = createPlaceholder();
  const keyType = createKeyType();
  const mark = keywordMark(placeholderType);
  return defineModule({
    name: '_functools',
    doc: 'Tools that operate on functions.',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'reduce',
        doc: 'Apply a function of two arguments cumulatively to the items of an iterable, from left to right.',
        call: (_module, args, names) => reduce(args, names),
      },
      {
        kind: 'KEYWORDS',
        name: 'cmp_to_key',
        doc: 'Convert a cmp= function into a key= function.',
        call(_module, args, names) {
          const [mycmp] = parseArguments(
            { name: 'cmp_to_key', names: ['mycmp'], positional: 1, required: 1 },
            args,
            names,
          );
          return new PyHostIterator(keyType, () => undefined, newPair(mycmp!, null));
        },
      },
    ],
    members: {
      Placeholder: placeholder,
      _PlaceholderType: placeholderType,
      partial: createPartial(placeholder),
      _lru_cache_wrapper: createCacheType(mark),
    },
  });
}

/** The type `dict` (CPython: Objects/dictobject.c). The table: dict-table.ts; views and iterators: dict-views.ts. */
import { getAttributeOrUndefined } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callMethod, callOneArg, checkPositional } from './call.ts';
import { DictTable } from './dict-table.ts';
import { newDictIterator, newDictView, newReverseDictIterator } from './dict-views.ts';
import type { Escapes, Raises, Reads, Writes } from './effects.ts';
import { newException, raise, raiseKeyError, raiseTypeError, raiseValueError } from './errors.ts';
import { PyDict, type PyType } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { KeywordNames, StrValue } from './host-types.ts';
import { newDict } from './instance.ts';
import { forEachItem, isIterable, itemsOf } from './iterate.ts';
import type { PyObject } from './object.ts';
import { equals, getItem, repr, setItem, str } from './operators.ts';
import { reprOnce } from './repr-items.ts';
import { NotImplemented } from './singletons.ts';
import { strConcatAll, strToJs } from './str.ts';
import { newPair } from './tuple.ts';
import { lookupInType } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { DictType, KeyErrorType, RuntimeErrorType, TypeErrorType } from './types.ts';

export { newDict };

/** A dict of text keys, in order. */
export function newDictFrom(entries: Iterable<readonly [string, PyObject]>): Writes<PyDict> {
  const dict = newDict();
  for (const [name, value] of entries) dict.table.setStr(name, value);
  return dict;
}

/** `undefined` when absent. Only a key with an `__eq__` of its own, stored before, could run Python code here. */
export function dictGetStr(dict: PyDict, name: string): Reads<PyObject | undefined> {
  return dict.table.getStr(name);
}

export function dictSetStr(dict: PyDict, name: string, value: PyObject): Writes<void> {
  dict.table.setStr(name, value);
}

/** False when the name was absent. */
export function dictDeleteStr(dict: PyDict, name: string): Writes<boolean> {
  const index = dict.table.lookupStr(name);
  if (index < 0) return false;
  dict.table.deleteAt(index);
  return true;
}

export function dictGet(dict: PyDict, key: PyObject): Escapes<PyObject | undefined> {
  return dict.table.get(key);
}

export function dictSet(dict: PyDict, key: PyObject, value: PyObject): Escapes<void> {
  dict.table.set(key, value);
}

/** `dict[key]`. */
export function dictSubscript(dict: PyDict, key: PyObject): Escapes<PyObject> {
  const { table } = dict;
  const index = table.lookup(key);
  if (index >= 0) return table.values[index]!;
  return missing(dict, key);
}

function missing(dict: PyDict, key: PyObject): Escapes<PyObject> {
  if (dict.ob_type !== DictType) {
    const method = lookupInType(dict.ob_type, '__missing__');
    if (method !== undefined) {
      const get = typeOf(method).tp_descr_get;
      return callOneArg(get === null ? method : get(method, dict, dict.ob_type), key);
    }
  }
  raiseKeyError(key);
}

/** `dict[key] = value`; `undefined` deletes. */
export function dictAssign(dict: PyDict, key: PyObject, value: PyObject | undefined): Escapes<void> {
  if (value !== undefined) dict.table.set(key, value);
  else if (!dict.table.delete(key)) raiseKeyError(key);
}

// ── Merging ──

/** The dict can be read through its table: its class does not say otherwise. */
function isPlainMapping(value: PyObject): value is PyDict {
  return (
    value instanceof PyDict && (value.ob_type === DictType || value.ob_type.tp_iter === DictType.tp_iter)
  );
}

/** `dict.update` with one mapping or one iterable of pairs. */
export function dictUpdate(dict: PyDict, source: PyObject): Escapes<void> {
  if (isPlainMapping(source)) mergeTable(dict, source);
  else if (getAttributeOrUndefined(source, 'keys') !== undefined) mergeMapping(dict, source);
  else mergePairs(dict, source);
}

/** DICT_UPDATE, `{**source}`. */
export function dictUpdateStarred(dict: PyDict, source: PyObject): Escapes<void> {
  if (isPlainMapping(source)) mergeTable(dict, source);
  else if (getAttributeOrUndefined(source, 'keys') !== undefined) mergeMapping(dict, source);
  else raiseTypeError(`'${typeName(source)}' object is not a mapping`);
}

/** DICT_MERGE, `callable(**source)`: keys must be new. Messages name the callable when it is given. */
export function dictMerge(dict: PyDict, source: PyObject, callable?: PyObject): Escapes<void> {
  const add = (key: PyObject, value: PyObject): void => {
    if (dict.table.lookup(key) < 0) {
      dict.table.insertAfterLookup(key, value);
      return;
    }
    raiseTypeError(
      `${functionText(callable)} got multiple values for keyword argument '${strToJs(str(key))}'`,
    );
  };
  if (isPlainMapping(source)) {
    const { table } = source;
    if (dict.table.size === 0) {
      dict.table.adopt(table.copy());
      return;
    }
    for (let index = table.nextIndex(0); index >= 0; index = table.nextIndex(index + 1)) {
      add(table.keys[index]!, table.values[index]!);
    }
  } else if (getAttributeOrUndefined(source, 'keys') === undefined) {
    raiseTypeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeName(source)}`);
  } else forEachItem(callMethod(source, 'keys'), (key) => add(key, getItem(source, key)));
}

/** `_PyObject_FunctionStr`: how messages name what is called. */
export function functionText(callable: PyObject | undefined): Escapes<string> {
  if (callable === undefined) return 'function';
  const qualname = getAttributeOrUndefined(callable, '__qualname__');
  if (qualname === undefined) return strToJs(str(callable));
  const module = getAttributeOrUndefined(callable, '__module__');
  const prefix =
    module === undefined || module === null || module === 'builtins' ? '' : `${strToJs(str(module))}.`;
  return `${prefix}${strToJs(str(qualname))}()`;
}

function mergeTable(dict: PyDict, source: PyDict): void {
  const from = source.table;
  const { table } = dict;
  if (from === table || from.size === 0) return;
  if (table.size === 0) {
    table.adopt(from.copy());
    return;
  }
  const { version } = from;
  for (let index = from.nextIndex(0); index >= 0; index = from.nextIndex(index + 1)) {
    table.set(from.keys[index]!, from.values[index]!);
    if (from.version !== version) raise(RuntimeErrorType, 'dict mutated during update');
  }
}

function mergeMapping(dict: PyDict, source: PyObject): void {
  forEachItem(callMethod(source, 'keys'), (key) => dict.table.set(key, getItem(source, key)));
}

/** `PyDict_MergeFromSeq2`. */
function mergePairs(dict: PyDict, source: PyObject): void {
  let number = 0;
  forEachItem(source, (item) => {
    if (!isIterable(item)) {
      const error = newException(TypeErrorType, ['object is not iterable']);
      callMethod(
        error,
        'add_note',
        `Cannot convert dictionary update sequence element #${number} to a sequence`,
      );
      throw error;
    }
    const pair = itemsOf(item);
    if (pair.length !== 2) {
      raiseValueError(
        `dictionary update sequence element #${number} has length ${pair.length}; 2 is required`,
      );
    }
    dict.table.set(pair[0]!, pair[1]!);
    number += 1;
  });
}

/** Arguments of `dict()` and `update()`. */
function updateFromArguments(
  name: string,
  dict: PyDict,
  args: readonly PyObject[],
  names: KeywordNames,
): void {
  const given = args.length - (names === null ? 0 : names.length);
  checkPositional(name, given, 0, 1);
  if (given === 1) dictUpdate(dict, args[0]!);
  if (names === null) return;
  for (let index = 0; index < names.length; index++) dict.table.setStr(names[index]!, args[given + index]!);
}

/** A new dict with the same entries; of type `dict` also for a subclass. */
export function dictCopy(dict: PyDict): Escapes<PyDict> {
  if (isPlainMapping(dict)) return new PyDict(DictType, dict.table.copy());
  const copy = newDict();
  mergeMapping(copy, dict);
  return copy;
}

// ── Comparison and repr ──

export function dictEquals(left: PyDict, right: PyDict): Escapes<boolean> {
  const from = left.table;
  const other = right.table;
  if (from.size !== other.size) return false;
  for (let index = from.nextIndex(0); index >= 0; index = from.nextIndex(index + 1)) {
    const value = from.values[index]!;
    const found = other.get(from.keys[index]!);
    if (found === undefined || !equals(found, value)) return false;
  }
  return true;
}

function dictRepr(dict: PyDict): Escapes<StrValue> {
  const { table } = dict;
  if (table.size === 0) return '{}';
  return reprOnce(dict, '{...}', () => {
    const parts: StrValue[] = ['{'];
    for (let index = table.nextIndex(0); index >= 0; index = table.nextIndex(index + 1)) {
      if (parts.length > 1) parts.push(', ');
      const value = table.values[index]!;
      parts.push(repr(table.keys[index]!), ': ', repr(value));
    }
    parts.push('}');
    return strConcatAll(parts);
  });
}

// ── Methods ──

export function dictSetDefault(dict: PyDict, key: PyObject, value: PyObject): Escapes<PyObject> {
  const { table } = dict;
  const index = table.lookup(key);
  if (index >= 0) return table.values[index]!;
  table.insertAfterLookup(key, value);
  return value;
}

/** The value removed; `undefined` when the key was absent. */
export function dictPop(dict: PyDict, key: PyObject): Escapes<PyObject | undefined> {
  const { table } = dict;
  const index = table.lookup(key);
  if (index < 0) return undefined;
  const value = table.values[index]!;
  table.deleteAt(index);
  return value;
}

function popItem(dict: PyDict): Raises<PyObject> {
  const { table } = dict;
  const index = table.previousIndex(table.keys.length);
  if (index < 0) raise(KeyErrorType, 'popitem(): dictionary is empty');
  const item = newPair(table.keys[index]!, table.values[index]!);
  table.deleteAt(index);
  return item;
}

function fromKeys(type: PyType, source: PyObject, value: PyObject): Escapes<PyObject> {
  const dict = type === DictType ? newDict() : call(type, []);
  if (dict instanceof PyDict && dict.ob_type === DictType) {
    const { table } = dict;
    forEachItem(source, (key) => table.set(key, value));
  } else forEachItem(source, (key) => setItem(dict, key, value));
  return dict;
}

defineType(DictType, {
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
  pattern: 'mapping',
  slots: {
    tp_new: (type) => new PyDict(type, new DictTable()),
    tp_init: (self, args, names) => updateFromArguments('dict', self as PyDict, args, names),
    tp_repr: (self) => dictRepr(self as PyDict),
    tp_richcompare(left, right, op) {
      if ((op !== 2 && op !== 3) || !(right instanceof PyDict)) return NotImplemented;
      return dictEquals(left as PyDict, right) === (op === 2);
    },
    tp_iter: (self) => newDictIterator(self as PyDict, 'keys'),
    sq_length: (self) => (self as PyDict).table.size,
    sq_contains: (self, key) => (self as PyDict).table.lookup(key) >= 0,
    mp_subscript: (self, key) => dictSubscript(self as PyDict, key),
    mp_ass_subscript: (self, key, value) => dictAssign(self as PyDict, key, value),
    nb_or(left, right) {
      if (!(left instanceof PyDict) || !(right instanceof PyDict)) return NotImplemented;
      const result = dictCopy(left);
      dictUpdate(result, right);
      return result;
    },
    nb_inplace_or(left, right) {
      dictUpdate(left as PyDict, right);
      return left;
    },
  },
  methods: [
    {
      kind: 'POSITIONAL',
      name: 'get',
      min: 1,
      max: 2,
      doc: 'Return the value for key if key is in the dictionary, else default.',
      call(self, key, fallback = null) {
        const value = (self as PyDict).table.get(key!);
        return value !== undefined ? value : fallback;
      },
    },
    {
      kind: 'POSITIONAL',
      name: 'setdefault',
      min: 1,
      max: 2,
      doc: 'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
      call: (self, key, fallback = null) => dictSetDefault(self as PyDict, key!, fallback),
    },
    {
      kind: 'POSITIONAL',
      name: 'pop',
      min: 1,
      max: 2,
      doc: 'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
      call(self, key, fallback) {
        const value = dictPop(self as PyDict, key!);
        if (value !== undefined) return value;
        if (fallback !== undefined) return fallback;
        raiseKeyError(key!);
      },
    },
    {
      kind: 'NOARGS',
      name: 'popitem',
      doc: 'Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
      call: (self) => popItem(self as PyDict),
    },
    {
      kind: 'KEYWORDS',
      name: 'update',
      doc: 'D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]',
      call(self, args, names) {
        updateFromArguments('update', self as PyDict, args, names);
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'clear',
      doc: 'Remove all items from the dict.',
      call(self) {
        (self as PyDict).table.clear();
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'copy',
      doc: 'Return a shallow copy of the dict.',
      call: (self) => dictCopy(self as PyDict),
    },
    {
      kind: 'NOARGS',
      name: 'keys',
      doc: "Return a set-like object providing a view on the dict's keys.",
      call: (self) => newDictView(self as PyDict, 'keys'),
    },
    {
      kind: 'NOARGS',
      name: 'values',
      doc: "Return an object providing a view on the dict's values.",
      call: (self) => newDictView(self as PyDict, 'values'),
    },
    {
      kind: 'NOARGS',
      name: 'items',
      doc: "Return a set-like object providing a view on the dict's items.",
      call: (self) => newDictView(self as PyDict, 'items'),
    },
    {
      kind: 'NOARGS',
      name: '__reversed__',
      doc: 'Return a reverse iterator over the dict keys.',
      call: (self) => newReverseDictIterator(self as PyDict, 'keys'),
    },
  ],
  classMethods: [
    {
      kind: 'FASTCALL',
      name: 'fromkeys',
      min: 1,
      max: 2,
      doc: 'Create a new dictionary with keys from iterable and values set to value.',
      call: (type, args) => fromKeys(type as PyType, args[0]!, args.length > 1 ? args[1]! : null),
    },
    {
      kind: 'O',
      name: '__class_getitem__',
      doc: 'See PEP 585',
      call: (type, args) => newGenericAlias(type, args),
    },
  ],
});

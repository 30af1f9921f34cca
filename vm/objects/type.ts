/** `type`: attributes of classes, calling them, and what `type` objects show (CPython: Objects/typeobject.c). */
import { raiseAttributeError } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call } from './call.ts';
import { bestBase, typeNew } from './class-creation.ts';
import type { Escapes, Reads, Writes } from './effects.ts';
import { raise, raiseTypeError } from './errors.ts';
import { PyDict, PyMappingProxy, PyType } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import { newDict } from './instance.ts';
import { recursiveIsInstance, recursiveIsSubclass } from './isinstance.ts';
import { newList } from './list.ts';
import { computeMro, linearize } from './mro.ts';
import type { PyObject } from './object.ts';
import { addTypeNames } from './object-type.ts';
import { isTrue } from './operators.ts';
import { refillSlots, updateSlot } from './slotdefs.ts';
import { asStr, newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { isSubtype, lookupInType, typeModified } from './type-lookup.ts';
import {
  checkedTypeName,
  typeFullName,
  typeModuleName,
  typeQualifiedName,
  typeShortName,
} from './type-names.ts';
import { typeName, typeOf } from './typeof.ts';
import { AttributeErrorType, MappingProxyType, TypeType } from './types.ts';
import { newUnion } from './union.ts';

/** `isinstance(value, type)` for a built-in `type`, without `__class__` and `__instancecheck__`. */
export function isInstanceExact(value: PyObject, type: PyType): Reads<boolean> {
  return typeOf(value) === type;
}

// ── Calling a class ──

/** `type.__call__`: `__new__`, and `__init__` when that gave an instance of the class. */
function typeCall(callable: PyObject, args: PyObject[], names: KeywordNames): PyObject {
  const type = callable as PyType;
  if (type === TypeType && names === null) {
    if (args.length === 1) return typeOf(args[0]!);
    if (args.length !== 3) raiseTypeError('type() takes 1 or 3 arguments');
  }
  if (type.tp_new === null) raiseTypeError(`cannot create '${type.name}' instances`);
  const self = type.tp_new(type, args, names);
  const selfType = typeOf(self);
  if (selfType !== type && !isSubtype(selfType, type)) return self;
  if (selfType.tp_init !== null) selfType.tp_init(self, args, names);
  return self;
}

function typeInit(_self: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  const positional = args.length - (names === null ? 0 : names.length);
  if (positional === 1 && names !== null) raiseTypeError('type.__init__() takes no keyword arguments');
  if (positional !== 1 && positional !== 3) raiseTypeError('type.__init__() takes 1 or 3 arguments');
}

// ── Attributes of classes ──

/** `type.__getattribute__`: data descriptor of the metaclass, attribute of the class, other of the metaclass. */
export function typeGetAttr(owner: PyObject, name: string): Escapes<PyObject> {
  const value = typeLookup(owner as PyType, name);
  if (value !== undefined) return value;
  const type = owner as PyType;
  raiseAttributeError(type, name, `type object '${type.name}' has no attribute '${name}'`);
}

/** `undefined` when there is no such attribute. */
export function typeLookup(type: PyType, name: string): Escapes<PyObject | undefined> {
  const meta = type.ob_type;
  const metaAttribute = lookupInType(meta, name);
  if (metaAttribute !== undefined) {
    const metaAttributeType = typeOf(metaAttribute);
    if (metaAttributeType.tp_descr_set !== null && metaAttributeType.tp_descr_get !== null) {
      return metaAttributeType.tp_descr_get(metaAttribute, type, meta);
    }
  }
  const attribute = lookupInType(type, name);
  if (attribute !== undefined) {
    const get = typeOf(attribute).tp_descr_get;
    return get === null ? attribute : get(attribute, undefined, type);
  }
  if (metaAttribute === undefined) return undefined;
  const get = typeOf(metaAttribute).tp_descr_get;
  return get === null ? metaAttribute : get(metaAttribute, type, meta);
}

function typeSetAttr(owner: PyObject, name: string, value: PyObject | undefined): void {
  const type = owner as PyType;
  if (!type.heap) raiseTypeError(`cannot set '${name}' attribute of immutable type '${type.name}'`);
  const metaAttribute = lookupInType(type.ob_type, name);
  if (metaAttribute !== undefined) {
    const set = typeOf(metaAttribute).tp_descr_set;
    if (set !== null) {
      set(metaAttribute, type, value);
      return;
    }
  }
  if (!setTypeMember(type, name, value)) {
    raiseAttributeError(type, name, `type object '${type.name}' has no attribute '${name}'`);
  }
}

/** Sets (`undefined`: deletes) an own attribute of a class; false when there is none to delete. */
export function setTypeMember(type: PyType, name: string, value: PyObject | undefined): Writes<boolean> {
  if (value === undefined) {
    if (!type.members.delete(name)) return false;
  } else type.members.set(name, value);
  const view = views.get(type);
  if (view !== undefined) updateView(view, name, value);
  typeModified(type, name);
  if (name.startsWith('__')) updateSlot(type, name);
  return true;
}

/** Dicts behind the `__dict__` proxies handed out: kept like the members they show. */
const views = new WeakMap<PyType, PyDict>();

function updateView(view: PyDict, name: string, value: PyObject | undefined): void {
  if (value !== undefined) view.table.setStr(name, value);
  else {
    const index = view.table.lookupStr(name);
    if (index >= 0) view.table.deleteAt(index);
  }
}

/** `type.__dict__`: a read-only view of the members. */
function typeDict(type: PyType): PyMappingProxy {
  let view = views.get(type);
  if (view === undefined) {
    view = newDict();
    for (const [name, value] of type.members) view.table.setStr(name, value);
    views.set(type, view);
  }
  return new PyMappingProxy(MappingProxyType, view);
}

// ── Attributes that `type` computes ──

function heapOnly(type: PyType, name: string, value: PyObject | undefined): asserts value is PyObject {
  if (!type.heap) raiseTypeError(`cannot set '${name}' attribute of immutable type '${type.name}'`);
  if (value === undefined)
    raiseTypeError(`cannot delete '${name}' attribute of immutable type '${type.name}'`);
}

function setName(self: PyObject, value: PyObject | undefined): void {
  const type = self as PyType;
  heapOnly(type, '__name__', value);
  const text = asStr(value);
  if (text === undefined) {
    raiseTypeError(`can only assign string to ${type.name}.__name__, not '${typeName(value)}'`);
  }
  type.name = checkedTypeName(strToJs(text));
}

function setQualname(self: PyObject, value: PyObject | undefined): void {
  const type = self as PyType;
  heapOnly(type, '__qualname__', value);
  if (asStr(value) === undefined) {
    raiseTypeError(`can only assign string to ${type.name}.__qualname__, not '${typeName(value)}'`);
  }
  type.qualname = value;
}

function setBases(self: PyObject, value: PyObject | undefined): void {
  const type = self as PyType;
  heapOnly(type, '__bases__', value);
  const bases = (value as { items?: PyObject[] }).items;
  if (!Array.isArray(bases)) {
    raiseTypeError(`can only assign tuple to ${type.name}.__bases__, not ${typeName(value)}`);
  }
  if (bases.length === 0) raiseTypeError(`can only assign non-empty tuple to ${type.name}.__bases__, not ()`);
  for (const base of bases) {
    if (!(base instanceof PyType)) {
      raiseTypeError(`${type.name}.__bases__ must be tuple of classes, not '${typeName(base)}'`);
    }
    if (isSubtype(base, type)) raiseTypeError('a __bases__ item causes an inheritance cycle');
  }
  const base = bestBase(bases as PyType[]);
  if (base.instanceLayout !== type.instanceLayout)
    raiseTypeError(`__bases__ assignment: '${base.name}' object layout differs from '${type.base!.name}'`);
  replaceBases(type, bases as PyType[], base);
  typeModified(type);
  refillSlots(type);
}

/** An order of resolution that cannot be computed, below too, leaves all as it was. */
function replaceBases(type: PyType, bases: readonly PyType[], base: PyType): Escapes<void> {
  const before = { bases: type.bases, base: type.base };
  const orders: [PyType, readonly PyType[]][] = [];
  type.bases = [...bases];
  type.base = base;
  try {
    recomputeMro(type, orders);
  } catch (error) {
    // What `mro()` of a metaclass did with the bases meanwhile stays.
    for (const [each, order] of orders) each.mro = [...order];
    type.bases = before.bases;
    type.base = before.base;
    throw error;
  }
  for (const each of before.bases) each.subclasses.delete(type);
  for (const each of type.bases) each.subclasses.add(type);
}

function recomputeMro(type: PyType, before: [PyType, readonly PyType[]][]): Escapes<void> {
  before.push([type, type.mro]);
  type.mro = computeMro(type);
  for (const subclass of type.subclasses) recomputeMro(subclass, before);
}

function getDoc(self: PyObject): PyObject {
  const type = self as PyType;
  const doc = type === TypeType ? TYPE_DOC : type.members.get('__doc__');
  if (doc === undefined) return null;
  const get = typeOf(doc).tp_descr_get;
  return get === null ? doc : get(doc, undefined, type);
}

function setAbstractMethods(self: PyObject, value: PyObject | undefined): void {
  const type = self as PyType;
  const abstract = value !== undefined && isTrue(value);
  if (!setTypeMember(type, '__abstractmethods__', value)) raise(AttributeErrorType, '__abstractmethods__');
  type.abstract = abstract;
}

/** PEP 649: annotations are computed by `__annotate__` when first asked for. */
function getAnnotations(self: PyObject): PyObject {
  const type = self as PyType;
  const own = type.members.get('__annotations__') ?? type.members.get('__annotations_cache__');
  if (own !== undefined) {
    const get = typeOf(own).tp_descr_get;
    return get === null ? own : get(own, undefined, type);
  }
  if (!type.heap)
    raiseAttributeError(
      type,
      '__annotations__',
      `type object '${type.name}' has no attribute '__annotations__'`,
    );
  const annotate = getAnnotate(type);
  const annotations = annotate === null ? newDict() : call(annotate, [1]);
  if (!(annotations instanceof PyDict)) {
    raiseTypeError(`__annotate__ returned non-dict of type '${typeName(annotations)}'`);
  }
  setTypeMember(type, '__annotations_cache__', annotations);
  return annotations;
}

function getAnnotate(self: PyObject): PyObject {
  const type = self as PyType;
  const own = type.members.get('__annotate_func__') ?? type.members.get('__annotate__');
  if (own === undefined) {
    if (!type.heap)
      raiseAttributeError(type, '__annotate__', `type object '${type.name}' has no attribute '__annotate__'`);
    return null;
  }
  const get = typeOf(own).tp_descr_get;
  return get === null ? own : get(own, undefined, type);
}

const TYPE_DOC = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type";

const memberGetter = (name: string, fallback: PyObject) => ({
  name,
  get: (self: PyObject): PyObject => (self as PyType).members.get(name) ?? fallback,
  set: (self: PyObject, value: PyObject | undefined): void => {
    heapOnly(self as PyType, name, value);
    setTypeMember(self as PyType, name, value);
  },
});

defineType(TypeType, {
  slots: {
    tp_new: typeNew,
    tp_init: typeInit,
    tp_call: typeCall,
    tp_getattro: typeGetAttr,
    tp_setattro: typeSetAttr,
    tp_repr: (self) => `<class '${typeFullName(self as PyType)}'>`,
    nb_or: (left, right) => newUnion(left, right),
  },
  getset: [
    { name: '__name__', get: (self) => newStr(typeShortName(self as PyType)), set: setName },
    {
      name: '__qualname__',
      get: (self) =>
        (self as PyType).heap ? (self as PyType).qualname : newStr(typeQualifiedName(self as PyType)),
      set: setQualname,
    },
    { name: '__bases__', get: (self) => newTuple([...(self as PyType).bases]), set: setBases },
    { name: '__base__', get: (self) => (self as PyType).base },
    { name: '__mro__', get: (self) => newTuple([...(self as PyType).mro]) },
    {
      name: '__module__',
      get: (self) => typeModuleName(self as PyType),
      set: (self, value) => {
        heapOnly(self as PyType, '__module__', value);
        setTypeMember(self as PyType, '__module__', value);
        // Where the class stood in its module says nothing about another one.
        setTypeMember(self as PyType, '__firstlineno__', undefined);
      },
    },
    { name: '__dict__', get: (self) => typeDict(self as PyType) },
    {
      name: '__doc__',
      get: getDoc,
      set: (self, value) => {
        heapOnly(self as PyType, '__doc__', value);
        setTypeMember(self as PyType, '__doc__', value);
      },
    },
    {
      name: '__abstractmethods__',
      get: (self) => {
        const own = self === TypeType ? undefined : (self as PyType).members.get('__abstractmethods__');
        return (
          own ??
          raiseAttributeError(
            self,
            '__abstractmethods__',
            `type object '${(self as PyType).name}' has no attribute '__abstractmethods__'`,
          )
        );
      },
      set: setAbstractMethods,
    },
    {
      name: '__annotations__',
      get: getAnnotations,
      set: (self, value) => {
        const type = self as PyType;
        if (!type.heap)
          raiseTypeError(`cannot set '__annotations__' attribute of immutable type '${type.name}'`);
        const key = type.members.has('__annotations__') ? '__annotations__' : '__annotations_cache__';
        if (!setTypeMember(type, key, value) && value === undefined)
          raise(AttributeErrorType, '__annotations__');
      },
    },
    {
      name: '__annotate__',
      get: getAnnotate,
      set: (self, value) => {
        const type = self as PyType;
        heapOnly(type, '__annotate__', value);
        if (value !== null && typeOf(value).tp_call === null)
          raiseTypeError('__annotate__ must be callable or None');
        setTypeMember(type, '__annotate_func__', value);
        if (value !== null) setTypeMember(type, '__annotations_cache__', undefined);
      },
    },
    memberGetter('__type_params__', newTuple([])),
    { name: '__flags__', get: (self) => typeFlags(self as PyType) },
    { name: '__basicsize__', get: () => 16 },
    { name: '__itemsize__', get: () => 0 },
    { name: '__dictoffset__', get: (self) => ((self as PyType).hasDict ? -1 : 0) },
    { name: '__weakrefoffset__', get: () => 0 },
    { name: '__text_signature__', get: () => null },
  ],
  methods: [
    { kind: 'NOARGS', name: 'mro', call: (self) => newList(linearize(self as PyType)) },
    { kind: 'NOARGS', name: '__subclasses__', call: (self) => newList([...(self as PyType).subclasses]) },
    { kind: 'O', name: '__instancecheck__', call: (self, value) => recursiveIsInstance(value, self) },
    { kind: 'O', name: '__subclasscheck__', call: (self, value) => recursiveIsSubclass(value, self) },
    {
      kind: 'NOARGS',
      name: '__dir__',
      call: (self) => {
        const names = new Set<string>();
        addTypeNames(self as PyType, names);
        return newList([...names]);
      },
    },
    { kind: 'NOARGS', name: '__sizeof__', call: () => 1064 },
  ],
  classMethods: [{ kind: 'KEYWORDS', name: '__prepare__', call: () => newDict() }],
});

/** Py_TPFLAGS_*: those that programs look at. */
function typeFlags(type: PyType): number {
  const bit = (index: number, on: boolean): number => (on ? 2 ** index : 0);
  return (
    bit(5, type.patternKind === 1) +
    bit(6, type.patternKind === 2) +
    bit(8, !type.heap) +
    bit(9, type.heap) +
    bit(10, type.basetype) +
    bit(12, true) +
    bit(20, type.abstract)
  );
}

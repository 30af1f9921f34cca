/** Making a class: `type(name, bases, namespace)` (CPython: Objects/typeobject.c type_new and best_base). */
import { getAttributeOrUndefined } from './attributes.ts';
import { call, callMethod } from './call.ts';
import { encodeStr } from './codecs.ts';
import type { Escapes, Raises } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { addNote } from './exceptions.ts';
import {
  PyBaseException,
  PyCell,
  PyClassMethod,
  PyDict,
  PyFunction,
  PyGetSetDescriptor,
  PyMemberDescriptor,
  PyStaticMethod,
  PyTuple,
  PyType,
} from './generated/layouts.ts';
import type { KeywordNames, TypeDict } from './host-types.ts';
import { instanceDict, newDict, setInstanceDict } from './instance.ts';
import { iterateToArray } from './iterate.ts';
import { machine, runtimeFlags } from './machine.ts';
import { computeMro } from './mro.ts';
import type { PyObject } from './object.ts';
import { getItem, repr } from './operators.ts';
import { newShapeRoot } from './shape.ts';
import { invoke } from './slot-functions.ts';
import { fillSlots } from './slotdefs.ts';
import { asStr, isStr, strToJs } from './str.ts';
import { isIdentifier } from './str-classes.ts';
import { isSubtype, lookupInType, typeModified } from './type-lookup.ts';
import { checkedTypeName } from './type-names.ts';
import { isHeapObject, typeName, typeOf } from './typeof.ts';
import {
  BytesType,
  ClassMethodType,
  DictType,
  GetSetDescriptorType,
  IntType,
  MemberDescriptorType,
  ObjectType,
  StaticMethodType,
  TupleType,
  TypeType,
} from './types.ts';
import { referencesTo } from './weak-references.ts';

/** `type.__new__(meta, name, bases, namespace, **keywords)`. */
export function typeNew(meta: PyType, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const positional = args.length - (names === null ? 0 : names.length);
  if (positional !== 3) raiseTypeError(`type.__new__() takes exactly 3 arguments (${positional} given)`);
  const [nameValue, bases, namespace] = args as [PyObject, PyObject, PyObject];
  const name = asStr(nameValue);
  if (name === undefined) raiseTypeError(`type.__new__() argument 1 must be str, not ${typeName(nameValue)}`);
  checkedTypeName(strToJs(name));
  if (!(bases instanceof PyTuple))
    raiseTypeError(`type.__new__() argument 2 must be tuple, not ${typeName(bases)}`);
  if (!(namespace instanceof PyDict)) {
    raiseTypeError(`type.__new__() argument 3 must be dict, not ${typeName(namespace)}`);
  }
  const winner = mostDerivedMetaclass(meta, bases.items);
  if (winner !== meta && winner.tp_new !== null && winner.tp_new !== typeNew)
    return winner.tp_new(winner, args, names);
  for (const base of bases.items) {
    if (base instanceof PyType) continue;
    if (getAttributeOrUndefined(base, '__mro_entries__') !== undefined) {
      raiseTypeError("type() doesn't support MRO entry resolution; use types.new_class()");
    }
    raiseTypeError('bases must be types');
  }
  const members: TypeDict = new Map();
  const add = (name: PyObject, value: PyObject): void => {
    const key = asStr(name);
    if (key !== undefined) members.set(strToJs(key), value);
  };
  // As a dict is copied: a subclass with an order of its own is asked for it.
  if (namespace.ob_type.tp_iter !== DictType.tp_iter)
    for (const key of iterateToArray(callMethod(namespace, 'keys'))) add(key, getItem(namespace, key));
  else {
    const { table } = namespace;
    for (let i = table.nextIndex(0); i >= 0; i = table.nextIndex(i + 1))
      add(table.keys[i]!, table.values[i]!);
  }
  return newType(winner, strToJs(name), bases.items as PyType[], members, args.slice(3), names);
}

/** The most derived of the metaclasses of `bases` and `meta` (_PyType_CalculateMetaclass). */
export function mostDerivedMetaclass(meta: PyType, bases: readonly PyObject[]): Raises<PyType> {
  let winner = meta;
  for (const base of bases) {
    const candidate = typeOf(base);
    if (isSubtype(winner, candidate)) continue;
    if (!isSubtype(candidate, winner)) {
      raiseTypeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
    }
    winner = candidate;
  }
  return winner;
}

/** A new class. `members` is taken over; `keywordValues` with `names` go to `__init_subclass__`. */
export function newType(
  meta: PyType,
  name: string,
  givenBases: readonly PyType[],
  members: TypeDict,
  keywordValues: readonly PyObject[] = [],
  names: KeywordNames = null,
): Escapes<PyType> {
  const bases = givenBases.length === 0 ? [ObjectType] : [...givenBases];
  const base = bestBase(bases);
  const type = new PyType(meta, name, takeQualname(name, members), base, bases, members);
  type.heap = true;
  type.instanceLayout = base.instanceLayout;
  type.hasDict = bases.some((other) => other.hasDict);
  type.weakrefs = bases.some((other) => other.weakrefs);
  type.slotCount = base.slotCount;
  type.patternKind = bases.find((other) => other.patternKind !== 0)?.patternKind ?? 0;
  const cell = members.get('__classcell__');
  if (cell !== undefined && !(cell instanceof PyCell)) {
    raiseTypeError(`__classcell__ must be a nonlocal cell, not <class '${typeName(cell)}'>`);
  }
  members.delete('__classcell__');
  const dictCell = members.get('__classdictcell__');
  if (dictCell !== undefined && !(dictCell instanceof PyCell)) {
    raiseTypeError(`__classdictcell__ must be a nonlocal cell, not <class '${typeName(dictCell)}'>`);
  }
  members.delete('__classdictcell__');
  if (!members.has('__module__')) {
    const module = machine.currentFrame()?.globals.table.getStr('__name__');
    if (module !== undefined) members.set('__module__', module);
  }
  wrapSpecialFunctions(members);
  addSlots(type);
  const doc = members.get('__doc__');
  if (doc === undefined) members.set('__doc__', null);
  else checkEncodable(doc);
  if (members.has('__eq__') && !members.has('__hash__')) members.set('__hash__', null);

  type.mro = computeMro(type);
  for (const other of bases) other.subclasses.add(type);
  typeModified(type);
  fillSlots(type);
  // Instances without a dict keep their root shape: it tells caches the class, and its entries of `__slots__`.
  if (runtimeFlags.shapes && type.instanceLayout === 'PyInstance') type.shapeRoot = newShapeRoot(type);

  if (cell instanceof PyCell) cell.contents = type;
  callSetNames(type);
  callInitSubclass(type, keywordValues, names);
  return type;
}

/** CPython keeps the text of a class as UTF-8 too. */
function checkEncodable(doc: PyObject): Raises<void> {
  const text = asStr(doc);
  if (text !== undefined && !strToJs(text).isWellFormed()) encodeStr(text, 'utf-8', 'strict');
}

function takeQualname(name: string, members: TypeDict): PyObject {
  const qualname = members.get('__qualname__');
  if (qualname === undefined) return name;
  if (!isStr(qualname)) raiseTypeError(`type __qualname__ must be a str, not ${typeName(qualname)}`);
  members.delete('__qualname__');
  return qualname;
}

/** `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, without saying so. */
function wrapSpecialFunctions(members: TypeDict): void {
  const created = members.get('__new__');
  if (created instanceof PyFunction) members.set('__new__', new PyStaticMethod(StaticMethodType, created));
  for (const name of ['__init_subclass__', '__class_getitem__']) {
    const value = members.get(name);
    if (value instanceof PyFunction) members.set(name, new PyClassMethod(ClassMethodType, value));
  }
}

// ── Layout ──

/** The base whose instances' layout the new class extends (best_base). */
export function bestBase(bases: readonly PyType[]): Raises<PyType> {
  let best: PyType | null = null;
  let bestSolid: PyType | null = null;
  for (const base of bases) {
    if (!base.basetype) raiseTypeError(`type '${base.name}' is not an acceptable base type`);
    const solid = solidBase(base);
    if (bestSolid === null || (solid !== bestSolid && isSubtype(solid, bestSolid))) {
      best = base;
      bestSolid = solid;
    } else if (!isSubtype(bestSolid, solid)) {
      raiseTypeError('multiple bases have instance lay-out conflict');
    }
  }
  return best!;
}

/** The nearest base that adds something to the layout: a built-in layout of its own, or `__slots__`. */
function solidBase(type: PyType): PyType {
  const { base } = type;
  if (base === null) return type;
  const extendsLayout = type.heap
    ? type.slotCount !== base.slotCount
    : type.instanceLayout !== base.instanceLayout;
  return extendsLayout ? type : solidBase(base);
}

/** Variable-sized in CPython: no room for slots. */
const UNSLOTTABLE: readonly PyType[] = [IntType, TupleType, BytesType];

/** `__slots__`, `__dict__` and `__weakref__` of the new class (type_new_slots, type_new_descriptors). */
function addSlots(type: PyType): void {
  const { members } = type;
  const base = type.base!;
  const declared = members.get('__slots__');
  // Instances of variable size have no room for the list of references.
  const mayAddWeakrefs =
    !type.weakrefs && !UNSLOTTABLE.some((other) => other.instanceLayout === base.instanceLayout);
  if (declared === undefined) {
    if (!type.hasDict && base !== TypeType && !isSubtype(base, TypeType)) {
      type.hasDict = true;
      addDictDescriptor(type);
    }
    if (mayAddWeakrefs) addWeakrefDescriptor(type);
    return;
  }
  const entries = isStr(declared) ? [declared] : iterateToArray(declared);
  let ownWeakrefs = false;
  const slotNames: string[] = [];
  for (const entry of entries) {
    const value = asStr(entry);
    if (value === undefined) raiseTypeError(`__slots__ items must be strings, not '${typeName(entry)}'`);
    if (!isIdentifier(value)) raiseTypeError('__slots__ must be identifiers');
    const name = strToJs(value);
    if (name === '__dict__') {
      if (type.hasDict) raiseTypeError('__dict__ slot disallowed: we already got one');
      type.hasDict = true;
      addDictDescriptor(type);
    } else if (name === '__weakref__') {
      if (!mayAddWeakrefs || ownWeakrefs) raiseTypeError('__weakref__ slot disallowed: we already got one');
      ownWeakrefs = true;
      addWeakrefDescriptor(type);
    } else slotNames.push(mangle(name, type.name));
  }
  if (slotNames.length > 0) {
    const unslottable = UNSLOTTABLE.find((other) => type.base!.instanceLayout === other.instanceLayout);
    if (unslottable) raiseTypeError(`nonempty __slots__ not supported for subtype of '${base.name}'`);
  }
  // Sorted, so that classes with the same slots have the same layout.
  for (const name of slotNames.sort()) {
    if (members.has(name) && name !== '__qualname__' && name !== '__classcell__') {
      if (
        !(
          members.get(name) instanceof PyMemberDescriptor &&
          (members.get(name) as PyMemberDescriptor).owner === type
        )
      ) {
        raiseValueError(`'${name}' in __slots__ conflicts with class variable`);
      }
      continue;
    }
    const descriptor = new PyMemberDescriptor(MemberDescriptorType, type, name, name);
    if (type.instanceLayout === 'PyInstance') descriptor.index = type.slotCount;
    type.slotCount += 1;
    members.set(name, descriptor);
  }
}

/** `_Py_Mangle`. */
export function mangle(name: string, className: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

/** What the class body defines under this name stays. */
function addDictDescriptor(type: PyType): void {
  if (type.members.has('__dict__')) return;
  type.members.set(
    '__dict__',
    new PyGetSetDescriptor(GetSetDescriptorType, type, '__dict__', {
      name: '__dict__',
      get: (self) => (isHeapObject(self) ? instanceDict(self) : newDict()),
      set: setDict,
    }),
  );
}

function setDict(self: PyObject, value: PyObject | undefined): void {
  if (!isHeapObject(self)) return;
  if (value !== undefined && !(value instanceof PyDict)) {
    raiseTypeError(`__dict__ must be set to a dictionary, not a '${typeName(value)}'`);
  }
  setInstanceDict(self, value ?? newDict());
}

function addWeakrefDescriptor(type: PyType): void {
  type.weakrefs = true;
  if (type.members.has('__weakref__')) return;
  const get = (self: PyObject): PyObject => (isHeapObject(self) ? (referencesTo(self)[0] ?? null) : null);
  const def = { name: '__weakref__', get };
  type.members.set('__weakref__', new PyGetSetDescriptor(GetSetDescriptorType, type, '__weakref__', def));
}

// ── Hooks ──

/** PEP 487: `__set_name__` of each attribute that has one. */
function callSetNames(type: PyType): void {
  for (const [name, value] of [...type.members]) {
    const method = lookupInType(typeOf(value), '__set_name__');
    if (method === undefined) continue;
    try {
      invoke(method, value, [type, name]);
    } catch (error) {
      if (error instanceof PyBaseException) {
        const shown = strToJs(repr(name));
        addNote(
          error,
          `Error calling __set_name__ on '${typeName(value)}' instance ${shown} in '${type.name}'`,
        );
      }
      throw error;
    }
  }
}

/** `super(type, type).__init_subclass__(**keywords)`. */
function callInitSubclass(type: PyType, values: readonly PyObject[], names: KeywordNames): void {
  for (const base of type.mro.slice(1)) {
    const hook = base.members.get('__init_subclass__');
    if (hook === undefined) continue;
    const get = typeOf(hook).tp_descr_get;
    call(get === null ? hook : get(hook, undefined, type), [...values], names);
    return;
  }
}

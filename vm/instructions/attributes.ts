/** Attribute references (language reference 6.3.1; data model 3.3.2, "Customizing attribute access"). */
import {
  deleteAttribute,
  getAttribute,
  type PyFunction,
  type PyObject,
  SuperType,
  setAttribute,
  slotGet,
  slotSet,
} from '../objects/index.ts';
import { AttrCache } from './caches.ts';
import { instruction, specialization } from './define.ts';
import { enterExact, guard, type Name } from './primitives.ts';
import {
  addSlot,
  addSlotTo,
  findShape,
  instanceDictGet,
  instanceDictHas,
  instanceDictSet,
  loadMethodCallable,
  loadMethodSelf,
  loadSuperAttribute,
  loadSuperMethodCallable,
  memberOf,
  slotOf,
  storeSlot,
} from './runtime/attributes.ts';
import { keysVersion, valueAt } from './runtime/containers.ts';
import {
  hasExactType,
  hasShape,
  hasTypeVersion,
  isClassWithVersion,
  isIdentical,
  isModule,
  isPlainStr,
} from './runtime/predicates.ts';
import {
  selectLoadAttr,
  selectLoadMethod,
  selectLoadSuperMethod,
  selectStoreAttr,
} from './runtime/select-attributes.ts';

export const LOAD_ATTR = instruction({
  effect: 'Escapes',
  cache: AttrCache,
  select: selectLoadAttr,
  execute(owner: PyObject, name: Name): PyObject {
    return getAttribute(owner, name);
  },
});

/** An attribute of an instance whose attributes lie in slots. */
export const LOAD_ATTR_INSTANCE_SLOT = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasShape(owner, cache.shape));
    return slotGet(owner, cache.slot) as PyObject;
  },
});

/** The same at a site that has seen several classes. */
export const LOAD_ATTR_INSTANCE_SLOT_POLYMORPHIC = specialization(LOAD_ATTR, {
  flag: 'polymorphic-caches',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    return slotOf(owner, known.slot);
  },
});

/** An entry of `__slots__`, found by the shape of the instance. */
export const LOAD_ATTR_MEMBER_SLOT = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasShape(owner, cache.shape));
    const value = slotGet(owner, cache.slot);
    guard(value !== undefined);
    return value;
  },
});

export const LOAD_ATTR_MEMBER_SLOT_POLYMORPHIC = specialization(LOAD_ATTR, {
  flag: 'polymorphic-caches',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    const value = memberOf(owner, known.slot);
    guard(value !== undefined);
    return value;
  },
});

/** The same by the class, where instances have no shape. */
export const LOAD_ATTR_MEMBER = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasTypeVersion(owner, cache.version));
    const value = memberOf(owner, cache.slot);
    guard(value !== undefined);
    return value;
  },
});

/** An attribute of an instance with a dict; the class has no data descriptor of that name. */
export const LOAD_ATTR_INSTANCE_DICT = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, name: Name, cache: AttrCache): PyObject {
    guard(hasTypeVersion(owner, cache.version));
    const value = instanceDictGet(owner, name, cache.slot);
    guard(value !== undefined);
    return value;
  },
});

/** A plain value found on the class of an instance with slots. */
export const LOAD_ATTR_CLASS_VALUE_SLOTS = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasShape(owner, cache.shape));
    return cache.value as PyObject;
  },
});

/** The same at a site that has seen several classes. */
export const LOAD_ATTR_CLASS_VALUE_SLOTS_POLYMORPHIC = specialization(LOAD_ATTR, {
  flag: 'polymorphic-caches',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    return known.value as PyObject;
  },
});

/** A plain value found on the class of an instance with a dict. */
export const LOAD_ATTR_CLASS_VALUE_DICT = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, name: Name, cache: AttrCache): PyObject {
    guard(hasTypeVersion(owner, cache.version));
    guard(!instanceDictHas(owner, name));
    return cache.value as PyObject;
  },
});

/** The owner is itself a class. */
export const LOAD_ATTR_CLASS = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(isClassWithVersion(owner, cache.version));
    return cache.value as PyObject;
  },
});

export const LOAD_ATTR_MODULE = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(isModule(owner));
    guard(keysVersion(owner.dict) === cache.version);
    return valueAt(owner.dict, cache.slot);
  },
});

/** A property whose getter is a Python function of one parameter. */
export const LOAD_ATTR_PROPERTY_SLOTS = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Escapes',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasShape(owner, cache.shape));
    return enterExact(cache.value as PyFunction, [owner]);
  },
});

export const LOAD_ATTR_PROPERTY_DICT = specialization(LOAD_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Escapes',
  execute(owner: PyObject, cache: AttrCache): PyObject {
    guard(hasTypeVersion(owner, cache.version));
    return enterExact(cache.value as PyFunction, [owner]);
  },
});

/** For a call: an unbound function and its `self`, or a callable and `undefined`; no bound method is made. */
export const LOAD_METHOD = instruction({
  effect: 'Escapes',
  cache: AttrCache,
  select: selectLoadMethod,
  execute(owner: PyObject, name: Name): [callable: PyObject, self: PyObject | undefined] {
    const callable = loadMethodCallable(owner, name);
    return [callable, loadMethodSelf()];
  },
});

export const LOAD_METHOD_SLOTS = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(hasShape(owner, cache.shape));
    return [cache.value as PyObject, owner];
  },
});

export const LOAD_METHOD_SLOTS_POLYMORPHIC = specialization(LOAD_METHOD, {
  flag: 'polymorphic-caches',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    return [known.value as PyObject, owner];
  },
});

export const LOAD_METHOD_DICT = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, name: Name, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(hasTypeVersion(owner, cache.version));
    guard(!instanceDictHas(owner, name));
    return [cache.value as PyObject, owner];
  },
});

/** Methods of built-in types, which no program can change. */
export const LOAD_METHOD_BUILTIN = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(hasExactType(owner, cache.type));
    return [cache.value as PyObject, owner];
  },
});

export const LOAD_METHOD_STR = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(isPlainStr(owner));
    return [cache.value as PyObject, owner];
  },
});

export const LOAD_METHOD_MODULE = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(isModule(owner));
    guard(keysVersion(owner.dict) === cache.version);
    return [valueAt(owner.dict, cache.slot), undefined];
  },
});

export const LOAD_METHOD_CLASS = specialization(LOAD_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  execute(owner: PyObject, cache: AttrCache): [callable: PyObject, self: PyObject | undefined] {
    guard(isClassWithVersion(owner, cache.version));
    return [cache.value as PyObject, undefined];
  },
});

export const STORE_ATTR = instruction({
  effect: 'Escapes',
  cache: AttrCache,
  select: selectStoreAttr,
  execute(value: PyObject, owner: PyObject, name: Name): void {
    setAttribute(owner, name, value);
  },
});

export const STORE_ATTR_INSTANCE_SLOT = specialization(STORE_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, cache: AttrCache): void {
    guard(hasShape(owner, cache.shape));
    slotSet(owner, cache.slot, value);
  },
});

export const STORE_ATTR_INSTANCE_SLOT_POLYMORPHIC = specialization(STORE_ATTR, {
  flag: 'polymorphic-caches',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, cache: AttrCache): void {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    storeSlot(owner, known.slot, value);
  },
});

/** The first store of this attribute: the object moves on to the next shape. */
export const STORE_ATTR_ADD_SLOT = specialization(STORE_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, cache: AttrCache): void {
    guard(hasShape(owner, cache.shape));
    addSlot(owner, cache.slot, value, cache.nextShape);
  },
});

export const STORE_ATTR_ADD_SLOT_POLYMORPHIC = specialization(STORE_ATTR, {
  flag: 'polymorphic-caches',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, cache: AttrCache): void {
    const known = findShape(owner, cache);
    guard(known !== undefined);
    addSlotTo(owner, known.slot, value, known.nextShape);
  },
});

/** An entry of `__slots__`; with shapes it is stored as any other slot. */
export const STORE_ATTR_MEMBER = specialization(STORE_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, cache: AttrCache): void {
    guard(hasTypeVersion(owner, cache.version));
    storeSlot(owner, cache.slot, value);
  },
});

export const STORE_ATTR_INSTANCE_DICT = specialization(STORE_ATTR, {
  flag: 'specialize-attributes',
  effect: 'Writes',
  execute(value: PyObject, owner: PyObject, name: Name, cache: AttrCache): void {
    guard(hasTypeVersion(owner, cache.version));
    instanceDictSet(owner, name, value, cache.slot);
  },
});

export const DELETE_ATTR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(owner: PyObject, name: Name): void {
    deleteAttribute(owner, name);
  },
});

export const LOAD_SUPER_ATTR = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(globalSuper: PyObject, thisClass: PyObject, self: PyObject, name: Name): PyObject {
    return loadSuperAttribute(globalSuper, thisClass, self, name);
  },
});

export const LOAD_SUPER_METHOD = instruction({
  effect: 'Escapes',
  cache: AttrCache,
  select: selectLoadSuperMethod,
  outOfLine: true,
  execute(
    globalSuper: PyObject,
    thisClass: PyObject,
    self: PyObject,
    name: Name,
  ): [callable: PyObject, self: PyObject | undefined] {
    const callable = loadSuperMethodCallable(globalSuper, thisClass, self, name);
    return [callable, loadMethodSelf()];
  },
});

/** A method found behind this class for an instance with slots. */
export const LOAD_SUPER_METHOD_SLOTS = specialization(LOAD_SUPER_METHOD, {
  flag: 'specialize-attributes',
  effect: 'Reads',
  outOfLine: true,
  execute(
    globalSuper: PyObject,
    thisClass: PyObject,
    self: PyObject,
    cache: AttrCache,
  ): [callable: PyObject, self: PyObject | undefined] {
    guard(isIdentical(globalSuper, SuperType));
    guard(isIdentical(thisClass, cache.type));
    guard(hasShape(self, cache.shape));
    return [cache.value as PyObject, self];
  },
});

/** The same at a site that has seen instances of several classes. */
export const LOAD_SUPER_METHOD_SLOTS_POLYMORPHIC = specialization(LOAD_SUPER_METHOD, {
  flag: 'polymorphic-caches',
  effect: 'Reads',
  outOfLine: true,
  execute(
    globalSuper: PyObject,
    thisClass: PyObject,
    self: PyObject,
    cache: AttrCache,
  ): [callable: PyObject, self: PyObject | undefined] {
    guard(isIdentical(globalSuper, SuperType));
    guard(isIdentical(thisClass, cache.type));
    const known = findShape(self, cache);
    guard(known !== undefined);
    return [known.value as PyObject, self];
  },
});

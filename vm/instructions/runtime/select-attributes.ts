/**
 * Which specialisation fits an attribute access (CPython: Python/specialize.c, analyze_descriptor_load). What is cached
 * about a class holds until the class or a base changes: the cache watches it and is emptied then.
 */
import {
  genericGetAttr,
  genericSetAttr,
  isMethodLike,
  isSubtype,
  lookupInType,
  PyClassMethod,
  PyFunction,
  PyInstance,
  PyMemberDescriptor,
  PyModule,
  type PyObject,
  PyProperty,
  PyStaticMethod,
  PyType,
  SuperType,
  TypeType,
  typeOf,
} from '../../objects/index.ts';
import type { AttrCache } from '../caches.ts';

/** Dict or shape: under `shapes` an instance that has gone over to a dict is not worth a specialisation. */
type Storage = 'slots' | 'dict' | null;

function storageOf(owner: PyObject): Storage {
  if (!(owner instanceof PyInstance)) return null;
  if (owner.dict !== null) return owner.shape === null ? 'dict' : null;
  return owner.shape === null ? null : 'slots';
}

function watch(type: PyType, cache: AttrCache): void {
  type.watchers.add(cache);
}

/** Fills the cache for an instance: its shape, or the version of its class. */
function rememberOwner(owner: PyInstance, storage: Storage, cache: AttrCache): void {
  if (storage === 'slots') cache.shape = owner.shape!;
  cache.version = owner.ob_type.version;
  watch(owner.ob_type, cache);
}

/** The slot of an instance that an entry of `__slots__` stands for; −1 where it is kept elsewhere. */
function memberSlot(owner: PyObject, attribute: PyObject | undefined): number {
  if (!(attribute instanceof PyMemberDescriptor) || !(owner instanceof PyInstance)) return -1;
  // A descriptor may have been put into a class that it is not made for.
  return isSubtype(owner.ob_type, attribute.owner) ? attribute.index : -1;
}

/** Fills the cache for an entry of `__slots__`; the form by shape or the one by class. */
function selectMember(
  owner: PyInstance,
  slot: number,
  cache: AttrCache,
  byShape: string,
  byClass: string,
): readonly string[] {
  cache.slot = slot;
  // An instance that has gone over to a dict has a shape that is not its class's own.
  if (owner.shape !== null && owner.dict === null) {
    rememberOwner(owner, 'slots', cache);
    return [byShape];
  }
  rememberOwner(owner, null, cache);
  return [byClass];
}

export function selectLoadAttr(owner: PyObject, name: string, cache: AttrCache): readonly string[] {
  if (owner instanceof PyModule) return selectModule(owner, name, cache, 'LOAD_ATTR_MODULE');
  if (owner instanceof PyType) return selectClass(owner, name, cache, 'LOAD_ATTR_CLASS');
  const type = typeOf(owner);
  if (type.tp_getattro !== genericGetAttr) return [];
  const attribute = lookupInType(type, name);
  const member = memberSlot(owner, attribute);
  if (member >= 0)
    return selectMember(owner as PyInstance, member, cache, 'LOAD_ATTR_MEMBER_SLOT', 'LOAD_ATTR_MEMBER');
  const storage = storageOf(owner);
  if (storage === null) return [];
  const instance = owner as PyInstance;
  const attributeType = attribute === undefined ? null : typeOf(attribute);
  if (attribute instanceof PyProperty && attributeType!.heap === false) {
    const getter = attribute.fget;
    if (!(getter instanceof PyFunction) || !takesExactly(getter, 1)) return [];
    cache.value = getter;
    rememberOwner(instance, storage, cache);
    return [storage === 'slots' ? 'LOAD_ATTR_PROPERTY_SLOTS' : 'LOAD_ATTR_PROPERTY_DICT'];
  }
  if (attributeType !== null && attributeType.tp_descr_get !== null && attributeType.tp_descr_set !== null)
    return [];
  if (storage === 'slots') {
    const slot = instance.shape!.index.get(name);
    if (slot !== undefined) {
      cache.slot = slot;
      rememberOwner(instance, storage, cache);
      return ['LOAD_ATTR_INSTANCE_SLOT'];
    }
  } else {
    const index = instance.dict!.table.lookupStr(name);
    if (index >= 0) {
      cache.slot = index;
      rememberOwner(instance, storage, cache);
      return ['LOAD_ATTR_INSTANCE_DICT'];
    }
  }
  if (attribute === undefined || attributeType!.tp_descr_get !== null) return [];
  cache.value = attribute;
  rememberOwner(instance, storage, cache);
  return [storage === 'slots' ? 'LOAD_ATTR_CLASS_VALUE_SLOTS' : 'LOAD_ATTR_CLASS_VALUE_DICT'];
}

/** A function that takes exactly `count` positional arguments and is not a generator. */
export function takesExactly(fn: PyFunction, count: number): boolean {
  return fn.code.simple && fn.code.argcount === count;
}

function selectModule(owner: PyModule, name: string, cache: AttrCache, form: string): readonly string[] {
  const { table } = owner.dict;
  const index = table.lookupStr(name);
  if (index < 0 || owner.ob_type.heap || lookupInType(owner.ob_type, name) !== undefined) return [];
  cache.version = table.version;
  cache.slot = index;
  return [form];
}

/** An attribute of a class that needs no binding, or only the unwrapping of a static method. */
function selectClass(owner: PyType, name: string, cache: AttrCache, form: string): readonly string[] {
  if (owner.ob_type !== TypeType || lookupInType(TypeType, name) !== undefined) return [];
  const found = lookupInType(owner, name);
  if (found === undefined || found instanceof PyClassMethod) return [];
  const type = typeOf(found);
  if (found instanceof PyStaticMethod && !type.heap) cache.value = found.callable;
  else if (type.tp_descr_get === null || found instanceof PyFunction) cache.value = found;
  else return [];
  cache.version = owner.version;
  watch(owner, cache);
  return [form];
}

export function selectLoadMethod(owner: PyObject, name: string, cache: AttrCache): readonly string[] {
  if (owner instanceof PyModule) return selectModule(owner, name, cache, 'LOAD_METHOD_MODULE');
  if (owner instanceof PyType) return selectClass(owner, name, cache, 'LOAD_METHOD_CLASS');
  const type = typeOf(owner);
  if (type.tp_getattro !== genericGetAttr) return [];
  const attribute = lookupInType(type, name);
  if (attribute === undefined || !isMethodLike(attribute)) return [];
  const storage = storageOf(owner);
  if (storage !== null) {
    const instance = owner as PyInstance;
    const own =
      storage === 'slots' ? instance.shape!.index.has(name) : instance.dict!.table.lookupStr(name) >= 0;
    if (own) return [];
    cache.value = attribute;
    rememberOwner(instance, storage, cache);
    return [storage === 'slots' ? 'LOAD_METHOD_SLOTS' : 'LOAD_METHOD_DICT'];
  }
  if (type.heap || type.hasDict) return [];
  cache.value = attribute;
  if (typeof owner === 'string') return ['LOAD_METHOD_STR'];
  if (typeof owner !== 'object') return [];
  cache.type = type;
  return ['LOAD_METHOD_BUILTIN'];
}

/** Only instances with slots, and methods that bind by being called with `self` first. */
export function selectLoadSuperMethod(
  globalSuper: PyObject,
  thisClass: PyObject,
  self: PyObject,
  name: string,
  cache: AttrCache,
): readonly string[] {
  if (globalSuper !== SuperType || !(thisClass instanceof PyType) || storageOf(self) !== 'slots') return [];
  const { mro } = typeOf(self);
  const at = mro.indexOf(thisClass);
  if (at < 0 || name === '__class__') return [];
  const owner = mro.slice(at + 1).find((type) => type.members.has(name));
  const method = owner?.members.get(name);
  if (method === undefined || !isMethodLike(method)) return [];
  cache.type = thisClass;
  cache.value = method;
  rememberOwner(self as PyInstance, 'slots', cache);
  return ['LOAD_SUPER_METHOD_SLOTS'];
}

export function selectStoreAttr(
  _value: PyObject,
  owner: PyObject,
  name: string,
  cache: AttrCache,
): readonly string[] {
  const type = typeOf(owner);
  if (type.tp_setattro !== genericSetAttr) return [];
  const attribute = lookupInType(type, name);
  const member = memberSlot(owner, attribute);
  if (member >= 0)
    return selectMember(owner as PyInstance, member, cache, 'STORE_ATTR_INSTANCE_SLOT', 'STORE_ATTR_MEMBER');
  const storage = storageOf(owner);
  if (storage === null || !type.hasDict) return [];
  const instance = owner as PyInstance;
  if (attribute !== undefined && typeOf(attribute).tp_descr_set !== null) return [];
  rememberOwner(instance, storage, cache);
  if (storage === 'dict') {
    // An attribute that is not there yet will stand last.
    const { table } = instance.dict!;
    const index = table.lookupStr(name);
    cache.slot = index >= 0 ? index : table.keys.length;
    return ['STORE_ATTR_INSTANCE_DICT'];
  }
  const shape = instance.shape!;
  const slot = shape.index.get(name);
  if (slot !== undefined) {
    cache.slot = slot;
    return ['STORE_ATTR_INSTANCE_SLOT'];
  }
  const next = shape.add(name);
  if (next === null) return [];
  cache.slot = shape.count;
  cache.nextShape = next;
  return ['STORE_ATTR_ADD_SLOT'];
}

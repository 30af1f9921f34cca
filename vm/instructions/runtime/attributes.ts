/** Typed semantics of attribute instructions. */
import {
  call,
  type Escapes,
  getAttribute,
  isMethodLike,
  loadMethod,
  methodSelf,
  type PyHeapObject,
  type PyInstance,
  type PyObject,
  PyType,
  type Reads,
  type Shape,
  SuperType,
  slotGet,
  slotSet,
  type Writes,
} from '../../objects/index.ts';
import type { AttrCache } from '../caches.ts';

export function loadMethodCallable(owner: PyObject, name: string): Escapes<PyObject> {
  return loadMethod(owner, name);
}

/** `self` of the method just loaded; `undefined` when the callable is bound already. Read at once. */
export function loadMethodSelf(): Reads<PyObject | undefined> {
  return methodSelf.value;
}

/**
 * Own attribute in an instance's dict, tried first at the index where another instance of the class had it. Objects of
 * other layouts have none here.
 */
export function instanceDictGet(
  owner: PyHeapObject,
  name: string,
  hint: number,
): Reads<PyObject | undefined> {
  const { dict } = owner as PyInstance;
  if (dict === null) return undefined;
  const { table } = dict;
  return hint < table.keys.length && table.keys[hint] === name ? table.values[hint] : table.getStr(name);
}

export function instanceDictHas(owner: PyHeapObject, name: string): Reads<boolean> {
  const dict = (owner as PyInstance).dict;
  return dict !== null && dict !== undefined && dict.table.lookupStr(name) >= 0;
}

export function instanceDictSet(
  owner: PyHeapObject,
  name: string,
  value: PyObject,
  hint: number,
): Writes<void> {
  const { table } = (owner as PyInstance).dict!;
  if (hint < table.keys.length && table.keys[hint] === name) table.values[hint] = value;
  else table.setStr(name, value);
}

export function addSlot(instance: PyInstance, slot: number, value: PyObject, shape: Shape): Writes<void> {
  slotSet(instance, slot, value);
  instance.shape = shape;
}

/** `addSlot` of an instance that `findShape` knows. */
export function addSlotTo(owner: PyObject, slot: number, value: PyObject, shape: Shape): Writes<void> {
  addSlot(owner as PyInstance, slot, value, shape);
}

/** `super(thisClass, self).name`; `globalSuper` is what the name `super` stands for just now. */
export function loadSuperAttribute(
  globalSuper: PyObject,
  thisClass: PyObject,
  self: PyObject,
  name: string,
): Escapes<PyObject> {
  const proxy = call(globalSuper, [thisClass, self]);
  return getAttribute(proxy, name);
}

/** The same about to be called; `loadMethodSelf` then gives its `self`. */
export function loadSuperMethodCallable(
  globalSuper: PyObject,
  thisClass: PyObject,
  self: PyObject,
  name: string,
): Escapes<PyObject> {
  if (globalSuper === SuperType && thisClass instanceof PyType && typeof self === 'object' && self !== null) {
    const type = self.ob_type;
    const at = type.mro.indexOf(thisClass);
    if (at >= 0) {
      for (let i = at + 1; i < type.mro.length; i++) {
        const found = type.mro[i]!.members.get(name);
        if (found === undefined) continue;
        if (!isMethodLike(found)) break;
        methodSelf.value = self;
        return found;
      }
    }
  }
  const callable = loadSuperAttribute(globalSuper, thisClass, self, name);
  methodSelf.value = undefined;
  return callable;
}

/** The cache in a polymorphic site's chain for this instance's shape. */
export function findShape(owner: PyObject, cache: AttrCache): Reads<AttrCache | undefined> {
  if (typeof owner !== 'object' || owner === null) return undefined;
  const { shape } = owner as PyInstance;
  if (shape === undefined || shape === null) return undefined;
  for (let at: AttrCache | null = cache; at !== null; at = at.next) if (at.shape === shape) return at;
  return undefined;
}

/** `slotGet` of an instance that `findShape` knows. */
export function slotOf(owner: PyObject, slot: number): Reads<PyObject> {
  return slotGet(owner as PyInstance, slot) as PyObject;
}
/** An entry of `__slots__`; `undefined` when not set. */
export function memberOf(owner: PyObject, slot: number): Reads<PyObject | undefined> {
  return slotGet(owner as PyInstance, slot);
}
export function storeSlot(owner: PyObject, slot: number, value: PyObject): Writes<void> {
  slotSet(owner as PyInstance, slot, value);
}

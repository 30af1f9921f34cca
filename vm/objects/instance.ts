/**
 * Attributes of an object itself. Instances of plain classes (`PyInstance`) keep them in a dict, or under the `shapes`
 * flag in slots described by a shape until someone asks for `__dict__`; other objects in the `dict` field of their layout.
 */
import { DictTable } from './dict-table.ts';
import type { Reads, Writes } from './effects.ts';
import { PyDict, type PyHeapObject, PyInstance, type PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { DICT_SHAPE, slotGet, slotSet } from './shape.ts';
import { DictType } from './types.ts';

/** A heap object whose layout has a `dict` field; in the few layouts without one (bytes, zip, …) a subclass's instance gets it. */
interface WithDict {
  dict: PyDict | null | undefined;
}

export function newDict(): Writes<PyDict> {
  return new PyDict(DictType, new DictTable());
}

/** `object.__new__` of a class whose instances are `PyInstance`. */
export function newInstance(type: PyType): Writes<PyInstance> {
  const instance = new PyInstance(type, type.shapeRoot);
  if (type.hasDict && type.shapeRoot === null) instance.dict = newDict();
  return instance;
}

/** Own attribute (not the class's) `name`. */
export function instanceGet(instance: PyInstance, name: string): Reads<PyObject | undefined> {
  const { dict } = instance;
  if (dict !== null) return dict.table.getStr(name);
  const { shape } = instance;
  if (shape === null) return undefined;
  const slot = shape.index.get(name);
  return slot === undefined ? undefined : slotGet(instance, slot);
}

export function instanceSet(instance: PyInstance, name: string, value: PyObject): Writes<void> {
  const { shape, dict } = instance;
  if (dict !== null || shape === null) {
    (dict ?? instanceDict(instance)).table.setStr(name, value);
    return;
  }
  const slot = shape.index.get(name);
  if (slot !== undefined) {
    slotSet(instance, slot, value);
    return;
  }
  const next = shape.add(name);
  if (next === null) {
    instanceDict(instance).table.setStr(name, value);
    return;
  }
  slotSet(instance, shape.count, value);
  instance.shape = next;
}

/** False when there is no such attribute. */
export function instanceDelete(instance: PyInstance, name: string): Writes<boolean> {
  const { shape, dict } = instance;
  if (dict !== null) return deleteName(dict, name);
  if (shape === null || !shape.index.has(name)) return false;
  const names = shape.names.filter((other) => other !== name);
  reshape(
    instance,
    instance.ob_type,
    names,
    names.map((other) => slotGet(instance, shape.index.get(other)!)!),
  );
  return true;
}

/** Gives the instance, from the root shape of `type` on, exactly these attributes. */
function reshape(
  instance: PyInstance,
  type: PyType,
  names: readonly string[],
  values: readonly PyObject[],
): void {
  const old = instance.shape!.count;
  instance.shape = type.shapeRoot;
  for (let slot = type.slotCount; slot < old; slot++) slotSet(instance, slot, undefined);
  names.forEach((name, i) => {
    instanceSet(instance, name, values[i]!);
  });
}

/** `__class__` assignment: shapes belong to one class, so the attributes move over to the new one's. */
export function changeClass(object: PyHeapObject, type: PyType): Writes<void> {
  object.ob_type = type;
  if (!(object instanceof PyInstance) || object.dict !== null || object.shape === null) return;
  const { names, index } = object.shape;
  const values = names.map((name) => slotGet(object, index.get(name)!)!);
  if (type.shapeRoot !== null) reshape(object, type, names, values);
  else instanceDict(object);
}

/** The object's `__dict__`, made now if need be; an instance with a shape leaves it for good. */
export function instanceDict(object: PyHeapObject): Writes<PyDict> {
  const holder = object as PyHeapObject & WithDict;
  if (holder.dict) return holder.dict;
  const dict = newDict();
  if (object instanceof PyInstance && object.shape !== null) {
    const { names, index, count } = object.shape;
    for (const name of names) dict.table.setStr(name, slotGet(object, index.get(name)!)!);
    for (let slot = object.ob_type.slotCount; slot < count; slot++) slotSet(object, slot, undefined);
    object.shape = DICT_SHAPE;
  }
  holder.dict = dict;
  return dict;
}

/** A dict of the object's own attributes as they are now; the object stays as it is. */
export function copyInstanceDict(object: PyHeapObject): Writes<PyDict> {
  const { dict } = object as PyHeapObject & WithDict;
  if (dict) return new PyDict(DictType, dict.table.copy());
  const copy = newDict();
  if (object instanceof PyInstance && object.shape !== null) {
    const { names, index } = object.shape;
    for (const name of names) copy.table.setStr(name, slotGet(object, index.get(name)!)!);
  }
  return copy;
}

/** Replaces the `__dict__`. */
export function setInstanceDict(object: PyHeapObject, dict: PyDict): Writes<void> {
  if (object instanceof PyInstance && object.shape !== null) instanceDict(object);
  (object as PyHeapObject & WithDict).dict = dict;
}

/** Own attribute of any object whose type has `hasDict`. */
export function ownGet(object: PyHeapObject, name: string): Reads<PyObject | undefined> {
  if (object instanceof PyInstance) return instanceGet(object, name);
  const { dict } = object as PyHeapObject & WithDict;
  return dict ? dict.table.getStr(name) : undefined;
}

export function ownSet(object: PyHeapObject, name: string, value: PyObject): Writes<void> {
  if (object instanceof PyInstance) instanceSet(object, name, value);
  else instanceDict(object).table.setStr(name, value);
}

export function ownDelete(object: PyHeapObject, name: string): Writes<boolean> {
  if (object instanceof PyInstance) return instanceDelete(object, name);
  const { dict } = object as PyHeapObject & WithDict;
  return dict ? deleteName(dict, name) : false;
}

function deleteName(dict: PyDict, name: string): boolean {
  const index = dict.table.lookupStr(name);
  if (index < 0) return false;
  dict.table.deleteAt(index);
  return true;
}

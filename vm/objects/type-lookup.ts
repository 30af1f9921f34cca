/** Attribute lookup along the MRO with a cache in each type, and what a change to a type invalidates. */
import type { Pure, Reads, Writes } from './effects.ts';
import { PyEllipsis, type PyType } from './generated/layouts.ts';
import type { TypeWatcher } from './host-types.ts';
import type { PyObject } from './object.ts';
import { EllipsisType, newTypeVersion } from './types.ts';

/** Cached result of a lookup that found nothing: lets a warm lookup be a single `Map.get`. */
const ABSENT: PyObject = new PyEllipsis(EllipsisType);

/** `_PyType_Lookup`: the raw attribute `name` of the type, descriptors not bound. */
export function lookupInType(type: PyType, name: string): Reads<PyObject | undefined> {
  const cached = type.lookups.get(name);
  if (cached === undefined) return lookupAlongMro(type, name);
  return cached === ABSENT ? undefined : cached;
}

function lookupAlongMro(type: PyType, name: string): PyObject | undefined {
  const { mro } = type;
  for (let i = 0; i < mro.length; i++) {
    const value = mro[i]!.members.get(name);
    if (value !== undefined) {
      type.lookups.set(name, value);
      return value;
    }
  }
  type.lookups.set(name, ABSENT);
  return undefined;
}

export function isSubtype(type: PyType, base: PyType): Pure<boolean> {
  if (type === base) return true;
  const { mro } = type;
  for (let i = 1; i < mro.length; i++) if (mro[i] === base) return true;
  return false;
}

/**
 * An attribute (`name`; without it: any, or the bases) of `type` has changed: the type and its subclasses get new
 * versions and forget what they looked up; whoever watches them is told once and forgotten.
 */
export function typeModified(type: PyType, name?: string): Writes<void> {
  type.version = newTypeVersion();
  if (name === undefined) type.lookups.clear();
  else type.lookups.delete(name);
  if (type.watchers.size > 0) {
    const watchers = [...type.watchers];
    type.watchers.clear();
    for (const watcher of watchers) watcher.invalidate();
  }
  if (type.subclasses.size > 0) for (const subclass of type.subclasses) typeModified(subclass, name);
}

/** Calls `watcher.invalidate()` when the type or one of its bases next changes. */
export function watchType(type: PyType, watcher: TypeWatcher): Writes<void> {
  type.watchers.add(watcher);
}

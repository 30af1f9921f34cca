/**
 * Weak references beneath `_weakref` (CPython: Objects/weakrefobject.c), on the host's WeakRef.
 *
 * The host clears a reference when its collector has run, never at once: an object whose last strong reference is gone
 * may be seen until then. Within one job of the host even that does not happen, since whatever a WeakRef was made for
 * or answered with is kept to the job's end; `vm/host` can end that early, and `gc.collect()` asks it to.
 * Callbacks run from `takeDead`, which the module calls when it knows that no Python code is half-way through something.
 */
import type { Reads, Writes } from './effects.ts';
import { type PyHeapObject, type PyType, PyWeakReference } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { isHeapObject } from './typeof.ts';
import {
  AsyncGeneratorType,
  BuiltinFunctionType,
  CodeType,
  CoroutineType,
  FrozenSetType,
  FunctionType,
  GeneratorType,
  GenericAliasType,
  MethodType,
  ModuleType,
  SetType,
  TypeType,
  UnionType,
} from './types.ts';

/** Built-in types whose instances can be referred to weakly (`tp_weaklistoffset`); modules mark theirs themselves. */
for (const type of [
  AsyncGeneratorType,
  BuiltinFunctionType,
  CodeType,
  CoroutineType,
  FrozenSetType,
  FunctionType,
  GeneratorType,
  GenericAliasType,
  MethodType,
  ModuleType,
  SetType,
  TypeType,
  UnionType,
])
  type.weakrefs = true;

/** The references to each object, weakly held: a reference that nobody has is none. */
const references = new WeakMap<PyHeapObject, WeakRef<PyWeakReference>[]>();

/** References with a callback, oldest first. */
let watching: WeakRef<PyWeakReference>[] = [];

export function supportsWeakReferences(value: PyObject): value is PyHeapObject {
  return isHeapObject(value) && value.ob_type.weakrefs;
}

/** The object, or `undefined` when the host has collected it. */
export function referentOf(reference: PyWeakReference): Reads<PyHeapObject | undefined> {
  return reference.referent === null ? undefined : (reference.referent.deref() as PyHeapObject | undefined);
}

/** References to the object that somebody has. Those without a callback come first. */
export function referencesTo(target: PyHeapObject): Reads<PyWeakReference[]> {
  const alive = (references.get(target) ?? []).flatMap((each) => each.deref() ?? []);
  return [
    ...alive.filter((each) => each.callback === null),
    ...alive.filter((each) => each.callback !== null),
  ];
}

/** A reference of exactly this type without a callback is shared by all who ask for it. */
export function sharedReference(target: PyHeapObject, type: PyType): Reads<PyWeakReference | undefined> {
  for (const each of references.get(target) ?? []) {
    const reference = each.deref();
    if (reference?.ob_type === type && reference.callback === null) return reference;
  }
  return undefined;
}

export function newWeakReference(
  type: PyType,
  target: PyHeapObject,
  callback: PyObject,
): Writes<PyWeakReference> {
  const reference = new PyWeakReference(type, new WeakRef(target), callback);
  const weak = new WeakRef(reference);
  const known = references.get(target);
  if (known === undefined) references.set(target, [weak]);
  else {
    // Dropped references give their places back once they are many.
    if (known.length >= 8 && (known.length & (known.length - 1)) === 0) {
      const alive = known.filter((each) => each.deref() !== undefined);
      known.length = 0;
      known.push(...alive);
    }
    known.push(weak);
  }
  if (callback !== null) watching.push(weak);
  return reference;
}

export function watchedReferences(): Reads<number> {
  return watching.length;
}

/** Takes out the references with a callback whose object has gone, newest first: their callbacks are now to be called. */
export function takeDead(): Writes<PyWeakReference[]> {
  const dead: PyWeakReference[] = [];
  const alive: WeakRef<PyWeakReference>[] = [];
  for (const weak of watching) {
    const reference = weak.deref();
    if (reference === undefined || reference.callback === null) continue;
    if (referentOf(reference) === undefined) dead.push(reference);
    else alive.push(weak);
  }
  watching = alive;
  return dead.reverse();
}

/** `weakref.ref`, alias `ReferenceType` (CPython: Objects/weakrefobject.c). */
import {
  addressOf,
  checkNoKeywords,
  checkPositional,
  compare,
  createBuiltinType,
  type Escapes,
  getAttributeOrUndefined,
  hash,
  type IntValue,
  isStr,
  NotImplemented,
  newGenericAlias,
  newWeakReference,
  ObjectType,
  type PyHeapObject,
  type PyObject,
  type PyType,
  PyWeakReference,
  raiseTypeError,
  referentOf,
  type StrValue,
  sharedReference,
  strConcatAll,
  supportsWeakReferences,
  typeFullName,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { referenceMade } from './callbacks.ts';

/** What a weak reference can be made to, or TypeError. */
export function weaklyReferable(value: PyObject): Escapes<PyHeapObject> {
  if (!supportsWeakReferences(value))
    raiseTypeError(`cannot create weak reference to '${typeName(value)}' object`);
  return value;
}

export function makeReference(
  type: PyType,
  target: PyHeapObject,
  callback: PyObject,
): Escapes<PyWeakReference> {
  referenceMade();
  return newWeakReference(type, target, callback);
}

function hashOf(reference: PyWeakReference): Escapes<IntValue> {
  if (reference.hash === null) {
    const target = referentOf(reference);
    if (target === undefined) raiseTypeError('weak object has gone away');
    reference.hash = hash(target);
  }
  return reference.hash;
}

function reprOf(reference: PyWeakReference): Escapes<StrValue> {
  const target = referentOf(reference);
  const self = `<weakref at ${addressOf(reference)}; `;
  if (target === undefined) return `${self}dead>`;
  const name = getAttributeOrUndefined(target, '__name__');
  const end: StrValue[] = name !== undefined && isStr(name) ? [' (', name as StrValue, ')>'] : ['>'];
  return strConcatAll([`${self}to '${typeFullName(typeOf(target))}' at ${addressOf(target)}`, ...end]);
}

export function createReferenceType(): PyType {
  const type: PyType = createBuiltinType('weakref.ReferenceType', 'PyWeakReference', ObjectType, {
    slots: {
      tp_new(cls, args, names) {
        const given = args.length - (names === null ? 0 : names.length);
        checkPositional('__new__', given, 1, 2);
        const target = weaklyReferable(args[0]!);
        const callback = given > 1 ? args[1]! : null;
        const shared = cls === type && callback === null ? sharedReference(target, type) : undefined;
        return shared ?? makeReference(cls, target, callback);
      },
      tp_init(_self, args, names) {
        checkNoKeywords('ref', names);
        checkPositional('__init__', args.length, 1, 2);
      },
      tp_call(self, args, names) {
        checkNoKeywords('weakref', names);
        checkPositional('weakref', args.length, 0, 0);
        return referentOf(self as PyWeakReference) ?? null;
      },
      tp_hash: (self) => hashOf(self as PyWeakReference),
      tp_repr: (self) => reprOf(self as PyWeakReference),
      tp_richcompare(left, right, op) {
        if (
          (op !== 2 && op !== 3) ||
          !(left instanceof PyWeakReference) ||
          !(right instanceof PyWeakReference)
        )
          return NotImplemented;
        const target = referentOf(left);
        const other = referentOf(right);
        if (target === undefined || other === undefined) return (left === right) === (op === 2);
        return compare(op, target, other);
      },
    },
    getset: [{ name: '__callback__', get: (self) => (self as PyWeakReference).callback }],
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

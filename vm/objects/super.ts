/** `super` (CPython: Objects/typeobject.c super_getattro, super_init_impl). */
import { genericGetAttr, getAttributeOrUndefined, isMethodLike, methodSelf } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes, Reads } from './effects.ts';
import { raise, raiseTypeError } from './errors.ts';
import { PyCell, PySuper, PyType } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { isSubtype } from './type-lookup.ts';
import { typeName, typeOf } from './typeof.ts';
import { RuntimeErrorType, SuperType } from './types.ts';

/** The raw attribute behind `cls` in the order of `selfType`. */
function lookupAfter(selfType: PyType, cls: PyType, name: string): Reads<PyObject | undefined> {
  const { mro } = selfType;
  let i = 0;
  while (i < mro.length && mro[i] !== cls) i++;
  for (i++; i < mro.length; i++) {
    const value = mro[i]!.members.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The class whose order `super(cls, self)` follows: that of `self`, or `self` where it is a class below `cls` (supercheck). */
function superType(cls: PyType, self: PyObject): Escapes<PyType> {
  if (self instanceof PyType && isSubtype(self, cls)) return self;
  const type = typeOf(self);
  if (isSubtype(type, cls)) return type;
  const claimed = getAttributeOrUndefined(self, '__class__');
  if (claimed instanceof PyType && claimed !== type && isSubtype(claimed, cls)) return claimed;
  const shown = self instanceof PyType ? `type ${self.name}` : `instance of ${type.name}`;
  raiseTypeError(`super(type, obj): obj (${shown}) is not an instance or subtype of type (${cls.name}).`);
}

function getBehind(
  cls: PyType,
  self: PyObject,
  selfType: PyType,
  name: string,
): Escapes<PyObject | undefined> {
  // `super().__class__` is the class super itself.
  if (name === '__class__') return undefined;
  const value = lookupAfter(selfType, cls, name);
  if (value === undefined) return undefined;
  const get = typeOf(value).tp_descr_get;
  return get === null ? value : get(value, self === selfType ? undefined : self, selfType);
}

/** LOAD_SUPER_ATTR: `super(cls, self).name` without the super object; `superClass` is what the name `super` means. */
export function superGetAttr(
  superClass: PyObject,
  cls: PyObject,
  self: PyObject,
  name: string,
): Escapes<PyObject> {
  if (superClass === SuperType && cls instanceof PyType) {
    const selfType = superType(cls, self);
    const value = getBehind(cls, self, selfType, name);
    if (value !== undefined) return value;
  }
  const made = typeOf(superClass).tp_call;
  if (made === null) raiseTypeError(`'${typeName(superClass)}' object is not callable`);
  const object = made(superClass, [cls, self], null);
  return typeOf(object).tp_getattro!(object, name);
}

/** LOAD_SUPER_METHOD: like `loadMethod`, the object to pass first is left in `methodSelf.value`. */
export function superLoadMethod(
  superClass: PyObject,
  cls: PyObject,
  self: PyObject,
  name: string,
): Escapes<PyObject> {
  if (superClass === SuperType && cls instanceof PyType) {
    const selfType = superType(cls, self);
    if (self !== selfType) {
      const value = lookupAfter(selfType, cls, name);
      if (value !== undefined && name !== '__class__' && isMethodLike(value)) {
        methodSelf.value = self;
        return value;
      }
    }
  }
  const value = superGetAttr(superClass, cls, self, name);
  methodSelf.value = undefined;
  return value;
}

/** Class and first argument of the method that runs: what `super()` without arguments means. */
function fromFrame(): [PyType, PyObject] {
  const frame = machine.currentFrame();
  if (frame === null) raise(RuntimeErrorType, 'super(): no current frame');
  const { unit } = frame.code;
  if (unit.argcount === 0) raise(RuntimeErrorType, 'super(): no arguments');
  const locals = frame.activation.locals();
  let self = locals[0];
  if (self instanceof PyCell) self = self.contents;
  if (self === undefined) raise(RuntimeErrorType, 'super(): arg[0] deleted');
  const index = unit.localsplusnames.lastIndexOf('__class__');
  const cell = index < 0 ? undefined : locals[index];
  if (!(cell instanceof PyCell)) raise(RuntimeErrorType, 'super(): __class__ cell not found');
  const cls = cell.contents;
  if (cls === undefined) raise(RuntimeErrorType, 'super(): empty __class__ cell');
  if (!(cls instanceof PyType))
    raise(RuntimeErrorType, `super(): __class__ is not a type (${typeName(cls)})`);
  return [cls, self];
}

function superInit(object: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  checkNoKeywords('super', names);
  checkPositional('super()', args.length, 0, 2);
  const target = object as PySuper;
  const [cls, self = null] = args.length === 0 ? fromFrame() : args;
  if (!(cls instanceof PyType)) raiseTypeError(`super() argument 1 must be a type, not ${typeName(cls!)}`);
  target.thisClass = cls;
  target.self = self;
  target.selfType = self === null ? null : superType(cls, self);
}

defineType(SuperType, {
  slots: {
    tp_new: (type) => new PySuper(type, null, null, null),
    tp_init: superInit,
    tp_getattro: (object, name) => {
      const { thisClass, self, selfType } = object as PySuper;
      if (selfType !== null && thisClass !== null) {
        const value = getBehind(thisClass, self, selfType, name);
        if (value !== undefined) return value;
      }
      return genericGetAttr(object, name);
    },
    tp_descr_get: (object, instance) => {
      const source = object as PySuper;
      if (instance === undefined || source.selfType !== null || source.thisClass === null) return object;
      return new PySuper(source.ob_type, source.thisClass, instance, superType(source.thisClass, instance));
    },
    tp_repr: (object) => {
      const { thisClass, selfType } = object as PySuper;
      const bound = selfType === null ? 'NULL' : `<${selfType.name} object>`;
      return `<super: <class '${thisClass === null ? 'NULL' : thisClass.name}'>, ${bound}>`;
    },
  },
  getset: [
    { name: '__thisclass__', member: true, get: (self) => (self as PySuper).thisClass },
    { name: '__self__', member: true, get: (self) => (self as PySuper).self },
    { name: '__self_class__', member: true, get: (self) => (self as PySuper).selfType },
  ],
});

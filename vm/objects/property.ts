/** `property`, `staticmethod` and `classmethod` (CPython: Objects/descrobject.c, Objects/funcobject.c). */
import { parseArguments } from './arguments.ts';
import {
  getAttribute,
  getAttributeOrUndefined,
  isAttributeError,
  raiseAttributeError,
  setAttribute,
} from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callOneArg } from './call.ts';
import { raiseTypeError } from './errors.ts';
import { PyClassMethod, PyMethod, PyProperty, PyStaticMethod, type PyType } from './generated/layouts.ts';
import type { GetSetDef, KeywordNames } from './host-types.ts';
import { instanceDict, ownSet } from './instance.ts';
import type { PyObject } from './object.ts';
import { isTrue, repr } from './operators.ts';
import { strToJs } from './str.ts';
import { typeQualifiedName } from './type-names.ts';
import { typeOf } from './typeof.ts';
import { ClassMethodType, MethodType, PropertyType, StaticMethodType } from './types.ts';

const asProperty = (self: PyObject): PyProperty => self as PyProperty;

function propertyInit(self: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  const property = asProperty(self);
  const [fget = null, fset = null, fdel = null, doc = null] = parseArguments(
    { name: 'property', names: ['fget', 'fset', 'fdel', 'doc'], positional: 4, required: 0 },
    args,
    names,
  );
  property.fget = fget;
  property.fset = fset;
  property.fdel = fdel;
  property.doc = null;
  property.name = undefined;
  property.getterDoc = false;
  let found = doc;
  if (found === null && fget !== null) {
    found = getAttributeOrUndefined(fget, '__doc__') ?? null;
    property.getterDoc = found !== null;
  }
  if (property.ob_type === PropertyType) {
    property.doc = found;
    return;
  }
  // In a subclass the docstring of the class would hide the field.
  try {
    setAttribute(property, '__doc__', found);
  } catch (error) {
    if (property.getterDoc || !isAttributeError(error)) throw error;
  }
}

/** "property 'x' of 'C' object has no getter". */
function raiseMissing(property: PyProperty, instance: PyObject, what: string): never {
  const name = property.name === undefined ? '' : ` ${strToJs(repr(property.name))}`;
  const owner = typeQualifiedName(typeOf(instance));
  const message = `property${name} of '${owner}' object has no ${what}`;
  raiseAttributeError(instance, typeof property.name === 'string' ? property.name : '', message);
}

/** `property.getter(f)` and its kin: a copy with one function replaced. */
function copyWith(self: PyObject, changes: { fget?: PyObject; fset?: PyObject; fdel?: PyObject }): PyObject {
  const property = asProperty(self);
  const fget = changes.fget ?? property.fget;
  // A docstring that came from the getter comes from the new one.
  const doc = property.getterDoc && fget !== null ? null : property.doc;
  const args = [fget, changes.fset ?? property.fset, changes.fdel ?? property.fdel, doc];
  const copy = call(property.ob_type, args);
  if (copy instanceof PyProperty) copy.name = property.name;
  return copy;
}

defineType(PropertyType, {
  slots: {
    tp_new: (type) => new PyProperty(type, null, null, null, null),
    tp_init: propertyInit,
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      const { fget } = asProperty(self);
      if (fget === null) raiseMissing(asProperty(self), instance, 'getter');
      return callOneArg(fget, instance);
    },
    tp_descr_set: (self, instance, value) => {
      const property = asProperty(self);
      const func = value === undefined ? property.fdel : property.fset;
      if (func === null) raiseMissing(property, instance, value === undefined ? 'deleter' : 'setter');
      call(func, value === undefined ? [instance] : [instance, value]);
    },
  },
  methods: [
    { kind: 'O', name: 'getter', call: (self, fget) => copyWith(self, { fget }) },
    { kind: 'O', name: 'setter', call: (self, fset) => copyWith(self, { fset }) },
    { kind: 'O', name: 'deleter', call: (self, fdel) => copyWith(self, { fdel }) },
    {
      kind: 'FASTCALL',
      name: '__set_name__',
      min: 0,
      max: -1,
      call: (self, args) => {
        if (args.length !== 2)
          raiseTypeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`);
        asProperty(self).name = args[1]!;
        return null;
      },
    },
  ],
  getset: [
    { name: 'fget', member: true, get: (self) => asProperty(self).fget },
    { name: 'fset', member: true, get: (self) => asProperty(self).fset },
    { name: 'fdel', member: true, get: (self) => asProperty(self).fdel },
    {
      name: '__doc__',
      get: (self) => asProperty(self).doc,
      set: (self, value = null) => {
        asProperty(self).doc = value;
      },
    },
    {
      name: '__name__',
      get: (self) => {
        const property = asProperty(self);
        if (property.name !== undefined) return property.name;
        const name = property.fget === null ? undefined : getAttributeOrUndefined(property.fget, '__name__');
        return name === undefined ? raiseAttributeError(self, '__name__') : name;
      },
      set: (self, value) => {
        asProperty(self).name = value;
      },
    },
    {
      name: '__isabstractmethod__',
      get: (self) => {
        const { fget, fset, fdel } = asProperty(self);
        return [fget, fset, fdel].some((func) => func !== null && isAbstract(func));
      },
    },
  ],
});

function isAbstract(func: PyObject): boolean {
  const flag = getAttributeOrUndefined(func, '__isabstractmethod__');
  return flag !== undefined && isTrue(flag);
}

// ── staticmethod and classmethod ──

type Wrapper = PyStaticMethod | PyClassMethod;
const asWrapper = (self: PyObject): Wrapper => self as Wrapper;

/** What both take over from the function: functools.WRAPPER_ASSIGNMENTS. */
const COPIED = ['__module__', '__name__', '__qualname__', '__doc__'];

function wrapperInit(name: string) {
  return (self: PyObject, args: readonly PyObject[], names: KeywordNames): void => {
    if (names !== null && names.length > 0) raiseTypeError(`${name}() takes no keyword arguments`);
    if (args.length !== 1) raiseTypeError(`${name} expected 1 argument, got ${args.length}`);
    const wrapper = asWrapper(self);
    wrapper.callable = args[0]!;
    for (const attribute of COPIED) {
      const value = getAttributeOrUndefined(args[0]!, attribute);
      if (value !== undefined) ownSet(wrapper, attribute, value);
    }
  };
}

/** An attribute of the function, computed when asked for and kept. */
const wrappedAttribute = (name: string): GetSetDef => ({
  name,
  get(self) {
    const { table } = instanceDict(asWrapper(self));
    const known = table.getStr(name);
    if (known !== undefined) return known;
    const value = getAttribute(asWrapper(self).callable, name);
    table.setStr(name, value);
    return value;
  },
  set(self, value) {
    const { table } = instanceDict(asWrapper(self));
    if (value !== undefined) table.setStr(name, value);
    else if (table.lookupStr(name) >= 0) table.delete(name);
    else raiseAttributeError(self, name);
  },
});

const wrapperGetSet: readonly GetSetDef[] = [
  wrappedAttribute('__annotations__'),
  wrappedAttribute('__annotate__'),
  { name: '__func__', get: (self) => asWrapper(self).callable },
  { name: '__wrapped__', get: (self) => asWrapper(self).callable },
  { name: '__isabstractmethod__', get: (self) => isAbstract(asWrapper(self).callable) },
  { name: '__dict__', get: (self) => instanceDict(asWrapper(self)) },
];

defineType(StaticMethodType, {
  hasDict: true,
  slots: {
    tp_new: (type) => new PyStaticMethod(type, null),
    tp_init: wrapperInit('staticmethod'),
    tp_call: (self, args, names) => call(asWrapper(self).callable, args, names),
    tp_descr_get: (self) => asWrapper(self).callable,
    tp_repr: (self) => `<staticmethod(${strToJs(repr(asWrapper(self).callable))})>`,
  },
  getset: wrapperGetSet,
});

defineType(ClassMethodType, {
  hasDict: true,
  slots: {
    tp_new: (type) => new PyClassMethod(type, null),
    tp_init: wrapperInit('classmethod'),
    tp_descr_get: (self, instance, owner) => {
      const type: PyType = owner ?? typeOf(instance!);
      return new PyMethod(MethodType, asWrapper(self).callable, type);
    },
    tp_repr: (self) => `<classmethod(${strToJs(repr(asWrapper(self).callable))})>`,
  },
  getset: wrapperGetSet,
});

/** `object`: what every object can do (CPython: Objects/typeobject.c, object_*). */

import { genericGetAttr, genericSetAttr, getAttribute, getAttributeOrUndefined } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import type { Escapes, Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyDict, type PyHeapObject, PyInstance, PyTuple, PyType } from './generated/layouts.ts';
import type { IntValue, KeywordNames } from './host-types.ts';
import { addressOf, identityHash } from './identity.ts';
import { changeClass, copyInstanceDict, newInstance } from './instance.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { isTrue } from './operators.ts';
import { commonReduce, getState, reduceEx } from './reduce.ts';
import { NotImplemented } from './singletons.ts';
import { asStr, strToJs } from './str.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeModuleName, typeQualifiedName } from './type-names.ts';
import { isHeapObject, typeName, typeOf } from './typeof.ts';
import { GetSetDescriptorType, ModuleType, ObjectType } from './types.ts';

/** Arguments are refused unless the class overrides just the other one of `__new__` and `__init__`. */
export function objectNew(type: PyType, args: readonly PyObject[], _names: KeywordNames): PyObject {
  if (args.length > 0) {
    if (type.tp_new !== objectNew) {
      raiseTypeError('object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (type.tp_init === objectInit) raiseTypeError(`${type.name}() takes no arguments`);
  }
  if (type.abstract) raiseAbstract(type);
  return newInstance(type);
}

function raiseAbstract(type: PyType): never {
  const names = iterateToArray(getAttribute(type, '__abstractmethods__'))
    .map((name) => strToJs(name as string))
    .sort();
  const shown = names.map((name) => `'${name}'`).join(', ');
  raiseTypeError(
    `Can't instantiate abstract class ${type.name} without an implementation for abstract ` +
      `method${names.length === 1 ? '' : 's'} ${shown}`,
  );
}

export function objectInit(self: PyObject, args: readonly PyObject[], _names: KeywordNames): void {
  if (args.length === 0) return;
  const type = typeOf(self);
  if (type.tp_init !== objectInit) {
    raiseTypeError('object.__init__() takes exactly one argument (the instance to initialize)');
  }
  if (type.tp_new === objectNew) {
    raiseTypeError(`${type.name}.__init__() takes exactly one argument (the instance to initialize)`);
  }
}

export function objectHash(self: PyObject): IntValue {
  return identityHash(self);
}

export function objectRepr(self: PyObject): PyObject {
  const type = typeOf(self);
  const module = typeModuleName(type);
  const prefix = typeof module === 'string' && module !== 'builtins' ? `${module}.` : '';
  return `<${prefix}${typeQualifiedName(type)} object at ${addressOf(self)}>`;
}

function objectRichCompare(left: PyObject, right: PyObject, op: number): PyObject {
  if (op === 2) return left === right ? true : NotImplemented;
  if (op !== 3) return NotImplemented;
  const equal = typeOf(left).tp_richcompare!(left, right, 2);
  return equal === NotImplemented ? NotImplemented : !isTrue(equal);
}

/** `object.__class__ = …` (object_set_class). */
function setClass(self: PyObject, value: PyObject | undefined): void {
  if (value === undefined) raiseTypeError("can't delete __class__ attribute");
  if (!(value instanceof PyType))
    raiseTypeError(`__class__ must be set to a class, not '${typeName(value)}' object`);
  const old = typeOf(self);
  const isModule = (type: PyType): boolean => isSubtype(type, ModuleType);
  if (!(isModule(old) && isModule(value)) && (!old.heap || !value.heap)) {
    raiseTypeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  }
  checkSameLayout(old, value);
  changeClass(self as PyHeapObject, value);
}

function checkSameLayout(old: PyType, next: PyType): Raises<void> {
  const same =
    old.instanceLayout === next.instanceLayout &&
    old.hasDict === next.hasDict &&
    old.slotCount === next.slotCount &&
    sameSlots(old, next);
  if (!same) {
    raiseTypeError(`__class__ assignment: '${next.name}' object layout differs from '${old.name}'`);
  }
}

/** Whether both classes lay their `__slots__` out alike: the same names, or inherited from one class. */
function sameSlots(left: PyType, right: PyType): boolean {
  if (left.slotCount === 0) return true;
  const names = (type: PyType): string => type.mro.map((base) => slotNames(base)).join();
  return names(left) === names(right);
}

function slotNames(type: PyType): string {
  return [...type.members.values()]
    .filter((value) => isHeapObject(value) && value.ob_type.name === 'member_descriptor')
    .map((value) => (value as { name?: string } & PyHeapObject).name)
    .join();
}

/** Names of the attributes of an object: its own and its class's, unsorted (`object.__dir__`). */
export function attributeNames(self: PyObject): Set<string> {
  const names = new Set<string>();
  const type = typeOf(self);
  const plain = type.heap && isHeapObject(lookupInType(type, '__dict__') ?? null);
  const own =
    plain && (lookupInType(type, '__dict__') as PyHeapObject).ob_type === GetSetDescriptorType && type.hasDict
      ? copyInstanceDict(self as PyHeapObject)
      : getAttributeOrUndefined(self, '__dict__');
  if (own instanceof PyDict) addKeys(own, names);
  const claimed = getAttributeOrUndefined(self, '__class__');
  if (claimed !== undefined) addClassNames(claimed, names);
  return names;
}

function addKeys(dict: PyDict, names: Set<string>): void {
  for (const key of dict.table.keyItems()) {
    const text = asStr(key);
    if (text !== undefined) names.add(strToJs(text));
  }
}

/** merge_class_dict: whatever has a `__dict__` and `__bases__` will do for a class. */
function addClassNames(type: PyObject, names: Set<string>): Escapes<void> {
  if (type instanceof PyType) {
    addTypeNames(type, names);
    return;
  }
  const own = getAttributeOrUndefined(type, '__dict__');
  if (own instanceof PyDict) addKeys(own, names);
  const bases = getAttributeOrUndefined(type, '__bases__');
  if (bases instanceof PyTuple) for (const base of bases.items) addClassNames(base, names);
}

export function addTypeNames(type: PyType, names: Set<string>): void {
  for (const base of type.mro) for (const name of base.members.keys()) names.add(name);
}

defineType(ObjectType, {
  slots: {
    tp_new: objectNew,
    tp_init: objectInit,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
    tp_hash: objectHash,
    tp_repr: objectRepr,
    tp_str: (self) => typeOf(self).tp_repr!(self),
    tp_richcompare: objectRichCompare,
  },
  getset: [{ name: '__class__', get: (self) => typeOf(self), set: setClass }],
  methods: [
    {
      kind: 'O',
      name: '__format__',
      call: (self, spec) => {
        if (spec !== '') raiseTypeError(`unsupported format string passed to ${typeName(self)}.__format__`);
        return typeOf(self).tp_str!(self);
      },
    },
    { kind: 'NOARGS', name: '__dir__', call: (self) => newList([...attributeNames(self)]) },
    { kind: 'NOARGS', name: '__sizeof__', call: (self) => (self instanceof PyInstance ? 48 : 16) },
    { kind: 'NOARGS', name: '__getstate__', call: getState },
    { kind: 'O', name: '__reduce_ex__', call: (self, protocol) => reduceEx(self, protocol) },
    { kind: 'NOARGS', name: '__reduce__', call: (self) => commonReduce(self, 0) },
  ],
  classMethods: [
    {
      kind: 'KEYWORDS',
      name: '__init_subclass__',
      call: (self, args, names) => {
        const name = (self as PyType).name;
        if (names !== null && names.length > 0)
          raiseTypeError(`${name}.__init_subclass__() takes no keyword arguments`);
        if (args.length > 0)
          raiseTypeError(`${name}.__init_subclass__() takes no arguments (${args.length} given)`);
        return null;
      },
    },
    { kind: 'FASTCALL', name: '__subclasshook__', min: 0, max: -1, call: () => NotImplemented },
  ],
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
});

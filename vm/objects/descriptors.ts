/**
 * Host functions and what binds them: built-in functions, method, class method, slot wrapper, getset and member
 * descriptors (CPython: Objects/descrobject.c, Objects/methodobject.c).
 */
import { getAttribute, raiseAttributeError } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { callHost } from './call.ts';
import type { Escapes } from './effects.ts';
import { raise, raiseTypeError } from './errors.ts';
import {
  PyBuiltinFunction,
  type PyClassMethodDescriptor,
  PyGetSetDescriptor,
  type PyHeapObject,
  PyInstance,
  type PyMemberDescriptor,
  type PyMethodDescriptor,
  PyMethodWrapper,
  PyModule,
  PyType,
  type PyWrapperDescriptor,
} from './generated/layouts.ts';
import type { GetSetDef, MethodDef } from './host-types.ts';
import { addressOf, identityHash } from './identity.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { slotGet, slotSet } from './shape.ts';
import { NotImplemented } from './singletons.ts';
import { newTuple } from './tuple.ts';
import { isSubtype } from './type-lookup.ts';
import { typeMessageName, typeQualifiedName, typeShortName } from './type-names.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  AttributeErrorType,
  BuiltinFunctionType,
  ClassMethodDescriptorType,
  GetSetDescriptorType,
  MemberDescriptorType,
  MethodDescriptorType,
  MethodWrapperType,
  WrapperDescriptorType,
} from './types.ts';

// ── Built-in functions and bound built-in methods ──

/** A function of a module. */
export function newBuiltinFunction(def: MethodDef, module: PyObject = null): PyBuiltinFunction {
  const fn = new PyBuiltinFunction(BuiltinFunctionType, def, null);
  fn.module = module;
  return fn;
}

/** What stands before the name in messages: the type of a bound method, the module unless it is builtins. */
function ownerPrefix(fn: PyBuiltinFunction): string {
  const { self, module } = fn;
  if (self instanceof PyType) return `${typeShortName(self)}.`;
  if (self !== undefined && self !== null && !(self instanceof PyModule))
    return `${typeShortName(typeOf(self))}.`;
  return typeof module === 'string' && module !== 'builtins' ? `${module}.` : '';
}

const asBuiltin = (self: PyObject): PyBuiltinFunction => self as PyBuiltinFunction;

/** Bound to an object rather than a function of a module. */
function boundSelf(fn: PyBuiltinFunction): PyObject | undefined {
  return fn.self === null || fn.self instanceof PyModule ? undefined : fn.self;
}

defineType(BuiltinFunctionType, {
  slots: {
    tp_call: (callable, args, names) => {
      const fn = callable as PyBuiltinFunction;
      const { def } = fn;
      const self = fn.self === undefined ? null : fn.self;
      if (names === null) {
        // The common conventions first, without building a message prefix.
        if (def.kind === 'O' && args.length === 1) return def.call(self, args[0]!);
        if (def.kind === 'FASTCALL' && args.length >= def.min && (def.max < 0 || args.length <= def.max))
          return def.call(self, args);
        if (def.kind === 'POSITIONAL' && args.length >= def.min && args.length <= def.max)
          return def.call(self, args[0], args[1], args[2]);
        if (def.kind === 'NOARGS' && args.length === 0) return def.call(self);
      }
      return callHost(def, ownerPrefix(fn), self, args, names);
    },
    tp_repr: (callable) => {
      const fn = asBuiltin(callable);
      const self = boundSelf(fn);
      if (self === undefined) return `<built-in function ${fn.def.name}>`;
      return `<built-in method ${fn.def.name} of ${typeName(self)} object at ${addressOf(self)}>`;
    },
    tp_hash: (callable) => identityHash(asBuiltin(callable).def as unknown as PyHeapObject),
    tp_richcompare: (left, right, op) => {
      if (
        (op !== 2 && op !== 3) ||
        !(left instanceof PyBuiltinFunction) ||
        !(right instanceof PyBuiltinFunction)
      ) {
        return NotImplemented;
      }
      const equal = left.def === right.def && left.self === right.self;
      return op === 2 ? equal : !equal;
    },
  },
  getset: [
    { name: '__name__', get: (self) => asBuiltin(self).def.name },
    {
      name: '__qualname__',
      get: (self) => {
        const fn = asBuiltin(self);
        const bound = boundSelf(fn);
        if (bound === undefined) return fn.def.name;
        return `${typeQualifiedName(bound instanceof PyType ? bound : typeOf(bound))}.${fn.def.name}`;
      },
    },
    { name: '__self__', get: (self) => asBuiltin(self).self ?? null },
    {
      name: '__module__',
      get: (self) => asBuiltin(self).module,
      set: (self, value = null) => {
        asBuiltin(self).module = value;
      },
    },
    { name: '__doc__', get: (self) => asBuiltin(self).def.doc ?? null },
    { name: '__text_signature__', get: () => null },
  ],
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call: (self) => {
        const bound = boundSelf(asBuiltin(self));
        if (bound === undefined) return asBuiltin(self).def.name;
        const getattr = machine.builtins?.table.getStr('getattr');
        return newTuple([
          getattr === undefined ? null : getattr,
          newTuple([bound, asBuiltin(self).def.name]),
        ]);
      },
    },
  ],
});

// ── Descriptors of built-in types ──

type Descriptor =
  | PyMethodDescriptor
  | PyClassMethodDescriptor
  | PyWrapperDescriptor
  | PyGetSetDescriptor
  | PyMemberDescriptor;

const nameOf = (descriptor: Descriptor): string =>
  'def' in descriptor ? descriptor.def.name : descriptor.name;

function common(): GetSetDef[] {
  const as = (self: PyObject): Descriptor => self as Descriptor;
  return [
    { name: '__name__', get: (self) => nameOf(as(self)) },
    { name: '__qualname__', get: (self) => `${typeQualifiedName(as(self).owner)}.${nameOf(as(self))}` },
    { name: '__objclass__', get: (self) => as(self).owner },
    {
      name: '__doc__',
      get: (self) => {
        const descriptor = as(self);
        return 'def' in descriptor ? (descriptor.def.doc ?? null) : null;
      },
    },
    { name: '__text_signature__', get: () => null },
  ];
}

/** The object that the descriptor is applied to must be of its type (descr_check). */
function checkOwner(descriptor: Descriptor, self: PyObject): void {
  if (isSubtype(typeOf(self), descriptor.owner)) return;
  raiseTypeError(
    `descriptor '${nameOf(descriptor)}' for '${descriptor.owner.name}' objects doesn't apply to a '${typeName(self)}' object`,
  );
}

defineType(MethodDescriptorType, {
  slots: {
    tp_call: (callable, args, names): Escapes<PyObject> => {
      const { def, owner } = callable as PyMethodDescriptor;
      const positional = args.length - (names === null ? 0 : names.length);
      if (positional < 1) raiseTypeError(`unbound method ${owner.name}.${def.name}() needs an argument`);
      const self = args[0]!;
      if (!isSubtype(typeOf(self), owner)) checkOwner(callable as PyMethodDescriptor, self);
      if (names === null) {
        if (def.kind === 'O' && args.length === 2) return def.call(self, args[1]!);
        if (def.kind === 'NOARGS' && args.length === 1) return def.call(self);
      }
      return callHost(def, `${typeShortName(owner)}.`, self, args.slice(1), names);
    },
    tp_descr_get: (descriptor, instance) => {
      if (instance === undefined) return descriptor;
      checkOwner(descriptor as PyMethodDescriptor, instance);
      return new PyBuiltinFunction(BuiltinFunctionType, (descriptor as PyMethodDescriptor).def, instance);
    },
    tp_repr: (descriptor) =>
      `<method '${nameOf(descriptor as Descriptor)}' of '${(descriptor as Descriptor).owner.name}' objects>`,
  },
  getset: common(),
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: reduceDescriptor }],
});

defineType(ClassMethodDescriptorType, {
  slots: {
    tp_call: (callable, args, names) => {
      const { def, owner } = callable as PyClassMethodDescriptor;
      if (args.length < 1)
        raiseTypeError(`descriptor '${def.name}' of '${owner.name}' object needs an argument`);
      return callHost(def, `${typeShortName(owner)}.`, args[0]!, args.slice(1), names);
    },
    tp_descr_get: (descriptor, instance, owner) => {
      const type = owner ?? typeOf(instance!);
      const { def, owner: defined } = descriptor as PyClassMethodDescriptor;
      if (!isSubtype(type, defined)) {
        raiseTypeError(
          `descriptor '${def.name}' requires a subtype of '${defined.name}' but received '${type.name}'`,
        );
      }
      return new PyBuiltinFunction(BuiltinFunctionType, def, type);
    },
    tp_repr: (descriptor) =>
      `<method '${nameOf(descriptor as Descriptor)}' of '${(descriptor as Descriptor).owner.name}' objects>`,
  },
  getset: common(),
});

defineType(WrapperDescriptorType, {
  slots: {
    tp_call: (callable, args, names) => {
      const descriptor = callable as PyWrapperDescriptor;
      if (args.length < 1) {
        raiseTypeError(
          `descriptor '${descriptor.name}' of '${descriptor.owner.name}' object needs an argument`,
        );
      }
      const self = args[0]!;
      if (!isSubtype(typeOf(self), descriptor.owner)) {
        raiseTypeError(
          `descriptor '${descriptor.name}' requires a '${descriptor.owner.name}' object but received a '${typeName(self)}'`,
        );
      }
      return descriptor.call(self, args.slice(1), names);
    },
    tp_descr_get: (descriptor, instance) => {
      if (instance === undefined) return descriptor;
      checkOwner(descriptor as PyWrapperDescriptor, instance);
      return new PyMethodWrapper(MethodWrapperType, descriptor as PyWrapperDescriptor, instance);
    },
    tp_repr: (descriptor) =>
      `<slot wrapper '${nameOf(descriptor as Descriptor)}' of '${(descriptor as Descriptor).owner.name}' objects>`,
  },
  getset: common(),
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: reduceDescriptor }],
});

function reduceDescriptor(self: PyObject): PyObject {
  const getattr = machine.builtins?.table.getStr('getattr');
  return newTuple([
    getattr === undefined ? null : getattr,
    newTuple([(self as Descriptor).owner, nameOf(self as Descriptor)]),
  ]);
}

const asWrapper = (self: PyObject): PyMethodWrapper => self as PyMethodWrapper;

defineType(MethodWrapperType, {
  slots: {
    tp_call: (callable, args, names) =>
      asWrapper(callable).descriptor.call(asWrapper(callable).self, args, names),
    tp_repr: (callable) => {
      const { descriptor, self } = asWrapper(callable);
      return `<method-wrapper '${descriptor.name}' of ${typeName(self)} object at ${addressOf(self)}>`;
    },
    tp_hash: (callable) => identityHash(asWrapper(callable).self),
    tp_richcompare: (left, right, op) => {
      if (
        (op !== 2 && op !== 3) ||
        !(left instanceof PyMethodWrapper) ||
        !(right instanceof PyMethodWrapper)
      ) {
        return NotImplemented;
      }
      const equal = left.descriptor === right.descriptor && left.self === right.self;
      return op === 2 ? equal : !equal;
    },
  },
  getset: [
    { name: '__name__', get: (self) => asWrapper(self).descriptor.name },
    { name: '__self__', get: (self) => asWrapper(self).self },
    { name: '__objclass__', get: (self) => asWrapper(self).descriptor.owner },
    { name: '__qualname__', get: (self) => getAttribute(asWrapper(self).descriptor, '__qualname__') },
    { name: '__doc__', get: () => null },
    { name: '__text_signature__', get: () => null },
  ],
});

defineType(GetSetDescriptorType, {
  slots: {
    tp_descr_get: (descriptor, instance) => {
      if (instance === undefined) return descriptor;
      const { def, owner } = descriptor as PyGetSetDescriptor;
      if (typeOf(instance) !== owner) checkOwner(descriptor as PyGetSetDescriptor, instance);
      return def.get(instance);
    },
    tp_descr_set: (descriptor, instance, value) => {
      const { def, owner } = descriptor as PyGetSetDescriptor;
      checkOwner(descriptor as PyGetSetDescriptor, instance);
      if (def.set === undefined) {
        raiseAttributeError(
          instance,
          def.name,
          `attribute '${def.name}' of '${owner.name}' objects is not writable`,
        );
      }
      def.set(instance, value);
    },
    tp_repr: (descriptor) =>
      `<attribute '${nameOf(descriptor as Descriptor)}' of '${(descriptor as Descriptor).owner.name}' objects>`,
  },
  getset: common(),
});

// ── Entries of __slots__ ──

/** Slot values of instances whose layout has no inline slots (subclasses of list, exceptions, …). */
const outsideSlots = new WeakMap<PyHeapObject, Map<PyMemberDescriptor, PyObject>>();

/** The value of a slot; `undefined` when not set. */
export function memberGet(descriptor: PyMemberDescriptor, instance: PyHeapObject): PyObject | undefined {
  if (descriptor.index >= 0 && instance instanceof PyInstance) return slotGet(instance, descriptor.index);
  return outsideSlots.get(instance)?.get(descriptor);
}

function memberSet(
  descriptor: PyMemberDescriptor,
  instance: PyHeapObject,
  value: PyObject | undefined,
): void {
  if (descriptor.index >= 0 && instance instanceof PyInstance) {
    slotSet(instance, descriptor.index, value);
    return;
  }
  let slots = outsideSlots.get(instance);
  if (slots === undefined) {
    slots = new Map();
    outsideSlots.set(instance, slots);
  }
  if (value === undefined) slots.delete(descriptor);
  else slots.set(descriptor, value);
}

defineType(MemberDescriptorType, {
  slots: {
    tp_descr_get: (self, instance) => {
      if (instance === undefined) return self;
      if (self instanceof PyGetSetDescriptor) {
        if (typeOf(instance) !== self.owner) checkOwner(self, instance);
        return self.def.get(instance);
      }
      const descriptor = self as PyMemberDescriptor;
      if (typeOf(instance) !== descriptor.owner) checkOwner(descriptor, instance);
      const value = memberGet(descriptor, instance as PyHeapObject);
      if (value === undefined) {
        const owner = typeMessageName(typeOf(instance));
        raiseAttributeError(
          instance,
          descriptor.name,
          `'${owner}' object has no attribute '${descriptor.name}'`,
        );
      }
      return value;
    },
    tp_descr_set: (self, instance, value) => {
      if (self instanceof PyGetSetDescriptor) {
        checkOwner(self, instance);
        if (self.def.set === undefined) raise(AttributeErrorType, 'readonly attribute');
        self.def.set(instance, value);
        return;
      }
      const descriptor = self as PyMemberDescriptor;
      if (typeOf(instance) !== descriptor.owner) checkOwner(descriptor, instance);
      if (value === undefined && memberGet(descriptor, instance as PyHeapObject) === undefined) {
        raise(AttributeErrorType, descriptor.name);
      }
      memberSet(descriptor, instance as PyHeapObject, value);
    },
    tp_repr: (descriptor) =>
      `<member '${nameOf(descriptor as Descriptor)}' of '${(descriptor as Descriptor).owner.name}' objects>`,
  },
  getset: common(),
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: reduceDescriptor }],
});

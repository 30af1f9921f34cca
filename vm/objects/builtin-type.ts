/**
 * `defineType`: fills in a built-in type declared in types.ts. May be called more than once for one type.
 * Slots are inherited and their dunder methods made later, by `finishTypes` (finish-types.ts).
 */
import {
  PyBuiltinFunction,
  PyClassMethodDescriptor,
  PyGetSetDescriptor,
  PyMethodDescriptor,
  PyStaticMethod,
  type PyType,
} from './generated/layouts.ts';
import type { GetSetDef, MethodDef } from './host-types.ts';
import type { PyObject } from './object.ts';
import type { SlotName } from './slots.ts';
import {
  BuiltinFunctionType,
  ClassMethodDescriptorType,
  GetSetDescriptorType,
  MemberDescriptorType,
  MethodDescriptorType,
  StaticMethodType,
} from './types.ts';

export type SlotFunctions = { [Name in SlotName]?: PyType[Name] };

export interface TypeDefinition {
  readonly slots?: SlotFunctions;
  readonly methods?: readonly MethodDef[];
  readonly getset?: readonly GetSetDef[];
  /** `self` is the class. */
  readonly classMethods?: readonly MethodDef[];
  /** `self` is None. */
  readonly staticMethods?: readonly MethodDef[];
  /** Other class attributes. */
  readonly members?: Readonly<Record<string, PyObject>>;
  readonly doc?: string;
  /** Instances have a `__dict__` (their layout has a `dict` field, or is PyInstance). */
  readonly hasDict?: boolean;
  /** Instances can be referred to weakly. */
  readonly weakrefs?: boolean;
  /** What a `match` pattern takes an instance for (`Py_TPFLAGS_SEQUENCE`, `Py_TPFLAGS_MAPPING`). */
  readonly pattern?: 'sequence' | 'mapping';
}

export function defineType(type: PyType, definition: TypeDefinition): PyType {
  const { members } = type;
  if (definition.slots) Object.assign(type, definition.slots);
  if (definition.hasDict) type.hasDict = true;
  if (definition.weakrefs) type.weakrefs = true;
  if (definition.pattern) type.patternKind = definition.pattern === 'sequence' ? 1 : 2;
  for (const def of definition.methods ?? []) {
    members.set(def.name, new PyMethodDescriptor(MethodDescriptorType, type, def));
  }
  for (const def of definition.classMethods ?? []) {
    members.set(def.name, new PyClassMethodDescriptor(ClassMethodDescriptorType, type, def));
  }
  for (const def of definition.staticMethods ?? []) {
    const func = new PyBuiltinFunction(BuiltinFunctionType, def, null);
    members.set(def.name, new PyStaticMethod(StaticMethodType, func));
  }
  for (const def of definition.getset ?? []) {
    members.set(
      def.name,
      new PyGetSetDescriptor(def.member ? MemberDescriptorType : GetSetDescriptorType, type, def.name, def),
    );
  }
  for (const [name, value] of Object.entries(definition.members ?? {})) members.set(name, value);
  if (definition.doc !== undefined) members.set('__doc__', definition.doc);
  return type;
}

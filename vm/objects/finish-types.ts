/**
 * Completes the built-in types after their files have defined them: dunder methods made from slots, slots inherited
 * (CPython: Objects/typeobject.c PyType_Ready, add_operators, inherit_slots).
 */
import { defineType, type TypeDefinition } from './builtin-type.ts';
import { raiseTypeError } from './errors.ts';
import { type LayoutName, PyBuiltinFunction, PyType, PyWrapperDescriptor } from './generated/layouts.ts';
import type { KeywordNames } from './host-types.ts';
import type { PyObject } from './object.ts';
import { DUNDERS, wrapSlot } from './slotdefs.ts';
import { SLOTS, type SlotName } from './slots.ts';
import { isSubtype, typeModified } from './type-lookup.ts';
import { typeName } from './typeof.ts';
import {
  BuiltinFunctionType,
  ByteArrayType,
  BytesType,
  bareType,
  builtinTypes,
  ListType,
  ObjectType,
  StrType,
  TupleType,
  WrapperDescriptorType,
} from './types.ts';

/** Sequences add and multiply through number slots, but have no reflected `+`, as in CPython. */
const SEQUENCES: readonly PyType[] = [StrType, ListType, TupleType, BytesType, ByteArrayType];

const finished = new Set<PyType>();

/** Completes every type in types.ts; the door calls it once all files have run. */
export function finishTypes(): void {
  for (const type of builtinTypes) finishType(type);
}

/** Makes a built-in type outside types.ts, for modules. */
export function createBuiltinType(
  name: string,
  layout: LayoutName,
  base: PyType,
  definition: TypeDefinition & { readonly final?: boolean },
): PyType {
  const type = defineType(bareType(name, layout, base, { final: definition.final === true }), definition);
  finishType(type);
  return type;
}

function finishType(type: PyType): void {
  if (finished.has(type)) return;
  finished.add(type);
  addDunders(type);
  inheritSlots(type);
  if (!type.members.has('__doc__')) type.members.set('__doc__', null);
  typeModified(type);
}

function addDunders(type: PyType): void {
  const { members } = type;
  for (const entry of DUNDERS) {
    const slot = type[entry.slot];
    if (slot === null || members.has(entry.name) || entry.name === '__getattr__') continue;
    if (entry.name === '__radd__' && SEQUENCES.includes(type)) continue;
    if (entry.name === '__new__') members.set('__new__', newWrapper(type));
    else
      members.set(
        entry.name,
        new PyWrapperDescriptor(WrapperDescriptorType, type, entry.name, wrapSlot(entry, slot)),
      );
  }
}

function inheritSlots(type: PyType): void {
  const { base } = type;
  if (base === null) return;
  const defines = (slot: SlotName): boolean => type[slot] !== null;
  // Equality and hash belong together: who redefines equality alone is not hashable.
  const inheritsHash = !defines('tp_richcompare') && !defines('tp_hash');
  if (defines('tp_richcompare') && !defines('tp_hash') && !type.members.has('__hash__'))
    type.members.set('__hash__', null);
  const slots = type as unknown as Record<string, unknown>;
  for (const slot of Object.keys(SLOTS) as SlotName[]) {
    if (defines(slot)) continue;
    if (slot === 'tp_hash' && !inheritsHash) continue;
    // A static type directly below object is instantiable only by a `tp_new` of its own.
    if (slot === 'tp_new' && base === ObjectType) continue;
    slots[slot] = base[slot];
  }
  type.hasDict ||= base.hasDict;
  type.weakrefs ||= base.weakrefs;
  if (type.patternKind === 0) type.patternKind = base.patternKind;
}

/** `type.__new__` of a built-in type, called from Python (`tp_new_wrapper`). */
function newWrapper(type: PyType): PyBuiltinFunction {
  const call = (_self: PyObject, args: readonly PyObject[], names: KeywordNames): PyObject => {
    const name = type.name;
    if (args.length === 0) raiseTypeError(`${name}.__new__(): not enough arguments`);
    const [cls, ...rest] = args;
    if (!(cls instanceof PyType))
      raiseTypeError(`${name}.__new__(X): X is not a type object (${typeName(cls!)})`);
    if (!isSubtype(cls, type))
      raiseTypeError(`${name}.__new__(${cls.name}): ${cls.name} is not a subtype of ${name}`);
    // The most derived built-in base decides how the instance is allocated.
    let builtin: PyType = cls;
    while (builtin.heap && builtin.base !== null) builtin = builtin.base;
    if (builtin.tp_new !== type.tp_new && builtin.tp_new !== null) {
      raiseTypeError(`${name}.__new__(${cls.name}) is not safe, use ${builtin.name}.__new__()`);
    }
    return type.tp_new!(cls, rest, names);
  };
  return new PyBuiltinFunction(BuiltinFunctionType, { kind: 'KEYWORDS', name: '__new__', call }, type);
}

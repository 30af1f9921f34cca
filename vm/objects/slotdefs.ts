/**
 * Dunder methods and type slots: which names stand for which slot, how a built-in slot is called from Python
 * (`int.__add__`), and which function a class gets for a slot (CPython: Objects/typeobject.c, slotdefs, wrap_*, update_one_slot).
 */

import { attributeName } from './attributes.ts';
import { cannotAdd, isSequence } from './binary-operators.ts';
import { checkPositional } from './call.ts';
import { raiseTypeError } from './errors.ts';
import {
  PyBuiltinFunction,
  PyMethodDescriptor,
  PyRange,
  PyType,
  PyWrapperDescriptor,
} from './generated/layouts.ts';
import type {
  AssSubscriptSlot,
  BinarySlot,
  BufferSlot,
  CallSlot,
  ContainsSlot,
  DescrGetSlot,
  DescrSetSlot,
  GetAttrSlot,
  HashSlot,
  InitSlot,
  InquirySlot,
  IterNextSlot,
  KeywordNames,
  LengthSlot,
  RichCompareSlot,
  SetAttrSlot,
  SlotWrapper,
  SubscriptSlot,
  TernarySlot,
  UnarySlot,
} from './host-types.ts';
import { viewOfBuffer } from './memoryview.ts';
import type { PyObject } from './object.ts';
import { asIndex, raiseStopIteration } from './operators.ts';
import { lengthOfRange } from './range.ts';
import { NotImplemented } from './singletons.ts';
import { SLOT_FUNCTIONS } from './slot-functions.ts';
import { SLOTS, type SlotName } from './slots.ts';
import { isSubtype, lookupInType } from './type-lookup.ts';
import { typeName } from './typeof.ts';

type SlotFunction = NonNullable<PyType[SlotName]>;

/** Makes of a slot function what `type.__dunder__` calls. */
type Wrap = (slot: never, name: string) => SlotWrapper;

interface Dunder {
  readonly name: string;
  readonly slot: SlotName;
  readonly wrap: Wrap;
}

function expect(name: string, args: readonly PyObject[], names: KeywordNames, min: number, max = min): void {
  if (names !== null && names.length > 0) raiseTypeError(`wrapper ${name}() takes no keyword arguments`);
  if (args.length >= min && args.length <= max) return;
  if (min !== max) checkPositional('', args.length, min, max);
  raiseTypeError(`expected ${min} argument${min === 1 ? '' : 's'}, got ${args.length}`);
}

const unary =
  (slot: UnarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 0);
    return slot(self);
  };
const inquiry =
  (slot: InquirySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 0);
    return slot(self);
  };
const length =
  (slot: LengthSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 0);
    return self instanceof PyRange ? lengthOfRange(self) : slot(self);
  };
const hashed =
  (slot: HashSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 0);
    return slot(self);
  };
const left =
  (slot: BinarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(self, args[0]!);
  };
/** `__add__`: the slot of a sequence (`sq_concat`) raises where that of a number gives way to the other operand. */
const added =
  (slot: BinarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    const result = slot(self, args[0]!);
    return result === NotImplemented && isSequence(self) ? cannotAdd('+', self, args[0]!) : result;
  };
const right =
  (slot: BinarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(args[0]!, self);
  };
/** `__mul__`: that of a sequence (`sq_repeat`) takes an int and nothing else. */
const repeated =
  (wrap: (slot: BinarySlot, name: string) => SlotWrapper) =>
  (slot: BinarySlot, name: string): SlotWrapper => {
    const call = wrap(slot, name);
    return (self, args, names) => {
      const result = call(self, args, names);
      if (result === NotImplemented && isSequence(self)) asIndex(args[0]!);
      return result;
    };
  };
const powerLeft =
  (slot: TernarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1, 2);
    return slot(self, args[0]!, args.length > 1 ? args[1]! : null);
  };
const powerRight =
  (slot: TernarySlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1, 2);
    return slot(args[0]!, self, args.length > 1 ? args[1]! : null);
  };
const compared =
  (op: number) =>
  (slot: RichCompareSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(self, args[0]!, op);
  };
const next =
  (slot: IterNextSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 0);
    const item = slot(self);
    return item === undefined ? raiseStopIteration(null) : item;
  };
const called =
  (slot: CallSlot): SlotWrapper =>
  (self, args, names) =>
    slot(self, [...args], names);
const initialized =
  (slot: InitSlot): SlotWrapper =>
  (self, args, names) => {
    slot(self, args, names);
    return null;
  };
const getAttr =
  (slot: GetAttrSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(self, attributeName(args[0]!));
  };
const setAttr =
  (slot: SetAttrSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 2);
    refuseUnsafe(slot, self, name);
    slot(self, attributeName(args[0]!), args[1]!);
    return null;
  };
const delAttr =
  (slot: SetAttrSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    refuseUnsafe(slot, self, name);
    slot(self, attributeName(args[0]!), undefined);
    return null;
  };
const descrGet =
  (slot: DescrGetSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1, 2);
    const instance = args[0]!;
    const owner = args.length > 1 ? args[1]! : null;
    if (instance === null && owner === null) raiseTypeError('__get__(None, None) is invalid');
    return slot(self, instance === null ? undefined : instance, owner as PyType | null);
  };
const descrSet =
  (slot: DescrSetSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 2);
    slot(self, args[0]!, args[1]!);
    return null;
  };
const descrDelete =
  (slot: DescrSetSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    slot(self, args[0]!, undefined);
    return null;
  };
const contained =
  (slot: ContainsSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(self, args[0]!);
  };
const item =
  (slot: SubscriptSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    return slot(self, args[0]!);
  };
const setItem =
  (slot: AssSubscriptSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 2);
    slot(self, args[0]!, args[1]!);
    return null;
  };
const delItem =
  (slot: AssSubscriptSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    slot(self, args[0]!, undefined);
    return null;
  };

/** `obj.__buffer__(flags)`: a view of what it exports (PEP 688). */
const exported =
  (slot: BufferSlot, name: string): SlotWrapper =>
  (self, args, names) => {
    expect(name, args, names, 1);
    asIndex(args[0]!);
    return viewOfBuffer(self, slot(self));
  };

/** `hackcheck`: `object.__setattr__(int, …)` must not get round the slot of a built-in type nearer to the object. */
function refuseUnsafe(slot: SetAttrSlot, self: PyObject, name: string): void {
  if (!(self instanceof PyType)) return;
  let type: PyType | null = self.ob_type;
  while (type !== null && type.tp_setattro === SLOT_FUNCTIONS.tp_setattro) type = type.base;
  if (type !== null && type.tp_setattro !== slot)
    raiseTypeError(`can't apply this ${name} to ${typeName(self)} object`);
}

const dunder = (name: string, slot: SlotName, wrap: Wrap): Dunder => ({ name, slot, wrap });

function binaryDunders(name: string, slot: SlotName): Dunder[] {
  return [dunder(`__${name}__`, slot, left), dunder(`__r${name}__`, slot, right)];
}
const inplaceDunder = (name: string, slot: SlotName): Dunder => dunder(`__i${name}__`, slot, left);

/** In the order of CPython's `slotdefs`, which is the order that decides between several names of one slot. */
export const DUNDERS: readonly Dunder[] = [
  dunder('__getattribute__', 'tp_getattro', getAttr),
  dunder('__getattr__', 'tp_getattro', getAttr),
  dunder('__setattr__', 'tp_setattro', setAttr),
  dunder('__delattr__', 'tp_setattro', delAttr),
  dunder('__repr__', 'tp_repr', unary),
  dunder('__hash__', 'tp_hash', hashed),
  dunder('__call__', 'tp_call', called),
  dunder('__str__', 'tp_str', unary),
  dunder('__lt__', 'tp_richcompare', compared(0)),
  dunder('__le__', 'tp_richcompare', compared(1)),
  dunder('__eq__', 'tp_richcompare', compared(2)),
  dunder('__ne__', 'tp_richcompare', compared(3)),
  dunder('__gt__', 'tp_richcompare', compared(4)),
  dunder('__ge__', 'tp_richcompare', compared(5)),
  dunder('__iter__', 'tp_iter', unary),
  dunder('__next__', 'tp_iternext', next),
  dunder('__get__', 'tp_descr_get', descrGet),
  dunder('__set__', 'tp_descr_set', descrSet),
  dunder('__delete__', 'tp_descr_set', descrDelete),
  dunder('__init__', 'tp_init', initialized),
  dunder('__new__', 'tp_new', initialized),
  dunder('__await__', 'am_await', unary),
  dunder('__aiter__', 'am_aiter', unary),
  dunder('__anext__', 'am_anext', unary),
  dunder('__add__', 'nb_add', added),
  dunder('__radd__', 'nb_add', right),
  ...binaryDunders('sub', 'nb_subtract'),
  dunder('__mul__', 'nb_multiply', repeated(left)),
  dunder('__rmul__', 'nb_multiply', repeated(right)),
  ...binaryDunders('mod', 'nb_remainder'),
  ...binaryDunders('divmod', 'nb_divmod'),
  dunder('__pow__', 'nb_power', powerLeft),
  dunder('__rpow__', 'nb_power', powerRight),
  dunder('__neg__', 'nb_negative', unary),
  dunder('__pos__', 'nb_positive', unary),
  dunder('__abs__', 'nb_absolute', unary),
  dunder('__bool__', 'nb_bool', inquiry),
  dunder('__invert__', 'nb_invert', unary),
  ...binaryDunders('lshift', 'nb_lshift'),
  ...binaryDunders('rshift', 'nb_rshift'),
  ...binaryDunders('and', 'nb_and'),
  ...binaryDunders('xor', 'nb_xor'),
  ...binaryDunders('or', 'nb_or'),
  dunder('__int__', 'nb_int', unary),
  dunder('__float__', 'nb_float', unary),
  inplaceDunder('add', 'nb_inplace_add'),
  inplaceDunder('sub', 'nb_inplace_subtract'),
  dunder('__imul__', 'nb_inplace_multiply', repeated(left)),
  inplaceDunder('mod', 'nb_inplace_remainder'),
  dunder('__ipow__', 'nb_inplace_power', powerLeft),
  inplaceDunder('lshift', 'nb_inplace_lshift'),
  inplaceDunder('rshift', 'nb_inplace_rshift'),
  inplaceDunder('and', 'nb_inplace_and'),
  inplaceDunder('xor', 'nb_inplace_xor'),
  inplaceDunder('or', 'nb_inplace_or'),
  ...binaryDunders('floordiv', 'nb_floor_divide'),
  ...binaryDunders('truediv', 'nb_true_divide'),
  inplaceDunder('floordiv', 'nb_inplace_floor_divide'),
  inplaceDunder('truediv', 'nb_inplace_true_divide'),
  dunder('__index__', 'nb_index', unary),
  ...binaryDunders('matmul', 'nb_matrix_multiply'),
  inplaceDunder('matmul', 'nb_inplace_matrix_multiply'),
  dunder('__len__', 'sq_length', length),
  dunder('__getitem__', 'mp_subscript', item),
  dunder('__setitem__', 'mp_ass_subscript', setItem),
  dunder('__delitem__', 'mp_ass_subscript', delItem),
  dunder('__contains__', 'sq_contains', contained),
  dunder('__buffer__', 'bf_getbuffer', exported),
];

const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

/** The names that stand for each slot. */
const DUNDERS_OF_SLOT: ReadonlyMap<SlotName, readonly Dunder[]> = new Map(
  SLOT_NAMES.map((slot) => [slot, DUNDERS.filter((entry) => entry.slot === slot)]),
);

const SLOT_OF_DUNDER: ReadonlyMap<string, SlotName> = new Map(
  DUNDERS.map((entry) => [entry.name, entry.slot]),
);

/** The wrapper behind `owner.__dunder__` for a slot function of a built-in type. */
export function wrapSlot(entry: Dunder, slot: SlotFunction): SlotWrapper {
  return entry.wrap(slot as never, entry.name);
}

/** What fills a slot of a class: a base's own function when nothing overrides it, else the one that calls the dunders. */
function slotFor(type: PyType, slot: SlotName): SlotFunction | null {
  let specific: SlotFunction | null = null;
  let generic = false;
  for (const { name } of DUNDERS_OF_SLOT.get(slot)!) {
    const attribute = lookupInType(type, name);
    if (attribute === undefined) continue;
    let own: SlotFunction | null = null;
    const isBuiltin =
      attribute instanceof PyMethodDescriptor ||
      (attribute instanceof PyWrapperDescriptor && attribute.name === name);
    if (isBuiltin && attribute.owner.members.get(name) === attribute && isSubtype(type, attribute.owner)) {
      own = attribute.owner[slot];
    } else if (
      slot === 'tp_new' &&
      attribute instanceof PyBuiltinFunction &&
      attribute.self instanceof PyType
    ) {
      own = attribute.self.tp_new;
    } else if (slot === 'tp_hash' && attribute === null) {
      return null;
    }
    if (own === null || (specific !== null && specific !== own)) generic = true;
    else specific = own;
  }
  return generic ? SLOT_FUNCTIONS[slot] : specific;
}

function assignSlot(type: PyType, slot: SlotName): void {
  (type as unknown as Record<SlotName, SlotFunction | null>)[slot] = slotFor(type, slot);
}

/** Fills every slot of a new class. */
export function fillSlots(type: PyType): void {
  const { base } = type;
  if (base !== null && type.bases.length === 1) {
    const slots = type as unknown as Record<SlotName, SlotFunction | null>;
    for (const slot of SLOT_NAMES) slots[slot] = base[slot];
    const changed = new Set<SlotName>();
    for (const name of type.members.keys()) {
      const slot = SLOT_OF_DUNDER.get(name);
      if (slot !== undefined) changed.add(slot);
    }
    for (const slot of changed) assignSlot(type, slot);
    return;
  }
  for (const slot of SLOT_NAMES) assignSlot(type, slot);
}

/** `name` has been set or deleted on a class: the slot that it stands for is found anew, in subclasses too. */
export function updateSlot(type: PyType, name: string): void {
  const slot = SLOT_OF_DUNDER.get(name);
  if (slot !== undefined) updateInSubclasses(type, slot);
}

function updateInSubclasses(type: PyType, slot: SlotName): void {
  assignSlot(type, slot);
  for (const subclass of type.subclasses) updateInSubclasses(subclass, slot);
}

/** The bases of a class have changed. */
export function refillSlots(type: PyType): void {
  for (const slot of SLOT_NAMES) assignSlot(type, slot);
  for (const subclass of type.subclasses) refillSlots(subclass);
}

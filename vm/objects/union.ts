/** `int | str` (CPython: Objects/unionobject.c). */
import { genericGetAttr } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyGenericAlias, PyTuple, PyType, PyUnion } from './generated/layouts.ts';
import { parametersOf, reprOfArgument, substitute } from './generic-alias.ts';
import { isInstance, isSubclass } from './isinstance.ts';
import type { PyObject } from './object.ts';
import { binaryOr, equals, hash } from './operators.ts';
import { NotImplemented } from './singletons.ts';
import { newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { typeOf } from './typeof.ts';
import { NoneType, UnionType } from './types.ts';

const asUnion = (self: PyObject): PyUnion => self as PyUnion;

/** What may stand in a union: None, classes, aliases, unions, and the objects of `typing` that say so by `__or__`. */
function isUnionable(value: PyObject): boolean {
  if (
    value === null ||
    value instanceof PyType ||
    value instanceof PyGenericAlias ||
    value instanceof PyUnion
  )
    return true;
  const { name, heap } = typeOf(value);
  return !heap && ['typing.TypeVar', 'typing.ParamSpec', 'typing.TypeAliasType'].includes(name);
}

/** `left | right`, flat and without repetition; NotImplemented for other operands. */
export function newUnion(left: PyObject, right: PyObject): Escapes<PyObject> {
  if (!isUnionable(left) || !isUnionable(right)) return NotImplemented;
  return makeUnion([left, right]);
}

/** The union of `members`: a single member stands for itself. */
export function makeUnion(members: readonly PyObject[]): Escapes<PyObject> {
  const args: PyObject[] = [];
  for (const member of members.flatMap((value) => (value instanceof PyUnion ? value.args.items : [value]))) {
    const type = member === null ? NoneType : member;
    if (!args.some((other) => equals(other, type))) args.push(type);
  }
  return args.length === 1 ? args[0]! : new PyUnion(UnionType, newTuple(args));
}

function sameMembers(left: PyUnion, right: PyUnion): boolean {
  const [a, b] = [left.args.items, right.args.items];
  return a.length === b.length && a.every((member) => b.some((other) => equals(member, other)));
}

defineType(UnionType, {
  slots: {
    tp_getattro: genericGetAttr,
    tp_repr: (self) =>
      newStr(
        asUnion(self)
          .args.items.map((arg) => (arg === NoneType ? 'None' : reprOfArgument(arg)))
          .join(' | '),
      ),
    tp_hash: (self) => {
      let mixed = 0;
      for (const arg of asUnion(self).args.items) mixed ^= Number(BigInt.asIntN(30, BigInt(hash(arg))));
      return mixed === -1 ? -2 : mixed;
    },
    tp_richcompare: (left, right, op) => {
      if ((op !== 2 && op !== 3) || !(left instanceof PyUnion) || !(right instanceof PyUnion))
        return NotImplemented;
      return sameMembers(left, right) === (op === 2);
    },
    nb_or: newUnion,
    mp_subscript: (self, key) => {
      const union = asUnion(self);
      const args = substitute(self, union.args.items, parametersOf(union.args.items), key);
      return args.reduce((left, right) => binaryOr(left, right));
    },
  },
  getset: [
    { name: '__args__', get: (self) => asUnion(self).args },
    { name: '__parameters__', get: (self) => newTuple(parametersOf(asUnion(self).args.items)) },
    { name: '__origin__', get: () => UnionType },
    { name: '__name__', get: () => 'Union' },
    { name: '__qualname__', get: () => 'Union' },
    { name: '__module__', get: () => 'typing' },
  ],
  methods: [
    {
      kind: 'O',
      name: '__instancecheck__',
      call: (self, value) => asUnion(self).args.items.some((arg) => isInstance(value, arg)),
    },
    {
      kind: 'O',
      name: '__subclasscheck__',
      call: (self, value) => asUnion(self).args.items.some((arg) => isSubclass(value, arg)),
    },
    {
      kind: 'O',
      name: '__mro_entries__',
      call: (self) => raiseTypeError(`Cannot subclass ${strToJs(typeOf(self).tp_repr!(self) as string)}`),
    },
  ],
  classMethods: [
    {
      kind: 'O',
      name: '__class_getitem__',
      call: (_cls, key) => makeUnion(key instanceof PyTuple ? key.items : [key]),
    },
  ],
});

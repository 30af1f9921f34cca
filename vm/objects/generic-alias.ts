/** `list[int]` and `cls[...]`: subscripting a class (PEP 585; CPython: Objects/genericaliasobject.c). */
import { genericLookup, getAttribute, getAttributeOrUndefined, isAttributeError } from './attributes.ts';
import { defineType } from './builtin-type.ts';
import { call, callOneArg, checkNoKeywords, checkPositional } from './call.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyGenericAlias, PyList, PySequenceIterator, PyTuple, type PyType } from './generated/layouts.ts';
import { builtinFunction } from './iterators.ts';
import { machine } from './machine.ts';
import type { PyObject } from './object.ts';
import { equals, getItem, getIter, hash, repr } from './operators.ts';
import { Ellipsis, NotImplemented } from './singletons.ts';
import { asStr, newStr, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { bareType, GenericAliasType, ObjectType, TypeType } from './types.ts';
import { newUnion } from './union.ts';

/** `type[int]`, or what `__class_getitem__` of the class gives (PEP 560). */
export function classGetItem(type: PyType, key: PyObject): Escapes<PyObject> {
  if (type === TypeType) return newGenericAlias(type, key);
  const method = getAttributeOrUndefined(type, '__class_getitem__');
  if (method !== undefined && method !== null) return callOneArg(method, key);
  raiseTypeError(`type '${type.name}' is not subscriptable`);
}

export function newGenericAlias(origin: PyObject, args: PyObject): PyGenericAlias {
  return new PyGenericAlias(GenericAliasType, origin, args instanceof PyTuple ? args : newTuple([args]));
}

const asAlias = (self: PyObject): PyGenericAlias => self as PyGenericAlias;

/** How an argument is shown: classes by their full name, `...` as such (_Py_typing_type_repr). */
export function reprOfArgument(arg: PyObject): Escapes<string> {
  if (arg === Ellipsis) return '...';
  if (arg instanceof PyList) return `[${arg.items.map(reprOfArgument).join(', ')}]`;
  if (!(arg instanceof PyGenericAlias)) {
    const qualname = getAttributeOrUndefined(arg, '__qualname__');
    const module = getAttributeOrUndefined(arg, '__module__');
    const name = qualname === undefined ? undefined : asStr(qualname);
    if (name !== undefined && module !== undefined && module !== null) {
      const owner = asStr(module);
      if (owner === 'builtins') return strToJs(name);
      if (owner !== undefined) return `${strToJs(owner)}.${strToJs(name)}`;
    }
  }
  return strToJs(repr(arg));
}

function aliasRepr(self: PyObject): PyObject {
  const { origin, args, starred } = asAlias(self);
  const shown = args.items.length === 0 ? '()' : args.items.map(reprOfArgument).join(', ');
  return newStr(`${starred ? '*' : ''}${reprOfArgument(origin)}[${shown}]`);
}

/** The type variables among the arguments, each once (_Py_make_parameters). */
export function parametersOf(args: readonly PyObject[]): Escapes<PyObject[]> {
  const found: PyObject[] = [];
  const add = (value: PyObject): void => {
    if (!found.includes(value)) found.push(value);
  };
  for (const arg of args) {
    if (isTypeVariable(arg)) add(arg);
    else if (arg instanceof PyTuple || arg instanceof PyList) parametersOf(arg.items).forEach(add);
    else if (typeof arg === 'object' && arg !== null && !('mro' in arg)) {
      const inner = getAttributeOrUndefined(arg, '__parameters__');
      if (inner instanceof PyTuple) inner.items.forEach(add);
    }
  }
  return found;
}

/** Has `__typing_subst__`: TypeVar, ParamSpec, TypeVarTuple. */
function isTypeVariable(value: PyObject): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !('mro' in value) &&
    getAttributeOrUndefined(value, '__typing_subst__') !== undefined
  );
}

/** The arguments with the type variables replaced by those of `key` (_Py_subs_parameters). */
export function substitute(
  self: PyObject,
  args: readonly PyObject[],
  parameters: readonly PyObject[],
  key: PyObject,
): Escapes<PyObject[]> {
  const shown = (): string => strToJs(repr(self));
  if (parameters.length === 0) raiseTypeError(`${shown()} is not a generic class`);
  let values = key instanceof PyTuple ? key.items : [key];
  for (const parameter of parameters) {
    const prepare = getAttributeOrUndefined(parameter, '__typing_prepare_subst__');
    if (prepare === undefined || prepare === null) continue;
    values = (call(prepare, [self, newTuple([...values])]) as PyTuple).items;
  }
  if (values.length !== parameters.length) {
    const amount = values.length > parameters.length ? 'many' : 'few';
    raiseTypeError(
      `Too ${amount} arguments for ${shown()}; actual ${values.length}, expected ${parameters.length}`,
    );
  }
  return args.flatMap((arg) => substituteOne(arg, parameters, values));
}

function substituteOne(
  arg: PyObject,
  parameters: readonly PyObject[],
  values: readonly PyObject[],
): PyObject[] {
  if (arg instanceof PyTuple || arg instanceof PyList) {
    const items = arg.items.flatMap((item) => substituteOne(item, parameters, values));
    return [arg instanceof PyTuple ? newTuple(items) : new PyList(arg.ob_type, items)];
  }
  const index = parameters.indexOf(arg);
  if (index >= 0) {
    const result = call(getAttribute(arg, '__typing_subst__'), [values[index]!]);
    // A TypeVarTuple gives as many arguments as it stands for.
    return result instanceof PyTuple ? result.items : [result];
  }
  if (typeof arg !== 'object' || arg === null || 'mro' in arg) return [arg];
  const inner = getAttributeOrUndefined(arg, '__parameters__');
  if (!(inner instanceof PyTuple) || inner.items.length === 0) return [arg];
  const innerValues = inner.items.map((parameter) => {
    const position = parameters.indexOf(parameter);
    return position < 0 ? parameter : values[position]!;
  });
  return [getItem(arg, newTuple(innerValues))];
}

/** Attributes that the alias answers itself; all others are its origin's. */
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
]);

defineType(GenericAliasType, {
  slots: {
    tp_new: (type, args, names) => {
      checkNoKeywords('GenericAlias', names);
      checkPositional('GenericAlias', args.length, 2, 2);
      const alias = newGenericAlias(args[0]!, args[1]!);
      alias.ob_type = type;
      return alias;
    },
    tp_repr: aliasRepr,
    tp_getattro: (self, name) => {
      const own = OWN_ATTRIBUTES.has(name) ? genericLookup(self, name) : undefined;
      return own === undefined ? getAttribute(asAlias(self).origin, name) : own;
    },
    tp_call: (self, args, names) => {
      const object = call(asAlias(self).origin, args, names);
      try {
        if (typeof object === 'object' && object !== null)
          object.ob_type.tp_setattro!(object, '__orig_class__', self);
      } catch (error) {
        // Not every object takes attributes.
        if (!isAttributeError(error)) throw error;
      }
      return object;
    },
    tp_hash: (self) => {
      const { origin, args } = asAlias(self);
      const mixed = Number(BigInt.asIntN(30, BigInt(hash(origin)) ^ BigInt(hash(args))));
      return mixed === -1 ? -2 : mixed;
    },
    tp_richcompare: (left, right, op) => {
      if ((op !== 2 && op !== 3) || !(left instanceof PyGenericAlias) || !(right instanceof PyGenericAlias)) {
        return NotImplemented;
      }
      const equal =
        left.starred === right.starred && equals(left.origin, right.origin) && equals(left.args, right.args);
      return equal === (op === 2);
    },
    tp_iter: (self) => new PySequenceIterator(AliasIteratorType, self),
    nb_or: (left, right) => newUnion(left, right),
    mp_subscript: (self, key) => {
      const { origin, args, starred } = asAlias(self);
      const alias = newGenericAlias(
        origin,
        newTuple(substitute(self, args.items, parametersOf(args.items), key)),
      );
      alias.starred = starred;
      return alias;
    },
  },
  getset: [
    { name: '__origin__', get: (self) => asAlias(self).origin },
    { name: '__args__', get: (self) => asAlias(self).args },
    { name: '__parameters__', get: (self) => newTuple(parametersOf(asAlias(self).args.items)) },
    { name: '__unpacked__', get: (self) => asAlias(self).starred },
    {
      name: '__typing_unpacked_tuple_args__',
      get: (self) => (asAlias(self).starred ? asAlias(self).args : null),
    },
  ],
  methods: [
    { kind: 'O', name: '__mro_entries__', call: (self) => newTuple([asAlias(self).origin]) },
    {
      kind: 'O',
      name: '__instancecheck__',
      call: () => raiseTypeError('isinstance() argument 2 cannot be a parameterized generic'),
    },
    {
      kind: 'O',
      name: '__subclasscheck__',
      call: () => raiseTypeError('issubclass() argument 2 cannot be a parameterized generic'),
    },
    {
      kind: 'NOARGS',
      name: '__reduce__',
      call(self) {
        const { origin, args, starred } = asAlias(self);
        if (!starred) return newTuple([GenericAliasType, newTuple([origin, args])]);
        const next = machine.builtins?.table.getStr('next') ?? null;
        return newTuple([next, newTuple([getIter(newGenericAlias(origin, args))])]);
      },
    },
  ],
});

/** What `iter(list[int])` makes: it gives `*list[int]` once. */
const AliasIteratorType = bareType('generic_alias_iterator', 'PySequenceIterator', ObjectType, {
  final: true,
});

defineType(AliasIteratorType, {
  slots: {
    tp_iter: (self) => self,
    tp_iternext(self) {
      const iterator = self as PySequenceIterator;
      if (iterator.sequence === undefined) return undefined;
      const { origin, args } = asAlias(iterator.sequence);
      iterator.sequence = undefined;
      const item = newGenericAlias(origin, args);
      item.starred = true;
      return item;
    },
  },
  methods: [
    {
      kind: 'NOARGS',
      name: '__reduce__',
      doc: 'Return state information for pickling.',
      call(self) {
        const rebuild = builtinFunction('iter');
        const { sequence } = self as PySequenceIterator;
        return newTuple([rebuild, newTuple([sequence ?? newTuple([])])]);
      },
    },
  ],
});

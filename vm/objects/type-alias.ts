/** `type X = …` (PEP 695; CPython: Objects/typevarobject.c typealias_*). */
import { parseArguments } from './arguments.ts';
import { defineType } from './builtin-type.ts';
import { call } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import { PyHostIterator, PyTuple, PyTypeAlias } from './generated/layouts.ts';
import { newGenericAlias } from './generic-alias.ts';
import type { PyObject } from './object.ts';
import { isStr } from './str.ts';
import { newTuple } from './tuple.ts';
import { callersModule, callTyping, constantEvaluator, unpackTypeVarTuple } from './type-parameters.ts';
import { typeName } from './typeof.ts';
import { HostIteratorType, TypeAliasTypeType } from './types.ts';

/** From (name, type parameters or None, function that computes the value). */
export function newTypeAlias(parts: PyObject): Writes<PyObject> {
  const [name, parameters, evaluate] = (parts as PyTuple).items as [PyObject, PyObject, PyObject];
  const typeParams = parameters === null ? newTuple([]) : (parameters as PyTuple);
  return new PyTypeAlias(TypeAliasTypeType, name, typeParams, callersModule(), undefined, evaluate);
}

const asAlias = (self: PyObject): PyTypeAlias => self as PyTypeAlias;

function computedValue(alias: PyTypeAlias): Escapes<PyObject> {
  if (alias.value === undefined) alias.value = call(alias.evaluate as PyObject, [1]);
  return alias.value;
}

/** The parameters as subscription substitutes them: a TypeVarTuple unpacked. */
const parameters = (alias: PyTypeAlias): PyTuple => newTuple(alias.typeParams.items.map(unpackTypeVarTuple));

defineType(TypeAliasTypeType, {
  weakrefs: true,
  slots: {
    tp_new: (_type, args, names) => {
      const spec = { name: 'typealias', names: ['name', 'value', 'type_params'], positional: 2, required: 2 };
      const [name, value, typeParams = newTuple([])] = parseArguments(spec, args, names);
      if (!isStr(name!)) {
        raiseTypeError(`typealias() argument 'name' must be str, not ${typeName(name!)}`);
      }
      if (!(typeParams instanceof PyTuple)) raiseTypeError('type_params must be a tuple');
      return new PyTypeAlias(TypeAliasTypeType, name!, typeParams, callersModule(), value, undefined);
    },
    tp_repr: (self) => asAlias(self).name,
    tp_iter: (self) => {
      let given = false;
      const next = (): PyObject | undefined => {
        if (given) return undefined;
        given = true;
        const alias = newGenericAlias(self, newTuple([]));
        alias.starred = true;
        return alias;
      };
      return new PyHostIterator(HostIteratorType, next, self);
    },
    mp_subscript: (self, args) => {
      const alias = asAlias(self);
      if (alias.typeParams.items.length === 0) raiseTypeError('Only generic type aliases are subscriptable');
      return newGenericAlias(self, args);
    },
    nb_or: (left, right) => callTyping('_make_union', [left, right]),
  },
  getset: [
    { name: '__name__', get: (self) => asAlias(self).name },
    { name: '__module__', get: (self) => asAlias(self).module },
    { name: '__value__', get: (self) => computedValue(asAlias(self)) },
    { name: '__type_params__', get: (self) => asAlias(self).typeParams },
    { name: '__parameters__', get: (self) => parameters(asAlias(self)) },
    {
      name: 'evaluate_value',
      get: (self) => {
        const { evaluate, value } = asAlias(self);
        return evaluate ?? constantEvaluator(value as PyObject);
      },
    },
  ],
  methods: [{ kind: 'NOARGS', name: '__reduce__', call: (self) => asAlias(self).name }],
});

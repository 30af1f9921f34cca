/** Functions and classes with type parameters (CPython: Objects/typevarobject.c). */
import {
  call,
  type Escapes,
  getAttribute,
  machine,
  newTuple,
  type PyFunction,
  type PyObject,
  type PyTuple,
  type PyTypeParameter,
  typingGeneric,
  unpackTypeVarTuple,
  type Writes,
} from '../../objects/index.ts';

export function setTypeParameterDefault(parameter: PyObject, evaluate: PyObject): Writes<PyObject> {
  (parameter as PyTypeParameter).evaluateDefault = evaluate;
  return parameter;
}

export function setFunctionTypeParameters(func: PyObject, parameters: PyObject): Writes<PyObject> {
  (func as PyFunction).typeParams = parameters;
  return func;
}

export function subscriptGeneric(parameters: PyObject): Escapes<PyObject> {
  const items = (parameters as PyTuple).items.map((item) => unpackTypeVarTuple(item));
  const alias = getAttribute(machine.importModule('typing'), '_GenericAlias');
  return call(alias, [typingGeneric(), newTuple(items)]);
}

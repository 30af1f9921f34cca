/** Type parameters and type aliases (language reference 8.10, 7.14; PEP 695, PEP 696). */
import { newParamSpec, newTypeAlias, newTypeVar, newTypeVarTuple, type PyObject } from '../objects/index.ts';
import { instruction } from './define.ts';
import {
  setFunctionTypeParameters,
  setTypeParameterDefault,
  subscriptGeneric,
} from './runtime/type-parameters.ts';

export const BUILD_TYPEVAR = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(name: PyObject): PyObject {
    return newTypeVar(name, undefined, undefined);
  },
});

/** `evaluate`: the function that computes the bound when it is asked for. */
export const BUILD_TYPEVAR_WITH_BOUND = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(name: PyObject, evaluate: PyObject): PyObject {
    return newTypeVar(name, evaluate, undefined);
  },
});

export const BUILD_TYPEVAR_WITH_CONSTRAINTS = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(name: PyObject, evaluate: PyObject): PyObject {
    return newTypeVar(name, undefined, evaluate);
  },
});

export const BUILD_PARAMSPEC = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(name: PyObject): PyObject {
    return newParamSpec(name);
  },
});

export const BUILD_TYPEVARTUPLE = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(name: PyObject): PyObject {
    return newTypeVarTuple(name);
  },
});

/** From the tuple (name, type parameters or None, function that computes the value). */
export const BUILD_TYPEALIAS = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(parts: PyObject): PyObject {
    return newTypeAlias(parts);
  },
});

export const SET_TYPEPARAM_DEFAULT = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(parameter: PyObject, evaluate: PyObject): PyObject {
    return setTypeParameterDefault(parameter, evaluate);
  },
});

export const SET_FUNCTION_TYPE_PARAMS = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(func: PyObject, parameters: PyObject): PyObject {
    return setFunctionTypeParameters(func, parameters);
  },
});

/** `Generic[parameters]`, the base that a class with type parameters has. */
export const SUBSCRIPT_GENERIC = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(parameters: PyObject): PyObject {
    return subscriptGeneric(parameters);
  },
});

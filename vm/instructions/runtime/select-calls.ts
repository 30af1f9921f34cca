/** Which specialisation fits a call (CPython: Python/specialize.c, specialize_py_call and its neighbours). */
import {
  lookupInType,
  type MethodDef,
  ObjectType,
  PyBuiltinFunction,
  PyFunction,
  PyMethodDescriptor,
  type PyObject,
  PyType,
  TypeType,
} from '../../objects/index.ts';
import type { CallCache } from '../caches.ts';
import { takesExactly } from './select-attributes.ts';

export function selectCall(
  callable: PyObject,
  self: PyObject | undefined,
  args: readonly PyObject[],
  cache: CallCache,
): readonly string[] {
  const given = args.length + (self === undefined ? 0 : 1);
  if (callable instanceof PyFunction) return selectFunction(callable, self, given, cache);
  if (callable instanceof PyType) return self === undefined ? selectClass(callable, given, cache) : [];
  if (callable instanceof PyBuiltinFunction && self === undefined) {
    cache.callable = callable;
    cache.receiver = callable.self === undefined ? null : callable.self;
    if (callable.def.name === 'len' && callable.def.kind === 'O' && given === 1 && isBuiltinsLen(callable))
      return ['CALL_LEN'];
    return selectHost(callable.def, args.length, cache);
  }
  if (callable instanceof PyMethodDescriptor && self !== undefined) {
    cache.callable = callable;
    return selectHost(callable.def, args.length, cache);
  }
  return [];
}

function isBuiltinsLen(callable: PyBuiltinFunction): boolean {
  return callable.module === 'builtins';
}

function selectFunction(
  fn: PyFunction,
  self: PyObject | undefined,
  given: number,
  cache: CallCache,
): readonly string[] {
  cache.callable = fn.code;
  cache.argcount = given;
  if (takesExactly(fn, given)) return [self === undefined ? 'CALL_PY_EXACT_ARGS' : 'CALL_METHOD_EXACT_ARGS'];
  const { code, defaults } = fn;
  if (
    code.simple &&
    defaults !== null &&
    given < code.argcount &&
    given >= code.argcount - defaults.items.length
  ) {
    cache.version = fn.version;
    return ['CALL_PY_DEFAULTS'];
  }
  return [];
}

function selectBuiltinClass(type: PyType, given: number, cache: CallCache): readonly string[] {
  if (type === TypeType) return given === 1 ? ['CALL_TYPE_OF'] : [];
  if (type.ob_type !== TypeType || type.tp_new === null) return [];
  cache.callable = type;
  cache.create = type.tp_new;
  return ['CALL_BUILTIN_CLASS'];
}

/** Only classes whose creation is `object.__new__` and then a Python `__init__` with exactly these arguments. */
function selectClass(type: PyType, given: number, cache: CallCache): readonly string[] {
  if (!type.heap) return selectBuiltinClass(type, given, cache);
  if (type.ob_type !== TypeType || type.instanceLayout !== 'PyInstance') return [];
  if (type.tp_new !== ObjectType.tp_new) return [];
  const init = lookupInType(type, '__init__');
  if (!(init instanceof PyFunction) || !takesExactly(init, given + 1)) return [];
  cache.callable = type;
  cache.init = init;
  cache.shape = type.shapeRoot;
  type.watchers.add(cache);
  return ['CALL_CLASS_INIT'];
}

function selectHost(def: MethodDef, count: number, cache: CallCache): readonly string[] {
  cache.call = def.call;
  switch (def.kind) {
    case 'NOARGS':
      return count === 0 ? ['CALL_BUILTIN_NOARGS'] : [];
    case 'O':
      return count === 1 ? ['CALL_BUILTIN_O'] : [];
    case 'POSITIONAL':
      return count >= def.min && count <= def.max ? [WITH_COUNT[count]!] : [];
    case 'FASTCALL':
      return count >= def.min && (def.max < 0 || count <= def.max) ? ['CALL_BUILTIN_ARGS'] : [];
    case 'KEYWORDS':
      return ['CALL_BUILTIN_ARGS'];
  }
}

/** Forms by the number of arguments that the host function takes as parameters of its own. */
const WITH_COUNT = ['CALL_BUILTIN_NOARGS', 'CALL_BUILTIN_O', 'CALL_BUILTIN_TWO', 'CALL_BUILTIN_THREE'];

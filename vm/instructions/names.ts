/** Names of modules and class bodies, globals and built-ins (language reference 4.2.2, "Resolution of names"). */
import type { PyObject } from '../objects/index.ts';
import { GlobalCache } from './caches.ts';
import { instruction, specialization } from './define.ts';
import type { Frame } from './frame.ts';
import { guard, type Local, type Name, type Oparg } from './primitives.ts';
import { keysVersion, valueAt } from './runtime/containers.ts';
import {
  deleteGlobal,
  deleteName,
  frameLocals,
  loadFromMappingOrCell,
  loadFromMappingOrGlobals,
  loadGlobal,
  loadName,
  storeGlobal,
  storeName,
} from './runtime/names.ts';
import { selectLoadGlobal } from './runtime/select-names.ts';

export const LOAD_NAME = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(name: Name, frame: Frame): PyObject {
    return loadName(frame, name);
  },
});

export const STORE_NAME = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(value: PyObject, name: Name, frame: Frame): void {
    storeName(frame, name, value);
  },
});

export const DELETE_NAME = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(name: Name, frame: Frame): void {
    deleteName(frame, name);
  },
});

export const LOAD_GLOBAL = instruction({
  effect: 'Escapes',
  cache: GlobalCache,
  select: selectLoadGlobal,
  execute(name: Name, frame: Frame): PyObject {
    return loadGlobal(frame, name);
  },
});

export const LOAD_GLOBAL_MODULE = specialization(LOAD_GLOBAL, {
  flag: 'specialize-globals',
  effect: 'Reads',
  execute(frame: Frame, cache: GlobalCache): PyObject {
    guard(keysVersion(frame.globals) === cache.moduleVersion);
    return valueAt(frame.globals, cache.index);
  },
});

export const LOAD_GLOBAL_BUILTIN = specialization(LOAD_GLOBAL, {
  flag: 'specialize-globals',
  effect: 'Reads',
  execute(frame: Frame, cache: GlobalCache): PyObject {
    guard(keysVersion(frame.globals) === cache.moduleVersion);
    guard(keysVersion(frame.builtins) === cache.builtinsVersion);
    return valueAt(frame.builtins, cache.index);
  },
});

export const STORE_GLOBAL = instruction({
  effect: 'Writes',
  outOfLine: true,
  execute(value: PyObject, name: Name, frame: Frame): void {
    storeGlobal(frame, name, value);
  },
});

export const DELETE_GLOBAL = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(name: Name, frame: Frame): void {
    deleteGlobal(frame, name);
  },
});

export const LOAD_LOCALS = instruction({
  effect: 'Raises',
  outOfLine: true,
  execute(frame: Frame): PyObject {
    return frameLocals(frame);
  },
});

export const LOAD_FROM_DICT_OR_DEREF = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(mapping: PyObject, local: Local, frame: Frame, oparg: Oparg): PyObject {
    return loadFromMappingOrCell(mapping, local, frame, oparg);
  },
});

export const LOAD_FROM_DICT_OR_GLOBALS = instruction({
  effect: 'Escapes',
  outOfLine: true,
  execute(mapping: PyObject, name: Name, frame: Frame): PyObject {
    return loadFromMappingOrGlobals(mapping, frame, name);
  },
});

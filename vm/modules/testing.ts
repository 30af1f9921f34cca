/** For the tests of this folder: modules on a host in memory, called as Python calls them. */
import { createMemoryHost, type MemoryHost, setHost } from '../host/index.ts';
import {
  BuiltinFunctionType,
  call,
  ListType,
  type MethodDef,
  newList,
  PyBuiltinFunction,
  type PyObject,
} from '../objects/index.ts';
import '../objects/testing.ts';
import { createModule } from './index.ts';

export { method, outcome, shown } from '../objects/testing.ts';

export const host: MemoryHost = createMemoryHost({ args: ['program.py', '-x'], input: 'first\nlast' });
setHost(host);
createModule('sys');

/** A member of a built-in module. */
export function member(module: string, name: string): PyObject {
  const value = createModule(module)?.dict.table.getStr(name);
  if (value === undefined) throw new Error(`no ${module}.${name}`);
  return value;
}

/** `module.name(*args, **named)`. */
export function run(
  module: string,
  name: string,
  args: readonly PyObject[] = [],
  named: Readonly<Record<string, PyObject>> = {},
): PyObject {
  const names = Object.keys(named);
  return call(member(module, name), [...args, ...Object.values(named)], names.length > 0 ? names : null);
}

export const list = (iterable: PyObject): PyObject => call(ListType, [iterable]);
export const listOf = (...items: PyObject[]): PyObject => newList(items);

/** A host function as Python sees it. */
export function fn(body: (...args: readonly PyObject[]) => PyObject): PyObject {
  const def: MethodDef = {
    kind: 'FASTCALL',
    name: 'f',
    min: 0,
    max: -1,
    call: (_self, args) => body(...args),
  };
  return new PyBuiltinFunction(BuiltinFunctionType, def, null);
}

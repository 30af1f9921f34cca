/** The import system (language reference 5): built-in modules, then source files and packages along `sys.path`. */
import { getHost } from '../host/index.ts';
import { createModule } from '../modules/index.ts';
import {
  type Escapes,
  getAttributeOrUndefined,
  ImportErrorType,
  iterateToArray,
  ModuleNotFoundErrorType,
  newException,
  newModule,
  PyDict,
  PyList,
  type PyModule,
  type PyObject,
  raise,
  raiseTypeError,
  raiseValueError,
  setAttribute,
  textOf,
} from '../objects/index.ts';
import { compileSource, runCode } from '../tiers/machine.ts';
import { sourceText } from './source.ts';

/** `sys.modules` and `sys.path` of the running program. */
export interface ImportState {
  readonly modules: PyDict;
  readonly path: PyList;
}

let state: ImportState;

export function startImports(initial: ImportState): void {
  state = initial;
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importCall(args: readonly PyObject[]): Escapes<PyObject> {
  const [nameValue, globals, , fromlist = null, level = 0] = args;
  if (typeof nameValue !== 'string') raiseTypeError('module name must be a string');
  if (nameValue === '' && level === 0) raiseValueError('Empty module name');
  const name = level === 0 ? nameValue : absoluteName(nameValue, globals as PyObject, Number(level));
  const module = importModule(name);
  const listed = fromlist === null ? [] : iterateToArray(fromlist);
  if (listed.length === 0) return level === 0 ? importModule(name.split('.')[0]!) : module;
  if (getAttributeOrUndefined(module, '__path__') !== undefined) {
    for (const item of listed) {
      const child = textOf(item);
      if (child !== '*' && getAttributeOrUndefined(module, child) === undefined)
        tryImport(`${name}.${child}`);
    }
  }
  return module;
}

function absoluteName(name: string, globals: PyObject, level: number): string {
  const package_ = globals instanceof PyDict ? globals.table.getStr('__package__') : undefined;
  if (typeof package_ !== 'string' || package_ === '') {
    raise(ImportErrorType, 'attempted relative import with no known parent package');
  }
  const parts = package_.split('.');
  if (level > parts.length) raise(ImportErrorType, 'attempted relative import beyond top-level package');
  const base = parts.slice(0, parts.length - level + 1).join('.');
  return name === '' ? base : `${base}.${name}`;
}

/** A submodule that may not exist: `from package import name` of something else. */
function tryImport(name: string): void {
  try {
    importModule(name);
  } catch (error) {
    const missing = error as { ob_type?: unknown; fields?: unknown[] };
    if (missing.ob_type !== ModuleNotFoundErrorType || state.modules.table.getStr(name) !== undefined)
      throw error;
  }
}

/** The module `name` itself, imported now if it is not in `sys.modules`; its parents first. */
export function importModule(name: string): Escapes<PyObject> {
  const known = state.modules.table.getStr(name);
  if (known !== undefined) {
    if (known === null) raiseNotFound(name, `import of ${name} halted; None in sys.modules`);
    return known;
  }
  const dot = name.lastIndexOf('.');
  let path = iterateToArray(state.path);
  let parent: PyObject | null = null;
  if (dot >= 0) {
    parent = importModule(name.slice(0, dot));
    const parentPath = getAttributeOrUndefined(parent, '__path__');
    if (parentPath === undefined)
      raiseNotFound(name, `No module named '${name}'; '${name.slice(0, dot)}' is not a package`);
    path = iterateToArray(parentPath);
  }
  const module = (dot < 0 ? builtin(name) : undefined) ?? fromFiles(name, name.slice(dot + 1), path);
  if (module === undefined) raiseNotFound(name, `No module named '${name}'`);
  if (parent !== null) setAttribute(parent, name.slice(dot + 1), module);
  return state.modules.table.getStr(name) ?? module;
}

function raiseNotFound(name: string, message: string): never {
  const error = newException(ModuleNotFoundErrorType, [message]);
  error.fields = [message, name, null];
  throw error;
}

function builtin(name: string): PyModule | undefined {
  const module = createModule(name);
  if (module !== undefined) state.modules.table.setStr(name, module);
  return module;
}

function fromFiles(name: string, last: string, path: readonly PyObject[]): PyModule | undefined {
  for (const entry of path) {
    const folder = textOf(entry) === '' ? getHost().workingDirectory() : textOf(entry);
    for (const [file, isPackage] of [
      [`${folder}/${last}/__init__.py`, true],
      [`${folder}/${last}.py`, false],
    ] as const) {
      const source = readIfThere(file);
      if (source !== null) return load(name, file, source, isPackage ? `${folder}/${last}` : null);
    }
  }
  return undefined;
}

function readIfThere(file: string): string | null {
  try {
    return sourceText(file);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

function load(name: string, file: string, source: string, packageFolder: string | null): PyModule {
  const module = newModule(name);
  const { table } = module.dict;
  table.setStr('__file__', file);
  table.setStr(
    '__package__',
    packageFolder === null ? name.slice(0, Math.max(0, name.lastIndexOf('.'))) : name,
  );
  if (packageFolder !== null) table.setStr('__path__', new PyList(state.path.ob_type, [packageFolder]));
  state.modules.table.setStr(name, module);
  try {
    runCode(compileSource(source, file, 'exec'), module.dict);
  } catch (error) {
    state.modules.table.delete(name);
    throw error;
  }
  return module;
}

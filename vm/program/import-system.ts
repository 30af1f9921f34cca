/**
 * Imports (language reference 5; CPython: Lib/importlib/_bootstrap.py): built-in modules, then source files and packages
 * in the folders of `sys.path` or of the package's `__path__`.
 */
import { getHost } from '../host/index.ts';
import { createModule } from '../modules/index.ts';
import {
  asStr,
  callMethod,
  type Escapes,
  exceptionFields,
  getAttribute,
  getAttributeOrUndefined,
  ImportErrorType,
  isTrue,
  itemsOf,
  KeyErrorType,
  type MethodDef,
  ModuleNotFoundErrorType,
  machine,
  NamespaceType,
  newDictFrom,
  newException,
  newList,
  newModule,
  newStr,
  PyDict,
  PyList,
  type PyModule,
  PyNamespace,
  type PyObject,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  setAttribute,
  strToJs,
  typeName,
} from '../objects/index.ts';
import { decodeSource } from '../syntax/index.ts';
import { compileSource, runCode } from '../tiers/machine.ts';
import { folderOf, joinPath } from './paths.ts';
import { compiling } from './syntax-errors.ts';

/** `sys.modules` and `sys.path` belong to this module. */
let sys: PyModule;

export function startImports(sysModule: PyModule, builtins: PyModule): void {
  sys = sysModule;
  for (const module of [sysModule, builtins]) {
    const name = textOf(module.dict.table.getStr('__name__')!);
    describeBuiltin(module, name);
    modules().table.setStr(name, module);
  }
  machine.importModule = importModule;
  machine.loadedModule = (name) => modules().table.getStr(name);
}

/** `import name`: the module itself. */
export function importModule(name: string): Escapes<PyObject> {
  const loaded = modules().table.getStr(name);
  if (loaded === null) throw notFound(`import of ${name} halted; None in sys.modules`, name);
  if (loaded !== undefined) return loaded;
  return findAndLoad(name);
}

function modules(): PyDict {
  const value = sys.dict.table.getStr('modules');
  if (value instanceof PyDict) return value;
  raise(ImportErrorType, 'sys.modules is not a dict');
}

function findAndLoad(name: string): Escapes<PyObject> {
  const dot = name.lastIndexOf('.');
  const parentName = dot < 0 ? '' : name.slice(0, dot);
  let parent: PyObject = null;
  if (dot >= 0) {
    parent = importModule(parentName);
    // Loading the parent may have loaded this one.
    const loaded = modules().table.getStr(name);
    if (loaded !== undefined && loaded !== null) return loaded;
    if (getAttributeOrUndefined(parent, '__path__') === undefined) {
      throw notFound(`No module named '${name}'; '${parentName}' is not a package`, name);
    }
  }
  const path = dot < 0 ? sys.dict.table.getStr('path')! : getAttribute(parent, '__path__');
  const module = load(name, dot < 0 ? name : name.slice(dot + 1), path, dot < 0);
  if (module === undefined) throw notFound(`No module named '${name}'`, name);
  if (dot >= 0) setAttribute(parent, name.slice(dot + 1), module);
  return module;
}

function load(name: string, lastName: string, path: PyObject, isTop: boolean): Escapes<PyObject | undefined> {
  const builtin = isTop ? createModule(name) : undefined;
  if (builtin !== undefined) {
    describeBuiltin(builtin, name);
    modules().table.setStr(name, builtin);
    return builtin;
  }
  for (const entry of itemsOf(path)) {
    const folder = asStr(entry);
    if (folder === undefined) continue;
    const base = joinPath(strToJs(folder), lastName);
    for (const [file, isPackage] of [
      [`${base}/__init__.py`, true],
      [`${base}.py`, false],
    ] as const) {
      const bytes = readIfThere(file);
      if (bytes !== undefined) return runModule(name, file, isPackage, bytes);
    }
  }
  return undefined;
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return getHost().readFile(path);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return undefined;
    throw error;
  }
}

function runModule(name: string, file: string, isPackage: boolean, bytes: Uint8Array): Escapes<PyObject> {
  const module = newModule(name);
  const { table } = module.dict;
  const packageName = isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
  table.setStr('__file__', newStr(file));
  table.setStr('__package__', packageName);
  table.setStr('__builtins__', machine.builtins);
  table.setStr('__spec__', specification(name, packageName, file));
  if (isPackage) table.setStr('__path__', newList([newStr(folderOf(file))]));
  modules().table.setStr(name, module);
  try {
    const code = compiling(() => compileSource(decodeSource(bytes, file), file, 'exec'));
    runCode(code, module.dict);
  } catch (error) {
    // A module that failed is not found half-made by the next import.
    if (modules().table.lookupStr(name) >= 0) modules().table.delete(name);
    throw error;
  }
  if (name === 'importlib') installFinders();
  // The module may have put something else in its place.
  const loaded = modules().table.getStr(name);
  if (loaded === undefined) throw newException(KeyErrorType, [name]);
  return loaded;
}

/**
 * What `importlib` imports (`import_module`, `reload`, `util.find_spec`), its Python code finds: through `sys.meta_path` and
 * `sys.path_hooks`, which get its finders when it is loaded (`_bootstrap._install`).
 */
function installFinders(): Escapes<void> {
  const bootstrap = modules().table.getStr('importlib._bootstrap');
  const external = modules().table.getStr('importlib._bootstrap_external');
  const metaPath = sys.dict.table.getStr('meta_path');
  if (bootstrap === undefined || external === undefined || !(metaPath instanceof PyList)) return;
  metaPath.items.push(getAttribute(bootstrap, 'BuiltinImporter'));
  callMethod(external, '_install', bootstrap);
}

function describeBuiltin(module: PyModule, name: string): void {
  module.dict.table.setStr('__package__', '');
  module.dict.table.setStr('__spec__', specification(name, '', 'built-in'));
}

function specification(name: string, parent: string, origin: string): PyObject {
  return new PyNamespace(
    NamespaceType,
    newDictFrom([
      ['name', name],
      ['loader', null],
      ['origin', newStr(origin)],
      ['parent', parent],
      ['submodule_search_locations', null],
      ['loader_state', null],
      ['cached', null],
      ['has_location', origin !== 'built-in'],
      ['_initializing', false],
      ['_uninitialized_submodules', newList([])],
    ]),
  );
}

function notFound(message: string, name: string) {
  const error = newException(ModuleNotFoundErrorType as PyType, [newStr(message)]);
  const fields = exceptionFields(error);
  fields[1] = newStr(name);
  return error;
}

function textOf(value: PyObject): string {
  return strToJs(asStr(value)!);
}

const IMPORT = {
  name: '__import__',
  names: ['name', 'globals', 'locals', 'fromlist', 'level'],
  positional: 5,
  required: 1,
};

function importName(name: string, globals: PyObject, fromlist: PyObject, level: number): Escapes<PyObject> {
  const fullName = level === 0 ? name : resolve(name, packageOf(globals), level);
  if (level === 0 && name === '') raiseValueError('Empty module name');
  const module = importModule(fullName);
  if (fromlist !== null && isTrue(fromlist)) {
    if (getAttributeOrUndefined(module, '__path__') !== undefined)
      importSubmodules(module, fullName, fromlist);
    return module;
  }
  const firstPart = name.split('.', 1)[0]!;
  if (level === 0) return importModule(firstPart);
  if (name === '') return module;
  return importModule(fullName.slice(0, fullName.length - (name.length - firstPart.length)));
}

/** `from package import name`: `name` may be a module not loaded yet. */
function importSubmodules(module: PyObject, moduleName: string, fromlist: PyObject): Escapes<void> {
  for (const item of itemsOf(fromlist)) {
    const text = asStr(item);
    if (text === undefined) {
      raiseTypeError(`Item in ${moduleName}.__all__ must be str, not ${typeName(item)}`);
    }
    const name = strToJs(text);
    if (name === '*') {
      const all = getAttributeOrUndefined(module, '__all__');
      if (all !== undefined) importSubmodules(module, moduleName, all);
    } else if (getAttributeOrUndefined(module, name) === undefined) {
      const child = `${moduleName}.${name}`;
      try {
        importModule(child);
      } catch (error) {
        // The name may be missing; that is said by IMPORT_FROM.
        if (!isMissing(error, child)) throw error;
      }
    }
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { ob_type, fields } = error as { ob_type?: unknown; fields?: readonly PyObject[] | null };
  return ob_type === ModuleNotFoundErrorType && fields?.[1] === name;
}

function packageOf(globals: PyObject): string {
  if (!(globals instanceof PyDict)) raise(KeyErrorType, "'__name__' not in globals");
  const known = asStr(globals.table.getStr('__package__') ?? null);
  if (known !== undefined) return strToJs(known);
  const name = asStr(globals.table.getStr('__name__') ?? null);
  if (name === undefined) raise(KeyErrorType, "'__name__' not in globals");
  const text = strToJs(name);
  if (globals.table.getStr('__path__') !== undefined) return text;
  return text.slice(0, Math.max(0, text.lastIndexOf('.')));
}

function resolve(name: string, packageName: string, level: number): string {
  if (packageName === '') raise(ImportErrorType, 'attempted relative import with no known parent package');
  const parts = packageName.split('.');
  if (level > parts.length) raise(ImportErrorType, 'attempted relative import beyond top-level package');
  const base = parts.slice(0, parts.length - level + 1).join('.');
  return name === '' ? base : `${base}.${name}`;
}

export const importFunction: MethodDef = {
  kind: 'KEYWORDS',
  name: '__import__',
  doc: 'Import a module.',
  call(_module, args, names) {
    const [name, globals = null, , fromlist = null, level = 0] = parseArguments(IMPORT, args, names);
    const text = asStr(name!);
    if (text === undefined) raiseTypeError('module name must be a string');
    if (typeof level !== 'number')
      raiseTypeError(`'${typeName(level)}' object cannot be interpreted as an integer`);
    if (level < 0) raiseValueError('level must be >= 0');
    return importName(strToJs(text), globals, fromlist, level);
  },
};

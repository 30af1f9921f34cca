/** `__import__`: what the `import` statement calls (CPython: Python/import.c `PyImport_ImportModuleLevelObject`). */
import {
  asStr,
  call,
  DeprecationWarningType,
  type Escapes,
  equals,
  getAttribute,
  getAttributeOrUndefined,
  ImportErrorType,
  ImportWarningType,
  isTrue,
  KeyErrorType,
  type MethodDef,
  machine,
  newStr,
  PyDict,
  type PyObject,
  PyTuple,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  repr,
  strToJs,
  typeName,
  warn,
} from '../objects/index.ts';
import { bootstrapFunction, importAbsolute, modules } from './import-system.ts';

const IMPORT = {
  name: '__import__',
  names: ['name', 'globals', 'locals', 'fromlist', 'level'],
  positional: 5,
  required: 1,
};

function importName(name: string, globals: PyObject, fromlist: PyObject, level: number): Escapes<PyObject> {
  const fullName = level === 0 ? name : resolve(name, packageOf(globals), level);
  if (fullName === '') raiseValueError('Empty module name');
  const module = importAbsolute(fullName);
  if (fromlist !== null && isTrue(fromlist)) {
    if (getAttributeOrUndefined(module, '__path__') !== undefined) importSubmodules(module, fromlist);
    return module;
  }
  const dot = name.indexOf('.');
  if (dot < 0) return module;
  if (level === 0) return importAbsolute(name.slice(0, dot));
  const top = fullName.slice(0, fullName.length - (name.length - dot));
  const found = modules().table.getStr(top);
  if (found === undefined)
    raise(KeyErrorType, `${strToJs(repr(newStr(top)))} not in sys.modules as expected`);
  return found;
}

/** `from package import name`: `name` may be a module not loaded yet. Names that are there need no further look. */
function importSubmodules(module: PyObject, fromlist: PyObject): Escapes<void> {
  const known =
    fromlist instanceof PyTuple &&
    fromlist.items.every((item) => {
      const name = typeof item === 'string' ? item : undefined;
      return name !== undefined && name !== '*' && getAttributeOrUndefined(module, name) !== undefined;
    });
  const handle = known ? undefined : bootstrapFunction('_handle_fromlist');
  if (handle !== undefined)
    call(handle, [module, fromlist, machine.builtins!.table.getStr('__import__') ?? null]);
}

/** The package that relative names start from (`resolve_name`). */
function packageOf(globals: PyObject): Escapes<string> {
  if (globals === null) raise(KeyErrorType, "'__name__' not in globals");
  if (!(globals instanceof PyDict)) raiseTypeError('globals must be a dict');
  const known = globals.table.getStr('__package__') ?? null;
  const spec = globals.table.getStr('__spec__') ?? null;
  if (known !== null) {
    const text = asStr(known);
    if (text === undefined) raiseTypeError('package must be a string');
    if (spec !== null) {
      const parent = getAttribute(spec, 'parent');
      if (!equals(known, parent)) warn(DeprecationWarningType, '__package__ != __spec__.parent');
    }
    return strToJs(text);
  }
  if (spec !== null) {
    const parent = asStr(getAttribute(spec, 'parent'));
    if (parent === undefined) raiseTypeError('__spec__.parent must be a string');
    return strToJs(parent);
  }
  warn(
    ImportWarningType,
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
  );
  const name = globals.table.getStr('__name__');
  if (name === undefined) raise(KeyErrorType, "'__name__' not in globals");
  const text = asStr(name);
  if (text === undefined) raiseTypeError('__name__ must be a string');
  if (globals.table.getStr('__path__') !== undefined) return strToJs(text);
  return strToJs(text).slice(0, Math.max(0, strToJs(text).lastIndexOf('.')));
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

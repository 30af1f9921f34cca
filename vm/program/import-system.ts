/**
 * The import system is CPython's own: `importlib/_bootstrap.py` and `_bootstrap_external.py`, which run here as the frozen
 * modules that they are there (CPython: Python/pylifecycle.c `init_importlib`, Python/import.c). Finders, loaders, specs and
 * locks are theirs; here is how they are started, and what of them C code does.
 */
import { thread } from '../instructions/index.ts';
import { createModule, services } from '../modules/index.ts';
import {
  BuiltinFunctionType,
  call,
  callMethod,
  completeStart,
  type Escapes,
  exceptionFields,
  getAttribute,
  getAttributeOrUndefined,
  ImportErrorType,
  isSubtype,
  isTrue,
  type MethodDef,
  ModuleNotFoundErrorType,
  machine,
  newException,
  newModule,
  newStr,
  PyBaseException,
  PyBuiltinFunction,
  PyDict,
  PyList,
  type PyModule,
  type PyObject,
  type PyTraceback,
  type PyType,
  raise,
  strToJs,
} from '../objects/index.ts';
import { runCode } from '../tiers/machine.ts';
import { frozenCode, frozenModule, useLibraryCode } from './code-cache.ts';
import { timed } from './import-time.ts';

/** `sys.modules` belongs to this module. */
let sys: PyModule;
/** `_frozen_importlib`; `null` where there is no library: then only built-in modules are found. */
let bootstrap: PyModule | null = null;

/** Names of code whose frames importing leaves out of tracebacks. */
const BOOTSTRAP_FILES: readonly string[] = [
  '<frozen importlib._bootstrap>',
  '<frozen importlib._bootstrap_external>',
];

/** What `importlib` needs of `sys`, and what it gives modules. */
const OWN_NAMES = ['modules', 'meta_path', 'path_hooks', 'path_importer_cache'];
const MODULE_NAMES = ['__spec__', '__loader__'];

/** `sys.modules` before `importlib` runs. */
let earlyModules: PyDict;
const lateTasks: (() => void)[] = [];

/**
 * Makes imports work. `importlib` itself runs when a program first imports what is not built in, or looks at a name that
 * is `importlib`'s doing: running it takes a third of the time of a short program. Until then these names are missing
 * (`completeStart`).
 */
export function startImports(sysModule: PyModule, builtins: PyModule, siteNames: readonly string[]): void {
  sys = sysModule;
  earlyModules = sys.dict.table.getStr('modules') as PyDict;
  for (const module of [sysModule, builtins]) earlyModules.table.setStr(nameOf(module), module);
  machine.importModule = importAbsolute;
  machine.loadedModule = (name) => modules().table.getStr(name);
  services.frozenModule = frozenModule;
  services.frozenCode = frozenCode;
  if (frozenModule('_frozen_importlib') === undefined) return;
  const own = OWN_NAMES.map((name) => [name, sys.dict.table.getStr(name)!] as const);
  remove(sysModule, [...OWN_NAMES, ...MODULE_NAMES]);
  remove(builtins, MODULE_NAMES);
  machine.lateStart = {
    names: new Set([...OWN_NAMES, ...MODULE_NAMES, ...siteNames]),
    run() {
      for (const [name, value] of own) sys.dict.table.setStr(name, value);
      // Wherever that happens to be, there must be room.
      const limit = thread.recursionLimit;
      thread.recursionLimit = Math.max(limit, thread.depth + COMPLETION_DEPTH);
      try {
        runImportlib(sysModule, builtins);
        for (const task of lateTasks) task();
      } finally {
        thread.recursionLimit = limit;
      }
    },
  };
}

const COMPLETION_DEPTH = 200;

/** Runs `task` once `importlib` has been started, which is now if it already has. */
export function afterStart(task: () => void): void {
  if (machine.lateStart === null) task();
  else lateTasks.push(task);
}

/** Takes names out of the namespace of a module. */
export function remove({ dict: { table } }: PyModule, names: readonly string[]): void {
  for (const name of names) {
    const index = table.lookupStr(name);
    if (index >= 0) table.deleteAt(index);
  }
}

function runImportlib(sysModule: PyModule, builtins: PyModule): void {
  bootstrap = newModule('_frozen_importlib');
  bootstrap.dict.table.setStr('__builtins__', builtins);
  bootstrap.dict.table.setStr('__origname__', 'importlib._bootstrap');
  modules().table.setStr('_frozen_importlib', bootstrap);
  runCode(frozenCode('_frozen_importlib')!, bootstrap.dict);
  callMethod(bootstrap, '_install', sysModule, createModule('_imp')!);
  callMethod(bootstrap, '_install_external_importers');
  useLibraryCode(
    getAttribute(external(), 'SourceFileLoader') as PyType,
    getAttribute(external(), 'cache_from_source'),
  );
  (sys.dict.table.getStr('path_hooks') as PyList).items.unshift(zipHook());
}

/**
 * The path hook of zip archives. It loads `zipimport` when the first path comes that is a file, and puts that module's class
 * in its own place: programs that import from no archive do not pay for it.
 */
function zipHook(): PyObject {
  const def: MethodDef = {
    kind: 'O',
    name: 'zipimporter',
    doc: 'zipimporter(archivepath) -> zipimporter object',
    call(_module, path) {
      const isFolder = callMethod(external(), '_path_isdir', path);
      if (isTrue(isFolder)) raise(ImportErrorType, 'not a Zip file');
      const importer = getAttribute(importAbsolute('zipimport'), 'zipimporter');
      const hooks = sys.dict.table.getStr('path_hooks');
      if (hooks instanceof PyList) {
        const at = hooks.items.indexOf(hook);
        if (at >= 0) hooks.items[at] = importer;
      }
      return call(importer, [path]);
    },
  };
  const hook = new PyBuiltinFunction(BuiltinFunctionType, def, null);
  hook.module = 'zipimport';
  return hook;
}

function external(): PyObject {
  return modules().table.getStr('_frozen_importlib_external')!;
}

export function modules(): PyDict {
  if (machine.lateStart !== null) return earlyModules;
  const value = sys.dict.table.getStr('modules');
  if (value instanceof PyDict) return value;
  raise(ImportErrorType, 'sys.modules is not a dict');
}

/** Python code of the import system; `undefined` where there is no library. */
export function bootstrapFunction(name: string): PyObject | undefined {
  return bootstrap?.dict.table.getStr(name);
}

/** The module of that full name: found in `sys.modules`, or loaded (`PyImport_GetModule`, `import_find_and_load`). */
export function importAbsolute(name: string): Escapes<PyObject> {
  const loaded = modules().table.getStr(name);
  if (loaded !== undefined && loaded !== null) {
    if (machine.lateStart === null) awaitInitialization(loaded, name);
    return loaded;
  }
  if (machine.lateStart !== null) {
    const early = loaded === undefined ? timed(name, () => importEarly(name)) : undefined;
    if (early !== undefined) return early;
    completeStart();
    return importAbsolute(name);
  }
  const findAndLoad = bootstrapFunction('_find_and_load');
  if (findAndLoad === undefined) return importBuiltin(name, loaded);
  try {
    return timed(name, () => call(findAndLoad, [newStr(name), importFunctionOf()]));
  } catch (error) {
    if (error instanceof PyBaseException) removeBootstrapFrames(error);
    throw error;
  }
}

function importFunctionOf(): PyObject {
  return machine.builtins!.table.getStr('__import__') ?? null;
}

/** A module that another thread is loading is waited for (`import_ensure_initialized`). */
function awaitInitialization(module: PyObject, name: string): Escapes<void> {
  const spec = getAttributeOrUndefined(module, '__spec__');
  if (spec === undefined || spec === null) return;
  const initializing = getAttributeOrUndefined(spec, '_initializing');
  if (initializing === undefined || initializing === false || !isTrue(initializing)) return;
  const unlock = bootstrapFunction('_lock_unlock_module');
  if (unlock !== undefined) call(unlock, [newStr(name)]);
}

/** Built-in modules come first wherever `importlib` looks. */
function importEarly(name: string): Escapes<PyObject | undefined> {
  const module = createModule(name);
  if (module === undefined) return undefined;
  if (machine.lateStart !== null) remove(module, MODULE_NAMES);
  modules().table.setStr(name, module);
  return module;
}

/** Without a library there are the built-in modules. */
function importBuiltin(name: string, loaded: PyObject | undefined): Escapes<PyObject> {
  const module = loaded === null ? undefined : createModule(name);
  if (module === undefined) {
    const message =
      loaded === null ? `import of ${name} halted; None in sys.modules` : `No module named '${name}'`;
    const error = newException(ModuleNotFoundErrorType, [newStr(message)]);
    exceptionFields(error)[1] = newStr(name);
    throw error;
  }
  modules().table.setStr(name, module);
  return module;
}

/**
 * Leaves the frames of the import system out of a traceback: all of them where the import itself failed, else those around
 * code that it ran (`remove_importlib_frames`).
 */
function removeBootstrapFrames(error: PyBaseException): void {
  const always = isSubtype(error.ob_type, ImportErrorType);
  // The link that may be cut: of the entry before the chunk of frames, or of the exception.
  let outer: PyTraceback | null = null;
  let previous: PyTraceback | null = null;
  let inside = false;
  const cut = (from: PyTraceback | null, to: PyTraceback | null): void => {
    if (from === null) error.traceback = to;
    else from.next = to;
  };
  for (let entry = error.traceback as PyTraceback | null; entry !== null; entry = entry.next) {
    const { code } = entry.frame;
    const ofBootstrap = BOOTSTRAP_FILES.includes(code.unit.filename);
    if (ofBootstrap && !inside) outer = previous;
    inside = ofBootstrap;
    if (ofBootstrap && (always || code.name === '_call_with_frames_removed')) {
      cut(outer, entry.next);
      previous = outer;
    } else previous = entry;
  }
}

function nameOf(module: PyModule): string {
  return strToJs(module.dict.table.getStr('__name__')! as string);
}

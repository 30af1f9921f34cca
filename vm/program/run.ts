/** Runs one program: sets up the machine and the modules, runs `__main__`, reports what it raised. */
import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compile, disassemble } from '../compile/index.ts';
import { thread } from '../instructions/index.ts';
import { canGenerateCode, createNodeHost, getHost, setHost } from '../host/index.ts';
import { createModule, services } from '../modules/index.ts';
import {
  BuiltinFunctionType,
  buildClass,
  isExceptionOf,
  machine,
  type MethodDef,
  newDict,
  newException,
  newList,
  newModule,
  newStr,
  PyBaseException,
  PyBuiltinFunction,
  type PyDict,
  type PyModule,
  type PyObject,
  str,
  strToJs,
  SyntaxErrorType,
  SystemExitType,
  IndentationErrorType,
  TabErrorType,
} from '../objects/index.ts';
import { dumpAst, parse, PythonSyntaxError, tokenize } from '../syntax/index.ts';
import { dumps } from '../tiers/dumps.ts';
import { FLAGS, type FlagName } from '../tiers/flags.ts';
import { compileSource, runCode, startMachine } from '../tiers/machine.ts';
import { statistics } from '../tiers/statistics.ts';
import { importCall, importModule, startImports } from './imports.ts';
import type { Options } from './options.ts';
import { rememberSource, sourceText } from './source.ts';
import { formatException } from './traceback.ts';

/** Returns the exit status. Everything is written and flushed. */
export function runProgram(options: Options): number {
  setHost(createNodeHost({ args: options.argv }));
  for (const kind of options.dumps) dumps.enabled.add(kind);
  dumps.sink = (text) => getHost().write(2, text);
  const flags = usableFlags(options.flags);
  startMachine(flags);
  services.getRecursionLimit = () => thread.recursionLimit;
  services.setRecursionLimit = (limit) => {
    thread.recursionLimit = limit;
  };
  services.recursionDepth = () => thread.depth;
  services.handledException = () => thread.handled;
  const status = runMain(options);
  getHost().flush(1);
  getHost().flush(2);
  if (options.stats !== null) writeStatistics(options, flags);
  return status;
}

/** Without permission to generate code, stages 3 and 4 fall back to 2, and the statistics say so. */
function usableFlags(flags: ReadonlySet<FlagName>): ReadonlySet<FlagName> {
  const generating = FLAGS.filter((flag) => flag.stage >= 3 && flags.has(flag.name)).map((flag) => flag.name);
  if (generating.length === 0 || canGenerateCode()) return flags;
  statistics.fallback = 'this environment forbids code generation from strings: stages 3 and 4 are off, stage 2 runs';
  return new Set([...flags].filter((flag) => !generating.includes(flag as (typeof generating)[number])));
}

function writeStatistics(options: Options, flags: ReadonlySet<FlagName>): void {
  const text = `${JSON.stringify({ stage: options.stage, flags: [...flags], ...statistics }, null, 2)}\n`;
  if (options.stats === '-') getHost().write(2, text);
  else writeFileSync(options.stats!, text);
}

function runMain(options: Options): number {
  try {
    const main = setUpModules(options);
    const { filename, text } = readProgram(options);
    if (options.source.kind === 'script') main.dict.table.setStr('__file__', filename);
    rememberSource(filename, text);
    dumpFrontEnd(text, filename);
    runCode(compileSource(text, filename, 'exec'), main.dict);
    return 0;
  } catch (error) {
    return report(error);
  }
}

function readProgram(options: Options): { filename: string; text: string } {
  const { source } = options;
  switch (source.kind) {
    case 'command':
      return { filename: '<string>', text: source.text };
    case 'stdin': {
      let text = '';
      for (let line = getHost().readLine(); line !== ''; line = getHost().readLine()) text += line;
      return { filename: '<stdin>', text };
    }
    case 'script':
      return { filename: source.file, text: sourceText(source.file) };
  }
}

function dumpFrontEnd(text: string, filename: string): void {
  if (dumps.enabled.has('tokens')) dumps.write('tokens', `${JSON.stringify(tokenize(text), null, 1)}\n`);
  if (dumps.enabled.has('ast')) dumps.write('ast', `${dumpAst(parse(text, filename, 'exec'))}\n`);
  if (dumps.enabled.has('bytecode')) {
    dumps.write('bytecode', `${disassemble(compile(parse(text, filename, 'exec'), filename, { source: text }))}\n`);
  }
}

function setUpModules(options: Options): PyModule {
  const modules = newDict();
  const builtins = requireModule('builtins', modules);
  machine.builtins = builtins.dict;
  addMachineFunctions(builtins.dict);
  const sys = requireModule('sys', modules);
  const path = newList(searchPath(options));
  sys.dict.table.setStr('modules', modules);
  sys.dict.table.setStr('path', path);
  sys.dict.table.setStr('argv', newList(options.argv.map(newStr)));
  const main = newModule('__main__');
  main.dict.table.setStr('__builtins__', builtins);
  modules.table.setStr('__main__', main);
  startImports({ modules, path });
  machine.importModule = importModule;
  return main;
}

function requireModule(name: string, modules: PyDict): PyModule {
  const module = createModule(name)!;
  modules.table.setStr(name, module);
  return module;
}

/** The script's folder, then PYTHONPATH. */
function searchPath(options: Options): PyObject[] {
  const { source } = options;
  const first = source.kind === 'script' ? dirname(resolve(getHost().workingDirectory(), source.file)) : '';
  const more = getHost().environment['PYTHONPATH'] ?? '';
  return [newStr(first), ...more.split(':').filter((entry) => entry !== '').map(newStr)];
}

/** Built-in functions that need the compiler or the import system. */
function addMachineFunctions(builtins: PyDict): void {
  const add = (def: MethodDef): void => {
    const fn = new PyBuiltinFunction(BuiltinFunctionType, def, null);
    fn.module = 'builtins';
    builtins.table.setStr(def.name, fn);
  };
  add({ kind: 'KEYWORDS', name: '__build_class__', call: (_, args, names) => buildClass(args, names) });
  add({ kind: 'FASTCALL', name: '__import__', min: 1, max: 5, call: (_, args) => importCall(args) });
}

/** Prints what the program raised; the exit status. */
function report(error: unknown): number {
  const host = getHost();
  const exception = error instanceof PythonSyntaxError ? syntaxException(error) : error;
  if (exception instanceof PyBaseException) {
    host.flush(1);
    if (isExceptionOf(exception, SystemExitType)) return exitStatus(exception);
    host.write(2, formatException(exception));
    return 1;
  }
  const { code } = error as { code?: string; path?: string };
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    host.write(2, `stage-vm: can't open file '${(error as { path?: string }).path}': ${code}\n`);
    return 2;
  }
  throw error;
}

function exitStatus(exception: PyBaseException): number {
  const [code = null] = exception.args.items;
  if (code === null) return 0;
  if (typeof code === 'number') return code & 0xff;
  if (typeof code === 'boolean') return code ? 1 : 0;
  getHost().write(2, `${strToJs(str(code))}\n`);
  return 1;
}

function syntaxException(error: PythonSyntaxError): PyBaseException {
  const type = { IndentationError: IndentationErrorType, TabError: TabErrorType }[error.type as string] ?? SyntaxErrorType;
  const exception = newException(type, [error.message]);
  exception.fields = [error.message, error.filename, error.lineno, error.offset, error.text, error.end_lineno, error.end_offset];
  return exception;
}

/** Runs one Python program from start to exit status (CPython: Modules/main.c, Python/pythonrun.c). */
import { BrokenPipe, getHost } from '../host/index.ts';
import { handledException, thread } from '../instructions/index.ts';
import {
  addFunctions,
  connectCodecs,
  createModule,
  openFunctions,
  runExitFunctions,
  services,
  unraisableHook,
} from '../modules/index.ts';
import {
  asStr,
  buildClass,
  call,
  callMethod,
  exceptionField,
  isSubtype,
  type MethodDef,
  machine,
  newList,
  newModule,
  newStr,
  PyBaseException,
  type PyCode,
  PyDict,
  type PyModule,
  type PyObject,
  SystemExitType,
  setItem,
  str,
  strToJs,
} from '../objects/index.ts';
import { decodeSource, PythonSyntaxError } from '../syntax/index.ts';
import type { FlagName } from '../tiers/flags.ts';
import { compileSource, runCode, startMachine } from '../tiers/machine.ts';
import { verification } from '../tiers/region/region.ts';
import { callSuspendable, step } from '../tiers/threads/calls.ts';
import { codeFunctions } from './code-functions.ts';
import type { RunCommand } from './command-line.ts';
import { dumpAfterRun, dumpsBeforeRun, printDumps, startDumps } from './dump.ts';
import { importFunction, startImports } from './import-system.ts';
import { absolutePath, folderOf } from './paths.ts';
import { registerSource } from './source-lines.ts';
import { writeStatistics } from './statistics.ts';
import { toException } from './syntax-errors.ts';
import { formatException } from './traceback.ts';
import { usableFlags } from './usable-flags.ts';

interface Program {
  readonly filename: string;
  readonly read: () => string;
  /** First entry of `sys.path`. */
  readonly folder: string;
}

/** Sets the machine up, runs the program and reports how it ended: the exit status. */
export function runProgram(command: RunCommand): number {
  const flags: ReadonlySet<FlagName> = usableFlags(command.flags);
  const program = programOf(command);
  startDumps(command.dumps);
  verification.forceDeopt = command.forceDeopt;
  startMachine(flags);
  connectServices();
  const { builtins, sys } = createModules(program.folder);
  let status: number;
  try {
    status = runMain(program, builtins, sys, command);
    status = finish(sys) ?? status;
    getHost().flush(1);
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
    status = 120;
  }
  if (command.stats !== null) writeStatistics(command.stats, command.stage, flags);
  return status;
}

/** What `sys` asks about the running thread. */
function connectServices(): void {
  services.getRecursionLimit = () => thread.recursionLimit;
  services.setRecursionLimit = (limit) => {
    thread.recursionLimit = limit;
  };
  services.recursionDepth = () => thread.depth;
  services.handledException = handledException;
  services.formatException = formatException;
  services.callSuspendable = callSuspendable;
  services.step = step;
}

function programOf({ source }: RunCommand): Program {
  const host = getHost();
  switch (source.kind) {
    case 'code':
      return { filename: '<string>', read: () => source.text, folder: '' };
    case 'stdin':
      return { filename: '<stdin>', read: readStandardInput, folder: '' };
    case 'file': {
      // Tracebacks and `__file__` show the whole path; `sys.argv` keeps the given one.
      const path = absolutePath(source.path, host.workingDirectory());
      return { filename: path, read: () => decodeSource(host.readFile(path), path), folder: folderOf(path) };
    }
  }
}

function readStandardInput(): string {
  let text = '';
  for (let line = getHost().readLine(); line !== ''; line = getHost().readLine()) text += line;
  return text;
}

function createModules(folder: string): { builtins: PyModule; sys: PyModule } {
  const builtins = createModule('builtins')!;
  addFunctions(builtins, 'builtins', [
    importFunction,
    buildClassFunction,
    ...codeFunctions,
    ...openFunctions.slice(0, 1),
  ]);
  machine.builtins = builtins.dict;
  const sys = createModule('sys')!;
  const extra = (getHost().environment.PYTHONPATH ?? '').split(':').filter((entry) => entry !== '');
  const { workingDirectory } = getHost();
  const { prefix } = getHost();
  const library = prefix === '' ? [] : [`${prefix}/lib/python3.14`];
  const path = [folder, ...extra.map((entry) => absolutePath(entry, workingDirectory())), ...library];
  sys.dict.table.setStr('path', newList(path.map(newStr)));
  addFunctions(sys, 'sys', [exceptHook, unraisableHook]);
  sys.dict.table.setStr('__unraisablehook__', sys.dict.table.getStr('unraisablehook')!);
  sys.dict.table.setStr('__excepthook__', sys.dict.table.getStr('excepthook')!);
  startImports(sys, builtins);
  connectCodecs();
  return { builtins, sys };
}

const buildClassFunction: MethodDef = {
  kind: 'KEYWORDS',
  name: '__build_class__',
  doc: '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class',
  call: (_module, args, names) => buildClass(args, names),
};

const exceptHook: MethodDef = {
  kind: 'FASTCALL',
  name: 'excepthook',
  min: 3,
  max: 3,
  doc: 'Handle an exception by displaying it with a traceback on sys.stderr.',
  call(_module, args) {
    const error = args[1]!;
    if (error instanceof PyBaseException) printToStandardError(formatException(error));
    return null;
  },
};

function printToStandardError(text: string): void {
  getHost().flush(1);
  getHost().write(2, text);
}

function runMain(program: Program, builtins: PyModule, sys: PyModule, command: RunCommand): number {
  const main = newModule('__main__');
  const { table } = main.dict;
  table.setStr('__builtins__', builtins);
  if (command.source.kind === 'file') table.setStr('__file__', newStr(program.filename));
  setItem(sys.dict.table.getStr('modules')!, '__main__', main);
  let code: PyCode | undefined;
  try {
    const text = readProgram(program);
    if (text === undefined) return 2;
    if (dumpsBeforeRun(command.dumps)) {
      printDumps(command.dumps, text, program.filename);
      return 0;
    }
    code = compileSource(text, program.filename, 'exec');
    if (command.source.kind !== 'file') registerSource(code, text);
    runCode(code, main.dict);
    return 0;
  } catch (thrown) {
    const error = thrown instanceof PythonSyntaxError ? toException(thrown) : thrown;
    if (error instanceof PyBaseException) return reportUncaught(error, sys);
    throw thrown;
  } finally {
    if (code !== undefined) dumpAfterRun(code);
  }
}

/** The text; `undefined` after a message when the file cannot be read. */
function readProgram(program: Program): string | undefined {
  try {
    return program.read();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: '[Errno 2] No such file or directory',
      EACCES: '[Errno 13] Permission denied',
      EISDIR: '[Errno 21] Is a directory',
    };
    const reason = reasons[code] ?? (error as Error).message;
    printToStandardError(`stage-vm: can't open file '${program.filename}': ${reason}\n`);
    return undefined;
  }
}

/** Waits for threads and calls what `atexit` has been told; the exit status where that fails. */
function finish(sys: PyModule): number | undefined {
  try {
    const modules = sys.dict.table.getStr('modules');
    const threading = modules instanceof PyDict ? modules.table.getStr('threading') : undefined;
    if (threading !== undefined && threading !== null) callMethod(threading, '_shutdown');
    runExitFunctions();
    return undefined;
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return reportUncaught(error, sys);
  }
}

function reportUncaught(error: PyBaseException, sys: PyModule): number {
  if (isSubtype(error.ob_type, SystemExitType))
    return exitStatus(exceptionField(error, SystemExitType, 'code'));
  const hook = sys.dict.table.getStr('excepthook');
  try {
    if (hook === undefined) printToStandardError(`sys.excepthook is missing\n${formatException(error)}`);
    else call(hook, [error.ob_type, error, error.traceback]);
  } catch (second) {
    if (!(second instanceof PyBaseException)) throw second;
    if (isSubtype(second.ob_type, SystemExitType))
      return exitStatus(exceptionField(second, SystemExitType, 'code'));
    printToStandardError(
      `Error in sys.excepthook:\n${formatException(second)}\nOriginal exception was:\n${formatException(error)}`,
    );
  }
  return 1;
}

/** `sys.exit(code)`: None is 0, a number itself, anything else is printed and 1. */
function exitStatus(code: PyObject): number {
  if (code === null) return 0;
  if (typeof code === 'number' || typeof code === 'boolean') return Number(code) & 0xff;
  if (typeof code === 'bigint') return 255;
  printToStandardError(`${strToJs(asStr(code) ?? str(code))}\n`);
  return 1;
}

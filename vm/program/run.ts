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
  setStartOptions,
  unraisableHook,
} from '../modules/index.ts';
import {
  buildClass,
  callMethod,
  type MethodDef,
  machine,
  newList,
  newStr,
  PyBaseException,
  PyDict,
  type PyModule,
} from '../objects/index.ts';
import type { FlagName } from '../tiers/flags.ts';
import { startMachine } from '../tiers/machine.ts';
import { verification } from '../tiers/region/region.ts';
import { executed } from '../tiers/statistics.ts';
import { callSuspendable, step } from '../tiers/threads/calls.ts';
import { codeFunctions } from './code-functions.ts';
import type { PythonOptions, RunCommand } from './command-line.ts';
import { startDumps } from './dump.ts';
import { importFunction } from './import-name.ts';
import { afterStart, startImports } from './import-system.ts';
import { reportImportTimes } from './import-time.ts';
import { runMain } from './main-program.ts';
import { addSiteBuiltins, SITE_NAMES } from './site-builtins.ts';
import { environmentPath, startOptionsOf, wantsImportTimes } from './start.ts';
import { writeStatistics } from './statistics.ts';
import { formatException } from './traceback.ts';
import { printToStandardError, reportUncaught } from './uncaught.ts';
import { usableFlags } from './usable-flags.ts';

/** Sets the machine up, runs the program and reports how it ended: the exit status. */
export function runProgram(command: RunCommand, bytecodeVersion: number): number {
  const flags: ReadonlySet<FlagName> = usableFlags(command.flags);
  startDumps(command.dumps);
  verification.forceDeopt = command.forceDeopt;
  executed.counting = command.countInstructions;
  startMachine(flags);
  connectServices(bytecodeVersion);
  setStartOptions(startOptionsOf(command));
  if (wantsImportTimes(command.python)) reportImportTimes();
  const { builtins, sys } = createModules(command.python);
  let status: number;
  try {
    status = runMain(command, builtins, sys);
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
function connectServices(bytecodeVersion: number): void {
  services.getRecursionLimit = () => thread.recursionLimit;
  services.setRecursionLimit = (limit) => {
    thread.recursionLimit = limit;
  };
  services.recursionDepth = () => thread.depth;
  services.handledException = handledException;
  services.formatException = formatException;
  services.callSuspendable = callSuspendable;
  services.step = step;
  services.bytecodeVersion = bytecodeVersion;
}

function createModules(python: PythonOptions): { builtins: PyModule; sys: PyModule } {
  const builtins = createModule('builtins')!;
  addFunctions(builtins, 'builtins', [
    importFunction,
    buildClassFunction,
    ...codeFunctions,
    ...openFunctions.slice(0, 1),
  ]);
  machine.builtins = builtins.dict;
  const sys = createModule('sys')!;
  const { prefix } = getHost();
  const library = prefix === '' ? [] : [`${prefix}/lib/python3.14`];
  const path = [...environmentPath(python), ...library];
  sys.dict.table.setStr('path', newList(path.map(newStr)));
  addFunctions(sys, 'sys', [exceptHook, unraisableHook]);
  sys.dict.table.setStr('__unraisablehook__', sys.dict.table.getStr('unraisablehook')!);
  sys.dict.table.setStr('__excepthook__', sys.dict.table.getStr('excepthook')!);
  startImports(sys, builtins, SITE_NAMES);
  connectCodecs();
  afterStart(() => addSiteBuiltins(builtins));
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

/** Waits for threads and calls what `atexit` has been told; the exit status where that fails. */
function finish(sys: PyModule): number | undefined {
  try {
    const modules = machine.lateStart === null ? sys.dict.table.getStr('modules') : undefined;
    const threading = modules instanceof PyDict ? modules.table.getStr('threading') : undefined;
    if (threading !== undefined && threading !== null) callMethod(threading, '_shutdown');
    runExitFunctions();
    return undefined;
  } catch (error) {
    if (!(error instanceof PyBaseException)) throw error;
    return reportUncaught(error, sys);
  }
}

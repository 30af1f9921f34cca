/** Finds the program that the command line names and runs it as `__main__` (CPython: Modules/main.c `pymain_run_python`). */
import { getHost } from '../host/index.ts';
import { marshalLoads, services, startOptions } from '../modules/index.ts';
import {
  call,
  callMethod,
  getAttribute,
  machine,
  newModule,
  newStr,
  PyBaseException,
  PyCode,
  PyList,
  type PyModule,
  type PyObject,
} from '../objects/index.ts';
import { decodeSource, PythonSyntaxError } from '../syntax/index.ts';
import { compileSource, runCode } from '../tiers/machine.ts';
import type { RunCommand } from './command-line.ts';
import { dumpAfterRun, dumpsBeforeRun, printDumps } from './dump.ts';
import { afterStart, bootstrapFunction, importAbsolute, modules, remove } from './import-system.ts';
import { absolutePath, folderOf } from './paths.ts';
import { runPrompt } from './prompt.ts';
import { registerSource } from './source-lines.ts';
import { toException } from './syntax-errors.ts';
import { printToStandardError, reportUncaught } from './uncaught.ts';

const CANNOT_OPEN_STATUS = 2;
const HEADER_BYTES = 16;

/** Runs the program, and the prompt behind it where one is asked for; the exit status. */
export function runMain(command: RunCommand, builtins: PyModule, sys: PyModule): number {
  const main = newModule('__main__');
  const { table } = main.dict;
  table.setStr('__builtins__', builtins);
  modules().table.setStr('__main__', main);
  let status = guarded(sys, () => {
    if (startOptions.warnOptions.length > 0) importAbsolute('warnings');
    remove(main, ['__loader__']);
    afterStart(() => setLoader(main));
    return runSource(command, main, sys);
  });
  const inspect =
    startOptions.flags['inspect'] === 1 || (getHost().environment['PYTHONINSPECT'] ?? '') !== '';
  const hadPrompt = command.source.kind === 'stdin' && promptsForInput();
  if (inspect && !hadPrompt && promptsForInput()) status = runPrompt(main, sys);
  return status;
}

/** Runs it; uncaught exceptions are shown and become the status. */
function guarded(sys: PyModule, run: () => number): number {
  try {
    return run();
  } catch (thrown) {
    const error = thrown instanceof PythonSyntaxError ? toException(thrown) : thrown;
    if (error instanceof PyBaseException) return reportUncaught(error, sys);
    throw thrown;
  }
}

/** Makes the loader of `__main__`. */
let mainLoader = (): PyObject => bootstrapFunction('BuiltinImporter') ?? null;

/** Where CPython has it: after `__package__`. A program that has set it already keeps its own. */
function setLoader({ dict: { table } }: PyModule): void {
  if (table.getStr('__loader__') !== undefined) return;
  const entries = table.keyItems().map((key) => [key, table.get(key)!] as const);
  table.clear();
  for (const [key, value] of entries) {
    table.set(key, value);
    if (key === '__package__') table.setStr('__loader__', null);
  }
  table.setStr('__loader__', mainLoader());
}

function promptsForInput(): boolean {
  return startOptions.flags['interactive'] === 1 || getHost().isTerminal(0);
}

function runSource(command: RunCommand, main: PyModule, sys: PyModule): number {
  const { source } = command;
  switch (source.kind) {
    case 'code':
      addToPath(sys, '');
      return runText(command, main, '<string>', source.text);
    case 'module':
      addToPath(sys, getHost().workingDirectory());
      return runModule(source.name, true);
    case 'stdin':
      addToPath(sys, '');
      if (promptsForInput()) return runPrompt(main, sys);
      return runText(command, main, '<stdin>', readStandardInput());
    case 'file':
      return runFile(command, source.path, main, sys);
  }
}

/** First entry of `sys.path`, unless `-P` forbids one that is not asked for. */
function addToPath(sys: PyModule, folder: string, always = false): void {
  if (startOptions.flags['safe_path'] === true && !always) return;
  const path = sys.dict.table.getStr('path');
  if (path instanceof PyList) path.items.unshift(newStr(folder));
}

/** Runs a module as `__main__`, by the library's `runpy`. */
function runModule(name: string, alterArguments: boolean): number {
  call(getAttribute(importAbsolute('runpy'), '_run_module_as_main'), [newStr(name), alterArguments]);
  return 0;
}

function readStandardInput(): string {
  let text = '';
  for (let line = getHost().readLine(); line !== ''; line = getHost().readLine()) text += line;
  return text;
}

function runFile(command: RunCommand, given: string, main: PyModule, sys: PyModule): number {
  const host = getHost();
  // Tracebacks and `__file__` show the whole path; `sys.argv` keeps the given one.
  const path = absolutePath(given, host.workingDirectory());
  if (isImportable(path)) {
    addToPath(sys, path, true);
    return runModule('__main__', false);
  }
  let data: Uint8Array;
  try {
    data = host.readFile(path);
  } catch (error) {
    return cannotOpen(path, error);
  }
  addToPath(sys, folderOf(host.realPath(path)));
  const { table } = main.dict;
  table.setStr('__file__', newStr(path));
  table.setStr('__cached__', null);
  const isCompiled = path.endsWith('.pyc');
  if (services.frozenModule('_frozen_importlib') !== undefined) {
    const loader = isCompiled ? 'SourcelessFileLoader' : 'SourceFileLoader';
    const load = (): PyObject =>
      callMethod(importAbsolute('_frozen_importlib_external'), loader, '__main__', newStr(path));
    if (machine.lateStart === null) table.setStr('__loader__', load());
    else mainLoader = load;
  }
  if (isCompiled) return runCompiled(data, main);
  const text = decodeSource(data, path);
  return runText(command, main, path, command.python.counts.x > 0 ? withoutFirstLine(text) : text);
}

/** A folder or an archive from which modules can be imported: one of the path hooks takes it (`pymain_get_importer`). */
function isImportable(path: string): boolean {
  const { fileState, listFolder, readFile } = getHost();
  if (fileState(path) === undefined) return false;
  if (listFolder(path) !== undefined) return true;
  if (/\.pyc?$/.test(path)) return false;
  try {
    // An archive ends with its directory; the record that says so stands in the last 64 KB.
    const data = readFile(path);
    return data[0] !== undefined && hasArchiveEnd(data.subarray(Math.max(0, data.length - 65557)));
  } catch {
    return false;
  }
}

/** `PK\5\6`: the end of a zip archive's directory. */
function hasArchiveEnd(data: Uint8Array): boolean {
  for (let at = data.length - 22; at >= 0; at--) {
    if (data[at] === 0x50 && data[at + 1] === 0x4b && data[at + 2] === 5 && data[at + 3] === 6) return true;
  }
  return false;
}

/** `-x`: the line stays, empty, so that the others keep their numbers. */
function withoutFirstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end);
}

/** A file of compiled code. */
function runCompiled(data: Uint8Array, main: PyModule): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const isOurs = data.length >= HEADER_BYTES && view.getUint32(0, true) === services.bytecodeVersion >>> 0;
  const code = isOurs ? marshalLoads(data.subarray(HEADER_BYTES)) : undefined;
  if (!(code instanceof PyCode)) {
    printToStandardError('RuntimeError: Bad magic number in .pyc file\n');
    return 1;
  }
  runCode(code, main.dict);
  return 0;
}

function runText(command: RunCommand, main: PyModule, filename: string, text: string): number {
  if (dumpsBeforeRun(command.dumps)) {
    printDumps(command.dumps, text, filename);
    return 0;
  }
  const code = compileSource(text, filename, 'exec', { optimize: startOptions.optimize });
  if (command.source.kind !== 'file') registerSource(code, text);
  try {
    runCode(code, main.dict);
  } finally {
    dumpAfterRun(code);
  }
  return 0;
}

/** Says so, with the status 2; other errors are bugs of the VM. */
function cannotOpen(path: string, error: unknown): number {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') throw error;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: '[Errno 2] No such file or directory',
    EACCES: '[Errno 13] Permission denied',
    EISDIR: '[Errno 21] Is a directory',
  };
  printToStandardError(`stage-vm: can't open file '${path}': ${reasons[code] ?? (error as Error).message}\n`);
  return CANNOT_OPEN_STATUS;
}

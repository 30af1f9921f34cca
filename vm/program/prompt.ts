/** The interactive prompt (CPython: Python/pythonrun.c `PyRun_InteractiveLoopObject`, Lib/code.py). */
import { getHost } from '../host/index.ts';
import { startOptions } from '../modules/index.ts';
import {
  call,
  getAttribute,
  isSubtype,
  KeyboardInterruptType,
  newStr,
  PyBaseException,
  PyCode,
  type PyModule,
  type PyObject,
  SystemExitType,
  str,
  strToJs,
} from '../objects/index.ts';
import { runCode } from '../tiers/machine.ts';
import { importAbsolute } from './import-system.ts';
import { registerSource } from './source-lines.ts';
import { printToStandardError, reportUncaught, showException } from './uncaught.ts';

/** Reads, runs and prints statements until the input ends or the program exits; the exit status. */
export function runPrompt(main: PyModule, sys: PyModule): number {
  if (startOptions.flags['quiet'] !== 1) printToStandardError(banner(sys));
  const compile = call(getAttribute(importAbsolute('codeop'), 'CommandCompiler'), []);
  for (let number = 0; ; number++) {
    try {
      const code = readStatement(compile, sys, number);
      if (code === undefined) {
        printToStandardError('\n');
        return 0;
      }
      runCode(code, main.dict);
    } catch (error) {
      if (!(error instanceof PyBaseException)) throw error;
      if (isSubtype(error.ob_type, SystemExitType)) return reportUncaught(error, sys);
      if (isSubtype(error.ob_type, KeyboardInterruptType)) printToStandardError('\nKeyboardInterrupt\n');
      else showException(error, sys);
    }
    getHost().flush(1);
  }
}

function banner(sys: PyModule): string {
  const version = strToJs(str(sys.dict.table.getStr('version')!));
  return `Python ${version} on ${getHost().platform}\nType "help", "copyright", "credits" or "license" for more information.\n`;
}

/** A whole statement, over as many lines as it takes; `undefined` at the end of the input. */
function readStatement(compile: PyObject, sys: PyModule, number: number): PyCode | undefined {
  const filename = getHost().isTerminal(0) ? `<python-input-${number}>` : `<stdin>-${number}`;
  let text = '';
  for (;;) {
    const line = getHost().readLineAtPrompt(promptText(sys, text === '' ? 'ps1' : 'ps2'));
    if (line === '' && text === '') return undefined;
    text += line;
    // At the end of the input what there is has to do.
    const source = line === '' ? `${text}\n` : text.replace(/\r?\n$/, '');
    const code = compiled(() => call(compile, [newStr(source), newStr(filename), 'single']));
    if (code instanceof PyCode) {
      registerSource(code, text);
      return code;
    }
    if (line === '') return undefined;
  }
}

/** Errors of the statement's text are the statement's: nobody wants to see who compiled it, and how often. */
function compiled(compile: () => PyObject): PyObject {
  try {
    return compile();
  } catch (error) {
    if (error instanceof PyBaseException) {
      error.traceback = null;
      error.context = null;
    }
    throw error;
  }
}

function promptText(sys: PyModule, name: 'ps1' | 'ps2'): string {
  const prompt = sys.dict.table.getStr(name);
  return prompt === undefined ? '' : strToJs(str(prompt));
}

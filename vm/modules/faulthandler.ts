/** The module `faulthandler` (CPython: Modules/faulthandler.c). Faults of the host are its own affair; tracebacks of Python are shown. */
import { getHost } from '../host/index.ts';
import {
  call,
  type Escapes,
  getAttribute,
  type MethodDef,
  machine,
  type PyModule,
  type PyObject,
  RuntimeErrorType,
  raise,
  str,
  strToJs,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { loadedModule } from './registry.ts';

let enabled = false;

/** The frames of the running thread, innermost first, in the short form that faulthandler has. */
function dump(args: readonly PyObject[]): Escapes<null> {
  const lines = ['Stack (most recent call first):'];
  for (let frame: PyObject = machine.currentFrame(); frame !== null; frame = getAttribute(frame, 'f_back')) {
    const code = getAttribute(frame, 'f_code');
    const text = (name: string): string => strToJs(str(getAttribute(code, name)));
    lines.push(
      `  File "${text('co_filename')}", line ${strToJs(str(getAttribute(frame, 'f_lineno')))} in ${text('co_name')}`,
    );
  }
  const file = args.length > 0 && args[0] !== null ? args[0]! : undefined;
  if (file === undefined && loadedModule('sys')?.dict.table.getStr('stderr') === null)
    raise(RuntimeErrorType, 'sys.stderr is None');
  const output = `${lines.join('\n')}\n`;
  if (file === undefined) getHost().write(2, output);
  else call(getAttribute(file, 'write'), [output]);
  return null;
}

const functions: readonly MethodDef[] = [
  {
    kind: 'KEYWORDS',
    name: 'enable',
    doc: 'Enable the fault handler.',
    call() {
      enabled = true;
      return null;
    },
  },
  {
    kind: 'NOARGS',
    name: 'disable',
    doc: 'Disable the fault handler.',
    call() {
      const before = enabled;
      enabled = false;
      return before;
    },
  },
  { kind: 'NOARGS', name: 'is_enabled', doc: 'Check if the handler is enabled.', call: () => enabled },
  {
    kind: 'KEYWORDS',
    name: 'dump_traceback',
    doc: 'Dump the traceback of the current thread into file.',
    call: (_module, args) => dump(args),
  },
  // A watchdog needs a thread of its own beside this one: none comes.
  { kind: 'KEYWORDS', name: 'dump_traceback_later', call: () => null },
  { kind: 'NOARGS', name: 'cancel_dump_traceback_later', call: () => null },
  { kind: 'KEYWORDS', name: 'register', call: () => null },
  { kind: 'O', name: 'unregister', call: () => false },
];

export function createFaulthandler(): PyModule {
  return defineModule({ name: 'faulthandler', doc: 'faulthandler module.', functions });
}

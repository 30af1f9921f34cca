/**
 * The module `_signal` (CPython: Modules/signalmodule.c), with the numbers of Linux. Those that come from outside
 * are noted down by the host's main thread and handled where Python code jumps back in a loop or wakes from a sleep.
 */
import { getHost } from '../host/index.ts';
import { signalHandling } from '../instructions/signals.ts';
import {
  asIndex,
  BuiltinFunctionType,
  call,
  createBuiltinType,
  type Escapes,
  iterateToArray,
  KeyboardInterruptType,
  type MethodDef,
  machine,
  NotImplementedErrorType,
  newException,
  newFloat,
  newSetFrom,
  newTuple,
  OSErrorType,
  PyBuiltinFunction,
  type PyModule,
  type PyObject,
  raise,
  raiseTypeError,
  raiseValueError,
  toFloatValue,
  typeOf,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGIOT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPOLL: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  SIGRTMIN: 34,
  SIGRTMAX: 64,
};

/** glibc's texts (`strsignal`). */
const TEXTS: Readonly<Record<number, string>> = {
  1: 'Hangup',
  2: 'Interrupt',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Floating point exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  13: 'Broken pipe',
  14: 'Alarm clock',
  15: 'Terminated',
  16: 'Stack fault',
  17: 'Child exited',
  18: 'Continued',
  19: 'Stopped (signal)',
  20: 'Stopped',
  21: 'Stopped (tty input)',
  22: 'Stopped (tty output)',
  23: 'Urgent I/O condition',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  26: 'Virtual timer expired',
  27: 'Profiling timer expired',
  28: 'Window changed',
  29: 'I/O possible',
  30: 'Power failure',
  31: 'Bad system call',
};

const NSIG = 65;
const FIRST_REAL_TIME = 34;
const SIG_DFL = 0;
const SIG_IGN = 1;
const SIGINT = 2;
/** Signals whose default is to be ignored. */
const IGNORED: readonly number[] = [17, 18, 23, 28];

const handlers = new Map<number, PyObject>();
let blocked = new Set<number>();
let pending = new Set<number>();
let wakeupDescriptor: PyObject = -1;

function signalNumber(value: PyObject): Escapes<number> {
  const number = Number(asIndex(value));
  if (!(number >= 1 && number < NSIG)) raiseValueError('signal number out of range');
  return number;
}

const defaultIntHandler: MethodDef = {
  kind: 'FASTCALL',
  name: 'default_int_handler',
  min: 2,
  max: 2,
  doc: 'The default handler for SIGINT installed by Python.',
  call() {
    throw newException(KeyboardInterruptType, []);
  },
};

function handlerOf(number: number): PyObject {
  const handler = handlers.get(number);
  return handler === undefined ? SIG_DFL : handler;
}

function install(args: readonly PyObject[]): Escapes<PyObject> {
  const number = signalNumber(args[0]!);
  const handler = args[1]!;
  const isAction = handler === SIG_DFL || handler === SIG_IGN || isActionNumber(handler);
  if (!isAction && typeOf(handler).tp_call === null) {
    raiseTypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
  }
  if (number === SIGNALS.SIGKILL || number === SIGNALS.SIGSTOP || number === 32 || number === 33)
    throw newException(OSErrorType, [22, 'Invalid argument']);
  const before = handlerOf(number);
  handlers.set(number, isAction ? asIndex(handler) : handler);
  getHost().watchSignal(number, handler !== SIG_DFL || number === SIGNALS.SIGINT);
  return before;
}

function isActionNumber(value: PyObject): Escapes<boolean> {
  if (typeOf(value).nb_index === null) return false;
  const number = asIndex(value);
  return number === SIG_DFL || number === SIG_IGN;
}

/** What happens when the signal comes. */
function deliver(number: number): Escapes<void> {
  if (blocked.has(number)) {
    pending.add(number);
    return;
  }
  const handler = handlerOf(number);
  if (handler === SIG_IGN) return;
  if (handler !== SIG_DFL) {
    call(handler, [number, machine.currentFrame()]);
    return;
  }
  if (!IGNORED.includes(number)) getHost().exit(128 + number);
}

// Until the module is imported, Ctrl-C does what its own handler for it does.
signalHandling.deliver = (number) => {
  if (number === SIGNALS['SIGINT'] && !handlers.has(number)) throw newException(KeyboardInterruptType, []);
  deliver(number);
};

const BLOCK = 0;
const UNBLOCK = 1;
const SETMASK = 2;

function mask(how: PyObject, signals: PyObject[]): Escapes<PyObject> {
  const before = newSetFrom([...blocked].sort((a, b) => a - b));
  const numbers = signals.map(signalNumber);
  const kind = asIndex(how);
  if (kind === BLOCK) for (const number of numbers) blocked.add(number);
  else if (kind === UNBLOCK) for (const number of numbers) blocked.delete(number);
  else if (kind === SETMASK) blocked = new Set(numbers);
  else throw newException(OSErrorType, [22, 'Invalid argument']);
  const now = [...pending].filter((number) => !blocked.has(number));
  pending = new Set([...pending].filter((number) => blocked.has(number)));
  for (const number of now) deliver(number);
  return before;
}

function text(number: number): PyObject {
  const known = TEXTS[number];
  if (known !== undefined) return known;
  return number >= FIRST_REAL_TIME ? `Real-time signal ${number - FIRST_REAL_TIME}` : null;
}

/** Timers need a signal from outside. */
function absent(name: string): MethodDef {
  return {
    kind: 'FASTCALL',
    name,
    min: 0,
    max: -1,
    call: () =>
      raise(NotImplementedErrorType, `signal.${name}: signals from outside do not reach Python code here`),
  };
}

function alarm(seconds: PyObject): Escapes<PyObject> {
  if (asIndex(seconds) !== 0)
    raise(NotImplementedErrorType, 'signal.alarm: signals from outside do not reach Python code here');
  return 0;
}

function setTimer(args: readonly PyObject[]): Escapes<PyObject> {
  if (toFloatValue(args[1]!) !== 0)
    raise(NotImplementedErrorType, 'signal.setitimer: signals from outside do not reach Python code here');
  return newTuple([newFloat(0), newFloat(0)]);
}

const functions: readonly MethodDef[] = [
  {
    kind: 'FASTCALL',
    name: 'signal',
    min: 2,
    max: 2,
    doc: 'Set the action for the given signal.',
    call: (_module, args) => install(args),
  },
  {
    kind: 'O',
    name: 'getsignal',
    doc: 'Return the current action for the given signal.',
    call: (_module, number) => handlerOf(signalNumber(number)),
  },
  {
    kind: 'O',
    name: 'raise_signal',
    doc: 'Send a signal to the executing process.',
    call(_module, number) {
      deliver(signalNumber(number));
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'pthread_kill',
    min: 2,
    max: 2,
    doc: 'Send a signal to a thread.',
    call(_module, args) {
      deliver(signalNumber(args[1]!));
      return null;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'pthread_sigmask',
    min: 2,
    max: 2,
    doc: 'Fetch and/or change the signal mask of the calling thread.',
    call: (_module, args) => mask(args[0]!, iterateToArray(args[1]!)),
  },
  {
    kind: 'NOARGS',
    name: 'sigpending',
    doc: 'Examine pending signals.',
    call: () => newSetFrom([...pending].sort((a, b) => a - b)),
  },
  {
    kind: 'O',
    name: 'strsignal',
    doc: 'Return the system description of the given signal.',
    call: (_module, number) => text(signalNumber(number)),
  },
  {
    kind: 'NOARGS',
    name: 'valid_signals',
    doc: 'Return a set of valid signal numbers on this platform.',
    call: () =>
      newSetFrom(Array.from({ length: NSIG - 1 }, (_, index) => index + 1).filter((n) => n < 32 || n > 33)),
  },
  {
    kind: 'KEYWORDS',
    name: 'set_wakeup_fd',
    doc: 'Sets the fd to be written to (with the signal number) when a signal comes in.',
    call(_module, args) {
      const before = wakeupDescriptor;
      wakeupDescriptor = asIndex(args[0]!);
      return before;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'siginterrupt',
    min: 2,
    max: 2,
    doc: 'Change system call restart behaviour.',
    call(_module, args) {
      signalNumber(args[0]!);
      return null;
    },
  },
  {
    kind: 'O',
    name: 'alarm',
    doc: 'Arrange for SIGALRM to arrive after the given number of seconds.',
    call: (_module, seconds) => alarm(seconds),
  },
  { kind: 'FASTCALL', name: 'setitimer', min: 2, max: 3, call: (_module, args) => setTimer(args) },
  { kind: 'O', name: 'getitimer', call: () => newTuple([newFloat(0), newFloat(0)]) },
  absent('pause'),
  absent('sigwait'),
];

export function createSignal(): PyModule {
  const intHandler = new PyBuiltinFunction(BuiltinFunctionType, defaultIntHandler, null);
  const module = defineModule({
    name: '_signal',
    doc: 'This module provides mechanisms to use signal handlers in Python.',
    functions,
    members: {
      ...SIGNALS,
      NSIG,
      SIG_DFL,
      SIG_IGN,
      SIG_BLOCK: BLOCK,
      SIG_UNBLOCK: UNBLOCK,
      SIG_SETMASK: SETMASK,
      ITIMER_REAL: 0,
      ITIMER_VIRTUAL: 1,
      ITIMER_PROF: 2,
      ItimerError: createBuiltinType('signal.itimer_error', 'PyBaseException', OSErrorType, {}),
      default_int_handler: intHandler,
    },
  });
  intHandler.module = '_signal';
  handlers.set(SIGINT, intHandler);
  return module;
}

/** The module `_thread` (CPython: Modules/_threadmodule.c) over the scheduler of one host thread. */
import {
  asStr,
  call,
  callMethod,
  type Escapes,
  getAttributeOrUndefined,
  isExceptionOf,
  isTrue,
  KeyboardInterruptType,
  type MethodDef,
  machine,
  newException,
  newFloat,
  PyDict,
  type PyModule,
  type PyObject,
  PyThreadHandle,
  PyTuple,
  parseArguments,
  RuntimeErrorType,
  raise,
  raiseTypeError,
  raiseValueError,
  repr,
  SystemExitType,
  str,
  strToJs,
  toInt,
  typeOf,
  type Wait,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { services } from '../machine-services.ts';
import { loadedModule } from '../registry.ts';
import { structSequence } from '../struct-sequence.ts';
import { reportUnraisable } from '../unraisable.ts';
import { createHandleType } from './handle.ts';
import { createLocalType } from './local.ts';
import { createLockType, createRLockType, TIMEOUT_MAX } from './locks.ts';
import {
  currentThread,
  finishThreads,
  liveThreads,
  mainThread,
  startThread,
  type Thread,
} from './scheduler.ts';

function isCallable(value: PyObject): boolean {
  return typeOf(value).tp_call !== null;
}

/** The function of a thread: SystemExit ends it silently, other exceptions are reported. */
function* threadBody(func: PyObject, args: PyObject[], names: string[]): Generator<Wait, PyObject, void> {
  try {
    return yield* services.callSuspendable(func, args, names.length > 0 ? names : null);
  } catch (error) {
    if (!isExceptionOf(error, SystemExitType))
      reportUnraisable(error, `Exception ignored in thread started by ${strToJs(repr(func))}`);
    return null;
  }
}

function startNewThread(args: readonly PyObject[]): Escapes<Thread> {
  const [func, positional, keywords] = args;
  if (!isCallable(func!)) raiseTypeError('first arg must be callable');
  if (!(positional instanceof PyTuple)) raiseTypeError('2nd arg must be a tuple');
  if (keywords !== undefined && !(keywords instanceof PyDict))
    raiseTypeError('optional 3rd arg must be a dictionary');
  const names = keywords === undefined ? [] : keywords.table.keyItems().map((key) => strToJs(asStr(key)!));
  const values = keywords === undefined ? [] : keywords.table.valueItems();
  return startThread(threadBody(func!, [...positional.items, ...values], names), true);
}

const START_JOINABLE = {
  name: 'start_joinable_thread',
  names: ['function', 'handle', 'daemon'],
  positional: 3,
  required: 1,
};

/** What `threading.excepthook` does by default. */
function exceptHook(args: PyObject): Escapes<null> {
  if (!(args instanceof PyTuple) || args.items.length !== 4)
    raiseTypeError('_thread.excepthook argument type must be ExceptHookArgs');
  const [type, value, traceback, thread] = args.items;
  if (type === SystemExitType) return null;
  const stderr = loadedModule('sys')?.dict.table.getStr('stderr');
  if (stderr === undefined || stderr === null) return null;
  const name = thread === null ? undefined : getAttributeOrUndefined(thread!, '_name');
  const label = name === undefined ? String(currentThread().ident) : strToJs(str(name));
  callMethod(stderr, 'write', `Exception in thread ${label}:\n`);
  const print = callMethod(machine.importModule('traceback'), '__getattribute__', 'print_exception');
  call(print, [type!, value!, traceback!, stderr], ['file']);
  callMethod(stderr, 'flush');
  return null;
}

let stackSize: PyObject = 0;

export function createThread(): PyModule {
  const lockType = createLockType();
  const rlockType = createRLockType();
  const handleType = createHandleType();
  const allocate = (name: string): MethodDef => ({
    kind: 'NOARGS',
    name,
    doc: 'Create a new lock object.',
    call: () => call(lockType, []),
  });
  const start = (name: string): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 2,
    max: 3,
    doc: 'Start a new thread and return its identifier.',
    call: (_module, args) => startNewThread(args).ident,
  });
  const exit = (name: string): MethodDef => ({
    kind: 'NOARGS',
    name,
    doc: "This is synonymous to 'raise SystemExit'.",
    call() {
      throw newException(SystemExitType, []);
    },
  });
  const functions: MethodDef[] = [
    allocate('allocate_lock'),
    allocate('allocate'),
    start('start_new_thread'),
    start('start_new'),
    exit('exit'),
    exit('exit_thread'),
    {
      kind: 'KEYWORDS',
      name: 'start_joinable_thread',
      doc: 'Start a new thread that can be joined.',
      call(_module, args, names) {
        const [func, handle = null, daemon = true] = parseArguments(START_JOINABLE, args, names);
        if (!isCallable(func!)) raiseTypeError('thread function must be callable');
        if (handle !== null && !(handle instanceof PyThreadHandle))
          raiseTypeError("'handle' must be a _ThreadHandle");
        const joined = handle === null ? new PyThreadHandle(handleType) : handle;
        if (joined.thread !== null) raise(RuntimeErrorType, 'thread already started');
        joined.thread = startThread(threadBody(func!, [], []), isTrue(daemon));
        return joined;
      },
    },
    { kind: 'NOARGS', name: 'get_ident', call: () => currentThread().ident },
    { kind: 'NOARGS', name: 'get_native_id', call: () => currentThread().ident },
    { kind: 'NOARGS', name: '_get_main_thread_ident', call: () => mainThread.ident },
    { kind: 'NOARGS', name: '_is_main_interpreter', call: () => true },
    { kind: 'NOARGS', name: 'daemon_threads_allowed', call: () => true },
    { kind: 'NOARGS', name: '_count', call: liveThreads },
    {
      kind: 'NOARGS',
      name: '_shutdown',
      call() {
        finishThreads();
        return null;
      },
    },
    {
      kind: 'O',
      name: '_make_thread_handle',
      call(_module, ident) {
        const handle = new PyThreadHandle(handleType);
        handle.thread =
          ident === mainThread.ident
            ? mainThread
            : { ...mainThread, ident: Number(toInt(ident)), state: 'running' };
        return handle;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'stack_size',
      min: 0,
      max: 1,
      doc: 'Return the thread stack size used when creating new threads.',
      call(_module, args) {
        const before = stackSize;
        if (args.length > 0) {
          const size = Number(toInt(args[0]!));
          if (size < 0) raiseValueError('size must be 0 or a positive value');
          if (size > 0 && size < 32768) raiseValueError(`size not valid: ${size} bytes`);
          stackSize = size;
        }
        return before;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'interrupt_main',
      min: 0,
      max: 1,
      doc: 'Simulate the arrival of the given signal in the main thread.',
      call() {
        throw newException(KeyboardInterruptType, []);
      },
    },
    {
      kind: 'O',
      name: 'set_name',
      call(_module, name) {
        currentThread().name = strToJs(str(name));
        return null;
      },
    },
    { kind: 'O', name: '_excepthook', call: (_module, args) => exceptHook(args) },
  ];
  const hookArgs = structSequence(
    '_thread._ExceptHookArgs',
    ['exc_type', 'exc_value', 'exc_traceback', 'thread'],
    {
      constructible: true,
    },
  );
  return defineModule({
    name: '_thread',
    doc: 'This module provides primitive operations to write multi-threaded programs.',
    functions,
    members: {
      error: RuntimeErrorType,
      LockType: lockType,
      lock: lockType,
      RLock: rlockType,
      _local: createLocalType(),
      _ThreadHandle: handleType,
      _ExceptHookArgs: hookArgs.type,
      TIMEOUT_MAX: newFloat(TIMEOUT_MAX),
    },
  });
}

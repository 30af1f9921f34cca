/** `_thread._ThreadHandle`: what joins a thread (CPython: Modules/_threadmodule.c). */
import {
  createBuiltinType,
  type Escapes,
  ObjectType,
  type PyObject,
  PyThreadHandle,
  type PyType,
  RuntimeErrorType,
  raise,
  toFloatValue,
} from '../../objects/index.ts';
import { currentThread, type Thread, waitUntil } from './scheduler.ts';

const as = (self: PyObject): PyThreadHandle => self as PyThreadHandle;
const threadOf = (handle: PyThreadHandle): Thread | null => handle.thread as Thread | null;

export function join(handle: PyThreadHandle, seconds: number | null): Escapes<void> {
  const thread = threadOf(handle);
  if (thread === null) {
    if (!handle.done) raise(RuntimeErrorType, 'thread not started');
    return;
  }
  if (handle.done || thread.state === 'done') return;
  if (thread === currentThread()) raise(RuntimeErrorType, 'Cannot join current thread');
  waitUntil(() => handle.done || thread.state === 'done', seconds, 'joining a thread');
}

export function createHandleType(): PyType {
  return createBuiltinType('_thread._ThreadHandle', 'PyThreadHandle', ObjectType, {
    final: true,
    slots: {
      tp_new: (type) => new PyThreadHandle(type),
      tp_repr: (self) => `<_ThreadHandle object: ident=${threadOf(as(self))?.ident ?? 0}>`,
    },
    methods: [
      {
        kind: 'FASTCALL',
        name: 'join',
        waits: true,
        min: 0,
        max: 1,
        call(self, args) {
          const timeout = args.length > 0 ? args[0]! : null;
          const seconds = timeout === null ? null : toFloatValue(timeout);
          join(as(self), seconds === null || seconds < 0 ? null : seconds);
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'is_done',
        call: (self) => as(self).done || threadOf(as(self))?.state === 'done',
      },
      {
        kind: 'NOARGS',
        name: '_set_done',
        call(self) {
          if (threadOf(as(self)) === null) raise(RuntimeErrorType, 'thread not started');
          as(self).done = true;
          return null;
        },
      },
    ],
    getset: [{ name: 'ident', get: (self) => threadOf(as(self))?.ident ?? 0 }],
  });
}

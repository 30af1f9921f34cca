/** `_thread.lock` and `_thread.RLock` (CPython: Modules/_threadmodule.c). */
import {
  addressOf,
  checkNoKeywords,
  checkPositional,
  createBuiltinType,
  type Escapes,
  isTrue,
  type KeywordNames,
  type MethodDef,
  newTuple,
  ObjectType,
  OverflowErrorType,
  PyLock,
  type PyObject,
  type PyTuple,
  type PyType,
  parseArguments,
  RuntimeErrorType,
  raise,
  raiseValueError,
  toFloatValue,
  typeFullName,
  typeOf,
} from '../../objects/index.ts';
import { currentThread, waitUntil } from './scheduler.ts';

/** Seconds that `threading.TIMEOUT_MAX` allows: what a 64-bit count of nanoseconds holds. */
export const TIMEOUT_MAX = 9223372036;

const ACQUIRE = { name: 'acquire', names: ['blocking', 'timeout'], positional: 2, required: 0 };

/** How long to wait: null without end, 0 not at all. */
function patience(args: readonly PyObject[], names: KeywordNames): Escapes<number | null> {
  const [blocking = true, timeout = -1] = parseArguments(ACQUIRE, args, names);
  const waits = isTrue(blocking);
  const seconds = toFloatValue(timeout);
  if (!waits) {
    if (seconds !== -1) raiseValueError("can't specify a timeout for a non-blocking call");
    return 0;
  }
  if (seconds === -1) return null;
  if (seconds < 0) raiseValueError('timeout value must be a non-negative number');
  if (seconds > TIMEOUT_MAX) raise(OverflowErrorType, 'timeout value is too large');
  if (Number.isNaN(seconds)) raiseValueError('Invalid value NaN (not a number)');
  return seconds;
}

function takeWhenFree(lock: PyLock, seconds: number | null): Escapes<boolean> {
  if (lock.count !== 0) {
    if (seconds === 0) return false;
    if (!waitUntil(() => lock.count === 0, seconds, 'acquiring a lock')) return false;
  }
  lock.count = 1;
  return true;
}

function describe(lock: PyLock, owner: string): string {
  const state = lock.count === 0 ? 'unlocked' : 'locked';
  return `<${state} ${typeFullName(typeOf(lock))} object${owner} at ${addressOf(lock)}>`;
}

const as = (self: PyObject): PyLock => self as PyLock;

const reinitialize: MethodDef = {
  kind: 'NOARGS',
  name: '_at_fork_reinit',
  call(self) {
    as(self).count = 0;
    as(self).owner = 0;
    return null;
  },
};

/** `__enter__`, `__exit__` beside acquire and release. */
function contextMethods(acquire: (lock: PyLock) => void, release: (lock: PyLock) => void): MethodDef[] {
  return [
    {
      kind: 'NOARGS',
      name: '__enter__',
      waits: true,
      doc: 'Lock the lock.',
      call(self) {
        acquire(as(self));
        return true;
      },
    },
    {
      kind: 'FASTCALL',
      name: '__exit__',
      min: 0,
      max: 3,
      doc: 'Release the lock.',
      call(self) {
        release(as(self));
        return null;
      },
    },
  ];
}

export function createLockType(): PyType {
  const release = (lock: PyLock): void => {
    if (lock.count === 0) raise(RuntimeErrorType, 'release unlocked lock');
    lock.count = 0;
  };
  const methods: MethodDef[] = [];
  for (const name of ['acquire', 'acquire_lock'])
    methods.push({
      kind: 'KEYWORDS',
      name,
      waits: true,
      doc: 'Lock the lock.',
      call: (self, args, names) => takeWhenFree(as(self), patience(args, names)),
    });
  for (const name of ['release', 'release_lock'])
    methods.push({
      kind: 'NOARGS',
      name,
      doc: 'Release the lock, allowing another thread that is blocked waiting for the lock to acquire the lock.',
      call(self) {
        release(as(self));
        return null;
      },
    });
  for (const name of ['locked', 'locked_lock'])
    methods.push({
      kind: 'NOARGS',
      name,
      doc: 'Return whether the lock is in the locked state.',
      call: (self) => as(self).count !== 0,
    });
  return createBuiltinType('_thread.lock', 'PyLock', ObjectType, {
    doc: 'A lock object is a synchronization primitive.',
    final: true,
    weakrefs: true,
    slots: {
      tp_new(type, args, names) {
        checkNoKeywords('lock', names);
        checkPositional('lock', args.length, 0, 0);
        return new PyLock(type);
      },
      tp_repr: (self) => describe(as(self), ''),
    },
    methods: [...methods, reinitialize, ...contextMethods((lock) => takeWhenFree(lock, null), release)],
  });
}

export function createRLockType(): PyType {
  const acquire = (lock: PyLock, seconds: number | null): Escapes<boolean> => {
    const { ident } = currentThread();
    if (lock.count > 0 && lock.owner === ident) {
      lock.count += 1;
      return true;
    }
    if (!takeWhenFree(lock, seconds)) return false;
    lock.owner = ident;
    return true;
  };
  const release = (lock: PyLock): void => {
    if (lock.count === 0 || lock.owner !== currentThread().ident)
      raise(RuntimeErrorType, 'cannot release un-acquired lock');
    lock.count -= 1;
    if (lock.count === 0) lock.owner = 0;
  };
  const methods: MethodDef[] = [
    {
      kind: 'KEYWORDS',
      name: 'acquire',
      waits: true,
      doc: 'Lock the lock.',
      call: (self, args, names) => acquire(as(self), patience(args, names)),
    },
    {
      kind: 'NOARGS',
      name: 'release',
      doc: 'Release the lock.',
      call(self) {
        release(as(self));
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'locked',
      doc: 'Return a boolean indicating whether this object is locked right now.',
      call: (self) => as(self).count > 0,
    },
    {
      kind: 'NOARGS',
      name: '_is_owned',
      call: (self) => as(self).count > 0 && as(self).owner === currentThread().ident,
    },
    {
      kind: 'NOARGS',
      name: '_recursion_count',
      call: (self) => (as(self).owner === currentThread().ident ? as(self).count : 0),
    },
    {
      kind: 'O',
      name: '_acquire_restore',
      waits: true,
      call(self, state) {
        const [count, owner] = (state as PyTuple).items;
        takeWhenFree(as(self), null);
        as(self).count = count as number;
        as(self).owner = owner as number;
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: '_release_save',
      call(self) {
        const lock = as(self);
        if (lock.count === 0) raise(RuntimeErrorType, 'cannot release un-acquired lock');
        const state = newTuple([lock.count, lock.owner]);
        lock.count = 0;
        lock.owner = 0;
        return state;
      },
    },
  ];
  return createBuiltinType('_thread.RLock', 'PyLock', ObjectType, {
    weakrefs: true,
    slots: {
      tp_new: (type) => new PyLock(type),
      tp_repr: (self) => describe(as(self), ` owner=${as(self).owner} count=${as(self).count}`),
    },
    methods: [...methods, reinitialize, ...contextMethods((lock) => acquire(lock, null), release)],
  });
}

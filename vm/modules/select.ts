/** The module `select` (CPython: Modules/selectmodule.c): waiting for sockets of `_socket`. */
import {
  asIndex,
  asInt,
  callMethod,
  createBuiltinType,
  type Escapes,
  getAttributeOrUndefined,
  itemsOf,
  type MethodDef,
  newList,
  newPair,
  newTuple,
  ObjectType,
  OSErrorType,
  type PyModule,
  type PyObject,
  PyPoll,
  type PyType,
  raiseKeyError,
  raiseTypeError,
  raiseValueError,
  toFloatValue,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { raiseSocketError } from './socket/errors.ts';
import { type Endpoint, endpointOf } from './socket/network.ts';
import { waitUntil } from './thread/scheduler.ts';

const POLLIN = 1;
const POLLPRI = 2;
const POLLOUT = 4;
const POLLERR = 8;
const POLLHUP = 16;
const POLLNVAL = 32;

/** The descriptor of an int or of an object with `fileno()`. */
function descriptorOf(value: PyObject): Escapes<number> {
  const int = asInt(value);
  let number: PyObject;
  if (int !== undefined) number = int;
  else {
    if (getAttributeOrUndefined(value, 'fileno') === undefined)
      raiseTypeError('argument must be an int, or have a fileno() method.');
    number = callMethod(value, 'fileno');
    if (asInt(number) === undefined) raiseTypeError(`fileno() returned a non-integer`);
  }
  const descriptor = Number(asIndex(number));
  if (descriptor < 0) raiseValueError(`file descriptor cannot be a negative integer (${descriptor})`);
  return descriptor;
}

/** Descriptors of files are always ready, as those of the system are. */
const isReadable = (own: Endpoint | undefined): boolean => own === undefined || own.readable;
const isWritable = (own: Endpoint | undefined): boolean => own === undefined || own.writable;

const FIRST_SOCKET = 10_000;

function watched(value: PyObject): Escapes<{ value: PyObject; own: Endpoint | undefined }> {
  const descriptor = descriptorOf(value);
  const own = endpointOf(descriptor);
  if (own === undefined && descriptor >= FIRST_SOCKET) raiseSocketError('EBADF');
  return { value, own };
}

function select(args: readonly PyObject[]): Escapes<PyObject> {
  const [readers, writers] = [0, 1, 2].map((index) => itemsOf(args[index]!).map(watched));
  let seconds: number | null = null;
  if (args.length > 3 && args[3] !== null) {
    seconds = toFloatValue(args[3]!);
    if (seconds < 0) raiseValueError('timeout must be non-negative');
  }
  const readable = () => readers!.filter(({ own }) => isReadable(own));
  const writable = () => writers!.filter(({ own }) => isWritable(own));
  if (seconds !== 0) waitUntil(() => readable().length > 0 || writable().length > 0, seconds, 'select');
  const values = (found: { value: PyObject }[]): PyObject => newList(found.map(({ value }) => value));
  return newTuple([values(readable()), values(writable()), newList([])]);
}

// ── poll ──

const as = (self: PyObject): PyPoll => self as PyPoll;

function eventsOf(descriptor: number, mask: number): number {
  const own = endpointOf(descriptor);
  if (own === undefined) return descriptor >= FIRST_SOCKET ? POLLNVAL : mask & (POLLIN | POLLOUT);
  let events = 0;
  if (own.readable) events |= mask & POLLIN;
  if (own.writable) events |= mask & POLLOUT;
  if (own.hungUp) events |= POLLHUP;
  if (own.reset || own.error !== 0) events |= POLLERR;
  return events;
}

function poll(self: PyPoll, timeout: PyObject): Escapes<PyObject> {
  let seconds: number | null = null;
  if (timeout !== null) {
    const milliseconds = Math.ceil(toFloatValue(timeout));
    if (milliseconds >= 0) seconds = milliseconds / 1000;
  }
  const ready = (): [number, number][] =>
    [...self.watched].flatMap(([descriptor, mask]): [number, number][] => {
      const events = eventsOf(descriptor, mask);
      return events === 0 ? [] : [[descriptor, events]];
    });
  let found = ready();
  if (found.length === 0 && seconds !== 0) {
    waitUntil(() => ready().length > 0, seconds, 'poll');
    found = ready();
  }
  return newList(found.map(([descriptor, events]) => newPair(descriptor, events)));
}

function createPollType(): PyType {
  const mask = (args: readonly PyObject[]): number =>
    args.length > 1 ? Number(asIndex(args[1]!)) : POLLIN | POLLPRI | POLLOUT;
  const methods: MethodDef[] = [
    {
      kind: 'FASTCALL',
      name: 'register',
      min: 1,
      max: 2,
      doc: 'Register a file descriptor with the polling object.',
      call(self, args) {
        as(self).watched.set(descriptorOf(args[0]!), mask(args));
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'modify',
      min: 2,
      max: 2,
      doc: 'Modify an already registered file descriptor.',
      call(self, args) {
        const descriptor = descriptorOf(args[0]!);
        if (!as(self).watched.has(descriptor)) raiseSocketError('ENOENT');
        as(self).watched.set(descriptor, mask(args));
        return null;
      },
    },
    {
      kind: 'O',
      name: 'unregister',
      doc: 'Remove a file descriptor being tracked by the polling object.',
      call(self, value) {
        const descriptor = descriptorOf(value);
        if (!as(self).watched.delete(descriptor)) raiseKeyError(descriptor);
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'poll',
      waits: true,
      min: 0,
      max: 1,
      doc: 'Polls the set of registered file descriptors.',
      call: (self, args) => poll(as(self), args.length > 0 ? args[0]! : null),
    },
  ];
  return createBuiltinType('select.poll', 'PyPoll', ObjectType, { final: true, methods });
}

export function createSelect(): PyModule {
  const type = createPollType();
  return defineModule({
    name: 'select',
    doc: 'This module supports asynchronous I/O on multiple file descriptors.',
    functions: [
      {
        kind: 'FASTCALL',
        name: 'select',
        min: 3,
        max: 4,
        doc: 'Wait until one or more file descriptors are ready for some kind of I/O.',
        call: (_module, args) => select(args),
      },
      { kind: 'NOARGS', name: 'poll', doc: 'Returns a polling object.', call: () => new PyPoll(type) },
    ],
    members: {
      error: OSErrorType,
      PIPE_BUF: 4096,
      POLLIN,
      POLLPRI,
      POLLOUT,
      POLLERR,
      POLLHUP,
      POLLNVAL,
      POLLRDNORM: 64,
      POLLRDBAND: 128,
      POLLWRNORM: 256,
      POLLWRBAND: 512,
      POLLMSG: 1024,
      POLLRDHUP: 8192,
    },
  });
}

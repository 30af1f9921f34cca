/** The type `_socket.socket` (CPython: Modules/socketmodule.c) on the network of this process. */
import {
  asIndex,
  asInt,
  createBuiltinType,
  type Escapes,
  type MethodDef,
  needBytes,
  newBytes,
  newFloat,
  newTuple,
  ObjectType,
  PyByteArray,
  type PyObject,
  PySocket,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  TimeoutErrorType,
  toFloatValue,
  typeName,
} from '../../objects/index.ts';
import { waitUntil } from '../thread/scheduler.ts';
import { AF_INET, AF_INET6, AF_UNIX, addressArgument, addressValue } from './addresses.ts';
import { CONSTANTS } from './constants.ts';
import { errorNumber, raiseSocketError, unknownHost } from './errors.ts';
import { bind, connectPair, Endpoint, endpointOf, ephemeral, ownerOf } from './network.ts';

/** `socket.setdefaulttimeout`. */
export const defaultTimeout: { seconds: number | null } = { seconds: null };

const as = (self: PyObject): PySocket => self as PySocket;

/** The endpoint of an open socket. */
export function endpoint(socket: PySocket): Escapes<Endpoint> {
  const found = socket.endpoint as Endpoint | null;
  if (found === null || found.closed) raiseSocketError('EBADF');
  return found;
}

/** Waits as long as the socket's timeout allows; BlockingIOError or TimeoutError when it is not over by then. */
function wait(socket: PySocket, isOver: () => boolean, what: string): Escapes<void> {
  if (isOver()) return;
  if (socket.timeout === 0) raiseSocketError('EAGAIN');
  if (!waitUntil(isOver, socket.timeout, what)) raise(TimeoutErrorType, 'timed out');
}

export function timeoutArgument(value: PyObject): Escapes<number | null> {
  if (value === null) return null;
  const seconds = toFloatValue(value);
  if (Number.isNaN(seconds)) raiseValueError('Invalid value NaN (not a number)');
  if (seconds < 0) raiseValueError('Timeout value out of range');
  return seconds;
}

const NEW = { name: 'socket', names: ['family', 'type', 'proto', 'fileno'], positional: 4, required: 0 };

function initialize(
  socket: PySocket,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<void> {
  const [familyValue, typeValue, protoValue, descriptor = null] = parseArguments(NEW, args, names);
  const number = (value: PyObject | undefined, initial: number): number => {
    const given = value === undefined ? -1 : Number(asIndex(value));
    return given === -1 ? initial : given;
  };
  socket.timeout = defaultTimeout.seconds;
  if (descriptor !== null) {
    const known = endpointOf(Number(asIndex(descriptor)));
    if (known === undefined) raiseSocketError('EBADF');
    socket.endpoint = known;
    socket.family = number(familyValue, known.local !== null && 'path' in known.local ? AF_UNIX : AF_INET);
    socket.type = number(typeValue, known.stream ? CONSTANTS.SOCK_STREAM! : CONSTANTS.SOCK_DGRAM!);
    socket.proto = number(protoValue, 0);
    return;
  }
  socket.family = number(familyValue, AF_INET);
  const flags = CONSTANTS.SOCK_NONBLOCK! | CONSTANTS.SOCK_CLOEXEC!;
  const type = number(typeValue, CONSTANTS.SOCK_STREAM!);
  socket.type = type & ~flags;
  socket.proto = number(protoValue, 0);
  if ((type & CONSTANTS.SOCK_NONBLOCK!) !== 0) socket.timeout = 0;
  if (![AF_INET, AF_INET6, AF_UNIX].includes(socket.family)) raiseSocketError('EAFNOSUPPORT');
  if (socket.type !== CONSTANTS.SOCK_STREAM && socket.type !== CONSTANTS.SOCK_DGRAM)
    raiseSocketError('EPROTOTYPE');
  socket.endpoint = new Endpoint(socket.type === CONSTANTS.SOCK_STREAM);
}

// ── Connecting ──

function listen(socket: PySocket, backlog: number): Escapes<void> {
  const own = endpoint(socket);
  if (!own.stream) raiseSocketError('EOPNOTSUPP');
  if (own.local === null) bind(own, { host: '0.0.0.0', port: 0 });
  own.backlog ??= [];
  own.backlogLimit = Math.max(1, backlog);
}

/** 0 or the number of an error. */
function connect(socket: PySocket, value: PyObject, gaierror: PyType): Escapes<number> {
  const own = endpoint(socket);
  const remote = addressArgument(value, socket.family, 'connect', unknownHost(gaierror));
  if (!own.stream) {
    own.remote = remote;
    own.local ??= ephemeral('127.0.0.1');
    return 0;
  }
  if (own.peer !== null) return errorNumber('EISCONN');
  const server = ownerOf(remote, true);
  if (server === undefined && 'path' in remote) return errorNumber('ENOENT');
  if (server?.backlog == null || server.backlog.length > server.backlogLimit)
    return errorNumber('ECONNREFUSED');
  const host = 'host' in remote ? (remote.host === '0.0.0.0' ? '127.0.0.1' : remote.host) : '';
  if ('host' in remote) own.local ??= ephemeral(host);
  own.remote = 'host' in remote ? { host, port: remote.port } : remote;
  const accepted = new Endpoint(true);
  accepted.local = own.remote;
  accepted.remote = own.local;
  connectPair(own, accepted);
  server.backlog.push(accepted);
  return 0;
}

function accept(socket: PySocket): Escapes<PyObject> {
  const own = endpoint(socket);
  const { backlog } = own;
  if (backlog === null) raiseSocketError('EINVAL');
  wait(socket, () => backlog.length > 0 || own.closed, 'accepting a connection');
  const accepted = backlog.shift();
  if (accepted === undefined) raiseSocketError('EBADF');
  return newTuple([accepted.descriptor, addressValue(accepted.remote, socket.family)]);
}

// ── Sending and receiving ──

function checkSending(own: Endpoint): Escapes<void> {
  if (own.reset) raiseSocketError('ECONNRESET');
  if (own.writeShut) raiseSocketError('EPIPE');
  if (own.peer === null) raiseSocketError(own.ended ? 'EPIPE' : 'ENOTCONN');
}

function send(socket: PySocket, data: Uint8Array): Escapes<number> {
  const own = endpoint(socket);
  if (!own.stream) {
    if (own.peer !== null) return deliverTo(own, own.peer, data);
    return own.remote === null
      ? raiseSocketError('EDESTADDRREQ')
      : sendDatagram(socket, own, data, own.remote);
  }
  checkSending(own);
  if (data.length === 0) return 0;
  wait(socket, () => own.writable || own.closed, 'sending');
  checkSending(endpoint(socket));
  return own.write(data);
}

function sendAll(socket: PySocket, data: Uint8Array): Escapes<null> {
  if (!endpoint(socket).stream) {
    send(socket, data);
    return null;
  }
  for (let start = 0; start < data.length; ) start += send(socket, data.subarray(start));
  return null;
}

function deliverTo(own: Endpoint, target: Endpoint, data: Uint8Array): number {
  target.datagrams.push({ data: data.slice(), from: own.local });
  return data.length;
}

function sendDatagram(
  _socket: PySocket,
  own: Endpoint,
  data: Uint8Array,
  to: NonNullable<Endpoint['remote']>,
): Escapes<number> {
  if (own.local === null && 'host' in to) bind(own, { host: '127.0.0.1', port: 0 });
  const target = ownerOf(to, false);
  // Datagrams for nobody are lost.
  return target === undefined ? data.length : deliverTo(own, target, data);
}

function receive(
  socket: PySocket,
  limit: number,
  flags: number,
): Escapes<{ data: Uint8Array; from: Endpoint['remote'] }> {
  if (limit < 0) raiseValueError('negative buffersize in recv');
  const own = endpoint(socket);
  if (own.stream && own.peer === null && !own.ended && !own.reset && !own.hasData)
    raiseSocketError('ENOTCONN');
  const patient = (flags & CONSTANTS.MSG_DONTWAIT!) === 0;
  if (!patient && !own.readable) raiseSocketError('EAGAIN');
  wait(socket, () => own.readable || own.closed, 'receiving');
  endpoint(socket);
  if (!own.stream) {
    const peek = (flags & CONSTANTS.MSG_PEEK!) !== 0;
    const datagram = peek ? own.datagrams[0]! : own.datagrams.shift()!;
    return { data: datagram.data.subarray(0, limit), from: datagram.from };
  }
  if (own.reset && !own.hasData) {
    own.reset = false;
    raiseSocketError('ECONNRESET');
  }
  return { data: own.read(limit, (flags & CONSTANTS.MSG_PEEK!) !== 0), from: null };
}

/** Room of a writable buffer. */
function writable(value: PyObject): Escapes<Uint8Array> {
  if (value instanceof PyByteArray) return value.data.subarray(0, value.length);
  const data = needBytes(value);
  if (typeName(value) === 'bytes') raiseTypeError('read-write bytes-like object expected, not bytes');
  return data;
}

function receiveInto(
  socket: PySocket,
  args: readonly PyObject[],
): Escapes<{ count: number; from: Endpoint['remote'] }> {
  const buffer = writable(args[0]!);
  const wanted = args.length > 1 ? Number(asIndex(args[1]!)) : 0;
  if (wanted < 0) raiseValueError('negative buffersize in recv_into');
  if (wanted > buffer.length) raiseValueError('buffer too small for requested bytes');
  const { data, from } = receive(socket, wanted === 0 ? buffer.length : wanted, flagsOf(args, 2));
  buffer.set(data);
  return { count: data.length, from };
}

const flagsOf = (args: readonly PyObject[], index: number): number =>
  args.length > index ? Number(asIndex(args[index]!)) : 0;

// ── Options ──

function setOption(socket: PySocket, args: readonly PyObject[]): Escapes<null> {
  const level = Number(asIndex(args[0]!));
  const option = Number(asIndex(args[1]!));
  endpoint(socket);
  const value = args[2]!;
  const number = asInt(value);
  if (number === undefined && value !== null) needBytes(value);
  socket.options.set(level * 0x10000 + option, number === undefined ? 0 : Number(number));
  return null;
}

function option(socket: PySocket, args: readonly PyObject[]): Escapes<PyObject> {
  const level = Number(asIndex(args[0]!));
  const name = Number(asIndex(args[1]!));
  const own = endpoint(socket);
  let value = socket.options.get(level * 0x10000 + name) ?? 0;
  if (level === CONSTANTS.SOL_SOCKET) {
    if (name === CONSTANTS.SO_ERROR) {
      value = own.error;
      own.error = 0;
    } else if (name === CONSTANTS.SO_TYPE) value = socket.type;
    else if (name === CONSTANTS.SO_ACCEPTCONN) value = own.backlog === null ? 0 : 1;
    else if ((name === CONSTANTS.SO_RCVBUF || name === CONSTANTS.SO_SNDBUF) && value === 0) value = 212992;
  }
  if (args.length < 3) return value;
  const data = new Uint8Array(Number(asIndex(args[2]!)));
  new DataView(data.buffer).setInt32(0, value, true);
  return newBytes(data);
}

function shutdown(socket: PySocket, how: number): Escapes<null> {
  const own = endpoint(socket);
  if (own.peer === null && !own.ended) raiseSocketError('ENOTCONN');
  if (how < 0 || how > 2) raiseSocketError('EINVAL');
  own.shutdown(how !== CONSTANTS.SHUT_WR, how !== CONSTANTS.SHUT_RD);
  return null;
}

function methods(gaierror: PyType): MethodDef[] {
  const bytesArgument = (value: PyObject): Uint8Array => needBytes(value);
  return [
    { kind: 'NOARGS', name: '_accept', waits: true, call: (self) => accept(as(self)) },
    {
      kind: 'O',
      name: 'bind',
      call(self, address) {
        const own = endpoint(as(self));
        const wanted = addressArgument(address, as(self).family, 'bind', unknownHost(gaierror));
        if (own.local !== null) raiseSocketError('EINVAL');
        if (!bind(own, wanted)) raiseSocketError('EADDRINUSE');
        return null;
      },
    },
    {
      kind: 'FASTCALL',
      name: 'listen',
      min: 0,
      max: 1,
      call(self, args) {
        listen(as(self), args.length > 0 ? Number(asIndex(args[0]!)) : 128);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'connect',
      call(self, address) {
        const code = connect(as(self), address, gaierror);
        if (code !== 0) {
          const names = ['ECONNREFUSED', 'EISCONN', 'ENOENT'];
          raiseSocketError(names.find((name) => errorNumber(name) === code)!);
        }
        return null;
      },
    },
    { kind: 'O', name: 'connect_ex', call: (self, address) => connect(as(self), address, gaierror) },
    {
      kind: 'FASTCALL',
      name: 'send',
      min: 1,
      max: 2,
      call: (self, args) => send(as(self), bytesArgument(args[0]!)),
    },
    {
      kind: 'FASTCALL',
      name: 'sendall',
      min: 1,
      max: 2,
      call: (self, args) => sendAll(as(self), bytesArgument(args[0]!)),
    },
    {
      kind: 'FASTCALL',
      name: 'sendto',
      min: 2,
      max: 3,
      call(self, args) {
        const socket = as(self);
        const own = endpoint(socket);
        const to = addressArgument(args.at(-1)!, socket.family, 'sendto', unknownHost(gaierror));
        const data = bytesArgument(args[0]!);
        return own.stream ? send(socket, data) : sendDatagram(socket, own, data, to);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'recv',
      waits: true,
      min: 1,
      max: 2,
      call: (self, args) => newBytes(receive(as(self), Number(asIndex(args[0]!)), flagsOf(args, 1)).data),
    },
    {
      kind: 'FASTCALL',
      name: 'recvfrom',
      waits: true,
      min: 1,
      max: 2,
      call(self, args) {
        const { data, from } = receive(as(self), Number(asIndex(args[0]!)), flagsOf(args, 1));
        return newTuple([newBytes(data), from === null ? null : addressValue(from, as(self).family)]);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'recv_into',
      min: 1,
      max: 3,
      call: (self, args) => receiveInto(as(self), args).count,
    },
    {
      kind: 'FASTCALL',
      name: 'recvfrom_into',
      min: 1,
      max: 3,
      call(self, args) {
        const { count, from } = receiveInto(as(self), args);
        return newTuple([count, from === null ? null : addressValue(from, as(self).family)]);
      },
    },
    {
      kind: 'NOARGS',
      name: 'close',
      call(self) {
        (as(self).endpoint as Endpoint | null)?.close();
        as(self).endpoint = null;
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'detach',
      call(self) {
        const { endpoint: own } = as(self);
        as(self).endpoint = null;
        return own === null ? -1 : (own as Endpoint).descriptor;
      },
    },
    {
      kind: 'NOARGS',
      name: 'fileno',
      call(self) {
        const own = as(self).endpoint as Endpoint | null;
        return own === null ? -1 : own.descriptor;
      },
    },
    {
      kind: 'NOARGS',
      name: 'getsockname',
      call: (self) => addressValue(endpoint(as(self)).local, as(self).family),
    },
    {
      kind: 'NOARGS',
      name: 'getpeername',
      call(self) {
        const own = endpoint(as(self));
        if (own.peer === null && (own.stream || own.remote === null)) raiseSocketError('ENOTCONN');
        return addressValue(own.remote, as(self).family);
      },
    },
    {
      kind: 'O',
      name: 'setblocking',
      call(self, flag) {
        as(self).timeout = Number(asIndex(flag)) === 0 ? 0 : null;
        return null;
      },
    },
    { kind: 'NOARGS', name: 'getblocking', call: (self) => as(self).timeout !== 0 },
    {
      kind: 'O',
      name: 'settimeout',
      call(self, value) {
        as(self).timeout = timeoutArgument(value);
        return null;
      },
    },
    {
      kind: 'NOARGS',
      name: 'gettimeout',
      call: (self) => (as(self).timeout === null ? null : newFloat(as(self).timeout!)),
    },
    { kind: 'FASTCALL', name: 'setsockopt', min: 3, max: 4, call: (self, args) => setOption(as(self), args) },
    { kind: 'FASTCALL', name: 'getsockopt', min: 2, max: 3, call: (self, args) => option(as(self), args) },
    { kind: 'O', name: 'shutdown', call: (self, how) => shutdown(as(self), Number(asIndex(how))) },
  ];
}

export function createSocketType(gaierror: PyType): PyType {
  return createBuiltinType('_socket.socket', 'PySocket', ObjectType, {
    doc: 'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object',
    slots: {
      tp_new: (type) => new PySocket(type),
      tp_init: (self, args, names) => initialize(as(self), args, names),
      tp_repr(self) {
        const own = as(self).endpoint as Endpoint | null;
        const { family, type, proto } = as(self);
        return `<socket object, fd=${own === null ? -1 : own.descriptor}, family=${family}, type=${type}, proto=${proto}>`;
      },
    },
    methods: methods(gaierror),
    getset: [
      { name: 'family', get: (self) => as(self).family },
      { name: 'type', get: (self) => as(self).type },
      { name: 'proto', get: (self) => as(self).proto },
      {
        name: 'timeout',
        get: (self) => (as(self).timeout === null ? null : newFloat(as(self).timeout!)),
      },
    ],
  });
}

/** A pair of sockets that are connected. */
export function socketPair(type: PyType, family: number, kind: number): Escapes<PyObject> {
  const stream = (kind & ~(CONSTANTS.SOCK_NONBLOCK! | CONSTANTS.SOCK_CLOEXEC!)) === CONSTANTS.SOCK_STREAM;
  const [left, right] = [new Endpoint(stream), new Endpoint(stream)];
  connectPair(left, right);
  const make = (own: Endpoint): PyObject => {
    const socket = new PySocket(type);
    socket.endpoint = own;
    socket.family = family;
    socket.type = stream ? CONSTANTS.SOCK_STREAM! : CONSTANTS.SOCK_DGRAM!;
    socket.timeout = defaultTimeout.seconds;
    return socket;
  };
  return newTuple([make(left), make(right)]);
}

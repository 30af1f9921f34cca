/** The module `_socket` (CPython: Modules/socketmodule.c). */
import {
  asBytes,
  asIndex,
  asInt,
  asStr,
  createBuiltinType,
  type Escapes,
  emptyItems,
  type MethodDef,
  newBytes,
  newException,
  newFloat,
  newList,
  newTuple,
  OSErrorType,
  OverflowErrorType,
  type PyModule,
  type PyObject,
  PyTuple,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  strToJs,
  TimeoutErrorType,
  typeName,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { AF_INET, AF_INET6, AF_UNIX, ipv6Text, parseIpv4, parseIpv6, resolve } from './addresses.ts';
import { CONSTANTS } from './constants.ts';
import { raiseSocketError, unknownHost } from './errors.ts';
import { endpointOf } from './network.ts';
import { createSocketType, defaultTimeout, socketPair, timeoutArgument } from './socket-type.ts';

const HOST_NAME = 'localhost';

const INFO = {
  name: 'getaddrinfo',
  names: ['host', 'port', 'family', 'type', 'proto', 'flags'],
  positional: 6,
  required: 2,
};

const SERVICES: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ftp: 21,
  ssh: 22,
  smtp: 25,
  domain: 53,
};

function text(value: PyObject, what: string): Escapes<string> {
  const found = asStr(value);
  if (found !== undefined) return strToJs(found);
  const bytes = asBytes(value);
  if (bytes !== undefined) return String.fromCharCode(...bytes);
  raiseTypeError(`${what} must be string, bytes, int or None`);
}

/** Families, kinds and protocols that fit, for names known here. */
function addressInfo(
  args: readonly PyObject[],
  names: readonly string[] | null,
  gaierror: PyType,
): Escapes<PyObject> {
  const [hostValue, portValue, ...rest] = parseArguments(INFO, args, names);
  const [family = 0, type = 0, proto = 0, flags = 0] = rest.map((value) =>
    value === undefined ? 0 : Number(asIndex(value)),
  );
  const port =
    portValue === null
      ? 0
      : asInt(portValue!) !== undefined
        ? Number(asInt(portValue!))
        : serviceOf(text(portValue!, 'Int or String'), gaierror);
  const passive = (flags & CONSTANTS.AI_PASSIVE!) !== 0;
  const host =
    hostValue === null ? (passive ? '' : 'localhost') : text(hostValue!, 'getaddrinfo() argument 1');
  const kinds: [number, number][] = [
    [CONSTANTS.SOCK_STREAM!, CONSTANTS.IPPROTO_TCP!],
    [CONSTANTS.SOCK_DGRAM!, CONSTANTS.IPPROTO_UDP!],
    [CONSTANTS.SOCK_RAW!, 0],
  ];
  const items = emptyItems();
  for (const each of [AF_INET6, AF_INET]) {
    if (family !== 0 && family !== each) continue;
    // The loopback interface has one name for both; the wildcard too.
    const numeric = parseIpv4(host) !== undefined ? AF_INET : parseIpv6(host) !== undefined ? AF_INET6 : 0;
    if (numeric !== 0 && numeric !== each) continue;
    if (host === 'localhost' && each === AF_INET6 && family === 0) continue;
    const resolved = resolve(host, each);
    if (resolved === undefined) continue;
    for (const [kind, protocol] of kinds) {
      if (type !== 0 && type !== kind) continue;
      if (proto !== 0 && proto !== protocol && kind !== CONSTANTS.SOCK_RAW) continue;
      const address = each === AF_INET6 ? [resolved, port, 0, 0] : [resolved, port];
      items.push(newTuple([each, kind, protocol, '', newTuple(address)]));
    }
  }
  if (items.length === 0) unknownHost(gaierror)();
  return newList(items);
}

function serviceOf(name: string, gaierror: PyType): Escapes<number> {
  if (/^\d+$/.test(name)) return Number(name);
  const port = SERVICES[name];
  if (port === undefined) throw newException(gaierror, [-8, 'Servname not supported for ai_socktype']);
  return port;
}

/** Numbers between host and network order. */
function swapped(name: string, bits: 16 | 32): MethodDef {
  return {
    kind: 'O',
    name,
    call(_module, value) {
      const number = asInt(value);
      if (number === undefined) raiseTypeError(`expected int, ${typeName(value)} found`);
      if (number < 0)
        raise(
          OverflowErrorType,
          `${name}: can't convert negative Python int to C ${bits}-bit unsigned integer`,
        );
      if (number >= 2 ** bits)
        raise(
          OverflowErrorType,
          `${name}: Python int too large to convert to C ${bits}-bit unsigned integer`,
        );
      const view = new DataView(new ArrayBuffer(4));
      if (bits === 16) {
        view.setUint16(0, Number(number), true);
        return view.getUint16(0, false);
      }
      view.setUint32(0, Number(number), true);
      return view.getUint32(0, false);
    },
  };
}

function toPacked(family: number, address: string): Escapes<PyObject> {
  if (family !== AF_INET && family !== AF_INET6) raiseSocketError('EAFNOSUPPORT');
  const packed = family === AF_INET ? parseIpv4(address) : parseIpv6(address);
  if (packed === undefined) raise(OSErrorType, 'illegal IP address string passed to inet_pton');
  return newBytes(packed);
}

function toPresentation(family: number, data: Uint8Array): Escapes<PyObject> {
  const size =
    family === AF_INET ? 4 : family === AF_INET6 ? 16 : raiseValueError(`unknown address family ${family}`);
  if (data.length !== size) raiseValueError('invalid length of packed IP address string');
  return family === AF_INET ? data.join('.') : ipv6Text(data);
}

const bytesOf = (value: PyObject): Uint8Array =>
  asBytes(value) ?? raiseTypeError(`a bytes-like object is required, not '${typeName(value)}'`);

const PAIR = { name: 'socketpair', names: ['family', 'type', 'proto'], positional: 3, required: 0 };

export function createSocket(): PyModule {
  const gaierror = createBuiltinType('socket.gaierror', 'PyBaseException', OSErrorType, {});
  const herror = createBuiltinType('socket.herror', 'PyBaseException', OSErrorType, {});
  const socket = createSocketType(gaierror);
  const functions: MethodDef[] = [
    {
      kind: 'KEYWORDS',
      name: 'socketpair',
      doc: 'Create a pair of socket objects from the sockets returned by the platform socketpair() function.',
      call(_module, args, names) {
        const [family = AF_UNIX, type = CONSTANTS.SOCK_STREAM!] = parseArguments(PAIR, args, names);
        const number = (value: PyObject, initial: number): number =>
          value === null ? initial : Number(asIndex(value));
        return socketPair(socket, number(family, AF_UNIX), number(type, CONSTANTS.SOCK_STREAM!));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'getaddrinfo',
      doc: 'Resolve host and port into addrinfo struct.',
      call: (_module, args, names) => addressInfo(args, names, gaierror),
    },
    {
      kind: 'FASTCALL',
      name: 'getnameinfo',
      min: 2,
      max: 2,
      doc: 'Get host and port for a sockaddr.',
      call(_module, args) {
        if (!(args[0] instanceof PyTuple)) raiseTypeError('getnameinfo() argument 1 must be a tuple');
        const [host, port] = args[0].items;
        const numeric = (Number(asIndex(args[1]!)) & CONSTANTS.NI_NUMERICHOST!) !== 0;
        const name = strToJs(asStr(host!)!);
        return newTuple([!numeric && name.startsWith('127.') ? HOST_NAME : name, String(asIndex(port!))]);
      },
    },
    { kind: 'NOARGS', name: 'gethostname', doc: 'Return the current host name.', call: () => HOST_NAME },
    {
      kind: 'O',
      name: 'gethostbyname',
      doc: 'Return the IP address of a host.',
      call: (_module, name) =>
        resolve(text(name, 'gethostbyname() argument 1'), AF_INET) ?? unknownHost(gaierror)(),
    },
    {
      kind: 'O',
      name: 'gethostbyaddr',
      call: (_module, name) =>
        newTuple([
          HOST_NAME,
          newList([]),
          newList([resolve(text(name, 'gethostbyaddr() argument 1'), AF_INET) ?? unknownHost(gaierror)()]),
        ]),
    },
    {
      kind: 'FASTCALL',
      name: 'getservbyname',
      min: 1,
      max: 2,
      call(_module, args) {
        const port = SERVICES[text(args[0]!, 'getservbyname() argument 1')];
        return port === undefined ? raise(OSErrorType, 'service/proto not found') : port;
      },
    },
    swapped('htons', 16),
    swapped('ntohs', 16),
    swapped('htonl', 32),
    swapped('ntohl', 32),
    {
      kind: 'O',
      name: 'inet_aton',
      call: (_module, address) =>
        newBytes(
          parseIpv4(text(address, 'inet_aton() argument 1')) ??
            raise(OSErrorType, 'illegal IP address string passed to inet_aton'),
        ),
    },
    {
      kind: 'O',
      name: 'inet_ntoa',
      call(_module, data) {
        const bytes = bytesOf(data);
        return bytes.length === 4 ? bytes.join('.') : raise(OSErrorType, 'packed IP wrong length');
      },
    },
    {
      kind: 'FASTCALL',
      name: 'inet_pton',
      min: 2,
      max: 2,
      call: (_module, args) => toPacked(Number(asIndex(args[0]!)), text(args[1]!, 'inet_pton() argument 2')),
    },
    {
      kind: 'FASTCALL',
      name: 'inet_ntop',
      min: 2,
      max: 2,
      call: (_module, args) => toPresentation(Number(asIndex(args[0]!)), bytesOf(args[1]!)),
    },
    {
      kind: 'NOARGS',
      name: 'getdefaulttimeout',
      call: () => (defaultTimeout.seconds === null ? null : newFloat(defaultTimeout.seconds)),
    },
    {
      kind: 'O',
      name: 'setdefaulttimeout',
      call(_module, value) {
        defaultTimeout.seconds = timeoutArgument(value);
        return null;
      },
    },
    {
      kind: 'O',
      name: 'close',
      doc: 'Close an integer socket file descriptor.',
      call(_module, descriptor) {
        const own = endpointOf(Number(asIndex(descriptor)));
        if (own === undefined) raiseSocketError('EBADF');
        own.close();
        return null;
      },
    },
  ];
  return defineModule({
    name: '_socket',
    doc: 'Implementation module for socket operations, on a network within this process.',
    functions,
    members: {
      ...CONSTANTS,
      socket,
      SocketType: socket,
      error: OSErrorType,
      herror,
      gaierror,
      timeout: TimeoutErrorType,
      has_ipv6: true,
    },
  });
}

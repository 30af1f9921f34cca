/** Errors of sockets, as the C library words them. */
import { call, newException, OSErrorType, type PyObject, type PyType } from '../../objects/index.ts';
import { ERRNO } from '../errno.ts';

const TEXTS: Readonly<Record<string, string>> = {
  EBADF: 'Bad file descriptor',
  EAGAIN: 'Resource temporarily unavailable',
  EINVAL: 'Invalid argument',
  EPIPE: 'Broken pipe',
  ENOTSOCK: 'Socket operation on non-socket',
  EDESTADDRREQ: 'Destination address required',
  EPROTOTYPE: 'Protocol wrong type for socket',
  EOPNOTSUPP: 'Operation not supported',
  EAFNOSUPPORT: 'Address family not supported by protocol',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ECONNRESET: 'Connection reset by peer',
  EISCONN: 'Transport endpoint is already connected',
  ENOTCONN: 'Transport endpoint is not connected',
  ECONNREFUSED: 'Connection refused',
  ENOENT: 'No such file or directory',
};

/** Raises the OSError (or its subclass) of a number given by its name. */
export function raiseSocketError(name: string): never {
  throw call(OSErrorType, [ERRNO[name]!, TEXTS[name] ?? name]);
}

export const errorNumber = (name: string): number => ERRNO[name]!;

/** gaierror for a name that cannot be resolved. */
export function unknownHost(type: PyType): () => never {
  return () => {
    const args: PyObject[] = [-2, 'Name or service not known'];
    throw newException(type, args);
  };
}

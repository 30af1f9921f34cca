/** Errors of the host → OSError with Linux's numbers and words (CPython: PyErr_SetFromErrno). */
import {
  asBytes,
  asStr,
  call,
  callMethod,
  decodeBytes,
  type Escapes,
  encodeStr,
  getAttributeOrUndefined,
  newBytes,
  newStr,
  OSErrorType,
  type PyBaseException,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  strToJs,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { ERRNO } from '../errno.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENXIO: 'No such device or address',
  E2BIG: 'Argument list too long',
  ENOEXEC: 'Exec format error',
  EBADF: 'Bad file descriptor',
  ECHILD: 'No child processes',
  EAGAIN: 'Resource temporarily unavailable',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EFAULT: 'Bad address',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EXDEV: 'Invalid cross-device link',
  ENODEV: 'No such device',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENFILE: 'Too many open files in system',
  EMFILE: 'Too many open files',
  ENOTTY: 'Inappropriate ioctl for device',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ESPIPE: 'Illegal seek',
  EROFS: 'Read-only file system',
  EMLINK: 'Too many links',
  EPIPE: 'Broken pipe',
  EDOM: 'Numerical argument out of domain',
  ERANGE: 'Numerical result out of range',
  ENAMETOOLONG: 'File name too long',
  ENOSYS: 'Function not implemented',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENOTSUP: 'Operation not supported',
  EOVERFLOW: 'Value too large for defined data type',
};

const byNumber = new Map(Object.keys(MESSAGES).map((code) => [ERRNO[code]!, MESSAGES[code]!]));

/** `os.strerror(number)`. */
export function errorMessage(number: number): string {
  return byNumber.get(number) ?? (number === 0 ? 'Success' : `Unknown error ${number}`);
}

/** OSError for an error code such as `ENOENT`, with the file names that the call was about. */
export function osError(
  code: string,
  path: PyObject = null,
  path2: PyObject = null,
): Escapes<PyBaseException> {
  const number = ERRNO[code] ?? ERRNO.EIO!;
  const args: PyObject[] = [number, errorMessage(number)];
  if (path !== null) args.push(path);
  if (path2 !== null) args.push(null, path2);
  return call(OSErrorType, args) as PyBaseException;
}

/** Runs a function of the host; what it throws with a code becomes OSError. */
export function onHost<T>(action: () => T, path: PyObject = null, path2: PyObject = null): Escapes<T> {
  try {
    return action();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && code in ERRNO) throw osError(code, path, path2);
    // Node checks arguments itself: what is out of its range is invalid for the system too.
    if (code === 'ERR_OUT_OF_RANGE' || code === 'ERR_INVALID_ARG_VALUE') throw osError('EINVAL', path, path2);
    throw error;
  }
}

/** `os.fspath(path)`: str, bytes, or what `__fspath__` gives. */
export function fileSystemPath(path: PyObject): Escapes<PyObject> {
  if (asStr(path) !== undefined || typeName(path) === 'bytes') return path;
  const method = getAttributeOrUndefined(typeOf(path), '__fspath__');
  if (method === undefined) {
    raiseTypeError(`expected str, bytes or os.PathLike object, not ${typeName(path)}`);
  }
  const result = callMethod(path, '__fspath__');
  if (asStr(result) !== undefined || typeName(result) === 'bytes') return result;
  raiseTypeError(`expected ${typeName(path)}.__fspath__() to return str or bytes, not ${typeName(result)}`);
}

/** A path as the host takes it: text, or bytes where UTF-8 cannot say it; or a descriptor. */
export type HostPath = string | Buffer;

export function hostPath(path: PyObject, name: string, parameter = 'path'): Escapes<HostPath> {
  const direct = asStr(path) !== undefined || asBytes(path) !== undefined;
  if (!direct && getAttributeOrUndefined(typeOf(path), '__fspath__') === undefined) {
    raiseTypeError(`${name}: ${parameter} should be string, bytes or os.PathLike, not ${typeName(path)}`);
  }
  const value = direct ? path : fileSystemPath(path);
  const bytes = asBytes(value);
  if (bytes !== undefined) {
    if (bytes.includes(0)) raiseValueError(`${name}: embedded null character in ${parameter}`);
    return Buffer.from(bytes);
  }
  const text = strToJs(asStr(value)!);
  if (text.includes('\0')) raiseValueError(`${name}: embedded null character in ${parameter}`);
  if (text.isWellFormed()) return text;
  return Buffer.from(encodeStr(asStr(value)!, 'utf-8', 'surrogateescape'));
}

/** `os.fsdecode` of bytes. */
export function decodeName(bytes: Uint8Array): PyObject {
  return decodeBytes(bytes, 'utf-8', 'surrogateescape');
}

/** A name of the host as the program gave the path: bytes for bytes. */
export function nameLike(model: PyObject, name: Buffer): Escapes<PyObject> {
  const value = model === null ? null : fileSystemPath(model);
  return value !== null && typeName(value) === 'bytes' ? newBytes(new Uint8Array(name)) : decodeName(name);
}

export function textResult(model: PyObject, text: string): Escapes<PyObject> {
  return nameLike(model, Buffer.from(text, 'utf8')) ?? newStr(text);
}

/** What goes into hash objects and what comes out of them. */
import { asBytes, type Escapes, isStr, type PyObject, raiseTypeError } from '../../objects/index.ts';

/** The bytes to be hashed (CPython: Modules/hashlib.h GET_BUFFER_VIEW_OR_ERROUT). */
export function messageBytes(value: PyObject): Escapes<Uint8Array> {
  if (isStr(value)) raiseTypeError('Strings must be encoded before hashing');
  const data = asBytes(value);
  if (data === undefined) raiseTypeError('object supporting the buffer API required');
  return data;
}

/** The message of a constructor, given as `data` or under its old name `string`. */
export function messageOf(
  data: PyObject | undefined,
  string: PyObject | undefined,
): Escapes<Uint8Array | undefined> {
  if (data !== undefined && string !== undefined)
    raiseTypeError(
      "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.",
    );
  const message = data === undefined ? string : data;
  return message === undefined ? undefined : messageBytes(message);
}

export function hexText(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
}

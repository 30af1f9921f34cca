/** The bytes of any object that exports a buffer. */
import { asBytes, bufferBytes, type Escapes, needBuffer, type PyObject } from '../objects/index.ts';

/** A view where the memory is contiguous. TypeError for what is not bytes-like. */
export function bytesLike(value: PyObject): Escapes<Uint8Array> {
  return asBytes(value) ?? bufferBytes(needBuffer(value));
}

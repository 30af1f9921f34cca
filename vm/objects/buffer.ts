/**
 * The buffer protocol (PEP 3118, PEP 688): how objects let others read and write their memory. A type exports through its
 * slot `bf_getbuffer`; `asBytes` of bytes-data.ts and memoryview take it from there.
 */
import type { Escapes, Pure, Raises } from './effects.ts';
import { raiseTypeError } from './errors.ts';
import type { BufferExport } from './host-types.ts';
import type { PyObject } from './object.ts';
import { typeName, typeOf } from './typeof.ts';

/** One dimension of items side by side. */
export function plainBuffer(
  data: Uint8Array,
  readonly: boolean,
  format = 'B',
  itemsize = 1,
): Pure<BufferExport> {
  return {
    data,
    readonly,
    format,
    itemsize,
    shape: [Math.floor(data.length / itemsize)],
    strides: [itemsize],
    offset: 0,
  };
}

/** What the object exports; `undefined` where it does not. */
export function getBuffer(value: PyObject): Escapes<BufferExport | undefined> {
  const slot = typeOf(value).bf_getbuffer;
  return slot === null ? undefined : slot(value);
}

/** `PyObject_GetBuffer`: TypeError for what is not bytes-like; `who` stands before the message. */
export function needBuffer(value: PyObject, who = ''): Escapes<BufferExport> {
  const buffer = getBuffer(value);
  if (buffer === undefined) raiseTypeError(`${who}a bytes-like object is required, not '${typeName(value)}'`);
  return buffer;
}

/** Items lie one after the other, the last index running fastest. */
export function isContiguous(buffer: BufferExport): Pure<boolean> {
  let expected = buffer.itemsize;
  for (let dimension = buffer.shape.length - 1; dimension >= 0; dimension--) {
    const length = buffer.shape[dimension]!;
    if (length === 0) return true;
    if (length > 1 && buffer.strides[dimension] !== expected) return false;
    expected *= length;
  }
  return true;
}

/** The exported bytes in C order: the memory itself where it is contiguous, else a copy. */
export function bufferBytes(buffer: BufferExport): Raises<Uint8Array> {
  const { data, itemsize, offset } = buffer;
  const size = buffer.shape.reduce((product, length) => product * length, itemsize);
  if (isContiguous(buffer)) {
    return offset === 0 && size === data.length ? data : data.subarray(offset, offset + size);
  }
  const copy = new Uint8Array(size);
  let at = 0;
  eachItem(buffer, (position) => {
    for (let byte = 0; byte < itemsize; byte++) copy[at++] = data[position + byte]!;
  });
  return copy;
}

/** Calls `visit` with the position of each item in C order. */
export function eachItem(buffer: BufferExport, visit: (position: number) => void): void {
  const { shape, strides } = buffer;
  const walk = (dimension: number, position: number): void => {
    if (dimension === shape.length) {
      visit(position);
      return;
    }
    for (let index = 0; index < shape[dimension]!; index++) {
      walk(dimension + 1, position + index * strides[dimension]!);
    }
  };
  walk(0, buffer.offset);
}

/** `io.BytesIO`: a file in memory (CPython: Modules/_io/bytesio.c). */
import {
  type Escapes,
  forEachItem,
  type IoState,
  instanceDict,
  newByteArray,
  newBytes,
  newList,
  newMemoryView,
  newTuple,
  type PyByteArray,
  PyDict,
  type PyIoObject,
  type PyObject,
  PyTuple,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { baseTypes } from './base.ts';
import { int, ioType, m, size, stateOf, writableBytes } from './shared.ts';

class BytesState implements IoState {
  closed = false;
  data = new Uint8Array(0);
  length = 0;
  position = 0;
  /** What `getbuffer` has given out shares the memory: it must not move while that is in use. */
  exported: PyByteArray | undefined;

  reserve(length: number): void {
    if (length <= this.data.length) return;
    const grown = new Uint8Array(Math.max(length, this.data.length + (this.data.length >> 1) + 64));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  write(bytes: Uint8Array): void {
    const end = this.position + bytes.length;
    if (bytes.length === 0) return;
    this.reserve(end);
    if (this.position > this.length) this.data.fill(0, this.length, this.position);
    this.data.set(bytes, this.position);
    this.position = end;
    this.length = Math.max(this.length, end);
  }

  read(count: number): Uint8Array {
    const available = Math.max(0, this.length - this.position);
    const taken = count < 0 ? available : Math.min(count, available);
    const piece = this.data.slice(this.position, this.position + taken);
    this.position += taken;
    return piece;
  }

  line(limit: number): Uint8Array {
    const end = Math.min(this.length, limit < 0 ? this.length : this.position + limit);
    const found = this.data.subarray(0, end).indexOf(10, this.position);
    return this.read((found < 0 ? end : found + 1) - Math.min(this.position, end));
  }
}

function open(self: PyObject): BytesState {
  const state = stateOf<BytesState>(self);
  if (state.closed) raiseValueError('I/O operation on closed file.');
  return state;
}

const INIT = { name: 'BytesIO', names: ['initial_bytes'], positional: 1, required: 0 };

function initialize(
  self: PyObject,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<void> {
  const [initial = null] = parseArguments(INIT, args, names);
  const state = new BytesState();
  if (initial !== null) {
    state.data = bytesLike(initial).slice() as Uint8Array<ArrayBuffer>;
    state.length = state.data.length;
  }
  (self as PyIoObject).state = state;
}

function seek(state: BytesState, offset: number, whence: number): Escapes<number> {
  if (whence === 0 && offset < 0) raiseValueError(`negative seek value ${offset}`);
  if (whence < 0 || whence > 2) raiseValueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  const start = whence === 0 ? 0 : whence === 1 ? state.position : state.length;
  state.position = Math.max(0, start + offset);
  return state.position;
}

let type: PyType | undefined;

export function bytesIoType(): PyType {
  type ??= ioType('BytesIO', baseTypes().buffered, () => new BytesState(), {
    doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
    slots: {
      tp_init: initialize,
      tp_iternext(self) {
        const line = open(self).line(-1);
        return line.length === 0 ? undefined : newBytes(line);
      },
    },
    getset: [{ name: 'closed', get: (self) => stateOf(self).closed }],
    methods: [
      ...(['readable', 'writable', 'seekable'] as const).map((name) =>
        m(`${name}()`, (self) => {
          open(self);
          return true;
        }),
      ),
      m('flush()', (self) => {
        open(self);
        return null;
      }),
      m('isatty()', (self) => {
        open(self);
        return false;
      }),
      m('close()', (self) => {
        stateOf(self).closed = true;
        return null;
      }),
      m('getvalue()', (self) => {
        const state = open(self);
        return newBytes(state.data.slice(0, state.length));
      }),
      m('getbuffer()', (self) => {
        const state = open(self);
        const array = newByteArray(state.data.subarray(0, state.length));
        state.exported = array;
        return newMemoryView(array);
      }),
      m('read(size=, /)', (self, [count]) => newBytes(open(self).read(size(count)))),
      m('read1(size=, /)', (self, [count]) => newBytes(open(self).read(size(count)))),
      m('readinto(buffer, /)', (self, [buffer]) => {
        const state = open(self);
        const target = writableBytes(buffer!, 'readinto');
        const piece = state.read(target.length);
        target.set(piece);
        return piece.length;
      }),
      m('peek(size=, /)', (self, [count]) => {
        const state = open(self);
        const wanted = size(count);
        const end = wanted < 0 ? state.length : Math.min(state.length, state.position + wanted);
        return newBytes(state.data.slice(state.position, end));
      }),
      m('readline(size=, /)', (self, [limit]) => newBytes(open(self).line(size(limit)))),
      m('readlines(hint=, /)', (self, [hint]) => {
        const state = open(self);
        const limit = size(hint);
        const lines: PyObject[] = [];
        let length = 0;
        for (let line = state.line(-1); line.length > 0; line = state.line(-1)) {
          lines.push(newBytes(line));
          length += line.length;
          if (limit > 0 && length >= limit) break;
        }
        return newList(lines);
      }),
      m('write(b, /)', (self, [data]) => {
        const state = open(self);
        const bytes = bytesLike(data!);
        state.write(bytes);
        return bytes.length;
      }),
      m('writelines(lines, /)', (self, [lines]) => {
        const state = open(self);
        forEachItem(lines!, (line) => state.write(bytesLike(line)));
        return null;
      }),
      m('seek(pos, whence=, /)', (self, [offset, whence]) => seek(open(self), int(offset), int(whence))),
      m('tell()', (self) => open(self).position),
      m('truncate(size=, /)', (self, [length = null]) => {
        const state = open(self);
        const to = length === null ? state.position : int(length);
        if (to < 0) raiseValueError(`negative size value ${to}`);
        state.length = Math.min(state.length, to);
        return to;
      }),
      m('__getstate__()', (self) => {
        const state = open(self);
        const { dict } = self as PyIoObject;
        return newTuple([newBytes(state.data.slice(0, state.length)), state.position, dict]);
      }),
      m('__setstate__(state, /)', (self, [value]) => {
        if (!(value instanceof PyTuple) || value.items.length < 3)
          raiseTypeError(
            `${typeName(self)}.__setstate__ argument should be 3-tuple, got ${typeName(value!)}`,
          );
        const [data, position, dict] = value.items as [PyObject, PyObject, PyObject];
        initialize(self, [data], null);
        const state = open(self);
        if (typeof position !== 'number')
          raiseTypeError(`second item of state must be an integer, not ${typeName(position)}`);
        if (position < 0) raiseValueError('position value cannot be negative');
        state.position = position;
        if (dict instanceof PyDict) {
          const own = instanceDict(self as PyIoObject);
          for (const key of dict.table.keyItems()) own.table.set(key, dict.table.get(key)!);
        }
        return null;
      }),
    ],
  });
  return type;
}

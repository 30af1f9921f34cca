/** `io.BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair` (CPython: Modules/_io/bufferedio.c). */
import {
  BlockingIOErrorType,
  call,
  callMethod,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  type IoState,
  isTrue,
  type MethodDef,
  newByteArray,
  newBytes,
  newStr,
  OSErrorType,
  PyFloat,
  type PyIoObject,
  type PyObject,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  repr,
  strToJs,
  type TypeDefinition,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { onHost } from '../posix/errors.ts';
import { baseTypes } from './base.ts';
import { type FileState, fileType } from './file.ts';
import {
  bytesRead,
  concatenate,
  DEFAULT_BUFFER_SIZE,
  int,
  ioType,
  isClosed,
  m,
  size,
  stateOf,
  unsupported,
  writableBytes,
} from './shared.ts';

const EMPTY = new Uint8Array(0);

/**
 * One buffer serves both directions, never at once: bytes read ahead, or bytes that wait to be written. `ahead` is empty
 * while bytes wait, and the raw stream's position is then where the first of them belongs.
 */
export class BufferedState implements IoState {
  raw: PyObject = undefined as unknown as PyObject;
  detached = false;
  initialized = false;
  capacity = DEFAULT_BUFFER_SIZE;
  ahead: Uint8Array = EMPTY;
  waiting: Uint8Array[] = [];
  waitingLength = 0;
  /** The file beneath when it is this module's own: then its methods need not be looked up. */
  file: FileState | undefined;

  get closed(): boolean {
    return isClosed(this.raw);
  }
  set closed(_value: boolean) {}

  /** Reads at most `count` bytes from the raw stream; `undefined` when it would block. */
  readRaw(count: number): Escapes<Uint8Array | undefined> {
    if (this.file !== undefined) {
      const data = new Uint8Array(count);
      const { file } = this;
      return data.subarray(
        0,
        onHost(() => file.read(data)),
      );
    }
    const buffer = newByteArray(new Uint8Array(count));
    const got = callMethod(this.raw, 'readinto', buffer);
    if (got === null) return undefined;
    const length = int(got);
    if (length < 0 || length > count)
      raise(
        OSErrorType,
        `raw readinto() returned invalid length ${length} (should have been between 0 and ${count})`,
      );
    return buffer.data.slice(0, length);
  }

  /** Takes up to `count` of the bytes read ahead. */
  take(count: number): Uint8Array {
    const piece = this.ahead.subarray(0, count);
    this.ahead = this.ahead.subarray(piece.length);
    return piece;
  }

  flush(): Escapes<void> {
    while (this.waiting.length > 0) {
      const data = concatenate(this.waiting);
      const written = this.writeRaw(data);
      if (written === undefined) {
        this.waiting = [data];
        const error = call(BlockingIOErrorType, [11, 'write could not complete without blocking', 0]);
        throw error;
      }
      this.waiting = written === data.length ? [] : [data.subarray(written)];
      this.waitingLength = data.length - written;
    }
    this.waitingLength = 0;
  }

  private writeRaw(data: Uint8Array): Escapes<number | undefined> {
    if (this.file !== undefined) {
      const { file } = this;
      return onHost(() => file.write(data));
    }
    const got = callMethod(this.raw, 'write', newBytes(data));
    if (got === null) return undefined;
    const count = int(got);
    if (count < 0 || count > data.length)
      raise(
        OSErrorType,
        `raw write() returned invalid length ${count} (should have been between 0 and ${data.length})`,
      );
    return count;
  }

  /** Gives back what was read ahead, so that the raw position is the stream's. */
  forgetAhead(): Escapes<void> {
    const { length } = this.ahead;
    this.ahead = EMPTY;
    if (length > 0) callMethod(this.raw, 'seek', -length, 1);
  }

  position(): Escapes<number> {
    const raw = int(callMethod(this.raw, 'tell'));
    if (raw < 0) raise(OSErrorType, 'Raw stream returned invalid position ' + raw);
    return raw - this.ahead.length + this.waitingLength;
  }
}

export function buffered(self: PyObject): Escapes<BufferedState> {
  const state = stateOf<BufferedState>(self);
  if (!state.initialized)
    raiseValueError(
      state.detached ? 'raw stream has been detached' : 'I/O operation on uninitialized object',
    );
  return state;
}

function open(self: PyObject, what: string): Escapes<BufferedState> {
  const state = buffered(self);
  if (state.file === undefined ? isClosed(state.raw) : state.file.fd < 0)
    raiseValueError(`${what} of closed file`);
  return state;
}

function initializer(name: string, checks: readonly (readonly [string, string])[]) {
  const parameters = { name, names: ['raw', 'buffer_size'], positional: 2, required: 1 };
  return (self: PyObject, args: readonly PyObject[], names: readonly string[] | null): Escapes<void> => {
    const [raw, capacity] = parseArguments(parameters, args, names);
    const state = stateOf<BufferedState>(self);
    state.initialized = false;
    for (const [question, message] of checks) if (!isTrue(callMethod(raw!, question))) unsupported(message);
    setUp(self, raw!, int(capacity, DEFAULT_BUFFER_SIZE));
  };
}

export function setUp(self: PyObject, raw: PyObject, capacity: number): Escapes<void> {
  const state = new BufferedState();
  if (capacity <= 0) raiseValueError('buffer size must be strictly positive');
  state.raw = raw;
  state.capacity = capacity;
  state.initialized = true;
  if ((raw as PyIoObject).ob_type === fileType()) state.file = stateOf<FileState>(raw);
  (self as PyIoObject).state = state;
}

// ── Reading ──

/** Exactly `count` bytes unless the stream ends; everything for −1. None when nothing is there yet. */
function read(state: BufferedState, count: number): Escapes<PyObject> {
  state.flush();
  if (count >= 0 && count <= state.ahead.length) return newBytes(state.take(count).slice());
  if (count < 0) return readRest(state);
  const pieces: Uint8Array[] = state.ahead.length > 0 ? [state.take(state.ahead.length)] : [];
  let length = pieces[0]?.length ?? 0;
  while (length < count) {
    const missing = count - length;
    const piece = state.readRaw(Math.max(missing, state.capacity));
    if (piece === undefined && length === 0) return null;
    if (piece === undefined || piece.length === 0) break;
    const used = piece.subarray(0, missing);
    state.ahead = piece.subarray(used.length);
    pieces.push(used);
    length += used.length;
  }
  return newBytes(pieces.length === 0 ? EMPTY : concatenate(pieces).slice());
}

function readRest(state: BufferedState): Escapes<PyObject> {
  const pieces: Uint8Array[] = state.ahead.length > 0 ? [state.take(state.ahead.length)] : [];
  const readAll = getAttributeOrUndefined(state.raw, 'readall');
  if (readAll !== undefined && readAll !== null) {
    const rest = call(readAll, []);
    if (rest === null && pieces.length === 0) return null;
    if (rest !== null) pieces.push(bytesRead(rest, 'readall'));
  } else {
    for (;;) {
      const piece = callMethod(state.raw, 'read');
      if (piece === null && pieces.length === 0) return null;
      if (piece === null) break;
      const data = bytesRead(piece, 'read');
      if (data.length === 0) break;
      pieces.push(data);
    }
  }
  return newBytes(pieces.length === 0 ? EMPTY : concatenate(pieces).slice());
}

/** At most one read of the raw stream. */
function readOnce(state: BufferedState, count: number): Escapes<Uint8Array> {
  state.flush();
  const wanted = count < 0 ? state.capacity : count;
  if (wanted === 0) return EMPTY;
  if (state.ahead.length === 0) state.ahead = state.readRaw(Math.max(state.capacity, wanted)) ?? EMPTY;
  return state.take(wanted).slice();
}

function readLine(state: BufferedState, limit: number): Escapes<PyObject> {
  state.flush();
  const pieces: Uint8Array[] = [];
  let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  while (left > 0) {
    if (state.ahead.length === 0) {
      const more = state.readRaw(state.capacity);
      if (more === undefined || more.length === 0) break;
      state.ahead = more;
    }
    const end = state.ahead.indexOf(10);
    const piece = state.take(Math.min(left, end < 0 ? state.ahead.length : end + 1));
    pieces.push(piece);
    left -= piece.length;
    if (piece.at(-1) === 10) break;
  }
  return newBytes(pieces.length === 0 ? EMPTY : concatenate(pieces).slice());
}

function readInto(state: BufferedState, buffer: PyObject, once: boolean): Escapes<PyObject> {
  const target = writableBytes(buffer, once ? 'readinto1' : 'readinto');
  if (once) {
    const piece = readOnce(state, target.length);
    target.set(piece);
    return piece.length;
  }
  const data = read(state, target.length);
  if (data === null) return null;
  const bytes = bytesRead(data, 'read');
  target.set(bytes);
  return bytes.length;
}

const readMethods: readonly MethodDef[] = [
  m('read(size=, /)', (self, [count]) => {
    const wanted = size(count);
    if (wanted < -1) raiseValueError('read length must be non-negative or -1');
    return read(open(self, 'read'), wanted);
  }),
  m('read1(size=, /)', (self, [count]) => newBytes(readOnce(open(self, 'read'), size(count)))),
  m('peek(size=, /)', (self) => {
    const state = open(self, 'peek');
    state.flush();
    if (state.ahead.length === 0) state.ahead = state.readRaw(state.capacity) ?? EMPTY;
    return newBytes(state.ahead.slice());
  }),
  m('readinto(buffer, /)', (self, [buffer]) => readInto(open(self, 'readinto'), buffer!, false)),
  m('readinto1(buffer, /)', (self, [buffer]) => readInto(open(self, 'readinto'), buffer!, true)),
  m('readline(size=, /)', (self, [limit]) => readLine(open(self, 'readline'), size(limit))),
];

function nextLine(self: PyObject): Escapes<PyObject | undefined> {
  // A subclass may have a `readline` of its own.
  const own = (self as PyIoObject).ob_type.base === baseTypes().buffered;
  const line = own ? readLine(open(self, 'readline'), -1) : callMethod(self, 'readline');
  return isTrue(line) ? line : undefined;
}

// ── Writing ──

function write(state: BufferedState, data: PyObject): Escapes<PyObject> {
  if (typeof data === 'string') raiseTypeError("a bytes-like object is required, not 'str'");
  const bytes = bytesLike(data);
  state.forgetAhead();
  state.waiting.push(bytes.slice());
  state.waitingLength += bytes.length;
  if (state.waitingLength > state.capacity) state.flush();
  return bytes.length;
}

const writeMethods: readonly MethodDef[] = [
  m('write(b, /)', (self, [data]) => write(open(self, 'write'), data!)),
];

// ── Both ──

function close(self: PyObject): Escapes<PyObject> {
  const state = buffered(self);
  if (isClosed(state.raw)) return null;
  try {
    callMethod(self, 'flush');
  } finally {
    callMethod(state.raw, 'close');
  }
  return null;
}

function seek(state: BufferedState, offset: number, whence: number): Escapes<number> {
  if (whence < 0 || whence > 4) raiseValueError(`whence value ${whence} unsupported`);
  if (!isTrue(callMethod(state.raw, 'seekable'))) unsupported('File or stream is not seekable.');
  state.flush();
  // Within what was read ahead nothing has to be read again.
  if (whence === 1 && offset >= 0 && offset <= state.ahead.length) {
    state.take(offset);
    return state.position();
  }
  const from = whence === 1 ? offset - state.ahead.length : offset;
  const position = int(callMethod(state.raw, 'seek', from, whence));
  state.ahead = EMPTY;
  if (position < 0) raise(OSErrorType, `Raw stream returned invalid position ${position}`);
  return position;
}

const ask = (name: string): MethodDef => m(`${name}()`, (self) => callMethod(buffered(self).raw, name));

const commonMethods: readonly MethodDef[] = [
  m('detach()', (self) => {
    const state = buffered(self);
    callMethod(self, 'flush');
    state.initialized = false;
    state.detached = true;
    return state.raw;
  }),
  m('flush()', (self) => {
    const state = open(self, 'flush');
    state.flush();
    // Readers give back what they have read ahead, where they can.
    if (state.ahead.length > 0 && isTrue(callMethod(state.raw, 'seekable'))) state.forgetAhead();
    return null;
  }),
  m('close()', close),
  ask('seekable'),
  ask('fileno'),
  ask('isatty'),
  m('seek(target, whence=, /)', (self, [offset, whence]) => {
    if (offset instanceof PyFloat) raiseTypeError("'float' object cannot be interpreted as an integer");
    return seek(open(self, 'seek'), int(offset), int(whence));
  }),
  m('tell()', (self) => {
    const state = buffered(self);
    return state.position();
  }),
  m('truncate(pos=, /)', (self, [length = null]) => {
    const state = open(self, 'truncate');
    if (!isTrue(callMethod(self, 'writable'))) unsupported('truncate');
    state.flush();
    return callMethod(state.raw, 'truncate', length ?? state.position());
  }),
];

function show(self: PyObject): PyObject {
  const { name } = (self as PyIoObject).ob_type;
  const state = stateOf<BufferedState>(self);
  const given = state.initialized ? getAttributeOrUndefined(self, 'name') : undefined;
  return newStr(given === undefined ? `<${name}>` : `<${name} name=${strToJs(repr(given))}>`);
}

const forwarded = ['name', 'mode'].map((name) => ({
  name,
  get: (self: PyObject) => getAttribute(buffered(self).raw, name),
}));

function make(
  name: string,
  doc: string,
  checks: readonly (readonly [string, string])[],
  own: Pick<TypeDefinition, 'methods'>,
  reads: boolean,
): PyType {
  return ioType(name, baseTypes().buffered, () => new BufferedState(), {
    doc,
    slots: {
      tp_init: initializer(name, checks),
      tp_repr: show,
      ...(reads ? { tp_iternext: nextLine } : {}),
    },
    getset: [
      { name: 'closed', get: (self) => isClosed(buffered(self).raw) },
      { name: 'raw', get: (self) => buffered(self).raw },
      { name: '_finalizing', get: () => false },
      ...forwarded,
    ],
    methods: [...commonMethods, ...(own.methods ?? [])],
  });
}

export interface BufferedTypes {
  readonly reader: PyType;
  readonly writer: PyType;
  readonly random: PyType;
}

let types: BufferedTypes | undefined;

export function bufferedTypes(): BufferedTypes {
  const canRead = ['readable', 'File or stream is not readable.'] as const;
  const canWrite = ['writable', 'File or stream is not writable.'] as const;
  const canSeek = ['seekable', 'File or stream is not seekable.'] as const;
  types ??= {
    reader: make(
      'BufferedReader',
      'Create a new buffered reader using the given readable raw IO object.',
      [canRead],
      { methods: [...readMethods, ask('readable')] },
      true,
    ),
    writer: make(
      'BufferedWriter',
      'A buffer for a writeable sequential RawIO object.',
      [canWrite],
      { methods: [...writeMethods, ask('writable')] },
      false,
    ),
    random: make(
      'BufferedRandom',
      'A buffered interface to random access streams.',
      [canSeek, canRead, canWrite],
      { methods: [...readMethods, ...writeMethods, ask('readable'), ask('writable')] },
      true,
    ),
  };
  return types;
}

// ── A pair ──

class PairState implements IoState {
  reader: PyObject = null;
  writer: PyObject = null;
  get closed(): boolean {
    return this.writer !== null && isClosed(this.writer);
  }
  set closed(_value: boolean) {}
}

let pair: PyType | undefined;

export function pairType(): PyType {
  const parameters = {
    name: 'BufferedRWPair',
    names: ['reader', 'writer', 'buffer_size'],
    positional: 3,
    required: 2,
  };
  const state = (self: PyObject): PairState => stateOf<PairState>(self);
  const toReader = (name: string): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 0,
    max: 1,
    call: (self, args) => callMethod(readerOf(state(self)), name, ...args),
  });
  const toWriter = (name: string): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 0,
    max: 1,
    call: (self, args) => callMethod(readerOf(state(self)) && state(self).writer, name, ...args),
  });
  pair ??= ioType('BufferedRWPair', baseTypes().buffered, () => new PairState(), {
    doc: 'A buffered reader and writer object together.',
    slots: {
      tp_init(self, args, names) {
        const [reader, writer, capacity] = parseArguments(parameters, args, names);
        if (!isTrue(callMethod(reader!, 'readable'))) unsupported('File or stream is not readable.');
        if (!isTrue(callMethod(writer!, 'writable'))) unsupported('File or stream is not writable.');
        const { reader: readerType, writer: writerType } = bufferedTypes();
        const rest = capacity === undefined ? [] : [capacity];
        const made = new PairState();
        made.reader = call(readerType, [reader!, ...rest]);
        made.writer = call(writerType, [writer!, ...rest]);
        (self as PyIoObject).state = made;
      },
    },
    getset: [
      { name: 'closed', get: (self) => getAttribute(readerOf(state(self)) && state(self).writer, 'closed') },
    ],
    methods: [
      ...['read', 'peek', 'read1', 'readinto', 'readinto1', 'readable'].map(toReader),
      ...['write', 'flush', 'writable'].map(toWriter),
      m('close()', (self) => {
        const { reader, writer } = state(self);
        try {
          callMethod(writer, 'close');
        } finally {
          callMethod(reader, 'close');
        }
        return null;
      }),
      m('isatty()', (self) => {
        const { reader, writer } = state(self);
        return isTrue(callMethod(writer, 'isatty')) || callMethod(reader, 'isatty');
      }),
    ],
  });
  return pair;
}

function readerOf(state: PairState): Escapes<PyObject> {
  if (state.reader === null) raiseValueError('I/O operation on uninitialized object');
  return state.reader;
}

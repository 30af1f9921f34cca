/** The abstract classes of `_io` (CPython: Modules/_io/iobase.c, bufferedio.c, textio.c). */
import {
  asBytes,
  callMethod,
  type Escapes,
  forEachItem,
  getAttributeOrUndefined,
  type IoState,
  isTrue,
  newByteArray,
  newBytes,
  newList,
  OSErrorType,
  ownGet,
  ownSet,
  type PyIoObject,
  type PyObject,
  type PyType,
  raise,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import {
  bytesRead,
  checkOpen,
  concatenate,
  DEFAULT_BUFFER_SIZE,
  int,
  ioType,
  isClosed,
  m,
  objectBase,
  size,
  stateOf,
  unsupported,
  writableBytes,
} from './shared.ts';

export interface BaseTypes {
  readonly base: PyType;
  readonly raw: PyType;
  readonly buffered: PyType;
  readonly text: PyType;
}

let types: BaseTypes | undefined;
const openState = (): IoState => ({ closed: false });

export function baseTypes(): BaseTypes {
  if (types === undefined) {
    const base = makeBase();
    types = { base, raw: makeRaw(base), buffered: makeBuffered(base), text: makeText(base) };
  }
  return types;
}

/** Closes once: flushes first, and is closed even when that fails. */
function close(self: PyObject): Escapes<PyObject> {
  const state = stateOf(self);
  if (state.closed) return null;
  try {
    callMethod(self, 'flush');
  } finally {
    state.closed = true;
    ownSet(self as PyIoObject, '__IOBase_closed', true);
  }
  return null;
}

export function readLine(self: PyObject, limit: number): Escapes<PyObject> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const hasPeek = getAttributeOrUndefined(self, 'peek') !== undefined;
  while (limit < 0 || length < limit) {
    let wanted = 1;
    if (hasPeek) {
      const ahead = bytesRead(callMethod(self, 'peek', 1), 'peek');
      if (ahead.length > 0) {
        const end = ahead.indexOf(10);
        wanted = end < 0 ? ahead.length : end + 1;
        if (limit >= 0) wanted = Math.min(wanted, limit - length);
      }
    }
    const piece = bytesRead(callMethod(self, 'read', wanted), 'read');
    if (piece.length === 0) break;
    pieces.push(piece);
    length += piece.length;
    if (piece.at(-1) === 10) break;
  }
  return newBytes(pieces.length === 0 ? new Uint8Array(0) : concatenate(pieces).slice());
}

function lines(self: PyObject, hint: number): Escapes<PyObject> {
  const found: PyObject[] = [];
  let length = 0;
  forEachLine(self, (line) => {
    found.push(line);
    length += asBytes(line)?.length ?? (line as string).length;
    return hint <= 0 || length < hint;
  });
  return newList(found);
}

function forEachLine(self: PyObject, visit: (line: PyObject) => boolean): Escapes<void> {
  checkOpen(self);
  const { tp_iternext } = (self as PyIoObject).ob_type;
  for (let line = tp_iternext?.(self); line !== undefined; line = tp_iternext?.(self)) {
    if (!visit(line)) return;
  }
}

function nextLine(self: PyObject): Escapes<PyObject | undefined> {
  const line = callMethod(self, 'readline');
  return isTrue(line) ? line : undefined;
}

const check = (name: string, question: string, message: string) =>
  m(`${name}(_=, /)`, (self) => {
    const answer = callMethod(self, question);
    if (!isTrue(answer)) unsupported(message);
    return answer;
  });

function makeBase(): PyType {
  return ioType('_IOBase', objectBase, openState, {
    doc: 'The abstract base class for all I/O classes.',
    slots: {
      tp_init() {},
      tp_iter(self) {
        checkOpen(self);
        return self;
      },
      tp_iternext: nextLine,
    },
    getset: [
      {
        name: 'closed',
        get: (self) => ownGet(self as PyIoObject, '__IOBase_closed') !== undefined || stateOf(self).closed,
      },
    ],
    methods: [
      m('seek(offset, whence=, /)', () => unsupported('seek')),
      m('tell()', (self) => callMethod(self, 'seek', 0, 1)),
      m('truncate(size=, /)', () => unsupported('truncate')),
      m('flush()', (self) => {
        if (isClosed(self)) raiseValueError('I/O operation on closed file.');
        return null;
      }),
      m('close()', close),
      ...(['seekable', 'readable', 'writable'] as const).map((name) => m(`${name}()`, () => false)),
      check('_checkSeekable', 'seekable', 'File or stream is not seekable.'),
      check('_checkReadable', 'readable', 'File or stream is not readable.'),
      check('_checkWritable', 'writable', 'File or stream is not writable.'),
      m('_checkClosed()', (self) => {
        checkOpen(self);
        return null;
      }),
      m('fileno()', () => unsupported('fileno')),
      m('isatty()', (self) => {
        checkOpen(self);
        return false;
      }),
      m('__enter__()', (self) => {
        checkOpen(self);
        return self;
      }),
      { kind: 'FASTCALL', name: '__exit__', min: 0, max: -1, call: (self) => callMethod(self, 'close') },
      m('readline(size=, /)', (self, [limit]) => readLine(self, size(limit))),
      m('readlines(hint=, /)', (self, [hint]) => lines(self, size(hint))),
      m('writelines(lines, /)', (self, [source]) => {
        checkOpen(self);
        forEachItem(source!, (line) => {
          callMethod(self, 'write', line);
        });
        return null;
      }),
      m('__del__()', () => null),
      m('__getstate__()', (self) => raiseTypeError(`cannot pickle '${typeName(self)}' instances`)),
    ],
  });
}

/** Everything to the end of a raw stream; None when it would block at once. */
function readAll(self: PyObject): Escapes<PyObject> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = callMethod(self, 'read', DEFAULT_BUFFER_SIZE);
    if (piece === null && pieces.length === 0) return null;
    if (piece === null) break;
    const data = bytesRead(piece, 'read');
    if (data.length === 0) break;
    pieces.push(data);
  }
  return newBytes(pieces.length === 0 ? new Uint8Array(0) : concatenate(pieces).slice());
}

function makeRaw(base: PyType): PyType {
  return ioType('_RawIOBase', base, openState, {
    doc: 'Base class for raw binary I/O.',
    methods: [
      m('read(size=, /)', (self, [count]) => {
        const wanted = size(count);
        if (wanted < 0) return callMethod(self, 'readall');
        const buffer = newByteArrayOf(wanted);
        const got = callMethod(self, 'readinto', buffer);
        if (got === null) return null;
        const length = int(got);
        if (length < 0 || length > wanted)
          raiseValueError(`readinto returned ${length} outside buffer size ${wanted}`);
        return newBytes(asBytes(buffer)!.slice(0, length));
      }),
      m('readall()', readAll),
      m('readinto(buffer, /)', () => unsupported('readinto')),
      m('write(b, /)', () => unsupported('write')),
    ],
  });
}

const newByteArrayOf = (length: number): PyObject => newByteArray(new Uint8Array(length));

function readInto(self: PyObject, buffer: PyObject, method: 'read' | 'read1'): Escapes<PyObject> {
  const target = writableBytes(buffer, method === 'read' ? 'readinto' : 'readinto1');
  const data = bytesRead(callMethod(self, method, target.length), method);
  if (data.length > target.length)
    raise(
      OSErrorType,
      `${method}() returned too much data: ${target.length} bytes requested, ${data.length} returned`,
    );
  target.set(data);
  return data.length;
}

function makeBuffered(base: PyType): PyType {
  return ioType('_BufferedIOBase', base, openState, {
    doc: 'Base class for buffered IO objects.',
    methods: [
      m('detach()', () => unsupported('detach')),
      m('read(size=, /)', () => unsupported('read')),
      m('read1(size=, /)', () => unsupported('read1')),
      m('write(b, /)', () => unsupported('write')),
      m('readinto(buffer, /)', (self, [buffer]) => readInto(self, buffer!, 'read')),
      m('readinto1(buffer, /)', (self, [buffer]) => readInto(self, buffer!, 'read1')),
    ],
  });
}

function makeText(base: PyType): PyType {
  return ioType('_TextIOBase', base, openState, {
    doc: 'Base class for text I/O.',
    getset: ['encoding', 'newlines', 'errors'].map((name) => ({ name, get: () => null })),
    methods: [
      m('detach()', () => unsupported('detach')),
      m('read(size=, /)', () => unsupported('read')),
      m('readline(size=, /)', () => unsupported('readline')),
      m('write(s, /)', () => unsupported('write')),
    ],
  });
}

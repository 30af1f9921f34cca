/** `io.TextIOWrapper` (CPython: Modules/_io/textio.c). */
import { getHost, type OutputStream } from '../../host/index.ts';
import {
  asIndex,
  asStr,
  call,
  callMethod,
  type Escapes,
  getAttribute,
  getAttributeOrUndefined,
  type IoState,
  isTrue,
  LookupErrorType,
  newBytes,
  newStr,
  normalizeInt,
  OSErrorType,
  PyFloat,
  PyIoObject,
  type PyObject,
  type PyTuple,
  type PyType,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  repr,
  type StrValue,
  strLength,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { lookupCodec } from '../codecs/registry.ts';
import { writeText } from '../host-output.ts';
import { baseTypes } from './base.ts';
import { checkNewline, lineEnd, NewlineTranslator } from './newlines.ts';
import {
  bytesRead,
  DEFAULT_BUFFER_SIZE,
  int,
  ioType,
  isClosed,
  m,
  size,
  stateOf,
  unsupported,
} from './shared.ts';
import {
  HostDecoder,
  HostEncoder,
  hostEncoding,
  type PieceDecoder,
  type PieceEncoder,
  PythonDecoder,
  PythonEncoder,
} from './text-codec.ts';

const EMPTY = new Uint8Array(0);
/** The decoder's flags lie above the position in what `tell` returns, as in CPython. */
const FLAGS_SHIFT = 64n;

export class TextState implements IoState {
  buffer: PyObject = null;
  ready: 'no' | 'yes' | 'detached' = 'no';
  encoding = 'utf-8';
  errors = 'strict';
  /** As given to `open`. */
  newline: string | null = null;
  lineBuffering = false;
  writeThrough = false;
  /** Standard output or error: text goes to the host, which encodes and buffers it. */
  stream: OutputStream | 0 = 0;
  decoder: PieceDecoder | undefined;
  encoder: PieceEncoder | undefined;
  translator: NewlineTranslator | undefined;
  /** Text that waits to be encoded. */
  pending: StrValue[] = [];
  pendingLength = 0;
  /** Decoded text of the last chunk, and how much of it has been given out. */
  decoded = '';
  used = 0;
  /** Bytes that `decoded` was made of, with those that the decoder had kept before. */
  chunk: Uint8Array = EMPTY;
  /** State of decoder and newlines before the chunk. */
  chunkFlags = 0;
  chunkPending = false;
  telling = true;
  /** Name of the method that reads once. */
  readsOnce: 'read' | 'read1' | undefined;

  get closed(): boolean {
    return this.ready === 'yes' && isClosed(this.buffer);
  }
  set closed(_value: boolean) {}
}

/** The host's descriptor when `file` is a standard stream that nobody has reconfigured. */
export function standardStream(file: PyObject): OutputStream | undefined {
  if (!(file instanceof PyIoObject) || !(file.state instanceof TextState)) return undefined;
  return file.state.stream === 0 ? undefined : file.state.stream;
}

function text(self: PyObject): Escapes<TextState> {
  const state = stateOf<TextState>(self);
  if (state.ready === 'yes') return state;
  raiseValueError(
    state.ready === 'detached'
      ? 'underlying buffer has been detached'
      : 'I/O operation on uninitialized object',
  );
}

function open(self: PyObject): Escapes<TextState> {
  const state = text(self);
  if (state.stream === 0 && isClosed(state.buffer)) raiseValueError('I/O operation on closed file.');
  return state;
}

// ── Setting up ──

const INIT = {
  name: 'TextIOWrapper',
  names: ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'],
  positional: 6,
  required: 1,
};

function textOption(value: PyObject | undefined, name: string): Escapes<string | undefined> {
  if (value === undefined || value === null) return undefined;
  const found = asStr(value);
  if (found === undefined)
    raiseTypeError(`TextIOWrapper() argument '${name}' must be str or None, not ${typeName(value)}`);
  const option = strToJs(found);
  if (option.includes('\0')) raiseValueError('embedded null character');
  return option;
}

function initialize(
  self: PyObject,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<void> {
  const [buffer, encoding, errors, newline, lineBuffering, writeThrough] = parseArguments(INIT, args, names);
  stateOf<TextState>(self).ready = 'no';
  const state = new TextState();
  state.newline = checkNewline(newline);
  const given = textOption(encoding, 'encoding');
  state.encoding = given === undefined || given === 'locale' ? 'utf-8' : given;
  if (given === 'locale') state.encoding = 'UTF-8';
  state.errors = textOption(errors, 'errors') ?? 'strict';
  state.buffer = buffer!;
  setUp(
    self,
    state,
    lineBuffering !== undefined && isTrue(lineBuffering),
    writeThrough !== undefined && isTrue(writeThrough),
  );
}

export function setUp(
  self: PyObject,
  state: TextState,
  lineBuffering: boolean,
  writeThrough: boolean,
): Escapes<void> {
  state.lineBuffering = lineBuffering;
  state.writeThrough = writeThrough;
  chooseCodec(state);
  state.ready = 'yes';
  (self as PyIoObject).state = state;
}

function codecOf(encoding: string): Escapes<PyTuple> {
  const codec = lookupCodec(encoding);
  if (typeName(codec) === 'CodecInfo' && getAttribute(codec, '_is_text_encoding') === false)
    raise(
      LookupErrorType,
      `'${encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs`,
    );
  return codec;
}

/** Decoders and encoders are made when they are first needed; an unknown encoding is told at once. */
function chooseCodec(state: TextState): Escapes<void> {
  if (hostEncoding(state.encoding) === undefined) codecOf(state.encoding);
  state.decoder = undefined;
  state.encoder = undefined;
  state.translator = undefined;
}

function makeDecoder(state: TextState): Escapes<PieceDecoder> {
  const host = hostEncoding(state.encoding);
  if (host !== undefined) return new HostDecoder(host, state.errors);
  return new PythonDecoder(getAttribute(codecOf(state.encoding), 'incrementaldecoder'), state.errors);
}

const makeTranslator = (state: TextState): NewlineTranslator | undefined =>
  state.newline === null || state.newline === '' ? new NewlineTranslator(state.newline === null) : undefined;

function startReading(state: TextState): Escapes<PieceDecoder> {
  if (state.decoder === undefined) {
    if (!isTrue(callMethod(state.buffer, 'readable'))) unsupported('not readable');
    state.decoder = makeDecoder(state);
    state.translator = makeTranslator(state);
  }
  return state.decoder;
}

function startWriting(state: TextState): Escapes<PieceEncoder> {
  if (state.encoder === undefined) {
    if (!isTrue(callMethod(state.buffer, 'writable'))) unsupported('not writable');
    const host = hostEncoding(state.encoding);
    if (host !== undefined) state.encoder = new HostEncoder(host, state.errors);
    else {
      state.encoder = new PythonEncoder(
        getAttribute(codecOf(state.encoding), 'incrementalencoder'),
        state.errors,
      );
      // Appending: no mark in the middle.
      if (isTrue(callMethod(state.buffer, 'seekable')) && callMethod(state.buffer, 'tell') !== 0)
        state.encoder.restart(false);
    }
  }
  return state.encoder;
}

// ── Writing ──

function write(self: PyObject, value: PyObject): Escapes<PyObject> {
  const given = asStr(value);
  if (given === undefined) raiseTypeError(`write() argument must be str, not ${typeName(value)}`);
  const state = open(self);
  if (state.stream !== 0) {
    writeText(state.stream, strToJs(given));
    return strLength(given);
  }
  startWriting(state);
  const lines = state.lineBuffering || state.newline?.startsWith('\r');
  const hasEnd = lines ? strToJs(given).includes('\n') : false;
  const translated =
    hasEnd && state.newline?.startsWith('\r')
      ? newStr(strToJs(given).replaceAll('\n', state.newline))
      : given;
  // What cannot be encoded is told by this call, not by a later flush.
  state.pending.push(translated);
  state.pendingLength += strLength(translated);
  if (!isPlain(translated, state)) {
    state.pending.pop();
    state.pendingLength -= strLength(translated);
    flushPending(state);
    const data = startWriting(state).encode(translated);
    callMethod(state.buffer, 'write', newBytes(data));
  }
  const flushes = state.writeThrough || (state.lineBuffering && (hasEnd || strToJs(given).includes('\r')));
  if (flushes || state.pendingLength > DEFAULT_BUFFER_SIZE) flushPending(state);
  if (state.lineBuffering && flushes) callMethod(state.buffer, 'flush');
  forgetDecoded(state);
  return strLength(given);
}

/** Can be encoded later without an error. */
function isPlain(value: StrValue, state: TextState): boolean {
  return (
    state.encoder instanceof HostEncoder &&
    hostEncoding(state.encoding) === 'utf-8' &&
    strToJs(value).isWellFormed()
  );
}

function flushPending(state: TextState): Escapes<void> {
  if (state.pending.length === 0) return;
  const parts = state.pending;
  state.pending = [];
  state.pendingLength = 0;
  const data = startWriting(state).encode(newStr(parts.map(strToJs).join('')));
  callMethod(state.buffer, 'write', newBytes(data));
}

function flush(state: TextState): Escapes<void> {
  if (state.stream !== 0) {
    const { stream } = state;
    getHost().flush(stream);
    return;
  }
  flushPending(state);
  callMethod(state.buffer, 'flush');
}

// ── Reading ──

function forgetDecoded(state: TextState): void {
  state.decoded = '';
  state.used = 0;
  state.chunk = EMPTY;
}

/** Decodes the next chunk, when all text before has been given out; false at the end. */
function readChunk(state: TextState, hint = 0): Escapes<boolean> {
  const decoder = startReading(state);
  const { rest, flags } = decoder.snapshot();
  const pendingBefore = state.translator?.pending ?? false;
  state.readsOnce ??= getAttributeOrUndefined(state.buffer, 'read1') === undefined ? 'read' : 'read1';
  const reads = state.readsOnce;
  const piece = bytesReadAs(callMethod(state.buffer, reads, Math.max(DEFAULT_BUFFER_SIZE, hint)), reads);
  const final = piece.length === 0;
  const decoded = decoder.decode(piece, final);
  state.decoded = state.translator === undefined ? decoded : state.translator.take(decoded, final);
  state.used = 0;
  state.chunk = rest.length === 0 ? piece : joined(rest, piece);
  state.chunkFlags = flags;
  state.chunkPending = pendingBefore;
  return !final || state.decoded !== '';
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function bytesReadAs(value: PyObject, method: string): Escapes<Uint8Array> {
  if (value === null || asStr(value) !== undefined)
    raiseTypeError(
      `underlying ${method}() should have returned a bytes-like object, not '${typeName(value)}'`,
    );
  return bytesRead(value, method);
}

/** Up to `count` units of what is decoded; a pair of surrogates is one character. */
function take(state: TextState, count: number): { piece: string; characters: number } {
  const { decoded, used } = state;
  let end = used;
  let characters = 0;
  if (/[\ud800-\udbff]/.test(decoded)) {
    while (end < decoded.length && characters < count) {
      end += decoded.codePointAt(end)! > 0xffff ? 2 : 1;
      characters++;
    }
  } else {
    end = Math.min(decoded.length, used + count);
    characters = end - used;
  }
  state.used = end;
  return { piece: decoded.slice(used, end), characters };
}

function read(self: PyObject, count: number): Escapes<PyObject> {
  const state = open(self);
  flushPending(state);
  const decoder = startReading(state);
  if (count < 0) {
    const data = bytesReadAs(callMethod(state.buffer, 'read'), 'read');
    const rest = decoder.decode(data, true);
    const before = state.decoded.slice(state.used);
    const after = state.translator === undefined ? rest : state.translator.take(rest, true);
    forgetDecoded(state);
    return newStr(before + after);
  }
  let { piece, characters } = take(state, count);
  while (characters < count && readChunk(state, count - characters)) {
    const more = take(state, count - characters);
    piece += more.piece;
    characters += more.characters;
  }
  return newStr(piece);
}

/** A line without regard to a limit, as host text. */
function line(state: TextState): Escapes<string> {
  flushPending(state);
  startReading(state);
  const { newline } = state;
  let found = lineEnd(state.decoded, state.used, newline);
  if (found >= 0 && !endsInCut(state, found)) {
    const start = state.used;
    state.used = found;
    return state.decoded.slice(start, found);
  }
  // Pieces of a line that goes over chunks; the last one may bring the second half of a line end.
  let text = state.decoded.slice(state.used);
  let searched = Math.max(0, text.length - 1);
  while (readChunk(state)) {
    const before = text.length;
    text += state.decoded;
    found = lineEnd(text, searched, newline);
    if (found >= 0 && !(found === text.length && text.endsWith('\r') && newline === '')) {
      state.used = found - before;
      return text.slice(0, found);
    }
    searched = Math.max(0, text.length - 1);
  }
  forgetDecoded(state);
  return text;
}

/** With `newline=''` a `\r` at the very end of a chunk may be half of `\r\n`: the translator keeps it back. */
function endsInCut(state: TextState, end: number): boolean {
  return state.newline === '\r\n' && end === state.decoded.length && !state.decoded.endsWith('\n');
}

function readLine(self: PyObject, limit: number): Escapes<PyObject> {
  const state = open(self);
  if (limit < 0) return newStr(line(state));
  flushPending(state);
  let text = '';
  let characters = 0;
  while (characters < limit) {
    if (state.used >= state.decoded.length && !readChunk(state)) break;
    const end = lineEnd(state.decoded, state.used, state.newline);
    const available = (end < 0 ? state.decoded.length : end) - state.used;
    const taken = take(state, Math.min(limit - characters, available));
    text += taken.piece;
    characters += taken.characters;
    if (end >= 0 && state.used === end) break;
  }
  return newStr(text);
}

function nextLine(self: PyObject): Escapes<PyObject | undefined> {
  if ((self as PyIoObject).ob_type !== type) {
    const own = callMethod(self, 'readline');
    if (asStr(own) === undefined)
      raise(OSErrorType, `readline() should have returned a str object, not '${typeName(own)}'`);
    return isTrue(own) ? own : undefined;
  }
  const state = open(self);
  state.telling = false;
  const found = line(state);
  if (found !== '') return newStr(found);
  state.telling = true;
  return undefined;
}

// ── Positions ──

/** Bytes of the chunk that the text given out was made of. */
function bytesUsed(state: TextState): Escapes<number> {
  const { decoded, used, chunk } = state;
  if (used === decoded.length && state.decoder!.isClean() && !(state.translator?.pending ?? false))
    return chunk.length;
  const plain =
    hostEncoding(state.encoding) === 'utf-8' &&
    !chunk.includes(13) &&
    !state.chunkPending &&
    decoded.isWellFormed() &&
    !decoded.includes('\ufffd');
  if (plain) return Buffer.byteLength(decoded.slice(0, used));
  const decoder = makeDecoder(state);
  decoder.restore(EMPTY, state.chunkFlags);
  const translator = makeTranslator(state);
  if (translator !== undefined) translator.pending = state.chunkPending;
  let produced = 0;
  let at = 0;
  while (produced < used && at < chunk.length) {
    const text = decoder.decode(chunk.subarray(at, at + 1), false);
    produced += (translator === undefined ? text : translator.take(text, false)).length;
    at++;
  }
  return at;
}

function tell(self: PyObject): Escapes<PyObject> {
  const state = open(self);
  if (!isTrue(callMethod(state.buffer, 'seekable'))) unsupported('underlying stream is not seekable');
  if (!state.telling) raise(OSErrorType, 'telling position disabled by next() call');
  flushPending(state);
  callMethod(self, 'flush');
  const position = callMethod(state.buffer, 'tell');
  if (state.decoder === undefined || (state.chunk.length === 0 && state.decoder.isClean())) return position;
  const at = int(position) - state.chunk.length + bytesUsed(state);
  const flags = state.used === 0 ? state.chunkFlags : state.decoder.snapshot().flags;
  return flags === 0 ? at : normalizeInt(BigInt(at) | (BigInt(flags) << FLAGS_SHIFT));
}

function seek(self: PyObject, cookie: PyObject, whence: number): Escapes<PyObject> {
  const state = open(self);
  if (!isTrue(callMethod(state.buffer, 'seekable'))) unsupported('underlying stream is not seekable');
  if (whence === 1) {
    if (cookie !== 0) unsupported("can't do nonzero cur-relative seeks");
    return seek(self, callMethod(self, 'tell'), 0);
  }
  if (whence === 2 && cookie !== 0) unsupported("can't do nonzero end-relative seeks");
  if (whence !== 0 && whence !== 2) raiseValueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  if (cookie instanceof PyFloat) raiseTypeError("'float' object cannot be interpreted as an integer");
  const value = BigInt(asIndex(cookie));
  if (value < 0n) raiseValueError(`negative seek position ${value}`);
  callMethod(self, 'flush');
  state.telling = true;
  forgetDecoded(state);
  const flags = Number(value >> FLAGS_SHIFT);
  state.decoder?.reset();
  if (flags !== 0) startReading(state).restore(EMPTY, flags);
  if (state.translator !== undefined) state.translator.pending = false;
  const target = Number(value & ((1n << FLAGS_SHIFT) - 1n));
  const position = callMethod(state.buffer, 'seek', target, whence);
  state.encoder?.restart(position === 0);
  return whence === 2 ? position : cookie;
}

// ── The rest ──

const RECONFIGURE = {
  name: 'reconfigure',
  names: ['encoding', 'errors', 'newline', 'line_buffering', 'write_through'],
  positional: 0,
  required: 0,
};

function reconfigure(
  self: PyObject,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<PyObject> {
  const state = text(self);
  const [encoding, errors, newline, lineBuffering = null, writeThrough = null] = parseArguments(
    RECONFIGURE,
    args,
    names,
  );
  const changesCodec = (encoding ?? null) !== null || (errors ?? null) !== null || newline !== undefined;
  if (state.decoded !== '' && changesCodec)
    unsupported('It is not possible to set the encoding or newline of stream after the first read');
  const nextEncoding = textOption(encoding, 'encoding');
  const nextNewline = newline === undefined ? state.newline : checkNewline(newline);
  const nextErrors = textOption(errors, 'errors') ?? (nextEncoding === undefined ? state.errors : 'strict');
  callMethod(self, 'flush');
  if (changesCodec) {
    // The host writes UTF-8 with one way of errors; anything else is encoded here.
    if (nextEncoding !== undefined && hostEncoding(nextEncoding) === undefined) codecOf(nextEncoding);
    if (
      hostEncoding(nextEncoding ?? state.encoding) !== 'utf-8' ||
      nextErrors !== state.errors ||
      nextNewline !== state.newline
    )
      state.stream = 0;
    state.encoding = nextEncoding ?? state.encoding;
    state.errors = nextErrors;
    state.newline = nextNewline;
    chooseCodec(state);
  }
  if (lineBuffering !== null) state.lineBuffering = isTrue(lineBuffering);
  if (writeThrough !== null) state.writeThrough = isTrue(writeThrough);
  return null;
}

function close(self: PyObject): Escapes<PyObject> {
  const state = text(self);
  if (isClosed(state.buffer)) return null;
  try {
    callMethod(self, 'flush');
  } finally {
    state.stream = 0;
    callMethod(state.buffer, 'close');
  }
  return null;
}

function show(self: PyObject): PyObject {
  const { name } = (self as PyIoObject).ob_type;
  const state = text(self);
  const parts = [name];
  for (const field of ['name', 'mode']) {
    const value = getAttributeOrUndefined(self, field);
    if (value !== undefined) parts.push(`${field}=${strToJs(repr(value))}`);
  }
  return newStr(`<${parts.join(' ')} encoding=${strToJs(repr(newStr(state.encoding)))}>`);
}

let type: PyType | undefined;

export function textType(): PyType {
  type ??= ioType('TextIOWrapper', baseTypes().text, () => new TextState(), {
    doc: 'Character and line based layer over a BufferedIOBase object, buffer.',
    slots: { tp_init: initialize, tp_repr: show, tp_iternext: nextLine },
    getset: [
      { name: 'buffer', get: (self) => text(self).buffer },
      { name: 'encoding', get: (self) => newStr(text(self).encoding) },
      { name: 'errors', get: (self) => newStr(text(self).errors) },
      { name: 'newlines', get: (self) => text(self).translator?.newlines() ?? null },
      { name: 'line_buffering', get: (self) => text(self).lineBuffering },
      { name: 'write_through', get: (self) => text(self).writeThrough },
      { name: 'closed', get: (self) => isClosed(text(self).buffer) },
      { name: 'name', get: (self) => getAttribute(text(self).buffer, 'name') },
      { name: '_finalizing', get: () => false },
      {
        name: '_CHUNK_SIZE',
        get: () => DEFAULT_BUFFER_SIZE,
        set(_self, value) {
          if (value === undefined || Number(asIndex(value)) <= 0)
            raiseValueError('a strictly positive integer is required');
        },
      },
    ],
    methods: [
      { kind: 'O', name: 'write', call: write },
      m('read(size=, /)', (self, [count]) => read(self, size(count))),
      m('readline(size=, /)', (self, [limit]) => readLine(self, size(limit))),
      m('flush()', (self) => {
        const state = open(self);
        flush(state);
        return null;
      }),
      m('tell()', tell),
      m('seek(cookie, whence=, /)', (self, [cookie, whence]) => seek(self, cookie!, int(whence))),
      m('truncate(pos=, /)', (self, [length = null]) => {
        const state = open(self);
        callMethod(self, 'flush');
        return callMethod(state.buffer, 'truncate', length ?? callMethod(self, 'tell'));
      }),
      { kind: 'KEYWORDS', name: 'reconfigure', call: reconfigure },
      m('detach()', (self) => {
        const state = text(self);
        callMethod(self, 'flush');
        state.ready = 'detached';
        return state.buffer;
      }),
      m('close()', close),
      ...(['readable', 'writable', 'seekable', 'fileno', 'isatty'] as const).map((name) =>
        m(`${name}()`, (self) => callMethod(open(self).buffer, name)),
      ),
    ],
  });
  return type;
}

/** `TextIOWrapper(buffer, …)` for this module's own use. */
export function newTextStream(
  buffer: PyObject,
  encoding: PyObject,
  errors: PyObject,
  newline: PyObject,
  lineBuffering: boolean,
): Escapes<PyObject> {
  return call(textType(), [buffer, encoding, errors, newline, lineBuffering]);
}

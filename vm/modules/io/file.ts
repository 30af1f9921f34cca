/** `io.FileIO`: a descriptor of the host (CPython: Modules/_io/fileio.c). */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { getHost } from '../../host/index.ts';
import {
  asIndex,
  asStr,
  call,
  type Escapes,
  type IoState,
  isTrue,
  newBytes,
  newStr,
  ownGet,
  ownSet,
  PyFloat,
  type PyIoObject,
  type PyObject,
  type PyType,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  repr,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { hostPath, onHost, osError } from '../posix/errors.ts';
import { baseTypes } from './base.ts';
import {
  concatenate,
  DEFAULT_BUFFER_SIZE,
  int,
  ioType,
  m,
  size,
  stateOf,
  unsupported,
  writableBytes,
} from './shared.ts';

/** Milliseconds until an input that has nothing yet is asked again. */
const RETRY_SECONDS = 0.002;

export class FileState implements IoState {
  fd = -1;
  created = false;
  readable = false;
  writable = false;
  appending = false;
  closefd = true;
  seekable: boolean | undefined;
  blockSize = DEFAULT_BUFFER_SIZE;
  /** Place of the next byte in a seekable file: the host's calls take it as an argument. */
  position = 0;

  get closed(): boolean {
    return this.fd < 0;
  }
  set closed(_value: boolean) {}

  get mode(): string {
    if (this.created) return this.readable ? 'xb+' : 'xb';
    if (this.appending) return this.readable ? 'ab+' : 'ab';
    return this.readable ? (this.writable ? 'rb+' : 'rb') : 'wb';
  }

  isSeekable(): boolean {
    if (this.seekable === undefined) {
      const stats = fstatSync(this.fd);
      this.seekable = stats.isFile() || stats.isBlockDevice();
    }
    return this.seekable;
  }

  /** Reads into `target`: the count, 0 at the end. Interrupted and empty non-blocking reads are tried again. */
  read(target: Uint8Array): number {
    if (target.length === 0) return 0;
    if (this.fd === 0) {
      const count = getHost().readInput(target);
      this.position += count;
      return count;
    }
    const position = this.isSeekable() ? this.position : null;
    for (;;) {
      try {
        const count = readSync(this.fd, target, 0, target.length, position);
        this.position += count;
        return count;
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === 'EOF') return 0;
        if (code !== 'EAGAIN') throw error;
        getHost().sleep(RETRY_SECONDS);
      }
    }
  }

  /** Writes what the host takes at once: the count. */
  write(data: Uint8Array): number {
    if (this.fd === 1 || this.fd === 2) {
      getHost().writeBytes(this.fd, data);
      return data.length;
    }
    if (data.length === 0) return 0;
    const position = this.isSeekable() && !this.appending ? this.position : null;
    for (;;) {
      try {
        const count = writeSync(this.fd, data, 0, data.length, position);
        if (this.appending && this.isSeekable()) this.position = fstatSync(this.fd).size;
        else this.position += count;
        return count;
      } catch (error) {
        if ((error as { code?: string }).code !== 'EAGAIN') throw error;
        getHost().sleep(RETRY_SECONDS);
      }
    }
  }

  seek(offset: number, whence: number): number {
    if (!this.isSeekable()) throw Object.assign(new Error('seek'), { code: 'ESPIPE' });
    const start = whence === 0 ? 0 : whence === 1 ? this.position : fstatSync(this.fd).size;
    const position = start + offset;
    if (position < 0) throw Object.assign(new Error('seek'), { code: 'EINVAL' });
    this.position = position;
    return position;
  }
}

const state = (self: PyObject): FileState => stateOf<FileState>(self);

const BAD_MODE = 'Must have exactly one of create/read/write/append mode and at most one plus';

/** Sets the directions of a mode; the flags for opening. */
function applyMode(file: FileState, mode: string): Escapes<number> {
  const kinds = [...mode].filter((letter) => 'xrwa'.includes(letter));
  const pluses = [...mode].filter((letter) => letter === '+').length;
  if ([...mode].some((letter) => !'xrwab+'.includes(letter)))
    raiseValueError(`invalid mode: ${mode.slice(0, 200)}`);
  if (kinds.length !== 1 || pluses > 1) raiseValueError(BAD_MODE);
  const [kind] = kinds;
  file.created = kind === 'x';
  file.appending = kind === 'a';
  file.readable = kind === 'r' || pluses === 1;
  file.writable = kind !== 'r' || pluses === 1;
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_EXCL, O_APPEND } = constants;
  const direction = file.readable ? (file.writable ? O_RDWR : O_RDONLY) : O_WRONLY;
  const extra = { r: 0, w: O_CREAT | O_TRUNC, x: O_CREAT | O_EXCL, a: O_CREAT | O_APPEND }[kind as 'r'];
  return direction | extra | 0o2000000;
}

const INIT = { name: 'FileIO', names: ['file', 'mode', 'closefd', 'opener'], positional: 4, required: 1 };

function initialize(
  self: PyObject,
  args: readonly PyObject[],
  names: readonly string[] | null,
): Escapes<void> {
  const [file, modeValue, closefd, opener = null] = parseArguments(INIT, args, names);
  const mode = modeValue === undefined ? 'r' : strToJs(asStr(modeValue) ?? raiseMode(modeValue));
  if (!state(self).closed) closeDescriptor(state(self));
  const made = new FileState();
  (self as PyIoObject).state = made;
  if (file instanceof PyFloat) raiseTypeError('integer argument expected, got float');
  const flags = applyMode(made, mode);
  made.closefd = closefd === undefined || isTrue(closefd);
  if (typeof file === 'number' || typeof file === 'boolean') {
    if (Number(file) < 0) raiseValueError('negative file descriptor');
    made.fd = Number(file);
  } else {
    const path = hostPath(file!, 'open', 'path');
    if (!made.closefd) raiseValueError('Cannot use closefd=False with file name');
    if (opener === null) made.fd = onHost(() => openSync(path, flags, 0o666), file);
    else made.fd = openedBy(opener, file!, flags);
  }
  try {
    inspect(made, file!);
  } catch (error) {
    if (typeof file !== 'number') closeDescriptor(made);
    made.fd = -1;
    throw error;
  }
  ownSet(self as PyIoObject, 'name', file!);
}

function raiseMode(value: PyObject): never {
  raiseTypeError(`FileIO() argument 'mode' must be str, not ${typeName(value)}`);
}

function openedBy(opener: PyObject, file: PyObject, flags: number): Escapes<number> {
  const fd = call(opener, [file, flags]);
  if (typeof fd !== 'number') raiseTypeError('expected integer from opener');
  if (fd < 0) raiseValueError(`opener returned ${fd}`);
  return fd;
}

/** A folder is no file; and where writing goes on. */
function inspect(file: FileState, name: PyObject): Escapes<void> {
  const stats = onHost(() => fstatSync(file.fd), name);
  if (stats.isDirectory()) throw osError('EISDIR', name);
  file.seekable = stats.isFile() || stats.isBlockDevice();
  if (stats.blksize > 1) file.blockSize = stats.blksize;
  if (file.appending && file.seekable) file.position = stats.size;
}

function closeDescriptor(file: FileState): Escapes<void> {
  const { fd } = file;
  file.fd = -1;
  if (file.closefd && fd >= 0) onHost(() => closeSync(fd));
}

function open(self: PyObject): FileState {
  const file = state(self);
  if (file.fd < 0) raiseValueError('I/O operation on closed file');
  return file;
}

function readable(self: PyObject): FileState {
  const file = open(self);
  if (!file.readable) unsupported('File not open for reading');
  return file;
}

function writable(self: PyObject): FileState {
  const file = open(self);
  if (!file.writable) unsupported('File not open for writing');
  return file;
}

function readAll(file: FileState): Uint8Array {
  const pieces: Uint8Array[] = [];
  let next = DEFAULT_BUFFER_SIZE;
  if (file.isSeekable()) next = Math.max(fstatSync(file.fd).size - file.position + 1, 1);
  for (;;) {
    const piece = new Uint8Array(next);
    const count = file.read(piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    next = Math.max(next === count ? next * 2 : DEFAULT_BUFFER_SIZE, 1);
  }
  return pieces.length === 0 ? new Uint8Array(0) : concatenate(pieces);
}

function show(self: PyObject): PyObject {
  const file = state(self);
  const { name } = (self as PyIoObject).ob_type;
  if (file.fd < 0) return newStr(`<${name} [closed]>`);
  const given = ownGet(self as PyIoObject, 'name');
  const what = given === undefined ? `fd=${file.fd}` : `name=${strToJs(repr(given))}`;
  return newStr(`<${name} ${what} mode='${file.mode}' closefd=${file.closefd ? 'True' : 'False'}>`);
}

let type: PyType | undefined;

export function fileType(): PyType {
  type ??= ioType('FileIO', baseTypes().raw, () => new FileState(), {
    doc: 'Open a file.',
    slots: { tp_init: initialize, tp_repr: show },
    getset: [
      { name: 'closed', get: (self) => state(self).fd < 0 },
      { name: 'closefd', get: (self) => state(self).closefd },
      { name: 'mode', get: (self) => state(self).mode },
      { name: '_blksize', get: (self) => state(self).blockSize },
    ],
    methods: [
      m('read(size=, /)', (self, [count]) => {
        const file = readable(self);
        const wanted = size(count);
        if (wanted < 0) return newBytes(onHost(() => readAll(file)));
        const data = new Uint8Array(wanted);
        const got = onHost(() => file.read(data));
        return newBytes(got === wanted ? data : data.slice(0, got));
      }),
      m('readall()', (self) => {
        const file = readable(self);
        return newBytes(onHost(() => readAll(file)));
      }),
      m('readinto(buffer, /)', (self, [buffer]) => {
        const file = readable(self);
        const target = writableBytes(buffer!, 'readinto');
        return onHost(() => file.read(target));
      }),
      m('write(b, /)', (self, [data]) => {
        const file = writable(self);
        const bytes = bytesLike(data!);
        return onHost(() => file.write(bytes));
      }),
      m('seek(pos, whence=, /)', (self, [offset, whence]) => {
        const file = open(self);
        if (offset instanceof PyFloat) raiseTypeError("'float' object cannot be interpreted as an integer");
        const how = int(whence);
        if (how < 0 || how > 2) throw osError('EINVAL');
        return onHost(() => file.seek(int(offset), how));
      }),
      m('tell()', (self) => {
        const file = open(self);
        return onHost(() => file.seek(0, 1));
      }),
      m('truncate(size=, /)', (self, [length = null]) => {
        const file = writable(self);
        const to = length === null ? file.position : Number(asIndex(length));
        if (to < 0) throw osError('EINVAL');
        onHost(() => ftruncateSync(file.fd, to));
        return to;
      }),
      m('close()', (self) => {
        const file = state(self);
        if (file.fd >= 0) closeDescriptor(file);
        return null;
      }),
      m('seekable()', (self) => open(self).isSeekable()),
      m('readable()', (self) => open(self).readable),
      m('writable()', (self) => open(self).writable),
      m('fileno()', (self) => open(self).fd),
      m('isatty()', (self) => {
        const { fd } = open(self);
        return fd <= 2 ? getHost().isTerminal(fd as 0) : process.getBuiltinModule('node:tty').isatty(fd);
      }),
      m('_isatty_open_only()', (self) => getHost().isTerminal(open(self).fd as 0)),
    ],
  });
  return type;
}

/**
 * `sys.stdout` and `sys.stderr` (CPython: Modules/_io/textio.c as seen by programs): text goes to the host, which
 * buffers and encodes it. Characters that UTF-8 cannot encode raise as they do there.
 */
import { BrokenPipe, getHost, type OutputStream } from '../host/index.ts';
import {
  asStr,
  BrokenPipeErrorType,
  createBuiltinType,
  type Escapes,
  encodeStr,
  forEachItem,
  newException,
  newInstance,
  ObjectType,
  OSErrorType,
  PyByteArray,
  PyBytes,
  type PyInstance,
  type PyObject,
  type PyType,
  raise,
  raiseTypeError,
  type StrValue,
  setAttribute,
  strLength,
  strToJs,
  typeName,
} from '../objects/index.ts';

/** Which descriptor each stream object writes to. */
const descriptors = new WeakMap<PyInstance, OutputStream>();

/** The descriptor of a stream made here, else `undefined`. */
export function descriptorOf(stream: PyObject): OutputStream | undefined {
  return typeof stream === 'object' && stream !== null ? descriptors.get(stream as PyInstance) : undefined;
}

function descriptor(stream: PyObject): OutputStream {
  return descriptors.get(stream as PyInstance)!;
}

/** What CPython prints with the `backslashreplace` handler, for standard error. */
function backslashReplace(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** Writes host text; raises UnicodeEncodeError for lone surrogates, BrokenPipeError when nobody reads. */
export function writeText(stream: OutputStream, text: string): Escapes<void> {
  let encodable = text;
  if (!text.isWellFormed()) {
    if (stream === 1) encodeStr(text, 'utf-8', 'strict');
    encodable = backslashReplace(text);
  }
  onHost(() => getHost().write(stream, encodable));
}

function onHost<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof BrokenPipe) throw newException(BrokenPipeErrorType, [32, 'Broken pipe']);
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') raise(OSErrorType, String((error as Error).message));
    throw error;
  }
}

export function flushStream(stream: OutputStream): Escapes<void> {
  onHost(() => getHost().flush(stream));
}

function textArgument(value: PyObject): StrValue {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`write() argument must be str, not ${typeName(value)}`);
  return text;
}

let types: { text: PyType; binary: PyType } | undefined;

/** Made when the first stream is: by then all built-in types are complete. */
function streamTypes(): { text: PyType; binary: PyType } {
  types ??= {
    text: createBuiltinType('_io.TextIOWrapper', 'PyInstance', ObjectType, {
      hasDict: true,
      slots: {
        tp_repr: (self) => {
          const stdout = descriptor(self) === 1;
          return `<_io.TextIOWrapper name='${stdout ? '<stdout>' : '<stderr>'}' mode='w' encoding='utf-8'>`;
        },
      },
      methods: [
        {
          kind: 'O',
          name: 'write',
          call(self, value) {
            const text = textArgument(value);
            writeText(descriptor(self), strToJs(text));
            return strLength(text);
          },
        },
        {
          kind: 'O',
          name: 'writelines',
          call(self, lines) {
            forEachItem(lines, (line) => writeText(descriptor(self), strToJs(textArgument(line))));
            return null;
          },
        },
        {
          kind: 'NOARGS',
          name: 'flush',
          call(self) {
            flushStream(descriptor(self));
            return null;
          },
        },
        { kind: 'NOARGS', name: 'fileno', call: descriptor },
        { kind: 'NOARGS', name: 'isatty', call: (self) => getHost().isTerminal(descriptor(self)) },
        { kind: 'NOARGS', name: 'readable', call: () => false },
        { kind: 'NOARGS', name: 'writable', call: () => true },
        { kind: 'NOARGS', name: 'seekable', call: () => false },
        { kind: 'NOARGS', name: 'close', call: () => null },
        { kind: 'KEYWORDS', name: 'reconfigure', call: () => null },
      ],
    }),
    binary: createBuiltinType('_io.BufferedWriter', 'PyInstance', ObjectType, {
      hasDict: true,
      methods: [
        {
          kind: 'O',
          name: 'write',
          call(self, value) {
            if (!(value instanceof PyBytes) && !(value instanceof PyByteArray)) {
              raiseTypeError(`a bytes-like object is required, not '${typeName(value)}'`);
            }
            const data = value instanceof PyBytes ? value.data : value.data.subarray(0, value.length);
            onHost(() => getHost().writeBytes(descriptor(self), data));
            return data.length;
          },
        },
        {
          kind: 'NOARGS',
          name: 'flush',
          call(self) {
            flushStream(descriptor(self));
            return null;
          },
        },
        { kind: 'NOARGS', name: 'fileno', call: descriptor },
      ],
    }),
  };
  return types;
}

export function createStream(stream: OutputStream): PyObject {
  const { text, binary } = streamTypes();
  const object = newInstance(text);
  const buffer = newInstance(binary);
  descriptors.set(object, stream);
  descriptors.set(buffer, stream);
  const name = stream === 1 ? '<stdout>' : '<stderr>';
  setAttribute(buffer, 'name', name);
  setAttribute(object, 'name', name);
  setAttribute(object, 'mode', 'w');
  setAttribute(object, 'encoding', 'utf-8');
  setAttribute(object, 'errors', stream === 1 ? 'strict' : 'backslashreplace');
  setAttribute(object, 'newlines', null);
  setAttribute(object, 'closed', false);
  setAttribute(object, 'line_buffering', getHost().isTerminal(stream));
  setAttribute(object, 'buffer', buffer);
  return object;
}

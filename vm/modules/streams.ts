/**
 * `sys.stdin`, `sys.stdout` and `sys.stderr`: text streams of `_io` over descriptors of the host. What is written goes to
 * the host as text, which buffers and encodes it, until a program reconfigures the stream.
 */
import { getHost, type OutputStream } from '../host/index.ts';
import { call, PyIoObject, type PyObject, setAttribute } from '../objects/index.ts';
import { type BufferedState, bufferedTypes } from './io/buffered.ts';
import { fileType } from './io/file.ts';
import { stateOf } from './io/shared.ts';
import { setUp, standardStream, TextState, textType } from './io/text.ts';

export { flushStream, writeText } from './host-output.ts';

/** The descriptor of a stream made here, else `undefined`. */
export function descriptorOf(stream: PyObject): OutputStream | undefined {
  return standardStream(stream);
}

export function createStream(stream: OutputStream): PyObject {
  const raw = call(fileType(), [stream, 'w', false]);
  const name = stream === 1 ? '<stdout>' : '<stderr>';
  setAttribute(raw, 'name', name);
  const state = new TextState();
  state.buffer = call(bufferedTypes().writer, [raw]);
  // The host buffers: what goes through the binary buffer keeps its place among the text.
  stateOf<BufferedState>(state.buffer).capacity = 0;
  state.errors = stream === 1 ? 'strict' : 'backslashreplace';
  state.newline = '\n';
  state.stream = stream;
  const object = new PyIoObject(textType(), state);
  setUp(object, state, stream === 2 || getHost().isTerminal(1), false);
  setAttribute(object, 'mode', 'w');
  return object;
}

export function createInput(): PyObject {
  const raw = call(fileType(), [0, 'r', false]);
  setAttribute(raw, 'name', '<stdin>');
  const state = new TextState();
  state.buffer = call(bufferedTypes().reader, [raw]);
  const object = new PyIoObject(textType(), state);
  setUp(object, state, getHost().isTerminal(0), false);
  setAttribute(object, 'mode', 'r');
  return object;
}

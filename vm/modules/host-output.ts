/** Text to the host's standard output and error, which buffers and encodes it; errors of the host as Python's. */
import { BrokenPipe, getHost, type OutputStream } from '../host/index.ts';
import {
  BrokenPipeErrorType,
  type Escapes,
  encodeStr,
  newException,
  OSErrorType,
  raise,
} from '../objects/index.ts';

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

export function onHost<T>(action: () => T): T {
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

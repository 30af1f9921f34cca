/** Registered encodings and error handlers (CPython: Python/codecs.c). */
import {
  asBytes,
  asIndex,
  asStr,
  call,
  codecRegistry,
  type Escapes,
  exceptionFields,
  getAttribute,
  LookupErrorType,
  machine,
  newBytes,
  newStr,
  type PyBaseException,
  PyBytes,
  type PyObject,
  PyTuple,
  raise,
  raiseIndexError,
  raiseTypeError,
  type StrValue,
  strLength,
  typeName,
  UnicodeDecodeErrorType,
} from '../../objects/index.ts';

const searchFunctions: PyObject[] = [];
const found = new Map<string, PyTuple>();
const errorHandlers = new Map<string, PyObject>();
let standardLoaded = false;

export function registerSearch(search: PyObject): void {
  searchFunctions.push(search);
}

export function unregisterSearch(search: PyObject): void {
  const index = searchFunctions.indexOf(search);
  if (index < 0) return;
  searchFunctions.splice(index, 1);
  found.clear();
}

/** Lower case, every run of other characters than letters, digits and dots one underscore. */
function normalName(encoding: string): string {
  return encoding
    .replace(/[^A-Za-z0-9.]+/g, (run, at: number) => (at === 0 ? '' : run === '-' ? '-' : '_'))
    .toLowerCase();
}

/** The CodecInfo of an encoding. Raises LookupError. */
export function lookupCodec(encoding: string): Escapes<PyTuple> {
  const name = encoding.toLowerCase().replaceAll(' ', '_');
  const known = found.get(name);
  if (known !== undefined) return known;
  if (!standardLoaded) {
    standardLoaded = true;
    machine.importModule('encodings');
  }
  for (const search of [...searchFunctions]) {
    const result = call(search, [newStr(normalName(name))]);
    if (result === null) continue;
    if (!(result instanceof PyTuple) || result.items.length !== 4)
      raiseTypeError('codec search functions must return 4-tuples');
    found.set(name, result);
    return result;
  }
  raise(LookupErrorType, `unknown encoding: ${encoding}`);
}

export function registerErrorHandler(name: string, handler: PyObject): void {
  errorHandlers.set(name, handler);
}

export function unregisterErrorHandler(name: string): boolean {
  return errorHandlers.delete(name);
}

export function lookupErrorHandler(name: string): Escapes<PyObject> {
  const handler = errorHandlers.get(name);
  if (handler === undefined) raise(LookupErrorType, `unknown error handler name '${name}'`);
  return handler;
}

/** First item of what a codec function returns, with CPython's check. */
function codecResult(result: PyObject, what: 'encoder' | 'decoder'): PyObject {
  if (result instanceof PyTuple && result.items.length === 2) return result.items[0]!;
  raiseTypeError(`${what} must return a tuple (object, integer)`);
}

/** `codecs.encode` and `codecs.decode`: any object to any object. */
export function applyCodec(
  value: PyObject,
  encoding: string,
  errors: PyObject,
  what: 'encoder' | 'decoder',
): Escapes<PyObject> {
  const codec = lookupCodec(encoding);
  const args = errors === null ? [value] : [value, errors];
  return codecResult(call(codec.items[what === 'encoder' ? 0 : 1]!, args), what);
}

function textCodec(encoding: string, method: string): Escapes<PyTuple> {
  const codec = lookupCodec(encoding);
  if (typeName(codec) === 'CodecInfo' && getAttribute(codec, '_is_text_encoding') === false) {
    raise(
      LookupErrorType,
      `'${encoding}' is not a text encoding; use codecs.${method}() to handle arbitrary codecs`,
    );
  }
  return codec;
}

/** Lets `str.encode`, `bytes.decode` and the built-in codecs find what is registered here. */
export function connectRegistry(): void {
  codecRegistry.encode = (text, encoding, errors) => {
    const codec = textCodec(encoding, 'encode');
    const result = codecResult(call(codec.items[0]!, [text, newStr(errors)]), 'encoder');
    const data = asBytes(result);
    if (data === undefined) {
      raiseTypeError(
        `'${encoding}' encoder returned '${typeName(result)}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
      );
    }
    return data;
  };
  codecRegistry.decode = (data, encoding, errors) => {
    const codec = textCodec(encoding, 'decode');
    const result = codecResult(call(codec.items[1]!, [newBytes(data.slice()), newStr(errors)]), 'decoder');
    const text = asStr(result);
    if (text === undefined) {
      raiseTypeError(
        `'${encoding}' decoder returned '${typeName(result)}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
      );
    }
    return text;
  };
  codecRegistry.handle = callErrorHandler;
}

/** Calls a registered handler and checks its answer. */
function callErrorHandler(
  errors: string,
  error: PyBaseException,
): Escapes<{ replacement: StrValue | Uint8Array; position: number }> {
  const decoding = error.ob_type === UnicodeDecodeErrorType;
  const what = decoding ? 'decoding' : 'encoding';
  const wanted = decoding ? '(str, int)' : '(str/bytes, int)';
  const result = call(lookupErrorHandler(errors), [error]);
  if (!(result instanceof PyTuple) || result.items.length !== 2)
    raiseTypeError(`${what} error handler must return ${wanted} tuple`);
  const [value, position] = result.items as [PyObject, PyObject];
  const text = asStr(value);
  if (text === undefined && (decoding || !(value instanceof PyBytes)))
    raiseTypeError(`${what} error handler must return ${wanted} tuple`);
  const object = exceptionFields(error)[1]!;
  const length = decoding ? asBytes(object)!.length : strLength(asStr(object)!);
  const given = Number(asIndex(position));
  const at = given < 0 ? given + length : given;
  if (at < 0 || at > length) raiseIndexError(`position ${given} from error handler out of bounds`);
  return { replacement: text ?? asBytes(value)!, position: at };
}

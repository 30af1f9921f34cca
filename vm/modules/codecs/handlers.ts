/** The standard error handlers as functions of an exception (CPython: Python/codecs.c, `PyCodec_*Errors`). */
import {
  asBytes,
  asStr,
  call,
  codePoints,
  type Escapes,
  escapeCodePoint,
  exceptionFields,
  getAttribute,
  isExceptionOf,
  isSubtype,
  type MethodDef,
  machine,
  newBytes,
  newStr,
  newTuple,
  PyBaseException,
  type PyObject,
  raiseTypeError,
  strToJs,
  typeName,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
  ValueErrorType,
} from '../../objects/index.ts';

type Kind = 'encode' | 'decode' | 'translate';

interface Failure {
  readonly kind: Kind;
  readonly error: PyBaseException;
  readonly encoding: string;
  readonly start: number;
  readonly end: number;
  /** Code points, or bytes, that failed. */
  readonly failing: readonly number[];
  /** Everything from the start of the failure on. */
  readonly rest: readonly number[];
}

function failureOf(error: PyObject): Escapes<Failure> {
  if (error instanceof PyBaseException) {
    const kinds: [Kind, typeof UnicodeDecodeErrorType][] = [
      ['encode', UnicodeEncodeErrorType],
      ['decode', UnicodeDecodeErrorType],
      ['translate', UnicodeTranslateErrorType],
    ];
    for (const [kind, type] of kinds) {
      if (!isSubtype(error.ob_type, type)) continue;
      const fields = exceptionFields(error);
      const [encoding, object, start, end] = kind === 'translate' ? ['', ...fields] : fields;
      const units = kind === 'decode' ? asBytes(object!)! : codePoints(asStr(object!)!);
      const from = Math.min(Math.max(start as number, 0), Math.max(0, units.length - 1));
      const to = Math.min(Math.max(end as number, 1), units.length);
      return {
        kind,
        error,
        encoding: String(encoding),
        start: from,
        end: to,
        failing: [...units.subarray(from, to)],
        rest: [...units.subarray(from)],
      };
    }
  }
  return unknownFailure(error);
}

function unknownFailure(error: PyObject): never {
  raiseTypeError(`don't know how to handle ${typeName(error)} in error callback`);
}

const answer = (text: string, position: number): PyObject => newTuple([newStr(text), position]);

const handler = (name: string, body: (failure: Failure) => PyObject): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, error) => body(failureOf(error)),
});

/** Surrogates as UTF-8, UTF-16 or UTF-32 would store them. */
function surrogateBytes(point: number, encoding: string): number[] | undefined {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  const [low, high] = [point & 255, point >> 8];
  if (name === 'utf-8' || name === 'utf8' || name === 'cp65001')
    return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)];
  if (name === 'utf-16-le' || name === 'utf-16') return [low, high];
  if (name === 'utf-16-be') return [high, low];
  if (name === 'utf-32-le' || name === 'utf-32') return [low, high, 0, 0];
  if (name === 'utf-32-be') return [0, 0, high, low];
  return undefined;
}

function surrogatePass({ kind, error, encoding, start, end, failing, rest }: Failure): Escapes<PyObject> {
  if (kind === 'translate') unknownFailure(error);
  if (kind === 'encode') {
    const bytes: number[] = [];
    for (const point of failing) {
      const encoded = point >= 0xd800 && point <= 0xdfff ? surrogateBytes(point, encoding) : undefined;
      if (encoded === undefined) throw error;
      bytes.push(...encoded);
    }
    return newTuple([newBytes(Uint8Array.from(bytes)), end]);
  }
  const size = surrogateBytes(0xd800, encoding)?.length ?? 0;
  const given = rest.slice(0, size);
  for (let point = 0xd800; size > 0 && given.length === size && point <= 0xdfff; point++) {
    if (surrogateBytes(point, encoding)!.every((byte, index) => byte === given[index]))
      return answer(String.fromCharCode(point), start + size);
  }
  throw error;
}

function surrogateEscape({ kind, error, start, end, failing }: Failure): Escapes<PyObject> {
  if (kind === 'translate') unknownFailure(error);
  if (kind === 'encode') {
    if (!failing.every((point) => point >= 0xdc80 && point <= 0xdcff)) throw error;
    return newTuple([newBytes(Uint8Array.from(failing, (point) => point - 0xdc00)), end]);
  }
  const escapable = failing.slice(0, 4).findIndex((byte) => byte < 128);
  const count = escapable < 0 ? Math.min(4, failing.length) : escapable;
  if (count === 0) throw error;
  const text = failing.slice(0, count).map((byte) => String.fromCharCode(0xdc00 + byte));
  return answer(text.join(''), start + count);
}

function nameOf(point: number): Escapes<string> {
  const unicodedata = machine.importModule('unicodedata');
  try {
    const name = call(getAttribute(unicodedata, 'name'), [newStr(String.fromCodePoint(point))]);
    return `\\N{${strToJs(asStr(name)!)}}`;
  } catch (error) {
    if (!isExceptionOf(error, ValueErrorType)) throw error;
    return escapeCodePoint(point);
  }
}

export const ERROR_HANDLERS: Readonly<Record<string, MethodDef>> = {
  strict: {
    kind: 'O',
    name: 'strict_errors',
    doc: "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.",
    call(_module, error) {
      if (error instanceof PyBaseException) throw error;
      raiseTypeError('codec must pass exception instance');
    },
  },
  ignore: handler('ignore_errors', ({ end }) => answer('', end)),
  replace: handler('replace_errors', ({ kind, end, failing }) =>
    answer(kind === 'decode' ? '\ufffd' : (kind === 'encode' ? '?' : '\ufffd').repeat(failing.length), end),
  ),
  xmlcharrefreplace: handler('xmlcharrefreplace_errors', ({ kind, error, end, failing }) => {
    if (kind !== 'encode') unknownFailure(error);
    return answer(failing.map((point) => `&#${point};`).join(''), end);
  }),
  backslashreplace: handler('backslashreplace_errors', ({ end, failing }) =>
    answer(failing.map(escapeCodePoint).join(''), end),
  ),
  namereplace: handler('namereplace_errors', ({ kind, error, end, failing }) => {
    if (kind !== 'encode') unknownFailure(error);
    return answer(failing.map(nameOf).join(''), end);
  }),
  surrogatepass: handler('surrogatepass', surrogatePass),
  surrogateescape: handler('surrogateescape', surrogateEscape),
};

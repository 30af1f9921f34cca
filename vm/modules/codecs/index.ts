/** The module `_codecs` (CPython: Modules/_codecsmodule.c). */
import {
  asBytes,
  asIndex,
  asStr,
  BuiltinFunctionType,
  bytesRepr,
  decodeBytes,
  type Escapes,
  encodeStr,
  isTrue,
  type KeywordNames,
  type MethodDef,
  newBytes,
  newTuple,
  PyBuiltinFunction,
  PyByteArray,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  type StrValue,
  strLength,
  strToJs,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { bytesLike } from '../bytes-like.ts';
import { defineModule } from '../define.ts';
import { buildEncodingMap, decodeCharmap, encodeCharmap } from './charmap.ts';
import {
  type Decoded,
  decodeByteEscapes,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
} from './escapes.ts';
import { ERROR_HANDLERS } from './handlers.ts';
import {
  applyCodec,
  connectRegistry,
  lookupCodec,
  lookupErrorHandler,
  registerErrorHandler,
  registerSearch,
  unregisterErrorHandler,
  unregisterSearch,
} from './registry.ts';
import { incompleteTail as incomplete } from './tails.ts';
import { decodeUtf7, encodeUtf7 } from './utf7.ts';

export { lookupCodec } from './registry.ts';
export { incompleteTail } from './tails.ts';

type Values = readonly (PyObject | undefined)[];

const fn = (
  name: string,
  min: number,
  max: number,
  body: (args: readonly PyObject[]) => PyObject,
  doc?: string,
): MethodDef => ({
  kind: 'FASTCALL',
  name,
  min,
  max,
  ...(doc === undefined ? {} : { doc }),
  call: (_module: PyObject, args: readonly PyObject[]) => body(args),
});

function text(value: PyObject, name: string): StrValue {
  const found = asStr(value);
  if (found === undefined) raiseTypeError(`${name}() argument 1 must be str, not ${typeName(value)}`);
  return found;
}

function errorsOf(value: PyObject | undefined): string {
  return value === undefined || value === null ? 'strict' : strToJs(asStr(value) ?? needText(value));
}

function needText(value: PyObject): never {
  raiseTypeError(`errors must be str or None, not ${typeName(value)}`);
}

/** Bytes, or the UTF-8 of a str, where a decoder takes both. */
function data(value: PyObject): Uint8Array {
  const string = asStr(value);
  return string === undefined ? bytesLike(value) : encodeStr(string, 'utf-8', 'strict');
}

const encoder = (name: string, encode: (text: StrValue, errors: string) => Escapes<Uint8Array>): MethodDef =>
  fn(name, 1, 2, ([value, errors]) => {
    const string = text(value!, name);
    return newTuple([newBytes(encode(string, errorsOf(errors))), strLength(string)]);
  });

/** A decoder that takes all; `strings`: text is taken for its UTF-8. */
const decoder = (
  name: string,
  decode: (data: Uint8Array, errors: string) => Escapes<StrValue>,
  strings = false,
): MethodDef =>
  fn(name, 1, 2, ([value, errors]) => {
    const bytes = strings ? data(value!) : bytesLike(value!);
    return newTuple([decode(bytes, errorsOf(errors)), bytes.length]);
  });

/** A decoder with a third argument `final`: without it an incomplete end is left for the next piece. */
const pieceDecoder = (
  name: string,
  decode: (data: Uint8Array, errors: string, final: boolean) => Escapes<Decoded>,
  options: { readonly strings?: boolean; readonly final?: boolean } = {},
): MethodDef =>
  fn(name, 1, 3, ([value, errors, final]) => {
    const bytes = options.strings ? data(value!) : bytesLike(value!);
    const isFinal = final === undefined ? (options.final ?? false) : isTrue(final);
    const { text: decoded, consumed } = decode(bytes, errorsOf(errors), isFinal);
    return newTuple([decoded, consumed]);
  });

const whole =
  (encoding: string) =>
  (bytes: Uint8Array, errors: string, final: boolean): Escapes<Decoded> => {
    const consumed = final ? bytes.length : bytes.length - incomplete(bytes, encoding);
    return { text: decodeBytes(bytes.subarray(0, consumed), encoding, errors), consumed };
  };

function exDecode(size: 16 | 32): MethodDef {
  return fn(`utf_${size}_ex_decode`, 1, 4, ([value, errors, order, final]) => {
    const bytes = bytesLike(value!);
    const marks =
      size === 16
        ? [
            [0xff, 0xfe],
            [0xfe, 0xff],
          ]
        : [
            [0xff, 0xfe, 0, 0],
            [0, 0, 0xfe, 0xff],
          ];
    const has = (mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
    let direction = order === undefined ? 0 : Number(asIndex(order));
    let skip = 0;
    if (direction === 0) {
      if (has(marks[0]!)) direction = -1;
      else if (has(marks[1]!)) direction = 1;
      if (direction !== 0) skip = size / 8;
    }
    const encoding = `utf-${size}-${direction === 1 ? 'be' : 'le'}`;
    const rest = bytes.subarray(skip);
    const { text: decoded, consumed } = whole(encoding)(
      rest,
      errorsOf(errors),
      final !== undefined && isTrue(final),
    );
    return newTuple([decoded, skip + consumed, direction]);
  });
}

/** `utf_16_encode(text, errors, byteorder)`: 0 writes a mark. */
function markedEncode(size: 16 | 32): MethodDef {
  const name = `utf_${size}_encode`;
  return fn(name, 1, 3, ([value, errors, order]) => {
    const string = text(value!, name);
    const direction = order === undefined ? 0 : Number(asIndex(order));
    const encoding = `utf-${size}${direction === 0 ? '' : direction < 0 ? '-le' : '-be'}`;
    return newTuple([newBytes(encodeStr(string, encoding, errorsOf(errors))), strLength(string)]);
  });
}

function unicodeFunctions(): MethodDef[] {
  const defs: MethodDef[] = [markedEncode(16), markedEncode(32), exDecode(16), exDecode(32)];
  const simple = ['utf_8', 'utf_16_le', 'utf_16_be', 'utf_32_le', 'utf_32_be'];
  for (const name of [...simple, 'utf_16', 'utf_32']) {
    const encoding = name.replaceAll('_', '-');
    defs.push(pieceDecoder(`${name}_decode`, whole(encoding)));
    if (simple.includes(name))
      defs.push(encoder(`${name}_encode`, (string, errors) => encodeStr(string, encoding, errors)));
  }
  return defs;
}

const APPLY = (name: string) => ({ name, names: ['obj', 'encoding', 'errors'], positional: 3, required: 1 });

function apply(name: 'encode' | 'decode', doc: string): MethodDef {
  return {
    kind: 'KEYWORDS',
    name,
    doc,
    call(_module: PyObject, args: readonly PyObject[], names: KeywordNames) {
      const [value, encoding, errors]: Values = parseArguments(APPLY(name), args, names);
      const codec =
        encoding === undefined ? 'utf-8' : strToJs(asStr(encoding) ?? needEncoding(name, encoding));
      return applyCodec(value!, codec, errors ?? null, name === 'encode' ? 'encoder' : 'decoder');
    },
  };
}

function needEncoding(name: string, value: PyObject): never {
  raiseTypeError(`${name}() argument 'encoding' must be str, not ${typeName(value)}`);
}

const charmap = (mapping: PyObject | undefined): PyObject | undefined =>
  mapping === null ? undefined : mapping;

const functions: readonly MethodDef[] = [
  fn(
    'register',
    1,
    1,
    ([search]) => {
      if (!isCallable(search!)) raiseTypeError('argument must be callable');
      registerSearch(search!);
      return null;
    },
    'Register a codec search function.',
  ),
  fn(
    'unregister',
    1,
    1,
    ([search]) => {
      unregisterSearch(search!);
      return null;
    },
    'Unregister a codec search function and clear the registry cache.',
  ),
  fn(
    'lookup',
    1,
    1,
    ([encoding]) => lookupCodec(strToJs(text(encoding!, 'lookup'))),
    'Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.',
  ),
  apply('encode', 'Encodes obj using the codec registered for encoding.'),
  apply('decode', 'Decodes obj using the codec registered for encoding.'),
  fn(
    'register_error',
    2,
    2,
    ([name, handler]) => {
      if (!isCallable(handler!)) raiseTypeError('handler must be callable');
      registerErrorHandler(strToJs(text(name!, 'register_error')), handler!);
      return null;
    },
    'Register the specified error handler under the name errors.',
  ),
  fn(
    '_unregister_error',
    1,
    1,
    ([name]) => {
      const key = strToJs(text(name!, '_unregister_error'));
      if (key in ERROR_HANDLERS) raiseValueError(`cannot un-register built-in error handler '${key}'`);
      return unregisterErrorHandler(key);
    },
    "Un-register the specified error handler for the error handling `errors'.",
  ),
  fn(
    'lookup_error',
    1,
    1,
    ([name]) => lookupErrorHandler(strToJs(text(name!, 'lookup_error'))),
    'Return the error handler for the specified error handling name.',
  ),
  ...unicodeFunctions(),
  encoder('ascii_encode', (string, errors) => encodeStr(string, 'ascii', errors)),
  decoder('ascii_decode', (bytes, errors) => decodeBytes(bytes, 'ascii', errors)),
  encoder('latin_1_encode', (string, errors) => encodeStr(string, 'latin-1', errors)),
  decoder('latin_1_decode', (bytes, errors) => decodeBytes(bytes, 'latin-1', errors)),
  encoder('utf_7_encode', encodeUtf7),
  pieceDecoder('utf_7_decode', decodeUtf7),
  encoder('unicode_escape_encode', encodeUnicodeEscape),
  pieceDecoder('unicode_escape_decode', decodeUnicodeEscape, { strings: true, final: true }),
  encoder('raw_unicode_escape_encode', encodeRawUnicodeEscape),
  pieceDecoder('raw_unicode_escape_decode', decodeRawUnicodeEscape, { strings: true, final: true }),
  fn('escape_encode', 1, 2, ([value]) => {
    const bytes = asBytes(value!);
    if (bytes === undefined || value instanceof PyByteArray)
      raiseTypeError(`escape_encode() argument 1 must be bytes, not ${typeName(value!)}`);
    const shown = bytesRepr(bytes);
    const escaped = shown.slice(2, -1).replaceAll(shown[1] === '"' ? "'" : '\0', "\\'");
    return newTuple([newBytes(Uint8Array.from(escaped, (unit) => unit.charCodeAt(0))), bytes.length]);
  }),
  fn('escape_decode', 1, 2, ([value, errors]) => {
    const bytes = data(value!);
    return newTuple([newBytes(decodeByteEscapes(bytes, errorsOf(errors))), bytes.length]);
  }),
  fn('readbuffer_encode', 1, 2, ([value]) => {
    const bytes = data(value!);
    return newTuple([newBytes(bytes.slice()), bytes.length]);
  }),
  fn('charmap_build', 1, 1, ([table]) => buildEncodingMap(text(table!, 'charmap_build'))),
  fn('charmap_encode', 1, 3, ([value, errors, mapping]) => {
    const string = text(value!, 'charmap_encode');
    const table = charmap(mapping);
    const bytes =
      table === undefined
        ? encodeStr(string, 'latin-1', errorsOf(errors))
        : encodeCharmap(string, errorsOf(errors), table);
    return newTuple([newBytes(bytes), strLength(string)]);
  }),
  fn('charmap_decode', 1, 3, ([value, errors, mapping]) => {
    const bytes = bytesLike(value!);
    const table = charmap(mapping);
    const decoded =
      table === undefined
        ? decodeBytes(bytes, 'latin-1', errorsOf(errors))
        : decodeCharmap(bytes, errorsOf(errors), table);
    return newTuple([decoded, bytes.length]);
  }),
];

function isCallable(value: PyObject): boolean {
  return typeOf(value).tp_call !== null && typeOf(value).tp_call !== undefined;
}

/** The registry serves `str.encode` from the start, before a program imports this module. */
export function connectCodecs(): void {
  connectRegistry();
  for (const [name, def] of Object.entries(ERROR_HANDLERS)) {
    registerErrorHandler(name, new PyBuiltinFunction(BuiltinFunctionType, def, null));
  }
}

export function createCodecs(): PyModule {
  return defineModule({ name: '_codecs', functions });
}

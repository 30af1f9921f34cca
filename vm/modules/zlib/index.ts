/** The module `zlib` (CPython: Modules/zlibmodule.c). */
import {
  asBytes,
  asIndex,
  asSize,
  createBuiltinType,
  EOFErrorType,
  type Escapes,
  ExceptionType,
  type MethodDef,
  needBytes,
  newBytes,
  newException,
  ObjectType,
  PyHostObject,
  type PyModule,
  type PyObject,
  type PyType,
  raise,
  raiseTypeError,
  raiseValueError,
} from '../../objects/index.ts';
import { adler32, crc32 } from '../binascii/checksums.ts';
import { defineModule, exceptionClass } from '../define.ts';
import { signature } from '../signature.ts';
import { areDeflateOptions, Deflate, FINISH, isFlushMode } from './deflate.ts';
import { DataError, Inflate, isInflateWindow } from './inflate.ts';

const VERSION = '1.3.1';
const CONSTANTS = {
  MAX_WBITS: 15,
  DEFLATED: 8,
  DEF_MEM_LEVEL: 8,
  DEF_BUF_SIZE: 16384,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_FILTERED: 1,
  Z_HUFFMAN_ONLY: 2,
  Z_RLE: 3,
  Z_FIXED: 4,
  Z_DEFAULT_STRATEGY: 0,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_TREES: 6,
  ZLIB_VERSION: VERSION,
  ZLIB_RUNTIME_VERSION: VERSION,
  __version__: '1.0',
};

const NOTHING = new Uint8Array(0);

/** An argument of C's Py_ssize_t, up to sys.maxsize. */
function size(value: PyObject | undefined, otherwise: number): Escapes<number> {
  if (value === undefined) return otherwise;
  const int = asIndex(value);
  return int < 2n ** 63n && int >= -(2n ** 63n) ? Number(int) : asSize(value);
}

/** What Decompress and _ZlibDecompressor share: a stream, the dictionary it may ask for, what lies behind its end. */
class Decompression {
  readonly stream: Inflate;
  readonly dictionary: Uint8Array | undefined;
  unused: Uint8Array = NOTHING;
  /** Input that the output had no room for. */
  tail: Uint8Array = NOTHING;
  needsInput = true;
  /** flush() at the end of the stream gives up its state. */
  ended = false;

  constructor(stream: Inflate, dictionary: Uint8Array | undefined) {
    this.stream = stream;
    this.dictionary = dictionary;
    if (dictionary !== undefined && stream.isRaw) stream.setDictionary(dictionary);
  }

  copy(): Decompression {
    const copy = new Decompression(this.stream.copy(), undefined);
    return Object.assign(copy, { dictionary: this.dictionary, unused: this.unused, tail: this.tail });
  }
}

export function createZlib(): PyModule {
  const errorType = exceptionClass('zlib', 'error', ExceptionType);
  const fail = (message: string): never => {
    throw newException(errorType, [message]);
  };
  const failure = (code: number, while_: string, message: string): never =>
    fail(`Error ${code} while ${while_}${message === '' ? '' : `: ${message}`}`);

  /** All that fits `limit`; the input from `consumed` on was not taken. */
  function inflate(
    stream: Inflate,
    dictionary: Uint8Array | undefined,
    input: Uint8Array,
    limit: number,
  ): Escapes<{ readonly output: Uint8Array; readonly consumed: number }> {
    try {
      const first = stream.run(input, limit);
      if (!stream.needsDictionary) return first;
      if (dictionary === undefined) failure(2, 'decompressing data', '');
      if (!stream.setDictionary(dictionary!)) failure(-3, 'setting zdict', 'invalid input data');
      const { output, consumed } = stream.run(input.subarray(first.consumed), limit);
      return { output, consumed: first.consumed + consumed };
    } catch (error) {
      if (error instanceof DataError) failure(-3, 'decompressing data', error.message);
      throw error;
    }
  }

  // ── Compress ──

  const deflateOf = (self: PyObject): Deflate => (self as PyHostObject).state as Deflate;
  const copyDeflate = (self: PyObject): Escapes<PyObject> => {
    if (deflateOf(self).finished) raiseValueError('Inconsistent stream state');
    return new PyHostObject(compressType, deflateOf(self).copy());
  };
  const compressType: PyType = createBuiltinType('zlib.Compress', 'PyHostObject', ObjectType, {
    methods: [
      {
        kind: 'O',
        name: 'compress',
        doc: 'Returns a bytes object containing compressed data.',
        call(self, data) {
          const bytes = needBytes(data);
          if (deflateOf(self).finished) failure(-2, 'compressing data', 'inconsistent stream state');
          return newBytes(deflateOf(self).compress(bytes));
        },
      },
      signature(
        'flush(mode=, /)',
        'Return a bytes object containing any remaining compressed data.',
        (args, _n, self) => {
          const mode = size(args[0], FINISH);
          if (mode === 0) return newBytes(NOTHING);
          if (!isFlushMode(mode) || deflateOf(self).finished)
            failure(-2, 'flushing', 'inconsistent stream state');
          return newBytes(deflateOf(self).flush(mode));
        },
      ),
      { kind: 'NOARGS', name: 'copy', doc: 'Return a copy of the compression object.', call: copyDeflate },
      { kind: 'NOARGS', name: '__copy__', call: copyDeflate },
      { kind: 'O', name: '__deepcopy__', call: copyDeflate },
    ],
  });

  // ── Decompress ──

  const own = (self: PyObject): Decompression => (self as PyHostObject).state as Decompression;
  const copyInflate = (self: PyObject): Escapes<PyObject> => {
    if (own(self).ended) raiseValueError('Inconsistent stream state');
    return new PyHostObject(decompressType, own(self).copy());
  };

  function advance(state: Decompression, input: Uint8Array, limit: number): Escapes<Uint8Array> {
    const { output, consumed } = inflate(state.stream, state.dictionary, input, limit);
    const rest = input.slice(consumed);
    if (state.stream.finished) {
      if (rest.length > 0) state.unused = Buffer.concat([state.unused, rest]);
      state.tail = NOTHING;
    } else state.tail = rest;
    return output;
  }

  const decompressType: PyType = createBuiltinType('zlib.Decompress', 'PyHostObject', ObjectType, {
    getset: [
      { name: 'unused_data', get: (self) => newBytes(own(self).unused) },
      { name: 'unconsumed_tail', get: (self) => newBytes(own(self).tail) },
      { name: 'eof', get: (self) => own(self).stream.finished },
    ],
    methods: [
      signature(
        'decompress(data, /, max_length=)',
        'Return a bytes object containing the decompressed version of the data.',
        (args, _n, self) => {
          const data = needBytes(args[0]!);
          const limit = size(args[1], 0);
          if (limit < 0) raiseValueError('max_length must be non-negative');
          if (own(self).ended) failure(-2, 'decompressing data', 'inconsistent stream state');
          return newBytes(advance(own(self), data, limit === 0 ? Infinity : limit));
        },
      ),
      signature(
        'flush(length=, /)',
        'Return a bytes object containing any remaining decompressed data.',
        (args, _n, self) => {
          if (size(args[0], 1) <= 0) raiseValueError('length must be greater than zero');
          const state = own(self);
          if (state.ended) return newBytes(NOTHING);
          try {
            const { output, consumed } = state.stream.run(state.tail, Infinity);
            const rest = state.tail.slice(consumed);
            if (state.stream.finished && rest.length > 0) state.unused = Buffer.concat([state.unused, rest]);
            state.tail = state.stream.finished ? NOTHING : rest;
            state.ended = state.stream.finished;
            return newBytes(output);
          } catch (error) {
            // As in CPython, a broken stream has nothing to flush.
            if (error instanceof DataError) return newBytes(NOTHING);
            throw error;
          }
        },
      ),
      { kind: 'NOARGS', name: 'copy', doc: 'Return a copy of the decompression object.', call: copyInflate },
      { kind: 'NOARGS', name: '__copy__', call: copyInflate },
      { kind: 'O', name: '__deepcopy__', call: copyInflate },
    ],
  });

  // ── _ZlibDecompressor ──

  const decompressorType: PyType = createBuiltinType('zlib._ZlibDecompressor', 'PyHostObject', ObjectType, {
    doc: 'Create a decompressor object for decompressing data incrementally.',
    slots: {
      tp_new(type, args, names) {
        let state: Decompression | undefined;
        const parse = signature('_ZlibDecompressor(wbits=, zdict=)', '', ([wbits, zdict]) => {
          const window = size(wbits, 15);
          const dictionary = zdict === undefined ? undefined : dictionaryOf(zdict);
          if (!isInflateWindow(window)) raiseValueError('Invalid initialization option');
          state = new Decompression(new Inflate(window), dictionary);
          return null;
        });
        if (parse.kind === 'KEYWORDS') parse.call(null, args, names);
        return new PyHostObject(type, state!);
      },
      tp_init() {},
    },
    getset: [
      { name: 'eof', get: (self) => own(self).stream.finished },
      { name: 'unused_data', get: (self) => newBytes(own(self).unused) },
      { name: 'needs_input', get: (self) => own(self).needsInput },
    ],
    methods: [
      signature(
        'decompress(data, max_length=)',
        'Decompress *data*, returning uncompressed data as bytes.',
        (args, _n, self) => {
          const data = needBytes(args[0]!);
          const limit = size(args[1], -1);
          const state = own(self);
          if (state.stream.finished) raise(EOFErrorType, 'End of stream already reached');
          const input = state.tail.length === 0 ? data : Buffer.concat([state.tail, data]);
          const output = advance(state, input, limit < 0 ? Infinity : limit);
          state.needsInput = !state.stream.finished && state.tail.length === 0;
          return newBytes(output);
        },
      ),
    ],
  });

  // ── Functions ──

  const start = (args: readonly PyObject[], otherwise: number): Escapes<number> =>
    args.length > 1 ? Number(BigInt.asUintN(32, BigInt(asIndex(args[1]!)))) : otherwise;

  const functions: readonly MethodDef[] = [
    {
      kind: 'FASTCALL',
      name: 'adler32',
      doc: 'Compute an Adler-32 checksum of data.',
      min: 1,
      max: 2,
      call: (_module, args) => adler32(needBytes(args[0]!), start(args, 1)),
    },
    {
      kind: 'FASTCALL',
      name: 'crc32',
      doc: 'Compute a CRC-32 checksum of data.',
      min: 1,
      max: 2,
      call: (_module, args) => crc32(needBytes(args[0]!), start(args, 0)),
    },
    signature(
      'compress(data, /, level=, wbits=)',
      'Returns a bytes object containing compressed data.',
      (args) => {
        const data = needBytes(args[0]!);
        const options = { level: size(args[1], -1), wbits: size(args[2], 15), memLevel: 8, strategy: 0 };
        if (!areDeflateOptions(options)) fail('Bad compression level');
        const stream = new Deflate(options, undefined);
        return newBytes(Buffer.concat([stream.compress(data), stream.flush(FINISH)]));
      },
    ),
    signature(
      'decompress(data, /, wbits=, bufsize=)',
      'Returns a bytes object containing the uncompressed data.',
      (args) => {
        const data = needBytes(args[0]!);
        const window = size(args[1], 15);
        if (size(args[2], 1) < 0) raiseValueError('bufsize must be non-negative');
        if (!isInflateWindow(window))
          failure(-2, 'preparing to decompress data', 'inconsistent stream state');
        const stream = new Inflate(window);
        const { output } = inflate(stream, undefined, data, Infinity);
        if (!stream.finished) failure(-5, 'decompressing data', 'incomplete or truncated stream');
        return newBytes(output);
      },
    ),
    signature(
      'compressobj(level=, method=, wbits=, memLevel=, strategy=, zdict=)',
      'Return a compressor object.',
      ([level, method, wbits, memLevel, strategy, zdict]) => {
        const options = {
          level: size(level, -1),
          wbits: size(wbits, 15),
          memLevel: size(memLevel, 8),
          strategy: size(strategy, 0),
        };
        const isDeflate = size(method, 8) === 8;
        const dictionary = zdict === undefined || zdict === null ? undefined : needBytes(zdict);
        if (!isDeflate || !areDeflateOptions(options)) raiseValueError('Invalid initialization option');
        return new PyHostObject(compressType, new Deflate(options, dictionary));
      },
    ),
    signature('decompressobj(wbits=, zdict=)', 'Return a decompressor object.', ([wbits, zdict]) => {
      const window = size(wbits, 15);
      const dictionary = zdict === undefined ? undefined : dictionaryOf(zdict);
      if (!isInflateWindow(window)) raiseValueError('Invalid initialization option');
      return new PyHostObject(decompressType, new Decompression(new Inflate(window), dictionary));
    }),
  ];

  return defineModule({
    name: 'zlib',
    doc: 'The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.',
    functions,
    members: { ...CONSTANTS, error: errorType, _ZlibDecompressor: decompressorType },
  });
}

function dictionaryOf(value: PyObject): Escapes<Uint8Array> {
  const bytes = asBytes(value);
  if (bytes === undefined) raiseTypeError('zdict argument must support the buffer protocol');
  return bytes.slice();
}

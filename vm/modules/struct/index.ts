/** The module `_struct`: values to bytes and back by a format (CPython: Modules/_struct.c). */
import {
  asBytes,
  asSize,
  asStr,
  createBuiltinType,
  type Escapes,
  ExceptionType,
  emptyItems,
  encodeStr,
  latin1Text,
  type MethodDef,
  needBytes,
  newBytes,
  newException,
  newTuple,
  ObjectType,
  PyBytes,
  PyHostIterator,
  PyHostObject,
  type PyModule,
  type PyObject,
  parseArguments,
  type Raises,
  raiseTypeError,
  typeName,
  typeShortName,
} from '../../objects/index.ts';
import { defineModule, exceptionClass, writableBytes } from '../define.ts';
import { compileFormat, type Format } from './format.ts';
import { readItem, writeItem } from './values.ts';

interface Compiled {
  readonly text: string;
  readonly format: Format;
}

/** Compiled formats are kept, as many as CPython keeps. */
const MAX_CACHED = 100;

export function createStruct(): PyModule {
  const error = exceptionClass('struct', 'error', ExceptionType);
  const fail = (message: string): never => {
    throw newException(error, [message]);
  };
  const cache = new Map<string, Compiled>();

  function compile(format: PyObject): Raises<Compiled> {
    const text = formatText(format);
    let compiled = cache.get(text);
    if (compiled !== undefined) return compiled;
    const result = compileFormat(text);
    if (typeof result === 'string') fail(result);
    compiled = { text, format: result as Format };
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(text, compiled);
    return compiled;
  }

  function pack({ format }: Compiled, args: readonly PyObject[], first: number): Escapes<PyObject> {
    countItems('pack', format, args.length - first);
    const bytes = new Uint8Array(format.size);
    packAt(format, bytes, 0, args, first);
    return newBytes(bytes);
  }

  function countItems(name: string, format: Format, given: number): Raises<void> {
    if (given !== format.items) fail(`${name} expected ${format.items} items for packing (got ${given})`);
  }

  function packAt(
    format: Format,
    bytes: Uint8Array,
    start: number,
    args: readonly PyObject[],
    first: number,
  ): Escapes<void> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let index = first;
    for (const field of format.fields) {
      let at = start + field.offset;
      for (let item = 0; item < field.count; item++, at += field.size)
        writeItem(bytes, view, at, field, args[index++]!, fail);
    }
  }

  function packInto({ format }: Compiled, args: readonly PyObject[], first: number): Escapes<PyObject> {
    if (args.length <= first) fail('pack_into expected buffer argument');
    if (args.length === first + 1) fail('pack_into expected offset argument');
    countItems('pack_into', format, args.length - first - 2);
    const bytes = writableBytes(args[first]!);
    const given = asSize(args[first + 1]!);
    const { size } = format;
    const start = given < 0 ? given + bytes.length : given;
    if (given < 0 && given + size > 0) fail(`no space to pack ${size} bytes at offset ${given}`);
    if (start < 0) fail(`offset ${given} out of range for ${bytes.length}-byte buffer`);
    if (bytes.length - start < size)
      fail(
        `pack_into requires a buffer of at least ${start + size} bytes for packing ${size} bytes at offset ${start} (actual buffer size is ${bytes.length})`,
      );
    bytes.fill(0, start, start + size);
    packAt(format, bytes, start, args, first + 2);
    return null;
  }

  function unpackAt(format: Format, bytes: Uint8Array, start: number): PyObject {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const items = emptyItems();
    for (const field of format.fields) {
      let at = start + field.offset;
      for (let item = 0; item < field.count; item++, at += field.size)
        items.push(readItem(bytes, view, at, field));
    }
    return newTuple(items);
  }

  function unpack({ format }: Compiled, buffer: PyObject): Raises<PyObject> {
    const bytes = needBytes(buffer);
    if (bytes.length !== format.size) fail(`unpack requires a buffer of ${format.size} bytes`);
    return unpackAt(format, bytes, 0);
  }

  function unpackFrom(
    { format }: Compiled,
    buffer: PyObject,
    offset: PyObject | undefined,
  ): Escapes<PyObject> {
    const bytes = needBytes(buffer);
    const given = offset === undefined ? 0 : asSize(offset);
    const { size } = format;
    const start = given < 0 ? given + bytes.length : given;
    if (given < 0 && given + size > 0) fail(`not enough data to unpack ${size} bytes at offset ${given}`);
    if (start < 0) fail(`offset ${given} out of range for ${bytes.length}-byte buffer`);
    if (bytes.length - start < size)
      fail(
        `unpack_from requires a buffer of at least ${start + size} bytes for unpacking ${size} bytes at offset ${start} (actual buffer size is ${bytes.length})`,
      );
    return unpackAt(format, bytes, start);
  }

  const iteratorType = createBuiltinType('_struct.unpack_iterator', 'PyHostIterator', ObjectType, {
    slots: { tp_iter: (self) => self, tp_iternext: (self) => (self as PyHostIterator).next() },
    methods: [
      { kind: 'NOARGS', name: '__length_hint__', call: (self) => lengths.get(self as PyHostIterator)!() },
    ],
  });
  const lengths = new WeakMap<PyHostIterator, () => number>();

  function iterUnpack({ format }: Compiled, buffer: PyObject): Raises<PyObject> {
    const { size } = format;
    if (size === 0) fail('cannot iteratively unpack with a struct of length 0');
    const bytes = needBytes(buffer);
    if (bytes.length % size !== 0)
      fail(`iterative unpacking requires a buffer of a multiple of ${size} bytes`);
    let at = 0;
    const next = (): PyObject | undefined => {
      if (at >= bytes.length) return undefined;
      at += size;
      return unpackAt(format, bytes, at - size);
    };
    const iterator = new PyHostIterator(iteratorType, next, buffer);
    lengths.set(iterator, () => (bytes.length - at) / size);
    return iterator;
  }

  const own = (self: PyObject): Compiled => (self as PyHostObject).state as Compiled;
  const buffer = { names: ['buffer', 'offset'], positional: 2, required: 1 };
  const structType = createBuiltinType('_struct.Struct', 'PyHostObject', ObjectType, {
    doc: 'Struct(fmt) --> compiled struct object',
    weakrefs: true,
    slots: {
      tp_new: (cls, args, names) => {
        const [format] = parseArguments(
          { name: 'Struct', names: ['format'], positional: 1, required: 1 },
          args,
          names,
        );
        return new PyHostObject(cls, compile(format!));
      },
      tp_init() {},
      tp_repr: (self) => `${typeShortName((self as PyHostObject).ob_type)}('${own(self).text}')`,
    },
    getset: [
      { name: 'format', doc: 'struct format string', get: (self) => own(self).text },
      { name: 'size', doc: 'struct size in bytes', get: (self) => own(self).format.size },
    ],
    methods: [
      { kind: 'FASTCALL', name: 'pack', min: 0, max: -1, call: (self, args) => pack(own(self), args, 0) },
      {
        kind: 'FASTCALL',
        name: 'pack_into',
        min: 0,
        max: -1,
        call: (self, args) => packInto(own(self), args, 0),
      },
      { kind: 'O', name: 'unpack', call: (self, data) => unpack(own(self), data) },
      {
        kind: 'KEYWORDS',
        name: 'unpack_from',
        call(self, args, names) {
          const [data, offset] = parseArguments({ ...buffer, name: 'unpack_from' }, args, names);
          return unpackFrom(own(self), data!, offset);
        },
      },
      { kind: 'O', name: 'iter_unpack', call: (self, data) => iterUnpack(own(self), data) },
      { kind: 'NOARGS', name: '__sizeof__', call: (self) => 64 + 32 * own(self).format.fields.length },
    ],
  });

  const functions: readonly MethodDef[] = [
    {
      kind: 'NOARGS',
      name: '_clearcache',
      call() {
        cache.clear();
        return null;
      },
    },
    { kind: 'O', name: 'calcsize', call: (_module, format) => compile(format).format.size },
    {
      kind: 'FASTCALL',
      name: 'pack',
      min: 0,
      max: -1,
      call(_module, args) {
        if (args.length === 0) raiseTypeError('missing format argument');
        return pack(compile(args[0]!), args, 1);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'pack_into',
      min: 0,
      max: -1,
      call(_module, args) {
        if (args.length === 0) raiseTypeError('missing format argument');
        return packInto(compile(args[0]!), args, 1);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'unpack',
      min: 2,
      max: 2,
      call: (_module, args) => unpack(compile(args[0]!), args[1]!),
    },
    {
      kind: 'KEYWORDS',
      name: 'unpack_from',
      call(_module, args, names) {
        const parameters = {
          name: 'unpack_from',
          names: ['', 'buffer', 'offset'],
          positional: 3,
          required: 2,
          positionalOnly: 1,
        };
        const [format, data, offset] = parseArguments(parameters, args, names);
        return unpackFrom(compile(format!), data!, offset);
      },
    },
    {
      kind: 'FASTCALL',
      name: 'iter_unpack',
      min: 2,
      max: 2,
      call: (_module, args) => iterUnpack(compile(args[0]!), args[1]!),
    },
  ];
  return defineModule({
    name: '_struct',
    doc: 'Functions to convert between Python values and C structs.',
    functions,
    members: { Struct: structType, error },
  });
}

function formatText(format: PyObject): Raises<string> {
  const text = asStr(format);
  if (text !== undefined) return latin1Text(encodeStr(text, 'ascii', 'strict'));
  if (format instanceof PyBytes) return latin1Text(asBytes(format)!);
  raiseTypeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(format)}`);
}

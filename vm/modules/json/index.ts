/** The module `_json`: what `json` has in C (CPython: Modules/_json.c). */
import {
  asSize,
  asStr,
  createBuiltinType,
  type Escapes,
  isTrue,
  newPair,
  newTuple,
  ObjectType,
  PyDict,
  PyHostObject,
  type PyModule,
  type PyObject,
  parseArguments,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { Encoder } from './encoder.ts';
import { Scanner } from './scanner.ts';
import { quote, quoteAscii, Source, scanned, scanString } from './strings.ts';

function sourceOf(value: PyObject, message: string): Source {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(message);
  return new Source(text);
}

function scanStringFunction(args: readonly PyObject[]): Escapes<PyObject> {
  const source = sourceOf(args[0]!, `first argument must be a string, not ${typeName(args[0]!)}`);
  const end = asSize(args[1]!);
  const strict = args.length < 3 || isTrue(args[2]!);
  if (end < 0 || end > source.length) raiseValueError('end is out of bounds');
  const value = scanString(source, source.unitsBefore(end), strict);
  return newPair(value, source.pointsBefore(scanned.end));
}

function createScannerType() {
  const own = (self: PyObject): Scanner => (self as PyHostObject).state as Scanner;
  return createBuiltinType('_json.Scanner', 'PyHostObject', ObjectType, {
    doc: 'JSON scanner object',
    slots: {
      tp_new(cls, args, names) {
        const [context] = parseArguments(
          { name: 'make_scanner', names: ['context'], positional: 1, required: 1 },
          args,
          names,
        );
        return new PyHostObject(cls, new Scanner(context!));
      },
      tp_init() {},
      tp_call(self, args, names) {
        const [string, index] = parseArguments(
          { name: 'scan_once', names: ['string', 'idx'], positional: 2, required: 2 },
          args,
          names,
        );
        const at = asSize(index!);
        return own(self).scanOnce(
          sourceOf(string!, `first argument must be a string, not ${typeName(string!)}`),
          at,
        );
      },
    },
    getset: [
      { name: 'strict', member: true, get: (self) => own(self).strict },
      { name: 'object_hook', member: true, get: (self) => own(self).objectHook },
      { name: 'object_pairs_hook', member: true, get: (self) => own(self).objectPairsHook },
      { name: 'parse_float', member: true, get: (self) => own(self).parseFloat },
      { name: 'parse_int', member: true, get: (self) => own(self).parseInt },
      { name: 'parse_constant', member: true, get: (self) => own(self).parseConstant },
    ],
  });
}

const ENCODER = {
  name: 'make_encoder',
  names: [
    'markers',
    'default',
    'encoder',
    'indent',
    'key_separator',
    'item_separator',
    'sort_keys',
    'skipkeys',
    'allow_nan',
  ],
  positional: 9,
  required: 9,
};

function createEncoderType() {
  const own = (self: PyObject): Encoder => (self as PyHostObject).state as Encoder;
  return createBuiltinType('_json.Encoder', 'PyHostObject', ObjectType, {
    doc: 'Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
    slots: {
      tp_new(cls, args, names) {
        const [
          markers,
          defaultFunction,
          encoder,
          indent,
          keySeparator,
          itemSeparator,
          sortKeys,
          skipKeys,
          allowNan,
        ] = parseArguments(ENCODER, args, names) as PyObject[];
        if (markers !== null && !(markers instanceof PyDict))
          raiseTypeError(`make_encoder() argument 1 must be dict or None, not ${typeName(markers!)}`);
        if (indent !== null && asStr(indent!) === undefined)
          raiseTypeError(`make_encoder() argument 4 must be str or None, not ${typeName(indent!)}`);
        const separator = (value: PyObject, which: number) => {
          const text = asStr(value);
          if (text === undefined)
            raiseTypeError(`make_encoder() argument ${which} must be str, not ${typeName(value)}`);
          return text;
        };
        const state = new Encoder({
          markers: markers!,
          defaultFunction: defaultFunction!,
          encoder: encoder!,
          indent: indent!,
          keySeparator: separator(keySeparator!, 5),
          itemSeparator: separator(itemSeparator!, 6),
          sortKeys: isTrue(sortKeys!),
          skipKeys: isTrue(skipKeys!),
          allowNan: isTrue(allowNan!),
        });
        return new PyHostObject(cls, state);
      },
      tp_init() {},
      tp_call(self, args, names) {
        const parameters = {
          name: '_iterencode',
          names: ['obj', '_current_indent_level'],
          positional: 2,
          required: 2,
        };
        const [value, level] = parseArguments(parameters, args, names);
        return newTuple([own(self).encode(value!, asSize(level!))]);
      },
    },
    getset: [
      { name: 'markers', member: true, get: (self) => own(self).options.markers },
      { name: 'default', member: true, get: (self) => own(self).options.defaultFunction },
      { name: 'encoder', member: true, get: (self) => own(self).options.encoder },
      { name: 'indent', member: true, get: (self) => own(self).options.indent },
      { name: 'key_separator', member: true, get: (self) => own(self).options.keySeparator },
      { name: 'item_separator', member: true, get: (self) => own(self).options.itemSeparator },
      { name: 'sort_keys', member: true, get: (self) => own(self).options.sortKeys },
      { name: 'skipkeys', member: true, get: (self) => own(self).options.skipKeys },
    ],
  });
}

export function createJson(): PyModule {
  const quoting = (name: string, quoteValue: typeof quote) => ({
    kind: 'O' as const,
    name,
    call(_module: PyObject, value: PyObject) {
      const text = asStr(value);
      if (text === undefined) raiseTypeError(`first argument must be a string, not ${typeName(value)}`);
      return quoteValue(text);
    },
  });
  return defineModule({
    name: '_json',
    doc: 'json speedups\n',
    functions: [
      {
        ...quoting('encode_basestring_ascii', quoteAscii),
        doc: 'Return an ASCII-only JSON representation of a Python string',
      },
      { ...quoting('encode_basestring', quote), doc: 'Return a JSON representation of a Python string' },
      {
        kind: 'FASTCALL',
        name: 'scanstring',
        doc: 'Scan the string s for a JSON string.',
        min: 2,
        max: 3,
        call: (_module, args) => scanStringFunction(args),
      },
    ],
    members: { make_scanner: createScannerType(), make_encoder: createEncoderType() },
  });
}

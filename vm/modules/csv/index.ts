/** The module `_csv` (CPython: Modules/_csv.c; PEP 305). */
import {
  asIndex,
  asInt,
  asStr,
  callOneArg,
  createBuiltinType,
  type Escapes,
  ExceptionType,
  forEachItem,
  getAttributeOrUndefined,
  getIter,
  type KeywordNames,
  newDict,
  newException,
  newList,
  ObjectType,
  PyHostObject,
  type PyModule,
  type PyObject,
  type PyType,
  raiseTypeError,
  typeOf,
} from '../../objects/index.ts';
import { defineModule, exceptionClass } from '../define.ts';
import {
  DIALECT_FIELDS,
  type Dialect,
  dialectField,
  makeDialect,
  QUOTE_ALL,
  QUOTE_MINIMAL,
  QUOTE_NONE,
  QUOTE_NONNUMERIC,
  QUOTE_NOTNULL,
  QUOTE_STRINGS,
} from './dialect.ts';
import { Reader } from './reader.ts';
import { rowText } from './writer.ts';

interface Writer {
  readonly dialect: Dialect;
  readonly write: PyObject;
}

const DEFAULT_FIELD_LIMIT = 128 * 1024;

export function createCsv(): PyModule {
  const error = exceptionClass('_csv', 'Error', ExceptionType);
  const fail = (message: string): never => {
    throw newException(error, [message]);
  };
  const dialects = newDict();
  let fieldLimit = DEFAULT_FIELD_LIMIT;
  const stateOf = <State>(self: PyObject): State => (self as PyHostObject).state as State;

  const dialectType: PyType = createBuiltinType('_csv.Dialect', 'PyHostObject', ObjectType, {
    doc: 'CSV dialect',
    slots: {
      tp_new: (cls, args, names) => new PyHostObject(cls, dialectOf(args, names)),
      tp_init() {},
    },
    getset: DIALECT_FIELDS.map((name) => ({
      name,
      get: (self: PyObject) => dialectField(stateOf<Dialect>(self), name),
    })),
    methods: ['__reduce__', '__reduce_ex__'].map((name) => ({
      kind: 'FASTCALL',
      name,
      min: 0,
      max: 1,
      call: (self) => raiseTypeError(`cannot pickle '${typeOf(self).name}' instances`),
    })),
  });

  function registered(name: PyObject): Escapes<PyObject> {
    const found = dialects.table.get(name);
    return found === undefined ? fail('unknown dialect') : found;
  }

  /** The dialect of a call: positional a name or a dialect, keywords its fields. */
  function dialectOf(args: readonly PyObject[], names: KeywordNames): Escapes<Dialect> {
    const given = args.length - (names?.length ?? 0);
    const named = names === null ? -1 : names.indexOf('dialect');
    if (named >= 0 && asStr(args[given + named]!) !== undefined) {
      const replaced = [...args];
      replaced[given + named] = registered(args[given + named]!);
      return makeDialect(replaced, names);
    }
    const first = args[0];
    if (given === 0 || first === undefined || asStr(first) === undefined) {
      const plain =
        given === 1 && names === null && first instanceof PyHostObject && first.ob_type === dialectType;
      return plain ? stateOf<Dialect>(first) : makeDialect(args, names);
    }
    return makeDialect([registered(first), ...args.slice(1)], names);
  }

  const readerType = createBuiltinType('_csv.reader', 'PyHostObject', ObjectType, {
    doc: 'CSV reader',
    slots: { tp_iter: (self) => self, tp_iternext: (self) => stateOf<Reader>(self).next() },
    getset: [
      { name: 'dialect', get: (self) => new PyHostObject(dialectType, stateOf<Reader>(self).dialect) },
      { name: 'line_num', get: (self) => stateOf<Reader>(self).lineNumber },
    ],
  });

  function writeRow({ dialect, write }: Writer, row: PyObject): Escapes<PyObject> {
    return callOneArg(write, rowText(dialect, row, fail));
  }

  const writerType = createBuiltinType('_csv.writer', 'PyHostObject', ObjectType, {
    doc: 'CSV writer',
    getset: [
      { name: 'dialect', get: (self) => new PyHostObject(dialectType, stateOf<Writer>(self).dialect) },
    ],
    methods: [
      { kind: 'O', name: 'writerow', call: (self, row) => writeRow(stateOf<Writer>(self), row) },
      {
        kind: 'O',
        name: 'writerows',
        call(self, rows) {
          forEachItem(rows, (row) => writeRow(stateOf<Writer>(self), row));
          return null;
        },
      },
    ],
  });

  return defineModule({
    name: '_csv',
    doc: 'CSV parsing and writing.\n',
    functions: [
      {
        kind: 'KEYWORDS',
        name: 'reader',
        call(_module, args, names) {
          if (args.length - (names?.length ?? 0) < 1)
            raiseTypeError('reader expected at least 1 argument, got 0');
          const lines = getIter(args[0]!);
          const dialect = dialectOf(args.slice(1), names);
          return new PyHostObject(readerType, new Reader(dialect, lines, fail, () => fieldLimit));
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'writer',
        call(_module, args, names) {
          if (args.length - (names?.length ?? 0) < 1)
            raiseTypeError('writer expected at least 1 argument, got 0');
          const write = getAttributeOrUndefined(args[0]!, 'write');
          if (write === undefined || typeOf(write).tp_call === null)
            raiseTypeError('argument 1 must have a "write" method');
          return new PyHostObject(writerType, { dialect: dialectOf(args.slice(1), names), write });
        },
      },
      {
        kind: 'KEYWORDS',
        name: 'register_dialect',
        call(_module, args, names) {
          if (args.length === 0 || asStr(args[0]!) === undefined)
            raiseTypeError('dialect name must be a string');
          dialects.table.set(args[0]!, new PyHostObject(dialectType, dialectOf(args.slice(1), names)));
          return null;
        },
      },
      {
        kind: 'O',
        name: 'unregister_dialect',
        call(_module, name) {
          if (!dialects.table.has(name)) fail('unknown dialect');
          dialects.table.delete(name);
          return null;
        },
      },
      { kind: 'O', name: 'get_dialect', call: (_module, name) => registered(name) },
      { kind: 'NOARGS', name: 'list_dialects', call: () => newList(dialects.table.keyItems()) },
      {
        kind: 'FASTCALL',
        name: 'field_size_limit',
        min: 0,
        max: 1,
        call(_module, args) {
          const old = fieldLimit;
          if (args.length > 0) {
            if (asInt(args[0]!) === undefined) raiseTypeError('limit must be an integer');
            fieldLimit = Number(asIndex(args[0]!));
          }
          return old;
        },
      },
    ],
    members: {
      Dialect: dialectType,
      Error: error,
      Reader: readerType,
      Writer: writerType,
      _dialects: dialects,
      __version__: '1.0',
      QUOTE_ALL,
      QUOTE_MINIMAL,
      QUOTE_NONE,
      QUOTE_NONNUMERIC,
      QUOTE_NOTNULL,
      QUOTE_STRINGS,
    },
  });
}

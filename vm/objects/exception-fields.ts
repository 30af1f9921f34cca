/**
 * Attributes of particular exceptions that are not in `args` (CPython: Objects/exceptions.c). They lie in `fields` of the
 * object, in the order of the table here, and are made from `args` when first needed: so the host can raise cheaply.
 */
import type { Reads, Writes } from './effects.ts';
import { type PyBaseException, PyTuple, type PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { isSubtype } from './type-lookup.ts';
import {
  AttributeErrorType,
  BaseExceptionGroupType,
  ImportErrorType,
  NameErrorType,
  OSErrorType,
  StopIterationType,
  SyntaxErrorType,
  SystemExitType,
  TupleType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
} from './types.ts';

interface FieldTable {
  readonly names: readonly string[];
  /** The fields when only `args` are known. */
  readonly initial: (args: readonly PyObject[]) => PyObject[];
}

const first = (args: readonly PyObject[]): PyObject => (args.length > 0 ? args[0]! : null);
const nones = (count: number) => (): PyObject[] => Array.from({ length: count }, () => null);
const unicodeNames = ['encoding', 'object', 'start', 'end', 'reason'];

/** The type that introduces fields, with those fields; subtypes inherit them. */
export const EXCEPTION_FIELDS: ReadonlyMap<PyType, FieldTable> = new Map<PyType, FieldTable>([
  [StopIterationType, { names: ['value'], initial: (args) => [first(args)] }],
  [
    SystemExitType,
    {
      names: ['code'],
      initial: (args) => [args.length > 1 ? new PyTuple(TupleType, [...args]) : first(args)],
    },
  ],
  [NameErrorType, { names: ['name'], initial: nones(1) }],
  [AttributeErrorType, { names: ['name', 'obj'], initial: nones(2) }],
  [
    ImportErrorType,
    {
      names: ['msg', 'name', 'path', 'name_from'],
      initial: (args) => [args.length === 1 ? args[0]! : null, null, null, null],
    },
  ],
  [
    OSErrorType,
    {
      names: ['errno', 'strerror', 'filename', 'filename2'],
      initial: (args) =>
        args.length >= 2 && args.length <= 5
          ? [args[0]!, args[1]!, args[2] ?? null, args[4] ?? null]
          : [null, null, null, null],
    },
  ],
  [
    SyntaxErrorType,
    {
      names: [
        'msg',
        'filename',
        'lineno',
        'offset',
        'text',
        'end_lineno',
        'end_offset',
        'print_file_and_line',
        '_metadata',
      ],
      initial: (args) => {
        const details = args[1] instanceof PyTuple ? args[1].items : [];
        const [
          filename = null,
          lineno = null,
          offset = null,
          text = null,
          endLine = null,
          endOffset = null,
          metadata = null,
        ] = details;
        return [first(args), filename, lineno, offset, text, endLine, endOffset, null, metadata];
      },
    },
  ],
  [
    UnicodeDecodeErrorType,
    { names: unicodeNames, initial: (args) => [0, 1, 2, 3, 4].map((i) => args[i] ?? null) },
  ],
  [
    UnicodeEncodeErrorType,
    { names: unicodeNames, initial: (args) => [0, 1, 2, 3, 4].map((i) => args[i] ?? null) },
  ],
  [
    UnicodeTranslateErrorType,
    {
      names: unicodeNames,
      initial: (args) => [null, args[0] ?? null, args[1] ?? null, args[2] ?? null, args[3] ?? null],
    },
  ],
  [
    BaseExceptionGroupType,
    { names: ['message', 'exceptions'], initial: (args) => [first(args), args[1] ?? null] },
  ],
]);

/** The fields of an exception, made from `args` if need be. */
export function exceptionFields(error: PyBaseException): Writes<PyObject[]> {
  if (error.fields !== null) return error.fields;
  for (const [type, table] of EXCEPTION_FIELDS) {
    if (isSubtype(error.ob_type, type)) {
      error.fields = table.initial(error.args.items);
      return error.fields;
    }
  }
  return [];
}

/** A field by name: `exceptionField(error, StopIterationType, 'value')`. */
export function exceptionField(error: PyBaseException, type: PyType, name: string): Reads<PyObject> {
  return exceptionFields(error)[EXCEPTION_FIELDS.get(type)!.names.indexOf(name)] ?? null;
}

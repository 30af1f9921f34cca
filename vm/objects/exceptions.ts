/** `BaseException` and the exceptions with attributes of their own (CPython: Objects/exceptions.c). */

import { parseKeywords } from './arguments.ts';
import { needBuffer } from './buffer.ts';
import { defineType } from './builtin-type.ts';
import { callMethod } from './call.ts';
import type { Escapes, Writes } from './effects.ts';
import { raise, raiseTypeError } from './errors.ts';
import { EXCEPTION_FIELDS, exceptionField, exceptionFields } from './exception-fields.ts';
import { PyBaseException, PyDict, PyList, PyTraceback, type PyTuple, PyType } from './generated/layouts.ts';
import type { GetSetDef, IntValue, KeywordNames } from './host-types.ts';
import { instanceDict, newDict, ownGet, ownSet, setInstanceDict } from './instance.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { asIndex, repr, str } from './operators.ts';
import { asStr, codePoints, isStr, newStr, strLength, strToJs } from './str.ts';
import { newTuple } from './tuple.ts';
import { isSubtype } from './type-lookup.ts';
import { typeShortName } from './type-names.ts';
import { typeName, typeOf } from './typeof.ts';
import {
  AttributeErrorType,
  BaseExceptionType,
  BlockingIOErrorType,
  BrokenPipeErrorType,
  ChildProcessErrorType,
  ConnectionAbortedErrorType,
  ConnectionRefusedErrorType,
  ConnectionResetErrorType,
  FileExistsErrorType,
  FileNotFoundErrorType,
  ImportErrorType,
  InterruptedErrorType,
  IsADirectoryErrorType,
  KeyErrorType,
  NameErrorType,
  NotADirectoryErrorType,
  OSErrorType,
  PermissionErrorType,
  ProcessLookupErrorType,
  StopIterationType,
  SyntaxErrorType,
  SystemExitType,
  TimeoutErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
} from './types.ts';

const asError = (self: PyObject): PyBaseException => self as PyBaseException;

/** PyExceptionInstance_Check. */
export function isException(value: unknown): value is PyBaseException {
  return value instanceof PyBaseException;
}

/** Appends to `__notes__` (PEP 678). */
export function addNote(error: PyBaseException, note: string): Writes<void> {
  const notes = ownGet(error, '__notes__');
  if (notes instanceof PyList) notes.items.push(newStr(note));
  else ownSet(error, '__notes__', newList([newStr(note)]));
}

function baseStr(self: PyObject): PyObject {
  const { items } = asError(self).args;
  if (items.length === 0) return '';
  return str(items.length === 1 ? items[0]! : asError(self).args);
}

function baseInit(self: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  if (names !== null && names.length > 0) raiseTypeError(`${typeName(self)}() takes no keyword arguments`);
  asError(self).args = newTuple([...args]);
}

/** An exception reference that may be None: `__cause__`, `__context__`. */
function chained(
  name: string,
  what: string,
  set: (error: PyBaseException, value: PyBaseException | null) => void,
): GetSetDef {
  return {
    name,
    get: (self) => (name === '__cause__' ? asError(self).cause : asError(self).context),
    set: (self, value) => {
      if (value === undefined) raiseTypeError(`${name} may not be deleted`);
      if (value !== null && !(value instanceof PyBaseException)) {
        raiseTypeError(`exception ${what} must be None or derive from BaseException`);
      }
      set(asError(self), value);
    },
  };
}

function setTraceback(self: PyObject, value: PyObject | undefined): void {
  if (value === undefined) raiseTypeError('__traceback__ may not be deleted');
  if (value !== null && !(value instanceof PyTraceback))
    raiseTypeError('__traceback__ must be a traceback or None');
  asError(self).traceback = value;
}

defineType(BaseExceptionType, {
  hasDict: true,
  slots: {
    // `args` are set here too: a subclass's __init__ need not call this one's.
    tp_new: (type, args, names) => {
      const positional = names === null ? args.length : args.length - names.length;
      return new PyBaseException(type, newTuple(args.slice(0, positional)));
    },
    tp_init: baseInit,
    tp_str: baseStr,
    tp_repr: (self) => {
      const { items } = asError(self).args;
      const name = typeShortName(typeOf(self));
      if (items.length === 1) return newStr(`${name}(${strToJs(repr(items[0]!))})`);
      return newStr(name + strToJs(repr(asError(self).args)));
    },
  },
  methods: [
    {
      kind: 'O',
      name: 'with_traceback',
      call: (self, traceback) => {
        setTraceback(self, traceback);
        return self;
      },
    },
    {
      kind: 'O',
      name: 'add_note',
      call: (self, note) => {
        const text = asStr(note);
        if (text === undefined) raiseTypeError(`add_note() argument must be str, not ${typeName(note)}`);
        const notes = ownGet(asError(self), '__notes__');
        if (notes === undefined) ownSet(asError(self), '__notes__', newList([note]));
        else if (notes instanceof PyList) notes.items.push(note);
        else raiseTypeError('Cannot add note: __notes__ is not a list');
        return null;
      },
    },
    {
      kind: 'O',
      name: '__setstate__',
      call: (self, state) => {
        if (state === null) return null;
        if (!(state instanceof PyDict)) raiseTypeError('state is not a dictionary');
        const { table } = state;
        for (let i = table.nextIndex(0); i >= 0; i = table.nextIndex(i + 1)) {
          callMethod(self, '__setattr__', table.keys[i]!, table.values[i]!);
        }
        return null;
      },
    },
    { kind: 'NOARGS', name: '__reduce__', call: reduce },
  ],
  getset: [
    {
      name: 'args',
      get: (self) => asError(self).args,
      set: (self, value) => {
        if (value === undefined) raiseTypeError('args may not be deleted');
        asError(self).args = newTuple(iterateToArray(value));
      },
    },
    { name: '__traceback__', get: (self) => asError(self).traceback, set: setTraceback },
    chained('__context__', 'context', (error, value) => {
      error.context = value;
    }),
    chained('__cause__', 'cause', (error, value) => {
      error.cause = value;
      error.suppressContext = true;
    }),
    {
      name: '__suppress_context__',
      get: (self) => asError(self).suppressContext,
      set: (self, value) => {
        if (typeof value !== 'boolean') raiseTypeError('attribute value type must be bool');
        asError(self).suppressContext = value;
      },
    },
    {
      name: '__dict__',
      get: (self) => instanceDict(asError(self)),
      set: (self, value) => {
        if (!(value instanceof PyDict))
          raiseTypeError(`__dict__ must be set to a dictionary, not a '${typeName(value ?? null)}'`);
        setInstanceDict(asError(self), value);
      },
    },
  ],
});

function reduce(self: PyObject): PyObject {
  const error = asError(self);
  const { dict } = error;
  const state = newDict();
  if (dict !== null) for (const key of dict.table.keyItems()) state.table.set(key, dict.table.get(key)!);
  const [args, fields] = reducedFields(error);
  for (const [name, value] of Object.entries(fields)) if (value !== null) state.table.setStr(name, value);
  const head: PyObject[] = [error.ob_type, args];
  return newTuple(state.table.size > 0 ? [...head, state] : head);
}

/** The arguments that make an error again, and the fields that its arguments do not carry. */
function reducedFields(error: PyBaseException): [PyTuple, Record<string, PyObject>] {
  const { ob_type: type, args } = error;
  if (isSubtype(type, ImportErrorType)) {
    const [, name = null, path = null, from = null] = exceptionFields(error);
    return [args, { name, path, name_from: from }];
  }
  if (isSubtype(type, AttributeErrorType)) {
    const [name = null] = exceptionFields(error);
    return [args, name === null && args.items.length === 0 ? {} : { name, args }];
  }
  if (isSubtype(type, OSErrorType) && args.items.length === 2) {
    const [, , filename = null, target = null] = exceptionFields(error);
    if (filename === null) return [args, {}];
    const names = target === null ? [filename] : [filename, null, target];
    return [newTuple([...args.items, ...names]), {}];
  }
  return [args, {}];
}

// ── Fields as attributes ──

for (const [type, { names }] of EXCEPTION_FIELDS) {
  if (type.name === 'BaseExceptionGroup') continue;
  defineType(type, {
    getset: names.map((name, index) => ({
      name,
      get: (self) => exceptionFields(asError(self))[index] ?? null,
      set: (self, value = null) => {
        exceptionFields(asError(self))[index] = value;
      },
    })),
  });
}

/** Positional arguments are `args`; the named ones become fields. */
function initWithKeywords(type: PyType, keywords: readonly string[]) {
  const fieldNames = EXCEPTION_FIELDS.get(type)!.names;
  return (self: PyObject, args: readonly PyObject[], names: KeywordNames): void => {
    const count = names === null ? 0 : names.length;
    const error = asError(self);
    error.args = newTuple(args.slice(0, args.length - count));
    error.fields = null;
    if (names === null) return;
    const fields = exceptionFields(error);
    parseKeywords(type.name, keywords, args, names).forEach((value, index) => {
      if (value !== undefined) fields[fieldNames.indexOf(keywords[index]!)] = value;
    });
  };
}

/** Exceptions whose fields come from `args` alone. */
function initFromArgs(self: PyObject, args: readonly PyObject[], names: KeywordNames): void {
  baseInit(self, args, names);
  asError(self).fields = null;
}

defineType(StopIterationType, { slots: { tp_init: initFromArgs } });
defineType(SystemExitType, { slots: { tp_init: initFromArgs } });
defineType(NameErrorType, { slots: { tp_init: initWithKeywords(NameErrorType, ['name']) } });
defineType(AttributeErrorType, { slots: { tp_init: initWithKeywords(AttributeErrorType, ['name', 'obj']) } });
defineType(ImportErrorType, {
  slots: {
    tp_init: initWithKeywords(ImportErrorType, ['name', 'path', 'name_from']),
    tp_str: (self) => {
      const message = exceptionField(asError(self), ImportErrorType, 'msg');
      return isStr(message) ? message : baseStr(self);
    },
  },
});
defineType(KeyErrorType, {
  // A lone argument is shown as its repr: the missing key may be the empty string.
  slots: {
    tp_str: (self) =>
      asError(self).args.items.length === 1 ? repr(asError(self).args.items[0]!) : baseStr(self),
  },
});

// ── OSError ──

/** Subclass by errno (PEP 3151), by Linux's numbers. */
const OS_ERRORS: ReadonlyMap<number, PyType> = new Map([
  [1, PermissionErrorType],
  [2, FileNotFoundErrorType],
  [3, ProcessLookupErrorType],
  [4, InterruptedErrorType],
  [10, ChildProcessErrorType],
  [11, BlockingIOErrorType],
  [13, PermissionErrorType],
  [17, FileExistsErrorType],
  [20, NotADirectoryErrorType],
  [21, IsADirectoryErrorType],
  [32, BrokenPipeErrorType],
  [103, ConnectionAbortedErrorType],
  [104, ConnectionResetErrorType],
  [108, BrokenPipeErrorType],
  [110, TimeoutErrorType],
  [111, ConnectionRefusedErrorType],
  [114, BlockingIOErrorType],
  [115, BlockingIOErrorType],
]);

/** `characters_written` of the few errors that have it. */
const charactersWritten = new WeakMap<PyBaseException, IntValue>();

defineType(OSErrorType, {
  slots: {
    tp_new: (type, args, names) => {
      if (names !== null && names.length > 0) raiseTypeError(`${type.name}() takes no keyword arguments`);
      const errno = args[0];
      const special =
        type === OSErrorType && args.length >= 2 && typeof errno === 'number'
          ? OS_ERRORS.get(errno)
          : undefined;
      return new PyBaseException(special ?? type, newTuple([...args]));
    },
    tp_init: (self, args, names) => {
      baseInit(self, args, names);
      const error = asError(self);
      error.fields = null;
      exceptionFields(error);
      if (args.length >= 3 && args.length <= 5 && isSubtype(error.ob_type, BlockingIOErrorType)) {
        const count = args[2]!;
        if (typeOf(count).nb_index !== null) {
          charactersWritten.set(error, asIndex(count));
          (exceptionFields(error) as PyObject[])[2] = null;
          return;
        }
      }
      // With a file name, `args` keep only errno and message.
      if (args.length > 2 && args.length <= 5) error.args = newTuple(args.slice(0, 2));
    },
    tp_str: (self) => {
      const [errno, strerror, filename, filename2] = exceptionFields(asError(self)) as [
        PyObject,
        PyObject,
        PyObject,
        PyObject,
      ];
      const shown = (value: PyObject): string => strToJs(str(value));
      if (filename !== null) {
        const target = filename2 === null ? '' : ` -> ${strToJs(repr(filename2))}`;
        return newStr(`[Errno ${shown(errno)}] ${shown(strerror)}: ${strToJs(repr(filename))}${target}`);
      }
      if (errno !== null && strerror !== null) return newStr(`[Errno ${shown(errno)}] ${shown(strerror)}`);
      return baseStr(self);
    },
  },
  getset: [
    {
      name: 'characters_written',
      get: (self) => charactersWritten.get(asError(self)) ?? raise(AttributeErrorType, 'characters_written'),
      set: (self, value) => {
        if (value !== undefined) charactersWritten.set(asError(self), asIndex(value));
        else if (!charactersWritten.delete(asError(self))) raise(AttributeErrorType, 'characters_written');
      },
    },
  ],
});

// ── SyntaxError ──

defineType(SyntaxErrorType, {
  slots: {
    tp_init: (self, args, names) => {
      baseInit(self, args, names);
      asError(self).fields = null;
      if (args.length !== 2) return;
      const details = iterateToArray(args[1]!);
      if (details.length < 4) raiseTypeError(`function takes at least 4 arguments (${details.length} given)`);
      if (details.length > 7) raiseTypeError(`function takes at most 7 arguments (${details.length} given)`);
      if (details.length === 5) raiseTypeError('end_offset must be provided when end_lineno is provided');
    },
    tp_str: (self) => {
      const [message, filename, lineno] = exceptionFields(asError(self)) as [PyObject, PyObject, PyObject];
      const text = strToJs(str(message));
      const file = asStr(filename ?? null);
      const where: string[] = [];
      if (file !== undefined) where.push(strToJs(file).replace(/^.*\//, ''));
      if (typeof lineno === 'number') where.push(`line ${lineno}`);
      return newStr(where.length === 0 ? text : `${text} (${where.join(', ')})`);
    },
  },
});

// ── Unicode errors ──

function unicodeInit(types: readonly ('str' | 'bytes' | 'int')[]) {
  return (self: PyObject, args: readonly PyObject[], names: KeywordNames): void => {
    baseInit(self, args, names);
    asError(self).fields = null;
    if (args.length !== types.length) {
      raiseTypeError(`function takes exactly ${types.length} arguments (${args.length} given)`);
    }
    types.forEach((expected, i) => {
      if (expected === 'str' && !isStr(args[i]!))
        raiseTypeError(`argument ${i + 1} must be str, not ${typeName(args[i]!)}`);
      if (expected === 'int') asIndex(args[i]!);
      if (expected === 'bytes') needBuffer(args[i]!);
    });
  };
}

interface UnicodeFields {
  encoding: string;
  object: PyObject;
  start: number;
  end: number;
  reason: string;
}

function unicodeFields(self: PyObject): Escapes<UnicodeFields> {
  const [encoding, object, start, end, reason] = exceptionFields(asError(self)) as [
    PyObject,
    PyObject,
    PyObject,
    PyObject,
    PyObject,
  ];
  return {
    encoding: strToJs(str(encoding)),
    object,
    start: Number(asIndex(start)),
    end: Number(asIndex(end)),
    reason: strToJs(str(reason)),
  };
}

/** "'codec' can't decode byte 0x62 in position 1: reason"; `unit` describes a range of one. */
function positions({ start, end, reason }: UnicodeFields, one: string, many: string): string {
  return end === start + 1
    ? `${one} in position ${start}: ${reason}`
    : `${many} in position ${start}-${end - 1}: ${reason}`;
}

function escapedPoint(object: PyObject, index: number): string {
  const text = asStr(object);
  const point = text === undefined || index >= strLength(text) ? 0 : codePoints(text)[index]!;
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point <= 0xffff
    ? `\\u${point.toString(16).padStart(4, '0')}`
    : `\\U${point.toString(16).padStart(8, '0')}`;
}

const noArgs = (self: PyObject): boolean => exceptionFields(asError(self)).every((field) => field === null);

defineType(UnicodeDecodeErrorType, {
  slots: {
    tp_init: unicodeInit(['str', 'bytes', 'int', 'int', 'str']),
    tp_str: (self) => {
      if (noArgs(self)) return '';
      const fields = unicodeFields(self);
      const data = (fields.object as { data?: Uint8Array }).data;
      const byte = (data?.[fields.start] ?? 0).toString(16).padStart(2, '0');
      return newStr(
        `'${fields.encoding}' codec can't decode ${positions(fields, `byte 0x${byte}`, 'bytes')}`,
      );
    },
  },
});
defineType(UnicodeEncodeErrorType, {
  slots: {
    tp_init: unicodeInit(['str', 'str', 'int', 'int', 'str']),
    tp_str: (self) => {
      if (noArgs(self)) return '';
      const fields = unicodeFields(self);
      const one = `character '${escapedPoint(fields.object, fields.start)}'`;
      return newStr(`'${fields.encoding}' codec can't encode ${positions(fields, one, 'characters')}`);
    },
  },
});
defineType(UnicodeTranslateErrorType, {
  slots: {
    tp_init: unicodeInit(['str', 'int', 'int', 'str']),
    tp_str: (self) => {
      if (noArgs(self)) return '';
      const fields = exceptionFields(asError(self));
      const named: UnicodeFields = {
        encoding: '',
        object: fields[1]!,
        start: Number(asIndex(fields[2]!)),
        end: Number(asIndex(fields[3]!)),
        reason: strToJs(str(fields[4]!)),
      };
      return newStr(
        `can't translate ${positions(named, `character '${escapedPoint(named.object, named.start)}'`, 'characters')}`,
      );
    },
  },
});

export function isExceptionClass(value: PyObject): value is PyType {
  return value instanceof PyType && isSubtype(value, BaseExceptionType);
}

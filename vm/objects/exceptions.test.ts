/** Exceptions: arguments, text, fields, chaining, groups; expectations as CPython 3.14 prints them. */
import { expect, test } from 'vitest';
import { getAttribute, setAttribute } from './attributes.ts';
import { latin1Bytes, newBytes } from './bytes-data.ts';
import { call, callMethod } from './call.ts';
import { newException } from './errors.ts';
import type { PyBaseException, PyType } from './generated/layouts.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { str } from './operators.ts';
import { strToJs } from './str.ts';
import { hostMethod, newClass } from './test-classes.ts';
import { outcome, shown } from './testing.ts';
import { newTuple } from './tuple.ts';
import {
  AttributeErrorType,
  BaseExceptionGroupType,
  ExceptionGroupType,
  ExceptionType,
  ImportErrorType,
  KeyboardInterruptType,
  KeyErrorType,
  NameErrorType,
  OSErrorType,
  StopIterationType,
  SyntaxErrorType,
  SystemExitType,
  TypeErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  ValueErrorType,
} from './types.ts';

const abc = newBytes(latin1Bytes('abc'));

test.each<[PyType, PyObject[], string, string]>([
  [ExceptionType, [], 'Exception()', ''],
  [ExceptionType, [1], 'Exception(1)', '1'],
  [ExceptionType, [1, 'b'], "Exception(1, 'b')", "(1, 'b')"],
  [KeyErrorType, ['a'], "KeyError('a')", "'a'"],
  [KeyErrorType, [1, 2], 'KeyError(1, 2)', '(1, 2)'],
  [OSErrorType, [2, 'no'], "FileNotFoundError(2, 'no')", '[Errno 2] no'],
  [OSErrorType, [2, 'no', 'f'], "FileNotFoundError(2, 'no')", "[Errno 2] no: 'f'"],
  [OSErrorType, [5, 'no', 'f', null, 'g'], "OSError(5, 'no')", "[Errno 5] no: 'f' -> 'g'"],
  [OSErrorType, ['a'], "OSError('a')", 'a'],
  [SyntaxErrorType, ['m'], "SyntaxError('m')", 'm'],
  [
    SyntaxErrorType,
    ['m', newTuple(['/a/f.py', 1, 2, 't'])],
    "SyntaxError('m', ('/a/f.py', 1, 2, 't'))",
    'm (f.py, line 1)',
  ],
  [
    UnicodeDecodeErrorType,
    ['utf-8', abc, 1, 2, 'bad'],
    "UnicodeDecodeError('utf-8', b'abc', 1, 2, 'bad')",
    "'utf-8' codec can't decode byte 0x62 in position 1: bad",
  ],
  [
    UnicodeEncodeErrorType,
    ['ascii', 'a\u1234', 1, 2, 'bad'],
    "UnicodeEncodeError('ascii', 'aሴ', 1, 2, 'bad')",
    "'ascii' codec can't encode character '\\u1234' in position 1: bad",
  ],
  [
    ExceptionGroupType,
    ['g', newList([newException(ValueErrorType, [1])])],
    "ExceptionGroup('g', [ValueError(1)])",
    'g (1 sub-exception)',
  ],
])('%s(%s)', (type, args, asRepr, asStr) => {
  const error = call(type, args);
  expect([shown(error), strToJs(str(error))]).toEqual([asRepr, asStr]);
});

test.each<[PyType, PyObject[], string, PyObject]>([
  [StopIterationType, [1, 2], 'value', 1],
  [StopIterationType, [], 'value', null],
  [SystemExitType, [3], 'code', 3],
  [NameErrorType, ['m'], 'name', null],
  [OSErrorType, [2, 'no', 'f'], 'filename', 'f'],
  [OSErrorType, [1], 'errno', null],
  [SyntaxErrorType, ['m', newTuple(['f', 1, 2, 't', 3, 4])], 'end_lineno', 3],
  [UnicodeDecodeErrorType, ['utf-8', abc, 1, 2, 'bad'], 'reason', 'bad'],
])('field of %s(%s): %s', (type, args, name, value) => {
  expect(getAttribute(call(type, args), name)).toBe(value);
  // The same of an exception that the host raises, whose __init__ never ran.
  expect(getAttribute(newException(type, args), name)).toBe(value);
});

test('keyword fields', () => {
  const error = call(AttributeErrorType, ['m', 'n', 5], ['name', 'obj']);
  expect([shown(error), getAttribute(error, 'name'), getAttribute(error, 'obj')]).toEqual([
    "AttributeError('m')",
    'n',
    5,
  ]);
  expect(outcome(() => call(ImportErrorType, ['m', 1], ['foo']))).toBe(
    "TypeError: ImportError() got an unexpected keyword argument 'foo'",
  );
  expect(outcome(() => call(ExceptionType, [1], ['x']))).toBe(
    'TypeError: Exception() takes no keyword arguments',
  );
});

test('a subclass that does not call __init__ of its base has its arguments nevertheless', () => {
  const Own = newClass('Own', [ValueErrorType], { __init__: () => null });
  expect(shown(call(Own, [1, 2]))).toBe('Own(1, 2)');
});

test.each<[string, (error: PyBaseException) => unknown]>([
  [
    'TypeError: __traceback__ must be a traceback or None',
    (error) => setAttribute(error, '__traceback__', 5),
  ],
  [
    'TypeError: exception cause must be None or derive from BaseException',
    (error) => setAttribute(error, '__cause__', 5),
  ],
  [
    'TypeError: exception context must be None or derive from BaseException',
    (error) => setAttribute(error, '__context__', 5),
  ],
  ['TypeError: add_note() argument must be str, not int', (error) => callMethod(error, 'add_note', 5)],
  [
    "AttributeError: 'ValueError' object has no attribute '__notes__'",
    (error) => getAttribute(error, '__notes__'),
  ],
])('%s', (expected, action) => {
  expect(outcome(() => action(newException(ValueErrorType, [])) as PyObject)).toBe(expected);
});

test('setting the cause suppresses the context; notes are kept in __notes__', () => {
  const error = newException(ValueErrorType, []);
  setAttribute(error, '__cause__', newException(TypeErrorType, []));
  callMethod(error, 'add_note', 'n');
  expect([error.suppressContext, shown(getAttribute(error, '__notes__'))]).toEqual([true, "['n']"]);
});

// ── Groups ──

const one = newException(ValueErrorType, [1]);
const two = newException(TypeErrorType, [2]);

test.each<[string, () => PyObject]>([
  ["ExceptionGroup('a', [ValueError(1)])", () => call(BaseExceptionGroupType, ['a', newList([one])])],
  [
    'TypeError: BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)',
    () => call(ExceptionGroupType, ['a']),
  ],
  [
    'TypeError: BaseExceptionGroup.__new__() argument 1 must be str, not int',
    () => call(ExceptionGroupType, [1, newList([])]),
  ],
  ['TypeError: second argument (exceptions) must be a sequence', () => call(ExceptionGroupType, ['a', 5])],
  [
    'ValueError: second argument (exceptions) must be a non-empty sequence',
    () => call(ExceptionGroupType, ['a', newList([])]),
  ],
  [
    'ValueError: Item 0 of second argument (exceptions) is not an exception',
    () => call(ExceptionGroupType, ['a', newList([5])]),
  ],
  [
    'TypeError: Cannot nest BaseExceptions in an ExceptionGroup',
    () => call(ExceptionGroupType, ['a', newList([newException(KeyboardInterruptType, [])])]),
  ],
])('%s', (expected, action) => {
  expect(outcome(action as () => PyObject)).toBe(expected);
});

test('split keeps the structure of nested groups', () => {
  const inner = call(ExceptionGroupType, ['inner', newList([one, two])]);
  const outer = call(ExceptionGroupType, ['outer', newList([inner, two])]);
  expect(shown(callMethod(outer, 'split', ValueErrorType))).toBe(
    "(ExceptionGroup('outer', [ExceptionGroup('inner', [ValueError(1)])]), " +
      "ExceptionGroup('outer', [ExceptionGroup('inner', [TypeError(2)]), TypeError(2)]))",
  );
  const isTwo = call(newClass('Predicate', [], { __call__: (_self, error) => error === two }), []);
  expect(shown(callMethod(inner, 'subgroup', isTwo))).toBe("ExceptionGroup('inner', [TypeError(2)])");
  expect(shown(callMethod(inner, 'subgroup', KeyErrorType))).toBe('None');
  expect(outcome(() => callMethod(inner, 'split', 5))).toBe(
    'TypeError: expected an exception type, a tuple of exception types, or a callable (other than a class)',
  );
});

test('a subclass decides by derive() what its parts are', () => {
  const Own = newClass('Own', [ExceptionGroupType]);
  setAttribute(
    Own,
    'derive',
    hostMethod('derive', (self, exceptions) => call(Own, [getAttribute(self, 'message'), exceptions!])),
  );
  expect(shown(callMethod(call(Own, ['g', newList([one, two])]), 'subgroup', ValueErrorType))).toBe(
    "Own('g', [ValueError(1)])",
  );
});

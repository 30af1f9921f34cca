/** The methods of str (Objects/unicodeobject.c, Objects/stringlib): arguments checked, work done by the str-*.ts files. */
import { parseArguments } from './arguments.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { formatSpecOf } from './float.ts';
import { formatStr } from './format-spec.ts';
import { PyTuple } from './generated/layouts.ts';
import type { KeywordNames, MethodDef, StrValue } from './host-types.ts';
import { asSize } from './items.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { isTrue, str } from './operators.ts';
import { sliceIndex } from './slice.ts';
import { asStr, strFind, strFindLast, strLength, strSlice } from './str.ts';
import { strCapitalize, strCaseFold, strLower, strSwapCase, strTitle, strUpper } from './str-case.ts';
import {
  ALNUM,
  ALPHA,
  DECIMAL,
  DIGIT,
  isAll,
  isAscii,
  isIdentifier,
  isLower,
  isPrintable,
  isTitle,
  isUpper,
  NUMERIC,
  SPACE,
} from './str-classes.ts';
import { strEncodeMethod } from './str-encode.ts';
import { strFormat, strFormatMap } from './str-format.ts';
import { strJoin } from './str-join.ts';
import {
  type Side,
  strCenter,
  strCount,
  strExpandTabs,
  strPad,
  strReplace,
  strSplit,
  strSplitLast,
  strSplitLines,
  strSplitSpaces,
  strSplitSpacesLast,
  strStrip,
  strTailMatches,
  strZeroFill,
} from './str-search.ts';
import { makeTranslation, strTranslate } from './str-translate.ts';
import { newTuple } from './tuple.ts';
import { typeName } from './typeof.ts';

/** The receiver, known to be a str. */
function self(value: PyObject): StrValue {
  return typeof value === 'string' ? value : asStr(value)!;
}

/** A str argument of a method whose messages number its arguments. */
function strArgument(value: PyObject, method: string, number: number): Raises<StrValue> {
  const text = asStr(value);
  if (text === undefined)
    raiseTypeError(
      `${method}() argument ${number} must be str, not ${value === null ? 'None' : typeName(value)}`,
    );
  return text;
}

/** A str argument of a method that says no more than that. */
function needStr(value: PyObject): Raises<StrValue> {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`must be str, not ${typeName(value)}`);
  return text;
}

// ── Searching ──

/** Optional start and end of a search, brought into 0…length; start may lie beyond. Valid until the next call. */
const range = { start: 0, stop: 0 };

export function searchRange(
  from: PyObject | undefined,
  to: PyObject | undefined,
  length: number,
): Escapes<typeof range> {
  const start = from === undefined || from === null ? 0 : sliceIndex(from);
  const stop = to === undefined || to === null ? length : sliceIndex(to);
  range.start = start < 0 ? Math.max(0, start + length) : start;
  range.stop = stop < 0 ? Math.max(0, stop + length) : Math.min(stop, length);
  return range;
}

interface Search {
  readonly method: string;
  readonly last: boolean;
}

function find(
  value: PyObject,
  wanted: PyObject,
  from: PyObject | undefined,
  to: PyObject | undefined,
  { method, last }: Search,
): Escapes<number> {
  const text = self(value);
  const needle = strArgument(wanted, method, 1);
  const { start, stop } = searchRange(from, to, strLength(text));
  return last ? strFindLast(text, needle, start, stop) : strFind(text, needle, start, stop);
}

function findMethod(name: string, last: boolean, mustExist: boolean): MethodDef {
  const search = { method: name, last };
  return {
    kind: 'POSITIONAL',
    name,
    min: 1,
    max: 3,
    call: (value, wanted, from, to) => {
      const index = find(value, wanted!, from, to, search);
      if (mustExist && index < 0) raiseValueError('substring not found');
      return index;
    },
  };
}

function countMethod(value: PyObject, wanted?: PyObject, from?: PyObject, to?: PyObject): Escapes<PyObject> {
  const text = self(value);
  const needle = strArgument(wanted!, 'count', 1);
  const { start, stop } = searchRange(from, to, strLength(text));
  return strCount(text, needle, start, stop);
}

/** `startswith` and `endswith`, with one str or a tuple of them. */
function tailMethod(name: 'startswith' | 'endswith'): MethodDef {
  const atEnd = name === 'endswith';
  return {
    kind: 'POSITIONAL',
    name,
    min: 1,
    max: 3,
    call: (value, given, from, to) => {
      const text = self(value);
      const wanted = given!;
      const { start, stop } = searchRange(from, to, strLength(text));
      if (wanted instanceof PyTuple) {
        return wanted.items.some((item) => {
          const needle = asStr(item);
          if (needle !== undefined) return strTailMatches(text, needle, start, stop, atEnd);
          return raiseTypeError(`tuple for ${name} must only contain str, not ${typeName(item)}`);
        });
      }
      const needle = asStr(wanted);
      if (needle !== undefined) return strTailMatches(text, needle, start, stop, atEnd);
      return raiseTypeError(`${name} first arg must be str or a tuple of str, not ${typeName(wanted)}`);
    },
  };
}

// ── Splitting and joining ──

const SPLIT = { name: 'split', names: ['sep', 'maxsplit'], positional: 2, required: 0 } as const;

/** Separator (null: whitespace) and limit. */
function splitArguments(
  name: string,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<[StrValue | null, number]> {
  const [separator = null, limit] = parseArguments({ ...SPLIT, name }, args, names);
  const maximum = limit === undefined ? -1 : asSize(limit);
  if (separator === null) return [null, maximum];
  const text = asStr(separator);
  if (text === undefined) raiseTypeError(`must be str or None, not ${typeName(separator)}`);
  return [text, maximum];
}

function split(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  if (args.length === 0) return newList(strSplitSpaces(self(value), -1));
  if (args.length === 1 && names === null && typeof args[0] === 'string')
    return newList(strSplit(self(value), args[0], -1));
  const [separator, limit] = splitArguments('split', args, names);
  return newList(
    separator === null ? strSplitSpaces(self(value), limit) : strSplit(self(value), separator, limit),
  );
}

function splitLast(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [separator, limit] = splitArguments('rsplit', args, names);
  return newList(
    separator === null ? strSplitSpacesLast(self(value), limit) : strSplitLast(self(value), separator, limit),
  );
}

const SPLIT_LINES = { name: 'splitlines', names: ['keepends'], positional: 1, required: 0 } as const;

function splitLines(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [keepEnds = false] = parseArguments(SPLIT_LINES, args, names);
  return newList(strSplitLines(self(value), isTrue(keepEnds)));
}

function partition(value: PyObject, separatorArgument: PyObject): Raises<PyObject> {
  const text = self(value);
  const separator = needStr(separatorArgument);
  if (strLength(separator) === 0) raiseValueError('empty separator');
  const at = strFind(text, separator, 0, strLength(text));
  if (at < 0) return newTuple([text, '', '']);
  const rest = strSlice(text, at + strLength(separator), strLength(text));
  return newTuple([strSlice(text, 0, at), separator, rest]);
}

function partitionLast(value: PyObject, separatorArgument: PyObject): Raises<PyObject> {
  const text = self(value);
  const separator = needStr(separatorArgument);
  if (strLength(separator) === 0) raiseValueError('empty separator');
  const at = strFindLast(text, separator, 0, strLength(text));
  if (at < 0) return newTuple(['', '', text]);
  const rest = strSlice(text, at + strLength(separator), strLength(text));
  return newTuple([strSlice(text, 0, at), separator, rest]);
}

// ── Replacing and trimming ──

const REPLACE = {
  name: 'replace',
  names: ['old', 'new', 'count'],
  positional: 3,
  required: 2,
  positionalOnly: 2,
} as const;

function replace(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  if (args.length === 2 && typeof args[0] === 'string' && typeof args[1] === 'string' && names === null)
    return strReplace(self(value), args[0], args[1], -1);
  const [old, replacement, count] = parseArguments(REPLACE, args, names);
  const from = strArgument(old!, 'replace', 1);
  const to = strArgument(replacement!, 'replace', 2);
  return strReplace(self(value), from, to, count === undefined ? -1 : asSize(count));
}

function stripMethod(name: string, side: Side): MethodDef {
  return {
    kind: 'POSITIONAL',
    name,
    min: 0,
    max: 1,
    call: (value, given = null) => {
      const characters = given === null ? null : asStr(given);
      if (characters === undefined) raiseTypeError(`${name} arg must be None or str`);
      return strStrip(self(value), characters, side);
    },
  };
}

function removePrefix(value: PyObject, argument: PyObject): Raises<PyObject> {
  const text = self(value);
  const prefix = affix(argument, 'removeprefix');
  const length = strLength(text);
  return strTailMatches(text, prefix, 0, length, false) ? strSlice(text, strLength(prefix), length) : text;
}

function removeSuffix(value: PyObject, argument: PyObject): Raises<PyObject> {
  const text = self(value);
  const suffix = affix(argument, 'removesuffix');
  const length = strLength(text);
  return strTailMatches(text, suffix, 0, length, true) ? strSlice(text, 0, length - strLength(suffix)) : text;
}

function affix(argument: PyObject, method: string): Raises<StrValue> {
  const text = asStr(argument);
  if (text === undefined) raiseTypeError(`${method}() argument must be str, not ${typeName(argument)}`);
  return text;
}

// ── Padding ──

function fillCharacter(args: readonly PyObject[]): Raises<StrValue> {
  if (args.length < 2) return ' ';
  const fill = asStr(args[1]!);
  if (fill === undefined) {
    raiseTypeError(`The fill character must be a unicode character, not ${typeName(args[1]!)}`);
  }
  if (strLength(fill) !== 1) raiseTypeError('The fill character must be exactly one character long');
  return fill;
}

function padMethod(
  name: string,
  pad: (text: StrValue, width: number, fill: StrValue) => Raises<StrValue>,
): MethodDef {
  return {
    kind: 'FASTCALL',
    name,
    min: 1,
    max: 2,
    call: (value, args) => pad(self(value), asSize(args[0]!), fillCharacter(args)),
  };
}

const EXPAND_TABS = { name: 'expandtabs', names: ['tabsize'], positional: 1, required: 0 } as const;

function expandTabs(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [size] = parseArguments(EXPAND_TABS, args, names);
  return strExpandTabs(self(value), size === undefined ? 8 : asSize(size));
}

// ── The table ──

function convertMethod(name: string, convert: (text: StrValue) => Pure<PyObject>): MethodDef {
  return { kind: 'NOARGS', name, call: (value) => convert(self(value)) };
}

export const strMethods: readonly MethodDef[] = [
  { kind: 'KEYWORDS', name: 'encode', call: strEncodeMethod },
  { kind: 'KEYWORDS', name: 'replace', call: replace },
  { kind: 'KEYWORDS', name: 'split', call: split },
  { kind: 'KEYWORDS', name: 'rsplit', call: splitLast },
  { kind: 'O', name: 'join', call: (value, iterable) => strJoin(self(value), iterable) },
  convertMethod('capitalize', strCapitalize),
  convertMethod('casefold', strCaseFold),
  convertMethod('title', strTitle),
  padMethod('center', strCenter),
  { kind: 'POSITIONAL', name: 'count', min: 1, max: 3, call: countMethod },
  { kind: 'KEYWORDS', name: 'expandtabs', call: expandTabs },
  findMethod('find', false, false),
  { kind: 'O', name: 'partition', call: partition },
  findMethod('index', false, true),
  padMethod('ljust', (text, width, fill) => strPad(text, 0, width - strLength(text), fill)),
  convertMethod('lower', strLower),
  stripMethod('lstrip', 'left'),
  findMethod('rfind', true, false),
  findMethod('rindex', true, true),
  padMethod('rjust', (text, width, fill) => strPad(text, width - strLength(text), 0, fill)),
  stripMethod('rstrip', 'right'),
  { kind: 'O', name: 'rpartition', call: partitionLast },
  { kind: 'KEYWORDS', name: 'splitlines', call: splitLines },
  stripMethod('strip', 'both'),
  convertMethod('swapcase', strSwapCase),
  { kind: 'O', name: 'translate', call: (value, table) => strTranslate(self(value), table) },
  convertMethod('upper', strUpper),
  tailMethod('startswith'),
  tailMethod('endswith'),
  { kind: 'O', name: 'removeprefix', call: removePrefix },
  { kind: 'O', name: 'removesuffix', call: removeSuffix },
  convertMethod('isascii', isAscii),
  convertMethod('islower', isLower),
  convertMethod('isupper', isUpper),
  convertMethod('istitle', isTitle),
  convertMethod('isspace', (text) => isAll(text, SPACE)),
  convertMethod('isdecimal', (text) => isAll(text, DECIMAL)),
  convertMethod('isdigit', (text) => isAll(text, DIGIT)),
  convertMethod('isnumeric', (text) => isAll(text, NUMERIC)),
  convertMethod('isalpha', (text) => isAll(text, ALPHA)),
  convertMethod('isalnum', (text) => isAll(text, ALNUM)),
  convertMethod('isidentifier', isIdentifier),
  convertMethod('isprintable', isPrintable),
  { kind: 'O', name: 'zfill', call: (value, width) => strZeroFill(self(value), asSize(width)) },
  { kind: 'KEYWORDS', name: 'format', call: (value, args, names) => strFormat(self(value), args, names) },
  { kind: 'O', name: 'format_map', call: (value, mapping) => strFormatMap(self(value), mapping) },
  {
    kind: 'O',
    name: '__format__',
    call: (value, spec) =>
      // An empty spec is `str()`, which subclasses may have of their own.
      spec === '' ? str(value) : formatStr(self(value), formatSpecOf(spec), typeName(value)),
  },
  { kind: 'NOARGS', name: '__getnewargs__', call: (value) => newTuple([self(value)]) },
];

export const strStaticMethods: readonly MethodDef[] = [
  { kind: 'FASTCALL', name: 'maketrans', min: 1, max: 3, call: (_none, args) => makeTranslation(args) },
];

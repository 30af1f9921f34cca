/**
 * The methods that bytes and bytearray share (Objects/bytesobject.c, Objects/bytes_methods.c). The bytes are searched
 * and split as Latin-1 text; what is particular to bytes is that letters and blanks are those of ASCII.
 */
import { parseArguments } from './arguments.ts';
import { asByte, asBytes, latin1Bytes, latin1Text, needBytes, newBytes } from './bytes-data.ts';
import type { Escapes, Pure, Raises } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyBytes, PyTuple } from './generated/layouts.ts';
import type { KeywordNames, MethodDef, StrValue } from './host-types.ts';
import { asSize } from './items.ts';
import { iterateToArray } from './iterate.ts';
import { newList } from './list.ts';
import type { PyObject } from './object.ts';
import { isTrue, lengthOf } from './operators.ts';
import { asStr, strFind, strFindLast, strToJs } from './str.ts';
import { decodeMethod } from './str-encode.ts';
import { searchRange } from './str-methods.ts';
import {
  isByteLineBoundary,
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
import { newTuple } from './tuple.ts';
import { typeName, typeOf } from './typeof.ts';

const BLANKS = ' \t\n\r\v\f';

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Makes the result of a method, of the receiver's own type. */
export type MakeBytes = (data: Uint8Array) => PyObject;

/** The receiver's bytes as text. */
function self(value: PyObject): string {
  return latin1Text(asBytes(value)!);
}

function needText(value: PyObject): Raises<string> {
  return latin1Text(needBytes(value));
}

/** What is searched for: bytes, or one byte as an int. */
function needle(value: PyObject): Escapes<string> {
  const data = asBytes(value);
  if (data !== undefined) return latin1Text(data);
  if (typeOf(value).nb_index === null) {
    raiseTypeError(`argument should be integer or bytes-like object, not '${typeName(value)}'`);
  }
  return String.fromCharCode(asByte(value));
}

/** `value in bytes`. */
export function bytesContains(container: PyObject, value: PyObject): Escapes<boolean> {
  if (asBytes(value) === undefined && typeOf(value).nb_index !== null) {
    return asBytes(container)!.includes(asByte(value));
  }
  return self(container).includes(needText(value));
}

// ── Case and classes of ASCII ──

const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const capitalize = (text: string): string => upper(text.slice(0, 1)) + lower(text.slice(1));
const title = (text: string): string => text.replace(/[A-Za-z]+/g, capitalize);
const swapCase = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

function isTitle(text: string): boolean {
  return /[A-Za-z]/.test(text) && title(text) === text;
}

// ── Arguments ──

const SPLIT = { name: 'split', names: ['sep', 'maxsplit'], positional: 2, required: 0 } as const;

function splitArguments(
  name: string,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<[string | null, number]> {
  const [separator = null, limit] = parseArguments({ ...SPLIT, name }, args, names);
  const maximum = limit === undefined ? -1 : asSize(limit);
  return [separator === null ? null : needText(separator), maximum];
}

function fillByte(args: readonly PyObject[], method: string): Raises<string> {
  if (args.length < 2) return ' ';
  const fill = args[1]!;
  const data = asBytes(fill);
  if (data === undefined) {
    raiseTypeError(`${method}() argument 2 must be a byte string of length 1, not ${typeName(fill)}`);
  }
  if (data.length !== 1) {
    const shown = `a ${fill instanceof PyBytes ? 'bytes' : 'bytearray'} object of length ${data.length}`;
    raiseTypeError(`${method}(): argument 2 must be a byte string of length 1, not ${shown}`);
  }
  return latin1Text(data);
}

function tailMatches(
  name: 'startswith' | 'endswith',
  value: PyObject,
  args: readonly PyObject[],
): Escapes<boolean> {
  const text = self(value);
  const wanted = args[0]!;
  const { start, stop } = searchRange(args[1], args[2], text.length);
  const atEnd = name === 'endswith';
  if (wanted instanceof PyTuple) {
    return wanted.items.some((item) => strTailMatches(text, needText(item), start, stop, atEnd));
  }
  const data = asBytes(wanted);
  if (data !== undefined) return strTailMatches(text, latin1Text(data), start, stop, atEnd);
  raiseTypeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(wanted)}`);
}

function find(value: PyObject, args: readonly PyObject[], last: boolean): Escapes<number> {
  const text = self(value);
  const wanted = needle(args[0]!);
  const { start, stop } = searchRange(args[1], args[2], text.length);
  return last ? strFindLast(text, wanted, start, stop) : strFind(text, wanted, start, stop);
}

// ── hex ──

const HEX = { name: 'hex', names: ['sep', 'bytes_per_sep'], positional: 2, required: 0 } as const;

/** `hex` of anything bytes-like. */
export function hexMethod(
  value: PyObject,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<PyObject> {
  const [separator, groupSize] = parseArguments(HEX, args, names);
  const digits = Array.from(asBytes(value)!, (byte) => byte.toString(16).padStart(2, '0'));
  const size = groupSize === undefined ? 1 : asSize(groupSize);
  if (separator === undefined) return digits.join('');
  const between = hexSeparator(separator);
  if (size === 0) return digits.join('');
  const length = Math.abs(size);
  // Groups are counted from the right, from the left when the size is negative.
  const lead = size > 0 ? digits.length % length : 0;
  const groups = lead > 0 ? [digits.slice(0, lead).join('')] : [];
  for (let at = lead; at < digits.length; at += length) groups.push(digits.slice(at, at + length).join(''));
  return groups.join(between);
}

function hexSeparator(separator: PyObject): Escapes<string> {
  if (lengthOf(separator) !== 1) raiseValueError('sep must be length 1.');
  const data = asBytes(separator);
  const text = asStr(separator);
  if (text === undefined && data === undefined) raiseTypeError('sep must be str or bytes.');
  const character = text === undefined ? latin1Text(data!) : strToJs(text);
  if (character.charCodeAt(0) > 127) raiseValueError('sep must be ASCII.');
  return character;
}

/** `bytes.fromhex`: pairs of digits, blanks between them. */
export function bytesFromHex(source: PyObject): Raises<Uint8Array> {
  const text = asStr(source);
  const data = asBytes(source);
  if (text === undefined && data === undefined) {
    raiseTypeError(`fromhex() argument must be str or bytes-like, not ${typeName(source)}`);
  }
  const digits = text === undefined ? latin1Text(data!) : strToJs(text);
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at++) {
    if (isBlank(digits.charCodeAt(at))) continue;
    const pair = digits.slice(at, at + 2);
    if (!/^[0-9a-fA-F]/.test(pair)) raiseNoHexDigit(at);
    if (pair.length === 1) {
      raiseValueError('fromhex() arg must contain an even number of hexadecimal digits');
    }
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) raiseNoHexDigit(at + 1);
    bytes.push(Number.parseInt(pair, 16));
    at++;
  }
  return Uint8Array.from(bytes);
}

function raiseNoHexDigit(position: number): never {
  raiseValueError(`non-hexadecimal number found in fromhex() arg at position ${position}`);
}

// ── translate ──

const TRANSLATE = {
  name: 'translate',
  names: ['table', 'delete'],
  positional: 2,
  required: 1,
  positionalOnly: 1,
} as const;

function translate(value: PyObject, args: readonly PyObject[], names: KeywordNames): Escapes<Uint8Array> {
  const [tableArgument, deleteArgument] = parseArguments(TRANSLATE, args, names);
  const table = tableArgument === null ? null : needBytes(tableArgument!);
  if (table !== null && table.length !== 256) {
    raiseValueError('translation table must be 256 characters long');
  }
  const dropped = deleteArgument === undefined ? null : needBytes(deleteArgument);
  const kept = asBytes(value)!.filter((byte) => dropped === null || !dropped.includes(byte));
  return table === null ? kept : kept.map((byte) => table[byte]!);
}

function makeTranslation(args: readonly PyObject[]): Raises<PyObject> {
  const from = needBytes(args[0]!);
  const to = needBytes(args[1]!);
  if (from.length !== to.length) raiseValueError('maketrans arguments must have same length');
  const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const [index, byte] of from.entries()) table[byte] = to[index]!;
  return newBytes(table);
}

// ── The table ──

/** The methods, whose results are made by `make`; immutable arguments may be `shared` with the result. */
export function bytesMethods(make: MakeBytes, shared: boolean): MethodDef[] {
  const fromText = (text: StrValue): PyObject => make(latin1Bytes(text as string));
  const listOf = (parts: readonly StrValue[]): PyObject => {
    const list = newList([]);
    for (const part of parts) list.items.push(fromText(part));
    return list;
  };
  const convert = (name: string, change: (text: string) => Pure<string>): MethodDef => ({
    kind: 'NOARGS',
    name,
    call: (value) => fromText(change(self(value))),
  });
  const test = (name: string, pattern: RegExp): MethodDef => ({
    kind: 'NOARGS',
    name,
    call: (value) => pattern.test(self(value)),
  });
  const findMethod = (name: string, last: boolean, mustExist: boolean): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 1,
    max: 3,
    call: (value, args) => {
      const index = find(value, args, last);
      if (mustExist && index < 0) raiseValueError('subsection not found');
      return index;
    },
  });
  const strip = (name: string, side: Side): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 0,
    max: 1,
    call: (value, args) => {
      const characters = args.length === 0 || args[0] === null ? BLANKS : needText(args[0]!);
      return fromText(strStrip(self(value), characters, side));
    },
  });
  const pad = (name: string, layOut: (text: string, width: number, fill: string) => StrValue): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 1,
    max: 2,
    call: (value, args) => fromText(layOut(self(value), asSize(args[0]!), fillByte(args, name))),
  });
  const tail = (name: 'startswith' | 'endswith'): MethodDef => ({
    kind: 'FASTCALL',
    name,
    min: 1,
    max: 3,
    call: (value, args) => tailMatches(name, value, args),
  });
  const partition = (name: 'partition' | 'rpartition'): MethodDef => ({
    kind: 'O',
    name,
    call: (value, argument) => {
      const text = self(value);
      const separator = needText(argument);
      if (separator === '') raiseValueError('empty separator');
      const last = name === 'rpartition';
      const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
      if (at < 0) return newTuple((last ? ['', '', text] : [text, '', '']).map(fromText));
      const middle = shared ? argument : fromText(separator);
      return newTuple([fromText(text.slice(0, at)), middle, fromText(text.slice(at + separator.length))]);
    },
  });
  return [
    convert('capitalize', capitalize),
    convert('lower', lower),
    convert('upper', upper),
    convert('title', title),
    convert('swapcase', swapCase),
    test('isalnum', /^[0-9A-Za-z]+$/),
    test('isalpha', /^[A-Za-z]+$/),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what is asked for.
    test('isascii', /^[\x00-\x7f]*$/),
    test('isdigit', /^[0-9]+$/),
    test('islower', /^[^A-Z]*[a-z][^A-Z]*$/),
    test('isupper', /^[^a-z]*[A-Z][^a-z]*$/),
    test('isspace', /^[\t-\r ]+$/),
    { kind: 'NOARGS', name: 'istitle', call: (value) => isTitle(self(value)) },
    pad('center', strCenter),
    pad('ljust', (text, width, fill) => strPad(text, 0, width - text.length, fill)),
    pad('rjust', (text, width, fill) => strPad(text, width - text.length, 0, fill)),
    { kind: 'O', name: 'zfill', call: (value, width) => fromText(strZeroFill(self(value), asSize(width))) },
    {
      kind: 'FASTCALL',
      name: 'count',
      min: 1,
      max: 3,
      call: (value, args) => {
        const text = self(value);
        const wanted = needle(args[0]!);
        const { start, stop } = searchRange(args[1], args[2], text.length);
        return strCount(text, wanted, start, stop);
      },
    },
    findMethod('find', false, false),
    findMethod('rfind', true, false),
    findMethod('index', false, true),
    findMethod('rindex', true, true),
    tail('startswith'),
    tail('endswith'),
    partition('partition'),
    partition('rpartition'),
    strip('strip', 'both'),
    strip('lstrip', 'left'),
    strip('rstrip', 'right'),
    {
      kind: 'O',
      name: 'removeprefix',
      call: (value, argument) => {
        const [text, prefix] = [self(value), needText(argument)];
        return fromText(text.startsWith(prefix) ? text.slice(prefix.length) : text);
      },
    },
    {
      kind: 'O',
      name: 'removesuffix',
      call: (value, argument) => {
        const [text, suffix] = [self(value), needText(argument)];
        return fromText(text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text);
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'split',
      call: (value, args, names) => {
        const [separator, limit] = splitArguments('split', args, names);
        const text = self(value);
        return listOf(
          separator === null ? strSplitSpaces(text, limit, isBlank) : strSplit(text, separator, limit),
        );
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'rsplit',
      call: (value, args, names) => {
        const [separator, limit] = splitArguments('rsplit', args, names);
        const text = self(value);
        const parts =
          separator === null
            ? strSplitSpacesLast(text, limit, isBlank)
            : strSplitLast(text, separator, limit);
        return listOf(parts);
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'splitlines',
      call: (value, args, names) => {
        const signature = { name: 'splitlines', names: ['keepends'], positional: 1, required: 0 };
        const [keepEnds = false] = parseArguments(signature, args, names);
        return listOf(strSplitLines(self(value), isTrue(keepEnds), isByteLineBoundary));
      },
    },
    {
      kind: 'FASTCALL',
      name: 'replace',
      min: 2,
      max: 3,
      call: (value, args) => {
        const limit = args.length < 3 ? -1 : asSize(args[2]!);
        return fromText(strReplace(self(value), needText(args[0]!), needText(args[1]!), limit));
      },
    },
    {
      kind: 'KEYWORDS',
      name: 'expandtabs',
      call: (value, args, names) => {
        const signature = { name: 'expandtabs', names: ['tabsize'], positional: 1, required: 0 };
        const [size] = parseArguments(signature, args, names);
        return fromText(strExpandTabs(self(value), size === undefined ? 8 : asSize(size)));
      },
    },
    { kind: 'O', name: 'join', call: (value, iterable) => make(joinBytes(asBytes(value)!, iterable)) },
    {
      kind: 'KEYWORDS',
      name: 'translate',
      call: (value, args, names) => make(translate(value, args, names)),
    },
    {
      kind: 'KEYWORDS',
      name: 'decode',
      call: (value, args, names) => decodeMethod(asBytes(value)!, args, names),
    },
    { kind: 'KEYWORDS', name: 'hex', call: hexMethod },
  ];
}

export const bytesStaticMethods: readonly MethodDef[] = [
  { kind: 'FASTCALL', name: 'maketrans', min: 2, max: 2, call: (_none, args) => makeTranslation(args) },
];

function joinBytes(separator: Uint8Array, iterable: PyObject): Escapes<Uint8Array> {
  const type = typeOf(iterable);
  if (type.tp_iter === null && type.mp_subscript === null) raiseTypeError('can only join an iterable');
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const [index, item] of iterateToArray(iterable).entries()) {
    const data = asBytes(item);
    if (data === undefined) {
      raiseTypeError(`sequence item ${index}: expected a bytes-like object, ${typeName(item)} found`);
    }
    if (index > 0) parts.push(separator);
    parts.push(data);
    length += data.length + (index > 0 ? separator.length : 0);
  }
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

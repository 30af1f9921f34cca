/** Functions of `builtins` about numbers and text (CPython: Python/bltinmodule.c). */
import {
  absolute,
  asciiObject,
  asIndex,
  asStr,
  call,
  codePointAt,
  divmod,
  type Escapes,
  format,
  type IntValue,
  intWithPrefix,
  type KeywordNames,
  lookupInType,
  type MethodDef,
  PyByteArray,
  PyBytes,
  type PyObject,
  parseArguments,
  power,
  raiseTypeError,
  raiseValueError,
  reprObject,
  strFromCodePoint,
  strLength,
  typeName,
  typeOf,
} from '../../objects/index.ts';

const ROUND = { name: 'round', names: ['number', 'ndigits'], positional: 2, required: 1 };
const POW = { name: 'pow', names: ['base', 'exp', 'mod'], positional: 3, required: 2 };

function round(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [number, digits] = parseArguments(ROUND, args, names);
  if (typeof number === 'number' && (digits === undefined || digits === null)) return number;
  const type = typeOf(number!);
  const method = lookupInType(type, '__round__');
  if (method === undefined) raiseTypeError(`type ${type.name} doesn't define __round__ method`);
  const get = typeOf(method).tp_descr_get;
  const bound = get === null ? method : get(method, number, type);
  return call(bound, digits === undefined || digits === null ? [] : [digits]);
}

function chr(value: PyObject): Escapes<PyObject> {
  const point = asIndex(value);
  if (point < 0 || point > 0x10ffff) raiseValueError('chr() arg not in range(0x110000)');
  return strFromCodePoint(Number(point));
}

function ord(value: PyObject): Escapes<PyObject> {
  if (typeof value === 'string' && value.length === 1) return value.charCodeAt(0);
  const text = asStr(value);
  if (text !== undefined) {
    const length = strLength(text);
    if (length === 1) return codePointAt(text, 0);
    raiseTypeError(`ord() expected a character, but string of length ${length} found`);
  }
  if (value instanceof PyBytes || value instanceof PyByteArray) {
    const length = value instanceof PyBytes ? value.data.length : value.length;
    if (length === 1) return value.data[0]!;
    raiseTypeError(`ord() expected a character, but string of length ${length} found`);
  }
  raiseTypeError(`ord() expected string of length 1, but ${typeName(value)} found`);
}

function inBase(name: string, doc: string, base: 2 | 8 | 16): MethodDef {
  return { kind: 'O', name, doc, call: (_module, value) => intWithPrefix(asIndex(value) as IntValue, base) };
}

export const valueFunctions: readonly MethodDef[] = [
  {
    kind: 'O',
    name: 'abs',
    doc: 'Return the absolute value of the argument.',
    call(_module, value) {
      if (typeof value === 'number') return Math.abs(value);
      return absolute(value);
    },
  },
  {
    kind: 'POSITIONAL',
    name: 'divmod',
    min: 2,
    max: 2,
    doc: 'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.',
    call: (_module, left, right) => divmod(left!, right!),
  },
  {
    kind: 'KEYWORDS',
    name: 'pow',
    doc: 'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.\n\nSome types, such as ints, are able to use a more efficient algorithm when\ninvoked using the three argument form.',
    call(_module, args, names) {
      const [base, exponent, modulus] = parseArguments(POW, args, names);
      return power(base!, exponent!, modulus ?? null);
    },
  },
  {
    kind: 'KEYWORDS',
    name: 'round',
    doc: 'Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.',
    call: (_module, args, names) => round(args, names),
  },
  {
    kind: 'O',
    name: 'chr',
    doc: 'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.',
    call: (_module, value) => chr(value),
  },
  {
    kind: 'O',
    name: 'ord',
    doc: 'Return the ordinal value of a character.\n\nIf the argument is a one-character string, return the Unicode code\npoint of that character.\n\nIf the argument is a bytes or bytearray object of length 1, return its\nsingle byte value.',
    call: (_module, value) => ord(value),
  },
  inBase(
    'bin',
    "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
    2,
  ),
  inBase('oct', "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'", 8),
  inBase(
    'hex',
    "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'",
    16,
  ),
  {
    kind: 'O',
    name: 'repr',
    doc: 'Return the canonical string representation of the object.\n\nFor many object types, including most builtins, eval() will return\nthe object when given the result of this function.',
    call: (_module, value) => reprObject(value),
  },
  {
    kind: 'O',
    name: 'ascii',
    doc: 'Return an ASCII-only representation of an object.\n\nAs repr(), return a string containing a printable representation of an\nobject, but escape the non-ASCII characters in the string returned by\nrepr() using \\\\x, \\\\u or \\\\U escapes. This generates a string similar\nto that returned by repr() in Python 2.',
    call: (_module, value) => asciiObject(value),
  },
  {
    kind: 'FASTCALL',
    name: 'format',
    min: 1,
    max: 2,
    doc: "Return type(value).__format__(value, format_spec)\n\nMany built-in types implement format_spec according to the\nFormat Specification Mini-language. See help('FORMATTING')\nfor more details.",
    call(_module, args) {
      const spec = args.length > 1 ? args[1]! : '';
      if (asStr(spec) === undefined) raiseTypeError(`format() argument 2 must be str, not ${typeName(spec)}`);
      return format(args[0]!, spec);
    },
  },
];

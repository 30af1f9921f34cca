/** The type codes of `array.array`: how an item is stored and read (CPython: Modules/arraymodule.c, the getters and setters). */
import {
  type ArrayElements,
  asIndex,
  asStr,
  codePointAt,
  type Escapes,
  newFloat,
  normalizeInt,
  OverflowErrorType,
  type PyObject,
  raise,
  raiseTypeError,
  realNumber,
  strFromCodePoint,
  strLength,
  typeName,
} from '../../objects/index.ts';

export interface ArrayKind {
  readonly code: string;
  readonly itemSize: number;
  readonly make: (length: number) => ArrayElements;
  readonly over: (buffer: ArrayBufferLike, offset: number, length: number) => ArrayElements;
  /** The element of a Python value. */
  readonly store: (value: PyObject) => Escapes<number | bigint>;
  readonly load: (element: number | bigint) => PyObject;
  readonly text: boolean;
  /** Place among the machine formats of `_array_reconstructor`, little-endian. */
  readonly machineFormat: number;
}

type Maker = {
  new (length: number): ArrayElements;
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayElements;
  readonly BYTES_PER_ELEMENT: number;
};

function overflow(message: string): never {
  raise(OverflowErrorType, message);
}

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;
const UNSIGNED_MAX = 2n ** 64n - 1n;

/** Codes that C reads as a signed long or int first. */
const smallInt =
  (name: string, bits: number, signed: boolean) =>
  (value: PyObject): Escapes<number> => {
    const int = asIndex(value);
    if (int < LONG_MIN || int > LONG_MAX) overflow('Python int too large to convert to C long');
    const low = signed ? -(2 ** (bits - 1)) : 0;
    const high = 2 ** (signed ? bits - 1 : bits) - 1;
    // `b` is read as a C short, `H` as a C int.
    if (bits === 8 && signed && int > 0x7fff) overflow('signed short integer is greater than maximum');
    if (bits === 8 && signed && int < -0x8000) overflow('signed short integer is less than minimum');
    if (bits === 16 && !signed && int > 0x7fffffff) overflow('signed integer is greater than maximum');
    if (bits === 16 && !signed && int < -0x80000000) overflow('signed integer is less than minimum');
    if (int < low) overflow(`${name} is less than minimum`);
    if (int > high) overflow(`${name} is greater than maximum`);
    return Number(int);
  };

function unsignedInt(value: PyObject): Escapes<number> {
  const int = asIndex(value);
  if (int > UNSIGNED_MAX) overflow('Python int too large to convert to C unsigned long');
  if (int < 0) overflow("can't convert negative value to unsigned int");
  if (int > 0xffffffff) overflow('unsigned int is greater than maximum');
  return Number(int);
}

const longInt =
  (low: bigint, high: bigint, above: string, below: string) =>
  (value: PyObject): Escapes<bigint> => {
    const int = asIndex(value);
    if (int < low) overflow(below);
    if (int > high) overflow(above);
    return BigInt(int);
  };

function character(value: PyObject): Escapes<number> {
  const text = asStr(value);
  if (text === undefined) raiseTypeError(`array item must be a unicode character, not ${typeName(value)}`);
  if (strLength(text) !== 1)
    raiseTypeError(`array item must be a unicode character, not a string of length ${strLength(text)}`);
  return codePointAt(text, 0);
}

const loadInt = (element: number | bigint): PyObject => element as number;
const loadLong = (element: number | bigint): PyObject => normalizeInt(element as bigint);
const loadFloat = (element: number | bigint): PyObject => newFloat(element as number);
const loadCharacter = (element: number | bigint): PyObject => strFromCodePoint(element as number);

function kind(
  code: string,
  maker: Maker,
  store: ArrayKind['store'],
  load: ArrayKind['load'],
  machineFormat: number,
): ArrayKind {
  return {
    code,
    itemSize: maker.BYTES_PER_ELEMENT,
    make: (length) => new maker(length),
    over: (buffer, offset, length) => new maker(buffer, offset, length),
    store,
    load,
    text: code === 'u' || code === 'w',
    machineFormat,
  };
}

const TOO_BIG = 'int too big to convert';
const NEGATIVE = "can't convert negative int to unsigned";
const long = longInt(
  LONG_MIN,
  LONG_MAX,
  'Python int too large to convert to C long',
  'Python int too large to convert to C long',
);
const unsignedLong = longInt(
  0n,
  UNSIGNED_MAX,
  'Python int too large to convert to C unsigned long',
  "can't convert negative value to unsigned int",
);

const LIST: readonly ArrayKind[] = [
  kind('b', Int8Array, smallInt('signed char', 8, true), loadInt, 1),
  kind('B', Uint8Array, smallInt('unsigned byte integer', 8, false), loadInt, 0),
  kind('u', Uint32Array, character, loadCharacter, 20),
  kind('w', Uint32Array, character, loadCharacter, 20),
  kind('h', Int16Array, smallInt('signed short integer', 16, true), loadInt, 4),
  kind('H', Uint16Array, smallInt('unsigned short', 16, false), loadInt, 2),
  kind('i', Int32Array, smallInt('signed integer', 32, true), loadInt, 8),
  kind('I', Uint32Array, unsignedInt, loadInt, 6),
  kind('l', BigInt64Array, long, loadLong, 12),
  kind('L', BigUint64Array, unsignedLong, loadLong, 10),
  kind('q', BigInt64Array, longInt(LONG_MIN, LONG_MAX, TOO_BIG, TOO_BIG), loadLong, 12),
  kind('Q', BigUint64Array, longInt(0n, UNSIGNED_MAX, TOO_BIG, NEGATIVE), loadLong, 10),
  kind('f', Float32Array, realNumber, loadFloat, 14),
  kind('d', Float64Array, realNumber, loadFloat, 16),
];

export const KINDS: ReadonlyMap<string, ArrayKind> = new Map(LIST.map((each) => [each.code, each]));

/** What the machine formats of `_array_reconstructor` mean: size, kind of number and byte order. */
export const MACHINE_FORMATS: readonly {
  readonly size: number;
  readonly signed: boolean;
  readonly real: boolean;
  readonly bigEndian: boolean;
}[] = [
  [1, false],
  [1, true],
  [2, false],
  [2, false],
  [2, true],
  [2, true],
  [4, false],
  [4, false],
  [4, true],
  [4, true],
  [8, false],
  [8, false],
  [8, true],
  [8, true],
]
  .map(([size, signed], format) => ({
    size: size as number,
    signed: signed as boolean,
    real: false,
    bigEndian: format > 1 && format % 2 === 1,
  }))
  .concat(
    [4, 4, 8, 8].map((size, index) => ({ size, signed: true, real: true, bigEndian: index % 2 === 1 })),
  );

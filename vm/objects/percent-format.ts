/**
 * printf-style formatting, `str % values` (library reference, "printf-style String Formatting";
 * Objects/unicode_format.c). A format string is parsed once and kept; errors in it are raised where they stand, after
 * what comes before them has been formatted.
 */
import type { Escapes, Raises } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { realNumber } from './float.ts';
import { exponentialDigits, fixedDigits, generalDigits, nonFinite } from './float-text.ts';
import { PyFloat, PyTuple } from './generated/layouts.ts';
import type { IntValue, StrValue } from './host-types.ts';
import { asInt, toInt } from './int.ts';
import { intMagnitudeInBase, intToText } from './int-text.ts';
import type { PyObject } from './object.ts';
import { ascii, asIndex, getItem, repr, str } from './operators.ts';
import {
  asStr,
  newStr,
  strConcat,
  strConcatAll,
  strFromCodePoint,
  strLength,
  strRepeat,
  strSlice,
} from './str.ts';
import { typeName, typeOf } from './typeof.ts';
import { OverflowErrorType } from './types.ts';

/** `*`: taken from the values. */
type Size = number | '*';

/** One `%…` of a format string. */
export interface Conversion {
  /** Mapping key, null without one. */
  readonly key: string | null;
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  /** −1: not given. */
  readonly width: Size;
  readonly precision: Size;
  readonly character: string;
  /** Position of the character, for messages. */
  readonly index: number;
}

/** Literal text, a conversion, or what is wrong with the format string from here on. */
export type Segment = string | Conversion | { readonly error: string };

const parsed = new Map<string, readonly Segment[]>();
const PARSED_LIMIT = 512;

/** Text is real text for wide formats, units for plain ones: positions count characters in the latter. */
export function parsePercentFormat(format: string): readonly Segment[] {
  let segments = parsed.get(format);
  if (segments === undefined) {
    segments = [...scan(format)];
    if (parsed.size >= PARSED_LIMIT) parsed.clear();
    parsed.set(format, segments);
  }
  return segments;
}

const TOO_LARGE = Number.MAX_SAFE_INTEGER;
const MAX_PRECISION = 2 ** 31 - 1;

function* scan(format: string): Generator<Segment> {
  let at = 0;
  let literal = '';
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0) {
      literal += format.slice(at);
      break;
    }
    literal += format.slice(at, percent);
    at = percent + 1;
    if (format[at] === '%') {
      literal += '%';
      at++;
      continue;
    }
    if (literal !== '') yield literal;
    literal = '';
    const item = scanConversion(format, at);
    if ('error' in item) {
      yield item;
      return;
    }
    yield item;
    at = item.index + 1;
  }
  if (literal !== '') yield literal;
}

/** End of a parenthesised key, or −1: parentheses may nest. */
function endOfKey(format: string, open: number): number {
  let depth = 1;
  for (let at = open + 1; at < format.length; at++) {
    if (format[at] === '(') depth++;
    else if (format[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function scanConversion(format: string, start: number): Conversion | { error: string } {
  let at = start;
  let key: string | null = null;
  if (format[at] === '(') {
    const end = endOfKey(format, at);
    if (end < 0) return { error: 'incomplete format key' };
    key = format.slice(at + 1, end);
    at = end + 1;
  }
  const flagsStart = at;
  while (at < format.length && '-+ #0'.includes(format[at]!)) at++;
  const flags = format.slice(flagsStart, at);
  const size = (): Size => {
    if (format[at] === '*') {
      at++;
      return '*';
    }
    let value = -1;
    for (; format[at]! >= '0' && format[at]! <= '9'; at++)
      value = Math.max(value, 0) * 10 + Number(format[at]);
    return value;
  };
  const width = size();
  if (width !== '*' && width > TOO_LARGE) return { error: 'width too big' };
  let precision: Size = -1;
  if (format[at] === '.') {
    at++;
    precision = size();
    if (precision === -1) precision = 0;
    if (precision !== '*' && precision > TOO_LARGE) return { error: 'precision too big' };
  }
  if (at < format.length && 'hlL'.includes(format[at]!)) at++;
  if (at >= format.length) return { error: 'incomplete format' };
  return {
    key,
    left: flags.includes('-'),
    plus: flags.includes('+'),
    space: flags.includes(' '),
    alternate: flags.includes('#'),
    zero: flags.includes('0'),
    width,
    precision,
    character: format[at]!,
    index: at,
  };
}

/** Hands out the values of a `%` operation: those of a tuple in turn, or a mapping's by key, or one value. */
export class Arguments {
  readonly values: PyObject;
  /** Items of a tuple; null: `values` is the single argument. */
  readonly items: readonly PyObject[] | null;
  readonly isMapping: boolean;
  /** For messages. */
  readonly formatted: 'string' | 'bytes';
  next = 0;

  constructor(
    values: PyObject,
    items: readonly PyObject[] | null,
    isMapping: boolean,
    formatted: 'string' | 'bytes',
  ) {
    this.values = values;
    this.items = items;
    this.isMapping = isMapping;
    this.formatted = formatted;
  }

  /** The right operand of `%`. Text has items too, but counts as a single value. */
  static of(values: PyObject, isText: boolean, formatted: 'string' | 'bytes'): Arguments {
    const items = values instanceof PyTuple ? values.items : null;
    const isMapping = items === null && !isText && typeOf(values).mp_subscript !== null;
    return new Arguments(values, items, isMapping, formatted);
  }

  take(): Raises<PyObject> {
    const index = this.next++;
    if (this.items === null ? index > 0 : index >= this.items.length) {
      raiseTypeError('not enough arguments for format string');
    }
    return this.items === null ? this.values : this.items[index]!;
  }

  /** A width or precision given as `*`. */
  takeSize(limit: number, limitName: string): Raises<number> {
    const value = asInt(this.take());
    if (value === undefined) raiseTypeError('* wants int');
    if (value > limit || value < -limit) {
      raise(OverflowErrorType, `Python int too large to convert to C ${limitName}`);
    }
    return Number(value);
  }

  finish(): Raises<void> {
    if (this.isMapping) return;
    if (this.items === null ? this.next === 0 : this.next < this.items.length) {
      raiseTypeError(`not all arguments converted during ${this.formatted} formatting`);
    }
  }
}

/** A conversion with its sizes known. */
export interface Field {
  readonly conversion: Conversion;
  readonly left: boolean;
  readonly width: number;
  readonly precision: number;
}

/** Takes the sizes that are given as values. */
export function fieldOf(conversion: Conversion, values: Arguments): Raises<Field> {
  let { left } = conversion;
  let width = conversion.width === '*' ? values.takeSize(TOO_LARGE, 'ssize_t') : conversion.width;
  if (conversion.width === '*' && width < 0) {
    left = true;
    width = -width;
  }
  const precision =
    conversion.precision === '*' ? Math.max(0, values.takeSize(MAX_PRECISION, 'int')) : conversion.precision;
  return { conversion, left, width, precision };
}

/** `format % values`. */
export function percentFormat(format: StrValue, values: PyObject): Escapes<StrValue> {
  const source = Arguments.of(values, asStr(values) !== undefined, 'string');
  const plain = typeof format === 'string';
  const parts: StrValue[] = [];
  for (const segment of parsePercentFormat(plain ? format : format.text)) {
    if (typeof segment === 'string') parts.push(plain ? segment : newStr(segment));
    else if ('error' in segment) raiseValueError(segment.error);
    else parts.push(formatSegment(segment, source));
  }
  source.finish();
  return strConcatAll(parts);
}

function formatSegment(conversion: Conversion, source: Arguments): Escapes<StrValue> {
  if (conversion.key !== null) {
    if (!source.isMapping) raiseTypeError('format requires a mapping');
    const value = getItem(source.values, newStr(conversion.key));
    source.next = Number.POSITIVE_INFINITY;
    // The value stands alone: a `*` would take it too.
    const single = new Arguments(value, null, false, source.formatted);
    const field = fieldOf(conversion, single);
    return formatField(field, single.take());
  }
  const field = fieldOf(conversion, source);
  return formatField(field, source.take());
}

function formatField(field: Field, value: PyObject): Escapes<StrValue> {
  switch (field.conversion.character) {
    case 's':
      return padField(cut(str(value), field.precision), field);
    case 'r':
      return padField(cut(repr(value), field.precision), field);
    case 'a':
      return padField(cut(ascii(value), field.precision), field);
    case 'c':
      return padField(characterOf(value), field);
    default:
      return formatNumberField(field, value);
  }
}

function cut(text: StrValue, precision: number): StrValue {
  return precision >= 0 && precision < strLength(text) ? strSlice(text, 0, precision) : text;
}

/** Blanks around text. */
function padField(text: StrValue, field: Field): Raises<StrValue> {
  const padding = field.width - strLength(text);
  if (padding <= 0) return text;
  const blanks = strRepeat(' ', padding);
  return field.left ? strConcat(text, blanks) : strConcat(blanks, text);
}

function characterOf(value: PyObject): Escapes<StrValue> {
  const text = asStr(value);
  if (text !== undefined) {
    const length = strLength(text);
    if (length === 1) return text;
    raiseTypeError(`%c requires an int or a unicode character, not a string of length ${length}`);
  }
  if (typeOf(value).nb_index === null) {
    raiseTypeError(`%c requires an int or a unicode character, not ${typeName(value)}`);
  }
  const point = asIndex(value);
  if (point < 0 || point > 0x10ffff) raise(OverflowErrorType, '%c arg not in range(0x110000)');
  return strFromCodePoint(Number(point));
}

/** `%d` and its kin and the float conversions; also for bytes. */
export function formatNumberField(
  field: Field,
  value: PyObject,
  toReal: (value: PyObject) => number = realNumber,
): Escapes<string> {
  const { character } = field.conversion;
  switch (character) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return integerField(field, value);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return floatField(field, value instanceof PyFloat ? value.value : toReal(value));
    default:
      return raiseUnsupported(field.conversion);
  }
}

function raiseUnsupported({ character, index }: Conversion): never {
  const code = character.codePointAt(0)!;
  const shown = code > 31 && code < 127 ? character : '?';
  raiseValueError(`unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`);
}

/** The int to show: `%d` also takes other real numbers, `%x` and `%o` only what has an index. */
function integerOf(value: PyObject, character: string): Escapes<IntValue> {
  const exact = asInt(value);
  if (exact !== undefined) return exact;
  const inBase = character === 'x' || character === 'X' || character === 'o';
  const type = typeOf(value);
  const convertible = inBase ? type.nb_index !== null : type.nb_int !== null || type.nb_index !== null;
  if (!convertible) {
    const wanted = inBase ? 'an integer is required' : 'a real number is required';
    raiseTypeError(`%${character} format: ${wanted}, not ${type.name}`);
  }
  return inBase ? asIndex(value) : toInt(value);
}

function integerField(field: Field, value: PyObject): Escapes<string> {
  const { character, alternate } = field.conversion;
  const number = integerOf(value, character);
  const negative = number < 0;
  let digits: string;
  let prefix = '';
  if (character === 'o' || character === 'x' || character === 'X') {
    digits = intMagnitudeInBase(number, character === 'o' ? 8 : 16);
    if (alternate) prefix = '0' + character;
    if (character === 'X') digits = digits.toUpperCase();
  } else {
    const text = intToText(number);
    digits = negative ? text.slice(1) : text;
  }
  if (digits.length < field.precision) digits = digits.padStart(field.precision, '0');
  return numberField(field, negative, prefix, digits);
}

function floatField(field: Field, number: number): string {
  const { character, alternate } = field.conversion;
  const precision = field.precision < 0 ? 6 : field.precision;
  const magnitude = Math.abs(number);
  let digits: string;
  if (!Number.isFinite(number)) digits = nonFinite(magnitude);
  else if (character === 'f' || character === 'F') {
    digits = fixedDigits(magnitude, precision) + (alternate && precision === 0 ? '.' : '');
  } else if (character === 'e' || character === 'E')
    digits = exponentialDigits(magnitude, precision, alternate);
  else digits = generalDigits(magnitude, precision, alternate);
  if (character < 'a') digits = digits.toUpperCase();
  return numberField(field, number < 0 || Object.is(number, -0), '', digits);
}

/** Sign, prefix, zeros or blanks up to the width. */
function numberField(field: Field, negative: boolean, prefix: string, digits: string): string {
  const { plus, space, zero } = field.conversion;
  const sign = negative ? '-' : plus ? '+' : space ? ' ' : '';
  const lead = sign + prefix;
  const padding = field.width - lead.length - digits.length;
  if (padding <= 0) return lead + digits;
  if (field.left) return lead + digits + ' '.repeat(padding);
  return zero ? lead + '0'.repeat(padding) + digits : ' '.repeat(padding) + lead + digits;
}

/**
 * Text: the two forms of a str and the operations on them that everything else is built from.
 *
 * A str whose code points all fit 16 bits is a plain JavaScript string, one unit a code point; units in the surrogate
 * range are lone surrogates, so two of them side by side stay two characters. A str with a code point above U+FFFF
 * is a `PyWideStr`: its code points, and the same as real JavaScript text. A str never has both forms, so `===` is
 * equality on plain strings and a plain string never equals a wide one.
 *
 * Only `newStr` (from real text) and `strToJs` (to real text) cross between the two meanings of a JavaScript string.
 */
import type { Pure, Raises } from './effects.ts';
import { raise, raiseIndexError } from './errors.ts';
import { PyStrSubclass, PyWideStr } from './generated/layouts.ts';
import type { IntValue, StrValue } from './host-types.ts';
import type { PyObject } from './object.ts';
import { MemoryErrorType, StrType } from './types.ts';

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
export const SURROGATE = /[\ud800-\udfff]/;
/** Longest string V8 makes. */
const MAX_LENGTH = 2 ** 29 - 24;

/** A str from real JavaScript text, where astral characters are surrogate pairs. */
export function newStr(text: string): Pure<StrValue> {
  return PAIR.test(text) ? wideFromText(text) : text;
}

function wideFromText(text: string): PyWideStr {
  return new PyWideStr(
    StrType,
    Uint32Array.from(text, (character) => character.codePointAt(0)!),
    text,
  );
}

/** Real JavaScript text, as output and the host's APIs want it. */
export function strToJs(value: StrValue): Pure<string> {
  return typeof value === 'string' ? value : value.text;
}

/** The str itself: a subclass instance gives its value. `undefined` for anything that is no str. */
export function asStr(value: PyObject): Pure<StrValue | undefined> {
  if (typeof value === 'string') return value;
  if (value instanceof PyWideStr) return value;
  return value instanceof PyStrSubclass ? value.value : undefined;
}

export function isStr(value: PyObject): Pure<boolean> {
  return typeof value === 'string' || value instanceof PyWideStr || value instanceof PyStrSubclass;
}

/** Real JavaScript text of a str known to be one (attribute names, messages). */
export function textOf(value: PyObject): Pure<string> {
  return strToJs(asStr(value)!);
}

export function strLength(value: StrValue): Pure<number> {
  return typeof value === 'string' ? value.length : value.points.length;
}

export function codePointAt(value: StrValue, index: number): Pure<number> {
  return typeof value === 'string' ? value.charCodeAt(index) : value.points[index]!;
}

/** `chr`: the code point must be within range. */
export function strFromCodePoint(point: number): Pure<StrValue> {
  return point <= 0xffff
    ? String.fromCharCode(point)
    : new PyWideStr(StrType, Uint32Array.of(point), String.fromCodePoint(point));
}

/** The code points of any str. */
export function codePoints(value: StrValue): Pure<Uint32Array> {
  if (typeof value !== 'string') return value.points;
  const points = new Uint32Array(value.length);
  for (let index = 0; index < value.length; index++) points[index] = value.charCodeAt(index);
  return points;
}

/** The str of these code points, in the form that fits. */
export function strFromPoints(points: Uint32Array): Pure<StrValue> {
  for (const point of points) {
    if (point > 0xffff) return new PyWideStr(StrType, points, textFromPoints(points, String.fromCodePoint));
  }
  return textFromPoints(points, String.fromCharCode);
}

function textFromPoints(points: Uint32Array, make: (...points: number[]) => string): string {
  let text = '';
  // Arguments of a call live on the stack: in portions. `apply`, for spread iterates (7 times slower).
  for (let start = 0; start < points.length; start += 4096) {
    text += make.apply(null, points.subarray(start, start + 4096) as unknown as number[]);
  }
  return text;
}

export function strConcat(left: StrValue, right: StrValue): Pure<StrValue> {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  return concatWide([left, right]);
}

function concatWide(parts: readonly StrValue[]): StrValue {
  let length = 0;
  for (const part of parts) length += strLength(part);
  const points = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string')
      for (let index = 0; index < part.length; index++) points[at++] = part.charCodeAt(index);
    else {
      points.set(part.points, at);
      at += part.points.length;
    }
  }
  return strFromPoints(points);
}

/** All parts one after another (`''.join`, f-strings). */
export function strConcatAll(parts: readonly StrValue[]): Pure<StrValue> {
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string') return concatWide(parts);
    text += part;
  }
  return text;
}

/** `separator.join(parts)`. */
export function strJoinValues(separator: StrValue, parts: readonly StrValue[]): Pure<StrValue> {
  if (parts.length === 1) return parts[0]!;
  const spread: StrValue[] = [];
  let plain = typeof separator === 'string';
  for (const part of parts) {
    if (spread.length > 0) spread.push(separator);
    spread.push(part);
    if (typeof part !== 'string') plain = false;
  }
  return plain ? (parts as readonly string[]).join(separator as string) : concatWide(spread);
}

export function strRepeat(value: StrValue, count: IntValue): Raises<StrValue> {
  if (count <= 0) return '';
  if (strLength(value) === 0) return value;
  if (strLength(value) * Number(count) > MAX_LENGTH) raise(MemoryErrorType, '');
  const times = Number(count);
  if (typeof value === 'string') return value.repeat(times);
  const points = new Uint32Array(value.points.length * times);
  for (let index = 0; index < times; index++) points.set(value.points, index * value.points.length);
  return new PyWideStr(StrType, points, value.text.repeat(times));
}

/** `value[index]`, negative from the end. */
export function strIndex(value: StrValue, index: IntValue): Raises<StrValue> {
  if (typeof value === 'string' && typeof index === 'number') {
    const at = index < 0 ? index + value.length : index;
    if (at >= 0 && at < value.length) return value[at]!;
  }
  return indexWide(value, index);
}

function indexWide(value: StrValue, index: IntValue): StrValue {
  const length = strLength(value);
  const at = Number(index) < 0 ? Number(index) + length : Number(index);
  if (at < 0 || at >= length) raiseIndexError('string index out of range');
  return strFromCodePoint(codePointAt(value, at));
}

/** Characters from `start` up to `stop`; both already within 0…length. */
export function strSlice(value: StrValue, start: number, stop: number): Pure<StrValue> {
  if (typeof value === 'string') return start >= stop ? '' : value.substring(start, stop);
  if (start >= stop) return '';
  if (start === 0 && stop === value.points.length) return value;
  return strFromPoints(value.points.subarray(start, stop));
}

/** `length` characters from `start` on, `step` apart (an adjusted slice). */
export function strSliceStep(value: StrValue, start: number, step: number, length: number): Pure<StrValue> {
  if (step === 1) return strSlice(value, start, start + length);
  if (typeof value === 'string') {
    let text = '';
    for (let index = 0, at = start; index < length; index++, at += step) text += value[at];
    return text;
  }
  const points = new Uint32Array(length);
  for (let index = 0, at = start; index < length; index++, at += step) points[index] = value.points[at]!;
  return strFromPoints(points);
}

export function strEquals(left: StrValue, right: StrValue): Pure<boolean> {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  return left.points.length === right.points.length && strCompare(left, right) === 0;
}

/** Negative, zero or positive: by code point, as Python orders strings. */
export function strCompare(left: StrValue, right: StrValue): Pure<number> {
  // Units of a plain string are its code points, so JavaScript's order is Python's.
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const common = Math.min(strLength(left), strLength(right));
  for (let index = 0; index < common; index++) {
    const difference = codePointAt(left, index) - codePointAt(right, index);
    if (difference !== 0) return difference;
  }
  return strLength(left) - strLength(right);
}

/** `<` of two strs, and so on: `op` as in `RichCompareSlot`. */
export function strRichCompare(left: StrValue, right: StrValue, op: number): Pure<boolean> {
  switch (op) {
    case 0:
      return strCompare(left, right) < 0;
    case 1:
      return strCompare(left, right) <= 0;
    case 2:
      return strEquals(left, right);
    case 3:
      return !strEquals(left, right);
    case 4:
      return strCompare(left, right) > 0;
    default:
      return strCompare(left, right) >= 0;
  }
}

/** `needle in haystack`. */
export function strContains(haystack: StrValue, needle: StrValue): Pure<boolean> {
  if (typeof haystack === 'string') return typeof needle === 'string' && haystack.includes(needle);
  return findPoints(haystack.points, codePoints(needle), 0, haystack.points.length) >= 0;
}

/** The host's search takes needle × haystack steps at worst (0.3 ns each): beyond these, it is not risked. */
const LONG_NEEDLE = 256;
const WORST_PRODUCT = 1e8;

/** Knuth, Morris and Pratt's search: no character of the haystack is looked at again (2 ns each). */
function findLinear(haystack: string, needle: string, start: number, stop: number): Pure<number> {
  // How long the longest border is of what precedes each position of the needle.
  const border = new Int32Array(needle.length);
  for (let index = 1, length = 0; index < needle.length; index++) {
    const unit = needle.charCodeAt(index);
    while (length > 0 && unit !== needle.charCodeAt(length)) length = border[length - 1]!;
    if (unit === needle.charCodeAt(length)) length += 1;
    border[index] = length;
  }
  for (let index = start, length = 0; index < stop; index++) {
    const unit = haystack.charCodeAt(index);
    while (length > 0 && unit !== needle.charCodeAt(length)) length = border[length - 1]!;
    if (unit === needle.charCodeAt(length)) length += 1;
    if (length === needle.length) return index - length + 1;
  }
  return -1;
}

/** Index of the first occurrence within `start`…`stop`, or −1. Bounds already within 0…length. */
export function strFind(haystack: StrValue, needle: StrValue, start: number, stop: number): Pure<number> {
  if (typeof haystack === 'string') {
    if (typeof needle !== 'string' || stop - start < needle.length) return -1;
    if (needle.length > LONG_NEEDLE && needle.length * (stop - start) > WORST_PRODUCT)
      return findLinear(haystack, needle, start, stop);
    const found = haystack.indexOf(needle, start);
    return found + needle.length <= stop ? found : -1;
  }
  return findPoints(haystack.points, codePoints(needle), start, stop);
}

/** Index of the last occurrence within `start`…`stop`, or −1. */
export function strFindLast(haystack: StrValue, needle: StrValue, start: number, stop: number): Pure<number> {
  if (typeof haystack === 'string') {
    if (typeof needle !== 'string' || stop - start < needle.length) return -1;
    const found = haystack.lastIndexOf(needle, stop - needle.length);
    return found >= start ? found : -1;
  }
  return findPointsLast(haystack.points, codePoints(needle), start, stop);
}

function matchesAt(haystack: Uint32Array, needle: Uint32Array, at: number): boolean {
  for (let index = 0; index < needle.length; index++) {
    if (haystack[at + index] !== needle[index]) return false;
  }
  return true;
}

function findPoints(haystack: Uint32Array, needle: Uint32Array, start: number, stop: number): number {
  for (let at = start; at + needle.length <= stop; at++) if (matchesAt(haystack, needle, at)) return at;
  return -1;
}

function findPointsLast(haystack: Uint32Array, needle: Uint32Array, start: number, stop: number): number {
  for (let at = stop - needle.length; at >= start; at--) if (matchesAt(haystack, needle, at)) return at;
  return -1;
}

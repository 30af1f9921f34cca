/**
 * Searching, splitting, replacing and trimming text, on values (str-methods.ts has the Python methods).
 * Plain strings use the host's own functions; wide ones go by code points.
 */
import type { Pure, Raises } from './effects.ts';
import { raiseValueError } from './errors.ts';
import type { StrValue } from './host-types.ts';
import {
  codePointAt,
  codePoints,
  strConcat,
  strConcatAll,
  strFind,
  strFindLast,
  strFromCodePoint,
  strJoinValues,
  strLength,
  strRepeat,
  strSlice,
} from './str.ts';
import { isSpaceCode } from './str-classes.ts';

/** Occurrences that do not overlap; an empty needle lies at every position. */
export function strCount(haystack: StrValue, needle: StrValue, start: number, stop: number): Pure<number> {
  const length = strLength(needle);
  if (length === 0) return start <= stop ? stop - start + 1 : 0;
  let count = 0;
  for (
    let at = strFind(haystack, needle, start, stop);
    at >= 0;
    at = strFind(haystack, needle, at + length, stop)
  )
    count++;
  return count;
}

/** `limit` negative: all. */
export function strReplace(
  value: StrValue,
  old: StrValue,
  replacement: StrValue,
  limit: number,
): Raises<StrValue> {
  if (limit < 0 && typeof value === 'string' && typeof old === 'string' && typeof replacement === 'string') {
    if (old === '') return interleave(value, replacement, Number.POSITIVE_INFINITY);
    // A dollar sign means something to JavaScript in a replacement string.
    if (replacement.includes('$')) return value.replaceAll(old, () => replacement);
    return value.replaceAll(old, replacement);
  }
  const maximum = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  if (strLength(old) === 0) return interleave(value, replacement, maximum);
  const parts: StrValue[] = [];
  let from = 0;
  const stop = strLength(value);
  for (let count = 0; count < maximum; count++) {
    const at = strFind(value, old, from, stop);
    if (at < 0) break;
    parts.push(strSlice(value, from, at));
    from = at + strLength(old);
  }
  if (parts.length === 0) return value;
  parts.push(strSlice(value, from, stop));
  return strJoinValues(replacement, parts);
}

/** `replace('', …)`: before every character and at the end, at most `maximum` times. */
function interleave(value: StrValue, replacement: StrValue, maximum: number): StrValue {
  const parts: StrValue[] = [];
  const length = strLength(value);
  const count = Math.min(maximum, length + 1);
  for (let index = 0; index < count; index++) {
    parts.push(replacement);
    if (index < length) parts.push(strSlice(value, index, index + 1));
  }
  parts.push(strSlice(value, count, length));
  return strConcatAll(parts);
}

/** `limit` negative: no limit. */
export function strSplit(value: StrValue, separator: StrValue, limit: number): Raises<StrValue[]> {
  if (strLength(separator) === 0) raiseValueError('empty separator');
  if (limit < 0 && typeof value === 'string') {
    return typeof separator === 'string' ? value.split(separator) : [value];
  }
  const parts: StrValue[] = [];
  const stop = strLength(value);
  let from = 0;
  while (limit < 0 || parts.length < limit) {
    const at = strFind(value, separator, from, stop);
    if (at < 0) break;
    parts.push(strSlice(value, from, at));
    from = at + strLength(separator);
  }
  parts.push(strSlice(value, from, stop));
  return parts;
}

export function strSplitLast(value: StrValue, separator: StrValue, limit: number): Raises<StrValue[]> {
  if (strLength(separator) === 0) raiseValueError('empty separator');
  const parts: StrValue[] = [];
  let stop = strLength(value);
  while (limit < 0 || parts.length < limit) {
    const at = strFindLast(value, separator, 0, stop);
    if (at < 0) break;
    parts.push(strSlice(value, at + strLength(separator), stop));
    stop = at;
  }
  parts.push(strSlice(value, 0, stop));
  return parts.reverse();
}

/** Splits at runs of whitespace; the rest after the last split keeps what whitespace it ends with. */
export function strSplitSpaces(value: StrValue, limit: number, isSpace = isSpaceCode): Pure<StrValue[]> {
  if (typeof value === 'string' && limit < 0 && isSpace === isSpaceCode) return splitPlainSpaces(value);
  const parts: StrValue[] = [];
  const length = strLength(value);
  let at = 0;
  for (;;) {
    while (at < length && isSpace(codePointAt(value, at))) at++;
    if (at === length) return parts;
    if (limit >= 0 && parts.length >= limit) {
      parts.push(strSlice(value, at, length));
      return parts;
    }
    const start = at;
    while (at < length && !isSpace(codePointAt(value, at))) at++;
    parts.push(strSlice(value, start, at));
  }
}

function splitPlainSpaces(text: string): string[] {
  const parts: string[] = [];
  const { length } = text;
  let start = -1;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    // Nearly all characters are ASCII letters: two comparisons for them.
    if ((code > 32 && code < 128) || !isSpaceCode(code)) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      parts.push(text.substring(start, at));
      start = -1;
    }
  }
  if (start >= 0) parts.push(text.substring(start));
  return parts;
}

export function strSplitSpacesLast(value: StrValue, limit: number, isSpace = isSpaceCode): Pure<StrValue[]> {
  const parts: StrValue[] = [];
  let at = strLength(value);
  for (;;) {
    at = endOfText(value, at, isSpace);
    if (at === 0) return parts.reverse();
    if (limit >= 0 && parts.length >= limit) {
      parts.push(strSlice(value, 0, at));
      return parts.reverse();
    }
    const stop = at;
    while (at > 0 && !isSpace(codePointAt(value, at - 1))) at--;
    parts.push(strSlice(value, at, stop));
  }
}

/** End of the text before `stop` without trailing whitespace. */
function endOfText(value: StrValue, stop: number, isSpace: (code: number) => boolean): number {
  let end = stop;
  while (end > 0 && isSpace(codePointAt(value, end - 1))) end--;
  return end;
}

export type Side = 'left' | 'right' | 'both';

/** Without the characters of `characters` at its ends; null: whitespace. */
export function strStrip(value: StrValue, characters: StrValue | null, side: Side): Pure<StrValue> {
  if (typeof value === 'string' && (characters === null || typeof characters === 'string'))
    return stripPlain(value, characters, side);
  const strips =
    characters === null
      ? isSpaceCode
      : (code: number) => strFind(characters, strFromCodePoint(code), 0, strLength(characters)) >= 0;
  let start = 0;
  let stop = strLength(value);
  if (side !== 'right') while (start < stop && strips(codePointAt(value, start))) start++;
  if (side !== 'left') while (stop > start && strips(codePointAt(value, stop - 1))) stop--;
  return strSlice(value, start, stop);
}

function stripPlain(text: string, characters: string | null, side: Side): string {
  let start = 0;
  let stop = text.length;
  if (characters === null) {
    if (side !== 'right') while (start < stop && isSpaceCode(text.charCodeAt(start))) start++;
    if (side !== 'left') while (stop > start && isSpaceCode(text.charCodeAt(stop - 1))) stop--;
  } else {
    if (side !== 'right') while (start < stop && characters.includes(text[start]!)) start++;
    if (side !== 'left') while (stop > start && characters.includes(text[stop - 1]!)) stop--;
  }
  return start === 0 && stop === text.length ? text : text.substring(start, stop);
}

/** Line boundaries of str (library reference, `str.splitlines`). */
function isLineBoundary(code: number): boolean {
  if (code < 128) return (code >= 10 && code <= 13) || (code >= 28 && code <= 30);
  return code === 0x85 || code === 0x2028 || code === 0x2029;
}
/** Of bytes only these two. */
export function isByteLineBoundary(code: number): Pure<boolean> {
  return code === 10 || code === 13;
}

export function strSplitLines(
  value: StrValue,
  keepEnds: boolean,
  isBoundary = isLineBoundary,
): Pure<StrValue[]> {
  const lines: StrValue[] = [];
  const length = strLength(value);
  let at = 0;
  while (at < length) {
    const start = at;
    while (at < length && !isBoundary(codePointAt(value, at))) at++;
    const end = at;
    if (at < length)
      at += codePointAt(value, at) === 13 && at + 1 < length && codePointAt(value, at + 1) === 10 ? 2 : 1;
    lines.push(strSlice(value, start, keepEnds ? at : end));
  }
  return lines;
}

/** Whether `needle` stands at the start (or end) of value[start:stop]. */
export function strTailMatches(
  value: StrValue,
  needle: StrValue,
  start: number,
  stop: number,
  atEnd: boolean,
): Pure<boolean> {
  const length = strLength(needle);
  if (stop - start < length) return false;
  if (typeof value === 'string') {
    if (typeof needle !== 'string') return false;
    return atEnd ? value.endsWith(needle, stop) : value.startsWith(needle, start);
  }
  const at = atEnd ? stop - length : start;
  return strFind(value, needle, at, at + length) === at;
}

/** Tabs to spaces, columns counted from the last line break. */
export function strExpandTabs(value: StrValue, tabSize: number): Raises<StrValue> {
  if (strFind(value, '\t', 0, strLength(value)) < 0) return value;
  const parts: StrValue[] = [];
  let column = 0;
  let from = 0;
  const points = codePoints(value);
  for (let index = 0; index < points.length; index++) {
    const code = points[index]!;
    if (code === 9) {
      parts.push(strSlice(value, from, index));
      from = index + 1;
      if (tabSize > 0) {
        const spaces = tabSize - (column % tabSize);
        parts.push(strRepeat(' ', spaces));
        column += spaces;
      }
    } else {
      column = code === 10 || code === 13 ? 0 : column + 1;
    }
  }
  parts.push(strSlice(value, from, points.length));
  return strConcatAll(parts);
}

/** `left` and `right` copies of the fill character around the text. */
export function strPad(value: StrValue, left: number, right: number, fill: StrValue): Raises<StrValue> {
  if (left <= 0 && right <= 0) return value;
  return strConcat(strConcat(strRepeat(fill, left), value), strRepeat(fill, right));
}

/** `str.center`: when the padding is odd and the width too, the extra one goes left. */
export function strCenter(value: StrValue, width: number, fill: StrValue): Raises<StrValue> {
  const padding = width - strLength(value);
  if (padding <= 0) return value;
  const left = Math.floor(padding / 2) + (padding & width & 1);
  return strPad(value, left, padding - left, fill);
}

/** Zeros between a sign and the rest. */
export function strZeroFill(value: StrValue, width: number): Raises<StrValue> {
  const padding = width - strLength(value);
  if (padding <= 0) return value;
  const first = strLength(value) > 0 ? codePointAt(value, 0) : 0;
  const sign = first === 43 || first === 45 ? 1 : 0;
  return strConcatAll([
    strSlice(value, 0, sign),
    '0'.repeat(padding),
    strSlice(value, sign, strLength(value)),
  ]);
}

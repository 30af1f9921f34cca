/** The two forms of a str: code points, not UTF-16 units, are its characters. */
import { expect, test } from 'vitest';
import { PyWideStr } from './generated/layouts.ts';
import type { StrValue } from './host-types.ts';
import {
  newStr,
  strCompare,
  strConcat,
  strConcatAll,
  strContains,
  strEquals,
  strFind,
  strFindLast,
  strFromCodePoint,
  strFromPoints,
  strIndex,
  strLength,
  strRepeat,
  strSlice,
  strSliceStep,
} from './str.ts';
import { brief, outcome } from './test-outcome.ts';

const wide = newStr('a😀b');

test('text beyond U+FFFF is wide, all other text is a plain string', () => {
  expect(wide).toBeInstanceOf(PyWideStr);
  expect(newStr('aé€')).toBe('aé€');
  expect(strFromCodePoint(0x1f600)).toBeInstanceOf(PyWideStr);
  expect(strFromPoints(Uint32Array.of(97, 0xffff))).toBe('a\uffff');
});

test('length and index count code points', () => {
  expect(strLength(wide)).toBe(3);
  expect(brief(strIndex(wide, 1))).toBe("'😀'");
  expect(strIndex(wide, -1)).toBe('b');
  expect(outcome(() => strIndex(wide, 3))).toBe('IndexError: string index out of range');
  expect(outcome(() => strIndex('abc', -4))).toBe('IndexError: string index out of range');
  expect(outcome(() => strIndex('abc', 2n ** 70n))).toBe('IndexError: string index out of range');
});

test('what no longer needs the wide form becomes plain', () => {
  expect(strSlice(wide, 2, 3)).toBe('b');
  expect(strSlice(wide, 0, 1)).toBe('a');
  expect(strSlice(wide, 2, 1)).toBe('');
  expect(strSlice(wide, 0, 3)).toBe(wide);
  expect(brief(strSliceStep(wide, 2, -1, 3))).toBe("'b😀a'");
  expect(strRepeat(wide, 0)).toBe('');
});

test('lone surrogates side by side stay two characters', () => {
  const pair = strConcat('\ud83d', '\ude00');
  expect(strLength(pair)).toBe(2);
  expect(strEquals(pair, newStr('😀'))).toBe(false);
  const mixed = strConcatAll(['\ud83d', '\ude00', newStr('😀')]);
  expect(strLength(mixed)).toBe(3);
  expect(strIndex(mixed, 0)).toBe('\ud83d');
});

test('order is by code point', () => {
  expect(strCompare('\uffff', newStr('😀'))).toBeLessThan(0);
  expect(strCompare(newStr('😀'), newStr('😀a'))).toBeLessThan(0);
  expect(strCompare('b', 'a')).toBeGreaterThan(0);
  expect(strEquals(newStr('a😀'), newStr('a😀'))).toBe(true);
});

test.each<[StrValue, StrValue, number, number, number, number]>([
  ['abcabc', 'bc', 0, 6, 1, 4],
  ['abcabc', 'bc', 2, 5, -1, -1],
  ['abc', '', 3, 3, 3, 3],
  ['abc', '', 3, 2, -1, -1],
  [newStr('😀a😀'), newStr('😀'), 0, 3, 0, 2],
  [newStr('😀a😀'), 'a', 0, 3, 1, 1],
  ['abc', newStr('😀'), 0, 3, -1, -1],
  ['\ud83d\ude00', newStr('😀'), 0, 2, -1, -1],
])('find %#', (haystack, needle, start, stop, first, last) => {
  expect(strFind(haystack, needle, start, stop)).toBe(first);
  expect(strFindLast(haystack, needle, start, stop)).toBe(last);
});

test('containment', () => {
  expect(strContains(wide, newStr('😀b'))).toBe(true);
  expect(strContains(wide, 'ab')).toBe(false);
  expect(strContains('abc', '')).toBe(true);
});

test('too long is MemoryError', () => {
  expect(outcome(() => strRepeat('ab', 10n ** 12n))).toBe('MemoryError: ');
});

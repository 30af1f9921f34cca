/**
 * Case conversion with Unicode's full mappings (Objects/unicodectype.c, Unicode standard 3.13). JavaScript maps to
 * upper and lower case exactly as Python does; title case and case folding are derived from these and the few rules
 * by which they differ.
 */
import type { Pure } from './effects.ts';
import type { StrValue } from './host-types.ts';
import { codePoints, newStr, SURROGATE, strConcatAll, strToJs } from './str.ts';
import { isCasedCode, isCaseIgnorableCode, isLowerText, isUpperText } from './str-classes.ts';

const SIGMA = 0x3a3;

/** JavaScript may convert the text as a whole: no lone surrogates that it could take for pairs. */
function convertible(value: StrValue): boolean {
  return typeof value !== 'string' || !SURROGATE.test(value);
}

/** Each code point converted by itself, lone surrogates too; `convert` gets real text of one character. */
function mapPoints(
  value: StrValue,
  convert: (character: string, index: number, points: Uint32Array) => string,
): StrValue {
  const points = codePoints(value);
  const parts: StrValue[] = [];
  for (let index = 0; index < points.length; index++) {
    parts.push(newStr(convert(String.fromCodePoint(points[index]!), index, points)));
  }
  return strConcatAll(parts);
}

/** Lower case of the character at `index`: a capital sigma becomes final (ς) at the end of a word. */
function lowerAt(character: string, index: number, points: Uint32Array): string {
  if (points[index] !== SIGMA) return character.toLowerCase();
  let before = index - 1;
  while (before >= 0 && isCaseIgnorableCode(points[before]!)) before--;
  if (before < 0 || !isCasedCode(points[before]!)) return 'σ';
  let after = index + 1;
  while (after < points.length && isCaseIgnorableCode(points[after]!)) after++;
  return after < points.length && isCasedCode(points[after]!) ? 'σ' : 'ς';
}

export function strLower(value: StrValue): Pure<StrValue> {
  // No character of the Basic Multilingual Plane has its other case outside it.
  if (typeof value === 'string' && !SURROGATE.test(value)) return value.toLowerCase();
  return convertible(value) ? newStr(strToJs(value).toLowerCase()) : mapPoints(value, lowerAt);
}

export function strUpper(value: StrValue): Pure<StrValue> {
  if (typeof value === 'string' && !SURROGATE.test(value)) return value.toUpperCase();
  return convertible(value)
    ? newStr(strToJs(value).toUpperCase())
    : mapPoints(value, (character) => character.toUpperCase());
}

/** Upper case of these gives two or three letters, of which title case keeps one upper. */
const EXPANDED_LETTERS = /^[\u00df\u0587\ufb00-\ufb17]$/;

function titleOf(character: string): string {
  const upper = character.toUpperCase();
  const point = character.codePointAt(0)!;
  if (point < 0xdf) return upper;
  if (EXPANDED_LETTERS.test(character)) return upper[0]! + upper.slice(1).toLowerCase();
  // Digraphs such as ǆ, whose title case is the middle one of three.
  if (point >= 0x1c4 && point <= 0x1cc) return String.fromCharCode(point - ((point - 0x1c4) % 3) + 1);
  if (point >= 0x1f1 && point <= 0x1f3) return '\u01f2';
  // Georgian has capitals but no title case.
  if (point >= 0x10d0 && point <= 0x10ff) return character;
  if (point >= 0x1f80 && point <= 0x1fff) return greekTitle(point, upper);
  return upper;
}

/** Greek with iota subscript: the iota stays small (prosgegrammeni), or a combining one. */
function greekTitle(point: number, upper: string): string {
  if (point <= 0x1faf) return String.fromCharCode(point | 8);
  if (point === 0x1fb3 || point === 0x1fbc) return '\u1fbc';
  if (point === 0x1fc3 || point === 0x1fcc) return '\u1fcc';
  if (point === 0x1ff3 || point === 0x1ffc) return '\u1ffc';
  return upper.replace('\u0399', '\u0345');
}

export function strCapitalize(value: StrValue): Pure<StrValue> {
  return mapPoints(value, (character, index, points) =>
    index === 0 ? titleOf(character) : lowerAt(character, index, points),
  );
}

export function strTitle(value: StrValue): Pure<StrValue> {
  let previousCased = false;
  return mapPoints(value, (character, index, points) => {
    const mapped = previousCased ? lowerAt(character, index, points) : titleOf(character);
    previousCased = isCasedCode(points[index]!);
    return mapped;
  });
}

export function strSwapCase(value: StrValue): Pure<StrValue> {
  return mapPoints(value, (character, index, points) => {
    if (isUpperText(character)) return lowerAt(character, index, points);
    return isLowerText(character) ? character.toUpperCase() : character;
  });
}

/** Folding is lower case of upper case, except for dotless i, Cherokee (folds to capitals) and capital sharp s. */
function foldOf(character: string): string {
  const point = character.codePointAt(0)!;
  if (point === 0x131) return character;
  if (point === 0x1e9e) return 'ss';
  if (point >= 0x13a0 && point <= 0x13f5) return character;
  if (point >= 0x13f8 && point <= 0x13fd) return String.fromCharCode(point - 8);
  if (point >= 0xab70 && point <= 0xabbf) return String.fromCharCode(point - 0xab70 + 0x13a0);
  let folded = '';
  for (const upper of character.toUpperCase()) folded += upper.toLowerCase();
  return folded;
}

export function strCaseFold(value: StrValue): Pure<StrValue> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII needs no folding beyond lower case.
  if (typeof value === 'string' && /^[\x00-\x7f]*$/.test(value)) return value.toLowerCase();
  return mapPoints(value, foldOf);
}

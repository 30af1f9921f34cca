/** Case and categories of single code points, as regular expressions see them (CPython: Modules/_sre/sre.c, sre_lib.h). */
import { isSpaceCode } from '../../objects/index.ts';
import { CATEGORY } from './codes.ts';

export function lowerAscii(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

export function isCasedAscii(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

const SURROGATES = [0xd800, 0xdfff] as const;

function mapped(code: number, map: (text: string) => string): number {
  if (code >= SURROGATES[0] && code <= SURROGATES[1]) return code;
  const text = map(String.fromCodePoint(code));
  const point = text.codePointAt(0)!;
  // A mapping to several characters is no simple one.
  return text.length === (point > 0xffff ? 2 : 1) ? point : code;
}

const lowered = new Map<number, number>();

/** The simple lower-case mapping (Py_UNICODE_TOLOWER). */
export function lowerUnicode(code: number): number {
  if (code < 128) return lowerAscii(code);
  // The one letter whose full mapping is longer than its simple one.
  if (code === 0x130) return 0x69;
  let lower = lowered.get(code);
  if (lower === undefined) {
    lower = mapped(code, (text) => text.toLowerCase());
    lowered.set(code, lower);
  }
  return lower;
}

/** The simple upper-case mapping (Py_UNICODE_TOUPPER). */
export function upperUnicode(code: number): number {
  return mapped(code, (text) => text.toUpperCase());
}

export function isCasedUnicode(code: number): boolean {
  return lowerUnicode(code) !== code || upperUnicode(code) !== code;
}

const isDigitAscii = (code: number): boolean => code >= 48 && code <= 57;
const isSpaceAscii = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

export function isWordAscii(code: number): boolean {
  return isCasedAscii(code) || isDigitAscii(code) || code === 95;
}

const DIGIT = /^\p{Nd}$/u;
const ALPHANUMERIC = /^[\p{L}\p{N}_]$/u;

const words = new Map<number, boolean>();

/** `isalnum()` or an underscore. */
export function isWordUnicode(code: number): boolean {
  if (code < 128) return isWordAscii(code);
  let known = words.get(code);
  if (known === undefined) {
    known = ALPHANUMERIC.test(String.fromCodePoint(code));
    words.set(code, known);
  }
  return known;
}

const isLineBreakUnicode = (code: number): boolean =>
  (code >= 10 && code <= 13) || (code >= 0x1c && code <= 0x1e) || [0x85, 0x2028, 0x2029].includes(code);

const TESTS: Readonly<Record<number, (code: number) => boolean>> = {
  [CATEGORY.DIGIT]: isDigitAscii,
  [CATEGORY.SPACE]: isSpaceAscii,
  [CATEGORY.WORD]: isWordAscii,
  [CATEGORY.LINEBREAK]: (code) => code === 10,
  // The locale is always C: letters are those of ASCII.
  [CATEGORY.LOC_WORD]: isWordAscii,
  [CATEGORY.UNI_DIGIT]: (code) => (code < 128 ? isDigitAscii(code) : DIGIT.test(String.fromCodePoint(code))),
  [CATEGORY.UNI_SPACE]: isSpaceCode,
  [CATEGORY.UNI_WORD]: isWordUnicode,
  [CATEGORY.UNI_LINEBREAK]: isLineBreakUnicode,
};

/** Whether a code point is in a category. */
export function inCategory(category: number, code: number): boolean {
  return TESTS[category & ~1]!(code) === ((category & 1) === 0);
}

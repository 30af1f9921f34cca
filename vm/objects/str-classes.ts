/**
 * Character classes behind `str.isalpha` and its kin, by Unicode properties of the host's Unicode version
 * (Objects/unicodectype.c; library reference, "String Methods"). What JavaScript has no property for is listed.
 */
import type { Pure } from './effects.ts';
import type { StrValue } from './host-types.ts';
import { SURROGATE, strToJs } from './str.ts';

/** Code points with Numeric_Type=Digit that are not decimal digits: superscripts, circled digits and so on. */
const OTHER_DIGITS =
  '\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c' +
  '\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792\\u{10a40}-\\u{10a43}' +
  '\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}';
/** Ideographs with a numeric value (Unihan). */
const NUMERIC_IDEOGRAPHS =
  '㐅㒃㠪㭍一七万三两九二五亖京亿什仟仨伍佰俩倆億兆兩八六十千卄卅卌华叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒洞漆玖百皕秭肆萬貮貳贰钩钱阡陆陌陸零' +
  '\\uf96b\\uf973\\uf978\\uf9b2\\uf9d1\\uf9d3\\uf9fd\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}\\u{2098c}' +
  '\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}';
/** Bidirectional class WS, B or S, or category Zs. */
export const WHITESPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** A class as a test of a whole string (at least one character), and its members among the ASCII characters. */
export interface CharacterClass {
  readonly all: RegExp;
  readonly ascii: readonly boolean[];
}

function characterClass(members: string): CharacterClass {
  const all = new RegExp(`^[${members}]+$`, 'u');
  return { all, ascii: Array.from({ length: 128 }, (_, code) => all.test(String.fromCharCode(code))) };
}

const LOWER = '\\p{Lowercase}\\u0295';
export const ALPHA = characterClass('\\p{L}');
export const DECIMAL = characterClass('\\p{Nd}');
export const DIGIT = characterClass('\\p{Nd}' + OTHER_DIGITS);
const NUMERIC_MEMBERS = '\\p{N}' + NUMERIC_IDEOGRAPHS;
export const NUMERIC = characterClass(NUMERIC_MEMBERS);
export const ALNUM = characterClass('\\p{L}' + NUMERIC_MEMBERS);
export const SPACE = characterClass(WHITESPACE);
const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const CASED = /[\p{Cased}\u0295]/u;
const CASE_IGNORABLE = /\p{Case_Ignorable}/u;
const LOWER_LETTER = new RegExp(`[${LOWER}]`, 'u');
const UPPER_LETTER = /\p{Uppercase}/u;
const TITLE_LETTER = /\p{Lt}/u;
const NOT_LOWER = /[\p{Uppercase}\p{Lt}]/u;
const NOT_UPPER = new RegExp(`[${LOWER}\\p{Lt}]`, 'u');

export function isSpaceCode(code: number): Pure<boolean> {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

export function isPrintableCode(code: number): Pure<boolean> {
  if (code < 127) return code >= 32;
  return !NOT_PRINTABLE.test(String.fromCodePoint(code));
}

export function isCasedCode(code: number): Pure<boolean> {
  return CASED.test(String.fromCodePoint(code));
}
export function isCaseIgnorableCode(code: number): Pure<boolean> {
  return CASE_IGNORABLE.test(String.fromCodePoint(code));
}
export function isUpperText(character: string): Pure<boolean> {
  return UPPER_LETTER.test(character);
}
export function isLowerText(character: string): Pure<boolean> {
  return LOWER_LETTER.test(character);
}

/** Lone surrogates belong to none of the classes but are no letters either: real text is tested. */
export function isAll(value: StrValue, { all, ascii }: CharacterClass): Pure<boolean> {
  if (typeof value === 'string') {
    // The words of most texts: a loop costs 25 ns where two regular expressions cost 110.
    let at = 0;
    for (; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code >= 128) break;
      if (!ascii[code]) return false;
    }
    if (at === value.length) return at > 0;
  }
  return all.test(strToJs(value)) && !hasLoneSurrogate(value);
}

/** Two lone surrogates side by side look like one character to a regular expression. */
function hasLoneSurrogate(value: StrValue): boolean {
  return typeof value === 'string' && SURROGATE.test(value);
}

export function isAscii(value: StrValue): Pure<boolean> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what is asked for.
  return typeof value === 'string' && /^[\x00-\x7f]*$/.test(value);
}

export function isPrintable(value: StrValue): Pure<boolean> {
  if (hasLoneSurrogate(value)) return false;
  return !NOT_PRINTABLE.test(strToJs(value).replaceAll(' ', ''));
}

export function isIdentifier(value: StrValue): Pure<boolean> {
  return IDENTIFIER.test(strToJs(value)) && !hasLoneSurrogate(value);
}

export function isLower(value: StrValue): Pure<boolean> {
  const text = strToJs(value);
  return LOWER_LETTER.test(text) && !NOT_LOWER.test(text);
}

export function isUpper(value: StrValue): Pure<boolean> {
  const text = strToJs(value);
  return UPPER_LETTER.test(text) && !NOT_UPPER.test(text);
}

/** Upper or title case only after uncased characters, lower case only after cased ones. */
export function isTitle(value: StrValue): Pure<boolean> {
  let cased = false;
  let previousCased = false;
  for (const character of strToJs(value)) {
    if (UPPER_LETTER.test(character) || TITLE_LETTER.test(character)) {
      if (previousCased) return false;
      previousCased = true;
      cased = true;
    } else if (LOWER_LETTER.test(character)) {
      if (!previousCased) return false;
      cased = true;
    } else {
      previousCased = false;
    }
  }
  return cased;
}

/** Value of a decimal digit of any script, or −1. Digits come in runs of ten, mathematical ones in five runs. */
export function decimalDigitValue(code: number): Pure<number> {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  const isDecimal = (point: number): boolean => DECIMAL.all.test(String.fromCodePoint(point));
  if (!isDecimal(code)) return -1;
  let start = code;
  while (isDecimal(start - 1)) start--;
  return (code - start) % 10;
}

/**
 * Text as the number parsers want it (`_PyUnicode_TransformDecimalAndSpaceToASCII`): blanks stripped, digits of
 * other scripts as ASCII. Other characters stay and make the parse fail.
 */
export function numberText(value: StrValue): Pure<string> {
  if (typeof value === 'string' && /^[!-~]*$/.test(value)) return value;
  const blanks = new RegExp(`^[${WHITESPACE}]+|[${WHITESPACE}]+$`, 'gu');
  const stripped = strToJs(value).replace(blanks, '');
  return isAscii(stripped)
    ? stripped
    : stripped.replace(/\p{Nd}/gu, (digit) => String(decimalDigitValue(digit.codePointAt(0)!)));
}

/**
 * Token kinds as small integers, keywords, and the operator tables that the parser reads.
 *
 * Each keyword has a kind of its own, so that the parser compares numbers only. Soft keywords (`match`, `case`, `type`,
 * `_`) are plain names: only the parser knows where they mean something (language reference 2.3.2).
 */

export const ENDMARKER = 0;
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
export const NEWLINE = 4;
export const INDENT = 5;
export const DEDENT = 6;
export const FSTRING_START = 7;
export const FSTRING_MIDDLE = 8;
export const FSTRING_END = 9;
export const TSTRING_START = 10;
export const TSTRING_MIDDLE = 11;
export const TSTRING_END = 12;
/** Stands where the tokenizer gave up; the error is `TokenList.error`. */
export const ERRORTOKEN = 13;
/** `$`, `?`, '`': a character that no rule of the grammar accepts. */
export const UNKNOWN = 14;

export const LPAR = 20;
export const RPAR = 21;
export const LSQB = 22;
export const RSQB = 23;
export const LBRACE = 24;
export const RBRACE = 25;
export const COLON = 26;
export const COMMA = 27;
export const SEMI = 28;
export const DOT = 29;
export const ELLIPSIS = 30;
export const EQUAL = 31;
export const COLONEQUAL = 32;
export const RARROW = 33;
export const EXCLAMATION = 34;
export const PLUS = 35;
export const MINUS = 36;
export const STAR = 37;
export const SLASH = 38;
export const VBAR = 39;
export const AMPER = 40;
export const CIRCUMFLEX = 41;
export const TILDE = 42;
export const AT = 43;
export const PERCENT = 44;
export const DOUBLESTAR = 45;
export const DOUBLESLASH = 46;
export const LEFTSHIFT = 47;
export const RIGHTSHIFT = 48;
export const LESS = 49;
export const GREATER = 50;
export const EQEQUAL = 51;
export const NOTEQUAL = 52;
export const LESSEQUAL = 53;
export const GREATEREQUAL = 54;
export const PLUSEQUAL = 55;
export const MINEQUAL = 56;
export const STAREQUAL = 57;
export const SLASHEQUAL = 58;
export const PERCENTEQUAL = 59;
export const AMPEREQUAL = 60;
export const VBAREQUAL = 61;
export const CIRCUMFLEXEQUAL = 62;
export const LEFTSHIFTEQUAL = 63;
export const RIGHTSHIFTEQUAL = 64;
export const DOUBLESTAREQUAL = 65;
export const DOUBLESLASHEQUAL = 66;
export const ATEQUAL = 67;

export const FALSE = 80;
export const NONE = 81;
export const TRUE = 82;
export const AND = 83;
export const AS = 84;
export const ASSERT = 85;
export const ASYNC = 86;
export const AWAIT = 87;
export const BREAK = 88;
export const CLASS = 89;
export const CONTINUE = 90;
export const DEF = 91;
export const DEL = 92;
export const ELIF = 93;
export const ELSE = 94;
export const EXCEPT = 95;
export const FINALLY = 96;
export const FOR = 97;
export const FROM = 98;
export const GLOBAL = 99;
export const IF = 100;
export const IMPORT = 101;
export const IN = 102;
export const IS = 103;
export const LAMBDA = 104;
export const NONLOCAL = 105;
export const NOT = 106;
export const OR = 107;
export const PASS = 108;
export const RAISE = 109;
export const RETURN = 110;
export const TRY = 111;
export const WHILE = 112;
export const WITH = 113;
export const YIELD = 114;

export const KIND_COUNT = 115;

/** Reserved words (language reference 2.3.1) to their kinds. */
export const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['False', FALSE],
  ['None', NONE],
  ['True', TRUE],
  ['and', AND],
  ['as', AS],
  ['assert', ASSERT],
  ['async', ASYNC],
  ['await', AWAIT],
  ['break', BREAK],
  ['class', CLASS],
  ['continue', CONTINUE],
  ['def', DEF],
  ['del', DEL],
  ['elif', ELIF],
  ['else', ELSE],
  ['except', EXCEPT],
  ['finally', FINALLY],
  ['for', FOR],
  ['from', FROM],
  ['global', GLOBAL],
  ['if', IF],
  ['import', IMPORT],
  ['in', IN],
  ['is', IS],
  ['lambda', LAMBDA],
  ['nonlocal', NONLOCAL],
  ['not', NOT],
  ['or', OR],
  ['pass', PASS],
  ['raise', RAISE],
  ['return', RETURN],
  ['try', TRY],
  ['while', WHILE],
  ['with', WITH],
  ['yield', YIELD],
]);

const NAMES: Readonly<Record<number, string>> = {
  [ENDMARKER]: 'ENDMARKER',
  [NAME]: 'NAME',
  [NUMBER]: 'NUMBER',
  [STRING]: 'STRING',
  [NEWLINE]: 'NEWLINE',
  [INDENT]: 'INDENT',
  [DEDENT]: 'DEDENT',
  [FSTRING_START]: 'FSTRING_START',
  [FSTRING_MIDDLE]: 'FSTRING_MIDDLE',
  [FSTRING_END]: 'FSTRING_END',
  [TSTRING_START]: 'TSTRING_START',
  [TSTRING_MIDDLE]: 'TSTRING_MIDDLE',
  [TSTRING_END]: 'TSTRING_END',
  [ERRORTOKEN]: 'ERRORTOKEN',
};

/** The name that Python's `tokenize` prints: keywords are `NAME`, operators are `OP`. */
export function tokenKindName(kind: number): string {
  if (kind >= FALSE) return 'NAME';
  return NAMES[kind] ?? 'OP';
}

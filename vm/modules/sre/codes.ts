/** Numbers of the code that `re/_compiler.py` makes (CPython: Lib/re/_constants.py, the same MAGIC). */

export const MAGIC = 20230612;
export const MAXREPEAT = 0xffffffff;
export const MAXGROUPS = 0x3fffffff;
/** Bytes of a code word. */
export const CODESIZE = 4;

const numbered = <const Names extends readonly string[]>(names: Names) =>
  Object.fromEntries(names.map((name, number) => [name, number])) as {
    readonly [Name in Names[number]]: number;
  };

export const OP = numbered([
  'FAILURE',
  'SUCCESS',
  'ANY',
  'ANY_ALL',
  'ASSERT',
  'ASSERT_NOT',
  'AT',
  'BRANCH',
  'CATEGORY',
  'CHARSET',
  'BIGCHARSET',
  'GROUPREF',
  'GROUPREF_EXISTS',
  'IN',
  'INFO',
  'JUMP',
  'LITERAL',
  'MARK',
  'MAX_UNTIL',
  'MIN_UNTIL',
  'NOT_LITERAL',
  'NEGATE',
  'RANGE',
  'REPEAT',
  'REPEAT_ONE',
  'SUBPATTERN',
  'MIN_REPEAT_ONE',
  'ATOMIC_GROUP',
  'POSSESSIVE_REPEAT',
  'POSSESSIVE_REPEAT_ONE',
  'GROUPREF_IGNORE',
  'IN_IGNORE',
  'LITERAL_IGNORE',
  'NOT_LITERAL_IGNORE',
  'GROUPREF_LOC_IGNORE',
  'IN_LOC_IGNORE',
  'LITERAL_LOC_IGNORE',
  'NOT_LITERAL_LOC_IGNORE',
  'GROUPREF_UNI_IGNORE',
  'IN_UNI_IGNORE',
  'LITERAL_UNI_IGNORE',
  'NOT_LITERAL_UNI_IGNORE',
  'RANGE_UNI_IGNORE',
]);

export const AT = numbered([
  'BEGINNING',
  'BEGINNING_LINE',
  'BEGINNING_STRING',
  'BOUNDARY',
  'NON_BOUNDARY',
  'END',
  'END_LINE',
  'END_STRING',
  'LOC_BOUNDARY',
  'LOC_NON_BOUNDARY',
  'UNI_BOUNDARY',
  'UNI_NON_BOUNDARY',
]);

/** Categories come in pairs: the odd one is the negation of the even one. */
export const CATEGORY = numbered([
  'DIGIT',
  'NOT_DIGIT',
  'SPACE',
  'NOT_SPACE',
  'WORD',
  'NOT_WORD',
  'LINEBREAK',
  'NOT_LINEBREAK',
  'LOC_WORD',
  'LOC_NOT_WORD',
  'UNI_DIGIT',
  'UNI_NOT_DIGIT',
  'UNI_SPACE',
  'UNI_NOT_SPACE',
  'UNI_WORD',
  'UNI_NOT_WORD',
  'UNI_LINEBREAK',
  'UNI_NOT_LINEBREAK',
]);

export const FLAG = {
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  UNICODE: 32,
  VERBOSE: 64,
  DEBUG: 128,
  ASCII: 256,
} as const;

/** Bits of the flags word of an INFO block. */
export const INFO = { PREFIX: 1, LITERAL: 2, CHARSET: 4 } as const;

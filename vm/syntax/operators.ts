/** Operators and delimiters (language reference 2.7, 2.8): the longest match at a place. */
import * as T from './token.ts';

const CODES: readonly (readonly [string, number])[] = [
  ['(', T.LPAR],
  [')', T.RPAR],
  ['[', T.LSQB],
  [']', T.RSQB],
  ['{', T.LBRACE],
  ['}', T.RBRACE],
  [':', T.COLON],
  [',', T.COMMA],
  [';', T.SEMI],
  ['.', T.DOT],
  ['...', T.ELLIPSIS],
  ['=', T.EQUAL],
  [':=', T.COLONEQUAL],
  ['->', T.RARROW],
  ['!', T.EXCLAMATION],
  ['+', T.PLUS],
  ['-', T.MINUS],
  ['*', T.STAR],
  ['/', T.SLASH],
  ['|', T.VBAR],
  ['&', T.AMPER],
  ['^', T.CIRCUMFLEX],
  ['~', T.TILDE],
  ['@', T.AT],
  ['%', T.PERCENT],
  ['**', T.DOUBLESTAR],
  ['//', T.DOUBLESLASH],
  ['<<', T.LEFTSHIFT],
  ['>>', T.RIGHTSHIFT],
  ['<', T.LESS],
  ['>', T.GREATER],
  ['==', T.EQEQUAL],
  ['!=', T.NOTEQUAL],
  ['<>', T.NOTEQUAL],
  ['<=', T.LESSEQUAL],
  ['>=', T.GREATEREQUAL],
  ['+=', T.PLUSEQUAL],
  ['-=', T.MINEQUAL],
  ['*=', T.STAREQUAL],
  ['/=', T.SLASHEQUAL],
  ['%=', T.PERCENTEQUAL],
  ['&=', T.AMPEREQUAL],
  ['|=', T.VBAREQUAL],
  ['^=', T.CIRCUMFLEXEQUAL],
  ['<<=', T.LEFTSHIFTEQUAL],
  ['>>=', T.RIGHTSHIFTEQUAL],
  ['**=', T.DOUBLESTAREQUAL],
  ['//=', T.DOUBLESLASHEQUAL],
  ['@=', T.ATEQUAL],
];

/** `first + 128 * second` → (kind << 2 | 2); single characters lie in row 0. */
const SHORT = new Uint16Array(128 * 128);
const LONG = new Map<number, number>();
for (const [text, kind] of CODES) {
  const [a, b, c] = [text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2)];
  if (text.length === 1) SHORT[a] = (kind << 2) | 1;
  else if (text.length === 2) SHORT[a + 128 * b] = (kind << 2) | 2;
  else LONG.set(a + 128 * (b + 128 * c), (kind << 2) | 3);
}

/** `kind << 2 | length` of the longest operator that starts with these characters; 0 if there is none. */
export function operatorKind(first: number, second: number, third: number): number {
  if (first >= 128) return 0;
  if (second < 128 && second > 0) {
    if (third === 61 || third === 46) {
      const long = LONG.get(first + 128 * (second + 128 * third));
      if (long !== undefined) return long;
    }
    const two = SHORT[first + 128 * second]!;
    if (two !== 0) return two;
  }
  return SHORT[first]!;
}

/** Binary operators by token kind: binding power (0 = none) and the ASDL's name. */
export const BINARY_POWER = new Uint8Array(T.KIND_COUNT);
export const BINARY_OPERATOR: (import('./ast.ts').Operator | undefined)[] = [];
for (const [kind, power, operator] of [
  [T.VBAR, 1, 'BitOr'],
  [T.CIRCUMFLEX, 2, 'BitXor'],
  [T.AMPER, 3, 'BitAnd'],
  [T.LEFTSHIFT, 4, 'LShift'],
  [T.RIGHTSHIFT, 4, 'RShift'],
  [T.PLUS, 5, 'Add'],
  [T.MINUS, 5, 'Sub'],
  [T.STAR, 6, 'Mult'],
  [T.SLASH, 6, 'Div'],
  [T.DOUBLESLASH, 6, 'FloorDiv'],
  [T.PERCENT, 6, 'Mod'],
  [T.AT, 6, 'MatMult'],
] as const) {
  BINARY_POWER[kind] = power;
  BINARY_OPERATOR[kind] = operator;
}

/** Augmented assignment operators by token kind. */
export const AUGMENTED_OPERATOR: ReadonlyMap<number, import('./ast.ts').Operator> = new Map([
  [T.PLUSEQUAL, 'Add'],
  [T.MINEQUAL, 'Sub'],
  [T.STAREQUAL, 'Mult'],
  [T.ATEQUAL, 'MatMult'],
  [T.SLASHEQUAL, 'Div'],
  [T.PERCENTEQUAL, 'Mod'],
  [T.AMPEREQUAL, 'BitAnd'],
  [T.VBAREQUAL, 'BitOr'],
  [T.CIRCUMFLEXEQUAL, 'BitXor'],
  [T.LEFTSHIFTEQUAL, 'LShift'],
  [T.RIGHTSHIFTEQUAL, 'RShift'],
  [T.DOUBLESTAREQUAL, 'Pow'],
  [T.DOUBLESLASHEQUAL, 'FloorDiv'],
]);

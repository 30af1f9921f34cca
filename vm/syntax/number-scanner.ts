/** Numeric literals (language reference 2.6): where one ends, and what is wrong with one that does not. */
import { isDigit, isHexDigit, mayContinueIdentifier } from './characters.ts';

export interface NumberError {
  readonly message: string;
  /** The tokenizer's cursor when it gave up: the error points at the character before. */
  readonly at: number;
  /** Where the error starts, if it covers more than that character. */
  readonly from?: number;
}

const UNDERSCORE = 95;
const DOT = 46;

/** Words that may follow a number without a space (`1if x else 2`): allowed, though CPython warns. */
const FOLLOWING_WORD = /(?:and|else|for|or|not)(?![\p{XID_Continue}])|i[fns]/uy;

/** `start` is at a digit, or at a dot before one. Returns the offset past the number. */
export function scanNumber(text: string, start: number): number | NumberError {
  const first = text.charCodeAt(start);
  if (first === 48) {
    switch (text.charCodeAt(start + 1) | 32) {
      case 120:
        return scanRadix(text, start, 16, 'hexadecimal');
      case 111:
        return scanRadix(text, start, 8, 'octal');
      case 98:
        return scanRadix(text, start, 2, 'binary');
    }
  }
  let pos = start;
  let isFloat = false;
  if (first !== DOT) {
    const end = scanDigits(text, pos);
    if (typeof end !== 'number') return end;
    pos = end;
  }
  if (text.charCodeAt(pos) === DOT) {
    isFloat = true;
    pos++;
    if (isDigit(text.charCodeAt(pos))) {
      const end = scanDigits(text, pos);
      if (typeof end !== 'number') return end;
      pos = end;
    }
  }
  let c = text.charCodeAt(pos);
  if (c === 101 || c === 69) {
    const sign = text.charCodeAt(pos + 1);
    const hasSign = sign === 43 || sign === 45;
    const digits = hasSign ? pos + 2 : pos + 1;
    if (isDigit(text.charCodeAt(digits))) {
      isFloat = true;
      const end = scanDigits(text, digits);
      if (typeof end !== 'number') return end;
      pos = end;
      c = text.charCodeAt(pos);
    } else if (hasSign) {
      return { message: 'invalid decimal literal', at: digits };
    } else {
      return verifyEnd(text, pos, 'decimal') ?? pos;
    }
  }
  if (c === 106 || c === 74) return verifyEnd(text, pos + 1, 'imaginary') ?? pos + 1;
  if (first === 48 && !isFloat) {
    const error = checkLeadingZeros(text, start, pos);
    if (error !== undefined) return error;
  }
  return verifyEnd(text, pos, 'decimal') ?? pos;
}

/** What messages call a literal. */
export function numberName(literal: string): string {
  const prefix = /^0[xob]/i.exec(literal)?.[0][1]?.toLowerCase();
  if (prefix !== undefined) return prefix === 'x' ? 'hexadecimal' : prefix === 'o' ? 'octal' : 'binary';
  return /j$/i.test(literal) ? 'imaginary' : 'decimal';
}

/** Digits with single underscores between them. */
function scanDigits(text: string, start: number): number | NumberError {
  let pos = start;
  for (;;) {
    while (isDigit(text.charCodeAt(pos))) pos++;
    if (text.charCodeAt(pos) !== UNDERSCORE) return pos;
    pos++;
    if (!isDigit(text.charCodeAt(pos))) return { message: 'invalid decimal literal', at: pos };
  }
}

function scanRadix(text: string, start: number, radix: 2 | 8 | 16, name: string): number | NumberError {
  const belongs = (c: number): boolean => (radix === 16 ? isHexDigit(c) : c >= 48 && c < 48 + radix);
  const foreignDigit = (at: number): NumberError => ({
    message: `invalid digit '${text[at]}' in ${name} literal`,
    at: at + 1,
  });
  let pos = start + 2;
  do {
    if (text.charCodeAt(pos) === UNDERSCORE) pos++;
    if (!belongs(text.charCodeAt(pos))) {
      if (isDigit(text.charCodeAt(pos))) return foreignDigit(pos);
      return { message: `invalid ${name} literal`, at: pos };
    }
    while (belongs(text.charCodeAt(pos))) pos++;
  } while (text.charCodeAt(pos) === UNDERSCORE);
  if (isDigit(text.charCodeAt(pos))) return foreignDigit(pos);
  return verifyEnd(text, pos, name) ?? pos;
}

function checkLeadingZeros(text: string, start: number, end: number): NumberError | undefined {
  let pos = start;
  while (text.charCodeAt(pos) === 48 || text.charCodeAt(pos) === UNDERSCORE) pos++;
  if (pos >= end) return undefined;
  const message =
    'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers';
  return { message, from: start, at: pos + 1 };
}

function verifyEnd(text: string, pos: number, name: string): NumberError | undefined {
  const c = text.charCodeAt(pos);
  if (c >= 128 || !mayContinueIdentifier(c)) return undefined;
  FOLLOWING_WORD.lastIndex = pos;
  if (FOLLOWING_WORD.test(text)) return undefined;
  return { message: `invalid ${name} literal`, at: pos };
}

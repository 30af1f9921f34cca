/** Character classes of the tokenizer, as one table over ASCII; what lies above asks Unicode (PEP 3131). */

const DIGIT = 1;
const HEX_DIGIT = 2;
const IDENTIFIER_START = 4;
const IDENTIFIER_PART = 8;

const CLASSES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const isDigit = c >= 48 && c <= 57;
  const isLetter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
  const isHex = isDigit || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
  CLASSES[c] =
    (isDigit ? DIGIT : 0) |
    (isHex ? HEX_DIGIT : 0) |
    (isLetter ? IDENTIFIER_START : 0) |
    (isLetter || isDigit ? IDENTIFIER_PART : 0);
}

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

export function isHexDigit(c: number): boolean {
  return c < 128 && (CLASSES[c]! & HEX_DIGIT) !== 0;
}

/** True for every character above ASCII too: `invalidIdentifierIndex` judges those. */
export function mayStartIdentifier(c: number): boolean {
  return c >= 128 || (CLASSES[c]! & IDENTIFIER_START) !== 0;
}

export function mayContinueIdentifier(c: number): boolean {
  return c >= 128 || (CLASSES[c]! & IDENTIFIER_PART) !== 0;
}

const START = /^[\p{XID_Start}_]$/u;
const CONTINUE = /^\p{XID_Continue}$/u;

/** Index of the first character that may not stand where it does in an identifier, or −1. */
export function invalidIdentifierIndex(name: string): number {
  let index = 0;
  for (const character of name) {
    if (!(index === 0 ? START : CONTINUE).test(character)) return index;
    index += character.length;
  }
  return -1;
}

/** `str.isprintable` for one character. */
export function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character);
}

/** Sets of code points: the programs of IN and what single characters ignoring case match, as one table and a test. */
import { inCategory, lowerAscii, lowerUnicode, upperUnicode } from './characters.ts';
import { OP } from './codes.ts';

const TABLE_SIZE = 256;

/** Latin-1 answers come from a table, filled once; the rest is computed. */
export class CharSet {
  private readonly table = new Uint8Array(TABLE_SIZE);
  private readonly test: (code: number) => boolean;

  constructor(test: (code: number) => boolean) {
    this.test = test;
    for (let code = 0; code < TABLE_SIZE; code++) this.table[code] = test(code) ? 1 : 0;
  }

  has(code: number): boolean {
    return code < TABLE_SIZE ? this.table[code] === 1 : this.test(code);
  }
}

export type Fold = (code: number) => number;

/** One character ignoring case. */
export function foldedCharacter(character: number, fold: Fold, negated: boolean): CharSet {
  return new CharSet((code) => (fold(code) === character) !== negated);
}

/** The set whose program begins at `start`, of code points folded first (SRE(charset)). */
export function readCharSet(code: readonly number[], start: number, fold: Fold | null): CharSet {
  const member = (character: number): boolean => isInProgram(code, start, character);
  return new CharSet(fold === null ? member : (character) => member(fold(character)));
}

function isInProgram(code: readonly number[], start: number, character: number): boolean {
  let found = true;
  for (let at = start; ; ) {
    const op = code[at]!;
    at += 1;
    switch (op) {
      case OP.FAILURE:
        return !found;
      case OP.LITERAL:
        if (character === code[at]) return found;
        at += 1;
        break;
      case OP.CATEGORY:
        if (inCategory(code[at]!, character)) return found;
        at += 1;
        break;
      case OP.CHARSET:
        if (character < 256 && (code[at + (character >> 5)]! >>> (character & 31)) & 1) return found;
        at += 8;
        break;
      case OP.RANGE:
        if (code[at]! <= character && character <= code[at + 1]!) return found;
        at += 2;
        break;
      case OP.RANGE_UNI_IGNORE: {
        const upper = upperUnicode(character);
        if (isBetween(code[at]!, character, code[at + 1]!) || isBetween(code[at]!, upper, code[at + 1]!))
          return found;
        at += 2;
        break;
      }
      case OP.NEGATE:
        found = !found;
        break;
      case OP.BIGCHARSET: {
        const count = code[at]!;
        at += 1;
        if (character < 65536) {
          const high = character >> 8;
          const block = (code[at + (high >> 2)]! >>> ((high & 3) * 8)) & 0xff;
          const word = at + 64 + block * 8 + ((character & 0xff) >> 5);
          if ((code[word]! >>> (character & 31)) & 1) return found;
        }
        at += 64 + count * 8;
        break;
      }
      default:
        throw new RangeError(`regular expression code: ${op} is no operation of a set`);
    }
  }
}

const isBetween = (low: number, value: number, high: number): boolean => low <= value && value <= high;

/** How the IGNORE forms of operations fold characters; the locale is always C. */
export const FOLDS: Readonly<Record<number, Fold>> = {
  [OP.IN_IGNORE]: lowerAscii,
  [OP.LITERAL_IGNORE]: lowerAscii,
  [OP.NOT_LITERAL_IGNORE]: lowerAscii,
  [OP.GROUPREF_IGNORE]: lowerAscii,
  [OP.IN_UNI_IGNORE]: lowerUnicode,
  [OP.LITERAL_UNI_IGNORE]: lowerUnicode,
  [OP.NOT_LITERAL_UNI_IGNORE]: lowerUnicode,
  [OP.GROUPREF_UNI_IGNORE]: lowerUnicode,
  [OP.IN_LOC_IGNORE]: lowerAscii,
  [OP.LITERAL_LOC_IGNORE]: lowerAscii,
  [OP.NOT_LITERAL_LOC_IGNORE]: lowerAscii,
  [OP.GROUPREF_LOC_IGNORE]: lowerAscii,
};

/** Names of characters: listed ones, and those made by rule (The Unicode Standard, 4.8). */
import { isIdeograph, readData } from './tables.ts';

interface PackedNames {
  /** One a line. */
  readonly names: string;
  /** For each name, the distance from the code point before. */
  readonly points: readonly number[];
  /** Aliases and named sequences. */
  readonly aliases: Readonly<Record<string, string>>;
}

interface Names {
  readonly nameOf: ReadonlyMap<number, string>;
  readonly pointOf: ReadonlyMap<string, number>;
  readonly aliases: ReadonlyMap<string, string>;
}

let names: Names | undefined;
function listed(): Names {
  if (names !== undefined) return names;
  const packed = readData('names') as PackedNames;
  const nameOf = new Map<number, string>();
  const pointOf = new Map<string, number>();
  let point = 0;
  for (const [index, name] of packed.names.split('\n').entries()) {
    point += packed.points[index]!;
    nameOf.set(point, name);
    pointOf.set(name, point);
  }
  names = { nameOf, pointOf, aliases: new Map(Object.entries(packed.aliases)) };
  return names;
}

// ── Hangul syllables (3.12) ──

const SYLLABLE_BASE = 0xac00;
const SYLLABLE_COUNT = 11172;
const SYLLABLE_PREFIX = 'HANGUL SYLLABLE ';
const LEADING = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TRAILING = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

function syllableName(index: number): string {
  const perLeading = VOWELS.length * TRAILING.length;
  const leading = LEADING[Math.floor(index / perLeading)]!;
  const vowel = VOWELS[Math.floor((index % perLeading) / TRAILING.length)]!;
  return SYLLABLE_PREFIX + leading + vowel + TRAILING[index % TRAILING.length]!;
}

let syllables: Map<string, number> | undefined;
function syllablePoint(name: string): number | undefined {
  if (syllables === undefined) {
    syllables = new Map();
    for (let index = 0; index < SYLLABLE_COUNT; index++)
      syllables.set(syllableName(index), SYLLABLE_BASE + index);
  }
  return syllables.get(name);
}

// ── Both ways ──

const IDEOGRAPH_PREFIX = 'CJK UNIFIED IDEOGRAPH-';

export function characterName(point: number): string | undefined {
  if (point >= SYLLABLE_BASE && point < SYLLABLE_BASE + SYLLABLE_COUNT)
    return syllableName(point - SYLLABLE_BASE);
  if (isIdeograph(point)) return IDEOGRAPH_PREFIX + point.toString(16).toUpperCase();
  return listed().nameOf.get(point);
}

/** Listed names and aliases in any case; names made by rule as they are written. */
export function characterByName(name: string, withAliases: boolean): string | undefined {
  let point: number | undefined;
  if (name.startsWith(SYLLABLE_PREFIX)) point = syllablePoint(name);
  else if (name.startsWith(IDEOGRAPH_PREFIX)) {
    const digits = name.slice(IDEOGRAPH_PREFIX.length);
    const value = /^[0-9A-F]{4,5}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
    if (isIdeograph(value)) point = value;
  } else {
    // Case is folded in ASCII only: no other letter may become one of a name.
    const upper = name.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    point = listed().pointOf.get(upper);
    if (point === undefined && withAliases) return listed().aliases.get(upper);
  }
  return point === undefined ? undefined : String.fromCodePoint(point);
}

/** What `\N{…}` in a literal stands for: one character, no named sequence. */
export function characterInLiteral(name: string): string | undefined {
  const found = characterByName(name, true);
  return found !== undefined && [...found].length === 1 ? found : undefined;
}

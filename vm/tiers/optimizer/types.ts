/**
 * The lattice of the optimizer: what is known of a value.
 *
 * A value has one of several kinds, one for each way the host holds a Python value (DESIGN, "Values"); a number lies between
 * two bounds; an object may be known to have exactly one built-in type; and a value may be one that is known.
 */

/** Bits of the kinds that a value may have. */
export const Kind = {
  NUMBER: 1,
  BIGINT: 2,
  TRUE: 4,
  FALSE: 8,
  STR: 16,
  NONE: 32,
  UNBOUND: 64,
  OBJECT: 128,
} as const;

export const ANY_KIND = 255;

/** Largest int that is a host number (`Number.MAX_SAFE_INTEGER`). */
export const MAX_SAFE = 9007199254740991;
export const MIN_INT32 = -(2 ** 31);
export const MAX_INT32 = 2 ** 31 - 1;
export const MAX_UINT32 = 2 ** 32 - 1;

export interface Known {
  readonly kinds: number;
  /** Bounds of a number, both included; ∞ and −∞ where it is none. */
  readonly low: number;
  readonly high: number;
  /** A number without a fraction, and not NaN. Python ints are; the value of a float need not be. */
  readonly whole: boolean;
  /** Name of the exact type of an object (`FloatType`), null if it may be any. */
  readonly type: string | null;
  /** The value itself; `NOT_ONE` if it may be several. */
  readonly constant: unknown;
}

export const NOT_ONE: unique symbol = Symbol('not one value');

function known(kinds: number, part: Partial<Known> = {}): Known {
  return { kinds, low: Infinity, high: -Infinity, whole: true, type: null, constant: NOT_ONE, ...part };
}

/** Anything that a register may hold. Its numbers are Python ints. */
export const ANYTHING: Known = known(ANY_KIND, { low: -MAX_SAFE, high: MAX_SAFE });
export const INT: Known = numberBetween(-MAX_SAFE, MAX_SAFE);
export const BIG: Known = known(Kind.BIGINT);
export const BOOL: Known = known(Kind.TRUE | Kind.FALSE);
export const TRUE: Known = known(Kind.TRUE, { constant: true });
export const FALSE: Known = known(Kind.FALSE, { constant: false });
export const STR: Known = known(Kind.STR);
export const NONE: Known = known(Kind.NONE, { constant: null });
export const UNBOUND: Known = known(Kind.UNBOUND, { constant: undefined });
/** A host number that need be no int. */
export const RAW: Known = known(Kind.NUMBER, { low: -Infinity, high: Infinity, whole: false });
/** No value at all: what has not been reached yet. */
export const NOTHING: Known = known(0);

export function numberBetween(low: number, high: number, whole = true): Known {
  return known(Kind.NUMBER, { low, high, whole, constant: low === high && whole ? low : NOT_ONE });
}

export function objectOfType(type: string | null): Known {
  return known(Kind.OBJECT, { type });
}

/** What is known of a value that stands there itself; `typeName`: of an object, the name of its exact type. */
export function constantOf(value: unknown, typeName: string | null): Known {
  switch (typeof value) {
    case 'number':
      return numberBetween(value, value);
    case 'bigint':
      return BIG;
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'string':
      return known(Kind.STR, { constant: value });
    case 'undefined':
      return UNBOUND;
  }
  return value === null ? NONE : known(Kind.OBJECT, { type: typeName, constant: value });
}

export function isOnly(value: Known, kinds: number): boolean {
  return value.kinds !== 0 && (value.kinds & ~kinds) === 0;
}

/** A Python int that is a host number between these bounds. */
export function isWithin(value: Known, low: number, high: number): boolean {
  return value.kinds === Kind.NUMBER && value.whole && value.low >= low && value.high <= high;
}

export function join(a: Known, b: Known): Known {
  if (a === b || b.kinds === 0) return a;
  if (a.kinds === 0) return b;
  const objects = a.kinds & b.kinds & Kind.OBJECT;
  const type = objects ? (a.type === b.type ? a.type : null) : a.kinds & Kind.OBJECT ? a.type : b.type;
  return known(a.kinds | b.kinds, {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    whole: a.whole && b.whole,
    type,
    constant: Object.is(a.constant, b.constant) ? a.constant : NOT_ONE,
  });
}

/** What holds if both hold. */
export function meet(a: Known, b: Known): Known {
  if (a === b) return a;
  const kinds = a.kinds & b.kinds;
  const number = (kinds & Kind.NUMBER) !== 0;
  return known(kinds, {
    low: number ? Math.max(a.low, b.low) : Infinity,
    high: number ? Math.min(a.high, b.high) : -Infinity,
    whole: a.whole || b.whole,
    type: kinds & Kind.OBJECT ? (a.type ?? b.type) : null,
    constant: a.constant !== NOT_ONE ? a.constant : b.constant,
  });
}

export function equals(a: Known, b: Known): boolean {
  return (
    a === b ||
    (a.kinds === b.kinds &&
      a.low === b.low &&
      a.high === b.high &&
      a.whole === b.whole &&
      a.type === b.type &&
      Object.is(a.constant, b.constant))
  );
}

/** Where bounds that grow with each turn of a loop stop: few, so that the analysis ends soon. */
const LOWS = [0, MIN_INT32, -MAX_SAFE, -Infinity];
const HIGHS = [MAX_INT32, MAX_UINT32, MAX_SAFE, Infinity];

/** The next of the bounds at which to stop, for what `now` has outgrown `before`. */
export function widen(before: Known, now: Known): Known {
  if (before.kinds === 0 || !(now.kinds & Kind.NUMBER)) return now;
  const low = now.low < before.low ? LOWS.find((bound) => bound <= now.low)! : now.low;
  const high = now.high > before.high ? HIGHS.find((bound) => bound >= now.high)! : now.high;
  return { ...now, low, high };
}

/** For dumps: `int`, `int 0…9`, `bool`, `float`, `None | str`, `any`. */
export function show(value: Known): string {
  const { kinds, low, high, whole, type, constant } = value;
  if ((kinds | Kind.UNBOUND) === ANY_KIND) return 'any';
  const names: string[] = [];
  if (kinds & Kind.NUMBER) {
    const bounded = low > -MAX_SAFE || high < MAX_SAFE;
    const bounds = low === high ? ` ${low}` : bounded ? ` ${showBound(low)}…${showBound(high)}` : '';
    names.push(whole ? `int${bounds}` : 'number');
  }
  if (kinds & Kind.BIGINT) names.push('big int');
  if (kinds & (Kind.TRUE | Kind.FALSE))
    names.push(constant === true ? 'True' : constant === false ? 'False' : 'bool');
  if (kinds & Kind.STR) names.push('str');
  if (kinds & Kind.NONE) names.push('None');
  if (kinds & Kind.UNBOUND) names.push('unbound');
  if (kinds & Kind.OBJECT) names.push(type === null ? 'object' : type.replace(/Type$/, '').toLowerCase());
  return names.length === 0 ? 'nothing' : names.join(' | ');
}

function showBound(bound: number): string {
  if (Math.abs(bound) < 65536) return String(bound);
  const power = Math.round(Math.log2(Math.abs(bound)));
  if (bound === -(2 ** power)) return `−2^${power}`;
  return bound === 2 ** power - 1 ? `2^${power}−1` : String(bound);
}

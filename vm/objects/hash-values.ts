/**
 * Hash values. Numbers hash as in CPython on 64 bits (Python/pyhash.c; library reference, "Hashing of numeric
 * types"): the value modulo the prime 2⁶¹−1, so that equal numbers of different types hash alike. Strings hash by a
 * function of our own (CPython's is seeded at random, so no program can rely on it), into 53 bits.
 */
import type { Pure } from './effects.ts';
import { splitExponent } from './float-text.ts';
import type { IntValue, StrValue } from './host-types.ts';
import { intAdd, intMultiply, normalizeInt } from './int-arithmetic.ts';

const MODULUS = (1n << 61n) - 1n;
const MODULUS_BITS = 61;
/** `sys.hash_info`. */
export const HASH_INF = 314159;
export const HASH_IMAG = 1000003;

/** −1 marks an error in CPython's C interface, so no hash is −1. */
export function avoidMinusOne(hash: IntValue): Pure<IntValue> {
  return hash === -1 ? -2 : hash;
}

export function hashInt(value: IntValue): Pure<IntValue> {
  if (typeof value === 'number') return value === -1 ? -2 : value;
  // The remainder has the sign of the value, as CPython computes the hash of −n as −hash(n).
  return avoidMinusOne(normalizeInt(value % MODULUS));
}

/** Hash of a float that is not NaN (a NaN hashes by identity). */
export function hashFloat(value: number): Pure<IntValue> {
  if (Number.isSafeInteger(value)) return value === -1 ? -2 : value + 0;
  if (!Number.isFinite(value)) return value > 0 ? HASH_INF : value < 0 ? -HASH_INF : 0;
  const { mantissa, exponent } = splitExponent(Math.abs(value));
  // value = whole · 2^(exponent − 53); multiplying by a power of two rotates the 61 bits.
  const whole = BigInt(mantissa * 2 ** 53);
  const rotation = BigInt((((exponent - 53) % MODULUS_BITS) + MODULUS_BITS) % MODULUS_BITS);
  const shifted = whole << rotation;
  let hash = (shifted & MODULUS) + (shifted >> BigInt(MODULUS_BITS));
  if (hash >= MODULUS) hash -= MODULUS;
  return avoidMinusOne(normalizeInt(value < 0 ? -hash : hash));
}

export function hashComplex(real: number, imag: number): Pure<IntValue> {
  const sum = intAdd(hashFloat(real), intMultiply(HASH_IMAG, hashFloat(imag)));
  return avoidMinusOne(wrapSigned64(sum));
}

/** Two's complement of 64 bits, as `Py_hash_t` wraps. */
export function wrapSigned64(value: IntValue): Pure<IntValue> {
  return typeof value === 'number' ? value : normalizeInt(BigInt.asIntN(64, value));
}

/** Two 32-bit lanes of multiply-and-mix over the code points; the result is a safe integer ≥ 0. */
class Mixer {
  high = 0x9e3779b9 | 0;
  low = 0x85ebca6b | 0;

  add(unit: number): void {
    this.high = Math.imul(this.high ^ unit, 0x9e3779b1);
    this.low = Math.imul(this.low ^ unit, 0x5f356495);
  }

  finish(): number {
    let high = Math.imul(this.high ^ (this.high >>> 16), 0x85ebca6b);
    high ^= Math.imul(this.low ^ (this.low >>> 13), 0xc2b2ae35);
    let low = Math.imul(this.low ^ (this.low >>> 16), 0x85ebca6b);
    low ^= Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    return (high & 0x1fffff) * 4294967296 + (low >>> 0);
  }
}

export function hashStr(value: StrValue): Pure<number> {
  if (typeof value === 'string') {
    if (value.length === 0) return 0;
    const mixer = new Mixer();
    for (let index = 0; index < value.length; index++) mixer.add(value.charCodeAt(index));
    return mixer.finish();
  }
  const mixer = new Mixer();
  for (const point of value.points) mixer.add(point);
  return mixer.finish();
}

/** Hash of bytes: that of the str with the same code points, as in CPython for ASCII. */
export function hashBytes(data: Uint8Array): Pure<number> {
  if (data.length === 0) return 0;
  const mixer = new Mixer();
  for (const byte of data) mixer.add(byte);
  return mixer.finish();
}

/** Numeric hashes are CPython's on 64 bits; equal values hash alike whatever their type or form. */
import { expect, test } from 'vitest';
import { hashBytes, hashComplex, hashFloat, hashInt, hashStr } from './hash-values.ts';
import { newStr } from './str.ts';

test('ints, modulo the prime 2^61-1', () => {
  expect(hashInt(0)).toBe(0);
  expect(hashInt(-1)).toBe(-2);
  expect(hashInt(2 ** 53 - 1)).toBe(2 ** 53 - 1);
  expect(hashInt(2n ** 61n - 1n)).toBe(0);
  expect(hashInt(2n ** 61n)).toBe(1);
  expect(hashInt(-(2n ** 61n))).toBe(-2);
  expect(hashInt(10n ** 25n)).toBe(1590897978363751592n);
});

test('floats hash as the number they are', () => {
  expect(hashFloat(1)).toBe(1);
  expect(hashFloat(-0)).toBe(0);
  expect(hashFloat(-1)).toBe(-2);
  expect(hashFloat(0.5)).toBe(1152921504606846976n);
  expect(hashFloat(2.5)).toBe(1152921504606846978n);
  expect(hashFloat(-56303516042421.234)).toBe(-540488258800501941n);
  expect(hashFloat(1e300)).toBe(hashInt(BigInt(1e300)));
  expect(hashFloat(Number.POSITIVE_INFINITY)).toBe(314159);
  expect(hashFloat(Number.NEGATIVE_INFINITY)).toBe(-314159);
});

test('complex numbers without imaginary part hash as floats', () => {
  expect(hashComplex(2.5, 0)).toBe(hashFloat(2.5));
  expect(hashComplex(1e20, -0)).toBe(848750603811160107n);
  expect(hashComplex(0, 1.5)).toBe(3458764513821540931n);
});

test('text and bytes: safe integers that differ', () => {
  const hashes = ['', 'a', 'b', 'ab', 'ba', newStr('😀'), '\ud83d\ude00'].map(hashStr);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashes.every(Number.isSafeInteger)).toBe(true);
  expect(hashBytes(Uint8Array.of(97, 98))).toBe(hashStr('ab'));
});

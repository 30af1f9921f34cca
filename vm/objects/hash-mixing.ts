/**
 * `hash()` of tuples (xxHash as in CPython's Objects/tupleobject.c) and of frozensets (Objects/setobject.c), in 64-bit
 * arithmetic on pairs of 32-bit halves: BigInt would cost several hundred nanoseconds an element.
 */
import type { Escapes, Pure } from './effects.ts';
import type { IntValue } from './host-types.ts';
import type { PyObject } from './object.ts';
import { hash } from './operators.ts';

/** The accumulator: two's complement halves as signed 32-bit integers. */
let high = 0;
let low = 0;

function highHalf(value: IntValue): number {
  return typeof value === 'number'
    ? Math.floor(value / 0x1_0000_0000) | 0
    : Number(BigInt.asIntN(32, value >> 32n));
}
function lowHalf(value: IntValue): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000)) | 0;
}

/** accumulator := (high, low) of a product. */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  high = (multiplyHigh(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
  low = Math.imul(aLow, bLow);
}

/** accumulator += (addHigh, addLow). */
function add(addHigh: number, addLow: number): void {
  const sum = (low >>> 0) + (addLow >>> 0);
  high = (high + addHigh + (sum >= 0x1_0000_0000 ? 1 : 0)) | 0;
  low = sum | 0;
}

/** The accumulator as a hash, `replacement` for −1. */
function finish(replacement: number): IntValue {
  if (high === -1 && low === -1) return replacement;
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * 0x1_0000_0000 + (low >>> 0);
    if (Number.isSafeInteger(value)) return value;
  }
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

const PRIME_1 = 11400714785074694791n;
const PRIME_2 = 14029467366897019727n;
const PRIME_5 = 2870177450012600261n;
const [P1_HIGH, P1_LOW] = [highHalf(PRIME_1), lowHalf(PRIME_1)];
const [P2_HIGH, P2_LOW] = [highHalf(PRIME_2), lowHalf(PRIME_2)];
const [P5_HIGH, P5_LOW] = [highHalf(PRIME_5), lowHalf(PRIME_5)];

/** `tuple.__hash__`. */
export function hashItems(items: readonly PyObject[]): Escapes<IntValue> {
  mixItems(items);
  add(P5_HIGH, items.length ^ P5_LOW ^ 3527539);
  return finish(1546275796);
}

/** `slice.__hash__`: the same without the length. */
export function hashParts(items: readonly PyObject[]): Escapes<IntValue> {
  mixItems(items);
  return finish(1546275796);
}

/** Leaves the mix of the items' hashes in the accumulator. */
function mixItems(items: readonly PyObject[]): void {
  let accHigh = P5_HIGH;
  let accLow = P5_LOW;
  for (let index = 0; index < items.length; index++) {
    // May run Python code that hashes other tuples: the accumulator is only ours between calls.
    const lane = hash(items[index]!);
    multiply(highHalf(lane), lowHalf(lane), P2_HIGH, P2_LOW);
    add(accHigh, accLow);
    const rotatedHigh = (high << 31) | (low >>> 1);
    const rotatedLow = (low << 31) | (high >>> 1);
    multiply(rotatedHigh, rotatedLow, P1_HIGH, P1_LOW);
    accHigh = high;
    accLow = low;
  }
  high = accHigh;
  low = accLow;
}

/** `frozenset.__hash__` from the hashes of the elements, in any order. */
export function hashUnordered(hashes: readonly IntValue[]): Pure<IntValue> {
  let accHigh = 0;
  let accLow = 0;
  for (const element of hashes) {
    const elementHigh = highHalf(element);
    const elementLow = lowHalf(element);
    const shiftedHigh = (elementHigh << 16) | (elementLow >>> 16);
    multiply(elementHigh ^ shiftedHigh, elementLow ^ 89869747 ^ (elementLow << 16), 0, 3644798167 | 0);
    accHigh ^= high;
    accLow ^= low;
  }
  multiply(0, hashes.length + 1, 0, 1927868237);
  accHigh ^= high;
  accLow ^= low;
  const by11High = accHigh >>> 11;
  const by11Low = (accLow >>> 11) | (accHigh << 21);
  const by25High = accHigh >>> 25;
  const by25Low = (accLow >>> 25) | (accHigh << 7);
  multiply(accHigh ^ by11High ^ by25High, accLow ^ by11Low ^ by25Low, 0, 69069);
  add(0, 907133923);
  return finish(590923713);
}

/**
 * The module `_random`: the Mersenne Twister MT19937 (Matsumoto, Nishimura 1998) with CPython's seeding
 * (Modules/_randommodule.c), so that a seed gives the same sequence.
 */

import { getHost } from '../host/index.ts';
import {
  asIndex,
  asInt,
  createBuiltinType,
  type Escapes,
  hash,
  type IntValue,
  newFloat,
  newTuple,
  normalizeInt,
  ObjectType,
  PyHostObject,
  type PyModule,
  type PyObject,
  PyTuple,
  raiseTypeError,
  raiseValueError,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

const SIZE = 624;
const SHIFT = 397;

class MersenneTwister {
  readonly words = new Uint32Array(SIZE);
  index = SIZE;

  /** init_genrand */
  seedWord(seed: number): void {
    const { words } = this;
    words[0] = seed;
    for (let index = 1; index < SIZE; index++) {
      const last = words[index - 1]!;
      words[index] = Math.imul(last ^ (last >>> 30), 1812433253) + index;
    }
    this.index = SIZE;
  }

  /** init_by_array */
  seed(key: readonly number[]): void {
    const { words } = this;
    this.seedWord(19650218);
    let at = 1;
    let keyAt = 0;
    const step = (multiplier: number, add: number, sign: 1 | -1): void => {
      const last = words[at - 1]!;
      words[at] = (words[at]! ^ Math.imul(last ^ (last >>> 30), multiplier)) + sign * add;
      at += 1;
      if (at < SIZE) return;
      words[0] = words[SIZE - 1]!;
      at = 1;
    };
    for (let round = Math.max(SIZE, key.length); round > 0; round--) {
      step(1664525, key[keyAt]! + keyAt, 1);
      keyAt = (keyAt + 1) % key.length;
    }
    for (let round = SIZE - 1; round > 0; round--) step(1566083941, at, -1);
    words[0] = 0x80000000;
  }

  /** 32 random bits (genrand_uint32). */
  next(): number {
    if (this.index >= SIZE) this.refill();
    let word = this.words[this.index++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  private refill(): void {
    const { words } = this;
    for (let at = 0; at < SIZE; at++) {
      const mixed = (words[at]! & 0x80000000) | (words[at + 1 < SIZE ? at + 1 : 0]! & 0x7fffffff);
      const other = words[at + SHIFT < SIZE ? at + SHIFT : at + SHIFT - SIZE]!;
      words[at] = other ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }

  /** A double in [0, 1) of 53 bits. */
  random(): number {
    const high = this.next() >>> 5;
    return (high * 67108864 + (this.next() >>> 6)) / 9007199254740992;
  }

  bits(count: number): IntValue {
    if (count <= 32) return count === 0 ? 0 : this.next() >>> (32 - count);
    if (count <= 53) {
      const low = this.next();
      return (this.next() >>> (64 - count)) * 0x1_0000_0000 + low;
    }
    const digits: string[] = [];
    for (let left = count; left > 0; left -= 32) {
      const word = left < 32 ? this.next() >>> (32 - left) : this.next();
      digits.push(word.toString(16).padStart(8, '0'));
    }
    return normalizeInt(BigInt('0x' + digits.reverse().join('')));
  }
}

/** The 32-bit words of a magnitude, lowest first. */
function wordsOf(value: IntValue): number[] {
  let magnitude = BigInt(value);
  if (magnitude < 0n) magnitude = -magnitude;
  const digits = magnitude.toString(16);
  const words: number[] = [];
  for (let end = digits.length; end > 0; end -= 8)
    words.push(Number.parseInt(digits.slice(Math.max(0, end - 8), end), 16));
  return words;
}

function seed(twister: MersenneTwister, argument: PyObject): Escapes<void> {
  if (argument === null) {
    const bytes = getHost().entropy(SIZE * 4);
    twister.seed([...new Uint32Array(bytes.slice().buffer)]);
    return;
  }
  const int = asInt(argument);
  twister.seed(wordsOf(int === undefined ? BigInt.asUintN(64, BigInt(hash(argument))) : int));
}

function setState(twister: MersenneTwister, state: PyObject): Escapes<void> {
  if (!(state instanceof PyTuple)) raiseTypeError('state vector must be a tuple');
  if (state.items.length !== SIZE + 1) raiseValueError('state vector is the wrong size');
  const words = new Uint32Array(SIZE);
  for (let at = 0; at < SIZE; at++) words[at] = Number(BigInt.asUintN(32, BigInt(asIndex(state.items[at]!))));
  const index = asIndex(state.items[SIZE]!);
  if (index < 0 || index > SIZE) raiseValueError('invalid state');
  twister.words.set(words);
  twister.index = Number(index);
}

export function createRandom(): PyModule {
  const own = (self: PyObject): MersenneTwister => (self as PyHostObject).state as MersenneTwister;
  const type = createBuiltinType('_random.Random', 'PyHostObject', ObjectType, {
    doc: 'Random() -> create a random number generator with its own internal state.',
    slots: {
      tp_new: (cls) => new PyHostObject(cls, new MersenneTwister()),
      tp_init(self, args, names) {
        if (names !== null && names.length > 0) raiseTypeError('Random() takes no keyword arguments');
        if (args.length > 1) raiseTypeError('Random() requires 0 or 1 argument');
        seed(own(self), args.length === 0 ? null : args[0]!);
      },
    },
    methods: [
      {
        kind: 'NOARGS',
        name: 'random',
        doc: 'random() -> x in the interval [0, 1).',
        call: (self) => newFloat(own(self).random()),
      },
      {
        kind: 'FASTCALL',
        name: 'seed',
        doc: 'seed([n]) -> None.  Defaults to use urandom and falls back to a combination of the current time and the process identifier.',
        min: 0,
        max: 1,
        call(self, args) {
          seed(own(self), args.length === 0 ? null : args[0]!);
          return null;
        },
      },
      {
        kind: 'NOARGS',
        name: 'getstate',
        doc: 'getstate() -> tuple containing the current state.',
        call: (self) => newTuple([...own(self).words, own(self).index]),
      },
      {
        kind: 'O',
        name: 'setstate',
        doc: 'setstate(state) -> None.  Restores generator state.',
        call(self, state) {
          setState(own(self), state);
          return null;
        },
      },
      {
        kind: 'O',
        name: 'getrandbits',
        doc: 'getrandbits(k) -> x.  Generates an int with k random bits.',
        call(self, argument) {
          const count = asIndex(argument);
          if (count < 0) raiseValueError('Cannot convert negative int');
          return own(self).bits(Number(count));
        },
      },
    ],
  });
  return defineModule({
    name: '_random',
    doc: 'Module implements the Mersenne Twister random number generator.',
    members: { Random: type },
  });
}

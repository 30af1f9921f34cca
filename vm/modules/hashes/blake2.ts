/** BLAKE2b and BLAKE2s (RFC 7693) with the parameter block of the BLAKE2 paper, which host libraries do not offer. */

/** The fields of the parameter block. */
export interface Blake2Parameters {
  readonly digestSize: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly lastNode: boolean;
}

/** What sets the two variants apart. */
export interface Blake2Variant {
  readonly name: 'blake2b' | 'blake2s';
  readonly wordBits: 32 | 64;
  readonly rounds: number;
  readonly rotations: readonly [bigint, bigint, bigint, bigint];
  readonly blockSize: number;
  /** Most bytes of a digest, and of a key. */
  readonly maxDigest: number;
  /** Bytes of salt and of person. */
  readonly saltSize: number;
  readonly initial: readonly bigint[];
  readonly maxNodeOffset: bigint;
}

const INITIAL_64 = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

export const BLAKE2B: Blake2Variant = {
  name: 'blake2b',
  wordBits: 64,
  rounds: 12,
  rotations: [32n, 24n, 16n, 63n],
  blockSize: 128,
  maxDigest: 64,
  saltSize: 16,
  initial: INITIAL_64,
  maxNodeOffset: 2n ** 64n - 1n,
};

/** The constants of BLAKE2s are the upper halves of BLAKE2b's. */
export const BLAKE2S: Blake2Variant = {
  name: 'blake2s',
  wordBits: 32,
  rounds: 10,
  rotations: [16n, 12n, 8n, 7n],
  blockSize: 64,
  maxDigest: 32,
  saltSize: 8,
  initial: INITIAL_64.map((word) => word >> 32n),
  maxNodeOffset: 2n ** 48n - 1n,
};

/** Order of the message's words in each round. */
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
].map((row) => Array.from(row, (digit) => Number.parseInt(digit, 16)));

const COLUMNS_AND_DIAGONALS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

export class Blake2 {
  readonly variant: Blake2Variant;
  readonly parameters: Blake2Parameters;
  private state: bigint[];
  private block: Uint8Array;
  private filled = 0;
  private total = 0n;

  constructor(variant: Blake2Variant, parameters: Blake2Parameters) {
    this.variant = variant;
    this.parameters = parameters;
    this.block = new Uint8Array(variant.blockSize);
    const start = wordsOf(parameterBlock(variant, parameters), variant.wordBits);
    this.state = variant.initial.map((word, index) => word ^ start[index]!);
    if (parameters.key.length > 0) {
      const padded = new Uint8Array(variant.blockSize);
      padded.set(parameters.key);
      this.update(padded);
    }
  }

  update(data: Uint8Array): void {
    let at = 0;
    while (at < data.length) {
      // The last block is compressed differently: a full one waits until more comes.
      if (this.filled === this.variant.blockSize) {
        this.total += BigInt(this.filled);
        this.compress(false);
        this.filled = 0;
      }
      const count = Math.min(this.variant.blockSize - this.filled, data.length - at);
      this.block.set(data.subarray(at, at + count), this.filled);
      this.filled += count;
      at += count;
    }
  }

  copy(): Blake2 {
    const copy: Blake2 = Object.create(Blake2.prototype);
    return Object.assign(copy, this, { state: [...this.state], block: this.block.slice() });
  }

  digest(): Uint8Array {
    const last = this.copy();
    last.block.fill(0, last.filled);
    last.total += BigInt(last.filled);
    last.compress(true);
    const bytes = new Uint8Array(this.variant.maxDigest);
    const wordBytes = this.variant.wordBits / 8;
    for (let index = 0; index < bytes.length; index++) {
      const word = last.state[Math.floor(index / wordBytes)]!;
      bytes[index] = Number((word >> BigInt((index % wordBytes) * 8)) & 0xffn);
    }
    return bytes.slice(0, this.parameters.digestSize);
  }

  private compress(last: boolean): void {
    const { wordBits, rounds, rotations, initial } = this.variant;
    const width = BigInt(wordBits);
    const mask = (1n << width) - 1n;
    const message = wordsOf(this.block, wordBits);
    const v = [...this.state, ...initial];
    v[12]! ^= this.total & mask;
    v[13]! ^= (this.total >> width) & mask;
    if (last) v[14]! ^= mask;
    if (last && this.parameters.lastNode) v[15]! ^= mask;
    const rotate = (word: bigint, count: bigint): bigint =>
      ((word >> count) | (word << (width - count))) & mask;
    for (let round = 0; round < rounds; round++) {
      const order = SIGMA[round % 10]!;
      for (const [step, [a, b, c, d]] of COLUMNS_AND_DIAGONALS.entries()) {
        for (const half of [0, 1]) {
          v[a] = (v[a]! + v[b]! + message[order[2 * step + half]!]!) & mask;
          v[d] = rotate(v[d]! ^ v[a]!, rotations[2 * half]!);
          v[c] = (v[c]! + v[d]!) & mask;
          v[b] = rotate(v[b]! ^ v[c]!, rotations[2 * half + 1]!);
        }
      }
    }
    this.state = this.state.map((word, index) => word ^ v[index]! ^ v[index + 8]!);
  }
}

function wordsOf(bytes: Uint8Array, wordBits: 32 | 64): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words: bigint[] = [];
  for (let at = 0; at < bytes.length; at += wordBits / 8)
    words.push(wordBits === 64 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true)));
  return words;
}

function parameterBlock({ wordBits }: Blake2Variant, parameters: Blake2Parameters): Uint8Array {
  const wide = wordBits === 64;
  const block = new Uint8Array(wide ? 64 : 32);
  const view = new DataView(block.buffer);
  block[0] = parameters.digestSize;
  block[1] = parameters.key.length;
  block[2] = parameters.fanout;
  block[3] = parameters.depth;
  view.setUint32(4, parameters.leafSize, true);
  if (wide) {
    view.setBigUint64(8, parameters.nodeOffset, true);
    block[16] = parameters.nodeDepth;
    block[17] = parameters.innerSize;
    block.set(parameters.salt, 32);
    block.set(parameters.person, 48);
  } else {
    view.setUint32(8, Number(parameters.nodeOffset & 0xffffffffn), true);
    view.setUint16(12, Number(parameters.nodeOffset >> 32n), true);
    block[14] = parameters.nodeDepth;
    block[15] = parameters.innerSize;
    block.set(parameters.salt, 16);
    block.set(parameters.person, 24);
  }
  return block;
}

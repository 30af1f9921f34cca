/**
 * A resumable inflate (RFC 1950, 1951, 1952).
 *
 * The host's zlib tells neither how much input it took nor stops at a length of output, and its state cannot be copied;
 * Python's interface shows all three. The stream is read in units (a header, a block's tables, one symbol with its
 * distance, a trailer). A unit that the input does not hold whole is given back to `carry` and read again when more has
 * come, so all state lies between units. As in zlib, a symbol is decoded before it is seen that the output is full.
 */
import { adler32, crc32 } from '../binascii/checksums.ts';
import { fixedTables, type HuffmanTable, huffmanTable } from './huffman.ts';

/** What a data error says (zlib's `msg`). */
export class DataError extends Error {}

const NEED_INPUT = Symbol('need input');
const WINDOW = 32768;

const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

type Mode = 'header' | 'dictionary' | 'block' | 'stored' | 'symbols' | 'trailer' | 'done';

/** Which containers the window bits of zlib's inflateInit2 admit; `undefined` if they are none. */
function containers(wbits: number): { zlib: boolean; gzip: boolean; bits: number } | undefined {
  if (wbits < 0) return wbits >= -15 && wbits <= -8 ? { zlib: false, gzip: false, bits: -wbits } : undefined;
  const kind = wbits >> 4;
  const bits = wbits & 15;
  if (kind > 2 || (bits !== 0 && bits < 8)) return undefined;
  return { zlib: kind !== 1, gzip: kind !== 0, bits };
}

export const isInflateWindow = (wbits: number): boolean => containers(wbits) !== undefined;

export class Inflate {
  private mode: Mode;
  private readonly zlib: boolean;
  private readonly gzip: boolean;
  private windowBits: number;
  private format: 'raw' | 'zlib' | 'gzip' = 'raw';
  private dictionaryId = 0;
  private check = 1;
  private total = 0;
  private lastBlock = false;
  private storedLeft = 0;
  private literals: HuffmanTable = fixedTables().literals;
  private distances: HuffmanTable = fixedTables().distances;
  /** A symbol decoded when the output was full: a literal, or a copy. */
  private copyLength = 0;
  private copyDistance = 0;
  private literal = -1;
  private history: Uint8Array = new Uint8Array(0);
  private failure: DataError | undefined;
  // Input: bytes not read yet, and up to 7 bits of the byte before them.
  private carry: Uint8Array = new Uint8Array(0);
  private hold = 0;
  private bits = 0;
  private source: Uint8Array = new Uint8Array(0);
  private position = 0;
  // Output: the window, then what this call gives.
  private output: Uint8Array = new Uint8Array(0);
  private written = 0;
  /** Where the output begins that the check does not cover yet. */
  private summed = 0;

  constructor(wbits: number) {
    const admitted = containers(wbits)!;
    this.zlib = admitted.zlib;
    this.gzip = admitted.gzip;
    this.windowBits = admitted.bits;
    this.mode = this.zlib || this.gzip ? 'header' : 'block';
  }

  get finished(): boolean {
    return this.mode === 'done';
  }

  get needsDictionary(): boolean {
    return this.mode === 'dictionary';
  }

  get isRaw(): boolean {
    return !this.zlib && !this.gzip;
  }

  /** Whether the dictionary is the one asked for; a raw stream takes any. */
  setDictionary(dictionary: Uint8Array): boolean {
    if (this.mode === 'dictionary') {
      if (adler32(dictionary, 1) !== this.dictionaryId) return false;
      this.mode = 'block';
    }
    this.history = dictionary.slice(-WINDOW);
    return true;
  }

  copy(): Inflate {
    return Object.assign(Object.create(Inflate.prototype) as Inflate, this);
  }

  /** Output of at most `limit` bytes, and how much of the input was taken. Stops early where a dictionary is needed. */
  run(input: Uint8Array, limit: number): { readonly output: Uint8Array; readonly consumed: number } {
    if (this.failure !== undefined) throw this.failure;
    const carried = this.carry.length;
    this.source = carried === 0 ? input : Buffer.concat([this.carry, input]);
    this.position = 0;
    this.carry = new Uint8Array(0);
    const start = this.history.length;
    this.output = new Uint8Array(start + Math.min(limit, Math.max(1024, this.source.length * 4)));
    this.output.set(this.history);
    this.written = this.summed = start;
    let consumed: number;
    try {
      while (this.step(start + limit));
      consumed = this.position - carried;
    } catch (error) {
      if (error instanceof DataError) this.failure = error;
      if (error !== NEED_INPUT) throw error;
      // A copy: the caller may change its buffer.
      this.carry = this.source.slice(this.position);
      consumed = input.length;
    }
    this.sum();
    const result = this.output.slice(start, this.written);
    this.history = this.output.slice(Math.max(0, this.written - WINDOW), this.written);
    this.source = this.output = new Uint8Array(0);
    return { output: result, consumed };
  }

  /** One unit; false when there is nothing more to do now. */
  private step(end: number): boolean {
    const { position, hold, bits } = this;
    try {
      switch (this.mode) {
        case 'header':
          this.readHeader();
          return true;
        case 'block':
          this.readBlockHeader();
          return true;
        case 'stored':
          return this.copyStored(end);
        case 'symbols':
          return this.readSymbols(end);
        case 'trailer':
          this.readTrailer();
          return true;
        default:
          return false;
      }
    } catch (error) {
      // Stored bytes and symbols have moved on by themselves.
      if (error === NEED_INPUT && this.mode !== 'symbols' && this.mode !== 'stored') {
        this.position = position;
        this.hold = hold;
        this.bits = bits;
      }
      throw error;
    }
  }

  private take(count: number): number {
    while (this.bits < count) {
      if (this.position >= this.source.length) throw NEED_INPUT;
      this.hold |= this.source[this.position++]! << this.bits;
      this.bits += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return value;
  }

  private toByte(): void {
    this.hold = 0;
    this.bits = 0;
  }

  // ── Containers ──

  private readHeader(): void {
    const first = this.take(8);
    const second = this.take(8);
    if (this.gzip && first === 0x1f && second === 0x8b) {
      this.readGzipHeader();
      return;
    }
    if (!this.zlib || (first * 256 + second) % 31 !== 0) throw new DataError('incorrect header check');
    if ((first & 15) !== 8) throw new DataError('unknown compression method');
    const bits = (first >> 4) + 8;
    if (bits > 15 || bits > (this.windowBits || bits)) throw new DataError('invalid window size');
    if (second & 0x20) {
      this.dictionaryId = this.bigEndian();
      this.mode = 'dictionary';
    } else this.mode = 'block';
    this.format = 'zlib';
    this.check = 1;
  }

  private bigEndian(): number {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) value = value * 256 + this.take(8);
    return value;
  }

  private littleEndian(): number {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) value += this.take(8) * 2 ** (8 * byte);
    return value;
  }

  private readGzipHeader(): void {
    const header = [0x1f, 0x8b];
    const byte = (): number => {
      const value = this.take(8);
      header.push(value);
      return value;
    };
    const method = byte();
    const flags = byte();
    if (method !== 8) throw new DataError('unknown compression method');
    if (flags & 0xe0) throw new DataError('unknown header flags set');
    for (let skipped = 0; skipped < 6; skipped++) byte();
    if (flags & 4) {
      const low = byte();
      for (let left = low + byte() * 256; left > 0; left--) byte();
    }
    for (const text of [8, 16]) if (flags & text) while (byte() !== 0);
    if (flags & 2) {
      const expected = crc32(Uint8Array.from(header), 0) & 0xffff;
      const low = this.take(8);
      if (low + this.take(8) * 256 !== expected) throw new DataError('header crc mismatch');
    }
    this.format = 'gzip';
    this.check = 0;
    this.mode = 'block';
  }

  private sum(): void {
    const part = this.output.subarray(this.summed, this.written);
    if (this.format === 'zlib') this.check = adler32(part, this.check);
    else if (this.format === 'gzip') this.check = crc32(part, this.check);
    this.total = (this.total + part.length) % 2 ** 32;
    this.summed = this.written;
  }

  private readTrailer(): void {
    this.toByte();
    this.sum();
    if (this.format === 'zlib' && this.bigEndian() !== this.check)
      throw new DataError('incorrect data check');
    if (this.format === 'gzip') {
      if (this.littleEndian() !== this.check) throw new DataError('incorrect data check');
      if (this.littleEndian() !== this.total) throw new DataError('incorrect length check');
    }
    this.mode = 'done';
  }

  // ── Blocks ──

  private readBlockHeader(): void {
    if (this.lastBlock) {
      this.mode = 'trailer';
      return;
    }
    const last = this.take(1) === 1;
    const type = this.take(2);
    if (type === 3) throw new DataError('invalid block type');
    if (type === 0) {
      this.toByte();
      const low = this.take(8);
      const length = low + this.take(8) * 256;
      const complementLow = this.take(8);
      const complement = complementLow + this.take(8) * 256;
      if (length !== (complement ^ 0xffff)) throw new DataError('invalid stored block lengths');
      this.storedLeft = length;
      this.mode = 'stored';
    } else {
      if (type === 1) {
        this.literals = fixedTables().literals;
        this.distances = fixedTables().distances;
      } else this.readTables();
      this.mode = 'symbols';
    }
    this.lastBlock = last;
  }

  private readTables(): void {
    const literalCount = this.take(5) + 257;
    const distanceCount = this.take(5) + 1;
    const lengthCount = this.take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) throw new DataError('too many length or distance symbols');
    const orderLengths = new Uint8Array(19);
    for (let at = 0; at < lengthCount; at++) orderLengths[LENGTH_ORDER[at]!] = this.take(3);
    const codes = huffmanTable(orderLengths, false);
    if (codes === undefined) throw new DataError('invalid code lengths set');
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let at = 0; at < lengths.length; ) {
      const symbol = this.takeSymbol(codes);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw new DataError('invalid bit length repeat');
      const repeated = symbol === 16 ? lengths[at - 1]! : 0;
      const count = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (at + count > lengths.length) throw new DataError('invalid bit length repeat');
      lengths.fill(repeated, at, at + count);
      at += count;
    }
    if (lengths[256] === 0) throw new DataError('invalid code -- missing end-of-block');
    const literals = huffmanTable(lengths.subarray(0, literalCount), true);
    if (literals === undefined) throw new DataError('invalid literal/lengths set');
    const distances = huffmanTable(lengths.subarray(literalCount), true);
    if (distances === undefined) throw new DataError('invalid distances set');
    this.literals = literals;
    this.distances = distances;
  }

  /** The next symbol, or -1 where no code is. */
  private takeSymbol({ bits: width, entries }: HuffmanTable): number {
    const { source } = this;
    while (this.bits < width && this.position < source.length) {
      this.hold |= source[this.position++]! << this.bits;
      this.bits += 8;
    }
    const entry = entries[this.hold & (entries.length - 1)]!;
    const length = entry & 15;
    if (length > this.bits || (length === 0 && this.bits < width)) throw NEED_INPUT;
    if (length === 0) return -1;
    this.hold >>>= length;
    this.bits -= length;
    return entry >> 4;
  }

  /** Whole bytes of the bits at hand go back to the input. */
  private giveBack(): void {
    this.position -= this.bits >> 3;
    this.bits &= 7;
    this.hold &= (1 << this.bits) - 1;
  }

  private grow(end: number): boolean {
    if (this.written < this.output.length) return true;
    if (this.written >= end) return false;
    const larger = new Uint8Array(Math.min(end, this.output.length * 2 + 1024));
    larger.set(this.output);
    this.output = larger;
    return true;
  }

  private copyStored(end: number): boolean {
    this.giveBack();
    while (this.storedLeft > 0) {
      if (this.position >= this.source.length) throw NEED_INPUT;
      if (!this.grow(end)) return false;
      const room = this.output.length - this.written;
      const count = Math.min(this.storedLeft, this.source.length - this.position, room);
      this.output.set(this.source.subarray(this.position, this.position + count), this.written);
      this.position += count;
      this.written += count;
      this.storedLeft -= count;
    }
    this.mode = 'block';
    return true;
  }

  /** Symbols to the end of the block; false when the output is full. */
  private readSymbols(end: number): boolean {
    for (;;) {
      if (!this.writePending(end)) {
        this.giveBack();
        return false;
      }
      const { position, hold, bits } = this;
      try {
        if (!this.readSymbol()) {
          this.giveBack();
          this.mode = 'block';
          return true;
        }
      } catch (error) {
        if (error === NEED_INPUT) {
          this.position = position;
          this.hold = hold;
          this.bits = bits;
          this.giveBack();
        }
        throw error;
      }
    }
  }

  /** A literal, or a length and its distance, to be written; false at the end of the block. */
  private readSymbol(): boolean {
    const symbol = this.takeSymbol(this.literals);
    if (symbol < 0) throw new DataError('invalid literal/length code');
    if (symbol < 256) {
      this.literal = symbol;
      return true;
    }
    if (symbol === 256) return false;
    const at = symbol - 257;
    if (at >= LENGTH_BASES.length) throw new DataError('invalid literal/length code');
    const length = LENGTH_BASES[at]! + this.take(LENGTH_EXTRA[at]!);
    const code = this.takeSymbol(this.distances);
    if (code < 0 || code >= DISTANCE_BASES.length) throw new DataError('invalid distance code');
    const distance = DISTANCE_BASES[code]! + this.take(code < 4 ? 0 : (code >> 1) - 1);
    if (distance > this.written) throw new DataError('invalid distance too far back');
    this.copyLength = length;
    this.copyDistance = distance;
    return true;
  }

  private writePending(end: number): boolean {
    if (this.literal >= 0) {
      if (!this.grow(end)) return false;
      this.output[this.written++] = this.literal;
      this.literal = -1;
    }
    while (this.copyLength > 0) {
      if (!this.grow(end)) return false;
      const { output, copyDistance } = this;
      const count = Math.min(this.copyLength, output.length - this.written);
      let { written } = this;
      for (const stop = written + count; written < stop; written++)
        output[written] = output[written - copyDistance]!;
      this.written = written;
      this.copyLength -= count;
    }
    return true;
  }
}

/**
 * A stream of compression on the host's one-shot deflate.
 *
 * Input is gathered until a flush; each flush compresses what has come since the last one, with the window before it
 * as dictionary, so that the parts join to one stream. Containers are written here.
 */

import { adler32, crc32 } from '../binascii/checksums.ts';
import { zlib } from '../node-libraries.ts';

const WINDOW = 32768;
const NO_FLUSH = 0;
const SYNC_FLUSH = 2;
const FULL_FLUSH = 3;
export const FINISH = 4;
const TREES = 6;
const HUFFMAN_ONLY = 2;

export interface DeflateOptions {
  readonly level: number;
  readonly wbits: number;
  readonly memLevel: number;
  readonly strategy: number;
}

/** Whether zlib's deflateInit2 takes them. */
export function areDeflateOptions({ level, wbits, memLevel, strategy }: DeflateOptions): boolean {
  const bits = wbits < 0 ? -wbits : wbits > 15 ? wbits - 16 : wbits;
  if (level < -1 || level > 9 || memLevel < 1 || memLevel > 9 || strategy < 0 || strategy > 4) return false;
  return bits <= 15 && bits >= (wbits < 0 || wbits > 15 ? 9 : 8);
}

export class Deflate {
  private readonly options: DeflateOptions;
  private readonly bits: number;
  private input: Uint8Array[] = [];
  private inputSize = 0;
  private history: Uint8Array = new Uint8Array(0);
  private dictionary: Uint8Array | undefined;
  private check: number;
  private total = 0;
  private headerWritten = false;
  private lastFlush = NO_FLUSH;
  finished = false;

  constructor(options: DeflateOptions, dictionary: Uint8Array | undefined) {
    this.options = options;
    const { wbits } = options;
    this.bits = Math.max(9, wbits < 0 ? -wbits : wbits > 15 ? wbits - 16 : wbits);
    this.check = this.format === 'zlib' ? 1 : 0;
    if (dictionary !== undefined) {
      this.dictionary = dictionary.slice();
      this.history = dictionary.slice(-WINDOW);
    }
  }

  private get format(): 'raw' | 'zlib' | 'gzip' {
    const { wbits } = this.options;
    return wbits < 0 ? 'raw' : wbits > 15 ? 'gzip' : 'zlib';
  }

  copy(): Deflate {
    const copy = Object.assign(Object.create(Deflate.prototype) as Deflate, this);
    copy.input = [...this.input];
    return copy;
  }

  compress(data: Uint8Array): Uint8Array {
    if (data.length > 0) {
      this.input.push(data.slice());
      this.inputSize += data.length;
      if (this.format === 'zlib') this.check = adler32(data, this.check);
      else if (this.format === 'gzip') this.check = crc32(data, this.check);
      this.total = (this.total + data.length) % 2 ** 32;
    }
    return this.header();
  }

  /** Modes that would end within a byte end at one. */
  flush(mode: number): Uint8Array {
    const header = this.header();
    // zlib does nothing when it is to flush again without input.
    const again = this.inputSize === 0 && mode <= this.lastFlush && mode !== FINISH;
    if (again || mode === NO_FLUSH) return header;
    const data = Buffer.concat(this.input);
    const { level, memLevel, strategy } = this.options;
    const body = zlib().deflateRawSync(data, {
      level,
      memLevel,
      strategy,
      windowBits: this.bits,
      finishFlush: mode === FINISH || mode === FULL_FLUSH ? mode : SYNC_FLUSH,
      ...(this.history.length > 0 && { dictionary: this.history }),
    });
    this.input = [];
    this.inputSize = 0;
    this.lastFlush = mode;
    if (mode === FINISH) {
      this.finished = true;
      return Buffer.concat([header, body, this.trailer()]);
    }
    this.history =
      mode === FULL_FLUSH ? new Uint8Array(0) : Buffer.concat([this.history, data]).subarray(-WINDOW);
    return Buffer.concat([header, body]);
  }

  private header(): Uint8Array {
    if (this.headerWritten || this.format === 'raw') return new Uint8Array(0);
    this.headerWritten = true;
    const { strategy } = this.options;
    const level = this.options.level === -1 ? 6 : this.options.level;
    const fastest = strategy >= HUFFMAN_ONLY || level < 2;
    if (this.format === 'gzip') {
      // No time, and the system "Unix" (RFC 1952, 2.3).
      return Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, level === 9 ? 2 : fastest ? 4 : 0, 3);
    }
    const effort = fastest ? 0 : level < 6 ? 1 : level === 6 ? 2 : 3;
    let header = ((8 + ((this.bits - 8) << 4)) << 8) | (effort << 6);
    if (this.dictionary !== undefined) header |= 0x20;
    header += 31 - (header % 31);
    const start = Uint8Array.of(header >> 8, header & 255);
    if (this.dictionary === undefined) return start;
    return Buffer.concat([start, bigEndian(adler32(this.dictionary, 1))]);
  }

  private trailer(): Uint8Array {
    if (this.format === 'raw') return new Uint8Array(0);
    if (this.format === 'zlib') return bigEndian(this.check);
    return Buffer.concat([bigEndian(this.check).reverse(), bigEndian(this.total).reverse()]);
  }
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export const isFlushMode = (mode: number): boolean => mode >= NO_FLUSH && mode < TREES;

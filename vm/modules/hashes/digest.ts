/** Running digests of the host's library that can be copied. */
import type { Hash, Hmac } from 'node:crypto';
import { crypto } from '../node-libraries.ts';

export interface Algorithm {
  /** As Python names it. */
  readonly name: string;
  /** As the host names it. */
  readonly host: string;
  readonly blockSize: number;
  /** 0: chosen when the digest is taken. */
  readonly digestSize: number;
}

const algorithm = (name: string, host: string, blockSize: number, digestSize: number): Algorithm => ({
  name,
  host,
  blockSize,
  digestSize,
});

export const ALGORITHMS: readonly Algorithm[] = [
  algorithm('md5', 'md5', 64, 16),
  algorithm('sha1', 'sha1', 64, 20),
  algorithm('sha224', 'sha224', 64, 28),
  algorithm('sha256', 'sha256', 64, 32),
  algorithm('sha384', 'sha384', 128, 48),
  algorithm('sha512', 'sha512', 128, 64),
  algorithm('sha3_224', 'sha3-224', 144, 28),
  algorithm('sha3_256', 'sha3-256', 136, 32),
  algorithm('sha3_384', 'sha3-384', 104, 48),
  algorithm('sha3_512', 'sha3-512', 72, 64),
  algorithm('shake_128', 'shake128', 168, 0),
  algorithm('shake_256', 'shake256', 136, 0),
  algorithm('md5-sha1', 'md5-sha1', 64, 36),
  algorithm('ripemd160', 'ripemd160', 64, 20),
  algorithm('sha512_224', 'sha512-224', 128, 28),
  algorithm('sha512_256', 'sha512-256', 128, 32),
  algorithm('sm3', 'sm3', 64, 32),
  algorithm('blake2b', 'blake2b512', 128, 64),
  algorithm('blake2s', 'blake2s256', 64, 32),
];

const byName = new Map(ALGORITHMS.map((each) => [each.name, each]));

/** By Python's name or OpenSSL's, in any case. */
export function findAlgorithm(name: string): Algorithm | undefined {
  const lower = name.toLowerCase();
  const aliases: Readonly<Record<string, string>> = { rmd160: 'ripemd160', ripemd: 'ripemd160' };
  const plain = aliases[lower] ?? lower.replace(/^sha-/, 'sha').replaceAll(/^(sha3|sha512)-/g, '$1_');
  return byName.get(plain) ?? ALGORITHMS.find((each) => each.host === plain);
}

export class Digest {
  readonly algorithm: Algorithm;
  private readonly hash: Hash;

  constructor(kind: Algorithm, hash: Hash = crypto().createHash(kind.host)) {
    this.algorithm = kind;
    this.hash = hash;
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  copy(): Digest {
    return new Digest(this.algorithm, this.hash.copy());
  }

  /** `length`: of algorithms whose digest has no size of its own. */
  digest(length?: number): Uint8Array {
    if (length === 0) return new Uint8Array(0);
    const last = length === undefined ? this.hash.copy() : this.hash.copy({ outputLength: length });
    return new Uint8Array(last.digest());
  }
}

/** HMAC (RFC 2104) from two digests, for the host's own cannot be copied. */
export class KeyedDigest {
  readonly algorithm: Algorithm;
  private readonly inner: Digest;
  private readonly outer: Digest;

  constructor(kind: Algorithm, key: Uint8Array | { inner: Digest; outer: Digest }) {
    this.algorithm = kind;
    if (!(key instanceof Uint8Array)) {
      this.inner = key.inner;
      this.outer = key.outer;
      return;
    }
    const block = new Uint8Array(kind.blockSize);
    block.set(key.length > kind.blockSize ? crypto().createHash(kind.host).update(key).digest() : key);
    this.inner = new Digest(kind);
    this.inner.update(block.map((byte) => byte ^ 0x36));
    this.outer = new Digest(kind);
    this.outer.update(block.map((byte) => byte ^ 0x5c));
  }

  update(data: Uint8Array): void {
    this.inner.update(data);
  }

  copy(): KeyedDigest {
    return new KeyedDigest(this.algorithm, { inner: this.inner.copy(), outer: this.outer.copy() });
  }

  digest(): Uint8Array {
    const last = this.outer.copy();
    last.update(this.inner.digest());
    return last.digest();
  }
}

/** HMAC of one message. */
export function keyedDigest({ host }: Algorithm, key: Uint8Array, message: Uint8Array): Uint8Array {
  const hmac: Hmac = crypto().createHmac(host, key);
  return new Uint8Array(hmac.update(message).digest());
}

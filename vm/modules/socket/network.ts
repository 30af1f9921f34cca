/**
 * A network of one process: streams and datagrams between sockets that this program has made.
 *
 * Whoever listens, connects, sends and receives is in the program itself, as with asyncio's streams on the loopback
 * interface; nothing leaves the process. The buffers are bounded as those of a system are, so that writers have to wait
 * for readers.
 */

/** Bytes under way in one direction of a stream. */
const STREAM_CAPACITY = 256 * 1024;
const FIRST_EPHEMERAL_PORT = 40000;
/** Descriptors are far above those of files. */
const FIRST_DESCRIPTOR = 10_000;

/** Host and port, a path (AF_UNIX), or nothing. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

export class Endpoint {
  readonly descriptor: number;
  readonly stream: boolean;
  local: Address | null = null;
  remote: Address | null = null;
  /** Other end of a stream; null when not connected. */
  peer: Endpoint | null = null;
  /** Data that have come, oldest first. */
  private chunks: Uint8Array[] = [];
  private buffered = 0;
  readonly datagrams: { readonly data: Uint8Array; readonly from: Address | null }[] = [];
  /** Nothing more comes: the other end has closed or shut its writing side down. */
  ended = false;
  /** The other end is gone without having read everything, or sending is of no use any more. */
  reset = false;
  readShut = false;
  writeShut = false;
  closed = false;
  /** Connections that wait to be accepted; null when not listening. */
  backlog: Endpoint[] | null = null;
  backlogLimit = 0;
  /** Error of the socket, as SO_ERROR gives it. */
  error = 0;

  constructor(stream: boolean) {
    this.descriptor = nextDescriptor++;
    this.stream = stream;
    endpoints.set(this.descriptor, this);
  }

  get hasData(): boolean {
    return this.buffered > 0;
  }

  get readable(): boolean {
    if (this.backlog !== null) return this.backlog.length > 0;
    if (!this.stream) return this.datagrams.length > 0;
    return this.buffered > 0 || this.ended || this.readShut || this.reset || this.error !== 0;
  }

  get writable(): boolean {
    if (!this.stream) return true;
    if (this.backlog !== null) return false;
    return this.peer === null || this.writeShut || this.reset || this.peer.buffered < STREAM_CAPACITY;
  }

  get hungUp(): boolean {
    return this.stream && this.backlog === null && (this.peer === null || (this.ended && this.writeShut));
  }

  /** Takes over as much as there is room for; the number of bytes. */
  write(data: Uint8Array): number {
    const { peer } = this;
    if (peer === null) return 0;
    const count = Math.min(data.length, STREAM_CAPACITY - peer.buffered);
    if (count <= 0) return 0;
    if (!peer.readShut) {
      peer.chunks.push(data.slice(0, count));
      peer.buffered += count;
    }
    return count;
  }

  /** At most so many bytes of what has come. */
  read(limit: number, peek = false): Uint8Array {
    const count = Math.min(limit, this.buffered);
    const result = new Uint8Array(count);
    let filled = 0;
    let index = 0;
    while (filled < count) {
      const chunk = this.chunks[index]!;
      const part = Math.min(chunk.length, count - filled);
      result.set(part === chunk.length ? chunk : chunk.subarray(0, part), filled);
      filled += part;
      if (!peek) {
        if (part === chunk.length) this.chunks.shift();
        else this.chunks[0] = chunk.subarray(part);
      } else index += 1;
    }
    if (!peek) this.buffered -= count;
    return result;
  }

  shutdown(reading: boolean, writing: boolean): void {
    if (reading) this.readShut = true;
    if (writing && !this.writeShut) {
      this.writeShut = true;
      if (this.peer !== null) this.peer.ended = true;
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    endpoints.delete(this.descriptor);
    for (const [key, owner] of bound) if (owner === this) bound.delete(key);
    for (const waiting of this.backlog ?? []) waiting.close();
    const { peer } = this;
    if (peer === null) return;
    peer.ended = true;
    // Data that nobody will read: the other end is told by a reset.
    if (this.buffered > 0) peer.reset = true;
    peer.peer = null;
    this.peer = null;
  }
}

let nextDescriptor = FIRST_DESCRIPTOR;
let nextPort = FIRST_EPHEMERAL_PORT;
const endpoints = new Map<number, Endpoint>();
const bound = new Map<string, Endpoint>();

export function endpointOf(descriptor: number): Endpoint | undefined {
  return endpoints.get(descriptor);
}

export function connectPair(left: Endpoint, right: Endpoint): void {
  left.peer = right;
  right.peer = left;
}

function keyOf(address: Address, stream: boolean): string {
  return 'path' in address ? `unix ${address.path}` : `${stream ? 'tcp' : 'udp'} ${address.port}`;
}

/** False when the address is in use. */
export function bind(endpoint: Endpoint, wanted: Address): boolean {
  let address = wanted;
  if ('port' in address && address.port === 0) {
    do {
      address = { host: address.host, port: nextPort };
      nextPort = nextPort >= 65535 ? FIRST_EPHEMERAL_PORT : nextPort + 1;
    } while (bound.has(keyOf(address, endpoint.stream)));
  }
  const key = keyOf(address, endpoint.stream);
  if (bound.has(key)) return false;
  bound.set(key, endpoint);
  endpoint.local = address;
  return true;
}

/** The socket that has the address, if there is one. */
export function ownerOf(address: Address, stream: boolean): Endpoint | undefined {
  return bound.get(keyOf(address, stream));
}

/** Local address of a connection that was not bound. */
export function ephemeral(host: string): Address {
  const port = nextPort;
  nextPort = nextPort >= 65535 ? FIRST_EPHEMERAL_PORT : nextPort + 1;
  return { host, port };
}

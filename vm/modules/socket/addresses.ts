/** Socket addresses and names: what `bind`, `connect`, `getaddrinfo` and `inet_pton` take and give. */
import {
  asBytes,
  asInt,
  asStr,
  type Escapes,
  newTuple,
  OverflowErrorType,
  type PyObject,
  PyTuple,
  raise,
  raiseTypeError,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import type { Address } from './network.ts';

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Four bytes of a dotted address. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const match = IPV4.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  return parts.every((part) => part <= 255) ? Uint8Array.from(parts) : undefined;
}

/** Sixteen bytes of an IPv6 address (RFC 4291). */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const words = (part: string): number[] | undefined => {
    if (part === '') return [];
    const fields = part.split(':');
    const result: number[] = [];
    for (const [index, field] of fields.entries()) {
      const embedded = index === fields.length - 1 ? parseIpv4(field) : undefined;
      if (embedded !== undefined)
        result.push(embedded[0]! * 256 + embedded[1]!, embedded[2]! * 256 + embedded[3]!);
      else if (/^[0-9a-f]{1,4}$/i.test(field)) result.push(Number.parseInt(field, 16));
      else return undefined;
    }
    return result;
  };
  const front = words(halves[0]!);
  const back = halves.length === 2 ? words(halves[1]!) : [];
  if (front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...front, ...new Array<number>(missing).fill(0), ...back];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 255]));
}

/** Text of sixteen bytes, the longest run of zeros left out (RFC 5952). */
export function ipv6Text(data: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, index) => data[index * 2]! * 256 + data[index * 2 + 1]!);
  let [best, bestLength] = [-1, 1];
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && words[end] === 0) end += 1;
    if (end - start > bestLength) [best, bestLength] = [start, end - start];
  }
  const hex = words.map((word) => word.toString(16));
  if (best < 0) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLength).join(':')}`;
}

/** A host name as a numeric address of the family; `undefined` when it is not known here. */
export function resolve(host: string, family: number): string | undefined {
  if (host === '') return family === AF_INET6 ? '::' : '0.0.0.0';
  if (host === '<broadcast>' && family === AF_INET) return '255.255.255.255';
  if (host === 'localhost') return family === AF_INET6 ? '::1' : '127.0.0.1';
  if (family === AF_INET6) {
    const parsed = parseIpv6(host);
    return parsed === undefined ? undefined : ipv6Text(parsed);
  }
  return parseIpv4(host) === undefined ? undefined : parseIpv4(host)!.join('.');
}

/** An address argument; `unknown` is called for a host name that cannot be resolved. */
export function addressArgument(
  value: PyObject,
  family: number,
  method: string,
  unknown: () => never,
): Escapes<Address> {
  if (family === AF_UNIX) {
    const text = asStr(value);
    if (text !== undefined) return { path: strToJs(text) };
    const bytes = asBytes(value);
    if (bytes === undefined) raiseTypeError(`a bytes-like object is required, not '${typeName(value)}'`);
    return { path: String.fromCharCode(...bytes) };
  }
  const name = family === AF_INET6 ? 'AF_INET6' : 'AF_INET';
  if (!(value instanceof PyTuple)) {
    raiseTypeError(`${method}(): ${name} address must be tuple, not ${typeName(value)}`);
  }
  if (value.items.length < 2 || (family === AF_INET && value.items.length !== 2))
    raiseTypeError(`${name} address must be a pair (host, port)`);
  const [hostValue, portValue] = value.items;
  const hostText = hostValue === null ? '' : asStr(hostValue!);
  const hostBytes = asBytes(hostValue!);
  if (hostText === undefined && hostBytes === undefined)
    raiseTypeError(`str, bytes or bytearray expected, not ${typeName(hostValue!)}`);
  const port = asInt(portValue!);
  if (port === undefined)
    raiseTypeError(`'${typeName(portValue!)}' object cannot be interpreted as an integer`);
  if (port < 0 || port > 65535) raise(OverflowErrorType, `${method}(): port must be 0-65535.`);
  const host = hostText === undefined ? String.fromCharCode(...hostBytes!) : strToJs(hostText);
  const resolved = resolve(host, family);
  return { host: resolved === undefined ? unknown() : resolved, port: Number(port) };
}

/** As Python shows an address. */
export function addressValue(address: Address | null, family: number): PyObject {
  if (address === null) {
    if (family === AF_UNIX) return '';
    return family === AF_INET6 ? newTuple(['::', 0, 0, 0]) : newTuple(['0.0.0.0', 0]);
  }
  if ('path' in address) return address.path;
  return family === AF_INET6
    ? newTuple([address.host, address.port, 0, 0])
    : newTuple([address.host, address.port]);
}

/** UTF-7 (RFC 2152; CPython: Objects/unicodeobject.c). */
import {
  codePoints,
  type Escapes,
  handleUndecodable,
  PointWriter,
  type StrValue,
} from '../../objects/index.ts';
import type { Decoded } from './escapes.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIRECT = /[A-Za-z0-9'(),\-./:?!"#$%&*;<=>@[\]^_`{|} \t\n\r]/;

export function encodeUtf7(text: StrValue): Uint8Array {
  let out = '';
  let bits = 0;
  let count = 0;
  let shifted = false;
  for (const point of codePoints(text)) {
    const character = point < 128 ? String.fromCharCode(point) : '';
    const direct = point < 128 && (DIRECT.test(character) || (point === 43 && !shifted));
    if (direct && character !== '+') {
      if (shifted) {
        if (count > 0) out += BASE64[(bits << (6 - count)) & 63]!;
        if (BASE64.includes(character) || character === '-') out += '-';
        shifted = false;
        count = 0;
        bits = 0;
      }
      out += character;
      continue;
    }
    if (!shifted && character === '+') {
      out += '+-';
      continue;
    }
    if (!shifted) {
      out += '+';
      shifted = true;
    }
    const units =
      point > 0xffff ? [0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff)] : [point];
    for (const unit of units) {
      bits = (bits << 16) | unit;
      count += 16;
      while (count >= 6) {
        count -= 6;
        out += BASE64[(bits >> count) & 63]!;
      }
      bits &= (1 << count) - 1;
    }
  }
  if (shifted) out += (count > 0 ? BASE64[(bits << (6 - count)) & 63]! : '') + '-';
  return Uint8Array.from(out, (unit) => unit.charCodeAt(0));
}

export function decodeUtf7(data: Uint8Array, errors: string, final: boolean): Escapes<Decoded> {
  const writer = new PointWriter(data.length);
  let at = 0;
  /** Everything before is decoded and needs no state to go on. */
  let safe = 0;
  const fail = (start: number, stop: number, reason: string): number =>
    handleUndecodable(writer, data, start, stop, 'utf7', reason, errors);
  while (at < data.length) {
    const byte = data[at]!;
    if (byte !== 43) {
      at = byte < 128 ? at + 1 : fail(at, at + 1, 'unexpected special character');
      if (byte < 128) writer.add(byte);
      safe = at;
      continue;
    }
    const start = at++;
    if (data[at] === 45) {
      writer.add(43);
      safe = ++at;
      continue;
    }
    const units: number[] = [];
    let bits = 0;
    let count = 0;
    while (at < data.length && BASE64.includes(String.fromCharCode(data[at]!))) {
      bits = (bits << 6) | BASE64.indexOf(String.fromCharCode(data[at++]!));
      count += 6;
      if (count >= 16) {
        count -= 16;
        units.push((bits >> count) & 0xffff);
        bits &= (1 << count) - 1;
      }
    }
    if (at === data.length && !final) return { text: writer.finish(), consumed: start };
    if (at === start + 1) {
      at = fail(
        start,
        Math.min(at + 1, data.length),
        at === data.length ? 'unterminated shift sequence' : 'ill-formed sequence',
      );
      safe = at;
      continue;
    }
    addUnits(writer, units);
    if (count >= 6) at = fail(start, at, 'partial character in base64 sequence');
    else if (bits !== 0) at = fail(start, at, 'non-zero padding bits in base64 sequence');
    else if (at === data.length) at = fail(start, at, 'unterminated shift sequence');
    else if (data[at] === 45) at++;
    safe = at;
  }
  return { text: writer.finish(), consumed: safe };
}

function addUnits(writer: PointWriter, units: readonly number[]): void {
  for (let index = 0; index < units.length; index++) {
    const [unit, next] = [units[index]!, units[index + 1]];
    if (unit >= 0xd800 && unit < 0xdc00 && next !== undefined && next >= 0xdc00 && next < 0xe000) {
      writer.add(0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
      index++;
    } else writer.add(unit);
  }
}

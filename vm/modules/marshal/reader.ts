/** Bytes → values: the other direction of writer.ts (CPython: Python/marshal.c, `r_object`). */
import {
  buildSlice,
  ComplexType,
  Ellipsis,
  EOFErrorType,
  newBytes,
  newDict,
  newFloat,
  newFrozenSet,
  newList,
  newSetFrom,
  newStr,
  newTuple,
  normalizeInt,
  PyComplex,
  type PyObject,
  raise,
  raiseValueError,
  StopIterationType,
  strFromPoints,
} from '../../objects/index.ts';
import { readCode } from './code-format.ts';

const LETTER = {
  N: 78,
  T: 84,
  F: 70,
  i: 105,
  d: 100,
  l: 108,
  a: 97,
  u: 117,
  r: 114,
  dot: 46,
  S: 83,
  g: 103,
  y: 121,
  s: 115,
  tuple: 40,
  list: 91,
  frozenset: 62,
  set: 60,
  dict: 123,
  slice: 58,
  c: 99,
} as const;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Reader {
  readonly data: Uint8Array;
  at = 0;
  private readonly texts: PyObject[] = [];
  private readonly allowCode: boolean;
  /** The file that code is said to come from, whatever it was when it was written. */
  readonly filename: string | null;

  constructor(data: Uint8Array, allowCode = true, filename: string | null = null) {
    this.data = data;
    this.allowCode = allowCode;
    this.filename = filename;
  }

  byte(): number {
    if (this.at >= this.data.length) raise(EOFErrorType, 'marshal data too short');
    return this.data[this.at++]!;
  }

  /** A view of the next bytes. */
  bytes(count: number): Uint8Array {
    const end = this.at + count;
    if (end > this.data.length) raise(EOFErrorType, 'marshal data too short');
    const view = this.data.subarray(this.at, end);
    this.at = end;
    return view;
  }

  int32(): number {
    const { data, at } = this;
    if (at + 4 > data.length) raise(EOFErrorType, 'marshal data too short');
    this.at = at + 4;
    return data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.byte();
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    const bytes = this.bytes(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  }

  /** What `Writer.text` wrote. */
  text(): string {
    return this.value() as string;
  }

  value(): PyObject {
    const letter = this.byte();
    switch (letter) {
      case LETTER.r: {
        const text = this.texts[this.varint()];
        if (text === undefined) raiseValueError('bad marshal data (invalid reference)');
        return text;
      }
      case LETTER.a:
        return this.remember(this.ascii(this.varint()));
      case LETTER.N:
        return null;
      case LETTER.T:
        return true;
      case LETTER.F:
        return false;
      case LETTER.i:
        return this.int32();
      case LETTER.d:
        return this.double();
      case LETTER.l:
        return this.bigInteger();
      case LETTER.u:
        return this.remember(this.wide());
      case LETTER.dot:
        return Ellipsis;
      case LETTER.S:
        return StopIterationType;
      case LETTER.g:
        return newFloat(this.double());
      case LETTER.y:
        return new PyComplex(ComplexType, this.double(), this.double());
      case LETTER.s:
        return newBytes(this.bytes(this.varint()).slice());
      case LETTER.tuple:
        return newTuple(this.items());
      case LETTER.list:
        return newList(this.items());
      case LETTER.frozenset:
        return newFrozenSet(this.items());
      case LETTER.set:
        return newSetFrom(this.items());
      case LETTER.dict: {
        const dict = newDict();
        for (let count = this.varint(); count > 0; count--) {
          const key = this.value();
          dict.table.set(key, this.value());
        }
        return dict;
      }
      case LETTER.slice:
        return buildSlice(this.value(), this.value(), this.value());
      case LETTER.c:
        if (!this.allowCode) raiseValueError('unmarshalling code objects is disallowed');
        return readCode(this);
      default:
        return raiseValueError('bad marshal data (unknown type code)');
    }
  }

  private remember(text: PyObject): PyObject {
    this.texts.push(text);
    return text;
  }

  private ascii(length: number): string {
    const bytes = this.bytes(length);
    if (length > 40) return decoder.decode(bytes);
    let text = '';
    for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[index]!);
    return text;
  }

  private wide(): PyObject {
    if (this.byte() === 0) return newStr(decoder.decode(this.bytes(this.varint())));
    const count = this.varint();
    if (count > this.data.length) raise(EOFErrorType, 'marshal data too short');
    const points = new Uint32Array(count);
    for (let index = 0; index < count; index++) points[index] = this.varint();
    return strFromPoints(points);
  }

  private bigInteger(): PyObject {
    const negative = this.byte() === 1;
    const digits = this.ascii(this.varint());
    if (!/^[0-9a-f]+$/.test(digits)) raiseValueError('bad marshal data (digit out of range in long)');
    const value = BigInt(`0x${digits}`);
    return normalizeInt(negative ? -value : value);
  }

  private items(): PyObject[] {
    const count = this.varint();
    if (count > this.data.length) raise(EOFErrorType, 'marshal data too short');
    const items: PyObject[] = [];
    for (let index = 0; index < count; index++) items.push(this.value());
    return items;
  }
}

/**
 * Values → bytes, for `marshal` and the code cache (CPython: Python/marshal.c, `w_object`). Types have CPython's
 * letters; texts that occur again are references, and a code object has a layout of its own (code-format.ts).
 */
import {
  asBytes,
  asInt,
  asStr,
  codePoints,
  Ellipsis,
  isStr,
  PyByteArray,
  PyBytes,
  PyCode,
  PyComplex,
  PyDict,
  PyFloat,
  PyFrozenSet,
  PyList,
  type PyObject,
  PySet,
  PySlice,
  PyTuple,
  raiseValueError,
  StopIterationType,
  strToJs,
} from '../../objects/index.ts';
import { writeCode } from './code-format.ts';

/** Deeper nesting is refused, as by CPython (`MAX_MARSHAL_STACK_DEPTH`). */
const MAX_DEPTH = 2000;

const encoder = new TextEncoder();

export class Writer {
  private data = new Uint8Array(256);
  private length = 0;
  private readonly texts = new Map<string, number>();
  private references = 0;
  private depth = 0;
  /** Code objects may be refused. */
  private readonly allowCode: boolean;

  constructor(allowCode = true) {
    this.allowCode = allowCode;
  }

  finish(): Uint8Array {
    return this.data.slice(0, this.length);
  }

  byte(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  bytes(data: Uint8Array): void {
    this.reserve(data.length);
    this.data.set(data, this.length);
    this.length += data.length;
  }

  int32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255);
  }

  /** An unsigned number in groups of 7 bits, the lowest first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** A signed number, small when near zero. */
  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  double(value: number): void {
    this.bytes(new Uint8Array(Float64Array.of(value).buffer));
  }

  value(value: PyObject): void {
    if (this.depth >= MAX_DEPTH) raiseValueError('object too deeply nested to marshal');
    this.depth += 1;
    this.scalarOrContainer(value);
    this.depth -= 1;
  }

  /** A text of the host without wide characters: those come again and again. */
  text(text: string): void {
    const known = this.texts.get(text);
    if (known !== undefined) {
      this.letter('r');
      this.varint(known);
      return;
    }
    this.texts.set(text, this.references++);
    if (isAscii(text)) {
      this.letter('a');
      this.varint(text.length);
      for (let index = 0; index < text.length; index++) this.byte(text.charCodeAt(index));
    } else {
      this.letter('u');
      this.wide(text);
    }
  }

  /** Well-formed text as UTF-8, other text by code points. */
  private wide(value: PyObject): void {
    const text = strToJs(asStr(value)!);
    if (text.isWellFormed()) {
      this.byte(0);
      const data = encoder.encode(text);
      this.varint(data.length);
      this.bytes(data);
    } else {
      this.byte(1);
      const points = codePoints(asStr(value)!);
      this.varint(points.length);
      for (const point of points) this.varint(point);
    }
  }

  private scalarOrContainer(value: PyObject): unknown {
    if (value === null) return this.letter('N');
    if (value === true) return this.letter('T');
    if (value === false) return this.letter('F');
    if (typeof value === 'number' || typeof value === 'bigint') return this.integer(value);
    if (typeof value === 'string') return this.text(value);
    if (value === Ellipsis) return this.letter('.');
    if (value === StopIterationType) return this.letter('S');
    if (value instanceof PyFloat) {
      this.letter('g');
      return this.double(value.value);
    }
    if (value instanceof PyComplex) {
      this.letter('y');
      this.double(value.real);
      return this.double(value.imag);
    }
    if (value instanceof PyBytes || value instanceof PyByteArray) {
      const data = asBytes(value)!;
      this.letter('s');
      this.varint(data.length);
      return this.bytes(data);
    }
    if (value instanceof PyTuple) return this.items('(', value.items);
    if (value instanceof PyList) return this.items('[', value.items);
    if (value instanceof PySet) return this.items('<', value.table.keyItems());
    if (value instanceof PyFrozenSet) return this.items('>', value.table.keyItems());
    if (value instanceof PyDict) {
      this.letter('{');
      const keys = value.table.keyItems();
      this.varint(keys.length);
      for (const key of keys) {
        this.value(key);
        this.value(value.table.get(key)!);
      }
      return;
    }
    if (value instanceof PySlice) {
      this.letter(':');
      for (const part of [value.start, value.stop, value.step]) this.value(part);
      return;
    }
    if (value instanceof PyCode) {
      if (!this.allowCode) raiseValueError('marshalling code objects is disallowed');
      this.letter('c');
      return writeCode(this, value);
    }
    if (isStr(value)) {
      this.references++;
      this.letter('u');
      return this.wide(value);
    }
    const int = asInt(value);
    if (int !== undefined) return this.integer(int);
    raiseValueError('unmarshallable object');
  }

  private integer(value: number | bigint): void {
    if (typeof value === 'number') {
      if ((value | 0) === value) {
        this.letter('i');
        this.int32(value);
      } else {
        this.letter('d');
        this.double(value);
      }
      return;
    }
    const digits = (value < 0n ? -value : value).toString(16);
    this.letter('l');
    this.byte(value < 0n ? 1 : 0);
    this.varint(digits.length);
    for (let index = 0; index < digits.length; index++) this.byte(digits.charCodeAt(index));
  }

  private items(letter: string, items: readonly PyObject[]): void {
    this.letter(letter);
    this.varint(items.length);
    for (const item of items) this.value(item);
  }

  private letter(letter: string): void {
    this.byte(letter.charCodeAt(0));
  }

  private reserve(count: number): void {
    if (this.length + count <= this.data.length) return;
    const grown = new Uint8Array((this.length + count) * 2);
    grown.set(this.data);
    this.data = grown;
  }
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 128) return false;
  return true;
}

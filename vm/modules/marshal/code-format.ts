/**
 * Code objects as bytes. Everything a code object holds is kept: instructions, constants, names, exception table,
 * positions. The positions are half of the bytes and are seldom asked for, so they are decoded when they are.
 */
import {
  type CodeData,
  CodeType,
  newTuple,
  PyCode,
  type PyObject,
  type PyTuple,
  raiseValueError,
} from '../../objects/index.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const CO_VARARGS = 0x4;
const CO_VARKEYWORDS = 0x8;

export function writeCode(writer: Writer, code: PyCode): void {
  const { unit } = code;
  for (const text of [unit.name, unit.qualname, unit.filename]) writer.text(text);
  writer.signed(unit.firstlineno);
  for (const count of [unit.argcount, unit.posonlyargcount, unit.kwonlyargcount, unit.flags, unit.nlocals])
    writer.varint(count);
  writer.varint(unit.stacksize);
  writeTexts(writer, unit.names);
  writeTexts(writer, unit.localsplusnames);
  writer.bytes(unit.localspluskinds);
  writer.value(unit.docstring);
  writer.value(newTuple([...code.consts]));
  const { code: words, exceptiontable, positions } = unit;
  writer.varint(words.length / 2);
  for (let at = 0; at < words.length; at += 2) {
    writer.varint(words[at]!);
    writer.varint(words[at + 1]!);
  }
  writer.varint(exceptiontable.length);
  for (const { start, end, target, depth } of exceptiontable) {
    writer.varint(start);
    writer.varint(end - start);
    writer.varint(target);
    writer.varint(depth);
  }
  const encoded = encodePositions(positions, unit.firstlineno, writer);
  writer.varint(encoded.length);
  writer.bytes(encoded);
}

function writeTexts(writer: Writer, texts: readonly string[]): void {
  writer.varint(texts.length);
  for (const text of texts) writer.text(text);
}

/** Lines as differences from the instruction before, ends as differences from starts. */
function encodePositions(positions: Int32Array, firstLine: number, like: Writer): Uint8Array {
  const writer = new (like.constructor as new () => Writer)();
  let line = firstLine;
  for (let at = 0; at < positions.length; at += 4) {
    const [start, end, column, endColumn] = positions.subarray(at, at + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    writer.signed(start - line);
    writer.signed(end - start);
    writer.signed(column);
    writer.signed(endColumn - column);
    line = start;
  }
  return writer.finish();
}

function decodePositions(reader: Reader, count: number, firstLine: number): Int32Array {
  const positions = new Int32Array(count * 4);
  let line = firstLine;
  for (let at = 0; at < positions.length; at += 4) {
    line += reader.signed();
    positions[at] = line;
    positions[at + 1] = line + reader.signed();
    const column = reader.signed();
    positions[at + 2] = column;
    positions[at + 3] = column + reader.signed();
  }
  return positions;
}

/** A code unit out of bytes; what only tracebacks and debuggers ask for stays encoded. */
class LoadedUnit implements CodeData {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly flags: number;
  readonly nlocals: number;
  readonly stacksize: number;
  readonly names: readonly string[];
  readonly localsplusnames: readonly string[];
  readonly localspluskinds: Uint8Array;
  readonly docstring: string | null;
  readonly consts: PyObject[];
  readonly code: Int32Array;
  readonly exceptiontable: CodeData['exceptiontable'];
  private encodedPositions: Reader | Int32Array;

  constructor(reader: Reader) {
    this.name = reader.text();
    this.qualname = reader.text();
    const filename = reader.text();
    this.filename = reader.filename ?? filename;
    this.firstlineno = reader.signed();
    this.argcount = reader.varint();
    this.posonlyargcount = reader.varint();
    this.kwonlyargcount = reader.varint();
    this.flags = reader.varint();
    this.nlocals = reader.varint();
    this.stacksize = reader.varint();
    this.names = readTexts(reader);
    this.localsplusnames = readTexts(reader);
    this.localspluskinds = reader.bytes(this.localsplusnames.length);
    this.docstring = reader.value() as string | null;
    this.consts = (reader.value() as PyTuple).items as PyObject[];
    const count = reader.varint();
    if (count > reader.data.length) raiseValueError('bad marshal data (code size out of range)');
    const words = new Int32Array(count * 2);
    for (let at = 0; at < words.length; at++) words[at] = reader.varint();
    this.code = words;
    this.exceptiontable = readTable(reader);
    const encoded = reader.bytes(reader.varint());
    this.encodedPositions = new (reader.constructor as new (data: Uint8Array) => Reader)(encoded);
  }

  get positions(): Int32Array {
    if (!(this.encodedPositions instanceof Int32Array)) {
      this.encodedPositions = decodePositions(this.encodedPositions, this.code.length / 2, this.firstlineno);
    }
    return this.encodedPositions;
  }
}

function readTexts(reader: Reader): string[] {
  const texts: string[] = [];
  for (let count = reader.varint(); count > 0; count--) texts.push(reader.text());
  return texts;
}

const EMPTY_TABLE: CodeData['exceptiontable'] = [];

function readTable(reader: Reader): CodeData['exceptiontable'] {
  const count = reader.varint();
  if (count === 0) return EMPTY_TABLE;
  const table: CodeData['exceptiontable'][number][] = [];
  for (let index = 0; index < count; index++) {
    const start = reader.varint();
    const end = start + reader.varint();
    table.push({ start, end, target: reader.varint(), depth: reader.varint() });
  }
  return table;
}

export function readCode(reader: Reader): PyCode {
  const unit = new LoadedUnit(reader);
  const simple = (unit.flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && unit.kwonlyargcount === 0;
  return new PyCode(CodeType, unit, unit.name, unit.consts, unit.names, unit.argcount, simple, unit.flags);
}

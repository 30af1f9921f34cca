/** Encoding and decoding of a text stream in pieces: by the host's own codecs, or by one registered in Python. */
import {
  asBytes,
  asIndex,
  asStr,
  call,
  callMethod,
  decodeBytes,
  type Escapes,
  encodeStr,
  newBytes,
  newStr,
  newTuple,
  type PyObject,
  PyTuple,
  raiseTypeError,
  type StrValue,
  strToJs,
  typeName,
} from '../../objects/index.ts';
import { incompleteTail } from '../codecs/tails.ts';
import { concatenate } from './shared.ts';

export interface PieceDecoder {
  decode(piece: Uint8Array, final: boolean): Escapes<string>;
  reset(): void;
  /** Nothing is kept from the pieces before. */
  isClean(): Escapes<boolean>;
  /** What is kept: bytes, and flags of the decoder's own. */
  snapshot(): Escapes<{ rest: Uint8Array; flags: number }>;
  restore(rest: Uint8Array, flags: number): Escapes<void>;
}

export interface PieceEncoder {
  encode(text: StrValue): Escapes<Uint8Array>;
  /** After this the stream is at its start (`true`) or somewhere within. */
  restart(atStart: boolean): void;
}

/** The name that the host's codecs have, `undefined` for any other. */
export function hostEncoding(encoding: string): string | undefined {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (name === 'ascii' || name === 'us-ascii') return 'ascii';
  if (name === 'latin-1' || name === 'latin1' || name === 'iso-8859-1' || name === 'iso8859-1')
    return 'latin-1';
  return undefined;
}

export class HostDecoder implements PieceDecoder {
  private rest = new Uint8Array(0);
  private readonly encoding: string;
  private readonly errors: string;

  constructor(encoding: string, errors: string) {
    this.encoding = encoding;
    this.errors = errors;
  }

  decode(piece: Uint8Array, final: boolean): Escapes<string> {
    const data = this.rest.length === 0 ? piece : concatenate([this.rest, piece]);
    const tail = final || this.encoding !== 'utf-8' ? 0 : incompleteTail(data, 'utf-8');
    this.rest = data.slice(data.length - tail) as Uint8Array<ArrayBuffer>;
    return strToJs(decodeBytes(data.subarray(0, data.length - tail), this.encoding, this.errors));
  }

  reset(): void {
    this.rest = new Uint8Array(0);
  }

  isClean(): boolean {
    return this.rest.length === 0;
  }

  snapshot(): { rest: Uint8Array; flags: number } {
    return { rest: this.rest, flags: 0 };
  }

  restore(rest: Uint8Array): void {
    this.rest = rest.slice() as Uint8Array<ArrayBuffer>;
  }
}

export class PythonDecoder implements PieceDecoder {
  private readonly decoder: PyObject;

  constructor(factory: PyObject, errors: string) {
    this.decoder = call(factory, [newStr(errors)]);
  }

  decode(piece: Uint8Array, final: boolean): Escapes<string> {
    const result = callMethod(this.decoder, 'decode', newBytes(piece.slice()), final);
    const text = asStr(result);
    if (text === undefined)
      raiseTypeError(`decoder should return a string result, not '${typeName(result)}'`);
    return strToJs(text);
  }

  reset(): void {
    callMethod(this.decoder, 'reset');
  }

  isClean(): Escapes<boolean> {
    return this.snapshot().rest.length === 0;
  }

  snapshot(): Escapes<{ rest: Uint8Array; flags: number }> {
    const state = callMethod(this.decoder, 'getstate');
    if (!(state instanceof PyTuple) || state.items.length !== 2) raiseTypeError('illegal decoder state');
    const rest = asBytes(state.items[0]!);
    if (rest === undefined)
      raiseTypeError(
        `illegal decoder state: the first item should be a bytes object, not '${typeName(state.items[0]!)}'`,
      );
    return { rest, flags: Number(asIndex(state.items[1]!)) };
  }

  restore(rest: Uint8Array, flags: number): Escapes<void> {
    callMethod(this.decoder, 'setstate', newTuple([newBytes(rest), flags]));
  }
}

export class HostEncoder implements PieceEncoder {
  private readonly encoding: string;
  private readonly errors: string;

  constructor(encoding: string, errors: string) {
    this.encoding = encoding;
    this.errors = errors;
  }

  encode(text: StrValue): Escapes<Uint8Array> {
    if (this.encoding === 'utf-8' && typeof text === 'string' && text.isWellFormed())
      return Buffer.from(text, 'utf8');
    return encodeStr(text, this.encoding, this.errors);
  }

  restart(): void {}
}

export class PythonEncoder implements PieceEncoder {
  private readonly encoder: PyObject;

  constructor(factory: PyObject, errors: string) {
    this.encoder = call(factory, [newStr(errors)]);
  }

  encode(text: StrValue): Escapes<Uint8Array> {
    const result = callMethod(this.encoder, 'encode', text);
    const data = asBytes(result);
    if (data === undefined) raiseTypeError(`encoder should return a bytes object, not '${typeName(result)}'`);
    return data;
  }

  /** Encodings with a mark at the start write it once. */
  restart(atStart: boolean): Escapes<void> {
    if (atStart) callMethod(this.encoder, 'reset');
    else callMethod(this.encoder, 'setstate', 0);
  }
}

/** What a pattern is applied to: its code points, and slices of it as Python values (CPython: Modules/_sre/sre.c getstring, getslice). */
import {
  asBytes,
  asStr,
  type Escapes,
  newBytes,
  type PyObject,
  PyWideStr,
  raiseTypeError,
  type StrValue,
  strSlice,
  typeName,
} from '../../objects/index.ts';
import type { Codes } from './matcher.ts';

export interface Subject {
  readonly value: PyObject;
  readonly isBytes: boolean;
  readonly codes: Codes;
  slice(start: number, stop: number): PyObject;
}

/** Code units of the str met last: tokenizers match one text many times. */
let last: { readonly text: string; readonly codes: Uint16Array } = { text: '', codes: new Uint16Array(0) };

function codesOf(text: string): Uint16Array {
  if (last.text === text) return last.codes;
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i);
  last = { text, codes };
  return codes;
}

export function subjectOf(value: PyObject): Escapes<Subject> {
  const text = asStr(value);
  if (text !== undefined) return new TextSubject(value, text);
  const data = asBytes(value);
  if (data === undefined) raiseTypeError(`expected string or bytes-like object, got '${typeName(value)}'`);
  return new BytesSubject(value, data);
}

class TextSubject implements Subject {
  readonly value: PyObject;
  readonly isBytes = false;
  readonly codes: Codes;
  private readonly text: StrValue;

  constructor(value: PyObject, text: StrValue) {
    this.value = value;
    this.text = text;
    this.codes = text instanceof PyWideStr ? (text.points as Uint32Array) : codesOf(text);
  }

  slice(start: number, stop: number): PyObject {
    return strSlice(this.text, start, stop);
  }
}

class BytesSubject implements Subject {
  readonly value: PyObject;
  readonly isBytes = true;
  readonly codes: Uint8Array;

  constructor(value: PyObject, data: Uint8Array) {
    this.value = value;
    this.codes = data;
  }

  slice(start: number, stop: number): PyObject {
    return newBytes(this.codes.slice(start, stop));
  }
}

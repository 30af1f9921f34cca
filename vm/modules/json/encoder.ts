/** `make_encoder`: values to JSON text (CPython: Modules/_json.c encoder_listencode_obj and its kin). */
import {
  addNote,
  asInt,
  asStr,
  call,
  callMethod,
  DictType,
  type Escapes,
  floatRepr,
  identityOf,
  intToText,
  isException,
  iterateToArray,
  machine,
  PyBuiltinFunction,
  PyDict,
  PyFloat,
  PyList,
  type PyObject,
  PyTuple,
  raiseTypeError,
  raiseValueError,
  repr,
  type StrValue,
  sortItems,
  strConcat,
  strConcatAll,
  strRepeat,
  strToJs,
  typeFullName,
  typeName,
  typeOf,
} from '../../objects/index.ts';
import { quote, quoteAscii } from './strings.ts';

export interface EncoderOptions {
  /** A dict of the containers being encoded, or None: circles are not looked for. */
  readonly markers: PyObject;
  readonly defaultFunction: PyObject;
  readonly encoder: PyObject;
  readonly indent: PyObject;
  readonly keySeparator: StrValue;
  readonly itemSeparator: StrValue;
  readonly sortKeys: boolean;
  readonly skipKeys: boolean;
  readonly allowNan: boolean;
}

/** The functions of this module are called without a Python call. */
function quoterOf(encoder: PyObject): (value: StrValue, original: PyObject) => Escapes<StrValue> {
  const name = encoder instanceof PyBuiltinFunction && encoder.module === '_json' ? encoder.def.name : '';
  if (name === 'encode_basestring_ascii') return quoteAscii;
  if (name === 'encode_basestring') return quote;
  return (_value, original) => {
    const result = call(encoder, [original]);
    const text = asStr(result);
    if (text === undefined) raiseTypeError(`encoder() must return a string, not ${typeName(result)}`);
    return text;
  };
}

export class Encoder {
  readonly options: EncoderOptions;
  private readonly quoted: (value: StrValue, original: PyObject) => Escapes<StrValue>;

  constructor(options: EncoderOptions) {
    this.options = options;
    this.quoted = quoterOf(options.encoder);
  }

  encode(value: PyObject, level: number): Escapes<StrValue> {
    const output = new Output();
    this.write(output, value, level);
    return output.text();
  }

  private write(out: Output, value: PyObject, level: number): Escapes<void> {
    if (value === null) out.add('null');
    else if (value === true) out.add('true');
    else if (value === false) out.add('false');
    else if (typeof value === 'number') out.add(String(value));
    else {
      const text = asStr(value);
      if (text !== undefined) out.add(this.quoted(text, value));
      else if (value instanceof PyFloat) out.add(this.float(value.value));
      else if (value instanceof PyDict) this.nested(() => this.writeDict(out, value, level));
      else if (value instanceof PyList || value instanceof PyTuple)
        this.nested(() => this.writeList(out, value, level));
      else {
        const int = asInt(value);
        if (int !== undefined) out.add(intToText(int));
        else this.nested(() => this.writeDefault(out, value, level));
      }
    }
  }

  private nested(write: () => void): Escapes<void> {
    machine.enterCall(' while encoding a JSON object');
    try {
      write();
    } finally {
      machine.leaveCall();
    }
  }

  private float(value: number): Escapes<string> {
    if (Number.isFinite(value)) return floatRepr(value);
    if (!this.options.allowNan)
      raiseValueError(`Out of range float values are not JSON compliant: ${floatRepr(value)}`);
    if (Number.isNaN(value)) return 'NaN';
    return value > 0 ? 'Infinity' : '-Infinity';
  }

  /** Marks a container while it is being encoded. */
  private marked(value: PyObject, write: () => void): Escapes<void> {
    const { markers } = this.options;
    if (!(markers instanceof PyDict)) {
      write();
      return;
    }
    const key = identityOf(value);
    if (markers.table.has(key)) raiseValueError('Circular reference detected');
    markers.table.set(key, value);
    // After an error the encoder is not used again.
    write();
    markers.table.delete(key);
  }

  private writeDefault(out: Output, value: PyObject, level: number): Escapes<void> {
    this.marked(value, () => {
      const replaced = call(this.options.defaultFunction, [value]);
      noting(`when serializing ${typeFullName(typeOf(value))} object`, () =>
        this.write(out, replaced, level),
      );
    });
  }

  private writeList(out: Output, value: PyList | PyTuple, level: number): Escapes<void> {
    const items = iterateToArray(value);
    if (items.length === 0) {
      out.add('[]');
      return;
    }
    this.marked(value, () => {
      out.add('[');
      const separator = this.separator(out, level + 1);
      for (const [index, item] of items.entries()) {
        if (index > 0) out.add(separator);
        const describe = (): string => `when serializing ${typeName(value)} item ${index}`;
        noting(describe, () => this.write(out, item, level + 1));
      }
      this.newline(out, level);
      out.add(']');
    });
  }

  private writeDict(out: Output, value: PyDict, level: number): Escapes<void> {
    const pairs = this.pairs(value);
    if (pairs.length === 0) {
      out.add('{}');
      return;
    }
    this.marked(value, () => {
      out.add('{');
      const separator = this.separator(out, level + 1);
      let first = true;
      for (const [key, item] of pairs) {
        const name = this.keyText(key!);
        if (name === undefined) continue;
        if (!first) out.add(separator);
        first = false;
        out.add(name);
        out.add(this.options.keySeparator);
        const describe = (): string => `when serializing ${typeName(value)} item ${strToJs(repr(key!))}`;
        noting(describe, () => this.write(out, item!, level + 1));
      }
      this.newline(out, level);
      out.add('}');
    });
  }

  private pairs(value: PyDict): Escapes<(readonly PyObject[])[]> {
    if (!this.options.sortKeys && typeOf(value) === DictType) {
      const values = value.table.valueItems();
      return value.table.keyItems().map((key, index) => [key, values[index]!]);
    }
    const items = iterateToArray(callMethod(value, 'items'));
    for (const item of items)
      if (!(item instanceof PyTuple) || item.items.length !== 2)
        raiseValueError('items must return 2-tuples');
    if (this.options.sortKeys) sortItems(items, null, false);
    return (items as PyTuple[]).map((item) => item.items);
  }

  /** A key as a JSON string; `undefined` where it is skipped. */
  private keyText(key: PyObject): Escapes<StrValue | undefined> {
    const text = asStr(key);
    if (text !== undefined) return this.quoted(text, key);
    let name: string;
    if (key instanceof PyFloat) name = this.float(key.value);
    else if (key === true) name = 'true';
    else if (key === false) name = 'false';
    else if (key === null) name = 'null';
    else {
      const int = asInt(key);
      if (int === undefined) {
        if (this.options.skipKeys) return undefined;
        raiseTypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
      }
      name = intToText(int);
    }
    return this.quoted(name, name);
  }

  /** Between items: with an indent also a new line, which is written before the first item as well. */
  private separator(out: Output, level: number): StrValue {
    const { indent, itemSeparator } = this.options;
    if (indent === null) return itemSeparator;
    const line = strConcat('\n', strRepeat(asStr(indent)!, level));
    out.add(line);
    return strConcat(itemSeparator, line);
  }

  private newline(out: Output, level: number): void {
    const { indent } = this.options;
    if (indent !== null) out.add(strConcat('\n', strRepeat(asStr(indent)!, level)));
  }
}

/** Text that stays a host string as long as no part is wide. */
class Output {
  private plain = '';
  private parts: StrValue[] = [];

  add(part: StrValue): void {
    if (typeof part === 'string') this.plain += part;
    else {
      this.parts.push(this.plain, part);
      this.plain = '';
    }
  }

  text(): StrValue {
    return this.parts.length === 0 ? this.plain : strConcatAll([...this.parts, this.plain]);
  }
}

/** Adds a note to what is raised on the way (3.14). */
function noting(note: string | (() => string), write: () => void): Escapes<void> {
  try {
    write();
  } catch (error) {
    if (isException(error)) addNote(error, typeof note === 'string' ? note : note());
    throw error;
  }
}

/** `make_scanner`: JSON text to values (CPython: Modules/_json.c scan_once_unicode and its kin; RFC 8259). */
import {
  call,
  type Escapes,
  emptyItems,
  FloatType,
  getAttribute,
  IntType,
  isTrue,
  machine,
  newDict,
  newFloat,
  newList,
  newPair,
  type PyObject,
  parseIntText,
  raiseStopIteration,
  raiseValueError,
  type StrValue,
} from '../../objects/index.ts';
import { type Source, scanned, scanString } from './strings.ts';

/** What a decoder wants to be done with what is read. */
export class Scanner {
  readonly strict: boolean;
  readonly objectHook: PyObject;
  readonly objectPairsHook: PyObject;
  readonly parseFloat: PyObject;
  readonly parseInt: PyObject;
  readonly parseConstant: PyObject;

  constructor(context: PyObject) {
    this.strict = isTrue(getAttribute(context, 'strict'));
    this.objectHook = getAttribute(context, 'object_hook');
    this.objectPairsHook = getAttribute(context, 'object_pairs_hook');
    this.parseFloat = getAttribute(context, 'parse_float');
    this.parseInt = getAttribute(context, 'parse_int');
    this.parseConstant = getAttribute(context, 'parse_constant');
  }

  /** The value at `index` (in code points) and the index after it. */
  scanOnce(source: Source, index: number): Escapes<PyObject> {
    if (index < 0) raiseValueError('idx cannot be negative');
    if (index >= source.length) raiseStopIteration(index);
    const run = new Scan(this, source);
    const value = run.value(source.unitsBefore(index));
    return newPair(value, source.pointsBefore(run.end));
  }
}

const NUMBER = /(-?(?:0|[1-9][0-9]*))((?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)/y;
const WHITESPACE = /[ \t\n\r]*/y;
/** Digits that always fit a host number. */
const EXACT_DIGITS = 15;

const CONSTANTS = ['NaN', 'Infinity', '-Infinity'] as const;

/** One document. `end` is the position after what was read last. */
class Scan {
  readonly scanner: Scanner;
  readonly source: Source;
  readonly text: string;
  readonly memo = new Map<string, StrValue>();
  end = 0;

  constructor(scanner: Scanner, source: Source) {
    this.scanner = scanner;
    this.source = source;
    this.text = source.text;
  }

  value(at: number): Escapes<PyObject> {
    const { text } = this;
    switch (text[at]) {
      case '"': {
        const value = scanString(this.source, at + 1, this.scanner.strict);
        this.end = scanned.end;
        return value;
      }
      case '{':
        return this.nested(' while decoding a JSON object from a unicode string', () => this.object(at + 1));
      case '[':
        return this.nested(' while decoding a JSON array from a unicode string', () => this.array(at + 1));
      case 'n':
        if (text.startsWith('null', at)) return this.after(at + 4, null);
        break;
      case 't':
        if (text.startsWith('true', at)) return this.after(at + 4, true);
        break;
      case 'f':
        if (text.startsWith('false', at)) return this.after(at + 5, false);
        break;
    }
    return this.number(at);
  }

  private after(end: number, value: PyObject): PyObject {
    this.end = end;
    return value;
  }

  private nested(where: string, read: () => PyObject): Escapes<PyObject> {
    machine.enterCall(where);
    try {
      return read();
    } finally {
      machine.leaveCall();
    }
  }

  private number(at: number): Escapes<PyObject> {
    const { text, scanner } = this;
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) {
      for (const name of CONSTANTS) {
        if (!text.startsWith(name, at)) continue;
        const value = call(scanner.parseConstant, [name]);
        this.end = at + name.length;
        return value;
      }
      raiseStopIteration(this.source.pointsBefore(at));
    }
    this.end = NUMBER.lastIndex;
    const whole = match[0];
    if (match[2] !== '') {
      if (scanner.parseFloat === FloatType) return newFloat(Number(whole));
      return this.keepingEnd(NUMBER.lastIndex, () => call(scanner.parseFloat, [whole]));
    }
    // Adding 0 makes -0 an int.
    if (scanner.parseInt === IntType)
      return whole.length <= EXACT_DIGITS ? Number(whole) + 0 : parseIntText(whole, 10)!;
    return this.keepingEnd(NUMBER.lastIndex, () => call(scanner.parseInt, [whole]));
  }

  /** The position survives what the called code scans. */
  private keepingEnd(end: number, read: () => PyObject): Escapes<PyObject> {
    const value = read();
    this.end = end;
    return value;
  }

  private skip(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code > 32) return at;
    WHITESPACE.lastIndex = at;
    WHITESPACE.test(this.text);
    return WHITESPACE.lastIndex;
  }

  private object(start: number): Escapes<PyObject> {
    const { text, source, scanner } = this;
    const { objectHook, objectPairsHook, strict } = scanner;
    const pairs = objectPairsHook === null ? null : emptyItems();
    const dict = newDict();
    let at = this.skip(start);
    if (text[at] !== '}') {
      for (;;) {
        if (text[at] !== '"') source.fail('Expecting property name enclosed in double quotes', at);
        const key = this.key(scanString(source, at + 1, strict));
        at = this.skip(scanned.end);
        if (text[at] !== ':') source.fail("Expecting ':' delimiter", at);
        const value = this.value(this.skip(at + 1));
        if (pairs !== null) pairs.push(newPair(key, value));
        else dict.table.set(key, value);
        at = this.skip(this.end);
        if (text[at] === '}') break;
        if (text[at] !== ',') source.fail("Expecting ',' delimiter", at);
        const comma = at;
        at = this.skip(at + 1);
        if (text[at] === '}') source.fail('Illegal trailing comma before end of object', comma);
      }
    }
    const end = at + 1;
    this.end = end;
    if (pairs !== null) return this.keepingEnd(end, () => call(objectPairsHook, [newList(pairs)]));
    return objectHook === null ? dict : this.keepingEnd(end, () => call(objectHook, [dict]));
  }

  /** Equal keys of one document are one str. */
  private key(key: StrValue): StrValue {
    if (typeof key === 'string') return key;
    const known = this.memo.get(key.text);
    if (known !== undefined) return known;
    this.memo.set(key.text, key);
    return key;
  }

  private array(start: number): Escapes<PyObject> {
    const { text, source } = this;
    const items = emptyItems();
    let at = this.skip(start);
    if (text[at] !== ']') {
      for (;;) {
        items.push(this.value(at));
        at = this.skip(this.end);
        if (text[at] === ']') break;
        if (text[at] !== ',') source.fail("Expecting ',' delimiter", at);
        const comma = at;
        at = this.skip(at + 1);
        if (text[at] === ']') source.fail('Illegal trailing comma before end of array', comma);
      }
    }
    this.end = at + 1;
    return newList(items);
  }
}

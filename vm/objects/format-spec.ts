/**
 * The format specification mini-language (library reference, "Format Specification Mini-Language";
 * Python/formatter_unicode.c): parsing, and the formatting of strings. Numbers: format-number.ts.
 */
import type { Raises } from './effects.ts';
import { raiseValueError } from './errors.ts';
import type { StrValue } from './host-types.ts';
import {
  codePoints,
  strConcatAll,
  strFromCodePoint,
  strFromPoints,
  strLength,
  strRepeat,
  strSlice,
  strToJs,
} from './str.ts';

export type Grouping = '' | ',' | '_';

/** Parsed; −1 and '' stand for what was not given. */
export interface FormatSpec {
  readonly fill: StrValue;
  readonly align: '' | '<' | '>' | '=' | '^';
  readonly sign: '' | '+' | '-' | ' ';
  /** 'z': a result of negative zero loses its sign. */
  readonly coerceZero: boolean;
  readonly alternate: boolean;
  /** A zero before the width: numbers are padded with zeros after the sign. */
  readonly zeroPadded: boolean;
  readonly width: number;
  readonly grouping: Grouping;
  readonly precision: number;
  readonly fractionGrouping: Grouping;
  readonly type: string;
}

const parsed = new Map<string, FormatSpec>();
const PARSED_LIMIT = 512;

/** `typeName` is the type of the formatted object, for messages. */
export function parseFormatSpec(spec: StrValue, typeName: string, defaultType: string): Raises<FormatSpec> {
  if (typeof spec !== 'string') return new SpecParser(spec, typeName, defaultType).parse();
  const key = defaultType + spec;
  let result = parsed.get(key);
  if (result === undefined) {
    result = new SpecParser(spec, typeName, defaultType).parse();
    if (parsed.size >= PARSED_LIMIT) parsed.clear();
    parsed.set(key, result);
  }
  return result;
}

const ALIGNMENTS = '<>=^';

class SpecParser {
  readonly spec: StrValue;
  readonly typeName: string;
  readonly defaultType: string;
  readonly points: Uint32Array;
  at = 0;

  constructor(spec: StrValue, typeName: string, defaultType: string) {
    this.spec = spec;
    this.typeName = typeName;
    this.defaultType = defaultType;
    this.points = codePoints(spec);
  }

  /** The character at an offset from the current one; '' past the end. */
  peek(offset = 0): string {
    const point = this.points[this.at + offset];
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  parse(): FormatSpec {
    let fill: StrValue = ' ';
    let fillGiven = false;
    let align = '';
    if (this.peek(1) !== '' && ALIGNMENTS.includes(this.peek(1))) {
      fill = strFromCodePoint(this.points[0]!);
      fillGiven = true;
      align = this.peek(1);
      this.at += 2;
    } else if (this.peek() !== '' && ALIGNMENTS.includes(this.peek())) {
      align = this.peek();
      this.at++;
    }
    const sign = this.peek();
    const signGiven = sign === ' ' || sign === '+' || sign === '-';
    if (signGiven) this.at++;
    const coerceZero = this.take('z');
    const alternate = this.take('#');
    const zero = !fillGiven && this.take('0');
    const width = this.integer();
    const grouping = this.grouping();
    let precision = -1;
    let fractionGrouping: Grouping = '';
    if (this.take('.')) {
      precision = this.integer();
      fractionGrouping = this.grouping();
      if (precision < 0 && fractionGrouping === '') raiseValueError('Format specifier missing precision');
    }
    const type = this.type(grouping, fractionGrouping);
    return {
      fill: zero ? '0' : fill,
      align: align as FormatSpec['align'],
      sign: (signGiven ? sign : '') as FormatSpec['sign'],
      coerceZero,
      alternate,
      zeroPadded: zero,
      width,
      grouping,
      precision,
      fractionGrouping,
      type,
    };
  }

  /** Decimal digits, −1 when there are none. */
  integer(): number {
    let value = -1;
    for (; this.peek() >= '0' && this.peek() <= '9'; this.at++) {
      value = Math.max(value, 0) * 10 + Number(this.peek());
      if (value > Number.MAX_SAFE_INTEGER) raiseValueError('Too many decimal digits in format string');
    }
    return value;
  }

  grouping(): Grouping {
    const comma = this.take(',');
    const underscore = this.take('_');
    if ((comma && underscore) || (underscore && this.peek() === ',')) {
      raiseValueError("Cannot specify both ',' and '_'.");
    }
    return comma ? ',' : underscore ? '_' : '';
  }

  type(grouping: Grouping, fractionGrouping: Grouping): string {
    const rest = this.points.length - this.at;
    if (rest > 1) {
      const text = strToJs(strFromPoints(this.points));
      raiseValueError(`Invalid format specifier '${text}' for object of type '${this.typeName}'`);
    }
    const type = rest === 0 ? this.defaultType : this.peek();
    const groupable = 'defgEG%F'.includes(type) || (grouping === '_' && 'boxX'.includes(type));
    const refused = grouping !== '' && !groupable ? grouping : type === 'n' ? fractionGrouping : '';
    if (refused !== '') raiseValueError(`Cannot specify '${refused}' with ${shownType(type)}.`);
    return type;
  }
}

function shownType(type: string): string {
  const code = type.codePointAt(0)!;
  return code > 32 && code < 128 ? `'${type}'` : `'\\x${code.toString(16)}'`;
}

export function raiseUnknownType(type: string, typeName: string): never {
  raiseValueError(`Unknown format code ${shownType(type)} for object of type '${typeName}'`);
}

/** Pads text of known length to the width; `=` is for numbers, which pad by themselves. */
export function padText(
  text: StrValue,
  width: number,
  align: FormatSpec['align'],
  fill: StrValue,
): Raises<StrValue> {
  const padding = width - strLength(text);
  if (padding <= 0) return text;
  const left = align === '>' || align === '=' ? padding : align === '^' ? Math.floor(padding / 2) : 0;
  return strConcatAll([strRepeat(fill, left), text, strRepeat(fill, padding - left)]);
}

/** `str.__format__`. */
export function formatStr(value: StrValue, spec: StrValue, typeName: string): Raises<StrValue> {
  if (spec === '') return value;
  const parsedSpec = parseFormatSpec(spec, typeName, 's');
  const { sign, coerceZero, alternate, align, width, precision, type, fill } = parsedSpec;
  if (type !== 's') raiseUnknownType(type, typeName);
  if (sign !== '')
    raiseValueError(`${sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`);
  if (coerceZero) raiseValueError('Negative zero coercion (z) not allowed in string format specifier');
  if (alternate) raiseValueError('Alternate form (#) not allowed in string format specifier');
  if (align === '=') raiseValueError("'=' alignment not allowed in string format specifier");
  const shown = precision >= 0 && precision < strLength(value) ? strSlice(value, 0, precision) : value;
  return padText(shown, width, align, fill);
}

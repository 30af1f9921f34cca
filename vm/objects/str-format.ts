/**
 * `str.format` and `str.format_map` (library reference, "Format String Syntax"; Objects/stringlib/unicode_format.h).
 * A template is split into segments once and kept; field names and nested specs are read when a field is rendered, as
 * CPython does, so that errors come in the same order.
 */
import { getAttribute } from './attributes.ts';
import type { Escapes, Raises } from './effects.ts';
import { raise, raiseKeyError, raiseValueError } from './errors.ts';
import type { KeywordNames, StrValue } from './host-types.ts';
import type { PyObject } from './object.ts';
import { ascii, format, getItem, repr, str } from './operators.ts';
import { asStr, newStr, strConcatAll } from './str.ts';
import { IndexErrorType } from './types.ts';

export interface ReplacementField {
  readonly name: string;
  /** After `!`; '' without. */
  readonly conversion: string;
  readonly spec: string;
  /** The spec has replacement fields of its own. */
  readonly nested: boolean;
}

type Segment = string | ReplacementField | { readonly error: string };

const parsed = new Map<string, readonly Segment[]>();
const PARSED_LIMIT = 512;

function parseTemplate(template: string): readonly Segment[] {
  let segments = parsed.get(template);
  if (segments === undefined) {
    segments = [...scan(template)];
    if (parsed.size >= PARSED_LIMIT) parsed.clear();
    parsed.set(template, segments);
  }
  return segments;
}

/** MarkupIterator_next. */
function* scan(template: string): Generator<Segment> {
  let at = 0;
  let literal = '';
  while (at < template.length) {
    const character = template[at++]!;
    if (character !== '{' && character !== '}') {
      literal += character;
      continue;
    }
    if (template[at] === character) {
      literal += character;
      at++;
      continue;
    }
    if (character === '}' || at === template.length) {
      yield { error: `Single '${character}' encountered in format string` };
      return;
    }
    if (literal !== '') yield literal;
    literal = '';
    const field = scanField(template, at);
    yield field.segment;
    at = field.end;
  }
  if (literal !== '') yield literal;
}

/** parse_field: from after the opening brace; `end` is after the closing one. */
export function scanField(
  template: string,
  start: number,
): { segment: ReplacementField | { error: string }; end: number } {
  const fail = (error: string) => ({ segment: { error }, end: template.length });
  let at = start;
  for (; at < template.length; at++) {
    const character = template[at]!;
    if (character === '{') return fail("unexpected '{' in field name");
    if (character === '}' || character === ':' || character === '!') break;
    if (character === '[') {
      const close = template.indexOf(']', at);
      at = close < 0 ? template.length : close;
    }
  }
  const name = template.slice(start, at);
  if (at >= template.length) return fail("expected '}' before end of string");
  const separator = template[at++];
  if (separator === '}') return { segment: { name, conversion: '', spec: '', nested: false }, end: at };
  let conversion = '';
  if (separator === '!') {
    if (at >= template.length) return fail('end of string while looking for conversion specifier');
    conversion = String.fromCodePoint(template.codePointAt(at)!);
    at += conversion.length;
    if (at < template.length) {
      const next = template[at++];
      if (next === '}') return { segment: { name, conversion, spec: '', nested: false }, end: at };
      if (next !== ':') return fail("expected ':' after conversion specifier");
    }
  }
  const specStart = at;
  let depth = 1;
  let nested = false;
  for (; at < template.length; at++) {
    if (template[at] === '{') {
      depth++;
      nested = true;
    } else if (template[at] === '}' && --depth === 0) {
      return { segment: { name, conversion, spec: template.slice(specStart, at), nested }, end: at + 1 };
    }
  }
  return fail("unmatched '{' in format spec");
}

/** Where a template gets its values from. */
interface Values {
  /** null: `format_map`, which has no positional values. */
  readonly positional: readonly PyObject[] | null;
  byKey(key: StrValue): Escapes<PyObject>;
}

/** Renders templates; one for a call, for automatic numbering goes on inside nested specs. */
class Renderer {
  readonly values: Values;
  readonly toStr: (text: string) => StrValue;
  /** Next automatic field number. */
  nextField = 0;
  numbering: 'unknown' | 'automatic' | 'manual' = 'unknown';

  constructor(values: Values, toStr: (text: string) => StrValue) {
    this.values = values;
    this.toStr = toStr;
  }

  render(template: string, depth: number): Escapes<StrValue> {
    if (depth === 0) raiseValueError('Max string recursion exceeded');
    const parts: StrValue[] = [];
    for (const segment of parseTemplate(template)) {
      if (typeof segment === 'string') parts.push(this.toStr(segment));
      else if ('error' in segment) raiseValueError(segment.error);
      else parts.push(this.renderField(segment, depth));
    }
    return parts.length === 1 ? parts[0]! : strConcatAll(parts);
  }

  renderField(field: ReplacementField, depth: number): Escapes<StrValue> {
    let value = this.valueOf(field.name);
    if (field.conversion !== '') value = convert(value, field.conversion);
    const spec = field.nested ? this.render(field.spec, depth - 1) : this.toStr(field.spec);
    return asStr(format(value, spec))!;
  }

  valueOf(name: string): Escapes<PyObject> {
    const end = name.search(/[.[]/);
    const first = end < 0 ? name : name.slice(0, end);
    let value = this.firstValue(first);
    let at = end < 0 ? name.length : end;
    while (at < name.length) {
      const opener = name[at++];
      if (opener === '.') {
        const rest = name.slice(at).search(/[.[]/);
        const stop = rest < 0 ? name.length : at + rest;
        value = getAttribute(value, notEmpty(name.slice(at, stop)));
        at = stop;
      } else if (opener === '[') {
        const close = name.indexOf(']', at);
        if (close < 0) raiseValueError("Missing ']' in format string");
        const key = notEmpty(name.slice(at, close));
        value = getItem(value, fieldNumber(key) ?? this.toStr(key));
        at = close + 1;
      } else raiseValueError("Only '.' or '[' may follow ']' in format field specifier");
    }
    return value;
  }

  firstValue(first: string): Escapes<PyObject> {
    let index = first === '' ? undefined : fieldNumber(first);
    if (index === undefined && first !== '') return this.values.byKey(this.toStr(first));
    this.checkNumbering(first === '' ? 'automatic' : 'manual');
    index ??= this.nextField++;
    const { positional } = this.values;
    if (positional === null) raiseValueError('Format string contains positional fields');
    if (index >= positional.length) {
      raise(IndexErrorType, `Replacement index ${index} out of range for positional args tuple`);
    }
    return positional[index]!;
  }

  checkNumbering(numbering: 'automatic' | 'manual'): Raises<void> {
    if (this.numbering === 'unknown') this.numbering = numbering;
    if (this.numbering === numbering) return;
    raiseValueError(
      numbering === 'manual'
        ? 'cannot switch from automatic field numbering to manual field specification'
        : 'cannot switch from manual field specification to automatic field numbering',
    );
  }
}

function notEmpty(name: string): Raises<string> {
  if (name === '') raiseValueError('Empty attribute in format string');
  return name;
}

/** The number that a field name or item key is made of; `undefined` if it has other characters. */
export function fieldNumber(text: string): Raises<number | undefined> {
  if (!/^[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  if (value > Number.MAX_SAFE_INTEGER) raiseValueError('Too many decimal digits in format string');
  return value;
}

function convert(value: PyObject, conversion: string): Escapes<PyObject> {
  switch (conversion) {
    case 'r':
      return repr(value);
    case 's':
      return str(value);
    case 'a':
      return ascii(value);
    default: {
      const code = conversion.codePointAt(0)!;
      const shown = code > 32 && code < 127 ? conversion : '\\x' + code.toString(16);
      return raiseValueError(`Unknown conversion specifier ${shown}`);
    }
  }
}

const sameText = (text: string): StrValue => text;

function renderTemplate(template: StrValue, values: Values): Escapes<StrValue> {
  if (typeof template === 'string') return new Renderer(values, sameText).render(template, 2);
  return new Renderer(values, newStr).render(template.text, 2);
}

/** `template.format(*args, **named)`. */
export function strFormat(
  template: StrValue,
  args: readonly PyObject[],
  names: KeywordNames,
): Escapes<StrValue> {
  const count = args.length - (names?.length ?? 0);
  return renderTemplate(template, {
    positional: names === null ? args : args.slice(0, count),
    byKey(key) {
      const index = names === null || typeof key !== 'string' ? -1 : names.indexOf(key);
      if (index < 0) raiseKeyError(key);
      return args[count + index]!;
    },
  });
}

/** `template.format_map(mapping)`. */
export function strFormatMap(template: StrValue, mapping: PyObject): Escapes<StrValue> {
  return renderTemplate(template, { positional: null, byKey: (key) => getItem(mapping, key) });
}

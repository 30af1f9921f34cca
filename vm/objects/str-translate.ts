/** `str.translate` and `str.maketrans`. */
import { isExceptionOf } from './attributes.ts';
import type { Escapes } from './effects.ts';
import { raiseTypeError, raiseValueError } from './errors.ts';
import { PyDict } from './generated/layouts.ts';
import type { StrValue } from './host-types.ts';
import { newDict } from './instance.ts';
import { asInt } from './int.ts';
import type { PyObject } from './object.ts';
import { getItem, setItem } from './operators.ts';
import { asStr, codePointAt, codePoints, strConcatAll, strFromCodePoint, strLength } from './str.ts';
import { typeName } from './typeof.ts';
import { LookupErrorType } from './types.ts';

/** Each character looked up by code point: a str, an int, None (drop it), or LookupError (keep it). */
export function strTranslate(value: StrValue, table: PyObject): Escapes<StrValue> {
  const known = new Map<number, StrValue>();
  const parts: StrValue[] = [];
  for (const point of codePoints(value)) {
    let replacement = known.get(point);
    if (replacement === undefined) {
      replacement = lookUp(table, point);
      known.set(point, replacement);
    }
    parts.push(replacement);
  }
  return strConcatAll(parts);
}

function lookUp(table: PyObject, point: number): Escapes<StrValue> {
  let entry: PyObject;
  try {
    entry = getItem(table, point);
  } catch (error) {
    if (isExceptionOf(error, LookupErrorType)) return strFromCodePoint(point);
    throw error;
  }
  if (entry === null) return '';
  const text = asStr(entry);
  if (text !== undefined) return text;
  const number = asInt(entry);
  if (number === undefined) raiseTypeError('character mapping must return integer, None or str');
  if (number < 0 || number > 0x10ffff) raiseValueError('character mapping must be in range(0x110000)');
  return strFromCodePoint(Number(number));
}

export function makeTranslation(args: readonly PyObject[]): Escapes<PyObject> {
  return args.length === 1 ? fromMapping(args[0]!) : fromStrings(args);
}

function fromMapping(mapping: PyObject): Escapes<PyObject> {
  if (!(mapping instanceof PyDict)) {
    raiseTypeError('if you give only one argument to maketrans it must be a dict');
  }
  const table = newDict();
  const values = mapping.table.valueItems();
  for (const [index, key] of mapping.table.keyItems().entries()) {
    const text = asStr(key);
    if (text === undefined && asInt(key) === undefined) {
      raiseTypeError('keys in translate table must be strings or integers');
    }
    if (text !== undefined && strLength(text) !== 1) {
      raiseValueError('string keys in translate table must be of length 1');
    }
    setItem(table, text === undefined ? key : codePointAt(text, 0), values[index]!);
  }
  return table;
}

function fromStrings(args: readonly PyObject[]): Escapes<PyObject> {
  const texts = args.map((argument, index) => {
    const text = asStr(argument);
    if (text !== undefined) return text;
    if (index === 0) {
      raiseTypeError('first maketrans argument must be a string if there is a second argument');
    }
    return raiseTypeError(`maketrans() argument ${index + 1} must be str, not ${typeName(argument)}`);
  });
  const from = codePoints(texts[0]!);
  const to = codePoints(texts[1]!);
  if (from.length !== to.length) {
    raiseValueError('the first two maketrans arguments must have equal length');
  }
  const table = newDict();
  for (const [index, point] of from.entries()) setItem(table, point, to[index]!);
  if (texts[2] !== undefined) for (const point of codePoints(texts[2])) setItem(table, point, null);
  return table;
}

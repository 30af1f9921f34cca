/** `bytes % values` (PEP 461; _PyBytes_FormatEx): the parsing and the numbers are those of str. */
import { asBytes, latin1Bytes, latin1Text, newBytes } from './bytes-data.ts';
import type { Escapes } from './effects.ts';
import { raise, raiseTypeError, raiseValueError } from './errors.ts';
import { realNumber } from './float.ts';
import type { PyObject } from './object.ts';
import { ascii, asIndex, getItem } from './operators.ts';
import {
  Arguments,
  type Conversion,
  type Field,
  fieldOf,
  formatNumberField,
  parsePercentFormat,
} from './percent-format.ts';
import { callSpecial } from './special-call.ts';
import { typeName, typeOf } from './typeof.ts';
import { OverflowErrorType } from './types.ts';

export function bytesPercentFormat(format: Uint8Array, values: PyObject): Escapes<Uint8Array> {
  const source = Arguments.of(values, asBytes(values) !== undefined, 'bytes');
  let text = '';
  for (const segment of parsePercentFormat(latin1Text(format))) {
    if (typeof segment === 'string') text += segment;
    else if ('error' in segment) raiseValueError(segment.error);
    else text += formatSegment(segment, source);
  }
  source.finish();
  return latin1Bytes(text);
}

function formatSegment(conversion: Conversion, source: Arguments): Escapes<string> {
  if (conversion.key !== null) {
    if (!source.isMapping) raiseTypeError('format requires a mapping');
    const value = getItem(source.values, newBytes(latin1Bytes(conversion.key)));
    source.next = Number.POSITIVE_INFINITY;
    const single = new Arguments(value, null, false, source.formatted);
    const field = fieldOf(conversion, single);
    return formatField(field, single.take());
  }
  const field = fieldOf(conversion, source);
  return formatField(field, source.take());
}

function formatField(field: Field, value: PyObject): Escapes<string> {
  const { precision } = field;
  const cut = (text: string): string => (precision < 0 ? text : text.slice(0, precision));
  switch (field.conversion.character) {
    case 'r':
    case 'a':
      return padField(cut(ascii(value)), field);
    case 's':
    case 'b':
      return padField(cut(bytesOf(value)), field);
    case 'c':
      return padField(String.fromCharCode(byteOf(value)), field);
    default:
      return formatNumberField(field, value, realOperand);
  }
}

function padField(text: string, field: Field): string {
  return field.left ? text.padEnd(field.width) : text.padStart(field.width);
}

function bytesOf(value: PyObject): Escapes<string> {
  const data = asBytes(value) ?? asBytes(callSpecial(value, '__bytes__') ?? null);
  if (data !== undefined) return latin1Text(data);
  const wanted = 'a bytes-like object, or an object that implements __bytes__';
  raiseTypeError(`%b requires ${wanted}, not '${typeName(value)}'`);
}

function byteOf(value: PyObject): Escapes<number> {
  const data = asBytes(value);
  const wanted = '%c requires an integer in range(256) or a single byte';
  if (data !== undefined) {
    if (data.length === 1) return data[0]!;
    raiseTypeError(`${wanted}, not a ${typeName(value)} object of length ${data.length}`);
  }
  if (typeOf(value).nb_index === null) raiseTypeError(`${wanted}, not ${typeName(value)}`);
  const byte = asIndex(value);
  if (byte < 0 || byte > 255) raise(OverflowErrorType, '%c arg not in range(256)');
  return Number(byte);
}

/** The message differs from that of str formatting. */
function realOperand(value: PyObject): Escapes<number> {
  const type = typeOf(value);
  if (type.nb_float === null && type.nb_index === null) {
    raiseTypeError(`float argument required, not ${type.name}`);
  }
  return realNumber(value);
}

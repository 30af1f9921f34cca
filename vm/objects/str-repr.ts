/** `repr` and `ascii` of str (unicode_repr, PyObject_ASCII): quotes chosen, and what is not printable escaped. */
import type { Pure } from './effects.ts';
import type { StrValue } from './host-types.ts';
import { codePoints, newStr, strConcatAll, strFromCodePoint } from './str.ts';
import { isPrintableCode } from './str-classes.ts';

const PLAIN_ASCII = /^[ !#-&(-[\]-~]*$/;

export function strRepr(value: StrValue): Pure<StrValue> {
  if (typeof value === 'string' && PLAIN_ASCII.test(value)) return "'" + value + "'";
  const points = codePoints(value);
  // Double quotes only when that saves escaping: a single quote inside and no double one.
  const quote = points.includes(39) && !points.includes(34) ? '"' : "'";
  const parts: StrValue[] = [quote];
  for (const point of points) parts.push(escapePoint(point, quote));
  parts.push(quote);
  return strConcatAll(parts);
}

function escapePoint(point: number, quote: string): StrValue {
  if (point === 92) return '\\\\';
  if (point === quote.charCodeAt(0)) return '\\' + quote;
  if (point >= 32 && point < 127) return String.fromCharCode(point);
  if (point === 10) return '\\n';
  if (point === 9) return '\\t';
  if (point === 13) return '\\r';
  return isPrintableCode(point) ? strFromCodePoint(point) : escapeCodePoint(point);
}

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`. */
export function escapeCodePoint(point: number): Pure<string> {
  const digits = point.toString(16);
  if (point <= 0xff) return '\\x' + digits.padStart(2, '0');
  if (point <= 0xffff) return '\\u' + digits.padStart(4, '0');
  return '\\U' + digits.padStart(8, '0');
}

/** Escapes what is not ASCII in a repr (`ascii()`, and `%a`). */
export function asciiOfRepr(repr: StrValue): Pure<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what is asked for.
  if (typeof repr === 'string' && /^[\x00-\x7f]*$/.test(repr)) return repr;
  let text = '';
  for (const point of codePoints(repr))
    text += point < 128 ? String.fromCharCode(point) : escapeCodePoint(point);
  return text;
}

/** For messages: the repr of host text, as real text. */
export function reprOfText(text: string): Pure<string> {
  const repr = strRepr(newStr(text));
  return typeof repr === 'string' ? repr : repr.text;
}

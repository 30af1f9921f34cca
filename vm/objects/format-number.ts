/**
 * Numbers by format specification (Python/formatter_unicode.c): int, float, complex; and the laying out of sign,
 * prefix, grouped digits, fraction and exponent in a field, which `%` formatting shares in part.
 */
import type { Raises } from './effects.ts';
import { raise, raiseValueError } from './errors.ts';
import {
  exponentialDigits,
  fixedDigits,
  floatRepr,
  generalDigits,
  generalDigitsWithPoint,
  nonFinite,
  reprDigits,
} from './float-text.ts';
import { type FormatSpec, type Grouping, padText, parseFormatSpec, raiseUnknownType } from './format-spec.ts';
import type { IntValue, StrValue } from './host-types.ts';
import { intToFloat } from './int-arithmetic.ts';
import { intMagnitudeInBase, intToText } from './int-text.ts';
import { strConcat, strConcatAll, strFromCodePoint, strRepeat } from './str.ts';
import { OverflowErrorType } from './types.ts';

/** A number as text in parts; `whole` is '' for what has no digits (inf, nan, a character). */
interface NumberText {
  readonly negative: boolean;
  readonly prefix: string;
  readonly whole: string;
  /** Digits after the point; the point itself is shown when `hasPoint`. */
  readonly fraction: string;
  readonly hasPoint: boolean;
  /** Exponent, percent sign, or the text of what has no digits. */
  readonly rest: StrValue;
}

/**
 * Separators from the right, one before every `size` digits. With `minimum` above the length the digits are filled
 * up with zeros that are grouped too, so the result may be one longer rather than begin with a separator
 * (_PyUnicode_InsertThousandsGrouping).
 */
function groupDigits(digits: string, grouping: Grouping, size: number, minimum: number): string {
  if (grouping === '') return digits.padStart(minimum, '0');
  let result = '';
  let remaining = digits.length;
  let width = minimum;
  for (;;) {
    const length = Math.min(size, Math.max(remaining, width, 1));
    const taken = Math.min(remaining, length);
    const group = '0'.repeat(length - taken) + digits.slice(remaining - taken, remaining);
    result = result === '' ? group : group + grouping + result;
    remaining -= taken;
    width -= length;
    if (remaining <= 0 && width <= 0) return result;
    width--;
  }
}

/** Digits after the point are grouped from the left. */
function groupFraction(digits: string, grouping: Grouping): string {
  return grouping === '' ? digits : (digits.match(/.{1,3}/g) ?? []).join(grouping);
}

function layOut(number: NumberText, spec: FormatSpec): Raises<StrValue> {
  const sign = number.negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const fraction = (number.hasPoint ? '.' : '') + groupFraction(number.fraction, spec.fractionGrouping);
  const align = spec.align !== '' ? spec.align : spec.zeroPadded ? '=' : '>';
  const lead = sign + number.prefix;
  const size = 'boxX'.includes(spec.type) && spec.type !== '' ? 4 : 3;
  const restLength = typeof number.rest === 'string' ? number.rest.length : 1;
  const others = lead.length + fraction.length + restLength;
  const minimum = spec.fill === '0' && align === '=' ? spec.width - others : 0;
  const whole = number.whole === '' ? '' : groupDigits(number.whole, spec.grouping, size, minimum);
  const body = strConcat(whole + fraction, number.rest);
  const padding = spec.width - others - whole.length;
  if (padding <= 0) return strConcat(lead, body);
  if (align === '=') return strConcatAll([lead, strRepeat(spec.fill, padding), body]);
  return padText(strConcat(lead, body), spec.width, align, spec.fill);
}

/** `int.__format__`. */
export function formatInt(value: IntValue, spec: StrValue, typeName: string): Raises<StrValue> {
  if (spec === '') return intToText(value);
  const parsed = parseFormatSpec(spec, typeName, 'd');
  const { type } = parsed;
  if (
    type === 'd' ||
    type === 'n' ||
    type === 'x' ||
    type === 'b' ||
    type === 'o' ||
    type === 'X' ||
    type === 'c'
  ) {
    return formatIntegral(value, parsed);
  }
  if ('eEfFgG%'.includes(type)) return formatFloatParsed(intToFloat(value), parsed);
  raiseUnknownType(type, typeName);
}

function formatIntegral(value: IntValue, spec: FormatSpec): Raises<StrValue> {
  const { type } = spec;
  if (spec.precision >= 0) raiseValueError('Precision not allowed in integer format specifier');
  if (spec.coerceZero) raiseValueError('Negative zero coercion (z) not allowed in integer format specifier');
  if (type === 'c') return formatCharacter(value, spec);
  const negative = value < 0;
  let whole: string;
  let prefix = '';
  if (type === 'd' || type === 'n') {
    const text = intToText(value);
    if (spec.width < 0 && spec.sign === '' && spec.grouping === '') return text;
    whole = negative ? text.slice(1) : text;
  } else {
    whole = intMagnitudeInBase(value, type === 'b' ? 2 : type === 'o' ? 8 : 16);
    if (spec.alternate) prefix = '0' + type;
    if (type === 'X') whole = whole.toUpperCase();
  }
  return layOut({ negative, prefix, whole, fraction: '', hasPoint: false, rest: '' }, spec);
}

function formatCharacter(value: IntValue, spec: FormatSpec): Raises<StrValue> {
  if (spec.sign !== '') raiseValueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) raiseValueError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (typeof value === 'bigint') raise(OverflowErrorType, 'Python int too large to convert to C long');
  if (value < 0 || value > 0x10ffff) raise(OverflowErrorType, '%c arg not in range(0x110000)');
  const rest = strFromCodePoint(value);
  return layOut({ negative: false, prefix: '', whole: '', fraction: '', hasPoint: false, rest }, spec);
}

/** `float.__format__`. */
export function formatFloat(value: number, spec: StrValue, typeName: string): Raises<StrValue> {
  if (spec === '') return floatRepr(value);
  const parsed = parseFormatSpec(spec, typeName, '');
  if (parsed.type !== '' && !'eEfFgGn%'.includes(parsed.type)) raiseUnknownType(parsed.type, typeName);
  return formatFloatParsed(value, parsed);
}

/** Digits of a finite value ≥ 0 for a presentation type; '' is repr, or general with at least one decimal. */
function magnitudeText(value: number, type: string, precision: number, alternate: boolean): string {
  switch (type) {
    case 'e':
    case 'E':
      return exponentialDigits(value, precision < 0 ? 6 : precision, alternate);
    case 'f':
    case 'F':
    case '%':
      return fixedDigits(value, precision < 0 ? 6 : precision) + (alternate && precision === 0 ? '.' : '');
    case '':
      return precision < 0
        ? reprDigits(value, alternate, true)
        : generalDigitsWithPoint(value, precision, alternate);
    default:
      return generalDigits(value, precision < 0 ? 6 : precision, alternate);
  }
}

function numberText(
  value: number,
  spec: FormatSpec,
  textOfMagnitude: (magnitude: number) => string,
): NumberText {
  const scaled = spec.type === '%' ? value * 100 : value;
  let negative = scaled < 0 || Object.is(scaled, -0);
  const percent = spec.type === '%' ? '%' : '';
  const upper = spec.type === 'E' || spec.type === 'F' || spec.type === 'G';
  if (!Number.isFinite(scaled)) {
    const text = nonFinite(Math.abs(scaled));
    const rest = (upper ? text.toUpperCase() : text) + percent;
    return { negative, prefix: '', whole: '', fraction: '', hasPoint: false, rest };
  }
  let text = textOfMagnitude(Math.abs(scaled));
  if (upper) text = text.toUpperCase();
  if (negative && spec.coerceZero && !/[1-9]/.test(text.split(/e/i, 1)[0]!)) negative = false;
  const match = /^(\d+)(\.?)(\d*)(.*)$/.exec(text)!;
  return {
    negative,
    prefix: '',
    whole: match[1]!,
    hasPoint: match[2] !== '',
    fraction: match[3]!,
    rest: match[4]! + percent,
  };
}

/** Nothing but precision and type: the commonest spec by far. */
function isBare(spec: FormatSpec): boolean {
  return (
    spec.width < 0 &&
    spec.sign === '' &&
    spec.grouping === '' &&
    spec.fractionGrouping === '' &&
    !spec.coerceZero
  );
}

function formatFloatParsed(value: number, spec: FormatSpec): Raises<StrValue> {
  const { type, precision, alternate } = spec;
  if (type === 'f' && isBare(spec) && Number.isFinite(value) && !alternate) {
    const text = fixedDigits(Math.abs(value), precision < 0 ? 6 : precision);
    return value < 0 || Object.is(value, -0) ? '-' + text : text;
  }
  return layOut(
    numberText(value, spec, (magnitude) => magnitudeText(magnitude, type, precision, alternate)),
    spec,
  );
}

/** `complex.__format__`. */
export function formatComplex(
  real: number,
  imag: number,
  spec: StrValue,
  typeName: string,
): Raises<StrValue> {
  const parsed = parseFormatSpec(spec, typeName, '');
  const { type, precision, alternate } = parsed;
  if (type !== '' && !'eEfFgGn'.includes(type)) raiseUnknownType(type, typeName);
  if (parsed.fill === '0') raiseValueError('Zero padding is not allowed in complex format specifier');
  if (parsed.align === '=') {
    raiseValueError("'=' alignment flag is not allowed in complex format specifier");
  }
  const bare: FormatSpec = { ...parsed, width: -1, fill: ' ', align: '<' };
  const textOfMagnitude = (magnitude: number): string =>
    type === '' && precision < 0
      ? reprDigits(magnitude, alternate, false)
      : magnitudeText(magnitude, type === '' ? 'g' : type, precision, alternate);
  const skipReal = type === '' && Object.is(real, 0);
  const imagSpec: FormatSpec = skipReal ? bare : { ...bare, sign: '+' };
  const imagText = strConcat(layOut(numberText(imag, imagSpec, textOfMagnitude), imagSpec), 'j');
  if (skipReal) return padText(imagText, parsed.width, parsed.align || '>', parsed.fill);
  const both = strConcat(layOut(numberText(real, bare, textOfMagnitude), bare), imagText);
  const shown = type === '' ? strConcatAll(['(', both, ')']) : both;
  return padText(shown, parsed.width, parsed.align || '>', parsed.fill);
}

/** `repr(complex)`: the real part is left out when it is +0 (complex_repr). */
export function complexRepr(real: number, imag: number): Raises<string> {
  const part = (value: number): string => {
    if (!Number.isFinite(value)) return nonFinite(value);
    const text = reprDigits(Math.abs(value), false, false);
    return value < 0 || Object.is(value, -0) ? '-' + text : text;
  };
  const imagText = part(imag);
  if (Object.is(real, 0)) return imagText + 'j';
  return '(' + part(real) + (imagText.startsWith('-') ? '' : '+') + imagText + 'j)';
}

/** Numbers as text: conversion syntax, scientific and engineering notation, format specifications. */
import type { PyDecimal } from '../../objects/index.ts';
import {
  CONDITION,
  type Context,
  digitsOf,
  FINITE,
  finite,
  INFINITE,
  infinity,
  MAX_EMAX,
  MIN_ETINY,
  nan,
  type Rounding,
  SIGNALING_NAN,
  signal,
  withSign,
} from './number.ts';
import { dropDigits, rescale } from './rounding.ts';

const NUMBER = /^([-+])?(?:(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?|(inf(?:inity)?)|(s)?nan(\d*))$/i;

/** A number exactly as it is written; `undefined` if it is none. Digits are ASCII, blanks and underscores gone. */
export function parseDecimal(text: string): PyDecimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, signText, whole, fraction = '', exponentText, infinite, signaling, payload] = match;
  const sign = signText === '-' ? 1 : 0;
  if (infinite !== undefined) return infinity(sign);
  if (payload !== undefined) {
    const result = nan(sign, payload === '' ? 0n : BigInt(payload));
    if (signaling !== undefined) result.kind = SIGNALING_NAN;
    return result;
  }
  if (whole === undefined || (whole === '' && fraction === '')) return undefined;
  const coefficient = BigInt(whole + fraction);
  const exponent = exponentText === undefined ? 0 : Number(exponentText);
  if (Math.abs(exponent) > Number.MAX_SAFE_INTEGER) return beyond(sign, coefficient, exponent);
  return finite(sign, coefficient, exponent - fraction.length + 0);
}

/** An exponent that no context reaches: what rounding makes of it is the same for all. */
function beyond(sign: number, coefficient: bigint, exponent: number): PyDecimal {
  return finite(sign, coefficient, exponent > 0 ? 4 * MAX_EMAX : 4 * MIN_ETINY);
}

function special(number: PyDecimal): string {
  if (number.kind === INFINITE) return 'Infinity';
  const payload = number.coefficient === 0n ? '' : number.coefficient.toString();
  return `${number.kind === SIGNALING_NAN ? 's' : ''}NaN${payload}`;
}

/** `to-scientific-string`, `to-engineering-string`. */
export function toText(number: PyDecimal, capitals: number, engineering = false): string {
  const sign = number.sign === 1 ? '-' : '';
  if (number.kind !== FINITE) return sign + special(number);
  const digits = number.coefficient.toString();
  const { exponent } = number;
  if (exponent === 0 && !engineering) return sign + digits;
  const left = exponent + digits.length;
  let point: number;
  if (exponent <= 0 && left > -6) point = left;
  else if (!engineering) point = 1;
  else if (number.coefficient === 0n) point = modulo(left + 1, 3) - 1;
  else point = modulo(left - 1, 3) + 1;
  const [whole, fraction] = splitAt(digits, point);
  const power = left - point;
  const tail = power === 0 ? '' : `${capitals === 1 ? 'E' : 'e'}${power > 0 ? '+' : ''}${power}`;
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}${tail}`;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** Digits before and after a point that may lie outside of them. */
function splitAt(digits: string, point: number): [string, string] {
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  if (point >= digits.length) return [digits + '0'.repeat(point - digits.length), ''];
  return [digits.slice(0, point), digits.slice(point)];
}

// ── Format specifications (CPython: `mpd_parse_fmt_str`, `mpd_qformat_spec`) ──

const SPECIFICATION = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([eEfFgGn%])?$/su;

export interface DecimalSpec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly zeroPad: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

/** `undefined` when it is no valid specification. */
export function parseDecimalSpec(text: string): DecimalSpec | undefined {
  const match = SPECIFICATION.exec(text);
  if (match === null) return undefined;
  const [, fill, align, sign, z, alternate, zero, width, grouping, precision, type] = match;
  const zeroPad = zero !== undefined && align === undefined;
  if (type === 'n' && grouping !== undefined) return undefined;
  if (grouping === '_') return undefined;
  return {
    fill: zeroPad ? '0' : (fill ?? ' '),
    align: align ?? (zeroPad ? '=' : '>'),
    sign: sign ?? '-',
    noNegativeZero: z !== undefined,
    alternate: alternate !== undefined,
    zeroPad: zeroPad || (fill === '0' && align === '='),
    width: width === undefined ? 0 : Number(width),
    grouping: grouping ?? '',
    precision: precision === undefined ? null : Number(precision),
    type: type ?? '',
  };
}

/** Rounded to so many digits. */
function toDigits(number: PyDecimal, count: number, mode: Rounding): PyDecimal {
  const surplus = digitsOf(number) - count;
  if (surplus <= 0) return number;
  const { sign, coefficient, exponent } = number;
  const rounded = dropDigits(coefficient, surplus, mode, sign);
  if (count > 0 && rounded.toString().length > count)
    return finite(sign, rounded / 10n, exponent + surplus + 1);
  return finite(sign, rounded, exponent + surplus);
}

/** With zeros up to so many digits. */
function padded(number: PyDecimal, count: number): PyDecimal {
  const missing = count - digitsOf(number);
  if (missing <= 0 || number.coefficient === 0n) return number;
  return finite(number.sign, number.coefficient * 10n ** BigInt(missing), number.exponent - missing);
}

export function formatDecimal(context: Context, given: PyDecimal, spec: DecimalSpec): string {
  const percent = spec.type === '%';
  if (given.kind !== FINITE) {
    const unpadded = {
      ...spec,
      fill: spec.zeroPad ? ' ' : spec.fill,
      align: spec.zeroPad ? '>' : spec.align,
    };
    return align(signText(given.sign, spec), special(given) + (percent ? '%' : ''), unpadded);
  }
  const type =
    spec.type === '' || spec.type === 'n'
      ? spec.type === 'n' || context.capitals === 0
        ? 'g'
        : 'G'
      : spec.type;
  const { rounding } = context;
  let number = percent ? finite(given.sign, given.coefficient, given.exponent + 2) : given;
  const { precision } = spec;
  if (precision !== null) {
    if ('eE'.includes(type)) number = padded(toDigits(number, precision + 1, rounding), precision + 1);
    else if ('fF%'.includes(type)) number = rescale(number, -precision, rounding);
    else number = toDigits(number, Math.max(precision, 1), rounding);
  }
  const zero = number.coefficient === 0n;
  if (zero && number.exponent > 0 && 'fF%'.includes(type)) number = rescale(number, 0, rounding);
  if (zero && spec.noNegativeZero) number = withSign(number, 0);
  const digits = number.coefficient.toString();
  const left = number.exponent + digits.length;
  let point: number;
  if ('eE'.includes(type)) point = zero && precision !== null ? 1 - precision : 1;
  else if ('fF%'.includes(type)) point = left;
  else point = number.exponent <= 0 && left > -6 ? left : 1;
  const [whole, fraction] = splitAt(digits, point);
  const power = left - point;
  let tail = fraction === '' && !spec.alternate ? '' : `.${fraction}`;
  if (power !== 0 || 'eE'.includes(type)) {
    const letter = type === 'E' || type === 'G' ? 'E' : 'e';
    tail += `${letter}${power < 0 ? '-' : '+'}${Math.abs(power)}`;
  }
  if (percent) tail += '%';
  const sign = signText(number.sign, spec);
  const least = spec.zeroPad ? spec.width - tail.length - sign.length : 0;
  const grouped = spec.grouping === '' ? whole.padStart(least, '0') : group(whole, spec.grouping, least);
  return align(sign, grouped + tail, spec);
}

function signText(sign: number, spec: DecimalSpec): string {
  if (sign === 1) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

/** Groups of three, with leading zeros up to a width that separators count in. */
function group(digits: string, separator: string, width: number): string {
  let groups = digits.replace(/\B(?=(\d{3})+$)/g, separator);
  let padded = digits;
  while (groups.length < width) {
    padded = `0${padded}`;
    const next = padded.replace(/\B(?=(\d{3})+$)/g, separator);
    groups = next;
  }
  return groups;
}

function align(sign: string, body: string, spec: DecimalSpec): string {
  const length = [...sign, ...body].length;
  const padding = spec.fill.repeat(Math.max(0, spec.width - length));
  switch (spec.align) {
    case '<':
      return sign + body + padding;
    case '=':
      return sign + padding + body;
    case '^': {
      const half = Math.floor(Math.max(0, spec.width - length) / 2);
      return spec.fill.repeat(half) + sign + body + spec.fill.repeat(Math.max(0, spec.width - length) - half);
    }
    default:
      return padding + sign + body;
  }
}

/** A number from text for an operation: what is no number gives ConversionSyntax. */
export function convertText(context: Context, text: string): PyDecimal {
  const number = parseDecimal(text);
  if (number !== undefined) return number;
  signal(context, CONDITION.ConversionSyntax);
  return nan();
}

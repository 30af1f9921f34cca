/**
 * Ints as text (Objects/longobject.c: long_to_decimal_string, PyLong_FromString), with the limit on the length of
 * decimal conversions that guards against quadratic time (library reference, "Integer string conversion length
 * limitation").
 */
import type { Pure, Raises } from './effects.ts';
import { raiseValueError } from './errors.ts';
import type { IntValue } from './host-types.ts';
import { normalizeInt } from './int-arithmetic.ts';

/** `sys.set_int_max_str_digits`; 0 means no limit. */
export const intTextLimit = { maxDigits: 4300 };

const HINT = 'use sys.set_int_max_str_digits() to increase the limit';

/** `str(int)`. */
export function intToText(value: IntValue): Raises<string> {
  if (typeof value === 'number') return String(value);
  const text = value.toString();
  const digits = text.length - (value < 0n ? 1 : 0);
  if (intTextLimit.maxDigits !== 0 && digits > intTextLimit.maxDigits) {
    raiseValueError(
      `Exceeds the limit (${intTextLimit.maxDigits} digits) for integer string conversion; ${HINT}`,
    );
  }
  return text;
}

/** Digits of |value| in a base of two to the nth: no limit applies. */
export function intMagnitudeInBase(value: IntValue, base: 2 | 8 | 16): Pure<string> {
  return (value < 0 ? -value : value).toString(base);
}

/** `bin`, `oct`, `hex`: sign, prefix, digits. */
export function intWithPrefix(value: IntValue, base: 2 | 8 | 16): Pure<string> {
  const prefix = base === 2 ? '0b' : base === 8 ? '0o' : '0x';
  return (value < 0 ? '-' : '') + prefix + intMagnitudeInBase(value, base);
}

const DIGITS_OF_BASE = new Map<number, RegExp>();

function digitsOfBase(base: number): RegExp {
  let pattern = DIGITS_OF_BASE.get(base);
  if (pattern === undefined) {
    const decimal = base < 10 ? `0-${base - 1}` : '0-9';
    const last = String.fromCharCode(96 + base - 10);
    const letters = base > 10 ? `a-${last}A-${last.toUpperCase()}` : '';
    pattern = new RegExp(`^[${decimal}${letters}]+(?:_[${decimal}${letters}]+)*$`);
    DIGITS_OF_BASE.set(base, pattern);
  }
  return pattern;
}

/**
 * Reads what `int(text, base)` accepts, blanks stripped and digits ASCII; `undefined` if it is no such literal.
 * `base` 0 takes it from the prefix. Raises ValueError when a decimal literal is too long.
 */
export function parseIntText(text: string, base: number): Raises<IntValue | undefined> {
  if (base === 10 && text.length < 16 && /^[0-9]+$/.test(text)) return Number(text);
  let start = 0;
  const negative = text[0] === '-';
  if (negative || text[0] === '+') start = 1;
  let radix = base;
  let digits = text.slice(start);
  const prefixBase = digits[0] === '0' ? ({ x: 16, o: 8, b: 2 }[digits[1]?.toLowerCase() ?? ''] ?? 0) : 0;
  if (base === 0) radix = prefixBase === 0 ? 10 : prefixBase;
  if (prefixBase !== 0 && prefixBase === radix) {
    digits = digits.slice(2);
    // An underscore may follow the prefix.
    if (digits[0] === '_') digits = digits.slice(1);
  }
  if (!digitsOfBase(radix).test(digits)) return undefined;
  if (digits.includes('_')) digits = digits.replaceAll('_', '');
  // A decimal literal without base has no leading zeros unless it is zero.
  if (base === 0 && prefixBase === 0 && digits.length > 1 && digits[0] === '0' && /[1-9]/.test(digits))
    return undefined;
  const powerOfTwo = (radix & (radix - 1)) === 0;
  if (!powerOfTwo && intTextLimit.maxDigits !== 0 && digits.length > intTextLimit.maxDigits) {
    raiseValueError(
      `Exceeds the limit (${intTextLimit.maxDigits} digits) for integer string conversion: value has ${digits.length} digits; ${HINT}`,
    );
  }
  const magnitude =
    digits.length <= 10 ? Number.parseInt(digits, radix) : normalizeInt(parseMagnitude(digits, radix));
  return negative ? (typeof magnitude === 'number' ? 0 - magnitude : -magnitude) : magnitude;
}

function parseMagnitude(digits: string, base: number): bigint {
  if (base === 10) return BigInt(digits);
  if (base === 16) return BigInt('0x' + digits);
  if (base === 8) return BigInt('0o' + digits);
  if (base === 2) return BigInt('0b' + digits);
  // Halves keep the numbers small: parseInt is exact for up to ten digits of any base.
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, base));
  const low = Math.floor(digits.length / 2);
  const split = digits.length - low;
  return (
    parseMagnitude(digits.slice(0, split), base) * BigInt(base) ** BigInt(low) +
    parseMagnitude(digits.slice(split), base)
  );
}

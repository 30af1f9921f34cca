/** The values of numeric literals (language reference 2.6). */
import type { Constant } from './ast.ts';
import type { ConstantValue } from './constant.ts';
import type { PythonSyntaxError } from './errors.ts';
import type { Parser } from './parser.ts';
import { constant } from './primaries.ts';

/** CPython's default `sys.int_info.default_max_str_digits`. */
const MAX_DECIMAL_DIGITS = 4300;

export function numberConstant(p: Parser): Constant {
  const text = p.tokenText(p.pos);
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (digits.length > MAX_DECIMAL_DIGITS && /^[0-9]*$/.test(digits)) throw tooManyDigits(p, digits.length);
  return constant(p, numberValue(digits));
}

/** `literal` without underscores. */
export function numberValue(literal: string): ConstantValue {
  const last = literal.charCodeAt(literal.length - 1) | 32;
  const second = literal.charCodeAt(1) | 32;
  if (second === 120 || second === 111 || (second === 98 && literal.charCodeAt(0) === 48))
    return intValue(literal);
  if (last === 106) return { type: 'complex', imag: Number(literal.slice(0, -1)) };
  if (/[.eE]/.test(literal)) return { type: 'float', value: Number(literal) };
  return intValue(literal);
}

function intValue(literal: string): ConstantValue {
  const value = Number(literal);
  if (Number.isSafeInteger(value)) return { type: 'int', value };
  return { type: 'int', value: BigInt(literal) };
}

function tooManyDigits(p: Parser, count: number): PythonSyntaxError {
  const message =
    `Exceeds the limit (${MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has ${count} digits; ` +
    'use sys.set_int_max_str_digits() to increase the limit - ' +
    'Consider hexadecimal for huge integer literals to avoid decimal conversion limits.';
  return p.error(message, p.lineOf(p.pos), -1, p.lineOf(p.pos), -1);
}

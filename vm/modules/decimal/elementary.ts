/**
 * Square root, exponential, logarithms and powers, correctly rounded (General Decimal Arithmetic, "square-root", "exp",
 * "ln", "log10", "power").
 *
 * The functions are computed in binary fixed point: an integer X stands for X / 2^bits. A result comes with a bound of
 * its error; when the digits after the precision leave open how it rounds, it is computed again with more bits (Ziv's
 * strategy). Only powers can be exact: what stays open with many more bits is.
 */
import type { PyDecimal } from '../../objects/index.ts';
import { divide } from './arithmetic.ts';
import { order } from './compare.ts';
import {
  adjusted,
  CONDITION,
  type Context,
  countDigits,
  digitsOf,
  etiny,
  FINITE,
  finite,
  INFINITE,
  infinity,
  invalid,
  isInteger,
  isZero,
  pow10,
  signal,
} from './number.ts';
import { finalize, nanResult, stripZeros } from './rounding.ts';

const BITS_A_DIGIT = 3.3219280948873626;

function halfEven(context: Context): Context {
  const { prec, emin, emax, clamp, capitals } = context;
  return { prec, emin, emax, clamp, capitals, rounding: 'ROUND_HALF_EVEN', status: 0 };
}

/** Rounds half to even whatever the context's mode, and passes the conditions on. */
function roundHalfEven(context: Context, sign: number, coefficient: bigint, exponent: number): PyDecimal {
  const own = halfEven(context);
  const result = finalize(own, sign, coefficient, exponent);
  context.status |= own.status;
  return result;
}

// ── Square root ──

/** floor(√value). */
export function integerRoot(value: bigint): bigint {
  if (value < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(value))));
  const bits = value.toString(16).length * 4;
  let root = integerRoot(value >> BigInt((bits >> 2) * 2)) << BigInt(bits >> 2);
  root += 1n << BigInt(bits >> 2);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export function squareRoot(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE) return number.sign === 0 ? infinity(0) : invalid(context);
  if (number.coefficient === 0n) return finalize(context, number.sign, 0n, Math.floor(number.exponent / 2));
  if (number.sign === 1) return invalid(context);
  const ideal = Math.floor(number.exponent / 2);
  const odd = number.exponent - ideal * 2 === 1;
  const coefficient = odd ? number.coefficient * 10n : number.coefficient;
  const wanted = context.prec + 1 - ((countDigits(coefficient) + 1) >> 1);
  const padding = Math.max(wanted, 0);
  const scaled = coefficient * pow10(2 * padding);
  let root = integerRoot(scaled);
  let exponent = ideal - padding;
  if (root * root === scaled) [root, exponent] = stripZeros(root, exponent, ideal);
  else if (root % 5n === 0n) root += 1n;
  return roundHalfEven(context, 0, root, exponent);
}

// ── Fixed point ──

/** 2^bits × atanh(1/n), within a few units. */
function atanhInverse(n: bigint, bits: bigint): bigint {
  const square = n * n;
  let power = (1n << bits) / n;
  let sum = power;
  for (let k = 3n; power > 0n; k += 2n) {
    power /= square;
    sum += power / k;
  }
  return sum;
}

const constants = new Map<string, { bits: bigint; value: bigint }>();

/** A constant with so many bits after the point, from one computed before if that has enough. */
function constant(name: string, bits: bigint, compute: (bits: bigint) => bigint): bigint {
  let known = constants.get(name);
  if (known === undefined || known.bits < bits) {
    const guarded = bits + 32n;
    known = { bits: guarded, value: compute(guarded) };
    constants.set(name, known);
  }
  return known.value >> (known.bits - bits);
}

const ln2 = (bits: bigint): bigint =>
  constant(
    'ln2',
    bits,
    (b) => 18n * atanhInverse(26n, b) - 2n * atanhInverse(4801n, b) + 8n * atanhInverse(8749n, b),
  );
const ln10 = (bits: bigint): bigint =>
  constant(
    'ln10',
    bits,
    (b) => 46n * atanhInverse(31n, b) + 34n * atanhInverse(49n, b) + 20n * atanhInverse(161n, b),
  );

const bitLength = (value: bigint): number => {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
};

/** 2^bits × ln(numerator / denominator), within 2^12 units for a thousand digits. */
function lnFixed(numerator: bigint, denominator: bigint, bits: bigint): bigint {
  const doublings = bitLength(numerator) - bitLength(denominator);
  // mantissa = quotient / 2^doublings, in (1/2, 2).
  let mantissa =
    doublings >= 0
      ? (numerator << bits) / (denominator << BigInt(doublings))
      : (numerator << (bits + BigInt(-doublings))) / denominator;
  let twos = doublings;
  const one = 1n << bits;
  // To [2/3, 4/3].
  if (mantissa * 3n > one * 4n) {
    mantissa >>= 1n;
    twos += 1;
  } else if (mantissa * 3n < one * 2n) {
    mantissa <<= 1n;
    twos -= 1;
  }
  const z = ((mantissa - one) << bits) / (mantissa + one);
  const square = (z * z) >> bits;
  let power = z;
  let sum = z;
  for (let k = 3n; power !== 0n && power !== -1n; k += 2n) {
    power = (power * square) >> bits;
    sum += power / k;
  }
  return 2n * sum + BigInt(twos) * ln2(bits);
}

/** Logarithm of a positive number, as `lnFixed`. */
function lnOf({ coefficient, exponent }: PyDecimal, bits: bigint): bigint {
  // Powers of ten apart, so that large exponents cost nothing; near 1 they must not cancel.
  const place = exponent + countDigits(coefficient) - 1;
  if (place >= -2 && place <= 1) {
    return exponent >= 0
      ? lnFixed(coefficient * pow10(exponent), 1n, bits)
      : lnFixed(coefficient, pow10(-exponent), bits);
  }
  return lnFixed(coefficient, pow10(countDigits(coefficient) - 1), bits) + BigInt(place) * ln10(bits);
}

/** exp(x / 2^bits) as mantissa × 2^power with `bits` bits after the point of the mantissa. */
function expFixed(x: bigint, bits: bigint): { mantissa: bigint; power: number } {
  const unit = ln2(bits);
  let power = x / unit;
  let rest = x - power * unit;
  if (rest < 0n) {
    rest += unit;
    power -= 1n;
  }
  const halvings = BigInt(Math.ceil(Math.sqrt(Number(bits)) / 2) + 2);
  const guard = halvings * 2n + 8n;
  const wide = bits + guard;
  const small = rest << (guard - halvings);
  let term = 1n << wide;
  let sum = term;
  for (let k = 1n; term > 0n; k += 1n) {
    term = (term * small) / (k << wide);
    sum += term;
  }
  for (let k = 0n; k < halvings; k += 1n) sum = (sum * sum) >> wide;
  return { mantissa: sum >> guard, power: Number(power) };
}

/**
 * Digits of mantissa × 2^(power − bits), positive: a coefficient of at least `digits` digits and its exponent. The bits
 * of the mantissa that are uncertain must be far below.
 */
function toDecimal(
  mantissa: bigint,
  power: number,
  digits: number,
): { coefficient: bigint; exponent: number } {
  const magnitude = (bitLength(mantissa) + power) / BITS_A_DIGIT;
  const exponent = Math.floor(magnitude) - digits - 1;
  let scaled = exponent <= 0 ? mantissa * pow10(-exponent) : mantissa;
  if (power >= 0) scaled <<= BigInt(power);
  else scaled >>= BigInt(-power);
  return { coefficient: exponent > 0 ? scaled / pow10(exponent) : scaled, exponent };
}

/** Whether a coefficient that may be off by `error` units rounds to `prec` digits the same way in any case. */
function roundsSurely(coefficient: bigint, error: bigint, prec: number): boolean {
  const unit = pow10(Math.max(countDigits(coefficient) - prec, 0));
  const half = unit / 2n;
  const rest = coefficient % unit;
  const distance = (from: bigint): bigint => (rest > from ? rest - from : from - rest);
  return distance(half) > error && rest > error && unit - rest > error;
}

/** A positive function value by Ziv's strategy: `compute(bits)` gives mantissa and power with a relative error below 2^(slack − bits). */
function ziv(
  context: Context,
  sign: number,
  compute: (bits: bigint) => { mantissa: bigint; power: number },
): PyDecimal {
  const slack = 24;
  for (let extra = 4, round = 0; ; extra *= 4, round++) {
    const digits = context.prec + extra;
    const bits = BigInt(Math.ceil(digits * BITS_A_DIGIT) + slack + 8);
    const { mantissa, power } = compute(bits);
    if (mantissa > 0n && bitLength(mantissa) >= Number(bits) - 16) {
      const { coefficient, exponent } = toDecimal(mantissa, power - Number(bits), digits);
      const error = 100n;
      if (roundsSurely(coefficient, error, context.prec))
        return roundHalfEven(context, sign, coefficient, exponent);
      if (round === 3) return exactValue(context, sign, coefficient, exponent);
    }
  }
}

/** A value that many digits did not tell from one with few: it is that one, shown with all digits of the precision. */
function exactValue(context: Context, sign: number, coefficient: bigint, exponent: number): PyDecimal {
  const surplus = countDigits(coefficient) - context.prec - 3;
  const unit = pow10(surplus);
  const rounded = (coefficient + unit / 2n) / unit;
  return roundHalfEven(context, sign, rounded, exponent + surplus);
}

// ── Exponential and logarithms ──

export function exponential(context: Context, number: PyDecimal): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (number.kind === INFINITE) return number.sign === 1 ? finite(0, 0n, 0) : infinity(0);
  if (number.coefficient === 0n) return finite(0, 1n, 0);
  const place = adjusted(number);
  const { prec } = context;
  if (place < -prec - 1) return besideOne(context, number.sign === 0 ? 1 : -1);
  // Beyond 10^12 every exponent is out of range.
  if (place > 12) return outOfRange(context, number.sign, 0);
  const magnitude = Number(number.coefficient) * 10 ** number.exponent * (number.sign === 1 ? -1 : 1);
  if (
    Number.isFinite(magnitude) &&
    Math.abs(magnitude / Math.LN10) > context.emax + Math.abs(etiny(context)) + 4
  )
    return outOfRange(context, number.sign, 0);
  return ziv(context, 0, (bits) => expOf(fixedPoint(number, bits + 48n), bits + 48n, 48n));
}

/** exp of a fixed-point number, its mantissa with `guard` bits fewer. */
function expOf(x: bigint, bits: bigint, guard: bigint): { mantissa: bigint; power: number } {
  const { mantissa, power } = expFixed(x, bits);
  return { mantissa: mantissa >> guard, power };
}

function fixedPoint({ sign, coefficient, exponent }: PyDecimal, bits: bigint): bigint {
  const value =
    exponent >= 0 ? (coefficient * pow10(exponent)) << bits : (coefficient << bits) / pow10(-exponent);
  return sign === 1 ? -value : value;
}

/** 1 and a trifle more or less. */
function besideOne(context: Context, direction: number): PyDecimal {
  const unit = pow10(context.prec + 2);
  return roundHalfEven(context, 0, direction > 0 ? unit + 1n : unit - 1n, -context.prec - 2);
}

/** A result too large, or (negative exponent) too small, for any rounding to matter. */
function outOfRange(context: Context, tooSmall: number, sign: number): PyDecimal {
  return roundHalfEven(
    context,
    sign,
    1n,
    tooSmall === 1 ? etiny(context) - context.prec - 2 : context.emax + context.prec + 2,
  );
}

export function naturalLogarithm(context: Context, number: PyDecimal): PyDecimal {
  return logarithm(context, number, (bits) => lnOf(number, bits));
}

/** What both logarithms do with special operands; `compute` gives a fixed-point number. */
function logarithm(context: Context, number: PyDecimal, compute: (bits: bigint) => bigint): PyDecimal {
  const result = nanResult(context, number);
  if (result !== undefined) return result;
  if (isZero(number)) return infinity(1);
  if (number.sign === 1) return invalid(context);
  if (number.kind === INFINITE) return infinity(0);
  const direction = order(number, finite(0, 1n, 0));
  if (direction === 0) return finite(0, 0n, 0);
  // Near 1 the logarithm begins with zeros: as many bits more.
  const leadingZeros = BigInt(Math.max(0, Math.ceil(zerosNearOne(number) * BITS_A_DIGIT)));
  const guard = 32n + leadingZeros;
  return ziv(context, direction < 0 ? 1 : 0, (bits) => {
    const value = compute(bits + guard);
    const magnitude = value < 0n ? -value : value;
    // To a mantissa of `bits` bits after the point.
    const excess = bitLength(magnitude) - Number(bits) - 1;
    const mantissa = excess >= 0 ? magnitude >> BigInt(excess) : magnitude << BigInt(-excess);
    return { mantissa, power: excess - Number(guard) };
  });
}

/** Zeros after the point of |number − 1|, for numbers between 0.1 and 10. */
function zerosNearOne(number: PyDecimal): number {
  const place = adjusted(number);
  if (place !== 0 && place !== -1) return 0;
  if (number.exponent >= 0) return 0;
  const one = pow10(-number.exponent);
  const distance = number.coefficient > one ? number.coefficient - one : one - number.coefficient;
  return -number.exponent - countDigits(distance) + 1;
}

export function decimalLogarithm(context: Context, number: PyDecimal): PyDecimal {
  if (number.kind === FINITE && number.sign === 0 && number.coefficient !== 0n) {
    const [coefficient, exponent] = stripZeros(number.coefficient, number.exponent, Infinity);
    if (coefficient === 1n)
      return roundHalfEven(context, exponent < 0 ? 1 : 0, BigInt(Math.abs(exponent)), 0);
  }
  return logarithm(context, number, (bits) => {
    const guard = 64n;
    return (lnOf(number, bits + guard) << bits) / ln10(bits + guard);
  });
}

// ── Powers ──

/** Integer powers whose exact value has no more digits than this are computed exactly. */
const EXACT_DIGITS = 5000;

export function power(context: Context, base: PyDecimal, exponent: PyDecimal): PyDecimal {
  const result = nanResult(context, base, exponent);
  if (result !== undefined) return result;
  if (isZero(exponent)) return isZero(base) ? invalid(context) : finite(0, 1n, 0);
  const whole = isInteger(exponent);
  let sign = 0;
  if (base.sign === 1) {
    if (whole) sign = isOdd(exponent) ? 1 : 0;
    else if (!isZero(base)) return invalid(context);
  }
  if (isZero(base)) return exponent.sign === 0 ? finite(sign, 0n, 0) : infinity(sign);
  if (base.kind === INFINITE) return exponent.sign === 0 ? infinity(sign) : finite(sign, 0n, 0);
  const toOne = order(finite(0, base.coefficient, base.exponent), finite(0, 1n, 0));
  if (toOne === 0) return powerOfOne(context, base, exponent, sign, whole);
  if (exponent.kind === INFINITE)
    return (exponent.sign === 0) === toOne < 0 ? finite(sign, 0n, 0) : infinity(sign);
  if (whole) {
    const exact = exactPower(context, base, exponent, sign);
    if (exact !== undefined) return exact;
  }
  return inexactPower(context, base, exponent, sign);
}

function isOdd({ coefficient, exponent, kind }: PyDecimal): boolean {
  if (kind !== FINITE || exponent > 0) return false;
  return (coefficient / pow10(-exponent)) % 2n === 1n;
}

/** ±1 to a power is 1 with the exponent that multiplying would give, cut to the precision. */
function powerOfOne(
  context: Context,
  base: PyDecimal,
  exponent: PyDecimal,
  sign: number,
  whole: boolean,
): PyDecimal {
  const { prec } = context;
  if (!whole || exponent.kind === INFINITE) {
    signal(context, CONDITION.Inexact | CONDITION.Rounded);
    return finite(sign, pow10(prec - 1), 1 - prec);
  }
  let times = 0;
  if (exponent.sign === 0) {
    const value = exponent.coefficient * pow10(Math.max(exponent.exponent, 0));
    const count = exponent.exponent < 0 ? value / pow10(-exponent.exponent) : value;
    times = count > BigInt(prec) ? prec : Number(count);
  }
  let place = base.exponent * times;
  if (place < 1 - prec) {
    place = 1 - prec;
    signal(context, CONDITION.Rounded);
  }
  // `+ 0`: no −0 for an exponent.
  return finite(sign, pow10(Math.max(0, -place)), place + 0);
}

/** An integer power with few digits: computed, and rounded once; `undefined` if it would have many. */
function exactPower(
  context: Context,
  base: PyDecimal,
  exponent: PyDecimal,
  sign: number,
): PyDecimal | undefined {
  if (adjusted(exponent) > 9) return undefined;
  const count = Number(
    exponent.exponent >= 0
      ? exponent.coefficient * pow10(exponent.exponent)
      : exponent.coefficient / pow10(-exponent.exponent),
  );
  const [coefficient, place] = stripZeros(base.coefficient, base.exponent, Infinity);
  const limit = Math.max(EXACT_DIGITS, 4 * context.prec);
  const isUnit = coefficient === 1n;
  if (!isUnit && countDigits(coefficient) * count > limit) return undefined;
  if (exponent.sign === 1) {
    const own = halfEven(context);
    own.rounding = context.rounding;
    const denominator = finite(sign, isUnit ? 1n : coefficient ** BigInt(count), place * count);
    const result = divide(own, finite(0, 1n, 0), denominator);
    context.status |= own.status;
    return result;
  }
  if (digitsOf(base) * count > limit) {
    const value = isUnit ? 1n : coefficient ** BigInt(count);
    const digits = countDigits(value);
    const room = Math.max(0, Math.min(context.prec - digits, (place - base.exponent) * count));
    const exact = finalize(context, sign, value * pow10(room), place * count - room);
    if (place !== base.exponent) signal(context, CONDITION.Rounded);
    return exact;
  }
  return finalize(context, sign, base.coefficient ** BigInt(count), base.exponent * count);
}

function inexactPower(context: Context, base: PyDecimal, exponent: PyDecimal, sign: number): PyDecimal {
  // Where does it lead? The logarithm of the result, as far as its size goes.
  const near = BigInt(Math.max(0, Math.ceil(zerosNearOne(base) * BITS_A_DIGIT)));
  const bits = 64n + near;
  const ln = lnOf(base, bits);
  const falls = ln < 0n !== (exponent.sign === 1);
  const magnitude = ln < 0n ? -ln : ln;
  const excess = BigInt(Math.max(0, bitLength(magnitude) - 60));
  const size =
    Math.log10(Number(magnitude >> excess) / Math.LN10) +
    Number(excess - bits) * Math.log10(2) +
    adjusted(exponent) +
    Math.log10(leadingDigits(exponent));
  const reach = context.emax + Math.abs(etiny(context)) + 10;
  if (size > Math.log10(reach)) return outOfRange(context, falls ? 1 : 0, sign);
  if (size < -context.prec - 2) {
    signal(context, CONDITION.Inexact | CONDITION.Rounded);
    return besideOneSigned(context, falls ? -1 : 1, sign);
  }
  const guard = BigInt(Math.max(0, Math.ceil(adjusted(exponent) * BITS_A_DIGIT)) + 64);
  const wide = (own: bigint): bigint => own + guard + near;
  const result = ziv(context, sign, (own) => {
    const w = wide(own);
    const logarithmOfBase = lnOf(base, w);
    const scaled = logarithmOfBase * exponent.coefficient * (exponent.sign === 1 ? -1n : 1n);
    const x = exponent.exponent >= 0 ? scaled * pow10(exponent.exponent) : scaled / pow10(-exponent.exponent);
    return expOf(x, w, w - own);
  });
  signal(context, CONDITION.Inexact | CONDITION.Rounded);
  return result;
}

/** The number's digits with the point after the first. */
function leadingDigits({ coefficient }: PyDecimal): number {
  const digits = countDigits(coefficient);
  return digits <= 15
    ? Number(coefficient) / 10 ** (digits - 1)
    : Number(coefficient / pow10(digits - 15)) / 1e14;
}

function besideOneSigned(context: Context, direction: number, sign: number): PyDecimal {
  const { coefficient, exponent } = besideOne(context, direction);
  return finite(sign, coefficient, exponent);
}

/** pow(base, exponent, modulus), all integers (CPython: `mpd_qpowmod`). */
export function powerModulo(
  context: Context,
  base: PyDecimal,
  exponent: PyDecimal,
  modulus: PyDecimal,
): PyDecimal {
  const result = nanResult(context, base, exponent, modulus);
  if (result !== undefined) return result;
  const integers = isInteger(base) && isInteger(exponent) && isInteger(modulus);
  if (!integers || (exponent.sign === 1 && !isZero(exponent)) || isZero(modulus)) return invalid(context);
  if (adjusted(modulus) >= context.prec) return invalid(context);
  if (isZero(exponent) && isZero(base)) return invalid(context);
  const value = (number: PyDecimal): bigint =>
    number.exponent >= 0
      ? number.coefficient * pow10(number.exponent)
      : number.coefficient / pow10(-number.exponent);
  const by = value(modulus);
  let square = ((base.coefficient % by) * modularPower(10n, BigInt(Math.max(base.exponent, 0)), by)) % by;
  if (base.exponent < 0) square = value(base) % by;
  const answer = modularPower(square, value(exponent), by);
  const sign = base.sign === 1 && isOdd(exponent) ? 1 : 0;
  return finalize(context, sign, answer, 0);
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, rest] = [1n % modulus, base % modulus, exponent];
  for (; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

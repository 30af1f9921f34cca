/** The module `math` (CPython: Modules/mathmodule.c). Elementary functions are the host's; errors are C's errno. */
import {
  asIndex,
  binaryAdd,
  binaryMultiply,
  callSpecial,
  type Escapes,
  FloatType,
  forEachItem,
  getIter,
  type IntValue,
  intAdd,
  intBitLength,
  intFloorDivide,
  intFromFloat,
  intGcd,
  intMultiply,
  intNegative,
  intSquareRoot,
  itemsOf,
  iterNext,
  type KeywordNames,
  type MethodDef,
  newFloat,
  newTuple,
  OverflowErrorType,
  PyFloat,
  type PyModule,
  type PyObject,
  parseArguments,
  raise,
  raiseTypeError,
  raiseValueError,
  realNumber,
  repr,
  strToJs,
  typeName,
  typeOf,
  ZeroDivisionErrorType,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import {
  ExactSum,
  euclideanNorm,
  frexp,
  fusedMultiplyAdd,
  ldexp,
  nextAfter,
  unitInLastPlace,
} from './doubles.ts';
import { erf, erfc, gamma, logGamma } from './gamma.ts';

function domainError(): never {
  raiseValueError('math domain error');
}
function rangeError(): never {
  raise(OverflowErrorType, 'math range error');
}
/** ValueError that shows the argument. */
function unexpected(expected: string, x: number): never {
  raiseValueError(`expected ${expected}, got ${strToJs(repr(newFloat(x)))}`);
}

// ── Functions of one double ──

interface Elementary {
  readonly compute: (x: number) => number;
  /** Message for arguments outside the domain; there the result is nan, or infinite at a pole. */
  readonly domain?: string;
  /** Infinite results of finite arguments are out of range. */
  readonly overflows?: boolean;
}

const FINITE = 'a finite input';
const ELEMENTARY: Readonly<Record<string, Elementary>> = {
  acos: { compute: Math.acos, domain: 'a number in range from -1 up to 1' },
  acosh: { compute: Math.acosh, domain: 'argument value not less than 1' },
  asin: { compute: Math.asin, domain: 'a number in range from -1 up to 1' },
  asinh: { compute: Math.asinh },
  atan: { compute: Math.atan },
  atanh: { compute: Math.atanh, domain: 'a number between -1 and 1' },
  cbrt: { compute: Math.cbrt },
  cos: { compute: Math.cos, domain: FINITE },
  cosh: { compute: Math.cosh, overflows: true },
  degrees: { compute: (x) => x * (180 / Math.PI) },
  erf: { compute: erf },
  erfc: { compute: erfc },
  exp: { compute: Math.exp, overflows: true },
  exp2: { compute: (x) => 2 ** x, overflows: true },
  expm1: { compute: Math.expm1, overflows: true },
  fabs: { compute: Math.abs },
  log1p: { compute: Math.log1p, domain: 'argument value > -1' },
  radians: { compute: (x) => x * (Math.PI / 180) },
  sin: { compute: Math.sin, domain: FINITE },
  sinh: { compute: Math.sinh, overflows: true },
  sqrt: { compute: Math.sqrt, domain: 'a nonnegative input' },
  tan: { compute: Math.tan, domain: FINITE },
  tanh: { compute: Math.tanh },
  ulp: { compute: unitInLastPlace },
};

/** math_1: nan from a number is outside the domain, an infinity from a finite number is a pole or an overflow. */
function elementary(name: string, { compute, domain, overflows }: Elementary): MethodDef {
  return {
    kind: 'O',
    name,
    call(_module, argument) {
      const x = realNumber(argument);
      const result = compute(x);
      if (Number.isFinite(result)) return newFloat(result);
      if (Number.isNaN(result)) {
        if (Number.isNaN(x)) return newFloat(result);
        if (domain !== undefined) unexpected(domain, x);
        domainError();
      }
      if (Number.isFinite(x)) {
        if (overflows) rangeError();
        if (domain !== undefined) unexpected(domain, x);
        domainError();
      }
      return newFloat(result);
    },
  };
}

const POLES = 'a noninteger or positive integer';

function gammaFunction(argument: PyObject): Escapes<PyObject> {
  const x = realNumber(argument);
  if (Number.isNaN(x) || x === Infinity) return newFloat(x);
  if (x === -Infinity || (x <= 0 && Number.isInteger(x))) unexpected(POLES, x);
  const result = gamma(x);
  if (!Number.isFinite(result)) rangeError();
  return newFloat(result);
}

function logGammaFunction(argument: PyObject): Escapes<PyObject> {
  const x = realNumber(argument);
  if (Number.isNaN(x)) return newFloat(x);
  if (!Number.isFinite(x)) return newFloat(Infinity);
  if (x <= 0 && Number.isInteger(x)) unexpected(POLES, x);
  const result = logGamma(x);
  if (!Number.isFinite(result)) rangeError();
  return newFloat(result);
}

// ── Logarithms ──

/** An int of any size has a logarithm: of its top bits, and of the power of two. */
function logarithm(argument: PyObject, log: (x: number) => number, logOfTwo: number): Escapes<number> {
  if (typeof argument === 'bigint') {
    if (argument <= 0n) raiseValueError('expected a positive input');
    const shift = Math.max(0, intBitLength(argument) - 64);
    return log(Number(argument >> BigInt(shift))) + shift * logOfTwo;
  }
  const isInt =
    typeof argument !== 'object' ||
    (argument !== null && !(argument instanceof PyFloat) && typeOf(argument).nb_float === null);
  const x = realNumber(argument);
  if (x > 0) return log(x);
  if (Number.isNaN(x)) return x;
  if (isInt) raiseValueError('expected a positive input');
  unexpected('a positive input', x);
}

const naturalLog = (x: PyObject): number => logarithm(x, Math.log, Math.LN2);

function log(args: readonly PyObject[]): Escapes<PyObject> {
  const numerator = naturalLog(args[0]!);
  if (args.length === 1) return newFloat(numerator);
  const denominator = naturalLog(args[1]!);
  if (denominator === 0) raise(ZeroDivisionErrorType, 'division by zero');
  return newFloat(numerator / denominator);
}

// ── Functions of two doubles ──

function fmod(x: number, y: number): number {
  if (Number.isFinite(x) && !Number.isFinite(y) && !Number.isNaN(y)) return x;
  const result = x % y;
  if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) domainError();
  return result;
}

/** IEEE 754 remainder: from the nearest multiple, an even one when two are as near (m_remainder). */
function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (!Number.isFinite(x) || y === 0) domainError();
  if (!Number.isFinite(y)) return x;
  const absX = Math.abs(x);
  const absY = Math.abs(y);
  const m = absX % absY;
  const c = absY - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (absX - m)) % absY);
  return Math.sign(x) < 0 || Object.is(x, -0) ? -r : r;
}

/** C's pow with Python's errors (math_pow). */
function pow(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === -1 && (y === Infinity || y === -Infinity)) return 1;
  const result = y === 0.5 && x > 0 ? Math.sqrt(x) : x ** y;
  if (Number.isFinite(x) && Number.isFinite(y)) {
    if (Number.isNaN(result)) domainError();
    if (!Number.isFinite(result)) {
      if (x === 0) domainError();
      rangeError();
    }
  }
  return result;
}

const twoDoubles = (name: string, compute: (x: number, y: number) => number): MethodDef => ({
  kind: 'FASTCALL',
  name,
  min: 2,
  max: 2,
  call(_module, args) {
    const x = realNumber(args[0]!);
    return newFloat(compute(x, realNumber(args[1]!)));
  },
});

const predicate = (name: string, test: (x: number) => boolean): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, value) => test(realNumber(value)),
});

// ── Rounding ──

/** floor and ceil: the special method, else of the value as a double. */
function rounded(
  name: '__floor__' | '__ceil__',
  round: (x: number) => number,
): (value: PyObject) => PyObject {
  return (value) => {
    if (value instanceof PyFloat && value.ob_type === FloatType) return intFromFloat(round(value.value));
    if (typeof value === 'number') return value;
    const own = callSpecial(value, name);
    return own === undefined ? intFromFloat(round(realNumber(value))) : own;
  };
}
const floor = rounded('__floor__', Math.floor);
const ceil = rounded('__ceil__', Math.ceil);

function trunc(value: PyObject): Escapes<PyObject> {
  if (value instanceof PyFloat && value.ob_type === FloatType) return intFromFloat(value.value);
  const own = callSpecial(value, '__trunc__');
  if (own === undefined) raiseTypeError(`type ${typeName(value)} doesn't define __trunc__ method`);
  return own;
}

// ── Ints ──

/** Product of the odd or all numbers in [low, high], halves first: big factors meet big factors. */
function productOfRange(low: bigint, high: bigint): bigint {
  if (low > high) return 1n;
  if (high - low < 8n) {
    let product = low;
    for (let factor = low + 1n; factor <= high; factor++) product *= factor;
    return product;
  }
  const middle = (low + high) >> 1n;
  return productOfRange(low, middle) * productOfRange(middle + 1n, high);
}

const small = (value: bigint): IntValue =>
  intAdd(Number.isSafeInteger(Number(value)) ? Number(value) : value, 0);
const MAX_LONG = 2n ** 63n - 1n;

function factorial(argument: PyObject): Escapes<PyObject> {
  const n = asIndex(argument);
  if (BigInt(n) > MAX_LONG) raise(OverflowErrorType, `factorial() argument should not exceed ${MAX_LONG}`);
  if (n < 0) raiseValueError('factorial() not defined for negative values');
  return small(productOfRange(1n, BigInt(n)));
}

function nonNegative(name: string, value: PyObject): Escapes<bigint> {
  const int = asIndex(value);
  if (int < 0) raiseValueError(`${name} must be a non-negative integer`);
  return BigInt(int);
}

function perm(args: readonly PyObject[]): Escapes<PyObject> {
  const k = args[1];
  if (k === undefined || k === null) return factorial(args[0]!);
  const total = nonNegative('n', args[0]!);
  const chosen = nonNegative('k', k);
  return chosen > total ? 0 : small(productOfRange(total - chosen + 1n, total));
}

function comb(args: readonly PyObject[]): Escapes<PyObject> {
  const total = nonNegative('n', args[0]!);
  let chosen = nonNegative('k', args[1]!);
  if (chosen > total) return 0;
  if (chosen * 2n > total) chosen = total - chosen;
  return small(productOfRange(total - chosen + 1n, total) / productOfRange(1n, chosen));
}

const absoluteInt = (value: IntValue): IntValue => (value < 0 ? intNegative(value) : value);

function gcd(args: readonly PyObject[]): Escapes<PyObject> {
  let result: IntValue = 0;
  for (const value of args) result = intGcd(result, asIndex(value));
  return absoluteInt(result);
}

function lcm(args: readonly PyObject[]): Escapes<PyObject> {
  let result: IntValue = 1;
  for (const value of args) {
    const int = asIndex(value);
    result = result === 0 || int === 0 ? 0 : intMultiply(intFloorDivide(result, intGcd(result, int)), int);
  }
  return absoluteInt(result);
}

function isqrt(argument: PyObject): Escapes<PyObject> {
  const n = asIndex(argument);
  if (n < 0) raiseValueError('isqrt() argument must be nonnegative');
  return intSquareRoot(n);
}

// ── Sums and products ──

function fsum(iterable: PyObject): Escapes<PyObject> {
  const sum = new ExactSum();
  forEachItem(iterable, (item) => {
    sum.add(realNumber(item));
    if (sum.overflow) raise(OverflowErrorType, 'intermediate overflow in fsum');
  });
  const result = sum.result();
  if ('failed' in result) raiseValueError('-inf + inf in fsum');
  return newFloat(result.value);
}

const PROD = { name: 'prod', names: ['iterable', 'start'], positional: 1, required: 1, positionalOnly: 1 };

function prod(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [iterable, start = 1] = parseArguments(PROD, args, names);
  let result: PyObject = start;
  forEachItem(iterable!, (item) => {
    if (typeof result === 'number' && typeof item === 'number') result = intMultiply(result, item);
    else if (
      result instanceof PyFloat &&
      item instanceof PyFloat &&
      result.ob_type === FloatType &&
      item.ob_type === FloatType
    )
      result = newFloat(result.value * item.value);
    else result = binaryMultiply(result, item);
  });
  return result;
}

/** Σ pᵢqᵢ: ints exactly, floats rounded once, the rest by their operators. */
function sumProduct(args: readonly PyObject[]): Escapes<PyObject> {
  const left = getIter(args[0]!);
  const right = getIter(args[1]!);
  let result: PyObject = 0;
  const products: [number, number][] = [];
  let floats = false;
  for (;;) {
    const p = iterNext(left);
    const q = iterNext(right);
    if ((p === undefined) !== (q === undefined)) raiseValueError('Inputs are not the same length');
    if (p === undefined || q === undefined) break;
    const pair = floatPair(p, q);
    if (pair !== undefined) {
      floats = true;
      products.push(pair);
    } else result = binaryAdd(result, binaryMultiply(p, q));
  }
  if (!floats) return result;
  const sum = newFloat(exactProducts(products));
  return result === 0 ? sum : binaryAdd(result, sum);
}

function floatPair(p: PyObject, q: PyObject): [number, number] | undefined {
  const exact = (value: PyObject): boolean => value instanceof PyFloat && value.ob_type === FloatType;
  const int = (value: PyObject): boolean =>
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
  if (!exact(p) && !exact(q)) return undefined;
  if (!(exact(p) || int(p)) || !(exact(q) || int(q))) return undefined;
  return [realNumber(p), realNumber(q)];
}

/** Each product as two doubles, all added without loss. */
function exactProducts(products: readonly [number, number][]): number {
  const sum = new ExactSum();
  for (const [p, q] of products) {
    const high = p * q;
    sum.add(high);
    if (Number.isFinite(high) && high !== 0) sum.add(fusedMultiplyAdd(p, q, -high));
  }
  const result = sum.result();
  return 'failed' in result ? NaN : result.value;
}

// ── Distances and comparison ──

function coordinates(values: readonly PyObject[]): Escapes<number[]> {
  return values.map((value) => realNumber(value));
}

function dist(args: readonly PyObject[]): Escapes<PyObject> {
  const p = itemsOf(args[0]!);
  const q = itemsOf(args[1]!);
  if (p.length !== q.length) raiseValueError('both points must have the same number of dimensions');
  return newFloat(euclideanNorm(p.map((value, index) => realNumber(value) - realNumber(q[index]!))));
}

const ISCLOSE = { name: 'isclose', names: ['a', 'b', 'rel_tol', 'abs_tol'], positional: 2, required: 2 };

function isClose(args: readonly PyObject[], names: KeywordNames): Escapes<boolean> {
  const [first, second, relativeValue, absoluteValue] = parseArguments(ISCLOSE, args, names);
  const a = realNumber(first!);
  const b = realNumber(second!);
  const relative = relativeValue === undefined ? 1e-9 : realNumber(relativeValue);
  const floorTolerance = absoluteValue === undefined ? 0 : realNumber(absoluteValue);
  if (relative < 0 || floorTolerance < 0) raiseValueError('tolerances must be non-negative');
  if (a === b) return true;
  if (Math.abs(a) === Infinity || Math.abs(b) === Infinity) return false;
  const difference = Math.abs(b - a);
  return (
    difference <= Math.abs(relative * b) ||
    difference <= Math.abs(relative * a) ||
    difference <= floorTolerance
  );
}

const NEXTAFTER = {
  name: 'nextafter',
  names: ['x', 'y', 'steps'],
  positional: 2,
  required: 2,
  positionalOnly: 2,
};

function nextafter(args: readonly PyObject[], names: KeywordNames): Escapes<PyObject> {
  const [x, y, steps] = parseArguments(NEXTAFTER, args, names);
  const from = realNumber(x!);
  const to = realNumber(y!);
  if (steps === undefined || steps === null) return newFloat(nextAfter(from, to, 1n));
  const count = asIndex(steps);
  if (count < 0) raiseValueError('steps must be a non-negative integer');
  return newFloat(nextAfter(from, to, BigInt(count)));
}

function ldexpFunction(args: readonly PyObject[]): Escapes<PyObject> {
  const x = realNumber(args[0]!);
  const exponent = args[1]!;
  if (
    typeof exponent !== 'number' &&
    typeof exponent !== 'bigint' &&
    typeof exponent !== 'boolean' &&
    typeOf(exponent).nb_index === null
  )
    raiseTypeError('Expected an int as second argument to ldexp.');
  const count = asIndex(exponent);
  const result = ldexp(x, Math.max(-1e9, Math.min(1e9, Number(count))));
  if (Number.isFinite(x) && !Number.isFinite(result)) rangeError();
  return newFloat(result);
}

function fma(args: readonly PyObject[]): Escapes<PyObject> {
  const [x, y, z] = coordinates(args) as [number, number, number];
  if ([x, y, z].every(Number.isFinite)) {
    const result = fusedMultiplyAdd(x, y, z);
    if (!Number.isFinite(result)) raise(OverflowErrorType, 'overflow in fma');
    return newFloat(result);
  }
  const result = x * y + z;
  if (Number.isNaN(result) && ![x, y, z].some(Number.isNaN)) raiseValueError('invalid operation in fma');
  return newFloat(result);
}

function modf(argument: PyObject): Escapes<PyObject> {
  const x = realNumber(argument);
  if (Number.isNaN(x)) return newTuple([newFloat(x), newFloat(x)]);
  if (!Number.isFinite(x)) return newTuple([newFloat(x > 0 ? 0 : -0), newFloat(x)]);
  const integral = Math.trunc(x);
  const fraction = x - integral;
  return newTuple([
    newFloat(fraction === 0 && (x < 0 || Object.is(x, -0)) ? -0 : fraction),
    newFloat(integral),
  ]);
}

function frexpFunction(argument: PyObject): Escapes<PyObject> {
  const [mantissa, exponent] = frexp(realNumber(argument));
  return newTuple([newFloat(mantissa), exponent]);
}

const one = (name: string, call: (value: PyObject) => PyObject): MethodDef => ({
  kind: 'O',
  name,
  call: (_module, value) => call(value),
});
const several = (
  name: string,
  min: number,
  max: number,
  call: (args: readonly PyObject[]) => PyObject,
): MethodDef => ({
  kind: 'FASTCALL',
  name,
  min,
  max,
  call: (_module, args) => call(args),
});

const functions: readonly MethodDef[] = [
  ...Object.entries(ELEMENTARY).map(([name, spec]) => elementary(name, spec)),
  one('gamma', gammaFunction),
  one('lgamma', logGammaFunction),
  several('log', 1, 2, log),
  one('log2', (x) => newFloat(logarithm(x, Math.log2, 1))),
  one('log10', (x) => newFloat(logarithm(x, Math.log10, Math.log10(2)))),
  twoDoubles('atan2', Math.atan2),
  twoDoubles('copysign', (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  twoDoubles('fmod', fmod),
  twoDoubles('remainder', remainder),
  twoDoubles('pow', pow),
  predicate('isfinite', Number.isFinite),
  predicate('isinf', (x) => x === Infinity || x === -Infinity),
  predicate('isnan', Number.isNaN),
  one('floor', floor),
  one('ceil', ceil),
  one('trunc', trunc),
  one('modf', modf),
  one('frexp', frexpFunction),
  several('ldexp', 2, 2, ldexpFunction),
  several('fma', 3, 3, fma),
  { kind: 'KEYWORDS', name: 'nextafter', call: (_module, args, names) => nextafter(args, names) },
  { kind: 'KEYWORDS', name: 'isclose', call: (_module, args, names) => isClose(args, names) },
  one('factorial', factorial),
  several('perm', 1, 2, perm),
  several('comb', 2, 2, comb),
  several('gcd', 0, -1, gcd),
  several('lcm', 0, -1, lcm),
  one('isqrt', isqrt),
  one('fsum', fsum),
  { kind: 'KEYWORDS', name: 'prod', call: (_module, args, names) => prod(args, names) },
  several('sumprod', 2, 2, sumProduct),
  several('hypot', 0, -1, (args) => newFloat(euclideanNorm(coordinates(args)))),
  several('dist', 2, 2, dist),
];

export function createMath(): PyModule {
  return defineModule({
    name: 'math',
    doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
    functions,
    members: {
      pi: newFloat(Math.PI),
      e: newFloat(Math.E),
      tau: newFloat(2 * Math.PI),
      inf: newFloat(Infinity),
      nan: newFloat(NaN),
    },
  });
}

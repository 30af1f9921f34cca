/** `math` (library reference; CPython: Modules/mathmodule.c). */
import {
  asIndex,
  call,
  intFromFloat,
  intMultiply,
  lookupInType,
  type MethodDef,
  newFloat,
  newTuple,
  OverflowErrorType,
  type PyModule,
  type PyObject,
  raise,
  raiseValueError,
  toFloatValue,
  typeOf,
  iterateToArray,
} from '../../objects/index.ts';
import { defineModule } from '../define.ts';

/** A function of one float: a NaN out of a number is a domain error, an infinity out of a finite one a range error. */
function unary(name: string, compute: (x: number) => number, overflows = false): MethodDef {
  return {
    kind: 'O',
    name,
    call: (_, arg) => {
      const x = toFloatValue(arg);
      const result = compute(x);
      if (Number.isNaN(result) && !Number.isNaN(x)) raiseValueError(`expected a number in range, got ${x}`);
      if (!Number.isFinite(result) && Number.isFinite(x)) {
        if (overflows) raise(OverflowErrorType, 'math range error');
        raiseValueError('math domain error');
      }
      return newFloat(result);
    },
  };
}

function rounding(name: string, special: string, compute: (x: number) => number): MethodDef {
  return {
    kind: 'O',
    name,
    call: (_, arg) => {
      if (typeof arg === 'number' || typeof arg === 'bigint') return arg;
      const method = lookupInType(typeOf(arg), special);
      if (method !== undefined && typeOf(arg).heap) return call(method, [arg]);
      return intFromFloat(compute(toFloatValue(arg)));
    },
  };
}

function binary(name: string, compute: (x: number, y: number) => number): MethodDef {
  return {
    kind: 'FASTCALL',
    name,
    min: 2,
    max: 2,
    call: (_, [x, y]) => newFloat(compute(toFloatValue(x!), toFloatValue(y!))),
  };
}

function predicate(name: string, test: (x: number) => boolean): MethodDef {
  return { kind: 'O', name, call: (_, arg) => test(toFloatValue(arg)) };
}

/** Scaled, so that large and small coordinates do not overflow. */
function hypot(values: readonly number[]): number {
  return Math.hypot(...values);
}

const FUNCTIONS: readonly MethodDef[] = [
  unary('sqrt', Math.sqrt),
  unary('cbrt', Math.cbrt),
  unary('exp', Math.exp, true),
  unary('expm1', Math.expm1, true),
  unary('log1p', Math.log1p),
  unary('log2', Math.log2),
  unary('log10', Math.log10),
  unary('sin', Math.sin),
  unary('cos', Math.cos),
  unary('tan', Math.tan),
  unary('asin', Math.asin),
  unary('acos', Math.acos),
  unary('atan', Math.atan),
  unary('sinh', Math.sinh, true),
  unary('cosh', Math.cosh, true),
  unary('tanh', Math.tanh),
  unary('asinh', Math.asinh),
  unary('acosh', Math.acosh),
  unary('atanh', Math.atanh),
  unary('fabs', Math.abs),
  unary('degrees', (x) => x * (180 / Math.PI)),
  unary('radians', (x) => x * (Math.PI / 180)),
  rounding('floor', '__floor__', Math.floor),
  rounding('ceil', '__ceil__', Math.ceil),
  rounding('trunc', '__trunc__', Math.trunc),
  binary('atan2', Math.atan2),
  binary('copysign', (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  binary('fmod', (x, y) => {
    if (y === 0 || (!Number.isFinite(x) && !Number.isNaN(x))) raiseValueError('math domain error');
    return x % y;
  }),
  binary('pow', (x, y) => (x === 1 || y === 0 ? 1 : x ** y)),
  predicate('isnan', Number.isNaN),
  predicate('isinf', (x) => !Number.isFinite(x) && !Number.isNaN(x)),
  predicate('isfinite', Number.isFinite),
  {
    kind: 'FASTCALL',
    name: 'log',
    min: 1,
    max: 2,
    call: (_, [arg, base]) => {
      const logarithm = (value: PyObject): number => {
        const x = toFloatValue(value);
        if (x <= 0) raiseValueError('expected a positive input');
        return Math.log(x);
      };
      return newFloat(base === undefined ? logarithm(arg!) : logarithm(arg!) / logarithm(base));
    },
  },
  { kind: 'FASTCALL', name: 'hypot', min: 0, max: -1, call: (_, args) => newFloat(hypot(args.map(toFloatValue))) },
  {
    kind: 'O',
    name: 'fsum',
    call: (_, arg) => {
      // Shewchuk's partial sums: exact until the last rounding.
      const partials: number[] = [];
      for (const item of iterateToArray(arg)) {
        let x = toFloatValue(item);
        let kept = 0;
        for (let y of partials) {
          if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
          const high = x + y;
          const low = y - (high - x);
          if (low !== 0) partials[kept++] = low;
          x = high;
        }
        partials.length = kept;
        partials.push(x);
      }
      return newFloat(partials.reverse().reduce((sum, part) => sum + part, 0));
    },
  },
  {
    kind: 'O',
    name: 'factorial',
    call: (_, arg) => {
      const n = Number(asIndex(arg));
      if (n < 0) raiseValueError('factorial() not defined for negative values');
      let result: number | bigint = 1;
      for (let i = 2; i <= n; i++) result = intMultiply(result, i);
      return result;
    },
  },
  {
    kind: 'FASTCALL',
    name: 'gcd',
    min: 0,
    max: -1,
    call: (_, args) => {
      let result = 0n;
      for (const arg of args) {
        let [a, b] = [result, BigInt(asIndex(arg))];
        if (b < 0n) b = -b;
        while (b !== 0n) [a, b] = [b, a % b];
        result = a;
      }
      return result <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(result) : result;
    },
  },
  {
    kind: 'O',
    name: 'isqrt',
    call: (_, arg) => {
      const n = BigInt(asIndex(arg));
      if (n < 0n) raiseValueError('isqrt() argument must be nonnegative');
      let root = BigInt(Math.floor(Math.sqrt(Number(n))));
      while (root * root > n) root -= 1n;
      while ((root + 1n) * (root + 1n) <= n) root += 1n;
      return root <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(root) : root;
    },
  },
  {
    kind: 'O',
    name: 'modf',
    call: (_, arg) => {
      const x = toFloatValue(arg);
      const whole = Math.trunc(x);
      return newTuple([newFloat(Number.isFinite(x) ? x - whole : 0), newFloat(whole)]);
    },
  },
];

export function createMath(): PyModule {
  return defineModule({
    name: 'math',
    doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
    functions: FUNCTIONS,
    members: {
      pi: newFloat(Math.PI),
      e: newFloat(Math.E),
      tau: newFloat(2 * Math.PI),
      inf: newFloat(Number.POSITIVE_INFINITY),
      nan: newFloat(Number.NaN),
    },
  });
}


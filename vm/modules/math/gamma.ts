/**
 * Gamma, log-gamma and the error functions (CPython: Modules/mathmodule.c, which explains the methods): the Lanczos
 * approximation with g = 6.02468…, N = 13; a series near zero and a continued fraction beyond for erf.
 */

const LANCZOS_G = 6.02468004077673;
const LANCZOS_G_MINUS_HALF = 5.52468004077673;
const LANCZOS_NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205417, 31426415.5854002, 2876370.6289353725, 186056.26539522348,
  8071.672002365816, 210.82427775157936, 2.5066282746310002,
];
const LANCZOS_DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];
/** (n − 1)! for n = 1 … 23: exact doubles. */
const FACTORIALS: number[] = [1];
for (let n = 1; n < 23; n++) FACTORIALS.push(FACTORIALS[n - 1]! * n);

const LOG_PI = 1.1447298858494002;
const SQRT_PI = 1.772453850905516;

/** sin(πx), exact at the multiples of a half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const sign = x < 0 ? -1 : 1;
  switch (Math.round(2 * y)) {
    case 0:
      return sign * Math.sin(Math.PI * y);
    case 1:
      return sign * Math.cos(Math.PI * (y - 0.5));
    case 2:
      return sign * Math.sin(Math.PI * (1 - y));
    case 3:
      return sign * -Math.cos(Math.PI * (y - 1.5));
    default:
      return sign * Math.sin(Math.PI * (y - 2));
  }
}

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let index = LANCZOS_NUMERATOR.length - 1; index >= 0; index--) {
      numerator = numerator * x + LANCZOS_NUMERATOR[index]!;
      denominator = denominator * x + LANCZOS_DENOMINATOR[index]!;
    }
  } else {
    for (let index = 0; index < LANCZOS_NUMERATOR.length; index++) {
      numerator = numerator / x + LANCZOS_NUMERATOR[index]!;
      denominator = denominator / x + LANCZOS_DENOMINATOR[index]!;
    }
  }
  return numerator / denominator;
}

/** Γ(x) for a finite x that is no pole; infinite where it overflows. */
export function gamma(x: number): number {
  if (Number.isInteger(x) && x > 0 && x <= FACTORIALS.length) return FACTORIALS[x - 1]!;
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = size + LANCZOS_G_MINUS_HALF;
  // The rounding error of y.
  let z = size > LANCZOS_G_MINUS_HALF ? y - size - LANCZOS_G_MINUS_HALF : y - LANCZOS_G_MINUS_HALF - size;
  z = (z * LANCZOS_G) / y;
  if (x < 0) {
    let result = ((-Math.PI / sinPi(size) / size) * Math.exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) return result / y ** (size - 0.5);
    const root = y ** (size / 2 - 0.25);
    return result / root / root;
  }
  let result = lanczosSum(size) / Math.exp(y);
  result += z * result;
  if (size < 140) return result * y ** (size - 0.5);
  const root = y ** (size / 2 - 0.25);
  return result * root * root;
}

/** ln |Γ(x)| for a finite x that is no pole. */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -Math.log(size);
  let result = Math.log(lanczosSum(size)) - LANCZOS_G;
  result += (size - 0.5) * (Math.log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) result = LOG_PI - Math.log(Math.abs(sinPi(size))) - Math.log(size) - result;
  return result;
}

/** Below this the series converges fast, above it the continued fraction does. */
const SERIES_CUTOFF = 1.5;
const SERIES_TERMS = 25;
const FRACTION_TERMS = 50;
/** erfc underflows beyond. */
const FRACTION_CUTOFF = 30;

function erfSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  let k = SERIES_TERMS + 0.5;
  for (let term = 0; term < SERIES_TERMS; term++) {
    sum = 2 + (square * sum) / k;
    k -= 1;
  }
  return (sum * x * Math.exp(-square)) / SQRT_PI;
}

function erfcFraction(x: number): number {
  if (x >= FRACTION_CUTOFF) return 0;
  const square = x * x;
  let a = 0;
  let step = 0.5;
  let p = 1;
  let lastP = 0;
  let q = step + square;
  let lastQ = 1;
  for (let term = 0; term < FRACTION_TERMS; term++) {
    a += step;
    step += 2;
    const b = step + square;
    [p, lastP] = [b * p - a * lastP, p];
    [q, lastQ] = [b * q - a * lastQ, q];
  }
  return ((p / q) * x * Math.exp(-square)) / SQRT_PI;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < SERIES_CUTOFF) return erfSeries(x);
  const rest = erfcFraction(size);
  return x > 0 ? 1 - rest : rest - 1;
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < SERIES_CUTOFF) return 1 - erfSeries(x);
  const rest = erfcFraction(size);
  return x > 0 ? rest : 2 - rest;
}

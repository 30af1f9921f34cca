/** `math`; each expectation was printed by CPython 3.14. */
import { expect, test } from 'vitest';
import { newFloat, newRange, type PyObject } from '../../objects/index.ts';
import { listOf as L, outcome, run } from '../testing.ts';
import { ExactSum, frexp, ldexp, nextAfter } from './doubles.ts';

const m = (name: string, args: readonly PyObject[] = [], named: Record<string, PyObject> = {}) =>
  run('math', name, args, named);
const F = newFloat;
const big = 10n ** 400n;

test.each<readonly [string, () => PyObject, string]>([
  ['sqrt(-1)', () => m('sqrt', [-1]), 'ValueError: expected a nonnegative input, got -1.0'],
  ['sqrt("a")', () => m('sqrt', ['a']), 'TypeError: must be real number, not str'],
  ['sqrt()', () => m('sqrt'), 'TypeError: math.sqrt() takes exactly one argument (0 given)'],
  ['sqrt(10**400)', () => m('sqrt', [big]), 'OverflowError: int too large to convert to float'],
  ['log(0)', () => m('log', [0]), 'ValueError: expected a positive input'],
  ['log(10**400)', () => m('log', [big]), '921.0340371976182'],
  ['log(8, 2)', () => m('log', [8, 2]), '3.0'],
  ['log(1, 1)', () => m('log', [1, 1]), 'ZeroDivisionError: division by zero'],
  ['log2(2**1000)', () => m('log2', [2n ** 1000n]), '1000.0'],
  ['log10(10**400)', () => m('log10', [big]), '400.0'],
  ['log1p(-1)', () => m('log1p', [-1]), 'ValueError: expected argument value > -1, got -1.0'],
  ['exp(1000)', () => m('exp', [1000]), 'OverflowError: math range error'],
  ['acos(2)', () => m('acos', [2]), 'ValueError: expected a number in range from -1 up to 1, got 2.0'],
  ['atanh(1)', () => m('atanh', [1]), 'ValueError: expected a number between -1 and 1, got 1.0'],
  ['sin(inf)', () => m('sin', [F(Infinity)]), 'ValueError: expected a finite input, got inf'],
  ['pow(0, -1)', () => m('pow', [0, -1]), 'ValueError: math domain error'],
  ['pow(10, 309)', () => m('pow', [10, 309]), 'OverflowError: math range error'],
  ['pow(1, nan)', () => m('pow', [1, F(NaN)]), '1.0'],
  ['fmod(5, 0)', () => m('fmod', [5, 0]), 'ValueError: math domain error'],
  ['fmod(-5, 3)', () => m('fmod', [-5, 3]), '-2.0'],
  ['remainder(5, 3)', () => m('remainder', [5, 3]), '-1.0'],
  ['remainder(5, 2)', () => m('remainder', [5, 2]), '1.0'],
  ['gamma(0.5)', () => m('gamma', [F(0.5)]), '1.7724538509055159'],
  ['gamma(-1)', () => m('gamma', [-1]), 'ValueError: expected a noninteger or positive integer, got -1.0'],
  ['gamma(171)', () => m('gamma', [171]), '7.257415615307998e+306'],
  ['gamma(172)', () => m('gamma', [172]), 'OverflowError: math range error'],
  ['lgamma(1e5)', () => m('lgamma', [F(1e5)]), '1051287.7089736566'],
  ['erf(0.5)', () => m('erf', [F(0.5)]), '0.5204998778130465'],
  ['erfc(0.5)', () => m('erfc', [F(0.5)]), '0.4795001221869535'],
  ['floor(-1.5)', () => m('floor', [F(-1.5)]), '-2'],
  ['ceil(1e300) is exact', () => m('ceil', [F(1e22)]), '10000000000000000000000'],
  ['floor(inf)', () => m('floor', [F(Infinity)]), 'OverflowError: cannot convert float infinity to integer'],
  ['trunc("a")', () => m('trunc', ['a']), "TypeError: type str doesn't define __trunc__ method"],
  ['factorial(20)', () => m('factorial', [20]), '2432902008176640000'],
  ['factorial(-1)', () => m('factorial', [-1]), 'ValueError: factorial() not defined for negative values'],
  ['comb(100, 50)', () => m('comb', [100, 50]), '100891344545564193334812497256'],
  ['comb(5, -1)', () => m('comb', [5, -1]), 'ValueError: k must be a non-negative integer'],
  ['perm(10, 3)', () => m('perm', [10, 3]), '720'],
  ['perm(5, None)', () => m('perm', [5, null]), '120'],
  ['gcd(12, -18, 24)', () => m('gcd', [12, -18, 24]), '6'],
  ['lcm(4, 6)', () => m('lcm', [4, 6]), '12'],
  ['isqrt(10**40)', () => m('isqrt', [10n ** 40n]), '100000000000000000000'],
  ['isqrt(-1)', () => m('isqrt', [-1]), 'ValueError: isqrt() argument must be nonnegative'],
  ['fsum([0.1] * 10)', () => m('fsum', [L(...Array.from({ length: 10 }, () => F(0.1)))]), '1.0'],
  [
    'fsum([1e308, 1e308])',
    () => m('fsum', [L(F(1e308), F(1e308))]),
    'OverflowError: intermediate overflow in fsum',
  ],
  ['fsum([inf, -inf])', () => m('fsum', [L(F(Infinity), F(-Infinity))]), 'ValueError: -inf + inf in fsum'],
  ['prod(range(1, 30))', () => m('prod', [newRange(1, 30, 1)]), '8841761993739701954543616000000'],
  ['prod([1.5, 2], start=2)', () => m('prod', [L(F(1.5), 2)], { start: 2 }), '6.0'],
  ['sumprod([1, 2], [3, 4])', () => m('sumprod', [L(1, 2), L(3, 4)]), '11'],
  ['sumprod([1], [1, 2])', () => m('sumprod', [L(1), L(1, 2)]), 'ValueError: Inputs are not the same length'],
  ['hypot(3, 4)', () => m('hypot', [3, 4]), '5.0'],
  ['hypot(1e200, 1e200)', () => m('hypot', [F(1e200), F(1e200)]), '1.414213562373095e+200'],
  ['dist((1, 2), (4, 6))', () => m('dist', [L(1, 2), L(4, 6)]), '5.0'],
  ['isclose(1, 1 + 1e-10)', () => m('isclose', [1, F(1 + 1e-10)]), 'True'],
  [
    'isclose(1, 2, rel_tol=-1)',
    () => m('isclose', [1, 2], { rel_tol: -1 }),
    'ValueError: tolerances must be non-negative',
  ],
  ['frexp(8.5)', () => m('frexp', [F(8.5)]), '(0.53125, 4)'],
  ['ldexp(1, 10000)', () => m('ldexp', [1, 10000]), 'OverflowError: math range error'],
  ['modf(-1.5)', () => m('modf', [F(-1.5)]), '(-0.5, -1.0)'],
  ['nextafter(1, 2, steps=3)', () => m('nextafter', [1, 2], { steps: 3 }), '1.0000000000000007'],
  ['ulp(1)', () => m('ulp', [1]), '2.220446049250313e-16'],
  ['copysign(1, -0.0)', () => m('copysign', [1, F(-0)]), '-1.0'],
  ['fma(0.1, 10, -1)', () => m('fma', [F(0.1), 10, -1]), '5.551115123125783e-17'],
])('%s', (_source, action, expected) => {
  expect(outcome(action)).toBe(expected);
});

test('frexp and ldexp are inverse, subnormals included', () => {
  for (const x of [1, -0.1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 3e-310]) {
    const [mantissa, exponent] = frexp(x);
    expect([Math.abs(mantissa) >= 0.5 && Math.abs(mantissa) < 1, ldexp(mantissa, exponent)]).toEqual([
      true,
      x,
    ]);
  }
});

test('ldexp rounds once, ties to even', () => {
  expect([ldexp(3, -1075), ldexp(1, -1075), ldexp(5, -1076)]).toEqual([1e-323, 0, 5e-324]);
});

test('the neighbours of zero', () => {
  expect([nextAfter(0, 1, 1n), nextAfter(0, -1, 1n), nextAfter(5e-324, -1, 2n)]).toEqual([
    5e-324, -5e-324, -5e-324,
  ]);
});

test('an exact sum rounds half-even at the end', () => {
  const sum = new ExactSum();
  for (const value of [1e16, 1, 1e-16]) sum.add(value);
  expect(sum.result()).toEqual({ value: 10000000000000002 });
});

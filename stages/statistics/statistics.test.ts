/** Golden values: computed with SciPy 1.17.1 and NumPy under Python 3.11, as each test says. */
import { describe, expect, it } from 'vitest';
import { bcaInterval, bcaOfMean } from './bca.ts';
import { betaQuantile, normalCdf, normalQuantile, studentCdf, studentQuantile } from './distributions.ts';
import { holmAdjust } from './holm.ts';
import { meanWithInterval } from './mean-interval.ts';
import { clopperPearson, upperBound } from './proportion.ts';
import { rankSumTest } from './rank-sum.ts';
import { hodgesLehmann, signedRankTest, smallestPValue } from './signed-rank.ts';
import { welchTest } from './welch.ts';

const twelve = [0.021, 0.034, -0.012, 0.045, 0.051, 0.009, 0.028, -0.004, 0.039, 0.017, 0.062, 0.026];

describe('distributions', () => {
  it.each([
    [-5.27, 6.821187941186243e-8],
    [-3.1, 0.0009676032132183563],
    [-1.96, 0.024997895148220435],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [2.816, 0.9975687166660657],
  ])('normal: P(Z ≤ %f) = scipy.stats.norm.cdf', (z, expected) => {
    expect(normalCdf(z) / expected).toBeCloseTo(1, 11);
  });

  it.each([
    [1, -2.5, 0.12111894159084341],
    [1, 0.3, 0.5927735790777423],
    [5, -2.5, 0.02724504967118813],
    [5, 3.1, 0.9865734079049824],
    [23, -2.5, 0.009997061163943536],
    [23, 3.1, 0.9974762060516211],
  ])('Student: %i degrees, P(T ≤ %f) = scipy.stats.t.cdf', (degrees, t, expected) => {
    expect(studentCdf(t, degrees)).toBeCloseTo(expected, 9);
  });

  it.each([
    [1, 0.975, 12.706204736174694],
    [2, 0.99, 6.9645567342832715],
    [4, 0.975, 2.7764451051977934],
    [11, 0.99, 2.7180791838138623],
    [30, 0.975, 2.0422724563012378],
  ])('Student: %i degrees, quantile %f = scipy.stats.t.ppf', (degrees, probability, expected) => {
    expect(studentQuantile(probability, degrees)).toBeCloseTo(expected, 7);
  });
});

describe('quantiles', () => {
  it.each([
    [1e-6, -4.753424308822899],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
  ])('normal: %f = scipy.stats.norm.ppf', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 10);
  });

  it.each([
    [0.025, 3, 18, 0.0320709371854637],
    [0.975, 1, 60, 0.05962949228616691],
    [0.5, 0.5, 0.5, 0.5],
  ])('beta: %f of (%f, %f) = scipy.stats.beta.ppf', (probability, a, b, expected) => {
    expect(betaQuantile(probability, a, b)).toBeCloseTo(expected, 10);
  });
});

describe('Clopper–Pearson', () => {
  it.each([
    [0, 60, 0, 0.05962949228633472],
    [0, 300, 0, 0.012220974694296421],
    [1, 60, 0.0004218744524641874, 0.08939905005729891],
    [3, 20, 0.03207093718554477, 0.37892682654529564],
    [20, 20, 0.8315665290169145, 1],
  ])(
    '%i of %i = scipy.stats.binomtest(k, n).proportion_ci(method="exact")',
    (successes, trials, low, high) => {
      const interval = clopperPearson(successes, trials);
      expect([interval.low, interval.high]).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
    },
  );

  it('bounds the rate after no failure: 4.9 % after 60 sessions, 1.0 % after 300 (scipy.stats.beta.ppf)', () => {
    expect(upperBound(0, 60)).toBeCloseTo(0.04870291331009749, 10);
    expect(upperBound(0, 300)).toBeCloseTo(0.009936081944457708, 10);
    expect(upperBound(5, 5)).toBe(1);
  });
});

describe('BCa', () => {
  it('is the interval of SciPy on the same replicates: all 5⁵ resamples of five values', () => {
    const values = [0.11, 0.35, 0.02, 0.9, 0.41];
    const replicates: number[] = [];
    const resample = (chosen: number[]): void => {
      if (chosen.length === 5) replicates.push(chosen.reduce((a, b) => a + b, 0) / 5);
      else for (const value of values) resample([...chosen, value]);
    };
    resample([]);
    const leftOut = values.map((value) => (values.reduce((a, b) => a + b, 0) - value) / 4);
    // scipy.stats._resampling._bca_interval gives the quantiles .046137 and .989340, numpy.quantile .14 and .692.
    const [low, high] = bcaInterval(Float64Array.from(replicates), 0.358, leftOut);
    expect([low, high]).toEqual([expect.closeTo(0.14, 3), expect.closeTo(0.692, 3)]);
  });

  it('of a skewed mean is near scipy.stats.bootstrap(method="BCa", n_resamples=200000)', () => {
    const skewed = [0.05, 0.11, 0.08, 0.35, 0.02, 0.9, 0.41, 0.13, 0.07, 0.22, 0.31, 1.4];
    const { low, high } = bcaOfMean(skewed);
    expect(low).toBeCloseTo(0.1733, 1);
    expect(Math.abs(low - 0.1733)).toBeLessThan(0.005);
    expect(Math.abs(high - 0.6692)).toBeLessThan(0.02);
  });

  it('knows nothing from two values, and is a point where nothing varies', () => {
    expect(bcaOfMean([1, 2])).toEqual({ mean: 1.5, low: -Infinity, high: Infinity });
    expect(bcaOfMean([2, 2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2 });
  });
});

describe('rank sum', () => {
  it('is scipy.stats.mannwhitneyu: exact without ties, asymptotic with them', () => {
    const [a, b] = [
      [1.02, 1.05, 0.99, 1.11, 1.08, 1.01, 1.07],
      [1.1, 1.16, 1.04, 1.21, 1.13, 1.09],
    ];
    expect(rankSumTest(a, b)).toBeCloseTo(0.03496503496503496, 12);
    expect(rankSumTest([1, 2, 2, 3, 4, 4, 5], [3, 4, 5, 5, 6, 7, 7, 8])).toBeCloseTo(
      0.014107907274540636,
      10,
    );
  });

  it('gives 1 for equal constants and for no data', () => {
    expect(rankSumTest([1, 1, 1], [1, 1])).toBe(1);
    expect(rankSumTest([], [1])).toBe(1);
  });
});

describe('Welch', () => {
  it('is scipy.stats.ttest_ind(equal_var=False)', () => {
    const [a, b] = [
      [1.02, 1.05, 0.99, 1.11, 1.08, 1.01, 1.07],
      [1.1, 1.16, 1.04, 1.21, 1.13, 1.09],
    ];
    expect(welchTest(a, b)).toBeCloseTo(0.030438680198750196, 9);
    expect(welchTest([1, 2, 2, 3, 4, 4, 5], [3, 4, 5, 5, 6, 7, 7, 8])).toBeCloseTo(0.005984172072269679, 9);
    expect(welchTest([1], [2, 3])).toBe(1);
    expect(welchTest([1, 1], [2, 2])).toBe(0);
  });
});

describe('signed rank', () => {
  it('gives the exact p of scipy.stats.wilcoxon(alternative="greater", method="exact")', () => {
    expect(signedRankTest(twelve)).toBe(0.001708984375);
    expect(signedRankTest(twelve.map((d) => -d))).toBe(0.998779296875);
  });

  it('shares ranks among ties (checked by going through all 2⁸ signs: W = 29.5, p = 17/256)', () => {
    expect(signedRankTest([1, 1, 2, -2, 3, 4, 4, -1])).toBe(0.06640625);
  });

  it('leaves zero differences out, and gives 1 when nothing differs', () => {
    expect(signedRankTest([0, ...twelve, 0])).toBe(0.001708984375);
    expect(signedRankTest([0, 0, 0])).toBe(1);
  });

  it('cannot give less than 2⁻ⁿ, which all-positive differences reach', () => {
    expect(signedRankTest([3, 1, 4, 2, 5])).toBe(1 / 32);
    expect(smallestPValue(5)).toBe(1 / 32);
  });

  it('takes the null as normal above 200 rounds, as scipy.stats.wilcoxon(method="asymptotic", correction=True)', () => {
    const drift = Array.from({ length: 201 }, (_, i) => Math.sin(7 * i) + 0.12);
    expect(signedRankTest(drift)).toBeCloseTo(0.0030203880251940445, 12);
    const [counted, normal] = [hodgesLehmann(drift.slice(1)), hodgesLehmann(drift)];
    expect(normal.low!).toBeCloseTo(counted.low!, 2);
    expect(normal.high!).toBeCloseTo(counted.high!, 2);
  });

  it('keeps its range at 300 rounds', () => {
    const many = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? i + 1 : -i - 1));
    const p = signedRankTest(many);
    expect(p).toBeGreaterThan(0.4);
    expect(p).toBeLessThan(0.6);
  });

  it('estimates the location by Hodges and Lehmann, with the interval that the test does not reject', () => {
    // NumPy: median of the 78 Walsh averages; scipy.stats.wilcoxon(x - m) has p > .05 just inside the ends only.
    expect(hodgesLehmann(twelve)).toEqual({
      estimate: expect.closeTo(0.027, 12),
      low: expect.closeTo(0.011, 12),
      high: expect.closeTo(0.0415, 12),
    });
  });

  it('has no 95 % interval below six rounds', () => {
    expect(hodgesLehmann([1, 2, 3, 4, 5])).toEqual({ estimate: 3, low: null, high: null });
    expect(hodgesLehmann([1, 2, 3, 4, 5, 6])).toEqual({ estimate: 3.5, low: 1, high: 6 });
  });
});

describe('Holm', () => {
  it('multiplies by the number of tests still standing, and never falls', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    const adjusted = holmAdjust([0.01, 0.04, 0.03, 0.005]);
    expect(adjusted.map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holmAdjust([0.9, 0.8])).toEqual([1, 1]);
    expect(holmAdjust([])).toEqual([]);
  });
});

describe('mean with interval', () => {
  it('takes Student’s t below six rounds (scipy.stats.t.interval)', () => {
    const interval = meanWithInterval([0.4, 0.42, 0.38, 0.41, 0.39]);
    expect(interval).toEqual({
      mean: expect.closeTo(0.4, 12),
      low: expect.closeTo(0.4 - (2.7764451051977934 * 0.0158113883) / Math.sqrt(5), 8),
      high: expect.closeTo(0.4 + (2.7764451051977934 * 0.0158113883) / Math.sqrt(5), 8),
      n: 5,
      method: 'Student’s t over rounds',
    });
  });

  it('knows nothing from one round', () => {
    expect(meanWithInterval([0.4])).toEqual({
      mean: 0.4,
      low: -Infinity,
      high: Infinity,
      n: 1,
      method: 'one round: no interval',
    });
  });

  it('resamples from six rounds on, near to Student’s t for well-behaved data, the same each time', () => {
    const interval = meanWithInterval(twelve);
    expect(meanWithInterval(twelve)).toEqual(interval);
    expect(interval.method).toBe('bootstrap over rounds');
    // Student's t for the same data: 0.0263 ± 0.0140.
    expect(interval.low).toBeGreaterThan(0.009);
    expect(interval.low).toBeLessThan(0.0155);
    expect(interval.high).toBeGreaterThan(0.037);
    expect(interval.high).toBeLessThan(0.0435);
  });

  it('covers the truth in 95 % of simulated sessions of eight rounds', async () => {
    const { Random } = await import('../../suites/index.ts');
    const random = new Random(42);
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    let covered = 0;
    for (let session = 0; session < 300; session++) {
      const { low, high } = meanWithInterval(Array.from({ length: 8 }, normal), session);
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.92);
    expect(covered / 300).toBeLessThan(0.98);
  });
});

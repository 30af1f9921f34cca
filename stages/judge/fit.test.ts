/** Comparing and fitting on made-up measurements whose answer is known. */
import { describe, expect, it } from 'vitest';
import { type EngineSamples, InputError } from '../../suites/index.ts';
import { readRoadmap } from '../roadmap/roadmap.ts';
import { compareEngines } from './compare.ts';
import { fitLadder, judgeTarget } from './fit.ts';
import { BENCHMARKS, type Making, made } from './testing.ts';

const round3 = (value: number): number => Math.round(value * 1000) / 1000;

describe('compare', () => {
  it('gives the geometric mean exactly when there is no noise', () => {
    const base = made('base', 0.1, { noise: 0 });
    const head = made('head', 0.1, { noise: 0, factors: { alpha: 0.5, beta: 0.25, gamma: 1 } });
    const { speedup, benchmarks, pairing, rounds } = compareEngines(base, head);
    expect([speedup.value, speedup.low, speedup.high].map(round3)).toEqual([2, 2, 2]);
    expect(benchmarks.map(({ benchmark, speedup: { value } }) => [benchmark, round3(value)])).toEqual([
      ['alpha', 2],
      ['beta', 4],
      ['gamma', 1],
    ]);
    expect({ pairing, rounds }).toEqual({ pairing: 'rounds', rounds: 12 });
  });

  it('cancels what a round does to both sides', () => {
    const drift = (samples: EngineSamples): EngineSamples => ({
      ...samples,
      benchmarks: new Map(
        [...samples.benchmarks].map(([name, { processes, ...rest }]) => [
          name,
          {
            ...rest,
            processes: processes.map(({ round, seconds }) => ({ round, seconds: seconds * 1.1 ** round! })),
          },
        ]),
      ),
    });
    const { low, high } = compareEngines(
      drift(made('base', 0.1, { noise: 0 })),
      drift(made('head', 0.05, { noise: 0 })),
    ).speedup;
    expect([round3(low), round3(high)]).toEqual([2, 2]);
  });

  it('leaves broken and changed benchmarks out of the mean and lists them', () => {
    const base = made('base', 0.1, { noise: 0, sources: { beta: 'old' } });
    const head = made('head', 0.05, { noise: 0, broken: ['alpha'], benchmarks: [...BENCHMARKS, 'delta'] });
    const { broken, dropped, benchmarks } = compareEngines(base, head);
    expect({ broken, dropped, compared: benchmarks.map(({ benchmark }) => benchmark) }).toEqual({
      broken: [{ benchmark: 'alpha', engine: 'head', reason: 'crashed (exit status 1)' }],
      dropped: [
        { benchmark: 'beta', reason: 'its source changed, so times are not comparable' },
        { benchmark: 'delta', reason: 'only in head' },
      ],
      compared: ['gamma'],
    });
  });

  it('refuses suites without anything in common', () => {
    const base = made('base', 0.1, { benchmarks: ['a'] });
    const head = made('head', 0.1, { benchmarks: ['b'] });
    expect(() => compareEngines(base, head)).toThrow(InputError);
    expect(() => compareEngines(base, head)).toThrowErrorMatchingInlineSnapshot(`
      [InputError: base and head: have no benchmark in common that ran in both
        fix: compare files of one suite (a: only in base; b: only in head)]
    `);
  });
});

describe('target', () => {
  it('is met when the whole interval reaches it, missed when none does', () => {
    expect(judgeTarget({ value: 1.6, low: 1.5, high: 1.7 }, 1.5)).toBe('met');
    expect(judgeTarget({ value: 1.6, low: 1.49, high: 1.7 }, 1.5)).toBe('inconclusive');
    expect(judgeTarget({ value: 1.4, low: 1.3, high: 1.5 }, 1.5)).toBe('inconclusive');
    expect(judgeTarget({ value: 1.4, low: 1.3, high: 1.49 }, 1.5)).toBe('missed');
    expect(judgeTarget({ value: 9, low: 0, high: Infinity }, 1.5)).toBe('inconclusive');
  });
});

describe('fit', () => {
  const roadmap = readRoadmap();
  const ladder = (factors: number[], making: Making = {}): EngineSamples[] =>
    factors.map((factor, id) => made(`stage-${id}`, 0.1 / factor, making));
  const verdicts = (engines: EngineSamples[]) =>
    fitLadder(roadmap, engines, 'test').stages.map(({ id, total, step }) => [
      id,
      total.verdict,
      step?.verdict,
    ]);

  it('finds the factor of a perfect ladder, at every step and by the line', () => {
    const fit = fitLadder(roadmap, ladder([1, 1.6, 1.6 ** 2, 1.6 ** 3, 1.6 ** 4], { noise: 0 }), 'test');
    expect(fit.stages.map(({ total }) => round3(total.comparison.speedup.value))).toEqual(
      [1.6, 1.6 ** 2, 1.6 ** 3, 1.6 ** 4].map(round3),
    );
    expect(fit.stages.map(({ step }) => round3(step!.comparison.speedup.value))).toEqual([
      1.6, 1.6, 1.6, 1.6,
    ]);
    expect(round3(fit.perStage!.factor.value)).toBe(1.6);
    expect(fit.perStage!.target).toBeCloseTo(1.5, 12);
    expect(fit.perStage!.verdict).toBe('met');
    expect(fit.required).toBe(null);
  });

  it('judges each stage over stage 0 and over the stage before', () => {
    expect(verdicts(ladder([1, 1.7, 2.0, 3.0, 3.05]))).toEqual([
      [1, 'met', 'met'],
      [2, 'missed', 'missed'],
      [3, 'missed', 'inconclusive'],
      [4, 'missed', 'missed'],
    ]);
  });

  it('says what the stages left have to bring', () => {
    const fit = fitLadder(roadmap, ladder([1, 1.5, 2], { noise: 0 }), 'test');
    expect(fit.required).toEqual({ factor: expect.closeTo(Math.sqrt(5 / 2), 10), stagesLeft: 2 });
  });

  it('weighs stages by their noise: a stage known badly moves the line little', () => {
    const engines = ladder([1, 1.5, 1.5 ** 2, 1.5 ** 3], { noise: 0 });
    const noisy = [...engines, made('stage-4', 0.1 / 20, { noise: 0.8 })];
    expect(fitLadder(roadmap, noisy, 'test').perStage!.factor.value).toBeLessThan(1.56);
  });

  it('calls a stage that breaks a benchmark broken, however fast the others are', () => {
    const engines = [made('stage-0', 0.1), made('stage-1', 0.02, { broken: ['beta'] })];
    expect(verdicts(engines)).toEqual([[1, 'broken', 'broken']]);
  });

  it('does not blame a stage for what stage 0 could not run either', () => {
    const engines = [
      made('stage-0', 0.1, { broken: ['beta'] }),
      made('stage-1', 0.05, { broken: ['beta'] }),
      made('stage-2', 0.03),
    ];
    expect(verdicts(engines)).toEqual([
      [1, 'met', 'met'],
      [2, 'met', 'met'],
    ]);
  });

  it('has a verdict and no number where a stage breaks everything', () => {
    const engines = [...ladder([1, 1.6], { noise: 0 }), made('stage-2', 0.1, { broken: BENCHMARKS })];
    expect(verdicts(engines)).toEqual([
      [1, 'met', 'met'],
      [2, 'broken', 'broken'],
    ]);
    const fit = fitLadder(roadmap, engines, 'test');
    expect(round3(fit.perStage!.factor.value)).toBe(1.6);
    expect(fit.required).toMatchObject({ stagesLeft: 3 });
    expect(fit.stages[1]!.total.comparison.speedup.value).toBeNaN();
  });

  it('concludes nothing from one round', () => {
    expect(verdicts(ladder([1, 3], { rounds: 1 }))).toEqual([[1, 'inconclusive', 'inconclusive']]);
  });

  it('sets other engines beside stage 0', () => {
    const fit = fitLadder(
      roadmap,
      [...ladder([1, 1.6], { noise: 0 }), made('cpython3.9', 0.05, { noise: 0 })],
      'test',
    );
    expect(fit.beside.map(({ head, speedup }) => [head, round3(speedup.value)])).toEqual([['cpython3.9', 2]]);
  });

  it('says what holds a stage back: the benchmark without which its mean were highest', () => {
    const engines = [
      made('stage-0', 0.1, { noise: 0 }),
      made('stage-1', 0.05, { noise: 0, factors: { beta: 2, gamma: 0.5 } }),
    ];
    const [stage] = fitLadder(roadmap, engines, 'test').stages;
    // Speeds 2, 1 and 4, mean 2: without beta √8, without gamma √2.
    expect(stage!.influence.map(({ benchmark, factor }) => [benchmark, round3(factor)])).toEqual([
      ['beta', round3(2 / Math.sqrt(8))],
      ['alpha', 1],
      ['gamma', round3(2 / Math.sqrt(2))],
    ]);
  });

  it('gives each group a ladder of its own', () => {
    const engines = [
      made('stage-0', 0.1, { noise: 0 }),
      made('stage-1', 0.05, { noise: 0, factors: { beta: 0.5 } }),
    ];
    const groups = new Map([
      ['both', ['alpha', 'beta']],
      ['one', ['gamma', 'delta']],
      ['none', ['delta']],
    ]);
    const [stage] = fitLadder(roadmap, engines, 'test', { groups }).stages;
    expect(
      stage!.groups.map(({ group, benchmarks, speedup }) => [group, benchmarks, round3(speedup.value)]),
    ).toEqual([
      ['both', 2, round3(Math.sqrt(8))],
      ['one', 1, 2],
    ]);
  });

  it('speaks of all benchmarks like these when asked: wider by what differs between them', () => {
    const benchmarks = Array.from({ length: 12 }, (_, index) => `b${index}`);
    const factors = Object.fromEntries(benchmarks.map((name, index) => [name, 1.1 ** (index - 6)]));
    const engines = [
      made('stage-0', 0.1, { benchmarks, noise: 0.001 }),
      made('stage-1', 0.05, { benchmarks, factors, noise: 0.001 }),
      made('stage-2', 0.02, { benchmarks, factors, noise: 0.001 }),
    ];
    const these = fitLadder(roadmap, engines, 'test');
    const alike = fitLadder(roadmap, engines, 'test', { population: 'benchmarks like these' });
    expect([these.population, alike.population]).toEqual(['these benchmarks', 'benchmarks like these']);
    const [own, wide] = [these, alike].map((fit) => fit.stages[0]!.total.comparison);
    expect(wide!.method).toBe('bootstrap over benchmarks (BCa)');
    expect(wide!.speedup.value).toBeCloseTo(own!.speedup.value, 9);
    // The logs of the speedups have a standard deviation of .344: ± 1.96 · .344 / √12.
    expect(Math.log(wide!.speedup.high / wide!.speedup.low)).toBeCloseTo(
      (2 * 1.96 * 0.344) / Math.sqrt(12),
      1,
    );
    expect(Math.log(own!.speedup.high / own!.speedup.low)).toBeLessThan(0.01);
    expect(alike.perStage!.factor.value).toBeCloseTo(these.perStage!.factor.value, 3);
    expect(alike.perStage!.factor.low).toBeLessThan(these.perStage!.factor.low);
  });

  it('projects the total at the pace so far', () => {
    const fit = fitLadder(roadmap, ladder([1, 1.4, 1.4 ** 2], { noise: 0 }), 'test');
    expect(round3(fit.projection!.total.value)).toBe(round3(1.4 ** 4));
    expect(fit.projection!.verdict).toBe('missed');
    expect(fitLadder(roadmap, ladder([1, 1.6, 1.6 ** 2, 1.6 ** 3, 1.6 ** 4]), 'test').projection).toBe(null);
  });

  it('judges platforms: without code generation on stage 2 against a doubling', () => {
    const fit = fitLadder(roadmap, ladder([1, 1.5, 2.1], { noise: 0.001 }), 'test');
    expect(fit.platforms.map(({ name, stage, verdict }) => [name, stage, verdict])).toEqual([
      ['node', 4, 'not measured'],
      ['no-codegen', 2, 'met'],
    ]);
  });

  it('needs stage 0 and a later stage', () => {
    expect(() => fitLadder(roadmap, [made('stage-1', 0.1)], 'r.json')).toThrowErrorMatchingInlineSnapshot(`
      [InputError: r.json: engines: holds stage-1; a fit needs stage-0 and at least one later stage
        fix: measure them in one run: stage-report run --stages 0-4]
    `);
  });
});

/** Fit and gate on made-up measurements whose answer is known. */
import { describe, expect, it } from 'vitest';
import { type EngineSamples, InputError, Random } from '../../suites/index.ts';
import { readRoadmap } from '../roadmap/roadmap.ts';
import { compareEngines } from './compare.ts';
import { fitLadder, judgeTarget } from './fit.ts';
import { DEFAULT_GATE_OPTIONS, gate } from './gate.ts';
import type { GateReport } from './verdict.ts';

const BENCHMARKS = ['alpha', 'beta', 'gamma'];

interface Making {
  readonly rounds?: number;
  readonly noise?: number;
  /** Time factor of single benchmarks. */
  readonly factors?: Record<string, number>;
  readonly broken?: readonly string[];
  readonly sources?: Record<string, string>;
  readonly benchmarks?: readonly string[];
  readonly seed?: number;
}

/** An engine whose benchmarks all take `seconds`, with noise of the given standard deviation. */
function made(engine: string, seconds: number, making: Making = {}): EngineSamples {
  const {
    rounds = 12,
    noise = 0.01,
    factors = {},
    broken = [],
    sources = {},
    benchmarks = BENCHMARKS,
  } = making;
  const random = new Random(
    making.seed ?? [...engine].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7),
  );
  const gauss = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return {
    engine,
    benchmarks: new Map(
      benchmarks
        .filter((benchmark) => !broken.includes(benchmark))
        .map((benchmark) => [
          benchmark,
          {
            benchmark,
            sourceHash: sources[benchmark] ?? 'same',
            processes: Array.from({ length: rounds }, (_, round) => ({
              round,
              seconds: seconds * (factors[benchmark] ?? 1) * Math.exp(noise * gauss()),
            })),
          },
        ]),
    ),
    broken: new Map(broken.map((benchmark) => [benchmark, 'crashed (exit status 1)'])),
  };
}

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

  it('needs stage 0 and a later stage', () => {
    expect(() => fitLadder(roadmap, [made('stage-1', 0.1)], 'r.json')).toThrowErrorMatchingInlineSnapshot(`
      [InputError: r.json: engines: holds stage-1; a fit needs stage-0 and at least one later stage
        fix: measure them in one run: stage-report run --stages 0-4]
    `);
  });
});

describe('gate', () => {
  const judge = (base: EngineSamples, head: EngineSamples, options = {}): GateReport =>
    gate({ first: [{ base, head }], options: { ...DEFAULT_GATE_OPTIONS, ...options } });
  const rows = (report: GateReport) => report.rows.map(({ benchmark, verdict }) => `${benchmark} ${verdict}`);
  const base = made('vm', 0.1, { seed: 1 });

  it('passes equal engines, and is the same value after a way through JSON', () => {
    const report = judge(base, made('vm', 0.1, { seed: 2 }));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(rows(report).sort()).toEqual(['alpha pass', 'beta pass', 'gamma pass']);
    expect(report.headline).toBe('PASS: no regression; 3 unchanged');
  });

  it('fails what is slower beyond the margin, and finds what is faster', () => {
    const report = judge(base, made('vm', 0.1, { seed: 2, factors: { alpha: 1.1, beta: 0.9 } }));
    expect(rows(report)).toEqual(['alpha fail', 'beta improved', 'gamma pass']);
    expect(report.headline).toBe(
      'FAIL: a regression (one session, not confirmed); 1 slower beyond the margin, 1 improved, 1 unchanged',
    );
    const [alpha] = report.rows;
    expect(alpha!.timeRatio!.value).toBeGreaterThan(1.09);
    expect(alpha!.timeRatio!.low!).toBeLessThan(alpha!.timeRatio!.value);
    // Twelve rounds all above the margin: 2⁻¹², times three for Holm.
    expect(alpha!.pValue).toBe(3 / 4096);
  });

  it('lets a change inside the margin pass, and a known noise widen it', () => {
    expect(judge(base, made('vm', 0.101, { seed: 2 })).verdict).toBe('pass');
    const noise = new Map([['alpha', 0.05]]);
    const report = judge(base, made('vm', 0.1, { seed: 2, factors: { alpha: 1.1 } }), { noise });
    expect(report.rows.find((row) => row.benchmark === 'alpha')).toMatchObject({
      verdict: 'pass',
      margin: expect.closeTo(0.15, 12),
    });
  });

  it('is inconclusive, not passing, where the noise hides the margin', () => {
    const report = judge(
      made('vm', 0.1, { seed: 1, noise: 0.15 }),
      made('vm', 0.1, { seed: 2, noise: 0.15 }),
    );
    expect(rows(report).sort()).toEqual(['alpha inconclusive', 'beta inconclusive', 'gamma inconclusive']);
    expect(report.verdict).toBe('inconclusive');
    expect(report.rows[0]!.reason).toMatch(
      /^the noise hides a change of 3 %: about \d+ rounds would show it$/,
    );
  });

  it('asks for enough rounds: 2⁻ⁿ must be able to pass Holm', () => {
    const report = judge(made('vm', 0.1, { rounds: 4 }), made('vm', 0.2, { rounds: 4 }));
    expect(report.rows.map((row) => row.reason)).toEqual(
      Array(3).fill('4 rounds are too few: measure at least 7'),
    );
  });

  it('fails what breaks or goes missing in head', () => {
    const report = judge(
      base,
      made('vm', 0.1, { seed: 2, broken: ['alpha'], benchmarks: ['alpha', 'gamma'] }),
    );
    expect(
      report.rows.slice(0, 2).map(({ benchmark, verdict, reason }) => [benchmark, verdict, reason]),
    ).toEqual([
      ['alpha', 'broken', 'crashed (exit status 1)'],
      ['beta', 'broken', 'missing in head'],
    ]);
    expect(report.headline).toBe('FAIL: head breaks benchmarks; 2 broken, 1 unchanged');
  });

  it('does not compare a benchmark whose source changed, is new, or was broken before', () => {
    const before = made('vm', 0.1, { broken: ['alpha'], sources: { beta: 'old' } });
    const head = made('vm', 0.1, { seed: 2, benchmarks: [...BENCHMARKS, 'delta'] });
    expect(judge(before, head).notCompared).toEqual([
      { engine: 'vm', benchmark: 'beta', kind: 'source changed', reason: 'its source changed' },
      {
        engine: 'vm',
        benchmark: 'alpha',
        kind: 'broken in base',
        reason: 'broken in base: crashed (exit status 1)',
      },
      { engine: 'vm', benchmark: 'delta', kind: 'new in head', reason: 'new in head' },
    ]);
  });

  it('fails only what a second session confirms', () => {
    const first = { base, head: made('vm', 0.1, { seed: 2, factors: { alpha: 1.1, beta: 1.1 } }) };
    const second = {
      base: made('vm', 0.1, { seed: 3 }),
      head: made('vm', 0.1, { seed: 4, factors: { alpha: 1.1 } }),
    };
    const report = gate({ first: [first], second: [second] });
    expect(rows(report)).toEqual(['alpha fail', 'beta warn', 'gamma pass']);
    expect(report.headline).toMatch(
      /^FAIL: a confirmed regression; 1 slower beyond the margin, 1 slower in one of two/,
    );
    const unconfirmed = gate({
      first: [first],
      second: [{ base: second.base, head: made('vm', 0.1, { seed: 5 }) }],
    });
    expect(unconfirmed.verdict).toBe('warn');
  });

  it('sees a drift of the whole suite that no benchmark shows', () => {
    const many = Array.from({ length: 20 }, (_, i) => `b${i}`);
    const report = judge(
      made('vm', 0.1, { benchmarks: many, seed: 1 }),
      made('vm', 0.102, { benchmarks: many, seed: 2 }),
    );
    expect(report.rows.every((row) => row.verdict === 'pass' || row.verdict === 'inconclusive')).toBe(true);
    expect(report.suites).toMatchObject([{ engine: 'vm', verdict: 'fail', rounds: 12 }]);
    expect(report.headline).toMatch(/the suite on vm drifts by \+[12](\.\d)? %$/);
  });

  it('makes no false alarm in 200 simulated equal pairs, and finds +8 % in at least 95 of 100', () => {
    const pair = (session: number, factors: Record<string, number>) =>
      judge(
        made('vm', 0.1, { seed: 2 * session + 1, noise: 0.02 }),
        made('vm', 0.1, { seed: 2 * session + 2, noise: 0.02, factors }),
      );
    const failures = Array.from({ length: 200 }, (_, i) => pair(i, {}).rows).flat();
    expect(failures.filter((row) => row.verdict === 'fail')).toEqual([]);
    const found = Array.from({ length: 100 }, (_, i) =>
      pair(i, { beta: 1.08 }).rows.find((row) => row.verdict === 'fail'),
    );
    expect(found.filter((row) => row?.benchmark === 'beta').length).toBeGreaterThanOrEqual(95);
  });
});

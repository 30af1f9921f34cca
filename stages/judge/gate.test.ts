/** The gate on made-up measurements whose answer is known. */
import { describe, expect, it } from 'vitest';
import type { EngineSamples, ProcessSample } from '../../suites/index.ts';
import { readRoadmap } from '../roadmap/roadmap.ts';
import { gate, neutralReport } from './gate.ts';
import { DEFAULT_GATE_OPTIONS, type GateOptions } from './options.ts';
import type { SidePair } from './sides.ts';
import { BENCHMARKS, made } from './testing.ts';
import { exitStatusOf, type GateReport } from './verdict.ts';
import { roadmapWaivers, type WaiverGrant } from './waivers.ts';

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
    const noise = new Map([['alpha', 0.03]]);
    const report = judge(base, made('vm', 0.1, { seed: 2, factors: { alpha: 1.06 } }), { noise });
    expect(report.rows.find((row) => row.benchmark === 'alpha')).toMatchObject({
      verdict: 'pass',
      reason: 'no slowdown beyond 9 %',
      margin: expect.closeTo(0.09, 12),
    });
  });

  describe('with noise beyond what a pass may leave possible', () => {
    const noise = new Map([['alpha', 0.05]]);
    const alphaAt = (factor: number, options: Partial<GateOptions> = {}, rounds = 12) =>
      judge(
        made('vm', 0.1, { seed: 1, rounds }),
        made('vm', 0.1, { seed: 2, rounds, factors: { alpha: factor } }),
        { noise, ...options },
      ).rows.find((row) => row.benchmark === 'alpha')!;

    it('rejects beyond three times the noise, and passes only within the greatest margin', () => {
      expect([1.2, 1.12, 1].map((factor) => alphaAt(factor).verdict)).toEqual([
        'fail',
        'inconclusive',
        'pass',
      ]);
      expect(alphaAt(1).reason).toBe('no slowdown beyond 10 %');
    });

    it('says how many rounds would narrow the noise: 12 × (ln 1.15 / ln 1.1)²', () => {
      expect(alphaAt(1.12)).toMatchObject({
        reason: 'the noise hides a change of 10 %: about 26 rounds would show it',
        roundsNeeded: 26,
      });
    });

    it('goes by a wider margin that the roadmap gives the benchmark itself', () => {
      const margins = { ...DEFAULT_GATE_OPTIONS.margins, benchmarks: new Map([['alpha', 0.2]]) };
      expect(alphaAt(1.12, { margins })).toMatchObject({ verdict: 'pass', margin: 0.2 });
    });

    it('asks near the margin for the second look, and after it for what would tell', () => {
      const near = { noise: new Map(), margins: { ...DEFAULT_GATE_OPTIONS.margins, time: 0.1 } };
      expect(alphaAt(1.1, near)).toMatchObject({ verdict: 'inconclusive', roundsNeeded: 24 });
      expect(alphaAt(1.1, near, 24).roundsNeeded).toBeGreaterThan(24);
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

describe('looks', () => {
  const equal = (rounds: number, noise: number) =>
    gate({
      first: [
        {
          base: made('vm', 0.1, { seed: 1, rounds, noise }),
          head: made('vm', 0.1, { seed: 2, rounds, noise }),
        },
      ],
    });

  it('are planned at 12 and 24 rounds, and the second is asked for where something is near its margin', () => {
    const first = equal(12, 0.03);
    expect(first.looks).toEqual({ planned: [12, 24], taken: 1, rounds: 12, alpha: 0.025 });
    expect(first.next).toEqual({ action: 'extend', rounds: 24, benchmarks: expect.any(Array) });
    expect(first.advice).toMatch(/^Measure on, to 24 rounds: \d benchmarks? lie near their margin\.$/);
    expect(equal(24, 0.03)).toMatchObject({ looks: { taken: 2, rounds: 24 }, next: { action: 'none' } });
  });

  it('are not extended where 24 rounds could not show it either', () => {
    const report = equal(12, 0.3);
    expect(report.verdict).toBe('inconclusive');
    expect(report.next).toEqual({ action: 'none' });
    expect(Math.min(...report.rows.map((row) => row.roundsNeeded!))).toBeGreaterThan(24);
    expect(report.advice).toMatch(/^Measure on a quieter machine, or about \d+ rounds\.$/);
  });

  it('ask for a second session where one session rejects', () => {
    const report = gate({
      first: [
        {
          base: made('vm', 0.1, { seed: 1 }),
          head: made('vm', 0.1, { seed: 2, factors: { beta: 1.2, alpha: 0.8 } }),
        },
      ],
    });
    expect(report.next).toEqual({ action: 'confirm', benchmarks: ['beta'] });
  });
});

describe('stages', () => {
  const roadmap = readRoadmap();
  const side = (speeds: readonly number[], seed: number, noise = 0.002): EngineSamples[] =>
    speeds.map((speed, id) => made(`stage-${id}`, 0.1 / speed, { noise, seed: seed + id }));
  const pairs = (base: readonly number[], head: readonly number[]): SidePair[] => {
    const [bases, heads] = [side(base, 10), side(head, 20)];
    return bases.map((each, id) => ({ base: each, head: heads[id]! }));
  };
  const checks = (report: GateReport) =>
    report.stageTargets.map(({ stage, over, verdict, reason }) => [stage, over, verdict, reason]);

  it('fail when a met one falls below its target, though no benchmark is slower beyond its margin', () => {
    const report = gate({ first: pairs([1, 1.52, 2.4], [1, 1.49, 2.4]), roadmap });
    expect(checks(report)).toEqual([
      [1, 'total', 'fail', 'falls below its target (×1.52 → ×1.49, target ×1.50)'],
      [2, 'total', 'pass', 'stays met (×2.40 → ×2.40, target ×2.25)'],
      [2, 'step', 'pass', 'stays met (×1.58 → ×1.61, target ×1.50)'],
    ]);
    expect(report.verdict).toBe('fail');
    expect(report.rows.every((row) => row.verdict === 'pass')).toBe(true);
    expect(report.headline).toMatch(/stage 1 falls below its target$/);
    expect(report.next.action).toBe('confirm');
  });

  it('do not fail for a target that was not met before', () => {
    const report = gate({ first: pairs([1, 1.4], [1, 1.39]), roadmap });
    expect(checks(report)).toEqual([
      [1, 'total', 'pass', 'was not met before (×1.40 → ×1.39, target ×1.50)'],
    ]);
  });

  it('need a second session to fail for good', () => {
    const report = gate({
      first: pairs([1, 1.52], [1, 1.49]),
      second: pairs([1, 1.52], [1, 1.52]),
      roadmap,
    });
    expect(checks(report)[0]).toEqual([
      1,
      'total',
      'warn',
      'falls below its target (×1.52 → ×1.49, target ×1.50) in the first session, not in the second',
    ]);
  });

  it('do not profit from a slower baseline: its drift is a regression', () => {
    const report = gate({ first: pairs([1, 1.6], [0.98, 1.6]), roadmap });
    expect(report.baselineDrift).toMatchObject({ engine: 'stage-0', verdict: 'fail' });
    expect(report.baselineDrift!.timeRatio).toBeCloseTo(1 / 0.98, 2);
    expect(report.headline).toMatch(/stage 0, the baseline, drifts by \+2(\.\d)? %$/);
  });
});

describe('beside times', () => {
  const counters: GateOptions['counters'] = [
    { name: 'exits', title: 'side exits', margin: 0.02, least: 10, decides: false },
    { name: 'instructions', title: 'instructions', margin: 0.01, least: 0, decides: true },
  ];
  const judge = (
    noise: number,
    base: (benchmark: string, round: number) => Partial<ProcessSample>,
    head: (benchmark: string, round: number) => Partial<ProcessSample>,
  ): GateReport =>
    gate({
      first: [
        {
          base: made('vm', 0.1, { seed: 1, noise, beside: base }),
          head: made('vm', 0.1, { seed: 2, noise, beside: head }),
        },
      ],
      options: { ...DEFAULT_GATE_OPTIONS, counters },
    });

  it('a counter that rises beyond its margin warns, one that changes little does not', () => {
    const report = judge(
      0.002,
      () => ({ counters: { exits: 1000, instructions: 5000 } }),
      (benchmark) => ({ counters: { exits: benchmark === 'beta' ? 1100 : 1005, instructions: 5000 } }),
    );
    expect(report.counters.filter(({ verdict }) => verdict !== 'pass')).toEqual([
      {
        ...{ engine: 'vm', benchmark: 'beta', metric: 'exits', unit: 'count', verdict: 'warn' },
        ...{ base: 1000, head: 1100, ratio: { value: 1.1, low: null, high: null }, pValue: null },
        ...{ margin: 0.02, rounds: 12, reason: 'more side exits, beyond the margin of 2 %', waived: null },
      },
    ]);
    expect(report.verdict).toBe('warn');
    expect(report.headline).toBe(
      'WARN: no regression in time, but findings beside it; 3 unchanged, 1 counter rose',
    );
  });

  it('a rise from few to a few more is no finding', () => {
    const report = judge(
      0.002,
      () => ({ counters: { exits: 1 } }),
      () => ({ counters: { exits: 9 } }),
    );
    expect(report.verdict).toBe('pass');
  });

  it('counters of the work done decide where times are inconclusive', () => {
    const report = judge(
      0.3,
      () => ({ counters: { instructions: 5000 } }),
      (benchmark) =>
        benchmark === 'gamma' ? {} : { counters: { instructions: benchmark === 'beta' ? 5500 : 5000 } },
    );
    const told = report.rows.map(({ benchmark, verdict, decidedBy }) => [benchmark, verdict, decidedBy]);
    expect(told.sort()).toEqual([
      ['alpha', 'inconclusive', 'counters'],
      ['beta', 'fail', 'counters'],
      ['gamma', 'inconclusive', 'times'],
    ]);
    expect(report.verdict).toBe('fail');
  });

  it('and settle an inconclusive time where they did not rise', () => {
    const same = () => ({ counters: { instructions: 5000 } });
    const report = judge(0.3, same, same);
    expect(report.verdict).toBe('pass');
    expect(report.counts.inconclusive).toBe(3);
  });

  it('and leave it open where another counter rose: as many instructions, in other code', () => {
    const beside = (exits: number) => () => ({ counters: { instructions: 5000, exits } });
    const { rows } = judge(0.3, beside(100), beside(200));
    expect(rows.map(({ verdict, decidedBy }) => [verdict, decidedBy])).toEqual(
      Array(3).fill(['inconclusive', 'times']),
    );
  });

  it('memory and the time of the first calls warn beyond their margins', () => {
    const beside =
      (bytes: number, first: number) =>
      (benchmark: string, round: number): Partial<ProcessSample> => ({
        peakBytes: (benchmark === 'alpha' ? bytes : 1e8) * (1 + 0.001 * (round % 3)),
        warmups: [
          [1, benchmark === 'gamma' ? first : 0.5],
          [1, 0.1 + 0.001 * (round % 2)],
          ...(round % 2 ? ([[1, 0.1]] as const) : []),
        ],
      });
    const report = judge(0.002, beside(1e8, 0.5), beside(1.2e8, 0.9));
    const findings = [...report.memory, ...report.promotion].filter(({ verdict }) => verdict !== 'pass');
    expect(findings.map(({ benchmark, metric, verdict }) => [benchmark, metric, verdict])).toEqual([
      ['alpha', 'peak memory', 'warn'],
      ['gamma', 'time of the first calls', 'warn'],
    ]);
    expect(findings[0]!.ratio!.value).toBeCloseTo(1.2, 2);
    expect(report.headline).toMatch(
      /peak memory grew in 1 benchmark, the first calls slowed in 1 benchmark$/,
    );
  });
});

describe('waivers', () => {
  const slow = {
    base: made('vm', 0.1, { seed: 1 }),
    head: made('vm', 0.1, { seed: 2, factors: { alpha: 1.2 }, broken: ['beta'] }),
  };
  const grant = (benchmark: string, headCommit: string | null = 'abc'): WaiverGrant => ({
    ...{ benchmark, engine: '*', by: 'ann', reason: 'known', source: 'label', headCommit },
  });
  const about = { head: { commit: 'abc', files: [] } };

  it('make a warning of what they cover, and say who gave them', () => {
    const report = gate({ first: [slow], waivers: [grant('alpha'), grant('beta'), grant('delta')], about });
    expect(
      report.rows.slice(0, 2).map(({ benchmark, verdict, waived }) => [benchmark, verdict, waived?.by]),
    ).toEqual([
      ['beta', 'broken', 'ann'],
      ['alpha', 'fail', 'ann'],
    ]);
    expect(report.verdict).toBe('fail');
    expect(report.suites[0]!.verdict).toBe('fail');
    expect(report.waivers.map(({ benchmark, used }) => [benchmark, used])).toEqual([
      ['alpha', true],
      ['beta', true],
      ['delta', false],
    ]);
    const all = gate({ first: [slow], waivers: [grant('*')], about });
    expect(all.headline).toMatch(/^WARN: regressions are waived; 1 broken, 1 slower beyond the margin/);
    expect(all.next).toEqual({ action: 'none' });
  });

  it('hold for the head they were given for', () => {
    const report = gate({ first: [slow], waivers: [grant('*', 'older')], about });
    expect([report.verdict, report.waivers[0]!.used]).toEqual(['fail', false]);
  });

  it('of a roadmap hold until their last day', () => {
    const roadmap = {
      ...readRoadmap(),
      waivers: [{ benchmark: 'alpha', engine: '*', by: 'ann', reason: 'known', until: '2026-11-30' }],
    };
    expect(roadmapWaivers(roadmap, '2026-11-30')).toHaveLength(1);
    expect(roadmapWaivers(roadmap, '2026-12-01')).toEqual([]);
  });
});

describe('nothing to judge', () => {
  it('is neutral, with the reason as headline', () => {
    const report = neutralReport('no benchmark is touched');
    expect(report).toMatchObject({
      verdict: 'neutral',
      headline: 'NEUTRAL: no benchmark is touched',
      rows: [],
    });
    expect(exitStatusOf(report.verdict)).toBe(0);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('exits 0 for pass, warn and neutral, 1 for fail, 3 for inconclusive when strict', () => {
    const verdicts = ['pass', 'warn', 'neutral', 'fail', 'inconclusive'] as const;
    expect(verdicts.map((verdict) => exitStatusOf(verdict))).toEqual([0, 0, 0, 1, 0]);
    expect(verdicts.map((verdict) => exitStatusOf(verdict, true))).toEqual([0, 0, 0, 1, 3]);
  });
});

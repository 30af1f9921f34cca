/** Calibration from made-up sessions of equal binaries, and its file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputError } from '../../suites/index.ts';
import { type CalibrationSession, calibrate } from './calibrate.ts';
import { readCalibration } from './calibration.ts';
import { DEFAULT_GATE_OPTIONS } from './options.ts';
import { made } from './testing.ts';

/** Sessions of 12 rounds; the noise of the minimum is another one than that of the median. */
function sessions(count: number, noise: { median: number; minimum: number }): CalibrationSession[] {
  const pair = (session: number, sd: number) => [
    {
      base: made('vm', 0.1, { seed: 2 * session + 1, noise: sd }),
      head: made('vm', 0.1, { seed: 2 * session + 2, noise: sd }),
    },
  ];
  return Array.from({ length: count }, (_, session) => ({
    median: pair(session, noise.median),
    minimum: pair(session, noise.minimum),
  }));
}

const common = {
  options: DEFAULT_GATE_OPTIONS,
  created: '2026-01-01T00:00:00.000Z',
  fingerprint: 'a machine',
};

describe('calibration', () => {
  const quiet = calibrate({
    sessions: sessions(20, { median: 0.01, minimum: 0.02 }),
    injected: [0.03, 0.1],
    ...common,
  });

  it('learns the noise of each benchmark: near sd · √2 / √12 for independent processes', () => {
    expect(Object.keys(quiet.noise)).toEqual(['alpha', 'beta', 'gamma']);
    for (const noise of Object.values(quiet.noise))
      expect(noise / ((0.01 * Math.SQRT2) / Math.sqrt(12))).toBeCloseTo(1.1, 0);
  });

  it('chooses median or minimum by their noise', () => {
    expect(quiet.centre).toBe('median');
    const other = calibrate({
      sessions: sessions(6, { median: 0.03, minimum: 0.01 }),
      injected: [],
      ...common,
    });
    expect(other.centre).toBe('minimum');
    expect(other.typicalNoise.minimum).toBeLessThan(other.typicalNoise.median);
  });

  it('measures false failures with their bound, and power with its interval', () => {
    expect(quiet).toMatchObject({ sessions: 20, seenOnce: 0, falseFailures: 0, rounds: 12, engines: ['vm'] });
    expect(quiet.falseFailureBound).toBeCloseTo(1 - 0.05 ** (1 / 20), 9);
    const [small, large] = quiet.power;
    expect(small!.found).toBeLessThanOrEqual(3);
    expect(large).toEqual({
      ...{ injected: 0.1, found: 60, inconclusive: 0, tried: 60, high: 1 },
      low: expect.closeTo(0.025 ** (1 / 60), 9),
    });
  });

  it('says inconclusive, not missed, where the noise hides what was injected', () => {
    const noisy = calibrate({
      sessions: sessions(4, { median: 0.2, minimum: 0.2 }),
      injected: [0.05],
      ...common,
    });
    expect(noisy.falseFailures).toBe(0);
    expect(noisy.power[0]!.inconclusive + noisy.power[0]!.found).toBeGreaterThanOrEqual(6);
  });
});

describe('a calibration file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'calibration-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const good = calibrate({
    sessions: sessions(2, { median: 0.01, minimum: 0.02 }),
    injected: [0.1],
    ...common,
  });
  const read = (document: unknown) => {
    const file = join(folder, 'calibration.json');
    writeFileSync(file, JSON.stringify(document));
    return readCalibration(file);
  };

  it('is read as it was written', () => {
    expect(read(good)).toEqual(good);
  });

  it('with a mistake is refused by field', () => {
    const broken: object[] = [
      { ...good, format: 'other' },
      { ...good, version: 2 },
      { ...good, centre: 'mode' },
      { ...good, noise: { alpha: -1 } },
      { ...good, falseFailures: 3 },
      { ...good, falseFailureBound: 1.5 },
      { ...good, power: [{ ...good.power[0], found: 99 }] },
    ];
    const fields = broken.map((document) => {
      try {
        read(document);
        return 'accepted';
      } catch (error) {
        return (error as InputError).details.field;
      }
    });
    expect(fields).toEqual([
      ...[
        'format',
        'version',
        'centre',
        'noise.alpha',
        'falseFailures',
        'falseFailureBound',
        'power[0].found',
      ],
    ]);
  });
});

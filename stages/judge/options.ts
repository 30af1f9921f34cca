/** What the gate goes by: margins, levels, looks. A roadmap and a calibration file set them; these are the defaults. */

import { type CounterRule, DEFAULT_MARGINS, type Margins } from '../roadmap/policy.ts';
import type { Roadmap } from '../roadmap/roadmap.ts';
import { type Calibration, summaryOf } from './calibration.ts';
import type { CalibrationSummary } from './verdict.ts';

export interface GateOptions {
  readonly margins: Margins;
  /** How far a session's estimate lies from no change between equal binaries, by benchmark, where it is known. */
  readonly noise: ReadonlyMap<string, number>;
  /** Of the per-benchmark tests together, after Holm: half of .05, since two looks share it. */
  readonly alpha: number;
  /** Of the tests of suites and of memory and first calls, each family after Holm. */
  readonly suiteAlpha: number;
  /** Rounds of the two planned looks. */
  readonly looks: readonly [first: number, second: number];
  /** Deterministic counters of which more is worse. */
  readonly counters: readonly CounterRule[];
  /** Where `noise` comes from. */
  readonly calibration: CalibrationSummary | null;
}

export const DEFAULT_GATE_OPTIONS: GateOptions = {
  margins: DEFAULT_MARGINS,
  noise: new Map(),
  alpha: 0.025,
  suiteAlpha: 0.01,
  looks: [12, 24],
  counters: [],
  calibration: null,
};

/** As a roadmap sets them, with the noise of a calibration where there is one. */
export function gateOptionsOf(roadmap: Roadmap, calibration: Calibration | null): GateOptions {
  return {
    ...DEFAULT_GATE_OPTIONS,
    margins: roadmap.margins,
    counters: roadmap.counters,
    noise: new Map(Object.entries(calibration?.noise ?? {})),
    calibration: calibration && summaryOf(calibration),
  };
}

/** δ of a benchmark: its own or the common margin, but at least three times its noise between equal binaries. */
export function marginOf(benchmark: string, options: GateOptions): number {
  return Math.max(ownMargin(benchmark, options), 3 * (options.noise.get(benchmark) ?? 0));
}

/**
 * The slowdown that a pass has to rule out: the margin, but where noise made it wide, no more than the greatest that a pass
 * may leave possible. So a machine whose noise hides 20 % never says "no regression" of a slowdown by 20 %.
 */
export function passLimitOf(benchmark: string, options: GateOptions): number {
  return Math.max(
    ownMargin(benchmark, options),
    Math.min(marginOf(benchmark, options), options.margins.greatest),
  );
}

function ownMargin(benchmark: string, { margins }: GateOptions): number {
  return margins.benchmarks.get(benchmark) ?? margins.time;
}

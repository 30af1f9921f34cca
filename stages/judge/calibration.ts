/**
 * The calibration file: what sessions of equal binaries on one machine taught about its noise, and how the gate itself did
 * on them. The gate takes margins from it, the dashboard shows it.
 */
import { type Centre, type JsonField, readJsonFile } from '../../suites/index.ts';
import { type CalibrationSummary, ROW_VERDICTS, type RowVerdict, type TimeRatio } from './verdict.ts';

export const CALIBRATION_FORMAT = 'stage-report calibration';

/** How often a slowdown of one benchmark was found, with the exact 95 % interval of the rate. */
export interface PowerPoint {
  /** As a fraction: .05 for +5 %. */
  readonly injected: number;
  readonly found: number;
  /** Neither found nor ruled out. */
  readonly inconclusive: number;
  readonly tried: number;
  readonly low: number;
  readonly high: number;
}

/** A session whose head was really slower on one benchmark, judged with the noise that the sessions of equal binaries showed. */
export interface SlowedTrial {
  /** As a fraction: .15 for +15 %. */
  readonly injected: number;
  readonly engine: string;
  readonly benchmark: string;
  readonly verdict: RowVerdict;
  /** What was measured of it. */
  readonly timeRatio: TimeRatio | null;
  readonly margin: number;
  /** Inconclusive: about how many rounds would decide. */
  readonly roundsNeeded: number | null;
}

export interface Calibration {
  readonly format: typeof CALIBRATION_FORMAT;
  readonly version: 1;
  readonly created: string;
  /** What tells machines apart; null where the sessions do not say. */
  readonly fingerprint: string | null;
  readonly engines: readonly string[];
  readonly rounds: number;
  /** Median or minimum of a process's values: the one with less noise here. */
  readonly centre: Centre;
  /** Typical noise by centre: the median over the benchmarks, as a fraction. */
  readonly typicalNoise: { readonly [centre in 'median' | 'minimum']: number };
  /** How far the estimate of a session lies from no change between equal binaries, by benchmark (root mean square). */
  readonly noise: { readonly [benchmark: string]: number };
  readonly sessions: number;
  /** Sessions of equal binaries that alone would have been a rejection; files of older versions do not say. */
  readonly seenOnce?: number;
  /**
   * Of these, as the gate decides: those that the next session rejected again. And the 95 % upper bound of their rate
   * (Clopper–Pearson).
   */
  readonly falseFailures: number;
  readonly falseFailureBound: number;
  readonly power: readonly PowerPoint[];
  /** Where some were measured. */
  readonly trials?: readonly SlowedTrial[];
}

export function readCalibration(file: string): Calibration {
  const root = readJsonFile(file);
  const format = root.at('format');
  if (format.value !== CALIBRATION_FORMAT) {
    format.fail(
      `is ${JSON.stringify(format.value ?? null)}`,
      'give a file that `stage-report calibrate` wrote',
    );
  }
  if (root.at('version').value !== 1) {
    root.at('version').fail(`is ${JSON.stringify(root.at('version').value ?? null)}`, 'calibrate again');
  }
  root.at('created').string();
  root.at('centre').oneOf(['median', 'minimum']);
  const sessions = root.at('sessions').integer(1);
  const failures = root.at('falseFailures');
  if (failures.integer(0) > sessions) failures.fail(`is ${failures.value} of ${sessions}`, 'calibrate again');
  rate(root.at('falseFailureBound'));
  if (root.at('fingerprint').value !== null) root.at('fingerprint').string();
  root.at('engines').strings();
  root.at('rounds').integer(1);
  for (const [, noise] of root.at('noise').entries()) noiseOf(noise);
  for (const centre of ['median', 'minimum']) noiseOf(root.at('typicalNoise').at(centre));
  for (const point of root.at('power').array()) {
    point.at('injected').positive();
    const tried = point.at('tried').integer(0);
    for (const key of ['found', 'inconclusive']) {
      if (point.at(key).integer(0) > tried) point.at(key).fail('is more than was tried', 'calibrate again');
    }
    rate(point.at('low'));
    rate(point.at('high'));
  }
  if (root.at('seenOnce').exists) root.at('seenOnce').integer(0);
  if (root.at('trials').exists) {
    for (const trial of root.at('trials').array()) {
      trial.at('injected').positive();
      trial.at('benchmark').string();
      trial.at('engine').string();
      trial.at('verdict').oneOf(ROW_VERDICTS);
    }
  }
  return root.value as unknown as Calibration;
}

function rate(field: JsonField): void {
  const value = field.number();
  if (value < 0 || value > 1) field.fail(`is ${value}`, 'write a rate from 0 to 1');
}

function noiseOf(field: JsonField): void {
  if (field.number() < 0) field.fail(`is ${field.value}`, 'write a standard deviation of at least 0');
}

export function summaryOf(calibration: Calibration): CalibrationSummary {
  const { created, fingerprint, sessions, falseFailures, falseFailureBound } = calibration;
  return { created, fingerprint, sessions, falseFailures, falseFailureBound };
}

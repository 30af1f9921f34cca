/** Can the numbers be trusted? How precise they are, what the gate was shown to do, on which machine, by what method. */
import type { Calibration } from '../../../stages/index.ts';
import { type ResultFile, samplesOfFile } from '../../../suites/index.ts';
import type { StageReport } from '../../model/stage-report.ts';
import { significant } from './numbers.ts';

export interface CalibrationView {
  readonly created: string;
  readonly engines: readonly string[];
  readonly rounds: number;
  readonly sessions: number;
  /** Sessions that alone would have been a rejection. */
  readonly seenOnce: number;
  readonly falseFailures: number;
  /** Upper end of the 95 % interval of their rate. */
  readonly falseFailureBound: number;
  /** Fractions. */
  readonly typicalNoise: { readonly median: number; readonly minimum: number };
  readonly centre: string;
  readonly power: readonly {
    readonly injected: number;
    readonly found: number;
    readonly inconclusive: number;
    readonly tried: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Sessions whose head really was slower on one benchmark. */
  readonly trials: readonly {
    readonly benchmark: string;
    readonly injected: number;
    /** Time of head over base. */
    readonly measured: number | null;
    readonly verdict: string;
    readonly roundsNeeded: number | null;
  }[];
}

export interface TrustPage {
  readonly calibration: CalibrationView | null;
  readonly rounds: number;
  readonly requestedRounds: number;
  readonly valuesPerProcess: number;
  readonly warmupCapSeconds: number;
  readonly seed: number;
  readonly centre: string;
  readonly intervalMethod: string;
  readonly processes: number;
  /** Processes whose values were not steady when warm-up ended, of those that say. */
  readonly unsteady: { readonly processes: number; readonly of: number };
  readonly failures: number;
  /** Of each benchmark: relative standard deviation over processes, on the engine where it is largest. */
  readonly noise: readonly { readonly benchmark: string; readonly engine: string; readonly noise: number }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** What says who measured, rather than with what. */
const PRIVATE_FACTS = ['hostname'];

export function makeTrustPage(
  result: ResultFile,
  report: StageReport,
  calibration: Calibration | null,
  file: string,
): TrustPage {
  const samples = samplesOfFile({ kind: 'result', file, result }, 'median');
  const processes = samples.flatMap(({ benchmarks }) =>
    [...benchmarks.values()].flatMap((each) => each.processes),
  );
  const steady = processes.flatMap((process) => (process.steady === undefined ? [] : [process.steady]));
  const { plan } = result;
  const noise = plan.benchmarks.flatMap((benchmark) => {
    const ofEngines = samples.flatMap((engine) => {
      const deviation = logDeviation(
        engine.benchmarks.get(benchmark)?.processes.map(({ seconds }) => seconds) ?? [],
      );
      return deviation === null ? [] : [{ benchmark, engine: engine.engine, noise: deviation }];
    });
    return ofEngines.sort((a, b) => b.noise - a.noise).slice(0, 1);
  });
  return {
    calibration: calibration && viewOf(calibration),
    ...{ rounds: plan.rounds, requestedRounds: plan.requestedRounds, valuesPerProcess: plan.values },
    ...{ warmupCapSeconds: plan.warmupCapSeconds, seed: plan.seed, centre: report.centre },
    intervalMethod: report.intervalMethod,
    processes: processes.length,
    unsteady: { processes: steady.filter((is) => !is).length, of: steady.length },
    failures: result.failures.length,
    noise: noise.sort((a, b) => b.noise - a.noise),
    environment: Object.entries(result.environment)
      .filter(([name]) => !PRIVATE_FACTS.includes(name))
      .map(([name, value]) => ({ name, value: String(value) })),
  };
}

function viewOf(calibration: Calibration): CalibrationView {
  const {
    created,
    engines,
    rounds,
    sessions,
    falseFailures,
    falseFailureBound,
    typicalNoise,
    centre,
    power,
    seenOnce = 0,
    trials = [],
  } = calibration;
  return {
    ...{ created, engines, rounds, sessions, seenOnce, falseFailures, centre },
    falseFailureBound: significant(falseFailureBound),
    typicalNoise: { median: significant(typicalNoise.median), minimum: significant(typicalNoise.minimum) },
    power: power.map(({ injected, found, inconclusive, tried, low, high }) => ({
      ...{ injected: significant(injected), found, inconclusive, tried },
      ...{ low: significant(low), high: significant(high) },
    })),
    trials: trials.map(({ benchmark, injected, timeRatio, verdict, roundsNeeded }) => ({
      ...{ benchmark, injected: significant(injected), verdict, roundsNeeded },
      measured: timeRatio === null ? null : significant(timeRatio.value),
    })),
  };
}

function logDeviation(seconds: readonly number[]): number | null {
  if (seconds.length < 2) return null;
  const logs = seconds.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return significant(Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1)));
}

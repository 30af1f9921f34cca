/** What a run has measured so far: built from the records of its journal, it answers what is still to do. */
import { type Metadata, makeSuite, type PyperfSuite } from '../formats/pyperf.ts';
import { COUNTER_PREFIX, type Engine, type RecordedFailure } from '../formats/result.ts';
import type { Calibrated, JournalRecord, MeasuredRun } from './journal.ts';
import type { BenchmarkState } from './schedule.ts';

/** Half the width of the 95 % interval of a mean; null where there are too few values for one. */
export type HalfWidth = (values: readonly number[]) => number | null;

/** A benchmark to be measured in every round. */
export interface Task extends Calibrated {
  /** The manifest's name of the program that holds it. */
  readonly program: string;
}

export class Recording {
  /** In the order of calibration. */
  readonly tasks = new Map<string, Task>();
  readonly failures: RecordedFailure[] = [];
  /** Benchmarks of each round that was begun. */
  readonly rounds: (readonly string[])[] = [];
  elapsedSeconds = 0;
  private readonly calibrations = new Map<string, MeasuredRun>();
  private readonly runs = new Map<string, MeasuredRun[]>();
  private readonly counters = new Map<string, Metadata>();
  /** What was tried, successful or not. */
  private readonly tried = new Set<string>();
  private readonly costSeconds = new Map<string, number>();

  add(record: JournalRecord): void {
    const tookSeconds = record.elapsedSeconds - this.elapsedSeconds;
    this.elapsedSeconds = record.elapsedSeconds;
    switch (record.kind) {
      case 'calibrated':
        for (const found of record.found) {
          this.tasks.set(found.benchmark, { ...found, program: record.program });
        }
        for (const [benchmark, run] of Object.entries(record.runs)) {
          this.calibrations.set(key(record.engine, benchmark), run);
        }
        break;
      case 'counted':
        this.tried.add(key(record.engine, record.benchmark, 'counters'));
        this.counters.set(
          key(record.engine, record.benchmark),
          Object.fromEntries(
            Object.entries(record.counters).map(([name, value]) => [COUNTER_PREFIX + name, value]),
          ),
        );
        break;
      case 'round':
        this.rounds[record.round] = record.benchmarks;
        break;
      case 'measured': {
        const { engine, benchmark, round, run } = record;
        const at = key(engine, benchmark);
        const list = this.runs.get(at) ?? [];
        list.push(run);
        this.runs.set(at, list);
        this.tried.add(key(engine, benchmark, round));
        this.costSeconds.set(benchmark, (this.costSeconds.get(benchmark) ?? 0) + tookSeconds);
        break;
      }
      case 'failed': {
        const { engine, benchmark, round } = record.failure;
        this.failures.push(record.failure);
        this.tried.add(key(engine, benchmark, round ?? 'calibration'));
        if (round !== null) {
          this.costSeconds.set(benchmark, (this.costSeconds.get(benchmark) ?? 0) + tookSeconds);
        }
        break;
      }
    }
  }

  wasTried(engine: string, benchmark: string, what: number | 'calibration' | 'counters'): boolean {
    return this.tried.has(key(engine, benchmark, what));
  }

  isCalibrated(program: string): boolean {
    return [...this.tasks.values()].some((task) => task.program === program);
  }

  roundsOf(benchmark: string): number {
    return this.rounds.filter((benchmarks) => benchmarks.includes(benchmark)).length;
  }

  /** Rounds, from the first on, that hold every benchmark. */
  completeRounds(): number {
    const names = [...this.tasks.keys()];
    const first = this.rounds.findIndex((round) => names.some((name) => !round.includes(name)));
    return first < 0 ? this.rounds.length : first;
  }

  states(engines: readonly Engine[], halfWidth: HalfWidth): BenchmarkState[] {
    return [...this.tasks.keys()].map((benchmark) => {
      const rounds = this.roundsOf(benchmark);
      return {
        benchmark,
        rounds,
        costSeconds: (this.costSeconds.get(benchmark) ?? 0) / Math.max(rounds, 1),
        halfWidth: this.widestInterval(engines, benchmark, halfWidth),
      };
    });
  }

  /**
   * Of the logarithm of the time over the base's in the same round, for the engine where it is widest; with one engine
   * alone, of the logarithm of its time. Null where no engine has an interval.
   */
  private widestInterval(engines: readonly Engine[], benchmark: string, halfWidth: HalfWidth): number | null {
    const [base, ...others] = engines.map(({ name }) => this.logs(name, benchmark));
    const rows =
      others.length === 0
        ? [[...base!.values()]]
        : others.map((logs) =>
            [...logs].flatMap(([round, log]) => {
              const ofBase = base!.get(round);
              return ofBase === undefined ? [] : [log - ofBase];
            }),
          );
    const widths = rows.map(halfWidth).filter((width) => width !== null);
    return widths.length === 0 ? null : Math.max(...widths);
  }

  /** ln of the median value, by round. */
  private logs(engine: string, benchmark: string): Map<number, number> {
    const tried = this.runs.get(key(engine, benchmark)) ?? [];
    return new Map(
      tried.map((run) => [run.metadata['stage_report_round'] as number, Math.log(medianOf(run))]),
    );
  }

  /** pyperf does not accept a benchmark without a single value, so one that always failed is left out. */
  suiteOf(engine: string): PyperfSuite | undefined {
    const measured = [...this.tasks.keys()].flatMap((benchmark) => {
      const at = key(engine, benchmark);
      const runs = this.runs.get(at);
      if (!runs) return [];
      const calibration = this.calibrations.get(at);
      const counters = this.counters.get(at) ?? {};
      const all = [...(calibration ? [calibration] : []), ...runs];
      return [{ runs: all.map((run) => ({ ...run, metadata: { ...run.metadata, ...counters } })) }];
    });
    return measured.length > 0 ? makeSuite(measured) : undefined;
  }
}

export function medianOf(run: MeasuredRun): number {
  const values = [...run.values!].sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

function key(engine: string, benchmark: string, what: number | string = ''): string {
  return JSON.stringify([engine, benchmark, what]);
}

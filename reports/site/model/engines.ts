/** Every engine of the newest run beside the others: our stages, CPython, PyPy, whatever was measured with them. */
import { compareEngines } from '../../../stages/index.ts';
import { type ResultFile, samplesOfFile } from '../../../suites/index.ts';
import { type Estimate, estimateOf, UNKNOWN } from './numbers.ts';
import { type RunDigest, versionOf } from './run.ts';

export interface EngineRow {
  readonly engine: string;
  readonly version: string;
  readonly command: string;
  readonly isStage: boolean;
  /** Over the first engine. */
  readonly speedup: Estimate;
  /** Benchmarks that both ran. */
  readonly compared: number;
  readonly broken: number;
}

export interface EnginesPage {
  readonly base: string;
  /** Fastest first. */
  readonly engines: readonly EngineRow[];
  readonly benchmarks: readonly {
    readonly benchmark: string;
    /** In the order of `columns`. */
    readonly seconds: readonly (number | null)[];
  }[];
  readonly columns: readonly string[];
}

export function makeEnginesPage(
  result: ResultFile,
  run: RunDigest,
  stageEngines: ReadonlySet<string>,
): EnginesPage {
  const samples = samplesOfFile({ kind: 'result', file: run.file, result }, 'median');
  const [base] = samples;
  const rows = samples.map((engine, index): EngineRow => {
    const shares = [...engine.benchmarks.keys()].some((name) => base!.benchmarks.has(name));
    const comparison = index > 0 && shares ? compareEngines(base!, engine) : null;
    return {
      engine: engine.engine,
      version: versionOf(engine.engine, result),
      command: result.engines[index]!.command.map(baseName).join(' '),
      isStage: stageEngines.has(engine.engine),
      speedup:
        index === 0
          ? { value: 1, low: null, high: null }
          : comparison
            ? estimateOf(comparison.speedup)
            : UNKNOWN,
      compared: index === 0 ? engine.benchmarks.size : (comparison?.benchmarks.length ?? 0),
      broken: engine.broken.size,
    };
  });
  return {
    base: base!.engine,
    engines: rows.sort((a, b) => (b.speedup.value ?? 0) - (a.speedup.value ?? 0)),
    columns: run.engines.map(({ name }) => name),
    benchmarks: run.benchmarks.map((benchmark, index) => ({
      benchmark,
      seconds: run.engines.map(({ seconds }) => seconds[index] ?? null),
    })),
  };
}

/** Where a program lies on the machine that measured says nothing to a reader. */
function baseName(part: string): string {
  return part.startsWith('/') ? part.slice(part.lastIndexOf('/') + 1) : part;
}

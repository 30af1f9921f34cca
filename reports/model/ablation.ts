/** What each flag brings: the speed of a stage over the same stage without it. */
import { compareEngines, type Ratio } from '../../stages/index.ts';
import { findEngine, InputError, type ResultFile, samplesOfFile } from '../../suites/index.ts';

export interface FlagContribution {
  readonly stage: string;
  readonly flag: string;
  /** Time without the flag over time with it: above 1 the flag helps. */
  readonly brings: Ratio;
  /** The benchmark that gains most; null where none was compared. */
  readonly most: { readonly benchmark: string; readonly speedup: number } | null;
  /** Benchmarks that broke with or without it; they are in no mean. */
  readonly broken: readonly string[];
}

export interface Ablation {
  /** By stage, and there by what they bring. */
  readonly flags: readonly FlagContribution[];
  readonly rounds: number;
  readonly method: string;
}

/** The engines `STAGE,-FLAG` of a result against its engines `STAGE`. */
export function ablationOf(result: ResultFile, file: string): Ablation {
  const samples = samplesOfFile({ kind: 'result', file, result }, 'median');
  const compared = result.engines.flatMap(({ name }) => {
    const match = /^([^,]+),-([^,]+)$/.exec(name);
    if (!match) return [];
    const [, stage, flag] = match;
    const comparison = compareEngines(findEngine(samples, name, file), findEngine(samples, stage!, file));
    return [{ stage: stage!, flag: flag!, comparison }];
  });
  if (compared.length === 0) {
    throw new InputError({
      where: file,
      field: 'engines',
      problem: 'has no stage without a flag',
      fix: 'give a file written by `stage-report ablate`',
    });
  }
  const flags = compared.map(({ stage, flag, comparison }): FlagContribution => {
    const [most] = [...comparison.benchmarks].sort((a, b) => b.speedup.value - a.speedup.value);
    return {
      ...{ stage, flag, brings: comparison.speedup },
      most: most ? { benchmark: most.benchmark, speedup: most.speedup.value } : null,
      broken: [...new Set(comparison.broken.map(({ benchmark }) => benchmark))],
    };
  });
  const stages = [...new Set(flags.map(({ stage }) => stage))];
  return {
    flags: stages.flatMap((stage) =>
      flags.filter((each) => each.stage === stage).sort((a, b) => b.brings.value - a.brings.value),
    ),
    rounds: Math.min(...compared.map(({ comparison }) => comparison.rounds)),
    method: compared[0]!.comparison.method,
  };
}

/**
 * Hierarchical performance testing: is one machine (here: engine) faster over a whole suite, and by how much at least? T. Chen,
 * Y. Chen, Q. Guo, O. Temam, Y. Wu and W. Hu, Statistical performance comparisons of computers, HPCA 2012; IEEE Trans. Comput.
 * 64 (2015) 1442–1455.
 *
 * Within a benchmark, a rank-sum test of the two samples: a difference that is not significant counts as none. Over the
 * benchmarks, a signed-rank test of what is left. Here differences are of the logarithms of medians, so that long benchmarks
 * weigh no more than short ones; benchmarks without a difference are left out, as Wilcoxon does.
 *
 * It is shown beside the geometric mean, and nothing is decided by it: with many rounds any difference is significant.
 */
import { median } from 'simple-statistics';
import { rankSumTest } from './rank-sum.ts';
import { signedRankTest } from './signed-rank.ts';

/** Logarithms of the times of one benchmark on the base and on the head. */
export interface LogTimes {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export interface HptResult {
  /** 1 − p of "head is not faster": near 1 it is. */
  readonly confidence: number;
  /** Head is faster by at least this factor with 95 % confidence; null where not even 1/1000 can be shown. */
  readonly speedup: number | null;
}

const SIGNIFICANCE = 0.05;
const CONFIDENCE = 0.95;
const SEARCH = Math.log(1000);

export function hierarchicalTest(benchmarks: readonly LogTimes[]): HptResult {
  const medians = benchmarks.map(({ base, head }) => median([...base]) - median([...head]));
  /** That head is faster by more than e^shift. */
  const confidence = (shift: number): number => {
    const differences = benchmarks.flatMap(({ base, head }, index) => {
      const slowed = head.map((log) => log + shift);
      return rankSumTest(base, slowed) <= SIGNIFICANCE ? [medians[index]! - shift] : [];
    });
    return 1 - signedRankTest(differences);
  };
  let [low, high] = [-SEARCH, SEARCH];
  if (confidence(low) < CONFIDENCE) return { confidence: confidence(0), speedup: null };
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (confidence(middle) >= CONFIDENCE) low = middle;
    else high = middle;
  }
  return { confidence: confidence(0), speedup: Math.exp(low) };
}
